//! Reads all sources of a site.
//!
//! Sources are read side by side, and the files of each too; what comes out is the same in any order of work.
//! Whatever cannot be read is a diagnostic, and the rest is read.

mod choose;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use git2::Oid;
use rayon::prelude::*;

use self::choose::{choose, unreadable};
use super::asset::{AssetPlace, Assets};
use super::cache::Cache;
use super::clone::Clone as GitClone;
use super::disk;
use super::history::{self, Walk};
use super::lock::Lock;
use super::objects::Objects;
use super::place::{self, Located, Origin, Surroundings};
use super::progress::{Progress, Quiet};
use crate::base::nearest::nearest;
use crate::base::{Diagnostic, RelPath, SourceName, Warned};
use crate::code;
use crate::source::{Config, File, History, Kind, Source, SourceConfig, SourceSet};

/// After how many files a person is told how many there are.
const TOLD: u64 = 100;

/// How much is read.
#[derive(Debug, Default, Copy, Clone, Eq, PartialEq)]
pub enum Extent {
    /// Everything.
    #[default]
    Whole,
    /// What a release is made of: pages record nothing, and of minutes it does not matter how they came.
    Releases,
}

impl Extent {
    /// Whether the texts of `source` are read.
    fn has_texts(self, config: &Config, source: &SourceConfig) -> bool {
        // A plugin may find facts in any text.
        let has_facts = config.plugins.iter().any(|plugin| plugin.documents.is_some());
        self == Extent::Whole || source.kind != Kind::Pages || has_facts
    }

    /// Whether the history of `source` is read.
    fn has_history(self, source: &SourceConfig) -> bool {
        self == Extent::Whole || matches!(source.kind, Kind::Standards | Kind::Releases)
    }
}

/// What reading depends on beside the configuration.
pub struct ReadOptions<'a> {
    /// The site's folder, in which `annals.yaml` lies.
    pub root: PathBuf,
    /// Local clones and directories in the place of sources: `--source NAME=PATH`.
    pub overrides: BTreeMap<SourceName, PathBuf>,
    /// The cache folder.
    pub cache: PathBuf,
    /// What `annals.lock` pins.
    pub lock: Option<Lock>,
    /// Folders that are never read, such as the one the site is written to.
    pub skip: Vec<PathBuf>,
    /// How much is read.
    pub extent: Extent,
    /// Who is told how it goes.
    pub progress: &'a dyn Progress,
}

impl ReadOptions<'_> {
    /// The usual options for the site in `root`: no stand-ins, the cache in `.annals`, no lock, no progress.
    pub fn new(root: &Path) -> ReadOptions<'static> {
        ReadOptions {
            root: root.to_owned(),
            overrides: BTreeMap::new(),
            cache: root.join(".annals"),
            lock: None,
            skip: Vec::new(),
            extent: Extent::Whole,
            progress: &Quiet,
        }
    }
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct ReadSources {
    /// The texts, and what git knows of them.
    pub set: SourceSet,
    /// The bytes of everything else.
    pub assets: Assets,
    /// The folders of sources that are read from working files, for whoever watches or saves them.
    pub folders: BTreeMap<SourceName, PathBuf>,
    /// The repositories, with what was read of them.
    pub(super) repositories: Vec<Objects>,
}

