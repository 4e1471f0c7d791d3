//! Lines of minutes and the decisions in them.

use super::*;
use crate::record::item::test::items;

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
    ]);
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
