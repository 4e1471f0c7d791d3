//! Where each source is read from on this machine.
//!
//! | what | bytes | history |
//! |---|---|---|
//! | a directory of the site (`dir:`) | the working files | the repository around it, if any |
//! | a repository (`repo:`) on the network, `file://`, or a bundle | the cache that `annals sync` filled, at the pinned commit | the same commit |
//! | a repository at a path | its object database, at the pinned commit, else the revision asked for | the same commit |
//! | `--source NAME=PATH`, a clone with checked-out files | **the working files** | its `HEAD` |
//! | `--source NAME=PATH`, bare or nothing checked out | its object database at `HEAD` | the same commit |
//! | `--source NAME=PATH`, a plain directory | the working files | none |
//!
//! The fourth row is what `--source` is for: a contributor sees what they are writing, before it is committed, within
//! the whole site. Nobody's pin counts there, and the clone is only read.

use std::path::{Path, PathBuf};

use git2::Oid;

use super::cache::Cache;
use super::clone::Clone;
use super::disk;
use super::lock::{Lock, Pin};
use super::refs;
use crate::base::{Diagnostic, RelPath};
use crate::code;
use crate::source::config::Place;
use crate::source::{Remote, SourceConfig};

/// Where the bytes of a source are.
#[derive(Debug)]
pub(super) enum Origin {
    /// Working files below this folder.
    Disk(PathBuf),
    /// The objects of the commit in [`Located::clone`].
    Objects,
}

/// A source, found.
#[derive(Debug)]
pub(super) struct Located {
    /// Where its bytes are.
    pub(super) origin: Origin,
    /// The repository that knows its history, and the commit that is read or checked out.
    pub(super) clone: Option<(Clone, Oid)>,
    /// The source's folder within its repository.
    pub(super) folder: String,
    /// The repository's page on the forge.
    pub(super) forge: Option<String>,
    /// The branch for edit links.
    pub(super) branch: Option<String>,
}

/// What is needed to find sources.
pub(super) struct Surroundings<'a> {
    /// The site's folder.
    pub(super) root: &'a Path,
    /// Where fetched repositories lie.
    pub(super) cache: Cache<'a>,
    /// What is pinned.
    pub(super) lock: Option<&'a Lock>,
}

/// Finds `source`, or its stand-in `instead`.
pub(super) fn locate(
    source: &SourceConfig,
    instead: Option<&Path>,
    around: &Surroundings<'_>,
) -> Result<Located, Diagnostic> {
    match (&source.place, instead) {
        (Place::Directory(folder), None) => directory(source, folder, around.root),
        (Place::Directory(_), Some(path)) => stand_in(source, path, "", None, None),
        (Place::Repository { url, revision, folder }, Some(path)) => {
            // A clone's `origin` is often the contributor's fork; links are to lead to the true repository.
            let page = Remote::parse(url).ok().and_then(|remote| remote.page());
            stand_in(source, path, folder, page, revision.as_deref())
        }
        (Place::Repository { url, revision, folder }, None) => {
            let remote = Remote::parse(url).map_err(|error| {
                unreachable(source, &format!("its address `{url}` cannot be used: {error}"))
                    .hint("give a repository's https, ssh or file address, or a path")
            })?;
            let pin = pin_for(source, &remote, revision.as_deref(), around.lock)?;
            match local_repository(&remote, around.root) {
                Some(clone) => in_place(source, clone, revision.as_deref(), folder, pin),
                None => cached(source, &remote, folder, pin, &around.cache),
            }
        }
    }
}

/// The local repository that `remote` is the path of; a bundle is none, and neither is `file://`.
pub(super) fn local_repository(remote: &Remote, root: &Path) -> Option<Clone> {
    match remote {
        Remote::Path(path) => Clone::at(&local_path(path, root)),
        Remote::File(_) | Remote::Network(_) => None,
    }
}

