//! Which commit a branch, a tag or `HEAD` names.
//!
//! Read as gitrepository-layout(5) describes: a file per reference, or a line of `packed-refs`. libgit2 would read
//! them only together with the repository's configuration, which [`super::objects`] explains why we leave alone.

use std::path::Path;

use git2::{Oid, Reference};

/// References may name references; git itself stops at five.
const MAX_HOPS: usize = 5;

/// What `HEAD` of the repository names: the full name of the branch (nothing when detached) and its commit
/// (nothing on a branch without one).
pub(super) fn head(git_dir: &Path, common_dir: &Path) -> (Option<String>, Option<Oid>) {
    match read(&git_dir.join("HEAD")) {
        Some(Value::Symbolic(name)) => {
            let id = resolve(common_dir, &name);
            (Some(name), id)
        }
        Some(Value::Direct(id)) => (None, Some(id)),
        None => (None, None),
    }
}

/// The object that the reference called `name` in full leads to.
pub(super) fn resolve(common_dir: &Path, name: &str) -> Option<Oid> {
    let mut name = name.to_owned();
    for _ in 0..MAX_HOPS {
        match lookup(common_dir, &name)? {
            Value::Direct(id) => return Some(id),
            Value::Symbolic(next) => name = next,
        }
    }
    None
}

/// Where the symbolic reference `name` points, such as `refs/remotes/origin/HEAD`.
pub(super) fn target(common_dir: &Path, name: &str) -> Option<String> {
    match lookup(common_dir, name)? {
        Value::Symbolic(target) => Some(target),
        Value::Direct(_) => None,
    }
}

/// The object that `revision` means: a full name, a tag, a branch, a branch of `origin`, or a full commit id.
/// The full name of the reference comes with it.
pub(super) fn revision(common_dir: &Path, revision: &str) -> Option<(Option<String>, Oid)> {
    if let Some(id) = full_id(revision) {
        return Some((None, id));
    }
    let candidates = ["", "refs/tags/", "refs/heads/", "refs/remotes/origin/"];
    candidates.iter().find_map(|prefix| {
        let name = format!("{prefix}{revision}");
        let id = resolve(common_dir, &name)?;
        Some((Some(name), id))
    })
}

/// `text` as an object id, when all forty digits are there: a shorter one may come to mean another object.
pub(super) fn full_id(text: &str) -> Option<Oid> {
    (text.len() == 40).then(|| Oid::from_str(text).ok()).flatten()
}

/// What a reference says.
enum Value {
    /// An object.
    Direct(Oid),
    /// Another reference.
    Symbolic(String),
}

/// Reads the reference called `name` in full.
fn lookup(common_dir: &Path, name: &str) -> Option<Value> {
    // The name becomes a path, and git's rules for names exclude `..` and whatever else could lead out.
    if !name.starts_with("refs/") || !Reference::is_valid_name(name) {
        return None;
    }
    if let Some(value) = read(&common_dir.join(name)) {
        return Some(value);
    }
    let packed = std::fs::read_to_string(common_dir.join("packed-refs")).ok()?;
    packed.lines().find_map(|line| {
        let (id, packed_name) = line.split_once(' ')?;
        (packed_name == name).then(|| full_id(id)).flatten().map(Value::Direct)
    })
}

/// Reads one reference's file.
fn read(file: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(file).ok()?;
    let text = text.trim_end();
    match text.strip_prefix("ref:") {
        Some(name) => Some(Value::Symbolic(name.trim().to_owned())),
        None => full_id(text).map(Value::Direct),
    }
}
