//! The repositories whose commits belong to a release.
//!
//! A component is a source by its name or address, a repository that `annals sync` fetched for it, or a clone that
//! `--component NAME=PATH` names. Nothing is fetched here.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use git2::Oid;
use rayon::prelude::*;

use super::cli::{Failure, Global};
use super::clone::Clone;
use super::commits::tag::Tag;
use super::commits::{Commits, Refusal};
use super::lock::Lock;
use super::place::{self, Surroundings};
use crate::base::{Diagnostic, Hash, SourceName, Warned};
use crate::code;
use crate::link::{DocumentId, Window};
use crate::native::cache::Cache;
use crate::release::change::{Changes, changes};
use crate::release::ledger::release_names;
use crate::release::succession::{Succession, Tagged};
use crate::release::tag::tag_of;
use crate::release::{Component, Known};
use crate::source::component;
use crate::source::config::Place;
use crate::source::{Config, Kind, SourceConfig};

/// A component whose commits can be asked for.
pub(super) struct Opened {
    /// Its name, as the configuration has it.
    pub(super) name: String,
    /// Its page on the forge.
    pub(super) forge: Option<String>,
    /// Its commits.
    pub(super) commits: Commits,
}

/// Where components are looked for.
pub(super) struct Ground<'a> {
    /// The options of every command, with clones in the place of sources.
    pub(super) global: &'a Global,
    /// What is configured.
    pub(super) config: &'a Config,
    /// The site's folder.
    pub(super) root: &'a Path,
}

/// Why a component cannot be read, and what to do.
struct Missing {
    /// The component.
    name: String,
    /// Why.
    reason: String,
    /// What to do.
    hint: String,
}

impl From<Missing> for Failure {
    fn from(missing: Missing) -> Failure {
        let Missing { name, reason, hint } = missing;
        Failure::Io(format!("component `{name}` cannot be read: {reason}\nhelp: {hint}"))
    }
}

/// The failure of the component `name`, for which a clone would do.
fn missing(name: &str, reason: impl Into<String>) -> Missing {
    let hint = format!("name a clone of it with `--component {name}=PATH`");
    Missing { name: name.to_owned(), reason: reason.into(), hint }
}

/// The components in the configured order, then those of `given` that are not configured: clones from the command line.
pub(super) fn open(ground: &Ground<'_>, given: &[(SourceName, PathBuf)]) -> Result<Vec<Opened>, Failure> {
    let opened = all(ground, given).into_iter().collect::<Result<Vec<_>, Missing>>();
    opened.map_err(Failure::from)
}

/// What the commits of all components tell; those that are not here are left out and told.
pub(super) fn known(ground: &Ground<'_>) -> Warned<Vec<component::Component>> {
    let mut diagnostics = Vec::new();
    let folder = ground.root.join(".annals");
    let cache = Cache { folder: &folder };
    let mut known = Vec::new();
    for opened in all(ground, &[]) {
        let told = opened.and_then(|opened| {
            let told = tell(&cache, &opened);
            told.map_err(|refusal| Missing {
                name: opened.name.clone(),
                reason: refusal.to_string(),
                hint: "make the clone whole, or leave it so: only which release has what stays unknown"
                    .to_owned(),
            })
        });
        match told {
            Ok(component) => known.push(component),
            Err(Missing { name, reason, hint }) => {
                let message = format!("component `{name}` is left out of what releases have: {reason}");
                diagnostics.push(Diagnostic::advice(code::COMPONENT_UNKNOWN, message).hint(hint));
            }
        }
    }
    Warned { value: known, diagnostics }
}

/// What the commits of `opened` tell.
pub(super) fn tell(cache: &Cache<'_>, opened: &Opened) -> Result<component::Component, Refusal> {
    let Opened { name, forge, commits } = opened;
    let forge = forge.as_deref();
    cache.component(name, commits.key(name, forge), || commits.component(name, forge))
}

