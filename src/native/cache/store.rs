//! What was made before, on disk: of each text, and of the whole site.
//!
//! | file | holds | asked for |
//! |---|---|---|
//! | `cache/files` | what stages 2 and 3 made of each text, under its key | by every build and by the preview |
//! | `cache/facts` | the same without what only pages show | by drafts of release notes |
//! | `cache/answers` | what plugins answered, under the hash of what they were asked | by every build |
//! | `cache/commits-…` | one per component: what its commits and tags tell | by builds, and for which release has what |
//! | `cache/changes-…` | one per component: what changed in it for the release that was drafted last | by drafts |
//! | `cache/site-…` | one per output folder: what was written, the keys of its pages, and what was wrong | by a build |
//!
//! A file begins with a hash of the rest and of the program that wrote it, so that what is damaged, cut off, or
//! written by another program is not believed. Somebody who can write into the cache could still forge it; so it is
//! not read where the site's own repository has it, as a pull request could bring it along.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::time::UNIX_EPOCH;

use rayon::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::{Cache, write_whole};
use crate::base::parcel::PROGRAM;
use crate::base::{Diagnostic, Hash, LineIndex, OutPath, SourcePath};
use crate::pipeline::{Read, SourceText};
use crate::release::Changes;
use crate::session::{Answers, Bodies};
use crate::source::Component;

/// How many bytes the hash in front of a file has.
const HASH: usize = 64;

/// What a build wrote into a folder.
#[derive(Debug, Default, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub(in crate::native) struct Last {
    /// The hash of all that it was made from.
    pub(in crate::native) inputs: Option<Hash>,
    /// The hash of that without the texts.
    pub(in crate::native) surroundings: Option<Hash>,
    /// The keys of texts.
    pub(in crate::native) texts: BTreeMap<SourcePath, Hash>,
    /// The files.
    pub(in crate::native) files: BTreeMap<OutPath, Stored>,
    /// The keys of pages.
    pub(in crate::native) keys: BTreeMap<OutPath, Hash>,
    /// What was wrong.
    pub(in crate::native) diagnostics: Vec<Diagnostic>,
}

/// One file that a build wrote.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub(in crate::native) struct Stored {
    /// The file of a source that it is a copy of.
    pub(in crate::native) copy: Option<SourcePath>,
    /// The hash of its bytes, and how the disk tells that they are still the same.
    pub(in crate::native) stamp: Stamp,
}

/// A file as it was on the disk. As in git's index, a file of the same length and time is taken for the same.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub(in crate::native) struct Stamp {
    /// The hash of its bytes.
    pub(in crate::native) hash: Hash,
    /// How many bytes it has.
    length: u64,
    /// When it was changed, in nanoseconds since 1970.
    changed: u64,
}

impl Stamp {
    /// The stamp of `file`, which has bytes with this hash.
    pub(in crate::native) fn of(file: &Path, hash: Hash) -> Option<Stamp> {
        let metadata = std::fs::symlink_metadata(file).ok().filter(std::fs::Metadata::is_file)?;
        let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(Stamp { hash, length: metadata.len(), changed: u64::try_from(changed.as_nanos()).ok()? })
    }

    /// Whether `file` has not been touched since.
    pub(in crate::native) fn holds(&self, file: &Path) -> bool {
        Stamp::of(file, self.hash).as_ref() == Some(self)
    }
}

/// What was made of texts, as it lies on the disk; each is decoded when its text is asked for.
#[derive(Debug, Default)]
pub(in crate::native) struct Texts {
    /// All bytes.
    bytes: Vec<u8>,
    /// Key and place of each, and the place of its lines.
    places: BTreeMap<SourcePath, (Hash, Range<usize>, Range<usize>)>,
}

/// The texts of `cache/files` in front of their bytes.
#[derive(Debug, Serialize, Deserialize)]
struct Index {
    /// Path and key of each text, and the number of bytes of what was made of it and of its lines.
    texts: Vec<(SourcePath, Hash, u64, u64)>,
}

impl Texts {
    /// What was made of the text at `path`, if that was under the same key.
    pub(in crate::native) fn recall(&self, path: &SourcePath, key: Hash) -> Option<Read> {
        let (_, place, _) = self.places.get(path).filter(|(known, ..)| *known == key)?;
        postcard::from_bytes(self.bytes.get(place.clone())?).ok()
    }

    /// Where the lines of that text were.
    pub(in crate::native) fn lines(&self, path: &SourcePath) -> Option<LineIndex> {
        postcard::from_bytes(self.bytes.get(self.places.get(path)?.2.clone())?).ok()
    }

    /// Takes the texts that `file` holds.
    fn load(file: &Path) -> Option<Texts> {
        let bytes = checked(std::fs::read(file).ok()?)?;
        let (index, rest): (Index, _) = postcard::take_from_bytes(&bytes[HASH..]).ok()?;
        let mut start = bytes.len() - rest.len();
        let mut places = BTreeMap::new();
        let mut place = |length: u64| {
            let end = start.checked_add(usize::try_from(length).ok()?)?;
            Some(std::mem::replace(&mut start, end)..end)
        };
        for (path, key, read, lines) in index.texts {
            places.insert(path, (key, place(read)?, place(lines)?));
        }
        Some(Texts { bytes, places })
    }

