//! What templates see of meetings, standards and releases: one of each, and their overviews.

use serde::Serialize;

use super::{
    CrumbView, DateView, DecisionRowView, ItemView, LinkView, RequiredView, ScopeView, TopicNamesView,
};

/// `meeting`: what a minutes file records.
#[derive(Debug, Clone, Serialize)]
pub struct MeetingView {
    /// The body that met.
    pub series: LinkView,
    /// The day.
    pub date: Option<DateView>,
    /// `team`, `board`, `sig`, `weekly`, `slides`, …
    pub sort: String,
    /// The release in whose window the day falls.
    pub window: Option<LinkView>,
    /// Another day that the document names, and the line that does (`https:`).
    pub conflict: Option<ConflictView>,
    /// How many people were there, as far as the minutes list them.
    pub attendees: usize,
    /// The decisions that its minutes tell, in order.
    pub decisions: Vec<ItemView>,
    /// The actions that its minutes give out or repeat, in order.
    pub actions: Vec<ItemView>,
    /// How many of these are open to this day, as far as the minutes tell.
    pub open_actions: usize,
    /// The standards that the minutes name, by id.
    pub standards: Vec<LinkView>,
    /// The releases that they name.
    pub releases: Vec<LinkView>,
    /// The issues and other numbered things with pages of their own that they name, by their sorts.
    pub topics: Vec<TopicNamesView>,
    /// The meetings and documents that refer to the minutes, newest first.
    pub referred: Vec<LinkView>,
}

/// A second date of a meeting.
#[derive(Debug, Clone, Serialize)]
pub struct ConflictView {
    /// The other day.
    pub date: DateView,
    /// The line that names it (`https:`).
    pub url: Option<String>,
}

/// `standard`: what one edition of a standard says of itself.
#[derive(Debug, Clone, Serialize)]
pub struct StandardView {
    /// `scs-0214`.
    pub number: String,
    /// The page of the number.
    pub number_url: Option<String>,
    /// `v1`.
    pub edition: String,
    /// `Standard`, `Procedural`, … as written.
    pub sort: String,
    /// `Stable`, … as written.
    pub status: Option<String>,
    /// What it is on the day of the record: a configured state, or `draft`, `effective` or `ended`; else `""`.
    pub state: String,
    /// `IaaS`, as written.
    pub track: Option<String>,
    /// Further states beside the status, by name.
    pub axes: Vec<AxisView>,
    /// The dates of its life, earliest first.
    pub dates: Vec<LifeDateView>,
    /// What it replaces, supplements and so on.
    pub relations: Vec<RelationView>,
    /// The certificates and profiles that require it.
    pub required: Vec<RequiredView>,
    /// All editions of the number, itself among them, in order.
    pub editions: Vec<EditionView>,
    /// The other editions that meetings spoke of, with how many did, in order.
    pub others_discussed: Vec<CountView>,
}

/// A state of a standard beside its status.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct AxisView {
    /// `implementation`.
    pub label: String,
    /// `Beta`, as written.
    pub state: String,
}

/// A date in a standard's life.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct LifeDateView {
    /// `stabilized`, from the key `stabilized_at`.
    pub label: String,
    /// The day.
    pub date: DateView,
    /// Whether it lies behind the day of the record.
    pub coming: bool,
}

/// A relation of a standard to others.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct RelationView {
    /// `replaces`, `replaced by`.
    pub label: String,
    /// The others.
    pub others: Vec<CrumbView>,
    /// Whether only the others say so.
    pub inferred: bool,
}

/// One edition of a standard, as others see it.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct EditionView {
    /// `v1`.
    pub edition: String,
    /// Its page.
    pub url: String,
    /// Its name.
    pub title: String,
    /// `Standard`, `Supplement`, … as written.
    pub sort: String,
    /// `Stable`, … as written, or its state where the dates have overtaken that.
    pub status: Option<String>,
    /// What it is on the day of the record: a configured state, or `draft`, `effective` or `ended`; else `""`.
    pub state: String,
    /// What that means: `draft`, `effective`, `ended`, or `""`.
    pub phase: &'static str,
    /// The latest date of its life, up to the day of the record: `stabilized`, 2023-06-14.
    pub since: Option<LifeDateView>,
    /// The next change that its dates announce: `in force from`, 2027-01-01.
    pub next: Option<LifeDateView>,
    /// Whether it is the page being shown.
    pub current: bool,
}

/// `release`: what release notes say, and what happened in their window.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseView {
    /// `R6`.
    pub id: String,
    /// `v7.0.0`.
    pub version: Option<String>,
    /// The day of the release.
    pub date: Option<DateView>,
    /// The release before it, whose day opens the window.
    pub after: Option<DateView>,
    /// How many meetings fell into the window.
    pub meetings: usize,
    /// Who met in the window, most often first.
    pub series: Vec<CountView>,
    /// What was decided in the window, newest first.
    pub decided: Vec<DecisionRowView>,
    /// What became of standards in the window: one entry for each sort of date.
    pub lives: Vec<LivesView>,
    /// The standards that the meetings of the window spoke of, with how many meetings did, most often first.
    pub discussed: Vec<CountView>,
    /// Its page.
    pub url: String,
    /// The page that tells what its notes still lack, while it is made.
    pub status: Option<String>,
    /// The name of its notes.
    pub title: String,
}

/// The standards that had a date of one sort in the window of a release.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct LivesView {
    /// `stabilized`, from the key `stabilized_at`.
    pub label: String,
    /// Its anchor on the page.
    pub id: String,
    /// The standards, earliest first.
    pub rows: Vec<LivedView>,
}

