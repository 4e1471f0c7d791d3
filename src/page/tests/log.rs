//! Decisions and actions: beside their minutes, in the logs, on the front page.

use super::{SITE, Small, day, holds};
use crate::link::action::Mention;
use crate::link::{Action, Decision, DocumentId, Evidence};
use crate::record::action::State;

/// The minutes of 13 and 20 September 2023 in [`SITE`].
const FIRST: u32 = 3;
const SECOND: u32 = 4;

/// A place in one of them, below the heading `first`.
fn evidence(document: u32, line: u32) -> Evidence {
    let date = day(if document == FIRST { "2023-09-13" } else { "2023-09-20" });
    Evidence { document: DocumentId(document), date, number: 0, line, anchor: Some("first".to_owned()) }
}

/// [`SITE`] with a decision told twice, an action that is done, and one that is open.
fn small(text: &str) -> Small {
    let mut small = Small::new(SITE);
    small.record.decisions = vec![Decision {
        context: None,
        id: "iaas/20230913#d1".to_owned(),
        text: text.to_owned(),
        evidence: evidence(FIRST, 7),
        reports: vec![evidence(SECOND, 8)],
    }];
    let action = |text: &str, mentions: Vec<Mention>| Action {
        context: None,
        id: "iaas/20230913#a1".to_owned(),
        series: "iaas".to_owned(),
        text: text.to_owned(),
        owners: vec!["ada-ex".to_owned()],
        mentions,
    };
    let said = |document, line, state| Mention { evidence: evidence(document, line), state };
    small.record.actions = vec![
        action("write it", vec![said(FIRST, 9, State::Open), said(SECOND, 10, State::Done)]),
        action(text, vec![said(FIRST, 11, State::Open)]),
    ];
    small.record.decision_log = Some("decisions/".to_owned());
    small.record.action_log = Some("actions/".to_owned());
    small
}

#[test]
fn minutes_show_what_they_decide_and_give_out() {
    let small = small("split it");
    let first = small.page("minutes/iaas/20230913/");
    holds(
        &first,
        &[
            "<summary>Decisions <span class=\"count\">1</span>",
            "<a href=\"#first\">split it</a>",
            "<a href=\"https://github.com/o/minutes/blob/main/text/iaas/20230913.md?plain=1#L7\" rel=\"noopener\">line 7</a>",
            "<summary>Actions <span class=\"count\">2, 1 open</span>",
            "<li class=\"done\">",
            "ada-ex, <a href=\"../../../minutes/iaas/20230920/#first\">done: Team iaas, 20 September 2023</a>",
            "<li class=\"open\">",
        ],
    );
    holds(&small.page("minutes/iaas/20230920/"), &["20230913/#first\">first told: Team iaas, 13 September"]);
    assert!(!small.page("minutes/iaas/20220914/").contains("Found in the text by rules"));
}

#[test]
fn the_logs_name_meeting_and_evidence_of_each_entry() {
    let small = small("split it");
    holds(
        &small.page("decisions/"),
        &[
            "<h1>Decisions</h1>",
            "1 decision of 1 series",
            "by rules",
            "<td class=\"when\"><time datetime=\"2023-09-13\">",
            ">Team iaas</a>",
            "<a href=\"../minutes/iaas/20230913/#first\">split it</a>",
            "Told again: <a href=\"../minutes/iaas/20230920/#first\">",
            ">text/<wbr>iaas/<wbr>20230913.md:7</a>",
        ],
    );
    holds(
        &small.page("actions/"),
        &["<h2>1 open", "Of 2 actions 1 is open", "Done or dropped", ">ada-ex</td>", "split it"],
    );
    holds(
        &small.page("actions/closed/2023/"),
        &["<h1>Actions done or dropped in 2023</h1>", "write it", "done <a", ">line 9</a>"],
    );
}

#[test]
fn the_logs_are_reached_from_everywhere_if_they_exist() {
    let links = ["<a href=\"./decisions/\">Decisions</a>", "<a href=\"./actions/\">Actions</a>"];
    let home = small("split it").page("");
    holds(&home, &links);
    holds(&home, &["1 decision</a>", "1 open action</a>", "<h2><a href=\"./decisions/\">", "split it"]);
    let without = Small::new(SITE).page("");
    assert!(links.iter().all(|link| !without.contains(link)) && !without.contains("decision"));
}

#[test]
fn words_of_minutes_are_text() {
    let small = small("<b>split</b> \"it\" & @ada-ex");
    for url in ["", "decisions/", "actions/", "minutes/iaas/20230913/"] {
        let html = small.page(url);
        assert!(!html.contains("<b>split") && html.contains("&lt;b&gt;split&lt;"), "{url}");
    }
}
