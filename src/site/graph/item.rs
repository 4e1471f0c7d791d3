//! Decisions and actions, with what their words name.

use super::Input;
use super::id::Ids;
use super::reference::Found;
use super::wire::{Action, Decision, Place, ReferenceKind, State};
use crate::base::Span;
use crate::base::url::encode_fragment;
use crate::link::{self, Evidence};
use crate::record;

/// The decisions of the record; `references` has those of each document.
pub(super) fn decisions(input: Input<'_>, ids: &Ids<'_>, references: &[Vec<Found>]) -> Vec<Decision> {
    let decision = |decision: &link::Decision| {
        let first = &decision.evidence;
        let place = place(input, ids, first);
        let facts = &input.record.document(first.document).facts;
        let span = facts.decisions.get(first.number as usize).map(|found| found.span).unwrap_or_default();
        let named = |kind| named(&references[first.document.0 as usize], span, kind);
        Decision {
            id: format!("{}#d{}", place.meeting, first.number + 1),
            meeting: place.meeting,
            date: first.date.to_string(),
            text: decision.text.clone(),
            context: decision.context.clone(),
            source: place.source,
            path: place.path,
            line: place.line,
            url: url(input, first),
            standards: named(ReferenceKind::Standard),
            issues: named(ReferenceKind::Issue),
            releases: named(ReferenceKind::Release),
            reports: decision.reports.iter().map(|report| self::place(input, ids, report)).collect(),
        }
    };
    input.record.decisions.iter().map(decision).collect()
}

/// The actions of the record.
pub(super) fn actions(input: Input<'_>, ids: &Ids<'_>) -> Vec<Action> {
    let mut all = Vec::new();
    for action in &input.record.actions {
        let state = match action.state() {
            record::action::State::Open => State::Open,
            record::action::State::Done => State::Done,
            record::action::State::Dropped => State::Dropped,
        };
        let mut first = None;
        for said in &action.mentions {
            let place = place(input, ids, &said.evidence);
            let id = format!("{}#a{}", place.meeting, said.evidence.number + 1);
            let facts = &input.record.document(said.evidence.document).facts;
            let found = facts.actions.get(said.evidence.number as usize);
            all.push(Action {
                id: id.clone(),
                meeting: place.meeting,
                date: said.evidence.date.to_string(),
                text: found.map_or(&action.text, |found| &found.text).clone(),
                context: found.map_or(&action.context, |found| &found.context).clone(),
                owners: found.map_or(&action.owners, |found| &found.owners).clone(),
                state,
                source: place.source,
                path: place.path,
                line: place.line,
                url: url(input, &said.evidence),
                continues: first.clone(),
            });
            first.get_or_insert(id);
        }
    }
    all
}

/// Where `evidence` is.
fn place(input: Input<'_>, ids: &Ids<'_>, evidence: &Evidence) -> Place {
    let path = &input.record.document(evidence.document).path;
    Place {
        meeting: ids.document(evidence.document).to_owned(),
        source: path.source.to_string(),
        path: path.path.to_string(),
        line: evidence.line,
    }
}

/// The place of `evidence` on the page of its meeting.
fn url(input: Input<'_>, evidence: &Evidence) -> String {
    let page = super::url(input, &input.record.document(evidence.document).url);
    match &evidence.anchor {
        Some(anchor) => format!("{page}#{}", encode_fragment(anchor)),
        None => page,
    }
}

/// The ids of this kind that the words at `span` name, each once.
fn named(references: &[Found], span: Span, kind: ReferenceKind) -> Vec<String> {
    let begin = references.partition_point(|found| found.span.start < span.start);
    let inside = references[begin..].iter().take_while(|found| found.span.start < span.end);
    let mut named: Vec<String> = Vec::new();
    for found in inside.filter(|found| found.reference.kind == kind) {
        named.extend(found.reference.to.clone().filter(|id| !named.contains(id)));
    }
    named
}
