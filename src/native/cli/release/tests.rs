//! The commands of `annals release` on a small community.

use std::path::{Path, PathBuf};

use clap::Parser;

use super::*;
use crate::native::test::Repo;

mod forms;
mod fragments;

/// A community in one folder: standards, minutes, notes and code.
struct Community {
    /// Keeps the folder.
    folder: tempfile::TempDir,
    /// The repository.
    repo: Repo,
}

/// A command line of `annals release`.
#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

impl Community {
    /// A community with one release, and half a month of work on the next.
    fn new() -> Community {
        let folder = tempfile::tempdir().unwrap();
        let repo = Repo::new(&folder.path().join("site"));
        repo.write("annals.yaml", "title: Tools\nurl: https://record.example/\n");
        repo.write("content/index.md", "# Home\n");
        repo.write(
            "content/standards/abc-0001-v1-names.md",
            "---\ntitle: Names\ntype: Standard\nstatus: Stable\nstabilized_at: 2024-01-12\n---\n# Names\n",
        );
        repo.write("releases/R1.md", "---\ndate: 2024-01-02\n---\n# Release R1\n\n- first\n");
        repo.commit_message("ada", 1, "begin");
        repo.git(&["tag", "R1"]);
        let mut community = Community { folder, repo };
        community
            .minutes("20240110", "- Decision: abc-0001-v1 becomes stable\n- AI @jo: ship R2 to the mirror\n");
        community.minutes("20240111", "- We spoke of R2.\n");
        community.work("feat: lists (#7)", 11);
        community
    }

    /// Minutes of the team.
    fn minutes(&mut self, day: &str, text: &str) {
        self.repo.write(&format!("minutes/team/{day}.md"), format!("# Team {day}\n\n## Topics\n\n{text}"));
        self.repo.git(&["add", "-A"]);
        self.repo.commit_message("jo", day[6..].parse().unwrap(), &format!("chore: minutes of {day}"));
    }

    /// A commit of code.
    fn work(&mut self, message: &str, day: u8) -> String {
        self.repo.write(&format!("src/{day}{}.txt", message.len()), message);
        self.repo.git(&["add", "-A"]);
        self.repo.commit_message("jo", day, message)
    }

    /// Runs a command.
    fn run(&self, arguments: &[&str]) -> Result<(), Failure> {
        let root = self.repo.folder.display().to_string();
        let line = ["annals", "--root", &root, "--quiet"].into_iter().chain(arguments.iter().copied());
        let line = Line::try_parse_from(line).unwrap();
        super::run(&line.global, &line.command)
    }

    /// Runs a command that must go well.
    #[track_caller]
    fn must(&self, arguments: &[&str]) {
        if let Err(failure) = self.run(arguments) {
            panic!("{arguments:?}: {failure:?}");
        }
    }

    /// A file of the notes.
    fn file(&self, name: &str) -> PathBuf {
        self.repo.folder.join("releases").join(name)
    }

    /// The notes of R2.
    fn notes(&self) -> String {
        std::fs::read_to_string(self.file("R2.md")).unwrap()
    }

    /// What can be asked of the release on this desk.
    fn desk(&self, release: &str) -> crate::native::notes::Desk {
        let root = self.repo.folder.display().to_string();
        let line = Line::try_parse_from(["annals", "--root", &root, "--quiet", "status", release]).unwrap();
        crate::native::notes::Desk::open(&line.global, release).unwrap()
    }

    /// The options of every command.
    fn global(&self) -> Global {
        Global { root: Some(self.repo.folder.clone()), quiet: true, ..Global::default() }
    }

    /// The codes of the status of R2, each once.
    fn codes(&self) -> Vec<String> {
        let found = self.desk("R2").status().unwrap();
        let codes: std::collections::BTreeSet<String> =
            found.iter().map(|problem| problem.code.to_string()).collect();
        codes.into_iter().collect()
    }
}

/// The lines of `text` that hold `part`.
fn lines<'a>(text: &'a str, part: &str) -> Vec<&'a str> {
    text.lines().filter(|line| line.contains(part)).collect()
}

