//! What git knows of a repository whose commits belong to releases, as far as it tells what is in which release.
//!
//! Of a commit's message only the facts are kept: what it names, what it takes back, what it repeats. Commits name each
//! other by their places, so that a history of any length is small.

use serde::{Deserialize, Serialize};

use crate::base::Date;

/// A repository whose commits belong to releases.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Component {
    /// Its name, as the configuration has it.
    pub name: String,
    /// Its page on the forge, without a final slash.
    pub forge: Option<String>,
    /// Its commits, none before its children: newest first.
    pub commits: Vec<Landed>,
    /// Its tags, by name.
    pub tags: Vec<Tag>,
}

/// A commit, as far as it tells what is in which release.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Landed {
    /// Full hexadecimal id.
    pub id: String,
    /// The places of its parents.
    pub parents: Vec<u32>,
    /// The day on which it was committed.
    pub date: Date,
    /// What it is called.
    pub title: String,
    /// The pull request that brought it.
    pub pull: Option<u64>,
    /// Issues and pull requests that it names: the last name of the repository in lower case, empty for its own, and
    /// the number.
    pub names: Vec<(String, u64)>,
    /// The places of commits that it takes back.
    pub takes_back: Vec<u32>,
    /// The places of commits that it repeats, as a pick does.
    pub repeats: Vec<u32>,
}

/// A tag that leads to a commit.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    /// Its name without `refs/tags/`.
    pub name: String,
    /// The full id of the commit, also where the tag is an object of its own.
    pub commit: String,
}
