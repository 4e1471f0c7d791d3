//! The whole way from sources to a site: the only file that names every stage.

use std::sync::Arc;

use rayon::prelude::*;

use crate::base::{Date, SourcePath, Warned};
use crate::document::mention::{Terms, Vocabulary};
use crate::document::{self, Document};
use crate::link::{self, DocumentId, Extracted, Named, Record};
use crate::page::{self, Pages, Templates, Theme};
use crate::record::{self, Facts, Parsed, Rules};
use crate::site::{self, Parts, Site};
use crate::source::{Config, File, Kind, Source, SourceSet};

/// Everything that a build depends on. Equal inputs give equal bytes, with any number of threads.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// What the community configured.
    pub config: &'a Config,
    /// What was read.
    pub sources: &'a SourceSet,
    /// How it looks.
    pub theme: &'a Theme,
    /// The day for which states are computed and that pages call today.
    pub day: Date,
}

/// What a build made.
#[derive(Debug, Default)]
pub struct Built {
    /// The record.
    pub record: Record,
    /// The files that show it.
    pub site: Site,
}

/// Builds the site; `begin` is told the name of each stage when it begins.
///
/// The diagnostics of all stages come sorted by place and without repeats.
pub fn build(input: &Input<'_>, begin: &dyn Fn(&'static str)) -> Warned<Built> {
    let mut diagnostics = Vec::new();

    begin("document");
    let texts = texts(input.sources);
    let options = document::Options {
        repair_encoding: input.config.repair_encoding,
        vocabulary: Some(Arc::new(Vocabulary::new(&Terms::new(input.config)))),
        ..Default::default()
    };
    let memory = document::Memory::default();
    let read: Vec<Warned<(Document, Facts)>> =
        texts.par_iter().map(|text| read(text, &options, &memory)).collect();
    let read: Vec<(Document, Facts)> = read.into_iter().map(|read| read.unload(&mut diagnostics)).collect();

    begin("link");
    let extracted: Vec<Extracted<'_>> = texts
        .iter()
        .zip(&read)
        .map(|(text, (document, facts))| Extracted {
            path: &text.path,
            facts,
            references: &document.references,
            names: Named {
                mentions: &document.mentions,
                placeholders: &document.placeholders,
                outline: &document.outline,
            },
        })
        .collect();
    let input_of_link = link::Input {
        config: input.config,
        sources: &input.sources.sources,
        documents: &extracted,
        day: input.day,
    };
    let record = link::link(input_of_link).unload(&mut diagnostics);

    begin("page");
    let pages = Pages::plan(&record, input.config, input.sources);
    let templates = Templates::new(input.theme.clone()).unload(&mut diagnostics);
    let documents = in_record_order(&record, &texts, &read);
    let rendered: Vec<Warned<site::Page>> = pages
        .pages
        .par_iter()
        .map(|page| {
            let document = page.document.and_then(|id| documents[id.0 as usize]);
            page::render(&pages, &templates, page, document).map(|html| site::Page {
                url: page.url.clone(),
                html,
                changed: page.document.and_then(|id| changed(&record, input.sources, id)),
            })
        })
        .collect();
    let rendered = rendered.into_iter().map(|page| page.unload(&mut diagnostics)).collect();

    begin("site");
    let site = site::assemble(Parts {
        pages: rendered,
        statics: input.theme.statics.clone(),
        assets: record.assets.clone(),
        redirects: record
            .redirects
            .iter()
            .map(|(from, &to)| (from.clone(), record.document(to).url.clone()))
            .collect(),
        url: input.config.url.clone(),
    });

    diagnostics.sort();
    diagnostics.dedup();
    Warned { value: Built { record, site }, diagnostics }
}

/// The stages that look at one file alone.
fn read(
    text: &SourceText<'_>,
    options: &document::Options,
    memory: &document::Memory,
) -> Warned<(Document, Facts)> {
    let mut diagnostics = Vec::new();
    let options = document::Options { blocks: text.source.config.kind == Kind::Minutes, ..options.clone() };
    let mut document = document::parse_with(&text.path, text.text, &options, memory).unload(&mut diagnostics);
    let history = text.source.history.files.get(&text.path.path);
    let parsed = Parsed { path: &text.path, text: text.text, document: &document, history };
    let facts = record::extract(&parsed, &text.source.config, &text.rules).unload(&mut diagnostics);
    // What is recorded has been taken from them.
    document.blocks = None;
    Warned { value: (document, facts), diagnostics }
}

/// The documents in the order of the record, which is that of [`DocumentId`]s.
fn in_record_order<'a>(
    record: &Record,
    texts: &[SourceText<'_>],
    read: &'a [(Document, Facts)],
) -> Vec<Option<&'a Document>> {
    let mut documents = vec![None; record.documents.len()];
    for (text, (document, _)) in texts.iter().zip(read) {
        if let Some(id) = record.by_path.get(&text.path) {
            documents[id.0 as usize] = Some(document);
        }
    }
    documents
}

/// The day of the last change of a document, where git knows it.
fn changed(record: &Record, sources: &SourceSet, id: DocumentId) -> Option<Date> {
    let path = &record.document(id).path;
    let history = &sources.sources.get(&path.source)?.history;
    Some(history.files.get(&path.path)?.last.as_ref()?.date)
}

/// One text of one source.
struct SourceText<'a> {
    path: SourcePath,
    source: &'a Source,
    text: &'a str,
    rules: Rules,
}

/// All texts, in the order of their sources' names and their paths.
fn texts(sources: &SourceSet) -> Vec<SourceText<'_>> {
    let mut texts = Vec::new();
    for (name, source) in &sources.sources {
        let rules = Rules::new(&source.config);
        for (path, file) in &source.files {
            if let File::Text(text) = file {
                let (path, rules) = (SourcePath::new(name, path), rules.clone());
                texts.push(SourceText { path, source, text: &text.text, rules });
            }
        }
    }
    texts
}
