//! All commits, newest first, and none before its children.
//!
//! The order of `git log --date-order`. libgit2's own walk gives it too, but fails altogether where a commit is
//! missing, and it cannot tell where a shallow clone ends.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use git2::{Error, Oid, Repository};

/// A commit of the walk.
#[derive(Debug)]
pub(in crate::native) struct Walked {
    /// Its id.
    pub(in crate::native) id: Oid,
    /// Its tree.
    pub(super) tree: Oid,
    /// The trees of its parents; empty for a first commit.
    pub(in crate::native) parent_trees: Vec<Oid>,
    /// When it was committed, in seconds since 1970.
    pub(in crate::native) seconds: i64,
    /// Whether its parents are not here, so that what it changed is unknown.
    pub(in crate::native) is_boundary: bool,
    /// The parent that is missing although the clone is not shallow there.
    pub(in crate::native) missing: Option<Oid>,
}

/// What is known of a commit while they are collected.
struct Node {
    /// Its tree.
    tree: Oid,
    /// Its parents.
    parents: Vec<Oid>,
    /// When it was committed, in seconds since 1970.
    time: i64,
    /// Children that are not yet told.
    children: usize,
}

/// Every commit that `head` leads to.
pub(in crate::native) fn newest_first(
    repository: &Repository,
    head: Oid,
    boundary: &BTreeSet<Oid>,
) -> Result<Vec<Walked>, Error> {
    let mut nodes: BTreeMap<Oid, Node> = BTreeMap::new();
    let mut open = vec![head];
    while let Some(id) = open.pop() {
        if nodes.contains_key(&id) {
            continue;
        }
        let commit = match repository.find_commit(id) {
            Ok(commit) => commit,
            Err(error) if id == head => return Err(error),
            // Its children notice that it is not among the nodes.
            Err(_) => continue,
        };
        let parents: Vec<Oid> =
            if boundary.contains(&id) { Vec::new() } else { commit.parent_ids().collect() };
        open.extend(&parents);
        nodes
            .insert(id, Node { tree: commit.tree_id(), parents, time: commit.time().seconds(), children: 0 });
    }
    let edges: Vec<Oid> = nodes.values().flat_map(|node| node.parents.iter().copied()).collect();
    for parent in edges {
        if let Some(node) = nodes.get_mut(&parent) {
            node.children += 1;
        }
    }

    // Of commits of one second the one that was found first comes first, as with git.
    let mut found = 0_usize;
    let mut ready = BinaryHeap::new();
    let mut push = |ready: &mut BinaryHeap<_>, time: i64, id: Oid| {
        ready.push((time, Reverse(found), id));
        found += 1;
    };
    push(&mut ready, nodes.get(&head).map_or(0, |node| node.time), head);
    let mut commits = Vec::with_capacity(nodes.len());
    while let Some((_, _, id)) = ready.pop() {
        let Some(node) = nodes.get(&id) else { continue };
        let (tree, seconds, parents) = (node.tree, node.time, node.parents.clone());
        let parent_trees: Vec<Oid> =
            parents.iter().filter_map(|parent| nodes.get(parent)).map(|node| node.tree).collect();
        let missing = parents.iter().copied().find(|parent| !nodes.contains_key(parent));
        let is_boundary = boundary.contains(&id) || missing.is_some();
        commits.push(Walked { id, tree, parent_trees, seconds, is_boundary, missing });
        for parent in parents {
            if let Some(node) = nodes.get_mut(&parent) {
                node.children -= 1;
                if node.children == 0 {
                    push(&mut ready, node.time, parent);
                }
            }
        }
    }
    Ok(commits)
}
