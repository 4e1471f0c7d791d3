//! Commits and tags of repositories, for the notes of a release.
//!
//! One walk of a repository serves all questions about it: which commits a release has that the one before it has not,
//! by tags or by days, and which release has a commit. Everything is read from the object database, offline.
//!
//! What cannot be known is refused and not guessed: a range that leads through the boundary of a shallow clone has
//! commits that nobody sees here.

mod patch;
pub(super) mod tag;

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

use git2::{Error, Oid, Repository};

use self::tag::Tag;
use super::author::{Mailmap, author, text};
use super::clone::Clone;
use super::history::order::{Graph, Walked};
use super::objects::Objects;
use crate::base::{Date, Hash};
use crate::link::Window;
use crate::release::{Commit, Person, Range, landed};
use crate::source::component::{self, Component};

/// Of how many commits with one subject it is looked whether they are the same, in all of a history: a subject that
/// more have is a habit, and each costs a comparison of texts.
const MOST_TWINS: usize = 8;

/// Why a range of commits cannot be told.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) enum Refusal {
    /// The clone is shallow, and the range leads through its boundary at this commit.
    Shallow(String),
    /// A commit is missing although the clone is not shallow there.
    Missing(String),
    /// An object cannot be read.
    Unreadable(String),
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Refusal::Shallow(id) => {
                write!(
                    f,
                    "the clone is shallow and ends at commit `{id:.12}`; run `git fetch --unshallow` in it"
                )
            }
            Refusal::Missing(id) => write!(f, "commit `{id}` is missing"),
            Refusal::Unreadable(reason) => f.write_str(reason),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        Refusal::Unreadable(error.message().to_owned())
    }
}

/// A repository whose commits are asked for.
pub(super) struct Commits {
    /// Its objects.
    objects: Objects,
    /// Its tags, by name.
    pub(super) tags: Vec<Tag>,
    /// The commit that stands for its present.
    pub(super) head: Oid,
    /// Where a shallow clone ends.
    boundary: BTreeSet<Oid>,
    /// The commits that were read.
    graph: Mutex<Graph>,
}

impl Commits {
    /// The commits of `clone`, of which `head` is the newest that counts.
    pub(super) fn open(clone: &Clone, head: Oid) -> Result<Commits, Refusal> {
        let objects = Objects::open(&clone.common_dir)?;
        let tags = tag::tags(&clone.common_dir, &objects);
        Ok(Commits { tags, head, boundary: clone.shallow_boundary(), objects, graph: Mutex::default() })
    }

    /// What `to` has and `from` has not, as `git log from..to` has it; all of `to` without a `from`.
    pub(super) fn between(&self, from: Option<Oid>, to: Oid) -> Result<Range, Refusal> {
        self.objects_with(|repository| {
            let mut graph = self.graph();
            let new = graph.newest_first(repository, to, &self.boundary)?;
            let old = match from {
                Some(from) => graph.newest_first(repository, from, &self.boundary)?,
                None => Vec::new(),
            };
            let new_ids: BTreeSet<Oid> = new.iter().map(|commit| commit.id).collect();
            let old_ids: BTreeSet<Oid> = old.iter().map(|commit| commit.id).collect();
            let here: Vec<&Walked> = new.iter().filter(|commit| !old_ids.contains(&commit.id)).collect();
            let there: Vec<&Walked> = old.iter().filter(|commit| !new_ids.contains(&commit.id)).collect();
            drop(graph);
            refuse_cut(&here, &there, &old)?;
            let mailmap = Mailmap::of(repository, to);
            let read = |walked: &[&Walked]| -> Result<Vec<Commit>, Error> {
                walked.iter().map(|walked| read(repository, walked.id, mailmap.as_ref())).collect()
            };
            let commits = read(&here)?;
            // A branch that was merged may bring picks of what both have had since it began.
            let begins: BTreeSet<&str> =
                commits.iter().flat_map(|commit| &commit.parents).map(String::as_str).collect();
            let begins = old.iter().filter(|walked| begins.contains(walked.id.to_string().as_str()));
            let begin = begins.map(|walked| walked.seconds).min().unwrap_or(i64::MAX);
            let is_beside = |walked: &&Walked| !new_ids.contains(&walked.id) || walked.seconds > begin;
            let released = read(&old.iter().filter(is_beside).collect::<Vec<_>>())?;
            let patches = patch::patches(repository, &commits, &released, usize::MAX)?;
            Ok(Range { commits, released, patches })
        })
    }

