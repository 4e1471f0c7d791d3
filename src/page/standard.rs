//! Standards as pages show them: by track and number, with their editions side by side.

use crate::base::url::encode_path;
use crate::base::{Date, SourceName};
use crate::link::{DocumentId, Entry, Record};
use crate::page::view::{
    AxisView, CrumbView, EditionView, LifeDateView, NumberView, RelationView, StandardView, StandardsView,
    TrackView,
};
use crate::page::{date, discussion};
use crate::record::{FactsKind, Standard};
use crate::source::config::{Config, SourceConfig};

/// The standards of one track, by number.
#[derive(Debug)]
pub(super) struct Track {
    /// As written; empty for standards without one.
    pub(super) name: String,
    /// The numbers with their editions, both in order.
    pub(super) numbers: Vec<(String, Vec<DocumentId>)>,
}

/// The document `id`, where it is a standard.
fn standard(record: &Record, id: DocumentId) -> Option<(&Entry, &Standard)> {
    let entry = record.documents.get(id.0 as usize)?;
    match &entry.facts.kind {
        FactsKind::Standard(standard) => Some((entry, standard)),
        _ => None,
    }
}

/// The tracks of a source, in the order of their first numbers.
pub(super) fn tracks(record: &Record, source: &SourceName) -> Vec<Track> {
    let mut tracks: Vec<Track> = Vec::new();
    for (number, editions) in &record.standards {
        let own: Vec<DocumentId> = editions
            .iter()
            .copied()
            .filter(|&id| standard(record, id).is_some_and(|(entry, _)| entry.path.source == *source))
            .collect();
        let Some((_, facts)) = own.last().and_then(|&id| standard(record, id)) else { continue };
        let name = facts.track.as_deref().unwrap_or_default();
        let entry = (number.clone(), own);
        match tracks.iter_mut().find(|track| track.name == name) {
            Some(track) => track.numbers.push(entry),
            None => tracks.push(Track { name: name.to_owned(), numbers: vec![entry] }),
        }
    }
    tracks
}

/// The anchor of a track on the overview.
pub(super) fn track_id(name: &str) -> String {
    let words: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '-' })
        .flat_map(char::to_lowercase)
        .collect();
    format!("track-{words}")
}

/// The edition that speaks for a number: the newest effective version, else the newest version, else the last.
pub(super) fn leading(record: &Record, config: &Config, editions: &[DocumentId]) -> Option<DocumentId> {
    let is_version = |id: &DocumentId| standard(record, *id).is_some_and(|(_, facts)| !is_supplement(facts));
    let is_effective = |id: &DocumentId| {
        standard(record, *id).is_some_and(|(entry, facts)| state(config, entry, facts) == "effective")
    };
    let versions = || editions.iter().copied().filter(is_version);
    versions().rfind(is_effective).or_else(|| versions().next_back()).or_else(|| editions.last().copied())
}

/// Whether an edition supplements others instead of following them.
fn is_supplement(facts: &Standard) -> bool {
    facts.edition.starts_with('w') || facts.relations.contains_key("supplements")
}

/// The configured state that the status of a standard means, or `""`.
fn state(config: &Config, entry: &Entry, facts: &Standard) -> String {
    let source = config.sources.iter().find(|source| source.name == entry.path.source);
    let state = facts.status.as_deref().and_then(|status| source?.standards.state(status));
    state.unwrap_or_default().to_owned()
}

/// `stabilized_at` as `stabilized`, `replaced_by` as `replaced by`.
pub(super) fn label(key: &str) -> String {
    key.strip_suffix("_at").unwrap_or(key).replace('_', " ")
}

/// The dates of a standard's life, earliest first.
fn dates(facts: &Standard) -> Vec<(Date, &str)> {
    let mut dates: Vec<(Date, &str)> = facts.dates.iter().map(|(key, &date)| (date, key.as_str())).collect();
    dates.sort();
    dates
}

/// The further states of a standard as templates see them.
fn axes(facts: &Standard) -> Vec<AxisView> {
    let axis = |(name, state): (&String, &String)| AxisView { label: label(name), state: state.clone() };
    facts.axes.iter().map(axis).collect()
}

/// The dates of the life of the standard `id`, earliest first.
pub(super) fn life(record: &Record, id: DocumentId) -> Vec<(Date, &str)> {
    standard(record, id).map_or_else(Vec::new, |(_, facts)| dates(facts))
}

/// A date of a standard's life as templates see it.
fn life_date((date, key): (Date, &str)) -> LifeDateView {
    LifeDateView { label: label(key), date: date::view(date) }
}

