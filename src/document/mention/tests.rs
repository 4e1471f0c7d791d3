//! Every way to name a thing, and every trap.

use pulldown_cmark::{Options, Parser};

use super::*;
use crate::source::config::mention::{IdRule, ReleaseMentions, StandardMentions};

/// The vocabulary of a community that numbers standards, releases and tenders.
fn vocabulary() -> Vocabulary {
    let mut terms = Terms::default();
    terms.standards.push(StandardTerms {
        id: "abc-{number:4}-{edition}-{slug}.md".to_owned(),
        rules: StandardMentions {
            spellings: vec!["Rule {number}".to_owned()],
            except: vec!["abc-1234".to_owned()],
            ..StandardMentions::default()
        },
    });
    terms.releases.push(ReleaseTerms {
        name: "R{n}".to_owned(),
        version: "v{n+1}.0.0".to_owned(),
        rules: ReleaseMentions { not_after: vec!["Zork".to_owned()], ..ReleaseMentions::default() },
    });
    for (name, repository) in [("tools", "acme/tools"), ("t", "acme/tools"), ("docs", "acme/docs")] {
        terms.repositories.insert(name.to_owned(), repository.to_owned());
    }
    terms.issues.owners.insert("A".to_owned(), "acme".to_owned());
    terms.issues.not_after.push("ticket".to_owned());
    terms.people.aliases.insert("jo_doe".to_owned(), "jo-doe".to_owned());
    terms.ids.push(IdRule {
        name: "tender".to_owned(),
        pattern: "T{number:2}[{letter}][-{part}]".to_owned(),
        spellings: vec!["Lot[s] {number}[{letter}][-{part}]".to_owned()],
        except: vec!["t1".to_owned()],
        ..IdRule::default()
    });
    Vocabulary::new(&terms)
}

/// Each expected mention is the words and what they name, `words = name`, or the words alone where both are equal.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let found: Vec<String> = vocabulary().find(text, 0).iter().map(|mention| shown(text, mention)).collect();
    assert_eq!(found, expected, "{text}");
}

/// A mention as tests write it.
fn shown(text: &str, mention: &Mention) -> String {
    let (words, name) = (mention.span.of(text).unwrap(), mention.kind.to_string());
    if words == name { name } else { format!("{words} = {name}") }
}

#[test]
fn standards_in_every_spelling() {
    check("abc-0012", &["abc-0012"]);
    check("ABC-0012-V1.", &["ABC-0012-V1 = abc-0012-v1"]);
    check("See ABC 0012, please", &["ABC 0012 = abc-0012"]);
    check("abc0012 abc_0012", &["abc0012 = abc-0012", "abc_0012 = abc-0012"]);
    check("abc-0012 v2 is", &["abc-0012 v2 = abc-0012-v2"]);
    check("the abc-0012-v2-some-words.md file", &["abc-0012-v2-some-words.md = abc-0012-v2"]);
    check("tests/abc_0012_some_words/run.py", &["abc_0012_some_words = abc-0012"]);
    check("abc-0012-v3.1, or", &["abc-0012-v3.1 = abc-0012-v3"]);
    check("abc-0012-w1", &["abc-0012-w1"]);
    check("branch feat/abc-0012-v1", &["abc-0012-v1"]);
    check("(abc-0012)/abc-0013", &["abc-0012", "abc-0013"]);
    check("_abc-0012_", &["abc-0012"]);
    check("rule 12 and Rule 0012-v1", &["rule 12 = abc-0012", "Rule 0012-v1 = abc-0012-v1"]);
}

#[test]
fn standards_in_lists() {
    check("ABC-0012, 0013 and 0014-v2", &["ABC-0012 = abc-0012", "0013 = abc-0013", "0014-v2 = abc-0014-v2"]);
    check("ABCs 0012 & 0013", &["ABCs 0012 = abc-0012", "0013 = abc-0013"]);
    check("abc-0012/0013", &["abc-0012", "0013 = abc-0013"]);
    check("abc-0012, 2024-01-01", &["abc-0012"]);
    check("abc-0012, 15 people", &["abc-0012"]);
    check("abc-0012 and 0013x", &["abc-0012"]);
}

#[test]
fn what_looks_like_a_standard() {
    for trap in [
        "ABC-2V-8",
        "ABC 2024",
        "abc-XXXX",
        "abc-01xx-v1",
        "abc-00123",
        "abc-012",
        "xabc-0012",
        "0012",
        "ABC-1234",
    ] {
        check(trap, &[]);
    }
    check("abc-0012a", &[]);
    check("abc-0012-v1x", &["abc-0012-v1x = abc-0012"]);
}

