//! Scopes as pages show them: what a certificate or profile requires, and what requires a standard.

use std::collections::BTreeMap;

use crate::base::SourceName;
use crate::base::url::encode_path;
use crate::link::scope::{Scope, Version};
use crate::link::{DocumentId, Record};
use crate::page::view::{RequiredView, ScopeRowView, ScopeStandardView, ScopeVersionView, ScopeView};
use crate::page::{date, standard};
use crate::source::config::Phase;

/// What the scopes of a source are called together: a community may have a track of that name.
pub(super) const TITLE: &str = "Requirements";

/// The anchor of the scopes on the overview of their source.
pub(super) const ANCHOR: &str = "requirements";

/// A version without what it requires.
fn version(record: &Record, version: &Version) -> ScopeVersionView {
    ScopeVersionView {
        name: version.name.clone(),
        state: version.state.clone(),
        phase: version.phase.map_or("", Phase::as_str),
        from: version.from.map(date::view),
        coming: version.from.is_some_and(|from| from > record.day),
        since: version.since.map(date::view),
        requires: Vec::new(),
    }
}

/// The standard `id` as scopes show it.
fn required(record: &Record, id: DocumentId) -> Option<ScopeStandardView> {
    let number = record.standard(id)?.number.clone();
    Some(ScopeStandardView { number, edition: standard::edition(record, id, None)? })
}

/// The place of each standard among all, by number and edition.
fn order(record: &Record) -> BTreeMap<DocumentId, usize> {
    record.standards.values().flatten().enumerate().map(|(place, id)| (*id, place)).collect()
}

/// What versions require, by its place among the standards or else by its name: the standard, and whether each version
/// requires it.
type Rows<'a> = BTreeMap<(Option<usize>, &'a str), (Option<DocumentId>, Vec<bool>)>;

/// All that `scope` requires, version by version.
fn scope(record: &Record, scope: &Scope, order: &BTreeMap<DocumentId, usize>) -> ScopeView {
    let entry = record.document(scope.document);
    let mut rows: Rows<'_> = BTreeMap::new();
    for (at, version) in scope.versions.iter().enumerate() {
        for required in &version.requires {
            let place = required.standard.and_then(|id| order.get(&id)).copied();
            let written = if place.is_some() { "" } else { required.written.as_str() };
            let row = rows.entry((place, written));
            let (_, versions) = row.or_insert_with(|| (required.standard, vec![false; scope.versions.len()]));
            versions[at] = true;
        }
    }
    let versions = scope.versions.iter().map(|of| {
        let mut ids: Vec<DocumentId> = of.requires.iter().filter_map(|required| required.standard).collect();
        ids.sort_by_key(|id| order.get(id));
        let requires = ids.into_iter().filter_map(|id| required(record, id)).collect();
        ScopeVersionView { requires, ..version(record, of) }
    });
    // What is no standard comes behind what is one.
    let (unknown, known): (Vec<_>, Vec<_>) = rows.into_iter().partition(|((place, _), _)| place.is_none());
    let rows = known.into_iter().chain(unknown).map(|((_, written), (id, versions))| ScopeRowView {
        written: written.to_owned(),
        standard: id.and_then(|id| required(record, id)),
        versions,
    });
    ScopeView {
        title: entry.facts.title.clone(),
        url: encode_path(&entry.url),
        description: entry.facts.description.clone(),
        day: date::view(record.day),
        versions: versions.collect(),
        rows: rows.collect(),
    }
}

/// The scope that the document `id` is.
pub(super) fn view(record: &Record, id: DocumentId) -> Option<ScopeView> {
    let found = record.scopes.all.iter().find(|scope| scope.document == id)?;
    Some(scope(record, found, &order(record)))
}

/// The scopes of a source.
pub(super) fn of_source(record: &Record, source: &SourceName) -> Vec<ScopeView> {
    let order = order(record);
    let own = record.scopes.all.iter().filter(|scope| record.document(scope.document).path.source == *source);
    own.map(|found| scope(record, found, &order)).collect()
}

/// The scopes that require the standard `id`, each with the versions that do.
pub(super) fn requiring(record: &Record, id: DocumentId) -> Vec<RequiredView> {
    let mut found: BTreeMap<usize, RequiredView> = BTreeMap::new();
    for &(number, at) in record.scopes.requiring.get(&id).map_or(&[][..], Vec::as_slice) {
        let Some(scope) = record.scopes.all.get(number) else { continue };
        let entry = record.document(scope.document);
        let view = found.entry(number).or_insert_with(|| RequiredView {
            title: entry.facts.title.clone(),
            url: encode_path(&entry.url),
            versions: Vec::new(),
        });
        view.versions.extend(scope.versions.get(at).map(|of| version(record, of)));
    }
    found.into_values().collect()
}
