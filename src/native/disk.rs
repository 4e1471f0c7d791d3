//! Files of a directory.
//!
//! What a directory holds is what a person sees in it: edited and new files count before they are committed. What
//! git ignores does not, being generated, and neither do folders that tools fill. Symbolic links are not followed.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use git2::{Index, Repository};
use walkdir::{DirEntry, WalkDir};

use super::clone::Clone;
use super::listing::{Listed, rel_path};
use crate::base::{PathError, RelPath};

/// Folders that tools fill; skipped whether or not git ignores them.
const TOOL_FOLDERS: &[&str] = &[".annals", ".git", "node_modules", "__pycache__"];

/// Every file below `folder`, in path order, without what lies below the folders `skip`.
///
/// `clone` is the repository around it, whose ignore rules hold.
pub(super) fn list(folder: &Path, clone: Option<&Clone>, skip: &[PathBuf]) -> Vec<Listed<()>> {
    let ignored = clone.and_then(Ignored::of);
    let is_kept = |entry: &DirEntry| {
        if entry.depth() == 0 {
            return true;
        }
        let path = entry.path();
        let is_folder = entry.file_type().is_dir();
        let is_tool = is_folder
            && (entry.file_name().to_str().is_some_and(|name| TOOL_FOLDERS.contains(&name))
                // Marks caches such as cargo's `target`: https://bford.info/cachedir/
                || path.join("CACHEDIR.TAG").exists()
                || skip.iter().any(|skipped| skipped == path)
                // Without git's rules a hidden folder is taken for a tool's.
                || (ignored.is_none() && is_hidden(entry.file_name())));
        // A linked work tree or submodule keeps a file of this name.
        !is_tool
            && entry.file_name() != ".git"
            && !ignored.as_ref().is_some_and(|rules| rules.holds(path, is_folder))
    };
    let mut found = Vec::new();
    let mut walk = WalkDir::new(folder).follow_links(false).sort_by_file_name().into_iter();
    loop {
        // `filter_entry` borrows the walk for its whole length, and submodules need `skip_current_dir`.
        let entry = match walk.next() {
            None => return found,
            Some(Ok(entry)) => entry,
            Some(Err(error)) => {
                let path =
                    error.path().and_then(|path| path.strip_prefix(folder).ok()).unwrap_or(Path::new(""));
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                found.push(Listed::Unreadable(path.display().to_string(), reason));
                continue;
            }
        };
        if !is_kept(&entry) {
            if entry.file_type().is_dir() {
                walk.skip_current_dir();
            }
            continue;
        }
        let is_folder = entry.file_type().is_dir();
        let is_other_repository = is_folder && entry.depth() > 0 && entry.path().join(".git").exists();
        if is_folder && !is_other_repository {
            continue;
        }
        if is_other_repository {
            walk.skip_current_dir();
        }
        let path = match below(folder, entry.path()) {
            Ok(path) => path,
            Err((path, error)) => {
                found.push(Listed::Unusable(path, error));
                continue;
            }
        };
        if is_other_repository {
            found.push(Listed::Submodule(path));
        } else if entry.path_is_symlink() {
            found.push(Listed::Symlink(path, ()));
        } else if entry.file_type().is_file() {
            found.push(Listed::File(path, ()));
        }
    }
}

/// The bytes of the file `path` below `folder`, unless a symbolic link has taken its place since it was listed.
pub(super) fn read(folder: &Path, path: &RelPath) -> std::io::Result<Vec<u8>> {
    let file = folder.join(path.as_str());
    if !std::fs::symlink_metadata(&file)?.is_file() {
        return Err(std::io::Error::other("it is no file any more"));
    }
    std::fs::read(file)
}

/// Whether the repository ignores all of `folder`, so that it says nothing about what lies there.
pub(super) fn is_ignored(clone: &Clone, folder: &Path) -> bool {
    // No rule hides the root, and to read the rules takes a look at every tracked file.
    clone.work_tree.as_deref() != Some(folder)
        && Ignored::of(clone).is_some_and(|rules| rules.holds(folder, true))
}

/// Whether a name begins with a dot.
fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// The path of `file` below `folder`, with `/` between its segments.
fn below(folder: &Path, file: &Path) -> Result<RelPath, (String, PathError)> {
    let relative = file.strip_prefix(folder).unwrap_or(file);
    let segments: Vec<&[u8]> = relative.iter().map(OsStr::as_encoded_bytes).collect();
    rel_path(&segments.join(&b'/'))
}

/// What git ignores in one work tree.
struct Ignored {
    /// The repository, opened with its work tree: the one place where its configuration counts.
    repository: Repository,
    /// The work tree's root.
    root: PathBuf,
    /// Tracked files, which no rule hides, with every folder that holds one.
    tracked: BTreeSet<String>,
}

impl Ignored {
    /// The rules of `clone`, or nothing where libgit2 refuses to open it (another owner, a partial clone): then
    /// the folders of tools are skipped all the same.
    fn of(clone: &Clone) -> Option<Ignored> {
        let root = clone.work_tree.clone()?;
        let repository = Repository::open(&root).ok()?;
        let index = Index::open(&clone.git_dir.join("index")).ok()?;
        let mut tracked = BTreeSet::new();
        for entry in index.iter() {
            let path = String::from_utf8_lossy(&entry.path).into_owned();
            let folders = path.match_indices('/').map(|(end, _)| path[..end].to_owned());
            // Most files share their folder with the one before.
            for folder in folders.collect::<Vec<_>>().into_iter().rev() {
                if !tracked.insert(folder) {
                    break;
                }
            }
            tracked.insert(path);
        }
        Some(Ignored { repository, root, tracked })
    }

    /// Whether the file or folder at `path` is ignored.
    fn holds(&self, path: &Path, is_folder: bool) -> bool {
        let Ok(relative) = path.strip_prefix(&self.root) else { return false };
        let Some(text) = relative.to_str() else { return false };
        if text.is_empty() || self.tracked.contains(&text.replace(std::path::MAIN_SEPARATOR, "/")) {
            return false;
        }
        // The final slash tells libgit2 that a rule such as `build/` may match.
        let asked = if is_folder { format!("{text}/") } else { text.to_owned() };
        self.repository.is_path_ignored(asked).unwrap_or(false)
    }
}
