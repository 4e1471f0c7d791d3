//! The whole way from sources to a site: the only file that names every stage.
//!
//! `reader.rs` is the part of it that one text goes by itself.

pub mod payload;
mod reader;
mod source_text;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

pub use reader::{Files, Read, Reader, read};
pub use source_text::{SourceText, text, texts};

use crate::base::parallel::*;
use crate::base::{Date, Diagnostic, Location, OutPath, SourcePath, Warned};
use crate::document::{self, Document};
use crate::link::{self, DocumentId, Extracted, Named, Record, Subject};
use crate::page::{
    self, Beside, Keys, ONLY_OF_DOCUMENTS, Page, PageKind, Pages, Shipped, ShippedStep, Shown, Templates,
    Theme,
};
use crate::release;
use crate::release::ledger::{Basis, Ledger};
use crate::release::which::{self, Answer, Landings};
use crate::site::{self, Parts, Site};
use crate::source::mask;
use crate::source::{Config, SourceSet, Text};

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
    let prepared = prepare(input.config, input.sources);
    let input = &Input { sources: &prepared, ..*input };
    let mut diagnostics = Vec::new();
    let (files, Warned { value: record, diagnostics: linked }) = understand(input, begin, &mut diagnostics);

    begin("page");
    let ledger = Ledger::new(&record, &input.sources.components);
    let landings = Landings { components: &input.sources.components, ledger: &ledger };
    let pages = Pages::plan(&record, input.config, input.sources, shipped(&record, landings));
    let templates = Templates::new(input.theme.clone()).unload(&mut diagnostics);
    let rendered: Vec<Warned<Arc<str>>> = pages
        .pages
        .par_iter()
        .map(|page| {
            let known = Understood { files: &files, linked: &linked, landings };
            show(&pages, &templates, known, page, Keys::Unused).render(&templates).map(Arc::from)
        })
        .collect();
    let rendered: Vec<Arc<str>> = rendered.into_iter().map(|page| page.unload(&mut diagnostics)).collect();
    diagnostics.extend(linked);

    begin("site");
    let made = Made { graph: Some(graph(input, &record, &files)), engine: engine(input, &files) };
    let site = assemble(input, &pages, rendered, made);
    diagnostics.iter_mut().for_each(|diagnostic| in_file(diagnostic, input.sources));
    diagnostics.sort();
    diagnostics.dedup();
    Warned { value: Built { record, site }, diagnostics }
}

/// `sources` as the stages read them: without what is not to be published, and with the parts of files that are
/// documents of their own. To prepare what is prepared changes nothing.
pub fn prepare<'a>(config: &Config, sources: &'a SourceSet) -> Cow<'a, SourceSet> {
    if !config.mask_emails {
        return document::excerpt::divide(sources);
    }
    let masked = mask::masked(sources);
    Cow::Owned(document::excerpt::divide(&masked).into_owned())
}

/// The record of `input` alone, without pages.
pub fn record(input: &Input<'_>) -> Record {
    let prepared = prepare(input.config, input.sources);
    let input = &Input { sources: &prepared, ..*input };
    link(input, &read(input)).value
}

/// The published record alone, without the pages: the bytes of [`site::graph::FILE`].
///
/// The diagnostics of all stages but those of pages come sorted by place and without repeats.
pub fn build_graph(input: &Input<'_>, begin: &dyn Fn(&'static str)) -> Warned<Vec<u8>> {
    let prepared = prepare(input.config, input.sources);
    let input = &Input { sources: &prepared, ..*input };
    let mut diagnostics = Vec::new();
    let (files, linked) = understand(input, begin, &mut diagnostics);
    let record = linked.unload(&mut diagnostics);
    begin("site");
    let graph = graph(input, &record, &files);
    diagnostics.iter_mut().for_each(|diagnostic| in_file(diagnostic, input.sources));
    diagnostics.sort();
    diagnostics.dedup();
    Warned { value: graph, diagnostics }
}

