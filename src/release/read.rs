//! Commits with what their messages say, and which of them others brought.

use std::collections::BTreeMap;

use super::commit::{self, Commit, Message};

/// A commit with what its message says.
pub(super) struct Read<'a> {
    /// The commit.
    pub(super) commit: &'a Commit,
    /// What it says.
    pub(super) message: Message,
}

impl<'a> Read<'a> {
    /// Reads the message of `commit`.
    fn new(commit: &'a Commit) -> Read<'a> {
        Read { commit, message: commit::read(&commit.message) }
    }

    /// Whether it has several parents.
    pub(super) fn is_merge(&self) -> bool {
        self.commit.parents.len() > 1
    }

    /// Whether it merges a pull request: it says so, or has the title with the number that a forge gives to merges
    /// where a project asks for that.
    pub(super) fn is_merge_of_pull(&self) -> bool {
        self.message.is_merge_of_pull || self.is_merge() && self.message.pull.is_some()
    }
}

/// Commits with all that their messages say, newest first: none before its children.
pub(super) struct Line<'a> {
    /// The commits.
    pub(super) read: Vec<Read<'a>>,
    /// For each commit the merge on the first line of parents that brought it, by place.
    pub(super) brought_by: Vec<Option<usize>>,
    /// For each merge what it brought, by place.
    pub(super) brought: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Line<'a> {
    /// Reads the messages of `commits`.
    pub(super) fn new(commits: &'a [Commit]) -> Line<'a> {
        let read: Vec<Read> = commits.iter().map(Read::new).collect();
        let brought_by = brought_by(&read);
        let mut brought: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (at, merge) in brought_by.iter().enumerate() {
            if let Some(merge) = merge {
                brought.entry(*merge).or_default().push(at);
            }
        }
        Line { read, brought_by, brought }
    }

    /// What the commit at `at` brought, if it is a merge.
    pub(super) fn brought(&self, at: usize) -> &[usize] {
        self.brought.get(&at).map_or(&[], Vec::as_slice)
    }

    /// The merges of pull requests that brought something, all of which `is_so`; merges among it are no work.
    pub(super) fn whole(&self, is_so: impl Fn(usize) -> bool) -> Vec<usize> {
        let work = |places: &[usize]| -> Vec<usize> {
            places.iter().copied().filter(|&at| !self.read[at].is_merge()).collect()
        };
        let pulls = self.brought.iter().filter(|(at, _)| self.read[**at].is_merge_of_pull());
        let of_work = pulls.map(|(&at, places)| (at, work(places)));
        of_work
            .filter(|(_, work)| !work.is_empty() && work.iter().all(|&at| is_so(at)))
            .map(|(at, _)| at)
            .collect()
    }

    /// For each commit the one that it belongs to, by place: the merge of its pull request, or the commit that it was
    /// to become part of (`fixup! …`).
    pub(super) fn members(&self) -> Vec<Option<usize>> {
        let of_pull = |merge: &Option<usize>| merge.filter(|&merge| self.read[merge].is_merge_of_pull());
        let mut members: Vec<Option<usize>> = self.brought_by.iter().map(of_pull).collect();
        let mut by_subject: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, read) in self.read.iter().enumerate().rev() {
            match read.message.part_of() {
                None => drop(by_subject.insert(&read.message.subject, at)),
                Some(subject) => members[at] = members[at].or_else(|| by_subject.get(subject).copied()),
            }
        }
        members
    }
}

/// For each commit the merge on the first line of parents that brought it.
///
/// Merges are looked at oldest first: what a merge brought was on no line before it.
fn brought_by(read: &[Read]) -> Vec<Option<usize>> {
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
    let mut brought_by = vec![None; read.len()];
    for &merge in main_line.iter().rev() {
        let mut open: Vec<usize> = read[merge].commit.parents.iter().skip(1).filter_map(place).collect();
        while let Some(at) = open.pop() {
            if std::mem::replace(&mut seen[at], true) {
                continue;
            }
            brought_by[at] = Some(merge);
            open.extend(read[at].commit.parents.iter().filter_map(place));
        }
    }
    brought_by
}
