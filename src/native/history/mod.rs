//! What git knows of every file, from one walk of the repository.
//!
//! The walk goes from the newest commit to the oldest and asks of each commit which files it changed. A commit
//! changes a file when the file differs from **every** parent's: so a merge that takes one side changes nothing,
//! and one that resolves a conflict, or brings something of its own, does. This is what `git log -c` shows, and no
//! change is lost to a merge or told twice.
//!
//! Trees are compared by id and entered only where they differ, which makes a commit cost what it changed and
//! not what the repository holds.
//!
//! A shallow clone hides what lies below its boundary. What was seen before the walk met the boundary is certain,
//! and that can only be last changes; first changes, authors and the rest are unknown.

mod change;
mod memory;
pub(super) mod order;
mod rename;

use std::collections::{BTreeMap, BTreeSet};

use git2::{Error, Oid, Repository};
use serde::{Deserialize, Serialize};

pub(super) use memory::remembered;

use self::change::{Comparison, Sort};
use super::author::{Mailmap, author};
use crate::base::{Date, RelPath};
use crate::source::{Change, FileHistory, History};

/// What one walk found, for every file of the walked folders that any commit ever had.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub(super) struct Walk {
    /// Commits that are some file's first or last.
    commits: Vec<CommitFacts>,
    /// Names of authors.
    authors: Vec<String>,
    /// Facts by path from the repository's root, under the newest name of the file.
    files: BTreeMap<String, FileFacts>,
    /// Old paths and the newest name of the file that had it last.
    renames: BTreeMap<String, String>,
    /// Whether the walk ended before the first commit, at the boundary of a shallow clone.
    pub(super) shallow: bool,
    /// Why the walk ended early otherwise: an object that is missing or damaged.
    pub(super) broken: Option<String>,
}

/// A commit, as far as a page shows it.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
struct CommitFacts {
    /// Full id.
    id: String,
    /// The author's day in the author's time zone; nothing where the calendar has no such day.
    date: Option<Date>,
    /// Index into [`Walk::authors`].
    author: usize,
}

/// What is known of a file.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
struct FileFacts {
    /// Index of the oldest commit that touched it so far.
    first: usize,
    /// Index of the newest commit.
    last: usize,
    /// Indices of its authors, the one whose first change is newest first.
    authors: Vec<usize>,
}

/// Walks from `head`, for files below any of `folders` (`""` is everything).
pub(super) fn walk(
    repository: &Repository,
    head: Oid,
    boundary: &BTreeSet<Oid>,
    folders: &[String],
) -> Result<Walk, Error> {
    let mut walk = Walk::default();
    let commits = order::newest_first(repository, head, boundary)?;
    let mailmap = Mailmap::of(repository, head);
    let mut comparison = Comparison::new(repository, folders);
    let mut author_index: BTreeMap<String, usize> = BTreeMap::new();
    for commit in commits {
        if commit.is_boundary {
            match commit.missing {
                Some(id) => walk.broken = Some(format!("commit `{id}` is missing")),
                None => walk.shallow = true,
            }
            break;
        }
        let changes = match comparison.changes(commit.tree, &commit.parent_trees) {
            Ok(changes) => changes,
            Err(error) => {
                walk.broken = Some(error.message().to_owned());
                break;
            }
        };
        if changes.is_empty() {
            continue;
        }
        let renames = rename::renames(repository, &changes, &commit);
        // What the files are called now. Decided before any rename of this commit counts, since it may swap names.
        let now = |path: &str| walk.renames.get(path).map_or(path, String::as_str).to_owned();
        let touched: BTreeSet<String> = changes
            .iter()
            .filter(|change| change.sort != Sort::Deleted || !renames.contains_key(&change.path))
            .map(|change| now(&change.path))
            .collect();
        let moved: Vec<(String, String)> = renames.iter().map(|(old, new)| (old.clone(), now(new))).collect();

        let (date, author) = signature(repository, commit.id, mailmap.as_ref())?;
        let next = walk.authors.len();
        let author = *author_index.entry(author).or_insert_with_key(|name| {
            walk.authors.push(name.clone());
            next
        });
        let index = walk.commits.len();
        walk.commits.push(CommitFacts { id: commit.id.to_string(), date, author });
        for path in touched {
            let facts =
                walk.files.entry(path).or_insert_with(|| FileFacts { last: index, ..FileFacts::default() });
            facts.first = index;
            facts.authors.retain(|&known| known != author);
            facts.authors.push(author);
        }
        for (old, new) in moved {
            // Before this commit, the old name means this file, whatever the name came to mean later.
            if old != new {
                walk.renames.insert(old, new);
            }
        }
    }
    Ok(walk)
}