/// Where the configured path `path` is: relative to the site's folder `root`, or to the user's own for `~/`.
pub(super) fn local_path(path: &str, root: &Path) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(below), Some(home)) => home.join(below),
        _ => root.join(path),
    }
}

/// The problem of a source that cannot be read at all, because of `reason`.
pub(super) fn unreachable(source: &SourceConfig, reason: &str) -> Diagnostic {
    Diagnostic::error(code::SOURCE_UNREACHABLE, format!("source `{}` cannot be read: {reason}", source.name))
}

/// A directory of the site's own folder.
fn directory(source: &SourceConfig, folder: &str, root: &Path) -> Result<Located, Diagnostic> {
    let relative = folder.trim_end_matches('/');
    let path = match relative {
        "" | "." => root.to_owned(),
        _ => match RelPath::new(relative) {
            Ok(path) => root.join(path.as_str()),
            Err(error) => return Err(unreachable(source, &format!("its directory `{folder}`: {error}"))),
        },
    };
    let failed = |error: std::io::Error| {
        unreachable(source, &format!("its directory `{folder}`: {error}"))
            .hint("create the directory, or correct `dir` in `annals.yaml`")
    };
    let root = root.canonicalize().map_err(failed)?;
    let path = path.canonicalize().map_err(failed)?;
    if !path.starts_with(&root) {
        // Otherwise a pull request could publish any folder of the machine that builds it.
        return Err(unreachable(
            source,
            &format!("its directory `{folder}` is a symbolic link that leads out of the site's folder"),
        )
        .hint("put the files themselves there, or name their repository with `repo`"));
    }
    let within = path
        .strip_prefix(&root)
        .ok()
        .and_then(|within| within.to_str())
        .map(|within| within.replace(std::path::MAIN_SEPARATOR, "/"));
    let mut located = working_files(source, path)?;
    if let (None, Some(within)) = (&located.clone, within)
        && located.folder.is_empty()
    {
        // Outside git the site's folder takes the place of the repository, so that relative links between its
        // folders hold before `git init` as they do after it.
        located.folder = within;
    }
    Ok(located)
}

/// Working files in `path`, with what the repository around them knows.
fn working_files(source: &SourceConfig, path: PathBuf) -> Result<Located, Diagnostic> {
    if !path.is_dir() {
        return Err(unreachable(source, &format!("`{}` is no directory", path.display())));
    }
    // A folder that git ignores, such as a scratch copy below `target`, is not that repository's.
    let around = Clone::around(&path).filter(|(clone, _)| !disk::is_ignored(clone, &path));
    let Some((clone, folder)) = around else {
        return Ok(Located {
            origin: Origin::Disk(path),
            clone: None,
            folder: String::new(),
            forge: None,
            branch: None,
        });
    };
    Ok(Located {
        origin: Origin::Disk(path),
        forge: clone.forge(),
        branch: clone.published_branch(),
        clone: clone.head().1.map(|commit| (clone, commit)),
        folder,
    })
}

/// What `--source` puts in the place of a source: `folder` of the clone or directory `path`.
fn stand_in(
    source: &SourceConfig,
    path: &Path,
    folder: &str,
    page: Option<String>,
    revision: Option<&str>,
) -> Result<Located, Diagnostic> {
    let failed =
        |reason: String| unreachable(source, &reason).hint(format!("correct `--source {}=…`", source.name));
    let path = path.canonicalize().map_err(|error| failed(format!("`{}`: {error}", path.display())))?;
    let clone = Clone::at(&path);
    let mut located = match clone {
        Some(clone) if clone.work_tree.is_none() => {
            let commit = clone
                .head()
                .1
                .ok_or_else(|| failed(format!("`{}` has no commit at its `HEAD`", path.display())))?;
            Located {
                origin: Origin::Objects,
                forge: clone.forge(),
                branch: clone.published_branch(),
                folder: folder.to_owned(),
                clone: Some((clone, commit)),
            }
        }
        _ => {
            let wanted = path.join(folder);
            let wanted =
                wanted.canonicalize().map_err(|error| failed(format!("`{}`: {error}", wanted.display())))?;
            if !wanted.starts_with(&path) {
                return Err(failed(format!("folder `{folder}` leads out of `{}`", path.display())));
            }
            working_files(source, wanted)?
        }
    };
    if page.is_some() {
        located.forge = page;
        // A revision may be a tag or a commit, which nobody can edit; a branch is what edit links need.
        if let (Some(revision), Some((clone, _))) = (revision, &located.clone) {
            let name = format!("refs/remotes/origin/{revision}");
            if refs::resolve(&clone.common_dir, &name).is_some() {
                located.branch = Some(revision.to_owned());
            }
        }
    }
    Ok(located)
}

