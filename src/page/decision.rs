//! The decision log: all decisions, and a page for those of each series, of each release's window, and of years that
//! are too far back for the first page.
//!
//! The parts are pages of their own so that they work without JavaScript; with it, the first page filters in place.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::url::encode_path;
use crate::link::{DocumentId, Record, Subject};
use crate::page::log::{evidence_view, link, series, tellings, url};
use crate::page::plan::Pages;
use crate::page::view::{
    ChoiceView, DecisionRowView, DecisionYearView, DecisionsView, LinkView, PartView, TouchedView,
};
use crate::page::{date, discussion, topic};
use crate::record::FactsKind;

/// What the decision log is called.
pub(super) const TITLE: &str = "Decisions";

/// How many decisions the first page shows at least before it leaves years to pages of their own.
const FIRST_PAGE: usize = 250;

/// A part of the decision log.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum DecisionPart {
    /// What one series decided, by its key.
    Series(String),
    /// What was decided in the window of a release.
    Release(DocumentId),
    /// What was decided in a year, of those that are not on the first page.
    Year(i16),
}

/// Where the decisions of a record are listed.
#[derive(Debug, Clone, Default)]
pub(super) struct DecisionParts {
    /// The parts with their URL paths and the places of their decisions, oldest first.
    parts: BTreeMap<DecisionPart, (String, Vec<usize>)>,
    /// The first year that the first page shows.
    since: i16,
}

impl DecisionParts {
    /// The parts of the log of `pages`.
    pub(super) fn new(
        record: &crate::link::Record,
        windows: &crate::page::release::Windows,
    ) -> DecisionParts {
        let mut parts: BTreeMap<DecisionPart, Vec<usize>> = BTreeMap::new();
        let mut years: BTreeMap<i16, Vec<usize>> = BTreeMap::new();
        for (place, decision) in record.decisions.iter().enumerate() {
            let evidence = &decision.evidence;
            if let FactsKind::Meeting(meeting) = &record.document(evidence.document).facts.kind {
                parts.entry(DecisionPart::Series(meeting.series.clone())).or_default().push(place);
            }
            if let Some(release) = windows.release(evidence.date) {
                parts.entry(DecisionPart::Release(release)).or_default().push(place);
            }
            years.entry(evidence.date.year()).or_default().push(place);
        }
        let mut shown = 0;
        let mut since = i16::MIN;
        for (year, places) in years.into_iter().rev() {
            if shown < FIRST_PAGE {
                since = year;
                shown += places.len();
            } else {
                parts.insert(DecisionPart::Year(year), places);
            }
        }
        let log = record.decision_log.clone().unwrap_or_default();
        let place = |part: &DecisionPart| match part {
            DecisionPart::Series(key) => format!("{log}{key}/"),
            DecisionPart::Release(id) => {
                format!("{log}{}/", discussion::short_name(record.document(*id)).to_lowercase())
            }
            DecisionPart::Year(year) => format!("{log}{year}/"),
        };
        let parts = parts.into_iter().map(|(part, places)| (part.clone(), (place(&part), places))).collect();
        DecisionParts { parts, since }
    }

    /// The parts with their URL paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&DecisionPart, &str)> {
        self.parts.iter().map(|(part, (url, _))| (part, url.as_str()))
    }
}

/// The name of a part.
pub(super) fn title(pages: &Pages<'_>, part: &DecisionPart) -> String {
    format!("{TITLE}: {}", name(pages, part))
}

/// What a part is of.
fn name(pages: &Pages<'_>, part: &DecisionPart) -> String {
    match part {
        DecisionPart::Series(key) => {
            pages.record.series.get(key).map_or_else(|| key.clone(), |series| series.title.clone())
        }
        DecisionPart::Release(id) => discussion::short_name(pages.record.document(*id)),
        DecisionPart::Year(year) => year.to_string(),
    }
}

