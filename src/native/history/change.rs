//! Which files a commit changed: a comparison of trees that enters only what differs.

use std::collections::HashMap;
use std::rc::Rc;

use git2::{Error, ObjectType, Oid, Repository, Tree};

use crate::base::RelPath;
use crate::source::choice::is_publishable;

/// Trees kept in memory. A commit's tree is the next comparison's parent, so few are ever read twice.
const KEPT_TREES: usize = 4096;

/// Deeper folders are not compared; they are not listed either.
const MAX_DEPTH: usize = 200;

/// Entries that are compared for one commit. A few hundred crafted objects can name billions of paths; a commit
/// that changes so many is not one of people who write texts, and its history counts as unknown.
const MAX_ENTRIES: usize = 500_000;

/// Entries that are compared in a whole walk, against many such commits: some seconds' worth.
const MAX_ENTRIES_OF_WALK: usize = 200_000_000;

/// What a commit did with a file.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub(super) enum Sort {
    /// No parent has it.
    Added,
    /// It differs from every parent's.
    Modified,
    /// Every parent has it.
    Deleted,
}

/// A file that a commit changed.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) struct FileChange {
    /// Its path from the repository's root.
    pub(super) path: String,
    /// What happened to it.
    pub(super) sort: Sort,
    /// Its blob: the new one, or, of a deleted file, the first parent's.
    pub(super) blob: Oid,
}

/// Compares commits of one repository.
pub(super) struct Comparison<'a> {
    /// The repository.
    repository: &'a Repository,
    /// The folders that matter.
    folders: &'a [String],
    /// Trees read lately. Looked up only, never listed, so its order cannot matter.
    trees: HashMap<Oid, Rc<Tree<'a>>>,
    /// Entries compared for this commit, and for all of them.
    entries: (usize, usize),
}

/// A tree entry without its name: file mode and object.
type Entry = (i32, Oid);

/// The file mode of folders.
const TREE_MODE: i32 = 0o040_000;

