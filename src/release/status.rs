//! What is still missing in the notes of a release, and what they say too much.
//!
//! Findings are diagnostics like any other: they have a place, a code and a hint, come in every form of report, and CI
//! can refuse them. What a manager took out of a draft on purpose is not missing: the draft that was generated, kept
//! beside the notes, has it, and the notes do not.

use std::collections::BTreeSet;

use super::collect::{Collected, Decided, PROPOSED, REPLACED, StandardEvent, decision_span, document_of};
use super::entry::Entry;
use super::known::Known;
use super::notes::{Kind, parse};
use super::words::Words;
use crate::base::{Diagnostic, Location, Severity, SourcePath, Span};
use crate::code;
use crate::link::{DocumentId, Evidence};

/// What notes name.
struct Named {
    /// Documents that they link to or name.
    documents: BTreeSet<DocumentId>,
    /// Issues and pull requests, as the record calls them.
    things: BTreeSet<String>,
    /// Keys of their marks, and of entries that were taken out on purpose.
    keys: BTreeSet<String>,
}

/// What is to be said of the notes at `notes`, whose text is `text`. `draft` is what was generated last, where that is
/// known, and `said` what the stages before said of all texts.
pub fn status(
    known: Known<'_>,
    collected: &Collected,
    notes: &SourcePath,
    text: &str,
    draft: Option<&str>,
    said: &[Diagnostic],
) -> Vec<Diagnostic> {
    let words = Words { known, notes };
    let named = Named::new(known, collected.release, text, draft);
    let mut found: Vec<Diagnostic> =
        said.iter().filter(|problem| is_about(problem, notes)).cloned().collect();
    found.extend(conflicts(notes, text));
    for decided in &collected.decisions {
        found.extend(decision(&words, decided, &named));
    }
    for event in collected.standards.iter().filter(|event| event.event != PROPOSED) {
        found.extend(standard(&words, event, &named));
    }
    for &action in &collected.actions {
        found.extend(open_action(known, action));
    }
    found.extend(entries(known, collected, notes, text));
    found.sort();
    found.dedup();
    found
}

impl Named {
    /// What the notes `release` name.
    fn new(known: Known<'_>, release: DocumentId, text: &str, draft: Option<&str>) -> Named {
        let linked = known.links(release).filter_map(|(_, target)| document_of(Some(target)));
        let mentioned = known.mentions(release).filter_map(|(_, found)| document_of(found.target.as_ref()));
        let things = known.mentions(release).filter_map(|(_, found)| found.to.clone());
        let mut keys: BTreeSet<String> = parse(text).iter().flat_map(|block| block.keys()).collect();
        keys.extend(parse(draft.unwrap_or_default()).iter().flat_map(|block| block.keys()));
        Named { documents: linked.chain(mentioned).collect(), things: things.collect(), keys }
    }

    /// Whether the notes have an entry, or had it and gave it up.
    fn has(&self, entry: &Entry) -> bool {
        self.keys.contains(&entry.key)
    }
}

/// Whether a problem is one of the notes themselves that a reader would notice.
fn is_about(problem: &Diagnostic, notes: &SourcePath) -> bool {
    let place = problem.location.as_ref();
    let is_here =
        place.is_some_and(|place| place.source.as_ref() == Some(&notes.source) && place.path == notes.path);
    is_here && problem.severity <= Severity::Warning
}

/// Conflicts of a merge that nobody has settled.
fn conflicts(notes: &SourcePath, text: &str) -> Vec<Diagnostic> {
    let mut at = 0;
    let mut found = Vec::new();
    for block in parse(text) {
        let begin = at + block.above.len();
        at = begin + block.text.len();
        if block.kind == Kind::Conflict {
            let first = block.text.lines().next().unwrap_or_default().len();
            let place = Location::span(notes, Span::new(begin, begin + first));
            let told = Diagnostic::error(code::NOTES_CONFLICT, "two texts for one entry").at(place);
            found.push(told.hint("keep one of them, or both, and remove the three lines around them"));
        }
    }
    found
}

/// Where the decision or action that `evidence` tells stands.
fn place_of(known: Known<'_>, evidence: &Evidence, span: Option<Span>) -> Location {
    let path = &known.record.document(evidence.document).path;
    Location { span, ..Location::file(path) }
}

/// A decision that the notes do not have.
fn decision(words: &Words<'_>, decided: &Decided, named: &Named) -> Option<Diagnostic> {
    let known = words.known;
    let decision = known.record.decisions.get(decided.decision)?;
    let (_, entry) = words.decision(decided)?;
    let mut told = decision.reports.iter().chain([&decision.evidence]);
    let is_there = named.has(&entry)
        || told.any(|evidence| named.documents.contains(&evidence.document))
        || decided.touches.iter().any(|thing| named.things.contains(thing));
    if is_there {
        return None;
    }
    let evidence = &decision.evidence;
    let span = decision_span(known, evidence.document, evidence.number);
    let message = format!("decided on {} and not in the notes", evidence.date);
    let told = Diagnostic::warning(code::DECISION_NOT_IN_NOTES, message).at(place_of(known, evidence, span));
    Some(told.hint("bring it in with `annals release draft`, or link these minutes in the notes"))
}

