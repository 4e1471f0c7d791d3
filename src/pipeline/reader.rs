//! Stages 2 and 3: what one file alone says.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use super::{Input, SourceText, texts};
use crate::base::parallel::*;
use crate::base::{Diagnostic, Hash, SourceName, SourcePath, Span};
use crate::document::mention::{MentionKind, Terms, Vocabulary};
use crate::document::{self, Document, Fences};
use crate::plugin::{self, Asked, Plugins};
use crate::record::{self, Facts, Parsed, Rules};
use crate::source::config::{Metadata, PluginConfig, PluginSelection};
use crate::source::{Kind, Source, SourceSet};

/// What the stages that look at one file alone made of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Read {
    /// Stage 2: the text as Markdown.
    pub document: Document,
    /// Stage 3: what it records.
    pub facts: Facts,
    /// What both had to say.
    pub diagnostics: Vec<Diagnostic>,
}

impl Read {
    /// All places in the text.
    fn places_mut(&mut self) -> Vec<&mut Span> {
        let located = self.diagnostics.iter_mut().flat_map(|Diagnostic { location, hints, .. }| {
            location.iter_mut().chain(hints.iter_mut().filter_map(|hint| hint.location.as_mut()))
        });
        let told = located.filter_map(|location| location.span.as_mut());
        self.document.places_mut().into_iter().chain(self.facts.places_mut()).chain(told).collect()
    }
}

/// All texts as they were read.
pub type Files = BTreeMap<SourcePath, Arc<Read>>;

/// Whether the configuration never changes, as in the engine for browsers, where a site is opened once. Nobody needs to
/// tell one from another there, which takes all its words written out.
const HAS_ONE_CONFIGURATION: bool = cfg!(target_family = "wasm");

/// Stages 2 and 3, ready for the texts of one configuration.
#[derive(Debug)]
pub struct Reader {
    /// Whether texts are to be shown, and not only what they record.
    has_bodies: bool,
    /// Whether text that was decoded twice is shown as it was meant.
    repair_encoding: bool,
    /// What names things.
    terms: Terms,
    /// The same as expressions, compiled for the first text: often all are remembered.
    vocabulary: OnceLock<Arc<Vocabulary>>,
    /// What was highlighted already.
    memory: document::Memory,
    /// The words of each source, ready to be looked for, and compiled like the vocabulary.
    rules: BTreeMap<SourceName, OnceLock<Rules>>,
    /// Former and misspelt handles, in lower case, and what each person is called today.
    people: BTreeMap<String, String>,
    /// The plugins.
    plugins: Plugins,
    /// The hash of all that reading depends on beside a text, its source and plugins.
    key: Hash,
}

impl Reader {
    /// The reader for what `input` configures; `answers` are those that plugins gave before.
    pub fn new(input: &Input<'_>, answers: Arc<plugin::Memory>) -> Reader {
        let terms = Terms::new(input.config);
        let repair_encoding = input.config.repair_encoding;
        let key = match HAS_ONE_CONFIGURATION {
            true => Hash::of(b""),
            false => Hash::of(format!("{repair_encoding} {terms:?}").as_bytes()),
        };
        let rules = input.sources.sources.keys().map(|name| (name.clone(), OnceLock::new())).collect();
        let people = input.config.mentions.people.aliases.iter();
        let people = people.map(|(old, today)| (old.to_lowercase(), today.clone())).collect();
        let modules = &input.sources.modules;
        let plugins = input.config.plugins.iter().map(|plugin| settings(plugin, modules)).collect();
        let memory = match answers.asks_elsewhere() {
            true => document::Memory::elsewhere(),
            false => document::Memory::default(),
        };
        let plugins = Plugins::new(plugins, answers);
        Reader {
            has_bodies: true,
            repair_encoding,
            terms,
            vocabulary: OnceLock::new(),
            memory,
            rules,
            people,
            plugins,
            key,
        }
    }

    /// The same for whoever shows none of the texts: bodies stay empty, and so do facts that only pages show.
    pub fn without_bodies(self) -> Reader {
        let key = Hash::of(format!("{} not shown", self.key).as_bytes());
        Reader { has_bodies: false, memory: document::Memory::blind(), key, ..self }
    }

    /// What names things, ready to be looked for.
    fn vocabulary(&self) -> &Arc<Vocabulary> {
        self.vocabulary.get_or_init(|| Arc::new(Vocabulary::new(&self.terms)))
    }

    /// Stages 2 and 3 of all texts.
    pub fn read_all(&self, sources: &SourceSet) -> Files {
        let texts: Vec<SourceText<'_>> = texts(sources).collect();
        let read: Vec<Arc<Read>> = texts.par_iter().map(|text| Arc::new(self.read(text))).collect();
        texts.into_iter().map(|text| text.path).zip(read).collect()
    }

