//! Minutes that are missing: those that other texts wait for or link to, and those that the rhythm of a series lets
//! one expect.
//!
//! The first kind is told, with its evidence. The second is inferred, and must be shown so: nobody knows whether
//! there was a meeting at all.

use std::collections::BTreeMap;

use super::evidence::heading_above;
use super::missing::{NEAR_DAYS, day_of, days_between};
use super::{Backlink, DocumentId, Extracted, Record, Target, backlink};
use crate::base::{Date, Span};

/// How many intervals on each side of one say how often a series meets.
const NEIGHBOURS: usize = 4;

/// A longer time without minutes, in days, is a pause of the series.
const PAUSE: i32 = 60;

/// Days between two meetings of a series that meets often enough to have a rhythm: at least and at most.
const RHYTHM: (i32, i32) = (5, 31);

/// How long before its first and after its last meeting a series may have met without minutes, in days.
const MARGIN: i32 = 45;

/// Minutes that are missing.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Gap {
    /// The day of the meeting.
    pub day: Date,
    /// Whether the day is written somewhere, and not worked out from the rhythm of the series.
    pub is_day_told: bool,
    /// The texts that wait for the minutes or link to them; none where all is inferred.
    pub told: Vec<Backlink>,
}

/// What is missing of each series, oldest first. `record` has all its references and placeholders resolved.
pub(super) fn gaps(record: &Record, documents: &[&Extracted]) -> BTreeMap<String, Vec<Gap>> {
    let mut gaps: BTreeMap<String, Vec<Gap>> = BTreeMap::new();
    let days: BTreeMap<&str, Vec<Date>> = record
        .series
        .iter()
        .map(|(key, series)| {
            let mut days: Vec<Date> = series.meetings.iter().map(|(day, _)| *day).collect();
            days.dedup();
            (key.as_str(), days)
        })
        .collect();
    for (key, days) in &days {
        let inferred =
            expected(days).into_iter().map(|day| Gap { day, is_day_told: false, told: Vec::new() });
        gaps.insert((*key).to_owned(), inferred.collect());
    }
    for (number, document) in documents.iter().enumerate() {
        let id = DocumentId(number as u32);
        let entry = record.document(id);
        let place = |span: Span| Backlink {
            document: id,
            anchor: heading_above(document.names.outline, span).map(|heading| heading.id.clone()),
            passage: backlink::passage_at(&document.facts.passages, span).map(|(place, _)| place),
            inferred: false,
        };
        for (reference, target) in document.references.iter().zip(&entry.targets) {
            if *target != Target::Broken {
                continue;
            }
            let Some((key, day)) = minutes(record, &reference.target) else { continue };
            if !is_near(&days[key], day, NEAR_DAYS) {
                tell(gaps.entry(key.to_owned()).or_default(), day, true, place(reference.span));
            }
        }
        let Some(day) = record.day_of(id) else { continue };
        for (placeholder, waiting) in document.names.placeholders.iter().zip(&entry.waiting) {
            let Some(waiting) = waiting.as_ref().filter(|waiting| waiting.found.is_none()) else { continue };
            let is_alive = |key: &&String| {
                let days = days.get(key.as_str()).map_or(&[][..], Vec::as_slice);
                days.first().is_some_and(|first| days_between(*first, day) <= MARGIN || *first <= day)
                    && days.last().is_some_and(|last| days_between(*last, day) <= MARGIN || day <= *last)
            };
            let Some(key) = waiting.series.iter().find(is_alive) else { continue };
            let meant = usual_day(&days[key.as_str()], day);
            // What was in the days before is there; which of two it is, is another question.
            if !is_near(&days[key.as_str()], meant, 1) {
                tell(gaps.entry(key.clone()).or_default(), meant, false, place(placeholder.span));
            }
        }
    }
    gaps.retain(|_, gaps| !gaps.is_empty());
    for gaps in gaps.values_mut() {
        gaps.sort_by_key(|gap| gap.day);
    }
    gaps
}

/// Adds that `place` tells of the minutes of `day`, or of about that day.
fn tell(gaps: &mut Vec<Gap>, day: Date, is_day_told: bool, place: Backlink) {
    let near = if is_day_told { 0 } else { NEAR_DAYS };
    let known = gaps.iter_mut().filter(|gap| days_between(gap.day, day) <= near);
    match known.min_by_key(|gap| days_between(gap.day, day)) {
        Some(gap) => {
            gap.is_day_told |= is_day_told;
            gap.told.push(place);
        }
        None => {
            // A day that is written takes the place of one that was worked out nearby.
            gaps.retain(|gap| !is_day_told || !gap.told.is_empty() || days_between(gap.day, day) > NEAR_DAYS);
            gaps.push(Gap { day, is_day_told, told: vec![place] });
        }
    }
}