#[test]
fn a_draft_has_everything_with_its_evidence() {
    let community = Community::new();
    community.repo.write(
        "releases/next/dark.md",
        "---\nkind: highlight\n---\nA dark mode, see [names](../../content/standards/abc-0001-v1-names.md)\n",
    );
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    let notes = community.notes();
    for expected in [
        "date: 2024-01-20",
        "- [abc-0001-v1](../content/standards/abc-0001-v1-names.md) Names: stable since 2024-01-12; decided in [Team, 2024-01-10](../minutes/team/20240110.md#topics) <!-- annals: standard abc-0001-v1 stabilized -->",
        "- abc-0001-v1 becomes stable ([2024-01-10](../minutes/team/20240110.md#topics)) <!-- annals: decision team/20240110#",
        "- A dark mode, see [names](../content/standards/abc-0001-v1-names.md) ([note](next/dark.md)) <!-- annals: note dark -->",
        "Since `R1`: 3 changes, 2 of them within the project.",
        "- lists (`site#7`, `",
        "- Still open: ship R2 to the mirror ([Team, 2024-01-10](../minutes/team/20240110.md#topics))",
        "- Team: [2024-01-10](../minutes/team/20240110.md), [2024-01-11](../minutes/team/20240111.md) <!-- annals: minutes team -->",
        "- jo <!-- annals: contributor jo -->",
    ] {
        assert!(notes.contains(expected), "{expected}\n{notes}");
    }
    assert_eq!(std::fs::read_to_string(community.file(".R2.draft.md")).unwrap(), notes);
    assert!(community.folder.path().is_dir());
}

#[test]
fn edits_survive_and_news_come_in() {
    let mut community = Community::new();
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    let edited = community
        .notes()
        .replace("- lists (", "- Lists at last (")
        .replace("## Highlights", "## Highlights of ours");
    let edited: String = edited
        .lines()
        .filter(|line| !line.contains("contributor jo"))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(community.file("R2.md"), &edited).unwrap();
    community.work("fix: ends of lists (#8)", 13);
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    let notes = community.notes();
    assert_eq!(lines(&notes, "- Lists at last (").len(), 1, "{notes}");
    assert_eq!(lines(&notes, "- ends of lists (").len(), 1, "{notes}");
    assert!(notes.contains("## Highlights of ours") && !notes.contains("contributor jo"), "{notes}");
    // Nothing new, nothing changed.
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    assert_eq!(community.notes(), notes);
}

#[test]
fn notes_without_their_draft_are_not_touched() {
    let community = Community::new();
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    std::fs::remove_file(community.file(".R2.draft.md")).unwrap();
    let notes = community.notes();
    assert!(
        matches!(community.run(&["draft", "R2"]), Err(Failure::Usage(Some(message))) if message.contains("--adopt"))
    );
    assert_eq!(community.notes(), notes);
    community.must(&["draft", "R2", "--adopt"]);
    assert_eq!(community.notes(), notes);
}

#[test]
fn a_release_that_cannot_be_is_refused() {
    let community = Community::new();
    for (arguments, part) in [
        (&["draft", "the next one"][..], "is no name of a release"),
        (&["status", "R9"], "has no notes"),
        (&["which", "abc-0001-v9"], "did you mean `abc-0001-v1`?"),
        (&["which", "#7"], "is no issue"),
        (&["draft", "R2", "--component", "tools=/nowhere"], "is no clone"),
    ] {
        let told = match community.run(arguments) {
            Err(Failure::Usage(Some(message)) | Failure::Io(message)) => message,
            other => panic!("{arguments:?}: {other:?}"),
        };
        assert!(told.contains(part), "{arguments:?}: {told}");
    }
}

#[test]
fn a_template_of_ones_own_makes_the_draft() {
    let community = Community::new();
    let write = |name: &str, text: &str| community.repo.write(name, text);
    write("templates/notes.md", "# News of {{ release.id }}\n\n{% include \"changes.md\" %}");
    write(
        "templates/changes.md",
        "{% for group in components %}{% for entry in group.entries %}- {{ entry.line }}\n{% endfor %}{% endfor %}",
    );
    community.must(&["draft", "R2"]);
    let notes = community.notes();
    assert!(notes.starts_with("# News of R2\n\n- lists ("), "{notes}");
    assert!(!notes.contains("##"), "{notes}");
}

