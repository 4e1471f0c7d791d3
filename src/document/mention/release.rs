//! Releases: `R5`, `Release 5`, `R4.1`, `R4 (v5.0.0)`, `feat/r6`.
//!
//! The traps are many, since a letter and a digit name a lot of things: `OSISM R9` is another project's,
//! `release-1.27` a branch, `Release 6.0.2` a version, `EZjR7-W7fA` a key, and `R5.3.0` may be the version `5.3.0` with
//! a letter too many.

use super::boundary::{
    before, behind, continues_word, looks_random, run_end, run_start, word_before, word_continues,
};
use super::{Around, Certainty, Found, MentionKind, Place, ReleaseTerms};
use crate::base::Span;
use crate::document::mention::Mention;

/// Reads the mentions of one source's releases.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// What stands before the number: `R`.
    prefix: String,
    /// How much higher the first number of the version is; nothing where versions do not follow from names.
    offset: Option<i64>,
    terms: ReleaseTerms,
}

/// What a mention consists of.
struct Parts {
    /// Where it begins, words such as `Release` included.
    start: usize,
    /// Where the number begins.
    number: usize,
    /// Whether the prefix stands before the number.
    has_prefix: bool,
    /// Whether a word such as `Release` stands before it.
    has_word: bool,
}

impl Reader {
    /// The reader of `terms`, or nothing when names are not a word and a number.
    pub(super) fn new(terms: &ReleaseTerms) -> Option<Reader> {
        // Without configuration a name is the first of two parts that may be there, `[R{n}][v{version}]`.
        let name = match terms.name.strip_prefix('[') {
            Some(rest) => rest.split(']').next().unwrap_or_default(),
            None => &terms.name,
        };
        let prefix = name.strip_suffix("{n}").filter(|prefix| prefix.chars().all(char::is_alphabetic))?;
        let offset = terms
            .version
            .strip_prefix("v{n")
            .and_then(|rest| rest.split_once('}'))
            .and_then(|(add, _)| if add.is_empty() { Some(0) } else { add.parse().ok() });
        Some(Reader { prefix: prefix.to_owned(), offset, terms: terms.clone() })
    }

    /// Where such a mention may be.
    pub(super) fn expression(&self) -> String {
        let prefix = regex::escape(&self.prefix);
        let words: Vec<String> = self.terms.rules.words.iter().map(|word| regex::escape(word)).collect();
        let words = words.join("|");
        let mut expression = format!(r"{prefix}\d|[vV]?\d{{1,3}}\.\d{{1,3}}\.[\dx]");
        if !words.is_empty() {
            expression.push_str(&format!(r"|(?i:(?:{words})(?:\s|[-_])?(?:{prefix})?\d)"));
        }
        if self.terms.rules.slugs && !prefix.is_empty() {
            expression.push_str(&format!(r"|[-_/](?i:{prefix})\d"));
        }
        expression
    }

