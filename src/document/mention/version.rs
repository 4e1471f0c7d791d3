//! Versions that name a release by themselves: `for v2.0.0`, `release 2.0.0`, `2026.10`.
//!
//! Any program has versions, and most of those in a text are somebody else's: `Kubernetes v1.27.0`,
//! `owner/tool v2.0.0`, `upgrade Ceph to v2.0.0`. So the words around a version have to leave it free. Before it stands
//! nothing, a sign that ends a sentence, or a word that is no name of a thing; a word that nobody listed counts as such
//! a name. Whether there is a release of that version is for [`crate::link`] to know.

use std::collections::BTreeSet;

use super::boundary::{before, behind, run_end};
use super::token::{Token, is_joint, token, words_behind};
use super::{Around, Certainty, Found, MentionKind, Place, Terms};
use crate::base::Span;
use crate::document::mention::Mention;

/// Where such a version may be.
pub(super) const EXPRESSION: &str = r"[vV]\d{1,4}|\d{1,4}\.\d{1,4}";

/// How many words back it is looked for what a version belongs to.
const FAR: usize = 8;

/// Reads versions that stand alone.
#[derive(Debug, Clone, Default)]
pub(super) struct Reader {
    /// Words that make the version behind them a release's: `release`, `version`.
    words: BTreeSet<String>,
    /// Words that may stand before a version without owning it.
    leads: BTreeSet<String>,
    /// Words that own what stands behind them.
    not_after: BTreeSet<String>,
    /// What the community calls what it releases.
    own: BTreeSet<String>,
    /// Spellings that name nothing.
    except: BTreeSet<String>,
}

/// What the words before a version say of it.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
enum Before {
    /// Nothing: it may be the community's own.
    Free,
    /// That it is a release's.
    Release,
    /// That it is something else's.
    Foreign,
}

/// Words that move a thing from one version to another: `bump Ceph to v2.0.0`.
const MOVES: [&str; 20] = [
    "upgrade",
    "upgrades",
    "upgraded",
    "upgrading",
    "update",
    "updates",
    "updated",
    "updating",
    "bump",
    "bumps",
    "bumped",
    "bumping",
    "pin",
    "pinned",
    "move",
    "moved",
    "switch",
    "switched",
    "migrate",
    "migrated",
];

/// How many words may stand between such a word and the last one of what is moved.
const OBJECT: usize = 2;

/// Words between the versions of a list or a range.
const JOINERS: [&str; 8] = ["and", "or", "to", "und", "oder", "bis", "sowie", "auf"];

/// Words between a thing and the version that it is moved to or from.
const TOWARDS: [&str; 3] = ["to", "from", "auf"];

/// Words behind a version that say whose it is.
const OF: [&str; 2] = ["of", "von"];

/// Words that may stand between `of` and the name.
const ARTICLES: [&str; 8] = ["the", "our", "this", "der", "des", "dem", "unserer", "unserem"];

/// What a version is followed by that is not out yet: `-rc1`, `-beta`.
const STAGES: [&str; 8] = ["a", "alpha", "b", "beta", "dev", "pre", "rc", "snapshot"];

impl Reader {
    /// The reader of `terms`; it finds nothing where there are no releases.
    pub(super) fn new(terms: &Terms) -> Reader {
        let mut reader = Reader::default();
        let lower = |words: &[String]| words.iter().map(|word| word.to_lowercase()).collect::<Vec<_>>();
        for releases in &terms.releases {
            let rules = &releases.rules;
            reader.words.extend(lower(&rules.words));
            reader.words.extend(lower(&rules.version_words));
            reader.leads.extend(lower(&rules.leads));
            reader.not_after.extend(lower(&rules.not_after));
            reader.except.extend(lower(&rules.except));
            let prefixes = [&releases.name, &releases.version];
            let prefix =
                |pattern: &String| pattern.split(['{', '[']).next().unwrap_or_default().to_lowercase();
            reader.own.extend(prefixes.map(prefix));
        }
        reader.own.extend(lower(&terms.products));
        let own = std::mem::take(&mut reader.own).into_iter();
        // `widget-v{version}` is the widget's, and `v{version}` nobody's.
        let own = own.map(|name| name.trim_end_matches('v').trim_end_matches(is_joint).trim().to_owned());
        reader.own = own.filter(|name| name.chars().count() > 1).collect();
        reader
    }

