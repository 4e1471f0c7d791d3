//! The repositories of the acceptance run, read as the program reads them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use annals::base::{Date, Diagnostic, RelPath, SourceName, SourcePath};
use annals::native::read::{ReadOptions, read};
use annals::page::Theme;
use annals::pipeline::{Built, Input, build};
use annals::source::{Config, File, SourceSet, config};

/// The community's configuration, as its users have it.
const CONFIGURATION: &str = include_str!("../../examples/scs/annals.yaml");

/// The day on which the tables were made, for which the record is built.
pub(crate) const DAY: Date = Date::new(2026, 8, 21).expect("it is in the calendar");

/// What was read, and what became of it.
pub(crate) struct Corpus {
    /// The record and its site.
    pub(crate) built: Built,
    /// What was read.
    pub(crate) sources: SourceSet,
    /// Everything that is said about it, of reading and of building.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

impl Corpus {
    /// The messages about one line of a file.
    pub(crate) fn said_of(&self, source: &str, path: &str, line: usize) -> Vec<&str> {
        let path = SourcePath::new(&SourceName::new(source), &RelPath::new(path).unwrap());
        let Some(File::Text(text)) = self.sources.file(&path) else { panic!("{path} is no text") };
        let begin: usize = text.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let end = begin + text.text[begin..].find('\n').unwrap_or(text.text.len() - begin);
        let is_there = |problem: &&Diagnostic| {
            problem.location.as_ref().is_some_and(|place| {
                place.source.as_ref() == Some(&path.source)
                    && place.path == path.path
                    && place.span.is_some_and(|span| (begin..=end).contains(&(span.start as usize)))
            })
        };
        self.diagnostics.iter().filter(is_there).map(|problem| problem.message.as_str()).collect()
    }
}

/// What `examples/scs/annals.yaml` says.
pub(crate) fn configuration() -> Config {
    let read = config::read(CONFIGURATION, &RelPath::new("annals.yaml").unwrap(), &[]);
    assert_eq!(read.diagnostics, [], "the example's configuration");
    read.value
}

/// Builds the clones in the folder `clones`, each under the name of its source.
pub(crate) fn build_all(clones: &Path) -> Corpus {
    let config = configuration();
    let cache = tempfile::tempdir().unwrap();
    let mut options = ReadOptions::new(cache.path());
    let clone = |name: &str| -> PathBuf { clones.join(name) };
    options.overrides =
        config.sources.iter().map(|source| (source.name.clone(), clone(source.name.as_str()))).collect();
    let mut diagnostics = Vec::new();
    let sources = read(&config, &options).unload(&mut diagnostics).set;

    let theme = Theme::embedded();
    let input = Input { config: &config, sources: &sources, theme: &theme, day: DAY };
    let built = build(&input, &|_| {}).unload(&mut diagnostics);

    Corpus { built, sources, diagnostics }
}

/// Every chosen text, with its place.
pub(crate) fn texts(sources: &SourceSet) -> impl Iterator<Item = (SourcePath, &str)> {
    sources.sources.iter().flat_map(|(name, source)| {
        source.files.iter().filter_map(|(path, file)| match file {
            File::Text(text) => Some((SourcePath::new(name, path), text.text.as_str())),
            File::Data(_) | File::Asset => None,
        })
    })
}

/// The table `name` of the truth in the folder `truth`.
pub(crate) fn table(truth: &OsStr, name: &str) -> String {
    std::fs::read_to_string(Path::new(truth).join(format!("{name}.tsv"))).unwrap()
}
