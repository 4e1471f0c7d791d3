//! Which commit is in which release.
//!
//! A release with a tag has what the tag leads to. A commit counts for it by itself or by one that repeats it, as a
//! pick on a branch of its own does, and only while no other commit of the same tag takes it back. Where no tag tells,
//! the day of the commit does, and the answer says so.

use std::collections::{BTreeMap, BTreeSet};

use super::succession::Succession;
use super::tag::tag_of;
use crate::base::Date;
use crate::link::{DocumentId, Record};
use crate::record::{FactsKind, Release};
use crate::source::component::{Component, Landed};

/// More reverts of reverts are not followed for one commit.
const MOST_REVERTS: usize = 100;

/// More commits are not taken for one that was picked again and again.
const MOST_PICKS: usize = 1_000;

/// How it is known which release has a commit.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum Basis {
    /// A tag leads to it.
    Tag,
    /// It was committed in the window of the release.
    Day,
}

impl Basis {
    /// `tag` or `day`.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Tag => "tag",
            Basis::Day => "day",
        }
    }
}

/// A commit by its component and its place there.
pub type Place = (usize, u32);

/// Which commits each release has, of all components.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Ledger {
    /// For each component the releases with a tag in it, in their order, and what each tag leads to.
    tagged: Vec<Vec<(DocumentId, Commits)>>,
    /// For each component the commits that take others back, and those that repeat others, by what they concern.
    taken_back: Vec<BTreeMap<u32, Vec<u32>>>,
    repeated: Vec<BTreeMap<u32, Vec<u32>>>,
    /// The order of the releases.
    succession: Succession,
    /// The commits that name an issue, oldest first: by the last name of its repository, and its number.
    issues: BTreeMap<(String, u64), Vec<Place>>,
}

/// A set of commits by their places.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
struct Commits(Vec<u64>);

impl Commits {
    /// Everything that the commit at `tip` leads to.
    fn of(commits: &[Landed], tip: u32) -> Commits {
        let mut set = Commits(vec![0; commits.len().div_ceil(64)]);
        let mut open = vec![tip];
        while let Some(at) = open.pop() {
            let Some(commit) = commits.get(at as usize).filter(|_| !set.has(at)) else { continue };
            set.0[at as usize / 64] |= 1 << (at % 64);
            open.extend(&commit.parents);
        }
        set
    }

    /// Whether the commit at `at` is among them.
    fn has(&self, at: u32) -> bool {
        self.0.get(at as usize / 64).is_some_and(|word| word & (1 << (at % 64)) != 0)
    }
}

impl Ledger {
    /// Finds it for the releases of `record`.
    pub fn new(record: &Record, components: &[Component]) -> Ledger {
        let mut ledger = Ledger { succession: Succession::new(record), ..Ledger::default() };
        for (number, component) in components.iter().enumerate() {
            let places: BTreeMap<&str, u32> =
                (0..).zip(&component.commits).map(|(at, commit)| (commit.id.as_str(), at)).collect();
            let tagged = |&release: &DocumentId| {
                let names = release_names(record, release);
                let tag = tag_of(&component.tags, |tag| &tag.name, &names, &component.name).ok()??;
                Some((release, Commits::of(&component.commits, *places.get(tag.commit.as_str())?)))
            };
            ledger.tagged.push(record.releases.iter().filter_map(tagged).collect());
            let (mut taken_back, mut repeated) = (BTreeMap::new(), BTreeMap::new());
            let own = own_names(component);
            for (at, commit) in (0..).zip(&component.commits) {
                for other in &commit.takes_back {
                    taken_back.entry(*other).or_insert_with(Vec::new).push(at);
                }
                for other in &commit.repeats {
                    repeated.entry(*other).or_insert_with(Vec::new).push(at);
                }
                let is_own = |name: &String| name.is_empty() || own.contains(name);
                let named = commit.names.iter().flat_map(|(name, issue)| {
                    let names = if is_own(name) { &own } else { std::slice::from_ref(name) };
                    names.iter().map(|name| (name.clone(), *issue))
                });
                for named in named.collect::<BTreeSet<_>>() {
                    ledger.issues.entry(named).or_default().push((number, at));
                }
            }
            ledger.taken_back.push(taken_back);
            ledger.repeated.push(repeated);
        }
        let day = |(component, at): &Place| components[*component].commits[*at as usize].date;
        for places in ledger.issues.values_mut() {
            places.sort_by_key(|place| (day(place), place.0, std::cmp::Reverse(place.1)));
        }
        ledger
    }

