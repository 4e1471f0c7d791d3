//! Small records, written as text.

mod backlink;
pub(super) mod minutes;
mod missing;
mod moved;
pub(super) mod standard;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::*;
use crate::base::{Hash, RelPath, Span};
use crate::document::ReferenceKind;
use crate::record::{Meeting, Release, Standard};
use crate::source::config::{DatePlace, DateRule, Move, Place, Rules, SourceConfig, StandardsConfig};
use crate::source::{File, History, Text};

/// The record of `documents`, for pages and on no day in particular.
fn linked(
    config: &Config,
    sources: &BTreeMap<SourceName, Source>,
    documents: &[Extracted<'_>],
) -> Warned<Record> {
    let files = ["img/pic.png"].map(|file| OutPath::new(file).unwrap()).into();
    link(Input { config, sources, documents, files: &files, day: Date::default(), is_shown: true })
}

/// What the sources hold, one file per line, behind a line with the source's name, kind and place on the site.
/// `+` is a file that is copied, `-` one that is not chosen, `old > new` a rename, `old >` one that is gone; anchors
/// stand behind `#`.
const SOURCES: &str = "
source docs pages
  index.md # welcome
  docs/02-iaas/index.md # iaas setup
  docs/02-iaas/guide.md # first-steps Grüße
  docs/02-iaas/groups/groups.md
  docs/a b/c.md
  docs/02-iaas/über.md
  + docs/02-iaas/rack.png
  + docs/02-iaas/plan.pdf
  + docs/02-iaas/run.yaml
  + static/img/logo.svg
  - tools/check.sh
  - Makefile
  - src/main.rs
  old/plan.json >
  lore/a.png > static/img/logo.svg
source minutes minutes minutes
  README.md
  iaas/20230920.md # agenda decision-on-images
  iaas/20230928.md
  ops/20230919.md
  + iaas/0b8b3f7c-54b4-4b4e-a7c0-3bb3a0b3d0aa.png
  - tools/check_links.sh
  iaas/202309280.md > iaas/20230928.md
source standards standards standards
  Standards/scs-0100-v3-flavor-naming.md # decision
  Drafts/README.md # drafts
  Drafts/release-policies.md # deprecation
";

/// The record of [`SOURCES`], with `references` in one document.
fn record(from: &str, references: &[Reference]) -> (Record, Vec<Diagnostic>) {
    let (config, sources, facts) = read(SOURCES);
    let none: &[Reference] = &[];
    let documents: Vec<Extracted> = facts
        .iter()
        .map(|(path, facts)| {
            let references = if path.to_string() == from { references } else { none };
            Extracted { path, facts, references, names: Named::default() }
        })
        .collect();
    assert!(documents.iter().any(|document| document.path.to_string() == from), "{from} is no document");
    let linked = linked(&config, &sources, &documents);
    (linked.value, linked.diagnostics)
}

/// Sources from their description.
fn read(text: &str) -> (Config, BTreeMap<SourceName, Source>, Vec<(SourcePath, Facts)>) {
    let mut config = Config {
        url: Some("https://docs.example.org/".into()),
        forge_aliases: vec!["https://github.com/OldOwner".into()],
        ..Config::default()
    };
    config.repositories.insert("Protokolle".into(), "minutes".into());
    for (from, source, to, dead) in [
        ("https://github.com/Owner/standards/blob/main/Design-Docs/", "standards", "Drafts/", false),
        ("https://docs.example.org/docs/notes/", "minutes", "", false),
        ("https://docs.example.org/docs/notes/gone/", "minutes", "ops/", true),
        ("https://old.example.org/ops/", "minutes", "ops/", true),
    ] {
        config.moved.push(Move { from: from.into(), source: SourceName::new(source), to: to.into(), dead });
    }
    let mut sources = BTreeMap::new();
    let mut documents = Vec::new();
    let mut name = SourceName::new("");
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if let Some(head) = line.strip_prefix("source ") {
            let mut words = head.split(' ');
            name = SourceName::new(words.next().unwrap());
            let kind = match words.next().unwrap() {
                "minutes" => Kind::Minutes,
                "standards" => Kind::Standards,
                "releases" => Kind::Releases,
                _ => Kind::Pages,
            };
            let source = source(&name, kind, words.next().unwrap_or_default());
            config.sources.push((*source.config).clone());
            sources.insert(name.clone(), source);
            continue;
        }
        let source: &mut Source = sources.get_mut(&name).unwrap();
        let path = |path: &str| RelPath::new(path).unwrap();
        if let Some(old) = line.strip_suffix(" >") {
            source.history.gone.insert(path(old));
        } else if let Some((old, new)) = line.split_once(" > ") {
            source.history.renames.insert(path(old), path(new));
        } else if let Some(asset) = line.strip_prefix("+ ") {
            source.files.insert(path(asset), File::Asset);
        } else if let Some(other) = line.strip_prefix("- ") {
            source.others.insert(path(other));
        } else {
            let (file, anchors) = line.split_once(" # ").unwrap_or((line, ""));
            let text = Text { text: String::new(), hash: Hash::of(b""), valid: true };
            source.files.insert(path(file), File::Text(Arc::new(text)));
            let kind = facts_kind(source.config.kind, file);
            let anchors =
                anchors.split_whitespace().map(|anchor| (anchor.to_owned(), String::new())).collect();
            let facts = Facts { anchors, kind, ..Facts::default() };
            documents.push((SourcePath::new(&name, &path(file)), facts));
        }
    }
    (config, sources, documents)
}

