//! Releases as pages show them, and the window that each day falls into.
//!
//! The window of a release begins after the day of the release before it and ends with its own.

use std::collections::BTreeMap;

use crate::base::url::encode_path;
use crate::base::{Date, SourceName};
use crate::link::{DocumentId, Record};
use crate::page::date;
use crate::page::view::{CountView, LinkView, ReleaseRowView, ReleaseView};
use crate::record::{FactsKind, Release};

/// The days of all releases, oldest first.
#[derive(Debug, Clone, Default)]
pub(super) struct Windows {
    /// Each day with its release.
    days: Vec<(Date, DocumentId)>,
    /// The days of all meetings with the key of their series, oldest first.
    meetings: Vec<(Date, String)>,
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
        let mut meetings: Vec<(Date, String)> = record
            .series
            .iter()
            .flat_map(|(key, series)| series.meetings.iter().map(move |(day, _)| (*day, key.clone())))
            .collect();
        meetings.sort();
        Windows { days, meetings }
    }

    /// The release in whose window `day` falls.
    fn release(&self, day: Date) -> Option<DocumentId> {
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

    /// The meetings of the window that ends with `until`.
    fn meetings(&self, until: Date) -> &[(Date, String)] {
        let first = match self.after(until) {
            Some(after) => self.meetings.partition_point(|(day, _)| *day <= after),
            None => 0,
        };
        let end = self.meetings.partition_point(|(day, _)| *day <= until);
        &self.meetings[first.min(end)..end]
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
pub(super) fn view(record: &Record, windows: &Windows, id: DocumentId) -> Option<ReleaseView> {
    let facts = release(record, id)?;
    let entry = record.documents.get(id.0 as usize)?;
    let meetings = facts.date.map_or(&[][..], |day| windows.meetings(day));
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, series) in meetings {
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
        url: encode_path(&entry.url),
        title: entry.facts.title.clone(),
    })
}

/// The releases of a source, or of all, newest first, at most `most`.
pub(super) fn newest(
    record: &Record,
    windows: &Windows,
    source: Option<&SourceName>,
    most: usize,
) -> Vec<ReleaseRowView> {
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
        })
    };
    let mut rows: Vec<ReleaseRowView> = record.releases.iter().rev().filter_map(row).collect();
    // What has no date is not out yet, or nobody wrote down when; it stands behind the others.
    rows.sort_by_key(|row| row.date.is_none());
    rows.truncate(most);
    rows
}