#[test]
fn releases_in_every_spelling() {
    check("R5 and (R6).", &["R5", "R6"]);
    check("Release 5, release5, release-5", &["Release 5 = R5", "release5 = R5", "release-5 = R5"]);
    check("Release R5", &["Release R5 = R5"]);
    check("R5.1, R5.x, post-R5, R5-ready", &["R5.1", "R5.x", "R5", "R5"]);
    check("R5 (v6.0.0)", &["R5", "v6.0.0 = R5.0.0"]);
    check("OSS 6.1.0 (aka R5.1)", &["6.1.0 = R5.1.0", "R5.1"]);
    check("R5/v6.0.0", &["R5", "v6.0.0 = R5.0.0"]);
    check("feat/r6 and acme-r6-releng", &["r6 = R6", "r6 = R6"]);
    check("#acme-RelEngR6", &["R6"]);
    check("R10", &["R10"]);
}

#[test]
fn what_looks_like_a_release() {
    for trap in [
        "Zork R9",
        "zork (R9)",
        "Release 6.0.2",
        "Release 7.0.0d",
        "release-1.27",
        "release-1.xx",
        "release-20250516",
        "pre-release 4",
        "https://poll.example/EZjR7-W7fA/",
        "R2D2",
        "r5",
        "v6.0.0",
        "k8s v1.27.6",
        "R5 is not v5.0.0 but v7.0.0",
        "releases",
        "AR5",
        "2-r6",
    ] {
        let found = vocabulary().find(trap, 0);
        // Whether there is a release of a version is not known yet.
        let named = |mention: &&Mention| !matches!(mention.kind, MentionKind::Version(_));
        let named = found.iter().filter(named);
        let sure = named.filter(|mention| mention.span.of(trap) != Some("R5")).count();
        assert_eq!(sure, 0, "{trap}: {found:?}");
    }
}

/// Each expected version is the words and what they name, in the texts of a community that makes the widget.
#[track_caller]
fn check_versions(text: &str, expected: &[&str]) {
    let rules = ReleaseMentions { not_after: vec!["zork".to_owned()], ..ReleaseMentions::default() };
    let releases = [
        ReleaseTerms { name: "v{version}".to_owned(), rules: rules.clone(), ..ReleaseTerms::default() },
        ReleaseTerms { name: "R{n}".to_owned(), version: "v{n}.0.0".to_owned(), rules },
    ];
    for releases in releases.map(|releases| vec![releases]) {
        let terms = Terms { releases, products: vec!["widget".to_owned()], ..Terms::default() };
        let options = Options::ENABLE_TABLES;
        let events: Vec<_> = Parser::new_ext(text, options).into_offset_iter().collect();
        let mentions = scan(&Vocabulary::new(&terms), text, &events);
        let releases = mentions.iter().filter(|mention| mention.kind.as_str() == "release");
        let found: Vec<String> = releases.map(|mention| shown(text, mention)).collect();
        assert_eq!(found, expected, "{text}: {}", terms.releases[0].name);
    }
}

#[test]
fn a_version_that_nothing_owns_may_name_a_release() {
    for text in [
        "write the guide for v2.0.0",
        "- v2.0.0 was discussed",
        "1. v2.0.0",
        "- [x] v2.0.0 is out",
        "| v2.0.0 | June |\n|---|---|\n",
        "# v2.0.0: what is left",
        "Decision: v2.0.0 will drop Python",
        "**Decision:** v2.0.0 will drop Python",
        "- AI @bob: v2.0.0 notes",
        "AI [@bob](https://forge.example/bob): v2.0.0 notes",
        "@bob: v2.0.0 notes",
        "Topic 1. v2.0.0 is late",
        "the freeze (v2.0.0)",
        "**v2.0.0** is near",
        "_v2.0.0_ is near",
        "our LTS release v2.0.0",
        "upgrade path to v2.0.0",
        "Python is dropped in v2.0.0.",
        "After v2.0.0, we rest",
        "Widget v2.0.0",
        "widget-v2.0.0",
        "post-v2.0.0",
        "we ship\nv2.0.0",
        "the next release v2.0.0",
        "Umstieg auf v2.0.0 und Nacharbeit",
        "=> v2.0.0 in June",
        "Finally, v2.0.0 is out",
        "v2.0.0 of the widget",
        "[v2.0.0](../releases/v2.0.0.md)",
    ] {
        check_versions(text, &["v2.0.0"]);
    }
    check_versions("v2.0 and v2.1.0", &["v2.0", "v2.1.0"]);
    check_versions("from v1.9.0 to v2.0.0", &["v1.9.0", "v2.0.0"]);
    check_versions("test v2.0.0-rc1, then v2.0.0.", &["v2.0.0-rc1", "v2.0.0"]);
    check_versions("die v2.0.0-Freigabe", &["v2.0.0"]);
}

