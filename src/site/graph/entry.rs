//! The entries of the record: sources, series, meetings, standards, releases and pages.

use std::collections::{BTreeMap, BTreeSet};

use super::id::Ids;
use super::reference::Found;
use super::wire::{self, ReferenceKind};
use super::{Input, file, url};
use crate::base::{Date, Hash};
use crate::link::DocumentId;
use crate::link::scope::{Scope, Version};
use crate::record::{FactsKind, Meeting, Standard, title::readable};
use crate::source::{File, Kind};

/// A day as text.
fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}

/// The sources.
pub(super) fn sources(input: Input<'_>) -> Vec<wire::Source> {
    let configured = input.config.sources.iter();
    let read = configured.filter_map(|config| input.sources.sources.get(&config.name));
    let source = |source: &crate::source::Source| wire::Source {
        name: source.config.name.to_string(),
        kind: match source.config.kind {
            Kind::Pages => wire::SourceKind::Pages,
            Kind::Minutes => wire::SourceKind::Minutes,
            Kind::Standards => wire::SourceKind::Standards,
            Kind::Releases => wire::SourceKind::Releases,
        },
        url: source.forge.clone(),
        commit: source.commit.clone(),
    };
    read.map(source).collect()
}

/// The bodies that meet.
pub(super) fn series(input: Input<'_>) -> Vec<wire::Series> {
    let series = |(id, series): (&String, &crate::link::Series)| wire::Series {
        id: id.clone(),
        title: series.title.clone(),
        url: url(input, &series.url),
    };
    input.record.series.iter().map(series).collect()
}

/// The texts of series.
pub(super) fn meetings(input: Input<'_>, ids: &Ids<'_>) -> Vec<wire::Meeting> {
    let record = input.record;
    let mut copies = copies(input, ids);
    let meeting = |(number, entry): (usize, &crate::link::Entry)| {
        let id = DocumentId(number as u32);
        let FactsKind::Meeting(facts) = &entry.facts.kind else { return None };
        let Meeting { series, date, sort, proceedings, .. } = facts;
        (ids.kind(id) == ReferenceKind::Meeting).then(|| wire::Meeting {
            id: ids.document(id).to_owned(),
            series: series.clone(),
            date: day(*date),
            title: entry.facts.title.clone(),
            sort: sort.clone(),
            source: entry.path.source.to_string(),
            path: file(input, &entry.path),
            url: url(input, &entry.url),
            cancelled: proceedings.cancelled.is_some(),
            identical_to: copies.remove(&id).map(|original| ids.document(original).to_owned()),
            release: date.and_then(|date| record.release_for(date)).map(|id| ids.document(id).to_owned()),
        })
    };
    record.documents.iter().enumerate().filter_map(meeting).collect()
}

/// The meetings whose minutes have the bytes of an earlier one's, each with the first of these.
fn copies(input: Input<'_>, ids: &Ids<'_>) -> BTreeMap<DocumentId, DocumentId> {
    let mut dated: Vec<(bool, Option<Date>, DocumentId, Hash)> = Vec::new();
    for (number, entry) in input.record.documents.iter().enumerate() {
        let id = DocumentId(number as u32);
        if let (FactsKind::Meeting(facts), Some(File::Text(text))) =
            (&entry.facts.kind, input.sources.file(&entry.path))
            && ids.kind(id) == ReferenceKind::Meeting
            && !text.text.trim().is_empty()
        {
            dated.push((facts.date.is_none(), facts.date, id, text.hash));
        }
    }
    dated.sort();
    let mut first: BTreeMap<Hash, DocumentId> = BTreeMap::new();
    let copy = |(_, _, id, hash): (bool, Option<Date>, DocumentId, Hash)| {
        let original = *first.entry(hash).or_insert(id);
        (original != id).then_some((id, original))
    };
    dated.into_iter().filter_map(copy).collect()
}

/// The editions of all standards.
pub(super) fn standards(input: Input<'_>, ids: &Ids<'_>) -> Vec<wire::Standard> {
    let record = input.record;
    let standard = |id: &DocumentId| {
        let entry = record.document(*id);
        let FactsKind::Standard(standard) = &entry.facts.kind else { return None };
        let Standard { number, edition, sort, status, track, dates, axes, .. } = standard;
        let life = record.lives.get(id);
        let state = life.map(|life| life.state_on(record.day)).filter(|state| !state.is_empty());
        let mut relations: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for relation in life.map_or(&[][..], |life| &life.relations) {
            let other = relation.to.map_or(relation.written.as_str(), |other| ids.document(other));
            relations.entry(relation.name.clone()).or_default().push(other.to_owned());
        }
        Some(wire::Standard {
            id: ids.document(*id).to_owned(),
            number: number.clone(),
            edition: Some(edition.clone()).filter(|edition| !edition.is_empty()),
            title: entry.facts.title.clone(),
            r#type: Some(sort.clone()).filter(|sort| !sort.is_empty()),
            status: status.clone(),
            state: state.map(str::to_owned),
            track: track.clone(),
            axes: axes.clone(),
            dates: dates.iter().map(|(name, date)| (name.clone(), date.to_string())).collect(),
            relations,
            source: entry.path.source.to_string(),
            path: file(input, &entry.path),
            url: url(input, &entry.url),
        })
    };
    record.standards.values().flatten().filter_map(standard).collect()
}

