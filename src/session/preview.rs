//! One page as it would be if its text were another: what an editor shows beside the text.
//!
//! It begins with a [payload](crate::pipeline::payload) instead of the sources. Until its text is given, a document is
//! known by its reading alone, from which everything can be linked; it has no body. The bytes of a page are those that
//! a build writes with the same text.
//!
//! Plugins are asked, and code is marked, by somebody else, with whose answers the page is rendered again; see
//! [`crate::plugin::Memory`] and [`crate::document::Memory`]. Until they are there it would be another page, and so
//! there is none.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::{Change, Inputs, Remembered, Session};
use crate::base::{Diagnostic, Hash, LineIndex, Location, RelPath, SourceName, SourcePath};
use crate::page::{Keys, Page};
use crate::pipeline::{self, Read, Understood, payload};
use crate::release::which::Landings;
use crate::source::{File, Text};

/// A site of which single pages are rendered while their texts change.
#[derive(Debug)]
pub struct Preview {
    /// The site.
    pub(super) session: Session,
    /// The documents that have no body yet.
    without_body: BTreeSet<SourcePath>,
}

/// A page and the file that it shows.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct Shown {
    /// The source.
    pub source: SourceName,
    /// The file.
    pub path: RelPath,
    /// The page's place on the site, without a leading slash.
    pub url: String,
}

/// A page as it would be.
#[derive(Debug)]
pub struct Previewed {
    /// The HTML; nothing where no page shows the text, or something is wanted before.
    pub page: Option<String>,
    /// What is wrong with the file, in the order of a report.
    pub problems: Vec<Problem>,
    /// Whether everything was linked anew.
    pub linked: bool,
    /// What is wanted before the page can be as it should be.
    pub wants: Option<Want>,
}

/// What a page may want before it can be as it should be.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub enum Want {
    /// That [errands](Preview::errand) are run.
    Answers,
    /// That [code](Preview::code) is marked.
    Marks,
}

/// A diagnostic of one file, for a page that shows the file.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// `error`, `warning` or `advice`.
    pub severity: &'static str,
    /// The stable code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Line from 1; nothing when the whole file is meant.
    pub line: Option<u32>,
    /// Column in characters from 1.
    pub column: Option<u32>,
    /// The line in which it ends.
    pub end_line: Option<u32>,
    /// The column behind its end.
    pub end_column: Option<u32>,
    /// What to do.
    pub hints: Vec<String>,
}

impl Preview {
    /// Opens the site that `bytes` are the payload of; nothing where they are damaged or another program's.
    pub fn open(bytes: &[u8]) -> Option<Preview> {
        let payload::Payload { config, sources, theme, day, files } = payload::read(bytes)?;
        let known = |path: &SourcePath, _: Hash| files.get(path).map(|read| Read::clone(read));
        let inputs = Inputs { config, sources, theme, day };
        let session = Session::remembering(inputs, &known, Remembered::elsewhere(), &|_| ());
        Some(Preview { session, without_body: files.into_keys().collect() })
    }

    /// All pages that show a text, with the file that it stands in.
    pub fn documents(&self) -> Vec<Shown> {
        let (pages, record) = (self.session.pages(), self.session.record());
        let shown = |page: &Page| {
            let path = &record.documents.get(page.document?.0 as usize)?.path;
            let source = self.session.inputs().sources.sources.get(&path.source)?;
            let file = source.file_of(&path.path);
            Some(Shown { source: path.source.clone(), path: file.clone(), url: page.url.clone() })
        };
        pages.pages.iter().filter_map(shown).collect()
    }

    /// The page that shows the text at `path`, if that were `text`; `url` says which where the file is several
    /// documents.
    pub fn render(&mut self, path: &SourcePath, text: String, url: Option<&str>) -> Previewed {
        let known = self.session.inputs().sources.file(path);
        let valid = !matches!(known, Some(File::Text(known)) if !known.valid);
        let text = Text { hash: Hash::of(text.as_bytes()), text, valid };
        self.session.answers.begin();
        self.session.reader.highlighted().begin();
        let update = self.session.apply(Change::Texts(BTreeMap::from([(path.clone(), Arc::new(text))])));
        for read in &update.read {
            self.without_body.remove(read);
        }
        let page = self.shown(path, url);
        let document = page.as_ref().and_then(|page| self.document_of(page));
        if let Some(document) = document.filter(|document| self.without_body.remove(document)) {
            self.session.read_again(&document);
        }
        let wants = self.wants();
        match wants {
            // What plugins say may change all that is read.
            Some(Want::Answers) => self.session.forget(path),
            Some(Want::Marks) => self.without_body.extend(self.session.documents_of(path)),
            None => {}
        }
        if wants.is_some() {
            return Previewed { page: None, problems: Vec::new(), linked: update.linked, wants };
        }
        let mut diagnostics = self.session.diagnostics_of(path);
        let page = page.map(|page| {
            let pages = self.session.pages();
            let Session { templates, files, linked, ledger, inputs, .. } = &self.session;
            let landings = Landings { components: &inputs.sources.components, ledger };
            let known = Understood { files, linked, landings };
            let shown = pipeline::show(&pages, &templates.value, known, &page, Keys::Unused);
            shown.render(&templates.value).unload(&mut diagnostics)
        });
        // A template of the site's own may be at fault, but nobody who edits this file can mend it there.
        let is_here = |at: &Location| at.source.as_ref() == Some(&path.source) && at.path == path.path;
        diagnostics.retain(|diagnostic| diagnostic.location.as_ref().is_some_and(is_here));
        diagnostics.sort();
        diagnostics.dedup();
        let problems = self.problems(path, &diagnostics);
        Previewed { page, problems, linked: update.linked, wants }
    }