/// The decision log, or a part of it.
pub(super) fn log(pages: &Pages<'_>, part: Option<&DecisionPart>) -> DecisionsView {
    let parts = &pages.decision_parts;
    let places: Vec<usize> = match part {
        Some(part) => parts.parts.get(part).map_or_else(Vec::new, |(_, places)| places.clone()),
        None => {
            let dated = |decision: &crate::link::Decision| decision.evidence.date.year() < parts.since;
            (pages.record.decisions.partition_point(dated)..pages.record.decisions.len()).collect()
        }
    };
    let mut years: Vec<DecisionYearView> = Vec::new();
    for row in places.iter().rev().filter_map(|place| Some((row(pages, *place)?, *place))) {
        let year = pages.record.decisions[row.1].evidence.date.year();
        match years.last_mut() {
            Some(last) if last.year == year => last.rows.push(row.0),
            _ => years.push(DecisionYearView { year, rows: vec![row.0] }),
        }
    }
    let link = |wanted: fn(&DecisionPart) -> bool| -> Vec<PartView> {
        let wanted = parts.parts.iter().filter(|(part, _)| wanted(part));
        let view = |(other, (url, places)): (&DecisionPart, &(String, Vec<usize>))| PartView {
            title: name(pages, other),
            url: encode_path(url),
            count: places.len(),
            current: part == Some(other),
        };
        wanted.map(view).collect()
    };
    let mut by_series = link(|part| matches!(part, DecisionPart::Series(_)));
    by_series.sort_by_key(|part| part.title.to_lowercase());
    let mut by_release = link(|part| matches!(part, DecisionPart::Release(_)));
    by_release.reverse();
    let mut by_year = link(|part| matches!(part, DecisionPart::Year(_)));
    by_year.reverse();
    let rows = || years.iter().flat_map(|year| &year.rows);
    DecisionsView {
        count: places.len(),
        all: pages.record.decisions.len(),
        all_url: pages.record.decision_log.as_deref().map(encode_path).unwrap_or_default(),
        part: part.map(|part| name(pages, part)),
        series: rows().map(|row| &row.series.url).collect::<BTreeSet<_>>().len(),
        by_series,
        by_release,
        by_year,
        standards: standards(rows()),
        years,
    }
}

/// The standards that `rows` name, to choose from.
fn standards<'a>(rows: impl Iterator<Item = &'a DecisionRowView>) -> Vec<ChoiceView> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        for touched in row.touched.iter().filter(|touched| touched.sort == "standard") {
            *counts.entry(&touched.title).or_default() += 1;
        }
    }
    counts.into_iter().map(|(title, count)| ChoiceView { title: title.to_owned(), count }).collect()
}

/// The newest decisions, newest first, at most `most`.
pub(super) fn newest(pages: &Pages<'_>, most: usize) -> Vec<DecisionRowView> {
    (0..pages.record.decisions.len()).rev().take(most).filter_map(|place| row(pages, place)).collect()
}

/// The decision at `place` in [`Record::decisions`](crate::link::Record::decisions).
pub(super) fn row(pages: &Pages<'_>, place: usize) -> Option<DecisionRowView> {
    let (record, sources) = (pages.record, pages.sources);
    let decision = record.decisions.get(place)?;
    let evidence = &decision.evidence;
    let mut seen = BTreeSet::from([evidence.document]);
    let reports = tellings(decision).skip(1).filter(|report| seen.insert(report.document));
    let touched = record.backlinks.of_decision(place);
    Some(DecisionRowView {
        id: decision.id.clone(),
        text: decision.text.clone(),
        context: decision.context.clone(),
        date: date::view(evidence.date),
        series: series(record, evidence.document),
        release: pages.windows.link(record, evidence.date),
        shipped: shipped(record, &pages.shipped, place),
        url: url(record, evidence),
        evidence: evidence_view(record, sources, evidence),
        reports: reports.map(|report| link(record, report)).collect(),
        touched: touched.filter_map(|subject| self::touched(pages, subject)).collect(),
    })
}

/// The first release after the decision at `place` that has what it touches; `shipped` tells of each thing.
///
/// What was out before the decision was taken is not what came of it.
pub(super) fn shipped(
    record: &Record,
    shipped: &BTreeMap<Subject, DocumentId>,
    place: usize,
) -> Option<LinkView> {
    let decided = record.decisions.get(place)?.evidence.date;
    let releases = record.backlinks.of_decision(place).filter_map(|subject| shipped.get(subject));
    let day = |id: &DocumentId| match &record.document(*id).facts.kind {
        FactsKind::Release(release) => release.date,
        _ => None,
    };
    let later = releases.filter(|id| day(id).is_none_or(|day| day >= decided));
    let first = *later.min_by_key(|id| (day(id).is_none(), day(id), **id))?;
    let entry = record.document(first);
    Some(LinkView { title: discussion::short_name(entry), url: encode_path(&entry.url) })
}

/// What a decision or an action touches: a standard, a release, an issue or something else that is numbered.
pub(super) fn touched(pages: &Pages<'_>, subject: &Subject) -> Option<TouchedView> {
    let record = pages.record;
    let (sort, here) = match subject {
        Subject::Document(id) => {
            let entry = record.documents.get(id.0 as usize)?;
            let sort = match entry.facts.kind {
                FactsKind::Standard(_) => "standard",
                FactsKind::Release(_) => "release",
                FactsKind::Meeting(_) | FactsKind::Scope(_) | FactsKind::Page => return None,
            };
            (sort, Some(encode_path(&entry.url)))
        }
        Subject::Issue { .. } => ("issue", record.topics.pages.get(subject).map(|url| encode_path(url))),
        Subject::Named { .. } => ("named", record.topics.pages.get(subject).map(|url| encode_path(url))),
    };
    Some(TouchedView {
        sort,
        title: topic::name(record, pages.config, subject),
        elsewhere: topic::elsewhere(pages.config, subject).filter(|_| here.is_none()),
        url: here,
    })
}
