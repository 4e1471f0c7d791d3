//! The bytes of pictures and other files, which are read only when the site is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use git2::Oid;

use super::disk;
use super::objects::Objects;
use crate::base::{RelPath, SourceName, SourcePath};

/// Gives the bytes of every [`crate::source::File::Asset`] of the set it was read with; for any number of threads.
#[derive(Debug, Default)]
pub struct Assets {
    /// Where each source keeps them.
    places: BTreeMap<SourceName, AssetPlace>,
}

/// Where a source's assets are.
#[derive(Debug)]
pub(super) enum AssetPlace {
    /// In this folder.
    Disk(PathBuf, BTreeSet<RelPath>),
    /// In an object database.
    Objects(Arc<Objects>, BTreeMap<RelPath, Oid>),
}

/// Why an asset's bytes cannot be had.
#[derive(Debug)]
pub struct AssetError {
    /// Which asset.
    pub path: SourcePath,
    /// Why: lower case, no full stop.
    pub reason: String,
}

impl fmt::Display for AssetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` cannot be read: {}", self.path, self.reason)
    }
}

impl std::error::Error for AssetError {}

impl Assets {
    /// Adds what `source` has.
    pub(super) fn insert(&mut self, source: SourceName, place: AssetPlace) {
        self.places.insert(source, place);
    }

    /// The bytes of the asset at `path`. A file that was not read as an asset has none, whatever lies on the disk.
    pub fn bytes(&self, path: &SourcePath) -> Result<Vec<u8>, AssetError> {
        let failed = |reason: String| AssetError { path: path.clone(), reason };
        let unknown = || failed("its source has no such asset".to_owned());
        match self.places.get(&path.source).ok_or_else(unknown)? {
            AssetPlace::Disk(folder, known) => {
                let known = known.get(&path.path).ok_or_else(unknown)?;
                disk::read(folder, known).map_err(|error| failed(error.to_string()))
            }
            AssetPlace::Objects(objects, known) => {
                let id = *known.get(&path.path).ok_or_else(unknown)?;
                objects.blob(id).map_err(|error| failed(error.message().to_owned()))
            }
        }
    }
}