/// A source as the tests need it; what its standards are held to is tested elsewhere.
fn source(name: &SourceName, kind: Kind, at: &str) -> Source {
    let config = SourceConfig {
        template: None,
        name: name.clone(),
        title: name.to_string(),
        kind,
        place: Place::Repository { url: name.to_string(), revision: None, folder: String::new() },
        include: Vec::new(),
        exclude: Vec::new(),
        formats: Vec::new(),
        at: at.to_owned(),
        minutes: Default::default(),
        standards: StandardsConfig { rules: Rules::default(), ..StandardsConfig::default() },
        releases: Default::default(),
    };
    Source {
        config: Arc::new(config),
        forge: Some(format!("https://github.com/Owner/{name}")),
        branch: Some("main".into()),
        commit: Some("0123456789abcdef0123456789abcdef01234567".into()),
        folder: String::new(),
        files: BTreeMap::new(),
        others: BTreeSet::new(),
        history: History::default(),
        excerpts: BTreeMap::new(),
    }
}

/// What a file of the tests records: `20230920` is a day, `scs-0100-v3-…` a standard, `R7` a release.
fn facts_kind(kind: Kind, file: &str) -> FactsKind {
    let path = RelPath::new(file).unwrap();
    match kind {
        Kind::Minutes => FactsKind::Meeting(Meeting {
            series: path.folder().split('/').next().unwrap_or_default().to_owned(),
            date: day(path.stem()),
            sort: "team".into(),
            conflict: None,
            proceedings: Default::default(),
        }),
        Kind::Standards if path.stem().starts_with("scs-") => {
            let (number, rest) = path.stem().split_at(8);
            FactsKind::Standard(Standard {
                number: number.to_owned(),
                edition: rest[1..].split('-').next().unwrap().to_owned(),
                ..Standard::default()
            })
        }
        Kind::Releases if path.stem() != "README" => {
            let (id, date) = path.stem().split_once('-').unwrap_or((path.stem(), ""));
            let date = day(date);
            FactsKind::Release(Release { id: id.to_owned(), version: None, date, stated: (None, None) })
        }
        _ => FactsKind::Page,
    }
}

/// A day written `20230920` or `2023-09-20`.
fn day(text: &str) -> Option<Date> {
    let rule = DateRule::new(DatePlace::Name, None).unwrap();
    rule.find(text).map(|(date, _)| date)
}

/// One link or picture.
fn reference(kind: ReferenceKind, target: &str) -> Reference {
    Reference { kind, target: target.to_owned(), span: Span::new(3, 9), ..Reference::default() }
}

/// Where `target` leads from document `from`, and the diagnostics with their first hints.
#[track_caller]
fn check_kind(kind: ReferenceKind, from: &str, target: &str, expected: &str, problems: &[&str]) {
    let (record, diagnostics) = record(from, &[reference(kind, target)]);
    let entry = record.documents.iter().find(|entry| entry.path.to_string() == from).unwrap();
    let anchor = |anchor: &Option<String>| anchor.as_ref().map(|a| format!("#{a}")).unwrap_or_default();
    let found = match &entry.targets[0] {
        Target::Document(id, at) => format!("{}{}", record.document(*id).path, anchor(at)),
        Target::Anchor(at) => format!("#{at}"),
        Target::Page(url, at) => format!("/{url}{}", anchor(at)),
        Target::Asset(path) => format!("file {path} at {}", record.assets[path]),
        Target::External(url) => url.clone(),
        Target::Broken => "broken".into(),
    };
    assert_eq!(found, expected, "{target}");
    let reported: Vec<String> = diagnostics
        .iter()
        .map(|d| format!("{}: {} | {}", d.code, d.message, d.hints.first().map_or("", |hint| &hint.message)))
        .collect();
    assert_eq!(reported, problems, "{target}");
}

