//! Standards by their number: `abc-0012-v2`, `ABC 0012`, `abc_0012_some_words`, `ABC-0012 and 0014`.

use std::sync::LazyLock;

use regex::Regex;

use super::boundary::{behind, continues_word, run_end, word_continues};
use super::spelling::{Fields, Spelling};
use super::{Around, Found, MentionKind, StandardTerms};

/// What stands between the numbers of a list: `ABC-0012, 0014 and 0015`.
static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(?:\s?,\s?(?:and |und |or |oder )?|\s?/\s?|\s?&\s?|\s?\+\s?| and | und | or | oder )-?(\d{1,6})",
    )
    .expect("a fixed expression")
});

/// Reads the mentions of one source's standards.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// The ways to write the number; the first is the proper one.
    spellings: Vec<Spelling>,
    /// Of how many digits a number consists, where all have the same.
    width: Option<usize>,
    terms: StandardTerms,
}

impl Reader {
    /// The reader of `terms`, or nothing when no spelling has a word of its own.
    pub(super) fn new(terms: &StandardTerms) -> Option<Reader> {
        let number = terms.id.find("{number")?;
        let end = number + terms.id[number..].find('}')? + 1;
        let width = terms.id[number..end]
            .trim_end_matches('}')
            .split_once(':')
            .and_then(|(_, width)| width.parse().ok());
        // A path pattern's folders are no part of the spelling.
        let own = &terms.id[..end];
        let own = own.rsplit_once('/').map_or(own, |(_, name)| name);
        let further = terms.rules.spellings.iter().filter_map(|spelling| Spelling::new(spelling));
        let spellings: Vec<Spelling> = Spelling::new(&with_plural(own)).into_iter().chain(further).collect();
        (!spellings.is_empty()).then(|| Reader { spellings, width, terms: terms.clone() })
    }

    /// Whether any word can stand before a number, so that most matches are something else.
    pub(super) fn is_open(&self) -> bool {
        self.spellings.iter().any(Spelling::is_open)
    }

    /// Where such a mention may be.
    pub(super) fn expression(&self) -> String {
        self.spellings.iter().map(Spelling::expression).collect::<Vec<_>>().join("|")
    }

    /// Adds the standard at this place, and those of the list that it begins.
    pub(super) fn read(&self, around: Around<'_>, found: &mut Vec<Found>) {
        let (text, start) = (around.text, around.start);
        if continues_word(text, start) {
            return;
        }
        let read = |(at, spelling): (usize, &Spelling)| spelling.read(&text[start..]).map(|read| (at, read));
        let Some((at, (fields, length))) = self.spellings.iter().enumerate().find_map(read) else { return };
        let mut end = start + length;
        // The pattern of ids fixes the width; a further spelling such as `RFC {number}` has none.
        if at == 0 && self.width.is_some_and(|width| !has_digits(&text[..end], width))
            || word_continues(text, end)
        {
            return;
        }
        let Some(number) = self.number(&fields) else { return };
        let edition = self.edition(text, &mut end);
        if self.is_excepted(&text[start..end]) {
            return;
        }
        end = slug_end(text, end);
        let letters = |text: &str| text.chars().filter(|c| c.is_alphabetic()).count();
        let is_plural = at == 0 && letters(&text[start..start + length]) > letters(&number);
        found.push(around.sure(start, end, MentionKind::Standard { number, edition }));
        self.read_list(around, end, is_plural, found);
    }

