//! The rules of standards on a real community: what they find is exactly what is known to be wrong.

use std::collections::BTreeSet;

use annals::base::{Diagnostic, Severity};
use annals::code;

/// What is wrong with standards at the level of errors and warnings: a code, and the beginnings of the files' names.
const VIOLATIONS: &[(&str, &[&str])] = &[
    ("byte-order-mark", &["0007-v1", "0007-v2"]),
    ("unknown-key", &["0002-v2", "0100-v1", "0109-v1", "0110-v1", "0400-v1"]),
    ("standard-slug", &["0121-v1", "0121-w1", "0123-v1", "0123-w1", "0411-v1"]),
    (
        "relation-list",
        &[
            "0002-v1", "0002-v2", "0005-v2", "0100-v2", "0100-v3", "0102-v1", "0102-v2", "0104-v2",
            "0123-v2", "0210-v2", "0211-v2", "0214-v2",
        ],
    ),
    ("relation-target", &["0102-v1", "0400-v1"]),
    ("relation-self", &["0501-v2"]),
    (
        "missing-successor",
        &["0005-v1", "0100-v1", "0100-v2", "0210-v1", "0214-v1", "0501-v1", "0501-v2", "0501-v3", "0501-v4"],
    ),
    ("supplement-coverage", &["0104-w1", "0211-w1"]),
    ("link-mismatch", &["0501-v4", "0501-v5"]),
    // A link to an address that is but a redirect.
    ("moved-target", &["0104-w1"]),
];

/// Links that a mirror as of another day makes dead, and that say nothing of standards.
const LINKS: &[&str] = &["broken-link"];

/// How many texts lack a description; that is advice.
const WITHOUT_DESCRIPTION: usize = 71;

/// How many sections are missing; that is advice too.
const WITHOUT_SECTION: usize = 79;

/// Compares the pairs of code and file that are told of `source` with [`VIOLATIONS`].
pub(crate) fn check(source: &str, diagnostics: &[Diagnostic]) {
    let of_source = |problem: &&Diagnostic| {
        problem
            .location
            .as_ref()
            .is_some_and(|place| place.source.as_ref().is_some_and(|it| it.as_str() == source))
    };
    let file = |problem: &Diagnostic| {
        let name =
            problem.location.as_ref().map(|place| place.path.file_name().to_owned()).unwrap_or_default();
        name.strip_prefix("scs-").and_then(|name| name.get(..7)).unwrap_or(&name).to_owned()
    };
    let told: Vec<&Diagnostic> = diagnostics.iter().filter(of_source).collect();
    let found: BTreeSet<(String, String)> = told
        .iter()
        .filter(|problem| problem.severity <= Severity::Warning && !LINKS.contains(&problem.code.as_str()))
        .map(|problem| (problem.code.to_string(), file(problem)))
        .collect();
    let expected: BTreeSet<(String, String)> = VIOLATIONS
        .iter()
        .flat_map(|(code, files)| files.iter().map(|file| ((*code).to_owned(), (*file).to_owned())))
        .collect();
    println!(
        "acceptance: lifecycle: {} of {} violations",
        found.intersection(&expected).count(),
        expected.len()
    );
    for (code, file) in &found {
        println!("acceptance: lifecycle: {code} {file}");
    }
    let missed: Vec<_> = expected.difference(&found).collect();
    let false_alarms: Vec<_> = found.difference(&expected).collect();
    assert!(missed.is_empty() && false_alarms.is_empty(), "missed {missed:?}, false alarms {false_alarms:?}");

    let count = |code: &annals::base::Code| told.iter().filter(|problem| problem.code == *code).count();
    assert_eq!(count(&code::MISSING_SECTION), WITHOUT_SECTION);
    assert_eq!(count(&code::MISSING_DESCRIPTION), WITHOUT_DESCRIPTION);
    let is_advice = |code| told.iter().filter(|it| it.code == code).all(|it| it.severity == Severity::Advice);
    assert!(is_advice(code::MISSING_DESCRIPTION) && is_advice(code::MISSING_SECTION));
    let of_template = told.iter().find(|problem| file(problem).contains("XXXX"));
    assert_eq!(of_template, None, "a template is judged like a standard");
}
