//! Writes a site into its folder, so that a build killed at any moment leaves a working site.
//!
//! Only files whose bytes changed are written, each under a temporary name and then renamed. The order keeps links
//! whole while it happens: what pages need comes before the pages, new pages before the changed pages that link to
//! them, and deletions last, when nothing links to the deleted any more.
//!
//! A manifest in the folder lists what Annals wrote, with hashes. It is extended before the first file is touched
//! and cut down after the last, so that it always covers what a killed build left behind. What it does not cover is
//! not ours: a folder that holds such a file is refused, and only bytes that the manifest knows are ever deleted.

mod manifest;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::iter::Either;
use rayon::prelude::*;

use super::asset::{AssetError, Assets};
use super::cache::Stamp;
use crate::base::{Hash, OutPath};
use crate::site::{Content, Site};
use manifest::Manifest;

/// Folder inside the output for files that are being written.
const STAGING: &str = ".annals-tmp";

/// What a write did.
#[derive(Debug, Default)]
pub struct Written {
    /// Files that did not exist before.
    pub created: usize,
    /// Files whose bytes changed.
    pub changed: usize,
    /// Files that had the right bytes already.
    pub unchanged: usize,
    /// Files that no page owns any more.
    pub deleted: usize,
    /// Files of sources that could not be read for copying; what an earlier build wrote for them stays.
    pub lost: Vec<AssetError>,
    /// Every file as it is on the disk now.
    pub(super) stamps: BTreeMap<OutPath, Stamp>,
}

/// The files of the output folder as an earlier build left them.
pub(super) type Stamps<'a> = dyn Fn(&OutPath) -> Option<Stamp> + Sync + 'a;

/// Why a site could not be written.
#[derive(Debug)]
pub enum OutputError {
    /// The folder holds files that Annals did not write.
    Foreign {
        /// The output folder.
        folder: PathBuf,
        /// The first few of the files.
        examples: Vec<String>,
    },
    /// Another build is writing into the folder.
    Busy {
        /// The output folder.
        folder: PathBuf,
    },
    /// The operating system refused.
    Io {
        /// What was being done: `create`, `write`, `rename`, `read`, `delete`.
        action: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The cause.
        error: io::Error,
    },
}

impl std::fmt::Display for OutputError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            OutputError::Foreign { folder, examples } => write!(
                f,
                "`{}` holds files that Annals did not write: `{}`",
                folder.display(),
                examples.join("`, `")
            ),
            OutputError::Busy { folder } => {
                write!(f, "another build is writing into `{}`", folder.display())
            }
            OutputError::Io { action, path, error } => {
                write!(f, "cannot {action} `{}`: {error}", path.display())
            }
        }
    }
}

impl std::error::Error for OutputError {}

/// Turns an error of the operating system into one that names what was done to which path.
fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> OutputError {
    move |error| OutputError::Io { action, path: path.to_path_buf(), error }
}

/// Makes the folder `out` hold exactly `site`, whose copied files come from `assets`.
pub fn write(site: &Site, assets: &Assets, out: &Path) -> Result<Written, OutputError> {
    write_beside(site, assets, out, &|_| None)
}

/// The same, with what an earlier build left; what of `site` is only known by its hash stands in the folder already.
pub(super) fn write_beside(
    site: &Site,
    assets: &Assets,
    out: &Path,
    stamps: &Stamps<'_>,
) -> Result<Written, OutputError> {
    fs::create_dir_all(out).map_err(failed("create", out))?;
    let old = Manifest::read(out).map_err(failed("read", &out.join(manifest::NAME)))?;
    refuse_foreign_files(out, &old)?;
    let staging = out.join(STAGING);
    fs::create_dir_all(&staging).map_err(failed("create", &staging))?;
    let turn = Turn::take(out, &staging)?;

    let (jobs, lost) = compare(site, assets, out, stamps);
    let mut new = Manifest::of(jobs.iter().map(|job| (job.path.clone(), job.hash)));
    for (path, _) in &lost {
        new.keep(path, &old);
    }
    let changing = jobs.iter().any(|job| job.state != State::Same) || old != new;
    if changing {
        old.union(&new).write(out).map_err(failed("write", &out.join(manifest::NAME)))?;
    }

    let staged = AtomicUsize::new(0);
    for batch in Batch::IN_ORDER {
        jobs.par_iter().filter(|job| batch.holds(job)).try_for_each(|job| {
            let Ok(bytes) = content(&site.files[&job.path], assets) else { return Ok(()) };
            let number = staged.fetch_add(1, Ordering::Relaxed);
            place(&bytes, &staging.join(number.to_string()), out, &job.path, &old)
        })?;
    }

    let deleted = delete_stale(out, &old, &new)?;
    if changing {
        new.write(out).map_err(failed("write", &out.join(manifest::NAME)))?;
    }
    fs::remove_dir_all(&staging).map_err(failed("delete", &staging))?;
    drop(turn);

    let count = |state| jobs.iter().filter(|job| job.state == state).count();
    Ok(Written {
        created: count(State::New),
        changed: count(State::Changed),
        unchanged: count(State::Same),
        deleted,
        lost: lost.into_iter().map(|(_, error)| error).collect(),
        stamps: jobs
            .par_iter()
            .filter_map(|job| {
                let known = job.stamp.or_else(|| Stamp::of(&on_disk(out, &job.path), job.hash));
                Some((job.path.clone(), known?))
            })
            .collect(),
    })
}

