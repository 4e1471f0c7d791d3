//! What templates see of who speaks of a thing. The words of the minutes are plain text.

use serde::Serialize;

use super::{ActionRowView, DateView, DecisionRowView, LinkView};

/// `discussion`: who speaks of what the page is about.
#[derive(Debug, Clone, Default, Serialize)]
pub struct DiscussionView {
    /// The decisions that name it, newest first.
    pub decisions: Vec<DecisionRowView>,
    /// The actions that name it, those open first, then newest first.
    pub actions: Vec<ActionRowView>,
    /// How many meetings speak of it.
    pub meetings: usize,
    /// The meetings that do, newest first.
    pub years: Vec<DiscussionYearView>,
    /// The other documents that refer to it, by name.
    pub others: Vec<LinkView>,
}

/// The meetings of one year that speak of a thing.
#[derive(Debug, Clone, Serialize)]
pub struct DiscussionYearView {
    /// `2023`.
    pub year: i16,
    /// The meetings, newest first.
    pub rows: Vec<DiscussionRowView>,
}

/// A meeting that speaks of a thing.
#[derive(Debug, Clone, Serialize)]
pub struct DiscussionRowView {
    /// The day.
    pub date: DateView,
    /// The body that met.
    pub series: LinkView,
    /// What tells it apart from other documents of the day, such as `overflow`; may be empty.
    pub suffix: String,
    /// The page of the meeting, at the first place.
    pub url: String,
    /// The first places, in order.
    pub places: Vec<PlaceView>,
    /// How many more places the minutes have.
    pub more: usize,
}

/// What is said around a name.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct PlaceView {
    /// The page of the meeting, at the nearest heading above.
    pub url: String,
    /// The words before the name.
    pub before: String,
    /// The name, or the words of the link.
    pub name: String,
    /// The words behind it.
    pub after: String,
    /// Whether the text leaves open what is meant, such as which edition.
    pub inferred: bool,
}
