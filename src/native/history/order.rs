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

/// What is known of a commit while they are put in order.
struct Node {
    /// Its tree.
    tree: Oid,
    /// Its parents; none at the boundary of a shallow clone.
    parents: Vec<Oid>,
    /// When it was committed, in seconds since 1970.
    time: i64,
}

/// Commits that were read, so that none is read twice however many tips lead to it.
#[derive(Default)]
pub(in crate::native) struct Graph {
    /// Each commit that is there.
    nodes: BTreeMap<Oid, Node>,
}

/// Every commit that `head` leads to.
pub(in crate::native) fn newest_first(
    repository: &Repository,
    head: Oid,
    boundary: &BTreeSet<Oid>,
) -> Result<Vec<Walked>, Error> {
    Graph::default().newest_first(repository, head, boundary)
}

impl Graph {
    /// Every commit that `head` leads to.
    pub(in crate::native) fn newest_first(
        &mut self,
        repository: &Repository,
        head: Oid,
        boundary: &BTreeSet<Oid>,
    ) -> Result<Vec<Walked>, Error> {
        self.read(repository, head, boundary)?;
        Ok(self.sorted(head, boundary))
    }

    /// For each of `tips` which of them it leads to, itself among them.
    pub(in crate::native) fn leading(
        &mut self,
        repository: &Repository,
        tips: &[Oid],
        boundary: &BTreeSet<Oid>,
    ) -> Result<Vec<Vec<bool>>, Error> {
        for tip in tips {
            self.read(repository, *tip, boundary)?;
        }
        let mut children: BTreeMap<Oid, usize> = BTreeMap::new();
        for parent in self.nodes.values().flat_map(|node| &node.parents) {
            *children.entry(*parent).or_default() += 1;
        }
        // Which tips lead to each commit, as far as its children are done.
        let mut reached: BTreeMap<Oid, Vec<u64>> = BTreeMap::new();
        let words = tips.len().div_ceil(64);
        for (number, tip) in tips.iter().enumerate() {
            reached.entry(*tip).or_insert_with(|| vec![0; words])[number / 64] |= 1 << (number % 64);
        }
        let mut leading = vec![vec![false; tips.len()]; tips.len()];
        let mut open: Vec<Oid> = self.nodes.keys().filter(|id| !children.contains_key(id)).copied().collect();
        while let Some(id) = open.pop() {
            let own = reached.remove(&id);
            if let Some(own) = &own {
                for (number, _) in tips.iter().enumerate().filter(|(_, tip)| **tip == id) {
                    for (from, leading) in leading.iter_mut().enumerate() {
                        leading[number] = own[from / 64] & (1 << (from % 64)) != 0;
                    }
                }
            }
            for parent in self.nodes.get(&id).into_iter().flat_map(|node| &node.parents) {
                if let Some(own) = &own {
                    let words = reached.entry(*parent).or_insert_with(|| vec![0; own.len()]);
                    words.iter_mut().zip(own).for_each(|(word, own)| *word |= own);
                }
                let Some(count) = children.get_mut(parent) else { continue };
                *count -= 1;
                if *count == 0 {
                    open.push(*parent);
                }
            }
        }
        Ok(leading)
    }

    /// Reads what `head` leads to, as far as it was not read before.
    fn read(&mut self, repository: &Repository, head: Oid, boundary: &BTreeSet<Oid>) -> Result<(), Error> {
        let mut open = vec![head];
        while let Some(id) = open.pop() {
            if self.nodes.contains_key(&id) {
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
            self.nodes.insert(id, Node { tree: commit.tree_id(), parents, time: commit.time().seconds() });
        }
        Ok(())
    }

    /// What `head` leads to, in order.
    fn sorted(&self, head: Oid, boundary: &BTreeSet<Oid>) -> Vec<Walked> {
        // How many children of each are not yet told.
        let mut children: BTreeMap<Oid, usize> = BTreeMap::from([(head, 0)]);
        let mut open = vec![head];
        while let Some(id) = open.pop() {
            for parent in self.nodes.get(&id).into_iter().flat_map(|node| &node.parents) {
                let known = children.get_mut(parent).map(|count| *count += 1);
                if known.is_none() {
                    children.insert(*parent, 1);
                    open.push(*parent);
                }
            }
        }
        // Of commits of one second the one that was found first comes first, as with git.
        let mut found = 0_usize;
        let mut ready = BinaryHeap::new();
        let mut push = |ready: &mut BinaryHeap<_>, time: i64, id: Oid| {
            ready.push((time, Reverse(found), id));
            found += 1;
        };
        push(&mut ready, self.nodes.get(&head).map_or(0, |node| node.time), head);
        let mut commits = Vec::with_capacity(children.len());
        while let Some((_, _, id)) = ready.pop() {
            let Some(node) = self.nodes.get(&id) else { continue };
            let (tree, seconds, parents) = (node.tree, node.time, node.parents.clone());
            let parent_trees: Vec<Oid> =
                parents.iter().filter_map(|parent| self.nodes.get(parent)).map(|node| node.tree).collect();
            let missing = parents.iter().copied().find(|parent| !self.nodes.contains_key(parent));
            let is_boundary = boundary.contains(&id) || missing.is_some();
            commits.push(Walked { id, tree, parent_trees, seconds, is_boundary, missing });
            for parent in parents {
                let Some(node) = self.nodes.get(&parent) else { continue };
                let Some(count) = children.get_mut(&parent) else { continue };
                *count -= 1;
                if *count == 0 {
                    push(&mut ready, node.time, parent);
                }
            }
        }
        commits
    }
}
