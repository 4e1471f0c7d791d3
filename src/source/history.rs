//! What git knows of each file, from one walk of the repository.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::base::{Date, RelPath};

/// The history of a source's files.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct History {
    /// Facts by path, of the files that exist now. A file without an entry has no known history.
    pub files: BTreeMap<RelPath, FileHistory>,
    /// Old paths of files and where each is now; chains are followed, files that are gone left out.
    pub renames: BTreeMap<RelPath, RelPath>,
    /// Texts and pictures that a commit had and that are nowhere now; not all of them where the history is cut off.
    pub gone: BTreeSet<RelPath>,
}

/// When a file came, when it changed last, and through whom.
///
/// What a shallow clone cannot know is `None`, never a guess.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct FileHistory {
    /// The commit that brought the file, under whatever name.
    pub first: Option<Change>,
    /// The commit that changed it last.
    pub last: Option<Change>,
    /// Names of all authors, in the order of their first change.
    pub authors: Vec<String>,
}

/// One commit, as far as a page shows it.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Full hexadecimal id.
    pub commit: String,
    /// The author's day, in the author's own time zone.
    pub date: Date,
    /// The author's name.
    pub author: String,
}
