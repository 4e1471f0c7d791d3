//! Expressions made of a community's words.
//!
//! Case does not matter in minutes. An expression that says so takes a tenth of a second to compile when it holds
//! hundreds of words, because it then holds all their spellings; so words and texts are folded by
//! [`fold`](super::fold), the words once and a text before each look.

use std::borrow::Cow;
use std::ops::{Deref, Range};
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use regex::Regex;

use super::fold::{fold, is_unspaced};

/// An expression made of escaped words and fixed parts, with regard to case. It is compiled when it is first asked:
/// there are dozens, and what changes between two builds asks few of them.
#[derive(Debug, Clone)]
pub(crate) struct Exact {
    /// As written.
    expression: String,
    /// The same, compiled.
    regex: OnceLock<Regex>,
}

impl Exact {
    /// What `expression` describes.
    pub(crate) fn new(expression: impl Into<String>) -> Exact {
        Exact { expression: expression.into(), regex: OnceLock::new() }
    }
}

impl Deref for Exact {
    type Target = Regex;

    fn deref(&self) -> &Regex {
        self.regex
            .get_or_init(|| Regex::new(&self.expression).expect("words are escaped and the rest is fixed"))
    }
}

/// An expression without regard to case.
#[derive(Debug, Clone)]
pub(crate) struct Phrase(Exact);

impl Phrase {
    /// The phrase that `expression`, made of folded words and fixed parts, describes.
    pub(crate) fn new(expression: impl Into<String>) -> Phrase {
        Phrase(Exact::new(expression))
    }

    /// Whether `text` has the phrase.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.0.is_match(&fold(text))
    }

    /// Where the first one in `text` is.
    pub(crate) fn find(&self, text: &str) -> Option<Range<usize>> {
        self.0.find(&fold(text)).map(|found| in_text(text, found.range()))
    }

    /// Where all of them in `text` are.
    pub(crate) fn find_all(&self, text: &str) -> Vec<Range<usize>> {
        self.0.find_iter(&fold(text)).map(|found| in_text(text, found.range())).collect()
    }

    /// Where the first one in `text` is, and its first group.
    pub(crate) fn group(&self, text: &str) -> Option<(Range<usize>, Range<usize>)> {
        let folded = fold(text);
        let captures = self.0.captures(&folded)?;
        Some((in_text(text, captures.get(0)?.range()), in_text(text, captures.get(1)?.range())))
    }

    /// The first and the second group of each one in `text`, as long as they are few: each is looked at with all
    /// that stands behind it.
    pub(crate) fn pairs(&self, text: &str) -> Vec<(Range<usize>, Range<usize>)> {
        let folded = fold(text);
        let captures = self.0.captures_iter(&folded);
        let place = |found: regex::Match<'_>| in_text(text, found.range());
        let pairs = captures.filter_map(|captures| Some((place(captures.get(1)?), place(captures.get(2)?))));
        pairs.take(MOST_PAIRS).collect()
    }
}

/// The place in `text` of what stands at `found` of the folded text: of a letter or blank with several bytes, all.
fn in_text(text: &str, found: Range<usize>) -> Range<usize> {
    text.floor_char_boundary(found.start)..text.ceil_char_boundary(found.end)
}

/// How many pairs are looked for in one text.
const MOST_PAIRS: usize = 32;

/// A phrase that most texts do not have, and lack words without which nothing has it: those are told quickly.
#[derive(Debug, Clone)]
pub(crate) struct Hint {
    /// The beginnings of words of which one is in whatever has the phrase.
    begins: Vec<String>,
    /// The same, ready to be looked for; nothing where there are too many to tell.
    words: OnceLock<Option<AhoCorasick>>,
    /// The phrase.
    phrase: Phrase,
}

impl Hint {
    /// The phrase of `expression`, which holds one of `words`.
    pub(crate) fn new<'w>(expression: impl Into<String>, words: impl IntoIterator<Item = &'w str>) -> Hint {
        let begins = words.into_iter().flat_map(begins).collect();
        Hint { begins, words: OnceLock::new(), phrase: Phrase::new(expression) }
    }

    /// Whether `text` has one of the words.
    fn is_likely(&self, text: &str) -> bool {
        let words = self.words.get_or_init(|| {
            // Looked at with every line, so the quick form is worth its memory: a tenth of a megabyte.
            let kind = Some(AhoCorasickKind::DFA);
            AhoCorasick::builder().ascii_case_insensitive(true).kind(kind).build(&self.begins).ok()
        });
        let folded = if text.is_ascii() { Cow::Borrowed(text) } else { fold(text) };
        words.as_ref().is_none_or(|words| words.is_match(&*folded))
    }

    /// Whether `text` has the phrase.
    pub(crate) fn is_match(&self, text: &str) -> bool {
        self.is_likely(text) && self.phrase.is_match(text)
    }

    /// Where the first one in `text` is, and its first group.
    pub(crate) fn group(&self, text: &str) -> Option<(Range<usize>, Range<usize>)> {
        self.is_likely(text).then(|| self.phrase.group(text)).flatten()
    }

    /// The first and the second group of each one in `text`.
    pub(crate) fn pairs(&self, text: &str) -> Vec<(Range<usize>, Range<usize>)> {
        if self.is_likely(text) { self.phrase.pairs(text) } else { Vec::new() }
    }
}

