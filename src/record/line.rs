//! Lines of minutes, as rules look at them.
//!
//! A rule must not find its words in code, but the text it takes has to show the code; and what is struck out is
//! neither. So a line comes as it reads, and once more with what rules may not see blanked out. Both have the same
//! length, so that a match in one is a place in the other.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Bound;

use super::fold::small;
use crate::base::Span;
use crate::document::block::Blocks;

/// One line of a block.
#[derive(Debug, Clone)]
pub(crate) struct Line<'a> {
    /// Its words without what is struck out.
    pub(crate) text: Cow<'a, str>,
    /// The same with code blanked out as well.
    pub(crate) masked: Cow<'a, str>,
    /// Its words as written.
    pub(crate) whole: &'a str,
    /// Where it stands in the words of all blocks.
    pub(crate) at: Span,
}

impl<'a> Line<'a> {
    /// The line at `at` of the words of `blocks`.
    pub(crate) fn new(blocks: &'a Blocks, at: Span) -> Line<'a> {
        Line::hiding(blocks, at, blocks.struck(at))
    }

    /// The same, with what is struck out left in.
    pub(crate) fn with_struck(blocks: &'a Blocks, at: Span) -> Line<'a> {
        Line::hiding(blocks, at, &[])
    }

    /// The line at `at` without the stretches `hidden`.
    fn hiding(blocks: &'a Blocks, at: Span, hidden: &[Span]) -> Line<'a> {
        let whole = blocks.slice(at);
        let text = blanked(Cow::Borrowed(whole), at, hidden, b' ');
        // A letter, so that what stands beside code does not look like the edge of the line.
        let masked = blanked(text.clone(), at, blocks.code(at), b'x');
        Line { text, masked, whole, at }
    }
}

/// `text`, which stands at `at`, with the stretches `hidden` overwritten by `filler`, an ASCII character.
fn blanked<'a>(text: Cow<'a, str>, at: Span, hidden: &[Span], filler: u8) -> Cow<'a, str> {
    if hidden.is_empty() {
        return text;
    }
    let mut bytes = text.into_owned().into_bytes();
    for span in hidden {
        let start = span.start.saturating_sub(at.start) as usize;
        let end = (span.end.saturating_sub(at.start) as usize).min(bytes.len());
        if let Some(stretch) = bytes.get_mut(start..end) {
            stretch.fill(filler);
        }
    }
    // A stretch begins and ends between characters, so what is left is whole; if not, nothing is lost but letters.
    Cow::Owned(match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => "x".repeat(error.as_bytes().len()),
    })
}

/// `text` without the signs of lists and arrows at its beginning, and without white space and stray marks of
/// emphasis at both ends.
pub(crate) fn bare(text: &str) -> &str {
    let text = text.trim_start_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '=' | '>' | '→' | '⇒' | '*' | '+' | '•' | '–' | '—' | ':' | ',' | ';' | '_')
    });
    text.trim_end_matches(|c: char| {
        c.is_whitespace() || matches!(c, '_' | '*' | ',' | ';' | '(' | '-' | '=' | '>' | '–' | '—' | '→')
    })
}

/// `text` with single blanks and no line breaks.
pub(crate) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.push_str(word);
    }
    spaced
}

/// Whether `text` asks: its last sign, quotes and brackets aside, is a question mark.
pub(crate) fn asks(text: &str) -> bool {
    text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ')' | '_' | '*' | '!'))
        .ends_with(['?', '？'])
}

/// The label that `text` is, for comparing: in lower case, without shortcodes, brackets with their content and
/// signs at the edges of words.
pub(crate) fn label(text: &str) -> String {
    let mut label = String::with_capacity(text.len());
    for word in label_words(text) {
        if !label.is_empty() {
            label.push(' ');
        }
        push_lower(&mut label, word);
    }
    label
}

/// Whether the label that `text` is, is among `labels`.
pub(crate) fn is_label(text: &str, labels: &BTreeSet<String>) -> bool {
    // The first word tells nearly all other texts.
    let mut begin = String::new();
    label_words(text).next().into_iter().for_each(|word| push_lower(&mut begin, word));
    let next = labels.range::<str, _>((Bound::Included(begin.as_str()), Bound::Unbounded)).next();
    next.is_some_and(|next| next.starts_with(&begin)) && labels.contains(&label(text))
}

/// The words of a label as they are written.
fn label_words(text: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0usize;
    text.split_whitespace().filter_map(move |word| {
        let is_shortcode = word.len() > 2 && word.starts_with(':') && word.ends_with(':');
        if is_shortcode {
            return None;
        }
        let opened = depth;
        let count = |signs: [u8; 2]| word.bytes().filter(|byte| signs.contains(byte)).count();
        depth = (depth + count([b'(', b'['])).saturating_sub(count([b')', b']']));
        if opened > 0 || word.starts_with(['(', '[']) {
            return None;
        }
        Some(word.trim_matches(|c: char| !c.is_alphanumeric())).filter(|word| !word.is_empty())
    })
}

/// Puts `word` in lower case behind `text`.
fn push_lower(text: &mut String, word: &str) {
    let begin = text.len();
    match word.is_ascii() {
        true => {
            text.push_str(word);
            text[begin..].make_ascii_lowercase();
        }
        // Label and text are put in one form, so a letter that grows does no harm.
        false => text.extend(word.chars().map(small).flat_map(char::to_lowercase)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::block::blocks;

    #[track_caller]
    fn check(markdown: &str, text: &str, masked: &str) {
        let blocks = blocks(markdown, Span::new(0, markdown.len()));
        let line = Line::new(&blocks, blocks.list[0].words);
        assert_eq!((&*line.text, &*line.masked), (text, masked), "{markdown:?}");
    }

    #[test]
    fn struck_out_words_and_code_are_blanked() {
        check("a ~~bü~~ c", "a     c", "a     c");
        check("a `TODO: b` c", "a TODO: b c", "a xxxxxxx c");
    }

    #[test]
    fn labels_compare_by_their_words() {
        for (text, expected) in [
            (":notebook: Agenda", "agenda"),
            ("Participants (by handle, please):", "participants"),
            ("*Check* AIs from last time!", "check ais from last time"),
        ] {
            assert_eq!(label(text), expected, "{text:?}");
        }
    }

    #[test]
    fn a_label_is_found_among_others() {
        let labels = ["action items", "agenda", "notes"].map(str::to_owned).into();
        for (text, expected) in [
            (":notebook: Agenda (draft)", true),
            ("Action items:", true),
            ("Action", false),
            ("Agendas", false),
            ("Zeta", false),
            ("", false),
        ] {
            assert_eq!(is_label(text, &labels), expected, "{text:?}");
        }
        assert!(is_label("(none)", &[String::new()].into()));
    }

    #[test]
    fn a_question_may_end_in_brackets() {
        assert!(asks("(drop it?)") && asks("why?!"));
        assert!(!asks("drop it? yes"));
    }
}
