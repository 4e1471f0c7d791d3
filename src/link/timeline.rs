//! The order in time: meetings of a series, releases and the time each covers, editions of a standard.

use std::collections::BTreeMap;

use super::{DocumentId, Extracted, Input, Record, Series, route};
use crate::base::{Date, Diagnostic, Hint, Location, SourceName};
use crate::code;
use crate::record::{Facts, FactsKind};
use crate::source::{Kind, Source};

/// The time that a release covers: after one day, up to and including another.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub struct Window {
    /// The day of the release before it; nothing for the first.
    pub after: Option<Date>,
    /// Its own day; nothing while it has none.
    pub until: Option<Date>,
}

/// The series of all minutes, with their titles and URLs.
pub(super) fn series(
    sources: &BTreeMap<SourceName, Source>,
    documents: &[&Extracted],
) -> BTreeMap<String, Series> {
    let mut all: BTreeMap<String, Series> = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        let FactsKind::Meeting(meeting) = &document.facts.kind else { continue };
        let Some(source) = sources.get(&document.path.source) else { continue };
        if source.config.kind != Kind::Minutes || meeting.series.is_empty() {
            continue;
        }
        let home = source.config.minutes.joins.as_ref().and_then(|name| sources.get(name)).unwrap_or(source);
        let series = all.entry(meeting.series.clone()).or_insert_with(|| Series {
            source: Some(home.config.name.clone()),
            title: title(&meeting.series, home),
            url: route::folder_url(&home.config.at, own_name(&meeting.series, &home.config.name)),
            ..Series::default()
        });
        let id = DocumentId(number as u32);
        match meeting.date {
            Some(date) => series.meetings.push((date, id)),
            None => series.undated.push(id),
        }
    }
    // Documents come in the order of their paths, which then is the order of a day's minutes.
    all.values_mut().for_each(|series| series.meetings.sort());
    all
}

/// The title of a series: as configured, else its name with blanks and a capital.
fn title(name: &str, source: &Source) -> String {
    let titles = &source.config.minutes.titles;
    let own = own_name(name, &source.config.name);
    let readable = || match own == name {
        true => crate::record::title::readable(name),
        false => format!("{}: {own}", source.config.title),
    };
    titles.get(own).cloned().unwrap_or_else(readable)
}

/// The name of a series within its source.
pub(super) fn own_name<'a>(name: &'a str, source: &SourceName) -> &'a str {
    name.strip_prefix(source.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(name)
}

/// The facts of those minutes whose series has the name of one in an earlier source, with a name of its own.
///
/// Two sources that both have a `weekly` have two bodies, unless the configuration joins them. The first keeps the
/// name; adding a source changes nothing about those before it.
pub(super) fn part(input: &Input, documents: &[&Extracted]) -> BTreeMap<usize, Facts> {
    let mut owners: BTreeMap<&str, &SourceName> = BTreeMap::new();
    let mut parted = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        let FactsKind::Meeting(meeting) = &document.facts.kind else { continue };
        let Some(source) = input.sources.get(&document.path.source) else { continue };
        let home = source.config.minutes.joins.as_ref().unwrap_or(&source.config.name);
        if meeting.series.is_empty() || *owners.entry(&meeting.series).or_insert(home) == home {
            continue;
        }
        let mut facts = document.facts.clone();
        if let FactsKind::Meeting(own) = &mut facts.kind {
            own.series = format!("{home}/{}", meeting.series);
        }
        parted.insert(number, facts);
    }
    parted
}

