//! The record for machines: what was recorded and what every text names, as one JSON file.
//!
//! What pages show is read from the same [`Record`]; nothing is found out here. The shape, [`wire`], is a promise with
//! a JSON Schema. `record.json` on the site and `annals graph` are the same bytes, which depend on the input alone:
//! there is no time and no path of a machine in them.

mod entry;
mod id;
mod item;
mod json;
mod reference;
mod relation;
pub mod wire;

use crate::base::parallel::*;
use crate::base::{SourcePath, url::encode_path};
use crate::document::Document;
use crate::link::{DocumentId, Issues, Record};
use crate::source::{Config, File, SourceSet};
use id::Ids;
use reference::Found;
use wire::Graph;

/// The file on the site.
pub const FILE: &str = "record.json";

/// What the published record is made of.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// What was read.
    pub sources: &'a SourceSet,
    /// The record.
    pub record: &'a Record,
    /// The documents in the order of the record; nothing for one that could not be kept.
    pub documents: &'a [Option<&'a Document>],
}

/// The published record as the bytes of `record.json`.
pub fn json(input: Input<'_>) -> Vec<u8> {
    json::write(&graph(input))
}

/// The JSON Schema (draft 2020-12) of the published record.
pub fn schema() -> serde_json::Value {
    let generator = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.into_root_schema_for::<Graph>().to_value()
}

/// The published record.
pub fn graph(input: Input<'_>) -> Graph {
    let (ids, issues) = (&Ids::new(input.record), &Issues::new(input.config));
    let references: Vec<Vec<Found>> = (0..input.record.documents.len())
        .into_par_iter()
        .map(|number| references(input, ids, issues, DocumentId(number as u32)))
        .collect();
    let site_url = input.config.url.as_deref().map(|url| format!("{}/", url.trim_end_matches('/')));
    Graph {
        version: wire::VERSION,
        title: input.config.title.clone(),
        url: site_url,
        sources: entry::sources(input),
        series: entry::series(input),
        meetings: entry::meetings(input, ids),
        standards: entry::standards(input, ids),
        scopes: entry::scopes(input, ids),
        releases: entry::releases(input, ids, &references),
        decisions: item::decisions(input, ids, &references),
        actions: item::actions(input, ids),
        pages: entry::pages(input, ids),
        references: references.into_iter().flatten().map(|found| found.reference).collect(),
    }
}

/// What the document `id` names.
fn references(input: Input<'_>, ids: &Ids<'_>, issues: &Issues, id: DocumentId) -> Vec<Found> {
    let document = input.documents.get(id.0 as usize).copied().flatten();
    let path = &input.record.document(id).path;
    let Some((document, source)) = document.zip(input.sources.sources.get(&path.source)) else {
        return Vec::new();
    };
    // Of a part of a file the places are those of the file, and so is the text around them.
    match source.files.get(source.file_of(&path.path)) {
        Some(File::Text(text)) => reference::references(input, (ids, issues), id, document, &text.text),
        _ => Vec::new(),
    }
}

/// The file that the text at `path` stands in.
fn file(input: Input<'_>, path: &SourcePath) -> String {
    let source = input.sources.sources.get(&path.source);
    source.map_or(&path.path, |source| source.file_of(&path.path)).to_string()
}

/// The address of the page at the URL path `path`.
fn url(input: Input<'_>, path: &str) -> String {
    match (&input.config.url, path) {
        (Some(site), path) => format!("{}/{}", site.trim_end_matches('/'), encode_path(path)),
        (None, "") => "./".to_owned(),
        (None, path) => encode_path(path),
    }
}
