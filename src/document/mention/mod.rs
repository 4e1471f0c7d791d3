//! What the words of a text name: standards, releases, issues, people, meetings and whatever else is numbered.
//!
//! A [`Vocabulary`] is compiled once from the configuration; [`Vocabulary::find`] reads a piece of text in one pass,
//! and [`scan`] a whole document. Nothing is resolved here: a mention says what was named, and [`crate::link`] finds
//! out whether it exists. The traps, words that only look like names, are told apart by the rules in
//! [`MentionsConfig`](crate::source::config::MentionsConfig).
//!
//! One regular expression finds the places where a name may begin or lie, one alternative per kind; the kind's own
//! module reads what stands there. Each look around a place has a bound, so that the time grows with the text alone.

mod boundary;
mod issue;
mod meeting;
mod named;
mod person;
pub mod placeholder;
mod release;
mod run;
mod scan;
mod spelling;
mod standard;
mod terms;
#[cfg(test)]
mod tests;
mod token;
mod version;

use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};

use regex_automata::{Input, meta::Regex};
use serde::{Deserialize, Serialize};

use crate::base::{Date, LineIndex, Span};
pub use scan::scan;
pub use terms::{ReleaseTerms, StandardTerms, Terms};

/// A piece of text that names something.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// The words in the source.
    pub span: Span,
    /// What they name.
    pub kind: MentionKind,
    /// Where they stand.
    pub place: Place,
}

/// What is named.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum MentionKind {
    /// A standard by its number.
    Standard {
        /// Number with its prefix, as the record has it: `scs-0214`.
        number: String,
        /// `v1`, `w1`, where the text names one.
        edition: Option<String>,
    },
    /// A release by its name or version.
    Release {
        /// As the record has it: `R5`.
        id: String,
        /// What follows a dot: `1` in `R4.1`.
        minor: Option<String>,
    },
    /// A version that stands alone, if there is a release of it: as it is written (`2026.10`), and with `v` in front
    /// where the words leave no doubt that it is one of a release.
    Version(String),
    /// An issue or pull request.
    Issue {
        /// `owner/name`, or nothing for a bare number.
        repository: Option<String>,
        /// Its number.
        number: u32,
    },
    /// A person by the handle on the forge, without `@`.
    Person(String),
    /// A meeting by its day.
    Meeting {
        /// The words before the day that may name the series; may be empty.
        series: String,
        /// The day.
        date: Date,
    },
    /// Something else that the community numbers.
    Named {
        /// Which rule found it: `tender`.
        rule: String,
        /// The id, properly written: `VP06c`.
        id: String,
    },
}

impl MentionKind {
    /// The word for the kind in the published record.
    pub fn as_str(&self) -> &str {
        match self {
            MentionKind::Standard { .. } => "standard",
            MentionKind::Release { .. } | MentionKind::Version(_) => "release",
            MentionKind::Issue { .. } => "issue",
            MentionKind::Person(_) => "person",
            MentionKind::Meeting { .. } => "meeting",
            MentionKind::Named { rule, .. } => rule,
        }
    }
}

impl fmt::Display for MentionKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MentionKind::Standard { number, edition: Some(edition) } => write!(f, "{number}-{edition}"),
            MentionKind::Standard { number, edition: None } => f.write_str(number),
            MentionKind::Release { id, minor: Some(minor) } => write!(f, "{id}.{minor}"),
            MentionKind::Release { id, minor: None } => f.write_str(id),
            MentionKind::Version(version) => f.write_str(version),
            MentionKind::Issue { repository, number } => {
                write!(f, "{}#{number}", repository.as_deref().unwrap_or_default())
            }
            MentionKind::Person(handle) => write!(f, "@{handle}"),
            MentionKind::Meeting { series, date } if series.is_empty() => write!(f, "{date}"),
            MentionKind::Meeting { series, date } => write!(f, "{series} {date}"),
            MentionKind::Named { id, .. } => f.write_str(id),
        }
    }
}

/// Where a mention stands, and so whether it may become a link.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum Place {
    /// In the words of the text: becomes a link.
    Text,
    /// In the words of a link that the writer made.
    Link,
    /// In a URL, written out or behind a link's words.
    Url,
    /// In code.
    Code,
    /// In the writer's own HTML.
    Html,
}

/// A mention as long as it is not settled whether it is one.
#[derive(Debug, Clone, Eq, PartialEq)]
struct Found {
    mention: Mention,
    certainty: Certainty,
}

