//! Rules for what standards say of each other.

use std::collections::{BTreeMap, BTreeSet};

use super::Case;
use crate::base::nearest::nearest;
use crate::base::{Diagnostic, Hint, Location};
use crate::code;
use crate::link::life::{REPLACED_BY, REPLACES, Relation};
use crate::link::{DocumentId, Record};
use crate::record::standard::SUPPLEMENTS;
use crate::source::config::Phase;

/// Everything wrong with what `case` says of others; `editions` are those of its number.
pub(super) fn check(case: Case<'_>, editions: &[Case<'_>]) -> Vec<Diagnostic> {
    let relations = case.life.relations.iter();
    let mut found: Vec<Diagnostic> = relations.filter_map(|relation| one(case, relation, editions)).collect();
    found.extend(one_sided(case));
    found
}

/// What is wrong with one relation.
fn one(case: Case<'_>, relation: &Relation, editions: &[Case<'_>]) -> Option<Diagnostic> {
    let (name, written) = (relation.name.as_str(), &relation.written);
    // What the status says beside its word is no entry of the metadata.
    if !case.standard.relations.contains_key(name) {
        return None;
    }
    let key = case.key(name);
    let span = case.standard.places.value(name, relation.index);
    let Some(to) = relation.to else {
        // What lies elsewhere cannot be looked up.
        if written.contains("://") {
            return None;
        }
        let files = editions.iter().map(Case::file).filter(|file| *file != case.file());
        let hint = match nearest(written, files) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => "name a file beside this one, or remove it".to_owned(),
        };
        return case.wrong(code::RELATION_TARGET, span, format!("`{key}`: `{written}` does not exist"), hint);
    };
    if to == case.id {
        let place = editions.iter().position(|other| other.id == case.id)?;
        let is_version = |other: &&Case<'_>| !other.standard.is_supplement();
        let meant = match name {
            REPLACES => editions[..place].iter().rfind(is_version),
            REPLACED_BY => editions[place + 1..].iter().find(is_version),
            _ => None,
        };
        let hint = match meant {
            Some(meant) => format!("write {}", case.line(name, *meant)),
            None => "name another, or remove it".to_owned(),
        };
        return case.wrong(
            code::RELATION_SELF,
            span,
            format!("`{key}` names `{}` itself", case.standard.id()),
            hint,
        );
    }
    let other = case.record.standard(to)?;
    let stays = case.config.rules.own_number.iter().any(|own| own == name);
    // Where files have no edition, each has a number of its own.
    let have_editions = !case.standard.edition.is_empty() && !other.edition.is_empty();
    if stays && have_editions && other.number != case.standard.number {
        let message = format!("`{key}`: `{}` has another number than `{}`", other.id(), case.standard.number);
        return case.wrong(code::RELATION_NUMBER, span, message, "name an edition of the same number");
    }
    ended(case, relation, to)
}

/// A standard that is alive and builds on an edition that has ended, while another edition is in force.
fn ended(case: Case<'_>, relation: &Relation, to: DocumentId) -> Option<Diagnostic> {
    let (record, day) = (case.record, case.record.day);
    let is_about_ends = [REPLACES, REPLACED_BY, SUPPLEMENTS].contains(&relation.name.as_str());
    let has_ended = |id| record.phase_on(id, day) == Some(Phase::Ended);
    if is_about_ends || has_ended(case.id) || !has_ended(to) {
        return None;
    }
    let other = record.standard(to)?;
    let today = record.edition_on(&other.number, Some(day))?;
    if record.phase_on(today, day) != Some(Phase::Effective) {
        return None;
    }
    let message = format!("`{}`: `{}` has ended", case.key(&relation.name), other.id());
    let file = record.document(today).path.path.file_name();
    let hint = format!("`{file}` is in force; name it, if this is true of it as well");
    let span = case.standard.places.value(&relation.name, relation.index);
    case.wrong(code::RELATION_ENDED, span, message, hint)
}

/// What others say of `case` and it does not say itself, once it has to.
///
/// A successor that is a draft may yet come to nothing, so its predecessor need not know. Neither has a predecessor
/// that is still in force anything to say. One that names nobody at all is told so in the rules for editions.
fn one_sided(case: Case<'_>) -> Vec<Diagnostic> {
    let (record, day) = (case.record, case.record.day);
    let mut found = Vec::new();
    for &(name, by) in &case.life.inferred {
        let Some(other) = record.standard(by) else { continue };
        let (older, newer) = if name == REPLACED_BY { (case.id, by) } else { (by, case.id) };
        let is_settled = record.phase_on(newer, day).is_some_and(|phase| phase != Phase::Draft)
            && record.phase_on(older, day) == Some(Phase::Ended);
        // Where the status names the successor, metadata has no word for either.
        let is_of_status = name == REPLACES && !other.relations.contains_key(REPLACED_BY);
        let is_told = is_of_status
            || !case.life.names(name) && (name == REPLACED_BY || other.number == case.standard.number);
        if !is_settled || is_told || !case.config.metadata.relations.contains_key(name) {
            continue;
        }
        let message = format!("`{}` does not name `{}`, which names it", case.key(name), other.id());
        let hint = Hint {
            message: format!("add `{}` to `{}`", record.document(by).path.path.file_name(), case.key(name)),
            location: Some(Location::file(&record.document(by).path)),
        };
        found.extend(case.wrong(code::ONE_SIDED_RELATION, case.standard.places.key(name), message, hint));
    }
    found
}

/// The circles of standards that replace each other, each once: where it closes, and the way around.
pub(super) fn circles(record: &Record) -> Vec<(DocumentId, Vec<DocumentId>)> {
    let mut circles = Vec::new();
    let mut done: BTreeSet<DocumentId> = BTreeSet::new();
    for &start in record.lives.keys() {
        // The way from `start` to where the search is, each with those that it still has to try.
        let mut way: Vec<(DocumentId, Vec<DocumentId>)> = Vec::new();
        let mut places: BTreeMap<DocumentId, usize> = BTreeMap::new();
        let mut next = Some(start).filter(|id| !done.contains(id));
        loop {
            if let Some(id) = next.take() {
                places.insert(id, way.len());
                way.push((id, predecessors(record, id)));
            }
            let Some((id, open)) = way.last_mut() else { break };
            match open.pop() {
                None => {
                    done.insert(*id);
                    places.remove(id);
                    way.pop();
                }
                Some(older) => match places.get(&older) {
                    Some(&at) => circles.push((*id, way[at..].iter().map(|(id, _)| *id).collect())),
                    None => next = Some(older).filter(|older| !done.contains(older)),
                },
            }
        }
    }
    circles
}

/// What a standard says it replaces, itself aside.
fn predecessors(record: &Record, id: DocumentId) -> Vec<DocumentId> {
    let life = record.lives.get(&id);
    life.into_iter().flat_map(|life| life.related(REPLACES)).filter(|older| *older != id).collect()
}

/// A circle that closes at `case`, along `way`.
pub(super) fn circle(case: Case<'_>, way: &[DocumentId]) -> Option<Diagnostic> {
    let names: Vec<String> =
        way.iter().take(5).filter_map(|id| Some(format!("`{}`", case.record.standard(*id)?.id()))).collect();
    let more = if way.len() > names.len() { ", …" } else { "" };
    let message = format!("{}{more} replace each other in a circle", names.join(", "));
    let hint = "a standard replaces older ones only";
    case.wrong(code::RELATION_CIRCLE, case.standard.places.key(REPLACES), message, hint)
}
