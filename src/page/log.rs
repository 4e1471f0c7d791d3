//! Decisions and actions as pages show them: beside the minutes they stand in, and what their two logs share.

use std::collections::BTreeMap;

use crate::base::url::{encode_fragment, encode_path};
use crate::link::{Action, Decision, DocumentId, Evidence, Record};
use crate::page::plan::Pages;
use crate::page::url::with_anchor;
use crate::page::view::{EvidenceView, ItemView, LinkView};
use crate::page::{action, board, date, decision, forge, meeting, topic};
use crate::record::action::State;
use crate::source::{Config, SourceSet};

/// The logs and indexes that there are, with their titles, in the order of the navigation.
pub(super) fn indexes<'a>(record: &'a Record, config: &Config) -> Vec<(&'a String, String)> {
    let decisions = record.decision_log.iter().map(|url| (url, decision::TITLE.to_owned()));
    let actions = record.action_log.iter().map(|url| (url, action::TITLE.to_owned()));
    let missing = record.missing_board.iter().map(|url| (url, board::TITLE.to_owned()));
    let topics = topic::indexes(record, config);
    let topics = topics.into_iter().map(|(rule, url)| (url, topic::index_title(config, rule.as_deref())));
    decisions.chain(actions).chain(missing).chain(topics).collect()
}

/// Which decisions and actions each document speaks of.
#[derive(Debug, Clone, Default)]
pub(super) struct Items {
    /// Places in [`Record::decisions`], with which telling it is: 0 the first.
    decisions: BTreeMap<DocumentId, Vec<(usize, usize)>>,
    /// Places in [`Record::actions`], with which mention it is: 0 the first.
    actions: BTreeMap<DocumentId, Vec<(usize, usize)>>,
}

impl Items {
    /// Finds them for all documents.
    pub(super) fn new(record: &Record) -> Items {
        let mut items = Items::default();
        for (place, decision) in record.decisions.iter().enumerate() {
            for (telling, evidence) in tellings(decision).enumerate() {
                items.decisions.entry(evidence.document).or_default().push((place, telling));
            }
        }
        for (place, action) in record.actions.iter().enumerate() {
            for (mention, said) in action.mentions.iter().enumerate() {
                items.actions.entry(said.evidence.document).or_default().push((place, mention));
            }
        }
        items
    }

    /// The decisions that the minutes `id` tell, in their order.
    pub(super) fn decisions(&self, pages: &Pages<'_>, id: DocumentId) -> Vec<ItemView> {
        let (record, sources) = (pages.record, pages.sources);
        let mut found: Vec<(&Evidence, usize, bool)> = Vec::new();
        for &(place, telling) in self.decisions.get(&id).into_iter().flatten() {
            let decision = &record.decisions[place];
            found.extend(tellings(decision).nth(telling).map(|evidence| (evidence, place, telling > 0)));
        }
        found.sort_by_key(|(evidence, ..)| evidence.number);
        let item = |(evidence, place, is_report): (&Evidence, usize, bool)| {
            let decision = &record.decisions[place];
            ItemView {
                label: format!("D{}", evidence.number + 1),
                text: decision.text.clone(),
                context: decision.context.clone(),
                owners: Vec::new(),
                state: "",
                elsewhere: (is_report && decision.evidence.document != id)
                    .then(|| link(record, &decision.evidence)),
                shipped: decision::shipped(record, &pages.shipped, place),
                anchor: evidence.anchor.as_deref().map(encode_fragment),
                evidence: evidence_view(record, sources, evidence),
            }
        };
        found.into_iter().map(item).collect()
    }

    /// The actions that the minutes `id` give out or repeat, in their order.
    pub(super) fn actions(&self, record: &Record, sources: &SourceSet, id: DocumentId) -> Vec<ItemView> {
        let mut found: Vec<(&Evidence, &Action)> = Vec::new();
        for &(place, mention) in self.actions.get(&id).into_iter().flatten() {
            let action = &record.actions[place];
            found.push((&action.mentions[mention].evidence, action));
        }
        found.sort_by_key(|(evidence, _)| evidence.number);
        let item = |(evidence, action): (&Evidence, &Action)| {
            let last = &action.last().evidence;
            ItemView {
                label: format!("A{}", evidence.number + 1),
                text: action.text.clone(),
                context: action.context.clone(),
                owners: action.owners.clone(),
                state: state(action),
                elsewhere: (action.state() != State::Open && last.document != id).then(|| link(record, last)),
                shipped: None,
                anchor: evidence.anchor.as_deref().map(encode_fragment),
                evidence: evidence_view(record, sources, evidence),
            }
        };
        found.into_iter().map(item).collect()
    }
}

/// Where a decision is told, in order.
pub(super) fn tellings(decision: &Decision) -> impl Iterator<Item = &Evidence> {
    std::iter::once(&decision.evidence).chain(&decision.reports)
}

/// The word for what became of an action.
pub(super) fn state(action: &Action) -> &'static str {
    match action.state() {
        State::Open => "open",
        State::Done => "done",
        State::Dropped => "dropped",
    }
}

/// The place of `evidence` on the page of its meeting.
pub(super) fn url(record: &Record, evidence: &Evidence) -> String {
    with_anchor(&record.document(evidence.document).url, evidence.anchor.as_deref())
}

/// A link to the place of `evidence`, named after the meeting.
pub(super) fn link(record: &Record, evidence: &Evidence) -> LinkView {
    let title = meeting::title(record, evidence.document);
    LinkView { title: title.unwrap_or_else(|| date::view(evidence.date).long), url: url(record, evidence) }
}

/// Where `evidence` stands, and who shows it.
pub(super) fn evidence_view(record: &Record, sources: &SourceSet, evidence: &Evidence) -> EvidenceView {
    let path = &record.document(evidence.document).path;
    let source = sources.sources.get(&path.source);
    EvidenceView {
        source: path.source.to_string(),
        path: source.map_or_else(|| path.path.to_string(), |source| forge::in_repository(source, &path.path)),
        line: evidence.line,
        url: source.and_then(|source| forge::line_number(source, &path.path, evidence.line)),
    }
}

/// The series whose meeting is the document `id`.
pub(super) fn series(record: &Record, id: DocumentId) -> LinkView {
    let none = LinkView { title: String::new(), url: String::new() };
    record
        .series_of(id)
        .map_or(none, |series| LinkView { title: series.title.clone(), url: encode_path(&series.url) })
}