/// Stages 2 to 4: what all texts say, and the record. What stages 2 and 3 had to say goes to `diagnostics`.
fn understand(
    input: &Input<'_>,
    begin: &dyn Fn(&'static str),
    diagnostics: &mut Vec<Diagnostic>,
) -> (Files, Warned<Record>) {
    begin("document");
    let reader = Reader::new(input, Arc::default());
    let files = reader.read_all(input.sources);

    begin("link");
    diagnostics.extend(reader.diagnostics());
    diagnostics.extend(release::fragment::problems(input.sources));
    diagnostics.extend(files.values().flat_map(|read| read.diagnostics.iter().cloned()));
    let linked = link(input, &files);
    (files, linked)
}

/// Stage 4: all files together.
pub fn link(input: &Input<'_>, files: &Files) -> Warned<Record> {
    linked(input, files, true)
}

/// Stage 4 for whoever makes no pages: the record without what only they show.
pub fn link_unshown(input: &Input<'_>, files: &Files) -> Warned<Record> {
    linked(input, files, false)
}

/// All files together, for pages or for none.
fn linked(input: &Input<'_>, files: &Files, is_shown: bool) -> Warned<Record> {
    let documents: Vec<Extracted<'_>> = files.iter().map(|(path, read)| extracted(path, read)).collect();
    let written = OutPath::new(site::graph::FILE).into_iter();
    let beside = input.theme.statics.keys().cloned().chain(written).collect();
    link::link(link::Input {
        config: input.config,
        sources: &input.sources.sources,
        documents: &documents,
        files: &beside,
        day: input.day,
        is_shown,
    })
}

/// What reaches stage 4 of the file at `path`.
pub fn extracted<'a>(path: &'a SourcePath, read: &'a Read) -> Extracted<'a> {
    Extracted {
        path,
        facts: &read.facts,
        references: &read.document.references,
        names: Named {
            mentions: &read.document.mentions,
            placeholders: &read.document.placeholders,
            outline: &read.document.outline,
        },
    }
}

/// What the stages before made, beside the record.
#[derive(Debug, Clone, Copy)]
pub struct Understood<'a> {
    /// All texts as they were read.
    pub files: &'a Files,
    /// What stage 4 had to say.
    pub linked: &'a [Diagnostic],
    /// What commits and tags tell.
    pub landings: Landings<'a>,
}

/// Stage 5: what `page` shows, ready to be rendered.
pub fn show(
    pages: &Pages<'_>,
    templates: &Templates,
    known: Understood<'_>,
    page: &Page,
    keys: Keys,
) -> Shown {
    let document = page.document.and_then(|id| known.files.get(&pages.record.document(id).path));
    let beside = beside(pages, known, page);
    page::show(pages, templates, page, document.map(|read| &read.document), &beside, keys)
}

/// What `page` shows beside its document and the record.
fn beside(pages: &Pages<'_>, known: Understood<'_>, page: &Page) -> Beside {
    let Pages { record, config, sources, .. } = *pages;
    // No text is needed to tell what a release has.
    let facts = release::Known { config, sources, record, documents: &[] };
    let answer = match (&page.kind, page.document) {
        (PageKind::Status(id), _) if !ONLY_OF_DOCUMENTS => {
            return Beside { status: status(pages, known, *id), shipped: None };
        }
        (PageKind::Standard, Some(id)) => which::edition(facts, id),
        (PageKind::Topic(Subject::Issue { repository, number }), _) if !ONLY_OF_DOCUMENTS => {
            Some(which::issue(facts, known.landings, repository, u64::from(*number)))
        }
        _ => None,
    };
    Beside { shipped: answer.and_then(way), ..Beside::default() }
}

/// An answer that names a release, as pages show it.
fn way(answer: Answer) -> Option<Shipped> {
    let (release, _) = answer.chain.last().filter(|step| step.kind == "release")?.place.clone()?;
    let step = |step: which::Step| ShippedStep {
        kind: step.kind,
        date: step.date,
        text: step.text,
        place: step.place,
        elsewhere: step.url,
    };
    let by_day = answer.basis == Some(Basis::Day.as_str());
    Some(Shipped { release, by_day, steps: answer.chain.into_iter().map(step).collect() })
}

/// Of all that decisions touch, the first release that has it.
pub fn shipped(record: &Record, landings: Landings<'_>) -> BTreeMap<Subject, DocumentId> {
    let subjects = (0..record.decisions.len()).flat_map(|place| record.backlinks.of_decision(place));
    let release = |subject: &Subject| match subject {
        Subject::Document(id) => record.release_for(record.lives.get(id)?.from?),
        Subject::Issue { repository, number } => {
            let last = repository.rsplit('/').next().unwrap_or(repository);
            let Landings { components, ledger } = landings;
            let (_, release) = ledger.issue(record, components, last, u64::from(*number))?;
            release.map(|(release, _)| release)
        }
        Subject::Named { .. } => None,
    };
    subjects.filter_map(|subject| Some((subject.clone(), release(subject)?))).collect()
}

