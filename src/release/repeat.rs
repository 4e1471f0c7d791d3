//! Which commits repeat others: picks, backports, and the same patch under the same title.

use std::collections::{BTreeMap, BTreeSet};

use super::read::{Line, Read};
use super::revert::Names;

/// What commits are known by to those that repeat them, each with the commit that has it.
#[derive(Default)]
struct Known<'a> {
    /// Their ids, and those of commits that they were picked from.
    ids: BTreeMap<&'a str, &'a str>,
    /// What they change.
    patches: BTreeMap<&'a str, &'a str>,
    /// The pull requests that brought them.
    pulls: BTreeMap<u64, &'a str>,
    /// The pull requests that they bring to another branch.
    picked_pulls: BTreeMap<u64, &'a str>,
}

impl<'a> Known<'a> {
    /// Takes in a commit that changes `patch`.
    fn learn(&mut self, read: &'a Read<'_>, patch: Option<&'a String>) {
        let id = read.commit.id.as_str();
        self.ids.insert(id, id);
        self.ids.extend(read.message.picked_from.iter().map(|from| (from.as_str(), id)));
        self.patches.extend(patch.map(|patch| (patch.as_str(), id)));
        self.pulls.extend(read.message.pull.map(|pull| (pull, id)));
        self.picked_pulls.extend(read.message.picked_pulls.iter().map(|pull| (*pull, id)));
    }

    /// The commit that is the same as `read`, which changes `patch`.
    fn same_as(&self, read: &Read<'_>, patch: Option<&String>) -> Option<&'a str> {
        let Read { commit, message } = read;
        let ids = std::iter::once(&commit.id).chain(&message.picked_from);
        let by_id = || ids.into_iter().find_map(|id| self.ids.get(id.as_str()));
        let by_patch = || self.patches.get(patch?.as_str());
        let by_pull = || message.picked_pulls.iter().find_map(|pull| self.pulls.get(pull));
        let by_picked = || self.picked_pulls.get(&message.pull?);
        by_id().or_else(by_patch).or_else(by_pull).or_else(by_picked).copied()
    }
}

/// For each commit of `here` the one of the release before that is the same: the commits `released`, without those
/// that were `taken_back` there.
pub(super) fn had(
    here: &Line<'_>,
    released: &Line<'_>,
    taken_back: &BTreeSet<usize>,
    patches: &BTreeMap<String, String>,
) -> BTreeMap<usize, String> {
    let mut known = Known::default();
    for (_, read) in released.read.iter().enumerate().filter(|(at, _)| !taken_back.contains(at)) {
        known.learn(read, patches.get(&read.commit.id));
    }
    let same = |(at, read): (usize, &Read)| {
        let of = known.same_as(read, patches.get(&read.commit.id))?;
        Some((at, of.to_owned()))
    };
    whole(here, here.read.iter().enumerate().filter_map(same).collect())
}

/// The commits of `here` that repeat another one there, which counts: those that were `had` or `reverted` do not.
pub(super) fn within(
    here: &Line<'_>,
    names: &Names<'_>,
    counts: impl Fn(usize) -> bool,
    patches: &BTreeMap<String, String>,
) -> BTreeMap<usize, String> {
    let mut repeats = BTreeMap::new();
    let mut known: BTreeMap<&str, usize> = BTreeMap::new();
    // The oldest of equal ones counts.
    for (at, Read { commit, message }) in here.read.iter().enumerate().rev().filter(|(at, _)| counts(*at)) {
        let picked = message.picked_from.iter().flat_map(|from| names.with_id(from));
        let pulls = message.picked_pulls.iter().flat_map(|pull| names.with_pull(*pull).to_vec());
        // What was picked is no pick of its pick.
        let is_source = |other: &usize| {
            *other != at && counts(*other) && !here.read[*other].message.picked_from.contains(&commit.id)
        };
        let patch = patches.get(&commit.id);
        let equal = || known.get(patch?.as_str()).copied();
        match picked.chain(pulls).find(is_source).or_else(equal) {
            Some(of) => drop(repeats.insert(at, here.read[of].commit.id.clone())),
            None => known.extend(patch.map(|patch| (patch.as_str(), at))),
        }
    }
    whole(here, repeats)
}

/// `repeats` with pull requests all of whose commits are among them, and with the commits of those that are.
fn whole(here: &Line<'_>, mut repeats: BTreeMap<usize, String>) -> BTreeMap<usize, String> {
    for merge in here.whole(|at| repeats.contains_key(&at)) {
        let of = here.brought(merge).iter().find_map(|own| repeats.get(own)).cloned();
        repeats.extend(of.filter(|_| !repeats.contains_key(&merge)).map(|of| (merge, of)));
    }
    for (&merge, brought) in &here.brought {
        let Some(of) = repeats.get(&merge).cloned() else { continue };
        for &own in brought {
            repeats.entry(own).or_insert_with(|| of.clone());
        }
    }
    repeats
}
