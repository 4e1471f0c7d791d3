//! What the names in texts mean: the page, issue or person each leads to, or why it leads nowhere.
//!
//! A name that may mean several things is no link. What is written as a name but names nothing is told apart from
//! what only looks like one: `abc-0099` is missing where there are standards called `abc`, `UTF-8` is just a word.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Problem;
use super::mismatch::{mismatch, mismatches};
use super::placeholder::main_of;
use super::series_name::SeriesNames;
use super::timeline::own_name;
use super::version::Versions;
use super::{DocumentId, Extracted, Named, Record, Subject, Target, placeholder};
use crate::base::parallel::*;
use crate::base::{Date, Diagnostic, Location, Span};
use crate::code;
use crate::document::mention::{Mention, MentionKind, Place};
use crate::document::{Heading, Reference, ReferenceKind};
use crate::record::FactsKind;
use crate::source::Config;
use crate::source::config::mention::BareIssue;

/// What a mention came to.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Resolution {
    /// Where it leads, if it leads anywhere.
    pub target: Option<Target>,
    /// What it names, as the published record calls it: `scs-0214-v2`, `R5`, `owner/tools#12`, `@jo`.
    pub to: Option<String>,
    /// Why it leads nowhere, or is wrong where it leads.
    pub problem: Option<Problem>,
    /// Whether the text leaves open what the resolution says, such as the edition in force on its day.
    pub inferred: bool,
}

/// Everything that has a name, ready to be looked up.
#[derive(Debug, Clone)]
pub struct Names<'a> {
    record: &'a Record,
    /// Standards by prefix and number, so that zeros in front do not count.
    standards: BTreeMap<(String, u64), &'a str>,
    /// The prefixes that exist.
    prefixes: BTreeSet<String>,
    releases: BTreeMap<String, DocumentId>,
    versions: Versions<'a>,
    series: SeriesNames,
    /// `https://github.com`
    host: Option<String>,
    bare: BareIssue,
}

/// The document whose mentions are resolved.
#[derive(Debug, Clone, Copy)]
pub struct Mentioning<'a> {
    /// Which document it is.
    pub id: DocumentId,
    /// What it names.
    pub mentions: &'a [Mention],
    /// Its links and pictures.
    pub references: &'a [Reference],
    /// Its headings.
    pub outline: &'a [Heading],
}