/// What the notes of the release `id` still lack.
fn status(pages: &Pages<'_>, known: Understood<'_>, id: DocumentId) -> Vec<Diagnostic> {
    let Pages { record, config, sources, .. } = *pages;
    let path = &record.document(id).path;
    let (Some(window), Some(read)) = (record.window(id), known.files.get(path)) else { return Vec::new() };
    let text = text(sources, path).map_or("", |text| text.text.text.as_str());
    let said: Vec<Diagnostic> = read.diagnostics.iter().chain(known.linked).cloned().collect();
    let documents = documents(record, known.files);
    let known = release::Known { config, sources, record, documents: &documents };
    let collected = release::collect(known, id, window, Vec::new(), Vec::new());
    release::status::status(known, &collected, path, text, sources.draft(path), &said)
}

/// The documents of `record` in its order, as they were read.
fn documents<'a>(record: &Record, files: &'a Files) -> Vec<Option<&'a Document>> {
    record.documents.iter().map(|entry| files.get(&entry.path).map(|read| &read.document)).collect()
}

/// Stage 6: the published record, the bytes of [`site::graph::FILE`].
pub fn graph(input: &Input<'_>, record: &Record, files: &Files) -> Vec<u8> {
    let documents = documents(record, files);
    let Input { config, sources, .. } = *input;
    site::graph::json(site::graph::Input { config, sources, record, documents: &documents })
}

/// Files that are made of everything.
#[derive(Debug, Default)]
pub struct Made {
    /// The published record; nothing while it is not wanted.
    pub graph: Option<Vec<u8>>,
    /// What the engine for browsers works with.
    pub engine: Vec<(OutPath, Arc<[u8]>)>,
}

/// Stage 6: what the engine for browsers works with, where the theme has that.
pub fn engine(input: &Input<'_>, files: &Files) -> Vec<(OutPath, Arc<[u8]>)> {
    if !input.theme.has_editor() {
        return Vec::new();
    }
    let payload = Some((payload::FILE, payload::write(input, files)));
    let syntaxes = document::highlight::dump().map(|dump| (document::highlight::FILE, dump));
    let files = payload.into_iter().chain(syntaxes);
    files.filter_map(|(name, bytes)| Some((OutPath::new(name).ok()?, Arc::from(bytes)))).collect()
}

/// Stage 6: the site of these pages, `rendered` in their order, and of what is made of everything.
pub fn assemble(input: &Input<'_>, pages: &Pages<'_>, rendered: Vec<Arc<str>>, made: Made) -> Site {
    let Made { graph, engine } = made;
    let record = pages.record;
    let changed = |page: &Page| page.document.and_then(|id| changed(record, input.sources, id));
    let has_editor = input.config.editor && input.theme.has_editor();
    let finished = pages.pages.iter().zip(rendered);
    let redirects = record.redirects.iter();
    site::assemble(Parts {
        pages: finished
            .map(|(page, html)| site::Page {
                url: page.url.clone(),
                html,
                changed: changed(page),
                text: page.document.filter(|_| has_editor).and_then(|id| text_of(record, input.sources, id)),
            })
            .collect(),
        statics: input.theme.statics.clone(),
        graph,
        engine,
        assets: record.assets.clone(),
        redirects: redirects.map(|(from, &to)| (from.clone(), record.document(to).url.clone())).collect(),
        url: input.config.url.clone(),
    })
}

/// The day of the last change of a document, where git knows it.
fn changed(record: &Record, sources: &SourceSet, id: DocumentId) -> Option<Date> {
    let path = &record.document(id).path;
    let history = &sources.sources.get(&path.source)?.history;
    Some(history.files.get(&path.path)?.last.as_ref()?.date)
}

/// The text of a document, if the site may carry it to be edited.
fn text_of(record: &Record, sources: &SourceSet, id: DocumentId) -> Option<Arc<Text>> {
    let path = &record.document(id).path;
    sources.sources.get(&path.source)?.whole_text(&path.path).cloned()
}

/// Leads a diagnostic of a part of a file to that file, because there it is mended.
pub fn in_file(diagnostic: &mut Diagnostic, sources: &SourceSet) {
    let lead = |location: &mut Location| {
        let source = sources.sources.get(location.source.as_ref()?)?;
        let excerpt = source.excerpts.get(&location.path)?;
        let part = std::mem::replace(&mut location.path, excerpt.file.clone());
        location.span = location.span.or(Some(excerpt.span));
        Some((part, &excerpt.file))
    };
    if let Some(location) = &mut diagnostic.location {
        lead(location);
    }
    for hint in &mut diagnostic.hints {
        if let Some((part, file)) = hint.location.as_mut().and_then(lead) {
            hint.message = hint.message.replace(part.as_str(), file.as_str());
        }
    }
}