/// What a mention still depends on.
#[derive(Debug, Clone, Eq, PartialEq)]
enum Certainty {
    /// Nothing.
    Sure,
    /// A version such as `6.0.0`, which is that of many things: counts when its line names the release as well, or
    /// when what stands around it leaves it free.
    Version {
        /// `6.0.0`
        version: String,
        /// Whether it may name a release alone.
        alone: bool,
    },
    /// `R5.3.0`: the third fix of `R5` or, when the text names the version `5.3.0` as well, that version.
    Either {
        /// `5.3.0`
        version: String,
        /// What is meant if it is the version.
        release: MentionKind,
    },
}

/// The ways of naming things that one configuration gives, ready to be found.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    /// What it was made from, which is what tells it from others.
    terms: Terms,
    standards: Vec<standard::Reader>,
    releases: Vec<release::Reader>,
    versions: version::Reader,
    issues: issue::Reader,
    people: person::Reader,
    meetings: meeting::Reader,
    named: Vec<named::Reader>,
    /// Finds where a name may be. Patterns rather than groups: which one matched is then known without capturing,
    /// which takes three times as long.
    places: Regex,
    /// What reads the places that the pattern of the same number finds.
    readers: Vec<Kind>,
}

/// Which reader an alternative belongs to.
#[derive(Debug, Copy, Clone)]
enum Kind {
    Url,
    Standard(usize),
    Release(usize),
    Version,
    Issue,
    Person,
    Meeting,
    Named(usize),
}

/// The text around a place where a name may be.
#[derive(Clone, Copy)]
struct Around<'t> {
    /// The whole piece of text.
    text: &'t str,
    /// Where the alternative matched.
    start: usize,
    /// Where it ended.
    end: usize,
    /// Where the last mention ended: nothing reaches back behind it.
    from: usize,
    /// Where the text stands.
    place: Place,
}

