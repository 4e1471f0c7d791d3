//! What a decision has to do with the life of a standard that it names.
//!
//! Notes are a public record, so they say that something was decided only where the decision says so: that the standard
//! is adopted, or that it ends. A decision that merely names it is told as that, and one of a later day led to nothing.

use super::collect::{BEGIN, PROPOSED, StandardEvent};
use super::known::Known;
use crate::base::Date;
use crate::link::{Decision, Record};
use crate::source::items::DecisionRules;

/// Words that make what follows no object of the decision: `the logo of std-0003 is approved`.
const BESIDE: [&str; 27] = [
    "about",
    "according",
    "against",
    "at",
    "beside",
    "cf",
    "for",
    "from",
    "in",
    "of",
    "on",
    "per",
    "see",
    "since",
    "to",
    "under",
    "aus",
    "bei",
    "für",
    "gegen",
    "gemäß",
    "laut",
    "nach",
    "siehe",
    "von",
    "zu",
    "über",
];

/// Those of the decisions at `places` that may have led to what happened on `day`, oldest first.
pub(super) fn until<'r>(
    record: &'r Record,
    places: &'r [usize],
    day: Option<Date>,
) -> impl DoubleEndedIterator<Item = &'r Decision> {
    let decisions = places.iter().filter_map(|&place| record.decisions.get(place));
    decisions.filter(move |decision| day.is_none_or(|day| decision.evidence.date <= day))
}

/// The last decision that brought about what happened to a standard, and `true`; or else the last that names it.
pub(super) fn last<'r>(known: Known<'r>, event: &'r StandardEvent) -> Option<(&'r Decision, bool)> {
    let mut told = until(known.record, &event.decisions, Some(event.date)).rev().peekable();
    let last = *told.peek()?;
    let number = known.record.standard(event.document)?.number.as_str();
    let deciding = told.find(|decision| {
        let path = &known.record.document(decision.evidence.document).path;
        let source = known.source_of(path);
        source.is_some_and(|source| {
            decides(&source.config.minutes.items.decisions, &decision.text, number, &event.event)
        })
    });
    Some(deciding.map_or((last, false), |decision| (decision, true)))
}

/// Whether `text`, the words of a decision, brings about `event` in the life of the standard `number`.
fn decides(rules: &DecisionRules, text: &str, number: &str, event: &str) -> bool {
    let words = match event {
        BEGIN => &rules.adopts,
        // Whoever proposes something decides for himself.
        PROPOSED => return false,
        _ => &rules.ends,
    };
    let text = text.to_lowercase();
    let sentences = || text.split_terminator([';', '!', '\n']).flat_map(|part| part.split(". "));
    // A link names a standard without its number; then any sentence may speak of it.
    let is_named = sentences().any(|sentence| name_in(sentence, number).is_some());
    sentences().any(|sentence| {
        let place = name_in(sentence, number);
        if is_named && place.is_none() {
            return false;
        }
        // What happened is a word for itself: `rejected`.
        let words = words.iter().map(String::as_str).chain([event]);
        let found: Vec<(usize, usize)> = words.flat_map(|word| phrases(sentence, word)).collect();
        let is_beside = place.is_some_and(|at| {
            let (rest, last) = last_word(&sentence[..at]);
            BESIDE.contains(&last) && !found.iter().any(|(_, end)| *end == rest.trim_end().len())
        });
        // What is found refuses nothing: `no longer valid` ends something.
        let mut left = sentence.to_owned();
        for (start, end) in &found {
            left.replace_range(*start..*end, &" ".repeat(end - start));
        }
        let mut refused = rules.refuses.iter().chain(&rules.open).chain(&rules.stops);
        !found.is_empty() && !is_beside && !refused.any(|word| phrases(&left, word).next().is_some())
    })
}

