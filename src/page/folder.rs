//! Folders of the site: what lies in each, and which need a page of their own.
//!
//! A folder is whatever stands before a `/` in a page's URL. Most have a document that speaks for them; for the
//! others Annals makes a page that lists what they hold, so that no URL cut short leads nowhere.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::SourceName;
use crate::link::route::ancestors;
use crate::link::{DocumentId, Record};

/// One entry of a folder.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) struct Listing {
    /// Its place on the site.
    pub(super) url: String,
    /// Its name.
    pub(super) title: String,
    /// One sentence about it; may be empty.
    pub(super) description: String,
    /// The place its front matter asks for.
    pub(super) order: Option<i64>,
    /// How many pages lie below it.
    pub(super) count: usize,
}

/// All folders of a site.
#[derive(Debug, Clone, Default)]
pub(super) struct Folders {
    /// What lies directly in each folder, by the folder's URL.
    entries: BTreeMap<String, Vec<Listing>>,
    /// Folders that no document speaks for.
    bare: BTreeSet<String>,
}

impl Folders {
    /// Finds the folders of all documents, or of those of one source.
    pub(super) fn new(record: &Record, source: Option<&SourceName>) -> Folders {
        let mut pages: BTreeMap<&str, Option<DocumentId>> = BTreeMap::new();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, entry) in record.documents.iter().enumerate() {
            let id = DocumentId(u32::try_from(index).unwrap_or(u32::MAX));
            if entry.facts.unlisted || source.is_some_and(|source| entry.path.source != *source) {
                continue;
            }
            pages.insert(&entry.url, Some(id));
            for folder in ancestors(&entry.url) {
                pages.entry(folder).or_default();
                *counts.entry(folder).or_default() += 1;
            }
        }
        let mut entries: BTreeMap<String, Vec<Listing>> = BTreeMap::new();
        let mut bare = BTreeSet::new();
        for (&url, &document) in &pages {
            if document.is_none() && !url.is_empty() {
                bare.insert(url.to_owned());
            }
            let Some(parent) = ancestors(url).next() else { continue };
            let count = counts.get(url).copied().unwrap_or(0);
            let facts = document.and_then(|id| record.documents.get(id.0 as usize)).map(|entry| &entry.facts);
            entries.entry(parent.to_owned()).or_default().push(Listing {
                url: url.to_owned(),
                title: facts.map_or_else(
                    || folder_title(url),
                    |facts| facts.label.as_ref().unwrap_or(&facts.title).clone(),
                ),
                description: facts.map(|facts| facts.description.clone()).unwrap_or_default(),
                order: facts.and_then(|facts| facts.order),
                count,
            });
        }
        entries.values_mut().for_each(|entries| tell_apart(entries));
        Folders { entries, bare }
    }

    /// What lies directly in the folder `url`, ordered by URL.
    pub(super) fn entries(&self, url: &str) -> &[Listing] {
        self.entries.get(url).map_or(&[], Vec::as_slice)
    }

    /// The folders that no document speaks for, the top of the site aside.
    pub(super) fn bare(&self) -> impl Iterator<Item = &str> {
        self.bare.iter().map(String::as_str)
    }
}

/// Names entries after their paths where several of a folder have one name, such as `Introduction`.
fn tell_apart(entries: &mut [Listing]) {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries.iter() {
        *names.entry(entry.title.clone()).or_default() += 1;
    }
    for entry in entries.iter_mut().filter(|entry| names.get(&entry.title).is_some_and(|&count| count > 1)) {
        entry.title = folder_title(&entry.url);
    }
}

/// What a folder is called that nobody named: `getting-started/` and `01-getting-started/` are `Getting started`.
pub(super) fn folder_title(url: &str) -> String {
    let name = url.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let words = without_place(name).replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// `name` without the one or two digits that only put it in its place among its neighbours.
fn without_place(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    match name.len() - rest.len() {
        1 | 2 => rest.strip_prefix(['-', '_']).filter(|rest| !rest.is_empty()).unwrap_or(name),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_a_name_is_called_after_its_path() {
        for (url, expected) in [
            ("getting-started/", "Getting started"),
            ("docs/01-getting_started/", "Getting started"),
            ("docs/2024-01/", "2024 01"),
            ("docs/24/", "24"),
            ("7-/", "7 "),
            ("", ""),
        ] {
            assert_eq!(folder_title(url), expected, "{url}");
        }
    }

    #[test]
    fn entries_of_one_name_are_told_apart() {
        let entry = |url: &str, title: &str| Listing {
            url: url.to_owned(),
            title: title.to_owned(),
            description: String::new(),
            order: None,
            count: 0,
        };
        let mut entries =
            [entry("user-docs/", "Introduction"), entry("tests/", "Introduction"), entry("api/", "API")];
        tell_apart(&mut entries);
        assert_eq!(entries.map(|entry| entry.title), ["User docs", "Tests", "API"]);
    }

    #[test]
    fn the_folders_of_a_url_end_at_the_top() {
        let all = |url: &'static str| ancestors(url).collect::<Vec<_>>();
        assert_eq!(all("a/b/c/"), ["a/b/", "a/", ""]);
        assert_eq!(all("a/"), [""]);
        assert_eq!(all(""), [""; 0]);
    }
}
