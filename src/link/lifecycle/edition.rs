//! Rules for the editions of one number: which is in force, which are missing, what supplements them.

use super::Case;
use crate::base::{Date, Diagnostic};
use crate::code;
use crate::link::life::{REPLACED_BY, REPLACES, UNTIL};
use crate::record::standard::SUPPLEMENTS;
use crate::source::config::Phase;

/// Everything wrong with the editions of one number, which are in order.
pub(super) fn check(editions: &[Case<'_>]) -> Vec<Diagnostic> {
    let (supplements, versions): (Vec<Case<'_>>, Vec<Case<'_>>) =
        editions.iter().copied().partition(|case| case.standard.is_supplement());
    let mut found: Vec<Diagnostic> = several_effective(&versions);
    found.extend(versions.iter().filter_map(|case| outdated(*case)));
    found.extend(versions.iter().enumerate().filter_map(|(at, case)| gap(*case, &versions[..at])));
    found.extend(versions.iter().enumerate().filter_map(|(at, case)| predecessor(*case, &versions[..at])));
    found.extend(versions.iter().enumerate().filter_map(|(at, case)| successor(*case, &versions[at + 1..])));
    found.extend(supplements.iter().filter_map(|case| coverage(*case, &versions)));
    found
}

/// Two versions that are in force together, on the day of the record or later. What was so before is over: an old
/// version commonly ends some time after the new one began.
fn several_effective(versions: &[Case<'_>]) -> Vec<Diagnostic> {
    let Some(day) = versions.first().map(|case| case.record.day) else { return Vec::new() };
    let is_to_come = |until: Option<Date>| until.is_none_or(|until| day < until);
    let in_force = versions.iter().filter_map(|case| Some((case.life.in_force()?, *case)));
    let in_force = in_force.filter(|((_, until), _)| is_to_come(*until));
    let mut spans: Vec<_> = in_force.map(|((from, until), case)| (from.max(day), until, case)).collect();
    spans.sort_by_key(|(from, ..)| *from);
    let mut found = Vec::new();
    // Of those that began before, the one that lasts longest.
    let mut lasting: Option<(Option<Date>, Case<'_>)> = None;
    for (from, until, case) in spans {
        // Two with one id are told as such.
        let is_other = |other: &Case<'_>| other.standard.id() != case.standard.id();
        let lasts = |end: Option<Date>| end.is_none_or(|end| from < end);
        if let Some((end, other)) = lasting.filter(|(end, other)| lasts(*end) && is_other(other)) {
            // The sort is stable, so that of two that are in force already the later edition comes second.
            let when = if from <= day { format!("on {from}") } else { format!("from {from} on") };
            let message =
                format!("`{}` and `{}` are both in force {when}", other.standard.id(), case.standard.id());
            let day = case.life.from.unwrap_or(from);
            let hint = match end {
                Some(_) => format!(
                    "let `{}` end on {day}, when `{}` begins",
                    other.standard.id(),
                    case.standard.id()
                ),
                None => format!("give `{}` an end: `{}: {day}`", other.standard.id(), other.key(UNTIL[0])),
            };
            found.extend(other.wrong(
                code::SEVERAL_EFFECTIVE,
                other.standard.places.value("status", 0),
                message,
                hint,
            ));
            if end.is_none() || until.is_some_and(|until| end >= Some(until)) {
                continue;
            }
        }
        lasting = Some((until, case));
    }
    found
}

/// A status that the dates have overtaken.
fn outdated(case: Case<'_>) -> Option<Diagnostic> {
    let (day, said) = (case.record.day, case.life.said?);
    let phase = case.life.phase_by_dates(day).filter(|phase| *phase > said)?;
    let status = case.standard.status.as_deref().unwrap_or_default();
    let message = format!(
        "`{status}` is overtaken by the dates: `{}` is {} on {day}",
        case.standard.id(),
        phase.as_str()
    );
    let words = case.config.states.iter().filter(|state| case.config.phase(&state.name) == Some(phase));
    let word = words.flat_map(|state| &state.words).next().map(|word| format!("`{word}`"));
    let hint =
        format!("correct the dates, or write {}", word.unwrap_or_else(|| "the status of today".to_owned()));
    case.wrong(code::OUTDATED_STATUS, case.standard.places.value("status", 0), message, hint)
}

/// The number in an edition: 3 of `v3`.
fn count(case: &Case<'_>) -> Option<u64> {
    case.standard.edition.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().ok()
}

/// A version without the one before it.
fn gap(case: Case<'_>, before: &[Case<'_>]) -> Option<Diagnostic> {
    let missing = count(&case)?.checked_sub(1).filter(|count| *count > 0)?;
    if before.iter().any(|other| count(other) == Some(missing)) {
        return None;
    }
    let letters = case.standard.edition.trim_end_matches(|c: char| c.is_ascii_digit());
    let message = format!("there is no `{}-{letters}{missing}`", case.standard.number);
    let hint = "number the versions of a standard without gaps";
    case.wrong(code::EDITION_GAP, case.standard.places.head, message, hint)
}

/// A version behind another that does not say what it replaces.
fn predecessor(case: Case<'_>, before: &[Case<'_>]) -> Option<Diagnostic> {
    let last = *before.last().filter(|other| count(other) < count(&case))?;
    // In a community without the key nobody can write it.
    let has_key = case.config.metadata.relations.contains_key(REPLACES);
    if case.life.names(REPLACES) || !has_key {
        return None;
    }
    let message = format!("`{}` does not say what it replaces", case.standard.id());
    let hint = format!("add {}", case.line(REPLACES, last));
    case.wrong(code::MISSING_PREDECESSOR, case.standard.places.head, message, hint)
}

/// A version that has ended without saying what came after it, or says so too early.
fn successor(case: Case<'_>, behind: &[Case<'_>]) -> Option<Diagnostic> {
    let phase = case.life.phase_on(case.record.day);
    let has_ended = phase == Some(Phase::Ended);
    let places = &case.standard.places;
    let key = case.config.metadata.relations.get(REPLACED_BY)?;
    if case.life.names(REPLACED_BY) {
        // The status may be ahead of the day on which the standard ends.
        if has_ended || case.life.said == Some(Phase::Ended) {
            return None;
        }
        let message = format!("`{}` names its successor, but has not ended", case.standard.id());
        let hint = format!("leave `{key}` out until it has ended");
        return case.wrong(code::EARLY_SUCCESSOR, places.key(REPLACED_BY), message, hint);
    }
    if !has_ended {
        return None;
    }
    let says_so = |other: &&Case<'_>| case.life.inferred.contains(&(REPLACED_BY, other.id));
    let next = behind.iter().find(says_so).or_else(|| behind.first());
    let anybody = || case.life.inferred.iter().find(|(name, _)| *name == REPLACED_BY);
    let hint = match next {
        Some(next) => format!("add {}", case.line(REPLACED_BY, *next)),
        // Withdrawn, and nothing came after it.
        None => format!("add `{key}:` with `{}`", case.record.standard(anybody()?.1)?.id()),
    };
    let message = format!("`{}` has ended and does not say what replaced it", case.standard.id());
    case.wrong(code::MISSING_SUCCESSOR, places.value("status", 0), message, hint)
}

/// A supplement that leaves out a version in force, or the newest one that has not ended.
fn coverage(case: Case<'_>, versions: &[Case<'_>]) -> Option<Diagnostic> {
    if !case.life.names(SUPPLEMENTS) {
        return None;
    }
    let day = case.record.day;
    let newest = versions.last().map(|newest| newest.id);
    let is_meant = |version: &&Case<'_>| match version.life.phase_on(day) {
        Some(Phase::Effective) => true,
        Some(Phase::Ended) => false,
        Some(Phase::Draft) | None => Some(version.id) == newest,
    };
    let is_covered = |version: &Case<'_>| case.life.related(SUPPLEMENTS).any(|id| id == version.id);
    let missing: Vec<String> = versions
        .iter()
        .filter(is_meant)
        .filter(|version| !is_covered(version))
        .map(|version| format!("`{}`", version.file()))
        .collect();
    if missing.is_empty() {
        return None;
    }
    let message = format!("`{}` leaves out {}", case.standard.id(), missing.join(", "));
    let hint =
        format!("add {} to `{}`, or write another supplement", missing.join(", "), case.key(SUPPLEMENTS));
    case.wrong(code::SUPPLEMENT_COVERAGE, case.standard.places.key(SUPPLEMENTS), message, hint)
}
