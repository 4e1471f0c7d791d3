//! What is configured of one plugin.

use std::fmt;
use std::sync::Arc;

use super::document::Asked;
use super::failure::Unusable;
use super::limit::Limits;
use super::wire::Hook;
use crate::base::{Hash, Location, Pin, RelPath, Span};

/// What is configured of one plugin, and its module.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What it is called.
    pub name: String,
    /// The module, if it could be read.
    pub module: Option<Arc<[u8]>>,
    /// Which module it must be.
    pub pin: Option<Pin>,
    /// The languages of fenced blocks that it makes HTML of.
    pub fences: Vec<String>,
    /// Which documents it is asked about before they are read.
    pub documents: Option<Arc<dyn Selects>>,
    /// Which documents it checks.
    pub checks: Option<Arc<dyn Selects>>,
    /// What it may use.
    pub limits: Limits,
    /// What it is told, as JSON.
    pub options: String,
    /// The configuration file.
    pub file: RelPath,
    /// Where in it the plugin's file is named.
    pub file_span: Span,
    /// Where in it the pin stands, or, without one, what it is missing from.
    pub hash_span: Span,
}

/// Chooses documents.
pub trait Selects: fmt::Debug + Send + Sync {
    /// Whether it chooses this one.
    fn holds(&self, asked: Asked<'_>) -> bool;
}

impl Settings {
    /// What it is asked for.
    pub(super) fn hooks(&self) -> Vec<Hook> {
        let hooks = [
            (Hook::Fence, !self.fences.is_empty()),
            (Hook::Document, self.documents.is_some()),
            (Hook::Check, self.checks.is_some()),
        ];
        hooks.into_iter().filter(|(_, is_asked)| *is_asked).map(|(hook, _)| hook).collect()
    }

    /// The hash of all that its answers depend on beside the question. Without the name, which it does not know.
    pub(super) fn identity(&self) -> Hash {
        let module = self.module.as_deref().map(Hash::of);
        let Limits { fuel, memory, input, output } = self.limits;
        // A module that is not the pinned one gives no answers, so the pin belongs to it.
        let pin = self.pin.map(|pin| pin.to_string());
        Hash::of_value(&(module, pin, fuel, memory, input, output, &self.options))
    }

    /// Where `annals.yaml` is to be changed.
    pub(super) fn place_of(&self, unusable: &Unusable) -> Location {
        let span = match unusable {
            Unusable::Unpinned(_) | Unusable::OtherFile(_) => self.hash_span,
            _ => self.file_span,
        };
        Location::project(&self.file, Some(span))
    }
}