#[track_caller]
fn check(from: &str, target: &str, expected: &str, problems: &[&str]) {
    check_kind(ReferenceKind::Link, from, target, expected, problems);
}

#[track_caller]
fn check_picture(from: &str, target: &str, expected: &str, problems: &[&str]) {
    check_kind(ReferenceKind::Picture, from, target, expected, problems);
}

const GUIDE: &str = "docs:docs/02-iaas/guide.md";
const MEETING: &str = "minutes:iaas/20230920.md";

#[test]
fn relative_paths_lead_to_documents() {
    check(GUIDE, "index.md", "docs:docs/02-iaas/index.md", &[]);
    check(GUIDE, "./index.md#setup", "docs:docs/02-iaas/index.md#setup", &[]);
    check(GUIDE, "../../index", "docs:index.md", &[]);
    check(GUIDE, "../a%20b/c.md", "docs:docs/a b/c.md", &[]);
    check(GUIDE, "../02-iaas/", "docs:docs/02-iaas/index.md", &[]);
    check(GUIDE, "groups/groups.html", "docs:docs/02-iaas/groups/groups.md", &[]);
    check(GUIDE, "guide.md?plain=1#L12", GUIDE, &[]);
    check(GUIDE, "?plain=1#L12", GUIDE, &[]);
    check(GUIDE, "../iaas/guide.md", GUIDE, &[]);
    check(MEETING, "../ops/", "/minutes/ops/", &[]);
    check(MEETING, "..", "minutes:README.md", &[]);
    check("docs:index.md", "tools/", "https://github.com/Owner/docs/tree/main/tools", &[]);
    // A folder that no document speaks for has a page that lists what lies in it.
    check("docs:index.md", "docs/a%20b/", "/docs/a b/", &[]);
    check("docs:docs/a b/c.md", ".", "/docs/a b/", &[]);
    check("docs:docs/a b/c.md", "/docs", "/docs/", &[]);
    check(
        "docs:index.md",
        "https://github.com/Owner/docs/tree/main/docs/a%20b",
        "https://github.com/Owner/docs/tree/main/docs/a%20b",
        &[],
    );
    check("docs:index.md", "Makefile#L3", "https://github.com/Owner/docs/blob/main/Makefile#L3", &[]);
}

#[test]
fn what_does_not_exist_is_reported_with_the_nearest() {
    check(
        MEETING,
        "20230927.md",
        "broken",
        &["broken-link: `iaas/20230927.md` does not exist in `minutes` | did you mean `20230928.md`?"],
    );
    check(
        GUIDE,
        "scs-0100-v3-flavor-naming.md",
        "broken",
        &["broken-link: `docs/02-iaas/scs-0100-v3-flavor-naming.md` does not exist in `docs` | \
           name an existing file, or take the link out"],
    );
    check(
        "standards:Drafts/README.md",
        "scs-0100-v3-flavor-naming.md",
        "broken",
        &["broken-link: `Drafts/scs-0100-v3-flavor-naming.md` does not exist in `standards` | \
           did you mean `../Standards/scs-0100-v3-flavor-naming.md`?"],
    );
    check(
        "docs:index.md",
        "../elsewhere.md",
        "broken",
        &["broken-link: `../elsewhere.md` leads out of its repository | \
           link to the page by its URL, or to a file of the same repository"],
    );
    check_picture(
        GUIDE,
        "rak.png",
        "broken",
        &["missing-picture: `docs/02-iaas/rak.png` does not exist in `docs` | \
           did you mean `rack.png`?"],
    );
}

