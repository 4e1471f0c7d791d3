//! The repositories of the acceptance run, read as the program reads them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use std::sync::Arc;

use annals::base::{Diagnostic, LineIndex, RelPath, SourcePath};
use annals::document::mention::{MentionKind, Terms};
use annals::document::{Document, Options, Vocabulary, parse};
use annals::link::{DocumentId, Extracted, Input, Named, Record, link};
use annals::native::read::{ReadOptions, read};
use annals::record::{Parsed, extract};
use annals::source::{File, config};

/// The community's configuration, as its users have it.
const CONFIGURATION: &str = include_str!("../../examples/scs/annals.yaml");

/// What was read, and what became of it.
pub(crate) struct Corpus {
    /// The record.
    pub(crate) record: Record,
    /// Everything that is said about it.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What the texts name.
    pub(crate) mentions: Vec<Line<MentionKind>>,
    /// The minutes that were found since for what waited for them; nothing where there still are none.
    pub(crate) waiting: Vec<Line<Option<DocumentId>>>,
}

/// Something that stands in a line of a file.
pub(crate) struct Line<T> {
    /// The source and path of the file, `minutes/iaas/20230920.md`.
    pub(crate) file: String,
    /// The line, from 1.
    pub(crate) line: u32,
    /// What stands there.
    pub(crate) what: T,
}

/// The clones in the folder `clones`, each under the name of its source.
pub(crate) fn read_all(clones: &Path) -> Corpus {
    let read_config = config::read(CONFIGURATION, &RelPath::new("annals.yaml").unwrap(), &[]);
    assert_eq!(read_config.diagnostics, [], "the example's configuration");
    let config = read_config.value;
    let cache = tempfile::tempdir().unwrap();
    let mut options = ReadOptions::new(cache.path());
    let clone = |name: &str| -> PathBuf { clones.join(name) };
    options.overrides =
        config.sources.iter().map(|source| (source.name.clone(), clone(source.name.as_str()))).collect();
    let mut diagnostics = Vec::new();
    let sources = read(&config, &options).unload(&mut diagnostics).set.sources;

    let vocabulary = Some(Arc::new(Vocabulary::new(&Terms::new(&config))));
    let options = Options { vocabulary, ..Options::default() };
    let mut parsed: Vec<(SourcePath, &str, Document, _)> = Vec::new();
    for (name, source) in &sources {
        for (path, file) in &source.files {
            let File::Text(text) = file else { continue };
            let path = SourcePath::new(name, path);
            let document = parse(&path, &text.text, &options).value;
            let history = source.history.files.get(&path.path);
            let file = Parsed { path: &path, text: &text.text, document: &document, history };
            let facts = extract(&file, &source.config).unload(&mut diagnostics);
            parsed.push((path, &text.text, document, facts));
        }
    }
    let documents: Vec<Extracted<'_>> = parsed
        .iter()
        .map(|(path, _, document, facts)| Extracted {
            path,
            facts,
            references: &document.references,
            names: Named {
                mentions: &document.mentions,
                placeholders: &document.placeholders,
                outline: &document.outline,
            },
        })
        .collect();
    let input = Input { config: &config, sources: &sources, documents: &documents };
    let record = link(input).unload(&mut diagnostics);
    let (mut mentions, mut waiting) = (Vec::new(), Vec::new());
    for (path, text, document, _) in &parsed {
        let entry = record.document(record.by_path[path]);
        let lines = LineIndex::new(text);
        let file = format!("{}/{}", path.source, path.path);
        let line = |start| lines.line(start);
        for (mention, _) in document.mentions.iter().zip(&entry.mentions).filter(|(_, it)| it.is_some()) {
            let line = line(mention.span.start);
            mentions.push(Line { file: file.clone(), line, what: mention.kind.clone() });
        }
        for (placeholder, found) in document.placeholders.iter().zip(&entry.waiting) {
            let line = line(placeholder.span.start);
            waiting.extend(found.as_ref().map(|it| Line { file: file.clone(), line, what: it.found }));
        }
    }
    Corpus { record, diagnostics, mentions, waiting }
}

/// The table `name` of the truth in the folder `truth`.
pub(crate) fn table(truth: &OsStr, name: &str) -> String {
    std::fs::read_to_string(Path::new(truth).join(format!("{name}.tsv"))).unwrap()
}
