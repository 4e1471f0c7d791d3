//! What release notes say of their release.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Parsed, at, field, id, meeting};
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
    /// The days that its notes state as those it covers: after the first, up to the second.
    pub stated: (Option<Date>, Option<Date>),
}

/// Reads the facts of a release; nothing when the file's name is not that of a release's notes.
pub(super) fn release(
    file: &Parsed,
    config: &ReleasesConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Release> {
    let front = file.document.front_matter.as_ref();
    let name = match &config.id {
        Some(pattern) => {
            let fields = id::fields(file, &config.id_place, pattern, front.map(Cow::Borrowed).as_ref())?;
            config.named(fields, &file.path.path)
        }
        None => config.release(&file.path.path)?,
    };
    let date = config.dates.iter().find_map(|rule| meeting::find(rule, file)).map(|dated| dated.date);
    if date.is_none() {
        let told = Diagnostic::advice(code::RELEASE_UNDATED, format!("release `{}` has no date", name.name));
        let hint = "its window of time stays open until its notes give the day";
        diagnostics.push(at(told, file, None).hint(hint));
    }
    let day = |key: &str| field::date(&front?.value, key);
    let stated = config.window.as_ref().map(|(after, until)| (day(after), day(until)));
    Some(Release { id: name.name, version: name.version, date, stated: stated.unwrap_or_default() })
}