    /// What `to` has that was committed behind day `after` and not behind day `until`.
    pub(super) fn within(&self, to: Oid, after: Option<Date>, until: Option<Date>) -> Result<Range, Refusal> {
        self.objects_with(|repository| {
            let all = self.graph().newest_first(repository, to, &self.boundary)?;
            let mailmap = Mailmap::of(repository, to);
            let mut commits = Vec::new();
            for walked in &all {
                // The day is the committer's own, which the seconds alone do not tell: a day more on either side.
                let near = |day: Date, days: i64| {
                    walked.seconds.div_euclid(86_400) - i64::from(day.days_since(Date::EPOCH)) <= days
                };
                let is_old = after.is_some_and(|after| near(after, -2));
                let is_new = until.is_some_and(|until| !near(until, 1));
                if is_old || is_new {
                    continue;
                }
                let commit = read(repository, walked.id, mailmap.as_ref())?;
                let is_in = after.is_none_or(|after| commit.date > after)
                    && until.is_none_or(|until| commit.date <= until);
                if is_in {
                    cut(walked)?;
                    commits.push(commit);
                }
            }
            // A boundary that is younger than the window hides commits of it.
            if let Some(cut_off) = all.iter().find(|walked| walked.is_boundary) {
                let begin = after.map_or(i64::MIN, |day| i64::from(day.days_since(Date::EPOCH)));
                if cut_off.seconds.div_euclid(86_400) >= begin {
                    cut(cut_off)?;
                }
            }
            let patches = patch::patches(repository, &commits, &[], usize::MAX)?;
            Ok(Range { commits, released: Vec::new(), patches })
        })
    }

    /// For each of `tips` which of them it leads to.
    pub(super) fn leading(&self, tips: &[Oid]) -> Result<Vec<Vec<bool>>, Refusal> {
        self.objects_with(|repository| Ok(self.graph().leading(repository, tips, &self.boundary)?))
    }

    /// The commits that were read.
    fn graph(&self) -> MutexGuard<'_, Graph> {
        // What a thread that panicked had read is whole: each commit is put there at once.
        self.graph.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What belongs to a release: by tags where there are any, and by the days of its window where there are none.
    ///
    /// `from` is the tag of the release before it, `to` its own; without one the newest commit stands for it.
    pub(super) fn of_release(
        &self,
        from: Option<&Tag>,
        to: Option<&Tag>,
        window: Window,
    ) -> Result<Range, Refusal> {
        let tip = to.map_or(self.head, |tag| tag.commit);
        match (from, to) {
            (Some(from), Some(_)) => self.between(Some(from.commit), tip),
            (Some(from), None) => {
                let mut range = self.between(Some(from.commit), tip)?;
                range.commits.retain(|commit| window.until.is_none_or(|until| commit.date <= until));
                Ok(range)
            }
            (None, Some(_)) if window.after.is_none() => self.between(None, tip),
            (None, Some(_)) => self.within(tip, window.after, None),
            (None, None) => self.within(tip, window.after, window.until),
        }
    }

