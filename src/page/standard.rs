//! Standards as pages show them: by track and number, with their editions side by side.

use crate::base::url::encode_path;
use crate::base::{Date, SourceName};
use crate::link::{DocumentId, Entry, Life, Record, Subject};
use crate::page::view::{
    AxisView, CrumbView, EditionView, LifeDateView, NumberPageView, NumberRowView, NumberView, PhaseView,
    RelationView, StandardView, StandardsView, TrackView,
};
use crate::page::{date, discussion, scope};
use crate::record::{FactsKind, Standard};
use crate::source::SourceSet;
use crate::source::config::{Phase, SourceConfig};

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
pub(super) fn leading(record: &Record, editions: &[DocumentId]) -> Option<DocumentId> {
    let is_version = |id: &DocumentId| standard(record, *id).is_some_and(|(_, facts)| !facts.is_supplement());
    let is_effective = |id: &DocumentId| record.phase_on(*id, record.day) == Some(Phase::Effective);
    let versions = || editions.iter().copied().filter(is_version);
    versions().rfind(is_effective).or_else(|| versions().next_back()).or_else(|| editions.last().copied())
}

/// What a standard is on the day of the record, and the word for it: its status, unless that is overtaken.
fn state(record: &Record, id: DocumentId, facts: &Standard) -> (String, Option<String>) {
    let Some(life) = record.lives.get(&id) else { return (String::new(), facts.status.clone()) };
    let state = life.state_on(record.day).to_owned();
    let is_overtaken = life.phase_on(record.day) != life.said && !state.is_empty();
    let word = if is_overtaken { Some(state.clone()) } else { facts.status.clone() };
    (state, word)
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
fn life_date(record: &Record, (date, key): (Date, &str)) -> LifeDateView {
    LifeDateView { label: label(key), date: date::view(date), coming: date > record.day }
}

/// The next change that the dates of a standard announce.
fn next(record: &Record, life: &Life) -> Option<LifeDateView> {
    let changes = [(life.from, "in force from"), (life.until, "ends on")];
    let changes = changes.into_iter().filter_map(|(date, label)| Some((date?, label)));
    changes.filter(|(date, _)| *date > record.day).min().map(|change| life_date(record, change))
}

/// The edition `id` as others see it; `current` is the page being shown.
pub(super) fn edition(record: &Record, id: DocumentId, current: Option<DocumentId>) -> Option<EditionView> {
    let (entry, facts) = standard(record, id)?;
    let (state, status) = state(record, id, facts);
    let past = dates(facts).into_iter().rfind(|(date, _)| *date <= record.day);
    Some(EditionView {
        edition: facts.edition.clone(),
        url: encode_path(&entry.url),
        title: entry.facts.title.clone(),
        sort: facts.sort.clone(),
        status,
        state,
        phase: record.phase_on(id, record.day).map_or("", Phase::as_str),
        since: past.map(|date| life_date(record, date)),
        next: record.lives.get(&id).and_then(|life| next(record, life)),
        current: current == Some(id),
    })
}

/// What the page of the standard `id` shows beside its text.
pub(super) fn view(record: &Record, sources: &SourceSet, id: DocumentId) -> Option<StandardView> {
    let (entry, facts) = standard(record, id)?;
    let siblings = record.standards.get(&facts.number).map_or(&[][..], Vec::as_slice);
    let (state, status) = state(record, id, facts);
    let history = sources.sources.get(&entry.path.source).map(|source| &source.history);
    let first = history.and_then(|history| history.files.get(&entry.path.path)?.first.as_ref());
    let mut dates = dates(facts);
    dates.extend(first.map(|first| (first.date, "first commit")));
    dates.sort();
    let life = record.lives.get(&id);
    let shipped = life.and_then(|life| shipped(record, life));
    Some(StandardView {
        number: facts.number.clone(),
        number_url: record.numbers.get(&facts.number).map(|url| encode_path(url)),
        edition: facts.edition.clone(),
        sort: facts.sort.clone(),
        status,
        state,
        track: facts.track.clone(),
        axes: axes(facts),
        dates: dates.into_iter().map(|date| life_date(record, date)).collect(),
        relations: life
            .map_or_else(Vec::new, |life| relations(record, life))
            .into_iter()
            .chain(shipped)
            .collect(),
        others_discussed: discussion::other_editions(record, siblings, id),
        required: scope::requiring(record, id),
        editions: siblings.iter().filter_map(|&other| edition(record, other, Some(id))).collect(),
    })
}

/// The release in whose window a standard took effect.
fn shipped(record: &Record, life: &Life) -> Option<RelationView> {
    let release = record.release_for(life.from?)?;
    let entry = record.documents.get(release.0 as usize)?;
    let FactsKind::Release(release) = &entry.facts.kind else { return None };
    let other = CrumbView { title: release.id.clone(), url: Some(encode_path(&entry.url)) };
    Some(RelationView { label: "shipped in".to_owned(), others: vec![other], inferred: false })
}

/// The relations of a standard, then those that only others tell of; documents that exist are links.
fn relations(record: &Record, life: &Life) -> Vec<RelationView> {
    let link = |id: DocumentId| {
        let entry = record.documents.get(id.0 as usize)?;
        let title = standard(record, id).map_or_else(|| entry.facts.title.clone(), |(_, facts)| facts.id());
        Some(CrumbView { title, url: Some(encode_path(&entry.url)) })
    };
    let mut views: Vec<RelationView> = Vec::new();
    let mut add = |label: String, inferred: bool, other: CrumbView| match views.last_mut() {
        Some(last) if last.label == label && last.inferred == inferred => last.others.push(other),
        _ => views.push(RelationView { label, others: vec![other], inferred }),
    };
    for relation in &life.relations {
        let unknown = || CrumbView { title: relation.written.clone(), url: None };
        add(label(&relation.name), false, relation.to.and_then(link).unwrap_or_else(unknown));
    }
    for &(name, by) in &life.inferred {
        link(by).into_iter().for_each(|other| add(label(name), true, other));
    }
    views
}

/// The phases of some versions, drafts first.
fn phases<'a>(editions: impl Iterator<Item = &'a EditionView> + Clone) -> Vec<&'static str> {
    let is_in = |phase: &&str| editions.clone().any(|edition| edition.phase == *phase);
    Phase::ALL.map(Phase::as_str).into_iter().filter(is_in).collect()
}

