//! The bytes of pictures and other files, which are read only when the site is written.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use git2::Oid;

use super::disk;
use super::objects::Objects;
use crate::base::{Diagnostic, Location, RelPath, SourceName, SourcePath};
use crate::code;
use crate::document::drawing;
use crate::site::{Content, Site};

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
    Objects(Objects, BTreeMap<RelPath, Oid>),
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

/// Whether browsers take the file at `path` for SVG.
fn is_drawing(path: &SourcePath) -> bool {
    path.path.extension().eq_ignore_ascii_case("svg")
}

impl Assets {
    /// Adds what `source` has.
    pub(super) fn insert(&mut self, source: SourceName, place: AssetPlace) {
        self.places.insert(source, place);
    }

    /// What is published of the asset at `path`: its bytes, or the drawing that it is without what could run.
    ///
    /// A file that was not read as an asset has none, whatever lies on the disk.
    pub fn bytes(&self, path: &SourcePath) -> Result<Vec<u8>, AssetError> {
        let bytes = self.raw(path)?;
        Ok(if is_drawing(path) { drawing::clean(&bytes).svg.into_bytes() } else { bytes })
    }

    /// What drawings among the files of `site` lose; one that cannot be read is told when it is written.
    pub(super) fn losses(&self, site: &Site) -> Vec<Diagnostic> {
        let copies = site.files.values().filter_map(|content| match content {
            Content::Copy(path) if is_drawing(path) => Some(path),
            _ => None,
        });
        let cleaned = copies.filter_map(|path| Some((path, drawing::clean(&self.raw(path).ok()?))));
        let told = cleaned.filter(|(_, drawing)| !drawing.dropped.is_empty()).map(|(path, drawing)| {
            let dropped: Vec<String> = drawing.dropped.into_iter().collect();
            let message = format!("`{}` is published without {}", path.path, dropped.join(", "));
            Diagnostic::advice(code::CLEANED_DRAWING, message)
                .at(Location::file(path))
                .hint("export the drawing as plain SVG, with text as text, or as PNG")
        });
        told.collect()
    }

    /// The bytes of the file at `path` as the source has them.
    fn raw(&self, path: &SourcePath) -> Result<Vec<u8>, AssetError> {
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
