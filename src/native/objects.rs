//! The object database of a repository, and nothing else of it.
//!
//! A repository from the network is foreign, and so is its configuration. Annals opens the folder `objects` alone:
//! no configuration is read, so no filter, hook, external diff or work tree can be named by it, and there is
//! nothing for git's owner check (`safe.directory`) to guard, which exists because git runs what a configuration
//! says. So a clone that belongs to somebody else, as in a container, reads like any other, and a partial clone
//! opens too, which libgit2 refuses by its `extensions.partialClone`.
//!
//! `objects/info/alternates` is not followed either: a repository cannot send us to read elsewhere on the disk. A
//! clone made with `--shared` or `--reference` is therefore incomplete until `git repack -ad`.
//!
//! Whether an object has the hash that it is called by is looked at when it comes in, and by `git fsck`; with git as
//! with us it is not computed again for every look at it. Compressed bytes that were damaged are noticed by the sum
//! behind them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, Once, PoisonError, Weak};

use git2::{Error, ErrorClass, ErrorCode, ObjectType, Odb, OdbLookupFlags, Oid, Repository, Tree};

use super::listing::{Listed, rel_path};

/// Deeper folders are reported and not read: paths of that depth are beyond what operating systems open.
const MAX_DEPTH: usize = 200;

/// More files than this are not read: a few hundred crafted objects can name billions of paths.
const MAX_FILES: usize = 500_000;

/// The objects of one repository, for any number of threads. Whoever opens the same repository meanwhile gets the same
/// handles, which know what they have read: a component is often a source too.
#[derive(Clone)]
pub(super) struct Objects {
    /// The handles.
    handles: Arc<Handles>,
}

/// Handles on the objects of one repository.
struct Handles {
    /// The folder `objects`.
    folder: PathBuf,
    /// Handles that no thread uses at the moment; one handle serves one thread at a time.
    idle: Mutex<Vec<Repository>>,
}

impl std::fmt::Debug for Objects {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Objects").field("folder", &self.handles.folder).finish_non_exhaustive()
    }
}

/// The repositories that are open, by their folder `objects`.
static OPEN: Mutex<BTreeMap<PathBuf, Weak<Handles>>> = Mutex::new(BTreeMap::new());

impl Objects {
    /// The objects below `common_dir`, the repository's git folder.
    pub(super) fn open(common_dir: &Path) -> Result<Objects, Error> {
        static TRUSTED: Once = Once::new();
        TRUSTED.call_once(|| git2::opts::strict_hash_verification(false));
        let folder = common_dir.join("objects");
        if !folder.is_dir() {
            return Err(Error::from_str("it has no objects"));
        }
        // A thread that panicked left the map whole: each change of it is a single one.
        let mut open = OPEN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(handles) = open.get(&folder).and_then(Weak::upgrade) {
            return Ok(Objects { handles });
        }
        let handles = Arc::new(Handles { folder: folder.clone(), idle: Mutex::new(Vec::new()) });
        let objects = Objects { handles };
        objects.with(|_| Ok(()))?;
        open.retain(|_, handles| handles.strong_count() > 0);
        open.insert(folder, Arc::downgrade(&objects.handles));
        Ok(objects)
    }

    /// Does `work` with a handle of its own.
    pub(super) fn with<T>(&self, work: impl FnOnce(&Repository) -> Result<T, Error>) -> Result<T, Error> {
        let Handles { folder, idle } = &*self.handles;
        // A thread that panicked left the list whole: handles are only ever pushed and popped.
        let free = idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let repository = match free {
            Some(repository) => repository,
            None => {
                let database = Odb::new()?;
                let folder = folder.to_str().ok_or_else(|| Error::from_str("its path is not UTF-8"))?;
                database.add_disk_alternate(folder)?;
                Repository::from_odb(database)?
            }
        };
        let result = work(&repository);
        idle.lock().unwrap_or_else(PoisonError::into_inner).push(repository);
        result
    }

    /// The content of the blob `id`.
    pub(super) fn blob(&self, id: Oid) -> Result<Vec<u8>, Error> {
        self.with(|repository| Ok(repository.find_blob(id)?.content().to_vec()))
    }

    /// Which of `ids` are missing, without reading them.
    pub(super) fn missing(&self, ids: &[Oid]) -> Result<Vec<Oid>, Error> {
        self.with(|repository| {
            let database = repository.odb()?;
            // Looking for new packs after each miss would list a folder for every object of a partial clone.
            let is_missing = |id: &&Oid| !database.exists_ext(**id, OdbLookupFlags::NO_REFRESH);
            Ok(ids.iter().filter(is_missing).copied().collect())
        })
    }

    /// Whether there is a commit `id`.
    pub(super) fn has_commit(&self, id: Oid) -> bool {
        self.with(|repository| repository.find_commit(id).map(drop)).is_ok()
    }

