//! A standard or a decision that is yet to be written.

use std::collections::{BTreeMap, BTreeSet};

use super::{Draft, Known, Refusal, exists, meant, read_back, refuse, refuse_nameless, slug, template};
use crate::base::RelPath;
use crate::record::{FactsKind, Standard};
use crate::source::config::{Fields, IdPlace, Metadata, MetadataPlace, StandardsConfig};
use crate::source::{Kind, Source};

/// What is asked for.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Wanted {
    /// Its title.
    pub title: String,
    /// Its number; nothing for the next free one.
    pub number: Option<u64>,
    /// The field that it is of.
    pub track: Option<String>,
    /// What it is: the most usual sort where nothing is said.
    pub sort: Option<String>,
    /// The source that it is to be in; the first one of standards where nothing is said.
    pub source: Option<String>,
}

/// A new standard.
pub fn standard(known: Known<'_>, wanted: &Wanted) -> Result<Draft, Refusal> {
    refuse_nameless(&wanted.title)?;
    let mut sources = known.of_kind(Kind::Standards);
    let found = match &wanted.source {
        None => sources.next(),
        Some(name) => sources.find(|source| source.config.name.as_str() == name),
    };
    let Some(source) = found else {
        let names: Vec<&str> =
            known.of_kind(Kind::Standards).map(|source| source.config.name.as_str()).collect();
        return match &wanted.source {
            Some(name) if !names.is_empty() => {
                refuse(format!("there is no source of standards `{name}`"), meant(name, names.into_iter()))
            }
            _ => refuse("there is no source of standards", "add one to `sources`, with `kind: standards`"),
        };
    };
    in_source(known, source, wanted)
}

/// A new decision record: among the standards, where some are such, else numbered in the folder `decisions` of the
/// first pages.
pub fn decision(known: Known<'_>, wanted: &Wanted) -> Result<Draft, Refusal> {
    refuse_nameless(&wanted.title)?;
    let is_decision = |sort: &str| sort.to_lowercase().contains("decision");
    for source in known.of_kind(Kind::Standards) {
        let sorts = standards(known, source).map(|(_, standard)| standard.sort.clone());
        let sort = sorts.into_iter().find(|sort| is_decision(sort));
        let name = source.config.name.as_str();
        let is_home = ["adr", "adrs", "decisions", "decision-records"].contains(&name);
        if sort.is_some() || is_home {
            let wanted = Wanted { sort: wanted.sort.clone().or(sort), ..wanted.clone() };
            return in_source(known, source, &wanted);
        }
    }
    let Some(source) = known.of_kind(Kind::Pages).next() else {
        return refuse("there is no place for decisions", "add a source of standards or pages");
    };
    let folder = "decisions";
    let in_folder = source.files.keys().filter(|path| path.folder() == folder);
    let number = |path: &RelPath| path.stem().split('-').next()?.parse::<u64>().ok();
    let next = in_folder.filter_map(number).max().map_or(Some(1), |last| last.checked_add(1));
    let number = wanted.number.or(next).unwrap_or(1);
    let path = format!("{folder}/{number:04}-{}.md", slug(&wanted.title));
    let Ok(path) = RelPath::new(&path) else {
        return refuse("no file can be called so", "give another title");
    };
    let taken = source.files.keys().find(|path| {
        path.folder() == folder && path.stem().split('-').next().and_then(|n| n.parse().ok()) == Some(number)
    });
    if let Some(taken) = taken {
        return refuse(format!("there is a decision {number} already"), format!("it is `{taken}`"));
    }
    let fields = [("title", wanted.title.as_str()), ("number", &*number.to_string())];
    let text = match template::find(source, folder) {
        Some(template) => template::fill(template, known.day, &fields),
        None => format!(
            "# {}\n\nDecided on {}.\n\n## Context\n\n## Decision\n\n## Consequences\n",
            wanted.title, known.day
        ),
    };
    Ok(Draft { source: source.config.name.clone(), files: vec![(path, text)] })
}