impl<'a> Names<'a> {
    /// The names of what `record` holds.
    pub fn new(record: &'a Record, config: &Config) -> Names<'a> {
        let standards =
            record.standards.keys().filter_map(|number| Some((parse_number(number)?, number.as_str())));
        let standards: BTreeMap<_, _> = standards.collect();
        let release = |id: &DocumentId| match &record.documents.get(id.0 as usize)?.facts.kind {
            FactsKind::Release(release) => Some((release.id.to_lowercase(), *id)),
            _ => None,
        };
        Names {
            record,
            prefixes: standards.keys().map(|(prefix, _)| prefix.clone()).collect(),
            standards,
            releases: record.releases.iter().filter_map(release).collect(),
            versions: Versions::new(record, config.mentions.releases.versions),
            series: series_names(record, config),
            host: config.forge.as_deref().and_then(host).map(str::to_owned),
            bare: config.mentions.issues.bare,
        }
    }

    /// The names of the series.
    pub fn series(&self) -> &SeriesNames {
        &self.series
    }

    /// What each mention of a document came to, in order; nothing for what turned out to name nothing.
    pub fn resolve_all(&self, document: Mentioning<'_>) -> Vec<Option<Resolution>> {
        let sections = Sections::new(document, self.host.as_deref());
        let resolve = |mention: &Mention| match &mention.kind {
            MentionKind::Issue { repository: None, number } => {
                Some(self.bare_issue(*number, mention.span, &sections))
            }
            kind => self.resolve(document.id, kind),
        };
        document.mentions.iter().map(resolve).collect()
    }

    /// What `kind`, named in document `from`, is.
    pub fn resolve(&self, from: DocumentId, kind: &MentionKind) -> Option<Resolution> {
        match kind {
            MentionKind::Standard { number, edition } => self.standard(from, number, edition.as_deref()),
            MentionKind::Release { id, .. } => Some(match self.releases.get(&id.to_lowercase()) {
                Some(release) => found(Target::Document(*release, None), id.clone()),
                None => problem(Problem::Missing),
            }),
            MentionKind::Version(version) => {
                let (release, name) = self.versions.find(version)?;
                Some(found(Target::Document(release, None), name.to_owned()))
            }
            MentionKind::Issue { repository: Some(repository), number } => {
                Some(self.issue(repository, *number))
            }
            MentionKind::Issue { repository: None, .. } => Some(problem(Problem::Ambiguous)),
            MentionKind::Person(handle) => Some(self.person(handle)),
            MentionKind::Meeting { series, date } => self.meeting(from, series, *date),
            MentionKind::Named { rule, id } => {
                let subject = Subject::Named { rule: rule.clone(), id: id.clone() };
                let url = self.record.topics.pages.get(&subject);
                let target = url.map(|url| Target::Page(url.clone(), None));
                Some(Resolution { target, to: Some(id.clone()), problem: None, inferred: false })
            }
        }
    }

    /// A standard: the named edition, or the one in force on the day of the text.
    fn standard(&self, from: DocumentId, number: &str, edition: Option<&str>) -> Option<Resolution> {
        let key = parse_number(number)?;
        let Some(number) = self.standards.get(&key) else {
            return self.prefixes.contains(&key.0).then(|| problem(Problem::Missing));
        };
        let id = match edition {
            Some(edition) => {
                let is_it =
                    |id: &&DocumentId| self.record.standard(**id).is_some_and(|it| it.edition == edition);
                self.record.standards.get(*number)?.iter().find(is_it).copied()
            }
            None => self.record.edition_on(number, self.record.day_of(from)),
        };
        let Some(id) = id else { return Some(problem(Problem::Missing)) };
        let name = self.record.standard(id).map(|it| [it.number.as_str(), &it.edition].join("-"))?;
        let name = name.trim_end_matches('-').to_owned();
        Some(Resolution { inferred: edition.is_none(), ..found(Target::Document(id, None), name) })
    }

    /// A standard that does not exist, with the nearest that does.
    fn unknown(&self, kind: &MentionKind) -> Diagnostic {
        let MentionKind::Standard { number, .. } = kind else {
            return Diagnostic::advice(code::UNKNOWN_NAME, format!("nothing is called `{kind}`"));
        };
        let editions =
            self.record.standards.iter().find(|(known, _)| parse_number(known) == parse_number(number));
        let problem = Diagnostic::advice(code::UNKNOWN_NAME, format!("no standard is called `{kind}`"));
        match editions {
            Some((_, editions)) => {
                let editions = editions.iter().filter_map(|id| self.record.standard(*id));
                let editions: Vec<String> =
                    editions.map(|standard| format!("`{}`", standard.edition)).collect();
                problem.hint(format!("the standard has the editions {}", editions.join(", ")))
            }
            None => problem.hint("correct the number, or list the spelling under `except`"),
        }
    }

    /// An issue or pull request; the forge leads from one to the other.
    fn issue(&self, repository: &str, number: u32) -> Resolution {
        let number = number.to_string();
        let url = |host: &String| [host, "/", repository, "/issues/", &number].concat();
        let target = self.host.as_ref().map(url).map(Target::External);
        let to = Some([repository, "#", &number].concat());
        Resolution { target, to, problem: None, inferred: false }
    }

    /// `#12`: of the one repository that its section names, where the configuration says so.
    fn bare_issue(&self, number: u32, span: Span, sections: &Sections) -> Resolution {
        match (self.bare, sections.repository(span)) {
            (BareIssue::Section, Some(repository)) => {
                Resolution { inferred: true, ..self.issue(&repository, number) }
            }
            _ => problem(Problem::Ambiguous),
        }
    }

    /// A person: their page on the site, if people have any, or else on the forge, where the handle can be one there.
    /// Without either it is a name all the same, and nothing is wrong with it.
    fn person(&self, handle: &str) -> Resolution {
        let people = Some(&self.record.people).filter(|people| !people.is_empty());
        if let Some(person) = people.and_then(|people| people.get(&handle.to_lowercase())) {
            return found(Target::Page(person.url.clone(), None), ["@", handle].concat());
        }
        let target = self.host.as_deref().and_then(|host| profile(host, handle)).map(Target::External);
        Resolution { target, to: Some(["@", handle].concat()), problem: None, inferred: false }
    }

    /// A meeting on `date` of the series that `words` name, or of the same series as the text.
    fn meeting(&self, from: DocumentId, words: &str, date: Date) -> Option<Resolution> {
        let own = self.record.meeting(from)?;
        let named = (0..words.len())
            .filter(|at| words.is_char_boundary(*at))
            .map(|at| self.series.find(&words[at..]));
        let named = named.into_iter().find(|series| !series.is_empty());
        let series = named.unwrap_or_else(|| vec![own.0.to_owned()]);
        let [series] = &series[..] else { return None };
        if own == (series.as_str(), Some(date)) {
            return None;
        }
        let meetings = &self.record.series.get(series)?.meetings;
        let begin = meetings.partition_point(|(earlier, _)| *earlier < date);
        let end = meetings.partition_point(|(earlier, _)| *earlier <= date);
        let id = main_of(self.record, &meetings[begin..end])?;
        let path = self.record.documents.get(id.0 as usize)?.path.path.without_extension().to_owned();
        Some(Resolution { inferred: true, ..found(Target::Document(id, None), path) })
    }
}

/// What a mention is that leads to `target`.
fn found(target: Target, to: String) -> Resolution {
    Resolution { target: Some(target), to: Some(to), problem: None, inferred: false }
}

/// What a mention is that leads nowhere.
fn problem(problem: Problem) -> Resolution {
    Resolution { target: None, to: None, problem: Some(problem), inferred: false }
}

/// Finds out what every document names, what became of its placeholders, and which links say one thing and lead to
/// another.
pub(super) fn link(
    record: &mut Record,
    config: &Config,
    documents: &[&Extracted],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let names = Names::new(record, config);
    let days = config.mentions.placeholders.days;
    let resolved: Vec<_> = documents
        .par_iter()
        .zip(&record.documents)
        .enumerate()
        .map(|(number, (document, entry))| {
            let id = DocumentId(number as u32);
            let Named { mentions, placeholders, outline } = document.names;
            let mentioning = Mentioning { id, mentions, references: document.references, outline };
            let mut resolutions = names.resolve_all(mentioning);
            let mut problems = Vec::new();
            for index in mismatches(names.record, mentioning, &entry.targets) {
                if let Some(Some(resolution)) = resolutions.get_mut(index) {
                    resolution.problem = Some(Problem::Mismatch);
                }
                let location = Location::span(&entry.path, mentions[index].span);
                problems.push(mismatch(&mentions[index].kind).at(location));
            }
            for (mention, resolution) in mentions.iter().zip(&resolutions) {
                let is_missing = resolution.as_ref().is_some_and(|it| it.problem == Some(Problem::Missing));
                let is_told =
                    matches!(mention.kind, MentionKind::Standard { .. }) && mention.place == Place::Text;
                if is_missing && is_told {
                    problems.push(names.unknown(&mention.kind).at(Location::span(&entry.path, mention.span)));
                }
            }
            let fill = |placeholder| placeholder::fill(names.record, &names.series, id, placeholder, days);
            (resolutions, placeholders.iter().map(fill).collect::<Vec<_>>(), problems)
        })
        .collect();
    drop(names);
    for (entry, (mentions, waiting, problems)) in record.documents.iter_mut().zip(resolved) {
        entry.mentions = mentions;
        entry.waiting = waiting;
        diagnostics.extend(problems);
    }
}

/// The names of all series: their keys, titles and the configured aliases.
fn series_names(record: &Record, config: &Config) -> SeriesNames {
    let keys = record.series.keys().map(String::as_str);
    let titles = record.series.iter().map(|(key, series)| (series.title.as_str(), key.as_str()));
    // A name that two bodies have means neither, except to their own minutes.
    let own = record
        .series
        .iter()
        .filter_map(|(key, series)| Some((own_name(key, series.source.as_ref()?), key.as_str())));
    let titles = titles.chain(own);
    let aliases = config.sources.iter().flat_map(|source| &source.minutes.aliases);
    SeriesNames::new(keys, titles.chain(aliases.map(|(text, key)| (text.as_str(), key.as_str()))))
}

/// The prefix in lower case and the number of `scs-0214`.
pub(super) fn parse_number(number: &str) -> Option<(String, u64)> {
    let prefix = number.trim_end_matches(|c: char| c.is_ascii_digit());
    let value = number[prefix.len()..].parse().ok()?;
    Some((prefix.to_lowercase(), value))
}

/// Scheme and host of a forge's URL.
pub fn host(forge: &str) -> Option<&str> {
    let start = forge.find("://")? + 3;
    let end = forge[start..].find('/').map_or(forge.len(), |at| start + at);
    Some(&forge[..end])
}

/// Where the forge at `host` shows the person `handle`; nothing where nobody can be called so, as with `_` on GitHub.
pub fn profile(host: &str, handle: &str) -> Option<String> {
    let is_elsewhere = handle.contains('_') && host.ends_with("//github.com");
    (!is_elsewhere).then(|| [host, "/", handle].concat())
}

/// Which repositories each section of a document names.
struct Sections {
    /// Where each section begins, and its repositories.
    sections: Vec<(u32, BTreeSet<String>)>,
}

impl Sections {
    /// The sections of `document`, whose forge is at `host`.
    fn new(document: Mentioning<'_>, host: Option<&str>) -> Sections {
        let starts = std::iter::once(0).chain(document.outline.iter().map(|heading| heading.span.start));
        let mut sections: Vec<(u32, BTreeSet<String>)> =
            starts.map(|start| (start, BTreeSet::new())).collect();
        sections.sort();
        let mut add = |span: Span, repository: String| {
            let at = sections.partition_point(|(start, _)| *start <= span.start).saturating_sub(1);
            sections[at].1.insert(repository);
        };
        for mention in document.mentions {
            if let MentionKind::Issue { repository: Some(repository), .. } = &mention.kind {
                add(mention.span, repository.clone());
            }
        }
        for reference in document.references.iter().filter(|it| it.kind != ReferenceKind::Comment) {
            if let Some((repository, _)) = issue_url(&reference.target, host) {
                add(reference.span, repository);
            }
        }
        Sections { sections }
    }