/// A standard that changed and that the notes do not name.
fn standard(words: &Words<'_>, event: &StandardEvent, named: &Named) -> Option<Diagnostic> {
    let entry = words.standard(event);
    if named.has(&entry) || named.documents.contains(&event.document) {
        return None;
    }
    let what = event.event.replace('_', " ");
    let message = format!("`{}` is {what} since {} and not in the notes", event.id, event.date);
    let path = &words.known.record.document(event.document).path;
    let told = Diagnostic::warning(code::STANDARD_NOT_IN_NOTES, message).at(Location::file(path));
    Some(told.hint("bring it in with `annals release draft`, or name it in the notes"))
}

/// An action for the release that is still open.
fn open_action(known: Known<'_>, place: usize) -> Option<Diagnostic> {
    let action = known.record.actions.get(place)?;
    let evidence = &action.last().evidence;
    let entry = known.record.document(evidence.document);
    let span = entry.facts.actions.get(evidence.number as usize).map(|action| action.span);
    let owners: Vec<String> = action.owners.iter().map(|owner| format!("@{owner}")).collect();
    let by = if owners.is_empty() { String::new() } else { format!(" for {}", owners.join(", ")) };
    let message = format!("still open since {}{by}", action.first().evidence.date);
    let told = Diagnostic::warning(code::RELEASE_ACTION_OPEN, message).at(place_of(known, evidence, span));
    Some(told.hint("do it, or say in the next minutes what became of it"))
}

/// Whether somebody must have decided what the entry known by `key` tells. A commit speaks for itself, and so does a
/// proposal.
fn wants_decision(key: &str) -> bool {
    let event = key.strip_prefix("standard ").and_then(|rest| rest.rsplit(' ').next());
    event.is_some_and(|event| ![PROPOSED, REPLACED].contains(&event))
}

/// Entries of the notes that name no evidence, and entries whose evidence nobody decided.
fn entries(known: Known<'_>, collected: &Collected, notes: &SourcePath, text: &str) -> Vec<Diagnostic> {
    let decided_documents: BTreeSet<DocumentId> =
        known.record.decisions.iter().map(|decision| decision.evidence.document).collect();
    let touched: BTreeSet<&str> =
        collected.decisions.iter().flat_map(|decided| &decided.touches).map(String::as_str).collect();
    let release = collected.release;
    let mut found = Vec::new();
    let mut at = 0;
    for block in parse(text) {
        let begin = at + block.above.len();
        at = begin + block.text.len();
        if block.kind != Kind::Item {
            continue;
        }
        let span = Span::new(begin, begin + block.text.trim_end().len());
        let is_here = |place: Span| span.start <= place.start && place.start < span.end;
        let links: Vec<_> = known.links(release).filter(|(link, _)| is_here(link.span)).collect();
        let names: Vec<_> = known.mentions(release).filter(|(mention, _)| is_here(mention.span)).collect();
        let first_line = block.text.lines().next().unwrap_or_default().len();
        let place = Location::span(notes, Span::new(begin, begin + first_line));
        if links.is_empty() && names.is_empty() && block.keys().is_empty() {
            let told =
                Diagnostic::warning(code::NOTE_WITHOUT_EVIDENCE, "an entry that names no evidence").at(place);
            found.push(
                told.hint("link the decision, the standard, the pull request or the issue it comes from"),
            );
            continue;
        }
        // Only what speaks of a standard or an issue can be expected to have been decided.
        let things: BTreeSet<&String> = names
            .iter()
            .filter(|(mention, _)| matches!(mention.kind.as_str(), "standard" | "issue"))
            .filter_map(|(_, named)| named.to.as_ref())
            .collect();
        let leads_to_decision = links
            .iter()
            .filter_map(|(_, target)| document_of(Some(target)))
            .chain(names.iter().filter_map(|(_, named)| document_of(named.target.as_ref())))
            .any(|document| decided_documents.contains(&document));
        let is_decided = leads_to_decision || things.iter().any(|thing| touched.contains(thing.as_str()));
        let wants_decision = block.keys().is_empty() || block.keys().iter().any(|key| wants_decision(key));
        if !things.is_empty() && wants_decision && !is_decided {
            let named: Vec<String> = things.iter().map(|thing| format!("`{thing}`")).collect();
            let message = format!("no decision of the window speaks of {}", named.join(", "));
            let told = Diagnostic::advice(code::NOTE_WITHOUT_DECISION, message).at(place);
            found.push(told.hint("link the minutes in which it was decided, if it was"));
        }
    }
    found
}