/// Reads every source of `config`.
pub fn read(config: &Config, options: &ReadOptions<'_>) -> Warned<ReadSources> {
    let mut diagnostics = unknown_names("--source", config, options.overrides.keys());
    let around = Surroundings {
        root: &options.root,
        cache: Cache { folder: &options.cache },
        lock: options.lock.as_ref(),
    };
    let skip: Vec<PathBuf> = options.skip.iter().filter_map(|folder| folder.canonicalize().ok()).collect();

    let mut opened = Vec::new();
    for source in config.sources.iter().filter(|source| options.extent.has_texts(config, source)) {
        let instead = options.overrides.get(&source.name).map(PathBuf::as_path);
        let located = place::locate(source, instead, &around);
        match located.and_then(|located| open(source, located)) {
            Ok(found) => opened.push(found),
            Err(diagnostic) => diagnostics.push(diagnostic),
        }
    }

    // One walk for all sources of one commit of one repository.
    let mut walks: BTreeMap<(PathBuf, Oid), Job<'_>> = BTreeMap::new();
    for found in opened.iter().filter(|found| options.extent.has_history(found.source)) {
        if let (Some((clone, commit)), Some(objects)) = (&found.located.clone, &found.objects) {
            let job = walks.entry((clone.common_dir.clone(), *commit)).or_insert_with(|| Job {
                objects,
                clone,
                commit: *commit,
                folders: BTreeSet::new(),
            });
            job.folders.insert(found.located.folder.clone());
        }
    }
    let jobs: Vec<_> = walks.into_iter().collect();
    let (walked, contents): (BTreeMap<_, _>, Vec<_>) = rayon::join(
        || {
            let walk = |(key, job): &((PathBuf, Oid), Job<'_>)| {
                let boundary = job.clone.shallow_boundary();
                let walk =
                    history::remembered(&around.cache, job.objects, job.commit, &boundary, &job.folders);
                (key.clone(), walk.map_err(|error| error.message().to_owned()))
            };
            jobs.par_iter().map(walk).collect()
        },
        || opened.par_iter().map(|found| contents(found, &skip, options.progress)).collect(),
    );

    let mut value = ReadSources::default();
    for (found, contents) in opened.iter().zip(contents) {
        let contents = contents.unload(&mut diagnostics);
        let mut history = History::default();
        let commit = found.located.clone.as_ref().map(|(_, commit)| commit.to_string());
        if let Some((clone, commit)) = &found.located.clone {
            match walked.get(&(clone.common_dir.clone(), *commit)) {
                Some(Ok(walk)) => {
                    history = history_of(walk, found, &contents);
                    diagnostics.extend(walk.broken.as_ref().map(|reason| incomplete(found.source, reason)));
                    if walk.shallow {
                        diagnostics.push(shallow(found.source));
                    }
                }
                Some(Err(reason)) => diagnostics.push(incomplete(found.source, reason)),
                None => {}
            }
        }
        let name = found.source.name.clone();
        if let AssetPlace::Disk(folder, _) = &contents.assets {
            value.folders.insert(name.clone(), folder.clone());
        }
        value.assets.insert(name.clone(), contents.assets);
        let source = Source {
            config: Arc::new(found.source.clone()),
            forge: found.located.forge.clone(),
            branch: found.located.branch.clone(),
            commit,
            folder: found.located.folder.clone(),
            files: contents.files,
            others: contents.others,
            history,
            excerpts: BTreeMap::new(),
        };
        value.set.sources.insert(name, source);
    }
    value.repositories = opened.into_iter().filter_map(|found| found.objects).collect();
    Warned { value, diagnostics }
}

/// A diagnostic for each name given to the option `option` that no source of `config` has.
pub(super) fn unknown_names<'a>(
    option: &str,
    config: &Config,
    names: impl Iterator<Item = &'a SourceName>,
) -> Vec<Diagnostic> {
    let known: Vec<&str> = config.sources.iter().map(|source| source.name.as_str()).collect();
    let unknown = names.filter(|name| !known.contains(&name.as_str()));
    let report = |name: &SourceName| {
        let message = format!("`{option}` names `{name}`, which is no source of this site");
        let hint = match nearest(name.as_str(), known.iter().copied()) {
            Some(nearest) => format!("did you mean `{nearest}`?"),
            None => format!("the sources are {}", known.join(", ")),
        };
        Diagnostic::error(code::CONFIGURATION, message).hint(hint)
    };
    unknown.map(report).collect()
}

/// A walk to be made.
struct Job<'a> {
    /// The repository's objects.
    objects: &'a Objects,
    /// The repository.
    clone: &'a GitClone,
    /// Where it begins.
    commit: Oid,
    /// The folders of the sources that share it.
    folders: BTreeSet<String>,
}

/// A source that was found, its repository opened.
struct Opened<'a> {
    /// Its configuration.
    source: &'a SourceConfig,
    /// Where it is.
    located: Located,
    /// The objects of its repository; sources read from objects always have them.
    objects: Option<Objects>,
}

/// Opens the repository of `source`.
fn open(source: &SourceConfig, located: Located) -> Result<Opened<'_>, Diagnostic> {
    let Some((clone, commit)) = &located.clone else { return Ok(Opened { source, located, objects: None }) };
    let is_needed = matches!(located.origin, Origin::Objects);
    match Objects::open(&clone.common_dir) {
        Ok(objects) if objects.has_commit(*commit) || !is_needed => {
            Ok(Opened { source, objects: Some(objects), located })
        }
        Ok(_) => {
            Err(place::unreachable(source, &format!("its repository does not have the commit `{commit}`"))
                .hint("run `annals sync`, or `annals sync --update` if the commit is gone from its remote"))
        }
        Err(error) if is_needed => Err(place::unreachable(source, error.message())
            .hint("run `annals sync` to fetch it, or check the repository with `git fsck`")),
        // The files are there all the same; what the history lacks is told with it.
        Err(_) => Ok(Opened { source, objects: None, located }),
    }
}

