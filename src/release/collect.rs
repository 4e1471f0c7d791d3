//! Everything that belongs to a release, from all sources.
//!
//! What happened on a day in the release's window belongs to it: standards that began or ended, decisions that were
//! taken. What names the release belongs to it whenever it was written: minutes, decisions, actions that are still
//! open. And so do the commits of its components between two tags, or, where no tag tells, of the days of its window.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Changes;
use super::fragment::Fragment;
use super::known::Known;
use crate::base::{Date, Span};
use crate::link::{DocumentId, Target, Window};
use crate::record::action::State;
use crate::record::{FactsKind, Standard};

/// A component and what became of it.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Component {
    /// The repository's name, as the configuration has it.
    pub name: String,
    /// Its page on the forge, without a final slash.
    pub forge: Option<String>,
    /// Where its range begins: the tag of the release before; nothing where days tell.
    pub from: Option<String>,
    /// Where its range ends: the tag of the release; nothing where it has none.
    pub to: Option<String>,
    /// What changed.
    pub changes: Changes,
    /// A release of a newer line, where what was read has gone on to it and no tag tells what this release has.
    pub gone_on: Option<String>,
}

/// What happened to a standard.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct StandardEvent {
    /// The edition.
    pub document: DocumentId,
    /// `scs-0214-v2`.
    pub id: String,
    /// `proposed`, `replaced`, or what the date of its life is called: `stabilized`, `deprecated`.
    pub event: String,
    /// The day.
    pub date: Date,
    /// The editions that it replaces, or that replace it.
    pub others: Vec<DocumentId>,
    /// Decisions that name it, by place in [`Record::decisions`](crate::link::Record).
    pub decisions: Vec<usize>,
}

/// A decision that belongs to the release.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Decided {
    /// Its place in [`Record::decisions`](crate::link::Record).
    pub decision: usize,
    /// Whether it was taken in the window.
    pub is_in_window: bool,
    /// Whether its words name the release.
    pub names_release: bool,
    /// What its words name: `scs-0214-v2`, `owner/tools#12`.
    pub touches: Vec<String>,
}

/// Minutes that name the release.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Naming {
    /// The minutes.
    pub document: DocumentId,
    /// The day of the meeting, where it is known.
    pub date: Option<Date>,
    /// The series; empty where there is none.
    pub series: String,
    /// How often they name it.
    pub count: usize,
}

/// Everything that belongs to a release.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Collected {
    /// The release.
    pub release: DocumentId,
    /// Its window.
    pub window: Window,
    /// What happened to standards in the window, by event and then by id.
    pub standards: Vec<StandardEvent>,
    /// Decisions, oldest first.
    pub decisions: Vec<Decided>,
    /// Actions that name the release and are still open, by place in the record.
    pub actions: Vec<usize>,
    /// Minutes that name it, by series and day.
    pub minutes: Vec<Naming>,
    /// Note fragments.
    pub fragments: Vec<Fragment>,
    /// What changed in each component.
    pub components: Vec<Component>,
}

/// Collects what belongs to `release`, whose window is `window`.
pub fn collect(
    known: Known<'_>,
    release: DocumentId,
    window: Window,
    fragments: Vec<Fragment>,
    components: Vec<Component>,
) -> Collected {
    let decisions = decisions(known, release, window);
    Collected {
        release,
        window,
        standards: standards(known, window),
        decisions,
        actions: actions(known, release),
        minutes: minutes(known, release),
        fragments,
        components,
    }
}

/// Whether `day` lies in `window`.
pub fn is_within(window: Window, day: Date) -> bool {
    window.after.is_none_or(|after| day > after) && window.until.is_none_or(|until| day <= until)
}

/// What happened to standards in `window`.
fn standards(known: Known<'_>, window: Window) -> Vec<StandardEvent> {
    let touching = decisions_by_standard(known);
    let files: BTreeMap<&str, DocumentId> =
        known.standards().map(|(id, entry, _)| (entry.path.path.file_name(), id)).collect();
    let resolve = |standard: &Standard| -> Vec<DocumentId> {
        let file = |name: &String| files.get(name.rsplit('/').next().unwrap_or(name)).copied();
        let other = |name: &String| file(name).or_else(|| known.record.related(standard, name));
        standard.relations.get("replaces").into_iter().flatten().filter_map(other).collect()
    };
    let ids: BTreeMap<DocumentId, String> = known
        .standards()
        .map(|(id, _, standard)| (id, standard_id(&standard.number, &standard.edition)))
        .collect();
    let mut events = Vec::new();
    for (document, entry, standard) in known.standards() {
        let id = standard_id(&standard.number, &standard.edition);
        let event = |event: &str, date: Date, others: Vec<DocumentId>| StandardEvent {
            document,
            id: id.clone(),
            event: event.to_owned(),
            date,
            others: others.into_iter().filter(|other| *other != document).collect(),
            decisions: touching.get(&document).cloned().unwrap_or_default(),
        };
        let replaces = resolve(standard);
        for (key, &date) in standard.dates.iter().filter(|(_, date)| is_within(window, **date)) {
            let name = key.strip_suffix("_at").unwrap_or(key);
            let is_begin = name == BEGIN;
            events.push(event(name, date, if is_begin { replaces.clone() } else { Vec::new() }));
            for &old in replaces.iter().filter(|old| is_begin && **old != document) {
                events.push(StandardEvent {
                    document: old,
                    id: ids.get(&old).cloned().unwrap_or_default(),
                    event: REPLACED.to_owned(),
                    date,
                    others: vec![document],
                    decisions: touching.get(&old).cloned().unwrap_or_default(),
                });
            }
        }
        let source = known.source_of(&entry.path);
        let first = source.and_then(|source| source.history.files.get(&entry.path.path)?.first.as_ref());
        let has_begun = standard.dates.keys().any(|key| key.strip_suffix("_at").unwrap_or(key) == BEGIN);
        if let Some(first) = first.filter(|first| is_within(window, first.date) && !has_begun) {
            events.push(event(PROPOSED, first.date, replaces));
        }
    }
    events.sort_by(|one, other| (&one.event, &one.id).cmp(&(&other.event, &other.id)));
    events.dedup_by(|one, other| one.event == other.event && one.document == other.document);
    events
}

