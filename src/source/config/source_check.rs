//! One entry of `sources`, checked.

use std::collections::BTreeMap;

use super::address::{repository, repository_name};
use super::check::Checker;
use super::date::{DatePlace, DateRule};
use super::pattern::PatternError;
use super::standard::{source, title_of};
use super::wire::{DATE_PLACES, Many, WireDate, WireKind, WireMetadata, WireSource};
use super::{
    Glob, Kind, MinutesConfig, Pattern, Place, ReleasesConfig, SourceConfig, StandardsConfig, State,
};
use crate::base::nearest::nearest;
use crate::base::yaml::Node;
use crate::base::{RelPath, SourceName, Span};

/// Keys that only sources of some kinds have.
const KIND_KEYS: [(&str, &[Kind]); 15] = [
    ("series", &[Kind::Minutes]),
    ("titles", &[Kind::Minutes]),
    ("aliases", &[Kind::Minutes]),
    ("succeeds", &[Kind::Minutes]),
    ("bodies", &[Kind::Minutes]),
    ("sorts", &[Kind::Minutes]),
    ("decks", &[Kind::Minutes]),
    ("documents", &[Kind::Minutes, Kind::Standards]),
    ("dates", &[Kind::Minutes, Kind::Releases]),
    ("id", &[Kind::Standards]),
    ("states", &[Kind::Standards]),
    ("metadata", &[Kind::Standards]),
    ("release", &[Kind::Releases]),
    ("version", &[Kind::Releases]),
    ("components", &[Kind::Releases]),
];

/// The source that `wire` says, or nothing where it cannot be one.
pub(super) fn check_source(
    checker: &mut Checker,
    mut wire: WireSource,
    node: &Node,
    forge: Option<&str>,
) -> Option<SourceConfig> {
    let Some(kind) = wire.kind else {
        if !checker.told_within(node.span) {
            let hint = "add `kind: pages`, `minutes`, `standards` or `releases`";
            checker.wrong(node.span, "source without a `kind`", hint);
        }
        return None;
    };
    let kind = match kind {
        WireKind::Pages => Kind::Pages,
        WireKind::Minutes => Kind::Minutes,
        WireKind::Standards => Kind::Standards,
        WireKind::Releases => Kind::Releases,
    };
    check_keys(checker, kind, node);
    let (default_name, place) = place(checker, &mut wire, node, forge)?;
    if kind == Kind::Releases && wire.release.is_none() {
        // Names of sources have no braces, so that `name: "R{n}"` can only be meant for the releases.
        wire.release = wire.name.take_if(|name| name.contains('{'));
    }
    let name = match wire.name.take() {
        Some(name) => name,
        None => default_name,
    };
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || !name.chars().all(is_name) || name.starts_with(['-', '.']) {
        let hint = "give it a `name` of letters, digits, `-`, `_` and `.`";
        checker.wrong(node.child("name").span, format!("`{name}` is no name for a source"), hint);
        return None;
    }
    let mut config = source(&name, kind, place);
    config.name = SourceName::new(&name);
    config.title = wire.title.take().unwrap_or_else(|| title_of(&name));
    if let Some(at) = wire.at.take() {
        config.at = check_at(checker, at, node.child("at").span).unwrap_or(name);
    }
    let include = std::mem::take(&mut wire.include);
    config.include = checker.globs(include, node.child("include"), kind == Kind::Releases);
    config.exclude = checker.globs(std::mem::take(&mut wire.exclude), node.child("exclude"), false);
    match kind {
        Kind::Pages => {}
        Kind::Minutes => config.minutes = checker.minutes(wire, node),
        Kind::Standards => config.standards = checker.standards(wire, node),
        Kind::Releases => {
            config.releases = checker.releases(wire, node, &config.include);
            for include in config.include.iter_mut().filter(|include| is_pattern(include)) {
                if let Ok(pattern) = Pattern::new(include) {
                    *include = pattern.glob();
                }
            }
        }
    }
    Some(config)
}

/// Whether an entry of `include` has a placeholder; `{a,b}` is a choice of a glob.
fn is_pattern(text: &str) -> bool {
    text.split('{').skip(1).any(|behind| behind.split('}').next().is_some_and(|inside| !inside.contains(',')))
}

/// Tells the keys that sources of this kind do not have.
fn check_keys(checker: &mut Checker, kind: Kind, node: &Node) {
    for (key, kinds) in KIND_KEYS {
        if let Some(entry) = node.get(&key.into()).filter(|_| !kinds.contains(&kind)) {
            let owners: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.as_str())).collect();
            let message = format!("`{key}` means nothing in a source of `{}`", kind.as_str());
            checker.wrong(entry.key_or_value(), message, format!("it belongs to {}", owners.join(" and ")));
        }
    }
}

