//! What a standard says of itself: its number and edition from the name, the rest from its front matter.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use super::{Parsed, at, field, id, said};
use crate::base::{Date, Diagnostic};
use crate::code;
use crate::document::FrontMatter;
use crate::source::config::{IdPlace, StandardsConfig};

/// What a standard says of itself.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Standard {
    /// Number with its prefix, `scs-0214`.
    pub number: String,
    /// `v1`, `w1`; empty where the pattern of ids has no edition.
    pub edition: String,
    /// `Standard`, `Decision Record`, `Procedural`, `Supplement`, as written.
    pub sort: String,
    /// `Draft`, `Stable`, `Deprecated`, as written; supplements have none.
    pub status: Option<String>,
    /// `IaaS`, as written.
    pub track: Option<String>,
    /// Further states by name, as written: `implementation` is `Beta`.
    pub axes: BTreeMap<String, String>,
    /// Dates of the lifecycle by key: `stabilized_at`.
    pub dates: BTreeMap<String, Date>,
    /// Relations by key, with the names of the files as written: `replaces`.
    pub relations: BTreeMap<String, Vec<String>>,
}

/// Reads the facts of a standard; nothing when the file is a page among the standards.
pub(super) fn standard(
    file: &Parsed,
    config: &StandardsConfig,
    said: &mut Option<Cow<'_, FrontMatter>>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Standard> {
    let path = &file.path.path;
    if !config.is_standard(path) {
        return None;
    }
    let found = id::fields(file, &config.id_place, &config.id, said.as_ref());
    if let Some(fields) = &found {
        *said = said::fill(said.take(), file, &config.metadata, fields);
    }
    let none = Value::Null;
    let front = said.as_ref().map_or(&none, |said| &said.value);
    let text = |key: &str| field::text(front, key);
    let Some(fields) = found else {
        let is_named = config.id_place == IdPlace::Name && has_number(path.file_name(), config.id.as_str());
        if is_named && text(&config.metadata.status).is_some() {
            let message = format!("`{}` is not the name of a standard", path.file_name());
            let hint = format!("name it as `{}`, or list it in `documents`", config.id);
            diagnostics.push(at(Diagnostic::warning(code::STANDARD_NAME, message), file, None).hint(hint));
        }
        return None;
    };
    let number = config.number(&fields)?;
    let edition = fields.get("edition").unwrap_or_default().to_owned();
    let metadata = &config.metadata;
    let dates =
        metadata.dates.iter().filter_map(|(name, key)| Some((name.clone(), field::date(front, key)?)));
    let relations = metadata.relations.iter().map(|(name, key)| (name.clone(), field::texts(front, key)));
    Some(Standard {
        number,
        edition,
        sort: text(&metadata.sort).unwrap_or_default(),
        status: text(&metadata.status),
        track: text(&metadata.track),
        axes: metadata.axes.iter().filter_map(|(name, key)| Some((name.clone(), text(key)?))).collect(),
        dates: dates.collect(),
        relations: relations.filter(|(_, names)| !names.is_empty()).collect(),
    })
}

/// Whether a file's name begins as `pattern` does and goes on with a number: then it was to be a standard, and is
/// neither a template nor a page.
fn has_number(name: &str, pattern: &str) -> bool {
    let prefix = pattern.split(['{', '[', '*']).next().unwrap_or_default();
    let start = name.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix));
    start.is_some() && name[prefix.len()..].starts_with(|c: char| c.is_ascii_digit())
}
