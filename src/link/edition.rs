//! Which edition of a standard an id without one means: the one in force on the day of the text.

use std::collections::{BTreeMap, BTreeSet};

use super::mention::parse_number;
use super::{DocumentId, Record, route};
use crate::base::{Date, SourceName, fold};
use crate::record::{FactsKind, Standard};
use crate::source::Source;
use crate::source::config::Phase;

/// Where the page of each number stands: beside those of its editions. Where numbers have no editions, or something
/// else has the place already, there is none.
pub(super) fn numbers(record: &Record, sources: &BTreeMap<SourceName, Source>) -> BTreeMap<String, String> {
    let documents = record.documents.iter().map(|entry| &entry.url);
    let made = record.series.values().map(|series| &series.url).chain(record.overviews.keys());
    let made = made.chain(record.logs()).chain(record.named_pages());
    let taken: BTreeSet<String> = documents.chain(made).map(|url| fold(url)).collect();
    let place = |(number, editions): (&String, &Vec<DocumentId>)| {
        let first = *editions.first()?;
        let source = sources.get(&record.document(first).path.source)?;
        let has_editions =
            editions.iter().any(|id| record.standard(*id).is_some_and(|it| !it.edition.is_empty()));
        let url = route::folder_url(&source.config.at, &number.replace(['/', '\\'], "-"));
        (has_editions && !taken.contains(&fold(&url))).then(|| (number.clone(), url))
    };
    record.standards.iter().filter_map(place).collect()
}

impl Record {
    /// What the document says as a standard.
    pub fn standard(&self, id: DocumentId) -> Option<&Standard> {
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
        let count = edition.trim_start_matches(char::is_alphabetic);
        let is_edition = count.len() < edition.len()
            && !count.is_empty()
            && count.bytes().all(|byte| byte.is_ascii_digit());
        match named {
            Some(id) => Some(*id),
            None if is_edition => None,
            None => self.edition_on(number, None),
        }
    }

    /// The editions of the number that are versions, in order.
    pub fn versions(&self, number: &str) -> impl DoubleEndedIterator<Item = (DocumentId, &Standard)> {
        let editions = self.standards.get(number).into_iter().flatten();
        let standards = editions.filter_map(|id| Some((*id, self.standard(*id)?)));
        standards.filter(|(_, standard)| !standard.is_supplement())
    }

    /// What the standard `id` is on `day`.
    pub fn phase_on(&self, id: DocumentId, day: Date) -> Option<Phase> {
        self.lives.get(&id)?.phase_on(day)
    }

    /// The edition of the standard `number` that is in force on `day`; where none is, the newest that has not ended,
    /// and where all have, the newest. A text without a day means the day of the record. Supplements are editions only
    /// of a number that has nothing else.
    pub fn edition_on(&self, number: &str, day: Option<Date>) -> Option<DocumentId> {
        let day = day.unwrap_or(self.day);
        let phase = |id: &DocumentId| self.phase_on(*id, day);
        let versions = || self.versions(number).map(|(id, _)| id);
        versions()
            .rfind(|id| phase(id) == Some(Phase::Effective))
            .or_else(|| versions().rfind(|id| phase(id) != Some(Phase::Ended)))
            .or_else(|| versions().next_back())
            .or_else(|| self.standards.get(number)?.first().copied())
    }
}
