//! The repositories of the acceptance run, read as the program reads them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use annals::base::{Diagnostic, RelPath, SourcePath};
use annals::document::{Options, parse};
use annals::link::{Extracted, Input, Record, link};
use annals::native::read::{ReadOptions, read};
use annals::record::{Parsed, extract};
use annals::source::{File, config};

/// The community's configuration, as its users have it.
const CONFIGURATION: &str = include_str!("../../examples/scs/annals.yaml");

/// The record of the clones in the folder `clones`, each under the name of its source, and everything that is said
/// about it.
pub(crate) fn record(clones: &Path) -> (Record, Vec<Diagnostic>) {
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

    let mut parsed = Vec::new();
    for (name, source) in &sources {
        for (path, file) in &source.files {
            let File::Text(text) = file else { continue };
            let path = SourcePath::new(name, path);
            let document = parse(&path, &text.text, &Options::default()).value;
            let history = source.history.files.get(&path.path);
            let file = Parsed { path: &path, text: &text.text, document: &document, history };
            let facts = extract(&file, &source.config).unload(&mut diagnostics);
            parsed.push((path, document, facts));
        }
    }
    let documents: Vec<Extracted<'_>> = parsed
        .iter()
        .map(|(path, document, facts)| Extracted { path, facts, references: &document.references })
        .collect();
    let input = Input { config: &config, sources: &sources, documents: &documents };
    let record = link(input).unload(&mut diagnostics);
    (record, diagnostics)
}

/// The table `name` of the truth in the folder `truth`.
pub(crate) fn table(truth: &OsStr, name: &str) -> String {
    std::fs::read_to_string(Path::new(truth).join(format!("{name}.tsv"))).unwrap()
}
