//! From what a community writes to what the stages read, with every mistake told where it stands.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{AddressError, check_web, repository_name};
use super::source_check::check_source;
use super::standard::standard_sources;
use super::wire::{WireConfig, WireSource};
use super::{Config, Kind, SourceConfig};
use crate::base::nearest::nearest;
use crate::base::yaml::{Node, Problem, ProblemKind, decode, parse};
use crate::base::{Location, diagnostic::Diagnostic};
use crate::base::{RelPath, Severity, Span, Warned};
use crate::code;

/// How many mistakes are told before further sources are left alone.
const MAX_PROBLEMS: usize = 100;

/// Reads `text`, the configuration file at `path`.
///
/// `present` names those of [`super::FOLDERS`] that exist, for a configuration without `sources`. The value is
/// as complete as the mistakes allow; each mistake is an error with its place. Nothing panics, whatever the text.
pub fn read(text: &str, path: &RelPath, present: &[&str]) -> Warned<Config> {
    let (yaml, mut problems) = parse(text, 0);
    let decoded = decode::<WireConfig>(yaml);
    problems.extend(decoded.problems);
    let mut checker = Checker { problems };
    let wire = decoded.value.unwrap_or_default();
    let value = checker.config(wire, &decoded.node, path, present);
    let mut problems = checker.problems;
    problems.sort();
    problems.dedup();
    let diagnostic = |problem: Problem| -> Diagnostic {
        problem.diagnostic(Severity::Error, code::CONFIGURATION, |span| Location::project(path, Some(span)))
    };
    Warned { value, diagnostics: problems.into_iter().map(diagnostic).collect() }
}

/// Collects mistakes.
pub(super) struct Checker {
    /// The mistakes so far.
    problems: Vec<Problem>,
}

impl Checker {
    /// Notes that the value at `span` cannot be.
    pub(super) fn wrong(&mut self, span: Span, message: impl Into<String>, hint: impl Into<String>) {
        self.problems.push(Problem::new(ProblemKind::WrongValue, span, message).hint(hint));
    }

    /// Whether a mistake inside `span` was told already: what seems to be missing there may be what did not fit.
    pub(super) fn told_within(&self, span: Span) -> bool {
        let is_misfit = |problem: &&Problem| problem.kind == ProblemKind::WrongValue;
        self.problems.iter().filter(is_misfit).any(|problem| span.contains(problem.span))
    }

    /// Notes that `text`, at `span`, is no address.
    pub(super) fn wrong_address(&mut self, span: Span, text: &str, error: AddressError) {
        self.wrong(span, format!("`{text}` {}", error.message), error.hint);
    }