#[test]
fn a_broken_template_is_told_with_its_line_and_nothing_is_written() {
    for (template, line) in [
        ("# {{ release.id }}\n\n{% for entry in highlights %}\n", "templates/notes.md:"),
        ("# News\n\n{{ release.nothing.at.all }}\n", "templates/notes.md:3:"),
        ("# News\n\n{{ release.id | shout }}\n", "templates/notes.md:3:"),
    ] {
        let community = Community::new();
        community.repo.write("templates/notes.md", template);
        let Err(Failure::Configuration(problem)) = community.run(&["draft", "R2"]) else {
            panic!("{template}: no problem");
        };
        let mut told = Vec::new();
        problem.write(crate::native::report::Format::Github, &mut told).unwrap();
        let told = String::from_utf8(told).unwrap().replace("file=", "").replace(",line=", ":");
        assert!(told.replace(',', ":").contains(line), "{template}: {told}");
        assert!(!community.file("R2.md").exists());
    }
}

#[test]
fn a_release_that_is_a_section_of_a_changelog_is_drafted_into_it() {
    let mut community = Community::new();
    let write = |name: &str, text: &str| community.repo.write(name, text);
    write(
        "annals.yaml",
        "title: T\nsources:\n  - { kind: minutes, dir: minutes }\n  - { kind: releases, dir: log, include: [LOG.md], \
         id: { section: \"[v]{version}[ - *]\" }, dates: [{ heading: \"*{date}\" }] }\n",
    );
    let (above, behind) = (
        "# Changes\n\n## [Unreleased]\n\n- soon\n\n",
        "\n## [1.0.0] - 2024-01-01\n\n* a  \n\n[1.0.0]: https://forge.example/1\n",
    );
    write("log/LOG.md", &format!("{above}{}", &behind[1..]));
    community.repo.git(&["tag", "v1.0.0", "R1"]);
    let section = |community: &Community| {
        let whole = std::fs::read_to_string(community.repo.folder.join("log/LOG.md")).unwrap();
        let section = whole.strip_prefix(above).and_then(|rest| rest.strip_suffix(behind));
        section.unwrap_or_else(|| panic!("something else changed: {whole}")).to_owned()
    };
    community.must(&["draft", "1.1.0", "--date", "2024-01-31"]);
    let first = section(&community);
    assert!(first.starts_with("## [1.1.0] - 2024-01-31\n\n### Highlights"), "{first}");
    assert!(first.contains("lists"), "{first}");
    let yours = first.replace("lists", "lists with two ends");
    write_section(&community, above, &yours, behind);
    community.work("fix: the ends of lists (#8)", 12);
    community.must(&["draft", "v1.1.0"]);
    let second = section(&community);
    assert!(second.contains("lists with two ends") && second.contains("the ends of lists"), "{second}");
    // The day stands in the heading, where the record reads it.
    assert_eq!(community.desk("1.1.0").window().until.map(|day| day.to_string()), Some("2024-01-31".into()));
    community.must(&["which", "site#7"]);
    let desk = community.desk("1.1.0");
    let text = desk.text();
    let published = desk.with(|known| {
        let (release, notes) = (desk.release(), &desk.notes);
        crate::release::form::Published { known, release, notes, text: &text }.markdown()
    });
    assert!(published.contains("\n\n## Changes\n\n") && !published.contains("\n\n\n"), "{published}");
    assert!(!published.contains("[1.0.0]:"), "{published}");
    std::fs::remove_file(community.repo.folder.join("log/.v1.1.0.draft.md")).unwrap();
    let told = community.run(&["draft", "v1.1.0"]);
    assert!(matches!(told, Err(Failure::Usage(Some(message))) if message.contains("--adopt")));
    let told = community.run(&["draft", "the next one"]);
    assert!(
        matches!(told, Err(Failure::Usage(Some(message))) if message.contains("is no name of a release"))
    );
}

