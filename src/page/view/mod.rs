//! What templates see: the template vocabulary.
//!
//! A promise of stability: a site's own templates name these fields, so none of them goes away or changes its
//! meaning within a major version. They are types of their own, made from the record for one page at a time.
//!
//! Every `url` here is a path on the site without a leading slash, ready for an attribute. Templates write
//! `{{ root }}{{ item.url }}`, where `root` leads from the current page to the top of the site (`../../`), so
//! that a built site works under any prefix. Values that begin with `https:` are marked as such in their doc.
//!
//! Beside these structs each template has `root` (text), `own_stylesheet` (whether the site has a `site.css`), `site`
//! ([`SiteView`]), `navigation` (a list of [`NodeView`], one for each section), `page` ([`PageView`]) and `document`
//! ([`DocumentView`] or nothing), and the one that belongs to the page's kind: `meeting`, `standard`, `number`,
//! `scope`, `release`, `series`, `minutes`, `standards`, `releases`, `decisions`, `actions`, `person`, `status`,
//! `folder` or `home`.

mod board;
mod discussion;
mod log;
mod person;
mod record;
mod scope;
mod shipped;
mod status;
mod topic;

use serde::Serialize;

pub use board::*;
pub use discussion::*;
pub use log::*;
pub use person::*;
pub use record::*;
pub use scope::*;
pub use shipped::*;
pub use status::*;
pub use topic::*;

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
    /// `home`, `page`, `meeting`, `standard`, `number`, `scope`, `release`, `series`, `minutes`, `standards`,
    /// `releases`, `decisions`, `actions`, `topic`, `topics`, `person`, `missing`, `status`, `folder` or `not-found`.
    pub kind: &'static str,
    /// HTML of the entries of `navigation` that the page shows, in nested lists: what stands between `<ul>` and
    /// `</ul>`.
    pub navigation: String,
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
    /// The text itself, where the site carries it to be edited on the page.
    pub text: Option<TextView>,
    /// The change that came last, where the history is known.
    pub last_change: Option<ChangeView>,
    /// Everybody who changed it, in the order of their first change.
    pub authors: Vec<String>,
}

/// A text that can be edited on its page.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct TextView {
    /// Where the site has it, as Markdown.
    pub url: String,
    /// Path within its source.
    pub path: String,
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
    /// How many decisions there are.
    pub decisions: usize,
    /// How many actions are open, as far as the minutes tell.
    pub open_actions: usize,
    /// The newest decisions.
    pub newest_decisions: Vec<DecisionRowView>,
    /// The newest meetings.
    pub newest_meetings: Vec<MeetingRowView>,
    /// The newest releases.
    pub newest_releases: Vec<ReleaseRowView>,
    /// The standards whose state changed last.
    pub newest_standards: Vec<StandardRowView>,
    /// The overviews of meetings, standards, releases, decisions and actions, where there are any.
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
    /// Of all decisions.
    pub decisions: Option<String>,
    /// Of all actions.
    pub actions: Option<String>,
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
    /// The page that tells what its notes still lack, while it is made.
    pub status: Option<String>,
}

/// A standard in a list.
#[derive(Debug, Clone, Serialize)]
pub struct StandardRowView {
    /// `scs-0214`.
    pub number: String,
    /// The edition, with its state and the date it has it since.
    pub edition: EditionView,
}