/// The turn of one build to write into a folder, until it is dropped or its process ends.
struct Turn {
    /// The file that is locked.
    _file: fs::File,
}

impl Turn {
    /// Takes the turn in `out`, whose files are prepared in `staging`.
    fn take(out: &Path, staging: &Path) -> Result<Turn, OutputError> {
        let path = staging.join("turn");
        let file = fs::File::create(&path).map_err(failed("create", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Turn { _file: file }),
            Err(fs::TryLockError::WouldBlock) => Err(OutputError::Busy { folder: out.to_owned() }),
            // Not every file system has locks.
            Err(fs::TryLockError::Error(_)) => Ok(Turn { _file: file }),
        }
    }
}

/// What is to be done for one file.
struct Job {
    path: OutPath,
    hash: Hash,
    state: State,
    /// The file's stamp, where it holds.
    stamp: Option<Stamp>,
}

/// How a file on disk compares with the site's.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
enum State {
    New,
    Changed,
    Same,
}

/// Files that may be written at the same time.
#[derive(Debug, Copy, Clone)]
enum Batch {
    /// Style sheets, pictures and data, which pages need.
    Assets,
    /// Pages that nothing links to yet.
    NewPages,
    /// Pages that may link to the new ones.
    ChangedPages,
}

impl Batch {
    /// The order in which links hold at every moment.
    const IN_ORDER: [Batch; 3] = [Batch::Assets, Batch::NewPages, Batch::ChangedPages];

    /// Whether `job` is written with this batch.
    fn holds(self, job: &Job) -> bool {
        let is_page = job.path.rel().extension() == "html";
        match self {
            Batch::Assets => !is_page && job.state != State::Same,
            Batch::NewPages => is_page && job.state == State::New,
            Batch::ChangedPages => is_page && job.state == State::Changed,
        }
    }
}

/// Compares every file of the site with what stands in `out`; what cannot be had is told apart.
///
/// A file that was not touched since its stamp was taken has the bytes that it had then, and is not read.
fn compare(
    site: &Site,
    assets: &Assets,
    out: &Path,
    stamps: &Stamps<'_>,
) -> (Vec<Job>, Vec<(OutPath, AssetError)>) {
    site.files.par_iter().partition_map(|(path, wanted)| {
        let target = on_disk(out, path);
        let same = |hash, stamp| Job { path: path.clone(), hash, state: State::Same, stamp };
        let stamp = stamps(path).filter(|stamp| stamp.holds(&target));
        if let Content::Known(hash) = wanted {
            return Either::Left(same(*hash, stamp));
        }
        let bytes = match content(wanted, assets) {
            Ok(bytes) => bytes,
            Err(error) => return Either::Right((path.clone(), error)),
        };
        let hash = Hash::of(&bytes);
        if stamp.is_some_and(|stamp| stamp.hash == hash) {
            return Either::Left(same(hash, stamp));
        }
        let state = match fs::read(target) {
            Ok(found) if found == *bytes => State::Same,
            Ok(_) => State::Changed,
            // Whatever else stands there is found out, and told, when the file is put in its place.
            Err(_) => State::New,
        };
        Either::Left(Job { path: path.clone(), hash, state, stamp: None })
    })
}

/// The bytes of one file of the site.
fn content<'a>(content: &'a Content, assets: &Assets) -> Result<Cow<'a, [u8]>, AssetError> {
    match content {
        Content::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
        Content::Text(text) => Ok(Cow::Borrowed(text.text.as_bytes())),
        Content::Copy(path) => assets.bytes(path).map(Cow::Owned),
        // Stands there already, so that nobody asks.
        Content::Known(_) => Ok(Cow::Borrowed(&[])),
    }
}

