//! Which files of a source are its documents, which may be published with them, and which merely exist.
//!
//! The globs of `annals.yaml` choose documents, and documents are Markdown. The pictures they show need no glob:
//! any publishable file of the source may be shown, wherever it lies, and one that no page shows is not copied.

use super::config::{Glob, Metadata, ReleasesConfig, ScopesConfig};
use super::{Kind, SourceConfig};
use crate::base::{Diagnostic, RelPath, Warned};
use crate::code;

/// Extensions of files that a page may show or offer.
///
/// Pictures, recordings, papers and data. HTML, scripts and style sheets are not among them: a file from a source
/// would run on the site's own origin.
const PUBLISHABLE: &[&str] = &[
    "apng", "avif", "bmp", "csv", "drawio", "gif", "ico", "jpeg", "jpg", "json", "m4a", "mp3", "mp4", "odp",
    "ods", "odt", "ogg", "pdf", "png", "pptx", "svg", "toml", "tsv", "txt", "wav", "webm", "webp", "yaml",
    "yml",
];

/// What a file is to its source.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub enum Role {
    /// A Markdown file, a scope, or a file that a plugin reads, which becomes a document.
    Text,
    /// A file that says what the document beside it is, or is to be.
    Data,
    /// A file that a page may show.
    Asset,
    /// A file that exists: a link to it leads to the forge.
    Other,
}

/// The globs of one source, ready to be asked.
#[derive(Debug, Clone)]
pub struct Choice {
    /// What is included; nothing means every Markdown file.
    include: Option<Vec<Glob>>,
    /// What is excluded, pictures too.
    exclude: Vec<Glob>,
    /// Other files than Markdown that become documents.
    formats: Vec<Glob>,
    /// What standards say of themselves, if the source has any.
    metadata: Option<Metadata>,
    /// Whether its documents are notes, beside which drafts and fragments lie.
    has_notes: bool,
    /// Which files say what a certificate requires.
    scopes: ScopesConfig,
}

impl Choice {
    /// Makes the choice that `source` describes; a glob that cannot be read is reported and chooses nothing.
    pub fn new(source: &SourceConfig) -> Warned<Choice> {
        let mut diagnostics = Vec::new();
        let mut globs = |key: &str, patterns: &[String]| -> Vec<Glob> {
            let mut globs = Vec::new();
            for pattern in patterns {
                match Glob::new(pattern) {
                    Ok(glob) => globs.push(glob),
                    Err(reason) => diagnostics.push(Diagnostic::error(
                        code::CONFIGURATION,
                        format!("`{pattern}` in `{key}` of source `{}` is no glob: {reason}", source.name),
                    )),
                }
            }
            globs
        };
        let include = globs("include", &source.include);
        let exclude = globs("exclude", &source.exclude);
        let include = (!source.include.is_empty()).then_some(include);
        let metadata = (source.kind == Kind::Standards).then(|| source.standards.metadata.clone());
        let has_notes = source.kind == Kind::Releases;
        let (scopes, formats) = (source.standards.scopes.clone(), source.formats.clone());
        let choice = Choice { include, exclude, formats, metadata, has_notes, scopes };
        Warned { value: choice, diagnostics }
    }

    /// What the file at `path`, relative to the source's folder, is to the source.
    pub fn role(&self, path: &RelPath) -> Role {
        let includes = self.include.as_deref().unwrap_or_default();
        let is_named = |glob: &Glob| is_hidden(glob.as_str()) && glob.matches(path);
        let is_excluded = self.exclude.iter().any(|glob| glob.matches(path));
        let is_draft = !is_excluded && !is_hidden(path.folder()) && ReleasesConfig::is_draft(path);
        if self.has_notes && (is_draft || ReleasesConfig::is_fragment(path)) {
            Role::Data
        } else if is_excluded || (is_hidden(path.as_str()) && !includes.iter().any(is_named)) {
            Role::Other
        } else if path.is_markdown() {
            let included = self.include.is_none() || includes.iter().any(|glob| glob.matches(path));
            if included { Role::Text } else { Role::Other }
        } else if self.scopes.is_scope(path) || self.formats.iter().any(|glob| glob.matches(path)) {
            Role::Text
        } else if self.metadata.as_ref().is_some_and(|metadata| metadata.is_sidecar(path)) {
            Role::Data
        } else if is_publishable(path.extension()) {
            Role::Asset
        } else {
            Role::Other
        }
    }
}

/// Whether a file with this extension, in any letter case, may be shown by a page.
pub fn is_publishable(extension: &str) -> bool {
    PUBLISHABLE.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Whether a segment of `path` begins with a dot, which hides it.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|segment| segment.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::test::source;

    #[track_caller]
    fn check(include: &[&str], exclude: &[&str], path: &str, expected: Role) {
        let mut config = source("minutes", "");
        config.include = include.iter().map(|&glob| glob.to_owned()).collect();
        config.exclude = exclude.iter().map(|&glob| glob.to_owned()).collect();
        let choice = Choice::new(&config);
        assert_eq!(choice.diagnostics, []);
        assert_eq!(choice.value.role(&RelPath::new(path).unwrap()), expected, "{path}");
    }

    #[test]
    fn without_globs_every_markdown_file_is_chosen() {
        check(&[], &[], "a/b.md", Role::Text);
        check(&[], &[], "a/B.MARKDOWN", Role::Text);
        check(&[], &[], "a/b.rs", Role::Other);
        check(&[], &[], ".github/issue.md", Role::Other);
    }

    #[test]
    fn a_star_stays_in_its_folder() {
        check(&["/*.md"], &[], "a.md", Role::Text);
        check(&["/*.md"], &[], "a/b.md", Role::Other);
        check(&["*.md"], &[], "a/b.md", Role::Text);
        check(&["a/*.md"], &[], "a/b/c.md", Role::Other);
        check(&["**/*.md"], &[], "a/b.md", Role::Text);
        check(&["**/*.md"], &["a/**"], "a/b.md", Role::Other);
    }

    #[test]
    fn pictures_need_no_glob() {
        check(&["*.md"], &[], "a/b.PNG", Role::Asset);
        check(&["*.md"], &["a/**"], "a/b.png", Role::Other);
        check(&[], &[], "a/b.html", Role::Other);
    }

    #[test]
    fn hidden_files_are_chosen_by_name_only() {
        check(&["**/*.md"], &[], ".github/a.md", Role::Other);
        check(&[".github/*.md"], &[], ".github/a.md", Role::Text);
    }

    #[test]
    fn a_draft_beside_notes_says_what_they_were_made_from() {
        let role = |kind, path: &str| {
            let config = SourceConfig { kind, include: vec!["R{n}.md".to_owned()], ..source("notes", "") };
            Choice::new(&config).value.role(&RelPath::new(path).unwrap())
        };
        assert_eq!(role(Kind::Releases, ".R8.draft.md"), Role::Data);
        assert_eq!(role(Kind::Releases, ".github/.R8.draft.md"), Role::Other);
        assert_eq!(role(Kind::Pages, ".R8.draft.md"), Role::Other);
        assert_eq!(role(Kind::Releases, "next/lists.md"), Role::Data);
        assert_eq!(role(Kind::Pages, "next/lists.md"), Role::Other);
    }

    #[test]
    fn a_glob_that_cannot_be_read_is_reported() {
        let mut config = source("minutes", "");
        config.include = vec!["[a.md".to_owned()];
        let choice = Choice::new(&config);
        assert_eq!(choice.diagnostics.len(), 1);
        assert_eq!(choice.value.role(&RelPath::new("a.md").unwrap()), Role::Other);
    }
}
