//! The changes that a range of commits amounts to.
//!
//! A pull request is one change, however many commits it has; what was taken back within the range is none; what was
//! picked from a commit that counts already, or that an earlier release had, is none either. So the list tells a
//! reader what is different, where a log tells what was done.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::commit::{Commit, Person};
use super::read::{Line, Read};
use super::repeat;
use super::revert::{Names, reverted};
use crate::base::Date;

/// The commits that one release has and the one before it has not.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Range {
    /// Commits of this release that the one before it lacks: none before its children, so newest first.
    pub commits: Vec<Commit>,
    /// Commits of the release before it of which this one may have twins, in the same order: those of a branch of its
    /// own, and those that both have and that were made while commits of this one were made on another branch.
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
    let (here, released) = (Line::new(&range.commits), Line::new(&range.released));
    let taken_back = reverted(&released, &Names::new(&released, &here.read, &range.patches), |_| false);
    let had = repeat::had(&here, &released, &taken_back, &range.patches);
    let names = Names::new(&here, &released.read, &range.patches);
    let reverted = reverted(&here, &names, |at| had.contains_key(&at));
    let is_left = |at: usize| !had.contains_key(&at) && !reverted.contains(&at);
    let repeats = repeat::within(&here, &names, is_left, &range.patches);
    let counts = |at: usize| is_left(at) && !repeats.contains_key(&at);

    let (read, members) = (&here.read, here.members());
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
        let is_work = !commit.is_merge() || commit.is_merge_of_pull();
        if is_work {
            people.extend(commit.people());
        }
        let belongs = members[at].filter(|&merge| counts(merge)).is_some();
        if belongs || !is_work {
            continue;
        }
        let own = belonging.get(&at).into_iter().flatten().filter(|&&other| counts(other));
        found.changes.push(commit.change(own.map(|&other| &read[other])));
    }
    let id = |at: usize| read[at].commit.id.clone();
    found.people = people;
    found.reverted = reverted.iter().map(|&at| id(at)).collect();
    found.repeats = had.into_iter().chain(repeats).map(|(at, of)| (id(at), of)).collect();
    found
}

impl Read<'_> {
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

#[cfg(test)]
mod tests;
