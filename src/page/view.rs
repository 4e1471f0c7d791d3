//! What templates see: the template vocabulary.
//!
//! A promise of stability: a site's own templates name these fields, so none of them goes away or changes its
//! meaning within a major version. They are types of their own, made from the record for one page at a time.
//!
//! Every `url` here is a path on the site without a leading slash, ready for an attribute. Templates write
//! `{{ root }}{{ item.url }}`, where `root` leads from the current page to the top of the site (`../../`), so
//! that a built site works under any prefix. Values that begin with `https:` are marked as such in their doc.
//!
//! Beside these structs each template has `root` (text), `own_stylesheet` (whether the site has a `site.css`), `site` ([`SiteView`]), `navigation` (a list of
//! [`NodeView`], one for each section), `page` ([`PageView`]) and `document` ([`DocumentView`] or nothing),
//! and the one that belongs to the page's kind: `meeting`, `standard`, `release`, `series`, `minutes`,
//! `standards`, `releases`, `folder` or `home`.

use serde::Serialize;

/// `site`: what is the same on every page.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// The name of the record.
    pub title: String,
    /// One line that says what this record is; may be empty.
    pub description: String,
    /// Language of the texts, as in RFC 5646.
    pub language: String,
    /// Where the site will stand (`https:`), with a final slash.
    pub url: Option<String>,
    /// Name and version of the program, for `<meta name="generator">`.
    pub generator: String,
}

/// A link within the site.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct LinkView {
    /// Words to show.
    pub title: String,
    /// Where it leads.
    pub url: String,
}

/// A day.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct DateView {
    /// `2023-09-20`, for `datetime` attributes and ledgers.
    pub iso: String,
    /// `20 September 2023`.
    pub long: String,
    /// `20 Sep`.
    pub short: String,
    /// `Wednesday`.
    pub weekday: &'static str,
}

/// A place in `navigation`.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct NodeView {
    /// Its number; those in `page.open` are shown with their children.
    pub id: u32,
    /// Words to show.
    pub title: String,
    /// What stands before the words, such as a standard's number.
    pub label: Option<String>,
    /// Where it leads; nothing for a group without a page of its own.
    pub url: Option<String>,
    /// What lies below it.
    pub children: Vec<NodeView>,
}

/// `page`: what every page has.
#[derive(Debug, Clone, Serialize)]
pub struct PageView {
    /// Its place on the site.
    pub url: String,
    /// The address it will have (`https:`), where the site's is configured.
    pub canonical: Option<String>,
    /// Its name, for `<title>` and headings.
    pub title: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// `home`, `page`, `meeting`, `standard`, `release`, `series`, `minutes`, `standards`, `releases`, `folder`
    /// or `not-found`.
    pub kind: &'static str,
    /// The page's own number in `navigation`, where it has one.
    pub current: Option<u32>,
    /// The numbers of the places above it, and its own.
    pub open: Vec<u32>,
    /// The way down to the page, without the page itself.
    pub crumbs: Vec<CrumbView>,
    /// The page before it in reading order.
    pub previous: Option<LinkView>,
    /// The page after it in reading order.
    pub next: Option<LinkView>,
}

/// One step of `page.crumbs`.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct CrumbView {
    /// Words to show.
    pub title: String,
    /// Where it leads, if anywhere.
    pub url: Option<String>,
}

/// `document`: the text of the page and where it comes from.
#[derive(Debug, Clone, Serialize)]
pub struct DocumentView {
    /// HTML of the heading that the text opened with, without its tag; nothing where it opens otherwise.
    pub heading: Option<String>,
    /// The anchor of that heading.
    pub heading_id: Option<String>,
    /// The words of that heading, where a page that shows a date or an id in its place would lose them.
    pub as_written: Option<String>,
    /// HTML of the text, without that heading.
    pub body: String,
    /// The headings below, two levels deep.
    pub contents: Vec<ContentsView>,
    /// Where it is kept.
    pub source: SourceView,
    /// The change that came last, where the history is known.
    pub last_change: Option<ChangeView>,
    /// Everybody who changed it, in the order of their first change.
    pub authors: Vec<String>,
}

/// One heading in `document.contents`.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct ContentsView {
    /// The anchor, without `#`, ready for a URL.
    pub id: String,
    /// The words.
    pub text: String,
    /// The headings one level below.
    pub children: Vec<ContentsView>,
}

/// Where a document is kept. The addresses (`https:`) are missing for files that no forge holds.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize)]
pub struct SourceView {
    /// Name of the source in the configuration.
    pub name: String,
    /// Path within its repository.
    pub path: String,
    /// The file as the forge shows it.
    pub view: Option<String>,
    /// The file in the forge's editor.
    pub edit: Option<String>,
    /// The file's bytes.
    pub raw: Option<String>,
}

