//! Walks remembered on disk.
//!
//! A walk of the same commit gives the same facts forever, so its file is named for the commit, the folders and
//! the version of the walk, and repeats them inside with a hash. A file that is damaged, of another version or for
//! another key is not believed: the walk is made anew.

use std::collections::BTreeSet;

use git2::{Error, Oid};
use serde::{Deserialize, Serialize};

use super::Walk;
use crate::base::Hash;
use crate::native::cache::{Cache, write_whole};
use crate::native::objects::Objects;

/// Changes whenever the same commit would give other facts.
const VERSION: u32 = 1;

/// What a walk depends on.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
struct Key {
    /// See [`VERSION`].
    version: u32,
    /// Where the walk began.
    commit: String,
    /// Which folders it looked at, sorted.
    folders: Vec<String>,
    /// The boundary of a shallow clone; deepening one makes another walk.
    boundary: Vec<String>,
}

/// The file's content behind its hash.
#[derive(Serialize, Deserialize)]
struct Memory {
    /// What the walk depends on.
    key: Key,
    /// What it found.
    walk: Walk,
}

/// The walk from `commit` over `folders`: remembered, or made and remembered.
pub(in crate::native) fn remembered(
    cache: &Cache<'_>,
    objects: &Objects,
    commit: Oid,
    boundary: &BTreeSet<Oid>,
    folders: &BTreeSet<String>,
) -> Result<Walk, Error> {
    let folders: Vec<String> = folders.iter().cloned().collect();
    let key = Key {
        version: VERSION,
        commit: commit.to_string(),
        folders: folders.clone(),
        boundary: boundary.iter().map(Oid::to_string).collect(),
    };
    let file = cache.history(Hash::of(format!("{key:?}").as_bytes()));
    if let Some(walk) = std::fs::read(&file).ok().and_then(|bytes| recall(&bytes, &key)) {
        return Ok(walk);
    }
    let walk = objects.with(|repository| super::walk(repository, commit, boundary, &folders))?;
    // A broken walk may be whole tomorrow, when the objects have been fetched.
    if walk.broken.is_none() {
        // The cache saves time and nothing else: a folder that cannot be written to is no problem of the site.
        cache.hide();
        let _ = write_whole(&file, &record(&Memory { key, walk: walk.clone() }));
    }
    Ok(walk)
}

/// The file's bytes: a line with the hash of the rest, and the rest as JSON.
fn record(memory: &Memory) -> Vec<u8> {
    let json = serde_json::to_vec(memory).unwrap_or_default();
    let mut bytes = format!("{}\n", Hash::of(&json)).into_bytes();
    bytes.extend(json);
    bytes
}

/// The walk in `bytes`, if they are whole and for `key`.
fn recall(bytes: &[u8], key: &Key) -> Option<Walk> {
    let end = bytes.iter().position(|&byte| byte == b'\n')?;
    let json = &bytes[end + 1..];
    if bytes[..end] != *Hash::of(json).to_string().as_bytes() {
        return None;
    }
    let memory: Memory = serde_json::from_slice(json).ok()?;
    (memory.key == *key && memory.walk.is_sound()).then_some(memory.walk)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key and a memory for it.
    fn memory() -> (Key, Memory) {
        let key = Key { version: VERSION, commit: "aa".into(), folders: vec!["a".into()], boundary: vec![] };
        let walk = Walk { shallow: true, ..Walk::default() };
        (key.clone(), Memory { key, walk })
    }

    #[test]
    fn a_walk_is_recalled_for_its_own_key_only() {
        let (key, memory) = memory();
        let bytes = record(&memory);
        assert_eq!(recall(&bytes, &key), Some(memory.walk));
        assert_eq!(recall(&bytes, &Key { commit: "bb".into(), ..key }), None);
    }

    #[test]
    fn damage_is_not_believed() {
        let (key, memory) = memory();
        let bytes = record(&memory);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(recall(&damaged, &key), None, "byte {at}");
            assert_eq!(recall(&bytes[..at], &key), None, "cut at {at}");
        }
    }

    #[test]
    fn an_index_that_leads_nowhere_is_not_believed() {
        let (key, mut memory) = memory();
        memory.walk.files.insert("a.md".into(), super::super::FileFacts { first: 7, ..Default::default() });
        assert_eq!(recall(&record(&memory), &key), None);
    }
}
