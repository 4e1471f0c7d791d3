//! Releases as pages show them, and the window that each day falls into.
//!
//! The window of a release begins after the day of the release before it and ends with its own.

use std::collections::BTreeMap;

use crate::base::url::encode_path;
use crate::base::{Date, SourceName};
use crate::link::{DocumentId, Record, Subject};
use crate::page::plan::Pages;
use crate::page::view::{
    CountView, DecisionRowView, LinkView, LivedView, LivesView, ReleaseRowView, ReleaseView,
};
use crate::page::{date, decision, discussion, standard, status};
use crate::record::{FactsKind, Release};

/// The days of all releases, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Windows {
    /// Each day with its release.
    days: Vec<(Date, DocumentId)>,
    /// The days of all meetings with the key of their series, oldest first.
    meetings: Vec<(Date, String, DocumentId)>,
    /// The dates of the lives of all standards with their keys, earliest first.
    lives: Vec<(Date, String, DocumentId)>,
}

/// The document `id`, where it is a release.
fn release(record: &Record, id: DocumentId) -> Option<&Release> {
    match &record.documents.get(id.0 as usize)?.facts.kind {
        FactsKind::Release(release) => Some(release),
        _ => None,
    }
}

impl Windows {
    /// Finds the windows of a record.
    pub(super) fn new(record: &Record) -> Windows {
        let mut days: Vec<(Date, DocumentId)> =
            record.releases.iter().filter_map(|&id| Some((release(record, id)?.date?, id))).collect();
        days.sort();
        let mut meetings: Vec<(Date, String, DocumentId)> = record
            .series
            .iter()
            .flat_map(|(key, series)| series.meetings.iter().map(move |(day, id)| (*day, key.clone(), *id)))
            .collect();
        meetings.sort();
        let lives = record.standards.values().flatten().flat_map(|&id| {
            let dates = standard::life(record, id);
            dates.into_iter().map(move |(day, key)| (day, key.to_owned(), id))
        });
        let mut lives: Vec<_> = lives.collect();
        lives.sort();
        Windows { days, meetings, lives }
    }

    /// The release in whose window `day` falls.
    pub(super) fn release(&self, day: Date) -> Option<DocumentId> {
        self.days.get(self.days.partition_point(|(until, _)| *until < day)).map(|&(_, id)| id)
    }

    /// A link to the release in whose window `day` falls.
    pub(super) fn link(&self, record: &Record, day: Date) -> Option<LinkView> {
        let id = self.release(day)?;
        let entry = record.documents.get(id.0 as usize)?;
        Some(LinkView { title: release(record, id)?.id.clone(), url: encode_path(&entry.url) })
    }

    /// The day that opens the window ending with `until`.
    fn after(&self, until: Date) -> Option<Date> {
        self.days[..self.days.partition_point(|(day, _)| *day < until)].last().map(|&(day, _)| day)
    }

    /// Those of `dated`, which are in the order of their days, that fall into the window that ends with `until`.
    fn within<'a, T>(&self, until: Date, dated: &'a [T], day: impl Fn(&T) -> Date) -> &'a [T] {
        let first = match self.after(until) {
            Some(after) => dated.partition_point(|one| day(one) <= after),
            None => 0,
        };
        let end = dated.partition_point(|one| day(one) <= until);
        &dated[first.min(end)..end]
    }

    /// The meetings of the window that ends with `until`.
    fn meetings(&self, until: Date) -> &[(Date, String, DocumentId)] {
        self.within(until, &self.meetings, |(day, ..)| *day)
    }

    /// Whether `day` falls into the window that ends with `until`.
    pub(super) fn holds(&self, until: Date, day: Date) -> bool {
        day <= until && self.after(until).is_none_or(|after| after < day)
    }

    /// The releases before and after `id`.
    pub(super) fn neighbours(&self, record: &Record, id: DocumentId) -> (Option<LinkView>, Option<LinkView>) {
        let link = |at: usize| {
            let id = *record.releases.get(at)?;
            let entry = record.documents.get(id.0 as usize)?;
            Some(LinkView { title: release(record, id)?.id.clone(), url: encode_path(&entry.url) })
        };
        match record.releases.iter().position(|&other| other == id) {
            Some(at) => (at.checked_sub(1).and_then(link), link(at + 1)),
            None => (None, None),
        }
    }
}

