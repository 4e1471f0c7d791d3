//! A site that is built again and again: only what a change touches is done anew.
//!
//! A session holds what was read, what each stage made of it, and the pages that were asked for. [`Session::apply`]
//! takes a change and runs as little as gives the same bytes as a clean build:
//!
//! - stages 2 and 3 for the files whose text, history or rules changed;
//! - stage 4 when what reaches it from some file changed, beyond places that moved within their lines;
//! - a page when it is asked for and its key, the hash of all that it shows, is another one.
//!
//! So a changed sentence reads one file, links nothing and renders one page, and a site of any size can be served
//! as soon as it is linked.

mod change;
mod inputs;
mod moves;
pub mod preview;
mod site;
#[cfg(test)]
mod tests;
mod text;
mod understanding;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use crate::base::{Diagnostic, Hash, LineIndex, OutPath, SourcePath, Warned};
use crate::document::excerpt;
use crate::link::Record;
use crate::page::{Pages, Plan, Templates, Theme};
use crate::pipeline::{self, Files, Read, Reader, SourceText};
pub use crate::plugin::{Answers, Memory as Remembered};
use crate::record::FactsKind;
use crate::release::Ledger;
use crate::release::which::Landings;
use crate::site::Site;
use crate::source::mask;
use crate::source::{File, Source, SourceSet, Text};
pub use change::{Change, Update, Work};
pub use inputs::Inputs;
use moves::{Moves, moves};
pub use site::{Known, Rendered};
use text::{Texts, key, keys, read, readings};
pub use understanding::{Bodies, Understanding};

/// Gives what was made of the text at a path before, under its key.
pub type Recall<'a> = dyn Fn(&SourcePath, Hash) -> Option<Read> + Sync + 'a;

/// A site, and what is needed to keep it up to date.
#[derive(Debug)]
pub struct Session {
    inputs: Inputs,
    reader: Reader,
    /// What plugins answered.
    answers: Arc<Remembered>,
    /// What was made of each text, and under which key.
    files: Files,
    keys: BTreeMap<SourcePath, Hash>,
    record: Record,
    /// What stage 4 had to say.
    linked: Vec<Diagnostic>,
    /// Which commits are in which release.
    ledger: Ledger,
    plan: Arc<Plan>,
    templates: Warned<Templates>,
    /// The pages that were asked for, by URL.
    rendered: RwLock<BTreeMap<String, Rendered>>,
    /// The files beside the pages and the published record, since the last change.
    beside: OnceLock<Site>,
    /// The published record, since the last change.
    graph: OnceLock<Arc<[u8]>>,
    /// What the engine for browsers works with, since the last change.
    engine: OnceLock<Vec<(OutPath, Arc<[u8]>)>>,
    /// Counts the changes.
    generation: u64,
    work: Work,
    views: AtomicUsize,
    renderings: AtomicUsize,
}

impl Session {
    /// Reads and links `inputs`; no page is rendered before it is asked for.
    pub fn new(inputs: Inputs) -> Session {
        Session::with(inputs, &|_, _| None, &|_| ())
    }