/// Writes the changelog with `section` as a person left it.
fn write_section(community: &Community, above: &str, section: &str, behind: &str) {
    community.repo.write("log/LOG.md", format!("{above}{section}{behind}"));
}

#[test]
fn a_shallow_component_is_refused() {
    let community = Community::new();
    let shallow = community.folder.path().join("shallow");
    let source = format!("file://{}", community.repo.folder.display());
    crate::native::test::git(
        community.folder.path(),
        &["clone", "-q", "--depth", "1", &source, shallow.to_str().unwrap()],
    );
    let component = format!("tools={}", shallow.display());
    let told = community.run(&["draft", "R2", "--component", &component]);
    assert!(matches!(told, Err(Failure::Io(message)) if message.contains("--unshallow")));
    assert!(!Path::new(&community.file("R2.md")).exists());
}

#[test]
fn status_tells_what_is_missing() {
    let community = Community::new();
    community.repo.write(
        "releases/R2.md",
        "---\ndate: 2024-01-20\n---\n# Release R2\n\n- Something is better\n- See [there](nowhere.md)\n",
    );
    assert_eq!(
        community.codes(),
        [
            "broken-link",
            "decision-not-in-notes",
            "note-without-evidence",
            "release-action-open",
            "standard-not-in-notes"
        ]
    );
    community.repo.write(
        "releases/R2.md",
        "---\ndate: 2024-01-20\n---\n# Release R2\n\n- abc-0001-v1 is stable, as [decided](../minutes/team/20240110.md)\n<<<<<<< yours\n=======\n>>>>>>> generated\n",
    );
    assert_eq!(community.codes(), ["notes-conflict", "release-action-open"]);
    assert!(matches!(community.run(&["status", "R2"]), Err(Failure::Content)));
}

#[test]
fn a_pipeline_is_told_by_the_exit_code() {
    let community = Community::new();
    let code = |arguments: &[&str]| community.run(arguments).err().map_or(0, |failure| failure.exit_code());
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    assert_eq!(code(&["status", "R2"]), 1, "an action is open");
    community
        .repo
        .write("minutes/team/20240110.md", "# Team 2024-01-10\n\n## Topics\n\n- Decision: abc-0001-v1 becomes stable\n- AI @jo: ship R2 to the mirror - DONE\n");
    assert_eq!((community.codes(), code(&["status", "R2"])), (Vec::new(), 0));
    assert_eq!(code(&["status", "R2", "--format", "json"]), 0);
    assert_eq!(code(&["status", "R9"]), 2);
    community.repo.write(
        "annals.yaml",
        "title: Tools\nsources:\n  - { kind: releases, dir: releases }\n  - { kind: minutes, dir: gone }\n",
    );
    assert_eq!(code(&["status", "R2"]), 3);
}

#[test]
fn what_was_left_out_on_purpose_is_not_missing() {
    let community = Community::new();
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    let kept: String = community
        .notes()
        .lines()
        .filter(|line| !line.starts_with("- "))
        .map(|line| format!("{line}\n"))
        .collect();
    std::fs::write(community.file("R2.md"), kept).unwrap();
    assert_eq!(community.codes(), ["release-action-open"]);
}

#[test]
fn which_release_has_it_first() {
    let mut community = Community::new();
    community.must(&["draft", "R2", "--date", "2024-01-12"]);
    community.repo.git(&["tag", "R2"]);
    let late = community.work("fix: late (#9)", 14);
    community.must(&["which", "abc-0001-v1"]);
    community.must(&["which", "site#7"]);
    community.must(&["which", &community.repo.git(&["rev-parse", "--short", "R1"])]);
    assert!(matches!(community.run(&["which", &late]), Err(Failure::Content)));
    assert!(matches!(community.run(&["which", "site#9"]), Err(Failure::Content)));
}

#[test]
fn nothing_that_came_later_led_to_a_release() {
    let mut community = Community::new();
    community.minutes("20240113", "- Decision: abc-0001-v1 and issues/#7 are printed on T-shirts\n");
    community.must(&["draft", "R2", "--date", "2024-01-12"]);
    for what in ["abc-0001-v1", "issues#7"] {
        let days = answer(&community, what).chain.into_iter().filter_map(|step| step.date);
        assert!(days.max().is_none_or(|last| last <= "2024-01-12".parse().unwrap()), "{what}");
    }
}

