//! Meetings by their day: `see 2023-10-04`, `minutes of 2023-10-04`.
//!
//! A day alone names no meeting: most days in minutes are deadlines. The words right before it must say so.

use super::boundary::{behind, continues_word, run_start, word_continues};
use super::{Around, Found, MentionKind, Terms};
use crate::base::Date;

/// Where such a mention may be.
pub(super) const EXPRESSION: &str = r"(?:19|20)\d{2}-[01]\d-[0-3]\d";

/// Reads the mentions of meetings.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// Words that make a day a meeting, in lower case.
    leads: Vec<String>,
}

impl Reader {
    /// The reader of `terms`.
    pub(super) fn new(terms: &Terms) -> Reader {
        Reader { leads: terms.meetings.leads.iter().map(|lead| lead.to_lowercase()).collect() }
    }

    /// The meeting at this place.
    pub(super) fn read(&self, around: Around<'_>) -> Option<Found> {
        let text = around.text;
        let inside = continues_word(text, around.start) || word_continues(text, around.end);
        let date: Date = text[around.start..around.end].parse().ok().filter(|_| !inside)?;
        if behind(text, around.end) == Some('-') && word_continues(text, around.end + 1) {
            return None;
        }
        let words = text[run_start(text, around.start, |c| c != '\n')..around.start].trim_end();
        let words = words.trim_end_matches(['[', '(']).trim_end().to_lowercase();
        let lead = self.leads.iter().filter(|lead| ends_in(&words, lead)).max_by_key(|lead| lead.len())?;
        let words = words[..words.len() - lead.len()].split(|c: char| !c.is_alphanumeric());
        let before: Vec<&str> = words.filter(|word| !word.is_empty()).rev().take(3).collect();
        let series = before.into_iter().rev().collect::<Vec<_>>().join(" ");
        Some(around.sure(around.start, around.end, MentionKind::Meeting { series, date }))
    }
}

/// Whether `words` end in the words of `lead`.
fn ends_in(words: &str, lead: &str) -> bool {
    words.strip_suffix(lead).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
}
