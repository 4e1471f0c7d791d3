//! How files of scopes are understood: which standards a certificate or profile requires, in which of its versions.
//!
//! Such files are YAML, since machines test by them. What their keys are called is data, so that any community's own
//! form of them can be read.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::check::Checker;
use super::wire::Many;
use super::{Glob, Phase};
use crate::base::RelPath;
use crate::base::nearest::nearest;
use crate::base::yaml::Node;

/// Which files are scopes, and how they are read.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct ScopesConfig {
    /// The files.
    pub files: Vec<Glob>,
    /// What keys are called there, by our names; what is not in it is called as it is here.
    pub keys: BTreeMap<String, String>,
    /// Words for states of versions beside those of standards, in lower case, and what each means.
    pub words: BTreeMap<String, Phase>,
}

/// Our names of keys, each with the usual one.
pub const KEYS: [(&str, &str); 7] = [
    ("name", "name"),
    ("versions", "versions"),
    ("version", "version"),
    ("since", "stabilized_at"),
    ("include", "include"),
    ("modules", "modules"),
    ("timeline", "timeline"),
];

impl ScopesConfig {
    /// Whether the file at `path` is a scope.
    pub fn is_scope(&self, path: &RelPath) -> bool {
        self.files.iter().any(|glob| glob.matches(path))
    }

    /// The key of what we call `name`.
    pub fn key<'a>(&'a self, name: &'a str) -> &'a str {
        let usual = || KEYS.iter().find(|(own, _)| *own == name).map_or(name, |(_, usual)| usual);
        self.keys.get(name).map_or_else(usual, String::as_str)
    }
}

/// Files that say which standards a certificate or profile requires.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "Scopes")]
pub(super) struct WireScopes {
    /// Globs of the files: `Tests/*.yaml`.
    pub(super) files: Many,
    /// What keys are called there, by our names: `name`, `versions`, `version`, `since`, `include`, `modules` and
    /// `timeline`. Default: these, and `stabilized_at` for `since`.
    pub(super) keys: BTreeMap<String, String>,
    /// Words for the state of a version beside those in `states`: `effective: [warn]`.
    pub(super) states: BTreeMap<String, Many>,
}

impl Checker {
    /// How scopes are read.
    pub(super) fn scopes(&mut self, wire: WireScopes, node: &Node) -> ScopesConfig {
        let files = self.glob_list(wire.files, node.child("files"));
        let mut keys = BTreeMap::new();
        for (name, key) in wire.keys {
            let known = KEYS.iter().map(|(own, _)| *own);
            if known.clone().any(|own| own == name) {
                keys.insert(name, key);
                continue;
            }
            let span = node.child("keys").child(name.as_str()).key_or_value();
            let hint = match nearest(&name, known) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("known here: {}", KEYS.map(|(own, _)| format!("`{own}`")).join(", ")),
            };
            self.wrong(span, format!("`{name}` is no key of a scope"), hint);
        }
        let mut words = BTreeMap::new();
        for (state, spellings) in wire.states {
            let Some(phase) = Phase::ALL.into_iter().find(|phase| phase.as_str() == state) else {
                let span = node.child("states").child(state.as_str()).key_or_value();
                let hint = "known here: `draft`, `effective`, `ended`";
                self.wrong(span, format!("`{state}` is no state of a scope"), hint);
                continue;
            };
            words.extend(spellings.0.into_iter().map(|word| (word.to_lowercase(), phase)));
        }
        ScopesConfig { files, keys, words }
    }
}
