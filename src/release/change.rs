//! The changes that a range of commits amounts to.
//!
//! A pull request is one change, however many commits it has; what was taken back within the range is none; what was
//! picked from a commit that counts already, or that an earlier release had, is none either. So the list tells a
//! reader what is different, where a log tells what was done.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::commit::{self, Commit, Message, Person};
use crate::base::Date;

/// The commits that one release has and the one before it has not.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Range {
    /// Commits of this release that the one before it lacks: none before its children, so newest first.
    pub commits: Vec<Commit>,
    /// Commits of the release before it that this one lacks, in the same order: those of a branch of its own.
    pub released: Vec<Commit>,
    /// What each commit changes, as a hash that does not depend on where (git-patch-id(1)), for those commits that
    /// may have a twin.
    pub patches: BTreeMap<String, String>,
}

/// One change.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The commit that brought it: the merge, the squash, or the commit itself.
    pub commit: String,
    /// The day of that commit.
    pub date: Date,
    /// What it is called.
    pub title: String,
    /// `fix`, `feat`, where it says so.
    pub kind: Option<String>,
    /// Which part it concerns, where it says so.
    pub scope: Option<String>,
    /// Whether it says that it breaks something.
    pub is_breaking: bool,
    /// What it says about what it breaks.
    pub breaking: Vec<String>,
    /// The pull request that brought it.
    pub pull: Option<u64>,
    /// What its authors want the notes to say: trailers `Release-Note`.
    pub notes: Vec<String>,
    /// Whether its authors want the notes to be silent about it: `Release-Note: none`.
    pub is_silent: bool,
    /// All commits that belong to it, itself first.
    pub commits: Vec<String>,
}

/// What a range amounts to.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// The changes, oldest first.
    pub changes: Vec<Change>,
    /// Who contributed to them, as often as they did; [`contributors`](super::contributor::contributors) tells who is
    /// one person.
    pub people: Vec<Person>,
    /// Commits that were taken back within the range, and those that took them back.
    pub reverted: BTreeSet<String>,
    /// Commits that repeat another one, and that one.
    pub repeats: BTreeMap<String, String>,
}

/// A value of `Release-Note` that wants no note.
fn is_none(note: &str) -> bool {
    matches!(note.trim().to_lowercase().as_str(), "none" | "no" | "n/a" | "-" | "")
}

/// The changes of `range`.
pub fn changes(range: &Range) -> Changes {
    let read: Vec<Read> = range.commits.iter().map(Read::new).collect();
    let released: Vec<Read> = range.released.iter().map(Read::new).collect();
    let members = members(&read);
    let reverted = reverted(&read, &members);
    let taken_back = self::reverted(&released, &self::members(&released));
    let standing = |taken: &BTreeSet<usize>, reads: &[Read]| -> Vec<usize> {
        (0..reads.len()).filter(|at| !taken.contains(at)).collect()
    };
    let repeats =
        repeats(range, &read, &standing(&reverted, &read), &released, &standing(&taken_back, &released));

    let counts = |at: usize| !reverted.contains(&at) && !repeats.contains_key(&at);
    let mut belonging: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, merge) in members.iter().enumerate().filter_map(|(at, merge)| Some((at, (*merge)?))) {
        belonging.entry(merge).or_default().push(at);
    }
    let mut people: Vec<Person> = Vec::new();
    let mut found = Changes::default();
    for at in (0..read.len()).rev() {
        if !counts(at) {
            continue;
        }
        let commit = &read[at];
        // A merge is work of its own only where it brings a pull request.
        let is_merge = commit.commit.parents.len() > 1;
        if !is_merge || commit.message.is_merge_of_pull {
            people.extend(commit.people());
        }
        let belongs = members[at].filter(|&merge| counts(merge)).is_some();
        if belongs || is_merge && !commit.message.is_merge_of_pull {
            continue;
        }
        let own = belonging.get(&at).into_iter().flatten().filter(|&&other| counts(other));
        found.changes.push(commit.change(own.map(|&other| &read[other])));
    }
    let id = |at: usize| read[at].commit.id.clone();
    found.people = people;
    found.reverted = reverted.iter().map(|&at| id(at)).collect();
    found.repeats = repeats.into_iter().map(|(at, of)| (id(at), of)).collect();
    found
}