    /// The same, with what was made of texts before: `recall` is asked with the key of each. `begin` is told the name
    /// of each stage when it begins.
    pub fn with(inputs: Inputs, recall: &Recall<'_>, begin: &dyn Fn(&'static str)) -> Session {
        Session::remembering(inputs, recall, Remembered::default(), begin)
    }

    /// The same, with what plugins answered before.
    pub fn remembering(
        inputs: Inputs,
        recall: &Recall<'_>,
        answers: Remembered,
        begin: &dyn Fn(&'static str),
    ) -> Session {
        begin("document");
        let inputs = prepared(inputs);
        let input = inputs.input();
        let answers = Arc::new(answers);
        let reader = Reader::new(&input, Arc::clone(&answers));
        let texts = Texts::new(&reader, &inputs.sources, recall);
        begin("link");
        let linked = pipeline::link(&input, &texts.files);
        begin("page");
        let ledger = Ledger::new(&linked.value, &inputs.sources.components);
        let plan = plan(&linked.value, &inputs, &ledger);
        let templates = Templates::new(inputs.theme.clone());
        Session {
            work: Work { read: texts.read, linked: 1, ..Work::default() },
            reader,
            answers,
            files: texts.files,
            keys: texts.keys,
            record: linked.value,
            linked: linked.diagnostics,
            ledger,
            plan,
            templates,
            rendered: RwLock::default(),
            beside: OnceLock::new(),
            graph: OnceLock::new(),
            engine: OnceLock::new(),
            generation: 0,
            views: AtomicUsize::new(0),
            renderings: AtomicUsize::new(0),
            inputs,
        }
    }

    /// Brings the session up to date with `change`.
    pub fn apply(&mut self, change: Change) -> Update {
        self.generation += 1;
        (self.beside, self.graph, self.engine) = Default::default();
        match change {
            Change::Texts(texts) => self.texts(texts),
            Change::Everything(inputs) => self.everything(*inputs),
        }
    }

    /// Takes other texts.
    fn texts(&mut self, mut texts: BTreeMap<SourcePath, Arc<Text>>) -> Update {
        if self.inputs.config.mask_emails {
            texts.values_mut().for_each(mask::mask_text);
        }
        if texts.keys().any(|path| self.concerns_others(path)) {
            let mut inputs = self.inputs.clone();
            for (path, text) in texts {
                let Some(source) = inputs.sources.sources.get_mut(&path.source) else { continue };
                let is_data = matches!(source.files.get(&path.path), Some(File::Data(_)));
                let file = if is_data { File::Data(text) } else { File::Text(text) };
                source.files.insert(path.path, file);
            }
            return self.everything(inputs);
        }
        let paths: BTreeSet<SourcePath> = texts.keys().cloned().collect();
        let mut old = BTreeMap::new();
        let mut is_new = false;
        for (path, text) in texts {
            let Some(source) = self.inputs.sources.sources.get_mut(&path.source) else { continue };
            match source.files.insert(path.path.clone(), File::Text(text)) {
                Some(File::Text(text)) => drop(old.insert(path, text)),
                _ => is_new = true,
            }
        }
        let chosen = paths.iter().filter_map(|path| pipeline::text(&self.inputs.sources, path));
        let keys: BTreeMap<SourcePath, Hash> = chosen
            .map(|text| (text.path.clone(), key(&self.reader, &text, self.reader.key(text.source))))
            .filter(|(path, key)| self.keys.get(path) != Some(key))
            .collect();
        self.finish(keys, BTreeSet::new(), &old, is_new)
    }

    /// Whether the text at `path` is read with others, or as several documents.
    fn concerns_others(&self, path: &SourcePath) -> bool {
        let Some(source) = self.inputs.sources.sources.get(&path.source) else { return false };
        matches!(source.files.get(&path.path), Some(File::Data(_))) || excerpt::divides(source)
    }

    /// Takes other inputs.
    fn everything(&mut self, inputs: Inputs) -> Update {
        let inputs = prepared(inputs);
        let (statics, templates) = (changed_statics(&self.inputs.theme, &inputs.theme), self.dress(&inputs));
        let is_same_config = self.inputs.config == inputs.config;
        let is_same_day = self.inputs.day == inputs.day;
        let is_same_set = same_surroundings(&self.inputs.sources, &inputs.sources);
        let files = |theme: &Theme| theme.statics.keys().cloned().collect::<Vec<_>>();
        let are_same_files = files(&self.inputs.theme) == files(&inputs.theme);
        let relink = !is_same_config || !is_same_day || !is_same_set || !are_same_files;
        let are_same_modules = self.inputs.sources.modules == inputs.sources.modules;
        let old = std::mem::replace(&mut self.inputs, inputs);
        if !is_same_config || !are_same_modules {
            self.reader = Reader::new(&self.inputs.input(), self.answers.clone());
        }
        let mut keys = keys(&self.reader, &self.inputs.sources);
        let gone = self.keys.keys().filter(|path| !keys.contains_key(path)).cloned().collect();
        keys.retain(|path, key| self.keys.get(path) != Some(key));
        let texts = keys.keys().filter_map(|path| pipeline::text(&old.sources, path));
        let texts = texts.map(|text| (text.path.clone(), text.text.clone())).collect();
        let update = self.finish(keys, gone, &texts, relink);
        Update { statics, templates, ..update }
    }

    /// Takes the templates of `inputs`, if they are others.
    fn dress(&mut self, inputs: &Inputs) -> bool {
        let is_other = self.inputs.theme != inputs.theme;
        if is_other {
            self.templates = Templates::new(inputs.theme.clone());
        }
        is_other
    }

    /// Reads the texts of `keys`, forgets those that are `gone`, and links if that is needed or asked for.
    ///
    /// `old` are the texts that were there before.
    fn finish(
        &mut self,
        keys: BTreeMap<SourcePath, Hash>,
        gone: BTreeSet<SourcePath>,
        old: &BTreeMap<SourcePath, Arc<Text>>,
        relink: bool,
    ) -> Update {
        let new = read(&self.reader, &self.inputs.sources, |path| keys.contains_key(path), &|_| None);
        self.work.read += new.len();
        let mut relink = relink || !gone.is_empty();
        let mut moved = BTreeMap::new();
        for (path, read) in &new {
            let texts = old.get(path).zip(pipeline::text(&self.inputs.sources, path));
            let known = self.files.get(path).zip(texts);
            let moves = known.filter(|_| !relink).and_then(|(known, (old, text))| {
                let (known, read) = (pipeline::extracted(path, known), pipeline::extracted(path, read));
                let lines = (LineIndex::new(&old.text), LineIndex::new(&text.text.text));
                match old.text.is_empty() {
                    // Its lines are not known, so nothing may have moved at all.
                    true => moves((&known, &lines.1), (&read, &lines.1)).filter(Moves::is_none),
                    false => moves((&known, &lines.0), (&read, &lines.1)),
                }
            });
            match moves {
                Some(moves) => drop(moved.insert(path.clone(), moves)),
                None => relink = true,
            }
        }
        for path in &gone {
            self.files.remove(path);
            self.keys.remove(path);
        }
        let read: Vec<SourcePath> = new.keys().cloned().collect();
        self.files.extend(new);
        self.keys.extend(keys);
        if relink || !self.patch(&moved) {
            self.link();
            relink = true;
        }
        Update { read, linked: relink, ..Update::default() }
    }

    /// Brings facts and diagnostics of the record up to date with places that `moved`; whether that could be done.
    fn patch(&mut self, moved: &BTreeMap<SourcePath, Moves>) -> bool {
        let locations = self.linked.iter_mut().flat_map(|diagnostic| {
            let hints = diagnostic.hints.iter_mut().filter_map(|hint| hint.location.as_mut());
            diagnostic.location.iter_mut().chain(hints)
        });
        for location in locations {
            let (Some(source), Some(span)) = (&location.source, &mut location.span) else { continue };
            if let Some(moves) = moved.get(&SourcePath::new(source, &location.path)) {
                match moves.of(*span) {
                    Some(now) => *span = now,
                    None => return false,
                }
            }
        }
        for path in moved.keys() {
            if let (Some(id), Some(read)) = (self.record.by_path.get(path), self.files.get(path))
                && let Some(entry) = self.record.documents.get_mut(id.0 as usize)
            {
                let mut facts = read.facts.clone();
                // What a series is called among others is known to stage 4 alone.
                if let (FactsKind::Meeting(now), FactsKind::Meeting(known)) =
                    (&mut facts.kind, &entry.facts.kind)
                {
                    now.series.clone_from(&known.series);
                }
                entry.facts = facts;
            }
        }
        true
    }

    /// Runs stage 4 and plans the pages anew.
    fn link(&mut self) {
        let linked = pipeline::link(&self.inputs.input(), &self.files);
        (self.record, self.linked) = (linked.value, linked.diagnostics);
        self.ledger = Ledger::new(&self.record, &self.inputs.sources.components);
        self.plan = plan(&self.record, &self.inputs, &self.ledger);
        self.work.linked += 1;
        let pages = &self.plan;
        let rendered = self.rendered.get_mut().unwrap_or_else(PoisonError::into_inner);
        rendered.retain(|url, _| pages.find(url).is_some());
    }

    /// What the session is made from.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// What plugins answered, where anything is new.
    pub fn answers(&self) -> Option<Answers> {
        self.answers.kept()
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// All pages, and what they share.
    pub fn pages(&self) -> Pages<'_> {
        Pages {
            record: &self.record,
            config: &self.inputs.config,
            sources: &self.inputs.sources,
            plan: self.plan.clone(),
        }
    }

    /// How much was done so far.
    pub fn work(&self) -> Work {
        let [shown, rendered] = [&self.views, &self.renderings].map(|count| count.load(Ordering::Relaxed));
        Work { shown, rendered, ..self.work }
    }

    /// The text of each, with its key and what was made of it.
    pub fn readings(&self) -> impl Iterator<Item = (SourceText<'_>, Hash, &Read)> {
        readings(&self.inputs.sources, &self.files, &self.keys)
    }

    /// Whether what other pages show of the text at `path` is what they showed when it was read as `before`, then with
    /// these lines.
    pub fn says_the_same(&self, path: &SourcePath, before: &Read, lines: &LineIndex) -> bool {
        let now = self.files.get(path).zip(pipeline::text(&self.inputs.sources, path));
        now.is_some_and(|(read, text)| {
            let (before, now) = (pipeline::extracted(path, before), pipeline::extracted(path, read));
            moves((&before, lines), (&now, &LineIndex::new(&text.text.text))).is_some()
        })
    }
}