    /// What is wanted before the text that was read last is as it should be.
    fn wants(&self) -> Option<Want> {
        // A block that a plugin has yet to draw may be in a language that nobody will need.
        let waits = [
            (Want::Answers, self.session.answers.waits()),
            (Want::Marks, self.session.reader.highlighted().waits()),
        ];
        waits.into_iter().find_map(|(want, waits)| waits.then_some(want))
    }

    /// The next question to a plugin, as bytes for a [`Runner`](crate::plugin::Runner).
    pub fn errand(&self) -> Option<Vec<u8>> {
        self.session.answers.errand()
    }

    /// Takes what came of an errand, for the next [`render`](Preview::render); whether it could be read.
    pub fn answer(&self, outcome: &[u8]) -> bool {
        self.session.answers.answer(outcome)
    }

    /// All code that is yet to be marked, as bytes for [`answer`](crate::document::highlight::language::answer).
    pub fn code(&self) -> Vec<u8> {
        self.session.reader.highlighted().questions()
    }

    /// Takes the marks, for the next [`render`](Preview::render); whether they could be read.
    pub fn mark(&self, answers: &[u8]) -> bool {
        self.session.reader.highlighted().answer(answers)
    }

    /// Leaves that code plain: nobody can mark it.
    pub fn leave_plain(&self) {
        self.session.reader.highlighted().leave_plain();
    }

    /// The page that shows the text at `path`.
    fn shown(&self, path: &SourcePath, url: Option<&str>) -> Option<Page> {
        let pages = self.session.pages();
        if let Some(page) = url.and_then(|url| pages.find(url)).filter(|page| page.document.is_some()) {
            return Some(page.clone());
        }
        let id = *self.session.record().by_path.get(path)?;
        pages.pages.iter().find(|page| page.document == Some(id)).cloned()
    }

    /// The document that `page` shows.
    fn document_of(&self, page: &Page) -> Option<SourcePath> {
        Some(self.session.record().documents.get(page.document?.0 as usize)?.path.clone())
    }

    /// `diagnostics` of the file at `path` with their places as people count them.
    fn problems(&self, path: &SourcePath, diagnostics: &[Diagnostic]) -> Vec<Problem> {
        let text = pipeline::text(&self.session.inputs().sources, path).map(|text| text.text.clone());
        let text = text.as_ref().map_or("", |text| &text.text);
        let lines = LineIndex::new(text);
        let problem = |diagnostic: &Diagnostic| {
            let span = diagnostic.location.as_ref().and_then(|location| location.span);
            let places =
                span.map(|span| (lines.line_column(text, span.start), lines.line_column(text, span.end)));
            Problem {
                severity: diagnostic.severity.as_str(),
                code: diagnostic.code.to_string(),
                message: diagnostic.message.clone(),
                line: places.map(|(start, _)| start.line),
                column: places.map(|(start, _)| start.column),
                end_line: places.map(|(_, end)| end.line),
                end_column: places.map(|(_, end)| end.column),
                hints: diagnostic.hints.iter().map(|hint| hint.message.clone()).collect(),
            }
        };
        diagnostics.iter().map(problem).collect()
    }
}

impl Session {
    /// Reads the text at `path` once more, for what is not kept of it; its facts are the same.
    fn read_again(&mut self, path: &SourcePath) {
        if let Some(text) = pipeline::text(&self.inputs.sources, path) {
            let read = self.reader.read(&text);
            self.files.insert(path.clone(), Arc::new(read));
        }
    }

    /// Lets the text at `path` be read again when it is given the next time, though it be the same.
    fn forget(&mut self, path: &SourcePath) {
        for document in self.documents_of(path) {
            self.keys.remove(&document);
        }
    }

    /// The documents that the file at `path` is.
    fn documents_of(&self, path: &SourcePath) -> Vec<SourcePath> {
        let source = self.inputs.sources.sources.get(&path.source);
        let parts = source.iter().flat_map(|source| &source.excerpts);
        let parts = parts.filter(|(_, excerpt)| excerpt.file == path.path);
        let parts = parts.map(|(part, _)| SourcePath::new(&path.source, part));
        std::iter::once(path.clone()).chain(parts).collect()
    }

    /// What is wrong with the file at `path`, pages aside.
    fn diagnostics_of(&self, path: &SourcePath) -> Vec<Diagnostic> {
        let documents = self.documents_of(path);
        let of_texts =
            documents.iter().filter_map(|path| self.files.get(path)).flat_map(|read| &read.diagnostics);
        let is_here = |diagnostic: &&Diagnostic| {
            let location = diagnostic.location.as_ref();
            location.is_some_and(|at| {
                at.source.as_ref() == Some(&path.source) && documents.iter().any(|path| path.path == at.path)
            })
        };
        let mut all: Vec<Diagnostic> = of_texts.chain(self.linked.iter().filter(is_here)).cloned().collect();
        all.iter_mut().for_each(|diagnostic| pipeline::in_file(diagnostic, &self.inputs.sources));
        all
    }
}
