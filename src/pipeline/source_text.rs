//! One text with what else is known of it where it was read.

use std::sync::Arc;

use crate::base::{RelPath, SourcePath};
use crate::plugin::Asked;
use crate::source::{Excerpt, File, FileHistory, Kind, Source, SourceSet, Text};

/// One text of one source.
#[derive(Debug, Clone)]
pub struct SourceText<'a> {
    /// Where it was read.
    pub path: SourcePath,
    /// Its source.
    pub source: &'a Source,
    /// The text.
    pub text: &'a Arc<Text>,
}

impl SourceText<'_> {
    /// What plugins are asked about.
    pub fn asked(&self) -> Asked<'_> {
        Asked { path: &self.path, kind: self.source.config.kind.as_str(), text: &self.text.text }
    }

    /// What git knows of it.
    pub fn history(&self) -> Option<&FileHistory> {
        self.source.history.files.get(&self.path.path)
    }

    /// The file beside it that says what it is.
    pub fn sidecar(&self) -> Option<(&RelPath, &Text)> {
        let config = &self.source.config;
        let metadata = Some(&config.standards.metadata).filter(|_| config.kind == Kind::Standards)?;
        metadata.sidecars(&self.path.path).find_map(|path| match self.source.files.get_key_value(&path)? {
            (path, File::Data(data)) => Some((path, &**data)),
            _ => None,
        })
    }

    /// What is known of it as a part of another file.
    pub fn excerpt(&self) -> Option<&Excerpt> {
        self.source.excerpts.get(&self.path.path)
    }
}

/// All texts, in the order of their sources' names and their paths.
pub fn texts(sources: &SourceSet) -> impl Iterator<Item = SourceText<'_>> {
    sources.sources.iter().flat_map(|(name, source)| {
        source.files.iter().filter_map(move |(path, file)| match file {
            File::Text(text) => Some(SourceText { path: SourcePath::new(name, path), source, text }),
            File::Data(_) | File::Asset => None,
        })
    })
}

/// The text at `path`, if there is one.
pub fn text<'a>(sources: &'a SourceSet, path: &SourcePath) -> Option<SourceText<'a>> {
    let source = sources.sources.get(&path.source)?;
    match source.files.get(&path.path)? {
        File::Text(text) => Some(SourceText { path: path.clone(), source, text }),
        File::Data(_) | File::Asset => None,
    }
}
