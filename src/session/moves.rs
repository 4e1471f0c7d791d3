//! How places in a text move when the text changes around them.
//!
//! What stage 4 takes of a document is full of places: every link, heading and decision knows its bytes. A changed
//! word moves them all and means nothing. So two readings of a text are compared with their places aside, and the
//! places of the first are carried over to the second.
//!
//! Both readings are written down as JSON, in which a [`Span`] is the one value with the names of its fields.
//! Nothing here knows what a document records, so that whatever comes to be recorded is compared without a change.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::base::{LineIndex, Span};

/// Where the places of one reading are in another: offsets of the first, each with its offset in the second.
#[derive(Debug, Default, Eq, PartialEq)]
pub(super) struct Moves(BTreeMap<u32, u32>);

impl Moves {
    /// Whether every place is where it was.
    pub(super) fn is_none(&self) -> bool {
        self.0.iter().all(|(before, after)| before == after)
    }

    /// Where `span` is now, if both of its ends are places that were carried over.
    pub(super) fn of(&self, span: Span) -> Option<Span> {
        Some(Span { start: *self.0.get(&span.start)?, end: *self.0.get(&span.end)? })
    }
}

/// How places moved between two readings, each with the lines of its text; nothing where the readings differ in more
/// than that.
///
/// A place that came to another line, or before another place, is a difference: lines are shown, and order means
/// something.
pub(super) fn moves(old: (&impl Serialize, &LineIndex), new: (&impl Serialize, &LineIndex)) -> Option<Moves> {
    let value = |reading: Result<Value, _>| reading.ok();
    let readings = (value(serde_json::to_value(old.0))?, value(serde_json::to_value(new.0))?);
    let mut pairs = Vec::new();
    if !same(&readings.0, &readings.1, &mut pairs) {
        return None;
    }
    let mut moves = BTreeMap::new();
    for (before, after) in pairs {
        if old.1.line(before) != new.1.line(after) {
            return None;
        }
        if *moves.entry(before).or_insert(after) != after {
            return None;
        }
    }
    let in_order = moves.values().zip(moves.values().skip(1)).all(|(one, next)| one < next);
    in_order.then_some(Moves(moves))
}

/// Whether two values are the same, places aside, whose offsets are added to `pairs`.
fn same(old: &Value, new: &Value, pairs: &mut Vec<(u32, u32)>) -> bool {
    match (old, new) {
        (Value::Array(old), Value::Array(new)) => {
            old.len() == new.len() && old.iter().zip(new).all(|(old, new)| same(old, new, pairs))
        }
        (Value::Object(old), Value::Object(new)) => match (place(old), place(new)) {
            (Some(old), Some(new)) => {
                pairs.extend([(old.start, new.start), (old.end, new.end)]);
                true
            }
            (None, None) => {
                old.len() == new.len()
                    && old
                        .iter()
                        .zip(new)
                        .all(|((key, old), (other, new))| key == other && same(old, new, pairs))
            }
            _ => false,
        },
        _ => old == new,
    }
}

/// The place that an object is, if it is one.
fn place(object: &Map<String, Value>) -> Option<Span> {
    let offset = |name| u32::try_from(object.get(name)?.as_u64()?).ok();
    Some(Span { start: offset(Span::FIRST)?, end: offset(Span::BEHIND)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reading of a text whose words in capitals are recorded.
    #[derive(Serialize)]
    struct Reading {
        words: Vec<(String, Span)>,
    }

    /// Reads `text`.
    fn reading(text: &str) -> Reading {
        let mut at = 0;
        let mut words = Vec::new();
        for word in text.split_inclusive(char::is_whitespace) {
            if word.starts_with(char::is_uppercase) {
                words.push((word.trim().to_owned(), Span::new(at, at + word.trim().len())));
            }
            at += word.len();
        }
        Reading { words }
    }

    /// Where the last word of `old` is in `new`.
    #[track_caller]
    fn check(old: &str, new: &str, expected: Option<Span>) {
        let (a, b) = (reading(old), reading(new));
        let lines = (LineIndex::new(old), LineIndex::new(new));
        let moved = moves((&a, &lines.0), (&b, &lines.1)).and_then(|moves| moves.of(a.words.last()?.1));
        assert_eq!(moved, expected, "{old:?} {new:?}");
    }

    #[test]
    fn words_between_places_mean_nothing() {
        check("a B c D", "aaaa B D", Some(Span::new(7, 8)));
    }

    #[test]
    fn other_places_are_a_difference() {
        check("a B", "a C", None);
        check("a B", "a B C", None);
    }

    #[test]
    fn another_line_is_a_difference() {
        check("a\nB", "a\n\nB", None);
        check("a\nB", "aa\nB", Some(Span::new(3, 4)));
    }
}