impl<'a> Comparison<'a> {
    /// Of `repository`, for files below any of `folders`.
    pub(super) fn new(repository: &'a Repository, folders: &'a [String]) -> Comparison<'a> {
        Comparison { repository, folders, trees: HashMap::new(), entries: (0, 0) }
    }

    /// What the commit with `tree` changed against all `parents`; a first commit has added everything.
    pub(super) fn changes(&mut self, tree: Oid, parents: &[Oid]) -> Result<Vec<FileChange>, Error> {
        let mut changes = Vec::new();
        self.entries.0 = 0;
        if parents.contains(&tree) {
            return Ok(changes);
        }
        // A first commit is compared with nothing at all, as if with an empty parent.
        let parents: Vec<Option<Oid>> = match parents {
            [] => vec![None],
            _ => parents.iter().copied().map(Some).collect(),
        };
        self.compare(Some(tree), &parents, "", 0, &mut changes)?;
        Ok(changes)
    }

    /// Compares one folder, whose path is `prefix` with a final slash.
    fn compare(
        &mut self,
        new: Option<Oid>,
        old: &[Option<Oid>],
        prefix: &str,
        depth: usize,
        changes: &mut Vec<FileChange>,
    ) -> Result<(), Error> {
        if depth > MAX_DEPTH {
            return Ok(());
        }
        let new = new.map(|id| self.tree(id)).transpose()?;
        let old = old
            .iter()
            .map(|id| id.map(|id| self.tree(id)).transpose())
            .collect::<Result<Vec<Option<Rc<Tree<'a>>>>, Error>>()?;

        let first = old.first().cloned().flatten();
        let entries = [&new, &first].into_iter().flatten().map(|tree| tree.len()).sum::<usize>();
        self.entries = (self.entries.0 + entries, self.entries.1 + entries);
        if self.entries.0 > MAX_ENTRIES || self.entries.1 > MAX_ENTRIES_OF_WALK {
            return Err(Error::from_str("a commit changes more files than can be compared"));
        }

        for (place, entry) in new.iter().flat_map(|tree| tree.iter()).enumerate() {
            let now = (entry.filemode_raw(), entry.id());
            // In most commits most entries stand at the same place with the same content as before.
            let is_same = |tree: &Option<Rc<Tree<'a>>>| {
                tree.as_ref().and_then(|tree| tree.get(place)).is_some_and(|before| {
                    before.id() == now.1
                        && before.filemode_raw() == now.0
                        && before.name_bytes() == entry.name_bytes()
                })
            };
            if old.iter().any(is_same) {
                continue;
            }
            let before: Vec<Option<Entry>> =
                old.iter().map(|tree| named(tree.as_deref(), entry.name_bytes())).collect();
            if !before.contains(&Some(now)) {
                self.differ(entry.name_bytes(), entry.kind(), Some(now), &before, (prefix, depth), changes)?;
            }
        }
        for entry in first.iter().flat_map(|tree| tree.iter()) {
            if named(new.as_deref(), entry.name_bytes()).is_some() {
                continue;
            }
            let before: Vec<Option<Entry>> =
                old.iter().map(|tree| named(tree.as_deref(), entry.name_bytes())).collect();
            // A parent that does not have it either agrees with the commit.
            if before.iter().all(Option::is_some) {
                self.differ(entry.name_bytes(), None, None, &before, (prefix, depth), changes)?;
            }
        }
        Ok(())
    }

    /// Tells what became of the entry `name`, which is `now` and was `before` in each parent, all of them other.
    fn differ(
        &mut self,
        name: &[u8],
        kind: Option<ObjectType>,
        now: Option<Entry>,
        before: &[Option<Entry>],
        (prefix, depth): (&str, usize),
        changes: &mut Vec<FileChange>,
    ) -> Result<(), Error> {
        // A path that is not text is none of the site's.
        let Ok(name) = std::str::from_utf8(name) else { return Ok(()) };
        let path = format!("{prefix}{name}");
        let folders: Vec<Option<Oid>> = before
            .iter()
            .map(|entry| entry.filter(|entry| entry.0 == TREE_MODE).map(|entry| entry.1))
            .collect();
        let files: Vec<Option<Oid>> = before
            .iter()
            .map(|entry| entry.filter(|entry| entry.0 != TREE_MODE).map(|entry| entry.1))
            .collect();

        let folder_now = now.filter(|_| kind == Some(ObjectType::Tree)).map(|entry| entry.1);
        let file_now = now.filter(|_| kind == Some(ObjectType::Blob)).map(|entry| entry.1);
        if (folder_now.is_some() || folders.iter().all(Option::is_some)) && self.leads_to_folders(&path) {
            self.compare(folder_now, &folders, &format!("{path}/"), depth + 1, changes)?;
        }
        if !self.matters(&path) {
            return Ok(());
        }
        let (sort, blob) = match (file_now, files.iter().flatten().next()) {
            (Some(blob), None) => (Sort::Added, blob),
            (Some(blob), Some(_)) => (Sort::Modified, blob),
            (None, Some(&blob)) if files.iter().all(Option::is_some) => (Sort::Deleted, blob),
            _ => return Ok(()),
        };
        changes.push(FileChange { path, sort, blob });
        Ok(())
    }

    /// The tree `id`, from memory where it was read lately.
    fn tree(&mut self, id: Oid) -> Result<Rc<Tree<'a>>, Error> {
        if let Some(tree) = self.trees.get(&id) {
            return Ok(Rc::clone(tree));
        }
        let tree = Rc::new(self.repository.find_tree(id)?);
        if self.trees.len() >= KEPT_TREES {
            self.trees.clear();
        }
        self.trees.insert(id, Rc::clone(&tree));
        Ok(tree)
    }

    /// Whether the folder `path` lies in one of the folders that matter, or one of them in it.
    fn leads_to_folders(&self, path: &str) -> bool {
        let lies_in = |inner: &str, outer: &str| {
            outer.is_empty()
                || inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        self.folders.iter().any(|folder| lies_in(path, folder) || lies_in(folder, path))
    }

    /// Whether the file `path` can be one of a source's: in a folder that matters, and text or publishable.
    fn matters(&self, path: &str) -> bool {
        let Ok(path) = RelPath::new(path) else { return false };
        let is_below = |folder: &String| {
            folder.is_empty()
                || path.as_str().strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'))
        };
        (path.is_markdown() || is_publishable(path.extension())) && self.folders.iter().any(is_below)
    }
}

/// The entry called `name` in `tree`.
fn named(tree: Option<&Tree<'_>>, name: &[u8]) -> Option<Entry> {
    tree?.get_name_bytes(name).map(|entry| (entry.filemode_raw(), entry.id()))
}