/// A commit with what its message says.
struct Read<'a> {
    /// The commit.
    commit: &'a Commit,
    /// What it says.
    message: Message,
}

impl<'a> Read<'a> {
    /// Reads the message of `commit`.
    fn new(commit: &'a Commit) -> Read<'a> {
        Read { commit, message: commit::read(&commit.message) }
    }

    /// Its author and those it names beside them.
    fn people(&self) -> impl Iterator<Item = Person> {
        let others = self.message.values("co-authored-by").filter_map(Person::parse);
        std::iter::once(self.commit.author.clone()).chain(others)
    }

    /// The change that this commit brought together with those that belong to it.
    fn change<'b>(&self, own: impl Iterator<Item = &'b Read<'b>>) -> Change {
        let message = &self.message;
        let mut notes: Vec<String> = message.values("release-note").map(str::to_owned).collect();
        let mut change = Change {
            commit: self.commit.id.clone(),
            date: self.commit.date,
            title: message.title.clone(),
            kind: message.kind.clone(),
            scope: message.scope.clone(),
            is_breaking: message.is_breaking,
            breaking: message.breaking.clone(),
            pull: message.pull,
            notes: Vec::new(),
            is_silent: false,
            commits: vec![self.commit.id.clone()],
        };
        let mut titles = Vec::new();
        for other in own {
            notes.extend(other.message.values("release-note").map(str::to_owned));
            change.is_breaking |= other.message.is_breaking;
            change.breaking.extend(other.message.breaking.iter().cloned());
            change.commits.push(other.commit.id.clone());
            titles.push(&other.message);
        }
        if let ([only], true) = (titles.as_slice(), change.title == message.subject) {
            // A merge that gives no title of its own, of one commit that does.
            change.title.clone_from(&only.title);
            (change.kind, change.scope) = (only.kind.clone(), only.scope.clone());
        }
        change.is_silent = !notes.is_empty() && notes.iter().all(|note| is_none(note));
        notes.retain(|note| !is_none(note));
        notes.dedup();
        change.notes = notes;
        change
    }
}

/// For each commit the one that it belongs to, by place in the range: the merge of its pull request, or the commit
/// that it was to become part of (`fixup! …`).
///
/// Merges on the first line of parents are looked at oldest first: what a merge brought was on no line before it.
fn members(read: &[Read]) -> Vec<Option<usize>> {
    let places: BTreeMap<&str, usize> =
        read.iter().enumerate().map(|(at, read)| (read.commit.id.as_str(), at)).collect();
    let place = |id: &String| places.get(id.as_str()).copied();
    let mut main_line = Vec::new();
    let mut next = if read.is_empty() { None } else { Some(0) };
    while let Some(at) = next {
        main_line.push(at);
        next = read[at].commit.parents.first().and_then(place);
    }
    let mut seen = vec![false; read.len()];
    main_line.iter().for_each(|&at| seen[at] = true);
    let mut members = vec![None; read.len()];
    for &merge in main_line.iter().rev() {
        let is_pull = read[merge].message.is_merge_of_pull;
        let mut open: Vec<usize> = read[merge].commit.parents.iter().skip(1).filter_map(place).collect();
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            members[at] = is_pull.then_some(merge);
            open.extend(read[at].commit.parents.iter().filter_map(place));
        }
    }
    let mut by_subject: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, read) in read.iter().enumerate().rev() {
        match read.message.part_of() {
            None => drop(by_subject.insert(&read.message.subject, at)),
            Some(subject) => members[at] = members[at].or_else(|| by_subject.get(subject).copied()),
        }
    }
    members
}