    /// The repository of the section around `span`, when it names exactly one.
    fn repository(&self, span: Span) -> Option<String> {
        let at = self.sections.partition_point(|(start, _)| *start <= span.start).checked_sub(1)?;
        let repositories = &self.sections[at].1;
        repositories.first().filter(|_| repositories.len() == 1).cloned()
    }
}

/// Repository and number of the issue or pull request that `url`, at the forge `host`, shows.
pub fn issue_url(url: &str, host: Option<&str>) -> Option<(String, u32)> {
    let path = url.strip_prefix(host?)?.strip_prefix('/')?;
    let end = path.bytes().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(path.len());
    let mut parts = path[..end].split('/').filter(|part| *part != "-");
    let (owner, repository, sort) = (parts.next()?, parts.next()?, parts.next()?);
    if !matches!(sort, "issues" | "pull" | "pulls" | "merge_requests") {
        return None;
    }
    let number = parts.next()?.parse().ok()?;
    Some(([owner, repository].join("/"), number))
}

impl Record {
    /// The day of a document that has one.
    pub(super) fn day_of(&self, id: DocumentId) -> Option<Date> {
        match &self.documents.get(id.0 as usize)?.facts.kind {
            FactsKind::Meeting(meeting) => meeting.date,
            FactsKind::Release(release) => release.date,
            FactsKind::Standard(_) | FactsKind::Scope(_) | FactsKind::Page => None,
        }
    }

    /// Series and day of a meeting.
    fn meeting(&self, id: DocumentId) -> Option<(&str, Option<Date>)> {
        match &self.documents.get(id.0 as usize)?.facts.kind {
            FactsKind::Meeting(meeting) => Some((&meeting.series, meeting.date)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
