//! Lines of minutes and the decisions in them.

use super::*;
use crate::record::item::test::{items, items_by};

/// Compares the decisions of `text` with `line: words`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_with(None, text, expected);
}

/// The same by rules that `change` makes of the usual ones.
#[track_caller]
fn check_with(change: Option<fn(&mut ItemRules)>, text: &str, expected: &[&str]) {
    let found = items(text, change).decisions;
    let shown: Vec<String> = found.iter().map(|found| format!("{}: {}", found.line, found.text)).collect();
    assert_eq!(shown, expected, "{text:?}");
}

/// Each of `lines` alone records nothing.
#[track_caller]
fn check_none(lines: &[&str]) {
    for line in lines {
        check(line, &[]);
    }
}

#[test]
fn a_marker_with_a_colon_tells_a_decision() {
    for text in [
        "- Decision: paint it blue",
        "* **decision:** paint it blue",
        "DECISION: paint it blue",
        "=> Decision: paint it blue",
        "- -> Decision (for now): paint it blue",
        "- Consensus: paint it blue",
        "- consensus from the round: paint it blue",
        "- Conclusion: paint it blue",
        "- Agreed solution: paint it blue",
        "- Blue or red? -> Decision: paint it blue",
        "- decision/_AI @ada: paint it blue_",
        "- ✅ Decision: paint it blue",
        "- ℹ️ Decision: paint it blue",
        "- Decision\u{a0}: paint it blue",
        "- Decision\u{202f}: paint it blue",
    ] {
        check(text, &["1: paint it blue"]);
    }
}

#[test]
fn a_bare_marker_takes_its_words_from_below() {
    check("- Decision:\n  - blue\n    - pale\n  - round", &["1: blue; round"]);
    check("Decision:\n- blue\n- round\n\nMore", &["1: blue; round"]);
    check("Decision:\nblue\nround", &["1: blue; round"]);
    check("- Decisions\n  - blue", &[]);
    check("- Decision:\n- something else", &[]);
}

#[test]
fn a_sentence_may_go_on_on_the_next_line() {
    check("Decision: paint it\nblue and round\nNext topic", &["1: paint it blue and round"]);
    check("The conclusion today was to\n- paint it blue", &["1: The conclusion today was to paint it blue"]);
}

#[test]
fn the_meeting_itself_decides() {
    for text in [
        "We decided to paint it blue",
        "we have now decided to paint it blue",
        "Decided to paint it blue",
        "As red is out, we decided to paint it blue",
        "Result of discussion: We all agreed that blue is good",
        "It was agreed that blue is good",
        "Everybody agreed on blue",
        "Decision to paint it blue",
        "Decision taken to paint it blue",
        "There is a consensus that blue is good",
        "Therefore we decided in the round to paint it blue",
        "We concluded that blue is good",
        "There is the agreement to paint it blue",
        "We have agreement that blue is good",
        "The proposal has been accepted by the team",
    ] {
        check(text, &[&format!("1: {text}")]);
    }
}

#[test]
fn what_is_open_is_no_decision() {
    check_none(&[
        "- Decision: TBD",
        "- Decision: to be decided by the board",
        "- Decision: pending",
        "- Decision: should we paint it blue, or red?",
        "- Decision: name of the boat, Ark vs Arc",
        "- colour to be decided",
        "- No official decision yet",
        "- we want to decide soon",
        "- Decided that we want to decide soon",
        "- Decision needed on the colour",
        "- Decision: ",
        "- we need consensus",
        "- Decision (pending review): paint it blue",
        "- Decision (proposed): paint it blue",
        "- Decision (not final): paint it blue",
        "- Decision: paint it blue (to be confirmed)",
        "- Decision: will be decided next week",
        "- Decision: blue or red? Not sure",
        "- Beschluss (vertagt): blau",
        "- Has the team agreed on the colour? Not sure.",
        "- Have we decided to paint it? Unclear, ask Ada.",
        "- Haben wir beschlossen, es zu streichen? Eher nicht.",
    ]);
    check("- Decision (for now): paint it blue", &["1: paint it blue"]);
    check("- We decided to paint it (why not?). Blue.", &["1: We decided to paint it (why not?). Blue."]);
}

#[test]
fn to_postpone_something_is_a_decision_unless_the_community_says_otherwise() {
    let text = "- Decision: painting is postponed to May";
    check(text, &["1: painting is postponed to May"]);
    check_with(Some(|rules| rules.decisions.stops.push("Postponed".to_owned())), text, &[]);
}