/// The commits that were taken back, and those that took them back.
///
/// The newest comes first: a revert that was itself reverted takes nothing back.
fn reverted(read: &[Read], members: &[Option<usize>]) -> BTreeSet<usize> {
    let by_id: BTreeMap<&str, usize> =
        read.iter().enumerate().map(|(at, read)| (read.commit.id.as_str(), at)).collect();
    let mut by_subject: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    let mut by_pull: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, read) in read.iter().enumerate() {
        by_subject.entry(&read.message.subject).or_default().push(at);
        if let Some(pull) = read.message.pull {
            by_pull.entry(pull).or_default().push(at);
        }
    }
    let mut gone = BTreeSet::new();
    for (at, read) in read.iter().enumerate() {
        if gone.contains(&at) {
            continue;
        }
        let message = &read.message;
        let ids = message.reverts.iter().filter_map(|id| starting_with(&by_id, id));
        let pulls = message.reverted_pulls.iter().filter_map(|pull| by_pull.get(pull)).flatten().copied();
        let older = |places: &Vec<usize>| places.iter().copied().find(|place| *place > at);
        let subject = message.reverted_subject.as_deref();
        let subject = subject.and_then(|subject| by_subject.get(subject)).and_then(older);
        let wanted = message.reverts.len() + message.reverted_pulls.len() + usize::from(subject.is_some());
        let targets: BTreeSet<usize> =
            ids.chain(pulls).chain(subject).filter(|target| *target > at).collect();
        // What reaches behind the range stays a change of this one.
        if targets.is_empty() || targets.len() < wanted {
            gone.extend(targets);
            continue;
        }
        gone.insert(at);
        gone.extend(targets);
    }
    // What belongs to a pull request goes with it.
    let belonging: Vec<usize> =
        (0..read.len()).filter(|&at| members[at].is_some_and(|merge| gone.contains(&merge))).collect();
    gone.extend(belonging);
    gone
}

/// The commit whose id begins with `start`, if it is the only one.
fn starting_with(by_id: &BTreeMap<&str, usize>, start: &str) -> Option<usize> {
    let mut found = by_id.range(start..).take_while(|(id, _)| id.starts_with(start)).map(|(_, &at)| at);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The commits of the range that repeat another: of the range, or of the release before it.
fn repeats(
    range: &Range,
    read: &[Read],
    standing: &[usize],
    released: &[Read],
    standing_released: &[usize],
) -> BTreeMap<usize, String> {
    let by_id: BTreeMap<&str, usize> = standing.iter().map(|&at| (read[at].commit.id.as_str(), at)).collect();
    let mut had: BTreeMap<&str, &str> = BTreeMap::new();
    let mut had_patch: BTreeMap<&str, &str> = BTreeMap::new();
    for &at in standing_released {
        let id = released[at].commit.id.as_str();
        had.insert(id, id);
        had.extend(released[at].message.picked_from.iter().map(|from| (from.as_str(), id)));
        had_patch.extend(range.patches.get(id).map(|patch| (patch.as_str(), id)));
    }
    let mut repeats = BTreeMap::new();
    // The oldest of equal ones counts.
    for &at in standing.iter().rev() {
        let id = read[at].commit.id.as_str();
        let picked = read[at].message.picked_from.iter();
        let released =
            had.get(id).copied().or_else(|| picked.clone().find_map(|from| had.get(from.as_str()).copied()));
        let patch = range.patches.get(id).map(String::as_str);
        let equal = patch.and_then(|patch| had_patch.get(patch).copied());
        let source = picked.filter_map(|from| starting_with(&by_id, from)).find(|&from| from != at);
        let source = source.map(|from| read[from].commit.id.as_str());
        match released.or(equal).or(source) {
            Some(of) => drop(repeats.insert(at, of.to_owned())),
            None => had_patch.extend(patch.map(|patch| (patch, id))),
        }
    }
    repeats
}

#[cfg(test)]
mod tests;