/// Puts releases and standards in order, and reports ids that are used twice.
pub(super) fn sort(record: &mut Record, diagnostics: &mut Vec<Diagnostic>) {
    let mut releases = Vec::new();
    let mut standards: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let mut ids: BTreeMap<String, DocumentId> = BTreeMap::new();
    for (number, entry) in record.documents.iter().enumerate() {
        let id = DocumentId(number as u32);
        let name = match &entry.facts.kind {
            FactsKind::Release(release) => {
                releases.push((release.date.is_none(), release.date, natural(&release.id), id));
                release.id.clone()
            }
            FactsKind::Standard(standard) => {
                let editions = standards.entry(standard.number.clone()).or_default();
                editions.push((natural(&standard.edition), id));
                standard.id()
            }
            FactsKind::Page | FactsKind::Meeting(_) | FactsKind::Scope(_) => continue,
        };
        let first = *ids.entry(name.to_lowercase()).or_insert(id);
        if first != id {
            diagnostics.push(duplicate(record, &name, first, id));
        }
    }
    releases.sort();
    record.releases = releases.into_iter().map(|(.., id)| id).collect();
    for editions in standards.values_mut() {
        editions.sort();
    }
    let in_order = standards.into_iter();
    record.standards = in_order
        .map(|(number, editions)| (number, editions.into_iter().map(|(_, id)| id).collect()))
        .collect();
}

/// Two documents with one id.
fn duplicate(record: &Record, name: &str, first: DocumentId, second: DocumentId) -> Diagnostic {
    let (first, second) = (&record.document(first).path, &record.document(second).path);
    let hint = format!("`{first}` has it too; give one of the two another number");
    Diagnostic::error(code::DUPLICATE_ID, format!("`{name}` is used twice"))
        .at(Location::file(second))
        .hint(Hint { message: hint, location: Some(Location::file(first)) })
}

/// Words and numbers of a name, so that `v10` comes behind `v9`.
fn natural(name: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(digits);
        let end = behind.find(|c: char| !c.is_ascii_digit()).unwrap_or(behind.len());
        let (number, behind) = behind.split_at(end);
        parts.push((word.to_owned(), number.parse().unwrap_or(u64::MAX)));
        rest = behind;
    }
    parts
}

impl Series {
    /// The minutes before and behind a document of the series.
    pub fn neighbours(&self, id: DocumentId) -> (Option<DocumentId>, Option<DocumentId>) {
        let Some(at) = self.meetings.iter().position(|(_, meeting)| *meeting == id) else {
            return (None, None);
        };
        let before = at.checked_sub(1).and_then(|at| self.meetings.get(at));
        (before.map(|(_, id)| *id), self.meetings.get(at + 1).map(|(_, id)| *id))
    }
}

impl Record {
    /// The day of a release.
    fn release_date(&self, id: DocumentId) -> Option<Date> {
        match &self.document(id).facts.kind {
            FactsKind::Release(release) => release.date,
            _ => None,
        }
    }

    /// The time that release `id` covers: after the release before it, up to its own day. A release without a
    /// date covers what follows the last one that has a date.
    pub fn window(&self, id: DocumentId) -> Option<Window> {
        let at = self.releases.iter().position(|release| *release == id)?;
        let (stated_after, stated_until) = match &self.document(id).facts.kind {
            FactsKind::Release(release) => release.stated,
            _ => (None, None),
        };
        let until = stated_until.or_else(|| self.release_date(id));
        let mut before = self.releases[..at].iter().rev().filter_map(|release| self.release_date(*release));
        // Two releases of one day cover the same time.
        let after = stated_after.or_else(|| before.find(|day| Some(*day) != until));
        Some(Window { after, until })
    }

    /// The release that a day leads up to: the first whose date is not before it. Nothing behind the last.
    pub fn release_for(&self, date: Date) -> Option<DocumentId> {
        let states = |id: &&DocumentId| match &self.document(**id).facts.kind {
            FactsKind::Release(release) => matches!(
                release.stated,
                (Some(after), Some(until)) if after < date && date <= until
            ),
            _ => false,
        };
        if let Some(release) = self.releases.iter().find(states) {
            return Some(*release);
        }
        let before = self.releases.partition_point(|release| {
            // Releases without a date stand behind all others.
            self.release_date(*release).is_some_and(|day| day < date)
        });
        self.releases.get(before).copied().filter(|release| self.release_date(*release).is_some())
    }
}
