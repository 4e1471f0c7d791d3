//! `annals sync`: fetches repositories into the cache and pins what was fetched.
//!
//! The only place that opens a connection. What `annals.lock` pins is fetched if it is not there yet; what is new,
//! or to be updated, is pinned to where its revision stands now. A source that fails keeps its old pin.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use git2::{Oid, Repository, RepositoryInitOptions};
use rayon::prelude::*;

use super::cache::Cache;
use super::clone::Clone as GitClone;
use super::fetch::{self, RemoteRef, Target};
use super::lock::{Lock, Pin};
use super::objects::Objects;
use super::progress::{Progress, Quiet};
use super::{place, read, refs};
use crate::base::{Diagnostic, SourceName, Warned};
use crate::code;
use crate::source::config::Place;
use crate::source::{Config, Remote, SourceConfig};

/// Which pins move.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub enum Update {
    /// None: only what is new is pinned.
    #[default]
    Nothing,
    /// Those of these sources.
    Named(BTreeSet<SourceName>),
    /// All.
    All,
}

/// What fetching depends on beside the configuration.
pub struct SyncOptions<'a> {
    /// The site's folder.
    pub root: PathBuf,
    /// The cache folder.
    pub cache: PathBuf,
    /// Which pins move.
    pub update: Update,
    /// Who is told how it goes.
    pub progress: &'a dyn Progress,
}

impl SyncOptions<'_> {
    /// The usual options for the site in `root`.
    pub fn new(root: &Path) -> SyncOptions<'static> {
        let (root, cache) = (root.to_owned(), root.join(".annals"));
        SyncOptions { root, cache, update: Update::Nothing, progress: &Quiet }
    }
}

/// A source to be pinned.
struct Wanted<'a> {
    /// The source.
    source: &'a SourceConfig,
    /// Where it is fetched from.
    remote: Remote,
    /// The revision asked for.
    revision: Option<&'a str>,
    /// The pin that stays.
    pin: Option<Pin>,
}

/// Fetches every repository of `config` and writes `annals.lock`; the new lock is the value.
pub fn sync(config: &Config, options: &SyncOptions<'_>) -> Warned<Lock> {
    let mut diagnostics = Vec::new();
    // What releases are made of is fetched and pinned with what is shown.
    let sources: Vec<SourceConfig> =
        config.sources.iter().cloned().chain(config.other_components()).collect();
    let config = &Config { sources, ..config.clone() };
    let old = match Lock::load(&options.root) {
        Ok(lock) => lock.unwrap_or_default(),
        // Writing a new one over it would lose every pin that somebody else can still read.
        Err(diagnostic) => return Warned { value: Lock::default(), diagnostics: vec![diagnostic] },
    };
    if let Update::Named(names) = &options.update {
        diagnostics.extend(read::unknown_names("--update", config, names.iter()));
    }

    // Sources of one address share one fetch.
    let mut groups: BTreeMap<String, Vec<Wanted<'_>>> = BTreeMap::new();
    for source in &config.sources {
        let Place::Repository { url, revision, .. } = &source.place else { continue };
        let revision = revision.as_deref();
        let remote = match Remote::parse(url) {
            Ok(remote) => remote,
            Err(error) => {
                let reason = format!("its address `{url}` cannot be used: {error}");
                diagnostics.push(place::unreachable(source, &reason));
                continue;
            }
        };
        let moves = match &options.update {
            Update::Nothing => false,
            Update::Named(names) => names.contains(&source.name),
            Update::All => true,
        };
        let pin = old.sources.get(&source.name);
        let pin = pin.filter(|pin| !moves && pin.answers(remote.address(), revision)).cloned();
        let group = groups.entry(remote.address().to_owned()).or_default();
        group.push(Wanted { source, remote, revision, pin });
    }

    let groups: Vec<_> = groups.into_values().collect();
    let pinned: Vec<Vec<Result<Pin, Diagnostic>>> =
        groups.par_iter().map(|group| sync_group(group, options)).collect();
    let mut lock = Lock::default();
    for (wanted, result) in groups.iter().flatten().zip(pinned.into_iter().flatten()) {
        let name = &wanted.source.name;
        let pin = match result {
            Ok(pin) => Some(pin),
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                old.sources.get(name).cloned()
            }
        };
        lock.sources.extend(pin.map(|pin| (name.clone(), pin)));
    }
    if let Err(error) = lock.save(&options.root) {
        let message = format!("`{}` cannot be written: {error}", super::lock::FILE_NAME);
        diagnostics.push(Diagnostic::error(code::LOCK, message));
    }
    Warned { value: lock, diagnostics }
}

