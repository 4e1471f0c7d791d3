//! Meetings as pages show them: one meeting, a series with its calendar, and the overview of all series.

use std::collections::BTreeSet;

use crate::base::date::MONTHS;
use crate::base::url::encode_path;
use crate::base::{Date, SourceName};
use crate::link::{DocumentId, Record, Series, Subject};
use crate::page::navigation::{name_suffix, natural};
use crate::page::plan::Pages;
use crate::page::view::{
    ConflictView, DayView, LinkView, MeetingRowView, MeetingView, MinutesView, MonthView, SeriesRowView,
    SeriesView, YearView,
};
use crate::page::{board, date, discussion, forge, topic};
use crate::record::{FactsKind, Meeting};
use crate::source::config::{Config, SourceConfig};

/// How many meetings an overview names as the newest.
const NEWEST: usize = 12;

/// A link to a series.
fn series_link(series: &Series) -> LinkView {
    LinkView { title: series.title.clone(), url: encode_path(&series.url) }
}

/// What the page of a meeting shows beside its text.
pub(super) fn view(pages: &Pages<'_>, id: DocumentId, meeting: &Meeting) -> Option<MeetingView> {
    let (record, config, sources) = (pages.record, pages.config, pages.sources);
    let series = record.series.get(&meeting.series)?;
    let path = &record.documents.get(id.0 as usize)?.path;
    let conflict = meeting.conflict.map(|(other, span)| ConflictView {
        date: date::view(other),
        url: sources.sources.get(&path.source).and_then(|source| forge::line(source, &path.path, span)),
    });
    let actions = pages.items.actions(record, sources, id);
    Some(MeetingView {
        series: series_link(series),
        date: meeting.date.map(date::view),
        sort: meeting.sort.clone(),
        window: meeting.date.and_then(|day| pages.windows.link(record, day)),
        conflict,
        attendees: meeting.proceedings.attendees.len(),
        decisions: pages.items.decisions(pages, id),
        open_actions: actions.iter().filter(|action| action.state == "open").count(),
        actions,
        standards: named(record, id, |kind| matches!(kind, FactsKind::Standard(_))),
        releases: named(record, id, |kind| matches!(kind, FactsKind::Release(_))),
        topics: topic::named(record, config, id),
        referred: discussion::referrers(record, id),
    })
}

/// The documents of one kind that the minutes `id` name, by their short names.
fn named(record: &Record, id: DocumentId, is_wanted: impl Fn(&FactsKind) -> bool) -> Vec<LinkView> {
    let named = record.backlinks.of_document(id).iter();
    let wanted = named.filter_map(|subject| match subject {
        Subject::Document(other) => {
            let entry =
                record.documents.get(other.0 as usize).filter(|entry| is_wanted(&entry.facts.kind))?;
            Some(LinkView { title: discussion::short_name(entry), url: encode_path(&entry.url) })
        }
        _ => None,
    });
    let mut links: Vec<LinkView> = wanted.collect();
    links.sort_by(|a, b| natural(&a.title, &b.title));
    links
}

/// The meetings of the series before and after the document `id`.
pub(super) fn neighbours(
    record: &Record,
    id: DocumentId,
    meeting: &Meeting,
) -> (Option<LinkView>, Option<LinkView>) {
    let Some(series) = record.series.get(&meeting.series) else { return (None, None) };
    let Some(at) = meeting.date.and_then(|day| {
        let first = series.meetings.partition_point(|(other, _)| *other < day);
        series.meetings[first..].iter().position(|(_, other)| *other == id).map(|offset| first + offset)
    }) else {
        return (None, None);
    };
    let link = |at: usize| {
        let (day, id) = series.meetings.get(at)?;
        let entry = record.documents.get(id.0 as usize)?;
        Some(LinkView { title: titled(*day, entry.path.path.stem()), url: encode_path(&entry.url) })
    };
    (at.checked_sub(1).and_then(link), link(at + 1))
}

/// The name of a dated meeting: `Team IaaS, 20 September 2023`.
pub(super) fn title(record: &Record, id: DocumentId) -> Option<String> {
    let meeting = facts(record, id)?;
    let series = record.series.get(&meeting.series)?;
    let stem = record.documents.get(id.0 as usize)?.path.path.stem();
    Some(format!("{}, {}", series.title, titled(meeting.date?, stem)))
}

/// `20 September 2023`, and what tells a second document of the day apart.
fn titled(day: Date, stem: &str) -> String {
    match name_suffix(stem) {
        "" => date::view(day).long,
        suffix => format!("{}, {suffix}", date::view(day).long),
    }
}