    /// What is wrong with the plugins themselves.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.plugins.diagnostics()
    }

    /// The hash of all that plugins make of `text` beside that text, where any of them may be asked.
    pub fn plugin_key(&self, text: &SourceText<'_>) -> Option<Hash> {
        self.plugins.key(text.asked())
    }

    /// The blocks of code that were highlighted, and those that are yet to be.
    pub fn highlighted(&self) -> &document::Memory {
        &self.memory
    }

    /// The hash of all that reading a text of `source` depends on beside that text.
    pub fn key(&self, source: &Source) -> Hash {
        match HAS_ONE_CONFIGURATION {
            true => self.key,
            false => Hash::of(format!("{:?} {:?}", self.key, source.config).as_bytes()),
        }
    }

    /// Reads one text.
    pub fn read(&self, text: &SourceText<'_>) -> Read {
        let mut diagnostics = Vec::new();
        let config = &text.source.config;
        if config.kind == Kind::Standards && config.standards.scopes.is_scope(&text.path.path) {
            let vocabulary = self.vocabulary();
            let facts =
                record::scope::scope(&text.path, &text.text.text, &config.standards, Some(vocabulary));
            let facts = facts.unload(&mut diagnostics);
            return Read { document: Document::default(), facts, diagnostics };
        }
        let metadata = Some(&config.standards.metadata).filter(|_| config.kind == Kind::Standards);
        let options = document::Options {
            blocks: config.kind == Kind::Minutes || metadata.is_some_and(Metadata::needs_blocks),
            preamble: metadata.is_some_and(Metadata::has_preamble),
            repair_encoding: self.repair_encoding,
            unshown: !self.has_bodies,
            vocabulary: Some(Arc::clone(self.vocabulary())),
            ..Default::default()
        };
        let fences = self.plugins.fences();
        let fences = fences.as_ref().map(|fences| -> &dyn Fences { fences });
        let asked = text.asked();
        let said = self.plugins.document(asked);
        let markdown = said.markdown().map(str::to_owned);
        let words = markdown.as_deref().unwrap_or(&text.text.text);
        let document = document::parse_with(&text.path, words, &options, &self.memory, fences);
        let mut document = document.unload(&mut diagnostics);
        let parsed = Parsed {
            path: &text.path,
            text: words,
            document: &document,
            history: text.history(),
            sidecar: text.sidecar(),
            excerpt: text.excerpt(),
            is_shown: self.has_bodies,
        };
        let facts = match self.rules.get(&text.path.source) {
            Some(rules) => record::extract(&parsed, config, rules.get_or_init(|| Rules::new(config))),
            None => record::extract(&parsed, config, &Rules::new(config)),
        };
        let facts = facts.unload(&mut diagnostics);
        // What is recorded has been taken from them.
        document.blocks = None;
        document.front_matter = None;
        if !self.has_bodies {
            document.mentions.retain(|mention| !matches!(mention.kind, MentionKind::Person(_)));
        }
        let mut read = Read { document, facts, diagnostics };
        if let Some(markdown) = &markdown {
            plugin::lead_back(read.places_mut(), markdown, &text.text.text);
        }
        said.put(&text.text.text, &mut read.facts, &mut read.diagnostics);
        read.facts.rename_people(&self.people);
        read.diagnostics.extend(self.plugins.check(asked, &read.facts));
        read
    }
}

/// Stages 2 and 3 of all texts.
pub fn read(input: &Input<'_>) -> Files {
    Reader::new(input, Arc::default()).read_all(input.sources)
}

impl plugin::Selects for PluginSelection {
    fn holds(&self, asked: Asked<'_>) -> bool {
        let kinds = [Kind::Pages, Kind::Minutes, Kind::Standards, Kind::Releases];
        let kind = kinds.into_iter().find(|kind| kind.as_str() == asked.kind);
        kind.is_some_and(|kind| self.holds(&asked.path.source, kind, &asked.path.path))
    }
}

/// What `plugin` configures, with its module from `modules`.
fn settings(plugin: &PluginConfig, modules: &BTreeMap<String, Arc<[u8]>>) -> plugin::Settings {
    let (limits, usual) = (&plugin.limits, plugin::Limits::default());
    plugin::Settings {
        name: plugin.name.clone(),
        module: modules.get(&plugin.name).cloned(),
        pin: plugin.pin,
        fences: plugin.fences.clone(),
        documents: plugin.documents.clone().map(|which| Arc::new(which) as _),
        checks: plugin.checks.clone().map(|which| Arc::new(which) as _),
        limits: plugin::Limits {
            fuel: limits.fuel.unwrap_or(usual.fuel),
            memory: limits.memory.unwrap_or(usual.memory),
            input: limits.input.unwrap_or(usual.input),
            output: limits.output.unwrap_or(usual.output),
        },
        options: plugin.options.clone(),
        file: plugin.place.config.clone(),
        file_span: plugin.place.file,
        hash_span: plugin.place.hash,
    }
}