    /// Adds the numbers that follow a standard up to `end` in a list. Where numbers have no fixed width, only a plural
    /// says that there is one: `ABC 1 and 2 others` names one standard, `ABCs 1 and 2` two.
    fn read_list(&self, around: Around<'_>, mut end: usize, is_plural: bool, found: &mut Vec<Found>) {
        let width = self.width.filter(|width| *width >= 3);
        if width.is_none() && !is_plural {
            return;
        }
        while let Some(next) = NEXT.captures(&around.text[end..]).and_then(|captures| captures.get(1)) {
            let start = end + next.start();
            let mut stop = end + next.end();
            let in_date = behind(around.text, stop).is_some_and(|c| matches!(c, '.' | '-'))
                && around.text[stop + 1..].starts_with(|c: char| c.is_ascii_digit());
            if width.is_some_and(|width| next.len() != width) || word_continues(around.text, stop) || in_date
            {
                return;
            }
            let mut fields = Fields::new();
            fields.insert("number".to_owned(), next.as_str().trim_start_matches('0').to_owned());
            let Some(number) = self.number(&fields) else { return };
            let edition = self.edition(around.text, &mut stop);
            found.push(around.sure(start, stop, MentionKind::Standard { number, edition }));
            end = stop;
        }
    }

    /// The number as the record has it, unless it looks like a year.
    fn number(&self, fields: &Fields) -> Option<String> {
        let value: u32 = fields.get("number")?.parse().ok()?;
        if !self.terms.rules.years && (1900..2100).contains(&value) {
            return None;
        }
        match self.spellings[0].write(fields) {
            Some(number) if self.own_is_first() => Some(number),
            _ => Some(format!("{value:0width$}", width = self.width.unwrap_or(0))),
        }
    }

    /// Whether the first spelling is that of the pattern of ids.
    fn own_is_first(&self) -> bool {
        self.spellings.len() > self.terms.rules.spellings.len()
    }

    /// The edition behind a number that ends at `end`, which is moved behind it: `-v2`, ` V2`, `_w1`, `-v3.1`.
    fn edition(&self, text: &str, end: &mut usize) -> Option<String> {
        let joined = *end + usize::from(behind(text, *end).is_some_and(|c| matches!(c, '-' | '_' | ' ')));
        let letter = behind(text, joined)?.to_ascii_lowercase();
        if !self.terms.rules.editions.contains(&letter) {
            return None;
        }
        let stop = run_end(text, joined + 1, |c| c.is_ascii_digit());
        let version: u8 = text[joined + 1..stop].parse().ok()?;
        if word_continues(text, stop) {
            return None;
        }
        *end = stop;
        // A minor version has the text of its major one.
        if behind(text, stop) == Some('.') {
            let minor = run_end(text, stop + 1, |c| c.is_ascii_digit());
            if minor > stop + 1 && !word_continues(text, minor) {
                *end = minor;
            }
        }
        Some(format!("{letter}{version}"))
    }

    /// Whether the words are listed as naming nothing.
    fn is_excepted(&self, words: &str) -> bool {
        self.terms.rules.except.iter().any(|except| except.eq_ignore_ascii_case(words))
    }
}

/// A pattern such as `ABC-{number}` with a plural behind its letters: `ABC[s]-{number}`.
fn with_plural(pattern: &str) -> String {
    let number = pattern.find("{number").unwrap_or(pattern.len());
    let word = pattern[..number].trim_end_matches(['-', '_', ' ', '.']);
    let is_word = word.ends_with(|c: char| c.is_ascii_alphabetic());
    if is_word { format!("{word}[s]{}", &pattern[word.len()..]) } else { pattern.to_owned() }
}

/// Whether `text` ends in exactly `width` digits.
fn has_digits(text: &str, width: usize) -> bool {
    text.chars().rev().take(width + 1).take_while(char::is_ascii_digit).count() == width
}

/// Where the words joined to an id that ends at `end` end themselves, a Markdown extension included.
fn slug_end(text: &str, end: usize) -> usize {
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let has_slug = behind(text, end).is_some_and(|c| matches!(c, '-' | '_'));
    let run = if has_slug { run_end(text, end, belongs) } else { end };
    // In `_abc-0012_` the last sign is emphasis.
    let stop = end + text[end..run].trim_end_matches(['-', '_']).len();
    let extension = text[stop..].starts_with(".md") && !word_continues(text, stop + 3);
    if extension { stop + 3 } else { stop }
}