/// Where a source is read from, and the name it has by that.
fn place(
    checker: &mut Checker,
    wire: &mut WireSource,
    node: &Node,
    forge: Option<&str>,
) -> Option<(String, Place)> {
    let folder = match wire.dir.take() {
        Some(dir) => {
            let path = dir.trim_start_matches("./").trim_end_matches('/');
            let path = if path == "." { "" } else { path };
            if let Some(error) =
                Some(path).filter(|path| !path.is_empty()).and_then(|path| RelPath::new(path).err())
            {
                let hint = "name a folder inside the site's folder, or a repository by its path with `repo`";
                checker.wrong(node.child("dir").span, format!("`{dir}`: {error}"), hint);
                return None;
            }
            Some(path.to_owned())
        }
        None => None,
    };
    let revision = wire.revision.take();
    let revision_node = node.get(&"ref".into()).or_else(|| node.get(&"revision".into())).unwrap_or(node);
    match (wire.repo.take(), folder) {
        (Some(repo), folder) => match repository(&repo, forge) {
            Ok(url) => {
                let is_odd =
                    |text: &str| text.is_empty() || text.starts_with('-') || text.contains([' ', '\n', ':']);
                if let Some(revision) = revision.as_deref().filter(|text| is_odd(text)) {
                    let message = format!("`{revision}` is no branch, tag or commit");
                    checker.wrong(revision_node.span, message, "write its name alone");
                }
                let revision = revision.filter(|text| !is_odd(text));
                let name = repository_name(&repo).to_owned();
                Some((name, Place::Repository { url, revision, folder: folder.unwrap_or_default() }))
            }
            Err(error) => {
                checker.wrong_address(node.child("repo").span, &repo, error);
                None
            }
        },
        (None, Some(folder)) => {
            if revision.is_some() {
                let hint = "leave it out, or name the repository with `repo`";
                checker.wrong(revision_node.key_or_value(), "`ref` without a `repo`", hint);
            }
            let name = folder.rsplit('/').next().unwrap_or_default();
            Some((
                if name.is_empty() { "site".to_owned() } else { name.to_owned() },
                Place::Directory(folder),
            ))
        }
        (None, None) => {
            if !checker.told_within(node.span) {
                let hint = "add `dir: FOLDER` or `repo: NAME`";
                checker.wrong(node.span, "source without a `dir` or `repo`", hint);
            }
            None
        }
    }
}

/// Where the source stands on the site.
fn check_at(checker: &mut Checker, at: String, span: Span) -> Option<String> {
    let path = at.trim_matches('/');
    match RelPath::new(path) {
        _ if path.is_empty() => Some(String::new()),
        Ok(path) => Some(path.as_str().to_owned()),
        Err(error) => {
            checker.wrong(span, format!("`{at}`: {error}"), "write a path on the site, such as `minutes`");
            None
        }
    }
}

impl Checker {
    /// Globs that can be read; `patterns` when entries may hold placeholders.
    fn globs(&mut self, globs: Many, node: &Node, patterns: bool) -> Vec<String> {
        let mut good = Vec::new();
        for (at, glob) in globs.0.into_iter().enumerate() {
            let span = node.child(at).span;
            if patterns && is_pattern(&glob) {
                if self.pattern(&glob, span).is_some() {
                    good.push(glob);
                }
                continue;
            }
            if self.glob(&glob, span).is_some() {
                good.push(glob);
            }
        }
        good
    }

    /// A glob of paths inside the source.
    fn glob(&mut self, text: &str, span: Span) -> Option<Glob> {
        const HINT: &str = "write a path with `*`, `**`, `?`, `[a-z]` or `{a,b}`";
        if text.is_empty() || text.split('/').any(|segment| segment == "..") {
            self.wrong(span, format!("`{text}` chooses no file of the source"), HINT);
            return None;
        }
        match Glob::new(text) {
            Ok(glob) => Some(glob),
            Err(error) => {
                self.wrong(span, format!("`{text}` is no glob: {error}"), HINT);
                None
            }
        }
    }

    /// A pattern.
    fn pattern(&mut self, text: &str, span: Span) -> Option<Pattern> {
        Pattern::new(text).map_err(|error| self.wrong_pattern(text, span, error)).ok()
    }

    /// Tells what is wrong with a pattern, at the stretch that is meant where the value is written as it is.
    fn wrong_pattern(&mut self, text: &str, span: Span, error: PatternError) {
        let length = span.range().len();
        // A quoted value without escapes is two characters longer than its text.
        let within = match length.checked_sub(text.len()) {
            Some(0) => Some(0),
            Some(2) => Some(1),
            _ => None,
        };
        let span = match within {
            Some(quote) => {
                let start = span.start as usize + quote;
                Span::new(start + error.range.start, start + error.range.end)
            }
            None => span,
        };
        self.wrong(span, error.message, error.hint.unwrap_or_else(|| "see the guide on patterns".to_owned()));
    }

