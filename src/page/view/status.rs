//! What templates see of what the notes of a release still lack.

use serde::Serialize;

use super::{DateView, LinkView};

/// `status`: what the notes of a release still lack, and what they say too much.
#[derive(Debug, Clone, Serialize)]
pub struct StatusView {
    /// The release and its notes.
    pub release: LinkView,
    /// The day after which its window begins.
    pub after: Option<DateView>,
    /// The day of the release, if it is known already.
    pub until: Option<DateView>,
    /// Whether a draft lies beside the notes, so that what is left out on purpose is known.
    pub has_draft: bool,
    /// How many findings stand in the way of publishing.
    pub missing: usize,
    /// The checks in order, also those that found nothing.
    pub checks: Vec<CheckView>,
}

/// One check of the notes.
#[derive(Debug, Clone, Serialize)]
pub struct CheckView {
    /// Its anchor on the page.
    pub id: String,
    /// What it looks for: `Decided and not in the notes`.
    pub title: &'static str,
    /// Whether what it finds is advice, which stands in nobody's way.
    pub is_advice: bool,
    /// What it found.
    pub rows: Vec<FindingView>,
}

/// One finding.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct FindingView {
    /// The words it is about; may be empty.
    pub words: String,
    /// The day of the meeting whose minutes they stand in.
    pub date: Option<DateView>,
    /// What is wrong with them.
    pub message: String,
    /// What to do about it; may be empty.
    pub hint: String,
    /// The page on which they stand.
    pub page: Option<LinkView>,
    /// The line in their file, from 1.
    pub line: Option<u32>,
    /// That line on the forge (`https:`).
    pub url: Option<String>,
}
