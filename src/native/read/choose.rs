//! What a source takes from its listing: its texts are read, everything else is sorted and named.
//!
//! A symbolic link is never followed through the file system, since it can lead anywhere and can be exchanged
//! between the look and the step. One sort of link needs no following: a link to a text that this very source has
//! chosen says only that the text has a second name, as when minutes belong to an event and to a series. Its
//! target is compared with the names of the texts that were read, and the text that is in memory is taken under
//! both names. So nothing is read that is not published anyway, and a link to a link, to a folder, to a file that
//! was not chosen or out of the source finds no text of that name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::{Code, Diagnostic, Location, RelPath, Severity, SourcePath, Span, Warned};
use crate::code;
use crate::native::listing::Listed;
use crate::source::{Choice, File, Role, SourceConfig, Text};

/// Files of a source by what they are to it, assets with the key to their bytes.
pub(super) type Chosen<K> = (BTreeMap<RelPath, File>, BTreeSet<RelPath>, BTreeMap<RelPath, K>);

/// Chooses from a listing, and reads the texts: their bytes with `bytes`, whose failure has the code `failure`.
pub(super) fn choose<K: Send + Sync>(
    source: &SourceConfig,
    listed: Vec<Listed<K>>,
    failure: Code,
    bytes: impl Fn(&RelPath, &K) -> Result<Vec<u8>, String> + Sync,
    link: impl Fn(&RelPath, &K) -> String,
) -> Warned<Chosen<K>> {
    let mut diagnostics = Vec::new();
    let choice = Choice::new(source).unload(&mut diagnostics);
    let (mut files, mut others, mut assets) = (BTreeMap::new(), BTreeSet::new(), BTreeMap::new());
    let (mut texts, mut links) = (Vec::new(), Vec::new());
    for entry in listed {
        match entry {
            Listed::File(path, key) => match choice.role(&path) {
                Role::Text | Role::Data => texts.push((path, key)),
                Role::Asset => {
                    files.insert(path.clone(), File::Asset);
                    assets.insert(path, key);
                }
                Role::Other => drop(others.insert(path)),
            },
            Listed::Symlink(path, key) => match choice.role(&path) {
                Role::Other => drop(others.insert(path)),
                _ => links.push((link(&path, &key), path)),
            },
            Listed::Submodule(path) => {
                // Would a document directly in it be chosen?
                let inside = RelPath::resolve(path.as_str(), "README.md");
                if inside.is_ok_and(|inside| choice.role(&inside) == Role::Text) {
                    let message =
                        format!("`{path}` is a repository of its own, which is not read with this one");
                    diagnostics.push(
                        Diagnostic::advice(code::SUBMODULE_SKIPPED, message)
                            .at(Location::file(&SourcePath::new(&source.name, &path)))
                            .hint("add it to `sources`, or exclude it"),
                    );
                }
                others.insert(path);
            }
            Listed::Unusable(path, reason) => diagnostics.push(
                Diagnostic::warning(
                    code::UNUSABLE_PATH,
                    format!(
                        "`{}` in source `{}` is left out: its {reason}",
                        path.escape_debug(),
                        source.name
                    ),
                )
                .hint("rename the file"),
            ),
            Listed::Unreadable(path, reason) => diagnostics.push(Diagnostic::error(
                code::UNREADABLE_FILE,
                format!(
                    "folder `{}` in source `{}` cannot be read: {reason}",
                    path.escape_debug(),
                    source.name
                ),
            )),
        }
    }
    let read: Vec<_> =
        texts.par_iter().with_min_len(32).map(|(path, key)| bytes(path, key).map(Text::decode)).collect();
    for ((path, key), text) in texts.into_iter().zip(read) {
        match text {
            Ok(text) => {
                diagnostics.extend(not_utf8(source, &path, &text));
                let text = Arc::new(text);
                if choice.role(&path) == Role::Data {
                    files.insert(path.clone(), File::Data(text));
                    assets.insert(path, key);
                } else {
                    files.insert(path, File::Text(text));
                }
            }
            Err(reason) => {
                diagnostics.push(unreadable(source, &path, failure.clone(), &reason));
                others.insert(path);
            }
        }
    }
    // All second names are found before any is added, or a link could lead to a link.
    let second_names: Vec<_> = links.iter().map(|(target, path)| linked_text(&files, path, target)).collect();
    for ((target, path), text) in links.into_iter().zip(second_names) {
        match text {
            Some(text) if choice.role(&path) == Role::Text => drop(files.insert(path, File::Text(text))),
            _ => {
                diagnostics.push(symlink(source, &path, &target));
                others.insert(path);
            }
        }
    }
    // What could not be read has been told, and may be all that was chosen.
    let is_known = diagnostics.iter().all(|diagnostic| diagnostic.severity != Severity::Error);
    if is_known && !files.values().any(|file| matches!(file, File::Text(_))) {
        diagnostics.push(
            Diagnostic::warning(
                code::EMPTY_SOURCE,
                format!(
                    "source `{}` has no document among its {} files",
                    source.name,
                    files.len() + others.len()
                ),
            )
            .hint("check `include` and `exclude` in `annals.yaml`; documents end in `.md` or `.markdown`"),
        );
    }
    Warned { value: (files, others, assets), diagnostics }
}

/// The text that the link at `path` names by its `target`, if it is one of `files`.
fn linked_text(files: &BTreeMap<RelPath, File>, path: &RelPath, target: &str) -> Option<Arc<Text>> {
    // A path that counts from the root counts from that of the disk here, which is outside of every source.
    if target.starts_with('/') {
        return None;
    }
    match files.get(&RelPath::resolve(path.folder(), target).ok()?)? {
        File::Text(text) => Some(Arc::clone(text)),
        File::Data(_) | File::Asset => None,
    }
}

/// The problem of a link that names no text of its source.
fn symlink(source: &SourceConfig, path: &RelPath, target: &str) -> Diagnostic {
    let message =
        format!("`{path}` is a symbolic link to `{}`, which is not followed", target.escape_debug());
    Diagnostic::warning(code::SYMLINK_SKIPPED, message)
        .at(Location::file(&SourcePath::new(&source.name, path)))
        .hint("link to a document that the same source chooses, put a copy there, or exclude the link")
}

/// The problem of a file whose bytes cannot be had.
pub(super) fn unreadable(source: &SourceConfig, path: &RelPath, code: Code, reason: &str) -> Diagnostic {
    let hint = match code == code::MISSING_BLOB {
        true => "fetch what a partial clone left out, with `git fetch --refetch --no-filter`",
        false => "allow reading the file, or exclude it",
    };
    Diagnostic::error(
        code,
        format!("content of `{path}` in source `{}` cannot be read: {reason}", source.name),
    )
    .at(Location::file(&SourcePath::new(&source.name, path)))
    .hint(hint)
}

/// The problem of a text that is not UTF-8, at its first bad byte.
fn not_utf8(source: &SourceConfig, path: &RelPath, text: &Text) -> Option<Diagnostic> {
    if text.valid {
        return None;
    }
    let mark = char::REPLACEMENT_CHARACTER;
    let at = text.text.find(mark).unwrap_or(0);
    let location = Location::span(&SourcePath::new(&source.name, path), Span::new(at, at + mark.len_utf8()));
    Some(
        Diagnostic::warning(code::NOT_UTF8, format!("`{path}` is not UTF-8"))
            .at(location)
            .hint("save the file as UTF-8"),
    )
}
