//! `annals.lock`: which commit of each repository the site is built from.
//!
//! Committed beside `annals.yaml`, so that a build today and one in a year are of the same texts, and so that a
//! review shows when a source moved.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use git2::Oid;
use serde::Deserialize;

use super::cache::write_whole;
use super::refs::full_id;
use crate::base::{Diagnostic, Location, RelPath, SourceName};
use crate::code;

/// The file's name in the site's folder.
pub const FILE_NAME: &str = "annals.lock";

/// The version of the format; a file of another is not guessed at.
const VERSION: u32 = 1;

/// The pins of all repositories, by source.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Lock {
    /// The pins.
    pub sources: BTreeMap<SourceName, Pin>,
}

/// The commit that a source is read at.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Pin {
    /// The address as configured, a bare name on the forge made whole.
    pub url: String,
    /// The revision as configured, if any.
    pub revision: Option<String>,
    /// Full name of the reference that the commit was found at; the commit itself where none was.
    pub reference: String,
    /// The commit.
    pub commit: Oid,
}

impl Pin {
    /// Whether this is the pin of `url` at `revision`, and not of what `annals.yaml` said earlier.
    pub fn answers(&self, url: &str, revision: Option<&str>) -> bool {
        self.url == url && self.revision.as_deref() == revision
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LockFile {
    /// See [`VERSION`].
    version: u32,
    /// Pins by source.
    #[serde(default)]
    sources: BTreeMap<String, PinEntry>,
}

/// One entry of the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PinEntry {
    /// See [`Pin::url`].
    url: String,
    /// See [`Pin::revision`].
    revision: Option<String>,
    /// See [`Pin::reference`].
    r#ref: String,
    /// Forty hexadecimal digits.
    commit: String,
}

impl Lock {
    /// Understands the file's text, or says what is wrong with it.
    pub fn parse(text: &str) -> Result<Lock, String> {
        let file: LockFile = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!("its version is {}, and this program knows version {VERSION}", file.version));
        }
        let mut lock = Lock::default();
        for (name, entry) in file.sources {
            let commit = full_id(&entry.commit)
                .ok_or_else(|| format!("`{}` of source `{name}` is no full commit id", entry.commit))?;
            let pin = Pin { url: entry.url, revision: entry.revision, reference: entry.r#ref, commit };
            lock.sources.insert(SourceName::new(&name), pin);
        }
        Ok(lock)
    }

    /// The file's text: the same for the same pins, sorted by source.
    pub fn to_text(&self) -> String {
        let mut text = String::from(
            "# Which commit of each repository the site is built from.\n\
             # Written by `annals sync`, moved by `annals sync --update`; commit this file.\n",
        );
        let _ = writeln!(text, "version: {VERSION}");
        text.push_str(if self.sources.is_empty() { "sources: {}\n" } else { "sources:\n" });
        for (name, pin) in &self.sources {
            let _ = writeln!(text, "  {}:\n    url: {}", quoted(name.as_str()), quoted(&pin.url));
            if let Some(revision) = &pin.revision {
                let _ = writeln!(text, "    revision: {}", quoted(revision));
            }
            let _ = writeln!(text, "    ref: {}\n    commit: \"{}\"", quoted(&pin.reference), pin.commit);
        }
        text
    }

    /// Reads the lock in the site's folder; nothing where there is none.
    pub fn load(root: &Path) -> Result<Option<Lock>, Diagnostic> {
        let text = match std::fs::read_to_string(root.join(FILE_NAME)) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(problem(&error.to_string())),
        };
        Lock::parse(&text).map(Some).map_err(|reason| problem(&reason))
    }

    /// Writes the lock into the site's folder, whole or not at all; leaves a file alone that says the same.
    pub fn save(&self, root: &Path) -> std::io::Result<()> {
        let file = root.join(FILE_NAME);
        let text = self.to_text();
        if std::fs::read(&file).is_ok_and(|old| old == text.as_bytes()) {
            return Ok(());
        }
        write_whole(&file, text.as_bytes())
    }
}

/// The problem of a lock that cannot be used.
fn problem(reason: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(code::LOCK, format!("`{FILE_NAME}` cannot be used: {reason}"))
        .hint("restore it from git, or delete it and run `annals sync`");
    match RelPath::new(FILE_NAME) {
        Ok(path) => diagnostic.at(Location::project(&path, None)),
        Err(_) => diagnostic,
    }
}

/// `text` as a YAML scalar in double quotes, which JSON's quoting is.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"# Which commit of each repository the site is built from.
# Written by `annals sync`, moved by `annals sync --update`; commit this file.
version: 1
sources:
  "a: b":
    url: "../x y"
    revision: "v1"
    ref: "refs/tags/v1"
    commit: "00000000000000000000000000000000000000aa"
  "minutes":
    url: "https://example.org/a/minutes"
    ref: "refs/heads/main"
    commit: "00000000000000000000000000000000000000bb"
"#;

    #[track_caller]
    fn check_refused(text: &str, part: &str) {
        let reason = Lock::parse(text).unwrap_err();
        assert!(reason.contains(part), "{reason}");
    }

    #[test]
    fn a_lock_survives_a_round_trip() {
        let lock = Lock::parse(TEXT).unwrap();
        assert_eq!(lock.to_text(), TEXT);
        assert_eq!(Lock::parse(&Lock::default().to_text()), Ok(Lock::default()));
    }

    #[test]
    fn a_damaged_lock_is_not_guessed_at() {
        check_refused(&TEXT.replace("version: 1", "version: 2"), "version is 2");
        check_refused(&TEXT.replace("00aa", ""), "no full commit id");
        check_refused(&TEXT.replace("    ref:", "    reef:"), "reef");
        check_refused("<<<<<<< ours\n", "");
    }

    #[test]
    fn a_pin_answers_what_it_was_made_for() {
        let lock = Lock::parse(TEXT).unwrap();
        let pin = &lock.sources[&SourceName::new("a: b")];
        assert!(pin.answers("../x y", Some("v1")));
        assert!(!pin.answers("../x y", None));
        assert!(!pin.answers("../z", Some("v1")));
    }
}