/// The series and the day of the minutes that a link to `target` names.
fn minutes<'a>(record: &'a Record, target: &str) -> Option<(&'a str, Date)> {
    let path = target.split(['?', '#']).next()?;
    let (folder, name) = path.trim_end_matches('/').rsplit_once('/')?;
    let day = day_of(name)?;
    let key = folder.rsplit('/').next()?;
    record.series.get_key_value(key).map(|(key, _)| (key.as_str(), day))
}

/// Whether one of `days` is at most `reach` days away from `day`.
fn is_near(days: &[Date], day: Date, reach: i32) -> bool {
    let at = days.partition_point(|other| *other < day);
    let around = at.checked_sub(1).into_iter().chain([at]).filter_map(|at| days.get(at));
    around.into_iter().any(|other| days_between(*other, day) <= reach)
}

/// The last day up to `day`, at most six days before it, on which the series usually met at that time.
fn usual_day(days: &[Date], day: Date) -> Date {
    let at = days.partition_point(|other| *other <= day);
    let around = &days[at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS).min(days.len())];
    let mut counts: BTreeMap<i8, usize> = BTreeMap::new();
    for other in around {
        *counts.entry(other.weekday()).or_default() += 1;
    }
    let usual = counts.iter().max_by_key(|(_, count)| **count).map(|(weekday, _)| *weekday);
    let week = (0..7).filter_map(|back| day.plus(-back));
    week.into_iter().find(|day| Some(day.weekday()) == usual).unwrap_or(day)
}

/// The days between those of `days`, in order, on which a series should have met that meets as often as it did
/// around that time.
fn expected(days: &[Date]) -> Vec<Date> {
    let intervals: Vec<i32> = days.windows(2).map(|pair| days_between(pair[0], pair[1])).collect();
    let mut expected = Vec::new();
    for (at, &interval) in intervals.iter().enumerate() {
        let before = &intervals[at.saturating_sub(NEIGHBOURS)..at];
        let behind = &intervals[at + 1..(at + 1 + NEIGHBOURS).min(intervals.len())];
        let mut around: Vec<i32> =
            before.iter().chain(behind).copied().filter(|days| *days <= PAUSE).collect();
        around.sort_unstable();
        let Some(&usual) = around.get(around.len() / 2).filter(|_| around.len() >= 3) else { continue };
        if usual < RHYTHM.0 || usual > RHYTHM.1 || interval > PAUSE {
            continue;
        }
        let meetings = (interval + usual / 2) / usual;
        for number in 1..meetings {
            expected.extend(days[at].plus(number * usual));
        }
    }
    expected
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The days written in `text`.
    fn days(text: &str) -> Vec<Date> {
        text.split_whitespace().map(|day| day.parse().unwrap()).collect()
    }

    #[track_caller]
    fn check(met: &str, missing: &str) {
        assert_eq!(expected(&days(met)), days(missing), "{met}");
    }

    #[test]
    fn a_weekly_meeting_left_out_is_expected() {
        check("2024-01-03 2024-01-10 2024-01-17 2024-01-31 2024-02-07", "2024-01-24");
        check("2024-01-03 2024-01-17 2024-01-31 2024-02-14 2024-03-13 2024-03-27", "2024-02-28");
    }

    #[test]
    fn a_day_earlier_or_later_is_no_gap() {
        check("2024-01-03 2024-01-10 2024-01-18 2024-01-24 2024-01-31", "");
    }

    #[test]
    fn without_a_rhythm_nothing_is_expected() {
        check("2024-01-03 2024-01-10 2024-01-31", "");
        check("2024-01-03 2024-04-10 2024-05-31 2024-10-01 2025-01-01", "");
    }

    #[test]
    fn a_pause_is_no_gap() {
        check("2024-01-03 2024-01-10 2024-01-17 2024-01-24 2024-07-03 2024-07-10", "");
    }

    #[test]
    fn a_series_is_waited_for_on_its_usual_day() {
        let met = days("2024-01-03 2024-01-10 2024-01-17");
        let day = |text: &str| days(text)[0];
        assert_eq!(usual_day(&met, day("2024-01-25")), day("2024-01-24"));
        assert_eq!(usual_day(&met, day("2024-01-24")), day("2024-01-24"));
        assert_eq!(usual_day(&[], day("2024-01-24")), day("2024-01-24"));
    }
}
