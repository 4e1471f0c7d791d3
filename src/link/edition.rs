//! Which edition of a standard an id without one means: the one in force on the day of the text.

use super::mention::parse_number;
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

    /// The standard that `name` names in the metadata of `own`: by its number alone, `8`, or with the letters of the
    /// community, `ABC 8`, `abc-0008-v2`. Without an edition it is the one in force now.
    pub fn related(&self, own: &Standard, name: &str) -> Option<DocumentId> {
        let letters = |text: &str| -> String {
            let prefix = text.chars().take_while(|c| !c.is_ascii_digit());
            prefix.filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        let start = name.find(|c: char| c.is_ascii_digit())?;
        let length = name[start..].find(|c: char| !c.is_ascii_digit()).unwrap_or(name.len() - start);
        let value: u64 = name[start..start + length].parse().ok()?;
        if !letters(name).is_empty() && letters(name) != letters(&own.number) {
            return None;
        }
        let (prefix, _) = parse_number(&own.number)?;
        let mut numbers = self.standards.iter();
        let (number, editions) =
            numbers.find(|(number, _)| parse_number(number) == Some((prefix.clone(), value)))?;
        let edition = name[start + length..].trim_start_matches(['-', '_', ' ']);
        let edition = edition.split(['-', '_', '.', ' ']).next().unwrap_or_default();
        let named = editions
            .iter()
            .find(|id| self.standard(**id).is_some_and(|it| !edition.is_empty() && it.edition == edition));
        named.copied().or_else(|| self.edition_on(number, None))
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
