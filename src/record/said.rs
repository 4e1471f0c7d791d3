//! What a document says of itself, wherever it does: in front matter, in lines or a list at its top, below headings,
//! in a file beside it, in the columns of its row.
//!
//! All of it becomes front matter under the configured keys, so that whoever reads facts knows one form only: dates
//! are written as in ISO 8601, relations are lists.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

use super::{Parsed, field, line};
use crate::base::yaml::{self, Node};
use crate::base::{Date, Diagnostic, Location, Severity, SourcePath, Span};
use crate::code;
use crate::document::FrontMatter;
use crate::document::block::{Block, BlockKind, Blocks};
use crate::source::config::{DatePlace, DateRule, Fields, IdPlace, Metadata, MetadataPlace, StandardsConfig};

/// Most letters of a key in a list; what is longer is a sentence.
const LONGEST_KEY: usize = 40;

/// A value and where it stands.
type Entry = (Value, Node);

/// What `file` says of itself, under the keys of `config`.
pub(super) fn said<'a>(
    file: &Parsed<'a>,
    config: &StandardsConfig,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Cow<'a, FrontMatter>> {
    let metadata = &config.metadata;
    let front = file.document.front_matter.as_ref();
    let id = match &config.id_place {
        IdPlace::Metadata(key) => Some(key.as_str()),
        _ => None,
    };
    let known: BTreeMap<String, &str> = metadata.keys().chain(id).map(|key| (folded(key), key)).collect();
    let is_spelled = |(key, _): &(String, Entry)| known.get(&folded(key)).is_none_or(|known| known == key);
    let is_plain = metadata.from == [MetadataPlace::FrontMatter]
        && metadata.date_formats.is_empty()
        && config.default_status.is_none()
        && file.excerpt.is_none()
        && front.is_none_or(|front| entries(front).iter().all(is_spelled));
    if is_plain {
        return front.map(Cow::Borrowed);
    }
    let mut said = FrontMatter {
        value: Value::Mapping(Mapping::new()),
        span: front.map_or(Span::default(), |front| front.span),
        positions: Node::leaf(front.map_or(Span::default(), |front| front.span)),
    };
    let columns = file.excerpt.map(|excerpt| &excerpt.columns);
    let columns = columns
        .into_iter()
        .flatten()
        .map(|(key, value)| (key.clone(), (Value::from(value.clone()), Node::leaf(Span::default()))));
    add(&mut said, &known, columns.collect());
    for place in &metadata.from {
        let entries = match place {
            MetadataPlace::FrontMatter | MetadataPlace::Preamble => front.map_or_else(Vec::new, entries),
            MetadataPlace::List => file.document.blocks.as_ref().map_or_else(Vec::new, listed),
            MetadataPlace::Headings => file.document.blocks.as_ref().map_or_else(Vec::new, below_headings),
            MetadataPlace::Sidecar(_) => sidecar(file, diagnostics),
        };
        add(&mut said, &known, entries);
    }
    if let Some(status) = &config.default_status
        && field::text(&said.value, &metadata.status).is_none()
    {
        insert(&mut said, &metadata.status, (status.clone().into(), Node::leaf(Span::default())));
    }
    normalize(&mut said, metadata);
    Some(Cow::Owned(said))
}

/// Fills in the keys in braces, which say where the document stands: `{folder}`, `{file}`, `{heading}`, or a field of
/// the pattern of ids.
pub(super) fn fill<'a>(
    said: Option<Cow<'a, FrontMatter>>,
    file: &Parsed<'_>,
    metadata: &Metadata,
    fields: &Fields,
) -> Option<Cow<'a, FrontMatter>> {
    let keys: Vec<&str> = metadata.keys().filter(|key| inside(key).is_some()).collect();
    if keys.is_empty() {
        return said;
    }
    let mut said = said.map_or_else(
        || FrontMatter {
            value: Value::Mapping(Mapping::new()),
            span: Span::default(),
            positions: Node::leaf(Span::default()),
        },
        Cow::into_owned,
    );
    for key in keys {
        let path = file.file();
        let value = match inside(key).unwrap_or_default() {
            "folder" => path.folder().rsplit('/').next().map(str::to_owned),
            "file" => Some(path.stem().to_owned()),
            "heading" => match file.excerpt {
                Some(excerpt) => Some(excerpt.heading.clone()),
                None => file.document.outline.first().map(|heading| heading.text.clone()),
            },
            field => fields.get(field).map(str::to_owned),
        };
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            insert(&mut said, key, (value.into(), Node::leaf(Span::default())));
        }
    }
    Some(Cow::Owned(said))
}

/// What stands in the braces of a key.
fn inside(key: &str) -> Option<&str> {
    key.strip_prefix('{')?.strip_suffix('}')
}

/// Adds those of `entries` whose key is not there yet, under the `known` key that is the same but for letter case
/// and signs between words.
fn add(said: &mut FrontMatter, known: &BTreeMap<String, &str>, entries: Vec<(String, Entry)>) {
    for (key, entry) in entries {
        let key = known.get(&folded(&key)).map_or(key.as_str(), |known| known).to_owned();
        if said.value.get(key.as_str()).is_none() {
            insert(said, &key, entry);
        }
    }
}

/// Sets `key`.
fn insert(said: &mut FrontMatter, key: &str, (value, node): Entry) {
    if let Value::Mapping(mapping) = &mut said.value {
        mapping.insert(key.into(), value);
    }
    said.positions.children.push((key.into(), node));
}

