//! Which edition of a standard an id without one means: the one in force on the day of the text.

use super::{DocumentId, Record};
use crate::base::Date;
use crate::record::{FactsKind, Standard};

/// When an edition takes effect, as the dates of the lifecycle call it.
const FROM: &str = "stabilized_at";
/// When it ends.
const UNTIL: [&str; 3] = ["deprecated_at", "rejected_at", "obsoleted_at"];

impl Record {
    /// What the document says as a standard.
    pub(super) fn standard(&self, id: DocumentId) -> Option<&Standard> {
        match &self.documents.get(id.0 as usize)?.facts.kind {
            FactsKind::Standard(standard) => Some(standard),
            _ => None,
        }
    }

    /// The edition of the standard `number` that was in force on `day`; where none was, the newest that was not yet
    /// ended, and where all were, the newest. Supplements are editions only of a number that has nothing else.
    pub fn edition_on(&self, number: &str, day: Option<Date>) -> Option<DocumentId> {
        let editions: Vec<(DocumentId, &Standard)> =
            self.standards.get(number)?.iter().filter_map(|id| Some((*id, self.standard(*id)?))).collect();
        let versions = || editions.iter().rev().filter(|(_, standard)| standard.edition.starts_with('v'));
        let ended = |standard: &Standard| {
            UNTIL
                .iter()
                .filter_map(|key| standard.dates.get(*key))
                .any(|end| day.is_none_or(|day| *end <= day))
        };
        let begun = |standard: &Standard| {
            standard.dates.get(FROM).is_some_and(|from| day.is_none_or(|day| *from <= day))
        };
        let in_force = versions().find(|(_, standard)| begun(standard) && !ended(standard));
        let found = in_force
            .or_else(|| versions().find(|(_, standard)| !ended(standard)))
            .or_else(|| versions().next())
            .or_else(|| editions.first());
        found.map(|(id, _)| *id)
    }
}
