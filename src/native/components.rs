//! The repositories whose commits belong to a release.
//!
//! A component is a source by its name or address, or a clone that `--component NAME=PATH` names. Nothing is fetched.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::cli::{Failure, Global};
use super::clone::Clone;
use super::commits::Commits;
use super::commits::tag::tag_of;
use super::lock::Lock;
use super::place::{self, Surroundings};
use super::project::Project;
use crate::base::SourceName;
use crate::link::Window;
use crate::native::cache::Cache;
use crate::release::change::changes;
use crate::release::{Component, Known};
use crate::source::config::Place;
use crate::source::{Kind, SourceConfig};

/// A component whose commits can be asked for.
pub(super) struct Opened {
    /// Its name, as the configuration has it.
    pub(super) name: String,
    /// Its page on the forge.
    pub(super) forge: Option<String>,
    /// Its commits.
    pub(super) commits: Commits,
}

/// What a release is called in tags: its version first, then its id.
pub(super) fn tag_names(known: Known<'_>, release: crate::link::DocumentId) -> Vec<&str> {
    let facts = known.release_facts(release);
    facts
        .map_or(Vec::new(), |facts| facts.version.as_deref().into_iter().chain([facts.id.as_str()]).collect())
}

/// The components of `project`, in the configured order. `given` are clones from the command line.
pub(super) fn open(
    global: &Global,
    project: &Project,
    given: &[(SourceName, PathBuf)],
) -> Result<Vec<Opened>, Failure> {
    let given: BTreeMap<&str, &PathBuf> = given.iter().map(|(name, path)| (name.as_str(), path)).collect();
    let lock = Lock::load(&project.root).ok().flatten();
    let cache = project.root.join(".annals");
    let around = Surroundings { root: &project.root, cache: Cache { folder: &cache }, lock: lock.as_ref() };
    let sources = &project.config.sources;
    let mut names: Vec<String> =
        sources.iter().flat_map(|source| source.releases.components.iter().cloned()).collect();
    names.extend(
        given.keys().map(|name| (*name).to_owned()).filter(|name| !names.contains(name)).collect::<Vec<_>>(),
    );
    let mut opened: Vec<Opened> = Vec::new();
    for name in &names {
        let (clone, head, forge) = match given.get(name.as_str()) {
            Some(path) => {
                let clone = Clone::at(path)
                    .ok_or_else(|| not_there(name, &format!("`{}` is no clone", path.display())))?;
                let head = clone.head().1.ok_or_else(|| not_there(name, "it has no commit at its `HEAD`"))?;
                let forge = clone.forge();
                (clone, head, forge)
            }
            None => {
                let source = sources.iter().find(|source| is_of(source, name));
                let source = source.ok_or_else(|| not_there(name, "no source is that repository"))?;
                located(global, source, &around)?
            }
        };
        let commits = Commits::open(&clone, head).map_err(|refusal| not_there(name, &refusal.to_string()))?;
        let name = name.trim_end_matches('/').rsplit('/').next().unwrap_or(name);
        let name = name.strip_suffix(".git").unwrap_or(name).to_owned();
        opened.push(Opened { name, forge, commits });
    }
    if names.is_empty() {
        // A site that is one repository is its own and only component.
        let own = sources
            .iter()
            .filter(|source| source.kind == Kind::Releases && matches!(source.place, Place::Directory(_)))
            .find_map(|source| located(global, source, &around).ok());
        if let Some((clone, head, forge)) = own {
            let page = forge.as_deref().and_then(|forge| forge.rsplit('/').next()).map(str::to_owned);
            let folder = clone.work_tree.as_deref().and_then(std::path::Path::file_name);
            let folder = folder.map(|name| name.to_string_lossy().into_owned());
            let name = page.or(folder).unwrap_or_else(|| "repository".to_owned());
            let commits =
                Commits::open(&clone, head).map_err(|refusal| not_there(&name, &refusal.to_string()))?;
            opened.push(Opened { name, forge, commits });
        }
    }
    Ok(opened)
}

/// Where a source's repository is, the commit that is read of it, and its page on the forge.
fn located(
    global: &Global,
    source: &SourceConfig,
    around: &Surroundings<'_>,
) -> Result<(Clone, git2::Oid, Option<String>), Failure> {
    let instead = global.source.iter().rev().find(|(name, _)| *name == source.name);
    let found = place::locate(source, instead.map(|(_, path)| path.as_path()), around)
        .map_err(|diagnostic| not_there(source.name.as_str(), &diagnostic.message))?;
    let (clone, head) =
        found.clone.ok_or_else(|| not_there(source.name.as_str(), "it is in no git repository"))?;
    Ok((clone, head, found.forge))
}

/// Whether `source` is the repository that a component's `name` means.
fn is_of(source: &SourceConfig, name: &str) -> bool {
    let last = |url: &str| {
        let url = url.trim_end_matches('/');
        url.strip_suffix(".git").unwrap_or(url).rsplit(['/', ':']).next().unwrap_or_default().to_lowercase()
    };
    match &source.place {
        Place::Repository { url, .. } => {
            url == name
                || source.name.as_str() == name
                || !name.contains(['/', ':']) && last(url) == name.to_lowercase()
        }
        Place::Directory(_) => source.name.as_str() == name,
    }
}

/// The failure of a component that cannot be read.
fn not_there(name: &str, reason: &str) -> Failure {
    Failure::Io(format!(
        "component `{name}` cannot be read: {reason}\nhelp: name a clone of it with `--component {name}=PATH`"
    ))
}

/// What changed in each of `opened` for `release`, whose window is `window`.
pub(super) fn collect(
    known: Known<'_>,
    opened: &[Opened],
    release: crate::link::DocumentId,
    window: Window,
) -> Result<Vec<Component>, Failure> {
    let releases = &known.record.releases;
    let at = releases.iter().position(|id| *id == release);
    // Releases of one day share a window; the one before it is the one that opens the window.
    let before = at.and_then(|at| {
        releases[..at]
            .iter()
            .rev()
            .copied()
            .find(|id| known.release_facts(*id).is_some_and(|it| it.date == window.after))
    });
    let names = tag_names(known, release);
    let names_before = before.map_or(Vec::new(), |before| tag_names(known, before));
    let component = |opened: &Opened| {
        let tags = &opened.commits.tags;
        let (from, to) = (tag_of(tags, &names_before), tag_of(tags, &names));
        let range = opened.commits.of_release(from, to, window);
        let range = range.map_err(|refusal| {
            Failure::Io(format!("the changes of component `{}` are not known: {refusal}", opened.name))
        })?;
        Ok(Component {
            name: opened.name.clone(),
            forge: opened.forge.clone(),
            from: from.map(|tag| tag.name.clone()),
            to: to.map(|tag| tag.name.clone()),
            changes: changes(&range),
        })
    };
    opened.iter().map(component).collect()
}