/// The certificates and profiles.
pub(super) fn scopes(input: Input<'_>, ids: &Ids<'_>) -> Vec<wire::Scope> {
    let version = |version: &Version| {
        let required = || version.requires.iter();
        let others = required().filter(|required| required.standard.is_none());
        wire::ScopeVersion {
            version: Some(version.name.clone()).filter(|name| !name.is_empty()),
            state: Some(version.state.clone()).filter(|state| !state.is_empty()),
            phase: version.phase.map(|phase| phase.as_str().to_owned()),
            from: day(version.from),
            standards: required()
                .filter_map(|required| required.standard)
                .map(|id| ids.document(id).to_owned())
                .collect(),
            others: others.map(|required| required.written.clone()).collect(),
        }
    };
    let scope = |scope: &Scope| {
        let entry = input.record.document(scope.document);
        wire::Scope {
            id: ids.document(scope.document).to_owned(),
            title: entry.facts.title.clone(),
            versions: scope.versions.iter().map(version).collect(),
            source: entry.path.source.to_string(),
            path: file(input, &entry.path),
            url: url(input, &entry.url),
        }
    };
    input.record.scopes.all.iter().map(scope).collect()
}

/// The releases, and behind them those that texts name and that have no notes.
pub(super) fn releases(input: Input<'_>, ids: &Ids<'_>, references: &[Vec<Found>]) -> Vec<wire::Release> {
    let release = |id: &DocumentId| {
        let entry = input.record.document(*id);
        let FactsKind::Release(release) = &entry.facts.kind else { return None };
        let window = input.record.window(*id);
        Some(wire::Release {
            id: ids.document(*id).to_owned(),
            version: release.version.clone(),
            date: day(release.date),
            window: wire::Window {
                after: day(window.and_then(|window| window.after)),
                until: day(window.and_then(|window| window.until)),
            },
            source: Some(entry.path.source.to_string()),
            path: Some(file(input, &entry.path)),
            url: Some(url(input, &entry.url)),
        })
    };
    let mut releases: Vec<wire::Release> = input.record.releases.iter().filter_map(release).collect();
    let known: BTreeSet<&str> = releases.iter().map(|release| release.id.as_str()).collect();
    let named = references.iter().flatten().map(|found| &found.reference);
    let named = named.filter(|reference| reference.kind == ReferenceKind::Release);
    let planned: BTreeSet<(usize, &str)> = named
        .filter_map(|reference| reference.to.as_deref())
        .filter(|id| !known.contains(id))
        // `R10` comes behind `R9`.
        .map(|id| (id.len(), id))
        .collect();
    let planned = planned.into_iter().map(|(_, id)| wire::Release {
        id: id.to_owned(),
        version: None,
        date: None,
        window: wire::Window::default(),
        source: None,
        path: None,
        url: None,
    });
    let planned: Vec<wire::Release> = planned.collect();
    releases.extend(planned);
    releases
}

/// The pages that are none of these.
pub(super) fn pages(input: Input<'_>, ids: &Ids<'_>) -> Vec<wire::Page> {
    let record = input.record;
    let mut pages: Vec<wire::Page> = Vec::new();
    for (number, entry) in record.documents.iter().enumerate() {
        let id = DocumentId(number as u32);
        if ids.kind(id) == ReferenceKind::Page {
            pages.push(wire::Page {
                id: ids.document(id).to_owned(),
                title: entry.facts.title.clone(),
                source: Some(entry.path.source.to_string()),
                path: Some(file(input, &entry.path)),
                url: url(input, &entry.url),
            });
        }
    }
    let written: BTreeSet<String> = pages.iter().map(|page| page.id.clone()).collect();
    let series: BTreeMap<&str, &str> =
        record.series.values().map(|series| (series.url.as_str(), series.title.as_str())).collect();
    for (path, id) in ids.made_pages().filter(|(_, id)| !written.contains(*id)) {
        let overview = record.overviews.get(path).map(|overview| &overview.source);
        let source = overview.and_then(|name| input.sources.sources.get(name));
        let title = series.get(path).map(|title| (*title).to_owned());
        let title = title.or_else(|| source.map(|source| source.config.title.clone()));
        let (of_source, _) = id.split_once(':').unwrap_or_default();
        pages.push(wire::Page {
            id: id.to_owned(),
            title: title.unwrap_or_else(|| readable(path.trim_end_matches('/'))),
            source: Some(of_source.to_owned()).filter(|source| !source.is_empty()),
            path: None,
            url: url(input, path),
        });
    }
    pages
}
