//! What runs modules.
//!
//! A trait, so that nothing beside [`interpreter`](super::interpreter) knows which crate does the work: another one
//! that compiles modules to machine code could be put behind it, for plugins that prove slow.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::failure::{Failure, Unusable};
use super::limit::Limits;
use super::wire::{Hook, Question};

/// Runs modules.
pub(super) trait Host: fmt::Debug + Send + Sync {
    /// Makes `module` ready to be asked for any of `hooks`.
    fn prepare(&self, module: &[u8], hooks: &[Hook], limits: Limits) -> Result<Box<dyn Guest>, Unusable>;
}

/// A module that is ready to be asked.
pub(super) trait Guest: fmt::Debug + Send + Sync {
    /// Asks. Each call finds the module as it was made, so that the answer depends on the question alone.
    fn ask(&self, hook: Hook, question: Question<'_>) -> Called;
}

/// What came of a call.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Called {
    /// The text of the answer.
    pub(super) answer: Result<String, Failure>,
    /// How much fuel it took.
    pub(super) fuel: u64,
}

impl Called {
    /// About how many bytes it takes to keep it.
    pub(super) fn size(&self) -> usize {
        self.answer.as_ref().map_or(0, String::len) + 64
    }
}
