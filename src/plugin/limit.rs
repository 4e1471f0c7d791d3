//! How much a plugin may use.

use serde::{Deserialize, Serialize};

/// The limits of one call, and of all calls for one document. They are counted, never timed, so that a plugin that
/// stays within them on one machine does so on every other, and in the browser.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Limits {
    /// Units of work, of which most instructions take one; copied and filled bytes count as well.
    pub fuel: u64,
    /// Bytes of memory, all of it together.
    pub memory: u32,
    /// Bytes that may be handed in.
    pub input: u32,
    /// Bytes that may come out.
    pub output: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { fuel: 500_000_000, memory: 64 << 20, input: 1 << 20, output: 4 << 20 }
    }
}

/// How much fuel the calls for one document may take together, in calls that use up all of theirs: a page with a
/// thousand blocks that each take just too long would take hours otherwise.
pub(crate) const CALLS_PER_DOCUMENT: u64 = 4;

/// Largest module, in bytes. It is read before it can be asked anything, and reading takes time and memory as well.
pub(crate) const LARGEST_MODULE: usize = 8 << 20;

/// Most elements of a table: those of functions that are called by pointer, with room to spare.
pub(crate) const LARGEST_TABLE: usize = 100_000;

/// Most calls within calls.
pub(crate) const DEEPEST_CALL: usize = 1_000;

/// Largest stack of values, in bytes.
pub(crate) const LARGEST_STACK: usize = 1 << 20;