/// The release that has `what` first.
fn first_release(community: &Community, what: &str) -> Option<String> {
    answer(community, what).release
}

/// The first release with `what`, and how that is known.
fn answer(community: &Community, what: &str) -> crate::release::which::Answer {
    let project = crate::native::project::Project::open(&community.global(), None).unwrap();
    let session = crate::session::Session::new(project.inputs(crate::native::clock::today()));
    let (record, inputs) = (session.record(), session.inputs());
    let known =
        crate::release::Known { config: &inputs.config, sources: &inputs.sources, record, documents: &[] };
    let components = &inputs.sources.components;
    let ledger = crate::release::Ledger::new(record, components);
    let landings = crate::release::which::Landings { components, ledger: &ledger };
    match what.rsplit_once('#') {
        Some((name, number)) => crate::release::which::issue(known, landings, name, number.parse().unwrap()),
        None if what.starts_with("abc-") => crate::release::which::standard(known, what).unwrap(),
        None => crate::release::which::commit(known, landings, what).unwrap(),
    }
}

#[test]
fn picks_and_reverts_are_followed_to_the_release() {
    let mut community = Community::new();
    community.repo.write("releases/R2.md", "---\ndate: 2024-01-20\n---\n# Release R2\n");
    community.repo.write("releases/R3.md", "---\ndate: 2024-01-28\n---\n# Release R3\n");
    let kept = community.work("feat: kept (#20)", 12);
    let back = community.work("feat: taken back (#21)", 13);
    community.repo.git_as("jo", 14, &["revert", "--no-edit", &back]);
    let late = community.work("fix: late (#22)", 15);
    let silent = community.work("fix: late as well (#23)", 16);
    // The branch of R2 leaves before the late ones, and has them by picks: one that says so, one that does not.
    community.repo.git(&["checkout", "-q", "-b", "stable", "HEAD~2"]);
    community.repo.git_as("jo", 17, &["cherry-pick", "-x", &late]);
    community.repo.git_as("jo", 18, &["cherry-pick", &silent]);
    community.repo.git_as("jo", 19, &["tag", "-a", "R2", "-m", "R2"]);
    community.repo.git(&["checkout", "-q", "main"]);
    community.repo.git_as("jo", 21, &["revert", "--no-edit", "HEAD~2"]);
    community.repo.git(&["tag", "R3"]);
    for (what, expected) in [
        (kept.as_str(), Some("R2")),
        ("site#20", Some("R2")),
        (&late, Some("R2")),
        ("site#22", Some("R2")),
        (&silent, Some("R2")),
        // It was out of R2 before that was tagged, and came back with what took the revert back.
        (&back, Some("R3")),
        ("site#21", Some("R3")),
        ("site#99", None),
    ] {
        assert_eq!(first_release(&community, what).as_deref(), expected, "{what}");
    }
}

#[test]
fn the_site_says_what_a_release_has() {
    let mut community = Community::new();
    community
        .repo
        .write("annals.yaml", "title: Tools\nforge: https://forge.example/o\nrepositories: { boat: site }\n");
    community.repo.write("releases/R2.md", "---\ndate: 2024-01-20\n---\n# Release R2\n");
    community.minutes("20240112", "- Decision: we merge https://forge.example/o/site/pull/7\n");
    community.repo.git(&["tag", "R2"]);
    let out = community.folder.path().join("out");
    let project = crate::native::project::Project::open(&community.global(), None).unwrap();
    let session = crate::session::Session::new(project.inputs(crate::native::clock::today()));
    let page = |url: &str| {
        let path = crate::base::OutPath::new(&format!("{url}index.html")).unwrap();
        session.page_at(&path).unwrap_or_else(|| panic!("{url}, not in {}", out.display())).html
    };
    let standard = page("standards/abc-0001-v1-names/");
    assert!(
        standard.contains("Shipped in <a class=\"plain-link\" href=\"../../releases/R2/\">R2</a>"),
        "{standard}"
    );
    let decisions = page("decisions/");
    assert!(decisions.contains("Shipped in <a href=\"../releases/R2/\">R2</a>"), "{decisions}");
}

