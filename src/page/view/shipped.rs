//! What templates see of the release that has something first.

use serde::Serialize;

use super::{DateView, LinkView};

/// `shipped`: the first release with what the page is about, and how that is known.
#[derive(Debug, Clone, Serialize)]
pub struct ShippedView {
    /// The release.
    pub release: LinkView,
    /// Whether that follows from days alone; otherwise a tag tells.
    pub by_day: bool,
    /// The way to it, oldest first: decision, meeting, commit, release.
    pub steps: Vec<StepView>,
}

/// One step of the way.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct StepView {
    /// `decision`, `meeting`, `commit`, `standard` or `release`.
    pub kind: &'static str,
    /// The day.
    pub date: Option<DateView>,
    /// What happened.
    pub text: String,
    /// Where it is told on the site.
    pub url: Option<String>,
    /// Where it is told elsewhere (`https:`).
    pub elsewhere: Option<String>,
}