/// The pin of `source`, if there is one, and if it is for what the configuration asks now.
fn pin_for<'a>(
    source: &SourceConfig,
    remote: &Remote,
    revision: Option<&str>,
    lock: Option<&'a Lock>,
) -> Result<Option<&'a Pin>, Diagnostic> {
    match lock.and_then(|lock| lock.sources.get(&source.name)) {
        Some(pin) if !pin.answers(remote.address(), revision) => Err(unreachable(
            source,
            &format!("`annals.lock` pins it from `{}`, not from what `annals.yaml` says now", pin.url),
        )
        .hint("run `annals sync`")),
        pin => Ok(pin),
    }
}

/// A repository that is read where it lies.
fn in_place(
    source: &SourceConfig,
    clone: Clone,
    revision: Option<&str>,
    folder: &str,
    pin: Option<&Pin>,
) -> Result<Located, Diagnostic> {
    let (reference, commit) = match pin {
        Some(pin) => (Some(pin.reference.clone()), Some(pin.commit)),
        None => tip(&clone, revision),
    };
    let commit = commit.ok_or_else(|| match revision {
        Some(revision) => unreachable(source, &format!("its repository has no revision `{revision}`"))
            .hint("give a branch, a tag or a full commit id"),
        None => unreachable(source, "its repository has no commit at its `HEAD`"),
    })?;
    Ok(Located {
        origin: Origin::Objects,
        forge: clone.forge(),
        branch: reference.as_deref().and_then(branch_of),
        folder: folder.to_owned(),
        clone: Some((clone, commit)),
    })
}

/// What `revision` means in a local repository, `HEAD` when nothing is asked: the reference and the commit.
pub(super) fn tip(clone: &Clone, revision: Option<&str>) -> (Option<String>, Option<Oid>) {
    let (reference, id) = match revision {
        None => clone.head(),
        Some(revision) => match refs::revision(&clone.common_dir, revision) {
            Some((reference, id)) => (reference, Some(id)),
            None => (None, None),
        },
    };
    let objects = super::objects::Objects::open(&clone.common_dir).ok();
    (reference, id.and_then(|id| objects?.peel(id).ok()))
}

/// A repository that `annals sync` fetched.
fn cached(
    source: &SourceConfig,
    remote: &Remote,
    folder: &str,
    pin: Option<&Pin>,
    cache: &Cache<'_>,
) -> Result<Located, Diagnostic> {
    let hint = "run `annals sync` to fetch it";
    let Some(pin) = pin else {
        return Err(unreachable(source, &format!("`{}` was never fetched", remote.address())).hint(hint));
    };
    let Some(clone) = Clone::at(&cache.repository(remote.address())) else {
        return Err(unreachable(source, &format!("`{}` is not in the cache", remote.address())).hint(hint));
    };
    Ok(Located {
        origin: Origin::Objects,
        forge: remote.page(),
        branch: branch_of(&pin.reference),
        folder: folder.to_owned(),
        clone: Some((clone, pin.commit)),
    })
}

/// The branch called by a reference's full name; a tag is none.
fn branch_of(reference: &str) -> Option<String> {
    let branch =
        reference.strip_prefix("refs/heads/").or_else(|| reference.strip_prefix("refs/remotes/origin/"));
    branch.map(str::to_owned)
}