/// Where `phrase` stands in `text` as whole words; both are in lower case.
fn phrases<'t>(text: &'t str, phrase: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
    let places = text.match_indices(phrase).map(|(start, found)| (start, start + found.len()));
    places.filter(|(start, end)| {
        let before = text[..*start].chars().next_back();
        let behind = text[*end..].chars().next();
        start < end && ![before, behind].into_iter().flatten().any(char::is_alphanumeric)
    })
}

/// Where the standard `number` is named in `text`, which is in lower case: `std-0003`, `std 3`.
fn name_in(text: &str, number: &str) -> Option<usize> {
    let number = number.to_lowercase();
    let digits = number.find(|c: char| c.is_ascii_digit())?;
    let (prefix, value) = number.split_at(digits);
    let (prefix, value) = (prefix.trim_end_matches(is_joint), value.trim_start_matches('0'));
    text.match_indices(prefix).map(|(at, _)| at).find(|&at| {
        let rest = text[at + prefix.len()..].trim_start_matches(is_joint).trim_start_matches('0');
        let is_begin = !text[..at].ends_with(char::is_alphanumeric);
        let behind = rest.strip_prefix(value).map(|rest| rest.chars().next());
        is_begin && behind.is_some_and(|c| !c.is_some_and(|c| c.is_ascii_digit()))
    })
}

/// Whether `c` joins the parts of an id.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '_' | ' ')
}

/// The last word of `text` and what stands before it, articles left out.
fn last_word(text: &str) -> (&str, &str) {
    let mut rest = text;
    loop {
        rest = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        let start = rest
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        let word = &rest[start..];
        rest = &rest[..start];
        if !matches!(word, "the" | "standard" | "der" | "die" | "das" | "den" | "dem" | "des") {
            return (rest, word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::collect::REPLACED;

    /// Whether a decision of these words makes `std-0003` stable, and whether it ends it.
    #[track_caller]
    fn check(text: &str, adopts: bool, ends: bool) {
        let rules = DecisionRules::default();
        let found =
            (decides(&rules, text, "std-0003", BEGIN), decides(&rules, text, "std-0003", "deprecated"));
        assert_eq!(found, (adopts, ends), "{text}");
        assert_eq!(decides(&rules, text, "std-0003", REPLACED), ends, "{text}");
        assert!(!decides(&rules, text, "std-0003", PROPOSED), "{text}");
    }

    #[test]
    fn a_decision_adopts_or_ends_what_it_says_so_of() {
        for text in [
            "We decided to adopt std-0003-v1.",
            "std-0003-v1 becomes stable",
            "Approve STD 3 unanimously",
            "std-0003 is accepted; the logo is not",
            "no objections: std-0003-v1 is adopted",
            "The adoption of std-0003",
            "std-0003-v1 tritt in Kraft",
            "std-0003-v1 wird angenommen",
            "Verabschiedung von std-0003-v1",
        ] {
            check(text, true, false);
        }
        for text in [
            "Deprecate std-0003",
            "std-0003 is no longer valid",
            "std-0003 wird abgekündigt",
            "std-0003 tritt außer Kraft",
            "std-0003 is withdrawn",
        ] {
            check(text, false, true);
        }
        check("std-0003-v2 replaces std-0003-v1", true, true);
        let rules = DecisionRules::default();
        assert!(decides(&rules, "std-0003 is rejected", "std-0003", "rejected"));
        assert!(!decides(&rules, "its deprecation is rejected", "std-0003", "deprecated"));
    }

    #[test]
    fn a_decision_that_names_a_standard_decides_nothing_of_it() {
        for text in [
            "std-0003-v1 is printed on T-shirts",
            "lists have two ends, see std-0003",
            "std-0003 is not adopted",
            "std-0003 wird nicht angenommen",
            "the adoption of std-0003 is postponed",
            "discuss the adoption of std-0003",
            "the budget for std-0003 is approved",
            "The logo of the standard std-0003 is approved",
            "adopt the new logo. std-0003 is printed on it",
            "std-0003 is not deprecated",
            "",
        ] {
            check(text, false, false);
        }
    }
}
