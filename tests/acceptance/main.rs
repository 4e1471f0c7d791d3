//! The acceptance run: the real repositories of a community against what is known to be true of them.
//!
//! `ANNALS_CORPORA` names the folder of the clones, `ANNALS_TRUTH` that of the tables. Without them nothing is
//! compared, and the test says so.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test reads its data and reports what it found"
)]

mod compare;
mod corpus;
mod lifecycle;
mod measure;
mod published;
mod release;
#[path = "../shape/mod.rs"]
mod shape;

use std::collections::BTreeMap;

use annals::base::{Diagnostic, OutPath};
use annals::code;
use annals::site::Content;
use compare::Outcome;
use published::Published;

/// Broken or moved references that are known, each as source, path, line, and a part of what is said of it.
const KNOWN: &[(&str, &str, usize, &str)] = &[
    ("minutes", "community-call/20220804.md", 7, "no branch stands before `community-call`"),
    ("minutes", "community-call/20220929.md", 11, "`iaas/20220927.md` does not exist"),
    ("minutes", "community-call/20230223.md", 43, "`ops/20230223.md` does not exist"),
    ("minutes", "community-call/20230316.md", 52, "sig-community/20230323.md` was renamed"),
    ("minutes", "community-call/20230608.md", 55, "`sig-community/20230605` does not exist"),
    ("minutes", "community-call/20240425.md", 90, "scheme `httpt:`"),
    ("minutes", "community-call/20241121.md", 124, "a link without a target"),
    ("minutes", "iam/20230830.md", 42, "`operations/iam` does not exist"),
    ("minutes", "ops-iam/20220901.md", 40, "`Decisions/status-page-comparison.md` does not exist"),
    ("minutes", "sig-iam/20221028.md", 19, "a link without a target"),
    ("minutes", "sig-standardization/20251014.md", 23, "no heading `#SCS-0007-Integrator-exceptions`"),
    (
        "standards",
        "Standards/scs-0104-w1-standard-images-implementation.md",
        50,
        "`https://docs.scs.community/standards/scs-compatible-iaas` leads nowhere by itself",
    ),
    ("release-notes", "Release3.md", 167, "`Design-Docs/tools/flavor-name-check.py` does not exist"),
    ("release-notes", "Release3.md", 169, "`Design-Docs/tools/image-md-check.py` does not exist"),
    ("release-notes", "Release5.md", 126, "`Standards/scs-0110-v1-ssd-flavors.md$a` does not exist"),
    ("release-notes", "Release5.md", 128, "requirements-for-container-registry.md` does not exist"),
];

/// Links that are right as they stand, or that `moved` in the configuration mends: nothing is said of them.
const RIGHT: &[(&str, &str, usize)] = &[
    // Files that the clone holds no kind of.
    ("standards", "Standards/scs-0100-w1-flavor-naming-implementation-testing.md", 27),
];

/// How many files with names of this beginning each source has; a symbolic link to other minutes is among the
/// minutes, and templates are among the standards and the release notes.
const PAGES: &[(&str, &str, usize)] = &[
    ("minutes", "", 894),
    ("standards", "Standards/scs-", 104),
    ("release-notes", "Release", 9),
    ("docs", "", 70),
];

/// Minutes that are the same byte for byte, the first meeting first.
const COPIES: &[&[&str]] = &[
    &["iam/20230816", "iam/20230823"],
    &["project-board/20250818", "project-board/20250825"],
    &["project-board/20250901", "project-board/20250915", "project-board/20250922"],
    &["project-board/20251013", "project-board/20251020"],
    &["project-board/20251110", "project-board/20251124", "project-board/20251201"],
    &["hackathons/2022-11-22-scs-hackathon-cologne/table-documentation", "sig-documentation/20221122"],
];

/// Decisions that were told again: where first, and where again.
const REPORTS: &[[(&str, u32); 2]] = &[
    [("community-call/20240111.md", 177), ("community-call/20240125.md", 225)],
    [("iaas/20230621.md", 60), ("community-call/20230622.md", 39)],
];

/// How many minutes give another date in their head than in their name.
const DATE_CONFLICTS: usize = 23;

