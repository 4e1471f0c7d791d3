//! What a community configures of its plugins.

use serde::{Deserialize, Serialize};

use super::{Glob, Kind};
use crate::base::{Pin, RelPath, SourceName, Span};

/// One entry of `plugins`.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct PluginConfig {
    /// What it is called.
    pub name: String,
    /// The module, by path below the site's folder.
    pub file: RelPath,
    /// Which file it must be; nothing is missing with an error of its own, when the file is known.
    pub pin: Option<Pin>,
    /// The languages of fenced blocks that it makes HTML of.
    pub fences: Vec<String>,
    /// Which documents it is asked about before they are read.
    pub documents: Option<PluginSelection>,
    /// Which documents it checks.
    pub checks: Option<PluginSelection>,
    /// What it may use.
    pub limits: PluginLimits,
    /// What it is told, as JSON: an object, `{}` where nothing is configured.
    pub options: String,
    /// Where this stands.
    pub place: PluginPlace,
}

/// Which documents a plugin is for. An empty list leaves nothing out.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct PluginSelection {
    /// Those of sources that hold one of these.
    pub kinds: Vec<Kind>,
    /// Those of these sources.
    pub sources: Vec<SourceName>,
    /// Those that one of these globs matches.
    pub include: Vec<Glob>,
    /// But none that one of these matches.
    pub exclude: Vec<Glob>,
}

impl PluginSelection {
    /// Whether it is about documents of `source`, which holds `kind`.
    pub fn is_about(&self, source: &SourceName, kind: Kind) -> bool {
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && (self.sources.is_empty() || self.sources.contains(source))
    }

    /// Whether it holds the document at `path` of `source`, which holds `kind`.
    pub fn holds(&self, source: &SourceName, kind: Kind, path: &RelPath) -> bool {
        let is_named = |globs: &[Glob]| globs.iter().any(|glob| glob.matches(path));
        self.is_about(source, kind)
            && (self.include.is_empty() || is_named(&self.include))
            && !is_named(&self.exclude)
    }
}

/// What a plugin may use, where that differs from the usual.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct PluginLimits {
    /// Units of work for one call.
    pub fuel: Option<u64>,
    /// Bytes of memory.
    pub memory: Option<u32>,
    /// Bytes that may be handed in.
    pub input: Option<u32>,
    /// Bytes that may come out.
    pub output: Option<u32>,
}

/// Where a plugin is configured, for what is found out later.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct PluginPlace {
    /// The configuration file.
    pub config: RelPath,
    /// Its `file`.
    pub file: Span,
    /// Its `hash`, or, without one, its `file`.
    pub hash: Span,
}