/// The standards of a source, with their paths.
fn standards<'a>(known: Known<'a>, source: &'a Source) -> impl Iterator<Item = (&'a RelPath, &'a Standard)> {
    let own = known.record.documents.iter().filter(|entry| entry.path.source == source.config.name);
    own.filter_map(|entry| match &entry.facts.kind {
        FactsKind::Standard(standard) => Some((&entry.path.path, standard)),
        _ => None,
    })
}

/// The number of a standard without its letters.
fn value(number: &str) -> Option<u64> {
    let digits = number.rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    number.get(digits..)?.parse().ok()
}

/// A new standard in `source`.
fn in_source(known: Known<'_>, source: &Source, wanted: &Wanted) -> Result<Draft, Refusal> {
    let config = &source.config.standards;
    if config.id_place.divides() {
        let message = format!("standards of `{}` are parts of a file", source.config.name);
        return refuse(message, "add a row or a section to that file");
    }
    let own: Vec<(&RelPath, &Standard)> = standards(known, source).collect();
    let number = number(&own, wanted)?;
    let example = own.iter().max_by_key(|(_, standard)| value(&standard.number)).map(|(path, _)| *path);
    let mut fields = Fields::default();
    fields.set("number", number.to_string());
    fields.set("edition", "v1");
    fields.set("slug", slug(&wanted.title));
    let letters = own.first().map(|(_, standard)| {
        standard.number.chars().take_while(|c| c.is_ascii_alphabetic()).collect::<String>()
    });
    fields.set("prefix", letters.filter(|letters| !letters.is_empty()).unwrap_or_else(|| "std".to_owned()));
    let track =
        wanted.track.clone().or_else(|| most_usual(own.iter().filter_map(|(_, it)| it.track.clone())));
    if let Some(track) = &track {
        fields.set("dir", if exists_folder(source, track) { track.clone() } else { slug(track) });
    }
    let Some(path) = path(source, &fields, example) else {
        let message =
            format!("how a new standard of `{}` is called does not follow from `id`", source.config.name);
        return refuse(message, "give a `--track` if folders are tracks, or write the file by hand");
    };
    if exists(source, &path) {
        return refuse(format!("there is a `{path}` already"), "give another title or number");
    }
    let sort = wanted.sort.clone().or_else(|| most_usual(own.iter().map(|(_, it)| it.sort.clone())));
    let told = Told { known, config, title: &wanted.title, number, sort, track, fields: &fields };
    let template =
        source.config.template.as_ref().and_then(|name| super::text(source, &RelPath::new(name).ok()?));
    let template = template.or_else(|| template::among(source, told.sort.as_deref().unwrap_or_default()));
    let mut texts: Vec<Vec<(RelPath, String)>> = Vec::new();
    if let Some(template) = template {
        texts.push(vec![(path.clone(), told.filled(template))]);
    }
    texts.push(told.files(&path));
    let called = config.number(&{
        let mut fields = fields.clone();
        // Where the file has leading zeros, so has the number that is read from it.
        if let Some(read) = config.id.matches_path(&path).filter(|_| config.id_place == IdPlace::Name) {
            fields = read;
        }
        fields
    });
    for files in texts {
        let facts = read_back(source, &files);
        let is_right = facts.is_some_and(|facts| match &facts.kind {
            FactsKind::Standard(standard) => {
                Some(&standard.number) == called.as_ref() && facts.title == wanted.title
            }
            _ => false,
        });
        if is_right {
            return Ok(Draft { source: source.config.name.clone(), files });
        }
    }
    refuse(
        format!("`{path}` would not be read as number {number}"),
        "check `id` and `metadata` of the source, and its template",
    )
}

/// Whether the source has a folder called so.
fn exists_folder(source: &Source, name: &str) -> bool {
    source.files.keys().any(|path| path.folder().split('/').any(|folder| folder == name))
}

/// The word that is there most often.
fn most_usual(words: impl Iterator<Item = String>) -> Option<String> {
    let mut counted: BTreeMap<String, usize> = BTreeMap::new();
    words.filter(|word| !word.is_empty()).for_each(|word| *counted.entry(word).or_default() += 1);
    counted.into_iter().max_by_key(|(_, count)| *count).map(|(word, _)| word)
}

