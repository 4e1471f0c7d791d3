//! What templates see of issues and of whatever else is numbered: one of them, and their indexes.

use serde::Serialize;

use super::{DateView, LinkView};

/// `topic`: an issue, or something else that is numbered. Who speaks of it is in `discussion`.
#[derive(Debug, Clone, Serialize)]
pub struct TopicView {
    /// `tools#12`, `VP06c`.
    pub id: String,
    /// What all of its sort are called, and their index.
    pub index: LinkView,
    /// The first meeting that spoke of it.
    pub first: Option<DateView>,
    /// The last meeting that did.
    pub last: Option<DateView>,
    /// Where it is to be seen elsewhere (`https:`), such as an issue on its forge, named after the host.
    pub elsewhere: Option<LinkView>,
}

/// `topics`: all issues that have a page, or all numbered things of one sort.
#[derive(Debug, Clone, Serialize)]
pub struct TopicsView {
    /// How many there are.
    pub count: usize,
    /// Of issues, how many meetings spoke of each at least.
    pub threshold: Option<usize>,
    /// Issues by repository; of other things one group.
    pub groups: Vec<TopicGroupView>,
}

/// The issues of one repository, or all things of one sort.
#[derive(Debug, Clone, Serialize)]
pub struct TopicGroupView {
    /// `tools`; empty for other things.
    pub title: String,
    /// Its anchor on the page.
    pub id: String,
    /// Issues by how many meetings spoke of them, other things by name.
    pub rows: Vec<TopicRowView>,
}

/// One line of an index.
#[derive(Debug, Clone, Serialize)]
pub struct TopicRowView {
    /// `tools#12`.
    pub id: String,
    /// Its page.
    pub url: String,
    /// How many meetings spoke of it.
    pub meetings: usize,
    /// The first meeting that did.
    pub first: Option<DateView>,
    /// The last.
    pub last: Option<DateView>,
    /// Who met then.
    pub last_series: Option<LinkView>,
    /// The place in the minutes of the last meeting.
    pub last_url: Option<String>,
    /// The words of the last meeting around its name.
    pub words: String,
}

/// Those of one sort that minutes name.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct TopicNamesView {
    /// `Issues`, `Tenders`.
    pub title: String,
    /// Each with how many meetings spoke of it.
    pub links: Vec<super::CountView>,
}