    /// Writes `files`, what was made of each text, to `file`.
    fn save(file: &Path, bodies: Bodies, files: &[(SourceText<'_>, Hash, &Read)]) {
        let parts = files.par_iter().filter_map(|(text, key, read)| {
            // Only a text that is shown is held against what it was.
            let lines = match bodies {
                Bodies::Wanted => postcard::to_stdvec(&LineIndex::new(&text.text.text)).ok()?,
                Bodies::Unused => Vec::new(),
            };
            Some((text.path.clone(), *key, postcard::to_stdvec(*read).ok()?, lines))
        });
        let parts: Vec<_> = parts.collect();
        let texts = parts
            .iter()
            .map(|(path, key, read, lines)| (path.clone(), *key, read.len() as u64, lines.len() as u64));
        let Ok(index) = postcard::to_stdvec(&Index { texts: texts.collect() }) else { return };
        let mut bytes = vec![0; HASH];
        bytes.extend(index);
        for (_, _, read, lines) in &parts {
            bytes.extend_from_slice(read);
            bytes.extend_from_slice(lines);
        }
        write(file, bytes);
    }
}

impl Cache<'_> {
    /// What was made of texts before.
    pub(in crate::native) fn texts(&self, bodies: Bodies) -> Texts {
        if self.is_foreign() { None } else { Texts::load(&self.readings(bodies)) }.unwrap_or_default()
    }

    /// Remembers what was made of texts.
    pub(in crate::native) fn remember_texts<'a>(
        &self,
        bodies: Bodies,
        readings: impl Iterator<Item = (SourceText<'a>, Hash, &'a Read)>,
    ) {
        if !self.is_foreign() {
            self.hide();
            Texts::save(&self.readings(bodies), bodies, &readings.collect::<Vec<_>>());
        }
    }

    /// The file about texts.
    fn readings(&self, bodies: Bodies) -> std::path::PathBuf {
        self.folder.join(match bodies {
            Bodies::Wanted => "cache/files",
            Bodies::Unused => "cache/facts",
        })
    }

    /// What plugins answered before.
    pub(in crate::native) fn answers(&self) -> Answers {
        if self.is_foreign() { None } else { load(&self.folder.join("cache/answers")) }.unwrap_or_default()
    }

    /// Remembers what plugins answered.
    pub(in crate::native) fn remember_answers(&self, answers: &Answers) {
        if self.is_foreign() {
            return;
        }
        if let Ok(body) = postcard::to_stdvec(answers) {
            self.hide();
            let mut bytes = vec![0; HASH];
            bytes.extend(body);
            write(&self.folder.join("cache/answers"), bytes);
        }
    }

    /// What was written into the folder `out` last.
    pub(in crate::native) fn last(&self, out: &Path) -> Last {
        if self.is_foreign() { None } else { load(&self.site(out)) }.unwrap_or_default()
    }

    /// Remembers what was written into the folder `out`.
    pub(in crate::native) fn remember_last(&self, out: &Path, last: &Last) {
        if self.is_foreign() {
            return;
        }
        if let Ok(body) = postcard::to_stdvec(last) {
            self.hide();
            let mut bytes = vec![0; HASH];
            bytes.extend(body);
            write(&self.site(out), bytes);
        }
    }

    /// What the commits of the component `name` tell: remembered under `key`, or made and remembered.
    pub(in crate::native) fn component<E>(
        &self,
        name: &str,
        key: Hash,
        make: impl FnOnce() -> Result<Component, E>,
    ) -> Result<Component, E> {
        self.remembered(&format!("commits-{}", Hash::of(name.as_bytes()).short(8)), key, make)
    }

    /// What changed in the component `name`: remembered under `key`, or made and remembered.
    pub(in crate::native) fn changes<E>(
        &self,
        name: &str,
        key: Hash,
        make: impl FnOnce() -> Result<Changes, E>,
    ) -> Result<Changes, E> {
        self.remembered(&format!("changes-{}", Hash::of(name.as_bytes()).short(8)), key, make)
    }

    /// Which commits of releases of the component `name` lead to which: remembered under `key`, or found.
    pub(in crate::native) fn leading<E>(
        &self,
        name: &str,
        key: Hash,
        find: impl FnOnce() -> Result<Vec<Vec<bool>>, E>,
    ) -> Result<Vec<Vec<bool>>, E> {
        self.remembered(&format!("leading-{}", Hash::of(name.as_bytes()).short(8)), key, find)
    }

