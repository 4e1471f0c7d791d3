//! What all texts say together, for whoever asks the record and shows no page.
//!
//! Stages 2 to 4 and nothing behind them: no templates, no plan of pages. Where no page will show them either, texts are
//! read and linked for what a draft asks alone: no bodies, no marked code, not who was there, not who names what.

use super::text::{Texts, readings};
use super::{Inputs, Recall, prepared, settled};
use crate::base::{Diagnostic, Hash};
use crate::link::Record;
use crate::pipeline::{self, Read, Reader, SourceText};

/// How texts are read.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub enum Bodies {
    /// As for a site.
    Wanted,
    /// For what decides and changes something alone: bodies are empty, and so is what only pages show.
    Unused,
}

/// What all texts say together.
#[derive(Debug)]
pub struct Understanding {
    inputs: Inputs,
    texts: Texts,
    record: Record,
    /// What reading them and linking had to say.
    diagnostics: Vec<Diagnostic>,
}

impl Understanding {
    /// Reads and links `inputs`; `recall` is asked for what was made of texts before, and `begin` is told the name of
    /// each stage.
    pub fn new(
        inputs: Inputs,
        bodies: Bodies,
        recall: &Recall<'_>,
        begin: &dyn Fn(&'static str),
    ) -> Understanding {
        begin("document");
        let inputs = prepared(inputs);
        let input = inputs.input();
        let reader = Reader::new(&input, Default::default());
        let reader = if bodies == Bodies::Wanted { reader } else { reader.without_bodies() };
        let texts = Texts::new(&reader, &inputs.sources, recall);
        begin("link");
        let linked = match bodies {
            Bodies::Wanted => pipeline::link(&input, &texts.files),
            Bodies::Unused => pipeline::link_unshown(&input, &texts.files),
        };
        let of_files = texts.files.values().flat_map(|read| &read.diagnostics).cloned();
        let diagnostics = of_files.chain(linked.diagnostics).chain(reader.diagnostics()).collect();
        let diagnostics = settled(diagnostics, &inputs.sources);
        Understanding { inputs, texts, record: linked.value, diagnostics }
    }

    /// What it was made from.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Everything that is wrong, sorted and without repeats.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many texts were read, and not recalled.
    pub fn read(&self) -> usize {
        self.texts.read
    }

    /// The text of each, with its key and what was made of it.
    pub fn readings(&self) -> impl Iterator<Item = (SourceText<'_>, Hash, &Read)> {
        readings(&self.inputs.sources, &self.texts.files, &self.texts.keys)
    }
}
