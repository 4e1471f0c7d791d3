//! Small minutes and what they say of their meeting.

use super::*;
use crate::document::block::blocks;

/// Compares what is found with lines such as `there: @a b`, `minutes: a`, `topic: a (b)` and `cancelled`.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    let blocks = blocks(text, Span::new(0, text.len()));
    let facts = ProceedingsFinder::new(&ItemRules::default()).find(&blocks, &LineIndex::new(text));
    let mut shown = Vec::new();
    for Attendee { name, is_handle } in facts.attendees {
        shown.push(format!("there: {}{name}", if is_handle { "@" } else { "" }));
    }
    shown.extend(facts.minute_takers.iter().map(|name| format!("minutes: {name}")));
    for AgendaItem { text, people, .. } in facts.agenda {
        let people = if people.is_empty() { String::new() } else { format!(" ({})", people.join(", ")) };
        shown.push(format!("topic: {text}{people}"));
    }
    shown.extend(facts.cancelled.map(|_| "cancelled".to_owned()));
    assert_eq!(shown, expected, "{text:?}");
}

#[test]
fn people_stand_below_their_heading_in_any_spelling() {
    for heading in [
        "## Participants",
        "### Participants (handles preferred)",
        "## :family: Participants - use of handles is preferred",
        "## Attendees",
        "# Participantst",
    ] {
        let text = format!(
            "{heading}\n\n- @ada-l (until ten)\n- Grace Hopper (partly)\n- @ADA-L\n-\n\n## Agenda\n- @no\n"
        );
        check(&text, &["there: @ada-l", "there: Grace Hopper"]);
    }
}

#[test]
fn people_may_stand_in_an_item() {
    check("- Participants:\n  - @ada\n  - @grace_\n- else", &["there: @ada", "there: @grace"]);
}

#[test]
fn a_sentence_on_participants_lists_nobody() {
    check("- Participants asked for tea:\n  ok\n\nParticipants are welcome\n- @ada", &[]);
}

#[test]
fn who_takes_the_minutes_is_labelled() {
    check("- minute taking: @ada", &["minutes: ada"]);
    check("- minutes transfer to github: @ada and @grace", &["minutes: ada", "minutes: grace"]);
    check("## Meta\n- Minutes: Ada\n", &["minutes: Ada"]);
}

#[test]
fn minutes_of_a_team_are_nobody() {
    check("# Team Sky\n- Minutes: None yet\n- Minutes: https://example.org/m", &[]);
}

#[test]
fn topics_are_the_headings_below_the_agenda() {
    check(
        "# 2031-02-03\n## Agenda\n### Tea (@ada, 10')\n#### Green\n## Later\n",
        &["topic: Tea (ada)", "topic: Green"],
    );
    check("# 2031-02-03\n## Tea\n## 2031\n", &["topic: Tea"]);
}

#[test]
fn a_text_that_only_says_so_cancels_its_meeting() {
    check("- skipped", &["cancelled"]);
    check("# 2031-02-03\n\nMeeting canceled, see you next week.", &["cancelled"]);
    check("- skipped?", &[]);
    let busy = format!("# 2031-02-03\n\n- tea was skipped\n{}", "- we spoke about many things\n".repeat(20));
    check(&busy, &[]);
}
