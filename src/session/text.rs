//! The texts of a session: under which key each is remembered, and how those are read that are not.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::Recall;
use crate::base::parallel::*;
use crate::base::{Hash, SourcePath};
use crate::pipeline::{self, Files, Read, Reader, SourceText};
use crate::source::SourceSet;

/// What was made of all texts.
#[derive(Debug)]
pub(super) struct Texts {
    /// Of each, what was made.
    pub(super) files: Files,
    /// Under which key.
    pub(super) keys: BTreeMap<SourcePath, Hash>,
    /// How many were read, and not recalled.
    pub(super) read: usize,
}

impl Texts {
    /// Of all texts of `sources`, as far as `recall` does not know it.
    pub(super) fn new(reader: &Reader, sources: &SourceSet, recall: &Recall<'_>) -> Texts {
        let keys = keys(reader, sources);
        let recalled = AtomicUsize::new(0);
        let files = read(reader, sources, |_| true, &|path| {
            let read = recall(path, *keys.get(path)?);
            recalled.fetch_add(usize::from(read.is_some()), Ordering::Relaxed);
            read
        });
        let read = files.len() - recalled.into_inner();
        Texts { files, keys, read }
    }
}

/// Reads the texts that `is_wanted` names, unless `recall` knows what came of them.
pub(super) fn read(
    reader: &Reader,
    sources: &SourceSet,
    is_wanted: impl Fn(&SourcePath) -> bool,
    recall: &(dyn Fn(&SourcePath) -> Option<Read> + Sync),
) -> Files {
    let texts: Vec<SourceText<'_>> = pipeline::texts(sources).filter(|text| is_wanted(&text.path)).collect();
    let read: Vec<Arc<Read>> = texts
        .par_iter()
        .map(|text| Arc::new(recall(&text.path).unwrap_or_else(|| reader.read(text))))
        .collect();
    texts.into_iter().map(|text| text.path).zip(read).collect()
}

/// The text of each of `files`, with its key and what was made of it.
pub(super) fn readings<'a>(
    sources: &'a SourceSet,
    files: &'a Files,
    keys: &'a BTreeMap<SourcePath, Hash>,
) -> impl Iterator<Item = (SourceText<'a>, Hash, &'a Read)> {
    let reading = move |(path, read): (&SourcePath, &'a Arc<Read>)| {
        Some((pipeline::text(sources, path)?, *keys.get(path)?, &**read))
    };
    files.iter().filter_map(reading)
}

/// The key of each text.
pub(super) fn keys(reader: &Reader, sources: &SourceSet) -> BTreeMap<SourcePath, Hash> {
    let of_sources: BTreeMap<_, Hash> =
        sources.sources.iter().map(|(name, source)| (name, reader.key(source))).collect();
    let texts: Vec<SourceText<'_>> = pipeline::texts(sources).collect();
    let keys: Vec<Hash> =
        texts.par_iter().map(|text| key(reader, text, of_sources[&text.path.source])).collect();
    texts.into_iter().map(|text| text.path).zip(keys).collect()
}

/// The hash of all that the stages that look at one file alone see of `text`, whose source has the key `source`.
pub(super) fn key(reader: &Reader, text: &SourceText<'_>, source: Hash) -> Hash {
    let sidecar = text.sidecar().map(|(_, text)| text.hash);
    let plugins = reader.plugin_key(text);
    Hash::of_value(&(&text.path, text.text.hash, text.history(), sidecar, text.excerpt(), source, plugins))
}
