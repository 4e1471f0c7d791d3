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
    /// What it is about, where its words do not say so.
    pub context: Option<String>,
    /// Who is to do it: handles without `@`, or names as written; none for a decision.
    pub owners: Vec<String>,
    /// Of an action `open`, `done` or `dropped`, as the last minutes say that speak of it; of a decision `""`.
    pub state: &'static str,
    /// For a done or dropped action the later meeting whose minutes say so; for a decision told before, the meeting
    /// that told it first.
    pub elsewhere: Option<LinkView>,
    /// For a decision the first release that has what it touches, where commits or dates tell.
    pub shipped: Option<LinkView>,
    /// The anchor of the nearest heading above it on the page, without `#`, ready for a URL.
    pub anchor: Option<String>,
    /// Where it stands.
    pub evidence: EvidenceView,
}

/// `decisions`: the decision log, or a part of it.
#[derive(Debug, Clone, Serialize)]
pub struct DecisionsView {
    /// How many decisions are shown.
    pub count: usize,
    /// How many there are in all.
    pub all: usize,
    /// The page of the whole log.
    pub all_url: String,
    /// What is shown, where it is only a part: a series, a release, a year.
    pub part: Option<String>,
    /// How many series decided something of what is shown.
    pub series: usize,
    /// The parts of the log by series.
    pub by_series: Vec<PartView>,
    /// The parts by the window of a release, newest first.
    pub by_release: Vec<PartView>,
    /// The years that are not on the first page, newest first.
    pub by_year: Vec<PartView>,
    /// The standards that the shown decisions name.
    pub standards: Vec<ChoiceView>,
    /// The years, newest first.
    pub years: Vec<DecisionYearView>,
}

/// A part of a log that has its own page.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct PartView {
    /// Words to show.
    pub title: String,
    /// Its page.
    pub url: String,
    /// How many entries it has.
    pub count: usize,
    /// Whether it is the page being shown.
    pub current: bool,
}

/// One of several things that a log can be narrowed down to.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct ChoiceView {
    /// Words to show.
    pub title: String,
    /// How many entries name it.
    pub count: usize,
}

/// What a decision or an action touches.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct TouchedView {
    /// `standard`, `release`, `issue` or `named`.
    pub sort: &'static str,
    /// `scs-0214-v2`, `R5`, `tools#12`, `VP06c`.
    pub title: String,
    /// Its page on the site, where it has one.
    pub url: Option<String>,
    /// Where else it is to be seen (`https:`), where it has no page.
    pub elsewhere: Option<String>,
}

/// Somebody who is to do something.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct OwnerView {
    /// A handle without `@`, or a name as written.
    pub name: String,
    /// The person's page on the site, where people have some.
    pub page: Option<String>,
    /// The person's page on the forge (`https:`), for a handle that texts name and that has none on the site.
    pub url: Option<String>,
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
    /// What it is about, where its words do not say so.
    pub context: Option<String>,
    /// The day of the meeting.
    pub date: DateView,
    /// The body that met.
    pub series: LinkView,
    /// The release in whose window the day falls.
    pub release: Option<LinkView>,
    /// The first release that has what it touches, where commits or dates tell.
    pub shipped: Option<LinkView>,
    /// What it touches: standards, releases, issues and other numbered things.
    pub touched: Vec<TouchedView>,
    /// The page of the meeting, at the nearest heading above the decision.
    pub url: String,
    /// Where it stands.
    pub evidence: EvidenceView,
    /// The meetings that told it again, named by series and day.
    pub reports: Vec<LinkView>,
}

/// `actions`: the action log, or a part of it.
#[derive(Debug, Clone, Serialize)]
pub struct ActionsView {
    /// How many actions there are.
    pub count: usize,
    /// How many of them are open, as far as the minutes tell.
    pub open: usize,
    /// The first page of the log.
    pub all_url: String,
    /// What is shown, where it is not the first page.
    pub part: Option<String>,
    /// How many are shown.
    pub shown: usize,
    /// On the first page, the day since which the shown ones were spoken of.
    pub since: Option<DateView>,
    /// The day for which ages are told.
    pub today: DateView,
    /// The open ones of which nobody spoke lately, by the time of the last word, newest first.
    pub older: Vec<PartView>,
    /// Those that are done or dropped, by the year in which that was said, newest first.
    pub closed: Vec<PartView>,
    /// Whether those are shown.
    pub is_closed: bool,
    /// The people who own some of the shown actions.
    pub by_owner: Vec<ChoiceView>,
    /// The series of the shown actions.
    pub by_series: Vec<ChoiceView>,
    /// The shown actions by series.
    pub series: Vec<ActionGroupView>,
}

/// The actions of one series.
#[derive(Debug, Clone, Serialize)]
pub struct ActionGroupView {
    /// The series.
    pub series: LinkView,
    /// Its anchor on the page.
    pub id: String,
    /// How many people own one.
    pub owners: usize,
    /// Its actions by owner, of each the newest first.
    pub rows: Vec<ActionRowView>,
}

/// An action in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ActionRowView {
    /// `iaas/20230920#a1`.
    pub id: String,
    /// Its words when it was given out.
    pub text: String,
    /// What it is about, where its words do not say so.
    pub context: Option<String>,
    /// Who is to do it; may be empty.
    pub owners: Vec<OwnerView>,
    /// `open`, `done` or `dropped`, as the last minutes say that speak of it.
    pub state: &'static str,
    /// The day of the first meeting that spoke of it; its age counts from here.
    pub given: DateView,
    /// How old it is: `3 weeks`.
    pub age: String,
    /// What it touches.
    pub touched: Vec<TouchedView>,
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
