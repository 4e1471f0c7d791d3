//! What release notes say of their release.

use serde::{Deserialize, Serialize};

use super::{Parsed, at, meeting};
use crate::base::{Date, Diagnostic};
use crate::code;
use crate::source::config::ReleasesConfig;

/// What release notes say of their release.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Release {
    /// `R6`.
    pub id: String,
    /// `v7.0.0`.
    pub version: Option<String>,
    /// The day of the release.
    pub date: Option<Date>,
}

/// Reads the facts of a release; nothing when the file's name is not that of a release's notes.
pub(super) fn release(
    file: &Parsed,
    config: &ReleasesConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Release> {
    let name = config.release(&file.path.path)?;
    let date = config.dates.iter().find_map(|rule| meeting::find(rule, file)).map(|dated| dated.date);
    if date.is_none() {
        let told = Diagnostic::advice(code::RELEASE_UNDATED, format!("release `{}` has no date", name.name));
        let hint = "its window of time stays open until its notes give the day";
        diagnostics.push(at(told, file, None).hint(hint));
    }
    Some(Release { id: name.name, version: name.version, date })
}
