//! Three texts become one, word by word.
//!
//! What one side left as it was is taken from the other. Where both changed the same words, or words next to each
//! other, nobody can know what is meant.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A stretch that a side changed: words of the old text, and of the new one.
#[derive(Debug, Clone)]
struct Change {
    /// Words of the old text.
    old: std::ops::Range<usize>,
    /// The words in their place.
    new: std::ops::Range<usize>,
}

/// `yours` and `theirs`, both made from `old`, as one text; nothing where they disagree.
pub fn merge(old: &str, yours: &str, theirs: &str) -> Option<String> {
    if yours == theirs || old == theirs {
        return Some(yours.to_owned());
    }
    if old == yours {
        return Some(theirs.to_owned());
    }
    let (old, yours, theirs) = (words(old), words(yours), words(theirs));
    let (left, right) = (changes(&old, &yours), changes(&old, &theirs));
    let (mut merged, mut at) = (String::new(), 0);
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let (change, words) = match (left.peek(), right.peek()) {
            (None, None) => break,
            (Some(one), Some(other)) if touch(&one.old, &other.old) => {
                let is_same = one.old == other.old && yours[one.new.clone()] == theirs[other.new.clone()];
                if !is_same {
                    return None;
                }
                right.next();
                (left.next()?, &yours)
            }
            (Some(one), Some(other)) if one.old.start > other.old.start => (right.next()?, &theirs),
            (None, Some(_)) => (right.next()?, &theirs),
            (Some(_), _) => (left.next()?, &yours),
        };
        merged.extend(old[at..change.old.start].iter().copied());
        merged.extend(words[change.new.clone()].iter().copied());
        at = change.old.end;
    }
    merged.extend(old[at..].iter().copied());
    Some(merged)
}

/// Whether two stretches share a word or lie side by side.
fn touch(one: &std::ops::Range<usize>, other: &std::ops::Range<usize>) -> bool {
    one.start <= other.end && other.start <= one.end
}

/// What `new` changed of `old`.
fn changes(old: &[&str], new: &[&str]) -> Vec<Change> {
    let changed = |op: DiffOp| match op {
        DiffOp::Equal { .. } => None,
        op => Some(Change { old: op.old_range(), new: op.new_range() }),
    };
    let mut changes: Vec<Change> = Vec::new();
    for change in capture_diff_slices(Algorithm::Myers, old, new).into_iter().filter_map(changed) {
        match changes.last_mut() {
            // A deletion and an insertion side by side are one change.
            Some(last) if last.old.end == change.old.start && last.new.end == change.new.start => {
                last.old.end = change.old.end;
                last.new.end = change.new.end;
            }
            _ => changes.push(change),
        }
    }
    changes
}

/// Words, blanks and signs, which joined give the text again.
fn words(text: &str) -> Vec<&str> {
    let class = |c: char| match c {
        _ if c.is_alphanumeric() => 0,
        _ if c.is_whitespace() => 1,
        _ => 2,
    };
    let (mut words, mut start, mut before) = (Vec::new(), 0, None);
    for (at, c) in text.char_indices() {
        let now = class(c);
        // Each sign is a word of its own.
        if before.is_some_and(|before| before != now || now == 2) {
            words.push(&text[start..at]);
            start = at;
        }
        before = Some(now);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(old: &str, yours: &str, theirs: &str, expected: Option<&str>) {
        assert_eq!(merge(old, yours, theirs).as_deref(), expected);
        assert_eq!(merge(old, theirs, yours).as_deref(), expected, "the other way round");
    }

    #[test]
    fn changes_in_different_places_go_together() {
        check("a b c d", "A b c d", "a b c D", Some("A b c D"));
        check("a b c (x)", "a better b c (x)", "a b c (x, y)", Some("a better b c (x, y)"));
        check("a b c", "a b c", "a c", Some("a c"));
        check("a b c d e", "b c d e", "a b c d", Some("b c d"));
    }

    #[test]
    fn what_both_say_is_said_once() {
        check("a b c", "a X c", "a X c", Some("a X c"));
        check("a b c d e f", "a X c d e f", "a X c d E f", Some("a X c d E f"));
    }

    #[test]
    fn a_disagreement_is_none_of_ours() {
        check("a b c", "a X c", "a Y c", None);
        check("a b c", "a c", "a Y c", None);
        check("a", "a x", "a y", None);
        check("", "x", "y", None);
    }
}