    /// The commit that `id`, a commit or a tag, leads to.
    pub(super) fn peel(&self, id: Oid) -> Result<Oid, Error> {
        self.with(|repository| Ok(repository.find_object(id, None)?.peel(ObjectType::Commit)?.id()))
    }

    /// Every file of `commit` below `folder` (`""` is the root), in path order.
    pub(super) fn list(&self, commit: Oid, folder: &str) -> Result<Vec<Listed<Oid>>, Error> {
        self.with(|repository| {
            let mut tree = repository.find_commit(commit)?.tree()?;
            for segment in folder.split('/').filter(|segment| !segment.is_empty()) {
                let id = tree.get_name(segment).ok_or_else(|| not_found(folder))?.id();
                tree = repository.find_tree(id).map_err(|_| not_found(folder))?;
            }
            let mut files = Vec::new();
            list_tree(repository, &tree, &mut Vec::new(), 0, &mut files)?;
            Ok(files)
        })
    }
}

/// The error for a folder that a commit does not have.
fn not_found(folder: &str) -> Error {
    let message = format!("it has no folder `{folder}`");
    Error::new(ErrorCode::NotFound, ErrorClass::Tree, message)
}

/// Appends the files of `tree`, whose path is `prefix` with a final slash.
fn list_tree(
    repository: &Repository,
    tree: &Tree<'_>,
    prefix: &mut Vec<u8>,
    depth: usize,
    files: &mut Vec<Listed<Oid>>,
) -> Result<(), Error> {
    for entry in tree.iter() {
        if files.len() >= MAX_FILES {
            if files.len() == MAX_FILES {
                let reason = format!("the repository has more than {MAX_FILES} files");
                files.push(Listed::Unreadable(String::from_utf8_lossy(prefix).into_owned(), reason));
            }
            return Ok(());
        }
        let length = prefix.len();
        prefix.extend_from_slice(entry.name_bytes());
        if entry.kind() == Some(ObjectType::Tree) {
            if depth == MAX_DEPTH {
                let reason = format!("it is nested deeper than {MAX_DEPTH} folders");
                files.push(Listed::Unreadable(String::from_utf8_lossy(prefix).into_owned(), reason));
            } else {
                prefix.push(b'/');
                list_tree(repository, &repository.find_tree(entry.id())?, prefix, depth + 1, files)?;
            }
        } else {
            files.push(match rel_path(prefix) {
                Err((path, error)) => Listed::Unusable(path, error),
                Ok(path) => match (entry.kind(), entry.filemode()) {
                    (Some(ObjectType::Commit), _) => Listed::Submodule(path),
                    (_, 0o120000) => Listed::Symlink(path, entry.id()),
                    _ => Listed::File(path, entry.id()),
                },
            });
        }
        prefix.truncate(length);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::native::history::walk;

    /// Lists and walks a commit whose tree is `levels` of folders, each holding the next one `width` times.
    #[track_caller]
    fn check(levels: usize, width: usize, name: &str, listed: usize, is_known: bool) {
        let folder = tempfile::tempdir().unwrap();
        let repository = Repository::init_bare(folder.path()).unwrap();
        let (mut id, mut mode) = (repository.blob(b"x").unwrap(), 0o100_644);
        for _ in 0..levels {
            let mut tree = repository.treebuilder(None).unwrap();
            for number in 0..width {
                tree.insert(format!("{number}.{name}"), id, mode).unwrap();
            }
            (id, mode) = (tree.write().unwrap(), 0o040_000);
        }
        let author = git2::Signature::new("Ada", "ada@example.org", &git2::Time::new(0, 0)).unwrap();
        let tree = repository.find_tree(id).unwrap();
        let commit = repository.commit(None, &author, &author, "x", &tree, &[]).unwrap();
        let objects = Objects::open(folder.path()).unwrap();
        let files = objects.list(commit, "").unwrap();
        assert_eq!(files.len(), listed);
        assert!(matches!(files.last(), Some(Listed::Unreadable(..))));
        let everything = [String::new()];
        let walk =
            objects.with(|repository| walk(repository, commit, &BTreeSet::new(), &everything)).unwrap();
        assert_eq!(walk.broken.is_none(), is_known);
    }

    #[test]
    fn who_opens_a_repository_again_shares_what_was_read() {
        let [one, other] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        for folder in [&one, &other] {
            Repository::init_bare(folder.path()).unwrap();
        }
        let open = |folder: &tempfile::TempDir| Objects::open(folder.path()).unwrap();
        let (first, second) = (open(&one), open(&one));
        assert!(Arc::ptr_eq(&first.handles, &second.handles));
        assert!(!Arc::ptr_eq(&first.handles, &open(&other).handles));
        let weak = Arc::downgrade(&first.handles);
        drop((first, second));
        assert_eq!(weak.strong_count(), 0);
        open(&one);
    }

    #[test]
    fn crafted_trees_end_well() {
        check(10_000, 1, "md", 1, true);
        check(6, 30, "rs", MAX_FILES + 1, false);
    }
}