#[test]
fn a_word_for_releases_makes_a_number_one_of_a_release() {
    for text in [
        "for release 2.0.0",
        "Release-Kandidat 2.0.0",
        "our release candidate 2.0.0",
        "version 2.0.0",
        "the 2.0.0 release",
        "Bugfix-Release 2.0.0",
        "release-2.0.0",
        "Widget release 2.0.0",
        "die 2.0.0-Freigabe",
    ] {
        check_versions(text, &["2.0.0 = v2.0.0"]);
    }
    check_versions("release 2026.10 and 2026.10", &["2026.10 = v2026.10", "2026.10 = v2026.10"]);
    check_versions("for 2026.10", &["2026.10"]);
    check_versions("for 2.0.0", &["2.0.0"]);
}

#[test]
fn a_version_of_something_else_names_no_release() {
    for trap in [
        "Kubernetes v2.0.0",
        "k8s v2.0.0 is out",
        "Kubernetes (v2.0.0)",
        "Kubernetes: v2.0.0",
        "Kubernetes >= v2.0.0",
        "Kubernetes release v2.0.0",
        "Kubernetes version 2.0.0",
        "Kubernetes\nv2.0.0",
        "**Kubernetes** v2.0.0",
        "`kubectl` v2.0.0",
        "[Ceph](https://ceph.example) v2.0.0",
        "[v2.0.0](https://forge.example/ceph/ceph/releases/v2.0.0)",
        "owner/tool v2.0.0",
        "owner/tool@v2.0.0",
        "tool==2.0.0",
        "zork release v2.0.0",
        "upgrade Ceph to v2.0.0",
        "bump ceph to v2.0.0",
        "bump owner/tool from v1.9.0 to v2.0.0",
        "Ceph v1.9.0, v1.9.1 and v2.0.0",
        "Ceph auf v2.0.0 heben",
        "v2.0.0 of Ceph",
        "release v2.0.0 of the SDK",
        "Helm chart version 2.0.0",
        "helm release v2.0.0",
        "update dependency ceph to v2.0.0",
        "registry.example/a:v2.0.0",
        "https://forge.example/acme/widget/releases/v2.0.0",
        "`v2.0.0`",
        "v2.0.0/README.md",
        "v2.0.0.tar.gz",
        "xv2.0.0",
        "2.5 hours",
        "by 24.04.",
        "Python 3.12",
        "Ceph 2026.10",
        "API v2",
        "v2 of the draft",
    ] {
        check_versions(trap, &[]);
    }
    // What nobody calls a release is found out when there is none of that name.
    check_versions("on 2026.10.05 from 10.0.0.1", &["2026.10.05"]);
}

#[test]
fn a_letter_too_many_is_found_out() {
    check("R5.3.0", &["R5.3.0"]);
    check("5.3.0 is R4.3\nwith R5.3.0", &["5.3.0 = R4.3.0", "R4.3", "R5.3.0 = R4.3.0"]);
    check("5.3.0 is R4.3\n5.3.0 alone", &["5.3.0 = R4.3.0", "R4.3"]);
}

#[test]
fn issues_and_what_looks_like_them() {
    check(
        "tools#12, T/#13 and docs/PR#14",
        &["tools#12 = acme/tools#12", "T/#13 = acme/tools#13", "docs/PR#14 = acme/docs#14"],
    );
    check(
        "other/thing#3 A/tools#4 ACME/Tools#5",
        &["other/thing#3", "A/tools#4 = acme/tools#4", "ACME/Tools#5 = acme/tools#5"],
    );
    check("see #228.", &["#228"]);
    for trap in ["Hackathon#3", "#0", "#12a", "a/b/c#3", "x&#12;", "ticket #12", "C#7", "neutron/BUG#3"] {
        check(trap, &[]);
    }
}

#[test]
fn people_and_what_looks_like_them() {
    check("@jo-doe: ask @Ann, @bob.", &["@jo-doe", "@Ann", "@bob"]);
    check("_AI @ann and @bob_", &["@ann", "@bob"]);
    check("@Jo_Doe @a/@b", &["@Jo_Doe = @jo-doe", "@a", "@b"]);
    check("(@ann, 10')", &["@ann"]);
    for trap in
        ["jo@acme.example", "@scope/package", "@jo:chat.example", "@acme.example", "@todo", "a@b@c", "@-x"]
    {
        check(trap, &[]);
    }
    check("@ann: yes. @bob.Next", &["@ann", "@bob"]);
}