#[test]
fn what_says_that_there_is_none_is_no_decision() {
    for text in [
        "No decisions were made.",
        "No decisions",
        "No formal decisions this week",
        "There were no decisions.",
        "We made no decisions",
        "Nothing was decided",
        "Nothing",
        "Nothing to report.",
        "(none)",
        "N/A",
        "Not applicable",
        "nil",
        "–",
        "Es gab keine Beschlüsse",
        "Es wurden keine Beschlüsse gefasst.",
        "Nichts beschlossen",
        "Nicht beschlossen",
        "Keine",
        "not agreed",
        "The group was unable to reach one",
        "will be decided next week",
    ] {
        check(&format!("## Decisions\n- {text}"), &[]);
        check(&format!("## Decisions\n\n{text}"), &[]);
        check(&format!("- Decision: {text}"), &[]);
        check(&format!("|Topic|Decision|\n|-|-|\n|Boat|{text}|\n"), &[]);
    }
    check(
        "## Decisions\n- No new boats until May\n- Notes are kept",
        &["2: No new boats until May", "3: Notes are kept"],
    );
}

#[test]
fn what_others_decided_is_no_decision() {
    check_none(&[
        "- Initech decided to paint it blue",
        "- the board of Initech has decided",
        "- -> Initech agreed to join",
        "- @ada agreed with the colour",
        "- Decision of the treasury has been made",
    ]);
}

#[test]
fn recalls_conditions_and_negations_are_no_decisions() {
    check_none(&[
        "- on 2031-02-03 it was decided to paint it blue",
        "- We had agreed to paint it blue and forgot",
        "- we already decided to paint it blue",
        "- we decided last time to paint it blue",
        "- Manual (after we have decided on the colour)",
        "- these are opinions (does not mean this was consensus)",
        "- Decision last time: blue",
        "- we have not decided to paint it",
        "- Agreement to be drafted by the board",
        "- the patch was accepted by the authors of the boat",
    ]);
}

#[test]
fn talk_about_decisions_is_no_decision() {
    check_none(&[
        "- several decision records are open",
        "- Decision Record: https://example.org/dr",
        "- Decision regarding the boat: https://example.org/dr",
        "### Finish the boat decision. #304",
        "## Any important decisions that are going to be taken?\n\n- blue paint",
        "- an agreed-upon name is missing",
        "- please vote",
        "- the patch is approved, but needs a review",
    ]);
}

#[test]
fn struck_out_words_and_code_are_no_decisions() {
    check_none(&[
        "- ~~Decision: paint it blue~~",
        "- `Decision: blue` is how to write it",
        "```\nDecision: blue\n```",
    ]);
    check("- Decision: paint it ~~red~~ blue", &["1: paint it blue"]);
}

#[test]
fn a_result_counts_with_what_it_is_about() {
    check("- Paint it blue\n  - Approved", &["2: Paint it blue: Approved"]);
    check("- Paint it blue <- Agreed", &["1: Paint it blue"]);
    check("- Should we paint it blue?\n  - => YES", &["2: Should we paint it blue? YES"]);
    check(
        "- Should we paint it blue? (or red)\n  - yes, it is calm",
        &["2: Should we paint it blue? (or red) yes, it is calm"],
    );
    check("- => Let's paint it blue", &["1: Let's paint it blue"]);
    check_none(&[
        "- Resolved? Yes",
        "- => nothing",
        "- => YES",
        "-> Not discussed",
        "- Is it blue?\n  - => YES",
    ]);
}

#[test]
fn sections_and_columns_tell_decisions() {
    check(
        "## Decisions\n- blue\n  - why\n- red?\n### Boat\n- round\n## Talk\n- loud",
        &["2: blue", "6: round"],
    );
    check("|Topic|Decision|\n|-|-|\n|Boat|blue|\n|Tea| |\n", &["3: blue"]);
}

#[test]
fn a_status_beside_a_decision_counts() {
    let table = |status: &str| format!("|Decision|Owner|Status|\n|-|-|-|\n|paint it blue|Ada|{status}|\n");
    for status in ["", "Accepted", "done", "✅"] {
        check(&table(status), &["3: paint it blue"]);
    }
    for status in ["Rejected", "pending", "Proposed", "abgelehnt", "not yet agreed", "❌ withdrawn"] {
        check(&table(status), &[]);
    }
}

