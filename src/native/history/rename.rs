//! Which deleted file of a commit is which added one.
//!
//! First by content: the same blob under another name is the same file. Then, for Markdown alone, by likeness, as
//! git does it; most commits never get there, and pictures that differ are other pictures.

use std::collections::{BTreeMap, BTreeSet};

use git2::{Delta, DiffFindOptions, DiffOptions, Error, Oid, Repository};

use super::change::{FileChange, Sort};
use super::order::Walked;
use crate::base::RelPath;

/// Percent of a file that must have stayed for it to be the same file; git's own limit (git-diff(1), `-M`).
const LIKENESS: u16 = 50;

/// With more candidates than this on either side likeness is not asked: every pair has to be compared.
const MAX_CANDIDATES: usize = 300;

/// Old paths and the path that each file has after `commit`.
pub(super) fn renames(
    repository: &Repository,
    changes: &[FileChange],
    commit: &Walked,
) -> BTreeMap<String, String> {
    let of_sort =
        |sort: Sort| -> Vec<&FileChange> { changes.iter().filter(|change| change.sort == sort).collect() };
    let (mut deleted, mut added) = (of_sort(Sort::Deleted), of_sort(Sort::Added));
    if deleted.is_empty() || added.is_empty() {
        return BTreeMap::new();
    }
    let mut renames = same_content(&deleted, &added);
    let taken: BTreeSet<&str> = renames.values().map(String::as_str).collect();
    deleted.retain(|change| is_markdown(&change.path) && !renames.contains_key(&change.path));
    added.retain(|change| is_markdown(&change.path) && !taken.contains(change.path.as_str()));
    let is_countable = |files: &[&FileChange]| (1..=MAX_CANDIDATES).contains(&files.len());
    if is_countable(&deleted) && is_countable(&added) {
        // Without the old content, as in a partial clone, likeness cannot be told, and nothing is guessed.
        if let Ok(similar) = similar_content(repository, commit, &deleted, &added) {
            renames.extend(similar);
        }
    }
    renames
}

/// Pairs of one blob; of several candidates the one with the same file name, else the first in path order.
fn same_content(deleted: &[&FileChange], added: &[&FileChange]) -> BTreeMap<String, String> {
    let mut by_blob: BTreeMap<Oid, Vec<&str>> = BTreeMap::new();
    for change in added {
        by_blob.entry(change.blob).or_default().push(&change.path);
    }
    let mut renames = BTreeMap::new();
    for change in deleted {
        let Some(candidates) = by_blob.get_mut(&change.blob).filter(|candidates| !candidates.is_empty())
        else {
            continue;
        };
        let same_name = candidates.iter().position(|path| file_name(path) == file_name(&change.path));
        renames.insert(change.path.clone(), candidates.remove(same_name.unwrap_or(0)).to_owned());
    }
    renames
}

/// Pairs that are alike.
fn similar_content(
    repository: &Repository,
    commit: &Walked,
    deleted: &[&FileChange],
    added: &[&FileChange],
) -> Result<Vec<(String, String)>, Error> {
    let Some(parent) = commit.parent_trees.first() else { return Ok(Vec::new()) };
    let mut options = DiffOptions::new();
    options.disable_pathspec_match(true).ignore_submodules(true);
    for change in deleted.iter().chain(added) {
        options.pathspec(&change.path);
    }
    let (old, new) = (repository.find_tree(*parent)?, repository.find_tree(commit.tree)?);
    let mut diff = repository.diff_tree_to_tree(Some(&old), Some(&new), Some(&mut options))?;
    let mut find = DiffFindOptions::new();
    find.renames(true).copies(false).rewrites(false).rename_threshold(LIKENESS).rename_limit(MAX_CANDIDATES);
    diff.find_similar(Some(&mut find))?;
    let known = |files: &[&FileChange], path: &str| files.iter().any(|change| change.path == path);
    let pairs = diff.deltas().filter(|delta| delta.status() == Delta::Renamed).filter_map(|delta| {
        let old = delta.old_file().path()?.to_str()?.to_owned();
        let new = delta.new_file().path()?.to_str()?.to_owned();
        (known(deleted, &old) && known(added, &new)).then_some((old, new))
    });
    Ok(pairs.collect())
}

/// Whether the file at `path` is Markdown by its name.
fn is_markdown(path: &str) -> bool {
    RelPath::new(path).is_ok_and(|path| path.is_markdown())
}

/// The last segment of `path`.
fn file_name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}
