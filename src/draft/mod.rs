//! New records: the file of a meeting, a standard or a decision that is yet to be written.
//!
//! Its name follows from the files that are there and from the patterns of the source, its text from a template of the
//! community. Whatever is proposed here has been read back by the same rules that read the record, so that the file
//! says what it was asked to say.

mod minutes;
mod standard;
mod template;

use crate::base::nearest::nearest;
use crate::base::{Date, RelPath, SourceName, SourcePath};
use crate::document;
use crate::link::Record;
use crate::record::{self, Facts, Parsed, Rules};
use crate::source::config::Metadata;
use crate::source::{Config, File, Kind, Source, SourceSet, Text};

pub use minutes::minutes;
pub use standard::{Wanted, decision, standard};

/// A record that is to be written.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Draft {
    /// The source that it belongs to.
    pub source: SourceName,
    /// Its files and their texts, by path in the source; the record itself first.
    pub files: Vec<(RelPath, String)>,
}

/// Why there is no draft.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Refusal {
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// A refusal with a hint.
fn refuse<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { message: message.into(), hint: Some(hint.into()) })
}

/// What a draft is made from.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// What was read.
    pub sources: &'a SourceSet,
    /// The record of it.
    pub record: &'a Record,
    /// The day that the record is written for.
    pub day: Date,
}

impl<'a> Known<'a> {
    /// The source called `name`.
    fn source(&self, name: &SourceName) -> Option<&'a Source> {
        self.sources.sources.get(name)
    }

    /// The sources of one kind, in the order of the configuration.
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &'a Source> {
        let named = self.config.sources.iter().filter(move |source| source.kind == kind);
        named.filter_map(|source| self.source(&source.name))
    }
}

/// The text of the file at `path`.
fn text<'a>(source: &'a Source, path: &RelPath) -> Option<&'a str> {
    match source.files.get(path)? {
        File::Text(text) | File::Data(text) => Some(&text.text),
        File::Asset => None,
    }
}

/// Whether there is anything at `path`.
fn exists(source: &Source, path: &RelPath) -> bool {
    source.files.contains_key(path) || source.others.contains(path)
}

/// What the files of a draft record, the first of them a text and the second its sidecar.
fn read_back(source: &Source, files: &[(RelPath, String)]) -> Option<Facts> {
    let (path, text) = files.first()?;
    let config = &source.config;
    let metadata = Some(&config.standards.metadata).filter(|_| config.kind == Kind::Standards);
    let options = document::Options {
        blocks: true,
        preamble: metadata.is_some_and(Metadata::has_preamble),
        ..document::Options::default()
    };
    let path = SourcePath::new(&config.name, path);
    let document = document::parse(&path, text, &options).value;
    let sidecar = files.get(1).map(|(path, text)| (path, Text::decode(text.clone().into_bytes())));
    let sidecar = sidecar.as_ref().map(|(path, text)| (*path, text));
    let parsed = Parsed {
        path: &path,
        text,
        document: &document,
        history: None,
        sidecar,
        excerpt: None,
        is_shown: true,
    };
    Some(record::extract(&parsed, config, &Rules::new(config)).value)
}

/// A hint at the name that is meant, or at all there are.
fn meant<'a>(name: &str, known: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(name, known.clone()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("there are {}", known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")),
    }
}

/// Refuses a title that names nothing, or that is more than a line.
fn refuse_nameless(title: &str) -> Result<(), Refusal> {
    match title.trim().is_empty() || title.contains(['\n', '\r']) {
        true => refuse("a title is a line of words", "give it as a reader is to see it"),
        false => Ok(()),
    }
}

/// The longest stretch of a file's name that is made of words, in bytes: with what stands around it, any file system
/// allows as much.
const LONGEST_NAME: usize = 160;

/// The words of a title as they stand in a file's name; of one without letters a word that stands for it.
fn slug(title: &str) -> String {
    let words: String = title.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let words: Vec<String> = words.split_whitespace().take(8).map(str::to_lowercase).collect();
    let mut slug = words.join("-");
    while slug.len() > LONGEST_NAME {
        slug.pop();
    }
    if slug.is_empty() { "untitled".to_owned() } else { slug.trim_end_matches('-').to_owned() }
}
