//! The tags of a repository; which of them names a release is decided in [`crate::release::tag`].

use std::collections::BTreeMap;
use std::path::Path;

use git2::Oid;

use crate::native::objects::Objects;
use crate::native::refs;

/// A tag that leads to a commit.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(in crate::native) struct Tag {
    /// Its name without `refs/tags/`.
    pub(in crate::native) name: String,
    /// The commit, also where the tag is an object of its own.
    pub(in crate::native) commit: Oid,
}

/// All tags of the repository in `common_dir` that lead to commits, in the order of their names.
pub(in crate::native) fn tags(common_dir: &Path, objects: &Objects) -> Vec<Tag> {
    let mut names: BTreeMap<String, ()> = BTreeMap::new();
    let top = common_dir.join("refs").join("tags");
    for entry in walkdir::WalkDir::new(&top).min_depth(1).into_iter().filter_map(Result::ok) {
        let Ok(below) = entry.path().strip_prefix(&top) else { continue };
        if let (true, Some(name)) = (entry.file_type().is_file(), below.to_str()) {
            names.insert(name.replace(std::path::MAIN_SEPARATOR, "/"), ());
        }
    }
    let packed = std::fs::read_to_string(common_dir.join("packed-refs")).unwrap_or_default();
    let in_packed = packed.lines().filter_map(|line| line.split_once(' ')?.1.strip_prefix("refs/tags/"));
    names.extend(in_packed.map(|name| (name.to_owned(), ())));
    let packed: BTreeMap<&str, Oid> = packed
        .lines()
        .filter_map(|line| {
            let (id, name) = line.split_once(' ')?;
            Some((name.strip_prefix("refs/tags/")?, refs::full_id(id)?))
        })
        .collect();
    let tag = |name: String| {
        // A file wins over a line, as with git.
        let loose =
            top.join(&name).is_file().then(|| refs::resolve(common_dir, &format!("refs/tags/{name}")));
        let id = loose.flatten().or_else(|| packed.get(name.as_str()).copied())?;
        Some(Tag { commit: objects.peel(id).ok()?, name })
    };
    names.into_keys().filter_map(tag).collect()
}
