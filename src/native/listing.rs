//! What lies in a source's folder, on the disk or in a commit, before anything is chosen or read.

use crate::base::{PathError, RelPath};

/// One entry of a listing; paths are relative to the source's folder.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) enum Listed<K> {
    /// A file, with the key to its bytes: its blob, or nothing where the path is enough.
    File(RelPath, K),
    /// A symbolic link.
    Symlink(RelPath, K),
    /// A submodule, or the top folder of another repository.
    Submodule(RelPath),
    /// A path that cannot be one of the site's, as text as far as it is text, and why.
    Unusable(String, PathError),
    /// A folder that cannot be listed, and why.
    Unreadable(String, String),
}

/// The path written as `bytes`, or what can be shown of it and why it is none.
pub(super) fn rel_path(bytes: &[u8]) -> Result<RelPath, (String, PathError)> {
    match std::str::from_utf8(bytes) {
        Ok(text) => RelPath::new(text).map_err(|error| (text.to_owned(), error)),
        Err(_) => {
            let shown = String::from_utf8_lossy(bytes).into_owned();
            Err((shown, PathError::BadCharacter(char::REPLACEMENT_CHARACTER)))
        }
    }
}
