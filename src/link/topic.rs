//! What has a page because minutes speak of it: issues that many meetings touched, and whatever else the community
//! numbers.
//!
//! Their addresses are given before anything is resolved, so that names can lead to them. They follow from the name
//! alone and never take the place of a document.

use std::collections::{BTreeMap, BTreeSet};

use super::backlink::{Issues, Subject};
use super::{Extracted, Record};
use crate::base::fold;
use crate::base::parallel::*;
use crate::document::mention::MentionKind;
use crate::record::FactsKind;
use crate::source::Config;

/// The pages of what minutes speak of.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Topics {
    /// URL path of the index of issues, if an issue has a page.
    pub issues: Option<String>,
    /// URL path of the index of each sort of numbered things that are named anywhere, by the name of its rule.
    pub named: BTreeMap<String, String>,
    /// URL path of each thing that has a page.
    pub pages: BTreeMap<Subject, String>,
}

impl Topics {
    /// The URL paths of the indexes.
    pub fn indexes(&self) -> impl Iterator<Item = &String> {
        self.issues.iter().chain(self.named.values())
    }

    /// The index that lists `subject`.
    pub fn index_of(&self, subject: &Subject) -> Option<&String> {
        match subject {
            Subject::Document(_) => None,
            Subject::Issue { .. } => self.issues.as_ref(),
            Subject::Named { rule, .. } => self.named.get(rule),
        }
    }
}

/// Finds what has a page, and where; `record` knows its series and overviews, whose places are taken.
pub(super) fn topics(record: &Record, config: &Config, documents: &[&Extracted]) -> Topics {
    let issues = Issues::new(config);
    let named: Vec<BTreeSet<Subject>> =
        documents.par_iter().map(|document| named(document, &issues)).collect();
    let mut meetings: BTreeMap<&Subject, usize> = BTreeMap::new();
    for (document, subjects) in documents.iter().zip(&named) {
        let is_meeting =
            matches!(&document.facts.kind, FactsKind::Meeting(meeting) if meeting.date.is_some());
        for subject in subjects {
            *meetings.entry(subject).or_default() += usize::from(is_meeting);
        }
    }
    let threshold = config.mentions.issues.page_from;
    let has_page = |(subject, count): &(&Subject, usize)| match subject {
        Subject::Issue { .. } => threshold.is_some_and(|threshold| *count >= threshold),
        _ => true,
    };
    let subjects: Vec<&Subject> = meetings.into_iter().filter(has_page).map(|(subject, _)| subject).collect();
    let has_issues = subjects.iter().any(|subject| matches!(subject, Subject::Issue { .. }));
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut place = |name: &str, has_entries: bool| {
        let url = record.free_url(name, &taken).filter(|_| has_entries)?;
        taken.insert(fold(&url));
        Some(url)
    };
    let mut topics = Topics { issues: place("issues", has_issues), ..Topics::default() };
    for rule in &config.mentions.ids {
        let is_named =
            |subject: &&Subject| matches!(subject, Subject::Named { rule: own, .. } if *own == rule.name);
        if let Some(url) = place(&segment(rule.place()), subjects.iter().any(is_named)) {
            topics.named.insert(rule.name.clone(), url);
        }
    }
    let mut taken = BTreeSet::new();
    for subject in subjects {
        let Some(index) = topics.index_of(subject) else { continue };
        let name = match subject {
            Subject::Document(_) => continue,
            Subject::Issue { repository, number } => {
                let name = issues.short(repository).split('/').map(segment).collect::<Vec<_>>().join("/");
                format!("{name}/{number}")
            }
            Subject::Named { id, .. } => segment(id),
        };
        let numbered = (2_usize..).map(|number| format!("{index}{name}-{number}/"));
        let urls = std::iter::once(format!("{index}{name}/")).chain(numbered);
        if let Some(url) = urls.into_iter().find(|url| taken.insert(url.clone())) {
            topics.pages.insert(subject.clone(), url);
        }
    }
    topics
}

/// The issues and numbered things that a document names for certain.
fn named(document: &Extracted, issues: &Issues) -> BTreeSet<Subject> {
    let mentioned = document.names.mentions.iter().filter_map(|mention| match &mention.kind {
        MentionKind::Issue { repository: Some(repository), number } => {
            issues.issue(repository.clone(), *number)
        }
        MentionKind::Named { rule, id } => Some(Subject::Named { rule: rule.clone(), id: id.clone() }),
        _ => None,
    });
    let linked = document.references.iter().filter_map(|reference| issues.read(&reference.target));
    mentioned.chain(linked).collect()
}

/// `name` as a segment of a URL: lower-case letters and digits with single hyphens between them.
pub(super) fn segment(name: &str) -> String {
    let mut segment = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() || c == '.' && !segment.is_empty() {
            segment.extend(c.to_lowercase());
        } else if !segment.is_empty() && !segment.ends_with('-') {
            segment.push('-');
        }
    }
    let segment = segment.trim_end_matches(['-', '.']);
    if segment.is_empty() { "x".to_owned() } else { segment.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_segment() {
        for (name, expected) in [
            ("VP06c", "vp06c"),
            ("Lot 5-2", "lot-5-2"),
            ("a/b", "a-b"),
            ("docs.page", "docs.page"),
            ("..", "x"),
        ] {
            assert_eq!(segment(name), expected);
        }
    }
}
