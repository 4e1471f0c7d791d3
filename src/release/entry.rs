//! Entries of a draft: one line of the notes each, with its evidence and a key.
//!
//! The key is what an entry is known by when the draft is made again. It names the evidence and not the words, so an
//! entry stays itself when it is rewritten, moved, or when its evidence says more. It stands in the notes as a comment,
//! which no page shows.

use serde::Serialize;

use super::collect::{BEGIN, Collected, Component, PROPOSED, REPLACED, StandardEvent};
use super::contributor::contributors;
use super::known::Known;
use super::notes::marked;
use super::text::escape;
use super::words::Words;
use crate::base::SourcePath;

/// One entry.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct Entry {
    /// What it is known by: `standard scs-0214-v2 stabilized`.
    pub key: String,
    /// Its words with their evidence, as Markdown; lines behind the first are indented for a list.
    pub text: String,
    /// The comment that carries the key.
    pub mark: String,
    /// The words with the comment at the end of their first line, where no code or list can swallow it.
    pub line: String,
}

/// Entries below a heading of their own.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize)]
pub struct Group {
    /// What it is known by: `decisions iaas`.
    pub key: String,
    /// The comment that carries the key.
    pub mark: String,
    /// The heading.
    pub title: String,
    /// A sentence above the entries; may be empty.
    pub note: String,
    /// The entries.
    pub entries: Vec<Entry>,
}

/// The comment that carries a key.
pub fn mark(key: &str) -> String {
    format!("<!-- annals: {key} -->")
}

/// A key of parts that may hold anything: blanks part them, and nothing of them ends the comment.
pub(super) fn key(parts: &[&str]) -> String {
    let clean = |part: &&str| -> String {
        let plain = |c: char| if c.is_whitespace() || matches!(c, '<' | '>' | ',') { '_' } else { c };
        part.chars().map(plain).collect::<String>().replace("--", "-")
    };
    parts.iter().map(clean).collect::<Vec<_>>().join(" ")
}

impl Entry {
    /// The entry known by `parts`.
    pub(super) fn new(parts: &[&str], text: String) -> Entry {
        let key = key(parts);
        let mark = mark(&key);
        let line = marked(&text, &mark);
        Entry { mark, key, text, line }
    }
}

impl Group {
    /// The group known by `parts`.
    pub(super) fn new(parts: &[&str], title: String, entries: Vec<Entry>) -> Group {
        let key = key(parts);
        Group { mark: mark(&key), key, title, note: String::new(), entries }
    }
}

/// Everything of a draft, as the template sees it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Entries {
    /// What everybody should hear of.
    pub highlights: Vec<Entry>,
    /// What happened to standards: stabilised, replaced, proposed, and whatever else the community has dates for.
    pub standards: Vec<Group>,
    /// Decisions, by series.
    pub decisions: Vec<Group>,
    /// Changes, by component.
    pub components: Vec<Group>,
    /// What has to be done when moving to the release.
    pub upgrade: Vec<Entry>,
    /// What is gone or will go, standards among it.
    pub removals: Vec<Entry>,
    /// What was unsafe.
    pub security: Vec<Entry>,
    /// What does not work yet, and actions for the release that are still open.
    pub known_issues: Vec<Entry>,
    /// Minutes that name the release, an entry for each series.
    pub minutes: Vec<Entry>,
    /// Who contributed to the components.
    pub contributors: Vec<Entry>,
}

impl Entries {
    /// All of them.
    pub(super) fn all(&self) -> impl Iterator<Item = &Entry> {
        let groups = [&self.standards, &self.decisions, &self.components];
        let lists = [
            &self.highlights,
            &self.upgrade,
            &self.removals,
            &self.security,
            &self.known_issues,
            &self.minutes,
            &self.contributors,
        ];
        let grouped = groups.into_iter().flatten().flat_map(|group| &group.entries);
        grouped.chain(lists.into_iter().flatten())
    }
}

/// Makes the entries of the notes at `notes`.
pub fn entries(known: Known<'_>, collected: &Collected, notes: &SourcePath) -> Entries {
    let words = Words { known, notes };
    let mut entries = Entries {
        standards: words.standards(collected),
        decisions: words.decisions(collected),
        minutes: words.minutes(&collected.minutes),
        ..Entries::default()
    };
    let ended = |event: &StandardEvent| ![PROPOSED, REPLACED, BEGIN].contains(&event.event.as_str());
    entries.removals =
        collected.standards.iter().filter(|event| ended(event)).map(|event| words.standard(event)).collect();
    for component in &collected.components {
        words.component(component, &mut entries);
    }
    for fragment in &collected.fragments {
        words.fragment(fragment, &mut entries);
    }
    entries.known_issues.extend(collected.actions.iter().filter_map(|&action| words.action(action)));
    entries.contributors = people(&collected.components);
    entries
}

/// Who contributed to any component, each once.
fn people(components: &[Component]) -> Vec<Entry> {
    let names = contributors(components.iter().flat_map(|component| &component.changes.people));
    names.iter().map(|name| Entry::new(&["contributor", name], escape(name))).collect()
}
