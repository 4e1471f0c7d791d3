//! What a community configures of its plugins.

use serde::{Deserialize, Serialize};

use crate::base::{Pin, RelPath, Span};

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
    /// What it may use.
    pub limits: PluginLimits,
    /// What it is told, as JSON: an object, `{}` where nothing is configured.
    pub options: String,
    /// Where this stands.
    pub place: PluginPlace,
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