/// What the page of a release shows beside its notes.
pub(super) fn view(pages: &Pages<'_>, id: DocumentId) -> Option<ReleaseView> {
    let (record, windows) = (pages.record, &pages.windows);
    let facts = release(record, id)?;
    let entry = record.documents.get(id.0 as usize)?;
    let meetings = facts.date.map_or(&[][..], |day| windows.meetings(day));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, series, _) in meetings {
        *counts.entry(series).or_default() += 1;
    }
    let mut series: Vec<CountView> = counts
        .into_iter()
        .filter_map(|(key, count)| {
            let series = record.series.get(key)?;
            Some(CountView { title: series.title.clone(), url: encode_path(&series.url), count })
        })
        .collect();
    series.sort_by_key(|counted| std::cmp::Reverse(counted.count));
    Some(ReleaseView {
        id: facts.id.clone(),
        version: facts.version.clone(),
        date: facts.date.map(date::view),
        after: facts.date.and_then(|day| windows.after(day)).map(date::view),
        meetings: meetings.len(),
        series,
        decided: facts.date.map_or_else(Vec::new, |until| decided(pages, until)),
        lives: facts.date.map_or_else(Vec::new, |until| lives(record, windows, until)),
        discussed: discussed(record, meetings),
        url: encode_path(&entry.url),
        status: status::url(record, pages.sources, id).map(|url| encode_path(&url)),
        title: entry.facts.title.clone(),
    })
}

/// What was decided in the window that ends with `until`, newest first.
fn decided(pages: &Pages<'_>, until: Date) -> Vec<DecisionRowView> {
    let (record, windows) = (pages.record, &pages.windows);
    let within = windows.within(until, &record.decisions, |decision| decision.evidence.date);
    let first = record.decisions.partition_point(|decision| {
        within.first().is_some_and(|earliest| decision.evidence.date < earliest.evidence.date)
    });
    (first..first + within.len()).rev().filter_map(|place| decision::row(pages, place)).collect()
}

/// What became of standards in the window that ends with `until`.
fn lives(record: &Record, windows: &Windows, until: Date) -> Vec<LivesView> {
    let mut lives: BTreeMap<&str, Vec<LivedView>> = BTreeMap::new();
    for (day, key, id) in windows.within(until, &windows.lives, |(day, ..)| *day) {
        let Some(entry) = record.documents.get(id.0 as usize) else { continue };
        lives.entry(key).or_default().push(LivedView {
            date: date::view(*day),
            id: discussion::short_name(entry),
            title: entry.facts.title.clone(),
            url: encode_path(&entry.url),
        });
    }
    let mut lives: Vec<LivesView> = lives
        .into_iter()
        .map(|(key, rows)| LivesView { label: standard::label(key), id: format!("life-{key}"), rows })
        .collect();
    // What begins comes before what ends, as it does in most lives.
    lives.sort_by_key(|life| life.rows.first().map(|row| row.date.iso.clone()));
    lives
}

/// The standards that `meetings` spoke of, most often first.
fn discussed(record: &Record, meetings: &[(Date, String, DocumentId)]) -> Vec<CountView> {
    let mut counts: BTreeMap<DocumentId, usize> = BTreeMap::new();
    for (_, _, id) in meetings {
        for subject in record.backlinks.of_document(*id) {
            if let Subject::Document(named) = subject {
                *counts.entry(*named).or_default() += 1;
            }
        }
    }
    let standards = counts.into_iter().filter_map(|(id, count)| {
        let entry = record.documents.get(id.0 as usize)?;
        matches!(entry.facts.kind, FactsKind::Standard(_)).then(|| CountView {
            title: discussion::short_name(entry),
            url: encode_path(&entry.url),
            count,
        })
    });
    let mut standards: Vec<CountView> = standards.collect();
    standards.sort_by_key(|standard| std::cmp::Reverse(standard.count));
    standards
}

/// The releases of a source, or of all, newest first, at most `most`.
pub(super) fn newest(pages: &Pages<'_>, source: Option<&SourceName>, most: usize) -> Vec<ReleaseRowView> {
    let (record, windows) = (pages.record, &pages.windows);
    let row = |&id: &DocumentId| {
        let facts = release(record, id)?;
        let entry = record.documents.get(id.0 as usize)?;
        source.is_none_or(|source| entry.path.source == *source).then(|| ReleaseRowView {
            id: facts.id.clone(),
            version: facts.version.clone(),
            date: facts.date.map(date::view),
            title: entry.facts.title.clone(),
            url: encode_path(&entry.url),
            meetings: facts.date.map_or(0, |day| windows.meetings(day).len()),
            status: status::url(record, pages.sources, id).map(|url| encode_path(&url)),
        })
    };
    let mut rows: Vec<ReleaseRowView> = record.releases.iter().rev().filter_map(row).collect();
    // What has no date is not out yet, or nobody wrote down when; it stands behind the others.
    rows.sort_by_key(|row| row.date.is_none());
    rows.truncate(most);
    rows
}
