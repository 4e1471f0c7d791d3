//! Scopes of a few lines, on 20 March 2024.

use crate::link::tests::standard::{editions, linked, path};
use crate::record::scope::{Requirement, Scope, ScopeVersion};
use crate::record::{Facts, FactsKind};

/// What a word of a version requires: `a-1-v2` an edition, `a-1` a number, another word nothing that is known.
fn requirement(word: &str) -> Requirement {
    let is_edition = |end: &str| end.starts_with(['v', 'w']);
    let standard = match word.rsplit_once('-') {
        Some((number, end)) if is_edition(end) => Some((number.to_owned(), Some(end.to_owned()))),
        Some(_) => Some((word.to_owned(), None)),
        None => None,
    };
    Requirement { written: word.to_owned(), standard, ..Requirement::default() }
}

/// The version of one line: `v2 since=2024-01-01 draft=2023-06-01 a-1-v1 a-2`; `ended` is a state without a word.
fn version(line: &str) -> ScopeVersion {
    let mut words = line.split_whitespace();
    let mut version = ScopeVersion { name: words.next().unwrap().to_owned(), ..ScopeVersion::default() };
    for word in words {
        match word.split_once('=') {
            Some(("since", day)) => version.since = Some(day.parse().unwrap()),
            Some((state, day)) => {
                let state = if state == "ended" { "" } else { state };
                version.states.push((day.parse().unwrap(), state.to_owned()));
            }
            None => version.requires.push(requirement(word)),
        }
    }
    version
}

/// Compares what the scope with the versions `scope`, one a line, is worth beside the editions `standards`: each
/// version as `name state since: what it requires`, where `~` tells an edition that is inferred, then what is told.
#[track_caller]
fn check(standards: &str, scope: &str, expected: &[&str]) {
    let versions = scope.lines().filter(|line| !line.trim().is_empty()).map(version).collect();
    let mut facts = editions(standards);
    facts
        .push((path("scope.yaml"), Facts { kind: FactsKind::Scope(Scope { versions }), ..Facts::default() }));
    let linked = linked(&facts);
    let record = &linked.value;
    let mut shown = Vec::new();
    for version in &record.scopes.all[0].versions {
        let requires = version.requires.iter().map(|required| {
            let id = required.standard.and_then(|id| record.standard(id)).map(|standard| standard.id());
            let mark = if required.inferred { "~" } else { "" };
            id.map_or_else(|| format!("({})", required.written), |id| format!("{id}{mark}"))
        });
        let requires: Vec<String> = requires.collect();
        let since = version.since.map(|day| format!(" {day}")).unwrap_or_default();
        shown.push(format!("{} {}{since}: {}", version.name, version.state, requires.join(" ")));
    }
    let told = linked.diagnostics.iter().filter(|problem| problem.code.as_str().starts_with("scope-"));
    shown.extend(
        told.map(|problem| format!("{}: {} | {}", problem.code, problem.message, problem.hints[0].message)),
    );
    assert_eq!(shown, expected, "{standards}\n{scope}");
}

/// A standard with two editions, of which the second is in force, and one that is a draft.
const STANDARDS: &str = "
    a-1-v1 Deprecated 2022-01-01..2023-02-01 replaced_by=a-1-v2
    a-1-v2 Stable 2023-01-01.. replaces=a-1-v1
    a-2-v1 Draft";

#[test]
fn a_version_is_in_force_from_its_day_on() {
    check(STANDARDS, "v1 since=2024-03-20", &["v1 effective 2024-03-20: "]);
    check(STANDARDS, "v2 since=2024-03-21", &["v2 draft: "]);
    check(STANDARDS, "v3", &["v3 : "]);
}

#[test]
fn a_timeline_tells_the_state_of_each_day() {
    check(
        STANDARDS,
        "v1 effective=2022-01-01 deprecated=2023-01-01
         v2 draft=2022-06-01 effective=2023-01-01 effective=2023-06-01
         v3 draft=2024-01-01 effective=2025-01-01
         v4 effective=2023-01-01 ended=2024-01-01
         v5",
        &[
            "v1 deprecated 2023-01-01: ",
            "v2 effective 2023-01-01: ",
            "v3 draft 2024-01-01: ",
            "v4 ended 2024-01-01: ",
            "v5 draft: ",
        ],
    );
}

#[test]
fn a_number_means_the_edition_in_force() {
    check(STANDARDS, "v1 since=2024-01-01 a-1", &["v1 effective 2024-01-01: a-1-v2~"]);
    check(STANDARDS, "v1 since=2024-01-01 a-1 a-1-v2", &["v1 effective 2024-01-01: a-1-v2~"]);
    check(STANDARDS, "v1 since=2024-01-01 A-01-v2", &["v1 effective 2024-01-01: a-1-v2"]);
}

#[test]
fn what_is_not_in_force_is_told_of_versions_that_are() {
    check(
        STANDARDS,
        "v1 since=2024-01-01 a-1-v1 a-2-v1",
        &[
            "v1 effective 2024-01-01: a-1-v1 a-2-v1",
            "scope-edition: `a-1-v1` has ended and is required by `v1` | `a-1-v2` is in force; require it in a new version",
            "scope-edition: `a-2-v1` is a draft and is required by `v1` | put it into force, or leave it out of a new version",
        ],
    );
    check(STANDARDS, "v2 since=2025-01-01 a-1-v1 a-2-v1", &["v2 draft: a-1-v1 a-2-v1"]);
}

#[test]
fn what_there_is_not_is_told_with_the_nearest() {
    check(
        STANDARDS,
        "v1 since=2024-01-01 a-1-v3 other",
        &[
            "v1 effective 2024-01-01: (a-1-v3) (other)",
            "scope-standard: no standard is called `a-1-v3` | did you mean `a-1-v1`?",
            "scope-standard: `other` names no standard | name a standard, or give the module a name or URL that does",
        ],
    );
}