/// Writes `bytes` under the name `staged` and moves the file to its place.
fn place(bytes: &[u8], staged: &Path, out: &Path, path: &OutPath, old: &Manifest) -> Result<(), OutputError> {
    let target = on_disk(out, path);
    fs::write(staged, bytes).map_err(failed("write", staged))?;
    if fs::rename(staged, &target).is_ok() {
        return Ok(());
    }
    // The folder is missing, or a file of an earlier build stands where a folder has to be, or the other way round.
    make_way(out, path, old)?;
    let folder = target.parent().unwrap_or(out);
    fs::create_dir_all(folder).map_err(failed("create", folder))?;
    fs::rename(staged, &target).map_err(failed("rename", &target))
}

/// Removes our own file where a folder of `path` has to be, and an empty folder where the file has to be.
fn make_way(out: &Path, path: &OutPath, old: &Manifest) -> Result<(), OutputError> {
    let text = path.as_str();
    for (end, _) in text.match_indices('/') {
        let Ok(folder) = OutPath::new(&text[..end]) else { continue };
        if on_disk(out, &folder).is_file() {
            delete_if_ours(out, &folder, old)?;
        }
    }
    let target = on_disk(out, path);
    if target.is_dir() {
        let below = format!("{text}/");
        for stale in old.paths().filter(|path| path.as_str().starts_with(&below)) {
            delete_if_ours(out, stale, old)?;
        }
        // Fails, and the rename after it too, if something foreign is left inside.
        let _ = fs::remove_dir(&target);
    }
    Ok(())
}

/// Deletes what the old manifest lists and the new one does not.
fn delete_stale(out: &Path, old: &Manifest, new: &Manifest) -> Result<usize, OutputError> {
    let mut deleted = 0;
    for path in old.paths().filter(|path| !new.contains(path)) {
        deleted += usize::from(delete_if_ours(out, path, old)?);
    }
    Ok(deleted)
}

/// Deletes the file at `path` if its bytes are ones that Annals wrote, and the folders it leaves empty.
fn delete_if_ours(out: &Path, path: &OutPath, manifest: &Manifest) -> Result<bool, OutputError> {
    let target = on_disk(out, path);
    let Ok(found) = fs::read(&target) else { return Ok(false) };
    if !manifest.knows(path, Hash::of(&found)) {
        return Ok(false);
    }
    fs::remove_file(&target).map_err(failed("delete", &target))?;
    let mut folder = target.parent();
    while let Some(empty) = folder.filter(|folder| *folder != out) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(true)
}

/// Refuses a folder with files that the manifest does not list.
///
/// A `.git` at the top is let be: the folder may be the work tree that publishes the site.
fn refuse_foreign_files(out: &Path, manifest: &Manifest) -> Result<(), OutputError> {
    let mut examples = Vec::new();
    let entries = walkdir::WalkDir::new(out).min_depth(1).sort_by_file_name().into_iter();
    let ours_by_name = |entry: &walkdir::DirEntry| {
        entry.depth() == 1 && [".git", STAGING, manifest::NAME].iter().any(|name| entry.file_name() == *name)
    };
    for entry in entries.filter_entry(|entry| !ours_by_name(entry)) {
        let entry = entry.map_err(|error| {
            let path = error.path().unwrap_or(out).to_path_buf();
            OutputError::Io { action: "read", path, error: error.into() }
        })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let relative = entry.path().strip_prefix(out).unwrap_or(entry.path());
        let name = relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let listed = OutPath::new(&name).is_ok_and(|path| manifest.contains(&path));
        if !listed {
            examples.push(name);
            if examples.len() == 3 {
                break;
            }
        }
    }
    match examples.is_empty() {
        true => Ok(()),
        false => Err(OutputError::Foreign { folder: out.to_path_buf(), examples }),
    }
}

/// Where `path` is on disk.
pub(super) fn on_disk(out: &Path, path: &OutPath) -> PathBuf {
    let mut target = out.to_path_buf();
    target.extend(path.rel().segments());
    target
}

/// The hashes of each file, which tests look at.
#[cfg(test)]
pub(super) fn listing(out: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(out).min_depth(1).into_iter().filter_map(Result::ok);
    files
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != manifest::NAME)
        .map(|entry| {
            let name = entry.path().strip_prefix(out).unwrap().to_string_lossy().into_owned();
            (name, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[cfg(test)]
mod tests;
