//! The tags of a repository, and which of them names a release.
//!
//! Names are taken as they are: with slashes, as in `tools/v1.2.0`, and with equals signs, as in `R1=v2.0.0`.

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

/// The tag among `tags` that names the release `names` (its version first, then its id): as it stands, with or without
/// a `v`, or behind a `=` or `/`. The surest wins, and of equally sure ones the first by name.
pub(in crate::native) fn tag_of<'a>(tags: &'a [Tag], names: &[&str]) -> Option<&'a Tag> {
    let bare = |name: &str| name.strip_prefix('v').unwrap_or(name).to_lowercase();
    let exactly = |name: &str| tags.iter().find(|tag| tag.name == name);
    let loosely = |name: &str| tags.iter().find(|tag| bare(&tag.name) == bare(name));
    let behind = |name: &str| {
        let last = |tag: &str| tag.rsplit(['=', '/']).next().map(bare);
        tags.iter().find(|tag| tag.name.contains(['=', '/']) && last(&tag.name) == Some(bare(name)))
    };
    let first = |find: &dyn Fn(&str) -> Option<&'a Tag>| names.iter().find_map(|name| find(name));
    first(&exactly).or_else(|| first(&loosely)).or_else(|| first(&behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(tags: &[&str], names: &[&str], expected: Option<&str>) {
        let tag = |name: &&str| Tag { name: (*name).to_owned(), commit: Oid::from_bytes(&[0; 20]).unwrap() };
        let tags: Vec<Tag> = tags.iter().map(tag).collect();
        assert_eq!(tag_of(&tags, names).map(|tag| tag.name.as_str()), expected, "{names:?}");
    }

    #[test]
    fn a_release_is_found_by_its_version_or_its_id() {
        let tags = ["R1=v2.0.0", "R3", "tools/v4.0.0", "v2.0.0", "v3.0.0"];
        check(&tags, &["v2.0.0", "R1"], Some("v2.0.0"));
        check(&tags, &["3.0.0"], Some("v3.0.0"));
        check(&tags, &["v5.0.0", "R3"], Some("R3"));
        check(&tags, &["v4.0.0"], Some("tools/v4.0.0"));
        check(&tags[..1], &["v2.0.0"], Some("R1=v2.0.0"));
        check(&tags, &["v0.0.0", "R9"], None);
        check(&tags, &["v2.0"], None);
    }
}