/// The number that is asked for, or the next free one: behind those of its track, or behind all.
fn number(own: &[(&RelPath, &Standard)], wanted: &Wanted) -> Result<u64, Refusal> {
    let taken: BTreeSet<u64> = own.iter().filter_map(|(_, standard)| value(&standard.number)).collect();
    let next = |last: u64| (last.saturating_add(1)..).find(|number| !taken.contains(number));
    if let Some(number) = wanted.number {
        if taken.contains(&number) {
            let free = next(number).unwrap_or(number);
            return refuse(format!("number {number} is taken"), format!("the next free one is {free}"));
        }
        return Ok(number);
    }
    let of_track = own.iter().filter(|(_, standard)| {
        let is_it =
            |track: &String| standard.track.as_ref().is_some_and(|own| own.eq_ignore_ascii_case(track));
        wanted.track.as_ref().is_none_or(is_it)
    });
    let last = of_track.filter_map(|(_, standard)| value(&standard.number)).max();
    let last = last.or(taken.last().copied()).unwrap_or(0);
    Ok(next(last).unwrap_or(1))
}

/// The path of a standard with these fields; `example` is that of another one.
fn path(source: &Source, fields: &Fields, example: Option<&RelPath>) -> Option<RelPath> {
    let config = &source.config.standards;
    let folder = example.map_or("", |path| path.folder());
    if config.id_place != IdPlace::Name {
        // The number stands in the text; the file is called as the others are.
        let stem = example.map_or("", |path| path.stem());
        let digits = stem.chars().filter(char::is_ascii_digit).count().max(1);
        let number = fields.number("number")?;
        let prefix: String = stem.chars().take_while(|c| !c.is_ascii_digit()).collect();
        let prefix = if stem.len() > prefix.len() { prefix } else { String::new() };
        let name = match fields.get("slug").filter(|slug| !slug.is_empty()) {
            Some(slug) => format!("{prefix}{number:0digits$}-{slug}.md"),
            None => format!("{prefix}{number:0digits$}.md"),
        };
        return RelPath::resolve(folder, &name).ok();
    }
    if let Some(name) = config.id.format(fields).filter(|_| !config.id.as_str().contains('*')) {
        let is_path = config.id.as_str().contains('/');
        return RelPath::resolve(if is_path { "" } else { folder }, &name).ok();
    }
    // What may be anything is as in the example.
    let like: Vec<&str> = example?.segments().collect();
    let mut own: Vec<&str> = config.id.as_str().split('/').collect();
    if let Some(at) = own.iter().rposition(|segment| *segment == "**") {
        own.drain(..=at);
    }
    let skip = like.len().saturating_sub(own.len());
    let mut segments: Vec<String> = like[..skip].iter().map(|segment| (*segment).to_owned()).collect();
    for (at, segment) in own.iter().enumerate() {
        let made = crate::source::config::Pattern::new(segment).ok()?.format(fields);
        segments.push(made.or_else(|| Some((*like.get(skip + at)?).to_owned()))?);
    }
    RelPath::new(&segments.join("/")).ok()
}

/// What the text of a new standard tells.
struct Told<'a> {
    known: Known<'a>,
    config: &'a StandardsConfig,
    title: &'a str,
    number: u64,
    sort: Option<String>,
    track: Option<String>,
    fields: &'a Fields,
}

