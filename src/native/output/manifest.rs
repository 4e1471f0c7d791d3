//! The list of files that Annals wrote into an output folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use crate::base::{Hash, OutPath};

/// Name of the manifest in the output folder.
pub(super) const NAME: &str = ".annals-output";

/// First line of every manifest.
const HEADING: &str = "files that Annals wrote here, and may replace or delete; keep this list beside them";

/// Paths with the hashes of the bytes that Annals wrote there.
///
/// A path has two hashes while a build is under way: of its old bytes and of its new ones.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Manifest {
    files: BTreeMap<OutPath, BTreeSet<String>>,
}

impl Manifest {
    /// The manifest of a folder that holds these files.
    pub(super) fn of(files: impl IntoIterator<Item = (OutPath, Hash)>) -> Manifest {
        let files = files.into_iter().map(|(path, hash)| (path, BTreeSet::from([hash.to_string()])));
        Manifest { files: files.collect() }
    }

    /// Reads the manifest of the folder `out`; a folder without one has an empty manifest.
    ///
    /// A line that is no entry is passed over: the file it may have named is then foreign, and is not touched.
    pub(super) fn read(out: &Path) -> io::Result<Manifest> {
        let text = match fs::read(out.join(NAME)) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            Err(error) => return Err(error),
        };
        let mut manifest = Manifest::default();
        for line in text.lines().skip(1) {
            let Some((hash, path)) = line.split_once(' ') else { continue };
            let Ok(path) = OutPath::new(path) else { continue };
            manifest.files.entry(path).or_default().insert(hash.to_owned());
        }
        Ok(manifest)
    }

    /// Writes the manifest into the folder `out`, whole or not at all.
    pub(super) fn write(&self, out: &Path) -> io::Result<()> {
        let mut text = format!("{HEADING}\n");
        for (path, hashes) in &self.files {
            for hash in hashes {
                text.push_str(&format!("{hash} {path}\n"));
            }
        }
        let staged = out.join(super::STAGING).join("manifest");
        fs::write(&staged, text)?;
        fs::rename(&staged, out.join(NAME))
    }

    /// What either manifest lists.
    pub(super) fn union(&self, other: &Manifest) -> Manifest {
        let mut files = self.files.clone();
        for (path, hashes) in &other.files {
            files.entry(path.clone()).or_default().extend(hashes.iter().cloned());
        }
        Manifest { files }
    }

    /// Lists `path` as `old` lists it, if it does.
    pub(super) fn keep(&mut self, path: &OutPath, old: &Manifest) {
        if let Some(hashes) = old.files.get(path) {
            self.files.insert(path.clone(), hashes.clone());
        }
    }

    /// Whether a file at `path` is listed.
    pub(super) fn contains(&self, path: &OutPath) -> bool {
        self.files.contains_key(path)
    }

    /// Whether Annals wrote bytes with this hash to `path`.
    pub(super) fn knows(&self, path: &OutPath, hash: Hash) -> bool {
        self.files.get(path).is_some_and(|hashes| hashes.contains(&hash.to_string()))
    }

    /// All paths in order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &OutPath> {
        self.files.keys()
    }
}
