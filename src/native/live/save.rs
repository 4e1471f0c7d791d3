//! The file behind a page, read and written for the editor in the browser.
//!
//! A page of this site alone may do so, with a token that no other site's page can read. What may be written is the
//! file of a document that is shown now and was read from a folder: nothing else has an address here, and none is made.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::{Live, State, secret};
use crate::base::{Hash, RelPath, SourceName, url};
use crate::native::disk;

/// Who may save, and one at a time.
#[derive(Debug, Default)]
pub(super) struct Saving {
    /// What a page has to know; nothing where nobody may save.
    pub(super) token: Option<String>,
    /// Held between the look at a file and the end of its writing.
    turn: Mutex<()>,
}

impl Saving {
    /// Saving for those who know `token`.
    pub(super) fn new(token: Option<String>) -> Saving {
        Saving { token, turn: Mutex::default() }
    }
}

/// A file as it is on the disk.
#[derive(Debug, Eq, PartialEq)]
pub(in crate::native) struct Saved {
    /// Its bytes, which are UTF-8.
    pub(in crate::native) bytes: Vec<u8>,
    /// Their name.
    pub(in crate::native) version: String,
}

/// Why a file is not read or written.
#[derive(Debug)]
pub(in crate::native) enum Refusal {
    /// Who asks does not know the token.
    Token,
    /// The page shows no file that could be written.
    NoFile,
    /// It does not say which version was opened.
    NoVersion,
    /// The file says something else than when it was opened.
    Changed(Saved),
    /// What is there, or is to be written, is no text.
    NoText,
    /// The system refused.
    Failed(String),
}

impl Live {
    /// The file that the page at `address` shows.
    pub(in crate::native) fn text(&self, address: &str, token: Option<&str>) -> Result<Saved, Refusal> {
        self.check_token(token)?;
        let (folder, path) = self.file(address).ok_or(Refusal::NoFile)?;
        read(&folder, &path)
    }

    /// Writes `bytes` to the file that the page at `address` shows, which was opened as `version`; gives the new
    /// version.
    pub(in crate::native) fn save(
        &self,
        address: &str,
        token: Option<&str>,
        version: Option<&str>,
        bytes: &[u8],
    ) -> Result<String, Refusal> {
        self.check_token(token)?;
        let version = version.ok_or(Refusal::NoVersion)?;
        if std::str::from_utf8(bytes).is_err() {
            return Err(Refusal::NoText);
        }
        let (folder, path) = self.file(address).ok_or(Refusal::NoFile)?;
        let _turn = self.saving.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let now = read(&folder, &path)?;
        if now.version != version {
            return Err(Refusal::Changed(now));
        }
        if now.bytes != bytes {
            replace(&inside(&folder, &path)?, bytes)
                .map_err(|error| Refusal::Failed(format!("cannot write `{path}`: {error}")))?;
        }
        Ok(version_of(bytes))
    }

    /// The folder and the path in it of the file that the page at `address` shows.
    fn file(&self, address: &str) -> Option<(PathBuf, RelPath)> {
        file(&*self.state()?, address)
    }

    /// Lets through who knows the token.
    fn check_token(&self, given: Option<&str>) -> Result<(), Refusal> {
        let known = self.saving.token.as_deref().zip(given);
        if known.is_some_and(|(token, given)| secret::same(token, given)) {
            Ok(())
        } else {
            Err(Refusal::Token)
        }
    }
}

/// The folder and the path in it of the file that the page at `address` shows.
fn file(state: &State, address: &str) -> Option<(PathBuf, RelPath)> {
    let page = state.session.page_at(&state.file_at(&url::decode(address.strip_prefix('/')?)?)?)?;
    let path = &state.session.record().documents.get(page.document?.0 as usize)?.path;
    let source = state.session.inputs().sources.sources.get(&path.source)?;
    let name: &SourceName = &path.source;
    Some((state.folders.get(name)?.clone(), source.file_of(&path.path).clone()))
}

/// What the file at `path` says.
fn read(folder: &Path, path: &RelPath) -> Result<Saved, Refusal> {
    inside(folder, path)?;
    let bytes = disk::read(folder, path)
        .map_err(|error| Refusal::Failed(format!("cannot read `{path}`: {error}")))?;
    match std::str::from_utf8(&bytes) {
        Ok(_) => Ok(Saved { version: version_of(&bytes), bytes }),
        Err(_) => Err(Refusal::NoText),
    }
}

/// The name of the version that `bytes` are.
fn version_of(bytes: &[u8]) -> String {
    Hash::of(bytes).short(32)
}

/// Where the file at `path` is, if no symbolic link leads out of `folder` on the way, or is the file itself.
fn inside(folder: &Path, path: &RelPath) -> Result<PathBuf, Refusal> {
    let failed = |error: io::Error| Refusal::Failed(format!("cannot find `{path}`: {error}"));
    let folder = folder.canonicalize().map_err(failed)?;
    let file = folder.join(path.as_str());
    let is_same = file.canonicalize().map_err(failed)? == file;
    if is_same { Ok(file) } else { Err(Refusal::NoFile) }
}

/// Puts `bytes` in the place of `file`, which at every moment is the old or the new one.
fn replace(file: &Path, bytes: &[u8]) -> io::Result<()> {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let random = secret::make().map_err(io::Error::other)?;
    // Names like this are those of editors, and nobody takes them for texts.
    let staged = file.with_file_name(format!(".{name}.{random}~"));
    let written =
        write(&staged, bytes, fs::metadata(file)?.permissions()).and_then(|()| fs::rename(&staged, file));
    if written.is_err() {
        // It may not have come into being.
        let _ = fs::remove_file(&staged);
    }
    written
}

/// Writes a new file.
fn write(file: &Path, bytes: &[u8], permissions: fs::Permissions) -> io::Result<()> {
    let mut opened = OpenOptions::new().write(true).create_new(true).open(file)?;
    opened.write_all(bytes)?;
    opened.set_permissions(permissions)?;
    opened.sync_all()
}