/// All components, each where it could be opened.
fn all(ground: &Ground<'_>, given: &[(SourceName, PathBuf)]) -> Vec<Result<Opened, Missing>> {
    let lock = Lock::load(ground.root).ok().flatten();
    let cache = ground.root.join(".annals");
    let around = Surroundings { root: ground.root, cache: Cache { folder: &cache }, lock: lock.as_ref() };
    let mut names = ground.config.components();
    for (name, _) in given {
        if !names.contains(&name.as_str()) {
            names.push(name.as_str());
        }
    }
    if names.is_empty() {
        return own(ground, &around).into_iter().collect();
    }
    let open = |name: &&str| {
        let clone = given.iter().rev().find(|(given, _)| given.as_str() == *name);
        let (clone, head, forge) = match clone {
            Some((_, path)) => at(name, path)?,
            None => found(ground, name, &around)?,
        };
        let commits = Commits::open(&clone, head).map_err(|refusal| missing(name, refusal.to_string()))?;
        let last = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
        let last = last.strip_suffix(".git").unwrap_or(last).to_owned();
        Ok(Opened { name: last, forge, commits })
    };
    names.iter().map(open).collect()
}

/// A repository, the commit that is read of it, and its page on the forge.
type Found = (Clone, Oid, Option<String>);

/// The clone at `path`, which stands for the component `name`.
fn at(name: &str, path: &Path) -> Result<Found, Missing> {
    let clone = Clone::at(path).ok_or_else(|| missing(name, format!("`{}` is no clone", path.display())))?;
    let head = clone.head().1.ok_or_else(|| missing(name, "it has no commit at its `HEAD`"))?;
    let forge = clone.forge();
    Ok((clone, head, forge))
}

/// The component `name` as a source, or as what `annals sync` fetched.
fn found(ground: &Ground<'_>, name: &str, around: &Surroundings<'_>) -> Result<Found, Missing> {
    if let Some(source) = ground.config.source_of_component(name) {
        return located(ground, source, around);
    }
    let source = ground.config.component(name).ok_or_else(|| Missing {
        hint: format!("set `forge` in `annals.yaml`, or name a clone of it with `--component {name}=PATH`"),
        ..missing(name, "no source is that repository, and without a `forge` its name is no address")
    })?;
    located(ground, &source, around).map_err(|missing| Missing {
        hint: format!("run `annals sync` to fetch it, or name a clone of it with `--component {name}=PATH`"),
        ..missing
    })
}

/// A site that is one repository is its own and only component.
fn own(ground: &Ground<'_>, around: &Surroundings<'_>) -> Option<Result<Opened, Missing>> {
    let mut sources = ground.config.sources.iter();
    let (clone, head, forge) = sources
        .by_ref()
        .filter(|source| source.kind == Kind::Releases && matches!(source.place, Place::Directory(_)))
        .find_map(|source| located(ground, source, around).ok())?;
    let page = forge.as_deref().and_then(|forge| forge.rsplit('/').next()).map(str::to_owned);
    let folder = clone.work_tree.as_deref().and_then(Path::file_name);
    let folder = folder.map(|name| name.to_string_lossy().into_owned());
    let name = page.or(folder).unwrap_or_else(|| "repository".to_owned());
    let commits = Commits::open(&clone, head).map_err(|refusal| missing(&name, refusal.to_string()));
    Some(commits.map(|commits| Opened { name, forge, commits }))
}

/// Where a source's repository is.
fn located(ground: &Ground<'_>, source: &SourceConfig, around: &Surroundings<'_>) -> Result<Found, Missing> {
    let name = source.name.as_str();
    let instead = ground.global.source.iter().rev().find(|(name, _)| *name == source.name);
    let found =
        place::locate(source, instead.map(|(_, path)| path.as_path()), around).map_err(|problem| {
            let (_, reason) =
                problem.message.split_once(" cannot be read: ").unwrap_or(("", &problem.message));
            missing(name, reason)
        })?;
    let (clone, head) = found.clone.ok_or_else(|| missing(name, "it is in no git repository"))?;
    Ok((clone, head, found.forge))
}

