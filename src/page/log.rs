//! Decisions and actions as pages show them: beside the minutes they stand in, and in the two logs.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::url::{encode_fragment, encode_path};
use crate::link::{Action, Decision, DocumentId, Evidence, Record};
use crate::page::url::with_anchor;
use crate::page::view::{
    ActionGroupView, ActionRowView, ActionsView, DecisionRowView, DecisionYearView, DecisionsView,
    EvidenceView, ItemView, LinkView,
};
use crate::page::{date, forge, meeting};
use crate::record::action::State;
use crate::source::SourceSet;

/// What the decision log is called.
pub(super) const DECISIONS: &str = "Decisions";

/// What the action log is called.
pub(super) const ACTIONS: &str = "Actions";

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
    pub(super) fn decisions(&self, record: &Record, sources: &SourceSet, id: DocumentId) -> Vec<ItemView> {
        let mut found: Vec<(&Evidence, &Decision, bool)> = Vec::new();
        for &(place, telling) in self.decisions.get(&id).into_iter().flatten() {
            let decision = &record.decisions[place];
            found.extend(tellings(decision).nth(telling).map(|evidence| (evidence, decision, telling > 0)));
        }
        found.sort_by_key(|(evidence, ..)| evidence.number);
        let item = |(evidence, decision, is_report): (&Evidence, &Decision, bool)| ItemView {
            label: format!("D{}", evidence.number + 1),
            text: decision.text.clone(),
            owners: Vec::new(),
            state: "",
            elsewhere: (is_report && decision.evidence.document != id)
                .then(|| link(record, &decision.evidence)),
            anchor: evidence.anchor.as_deref().map(encode_fragment),
            evidence: evidence_view(record, sources, evidence),
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
                owners: action.owners.clone(),
                state: state(action),
                elsewhere: (action.state() != State::Open && last.document != id).then(|| link(record, last)),
                anchor: evidence.anchor.as_deref().map(encode_fragment),
                evidence: evidence_view(record, sources, evidence),
            }
        };
        found.into_iter().map(item).collect()
    }
}

/// Where a decision is told, in order.
fn tellings(decision: &Decision) -> impl Iterator<Item = &Evidence> {
    std::iter::once(&decision.evidence).chain(&decision.reports)
}

/// The word for what became of an action.
fn state(action: &Action) -> &'static str {
    match action.state() {
        State::Open => "open",
        State::Done => "done",
        State::Dropped => "dropped",
    }
}

/// The place of `evidence` on the page of its meeting.
fn url(record: &Record, evidence: &Evidence) -> String {
    with_anchor(&record.document(evidence.document).url, evidence.anchor.as_deref())
}

/// A link to the place of `evidence`, named after the meeting.
fn link(record: &Record, evidence: &Evidence) -> LinkView {
    let title = meeting::title(record, evidence.document);
    LinkView { title: title.unwrap_or_else(|| date::view(evidence.date).long), url: url(record, evidence) }
}

/// Where `evidence` stands, and who shows it.
fn evidence_view(record: &Record, sources: &SourceSet, evidence: &Evidence) -> EvidenceView {
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
fn series(record: &Record, id: DocumentId) -> LinkView {
    let none = LinkView { title: String::new(), url: String::new() };
    record
        .series_of(id)
        .map_or(none, |series| LinkView { title: series.title.clone(), url: encode_path(&series.url) })
}

/// One decision of the log.
fn decision_row(record: &Record, sources: &SourceSet, decision: &Decision) -> DecisionRowView {
    let evidence = &decision.evidence;
    let mut seen = BTreeSet::from([evidence.document]);
    let reports = decision.reports.iter().filter(|report| seen.insert(report.document));
    DecisionRowView {
        id: decision.id.clone(),
        text: decision.text.clone(),
        date: date::view(evidence.date),
        series: series(record, evidence.document),
        url: url(record, evidence),
        evidence: evidence_view(record, sources, evidence),
        reports: reports.map(|report| link(record, report)).collect(),
    }
}

/// The newest decisions, newest first, at most `most`.
pub(super) fn newest(record: &Record, sources: &SourceSet, most: usize) -> Vec<DecisionRowView> {
    let newest = record.decisions.iter().rev().take(most);
    newest.map(|decision| decision_row(record, sources, decision)).collect()
}

/// The decision log.
pub(super) fn decisions(record: &Record, sources: &SourceSet) -> DecisionsView {
    let mut years: Vec<DecisionYearView> = Vec::new();
    let mut bodies = BTreeSet::new();
    for decision in record.decisions.iter().rev() {
        let (year, row) = (decision.evidence.date.year(), decision_row(record, sources, decision));
        bodies.insert(row.series.url.clone());
        match years.last_mut() {
            Some(last) if last.year == year => last.rows.push(row),
            _ => years.push(DecisionYearView { year, rows: vec![row] }),
        }
    }
    DecisionsView { count: record.decisions.len(), series: bodies.len(), years }
}

/// One action of the log.
fn action_row(record: &Record, sources: &SourceSet, action: &Action) -> ActionRowView {
    let (first, last) = (&action.first().evidence, &action.last().evidence);
    ActionRowView {
        id: action.id.clone(),
        text: action.text.clone(),
        owners: action.owners.clone(),
        state: state(action),
        given: date::view(first.date),
        last: date::view(last.date),
        last_url: url(record, last),
        series: series(record, first.document),
        url: url(record, first),
        evidence: evidence_view(record, sources, first),
    }
}

/// How many actions are open, as far as the minutes tell.
pub(super) fn open(record: &Record) -> usize {
    record.actions.iter().filter(|action| action.state() == State::Open).count()
}

/// The action log.
pub(super) fn actions(record: &Record, sources: &SourceSet) -> ActionsView {
    let (mut open, mut closed): (Vec<&Action>, Vec<&Action>) =
        record.actions.iter().partition(|action| action.state() == State::Open);
    closed.sort_by_key(|action| std::cmp::Reverse(action.last().evidence.date));
    open.sort_by_cached_key(|action| {
        let owner = action.owners.first().map(|owner| owner.to_lowercase());
        (owner.is_none(), owner, std::cmp::Reverse(action.first().evidence.date))
    });
    let mut by_series: BTreeMap<&str, Vec<&Action>> = BTreeMap::new();
    for action in &open {
        by_series.entry(&action.series).or_default().push(action);
    }
    let rows = |actions: &[&Action]| -> Vec<ActionRowView> {
        actions.iter().map(|action| action_row(record, sources, action)).collect()
    };
    let mut groups: Vec<ActionGroupView> = by_series
        .values()
        .filter_map(|actions| {
            let series = series(record, actions.first()?.first().evidence.document);
            Some(ActionGroupView { series, id: String::new(), rows: rows(actions) })
        })
        .collect();
    groups.sort_by_key(|group| group.series.title.to_lowercase());
    for (number, group) in (1..).zip(&mut groups) {
        group.id = format!("series-{number}");
    }
    ActionsView { count: record.actions.len(), open: open.len(), series: groups, closed: rows(&closed) }
}