/// The edition `id` as others see it; `current` is the page being shown.
pub(super) fn edition(
    record: &Record,
    config: &Config,
    id: DocumentId,
    current: Option<DocumentId>,
) -> Option<EditionView> {
    let (entry, facts) = standard(record, id)?;
    Some(EditionView {
        edition: facts.edition.clone(),
        url: encode_path(&entry.url),
        title: entry.facts.title.clone(),
        sort: facts.sort.clone(),
        status: facts.status.clone(),
        state: state(config, entry, facts),
        since: dates(facts).pop().map(life_date),
        current: current == Some(id),
    })
}

/// What the page of the standard `id` shows beside its text.
pub(super) fn view(record: &Record, config: &Config, id: DocumentId) -> Option<StandardView> {
    let (entry, facts) = standard(record, id)?;
    let siblings = record.standards.get(&facts.number).map_or(&[][..], Vec::as_slice);
    Some(StandardView {
        number: facts.number.clone(),
        edition: facts.edition.clone(),
        sort: facts.sort.clone(),
        status: facts.status.clone(),
        state: state(config, entry, facts),
        track: facts.track.clone(),
        axes: axes(facts),
        dates: dates(facts).into_iter().map(life_date).collect(),
        relations: relations(record, entry, facts).into_iter().chain(shipped(record, facts)).collect(),
        others_discussed: discussion::other_editions(record, siblings, id),
        editions: siblings.iter().filter_map(|&other| edition(record, config, other, Some(id))).collect(),
    })
}

/// The release in whose window a standard took effect.
fn shipped(record: &Record, facts: &Standard) -> Option<RelationView> {
    let release = record.release_for(*facts.dates.get(BEGIN)?)?;
    let entry = record.documents.get(release.0 as usize)?;
    let FactsKind::Release(release) = &entry.facts.kind else { return None };
    let other = CrumbView { title: release.id.clone(), url: Some(encode_path(&entry.url)) };
    Some(RelationView { label: "shipped in".to_owned(), others: vec![other] })
}

/// What the record calls the day on which a standard takes effect.
const BEGIN: &str = "stabilized_at";

/// The relations of a standard; files that exist are links.
fn relations(record: &Record, entry: &Entry, facts: &Standard) -> Vec<RelationView> {
    let other = |name: &String| {
        let file = crate::base::RelPath::resolve(entry.path.path.folder(), name).ok();
        let found = file.and_then(|file| {
            record.by_path.get(&crate::base::SourcePath::new(&entry.path.source, &file)).copied()
        });
        let found = found.or_else(|| record.related(facts, name));
        match found.and_then(|id| standard(record, id)) {
            Some((entry, facts)) => CrumbView {
                title: [facts.number.as_str(), &facts.edition].join("-").trim_end_matches('-').to_owned(),
                url: Some(encode_path(&entry.url)),
            },
            None => CrumbView { title: name.clone(), url: None },
        }
    };
    let view = |(key, names): (&String, &Vec<String>)| RelationView {
        label: label(key),
        others: names.iter().map(other).collect(),
    };
    facts.relations.iter().filter(|(_, names)| !names.is_empty()).map(view).collect()
}

/// The overview of a source.
pub(super) fn overview(record: &Record, config: &Config, source: &SourceConfig) -> StandardsView {
    let number = |(number, editions): &(String, Vec<DocumentId>)| {
        let leading = leading(record, config, editions).and_then(|id| edition(record, config, id, None))?;
        Some(NumberView {
            number: number.clone(),
            title: leading.title,
            url: leading.url,
            sort: leading.sort,
            editions: editions.iter().filter_map(|&id| edition(record, config, id, None)).collect(),
        })
    };
    let tracks: Vec<TrackView> = tracks(record, &source.name)
        .into_iter()
        .map(|track| TrackView {
            id: track_id(&track.name),
            numbers: track.numbers.iter().filter_map(number).collect(),
            name: track.name,
        })
        .collect();
    StandardsView { count: tracks.iter().map(|track| track.numbers.len()).sum(), tracks }
}

/// The numbers whose life had a date last, newest first, at most `most`; each with the edition that had it.
pub(super) fn newest(record: &Record, config: &Config, most: usize) -> Vec<(String, EditionView)> {
    let mut dated: Vec<(Date, DocumentId, &str)> = Vec::new();
    for (number, editions) in &record.standards {
        let last = |&id: &DocumentId| Some((dates(standard(record, id)?.1).pop()?.0, id));
        if let Some((date, id)) = editions.iter().filter_map(last).max() {
            dated.push((date, id, number));
        }
    }
    dated.sort_by(|a, b| b.cmp(a));
    let newest = dated.into_iter().take(most);
    newest
        .filter_map(|(_, id, number)| Some((number.to_owned(), edition(record, config, id, None)?)))
        .collect()
}