#[test]
fn what_the_forge_asks_for_is_reported_where_it_is_left_out() {
    check(
        MEETING,
        "https://github.com/Owner/minutes/blob/main/iaas/20230928",
        "minutes:iaas/20230928.md",
        &["broken-link: `iaas/20230928` does not exist in `minutes` | \
           did you mean `https://github.com/Owner/minutes/blob/main/iaas/20230928.md`?"],
    );
    check(
        MEETING,
        "https://github.com/Owner/minutes/tree/ops/",
        "/minutes/ops/",
        &["broken-link: no branch stands before `ops` | \
           write `main/ops`; the forge takes the first folder for a branch"],
    );
}

#[test]
fn what_no_reader_sees_is_resolved_and_not_reported() {
    check_kind(ReferenceKind::Comment, MEETING, "20230928.md", "minutes:iaas/20230928.md", &[]);
    check_kind(ReferenceKind::Comment, MEETING, "20230927.md", "broken", &[]);
}

#[test]
fn letter_case_is_passed_over_and_reported() {
    check(
        GUIDE,
        "Index.md",
        "docs:docs/02-iaas/index.md",
        &["wrong-case: `Index.md` differs from `index.md` in letter case | \
           write `index.md`; most servers and file systems tell the two apart"],
    );
}

#[test]
fn letters_composed_in_another_way_are_passed_over_and_reported() {
    let problem = "wrong-case: `\u{fc}ber.md` differs from `u\u{308}ber.md` in how its letters are composed \
                   (Unicode NFC or NFD) | write `u\u{308}ber.md`; most servers and file systems tell the two apart";
    check(GUIDE, "\u{fc}ber.md", "docs:docs/02-iaas/u\u{308}ber.md", &[problem]);
    check(GUIDE, "u\u{308}ber.md", "docs:docs/02-iaas/u\u{308}ber.md", &[]);
}

#[test]
fn a_renamed_file_is_found() {
    let problem = "moved-target: `202309280.md` was renamed | link to `20230928.md`, which it is now";
    check(MEETING, "202309280.md", "minutes:iaas/20230928.md", &[problem]);
    let url = "https://github.com/Owner/minutes/blob/main/iaas/202309280.md";
    let now = "https://github.com/Owner/minutes/blob/main/iaas/20230928.md";
    let problem = &*format!("moved-target: `{url}` was renamed | link to `{now}`, which it is now");
    check(MEETING, url, "minutes:iaas/20230928.md", &[problem]);
}

#[test]
fn paths_from_the_root_are_urls_of_the_site() {
    check(GUIDE, "/", "docs:index.md", &[]);
    check(GUIDE, "/docs/02-iaas/guide/#first-steps", "docs:docs/02-iaas/guide.md#first-steps", &[]);
    check(GUIDE, "/docs/iaas", "docs:docs/02-iaas/index.md", &[]);
    check(GUIDE, "/docs/iaas/groups", "docs:docs/02-iaas/groups/groups.md", &[]);
    check(GUIDE, "/minutes/iaas/", "/minutes/iaas/", &[]);
    check(GUIDE, "/minutes", "minutes:README.md", &[]);
    check(
        GUIDE,
        "/standards/scs-0100-v3-flavor-naming",
        "standards:Standards/scs-0100-v3-flavor-naming.md",
        &[],
    );
    check(MEETING, "/ops/20230919.md", "minutes:ops/20230919.md", &[]);
    check_picture(GUIDE, "/img/logo.svg", "file docs:static/img/logo.svg at static/img/logo.svg", &[]);
    // A file of the site that no source has.
    check_picture(GUIDE, "/img/pic.png", "/img/pic.png", &[]);
    check(MEETING, "/img/pic.png", "/img/pic.png", &[]);
    check(
        GUIDE,
        "/docs/iaas/guides",
        "broken",
        &["broken-link: no page `/docs/iaas/guides` on this site | link to an existing page, \
           or add the address to `moved`"],
    );
}

#[test]
fn forge_urls_lead_to_documents() {
    for url in [
        "https://github.com/Owner/minutes/blob/main/iaas/20230920.md",
        "https://github.com/owner/Minutes/blob/master/iaas/20230920.md?plain=1#L36",
        "http://www.github.com/Owner/minutes/tree/main/iaas/20230920.md",
        "https://github.com/OldOwner/minutes/edit/HEAD/iaas/20230920.md",
        "https://raw.githubusercontent.com/Owner/minutes/refs/heads/main/iaas/20230920.md",
        "https://github.com/Owner/minutes/blob/feat/new-minutes/iaas/20230920.md",
        "https://github.com/Owner/minutes/blob/0123456/iaas/20230920.md",
        "https://github.com/Owner/minutes/blob/feedbee/iaas/20230920.md#no-such-heading",
    ] {
        check(GUIDE, url, MEETING, &[]);
    }
    check(GUIDE, "https://github.com/Owner/minutes/tree/main/ops/", "/minutes/ops/", &[]);
    check(GUIDE, "https://github.com/Owner/Protokolle/blob/main/iaas/20230920.md", MEETING, &[]);
}

