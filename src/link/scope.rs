//! Which certificate or profile requires which edition of which standard, and since when.

use std::collections::BTreeMap;

use super::mention::parse_number;
use super::{DocumentId, Record};
use crate::base::nearest::nearest;
use crate::base::{Date, Diagnostic, Location, SourceName};
use crate::code;
use crate::record::scope::{Requirement, ScopeVersion};
use crate::record::{self, FactsKind};
use crate::source::Source;
use crate::source::config::{Phase, StandardsConfig};

/// The scopes of a record.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Scopes {
    /// All of them, in the order of their documents.
    pub all: Vec<Scope>,
    /// The versions that require each standard: the places of scope and version.
    pub requiring: BTreeMap<DocumentId, Vec<(usize, usize)>>,
}

/// A certificate or profile.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Scope {
    /// The file that says it.
    pub document: DocumentId,
    /// Its versions, in the order of the file.
    pub versions: Vec<Version>,
}

/// A version of a scope on the day of the record.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Version {
    /// `v4`; empty for a scope without versions.
    pub name: String,
    /// Its state in the words of the file, else that of its phase; empty where nobody says anything.
    pub state: String,
    /// What this means, where that is known.
    pub phase: Option<Phase>,
    /// The day from which it is, or was, in force.
    pub from: Option<Date>,
    /// The day from which it is in its present phase.
    pub since: Option<Date>,
    /// What it requires, each once.
    pub requires: Vec<Required>,
}

/// A thing that a version of a scope requires.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Required {
    /// What it is called there.
    pub written: String,
    /// The standard, where it is one of the record.
    pub standard: Option<DocumentId>,
    /// Whether no edition is named, which means the one in force.
    pub inferred: bool,
}

impl Version {
    /// `version` as it is on `day`, without what it requires. Where the scope `has_timeline`, what that does not name
    /// yet is not in force.
    fn on(version: &ScopeVersion, day: Date, config: &StandardsConfig, has_timeline: bool) -> Version {
        let means = |word: &str| means(config, word);
        let in_force = version.states.iter().find(|(_, word)| means(word) == Some(Phase::Effective));
        let from = version.since.or(in_force.map(|(day, _)| *day));
        // What the timeline no longer names has ended.
        let phase_of = |word: &str| if word.is_empty() { Some(Phase::Ended) } else { means(word) };
        let begun = version.states.iter().rev().skip_while(|(begin, _)| *begin > day);
        let (state, phase, since) = match begun.clone().next() {
            Some((_, word)) => {
                let phase = phase_of(word);
                let same = begun.take_while(|(_, word)| phase_of(word) == phase);
                let state = if word.is_empty() { Phase::Ended.as_str() } else { word };
                (state.to_owned(), phase, same.last().map(|(begin, _)| *begin))
            }
            None => {
                let by_day = |from| if from <= day { Phase::Effective } else { Phase::Draft };
                let announced = has_timeline.then_some(Phase::Draft);
                let phase = version.since.map(by_day).or(announced);
                let since = version.since.filter(|since| *since <= day);
                (phase.map_or("", Phase::as_str).to_owned(), phase, since)
            }
        };
        Version { name: version.name.clone(), state, phase, from, since, requires: Vec::new() }
    }

    /// Whether it is in force; one of which nobody says anything is.
    pub fn is_in_force(&self) -> bool {
        self.phase == Some(Phase::Effective) || self.state.is_empty()
    }
}

/// What the word for a state of a scope means: as `scopes` says, else as for standards.
fn means(config: &StandardsConfig, word: &str) -> Option<Phase> {
    let word = word.trim().to_lowercase();
    let of_standards = || config.phase(config.state(&word)?);
    let own = Phase::ALL.into_iter().find(|phase| phase.as_str() == word);
    config.scopes.words.get(&word).copied().or(own).or_else(of_standards)
}

