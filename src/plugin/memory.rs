//! What plugins answered.
//!
//! An answer depends on the module, its limits and options, and the question, and on nothing else; so it is kept
//! under the hash of these, for as long as a session lives and, where the edge keeps it, longer. Failures are kept
//! too: a question that took a plugin all of its fuel is the last that should be asked twice.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::host::Called;
use crate::base::Hash;

/// What plugins answered, by the hash of what they were asked.
#[derive(Debug, Default)]
pub struct Memory {
    /// The answers.
    answers: RwLock<BTreeMap<Hash, Arc<Called>>>,
}

impl Memory {
    /// What is remembered under `key`, or what comes of asking, which is remembered then.
    pub(super) fn called(&self, key: Hash, ask: impl FnOnce() -> Called) -> Arc<Called> {
        if let Some(known) = self.answers.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let called = Arc::new(ask());
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        answers.entry(key).or_insert(called).clone()
    }

    /// How many answers are remembered.
    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.answers.read().unwrap_or_else(PoisonError::into_inner).len()
    }
}