#[test]
fn a_component_is_fetched_and_read_offline() {
    let mut community = Community::new();
    community.work("feat: boats (#30)", 12);
    community.repo.git(&["tag", "v2"]);
    let address = format!("file://{}", community.repo.folder.display());
    let other = community.folder.path().join("record");
    for (name, text) in [
        (
            "annals.yaml",
            format!(
                "title: Record\nsources:\n  - {{ kind: releases, dir: releases, components: [\"{address}\"] }}\n"
            ),
        ),
        ("releases/R1.md", "---\ndate: 2024-01-02\n---\n# Release R1\n".to_owned()),
        ("releases/R2.md", "---\ndate: 2024-01-20\n---\n# Release R2\n".to_owned()),
    ] {
        std::fs::create_dir_all(other.join(name).parent().unwrap()).unwrap();
        std::fs::write(other.join(name), text).unwrap();
    }
    let global = Global { root: Some(other.clone()), quiet: true, ..Global::default() };
    let draft = || {
        let root = other.display().to_string();
        let line = Line::try_parse_from(["annals", "--root", &root, "-q", "draft", "R2", "--adopt"]).unwrap();
        super::run(&line.global, &line.command)
    };
    let told = match draft() {
        Err(Failure::Io(told)) => told,
        other => panic!("{other:?}"),
    };
    assert!(told.contains("was never fetched") && told.contains("annals sync"), "{told}");
    let configured = crate::native::project::Configured::open(&global).unwrap();
    let options = crate::native::sync::SyncOptions::new(&other);
    let synced = crate::native::sync::sync(&configured.config, &options);
    assert_eq!((synced.value.sources.len(), synced.diagnostics), (1, Vec::new()));
    // From here on it is gone, and nothing is fetched.
    std::fs::rename(&community.repo.folder, community.folder.path().join("gone")).unwrap();
    draft().unwrap();
    let notes = std::fs::read_to_string(other.join("releases/R2.md")).unwrap();
    assert!(notes.contains("boats"), "{notes}");
}

#[test]
fn a_draft_is_the_same_whatever_is_remembered_and_shown() {
    let mut community = Community::new();
    let global = community.global();
    let drafted = |desk: crate::native::notes::Desk| {
        let components = crate::native::components::open(&desk.ground(&global), &[]).unwrap();
        let collected = desk.collect(&components).unwrap();
        let templates = &desk.project.theme.templates;
        desk.with(|known| crate::release::draft::draft(known, &collected, &desk.notes, templates))
            .unwrap()
            .text
    };
    let for_draft = || crate::native::notes::Desk::open_for_draft(&global, "R2", None).unwrap();
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    let edits: [fn(&mut Community); 5] = [
        |_| (),
        |community| {
            community.minutes("20240110", "- Attendees: @ada\n- Decision: R2 waits for abc-0001-v1\n")
        },
        |community| {
            community.minutes("20240112", "- AI @ada: take R2 and <https://forge.example/x/y/issues/1>\n")
        },
        |community| drop(community.work("fix: longer lists (#8)", 13)),
        |community| {
            let standard = "content/standards/abc-0001-v1-names.md";
            community
                .repo
                .write(standard, "---\ntitle: Other names\nstabilized_at: 2024-01-13\n---\n# Names\n");
        },
    ];
    let mut last = String::new();
    for edit in edits {
        edit(&mut community);
        let remembering = drafted(for_draft());
        assert_eq!(remembering, drafted(for_draft()), "nothing changed");
        assert_eq!(remembering, drafted(community.desk("R2")), "for a site");
        std::fs::remove_dir_all(community.repo.folder.join(".annals")).unwrap();
        assert_eq!(remembering, drafted(for_draft()), "nothing remembered");
        assert_ne!(remembering, last, "the edit is part of the draft");
        last = remembering;
    }
}
