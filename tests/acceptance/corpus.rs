//! The repositories of the acceptance run, unbundled into a scratch folder and read with the user's own `git`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use annals::base::{Date, Diagnostic, RelPath, SourceName, SourcePath};
use annals::document::{Options, parse};
use annals::link::{Extracted, Input, Record, link};
use annals::record::{Parsed, extract};
use annals::source::config::{self, Config, Glob, SourceConfig};
use annals::source::{Change, File, FileHistory, History, Source, Text};

/// The community's configuration, as its users would have it.
const CONFIGURATION: &str = include_str!("../../examples/scs/annals.yaml");

/// The corpus, read.
pub(crate) struct Corpus {
    /// Where the bundles and the truth are.
    folder: PathBuf,
    /// The configuration.
    config: Config,
    /// The sources.
    sources: BTreeMap<SourceName, Source>,
}

impl Corpus {
    /// Unbundles and reads the repositories below `folder`.
    pub(crate) fn open(folder: &Path) -> Corpus {
        let read = config::read(CONFIGURATION, &RelPath::new("annals.yaml").unwrap(), &[]);
        assert_eq!(read.diagnostics, [], "the example's configuration");
        let config = read.value;
        let clones = tempfile::tempdir().unwrap();
        let sources = config.sources.iter().map(|source| {
            let clone = clones.path().join(source.name.as_str());
            let bundle = folder.join(format!("{}.bundle", source.name));
            git(clones.path(), &["clone", "-q", bundle.to_str().unwrap(), clone.to_str().unwrap()]);
            (source.name.clone(), read_source(&clone, source))
        });
        let sources = sources.collect();
        Corpus { folder: folder.to_owned(), config, sources }
    }

    /// A table of the truth.
    pub(crate) fn truth(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.join("truth").join(format!("{name}.tsv"))).unwrap()
    }

    /// The record of the corpus, and everything that is said about it.
    pub(crate) fn link(&self) -> (Record, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut parsed = Vec::new();
        for (name, source) in &self.sources {
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
        let documents: Vec<Extracted> = parsed
            .iter()
            .map(|(path, document, facts)| Extracted { path, facts, references: &document.references })
            .collect();
        let input = Input { config: &self.config, sources: &self.sources, documents: &documents };
        let record = link(input).unload(&mut diagnostics);
        (record, diagnostics)
    }
}

/// What `git` prints in `folder`.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output =
        Command::new("git").current_dir(folder).args(["-c", "core.quotepath=off"]).args(arguments).output();
    let output = output.unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The files of a clone that `config` chooses, and what git knows of them.
fn read_source(clone: &Path, config: &SourceConfig) -> Source {
    let globs = |texts: &[String]| texts.iter().map(|text| Glob::new(text).unwrap()).collect::<Vec<_>>();
    let (include, exclude) = (globs(&config.include), globs(&config.exclude));
    let (mut files, mut others) = (BTreeMap::new(), BTreeSet::new());
    for path in git(clone, &["ls-files"]).lines() {
        let path = RelPath::new(path).unwrap();
        let any = |globs: &[Glob]| globs.iter().any(|glob| glob.matches(&path));
        let chosen = (include.is_empty() || any(&include)) && !any(&exclude);
        let picture = ["png", "jpg", "jpeg", "gif", "svg", "pdf"];
        if path.is_markdown() && chosen {
            let bytes = std::fs::read(clone.join(path.as_str())).unwrap();
            files.insert(path, File::Text(Arc::new(Text::decode(bytes))));
        } else if picture.contains(&path.extension().to_lowercase().as_str()) {
            files.insert(path, File::Asset);
        } else {
            others.insert(path);
        }
    }
    Source {
        forge: Some(format!("https://github.com/SovereignCloudStack/{}", config.name)),
        branch: Some("main".to_owned()),
        commit: Some(git(clone, &["rev-parse", "HEAD"]).trim().to_owned()),
        folder: String::new(),
        history: history(clone, files.keys().chain(&others)),
        config: Arc::new(config.clone()),
        files,
        others,
    }
}

/// First commits and renames of the files that exist.
fn history<'a>(clone: &Path, existing: impl Iterator<Item = &'a RelPath>) -> History {
    let mut history = History::default();
    let mut day = Date::default();
    let log = ["log", "--reverse", "--no-merges", "--format=@%ad", "--date=short", "-M", "--name-status"];
    for line in git(clone, &log).lines() {
        let path = |path: &str| RelPath::new(path).unwrap();
        match line.split('\t').collect::<Vec<_>>()[..] {
            [date] if date.starts_with('@') => day = date[1..].parse().unwrap(),
            ["A", new] => {
                let first = Change { commit: String::new(), date: day, author: String::new() };
                let first = FileHistory { first: Some(first), ..FileHistory::default() };
                history.files.entry(path(new)).or_insert(first);
            }
            [status, old, new] if status.starts_with('R') => {
                let file = history.files.remove(&path(old)).unwrap_or_default();
                history.files.insert(path(new), file);
                history
                    .renames
                    .values_mut()
                    .filter(|now| **now == path(old))
                    .for_each(|now| *now = path(new));
                history.renames.insert(path(old), path(new));
            }
            _ => {}
        }
    }
    let existing: BTreeSet<&RelPath> = existing.collect();
    history.renames.retain(|old, new| existing.contains(new) && !existing.contains(old));
    history
}
