//! What templates see of decisions and actions: those of one meeting, and the logs of all.
//!
//! They are found by rules, not entered by anybody, so each has its [`EvidenceView`]. All words are plain text.

use serde::Serialize;

use super::{DateView, LinkView};

/// Where a decision or an action stands in the minutes.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct EvidenceView {
    /// Name of the source in the configuration.
    pub source: String,
    /// Path within its repository.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// That line as the forge shows it (`https:`), where a forge holds it.
    pub url: Option<String>,
}

/// A decision or an action on the page of its meeting.
#[derive(Debug, Clone, Serialize)]
pub struct ItemView {
    /// `D1` or `A1`: its place among those of the minutes.
    pub label: String,
    /// Its words.
    pub text: String,
    /// Who is to do it: handles without `@`, or names as written; none for a decision.
    pub owners: Vec<String>,
    /// Of an action `open`, `done` or `dropped`, as the last minutes say that speak of it; of a decision `""`.
    pub state: &'static str,
    /// For a done or dropped action the later meeting whose minutes say so; for a decision told before, the meeting
    /// that told it first.
    pub elsewhere: Option<LinkView>,
    /// The anchor of the nearest heading above it on the page, without `#`, ready for a URL.
    pub anchor: Option<String>,
    /// Where it stands.
    pub evidence: EvidenceView,
}

/// `decisions`: the decision log.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionsView {
    /// How many decisions there are.
    pub count: usize,
    /// How many series decided something.
    pub series: usize,
    /// The years, newest first.
    pub years: Vec<DecisionYearView>,
}

/// The decisions of one year.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionYearView {
    /// `2023`.
    pub year: i16,
    /// The decisions, newest first.
    pub rows: Vec<DecisionRowView>,
}

/// A decision in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionRowView {
    /// `iaas/20230920#d1`.
    pub id: String,
    /// Its words.
    pub text: String,
    /// The day of the meeting.
    pub date: DateView,
    /// The body that met.
    pub series: LinkView,
    /// The page of the meeting, at the nearest heading above the decision.
    pub url: String,
    /// Where it stands.
    pub evidence: EvidenceView,
    /// The meetings that told it again, named by series and day.
    pub reports: Vec<LinkView>,
}

/// `actions`: the action log.
#[derive(Debug, Clone, Serialize)]
pub struct ActionsView {
    /// How many actions there are.
    pub count: usize,
    /// How many of them are open, as far as the minutes tell.
    pub open: usize,
    /// The open actions by series.
    pub series: Vec<ActionGroupView>,
    /// The actions that are done or dropped, those last that were so first.
    pub closed: Vec<ActionRowView>,
}

/// The open actions of one series.
#[derive(Debug, Clone, Serialize)]
pub struct ActionGroupView {
    /// The series.
    pub series: LinkView,
    /// Its anchor on the page.
    pub id: String,
    /// Its open actions by owner, of each the newest first.
    pub rows: Vec<ActionRowView>,
}

/// An action in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ActionRowView {
    /// `iaas/20230920#a1`.
    pub id: String,
    /// Its words when it was given out.
    pub text: String,
    /// Who is to do it: handles without `@`, or names as written; may be empty.
    pub owners: Vec<String>,
    /// `open`, `done` or `dropped`, as the last minutes say that speak of it.
    pub state: &'static str,
    /// The day of the first meeting that spoke of it; its age counts from here.
    pub given: DateView,
    /// The day of the last meeting that spoke of it.
    pub last: DateView,
    /// The page of that meeting, at the nearest heading above what it says.
    pub last_url: String,
    /// The body that met.
    pub series: LinkView,
    /// The page of the first meeting, at the nearest heading above the action.
    pub url: String,
    /// Where it stands first.
    pub evidence: EvidenceView,
}
