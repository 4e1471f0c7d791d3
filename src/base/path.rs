//! Names of files, on the way in and on the way out.
//!
//! The core has no `std::path`: a path here is text with `/` between its segments, the same on every machine,
//! and its type says that it cannot leave its root.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Why a text is no path inside a root.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub enum PathError {
    /// The text names no file at all.
    Empty,
    /// The path begins with `/` or a drive letter.
    Absolute,
    /// The path leads out of its root with `..`.
    Escapes,
    /// A segment is empty or `.`.
    NotNormal,
    /// The path holds a NUL, a line break or a backslash.
    BadCharacter(char),
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PathError::Empty => write!(f, "path is empty"),
            PathError::Absolute => write!(f, "path is absolute"),
            PathError::Escapes => write!(f, "path leads out of its root"),
            PathError::NotNormal => write!(f, "path has an empty or `.` segment"),
            PathError::BadCharacter(c) => write!(f, "path holds the character {c:?}"),
        }
    }
}

impl std::error::Error for PathError {}

/// A file's path inside its source: segments joined by `/`, none of them empty, `.` or `..`.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// Takes `path` as it stands, or says why it is no path inside a root.
    pub fn new(path: &str) -> Result<RelPath, PathError> {
        if path.is_empty() {
            return Err(PathError::Empty);
        }
        if let Some(bad) = path.chars().find(|c| matches!(c, '\0' | '\n' | '\r' | '\\')) {
            return Err(PathError::BadCharacter(bad));
        }
        let has_drive = path.as_bytes().get(1) == Some(&b':') && path.as_bytes()[0].is_ascii_alphabetic();
        if path.starts_with('/') || has_drive {
            return Err(PathError::Absolute);
        }
        for segment in path.split('/') {
            match segment {
                "" | "." => return Err(PathError::NotNormal),
                ".." => return Err(PathError::Escapes),
                _ => {}
            }
        }
        Ok(RelPath(path.into()))
    }

    /// The path that `reference` means in the folder `folder` (`""` is the root): `.` and `..` are worked off
    /// as in RFC 3986 section 5.2.4, except that a `..` above the root is an error, not ignored.
    ///
    /// A reference that begins with `/` counts from the root.
    pub fn resolve(folder: &str, reference: &str) -> Result<RelPath, PathError> {
        let (folder, reference) = match reference.strip_prefix('/') {
            Some(from_root) => ("", from_root),
            None => (folder, reference),
        };
        let mut segments: Vec<&str> = Vec::new();
        for segment in folder.split('/').chain(reference.split('/')) {
            match segment {
                "" | "." => {}
                ".." => drop(segments.pop().ok_or(PathError::Escapes)?),
                _ => segments.push(segment),
            }
        }
        RelPath::new(&segments.join("/"))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder that holds the file, `""` for the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last segment.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last segment without its extension; `.gitignore` is all stem.
    pub fn stem(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, _)) if !stem.is_empty() => stem,
            _ => self.file_name(),
        }
    }

    /// What follows the last dot of the file name, as written, or `""`.
    pub fn extension(&self) -> &str {
        match self.file_name().rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension,
            _ => "",
        }
    }

    /// The path without the extension of its file name: `iaas/20230920.md` is `iaas/20230920`.
    pub fn without_extension(&self) -> &str {
        match self.extension() {
            "" => &self.0,
            extension => &self.0[..self.0.len() - extension.len() - 1],
        }
    }

    /// The segments from the root downwards.
    pub fn segments(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// Whether the file name ends in `.md` or `.markdown`, in any letter case.
    pub fn is_markdown(&self) -> bool {
        ["md", "markdown"].iter().any(|known| self.extension().eq_ignore_ascii_case(known))
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl std::borrow::Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// The name of a source in `annals.yaml`, or the one Annals gave it.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct SourceName(Arc<str>);

impl SourceName {
    /// The source called `name`.
    pub fn new(name: &str) -> SourceName {
        SourceName(name.into())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourceName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", &*self.0)
    }
}

impl std::borrow::Borrow<str> for SourceName {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// One file of one source, written `minutes:iaas/20230920.md`.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct SourcePath {
    /// The source that holds the file.
    pub source: SourceName,
    /// Where in the source it is.
    pub path: RelPath,
}

impl SourcePath {
    /// The file `path` of `source`.
    pub fn new(source: &SourceName, path: &RelPath) -> SourcePath {
        SourcePath { source: source.clone(), path: path.clone() }
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.source, self.path)
    }
}

/// A path is written down as its text, and checked again when it is read.
macro_rules! as_text {
    ($type:ident, $read:expr) => {
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<$type, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
                $read(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}

as_text!(RelPath, RelPath::new);
as_text!(OutPath, OutPath::new);
as_text!(SourceName, |name: &str| Ok::<_, PathError>(SourceName::new(name)));

/// A file of the site, relative to the output folder: `minutes/iaas/20230920/index.html`.
#[derive(Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct OutPath(RelPath);

impl OutPath {
    /// Takes `path` as it stands, or says why it would not stay inside the output folder.
    pub fn new(path: &str) -> Result<OutPath, PathError> {
        RelPath::new(path).map(OutPath)
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The path's segments and names.
    pub fn rel(&self) -> &RelPath {
        &self.0
    }
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_new(path: &str, expected: Result<&str, PathError>) {
        assert_eq!(RelPath::new(path).as_ref().map(RelPath::as_str), expected.as_ref().copied(), "{path:?}");
    }

    #[track_caller]
    fn check_resolve(folder: &str, reference: &str, expected: Result<&str, PathError>) {
        let resolved = RelPath::resolve(folder, reference);
        assert_eq!(
            resolved.as_ref().map(RelPath::as_str),
            expected.as_ref().copied(),
            "{folder} + {reference}"
        );
    }

    #[test]
    fn only_paths_inside_the_root_are_paths() {
        check_new("iaas/20230920.md", Ok("iaas/20230920.md"));
        check_new("", Err(PathError::Empty));
        check_new("/etc/passwd", Err(PathError::Absolute));
        check_new("C:/x", Err(PathError::Absolute));
        check_new("a/../b", Err(PathError::Escapes));
        check_new("a//b", Err(PathError::NotNormal));
        check_new("./a", Err(PathError::NotNormal));
        check_new("a\\b", Err(PathError::BadCharacter('\\')));
    }

    #[test]
    fn a_reference_is_resolved_in_its_folder() {
        check_resolve("iaas", "20230927.md", Ok("iaas/20230927.md"));
        check_resolve("iaas", "../ops/x.md", Ok("ops/x.md"));
        check_resolve("iaas", "/ops/./x.md", Ok("ops/x.md"));
        check_resolve("", "../x.md", Err(PathError::Escapes));
        check_resolve("a", "..", Err(PathError::Empty));
    }

    #[test]
    fn names_fall_into_parts() {
        let path = RelPath::new("a/b.c/README.draft.md").unwrap();
        assert_eq!(
            (path.folder(), path.file_name(), path.stem(), path.extension(), path.without_extension()),
            ("a/b.c", "README.draft.md", "README.draft", "md", "a/b.c/README.draft")
        );
        let hidden = RelPath::new(".gitignore").unwrap();
        assert_eq!(
            (hidden.stem(), hidden.extension(), hidden.without_extension()),
            (".gitignore", "", ".gitignore")
        );
    }
}