#[test]
fn what_a_forge_alone_has_stays_there() {
    for url in [
        "https://github.com/Owner/minutes",
        "https://github.com/Owner/minutes/tree/main",
        "https://github.com/Owner/minutes/pull/5",
        "https://github.com/Owner/minutes/blob/feat/x/README.md",
        "https://github.com/Owner/minutes/blob/v1/iaas/20200101.md",
        "https://github.com/Owner/minutes/blob/main/tools/check_links.sh#L3",
        "https://github.com/Elsewhere/minutes/blob/main/iaas/20230920.md",
        "https://github.com/Owner/docs/blob/main/docs/02-iaas/run.yaml",
    ] {
        check(GUIDE, url, url, &[]);
    }
}

#[test]
fn a_dead_forge_url_of_our_branch_is_reported() {
    check(
        GUIDE,
        "https://github.com/Owner/minutes/blob/main/iaas/20230927.md",
        "broken",
        &["broken-link: `iaas/20230927.md` does not exist in `minutes` | \
           did you mean `https://github.com/Owner/minutes/blob/main/iaas/20230928.md`?"],
    );
}

#[test]
fn the_sites_own_url_is_the_site() {
    check(
        GUIDE,
        "https://docs.example.org/docs/iaas/guide#first-steps",
        &format!("{GUIDE}#first-steps"),
        &[],
    );
    check(GUIDE, "https://docs.example.org", "docs:index.md", &[]);
    // Other repositories may add pages to the same site.
    let other = "https://docs.example.org/docs/components/monitoring";
    check(GUIDE, other, other, &[]);
    check(
        GUIDE,
        "https://docs.example.org/standards/scs-0100-v3-flavour-naming",
        "broken",
        &["broken-link: no page `/standards/scs-0100-v3-flavour-naming` on this site | \
           did you mean `/standards/scs-0100-v3-flavor-naming/`?"],
    );
}

#[test]
fn anchors_are_checked() {
    check("docs:index.md", "#welcome", "#welcome", &[]);
    check("docs:index.md", "#", "#", &[]);
    check(
        GUIDE,
        "#gr%C3%BC%C3%9Fe",
        "#Grüße",
        &["broken-anchor: no heading `#gr%C3%BC%C3%9Fe` in `docs/02-iaas/guide.md` | did you mean `#Grüße`?"],
    );
    check(
        GUIDE,
        "/minutes/iaas/20230920/#Decision-on-images",
        &format!("{MEETING}#decision-on-images"),
        &[
            "broken-anchor: no heading `#Decision-on-images` in `iaas/20230920.md` | did you mean `#decision-on-images`?",
        ],
    );
    check(
        GUIDE,
        "index.md#nothing",
        "docs:docs/02-iaas/index.md",
        &["broken-anchor: no heading `#nothing` in `docs/02-iaas/index.md` | \
         name a heading of that page, or leave the anchor out"],
    );
}

#[test]
fn files_are_copied_when_a_browser_shows_them() {
    let rack = "file docs:docs/02-iaas/rack.png at docs/02-iaas/rack.png";
    check_picture(GUIDE, "rack.png", rack, &[]);
    check_picture(GUIDE, "https://github.com/Owner/docs/raw/main/docs/02-iaas/rack.png", rack, &[]);
    check(GUIDE, "plan.pdf", "file docs:docs/02-iaas/plan.pdf at docs/02-iaas/plan.pdf", &[]);
    check(GUIDE, "run.yaml", "https://github.com/Owner/docs/blob/main/docs/02-iaas/run.yaml", &[]);
}

#[test]
fn uploads_to_a_pad_are_found_beside_the_document() {
    let name = "0b8b3f7c-54b4-4b4e-a7c0-3bb3a0b3d0aa.png";
    let url = format!("https://pad.example.org/uploads/{name}");
    check_picture(MEETING, &url, &format!("file minutes:iaas/{name} at minutes/iaas/{name}"), &[]);
    check(MEETING, &url, &format!("file minutes:iaas/{name} at minutes/iaas/{name}"), &[]);
    let problem = format!(
        "picture-elsewhere: picture `{url}` lies on another server | \
         keep a copy beside the document: pages load nothing from elsewhere, and show a link instead"
    );
    check_picture("minutes:ops/20230919.md", &url, &url, &[&problem]);
}