/// A key without letter case and signs between words: `Start Date`, `start-date` and `start_date` are one.
fn folded(key: &str) -> String {
    key.to_lowercase().replace(['-', '_', ' '], "")
}

/// The entries of front matter.
fn entries(front: &FrontMatter) -> Vec<(String, Entry)> {
    let Value::Mapping(mapping) = &front.value else { return Vec::new() };
    let entry = |(key, value): (&Value, &Value)| {
        let key = key.as_str()?;
        Some((key.to_owned(), (value.clone(), front.positions.child(key).clone())))
    };
    mapping.iter().filter_map(entry).collect()
}

/// The items `Key: value` of the first list, as long as nothing but headings and a paragraph stand before it. What
/// stands in an item below one continues its value.
fn listed(blocks: &Blocks) -> Vec<(String, Entry)> {
    let is_item = |block: &&Block| matches!(block.kind, BlockKind::Item { .. });
    let mut found: Vec<(String, Entry)> = Vec::new();
    let before = blocks.list.iter().take_while(|block| !is_item(block));
    if before.filter(|block| !matches!(block.kind, BlockKind::Heading { .. })).count() > 1 {
        return found;
    }
    for block in blocks.list.iter().skip_while(|block| !is_item(block)).take_while(is_item) {
        let words = blocks.words(block);
        let at = blocks.source_span(block.words);
        match (words.split_once(':'), found.last_mut()) {
            (Some((key, value)), _) if block.parent.is_none() && is_key(key) => {
                let key_length = key.len();
                let key = line::bare(key).to_owned();
                let node =
                    Node { key: Some(Span { end: at.start + key_length as u32, ..at }), ..Node::leaf(at) };
                found.push((key, (line::spaced(value).trim().into(), node)));
            }
            (_, Some((_, (Value::String(value), _)))) if block.parent.is_some() => {
                value.push_str(if value.is_empty() { "" } else { ", " });
                value.push_str(line::spaced(words).trim());
            }
            _ => {}
        }
    }
    found.retain(|(_, (value, _))| value.as_str().is_some_and(|value| !value.is_empty()));
    found
}

/// Whether `text` may be a key.
fn is_key(text: &str) -> bool {
    let key = line::bare(text);
    !key.is_empty() && key.len() <= LONGEST_KEY && key.starts_with(char::is_alphabetic)
}

/// The first line below each heading that is short enough to be a key.
fn below_headings(blocks: &Blocks) -> Vec<(String, Entry)> {
    let mut found = Vec::new();
    for (place, block) in blocks.list.iter().enumerate() {
        let words = blocks.words(block);
        if !matches!(block.kind, BlockKind::Heading { .. }) || !is_key(words) {
            continue;
        }
        let Some(below) = blocks.list.get(place + 1) else { continue };
        let is_text = matches!(below.kind, BlockKind::Paragraph | BlockKind::Item { .. });
        let Some(line) = blocks.lines(below).next().filter(|_| is_text) else { continue };
        let node = Node { key: Some(block.span), ..Node::leaf(blocks.source_span(line)) };
        found.push((line::bare(words).to_owned(), (line::spaced(blocks.slice(line)).trim().into(), node)));
    }
    found
}

/// What the file beside the text says.
fn sidecar(file: &Parsed<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Entry)> {
    let Some((path, text)) = file.sidecar else { return Vec::new() };
    let (read, problems) = yaml::parse(&text.text, 0);
    let path = SourcePath::new(&file.path.source, path);
    diagnostics.extend(problems.into_iter().map(|problem| {
        problem.diagnostic(Severity::Warning, code::FRONT_MATTER, |span| Location::span(&path, span))
    }));
    let Value::Mapping(mapping) = read.value else { return Vec::new() };
    // Places in another file are no places in this one.
    let entry =
        |(key, value): (Value, Value)| Some((key.as_str()?.to_owned(), (value, Node::leaf(Span::default()))));
    mapping.into_iter().filter_map(entry).collect()
}

/// Writes dates as ISO 8601 has them and relations as lists.
fn normalize(said: &mut FrontMatter, metadata: &Metadata) {
    for key in metadata.dates.values() {
        if let Some(day) = field::text(&said.value, key).and_then(|text| date(&text, metadata))
            && let Some(value) = said.value.get_mut(key.as_str())
        {
            *value = day.to_string().into();
        }
    }
    for key in metadata.relations.values() {
        let Some(value) = said.value.get_mut(key.as_str()) else { continue };
        if let Value::Number(number) = value {
            *value = number.to_string().into();
        }
        if let Value::String(text) = value {
            let others = text.split([',', ';']).map(str::trim);
            let named = |other: &&str| other.chars().any(char::is_alphanumeric) && !is_nothing(other);
            *value = Value::Sequence(others.filter(named).map(Value::from).collect());
        }
    }
}

/// Whether a text says that there is nothing.
fn is_nothing(text: &str) -> bool {
    ["none", "n/a", "null"].iter().any(|nothing| text.eq_ignore_ascii_case(nothing))
}

/// The date that `text` begins with, as it is usually written or as configured.
fn date(text: &str, metadata: &Metadata) -> Option<Date> {
    static USUAL: std::sync::LazyLock<Option<DateRule>> =
        std::sync::LazyLock::new(|| DateRule::new(DatePlace::Heading, None).ok());
    let rules = metadata.date_formats.iter().chain(USUAL.as_ref());
    rules.filter_map(|rule| rule.find(text)).min_by_key(|(_, range)| range.start).map(|(date, _)| date)
}
