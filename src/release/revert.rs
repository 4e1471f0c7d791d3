//! Which commits take which back.
//!
//! A revert names a commit, a pull request or a title. On a branch it may mean the pick of what it names, so all that
//! is the same as the commit is looked for, and whoever asks knows which of them can be meant.

use std::collections::{BTreeMap, BTreeSet};

use super::read::{Line, Read};

/// Commits by all that a revert may call them.
pub(super) struct Names<'a> {
    /// By their ids, those of commits that they were picked from, and those of their picks.
    by_id: BTreeMap<&'a str, Vec<usize>>,
    /// By their subjects.
    by_subject: BTreeMap<&'a str, Vec<usize>>,
    /// By their titles without numbers of pull requests.
    by_name: BTreeMap<&'a str, Vec<usize>>,
    /// By the pull requests that brought them.
    by_pull: BTreeMap<u64, Vec<usize>>,
    /// Those that change the same.
    twins: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Names<'a> {
    /// The names of the commits of `line`, of which `others` may have picks; `patches` are hashes of what they change.
    pub(super) fn new(
        line: &'a Line<'_>,
        others: &'a [Read<'_>],
        patches: &BTreeMap<String, String>,
    ) -> Names<'a> {
        let mut by_id: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_subject: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut by_pull: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        let mut by_patch: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, Read { commit, message }) in line.read.iter().enumerate() {
            by_id.entry(&commit.id).or_default().push(at);
            // A shortened id would make the whole one look as if it were not the only one.
            for from in message.picked_from.iter().filter(|from| from.len() == commit.id.len()) {
                by_id.entry(from).or_default().push(at);
            }
            by_subject.entry(&message.subject).or_default().push(at);
            by_name.entry(&message.name).or_default().push(at);
            if let Some(pull) = message.pull {
                by_pull.entry(pull).or_default().push(at);
            }
            if let Some(patch) = patches.get(&commit.id) {
                by_patch.entry(patch).or_default().push(at);
            }
        }
        for Read { commit, message } in others {
            let same: Vec<usize> = message
                .picked_from
                .iter()
                .filter_map(|from| by_id.get(from.as_str()))
                .flatten()
                .copied()
                .collect();
            if !same.is_empty() {
                by_id.entry(&commit.id).or_default().extend(same);
            }
        }
        let groups = by_patch.into_values().filter(|group| group.len() > 1);
        let twins =
            groups.flat_map(|group| group.clone().into_iter().map(move |at| (at, group.clone()))).collect();
        Names { by_id, by_subject, by_name, by_pull, twins }
    }

    /// The commits that have the id that begins with `start`, if it is the only one, or repeat the one that has it.
    pub(super) fn with_id(&self, start: &str) -> Vec<usize> {
        let mut found = self.by_id.range(start..).take_while(|(id, _)| id.starts_with(start));
        let (Some((_, first)), None) = (found.next(), found.next()) else { return Vec::new() };
        let mut same: Vec<usize> = first.clone();
        same.extend(first.iter().filter_map(|at| self.twins.get(at)).flatten());
        same.sort_unstable();
        same.dedup();
        same
    }

    /// The commits that the pull request `number` brought.
    pub(super) fn with_pull(&self, number: u64) -> &[usize] {
        self.by_pull.get(&number).map_or(&[], Vec::as_slice)
    }

    /// For each thing that the commit at `at` of `line` takes back, the commits that may be meant.
    pub(super) fn meant(&self, line: &Line<'_>, at: usize) -> Vec<Meant> {
        let message = &line.read[at].message;
        let ids = message.reverts.iter().map(|id| Meant::All(self.with_id(id)));
        let pulls = message.reverted_pulls.iter().map(|pull| Meant::All(self.with_pull(*pull).to_vec()));
        let mut meant: Vec<Meant> = ids.chain(pulls).collect();
        // What a merge brought says it better than the merge's title.
        let is_said = || line.brought(at).iter().any(|&own| line.read[own].message.takes_back());
        if let Some(subject) = message.reverted_subject.as_deref().filter(|_| meant.is_empty() && !is_said())
        {
            let exact = self.by_subject.get(subject);
            let places = exact.or_else(|| self.by_name.get(super::commit::without_numbers(subject)));
            meant.extend(places.map(|places| Meant::Newest(places.clone())));
        }
        meant
    }
}

/// Commits that a revert may mean, by place.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) enum Meant {
    /// All of them that it can mean: they are one and the same.
    All(Vec<usize>),
    /// The newest of them that it can mean: they only have the same title.
    Newest(Vec<usize>),
}

impl Meant {
    /// Whether one of those that are one and the same `is_so`.
    fn has(&self, is_so: impl Fn(usize) -> bool) -> bool {
        matches!(self, Meant::All(places) if places.iter().any(|&at| is_so(at)))
    }

    /// Those that `can_be` meant.
    pub(super) fn of(self, can_be: impl Fn(usize) -> bool) -> Vec<usize> {
        match self {
            Meant::All(places) => places.into_iter().filter(|&at| can_be(at)).collect(),
            Meant::Newest(places) => places.into_iter().find(|&at| can_be(at)).into_iter().collect(),
        }
    }
}

/// The commits of `line` that were taken back, and those that took them back. What `was_had` by the release before
/// cannot be cancelled here: taking it back is a change.
///
/// The newest comes first: a revert that was itself reverted takes nothing back.
pub(super) fn reverted(
    line: &Line<'_>,
    names: &Names<'_>,
    was_had: impl Fn(usize) -> bool,
) -> BTreeSet<usize> {
    let mut gone = BTreeSet::new();
    for at in 0..line.read.len() {
        if gone.contains(&at) {
            continue;
        }
        let meant = names.meant(line, at);
        // What reaches behind the range stays a change of this one.
        let mut is_all = !meant.is_empty();
        for meant in meant {
            // What was taken back and brought in again is as it was.
            let is_here_again = meant.has(|place| place < at && !gone.contains(&place) && was_had(place));
            let targets = meant.of(|place| place > at);
            is_all &= !targets.is_empty() || is_here_again;
            for place in targets.iter().flat_map(|place| std::iter::once(place).chain(line.brought(*place))) {
                match was_had(*place) {
                    true => is_all &= is_here_again,
                    false => drop(gone.insert(*place)),
                }
            }
        }
        if is_all {
            gone.insert(at);
        }
    }
    // A pull request of which nothing is left is gone, and what belongs to one that is gone.
    let empty = line.whole(|at| gone.contains(&at));
    gone.extend(empty);
    for (at, merge) in line.members().into_iter().enumerate() {
        if merge.is_some_and(|merge| gone.contains(&merge)) && !was_had(at) {
            gone.insert(at);
        }
    }
    gone
}
