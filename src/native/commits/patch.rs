//! What commits change, as hashes that tell twins: git-patch-id(1).
//!
//! A patch costs a comparison of texts, so it is made for those commits alone that may have a twin: both sides of a
//! fork that have the same subject, and commits of one range with equal subjects.

use std::collections::BTreeMap;

use git2::{Error, Oid, Repository};

use crate::release::Commit;

/// The largest number of files whose texts are compared for one commit. A pick of more is told by its message.
const MAX_FILES: usize = 1_000;

/// The hashes of the commits that may have a twin among `commits` and `released`: those with the same subject, unless
/// more than `most` have it.
pub(super) fn patches(
    repository: &Repository,
    commits: &[Commit],
    released: &[Commit],
    most: usize,
) -> Result<BTreeMap<String, String>, Error> {
    let subject = |commit: &Commit| commit.message.lines().next().unwrap_or_default().trim().to_owned();
    let mut by_subject: BTreeMap<String, Vec<&Commit>> = BTreeMap::new();
    for commit in commits.iter().chain(released).filter(|commit| commit.parents.len() <= 1) {
        by_subject.entry(subject(commit)).or_default().push(commit);
    }
    let mut patches = BTreeMap::new();
    for commit in by_subject.into_values().filter(|twins| (2..=most).contains(&twins.len())).flatten() {
        if let Some(patch) = patch(repository, commit)? {
            patches.insert(commit.id.clone(), patch);
        }
    }
    Ok(patches)
}

/// The hash of what `commit` changes; nothing where it changes nothing, or too much to tell.
fn patch(repository: &Repository, commit: &Commit) -> Result<Option<String>, Error> {
    let commit = repository.find_commit(Oid::from_str(&commit.id)?)?;
    let parent = commit.parents().next().map(|parent| parent.tree()).transpose()?;
    let diff = repository.diff_tree_to_tree(parent.as_ref(), Some(&commit.tree()?), None)?;
    if diff.deltas().len() == 0 || diff.deltas().len() > MAX_FILES {
        return Ok(None);
    }
    Ok(Some(diff.patchid(None)?.to_string()))
}
