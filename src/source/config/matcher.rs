//! The regular expression of a pattern, compiled when it is first asked.
//!
//! Compiling costs more than anything else of a configuration, and of the patterns that are understood without
//! configuration most communities use few. One that a person wrote is compiled at once, to tell what is wrong with it.

use std::sync::{Arc, OnceLock};

use regex::Regex;

/// A regular expression of which it is known that it is one.
#[derive(Debug, Clone)]
pub(super) struct Matcher {
    /// As written.
    text: Arc<str>,
    /// Ready to be asked; copies share it.
    compiled: Arc<OnceLock<Regex>>,
}

impl Matcher {
    /// One made of what a person wrote.
    pub(super) fn new(text: &str) -> Result<Matcher, regex::Error> {
        Ok(Matcher { text: text.into(), compiled: Arc::new(OnceLock::from(Regex::new(text)?)) })
    }

    /// One of ours, of which tests make sure that it is one.
    pub(super) fn known(text: &str) -> Matcher {
        Matcher { text: text.into(), compiled: Arc::default() }
    }

    /// The expression.
    pub(super) fn get(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            Regex::new(&self.text).expect("what was not compiled at once is a default, and tests compile all")
        })
    }
}