    /// The version at this place, as far as its own form tells.
    pub(super) fn read(&self, around: Around<'_>) -> Option<Found> {
        let (text, start) = (around.text, around.start);
        if matches!(around.place, Place::Url | Place::Code | Place::Html)
            || before(text, start).is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_'))
        {
            return None;
        }
        let end = number_end(text, start);
        let mention = Mention {
            span: Span::new(start, end),
            kind: MentionKind::Version(text[start..end].to_owned()),
            place: around.place,
        };
        Some(Found { mention, certainty: Certainty::Version { version: String::new(), alone: true } })
    }

    /// Whether `target` is a file of the community's, or a page of what it releases.
    pub(super) fn is_home(&self, target: &str) -> bool {
        !target.contains("//") || target.split('/').any(|part| self.own.contains(&part.to_lowercase()))
    }

    /// What the version at `span` of `text` is called, and all of its words, if those around it leave it free.
    pub(super) fn name(&self, text: &str, span: Span) -> Option<(Span, MentionKind)> {
        let range = span.range();
        let words = text.get(range.clone())?;
        let number = words.trim_start_matches(['v', 'V']);
        let (end, stage) = self.end(text, range.end)?;
        if !number.starts_with(|c: char| c.is_ascii_digit())
            || !number.chars().all(|c| c.is_ascii_digit() || c == '.')
            || self.except.contains(&words.to_lowercase())
        {
            return None;
        }
        let mut before = self.before(text, range.start);
        let next = words_behind(text, end);
        let behind = next.first().map(|word| word.to_lowercase()).unwrap_or_default();
        if before == Before::Free && (self.is_release(&behind) || end > range.end && stage.is_empty()) {
            before = Before::Release;
        }
        let is_owned = OF.contains(&behind.as_str()) && !self.is_ours(&next);
        let has_v = number.len() < words.len();
        let parts: Vec<&str> = number.split('.').collect();
        let counts = match (before, has_v) {
            (Before::Foreign, _) => false,
            (Before::Release, true) => true,
            // `v2` is the second edition of anything; `2.5` may be hours, and `24.04` is a day.
            (Before::Release, false) | (Before::Free, true) => parts.len() > 1,
            (Before::Free, false) => parts.len() > 2 || parts.len() == 2 && parts[0].len() == 4,
        };
        if is_owned || !counts {
            return None;
        }
        let sign = if has_v || before == Before::Release { "v" } else { "" };
        let kind = MentionKind::Version([sign, number, stage].concat());
        Some((Span::new(range.start, if stage.is_empty() { range.end } else { end }), kind))
    }