/// What the record calls the day on which a standard takes effect, without `_at`.
pub const BEGIN: &str = "stabilized";

/// The event of a standard whose file came in the window.
pub const PROPOSED: &str = "proposed";

/// The event of an edition whose successor took effect in the window.
pub const REPLACED: &str = "replaced";

/// `scs-0214-v2`.
pub fn standard_id(number: &str, edition: &str) -> String {
    [number, edition].join("-").trim_end_matches('-').to_owned()
}

/// For each standard the decisions whose words name it, whatever the edition they mean.
fn decisions_by_standard(known: Known<'_>) -> BTreeMap<DocumentId, Vec<usize>> {
    let mut touching: BTreeMap<DocumentId, Vec<usize>> = BTreeMap::new();
    for (place, decision) in known.record.decisions.iter().enumerate() {
        let evidence = &decision.evidence;
        let Some(span) = decision_span(known, evidence.document, evidence.number) else { continue };
        let named: BTreeSet<DocumentId> = known
            .mentions(evidence.document)
            .filter(|(mention, _)| is_in(mention.span, span))
            .filter_map(|(_, found)| document_of(found.target.as_ref()))
            .chain(
                known
                    .links(evidence.document)
                    .filter(|(reference, _)| is_in(reference.span, span))
                    .filter_map(|(_, target)| document_of(Some(target))),
            )
            .collect();
        for document in named {
            touching.entry(document).or_default().push(place);
        }
    }
    touching
}

/// The document that a link leads to.
pub(super) fn document_of(target: Option<&Target>) -> Option<DocumentId> {
    match target? {
        Target::Document(id, _) => Some(*id),
        _ => None,
    }
}

/// Whether `inner` begins within `outer`.
pub(super) fn is_in(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.start < outer.end.max(outer.start + 1)
}

/// Where the decision `number` of the minutes stands.
pub(super) fn decision_span(known: Known<'_>, minutes: DocumentId, number: u32) -> Option<Span> {
    Some(known.record.documents.get(minutes.0 as usize)?.facts.decisions.get(number as usize)?.span)
}

/// Where the action `number` of the minutes stands.
fn action_span(known: Known<'_>, minutes: DocumentId, number: u32) -> Option<Span> {
    Some(known.record.documents.get(minutes.0 as usize)?.facts.actions.get(number as usize)?.span)
}

/// Whether the words at `span` of the minutes name `release`.
fn names(known: Known<'_>, minutes: DocumentId, span: Span, release: DocumentId) -> bool {
    known.mentions(minutes).any(|(mention, found)| {
        is_in(mention.span, span) && document_of(found.target.as_ref()) == Some(release)
    })
}

/// The decisions of the window, and those that name the release.
fn decisions(known: Known<'_>, release: DocumentId, window: Window) -> Vec<Decided> {
    let mut found = Vec::new();
    for (place, decision) in known.record.decisions.iter().enumerate() {
        let evidence = &decision.evidence;
        let span = decision_span(known, evidence.document, evidence.number);
        let is_in_window = is_within(window, evidence.date);
        let names_release = span.is_some_and(|span| names(known, evidence.document, span, release));
        if !is_in_window && !names_release {
            continue;
        }
        let touches: BTreeSet<String> = known
            .mentions(evidence.document)
            .filter(|(mention, _)| span.is_some_and(|span| is_in(mention.span, span)))
            .filter(|(mention, _)| matches!(mention.kind.as_str(), "standard" | "issue"))
            .filter_map(|(_, resolution)| resolution.to.clone())
            .collect();
        found.push(Decided {
            decision: place,
            is_in_window,
            names_release,
            touches: touches.into_iter().collect(),
        });
    }
    found
}

/// The open actions that name the release, in any meeting that spoke of them.
fn actions(known: Known<'_>, release: DocumentId) -> Vec<usize> {
    let is_for = |action: &crate::link::Action| {
        action.mentions.iter().any(|mention| {
            let evidence = &mention.evidence;
            let span = action_span(known, evidence.document, evidence.number);
            span.is_some_and(|span| names(known, evidence.document, span, release))
        })
    };
    let open = known.record.actions.iter().enumerate().filter(|(_, action)| action.state() == State::Open);
    open.filter(|(_, action)| is_for(action)).map(|(place, _)| place).collect()
}

/// The minutes that name the release, in words or by a link to its notes.
fn minutes(known: Known<'_>, release: DocumentId) -> Vec<Naming> {
    let mut naming = Vec::new();
    for (place, entry) in known.record.documents.iter().enumerate() {
        let FactsKind::Meeting(meeting) = &entry.facts.kind else { continue };
        let document = DocumentId(place as u32);
        let named = known.mentions(document).filter_map(|(_, found)| document_of(found.target.as_ref()));
        let linked = known.links(document).filter_map(|(_, target)| document_of(Some(target)));
        let count = named.chain(linked).filter(|found| *found == release).count();
        if count > 0 {
            naming.push(Naming { document, date: meeting.date, series: meeting.series.clone(), count });
        }
    }
    naming.sort_by(|one, other| {
        (&one.series, one.date, one.document).cmp(&(&other.series, other.date, other.document))
    });
    naming
}