#[test]
fn schemes_are_let_through_or_reported() {
    check(GUIDE, "mailto:a@example.org", "mailto:a@example.org", &[]);
    check(GUIDE, "//example.org/x", "//example.org/x", &[]);
    check(GUIDE, "https://exa mple/[", "https://exa mple/[", &[]);
    check(GUIDE, "", "broken", &[]);
    check(
        GUIDE,
        "java\tscript:alert(1)",
        "broken",
        &["unsafe-link: scheme `javascript:` is not one that a page may link to | \
         use `https:`, or write the address as text"],
    );
}

#[test]
fn a_series_has_its_meetings_in_order() {
    let (record, _) = record(GUIDE, &[]);
    let iaas = &record.series["iaas"];
    let paths: Vec<String> =
        iaas.meetings.iter().map(|(_, id)| record.document(*id).path.path.to_string()).collect();
    assert_eq!(paths, ["iaas/20230920.md", "iaas/20230928.md"]);
    assert_eq!((iaas.url.as_str(), iaas.title.as_str()), ("minutes/iaas/", "Iaas"));
    assert_eq!(iaas.neighbours(iaas.meetings[1].1), (Some(iaas.meetings[0].1), None));
    let introduction =
        record.overviews["minutes/"].introduction.map(|id| record.document(id).path.to_string());
    assert_eq!(introduction.as_deref(), Some("minutes:README.md"));
}

#[test]
fn releases_cover_the_time_up_to_their_day() {
    let (config, sources, facts) =
        read("source notes releases releases\n R10-2025-09-01.md\n R9-2025-03-01.md\n R11.md\n README.md");
    let documents: Vec<Extracted> = facts
        .iter()
        .map(|(path, facts)| Extracted { path, facts, references: &[], names: Named::default() })
        .collect();
    let record = linked(&config, &sources, &documents).value;
    let id = |id: DocumentId| record.document(id).path.path.stem().to_owned();
    let order: Vec<String> = record.releases.iter().map(|release| id(*release)).collect();
    assert_eq!(order, ["R9-2025-03-01", "R10-2025-09-01", "R11"]);
    let window = |at: usize| record.window(record.releases[at]).map(|window| (window.after, window.until));
    assert_eq!(window(0), Some((None, day("2025-03-01"))));
    assert_eq!(window(1), Some((day("2025-03-01"), day("2025-09-01"))));
    assert_eq!(window(2), Some((day("2025-09-01"), None)));
    for (date, release) in
        [("2025-03-01", Some("R9-2025-03-01")), ("2025-03-02", Some("R10-2025-09-01")), ("2025-09-02", None)]
    {
        assert_eq!(record.release_for(day(date).unwrap()).map(id).as_deref(), release, "{date}");
    }
}

#[test]
fn an_id_is_used_once() {
    let (config, sources, facts) =
        read("source s standards std\n a/scs-0001-v10-x.md\n a/scs-0001-v2-x.md\n b/scs-0001-v2-y.md");
    let documents: Vec<Extracted> = facts
        .iter()
        .map(|(path, facts)| Extracted { path, facts, references: &[], names: Named::default() })
        .collect();
    let linked = linked(&config, &sources, &documents);
    let editions: Vec<&str> =
        linked.value.standards["scs-0001"].iter().map(|id| linked.value.document(*id).url.as_str()).collect();
    assert_eq!(editions, ["std/scs-0001-v2-x/", "std/scs-0001-v2-y/", "std/scs-0001-v10-x/"]);
    let messages: Vec<&str> = linked.diagnostics.iter().map(|d| d.message.as_str()).collect();
    assert_eq!(messages, ["`scs-0001-v2` is used twice"]);
}

#[test]
fn old_names_redirect() {
    let (record, _) = record(GUIDE, &[]);
    let redirects: Vec<(&str, &str)> =
        record.redirects.iter().map(|(url, id)| (url.as_str(), record.document(*id).url.as_str())).collect();
    assert_eq!(redirects, [("minutes/iaas/202309280/", "minutes/iaas/20230928/")]);
}