#[test]
fn words_of_all_scripts_are_compared_whole_and_without_regard_to_case() {
    let communities: [(&str, &[&str], &[&str]); 6] = [
        (
            "Решение",
            &["Решение: x", "РЕШЕНИЕ: x", "- **решение**: x"],
            &["Предлагаемое решение: x", "Перерешение: x"],
        ),
        ("決定", &["決定：x", "- 決定: x", "→ 決定：x"], &["未決定：x"]),
        ("Απόφαση", &["Απόφαση: x", "ΑΠΌΦΑΣΗ: x"], &["Πρόταση για απόφαση: x"]),
        ("Décision", &["DÉCISION : x", "Décision\u{a0}: x", "décision\u{202f}: x"], &["Prédécision : x"]),
        ("päätös", &["PÄÄTÖS: x", "- Päätös: x"], &["Esipäätös: x"]),
        ("Приговор", &["ПРИГОВОР: x"], &["приговорённый: x"]),
    ];
    for (marker, decisions, others) in communities {
        let mut rules = ItemRules::default();
        rules.decisions.markers = vec![marker.to_owned()];
        let found = |text: &str| items_by(&rules, text).decisions;
        for text in decisions {
            let shown: Vec<String> = found(text).into_iter().map(|found| found.text).collect();
            assert_eq!(shown, ["x"], "{text:?}");
        }
        for text in others {
            assert_eq!(found(text), [], "{text:?}");
        }
    }
    check_with(
        Some(|rules| rules.decisions.sections.push("décisions".to_owned())),
        "## DÉCISIONS\n- bleu",
        &["2: bleu"],
    );
    let verbs: Option<fn(&mut ItemRules)> = Some(|rules| {
        rules.decisions.verbs.push("décidé".to_owned());
        rules.decisions.subjects.push("nous avons".to_owned());
    });
    check_with(verbs, "Nous avons décidément mal dormi", &[]);
    check_with(verbs, "Nous avons décidé de dormir", &["1: Nous avons décidé de dormir"]);
    let markers: Option<fn(&mut ItemRules)> = Some(|rules| rules.decisions.markers.push("決定".to_owned()));
    check_with(markers, "決定：青にする", &["1: 青にする"]);
    check_with(
        Some(|rules| {
            rules.decisions.markers.push("決定".to_owned());
            rules.decisions.stops.push("未定".to_owned());
        }),
        "決定：日付は未定です",
        &[],
    );
}

#[test]
fn german_minutes_decide_too() {
    for text in [
        "Wir haben beschlossen, es blau zu streichen",
        "Daher haben wir uns auf Blau geeinigt. Wir haben uns geeinigt, es zu streichen",
        "Es wurde vereinbart, es blau zu streichen",
    ] {
        check(text, &[&format!("1: {text}")]);
    }
    check("- **Beschluss:** blau\n- Entscheidung: rund", &["1: blau", "2: rund"]);
    check("- Sollen wir es blau streichen?\n  - Ja", &["2: Sollen wir es blau streichen? Ja"]);
    check("## Beschlüsse\n- rund", &["2: rund"]);
    check_none(&[
        "- Beschluss: vertagt",
        "- wir haben noch nicht beschlossen, wie",
        "- Initech hat beschlossen",
    ]);
}

#[test]
fn a_community_has_words_of_its_own() {
    check_with(
        Some(|rules| {
            rules.decisions.markers.push("Besluit".to_owned());
            rules.decisions.sections.push("Besluiten".to_owned());
            rules.decisions.open.push("uitgesteld".to_owned());
        }),
        "- **Besluit:** blauw\n- Besluit: uitgesteld\n## Besluiten\n- rond",
        &["1: blauw", "4: rond"],
    );
    check_with(Some(|rules| rules.decisions.markers.clear()), "- Decision: blue", &[]);
}

#[test]
fn a_decision_knows_where_it_stands() {
    let text = "# T\n\n- a\n  - Decision: **paint** it\n";
    assert_eq!(items(text, None).decisions[0].span.of(text), Some("Decision: **paint** it"));
}

/// Whatever belongs to a decision is bounded, so that no text takes the square of its length.
#[test]
fn a_decision_takes_so_many_lines_and_no_more() {
    let lines = |line: &str| format!("We decided to\n{line}").repeat(400);
    for text in
        [lines("row\n"), "decision: row\n".repeat(800), "Decision:\n".to_owned() + &"row\n".repeat(800)]
    {
        let longest = items(&text, None).decisions.iter().map(|found| found.text.len()).max();
        assert!(longest.is_some_and(|longest| longest < 64 * "We decided to; ".len()), "{longest:?}");
    }
    check("decision: row\ndecision: steer\nand row", &["1: row", "2: steer and row"]);
}

#[test]
fn reading_takes_time_in_proportion_to_the_text() {
    #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
    let time = |text: &str| {
        let begin = std::time::Instant::now();
        assert!(items(text, None).actions.len() > 100);
        begin.elapsed()
    };
    for line in ["Decision: row\nAI @ada: steer\n", "- decision: row\n- @ada will steer\n- we decided to\n"] {
        let least = |count: usize| {
            let text = line.repeat(count);
            (0..3).map(|_| time(&text)).min().unwrap_or_default()
        };
        // Eight times the text; with the square of its length it would be 64 times the work.
        let (short, long) = (least(1_000), least(8_000));
        assert!(long < short * 32, "{short:?} and {long:?} for {line:?}");
    }
}