/// What changed in each of `opened` for `release`, whose window is `window`; `cache` may know it.
pub(super) fn collect(
    cache: &Cache<'_>,
    known: Known<'_>,
    opened: &[Opened],
    release: DocumentId,
    window: Window,
) -> Result<Vec<Component>, Failure> {
    let succession = Succession::new(known.record);
    let component = |opened: &Opened| one(cache, known, opened, &succession, release, window);
    // Side by side, and of several refusals always the same is told.
    let collected: Vec<Result<Component, Failure>> = opened.par_iter().map(component).collect();
    collected.into_iter().collect()
}

/// What changed in `opened` for `release`.
fn one(
    cache: &Cache<'_>,
    known: Known<'_>,
    opened: &Opened,
    succession: &Succession,
    release: DocumentId,
    window: Window,
) -> Result<Component, Failure> {
    let Opened { name, forge, commits } = opened;
    let unknown =
        |refusal: Refusal| Failure::Io(format!("the changes of component `{name}` are not known: {refusal}"));
    let ambiguous = |(one, other): (String, String)| {
        Failure::Usage(Some(format!(
            "nobody can know which tag of component `{name}` is meant: `{one}` or `{other}`\n\
             help: list the component under the name that stands in front of its tags"
        )))
    };
    let found =
        |id: &DocumentId| tag_of(&commits.tags, |tag| &tag.name, &release_names(known.record, *id), name);
    // Of other releases those that nobody can know are as if they had no tag.
    let tagged: BTreeMap<DocumentId, &Tag> =
        known.record.releases.iter().filter_map(|id| Some((*id, found(id).ok()??))).collect();
    let to = found(&release).map_err(ambiguous)?;
    let mut tips: Vec<Oid> = tagged.values().map(|tag| tag.commit).chain([commits.head]).collect();
    tips.sort_unstable();
    tips.dedup();
    let place = |id: Oid| tips.binary_search(&id).ok();
    let key = (commits.key(name, None), tips.iter().map(Oid::to_string).collect::<Vec<_>>());
    let leading = cache.leading(name, Hash::of_value(&key), || commits.leading(&tips)).map_err(unknown)?;
    let leads_to = |from: usize, to: usize| leading[from][to];
    let tag = |id: DocumentId| place(tagged.get(&id)?.commit);
    let before = succession.before(release, &Tagged { tag: &tag, leads_to: &leads_to });
    let from = match before {
        Some(before) => found(&before.release).map_err(ambiguous)?,
        None => None,
    };
    let mut component = Component {
        name: name.clone(),
        forge: forge.clone(),
        from: from.map(|tag| tag.name.clone()),
        to: to.map(|tag| tag.name.clone()),
        changes: Changes::default(),
        gone_on: None,
    };
    // A release of an elder line is not where the newest commit is, unless tags tell that no newer one is either.
    let newer = succession.newer_lines(release);
    if to.is_none()
        && let Some(last) = newer.last()
    {
        let is_there = |id: &&DocumentId| {
            place(commits.head).zip(tag(**id)).is_some_and(|(head, tag)| leads_to(head, tag))
        };
        let is_tagged = newer.iter().any(|id| tagged.contains_key(id));
        let gone_on = newer.iter().rev().find(is_there).or(Some(last).filter(|_| !is_tagged));
        if let Some(gone_on) = gone_on {
            component.gone_on = known.release_facts(*gone_on).map(|facts| facts.id.clone());
            return Ok(component);
        }
    }
    let stated = known.release_facts(release).and_then(|facts| facts.stated.0);
    let window = Window { after: stated.or(before.and_then(|before| before.date)), ..window };
    let ends = [from, to].map(|tag| tag.map(|tag| tag.commit.to_string()));
    let key = (commits.key(name, forge.as_deref()), ends, (window.after, window.until));
    let made = || Ok(changes(&commits.of_release(from, to, window)?));
    component.changes = cache.changes(name, Hash::of_value(&key), made).map_err(unknown)?;
    Ok(component)
}
