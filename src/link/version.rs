//! Which release a version is one of.
//!
//! Any text is full of versions, so only what is written exactly as the notes have it counts: where releases have three
//! numbers, `v1.0` is most often the first edition of some text.

use std::collections::BTreeMap;

use super::{DocumentId, Record};
use crate::record::{FactsKind, Release};

/// The releases by version.
#[derive(Debug, Clone, Default)]
pub(super) struct Versions<'a> {
    /// By number, without `v`; nothing where several releases have it.
    releases: BTreeMap<String, Option<Versioned<'a>>>,
}

/// A release that has a version.
#[derive(Debug, Clone, Copy)]
struct Versioned<'a> {
    release: DocumentId,
    /// What the release is called.
    name: &'a str,
    /// Whether its notes write the version without `v`.
    is_bare: bool,
}

impl<'a> Versions<'a> {
    /// The versions of the releases of `record`; `all` for those, too, of releases that have another name.
    pub(super) fn new(record: &'a Record, all: bool) -> Versions<'a> {
        let mut versions = Versions::default();
        for id in &record.releases {
            let Some(entry) = record.documents.get(id.0 as usize) else { continue };
            let FactsKind::Release(Release { id: name, version, .. }) = &entry.facts.kind else { continue };
            for written in [Some(name), version.as_ref().filter(|_| all)].into_iter().flatten() {
                let Some((number, is_bare)) = number(written) else { continue };
                let found = Versioned { release: *id, name, is_bare };
                let known = versions.releases.entry(number.to_owned()).or_insert(Some(found));
                *known = match *known {
                    Some(known) if known.release == *id => {
                        Some(Versioned { is_bare: known.is_bare || is_bare, ..known })
                    }
                    _ => None,
                };
            }
        }
        versions
    }

    /// The release whose version is `written`, and what it is called. A number without `v` is only what is always
    /// written so.
    pub(super) fn find(&self, written: &str) -> Option<(DocumentId, &'a str)> {
        let (number, is_bare) = number(written)?;
        let found = (*self.releases.get(number)?)?;
        (found.is_bare || !is_bare).then_some((found.release, found.name))
    }
}

/// The number at the end of a version or a name (`2.0.0` of `widget-v2.0.0`), and whether it stands there without `v`.
fn number(written: &str) -> Option<(&str, bool)> {
    let start = written.find(|c: char| c.is_ascii_digit())?;
    let (before, number) = written.split_at(start);
    let name = before.strip_suffix(['v', 'V']);
    let is_apart = !name.unwrap_or(before).ends_with(char::is_alphabetic);
    // `R5` is a name that has no version in it.
    let is_number = number.contains('.') || name.is_some();
    (is_apart && is_number).then_some((number, name.is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{RelPath, SourceName, SourcePath};
    use crate::link::Entry;
    use crate::record::Facts;

    /// The name of the release that `written` means, among `releases`, each a name and its version or nothing.
    #[track_caller]
    fn check(releases: &[(&str, &str)], all: bool, written: &str, expected: Option<&str>) {
        let mut record = Record::default();
        for (name, version) in releases {
            let version = Some((*version).to_owned()).filter(|version| !version.is_empty());
            let release = Release { id: (*name).to_owned(), version, date: None, stated: (None, None) };
            record.releases.push(DocumentId(record.documents.len() as u32));
            record.documents.push(Entry {
                path: SourcePath::new(&SourceName::new("s"), &RelPath::new("a.md").unwrap()),
                url: String::new(),
                facts: Facts { kind: FactsKind::Release(release), ..Facts::default() },
                targets: Vec::new(),
                faults: Default::default(),
                mentions: Vec::new(),
                waiting: Vec::new(),
            });
        }
        let found = Versions::new(&record, all).find(written).map(|(_, name)| name);
        assert_eq!(found, expected, "{written} of {releases:?}");
    }

    #[test]
    fn a_version_is_the_release_whose_notes_have_it() {
        let own = [("v1.0.0", "v1.0.0"), ("v2.0.0", "v2.0.0"), ("v2.1.0-rc1", "v2.1.0-rc1")];
        check(&own, true, "v2.0.0", Some("v2.0.0"));
        check(&own, false, "v2.0.0", Some("v2.0.0"));
        check(&own, true, "v2.1.0-rc1", Some("v2.1.0-rc1"));
        for other in ["2.0.0", "v2.1.0", "v2.0.0-rc1", "v3.0.0", "v2", "v2.0", "v2.0.00"] {
            check(&own, true, other, None);
        }
    }

    #[test]
    fn a_number_alone_is_what_is_written_so() {
        let calendar = [("2026.04", ""), ("2026.10", "")];
        check(&calendar, true, "2026.10", Some("2026.10"));
        check(&calendar, true, "v2026.10", Some("2026.10"));
        for other in ["2026.1", "2026.10.05", "2026.10.0"] {
            check(&calendar, true, other, None);
        }
        check(&[("widget-2.0.0", "")], true, "2.0.0", Some("widget-2.0.0"));
    }

    #[test]
    fn the_version_of_a_release_with_another_name_counts_where_it_may() {
        let named = [("R5", "v6.0.0")];
        check(&named, true, "v6.0.0", Some("R5"));
        check(&named, false, "v6.0.0", None);
        check(&named, true, "v5.0.0", None);
    }

    #[test]
    fn a_version_that_several_releases_have_is_nobodys() {
        check(&[("tools-v2.0.0", ""), ("docs-v2.0.0", "")], true, "v2.0.0", None);
        check(&[("v2.0", ""), ("v2.0.0", "")], true, "v2.0", Some("v2.0"));
    }
}