/// `diagnostics` at the files of `sources` in which they are mended, sorted and without repeats.
fn settled(mut diagnostics: Vec<Diagnostic>, sources: &SourceSet) -> Vec<Diagnostic> {
    diagnostics.iter_mut().for_each(|diagnostic| pipeline::in_file(diagnostic, sources));
    diagnostics.sort();
    diagnostics.dedup();
    diagnostics
}

/// The pages of `record`.
fn plan(record: &Record, inputs: &Inputs, ledger: &Ledger) -> Arc<Plan> {
    let landings = Landings { components: &inputs.sources.components, ledger };
    Pages::plan(record, &inputs.config, &inputs.sources, pipeline::shipped(record, landings)).plan
}

/// `inputs` with their sources as the stages read them.
fn prepared(mut inputs: Inputs) -> Inputs {
    if let Cow::Owned(sources) = pipeline::prepare(&inputs.config, &inputs.sources) {
        inputs.sources = sources;
    }
    inputs
}

/// The files of the theme that are in `new` and not, or otherwise, in `old`.
fn changed_statics(old: &Theme, new: &Theme) -> Vec<OutPath> {
    let changed = new.statics.iter().filter(|(path, bytes)| old.statics.get(*path) != Some(*bytes));
    changed.map(|(path, _)| path.clone()).collect()
}

/// Whether two sets of sources differ in nothing but the content of texts.
fn same_surroundings(a: &SourceSet, b: &SourceSet) -> bool {
    let same = |(a, b): (&Source, &Source)| {
        let kind = |file: &File| matches!(file, File::Text(_));
        let files = a.files.iter().map(|(path, file)| (path, kind(file)));
        let same_files = files.eq(b.files.iter().map(|(path, file)| (path, kind(file))));
        same_files
            && a.config == b.config
            && (&a.forge, &a.branch, &a.commit, &a.folder) == (&b.forge, &b.branch, &b.commit, &b.folder)
            && a.others == b.others
            && a.history == b.history
            && a.excerpts == b.excerpts
    };
    a.modules == b.modules
        && a.components == b.components
        && a.sources.keys().eq(b.sources.keys())
        && a.sources.values().zip(b.sources.values()).all(same)
}