/// Finds out what all scopes require, and tells what they require in vain.
pub(super) fn scopes(
    record: &Record,
    sources: &BTreeMap<SourceName, Source>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Scopes {
    let mut scopes = Scopes::default();
    for (number, entry) in record.documents.iter().enumerate() {
        let FactsKind::Scope(facts) = &entry.facts.kind else { continue };
        let Some(source) = sources.get(&entry.path.source) else { continue };
        let (document, config) = (DocumentId(number as u32), &source.config.standards);
        let has_timeline = facts.versions.iter().any(|version| !version.states.is_empty());
        let versions = facts.versions.iter().map(|facts| {
            let version = Version::on(facts, record.day, config, has_timeline);
            let mut requires: Vec<Required> = Vec::new();
            for requirement in &facts.requires {
                let (standard, inferred) = find(record, requirement);
                let case = Case { record, document, config, version: &version, requirement };
                diagnostics.extend(case.check(standard));
                if standard.is_none() || requires.iter().all(|known| known.standard != standard) {
                    requires.push(Required { written: requirement.written.clone(), standard, inferred });
                }
            }
            Version { requires, ..version }
        });
        let scope = Scope { document, versions: versions.collect() };
        for (at, version) in scope.versions.iter().enumerate() {
            for standard in version.requires.iter().filter_map(|required| required.standard) {
                scopes.requiring.entry(standard).or_default().push((scopes.all.len(), at));
            }
        }
        scopes.all.push(scope);
    }
    scopes
}

/// The standard that `requirement` names, and whether its edition is inferred.
fn find(record: &Record, requirement: &Requirement) -> (Option<DocumentId>, bool) {
    let Some((number, edition)) = &requirement.standard else { return (None, false) };
    let Some((number, editions)) = editions(record, number) else { return (None, false) };
    match edition {
        Some(edition) => {
            let is_it = |id: &&DocumentId| record.standard(**id).is_some_and(|it| it.edition == *edition);
            (editions.iter().find(is_it).copied(), false)
        }
        None => (record.edition_on(number, None), true),
    }
}

/// The number of the record that `number` means, and its editions.
fn editions<'r>(record: &'r Record, number: &str) -> Option<(&'r String, &'r Vec<DocumentId>)> {
    let wanted = parse_number(number);
    record
        .standards
        .get_key_value(number)
        .or_else(|| record.standards.iter().find(|(known, _)| parse_number(known) == wanted))
}

/// One requirement, as it is held to the rules.
struct Case<'a> {
    /// Everything else.
    record: &'a Record,
    /// The file of the scope.
    document: DocumentId,
    /// How it is understood.
    config: &'a StandardsConfig,
    /// The version that requires it.
    version: &'a Version,
    /// What is required.
    requirement: &'a Requirement,
}

impl Case<'_> {
    /// What is wrong with requiring `standard`.
    fn check(&self, standard: Option<DocumentId>) -> Option<Diagnostic> {
        let (record, written) = (self.record, &self.requirement.written);
        let (code, message, hint) = match (standard, &self.requirement.standard) {
            (None, None) => {
                let hint = "name a standard, or give the module a name or URL that does".to_owned();
                (code::SCOPE_STANDARD, format!("`{written}` names no standard"), hint)
            }
            (None, Some((number, edition))) => {
                let named = [number.as_str(), edition.as_deref().unwrap_or_default()].join("-");
                let named = named.trim_end_matches('-');
                let message = format!("no standard is called `{named}`");
                (code::SCOPE_STANDARD, message, self.nearest(number, named))
            }
            (Some(id), _) => {
                let phase = record.phase_on(id, record.day).filter(|phase| *phase != Phase::Effective)?;
                if !self.version.is_in_force() {
                    return None;
                }
                let standard = record.standard(id)?;
                let what = match phase {
                    Phase::Ended => "has ended",
                    Phase::Draft | Phase::Effective => "is a draft",
                };
                let version = &self.version.name;
                let by = if version.is_empty() { String::new() } else { format!(" by `{version}`") };
                let message = format!("`{}` {what} and is required{by}", standard.id());
                let today = record.edition_on(&standard.number, None).filter(|today| *today != id);
                let today =
                    today.filter(|today| record.phase_on(*today, record.day) == Some(Phase::Effective));
                let hint = match today.and_then(|today| record.standard(today)) {
                    Some(today) => format!("`{}` is in force; require it in a new version", today.id()),
                    None => "put it into force, or leave it out of a new version".to_owned(),
                };
                (code::SCOPE_EDITION, message, hint)
            }
        };
        let problem = self.config.rules.violation(code, message)?;
        let path = &record.document(self.document).path;
        Some(problem.at(Location::span(path, self.requirement.span)).hint(hint))
    }

    /// What was meant by `named`, which begins with `number`.
    fn nearest(&self, number: &str, named: &str) -> String {
        let of_number = editions(self.record, number).map(|(_, editions)| editions);
        let all = || self.record.standards.values().flatten();
        let known = of_number.map_or_else(|| all().collect::<Vec<_>>(), |editions| editions.iter().collect());
        let known: Vec<String> =
            known.into_iter().filter_map(|id| self.record.standard(*id)).map(record::Standard::id).collect();
        match nearest(named, known.iter().map(String::as_str)) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "require an edition that there is".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests;