#[test]
fn ids_of_the_communitys_own() {
    check("T06c, t6C and T 06-2", &["T06c", "t6C = T06c", "T 06-2 = T06-2"]);
    check("T10.3 T13wo", &["T10.3 = T10-3"]);
    check("Lots 6a-2, 4 and 18", &["Lots 6a-2 = T06a-2", "4 = T04", "18 = T18"]);
    check("Lot 5, 3 people", &["Lot 5 = T05"]);
    check("T1 T100 AT05", &[]);
}

#[test]
fn days_that_name_a_meeting() {
    check("See 2023-10-04: done", &["2023-10-04"]);
    check("(see [2023-10-04])", &["2023-10-04"]);
    check("Team Tools minutes of 2023-10-04", &["2023-10-04 = team tools 2023-10-04"]);
    for trap in ["by 2023-10-04", "oversee 2023-10-04", "see 2023-13-04", "see 2023-10-04-pad", "2023-10-04"]
    {
        check(trap, &[]);
    }
}

#[test]
fn what_a_url_holds_is_no_text() {
    check("https://acme.example/abc-0012-v1?x=@jo#12 abc-0013", &["abc-0012-v1", "abc-0013"]);
    let places: Vec<Place> = vocabulary()
        .find("https://acme.example/abc-0012 abc-0013", 0)
        .iter()
        .map(|mention| mention.place)
        .collect();
    assert_eq!(places, [Place::Url, Place::Text]);
    check("mailto:jo@acme.example", &[]);
}

#[test]
fn any_prefix_may_be_a_standards() {
    let mut terms = Terms::default();
    let id = "{prefix}-{number}[-{edition}][-{slug}].md".to_owned();
    terms.standards.push(StandardTerms { id, rules: StandardMentions::default() });
    terms.releases.push(ReleaseTerms { name: "R{n}".to_owned(), ..ReleaseTerms::default() });
    let text = "ABC-0012-v1, UTF-8, release-5 and tools#3";
    let found: Vec<String> =
        Vocabulary::new(&terms).find(text, 0).iter().map(|mention| shown(text, mention)).collect();
    assert_eq!(found, ["ABC-0012-v1 = abc-12-v1", "UTF-8 = utf-8", "release-5 = R5"]);
}

/// Each expected mention is its place, the words and what they name.
#[track_caller]
fn check_scan(text: &str, expected: &[&str]) {
    let options = Options::ENABLE_TABLES | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let events: Vec<_> = Parser::new_ext(text, options).into_offset_iter().collect();
    let mentions = scan(&vocabulary(), text, &events);
    let found: Vec<String> =
        mentions.iter().map(|mention| format!("{:?} {}", mention.place, shown(text, mention))).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn a_document_is_read_where_the_reader_reads() {
    check_scan("- **abc_0012_words** and `R5`", &["Text abc_0012_words = abc-0012", "Code R5"]);
    check_scan("```\nabc-0012\n```\n", &["Code abc-0012"]);
    check_scan("[abc-0012](x/abc-0013.md)", &["Link abc-0012", "Url abc-0013.md = abc-0013"]);
    check_scan("<https://acme.example/abc-0012>", &["Url abc-0012"]);
    check_scan("[x][1]\n\n[1]: y/abc-0012\n", &["Url [x][1] = abc-0012"]);
    check_scan("# R5 is near\n", &["Text R5"]);
    check_scan("<div>R5</div>\n", &["Html R5"]);
    check_scan(
        "R5 &amp; abc\\_0012 | @jo\\_doe",
        &["Text R5", "Text abc\\_0012 = abc-0012", "Text @jo\\_doe = @jo-doe"],
    );
    check_scan("**R5** (v6.0.0)\nv6.0.0", &["Text R5", "Text v6.0.0 = R5.0.0"]);
}

#[test]
fn time_grows_with_the_text_alone() {
    let vocabulary = vocabulary();
    let time = |piece: &str, length: usize| {
        let text = piece.repeat(length / piece.len());
        #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
        let started = std::time::Instant::now();
        vocabulary.find(&text, 0);
        started.elapsed()
    };
    // Each of these makes a naive look around every place read the whole text again.
    for piece in [
        "a",
        "#",
        "@",
        "abc-",
        "R",
        "x/",
        "see ",
        "abc-0012, ",
        "r6-",
        "a/b#1",
        "R5 6.0.0 ",
        "R1.2.3 ",
        "v2.0.0 and ",
        "v2\n",
    ] {
        let (short, long) = (time(piece, 4_000), time(piece, 64_000));
        // Sixteen times the text; a square would take 256 times as long. The pause is that of a busy machine.
        assert!(long < short * 64 + std::time::Duration::from_millis(300), "{piece}: {short:?}, {long:?}");
    }
}
