//! What is told of small sets of standards.

use crate::link::tests::standard::{editions, linked};

/// Compares what is told of the editions in `text`, one a line, on 20 March 2024.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let linked = linked(&editions(text));
    let told: Vec<String> = linked
        .diagnostics
        .iter()
        .map(|problem| {
            let path = &problem.location.as_ref().unwrap().path;
            format!("{path} {} ({})", problem.code, problem.hints[0].message)
        })
        .collect();
    assert_eq!(told, expected, "{text}");
}

#[test]
fn a_life_without_flaw_is_silent() {
    check(
        "a-1-v1 Deprecated 2022-01-01..2023-02-01 replaced_by=a-1-v2
         a-1-v2 Stable 2023-01-01.. replaces=a-1-v1
         a-1-v3 Draft replaces=a-1-v2
         a-1-w1 supplements=a-1-v2,a-1-v3
         b-1-v1 Rejected
         c-1-v1 Deprecated 2022-01-01..2023-01-01",
        &[],
    );
}

#[test]
fn two_in_force_are_told_for_today_and_later() {
    // What overlapped is over.
    check(
        "a-1-v1 Deprecated 2022-01-01..2024-03-20 replaced_by=a-1-v2\na-1-v2 Stable 2022-02-01.. replaces=a-1-v1",
        &[],
    );
    // The end is to come, one day too late.
    check(
        "a-1-v1 Deprecated 2022-01-01..2024-06-02 replaced_by=a-1-v2\na-1-v2 Stable 2024-06-01.. replaces=a-1-v1",
        &["a-1-v1.md several-effective (let `a-1-v1` end on 2024-06-01, when `a-1-v2` begins)"],
    );
    // The last of three ends the first two.
    check(
        "a-1-v1 Stable 2022-01-01..\na-1-v2 Stable 2023-01-01..2025-01-01 replaces=a-1-v1\na-1-v3 Stable 2024-01-01.. replaces=a-1-v2",
        &[
            "a-1-v1.md several-effective (give `a-1-v1` an end: `deprecated_at: 2023-01-01`)",
            "a-1-v1.md several-effective (give `a-1-v1` an end: `deprecated_at: 2024-01-01`)",
        ],
    );
    // A status without dates is in force as well.
    check(
        "a-1-v1 Stable\na-1-v2 Stable replaces=a-1-v1",
        &["a-1-v1.md several-effective (give `a-1-v1` an end: `deprecated_at: 2024-03-20`)"],
    );
}

#[test]
fn both_sides_name_each_other_once_the_newer_one_is_in_force() {
    check("a-1-v1 Stable 2022-01-01..\na-1-v2 Draft replaces=a-1-v1", &[]);
    check(
        "a-1-v1 Deprecated 2022-01-01..2023-01-01\na-1-v2 Stable 2023-01-01.. replaces=a-1-v1",
        &["a-1-v1.md missing-successor (add `replaced_by: [a-1-v2.md]`)"],
    );
    check(
        "a-1-v1 Deprecated 2022-01-01..2023-01-01 replaced_by=a-1-v3
         a-1-v2 Stable 2023-01-01.. replaces=a-1-v1
         a-1-v3 Draft replaces=a-1-v1",
        &["a-1-v1.md one-sided-relation (add `a-1-v2.md` to `replaced_by`)"],
    );
    check(
        "a-1-v1 Deprecated 2022-01-01..2023-01-01 replaced_by=a-1-v2\na-1-v2 Stable 2023-01-01..",
        &["a-1-v2.md missing-predecessor (add `replaces: [a-1-v1.md]`)"],
    );
}

#[test]
fn a_supplement_covers_what_is_in_force_and_what_is_newest() {
    let rest = "\na-1-v1 Deprecated 2022-01-01..2023-01-01 replaced_by=a-1-v2\na-1-v2 Stable 2023-01-01.. replaces=a-1-v1";
    check(&format!("a-1-w1 supplements=a-1-v2{rest}"), &[]);
    check(
        &format!("a-1-w1 supplements=a-1-v1{rest}\na-1-v3 Draft replaces=a-1-v2"),
        &[
            "a-1-w1.md supplement-coverage (add `a-1-v2.md`, `a-1-v3.md` to `supplements`, or write another supplement)",
        ],
    );
}

#[test]
fn each_circle_is_told_once() {
    check(
        "a-1-v1 Draft replaces=a-1-v3\na-1-v2 Draft replaces=a-1-v1\na-1-v3 Draft replaces=a-1-v2,a-1-v1",
        &[
            "a-1-v3.md relation-circle (a standard replaces older ones only)",
            "a-1-v2.md relation-circle (a standard replaces older ones only)",
        ],
    );
}