    /// The commit that brought the issue `number` of the repository with the last name `repository`: the oldest that
    /// names it and is in a release, or else the oldest that names it.
    pub fn issue(
        &self,
        record: &Record,
        components: &[Component],
        repository: &str,
        number: u64,
    ) -> Option<(Place, Option<(DocumentId, Basis)>)> {
        let places = self.issues.get(&(repository.to_lowercase(), number))?;
        let released = |&place: &Place| Some((place, Some(self.release(record, components, place)?)));
        places.iter().find_map(released).or_else(|| places.first().map(|&place| (place, None)))
    }

    /// The first release with the commit at `place`.
    pub fn release(
        &self,
        record: &Record,
        components: &[Component],
        place: Place,
    ) -> Option<(DocumentId, Basis)> {
        let (component, at) = place;
        let commits = components.get(component)?.commits.as_slice();
        let commit = commits.get(at as usize)?;
        let same = self.same(component, commits, at);
        let tagged = self.tagged.get(component)?;
        let stands = |is_in: &dyn Fn(u32) -> bool| {
            same.iter()
                .any(|&one| is_in(one) && !self.is_taken_back(component, is_in, one, &mut BTreeMap::new()))
        };
        let by_tag = tagged.iter().find(|(_, set)| stands(&|one| set.has(one))).map(|(release, _)| *release);
        let is_by = |until: Date| stands(&|one| commits.get(one as usize).is_some_and(|it| it.date <= until));
        let by_day = self
            .succession
            .release_for(record, commit.date)
            .filter(|day| release(record, *day).and_then(|release| release.date).is_none_or(is_by));
        let order = |id: DocumentId| record.releases.iter().position(|release| *release == id);
        let has_tag = |id: DocumentId| tagged.iter().any(|(release, _)| *release == id);
        match (by_tag, by_day) {
            // A release of that day that has no tag here may have had it before the first one with a tag.
            (Some(tag), Some(day)) if order(day) < order(tag) && !has_tag(day) => Some((day, Basis::Day)),
            (Some(tag), _) => Some((tag, Basis::Tag)),
            // A release with a tag that does not have the commit was made without it.
            (None, Some(day)) if !has_tag(day) => Some((day, Basis::Day)),
            (None, _) => None,
        }
    }

    /// The commit at `at` and those that repeat it or that it repeats.
    fn same(&self, component: usize, commits: &[Landed], at: u32) -> Vec<u32> {
        let (mut same, mut next) = (vec![at], 0);
        while let Some(&one) = same.get(next) {
            next += 1;
            let picks = self.repeated.get(component).and_then(|repeated| repeated.get(&one));
            let of = commits.get(one as usize).map_or(&[][..], |commit| &commit.repeats);
            for &other in picks.into_iter().flatten().chain(of) {
                if same.len() < MOST_PICKS && !same.contains(&other) {
                    same.push(other);
                }
            }
        }
        same
    }

    /// Whether a commit that `is_in` says takes back the one at `at`, and is not taken back itself. What is `known`
    /// already is not looked for again.
    fn is_taken_back(
        &self,
        component: usize,
        is_in: &dyn Fn(u32) -> bool,
        at: u32,
        known: &mut BTreeMap<u32, bool>,
    ) -> bool {
        if let Some(known) = known.get(&at) {
            return *known;
        }
        if known.len() >= MOST_REVERTS {
            return false;
        }
        known.insert(at, false);
        let by = self.taken_back.get(component).and_then(|taken_back| taken_back.get(&at));
        let is_taken =
            by.into_iter().flatten().any(|&by| is_in(by) && !self.is_taken_back(component, is_in, by, known));
        known.insert(at, is_taken);
        is_taken
    }
}

/// What texts call the repository of `component`, in lower case: its name, and the last one of its page on the forge,
/// which differ where several components are in one repository.
fn own_names(component: &Component) -> Vec<String> {
    let page = component.forge.as_deref().and_then(|forge| forge.rsplit('/').next());
    let names = std::iter::once(component.name.as_str()).chain(page);
    let names: BTreeSet<String> = names.map(str::to_lowercase).collect();
    names.into_iter().collect()
}

/// What the notes `id` say of their release.
fn release(record: &Record, id: DocumentId) -> Option<&Release> {
    match &record.documents.get(id.0 as usize)?.facts.kind {
        FactsKind::Release(release) => Some(release),
        _ => None,
    }
}

/// What a release is called in tags: its version first, then its id.
pub fn release_names(record: &Record, id: DocumentId) -> Vec<&str> {
    release(record, id).map_or_else(Vec::new, |Release { version, id, .. }| {
        version.as_deref().into_iter().chain([id.as_str()]).collect()
    })
}
