//! Minutes that others waited for, and that exist by now.

use super::series_name::SeriesNames;
use super::{DocumentId, Record};
use crate::base::Date;
use crate::document::mention::placeholder::Placeholder;
use crate::record::FactsKind;

/// What became of a placeholder.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Waiting {
    /// The series whose minutes were missing, the likeliest first; empty where the heading names none.
    pub series: Vec<String>,
    /// The minutes that exist by now. This is inferred, and must be shown so.
    pub found: Option<DocumentId>,
}

/// Looks for the minutes that `placeholder`, in document `from`, waits for: those of the series that the nearest
/// heading names, at most `days` days before the text, and never of another series.
///
/// Nothing for a line that only looks like a placeholder: an empty one in no section of another series, or one in
/// the series' own minutes.
pub fn fill(
    record: &Record,
    names: &SeriesNames,
    from: DocumentId,
    placeholder: &Placeholder,
    days: i64,
) -> Option<Waiting> {
    let FactsKind::Meeting(meeting) = &record.documents.get(from.0 as usize)?.facts.kind else { return None };
    let headings = placeholder.headings.iter().map(|heading| names.find(heading));
    let mut series = headings.into_iter().find(|series| !series.is_empty()).unwrap_or_default();
    series.retain(|series| *series != meeting.series);
    if series.is_empty() && placeholder.is_empty {
        return None;
    }
    let found = meeting.date.and_then(|day| {
        series.iter().find_map(|series| newest(record, series, day, days).filter(|id| *id != from))
    });
    Some(Waiting { series, found })
}

/// The last meeting of `series` on `day` or at most `days` before it.
fn newest(record: &Record, series: &str, day: Date, days: i64) -> Option<DocumentId> {
    let meetings = &record.series.get(series)?.meetings;
    let end = meetings.partition_point(|(date, _)| *date <= day);
    let date = meetings[..end].last()?.0;
    let begin = meetings[..end].partition_point(|(earlier, _)| *earlier < date);
    (i64::from(day.days_since(date)) <= days).then(|| main_of(record, &meetings[begin..end]))?
}

/// The one of a day's minutes that the others belong to: `20240101.md` beside `20240101-workshop.md`. Nothing where
/// there is no such, since which of them is meant cannot be known.
pub(super) fn main_of(record: &Record, meetings: &[(Date, DocumentId)]) -> Option<DocumentId> {
    let stem =
        |id: DocumentId| record.documents.get(id.0 as usize).map(|entry| entry.path.path.without_extension());
    let shortest = meetings.iter().map(|(_, id)| *id).min_by_key(|id| stem(*id).map(str::len))?;
    let name = stem(shortest)?;
    meetings.iter().all(|(_, id)| stem(*id).is_some_and(|other| other.starts_with(name))).then_some(shortest)
}