/// Fetches and pins the sources of one address.
fn sync_group(group: &[Wanted<'_>], options: &SyncOptions<'_>) -> Vec<Result<Pin, Diagnostic>> {
    let Some(first) = group.first() else { return Vec::new() };
    if let Some(clone) = place::local_repository(&first.remote, &options.root) {
        return group.iter().map(|wanted| pin_in_place(wanted, &clone)).collect();
    }
    let cache = Cache { folder: &options.cache };
    cache.hide();
    let repository = cache.repository(first.remote.address());
    let task = format!("fetching {}", first.source.name);
    let fetcher = match Fetcher::new(&first.remote, &repository, options, &task) {
        Ok(fetcher) => fetcher,
        Err(reason) => {
            let failed = |wanted: &Wanted<'_>| Err(place::unreachable(wanted.source, &reason));
            return group.iter().map(failed).collect();
        }
    };
    let pin = |wanted: &Wanted<'_>| {
        fetcher.pin(wanted).map_err(|reason| {
            place::unreachable(wanted.source, &format!("`{}`: {reason}", wanted.remote.address()))
                .hint("check the address, and that `git ls-remote` reaches it")
        })
    };
    let pins = group.iter().map(pin).collect();
    options.progress.end(&task);
    pins
}

/// Pins a repository that is read where it lies.
fn pin_in_place(wanted: &Wanted<'_>, clone: &GitClone) -> Result<Pin, Diagnostic> {
    if let Some(pin) = &wanted.pin {
        return Ok(pin.clone());
    }
    let (reference, commit) = place::tip(clone, wanted.revision);
    let commit = commit.ok_or_else(|| {
        let revision = wanted.revision.unwrap_or("HEAD");
        place::unreachable(wanted.source, &format!("its repository has no revision `{revision}`"))
            .hint("give a branch, a tag or a full commit id")
    })?;
    Ok(pin_of(wanted, reference, commit))
}

/// The pin of `wanted` at `commit`.
fn pin_of(wanted: &Wanted<'_>, reference: Option<String>, commit: Oid) -> Pin {
    Pin {
        url: wanted.remote.address().to_owned(),
        revision: wanted.revision.map(str::to_owned),
        reference: reference.unwrap_or_else(|| commit.to_string()),
        commit,
    }
}

/// Fetches from one address into one cached repository.
struct Fetcher<'a> {
    /// The address as git takes it here: paths made absolute.
    address: String,
    /// The bare repository.
    repository: &'a Path,
    /// Its objects.
    objects: Objects,
    /// Who is told.
    progress: &'a dyn Progress,
    /// What is told of.
    task: &'a str,
}