    /// What all commits of the present and of tags tell, for the component called `name`.
    pub(super) fn component(&self, name: &str, forge: Option<&str>) -> Result<Component, Refusal> {
        self.objects_with(|repository| {
            let mailmap = Mailmap::of(repository, self.head);
            let (mut seen, mut commits, mut graph) = (BTreeSet::new(), Vec::new(), self.graph());
            for tip in std::iter::once(self.head).chain(self.tags.iter().map(|tag| tag.commit)) {
                if seen.contains(&tip) {
                    continue;
                }
                for walked in graph.newest_first(repository, tip, &self.boundary)? {
                    // What lies behind a boundary may be in releases that nobody sees here.
                    cut(&walked)?;
                    if seen.insert(walked.id) {
                        commits.push(read(repository, walked.id, mailmap.as_ref())?);
                    }
                }
            }
            let patches = patch::patches(repository, &commits, &[], MOST_TWINS)?;
            let (name, forge) = (name.to_owned(), forge.map(str::to_owned));
            Ok(landed::component(name, forge, &commits, &patches, self.tags()))
        })
    }

    /// The tags with what they lead to.
    fn tags(&self) -> Vec<component::Tag> {
        let tag = |tag: &Tag| component::Tag { name: tag.name.clone(), commit: tag.commit.to_string() };
        self.tags.iter().map(tag).collect()
    }

    /// The hash of all that [`Commits::component`] depends on.
    pub(super) fn key(&self, name: &str, forge: Option<&str>) -> Hash {
        let boundary: Vec<String> = self.boundary.iter().map(Oid::to_string).collect();
        Hash::of_value(&(name, forge, self.head.to_string(), self.tags(), boundary))
    }

    /// Does `work` with a handle on the objects.
    fn objects_with<T>(&self, work: impl FnOnce(&Repository) -> Result<T, Refusal>) -> Result<T, Refusal> {
        self.objects.with(|repository| Ok(work(repository)))?
    }
}

/// Refuses a commit whose parents are not here.
fn cut(walked: &Walked) -> Result<(), Refusal> {
    match (walked.is_boundary, walked.missing) {
        (false, _) => Ok(()),
        (true, Some(id)) => Err(Refusal::Missing(id.to_string())),
        (true, None) => Err(Refusal::Shallow(walked.id.to_string())),
    }
}

/// Refuses ranges of which something may be hidden: behind a boundary within either side, or because the older tip's
/// own history is cut off where the range still goes on.
fn refuse_cut(here: &[&Walked], there: &[&Walked], old: &[Walked]) -> Result<(), Refusal> {
    here.iter().chain(there).try_for_each(|walked| cut(walked))?;
    let Some(cut_off) = old.iter().find(|walked| walked.is_boundary) else { return Ok(()) };
    // What the older tip has beyond its boundary would look like a part of the range.
    let is_suspect = |walked: &&Walked| walked.parent_trees.is_empty() || walked.seconds <= cut_off.seconds;
    if here.iter().any(is_suspect) { cut(cut_off) } else { Ok(()) }
}

/// Reads the commit `id`.
fn read(repository: &Repository, id: Oid, mailmap: Option<&Mailmap>) -> Result<Commit, Error> {
    let commit = repository.find_commit(id)?;
    Ok(Commit {
        id: id.to_string(),
        parents: commit.parent_ids().map(|parent| parent.to_string()).collect(),
        author: author(&commit, mailmap),
        // A time beyond the calendar is no day of any release.
        date: super::history::day(&commit.committer().when()).unwrap_or(Date::MIN),
        message: map_people(&text(&commit, commit.message_bytes()), mailmap),
    })
}

/// The message with the people of its trailers `Co-authored-by` as the mailmap has them.
fn map_people(message: &str, mailmap: Option<&Mailmap>) -> String {
    let Some(mailmap) = mailmap else { return message.to_owned() };
    let map = |line: &str| -> Option<String> {
        let (key, value) = line.split_once(':')?;
        let person = key.eq_ignore_ascii_case("co-authored-by").then(|| Person::parse(value))??;
        let Person { name, email } = mailmap.person(person);
        Some(format!("{key}: {name} <{email}>\n"))
    };
    message.split_inclusive('\n').map(|line| map(line).unwrap_or_else(|| line.to_owned())).collect()
}

#[cfg(test)]
mod cliff;
#[cfg(test)]
mod tests;
