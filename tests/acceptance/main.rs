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
mod mention;

use std::collections::BTreeMap;

use annals::code;
use compare::Outcome;

/// Broken or moved references that are known, each as source, path and a part of what is said of it.
const KNOWN: &[(&str, &str, &str)] = &[
    ("minutes", "community-call/20220929.md", "`iaas/20220927.md` does not exist"),
    ("minutes", "community-call/20230223.md", "`ops/20230223.md` does not exist"),
    ("minutes", "community-call/20230316.md", "sig-community/20230323.md` was renamed"),
    ("minutes", "sig-standardization/20251014.md", "no heading `#SCS-0007-Integrator-exceptions`"),
    ("minutes", "community-call/20240425.md", "scheme `httpt:`"),
    ("release-notes", "Release3.md", "`Design-Docs/tools/flavor-name-check.py` does not exist"),
    ("release-notes", "Release5.md", "`Standards/scs-0110-v1-ssd-flavors.md$a` does not exist"),
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
    let corpus = corpus::read_all(std::path::Path::new(&clones));
    let (record, diagnostics) = (&corpus.record, &corpus.diagnostics);
    let table = |name| corpus::table(&truth, name);

    // A symbolic link among the files has a row of its own, and is not followed.
    let links: Vec<&str> = diagnostics
        .iter()
        .filter(|problem| problem.code == code::SYMLINK_SKIPPED)
        .filter_map(|problem| Some(problem.location.as_ref()?.path.as_str()))
        .collect();
    println!("acceptance: symbolic links, left out: {links:?}");
    let minutes = table("minutes_index");
    let is_read = |row: &&str| !links.iter().any(|link| row.split('\t').next() == Some(*link));
    let minutes: Vec<&str> = minutes.lines().filter(is_read).collect();
    check("minutes", compare::meetings(record, "minutes", &minutes.join("\n")));
    check("releases", compare::releases(record, "release-notes", &table("releases")));
    check("standards", compare::standards(record, "standards", &table("standards_index")));
    check("links", compare::links(record, "minutes", &table("weekly_team_links")));

    mention::standards(&corpus, &table("standard_mentions"), &table("minutes_index"));
    mention::releases(&corpus, &table("release_mentions"), &table("minutes_index"));
    mention::placeholders(&corpus, &table("weekly_team_links"));

    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in diagnostics {
        *by_code.entry(problem.code.as_str()).or_default() += 1;
    }
    println!("acceptance: {by_code:?}");
    let conflicts = diagnostics.iter().filter(|problem| problem.code == code::DATE_CONFLICT).count();
    assert_eq!(conflicts, DATE_CONFLICTS);
    for (source, path, part) in KNOWN {
        let found = diagnostics.iter().any(|problem| {
            let place = problem.location.as_ref();
            let source_is =
                place.and_then(|place| place.source.as_ref()).is_some_and(|s| s.as_str() == *source);
            source_is && place.is_some_and(|p| p.path.as_str() == *path) && problem.message.contains(part)
        });
        assert!(found, "{source}:{path}: {part}");
    }
}

/// Prints what a comparison found, and fails when a row differs.
#[track_caller]
fn check(name: &str, outcome: Outcome) {
    println!("acceptance: {name}: {} rows, {} wrong", outcome.rows, outcome.wrong.len());
    assert!(outcome.rows > 0, "{name}: nothing was compared");
    assert!(outcome.wrong.is_empty(), "{name}:\n{}", outcome.wrong.join("\n"));
}
