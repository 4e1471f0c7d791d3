//! Where the forge shows, edits and hands out a file.

use crate::base::url::encode_path;
use crate::base::{RelPath, Span};
use crate::link::forge::{Dialect, Revision, View, view_url};
use crate::page::view::SourceView;
use crate::source::{File, Source};

/// The path of `path` within its repository.
pub(super) fn in_repository(source: &Source, path: &RelPath) -> String {
    let path = source.file_of(path);
    match source.folder.as_str() {
        "" => path.as_str().to_owned(),
        folder => format!("{folder}/{path}"),
    }
}

/// Where `path` of `source` is kept.
///
/// A source without a branch, such as one pinned to a commit, is shown at that commit and cannot be edited.
pub(super) fn links(source: &Source, path: &RelPath) -> SourceView {
    let shown = in_repository(source, path);
    let name = source.config.name.to_string();
    let none = SourceView { name: name.clone(), path: shown.clone(), ..SourceView::default() };
    let Some(forge) = source.forge.as_deref() else { return none };
    let branch = source.branch.as_deref().map(Revision::Branch);
    let Some(revision) = branch.or(source.commit.as_deref().map(Revision::Commit)) else { return none };
    let address = |view| view_url(forge, view, revision, &shown);
    SourceView {
        name,
        view: Some(address(View::File)),
        edit: branch.map(|_| address(View::Edit)),
        raw: Some(address(View::Raw)),
        path: shown,
    }
}

/// The line at which `span` begins, as the forge shows it.
pub(super) fn line(source: &Source, path: &RelPath, span: Span) -> Option<String> {
    let path = source.file_of(path);
    let Some(File::Text(text)) = source.files.get(path) else { return links(source, path).view };
    line_number(source, path, crate::base::LineIndex::new(&text.text).line(span.start))
}

/// The line `line`, from 1, as the forge shows it.
pub(super) fn line_number(source: &Source, path: &RelPath, line: u32) -> Option<String> {
    let view = links(source, path).view?;
    // Without `plain`, GitHub renders Markdown and ignores the line.
    let plain = if Dialect::of(&view) == Dialect::Forgejo { "?display=source" } else { "?plain=1" };
    Some(format!("{view}{plain}#L{line}"))
}

/// The page of a commit.
pub(super) fn commit(source: &Source, commit: &str) -> Option<String> {
    let forge = source.forge.as_deref()?;
    let verb = if Dialect::of(forge) == Dialect::GitLab { "-/commit" } else { "commit" };
    Some(format!("{forge}/{verb}/{}", encode_path(commit)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::{Hash, SourceName};
    use crate::source::Text;
    use crate::source::config::{Kind, Place, SourceConfig};

    /// A source in the folder `docs` of this repository.
    fn source(forge: Option<&str>, branch: Option<&str>, commit: Option<&str>) -> Source {
        let config = SourceConfig {
            name: SourceName::new("s"),
            title: String::new(),
            kind: Kind::Pages,
            place: Place::Directory(String::new()),
            include: Vec::new(),
            exclude: Vec::new(),
            formats: Vec::new(),
            at: String::new(),
            template: None,
            minutes: Default::default(),
            standards: Default::default(),
            releases: Default::default(),
        };
        let text = Text { text: "one\ntwo\n".to_owned(), hash: Hash::of(b""), valid: true };
        Source {
            config: Arc::new(config),
            forge: forge.map(str::to_owned),
            branch: branch.map(str::to_owned),
            commit: commit.map(str::to_owned),
            folder: "docs".to_owned(),
            files: [(RelPath::new("a b.md").unwrap(), File::Text(Arc::new(text)))].into(),
            others: Default::default(),
            history: Default::default(),
            excerpts: Default::default(),
        }
    }

    #[track_caller]
    fn check(source: &Source, view: Option<&str>, edit: Option<&str>, at_line: Option<&str>) {
        let path = RelPath::new("a b.md").unwrap();
        let found = links(source, &path);
        assert_eq!(found.path, "docs/a b.md");
        assert_eq!((found.view.as_deref(), found.edit.as_deref()), (view, edit));
        assert_eq!(line(source, &path, Span::new(4, 7)).as_deref(), at_line);
    }

    #[test]
    fn each_forge_has_its_addresses() {
        check(
            &source(Some("https://github.com/o/r"), Some("main"), Some("abc")),
            Some("https://github.com/o/r/blob/main/docs/a%20b.md"),
            Some("https://github.com/o/r/edit/main/docs/a%20b.md"),
            Some("https://github.com/o/r/blob/main/docs/a%20b.md?plain=1#L2"),
        );
        check(
            &source(Some("https://gitlab.com/o/r"), Some("main"), None),
            Some("https://gitlab.com/o/r/-/blob/main/docs/a%20b.md"),
            Some("https://gitlab.com/o/r/-/edit/main/docs/a%20b.md"),
            Some("https://gitlab.com/o/r/-/blob/main/docs/a%20b.md?plain=1#L2"),
        );
        check(
            &source(Some("https://codeberg.org/o/r"), Some("main"), None),
            Some("https://codeberg.org/o/r/src/branch/main/docs/a%20b.md"),
            Some("https://codeberg.org/o/r/_edit/main/docs/a%20b.md"),
            Some("https://codeberg.org/o/r/src/branch/main/docs/a%20b.md?display=source#L2"),
        );
    }

    #[test]
    fn a_pinned_source_is_shown_at_its_commit_and_not_edited() {
        check(
            &source(Some("https://github.com/o/r"), None, Some("abc")),
            Some("https://github.com/o/r/blob/abc/docs/a%20b.md"),
            None,
            Some("https://github.com/o/r/blob/abc/docs/a%20b.md?plain=1#L2"),
        );
        check(&source(None, Some("main"), None), None, None, None);
    }
}