#[test]
fn the_record_of_a_real_community_is_right() {
    let (Some(clones), Some(truth)) = (std::env::var_os("ANNALS_CORPORA"), std::env::var_os("ANNALS_TRUTH"))
    else {
        println!("acceptance: not run, because `ANNALS_CORPORA` and `ANNALS_TRUTH` name no folders");
        return;
    };
    let corpus = corpus::build_all(std::path::Path::new(&clones));
    let (record, diagnostics) = (&corpus.built.record, &corpus.diagnostics);
    let table = |name| corpus::table(&truth, name);

    every_text_has_a_page_of_its_own(&corpus);
    check("minutes", compare::meetings(record, "minutes", &table("minutes_index")));
    check("releases", compare::releases(record, "release-notes", &table("releases")));
    check("standards", compare::standards(record, "standards", &table("standards_index")));

    let published = published(&corpus);
    measure::weekly(&published, &table("weekly_team_links"));
    measure::standards(&published, &table("standard_mentions"), &table("minutes_index"));
    measure::releases(&published, &table("release_mentions"), &table("minutes_index"));
    measure::items(&published, &table("decisions_sample"));
    measure::repetitions(&published, COPIES, REPORTS);
    release::drafts(&corpus, &table("releases"), &table("release_mentions"));

    lifecycle::check("standards", diagnostics);

    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in diagnostics {
        *by_code.entry(problem.code.as_str()).or_default() += 1;
    }
    println!("acceptance: {by_code:?}");
    let conflicts = diagnostics.iter().filter(|problem| problem.code == code::DATE_CONFLICT).count();
    assert_eq!(conflicts, DATE_CONFLICTS);
    for (source, path, line, part) in KNOWN {
        let said = corpus.said_of(source, path, *line);
        assert!(said.iter().any(|message| message.contains(part)), "{source}:{path}:{line}: {part}");
    }
    for (source, path, line) in RIGHT {
        assert_eq!(corpus.said_of(source, path, *line), [""; 0], "{source}:{path}:{line}");
    }
    let elsewhere = |problem: &&Diagnostic| problem.message.contains("input.scs.community/uploads/");
    println!("acceptance: uploads that the clone lacks: {}", diagnostics.iter().filter(elsewhere).count());
    let unfollowed = diagnostics.iter().filter(|problem| problem.code == code::SYMLINK_SKIPPED).count();
    assert_eq!(unfollowed, 0);
}

/// The published record of the built site, which has the shape that its schema promises.
fn published(corpus: &corpus::Corpus) -> Published {
    let file = OutPath::new(annals::site::graph::FILE).unwrap();
    let Some(Content::Bytes(bytes)) = corpus.built.site.files.get(&file) else { panic!("no `{file}`") };
    assert_eq!(shape::Shape::new().problem(bytes), None);
    println!("acceptance: {file}: {} bytes", bytes.len());
    Published::read(bytes)
}

/// Every chosen text of every source stands in the built site under a URL that no other has, with its title on it.
fn every_text_has_a_page_of_its_own(corpus: &corpus::Corpus) {
    let record = &corpus.built.record;
    let mut owners: BTreeMap<&str, String> = BTreeMap::new();
    let mut counts = vec![0; PAGES.len()];
    for (path, _) in corpus::texts(&corpus.sources) {
        let entry = record.document(record.by_path[&path]);
        let other = owners.insert(&entry.url, path.to_string());
        assert_eq!(other, None, "{path} shares `{}`", entry.url);
        let file = OutPath::new(&format!("{}index.html", entry.url)).unwrap();
        let Some(Content::Bytes(html)) = corpus.built.site.files.get(&file) else {
            panic!("{path} has no page at `{file}`");
        };
        let html = std::str::from_utf8(html).unwrap();
        let is_whole = html.contains("<main") && html.trim_end().ends_with("</html>");
        // A page names its source, so no other can be taken for it.
        assert!(is_whole && html.contains(path.path.file_name()), "{path} is not what `{file}` shows");
        for (at, (of, beginning, _)) in PAGES.iter().enumerate() {
            counts[at] +=
                usize::from(path.source.as_str() == *of && path.path.as_str().starts_with(beginning));
        }
    }
    let found: Vec<_> =
        PAGES.iter().zip(counts).map(|((of, start, _), count)| (*of, *start, count)).collect();
    println!("acceptance: pages: {found:?}");
    assert_eq!(found, PAGES);
}

/// Prints what a comparison found, and fails when a row differs.
#[track_caller]
fn check(name: &str, outcome: Outcome) {
    println!("acceptance: {name}: {} rows, {} wrong", outcome.rows, outcome.wrong.len());
    assert!(outcome.rows > 0, "{name}: nothing was compared");
    assert!(outcome.wrong.is_empty(), "{name}:\n{}", outcome.wrong.join("\n"));
}