/// One number with its editions `ids`.
fn row(record: &Record, number: &str, ids: &[DocumentId]) -> Option<NumberView> {
    let id = leading(record, ids)?;
    let (leading, entry) = (edition(record, id, None)?, record.documents.get(id.0 as usize)?);
    let editions: Vec<EditionView> = ids.iter().filter_map(|&id| edition(record, id, None)).collect();
    Some(NumberView {
        number: number.to_owned(),
        title: leading.title,
        url: record.numbers.get(number).map_or(leading.url, |url| encode_path(url)),
        sort: leading.sort,
        description: entry.facts.description.clone(),
        phases: phases(editions.iter()),
        others: editions.iter().filter(|edition| edition.phase.is_empty()).cloned().collect(),
        editions,
    })
}

/// What the page of a number shows.
pub(super) fn number(record: &Record, number: &str) -> Option<NumberPageView> {
    let ids = record.standards.get(number)?;
    let lead = leading(record, ids)?;
    let rows = ids.iter().filter_map(|&id| {
        let (_, facts) = standard(record, id)?;
        let life = record.lives.get(&id);
        Some(NumberRowView {
            edition: edition(record, id, Some(lead))?,
            dates: dates(facts).into_iter().map(|date| life_date(record, date)).collect(),
            relations: life.map_or_else(Vec::new, |life| relations(record, life)),
            required: scope::requiring(record, id),
            meetings: record.backlinks.meetings(&Subject::Document(id)),
        })
    });
    Some(NumberPageView {
        track: standard(record, lead).and_then(|(_, facts)| facts.track.clone()),
        rows: rows.collect(),
        number: row(record, number, ids)?,
        day: date::view(record.day),
    })
}

/// What a number is called: the title of the edition that speaks for it.
pub(super) fn number_title(record: &Record, number: &str) -> Option<String> {
    let lead = leading(record, record.standards.get(number)?)?;
    Some(record.document(lead).facts.title.clone())
}

/// The overview of a source.
pub(super) fn overview(record: &Record, source: &SourceConfig) -> StandardsView {
    let track = |track: Track| {
        let numbers = track.numbers.iter().filter_map(|(number, ids)| row(record, number, ids));
        let numbers: Vec<NumberView> = numbers.collect();
        let phases = phases(numbers.iter().flat_map(|number| &number.editions));
        TrackView { id: track_id(&track.name), phases, numbers, name: track.name }
    };
    let tracks: Vec<TrackView> = tracks(record, &source.name).into_iter().map(track).collect();
    let editions = || tracks.iter().flat_map(|track| &track.numbers).flat_map(|number| &number.editions);
    let phase = |phase: Phase| PhaseView {
        name: phase.as_str(),
        title: match phase {
            Phase::Draft => "Draft",
            Phase::Effective => "In force",
            Phase::Ended => "Ended",
        },
        count: editions().filter(|edition| edition.phase == phase.as_str()).count(),
    };
    StandardsView {
        day: date::view(record.day),
        phases: Phase::ALL.map(phase).into(),
        count: tracks.iter().map(|track| track.numbers.len()).sum(),
        tracks,
        scopes: scope::of_source(record, &source.name),
    }
}

/// The numbers whose life had a date last, newest first, at most `most`; each with the edition that had it.
pub(super) fn newest(record: &Record, most: usize) -> Vec<(String, EditionView)> {
    let mut dated: Vec<(Date, DocumentId, &str)> = Vec::new();
    for (number, editions) in &record.standards {
        // What is to come is no news yet.
        let past = |(date, _): &(Date, &str)| *date <= record.day;
        let last = |&id: &DocumentId| Some((dates(standard(record, id)?.1).into_iter().rfind(past)?.0, id));
        if let Some((date, id)) = editions.iter().filter_map(last).max() {
            dated.push((date, id, number));
        }
    }
    dated.sort_by(|a, b| b.cmp(a));
    let newest = dated.into_iter().take(most);
    newest.filter_map(|(_, id, number)| Some((number.to_owned(), edition(record, id, None)?))).collect()
}