    /// The release at this place.
    pub(super) fn read(&self, around: Around<'_>) -> Option<Found> {
        let text = around.text;
        let first = behind(text, around.start)?;
        if first.is_ascii_digit()
            || (matches!(first, 'v' | 'V') && around.text[around.start + 1..around.end].contains('.'))
        {
            return self.read_version(around);
        }
        let parts = self.parts(around)?;
        let mut end = run_end(text, parts.number, |c| c.is_ascii_digit());
        let value: u16 = text[parts.number..end].parse().ok().filter(|_| end - parts.number <= 3)?;
        if word_continues(text, end)
            || looks_random(text, parts.number, end)
            || self.is_foreign(around, parts.start)
        {
            return None;
        }
        let minor = self.minor(around, &mut end);
        // `Release 6.0.2` and `release-1.27` are versions and branches of something else.
        // `pre-release 4` is a word of its own.
        if !parts.has_prefix && around.place != Place::Url && before(text, parts.start) == Some('-') {
            return None;
        }
        let goes_on = text[end..]
            .strip_prefix('.')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit() || c == 'x'));
        if (minor.is_some() || goes_on) && !parts.has_prefix {
            return None;
        }
        if self.terms.rules.except.iter().any(|except| except.eq_ignore_ascii_case(&text[parts.start..end])) {
            return None;
        }
        let certainty = match (&minor, self.offset) {
            (Some(minor), Some(offset)) if minor.contains('.') && !parts.has_word => {
                let (minor, version) = (minor.clone(), format!("{value}.{minor}"));
                let release = self.release(i64::from(value) - offset, Some(minor));
                release.map_or(Certainty::Sure, |release| Certainty::Either { version, release })
            }
            _ => Certainty::Sure,
        };
        let kind = self.release(i64::from(value), minor)?;
        let mention = Mention { span: Span::new(parts.start, end), kind, place: around.place };
        Some(Found { mention, certainty })
    }

    /// A version on its own: `6.0.0`, `v5.1.x`.
    fn read_version(&self, around: Around<'_>) -> Option<Found> {
        let (text, start) = (around.text, around.start);
        let offset = self.offset?;
        let belongs = |c: char| c.is_ascii_alphanumeric() || c == '.';
        let end = start + text[start..run_end(text, start, belongs)].trim_end_matches('.').len();
        let version = text[start..end].trim_start_matches(['v', 'V']);
        let mut numbers = version.split('.');
        let major: i64 = numbers.next()?.parse().ok()?;
        let is_number =
            |part: &str| part == "x" || (part.len() <= 3 && part.chars().all(|c| c.is_ascii_digit()));
        // `R4/v5.0.0` and `OSISM-5.1.0` are versions, `branch/v5.0.x` and `1-5.0.0` are parts of something else.
        let begins_inside = match before(text, start) {
            Some('/') => around.from == 0 || around.from + 1 != start,
            Some('-') => !before(text, start - 1).is_some_and(char::is_alphabetic),
            Some(c) => c.is_alphanumeric() || matches!(c, '.' | '_'),
            None => false,
        };
        if begins_inside
            || around.place == Place::Url
            || numbers.clone().count() != 2
            || !numbers.all(is_number)
        {
            return None;
        }
        // What `-rc1` and the like add is a version of something else.
        if behind(text, end) == Some('-') && word_continues(text, end + 1) {
            return None;
        }
        let minor = version.split_once('.').map(|(_, minor)| minor.to_owned());
        let kind = self.release(major - offset, minor)?;
        let mention = Mention { span: Span::new(start, end), kind, place: around.place };
        let alone = matches!(around.place, Place::Text | Place::Link);
        Some(Found { mention, certainty: Certainty::Version { version: version.to_owned(), alone } })
    }

    /// Where the mention at this place begins, or nothing where a word reaches into it.
    fn parts(&self, around: Around<'_>) -> Option<Parts> {
        let text = around.text;
        let is_joint = matches!(behind(text, around.start)?, '-' | '_' | '/');
        let start = around.start + usize::from(is_joint);
        if is_joint {
            // `-r6` is part of a name that has words.
            let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
            let name = &text[run_start(text, around.start, belongs)..around.start];
            if !name.contains(|c: char| c.is_ascii_alphabetic()) {
                return None;
            }
        } else if continues_word(text, start) && !self.begins_a_hump(text, start) {
            return None;
        }
        let has_prefix_at = |at: usize| {
            let rest = text.get(at..at + self.prefix.len()).unwrap_or_default();
            rest.eq_ignore_ascii_case(&self.prefix)
                && text[at + self.prefix.len()..].starts_with(|c: char| c.is_ascii_digit())
        };
        let number = text[start..].find(|c: char| c.is_ascii_digit()).map(|at| start + at)?;
        let has_prefix = !self.prefix.is_empty()
            && number >= start + self.prefix.len()
            && has_prefix_at(number - self.prefix.len());
        let has_word = number - start > self.prefix.len() * usize::from(has_prefix);
        Some(Parts { start, number, has_prefix, has_word })
    }

    /// Whether a capital at `at` begins a word inside one written as `RelEngR6`.
    fn begins_a_hump(&self, text: &str, at: usize) -> bool {
        text[at..].starts_with(&self.prefix)
            && before(text, at).is_some_and(|c| c.is_ascii_lowercase())
            && text[run_start(text, at, char::is_alphanumeric)..at].chars().all(char::is_alphabetic)
    }

    /// Whether the words before say that the release is something else's.
    fn is_foreign(&self, around: Around<'_>, start: usize) -> bool {
        let word = word_before(around.text, start);
        self.terms.rules.not_after.iter().any(|not_after| not_after.eq_ignore_ascii_case(word))
    }

    /// What follows the number that ends at `end`, which is moved behind it: `1` of `R4.1`, `x` of `R4.x`.
    fn minor(&self, around: Around<'_>, end: &mut usize) -> Option<String> {
        let text = around.text;
        let belongs = |c: char| c.is_ascii_digit() || c == '.';
        let mut stop = run_end(text, *end, belongs);
        while text[..stop].ends_with('.') && stop > *end && behind(text, stop) != Some('x') {
            stop -= 1;
        }
        if text[*end..stop].ends_with('.') && behind(text, stop) == Some('x') {
            stop += run_end(text, stop, |c| c == 'x') - stop;
        }
        if stop == *end || !text[*end..].starts_with('.') || word_continues(text, stop) {
            return None;
        }
        let minor = text[*end + 1..stop].to_owned();
        *end = stop;
        Some(minor)
    }

    /// The release number `number`.
    fn release(&self, number: i64, minor: Option<String>) -> Option<MentionKind> {
        (number >= 0).then(|| MentionKind::Release { id: format!("{}{number}", self.prefix), minor })
    }
}
