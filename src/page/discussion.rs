//! Who speaks of a thing: the meetings with their words, the decisions and actions about it, the other documents.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::Date;
use crate::base::url::encode_path;
use crate::link::{Backlink, DocumentId, Entry, Record, Subject};
use crate::page::navigation::name_suffix;
use crate::page::plan::Pages;
use crate::page::url::with_anchor;
use crate::page::view::{
    ActionRowView, CountView, DiscussionRowView, DiscussionView, DiscussionYearView, LinkView, PlaceView,
};
use crate::page::{action, date, decision, meeting};
use crate::record::FactsKind;
use crate::record::action::State;

/// How many places of one meeting are shown with their words.
const PLACES: usize = 2;

/// Who speaks of any of `subjects`, of the meetings those whose day is `wanted`.
pub(super) fn view(
    pages: &Pages<'_>,
    subjects: &[Subject],
    wanted: impl Fn(Option<Date>) -> bool,
) -> DiscussionView {
    let record = pages.record;
    let mut meetings: BTreeMap<(Option<Date>, DocumentId), Vec<&Backlink>> = BTreeMap::new();
    let mut others: Vec<LinkView> = Vec::new();
    for place in subjects.iter().flat_map(|subject| record.backlinks.places(subject)) {
        match meeting::facts(record, place.document) {
            Some(facts) if facts.date.is_some() => {
                meetings.entry((facts.date, place.document)).or_default().push(place);
            }
            _ => others.push(other(record, place)),
        }
    }
    meetings.retain(|(day, _), _| wanted(*day));
    others.sort_by_cached_key(|link| (link.title.to_lowercase(), link.url.clone()));
    others.dedup();
    let mut years: Vec<DiscussionYearView> = Vec::new();
    for ((day, id), places) in meetings.iter().rev() {
        let Some(row) = day.and_then(|day| row(record, day, *id, places)) else { continue };
        match years.last_mut() {
            Some(last) if day.is_some_and(|day| day.year() == last.year) => last.rows.push(row),
            _ => years.push(DiscussionYearView { year: day.map_or(0, Date::year), rows: vec![row] }),
        }
    }
    let decisions: BTreeSet<usize> =
        subjects.iter().flat_map(|subject| record.backlinks.decisions(subject)).copied().collect();
    let decisions = decisions.into_iter().rev().filter(|place| {
        record.decisions.get(*place).is_some_and(|decision| wanted(Some(decision.evidence.date)))
    });
    DiscussionView {
        decisions: decisions.filter_map(|place| decision::row(pages, place)).collect(),
        actions: actions(pages, subjects),
        meetings: meetings.len(),
        years,
        others,
    }
}

/// The actions that name any of `subjects`: those open first, then the newest.
fn actions(pages: &Pages<'_>, subjects: &[Subject]) -> Vec<ActionRowView> {
    let record = pages.record;
    let mut places: Vec<usize> =
        subjects.iter().flat_map(|subject| record.backlinks.actions(subject)).copied().collect();
    places.sort_unstable();
    places.dedup();
    places.sort_by_cached_key(|place| {
        let action = record.actions.get(*place);
        let is_closed = action.is_none_or(|action| action.state() != State::Open);
        (is_closed, std::cmp::Reverse(action.map(|action| action.first().evidence.date)), *place)
    });
    places.into_iter().filter_map(|place| action::row(pages, place)).collect()
}

/// A meeting of `day` and what it says.
fn row(record: &Record, day: Date, id: DocumentId, places: &[&Backlink]) -> Option<DiscussionRowView> {
    let series = record.series_of(id)?;
    let shown: Vec<PlaceView> = places.iter().filter_map(|place| words(record, place)).take(PLACES).collect();
    let entry = record.documents.get(id.0 as usize)?;
    Some(DiscussionRowView {
        date: date::view(day),
        series: LinkView { title: series.title.clone(), url: encode_path(&series.url) },
        url: with_anchor(&entry.url, places.first().and_then(|place| place.anchor.as_deref())),
        suffix: name_suffix(entry.path.path.stem()).to_owned(),
        more: places.len().saturating_sub(shown.len().max(1)),
        places: shown,
    })
}

/// The words around a place.
pub(super) fn words(record: &Record, place: &Backlink) -> Option<PlaceView> {
    let entry = record.documents.get(place.document.0 as usize)?;
    let passage = entry.facts.passages.get(place.passage? as usize)?;
    Some(PlaceView {
        url: with_anchor(&entry.url, place.anchor.as_deref()),
        before: passage.before.clone(),
        name: passage.name.clone(),
        after: passage.after.clone(),
        inferred: place.inferred,
    })
}

/// A document that is no dated meeting, as a link.
fn other(record: &Record, place: &Backlink) -> LinkView {
    let entry = record.document(place.document);
    LinkView { title: name(record, place.document), url: encode_path(&entry.url) }
}

/// The documents that refer to the document `id`: the meetings, newest first, then the others by name.
pub(super) fn referrers(record: &Record, id: DocumentId) -> Vec<LinkView> {
    let places = record.backlinks.places(&Subject::Document(id));
    let mut links: Vec<_> = places
        .iter()
        .map(|place| {
            let day = meeting::facts(record, place.document).and_then(|facts| facts.date);
            (std::cmp::Reverse(day), name(record, place.document), place.document)
        })
        .collect();
    links.sort();
    links.dedup();
    let link = |(_, title, id): (_, String, DocumentId)| LinkView {
        title,
        url: encode_path(&record.document(id).url),
    };
    links.into_iter().map(link).collect()
}

/// The other `editions` of the standard `id` that meetings spoke of, with how many did.
pub(super) fn other_editions(record: &Record, editions: &[DocumentId], id: DocumentId) -> Vec<CountView> {
    let others = editions.iter().filter(|other| **other != id);
    let counted = others.filter_map(|&other| {
        let entry = record.documents.get(other.0 as usize)?;
        let FactsKind::Standard(standard) = &entry.facts.kind else { return None };
        let count = record.backlinks.meetings(&Subject::Document(other));
        Some(CountView { title: standard.edition.clone(), url: encode_path(&entry.url), count })
    });
    counted.filter(|other| other.count > 0).collect()
}

/// The id of a standard or a release; what other documents are called.
pub(super) fn short_name(entry: &Entry) -> String {
    match &entry.facts.kind {
        FactsKind::Standard(standard) => {
            let id = [standard.number.as_str(), &standard.edition].join("-");
            id.trim_end_matches('-').to_owned()
        }
        FactsKind::Release(release) => release.id.clone(),
        _ => entry.facts.title.clone(),
    }
}

/// What a document is called where others list it: a standard by its id as well.
pub(super) fn name(record: &Record, id: DocumentId) -> String {
    let entry = record.document(id);
    match &entry.facts.kind {
        FactsKind::Standard(_) => format!("{} {}", short_name(entry), entry.facts.title),
        _ => meeting::title(record, id).unwrap_or_else(|| entry.facts.title.clone()),
    }
}
