//! What shows that a text which looks like a decision is none: all is still open, it asks, it denies.

use std::ops::Range;

use crate::record::line;
use crate::record::phrase::{EDGE, Phrase, any, any_whole, any_within};
use crate::source::items::{DecisionRules, ItemRules};

/// The rules as expressions.
#[derive(Debug, Clone)]
pub(super) struct Undecided {
    /// The beginning of an open text.
    open: Phrase,
    /// What makes any text no decision, wherever it stands.
    stop: Phrase,
    /// What makes a sentence a recall or a condition.
    doubt: Phrase,
    /// A text that says no more than that there is nothing, or begins by saying that there is no decision.
    nothing: Phrase,
    /// A remark on the marker, or a state beside the text, that takes the decision back.
    proviso: Phrase,
}

impl Undecided {
    /// What `rules` say.
    pub(super) fn new(rules: &ItemRules) -> Undecided {
        let DecisionRules { open, stops, doubts, empty, negations, provisos, .. } = &rules.decisions;
        let DecisionRules { markers, sections, nouns, .. } = &rules.decisions;
        let (empty, negations) = (any(empty), any(negations));
        let names = any(&[&markers[..], sections, nouns].concat());
        Undecided {
            open: Phrase::new(format!(r#"^["'( \t]*(?:is[ \t]+|was[ \t]+|still[ \t]+)?{}"#, any_whole(open))),
            stop: Phrase::new(any_within(stops)),
            doubt: Phrase::new(any_within(doubts)),
            nothing: Phrase::new(format!(
                r"^[^0-9A-Za-z]*(?:{empty}[^0-9A-Za-z]*$|(?:(?:there|we|es|wir)[ \t]+[0-9A-Za-z]+[ \t]+(?:been[ \t]+)?)?{negations}[ \t]+(?:[0-9A-Za-z]+[ \t]+)?(?:{names})s?{EDGE})"
            )),
            proviso: Phrase::new(format!("^[^0-9A-Za-z]*{}", any_whole(provisos))),
        }
    }

    /// Whether `text`, which its marker or its place calls a decision, is none.
    pub(super) fn holds(&self, text: &str) -> bool {
        let answer = text.rfind('?').and_then(|at| text.get(at + 1..));
        line::asks(text)
            || self.open.is_match(text)
            || self.stop.is_match(text)
            || self.nothing.is_match(text)
            || answer.is_some_and(|answer| self.open.is_match(answer.trim_start_matches(')')))
            || text.strip_suffix(')').is_some_and(|text| self.in_brackets(text))
    }

    /// Whether the sentence `text`, in which somebody decides, tells of no decision of this meeting.
    pub(super) fn says(&self, text: &str) -> bool {
        line::asks(text)
            || self.stop.is_match(text)
            || self.doubt.is_match(text)
            || text.strip_suffix(')').is_some_and(|text| self.in_brackets(text))
    }

    /// Whether the bracket that opens last in `text` says that its matter is open.
    pub(super) fn in_brackets(&self, text: &str) -> bool {
        text.rsplit_once('(').is_some_and(|(_, remark)| self.is_state(remark.trim_end_matches(')')))
    }

    /// Whether `state`, in brackets or in a cell, says that its matter is open or was turned down.
    pub(super) fn is_state(&self, state: &str) -> bool {
        self.open.is_match(state) || self.stop.is_match(state) || self.proviso.is_match(state)
    }
}

/// Whether the sentence of `line` that has the words at `found` is a question, whatever follows it.
pub(super) fn is_asked(line: &str, found: &Range<usize>) -> bool {
    let mut depth = 0usize;
    let mut signs = line.get(found.end..).unwrap_or_default().chars().peekable();
    while let Some(sign) = signs.next() {
        let ends = signs.peek().is_none_or(|next| next.is_whitespace());
        match sign {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            '?' | '？' if depth == 0 => return true,
            '.' | '!' | ';' if depth == 0 && ends => return false,
            _ => {}
        }
    }
    false
}