/// What the page of a series shows.
pub(super) fn series(record: &Record, config: &Config, key: &str, series: &Series) -> SeriesView {
    let mut years: Vec<YearView> = Vec::new();
    for (day, id) in &series.meetings {
        let Some(entry) = record.documents.get(id.0 as usize) else { continue };
        if years.last().is_none_or(|year| year.year != day.year()) {
            years.push(empty_year(day.year()));
        }
        let Some(year) = years.last_mut() else { continue };
        year.count += 1;
        let suffix = name_suffix(entry.path.path.stem());
        let number = format!("{:02}", day.day());
        if let Some(month) = year.months.get_mut(usize::from(day.month().unsigned_abs()) - 1) {
            month.days.push(DayView {
                text: if suffix.is_empty() { number } else { format!("{number} {suffix}") },
                date: date::view(*day),
                url: encode_path(&entry.url),
                state: if board::is_cancelled(record, *id) { "cancelled" } else { "met" },
            });
        }
    }
    for (day, view) in board::days(record, key) {
        let at = years.partition_point(|year| year.year < day.year());
        if years.get(at).is_none_or(|year| year.year != day.year()) {
            years.insert(at, empty_year(day.year()));
        }
        let months = &mut years[at].months;
        if let Some(month) = months.get_mut(usize::from(day.month().unsigned_abs()) - 1) {
            let at = month.days.partition_point(|other| other.date.iso <= view.date.iso);
            month.days.insert(at, view);
        }
    }
    years.reverse();
    let undated = series.undated.iter().filter_map(|id| record.documents.get(id.0 as usize));
    let (continues, continued_by) = succession(record, config, key);
    SeriesView {
        title: series.title.clone(),
        url: encode_path(&series.url),
        count: series.meetings.len(),
        first: series.meetings.first().map(|(day, _)| date::view(*day)),
        last: series.meetings.last().map(|(day, _)| date::view(*day)),
        last_url: last_url(record, series),
        years,
        undated: undated
            .map(|entry| LinkView { title: entry.facts.title.clone(), url: encode_path(&entry.url) })
            .collect(),
        continues,
        continued_by,
    }
}

/// A year without meetings.
fn empty_year(year: i16) -> YearView {
    let month = |name: &'static str| MonthView { name, short: &name[..3], days: Vec::new() };
    YearView { year, count: 0, months: MONTHS.map(month).to_vec() }
}

/// The page of the last meeting of a series.
fn last_url(record: &Record, series: &Series) -> Option<String> {
    let (_, id) = series.meetings.last()?;
    record.documents.get(id.0 as usize).map(|entry| encode_path(&entry.url))
}

/// The series that `key` continues, and those that continue it.
fn succession(record: &Record, config: &Config, key: &str) -> (Vec<LinkView>, Vec<LinkView>) {
    let link = |key: &String| record.series.get(key).map(series_link);
    let all = || config.sources.iter().flat_map(|source| &source.minutes.succeeds);
    let before =
        all().filter(|(next, _)| *next == key).flat_map(|(_, earlier)| earlier).filter_map(link).collect();
    let after =
        all().filter(|(_, earlier)| earlier.iter().any(|e| e == key)).filter_map(|(next, _)| link(next));
    (before, after.collect())
}

/// The series of a source: its own, and those of another one whose minutes it holds some of.
fn of_source<'a>(record: &'a Record, source: &SourceName) -> impl Iterator<Item = &'a Series> {
    let is_here = move |(_, id): &(_, DocumentId)| record.document(*id).path.source == *source;
    record.series.values().filter(move |series| {
        series.source.as_ref().is_none_or(|name| name == source) || series.meetings.iter().any(is_here)
    })
}

/// The overview of a source of minutes.
pub(super) fn overview(record: &Record, source: &SourceConfig) -> MinutesView {
    let all: Vec<&Series> = of_source(record, &source.name).collect();
    let years: BTreeSet<i16> =
        all.iter().flat_map(|series| &series.meetings).map(|(day, _)| day.year()).collect();
    let row = |series: &&Series| SeriesRowView {
        title: series.title.clone(),
        url: encode_path(&series.url),
        count: series.meetings.len(),
        counts: years
            .iter()
            .map(|year| series.meetings.iter().filter(|(day, _)| day.year() == *year).count())
            .collect(),
        last: series.meetings.last().map(|(day, _)| date::view(*day)),
        last_url: last_url(record, series),
    };
    let mut rows: Vec<SeriesRowView> = all.iter().map(row).collect();
    rows.sort_by_key(|row| row.title.to_lowercase());
    MinutesView {
        series: rows,
        newest: newest(record, all.iter().copied(), NEWEST),
        count: all.iter().map(|series| series.meetings.len()).sum(),
        years: years.into_iter().collect(),
    }
}

/// The newest meetings of some series, newest first, at most `most`.
pub(super) fn newest<'a>(
    record: &Record,
    series: impl Iterator<Item = &'a Series>,
    most: usize,
) -> Vec<MeetingRowView> {
    let mut found: Vec<(Date, DocumentId, &Series)> = series
        .flat_map(|series| series.meetings.iter().rev().take(most).map(move |&(day, id)| (day, id, series)))
        .collect();
    found.sort_by_key(|&(day, id, _)| (std::cmp::Reverse(day), id));
    found.into_iter().take(most).filter_map(|(day, id, series)| row(record, day, id, series)).collect()
}

/// A meeting of `day` in a list, with its series.
pub(super) fn row(record: &Record, day: Date, id: DocumentId, series: &Series) -> Option<MeetingRowView> {
    let entry = record.documents.get(id.0 as usize)?;
    Some(MeetingRowView {
        date: date::view(day),
        series: series_link(series),
        url: encode_path(&entry.url),
        suffix: name_suffix(entry.path.path.stem()).to_owned(),
    })
}

/// What a document among the minutes says of its meeting.
pub(super) fn facts(record: &Record, id: DocumentId) -> Option<&Meeting> {
    match &record.documents.get(id.0 as usize)?.facts.kind {
        FactsKind::Meeting(meeting) => Some(meeting),
        _ => None,
    }
}