impl Walk {
    /// The history of the source in `folder`, whose files are `files` and which also holds `others`.
    pub(super) fn of<'a>(
        &self,
        folder: &str,
        files: impl Iterator<Item = &'a RelPath>,
        exists: impl Fn(&RelPath) -> bool,
    ) -> History {
        let mut history = History::default();
        let is_whole = !self.shallow && self.broken.is_none();
        for path in files {
            let Some(facts) = self.files.get(&joined(folder, path.as_str())) else { continue };
            let file = FileHistory {
                first: if is_whole { self.change(facts.first) } else { None },
                last: self.change(facts.last),
                authors: match is_whole {
                    true => facts.authors.iter().rev().map(|&author| self.authors[author].clone()).collect(),
                    false => Vec::new(),
                },
            };
            history.files.insert(path.clone(), file);
        }
        for (old, new) in &self.renames {
            let paths = below(folder, old).zip(below(folder, new));
            if let Some((old, new)) = paths.filter(|(old, new)| exists(new) && !exists(old)) {
                history.renames.insert(old, new);
            }
        }
        let ever = self.files.keys().chain(self.renames.keys()).filter_map(|path| below(folder, path));
        history.gone = ever.filter(|path| !exists(path) && !history.renames.contains_key(path)).collect();
        history
    }

    /// The commit at `index`, unless its day is unknown.
    fn change(&self, index: usize) -> Option<Change> {
        let commit = self.commits.get(index)?;
        let author = self.authors.get(commit.author)?.clone();
        Some(Change { commit: commit.id.clone(), date: commit.date?, author })
    }

    /// Whether every index leads somewhere, as a file on disk cannot be trusted to.
    fn is_sound(&self) -> bool {
        let commit = |index: usize| index < self.commits.len();
        let author = |index: usize| index < self.authors.len();
        self.commits.iter().all(|facts| author(facts.author))
            && self.files.values().all(|facts| {
                commit(facts.first) && commit(facts.last) && facts.authors.iter().all(|&index| author(index))
            })
    }
}

/// `path` of the folder `folder`, from the repository's root.
fn joined(folder: &str, path: &str) -> String {
    if folder.is_empty() { path.to_owned() } else { format!("{folder}/{path}") }
}

/// `path`, from the repository's root, as a path below `folder`.
fn below(folder: &str, path: &str) -> Option<RelPath> {
    let path = match folder {
        "" => path,
        _ => path.strip_prefix(folder)?.strip_prefix('/')?,
    };
    RelPath::new(path).ok()
}

/// The day of a moment in its own time zone; nothing where the calendar has no such day.
pub(super) fn day(when: &git2::Time) -> Option<Date> {
    let local = when.seconds().checked_add(i64::from(when.offset_minutes()) * 60)?;
    Date::of_clock(local)
}

/// The day and the author of a commit.
fn signature(
    repository: &Repository,
    id: Oid,
    mailmap: Option<&Mailmap>,
) -> Result<(Option<Date>, String), Error> {
    let commit = repository.find_commit(id)?;
    Ok((day(&commit.author().when()), author(&commit, mailmap).name))
}

#[cfg(test)]
mod tests;
