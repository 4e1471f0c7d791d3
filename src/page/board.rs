//! The board of missing minutes: when each series met, what texts wait for, and what its rhythm lets one expect.

use std::collections::BTreeMap;

use crate::base::Date;
use crate::base::date::MONTHS;
use crate::base::url::encode_path;
use crate::link::{Backlink, DocumentId, Gap, Record, Series};
use crate::page::url::with_anchor;
use crate::page::view::{
    BoardMonthView, BoardRowView, BoardSeriesView, BoardView, BoardYearView, DayView, GapPlaceView, GapView,
    LinkView, PlaceView,
};
use crate::page::{date, discussion, meeting};

/// What the board is called.
pub(super) const TITLE: &str = "Missing minutes";

/// What minutes or their absence say of a day.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
enum Mark {
    /// There are minutes.
    Met,
    /// The minutes say that there was no meeting.
    Cancelled,
    /// Texts say that minutes are missing.
    Told,
    /// The rhythm of the series says so.
    Inferred,
}

/// Whether the minutes `id` say that there was no meeting.
pub(super) fn is_cancelled(record: &Record, id: DocumentId) -> bool {
    meeting::facts(record, id).is_some_and(|facts| facts.proceedings.cancelled.is_some())
}

/// What is missing of the series `key`.
fn gaps<'a>(record: &'a Record, key: &str) -> &'a [Gap] {
    record.gaps.get(key).map_or(&[], Vec::as_slice)
}

/// Every day of a series that is to be marked.
fn marks(record: &Record, key: &str, series: &Series) -> impl Iterator<Item = (Date, Mark)> {
    let met = series
        .meetings
        .iter()
        .map(|(day, id)| (*day, if is_cancelled(record, *id) { Mark::Cancelled } else { Mark::Met }));
    let gap = |gap: &Gap| (gap.day, if gap.told.is_empty() { Mark::Inferred } else { Mark::Told });
    met.chain(gaps(record, key).iter().map(gap))
}

/// The board.
pub(super) fn view(record: &Record) -> BoardView {
    let mut years: BTreeMap<i16, Vec<BoardRowView>> = BTreeMap::new();
    let mut totals = BoardMonthView::default();
    let mut listed: Vec<(&String, &Series)> = record.series.iter().collect();
    listed.sort_by_key(|(_, series)| series.title.to_lowercase());
    for (key, series) in &listed {
        let mut of_years: BTreeMap<i16, [BoardMonthView; 12]> = BTreeMap::new();
        for (day, mark) in marks(record, key, series) {
            let months = of_years.entry(day.year()).or_default();
            let month = &mut months[usize::from(day.month().clamp(1, 12).unsigned_abs()) - 1];
            for counts in [month, &mut totals] {
                *match mark {
                    Mark::Met => &mut counts.met,
                    Mark::Cancelled => &mut counts.cancelled,
                    Mark::Told => &mut counts.told,
                    Mark::Inferred => &mut counts.inferred,
                } += 1;
            }
        }
        for (year, months) in of_years {
            years
                .entry(year)
                .or_default()
                .push(BoardRowView { series: link(series), months: months.to_vec() });
        }
    }
    let missing = listed.iter().filter(|(key, _)| !gaps(record, key).is_empty());
    BoardView {
        told: totals.told,
        inferred: totals.inferred,
        cancelled: totals.cancelled,
        months: MONTHS.iter().map(|month| &month[..3]).collect(),
        years: years.into_iter().rev().map(|(year, rows)| BoardYearView { year, rows }).collect(),
        series: missing.map(|(key, series)| missing_of(record, key, series)).collect(),
    }
}

/// A link to a series.
fn link(series: &Series) -> LinkView {
    LinkView { title: series.title.clone(), url: encode_path(&series.url) }
}

/// The anchor of a series on the board.
fn anchor(key: &str) -> String {
    let sign = |c: char| if c.is_alphanumeric() { c } else { '-' };
    format!("series-{}", key.chars().map(sign).collect::<String>())
}

/// What is missing of one series.
fn missing_of(record: &Record, key: &str, series: &Series) -> BoardSeriesView {
    let (told, inferred): (Vec<&Gap>, Vec<&Gap>) =
        gaps(record, key).iter().rev().partition(|gap| !gap.told.is_empty());
    let gap = |gap: &Gap| GapView {
        date: date::view(gap.day),
        is_about: !gap.is_day_told,
        places: gap.told.iter().map(|told| place(record, told)).collect(),
    };
    BoardSeriesView {
        series: link(series),
        id: anchor(key),
        told: told.into_iter().map(gap).collect(),
        inferred: inferred.into_iter().map(|gap| date::view(gap.day)).collect(),
    }
}

/// A text that waits for minutes.
fn place(record: &Record, told: &Backlink) -> GapPlaceView {
    let entry = record.document(told.document);
    let words = discussion::words(record, told);
    let url = with_anchor(&entry.url, told.anchor.as_deref());
    let none = || PlaceView {
        url,
        before: String::new(),
        name: String::new(),
        after: String::new(),
        inferred: false,
    };
    GapPlaceView { title: discussion::name(record, told.document), place: words.unwrap_or_else(none) }
}

/// The days without minutes of the series `key`, for its calendar.
pub(super) fn days(record: &Record, key: &str) -> Vec<(Date, DayView)> {
    let url = record.missing_board.as_deref().map(|url| with_anchor(url, Some(&anchor(key))));
    let day = |gap: &Gap| {
        let view = DayView {
            text: format!("{:02}", gap.day.day()),
            date: date::view(gap.day),
            url: url.clone().unwrap_or_default(),
            state: if gap.told.is_empty() { "inferred" } else { "missing" },
        };
        (gap.day, view)
    };
    gaps(record, key).iter().map(day).collect()
}