impl Told<'_> {
    /// The keys of the metadata with what is known of each, in order.
    fn entries(&self) -> Vec<(String, String)> {
        let metadata: &Metadata = &self.config.metadata;
        let draft = self.config.default_status.clone();
        let draft = draft.or_else(|| self.config.states.first()?.words.first().cloned());
        let mut entries = Vec::new();
        if let IdPlace::Metadata(key) = &self.config.id_place {
            let written = self.config.id.format(self.fields).unwrap_or_else(|| self.number.to_string());
            entries.push((key.clone(), written));
        }
        for (key, value) in [
            (&metadata.title, Some(self.title.to_owned())),
            (&metadata.sort, self.sort.clone()),
            (&metadata.status, draft),
            (&metadata.track, self.track.clone()),
        ] {
            let is_key = !key.starts_with('{');
            entries
                .extend(value.filter(|value| is_key && !value.is_empty()).map(|value| (key.clone(), value)));
        }
        let created = metadata.dates.iter().find(|(name, _)| name.starts_with("created"));
        if let Some((_, key)) = created {
            let rule = metadata.date_formats.first();
            let day = self.known.day;
            let written = rule.and_then(|rule| rule.write(day)).unwrap_or_else(|| day.to_string());
            entries.push((key.clone(), written));
        }
        entries
    }

    /// A template with the metadata filled in: `key: …` lines at its top get their values.
    fn filled(&self, template: &str) -> String {
        let number = self.number.to_string();
        let text = template::fill(template, self.known.day, &[("title", self.title), ("number", &number)]);
        let entries = self.entries();
        let mut is_head = true;
        let mut lines = Vec::new();
        for (at, line) in text.split('\n').enumerate() {
            let ends = at > 0 && (line.trim() == "---" || line.trim() == "+++");
            let entry = entries.iter().find(|(key, _)| {
                let line = line.trim_start_matches(['-', '*', ' ']);
                let rest = line.get(..key.len()).filter(|start| start.eq_ignore_ascii_case(key));
                rest.is_some() && line[key.len()..].starts_with(':')
            });
            match entry.filter(|_| is_head) {
                Some((key, value)) => {
                    let lead = &line[..line.len() - line.trim_start_matches(['-', '*', ' ']).len()];
                    lines.push(format!(
                        "{lead}{key}: {}",
                        if lead.is_empty() { yaml(value) } else { value.clone() }
                    ));
                }
                None => lines.push(line.to_owned()),
            }
            is_head &= !ends;
        }
        lines.join("\n")
    }

    /// The files of a standard at `path`, without a template.
    fn files(&self, path: &RelPath) -> Vec<(RelPath, String)> {
        let place = self.config.metadata.from.first().unwrap_or(&MetadataPlace::FrontMatter);
        let entries = self.entries();
        let line = |lead: &str, value: fn(&str) -> String| -> String {
            entries.iter().map(|(key, words)| format!("{lead}{key}: {}\n", value(words))).collect()
        };
        let heading = match &self.config.id_place {
            IdPlace::Heading => {
                let words = self.config.id.as_str().replace('*', "\u{1}");
                let pattern = crate::source::config::Pattern::new(&words).ok();
                let written = pattern.and_then(|pattern| pattern.format(self.fields));
                written.map_or_else(|| self.title.to_owned(), |written| written.replace('\u{1}', self.title))
            }
            _ => self.title.to_owned(),
        };
        let chapters = "## Motivation\n\n## Decision\n\n## Consequences\n";
        let own = |text: &str| text.to_owned();
        match place {
            MetadataPlace::FrontMatter => {
                vec![(path.clone(), format!("---\n{}---\n# {heading}\n\n{chapters}", line("", yaml)))]
            }
            MetadataPlace::Preamble => vec![(path.clone(), format!("{}\n{chapters}", line("", own)))],
            MetadataPlace::List => vec![(path.clone(), format!("{}\n{chapters}", line("- ", own)))],
            MetadataPlace::Headings => {
                let is_title = |key: &String| *key == self.config.metadata.title;
                let parts = entries.iter().filter(|(key, _)| !is_title(key));
                let parts: String =
                    parts.map(|(key, words)| format!("## {}\n\n{words}\n\n", capital(key))).collect();
                vec![(path.clone(), format!("# {heading}\n\n{parts}{chapters}"))]
            }
            MetadataPlace::Sidecar(_) => {
                let text = (path.clone(), format!("# {heading}\n\n{chapters}"));
                let beside = self.config.metadata.sidecars(path).next();
                std::iter::once(text).chain(beside.map(|beside| (beside, line("", yaml)))).collect()
            }
        }
    }
}

/// `text` as a value of YAML: as it is, or in quotes where it would be read as something else.
fn yaml(text: &str) -> String {
    let read: Result<serde_yaml::Value, _> = serde_yaml::from_str(&format!("k: {text}"));
    let plain =
        read.ok().and_then(|value| value.get("k")?.as_str().map(|read| read == text)).unwrap_or(false);
    let is_date = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let is_number = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if plain || is_date || is_number { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

/// `word` with a capital letter.
fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
