//! What is wrong with a reference, in the words of the published record.
//!
//! A diagnostic says it to the person who can mend it; a [`Fault`] says it to whoever asks the record. A page may
//! lead to the right place all the same: of a file that was renamed, or one whose letter case differs, it is known
//! where it is, while the link as it was written leads nowhere.

use crate::base::SourcePath;

/// What is wrong with a reference.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub enum Problem {
    /// What it names does not exist.
    Missing,
    /// The page exists, the place on it does not.
    WrongAnchor,
    /// It may mean several things.
    Ambiguous,
    /// The words of a link name something else than the link leads to.
    Mismatch,
}

impl Problem {
    /// The word in the published record.
    pub fn as_str(self) -> &'static str {
        match self {
            Problem::Missing => "missing",
            Problem::WrongAnchor => "wrong-anchor",
            Problem::Ambiguous => "ambiguous",
            Problem::Mismatch => "mismatch",
        }
    }
}

/// What is wrong with a link of a document.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Fault {
    /// What is wrong.
    pub problem: Problem,
    /// The file that is missing, as far as its source is known.
    pub wanted: Option<SourcePath>,
}
