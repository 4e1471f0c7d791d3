//! How release notes are understood.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::date::DateRule;
use super::minutes::default_dates;
use super::pattern::Fields;
use super::{DatePlace, IdPlace, Pattern};
use crate::base::RelPath;

/// How the release notes of a source are understood.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct ReleasesConfig {
    /// Patterns of the notes' file names, with the fields that `name` and `version` use; the first that
    /// matches counts. A file that none matches is a page.
    pub files: Vec<Pattern>,
    /// Where else the id of a release stands than in a file's name, and its pattern.
    pub id: Option<Pattern>,
    /// Where that is.
    pub id_place: IdPlace,
    /// Keys of the front matter that state the days between which a release collected what it holds, where that is
    /// not the time since the release before.
    pub window: Option<(String, String)>,
    /// How a release is called: `R{n}`.
    pub name: Pattern,
    /// Its version: `v{n+1}.0.0`.
    pub version: Pattern,
    /// Repositories whose commits belong to a release.
    pub components: Vec<String>,
    /// Where the date of a release stands; the first place with a date wins.
    pub dates: Vec<DateRule>,
}

/// How the names of drafts end.
const DRAFT: &str = ".draft.md";

/// The folder beside notes in which each change of the next release is told in a file of its own.
pub const FRAGMENTS: &str = "next";

/// What the name of a file of notes says.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct ReleaseName {
    /// What the pattern found.
    pub fields: Fields,
    /// `R6`.
    pub name: String,
    /// `v7.0.0`.
    pub version: Option<String>,
}

/// The defaults, made once: their expressions take longer to compile than a configuration takes to read.
static DEFAULT: LazyLock<ReleasesConfig> = LazyLock::new(ReleasesConfig::standard);

impl Default for ReleasesConfig {
    fn default() -> ReleasesConfig {
        DEFAULT.clone()
    }
}

impl ReleasesConfig {
    /// What is understood without configuration.
    fn standard() -> ReleasesConfig {
        ReleasesConfig {
            files: vec![
                Pattern::known("R{n}.md"),
                Pattern::known("Release{n}.md"),
                Pattern::known("[v]{version}.md"),
            ],
            id: None,
            id_place: IdPlace::Name,
            window: None,
            name: Pattern::known("[R{n}][v{version}]"),
            version: Pattern::known("[v{version}]"),
            components: Vec::new(),
            dates: default_release_dates(),
        }
    }
}

/// Front matter, a labelled line, the head of the notes.
pub(super) fn default_release_dates() -> Vec<DateRule> {
    let labelled = ["(Release Date: {date})", "Release Date: {date}", "Released: {date}", "Date: {date}"];
    let labelled = labelled.map(|format| DateRule::known(DatePlace::Body, Some(format)));
    default_dates().into_iter().rev().take(2).chain(labelled).collect()
}

impl ReleasesConfig {
    /// What release the notes at `path` are of; nothing for a file whose name is no release's.
    pub fn release(&self, path: &RelPath) -> Option<ReleaseName> {
        let fields = self.files.iter().find_map(|pattern| pattern.matches_path(path))?;
        Some(self.named(fields, path))
    }

    /// The release with these fields, whose notes are at `path`.
    pub fn named(&self, fields: Fields, path: &RelPath) -> ReleaseName {
        let name = self.name.format(&fields).filter(|name| !name.is_empty());
        let name = name.unwrap_or_else(|| path.stem().to_owned());
        let version = self.version.format(&fields).filter(|version| !version.is_empty());
        ReleaseName { fields, name, version }
    }

    /// The file beside `notes` that keeps the draft as it was generated last: `.R8.draft.md`.
    pub fn draft_of(notes: &RelPath) -> Option<RelPath> {
        RelPath::resolve(notes.folder(), &format!(".{}{DRAFT}", notes.stem())).ok()
    }

    /// Whether the file at `path` is called as a draft beside notes is.
    pub fn is_draft(path: &RelPath) -> bool {
        path.file_name()
            .strip_prefix('.')
            .is_some_and(|name| name.len() > DRAFT.len() && name.ends_with(DRAFT))
    }

    /// Whether the file at `path` is a note fragment.
    pub fn is_fragment(path: &RelPath) -> bool {
        path.folder() == FRAGMENTS
            && path.is_markdown()
            && !path.stem().eq_ignore_ascii_case("README")
            && !path.file_name().starts_with('.')
    }

    /// The file of the notes of the release called `id`: the name turned round.
    pub fn file_of(&self, id: &str) -> Option<RelPath> {
        let fields = self.name.matches(id).or_else(|| self.version.matches(id))?;
        let mut paths = self.files.iter().filter_map(|pattern| RelPath::new(&pattern.format(&fields)?).ok());
        paths.find(|path| {
            let release = self.release(path);
            release.is_some_and(|release| release.name == id || release.version.as_deref() == Some(id))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(config: &ReleasesConfig, id: &str, expected: Option<&str>) {
        assert_eq!(config.file_of(id).as_ref().map(RelPath::as_str), expected, "{id}");
    }

    #[test]
    fn a_draft_lies_beside_its_notes() {
        for (notes, draft) in [("R8.md", ".R8.draft.md"), ("a/v1.2.3.md", "a/.v1.2.3.draft.md")] {
            let found = ReleasesConfig::draft_of(&RelPath::new(notes).unwrap()).unwrap();
            assert_eq!(found.as_str(), draft);
            assert!(ReleasesConfig::is_draft(&found));
        }
        for other in ["R8.draft.md", ".draft.md", ".R8.md"] {
            assert!(!ReleasesConfig::is_draft(&RelPath::new(other).unwrap()), "{other}");
        }
    }

    #[test]
    fn a_fragment_lies_in_its_folder() {
        assert!(ReleasesConfig::is_fragment(&RelPath::new("next/lists.md").unwrap()));
        for other in [
            "lists.md",
            "next/README.md",
            "next/lists.txt",
            "next/a/lists.md",
            "a/next/lists.md",
            "next/.a.md",
        ] {
            assert!(!ReleasesConfig::is_fragment(&RelPath::new(other).unwrap()), "{other}");
        }
    }

    #[test]
    fn a_release_has_a_file() {
        let usual = ReleasesConfig::default();
        check(&usual, "R8", Some("R8.md"));
        check(&usual, "v1.2.3", Some("v1.2.3.md"));
        check(&usual, "the next one", None);
        let own = ReleasesConfig {
            files: vec![Pattern::known("Release{n}.md")],
            name: Pattern::known("R{n}"),
            version: Pattern::known("v{n+1}.0.0"),
            ..usual
        };
        check(&own, "R8", Some("Release8.md"));
        check(&own, "v9.0.0", Some("Release8.md"));
        check(&own, "8", None);
    }
}