/// One change of a file.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct ChangeView {
    /// The author's day.
    pub date: DateView,
    /// The author's name.
    pub author: String,
    /// The first ten digits of the commit.
    pub commit: String,
    /// The commit on its forge (`https:`).
    pub url: Option<String>,
}

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
    /// `v1`.
    pub edition: String,
    /// `Standard`, `Procedural`, … as written.
    pub sort: String,
    /// `Stable`, … as written.
    pub status: Option<String>,
    /// The configured state that the status means, such as `draft`, `effective` or `ended`; else `""`.
    pub state: String,
    /// `IaaS`, as written.
    pub track: Option<String>,
    /// The dates of its life, earliest first.
    pub dates: Vec<LifeDateView>,
    /// What it replaces, supplements and so on.
    pub relations: Vec<RelationView>,
    /// All editions of the number, itself among them, in order.
    pub editions: Vec<EditionView>,
}

/// A date in a standard's life.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct LifeDateView {
    /// `stabilized`, from the key `stabilized_at`.
    pub label: String,
    /// The day.
    pub date: DateView,
}

/// A relation of a standard to others.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct RelationView {
    /// `replaces`, `replaced by`.
    pub label: String,
    /// The others.
    pub others: Vec<CrumbView>,
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
    /// `Stable`, … as written.
    pub status: Option<String>,
    /// The configured state that the status means, or `""`.
    pub state: String,
    /// The latest date of its life: `stabilized`, 2023-06-14.
    pub since: Option<LifeDateView>,
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
    /// Its page.
    pub url: String,
    /// The name of its notes.
    pub title: String,
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

/// One meeting in a calendar.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct DayView {
    /// `20`, or `20 overflow` for a second document of the day.
    pub text: String,
    /// The day.
    pub date: DateView,
    /// Its page.
    pub url: String,
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
    /// The tracks, in the order of the first number in each.
    pub tracks: Vec<TrackView>,
    /// How many numbers there are.
    pub count: usize,
}

/// The standards of one track.
#[derive(Debug, Clone, Serialize)]
pub struct TrackView {
    /// `IaaS`, as written; may be empty.
    pub name: String,
    /// Its anchor on the overview.
    pub id: String,
    /// Its standards by number.
    pub numbers: Vec<NumberView>,
}

/// One number, with all its editions.
#[derive(Debug, Clone, Serialize)]
pub struct NumberView {
    /// `scs-0214`.
    pub number: String,
    /// The name of its leading edition: the newest effective one, or else the newest.
    pub title: String,
    /// The page of the leading edition.
    pub url: String,
    /// `Standard`, `Decision Record`, … of the leading edition.
    pub sort: String,
    /// Its editions in order.
    pub editions: Vec<EditionView>,
}

/// `folder`: what lies in a folder that has no text of its own.
#[derive(Debug, Clone, Serialize)]
pub struct FolderView {
    /// What lies in it.
    pub entries: Vec<FolderEntryView>,
}

/// One entry of a folder.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct FolderEntryView {
    /// Its name.
    pub title: String,
    /// Its page.
    pub url: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// How many pages lie below it, for a folder.
    pub count: usize,
}

/// `home`: what is new.
#[derive(Debug, Clone, Serialize)]
pub struct HomeView {
    /// How many dated minutes there are.
    pub meetings: usize,
    /// The day of the first meeting.
    pub since: Option<DateView>,
    /// How many numbers of standards there are.
    pub standards: usize,
    /// How many releases there are.
    pub releases: usize,
    /// The newest meetings.
    pub newest_meetings: Vec<MeetingRowView>,
    /// The newest releases.
    pub newest_releases: Vec<ReleaseRowView>,
    /// The standards whose state changed last.
    pub newest_standards: Vec<StandardRowView>,
    /// The overview of meetings, standards and releases, where there are any.
    pub overviews: OverviewsView,
}

/// Where the overviews are.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize)]
pub struct OverviewsView {
    /// Of the first source of minutes.
    pub minutes: Option<String>,
    /// Of the first source of standards.
    pub standards: Option<String>,
    /// Of the first source of releases.
    pub releases: Option<String>,
}

/// A release in a list.
#[derive(Debug, Clone, Serialize)]
pub struct ReleaseRowView {
    /// `R6`.
    pub id: String,
    /// `v7.0.0`.
    pub version: Option<String>,
    /// The day of the release.
    pub date: Option<DateView>,
    /// The name of its notes.
    pub title: String,
    /// Its page.
    pub url: String,
    /// How many meetings fell into its window.
    pub meetings: usize,
}

/// A standard in a list.
#[derive(Debug, Clone, Serialize)]
pub struct StandardRowView {
    /// `scs-0214`.
    pub number: String,
    /// The edition, with its state and the date it has it since.
    pub edition: EditionView,
}
