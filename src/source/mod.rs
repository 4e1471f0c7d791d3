//! Stage 1: what was read.
//!
//! The edge reads directories and repositories into a [`SourceSet`]: bytes by path, with what git knows of each
//! file. From here on nobody asks where bytes came from.

pub mod choice;
pub mod component;
pub mod config;
pub mod history;
pub mod items;
pub mod mask;
pub mod remote;
#[cfg(test)]
pub(crate) mod test;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use self::config::{ReleaseName, ReleasesConfig};
use crate::base::{Hash, RelPath, SourceName, SourcePath, Span};
pub use choice::{Choice, Role};
pub use component::Component;
pub use config::{Config, Kind, SourceConfig};
pub use history::{Change, FileHistory, History};
pub use remote::{Remote, RemoteError};

/// All sources of a site, by name, and what helps to read them.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SourceSet {
    /// The sources.
    pub sources: BTreeMap<SourceName, Source>,
    /// The modules of plugins that could be read, by the name of the plugin.
    pub modules: BTreeMap<String, Arc<[u8]>>,
    /// What the commits and tags of the repositories tell that belong to releases.
    pub components: Arc<Vec<Component>>,
}

impl SourceSet {
    /// The file at `path`, if its source chose it.
    pub fn file(&self, path: &SourcePath) -> Option<&File> {
        self.sources.get(&path.source)?.files.get(&path.path)
    }

    /// The draft beside the notes of a release, as it was generated last.
    pub fn draft(&self, notes: &SourcePath) -> Option<&str> {
        let draft = SourcePath::new(&notes.source, &ReleasesConfig::draft_of(&notes.path)?);
        match self.file(&draft)? {
            File::Data(text) => Some(&text.text),
            File::Text(_) | File::Asset => None,
        }
    }
}

/// One repository at a revision, or one directory, and the files chosen from it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    /// What `annals.yaml` says of it.
    pub config: Arc<SourceConfig>,
    /// The repository's page on its forge, without a final slash: `https://github.com/SovereignCloudStack/minutes`.
    pub forge: Option<String>,
    /// The branch that edit links name.
    pub branch: Option<String>,
    /// The commit that was read, in full hexadecimal; nothing for a directory outside git.
    pub commit: Option<String>,
    /// Folder of this source within its repository, `""` for the root: `content` for our own pages.
    pub folder: String,
    /// The chosen files, by path below `folder`.
    pub files: BTreeMap<RelPath, File>,
    /// Every other file that exists in the repository below `folder`: a link to one of these leads to the forge.
    pub others: BTreeSet<RelPath>,
    /// What git knows of the files.
    pub history: History,
    /// Those of `files` that are parts of another one.
    pub excerpts: BTreeMap<RelPath, Excerpt>,
}

impl Source {
    /// The file that the text at `path` stands in: itself, or the one that it is a part of.
    pub fn file_of<'a>(&'a self, path: &'a RelPath) -> &'a RelPath {
        self.excerpts.get(path).map_or(path, |excerpt| &excerpt.file)
    }

    /// What release the notes at `path` are of; nothing for a file whose name is no release's.
    pub fn release(&self, path: &RelPath) -> Option<ReleaseName> {
        let releases = &self.config.releases;
        match self.excerpts.get(path) {
            Some(part) => Some(releases.named(releases.id.as_ref()?.matches(&part.id)?, path)),
            None => releases.release(path),
        }
    }

    /// The text at `path`, if it is what its file says to the last byte.
    ///
    /// A part of a file is not, nor a text in which something was masked or that was not UTF-8: whoever edited one of
    /// these would write something else back than what was there.
    pub fn whole_text(&self, path: &RelPath) -> Option<&Arc<Text>> {
        match self.files.get(path)? {
            File::Text(text) if !self.excerpts.contains_key(path) => {
                (text.valid && Hash::of(text.text.as_bytes()) == text.hash).then_some(text)
            }
            _ => None,
        }
    }
}

/// A part of a file that is a document of its own: a section of a changelog, a row of a table.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Excerpt {
    /// The file.
    pub file: RelPath,
    /// Where in the file it begins: its heading, its row.
    pub span: Span,
    /// The words with its id.
    pub id: String,
    /// The heading of a section, the heading above a row.
    pub heading: String,
    /// The cells of a row by the heads of their columns.
    pub columns: BTreeMap<String, String>,
}

/// One chosen file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum File {
    /// A text that becomes a document.
    Text(Arc<Text>),
    /// A file beside a text that says what that is; it may be shown like an asset.
    Data(Arc<Text>),
    /// A picture or another file that is copied as it is; the edge holds its bytes.
    Asset,
}

/// The decoded text of one file.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// The text as in the file, a byte order mark included; what was not UTF-8 is U+FFFD.
    pub text: String,
    /// Hash of the bytes on disk.
    pub hash: Hash,
    /// Whether the bytes were UTF-8 throughout.
    pub valid: bool,
}

impl Text {
    /// Decodes `bytes` as UTF-8.
    pub fn decode(bytes: Vec<u8>) -> Text {
        let hash = Hash::of(&bytes);
        match String::from_utf8(bytes) {
            Ok(text) => Text { text, hash, valid: true },
            Err(error) => {
                Text { text: String::from_utf8_lossy(error.as_bytes()).into_owned(), hash, valid: false }
            }
        }
    }
}