    /// How minutes are understood.
    fn minutes(&mut self, wire: WireSource, node: &Node) -> MinutesConfig {
        let mut config = MinutesConfig::default();
        if let Some(series) = wire.series {
            let span = node.child("series").span;
            if let Some(pattern) = self.pattern(&series, span) {
                let fields = pattern.fields();
                if series.is_empty()
                    || !fields.is_empty() && !fields.iter().any(|f| matches!(*f, "dir" | "series"))
                {
                    let hint = "use `{dir}` or `{series}`, or the name of the only series";
                    self.wrong(span, format!("`{series}` gives no series"), hint);
                } else {
                    config.series = pattern;
                }
            }
        }
        config.titles = wire.titles;
        config.aliases = self.aliases(wire.aliases, node.child("aliases"));
        config.succeeds = self.succession(wire.succeeds, node.child("succeeds"));
        for (body, sort) in wire.bodies {
            if self.glob(&body, node.child("bodies").child(body.as_str()).key_or_value()).is_some() {
                config.bodies.insert(body, sort);
            }
        }
        let mut sorts = Vec::new();
        for (glob, sort) in wire.sorts {
            let span = node.child("sorts").child(glob.as_str()).key_or_value();
            sorts.extend(self.glob(&glob, span).map(|glob| (glob, sort)));
        }
        // What a community says comes before what is usual.
        sorts.append(&mut config.sorts);
        config.sorts = sorts;
        config.decks.extend(wire.decks);
        let documents = self.glob_list(wire.documents, node.child("documents"));
        config.documents.extend(documents);
        if let Some(dates) = wire.dates {
            config.dates = self.dates(dates, node.child("dates"));
        }
        config
    }

    /// Globs, compiled.
    fn glob_list(&mut self, globs: Many, node: &Node) -> Vec<Glob> {
        let globs = globs.0.iter().enumerate();
        globs.filter_map(|(at, glob)| self.glob(glob, node.child(at).span)).collect()
    }

    /// Other names of series, none of which stands for another one.
    fn aliases(&mut self, aliases: BTreeMap<String, String>, node: &Node) -> BTreeMap<String, String> {
        for (alias, series) in &aliases {
            if let Some(meant) = aliases.get(series).filter(|meant| *meant != series) {
                let span = node.child(alias.as_str()).span;
                let message = format!("`{series}` is an alias itself");
                self.wrong(span, message, format!("write the series that it means: `{meant}`"));
            }
        }
        aliases
    }

    /// Which series continues which, without circles.
    fn succession(&mut self, succeeds: BTreeMap<String, Many>, node: &Node) -> BTreeMap<String, Vec<String>> {
        let succeeds: BTreeMap<String, Vec<String>> =
            succeeds.into_iter().map(|(new, old)| (new, old.0)).collect();
        for (series, before) in &succeeds {
            let mut open: Vec<&String> = before.iter().collect();
            let mut seen: Vec<&String> = Vec::new();
            while let Some(older) = open.pop() {
                if older == series {
                    let span = node.child(series.as_str()).key_or_value();
                    let message = format!("`{series}` would continue itself");
                    self.wrong(span, message, "a series continues older ones only");
                    break;
                }
                if !seen.contains(&older) {
                    seen.push(older);
                    open.extend(succeeds.get(older).into_iter().flatten());
                }
            }
        }
        succeeds
    }

    /// Places of dates.
    fn dates(&mut self, dates: Vec<WireDate>, node: &Node) -> Vec<DateRule> {
        let dates = dates.into_iter().enumerate();
        dates.filter_map(|(at, date)| self.date(date, node.child(at))).collect()
    }

    /// One place of a date.
    fn date(&mut self, WireDate(mut date): WireDate, node: &Node) -> Option<DateRule> {
        let places = || DATE_PLACES.iter().copied();
        let mut format = date.remove("format").flatten();
        let mut format_node = node.child("format");
        let unknown = date.keys().find(|place| !places().any(|known| known == place.as_str()));
        if let Some(place) = unknown {
            let span = node.child(place.as_str()).key_or_value();
            let hint = match nearest(place, places()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "a date stands in `name`, `folder`, `path`, `heading`, `body` or `front-matter`"
                    .to_owned(),
            };
            self.wrong(span, format!("unknown place of a date `{place}`"), hint);
            return None;
        }
        let mut entries = date.into_iter();
        let (Some((place, value)), None) = (entries.next(), entries.next()) else {
            self.wrong(
                node.span,
                "entry with no place or several",
                "write one entry of the list for each place",
            );
            return None;
        };
        let place = match place.as_str() {
            "front-matter" => DatePlace::FrontMatter(value.unwrap_or_else(|| "date".to_owned())),
            other => {
                if value.is_some() {
                    format = value;
                    format_node = node.child(other);
                }
                match other {
                    "name" => DatePlace::Name,
                    "folder" => DatePlace::Folder,
                    "path" => DatePlace::Path,
                    "heading" => DatePlace::Heading,
                    _ if format.is_none() => {
                        let hint = "write how the line begins: `body: \"Date: {date}\"`";
                        self.wrong(node.span, "`body` without the line to look for", hint);
                        return None;
                    }
                    _ => DatePlace::Body,
                }
            }
        };
        let text = format.as_deref();
        let span = format_node.span;
        DateRule::new(place, text)
            .map_err(|error| self.wrong_pattern(text.unwrap_or_default(), span, error))
            .ok()
    }