impl<'a> Fetcher<'a> {
    /// Makes the cached repository where there is none yet.
    fn new(
        remote: &Remote,
        repository: &'a Path,
        options: &'a SyncOptions<'_>,
        task: &'a str,
    ) -> Result<Fetcher<'a>, String> {
        if GitClone::at(repository).is_none() {
            // Without a template: none of the user's hooks gets into it.
            let mut init = RepositoryInitOptions::new();
            init.bare(true).external_template(false).mkpath(true).initial_head("main");
            Repository::init_opts(repository, &init).map_err(|error| error.message().to_owned())?;
        }
        let objects = Objects::open(repository).map_err(|error| error.message().to_owned())?;
        options.progress.begin(task);
        let address = address_for_git(remote, &options.root);
        Ok(Fetcher { address, repository, objects, progress: options.progress, task })
    }

    /// Pins `wanted`, fetching what is missing.
    fn pin(&self, wanted: &Wanted<'_>) -> Result<Pin, String> {
        if let Some(pin) = &wanted.pin {
            self.fetch_commit(pin.commit, &pin.reference)?;
            self.keep(pin.commit)?;
            return Ok(pin.clone());
        }
        let (reference, commit) = match wanted.revision.and_then(refs::full_id) {
            Some(id) => {
                self.fetch_commit(id, "refs/heads/*")?;
                (None, id)
            }
            None => self.fetch_revision(wanted.revision)?,
        };
        self.keep(commit)?;
        Ok(pin_of(wanted, reference, commit))
    }

    /// Fetches `reference`, on which `commit` was, and failing that the commit by its id; nothing when it is here.
    fn fetch_commit(&self, commit: Oid, reference: &str) -> Result<(), String> {
        if self.objects.has_commit(commit) {
            return Ok(());
        }
        let by_reference = match reference.starts_with("refs/") {
            true => self.fetch(&[format!("+{reference}:{reference}")]),
            false => Ok(()),
        };
        if self.objects.has_commit(commit) {
            return Ok(());
        }
        let by_id = self.fetch(&[format!("{commit}:refs/annals/pins/{commit}")]);
        if self.objects.has_commit(commit) {
            return Ok(());
        }
        by_reference?;
        by_id?;
        Err(format!("commit `{commit}` is not there any more; `annals sync --update` takes what is"))
    }

    /// Fetches what `revision`, or the remote's `HEAD`, means now: the reference, if it is one, and the commit.
    fn fetch_revision(&self, revision: Option<&str>) -> Result<(Option<String>, Oid), String> {
        let patterns = match revision {
            None => vec!["HEAD".to_owned(), "refs/heads/*".to_owned()],
            Some(revision) => candidates(revision),
        };
        if let Some(bad) = patterns.iter().find(|name| name.starts_with('-')) {
            return Err(format!("`{bad}` is no revision"));
        }
        let there = fetch::references(&self.address, &patterns)?;
        let name = match revision {
            None => default_branch(&there),
            Some(revision) => {
                candidates(revision).into_iter().find(|name| there.iter().any(|r| r.name == *name))
            }
        };
        match (name, revision) {
            (Some(name), _) => {
                self.fetch(&[format!("+{name}:{name}"), "+refs/tags/*:refs/tags/*".to_owned()])?;
                let id = refs::resolve(self.repository, &name)
                    .ok_or_else(|| format!("`{name}` did not arrive"))?;
                let commit = self.objects.peel(id).map_err(|error| error.message().to_owned())?;
                Ok((Some(name), commit))
            }
            (None, None) if there.iter().any(|reference| reference.name == "HEAD") => {
                self.fetch(&["+HEAD:refs/annals/head".to_owned()])?;
                let id = refs::resolve(self.repository, "refs/annals/head").ok_or("`HEAD` did not arrive")?;
                Ok((None, id))
            }
            (None, None) => Err("it has no default branch; name one with `revision`".to_owned()),
            (None, Some(revision)) => Err(format!("it has no branch, tag or full commit id `{revision}`")),
        }
    }

    /// Fetches `refspecs`.
    fn fetch(&self, refspecs: &[String]) -> Result<(), String> {
        let advance = |phase: &str, done, total| self.progress.advance(self.task, phase, done, total);
        fetch::fetch(self.repository, &self.address, refspecs, &advance)
    }

    /// Names `commit` by a reference of its own, so that it stays when its branch is rewritten.
    fn keep(&self, commit: Oid) -> Result<(), String> {
        let name = format!("refs/annals/pins/{commit}");
        let keep = || Repository::open_bare(self.repository)?.reference(&name, commit, true, "").map(drop);
        keep().map_err(|error: git2::Error| error.message().to_owned())
    }
}

/// Full names that `revision` may stand for, in git's own order (gitrevisions(7)).
fn candidates(revision: &str) -> Vec<String> {
    let prefixes =
        if revision.starts_with("refs/") { [""].as_slice() } else { &["refs/tags/", "refs/heads/"] };
    prefixes.iter().map(|prefix| format!("{prefix}{revision}")).collect()
}

/// The branch that `HEAD` names. A bundle does not tell, so that of its branches one that stands at the same commit
/// is taken, `main` and `master` before others, and the only branch where there is no `HEAD` at all.
fn default_branch(there: &[RemoteRef]) -> Option<String> {
    let head = |reference: &&RemoteRef| reference.name == "HEAD";
    let mut id = None;
    for reference in there.iter().filter(head) {
        match &reference.to {
            Target::Reference(name) => return Some(name.clone()),
            Target::Object(object) => id = Some(object),
        }
    }
    let branches = there.iter().filter(|reference| reference.name.starts_with("refs/heads/"));
    let mut same: Vec<&str> = match id {
        Some(id) => branches
            .filter(|branch| branch.to == Target::Object(id.clone()))
            .map(|branch| branch.name.as_str())
            .collect(),
        None => branches.map(|branch| branch.name.as_str()).collect(),
    };
    if id.is_none() && same.len() > 1 {
        return None;
    }
    let usual = ["refs/heads/main", "refs/heads/master"];
    same.sort_by_key(|name| (!usual.contains(name), *name));
    same.first().map(|name| (*name).to_owned())
}

/// The address for git: a path made absolute, and `file://` of a bundle as a path, which is how git takes bundles.
fn address_for_git(remote: &Remote, root: &Path) -> String {
    match remote {
        Remote::Network(address) => address.clone(),
        Remote::Path(path) => {
            let path = place::local_path(path, root);
            path.canonicalize().unwrap_or(path).to_string_lossy().into_owned()
        }
        Remote::File(address) => {
            let path = address.strip_prefix("file://").unwrap_or(address);
            let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
            if Path::new(&path).is_file() { path } else { address.clone() }
        }
    }
}

#[cfg(test)]
mod tests;