/// A standard with a date of its life.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct LivedView {
    /// The day.
    pub date: DateView,
    /// `scs-0214-v1`.
    pub id: String,
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: String,
}

/// How often something happened.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct CountView {
    /// Words to show.
    pub title: String,
    /// Where it leads.
    pub url: String,
    /// How often.
    pub count: usize,
}

/// `series`: a body that meets, with its calendar.
#[derive(Debug, Clone, Serialize)]
pub struct SeriesView {
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// How many dated minutes there are.
    pub count: usize,
    /// The first meeting.
    pub first: Option<DateView>,
    /// The last meeting.
    pub last: Option<DateView>,
    /// The page of the last meeting.
    pub last_url: Option<String>,
    /// The years, newest first.
    pub years: Vec<YearView>,
    /// Documents among the minutes that have no date.
    pub undated: Vec<LinkView>,
    /// The series that it continues.
    pub continues: Vec<LinkView>,
    /// The series that continue it.
    pub continued_by: Vec<LinkView>,
}

/// One year of a series.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct YearView {
    /// `2023`.
    pub year: i16,
    /// How many meetings it had.
    pub count: usize,
    /// All twelve months.
    pub months: Vec<MonthView>,
}

/// One month of a series.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct MonthView {
    /// `September`.
    pub name: &'static str,
    /// `Sep`.
    pub short: &'static str,
    /// The meetings, earliest first; may be empty.
    pub days: Vec<DayView>,
}

/// One meeting in a calendar, or a day of which minutes are missing.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct DayView {
    /// `20`, or `20 overflow` for a second document of the day.
    pub text: String,
    /// The day.
    pub date: DateView,
    /// Its page; of a day without minutes the place on the board that says why they are missing.
    pub url: String,
    /// `met`, `cancelled`, `missing` as texts say, or `inferred` from how often the series met.
    pub state: &'static str,
}

/// `minutes`: all series of a source.
#[derive(Debug, Clone, Serialize)]
pub struct MinutesView {
    /// The years that any series met in, oldest first: the columns of the overview.
    pub years: Vec<i16>,
    /// The series by name.
    pub series: Vec<SeriesRowView>,
    /// The newest meetings of all series.
    pub newest: Vec<MeetingRowView>,
    /// How many dated minutes there are.
    pub count: usize,
}

/// A series in the overview.
#[derive(Debug, Clone, Serialize)]
pub struct SeriesRowView {
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// How many dated minutes there are.
    pub count: usize,
    /// How many of them in each of `minutes.years`.
    pub counts: Vec<usize>,
    /// The last meeting.
    pub last: Option<DateView>,
    /// The page of the last meeting.
    pub last_url: Option<String>,
}

/// A meeting in a list.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct MeetingRowView {
    /// The day.
    pub date: DateView,
    /// The body that met.
    pub series: LinkView,
    /// Its page.
    pub url: String,
    /// What tells it apart from another document of the day, such as `overflow`; may be empty.
    pub suffix: String,
}

/// `standards`: all standards of a source.
#[derive(Debug, Clone, Serialize)]
pub struct StandardsView {
    /// The day that it holds for.
    pub day: DateView,
    /// How many editions are in each phase, drafts first.
    pub phases: Vec<PhaseView>,
    /// The tracks, in the order of the first number in each.
    pub tracks: Vec<TrackView>,
    /// How many numbers there are.
    pub count: usize,
    /// The certificates and profiles that require some of them.
    pub scopes: Vec<ScopeView>,
}

/// A phase in the life of standards.
#[derive(Debug, Clone, Serialize)]
pub struct PhaseView {
    /// `draft`, `effective`, `ended`.
    pub name: &'static str,
    /// `In force`, for people.
    pub title: &'static str,
    /// How many versions are in it.
    pub count: usize,
}

/// The standards of one track.
#[derive(Debug, Clone, Serialize)]
pub struct TrackView {
    /// `IaaS`, as written; may be empty.
    pub name: String,
    /// Its anchor on the overview.
    pub id: String,
    /// The phases that any of its versions is in.
    pub phases: Vec<&'static str>,
    /// Its standards by number.
    pub numbers: Vec<NumberView>,
}

/// `number`: a number, whichever edition is meant.
#[derive(Debug, Clone, Serialize)]
pub struct NumberPageView {
    /// The number.
    pub number: NumberView,
    /// `IaaS`, as its leading edition says.
    pub track: Option<String>,
    /// The day that it holds for.
    pub day: DateView,
    /// Its editions in order, with what is known of each. The leading one is the current one.
    pub rows: Vec<NumberRowView>,
}

/// An edition on the page of its number.
#[derive(Debug, Clone, Serialize)]
pub struct NumberRowView {
    /// The edition.
    pub edition: EditionView,
    /// The dates of its life, earliest first.
    pub dates: Vec<LifeDateView>,
    /// What it replaces, supplements and so on.
    pub relations: Vec<RelationView>,
    /// The certificates and profiles that require it.
    pub required: Vec<RequiredView>,
    /// How many meetings spoke of it.
    pub meetings: usize,
}

/// One number, with all its editions.
#[derive(Debug, Clone, Serialize)]
pub struct NumberView {
    /// `scs-0214`.
    pub number: String,
    /// The name of its leading edition: the newest effective one, or else the newest.
    pub title: String,
    /// The page of the number; that of its leading edition where it has none.
    pub url: String,
    /// `Standard`, `Decision Record`, … of the leading edition.
    pub sort: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// The phases that any of its versions is in.
    pub phases: Vec<&'static str>,
    /// Its supplements in order, and versions of which nobody knows what they are.
    pub others: Vec<EditionView>,
    /// All of its editions in order.
    pub editions: Vec<EditionView>,
}
