//! What a standard says of itself: its number and edition from the name, the rest from its front matter.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use super::{Parsed, at, field, id, rule, said};
use crate::base::{Date, Diagnostic, Span};
use crate::code;
use crate::document::FrontMatter;
use crate::source::config::{IdPlace, Metadata, StandardsConfig, status};

/// What a standard says of itself.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Standard {
    /// Number with its prefix, `scs-0214`.
    pub number: String,
    /// `v1`, `w1`; empty where the pattern of ids has no edition.
    pub edition: String,
    /// `Standard`, `Decision Record`, `Procedural`, `Supplement`, as written.
    pub sort: String,
    /// `Draft`, `Stable`, `Deprecated`, as written but for targets of links; supplements have none.
    pub status: Option<String>,
    /// `IaaS`, as written.
    pub track: Option<String>,
    /// Further states by name, as written: `implementation` is `Beta`.
    pub axes: BTreeMap<String, String>,
    /// Dates of the lifecycle by key: `stabilized_at`.
    pub dates: BTreeMap<String, Date>,
    /// Relations by key, with the names of the files as written: `replaces`.
    pub relations: BTreeMap<String, Vec<String>>,
    /// What the status says came after it, as written: a file or an id. It may be no standard at all.
    pub successors: Vec<String>,
    /// Where this stands.
    pub places: Places,
}

/// Where the metadata of a standard stands, for those who find something wrong with it.
///
/// Positions in the front matter stay when the text behind it changes, so they are no reason to compute anything anew.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Places {
    /// The beginning of the metadata: where something is missing.
    pub head: Span,
    /// The key of each entry, by our names where it is one of ours.
    pub keys: BTreeMap<String, Span>,
    /// The values: for a list those of its entries.
    pub values: BTreeMap<String, Vec<Span>>,
}

impl Places {
    /// Where the metadata `front` stands, its keys called as `metadata` says.
    fn new(front: Option<&FrontMatter>, metadata: &Metadata) -> Places {
        let Some(front) = front else { return Places::default() };
        let mut places = Places { head: first_line(front.span), ..Places::default() };
        let names = metadata.names();
        for (key, node) in front.positions.entries() {
            let name = names.get(key).copied().unwrap_or(key);
            let is_list = matches!(front.value.get(key), Some(Value::Sequence(_)));
            let values = match is_list {
                true => node.children.iter().map(|(_, entry)| entry.span).collect(),
                false => vec![node.span],
            };
            places.keys.insert(name.to_owned(), node.key_or_value());
            places.values.insert(name.to_owned(), values);
        }
        places
    }

    /// The key `name`, or the beginning where it is missing.
    pub fn key(&self, name: &str) -> Span {
        self.keys.get(name).copied().unwrap_or(self.head)
    }

    /// The value number `index` of `name`, or the key.
    pub fn value(&self, name: &str, index: usize) -> Span {
        let values = self.values.get(name);
        values.and_then(|values| values.get(index).copied()).unwrap_or_else(|| self.key(name))
    }
}

/// The opening line of front matter, which is three signs long.
fn first_line(front: Span) -> Span {
    Span { end: front.end.min(front.start + 3), ..front }
}

impl Standard {
    /// Whether it supplements versions instead of being one.
    pub fn is_supplement(&self) -> bool {
        self.edition.starts_with(['w', 'W']) || self.relations.contains_key(SUPPLEMENTS)
    }

    /// Number and edition together, `scs-0214-v1`: what it is called.
    pub fn id(&self) -> String {
        [self.number.as_str(), &self.edition].join("-").trim_end_matches('-').to_owned()
    }
}

/// What the relation of a supplement to its versions is called.
pub const SUPPLEMENTS: &str = "supplements";

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
    let places = Places::new(said.as_deref(), metadata);
    let status = text(&metadata.status);
    let successors = successors(file.text, places.value("status", 0), status.as_deref());
    let standard = Standard {
        number,
        edition,
        sort: text(&metadata.sort).unwrap_or_default(),
        status: status.map(|status| status::words(&status)),
        track: text(&metadata.track),
        axes: metadata.axes.iter().filter_map(|(name, key)| Some((name.clone(), text(key)?))).collect(),
        dates: dates.collect(),
        relations: relations.filter(|(_, names)| !names.is_empty()).collect(),
        successors,
        places,
    };
    rule::check(file, said.as_deref(), config, &standard, fields.get("slug"), diagnostics);
    Some(standard)
}

/// What the status `words`, which stands at `span` of `text`, says came after the standard.
fn successors(text: &str, span: Span, words: Option<&str>) -> Vec<String> {
    // The words of a list or below a heading have lost their links, the last of them its end.
    let (start, end) = (span.start as usize, span.end as usize);
    let rest = text.get(end..).unwrap_or_default();
    let line = end + rest.find('\n').unwrap_or(rest.len());
    let written = text.get(start..line).filter(|_| start < end).unwrap_or_default();
    match status::successors(written) {
        named if !named.is_empty() => named,
        _ => words.map_or_else(Vec::new, status::successors),
    }
}

/// Whether a file's name begins as `pattern` does and goes on with a number: then it was to be a standard, and is
/// neither a template nor a page.
fn has_number(name: &str, pattern: &str) -> bool {
    let prefix = pattern.split(['{', '[', '*']).next().unwrap_or_default();
    let start = name.get(..prefix.len()).filter(|start| start.eq_ignore_ascii_case(prefix));
    start.is_some() && name[prefix.len()..].starts_with(|c: char| c.is_ascii_digit())
}