    /// The configuration that `wire` says.
    fn config(&mut self, wire: WireConfig, node: &Node, path: &RelPath, present: &[&str]) -> Config {
        let forge = wire.forge.and_then(|forge| self.forge(forge, node.child("forge").span));
        let mut sources = match wire.sources {
            None => standard_sources(present),
            Some(wires) => self.sources(wires, node.child("sources"), forge.as_deref()),
        };
        let aliases = node.child("forge_aliases");
        let forge_aliases = wire.forge_aliases.0.into_iter().enumerate();
        let forge_aliases = forge_aliases.filter_map(|(at, alias)| self.forge(alias, aliases.child(at).span));
        let forge_aliases = forge_aliases.collect();
        let plugins = self.plugins(wire.plugins, node.child("plugins"), path, &mut sources);
        let owner = forge.as_deref().map(repository_name).unwrap_or("Record");
        Config {
            title: wire.title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| owner.to_owned()),
            description: wire.description.unwrap_or_default(),
            url: wire.url.and_then(|url| self.site_url(url, node.child("url").span)),
            language: self.language(wire.language, node.child("language").span),
            forge,
            forge_aliases,
            repositories: self.repositories(wire.repositories, node.child("repositories")),
            moved: self.moved(wire.moved, node.child("moved"), &sources),
            sources,
            editor: wire.editor.unwrap_or(true),
            repair_encoding: wire.repair_encoding,
            mask_emails: wire.people.mask_emails,
            people_pages: wire.people.pages,
            mentions: self.mentions(wire.mentions, node.child("mentions")),
            plugins,
        }
    }

    /// The sources, each with a name of its own.
    fn sources(&mut self, wires: Vec<WireSource>, node: &Node, forge: Option<&str>) -> Vec<SourceConfig> {
        let mut sources: Vec<SourceConfig> = Vec::new();
        let mut names = BTreeSet::new();
        let mut has_pages = false;
        for (at, wire) in wires.into_iter().enumerate() {
            if self.problems.len() >= MAX_PROBLEMS {
                break;
            }
            let node = node.child(at);
            let at = wire.at.clone();
            let Some(mut source) = check_source(self, wire, node, forge) else { continue };
            if source.kind == Kind::Pages && !std::mem::replace(&mut has_pages, true) && at.is_none() {
                source.at.clear();
            }
            if !names.insert(source.name.clone()) {
                let place = ["name", "repo", "dir"].iter().find_map(|key| node.get(&(*key).into()));
                let span = place.unwrap_or(node).span;
                let message = format!("second source with the name `{}`", source.name);
                self.wrong(span, message, "give one of the two another `name`");
                continue;
            }
            sources.push(source);
        }
        for (at, source) in sources.iter().enumerate() {
            let Some(other) = &source.minutes.joins else { continue };
            let is_other = |known: &&SourceConfig| known.kind == Kind::Minutes && known.name != source.name;
            let others = || sources.iter().filter(is_other);
            if others().any(|known| known.name == *other && known.minutes.joins.is_none()) {
                continue;
            }
            let hint = match nearest(other.as_str(), others().map(|known| known.name.as_str())) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "write the name of another source of minutes that joins none itself".to_owned(),
            };
            self.wrong(
                node.child(at).child("joins").span,
                format!("`{other}` is no source of minutes to join"),
                hint,
            );
        }
        sources
    }

    /// An owner's page on a forge, without a final slash.
    fn forge(&mut self, text: String, span: Span) -> Option<String> {
        match check_web(&text) {
            Ok(()) => Some(text.trim_end_matches('/').to_owned()),
            Err(error) => {
                self.wrong_address(span, &text, error);
                None
            }
        }
    }

    /// The site's own URL, with a final slash.
    fn site_url(&mut self, mut text: String, span: Span) -> Option<String> {
        if let Err(error) = check_web(&text) {
            self.wrong_address(span, &text, error);
            return None;
        }
        if text.contains(['?', '#']) {
            self.wrong(span, format!("`{text}` has a query or an anchor"), "leave out what follows the path");
            return None;
        }
        if !text.ends_with('/') {
            text.push('/');
        }
        Some(text)
    }

    /// The language, `en` where none is given.
    fn language(&mut self, text: Option<String>, span: Span) -> String {
        let Some(text) = text else { return "en".to_owned() };
        let is_part =
            |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
        if text.split('-').all(is_part)
            && text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.len() > 1
        {
            return text;
        }
        self.wrong(
            span,
            format!("`{text}` is no language"),
            "write a language as in RFC 5646: `en`, `de-AT`",
        );
        "en".to_owned()
    }

    /// Old names of repositories, none of which leads to another old name.
    fn repositories(&mut self, names: BTreeMap<String, String>, node: &Node) -> BTreeMap<String, String> {
        let is_name = |name: &str| {
            !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
        };
        let entries = node.entries();
        for (old, new) in &names {
            let node = entries.get(old.as_str()).copied().unwrap_or(node);
            if !is_name(old) {
                self.wrong(
                    node.key_or_value(),
                    format!("`{old}` is no name of a repository"),
                    "write the name alone",
                );
            }
            if !is_name(new) {
                self.wrong(node.span, format!("`{new}` is no name of a repository"), "write the name alone");
            } else if let Some(newer) = names.get(new) {
                let hint = format!("write its name of today: `{newer}`");
                self.wrong(node.span, format!("`{new}` is an old name itself"), hint);
            }
        }
        names
    }
}
