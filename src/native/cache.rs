//! Where fetched repositories and remembered walks lie: `.annals` in the site's folder.
//!
//! Everything in it can be deleted at any time; `annals sync` and the next build bring it back.

mod store;

use std::path::{Path, PathBuf};

use crate::base::Hash;
pub(super) use store::{Last, Stamp, Stored, Texts};

/// The cache folder.
#[derive(Debug, Copy, Clone)]
pub(super) struct Cache<'a> {
    /// The folder itself.
    pub(super) folder: &'a Path,
}

impl Cache<'_> {
    /// The bare repository that holds what was fetched from `address`: `git/minutes-1a2b3c4d`.
    ///
    /// Named for the address and not for the source: two sources of one repository share it, and after a change
    /// of address nothing of the old repository is taken for the new one's.
    pub(super) fn repository(&self, address: &str) -> PathBuf {
        let last = address.trim_end_matches('/').rsplit(['/', ':', '\\']).next().unwrap_or_default();
        let stem = last.strip_suffix(".git").unwrap_or(last);
        let is_plain = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let name: String = stem.chars().filter(is_plain).take(40).collect();
        self.folder.join("git").join(format!("{name}-{}", Hash::of(address.as_bytes()).short(8)))
    }

    /// Keeps the folder out of the site's own repository; called before anything is put into it.
    pub(super) fn hide(&self) {
        let file = self.folder.join(".gitignore");
        if !file.exists() {
            // A folder that cannot be written costs time, not correctness.
            let _ = write_whole(&file, b"*\n");
        }
    }

    /// The file that remembers the walk called `key`.
    pub(super) fn history(&self, key: Hash) -> PathBuf {
        self.folder.join("history").join(format!("{}.json", key.short(32)))
    }
}

/// Writes `bytes` to `file` so that whoever reads it, at whatever moment, finds either the old bytes or the new.
pub(super) fn write_whole(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!(".{name}.{}", std::process::id()));
    let written = std::fs::write(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, file));
    if written.is_err() {
        // Nothing more can be done about a stray file than to try.
        let _ = std::fs::remove_file(&temporary);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cache_is_no_part_of_the_sites_repository() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(".annals");
        Cache { folder: &folder }.hide();
        assert_eq!(std::fs::read_to_string(folder.join(".gitignore")).unwrap(), "*\n");
    }
}