/// What may stand between the parts of a folded word.
const BLANKS: [char; 2] = [' ', '\t'];

/// How `word` begins in whatever has it: of several parts with the first and what parts it from the next. Where the
/// first is short, such as that of `I will`, the next begins there, too, or it would be in nearly every text.
fn begins(word: &str) -> Vec<String> {
    let word = fold(word);
    let mut parts = word.split_whitespace();
    let first = parts.next().unwrap_or_default();
    let Some(next) = parts.next().and_then(|part| part.chars().next()) else { return vec![first.to_owned()] };
    let parted = BLANKS.into_iter().map(|blank| format!("{first}{blank}"));
    if first.len() > 2 {
        return parted.collect();
    }
    let behind = || BLANKS.into_iter().chain([next]);
    parted.flat_map(|begin| behind().map(move |behind| format!("{begin}{behind}"))).collect()
}

/// The edge of a word: the fast way of matching knows the letters of ASCII alone, and folded texts have no others.
pub(crate) const EDGE: &str = r"(?-u:\b)";

/// An expression for any of `words`, folded, with white space for blanks, or one that matches nothing.
pub(crate) fn any(words: &[String]) -> String {
    any_exact(&words.iter().map(|word| fold(word).into_owned()).collect::<Vec<_>>())
}

/// As [`any`], with the words as they are.
pub(crate) fn any_exact(words: &[String]) -> String {
    if words.is_empty() {
        // An empty class: no character at all.
        return r"[^\s\S]".to_owned();
    }
    // The longest first: alternatives are tried in order.
    let mut words: Vec<&String> = words.iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let spaced =
        |word: &&String| word.split_whitespace().map(regex::escape).collect::<Vec<_>>().join(r"[ \t\u{a0}]+");
    format!("(?:{})", words.iter().map(spaced).collect::<Vec<_>>().join("|"))
}

/// As [`any`], each word ending where a word ends; one that ends in a sign ends anywhere, and so does one of a script
/// that has no blanks between words.
pub(crate) fn any_whole(words: &[String]) -> String {
    let ends_in_letter =
        |word: &String| word.ends_with(|last: char| last.is_alphanumeric() && !is_unspaced(last));
    let (letters, others): (Vec<String>, Vec<String>) = words.iter().cloned().partition(ends_in_letter);
    format!("(?:{}{EDGE}|{})", any(&letters), any(&others))
}

/// As [`any_whole`], for words that stand anywhere in a text and begin where a word begins.
pub(crate) fn any_within(words: &[String]) -> String {
    let begins_in_letter =
        |word: &String| word.starts_with(|first: char| first.is_alphanumeric() && !is_unspaced(first));
    let (letters, others): (Vec<String>, Vec<String>) = words.iter().cloned().partition(begins_in_letter);
    format!("(?:(?:^|[^0-9A-Za-z_]){}|{})", any_whole(&letters), any_whole(&others))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &[&str], text: &str, expected: Option<&str>) {
        let words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
        let found = Phrase::new(any_whole(&words)).find(text);
        assert_eq!(found.map(|range| &text[range]), expected, "{words:?} in {text:?}");
    }

    #[test]
    fn words_are_found_whole_in_any_case() {
        check(&["to do"], "we have TO  DO it", Some("TO  DO"));
        check(&["do"], "we dowse", None);
        check(&["✅"], "ok ✅done", Some("✅"));
        check(&["Beschluß"], "der BeSCHluß:", Some("BeSCHluß"));
        check(&["PÄÄTÖS"], "on päätös: x", Some("päätös"));
        check(&["Решение"], "РЕШЕНИЕ: x", Some("РЕШЕНИЕ"));
        check(&["décidé"], "nous avons décidément dormi", None);
        check(&["λόγος"], "Ο ΛΌΓΟΣ", Some("ΛΌΓΟΣ"));
        check(&["決定"], "決定した", Some("決定"));
        check(&["to do"], "TO\u{a0}DO\u{202f}it", Some("TO\u{a0}DO"));
    }

    #[test]
    fn signs_in_words_are_signs() {
        check(&["a.b"], "axb", None);
        check(&["c++"], "in C++", Some("C++"));
    }

    #[test]
    fn a_hint_is_its_phrase() {
        let words = ["to do", "✅", "Übrig", "c++"].map(str::to_owned);
        let expression = any(&words);
        let (hint, phrase) =
            (Hint::new(expression.clone(), words.iter().map(String::as_str)), Phrase::new(expression));
        for (text, expected) in [
            ("we have TO \u{a0}DO it", true),
            ("we have to", false),
            ("to", false),
            ("to\tdo", true),
            ("to  do", true),
            ("to be done", false),
            ("ok✅", true),
            ("was übrig bleibt", true),
            ("was ÜBRIG bleibt", true),
            ("was übrigens bleibt", true),
            ("in C++", true),
            ("", false),
        ] {
            assert_eq!((hint.is_match(text), phrase.is_match(text)), (expected, expected), "{text}");
        }
        assert!(!Hint::new(any(&[]), []).is_match("anything"));
    }

    #[test]
    fn no_words_match_nothing() {
        check(&[], "anything", None);
        check(&[], "", None);
    }
}
