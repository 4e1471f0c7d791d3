//! Globs on the paths of a source's files.

use std::fmt;
use std::sync::{Arc, OnceLock};

use globset::{GlobBuilder, GlobMatcher};
use serde::{Deserialize, Serialize};

use crate::base::RelPath;

/// A glob as in `.gitignore`: without a `/` it matches the file name in any folder, with one the whole path.
///
/// `*` and `?` stay inside a folder, `**` crosses folders, `{a,b}` is either.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Glob {
    /// As written.
    text: String,
    /// What is written, understood.
    glob: globset::Glob,
    /// Matches a file name or a path; made when it is first asked, because most are asked about few files or none.
    matcher: Arc<OnceLock<GlobMatcher>>,
}

impl Glob {
    /// Reads a glob, or says what is wrong with it.
    pub fn new(text: &str) -> Result<Glob, String> {
        let pattern = text.strip_prefix('/').unwrap_or(text);
        let glob = GlobBuilder::new(pattern).literal_separator(true).build();
        match glob {
            Ok(glob) => Ok(Glob { text: text.to_owned(), glob, matcher: Arc::default() }),
            Err(error) => Err(error.kind().to_string()),
        }
    }

    /// As written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether the glob chooses the file `path`.
    pub fn matches(&self, path: &RelPath) -> bool {
        self.matcher().is_match(if self.text.contains('/') { path.as_str() } else { path.file_name() })
    }

    /// Whether the glob matches `name`, which is no path.
    pub fn matches_name(&self, name: &str) -> bool {
        self.matcher().is_match(name)
    }

    /// What matches.
    fn matcher(&self) -> &GlobMatcher {
        self.matcher.get_or_init(|| self.glob.compile_matcher())
    }
}

impl PartialEq for Glob {
    fn eq(&self, other: &Glob) -> bool {
        self.text == other.text
    }
}

impl Eq for Glob {}

impl TryFrom<String> for Glob {
    type Error = String;

    fn try_from(text: String) -> Result<Glob, String> {
        Glob::new(&text)
    }
}

impl From<Glob> for String {
    fn from(written: Glob) -> String {
        written.text
    }
}

impl fmt::Debug for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)
    }
}
