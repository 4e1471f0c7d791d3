//! The record as a browser needs it to render one page anew.
//!
//! The engine in the browser links and renders as the program does, so it is given what linking starts from: the
//! configuration, the list of files, and what reaches [`link`](crate::link) of each text. The texts themselves stay
//! behind, all but the one that somebody edits; so do pictures, and the files of the theme that the engine has itself.
//!
//! Everybody can read it who can read the site. What a community keeps back is not in it: addresses of people where
//! they are masked, and where repositories were read from.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read as _, Write as _};
use std::sync::Arc;

use flate2::Compression;
use flate2::bufread::ZlibDecoder;
use flate2::write::ZlibEncoder;
use serde::{Deserialize, Serialize};

use super::{Files, Input, Read, extracted};
use crate::base::parallel::*;
use crate::base::parcel::PROGRAM;
use crate::base::{Date, Hash, OutPath, SourceName, SourcePath};
use crate::document::excerpt::divides;
use crate::document::mention::placeholder::Placeholder;
use crate::document::{Document, Heading, Mention, Reference};
use crate::page::Theme;
use crate::record::Facts;
use crate::source::config::Place;
use crate::source::{Config, File, Kind, Source, SourceSet, Text, mask};

/// Where it stands on the site.
pub const FILE: &str = "engine-record.bin";

/// What a payload holds beside the readings.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    /// The configuration.
    config: Config,
    /// The sources, their texts empty.
    sources: SourceSet,
    /// Templates that are not those of the default theme.
    templates: BTreeMap<String, String>,
    /// Names of the templates that the site brought itself.
    own: BTreeSet<String>,
    /// Files of the theme, whose bytes no page shows.
    statics: Vec<OutPath>,
    /// The day of the record.
    day: Date,
    /// How many texts there are.
    texts: usize,
}

/// What is known of one text; the fields are those of [`Extracted`](crate::link::Extracted), in their order.
#[derive(Debug, Deserialize)]
struct Reading {
    path: SourcePath,
    facts: Facts,
    references: Vec<Reference>,
    names: Names,
}

/// What one text names; the fields are those of [`Named`](crate::link::Named), in their order.
#[derive(Debug, Deserialize)]
struct Names {
    mentions: Vec<Mention>,
    placeholders: Vec<Placeholder>,
    outline: Vec<Heading>,
}

/// A payload as it was read.
#[derive(Debug)]
pub struct Payload {
    /// The configuration.
    pub config: Config,
    /// The sources, their texts empty but for those that are divided into several documents.
    pub sources: SourceSet,
    /// The theme, its static files empty.
    pub theme: Theme,
    /// The day of the record.
    pub day: Date,
    /// What was made of each text, without its body.
    pub files: Files,
}

/// Writes down what a browser needs of `input` and of what was made of its texts.
pub fn write(input: &Input<'_>, files: &Files) -> Vec<u8> {
    let built_in = Theme::embedded();
    let is_other = |(name, text): &(&String, &String)| built_in.templates.get(*name) != Some(*text);
    let head = Head {
        config: open(input.config),
        sources: bare(input.sources),
        templates: input
            .theme
            .templates
            .iter()
            .filter(is_other)
            .map(|(name, text)| (name.clone(), text.clone()))
            .collect(),
        own: input.theme.own.clone(),
        statics: input.theme.statics.keys().cloned().collect(),
        day: input.day,
        texts: files.len(),
    };
    let read: Vec<_> = files.iter().collect();
    let readings: Vec<Vec<u8>> = read.par_iter().map(|(path, read)| packed(&extracted(path, read))).collect();
    let mut bytes = packed(&head);
    readings.iter().for_each(|reading| bytes.extend(reading));
    sealed(&bytes)
}

/// Reads a payload; nothing where it is damaged or another program's.
pub fn read(bytes: &[u8]) -> Option<Payload> {
    let unpacked = unpacked(bytes)?;
    let (head, mut rest): (Head, _) = postcard::take_from_bytes(&unpacked).ok()?;
    let mut files = Files::new();
    for _ in 0..head.texts {
        let (reading, behind): (Reading, _) = postcard::take_from_bytes(rest).ok()?;
        rest = behind;
        let Reading { path, facts, references, names: Names { mentions, placeholders, outline } } = reading;
        let document = Document { outline, references, mentions, placeholders, ..Document::default() };
        files.insert(path, Arc::new(Read { document, facts, diagnostics: Vec::new() }));
    }
    let Head { config, sources, templates, own, statics, day, .. } = head;
    let statics = statics.into_iter().map(|path| (path, Arc::from([]))).collect();
    let mut theme = Theme::of_templates().overridden(templates, statics);
    theme.own = own;
    Some(Payload { config, sources, theme, day, files })
}

/// What [`sealed`] packed; nothing where it is damaged or for another program.
pub(crate) fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let body = bytes.strip_prefix(PROGRAM.as_bytes())?;
    let mut unpacked = Vec::new();
    ZlibDecoder::new(body).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}

/// `value` in few bytes.
fn packed(value: &impl Serialize) -> Vec<u8> {
    postcard::to_stdvec(value).expect("no value of ours has a list of unknown length")
}

/// `bytes` compressed, behind the name of the program that they are for.
///
/// Compressed here, because hosts compress what they know the type of, and this is nothing that they know. Quickly,
/// because every build does it and few readers ever ask for it: a quarter more bytes for a quarter of the work.
fn sealed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(PROGRAM.as_bytes().to_vec(), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("writing to a list cannot fail")
}

/// `config` as everybody may read it.
fn open(config: &Config) -> Config {
    let mut config = config.clone();
    if config.mask_emails {
        // In masked texts nobody is called by such a name.
        config.mentions.people.aliases.retain(|name, _| mask::mask(name) == name.as_str());
    }
    for source in &mut config.sources {
        hide(&mut source.place);
    }
    config
}

/// Leaves of an address what stages ask for: whether it is that of another source, and the repository's name.
fn hide(place: &mut Place) {
    if let Place::Repository { url, .. } = place {
        let name = url.trim_end_matches('/').rsplit(['/', ':', '\\']).next().unwrap_or_default();
        *url = format!("{}/{name}", Hash::of(url.as_bytes()).short(12));
    }
}

/// `sources` without their texts; those that are divided into several documents are kept instead of the parts.
fn bare(sources: &SourceSet) -> SourceSet {
    let bare = |(name, source): (&SourceName, &Source)| (name.clone(), bare_source(source));
    SourceSet {
        sources: sources.sources.iter().map(bare).collect(),
        modules: sources.modules.clone(),
        components: sources.components.clone(),
    }
}

/// One source without its texts.
fn bare_source(source: &Source) -> Source {
    let mut bare = source.clone();
    let mut config = (*source.config).clone();
    hide(&mut config.place);
    bare.config = Arc::new(config);
    for part in std::mem::take(&mut bare.excerpts).keys() {
        bare.files.remove(part);
        bare.history.files.remove(part);
    }
    let is_divided = divides(source);
    let metadata = Some(&source.config.standards.metadata).filter(|_| source.config.kind == Kind::Standards);
    for (path, file) in &mut bare.files {
        let is_needed = match file {
            File::Text(_) => is_divided,
            // What a sidecar says is read together with its text.
            File::Data(_) => metadata.is_some_and(|metadata| metadata.is_sidecar(path)),
            File::Asset => continue,
        };
        if let (false, File::Text(text) | File::Data(text)) = (is_needed, file) {
            *text = Arc::new(Text { text: String::new(), hash: Hash::of(b""), ..**text });
        }
    }
    bare
}
