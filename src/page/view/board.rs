//! What templates see of missing minutes: the board of all series.

use serde::Serialize;

use super::{DateView, LinkView, PlaceView};

/// `board`: when each series met, and what is missing.
#[derive(Debug, Clone, Serialize)]
pub struct BoardView {
    /// How many minutes are missing as texts say.
    pub told: usize,
    /// How many more the rhythm of the series lets one expect.
    pub inferred: usize,
    /// How many minutes say that there was no meeting.
    pub cancelled: usize,
    /// Names of the twelve months, for the columns.
    pub months: Vec<&'static str>,
    /// The years, newest first.
    pub years: Vec<BoardYearView>,
    /// The series of which minutes are missing.
    pub series: Vec<BoardSeriesView>,
}

/// One year of the board.
#[derive(Debug, Clone, Serialize)]
pub struct BoardYearView {
    /// `2023`.
    pub year: i16,
    /// The series that met in it, by name.
    pub rows: Vec<BoardRowView>,
}

/// One series in one year.
#[derive(Debug, Clone, Serialize)]
pub struct BoardRowView {
    /// The series.
    pub series: LinkView,
    /// The twelve months.
    pub months: Vec<BoardMonthView>,
}

/// How often a series met in one month.
#[derive(Debug, Clone, Copy, Default, Eq, PartialEq, Serialize)]
pub struct BoardMonthView {
    /// How many minutes there are of meetings.
    pub met: usize,
    /// How many say that there was none.
    pub cancelled: usize,
    /// How many are missing as texts say.
    pub told: usize,
    /// How many more were to be expected.
    pub inferred: usize,
}

/// What is missing of one series.
#[derive(Debug, Clone, Serialize)]
pub struct BoardSeriesView {
    /// The series.
    pub series: LinkView,
    /// Its anchor on the page.
    pub id: String,
    /// Missing as texts say, newest first.
    pub told: Vec<GapView>,
    /// To be expected besides, newest first.
    pub inferred: Vec<DateView>,
}

/// Minutes that texts wait for or link to.
#[derive(Debug, Clone, Serialize)]
pub struct GapView {
    /// The day of the meeting.
    pub date: DateView,
    /// Whether the day was worked out and is not written anywhere.
    pub is_about: bool,
    /// Who says so.
    pub places: Vec<GapPlaceView>,
}

/// A text that waits for minutes or links to them.
#[derive(Debug, Clone, Serialize)]
pub struct GapPlaceView {
    /// What the text is called: `Tech Weekly, 22 June 2023`.
    pub title: String,
    /// Its words there.
    pub place: PlaceView,
}