/// What a source holds.
struct Contents {
    /// Chosen files.
    files: BTreeMap<RelPath, File>,
    /// Files that merely exist.
    others: BTreeSet<RelPath>,
    /// Where the bytes of assets are.
    assets: AssetPlace,
}

/// Lists and reads one source.
fn contents(found: &Opened<'_>, skip: &[PathBuf], progress: &dyn Progress) -> Warned<Contents> {
    let task = format!("reading {}", found.source.name);
    progress.begin(&task);
    let done = AtomicU64::new(0);
    let count = || {
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        if done.is_multiple_of(TOLD) {
            progress.advance(&task, "texts", done, 0);
        }
    };
    let read = match (&found.located.origin, &found.objects, &found.located.clone) {
        (Origin::Disk(folder), _, clone) => {
            let listed = disk::list(folder, clone.as_ref().map(|(clone, _)| clone), skip);
            let bytes = |path: &RelPath, _: &()| {
                count();
                disk::read(folder, path).map_err(|error| error.to_string())
            };
            let link = |path: &RelPath, _: &()| {
                let target = std::fs::read_link(folder.join(path.as_str())).unwrap_or_default();
                target.display().to_string()
            };
            let chosen = choose(found.source, listed, code::UNREADABLE_FILE, bytes, link);
            chosen.map(|(files, others, assets)| Contents {
                files,
                others,
                assets: AssetPlace::Disk(folder.clone(), assets.into_keys().collect()),
            })
        }
        (Origin::Objects, Some(objects), Some((_, commit))) => {
            let mut diagnostics = Vec::new();
            let listed = objects.list(*commit, &found.located.folder).unwrap_or_else(|error| {
                diagnostics.push(place::unreachable(found.source, error.message()));
                Vec::new()
            });
            let listing_failed = !diagnostics.is_empty();
            let bytes = |_: &RelPath, id: &Oid| {
                count();
                objects.blob(*id).map_err(|error| error.message().to_owned())
            };
            let link = |_: &RelPath, id: &Oid| {
                String::from_utf8_lossy(&objects.blob(*id).unwrap_or_default()).into_owned()
            };
            let chosen = choose(found.source, listed, code::MISSING_BLOB, bytes, link);
            let (mut files, mut others, mut assets) = chosen.unload(&mut diagnostics);
            if listing_failed {
                diagnostics.retain(|diagnostic| diagnostic.code != code::EMPTY_SOURCE);
            }
            let ids: Vec<Oid> = assets.values().copied().collect();
            let missing: BTreeSet<Oid> = objects.missing(&ids).unwrap_or_default().into_iter().collect();
            assets.retain(|path, id| {
                let is_there = !missing.contains(id);
                if !is_there {
                    diagnostics.push(unreadable(found.source, path, code::MISSING_BLOB, "object not found"));
                    files.remove(path);
                    others.insert(path.clone());
                }
                is_there
            });
            let assets = AssetPlace::Objects(objects.clone(), assets);
            Warned { value: Contents { files, others, assets }, diagnostics }
        }
        // `open` lets no source without its objects through.
        (Origin::Objects, _, _) => Warned::clean(Contents {
            files: BTreeMap::new(),
            others: BTreeSet::new(),
            assets: AssetPlace::Disk(PathBuf::new(), BTreeSet::new()),
        }),
    };
    progress.end(&task);
    read
}

/// The problem of a history that ends too early, because of `reason`.
fn incomplete(source: &SourceConfig, reason: &str) -> Diagnostic {
    Diagnostic::warning(
        code::HISTORY_INCOMPLETE,
        format!("history of source `{}` cannot be read to its end: {reason}", source.name),
    )
    .hint("dates and authors stay unknown; fetch all of it, as with `git fetch --refetch --no-filter`")
}

/// What to know of a shallow clone: nothing is wrong with it, but pages lack what it does not tell.
fn shallow(source: &SourceConfig) -> Diagnostic {
    Diagnostic::advice(
        code::HISTORY_INCOMPLETE,
        format!(
            "source `{}` is a shallow clone: first changes, authors and older dates stay unknown",
            source.name
        ),
    )
    .hint("fetch the whole history with `git fetch --unshallow`; in CI, switch the depth off")
}

/// The part of `walk` that is about the files of one source.
fn history_of(walk: &Walk, found: &Opened<'_>, contents: &Contents) -> History {
    let exists = |path: &RelPath| contents.files.contains_key(path) || contents.others.contains(path);
    walk.of(&found.located.folder, contents.files.keys(), exists)
}

#[cfg(test)]
mod tests;