    /// The value of the file `name`: remembered under `key`, or made and remembered.
    fn remembered<T: Serialize + DeserializeOwned, E>(
        &self,
        name: &str,
        key: Hash,
        make: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let file = self.folder.join("cache").join(name);
        let is_foreign = self.is_foreign();
        let known = if is_foreign { None } else { load::<(Hash, T)>(&file) };
        if let Some((_, value)) = known.filter(|(known, _)| *known == key) {
            return Ok(value);
        }
        let value = make()?;
        if let Ok(body) = postcard::to_stdvec(&(key, &value))
            && !is_foreign
        {
            self.hide();
            let mut bytes = vec![0; HASH];
            bytes.extend(body);
            write(&file, bytes);
        }
        Ok(value)
    }

    /// The file about the output folder `out`.
    fn site(&self, out: &Path) -> std::path::PathBuf {
        let out = out.canonicalize().unwrap_or_else(|_| out.to_owned());
        let name = Hash::of(out.as_os_str().as_encoded_bytes()).short(8);
        self.folder.join("cache").join(format!("site-{name}"))
    }

    /// Whether a repository has files of the cache, which then come from whoever may write to that repository.
    fn is_foreign(&self) -> bool {
        let Ok(folder) = self.folder.canonicalize() else { return false };
        let Some((clone, _)) = crate::native::clone::Clone::around(&folder) else { return false };
        let Some(within) = clone
            .work_tree
            .as_ref()
            .and_then(|root| folder.strip_prefix(root.canonicalize().ok()?).ok().map(Path::to_owned))
        else {
            return false;
        };
        let Ok(index) = git2::Index::open(&clone.git_dir.join("index")) else { return false };
        let within = within.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
        let below = format!("{within}/");
        index.iter().any(|entry| entry.path.starts_with(below.as_bytes()))
    }
}

/// The value in `file`, if the file is whole and this program's.
fn load<T: DeserializeOwned>(file: &Path) -> Option<T> {
    let bytes = checked(std::fs::read(file).ok()?)?;
    postcard::from_bytes(&bytes[HASH..]).ok()
}

/// `bytes`, if they begin with the hash of the rest and of this program.
fn checked(bytes: Vec<u8>) -> Option<Vec<u8>> {
    let (given, body) = bytes.split_at_checked(HASH)?;
    (given == seal(body).as_bytes()).then_some(bytes)
}

/// Writes `bytes` to `file`, the hash of the rest in their first place.
fn write(file: &Path, mut bytes: Vec<u8>) {
    let seal = seal(&bytes[HASH..]);
    bytes[..HASH].copy_from_slice(seal.as_bytes());
    // A folder that cannot be written costs time, not correctness.
    let _ = write_whole(file, &bytes);
}

/// The hash of `body` and of the program, in hexadecimal.
fn seal(body: &[u8]) -> String {
    Hash::of(format!("{PROGRAM} {}", Hash::of(body)).as_bytes()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::native::test::Repo;

    /// A cache in a scratch folder, with a value in it.
    fn kept(check: impl Fn(&Cache<'_>, &Path, &Last)) {
        let scratch = tempfile::tempdir().unwrap();
        let (folder, out) = (scratch.path().join(".annals"), scratch.path().join("site"));
        let cache = Cache { folder: &folder };
        let last = Last { inputs: Some(Hash::of(b"x")), ..Last::default() };
        cache.remember_last(&out, &last);
        check(&cache, &out, &last);
    }

    #[test]
    fn what_was_remembered_is_recalled_for_its_folder() {
        kept(|cache, out, last| {
            assert_eq!(cache.last(out), *last);
            assert_eq!(cache.last(&out.join("other")), Last::default());
        });
    }

    #[test]
    fn damage_and_cuts_are_not_believed() {
        kept(|cache, out, _| {
            let file = cache.site(out);
            let bytes = std::fs::read(&file).unwrap();
            for at in 0..bytes.len() {
                let mut damaged = bytes.clone();
                damaged[at] ^= 1;
                std::fs::write(&file, damaged).unwrap();
                assert_eq!(cache.last(out), Last::default(), "byte {at}");
                std::fs::write(&file, &bytes[..at]).unwrap();
                assert_eq!(cache.last(out), Last::default(), "cut at {at}");
            }
        });
    }

    #[test]
    fn another_program_is_not_believed() {
        let body = b"body";
        let mut bytes = Hash::of(format!("{} {}", "0000000000000000", Hash::of(body)).as_bytes())
            .to_string()
            .into_bytes();
        bytes.extend(body);
        assert_eq!(checked(bytes), None);
    }

    #[test]
    fn a_cache_that_came_with_a_repository_is_not_believed() {
        let scratch = tempfile::tempdir().unwrap();
        let repo = Repo::new(scratch.path());
        let folder = scratch.path().join(".annals");
        let cache = Cache { folder: &folder };
        let last = Last { inputs: Some(Hash::of(b"x")), ..Last::default() };
        cache.remember_last(&scratch.path().join("site"), &last);
        assert_eq!(cache.last(&scratch.path().join("site")), last);
        repo.git(&["add", "-f", ".annals"]);
        assert_eq!(cache.last(&scratch.path().join("site")), Last::default());
    }
}