impl Vocabulary {
    /// Compiles `terms`; a pattern that is none is left out, since the configuration reports it.
    pub fn new(terms: &Terms) -> Vocabulary {
        let standards: Vec<_> = terms.standards.iter().filter_map(standard::Reader::new).collect();
        let releases: Vec<_> = terms.releases.iter().filter_map(release::Reader::new).collect();
        let named: Vec<_> = terms.ids.iter().filter_map(named::Reader::new).collect();
        let mut alternatives = vec![(Kind::Url, r#"(?i:https?|mailto):[^\s<>"]+"#.to_owned())];
        let standard = |(at, reader): (usize, &standard::Reader)| (Kind::Standard(at), reader.expression());
        alternatives
            .extend(standards.iter().enumerate().filter(|(_, reader)| !reader.is_open()).map(standard));
        alternatives.extend(named.iter().enumerate().map(|(at, it)| (Kind::Named(at), it.expression())));
        alternatives.extend(releases.iter().enumerate().map(|(at, it)| (Kind::Release(at), it.expression())));
        if !terms.releases.is_empty() {
            alternatives.push((Kind::Version, version::EXPRESSION.to_owned()));
        }
        alternatives.push((Kind::Meeting, meeting::EXPRESSION.to_owned()));
        alternatives.push((Kind::Issue, issue::EXPRESSION.to_owned()));
        alternatives.push((Kind::Person, person::EXPRESSION.to_owned()));
        // Where any word may stand before a number, whatever has a word of its own goes first.
        alternatives
            .extend(standards.iter().enumerate().filter(|(_, reader)| reader.is_open()).map(standard));
        let patterns: Vec<&str> = alternatives.iter().map(|(_, pattern)| pattern.as_str()).collect();
        let places = Regex::new_many(&patterns)
            .expect("the alternatives are made of escaped texts and fixed expressions");
        Vocabulary {
            terms: terms.clone(),
            standards,
            releases,
            versions: version::Reader::new(terms),
            issues: issue::Reader::new(terms),
            people: person::Reader::new(terms),
            meetings: meeting::Reader::new(terms),
            named,
            places,
            readers: alternatives.into_iter().map(|(kind, _)| kind).collect(),
        }
    }

    /// What it was made from.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// What `text`, which stands at offset `at` of the source, names; in order, none inside another.
    pub fn find(&self, text: &str, at: usize) -> Vec<Mention> {
        let mut found = Vec::new();
        self.find_in(text, Place::Text, &mut found);
        let mentions = self.settle(text, found).into_iter();
        mentions.map(|mention| Mention { span: mention.span.shifted(at), ..mention }).collect()
    }

    /// What the URL `url` names in its path or fragment; spans count from its beginning.
    pub fn find_in_url(&self, url: &str) -> Vec<Mention> {
        let mut found = Vec::new();
        self.find_in(url, Place::Url, &mut found);
        self.settle(url, found)
    }

    /// Adds what `text` names to `found`.
    fn find_in(&self, text: &str, place: Place, found: &mut Vec<Found>) {
        let (mut at, mut from) = (0, 0);
        while let Some(hit) = self.places.find(Input::new(text).range(at..)) {
            let Some(&kind) = self.readers.get(hit.pattern().as_usize()) else { break };
            let around = Around { text, start: hit.start(), end: hit.end(), from, place };
            // After a failure the next place may begin inside this one.
            at = hit.start() + text[hit.start()..].chars().next().map_or(1, char::len_utf8);
            match kind {
                Kind::Url if place == Place::Url && hit.start() == 0 => continue,
                Kind::Url => {
                    let url = boundary::trim_url(&text[hit.range()]);
                    let first = found.len();
                    self.find_in(url, Place::Url, found);
                    for inner in &mut found[first..] {
                        inner.mention.span = inner.mention.span.shifted(hit.start());
                    }
                    from = hit.start() + url.len();
                    at = from.max(at);
                    continue;
                }
                _ => {}
            }
            let first = found.len();
            self.read(kind, around, found);
            if let Some(last) = found[first..].last() {
                from = last.mention.span.end as usize;
                at = from.max(at);
            }
        }
    }

    /// Adds what stands at a place to `found`.
    fn read(&self, kind: Kind, around: Around<'_>, found: &mut Vec<Found>) {
        match kind {
            Kind::Url => {}
            Kind::Standard(at) => self.standards[at].read(around, found),
            Kind::Release(at) => {
                let release = self.releases[at].read(around);
                found.extend(release.or_else(|| self.version(around)));
            }
            Kind::Version => found.extend(self.version(around)),
            // What a URL holds beside ids is an address, for the links to resolve.
            _ if around.place == Place::Url && !matches!(kind, Kind::Named(_)) => {}
            Kind::Issue => found.extend(self.issues.read(around)),
            Kind::Person => found.extend(self.people.read(around)),
            Kind::Meeting => found.extend(self.meetings.read(around)),
            Kind::Named(at) => self.named[at].read(around, found),
        }
    }

    /// The version at this place, where one begins.
    fn version(&self, around: Around<'_>) -> Option<Found> {
        let begins = boundary::behind(around.text, around.start)?;
        matches!(begins, 'v' | 'V' | '0'..='9').then(|| self.versions.read(around)).flatten()
    }

    /// Drops what turned out to be no mention. `text` is the source that the spans count in.
    fn settle(&self, text: &str, mut found: Vec<Found>) -> Vec<Mention> {
        if found.iter().all(|found| found.certainty == Certainty::Sure) {
            return found.into_iter().map(|found| found.mention).collect();
        }
        let versions: BTreeSet<String> = found
            .iter()
            .filter_map(|found| match &found.certainty {
                Certainty::Version { version, .. } => Some(version.clone()),
                _ => None,
            })
            .collect();
        for found in &mut found {
            if let Certainty::Either { version, release } = &found.certainty {
                if versions.contains(version) {
                    found.mention.kind = release.clone();
                }
                found.certainty = Certainty::Sure;
            }
        }
        let lines = LineIndex::new(text);
        // The lines that name a release, with its name.
        let mut named = BTreeSet::new();
        for found in found.iter().filter(|found| found.certainty == Certainty::Sure) {
            if let MentionKind::Release { id, .. } = &found.mention.kind {
                named.insert((lines.line(found.mention.span.start), id.as_str()));
            }
        }
        let settled = |found: &Found| {
            let mention = &found.mention;
            let line = || lines.line(mention.span.start);
            match (&found.certainty, &mention.kind) {
                (Certainty::Version { .. }, MentionKind::Release { id, .. })
                    if named.contains(&(line(), id)) =>
                {
                    Some(mention.clone())
                }
                (Certainty::Version { alone: true, .. }, _) => {
                    let (span, kind) = self.versions.name(text, mention.span)?;
                    Some(Mention { span, kind, place: mention.place })
                }
                (Certainty::Version { .. }, _) => None,
                _ => Some(mention.clone()),
            }
        };
        found.iter().filter_map(settled).collect()
    }
}

impl PartialEq for Vocabulary {
    fn eq(&self, other: &Vocabulary) -> bool {
        self.terms == other.terms
    }
}

impl Eq for Vocabulary {}

impl Hash for Vocabulary {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.terms.hash(state);
    }
}

impl Around<'_> {
    /// A mention from `start` to `end` that depends on nothing.
    fn sure(&self, start: usize, end: usize, kind: MentionKind) -> Found {
        let mention = Mention { span: Span::new(start, end), kind, place: self.place };
        Found { mention, certainty: Certainty::Sure }
    }
}