    /// How standards are understood.
    fn standards(&mut self, wire: WireSource, node: &Node) -> StandardsConfig {
        let mut config = StandardsConfig::default();
        if let Some(id) = wire.id {
            let span = node.child("id").span;
            if let Some(pattern) = self.pattern(&id, span) {
                if pattern.fields().contains(&"number") {
                    config.id = pattern;
                } else {
                    self.wrong(span, format!("`{id}` gives no number"), "add `{number}` or `{number:4}`");
                }
            }
        }
        if !wire.states.is_empty() {
            config.states = self.states(wire.states, node.child("states"));
        }
        config.documents = self.glob_list(wire.documents, node.child("documents"));
        let WireMetadata { title, sort, status, track, description, dates, relations } = wire.metadata;
        let metadata = &mut config.metadata;
        metadata.title = title.unwrap_or(std::mem::take(&mut metadata.title));
        metadata.sort = sort.unwrap_or(std::mem::take(&mut metadata.sort));
        metadata.status = status.unwrap_or(std::mem::take(&mut metadata.status));
        metadata.track = track.unwrap_or(std::mem::take(&mut metadata.track));
        metadata.description = description.unwrap_or(std::mem::take(&mut metadata.description));
        metadata.dates = dates.unwrap_or(std::mem::take(&mut metadata.dates));
        metadata.relations = relations.unwrap_or(std::mem::take(&mut metadata.relations));
        config
    }

    /// The states in the order of the text, no word meaning two of them.
    fn states(&mut self, mut states: BTreeMap<String, Many>, node: &Node) -> Vec<State> {
        let mut ordered: Vec<State> = Vec::new();
        for (step, _) in &node.children {
            let Some((name, words)) = states.remove_entry(step.to_string().as_str()) else { continue };
            for (at, word) in words.0.iter().enumerate() {
                let folded = word.to_lowercase();
                let means = |state: &&State| state.words.iter().any(|known| known.to_lowercase() == folded);
                if let Some(other) = ordered.iter().find(means) {
                    let message = format!("`{word}` means `{}` already", other.name);
                    self.wrong(node.child(step.clone()).child(at).span, message, "list each word once");
                }
            }
            ordered.push(State { name, words: words.0 });
        }
        ordered
    }

    /// How release notes are understood; `include` may hold patterns.
    fn releases(&mut self, wire: WireSource, node: &Node, include: &[String]) -> ReleasesConfig {
        let mut config = ReleasesConfig::default();
        let patterns: Vec<Pattern> = include
            .iter()
            .filter(|text| is_pattern(text))
            .filter_map(|text| Pattern::new(text).ok())
            .collect();
        if !patterns.is_empty() {
            config.files = patterns;
        }
        let name_key = if node.get(&"release".into()).is_some() { "release" } else { "name" };
        for (text, key) in [(wire.release, name_key), (wire.version, "version")] {
            let Some(text) = text else { continue };
            let span = node.child(key).span;
            let Some(pattern) = self.pattern(&text, span) else { continue };
            let known: Vec<&str> = config.files.iter().flat_map(Pattern::fields).collect();
            if let Some(field) = pattern.fields().into_iter().find(|field| !known.contains(field)) {
                let message = format!("`{{{field}}}` stands in no pattern of `include`");
                let hint = match nearest(field, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{{{meant}}}`?"),
                    None => format!("add it there, such as `include: [\"Release{{{field}}}.md\"]`"),
                };
                self.wrong(span, message, hint);
                continue;
            }
            match key {
                "version" => config.version = pattern,
                _ => config.name = pattern,
            }
        }
        for (at, name) in wire.components.0.iter().enumerate() {
            if repository(name, Some("https://forge.invalid/owner")).is_err() {
                let hint = "write the name of a repository on the `forge`, or its address";
                self.wrong(
                    node.child("components").child(at).span,
                    format!("`{name}` is no repository"),
                    hint,
                );
            }
        }
        config.components = wire.components.0;
        if let Some(dates) = wire.dates {
            config.dates = self.dates(dates, node.child("dates"));
        }
        config
    }
}