    /// Where the word with the number that ends at `at` ends, with what makes it another version, such as `-rc1`;
    /// nothing where it is a part of something else, such as a path.
    fn end<'t>(&self, text: &'t str, at: usize) -> Option<(usize, &'t str)> {
        let goes_on = |end: usize| {
            let mut rest = text[end..].chars();
            match (rest.next(), rest.next()) {
                (Some(c), _) if c.is_alphanumeric() || matches!(c, '@' | '%' | '€') => true,
                (Some('/'), Some(next)) => next.is_alphanumeric() && next != 'v' && !next.is_ascii_digit(),
                (Some('.' | '-' | '+' | '_'), Some(next)) => next.is_alphanumeric(),
                _ => false,
            }
        };
        let sign = behind(text, at).filter(|c| matches!(c, '-' | '+'));
        let Some(sign) = sign.filter(|_| goes_on(at)) else {
            return (!goes_on(at)).then_some((at, ""));
        };
        let belongs = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.');
        let end = at + 1;
        let end = end + text[end..run_end(text, end, belongs)].trim_end_matches(['.', '-']).len();
        let added = text[at + 1..end].to_lowercase();
        let first = added.trim_start_matches(char::is_numeric).split(|c: char| !c.is_alphabetic()).next()?;
        let is_stage = sign == '+' || first.is_empty() || STAGES.contains(&first);
        match (is_stage || added.chars().any(char::is_numeric), goes_on(end)) {
            (_, true) => None,
            (true, false) => Some((end, &text[at..end])),
            // `v2.0.0-Freigabe` is a word with the version in it.
            (false, false) => Some((end, "")),
        }
    }

    /// What the words before `at` say of a version that begins there.
    fn before(&self, text: &str, mut at: usize) -> Before {
        for _ in 0..FAR {
            let (found, start) = token(text, at);
            let (word, is_joined) = match found {
                Token::Start => return Before::Free,
                Token::Closing => return Before::Foreign,
                Token::Comparison => {
                    at = start;
                    continue;
                }
                Token::Comma => match token(text, start) {
                    // The version before has the same owner.
                    (Token::Word(word, _), place) if is_version(word) => {
                        at = place;
                        continue;
                    }
                    _ => return Before::Free,
                },
                Token::Colon => match token(text, start) {
                    (Token::Word(word, _), _)
                        if self.is_free(word) || self.is_release(&word.to_lowercase()) =>
                    {
                        return Before::Free;
                    }
                    (Token::Start, _) => return Before::Free,
                    _ => return Before::Foreign,
                },
                Token::Word(word, is_joined) => (word, is_joined),
            };
            let lower = word.to_lowercase();
            if is_version(word) {
                at = start;
                continue;
            }
            if self.not_after.contains(&lower) {
                return Before::Foreign;
            }
            if JOINERS.contains(&lower.as_str())
                && let (Token::Word(other, _), place) = token(text, start)
                && is_version(other)
            {
                at = place;
                continue;
            }
            if TOWARDS.contains(&lower.as_str()) && self.is_moved(text, start) {
                return Before::Foreign;
            }
            if self.is_release(&lower) {
                return if self.has_owner(text, start) { Before::Foreign } else { Before::Release };
            }
            let last = lower.rsplit(is_joint).next().unwrap_or_default();
            let is_free = self.is_free(word) || is_joined && (self.is_free(last) || self.is_release(last));
            return if is_free { Before::Free } else { Before::Foreign };
        }
        Before::Foreign
    }

    /// Whether `word` leaves what stands behind it free: a usual word, a person, what the community releases.
    fn is_free(&self, word: &str) -> bool {
        let lower = word.to_lowercase();
        let is_handle = word.len() > 1 && word.starts_with('@') && !word.contains('/');
        // `widget-v2.0.0` is a word with a joint at its end.
        let name = lower.trim_end_matches(is_joint);
        is_handle || self.leads.contains(name) || self.own.contains(name)
    }

    /// Whether `word` speaks of releases: `release`, `release-candidate`, `bugfix-release`.
    fn is_release(&self, word: &str) -> bool {
        let word = word.trim_end_matches(is_joint);
        let ends = |(first, last): (&str, &str)| {
            self.words.contains(first) || self.words.contains(last) && (self.is_free(first))
        };
        self.words.contains(word) || word.split_once('-').is_some_and(ends)
    }

    /// Whether the word for a release that begins at `at` is about something else's: `Kubernetes release v2.0.0`.
    fn has_owner(&self, text: &str, at: usize) -> bool {
        match token(text, at).0 {
            Token::Closing => true,
            Token::Word(word, _) => {
                let is_known = self.is_free(word) || self.is_release(&word.to_lowercase());
                self.not_after.contains(&word.to_lowercase()) || !is_known
            }
            _ => false,
        }
    }

    /// Whether something else is moved to a version by the word that begins at `at`: `bump Ceph to v2.0.0`.
    fn is_moved(&self, text: &str, at: usize) -> bool {
        let (Token::Word(word, _), start) = token(text, at) else {
            return matches!(token(text, at).0, Token::Closing);
        };
        if self.is_free(word)
            || self.is_release(&word.to_lowercase())
            || MOVES.contains(&word.to_lowercase().as_str())
        {
            return false;
        }
        // `update dependency ceph to v2.0.0`
        let mut at = start;
        let is_moved = (0..OBJECT).any(|_| match token(text, at) {
            (Token::Word(verb, _), start) => {
                at = start;
                MOVES.contains(&verb.to_lowercase().as_str())
            }
            _ => false,
        });
        is_moved || looks_like_a_name(word)
    }

    /// Whether the words behind `of` name what the community releases.
    fn is_ours(&self, words: &[&str]) -> bool {
        let name = words
            .iter()
            .skip(1)
            .map(|word| word.to_lowercase())
            .find(|word| !ARTICLES.contains(&word.as_str()));
        name.is_none_or(|name| self.own.contains(&name) || self.is_release(&name))
    }
}

/// Where the numbers of the version at `start` end.
pub(super) fn number_end(text: &str, start: usize) -> usize {
    let first = start + usize::from(text[start..].starts_with(['v', 'V']));
    first + text[first..run_end(text, first, |c| c.is_ascii_digit() || c == '.')].trim_end_matches('.').len()
}

/// Whether `word` is written as names of things are: with a capital, a digit, or parts.
fn looks_like_a_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) || word.contains(|c: char| c.is_numeric() || matches!(c, '/' | '_'))
}

/// Whether `word` is a version, of whatever thing.
fn is_version(word: &str) -> bool {
    let number = word.trim_start_matches(['v', 'V']);
    number.starts_with(|c: char| c.is_ascii_digit())
        && (number.len() < word.len() || number.contains('.'))
        && !number.contains('/')
}
