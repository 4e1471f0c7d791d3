//! The rules that standards can break together: relations, editions, and what they are on the day of the record.
//!
//! What one file can break by itself is told when it is read; how much each rule matters is data, see
//! [`Rules`](crate::source::config::Rules).

mod edition;
mod relation;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use super::{DocumentId, Entry, Life, Record};
use crate::base::{Code, Diagnostic, Hint, Location, SourceName, Span};
use crate::record::Standard;
use crate::source::Source;
use crate::source::config::StandardsConfig;

/// One standard with all that is known of it.
#[derive(Clone, Copy)]
struct Case<'a> {
    /// Everything else.
    record: &'a Record,
    /// Which document it is.
    id: DocumentId,
    /// The document.
    entry: &'a Entry,
    /// What it says.
    standard: &'a Standard,
    /// Its life.
    life: &'a Life,
    /// How it is understood, and what it is held to.
    config: &'a StandardsConfig,
}

impl<'a> Case<'a> {
    /// The standard `id`, where it is one.
    fn new(
        record: &'a Record,
        sources: &'a BTreeMap<SourceName, Source>,
        id: DocumentId,
    ) -> Option<Case<'a>> {
        let entry = record.documents.get(id.0 as usize)?;
        let config = &sources.get(&entry.path.source)?.config.standards;
        Some(Case { record, id, entry, standard: record.standard(id)?, life: record.lives.get(&id)?, config })
    }

    /// A violation of the rule `code` at `span`, unless it is switched off.
    fn wrong(&self, code: Code, span: Span, message: String, hint: impl Into<Hint>) -> Option<Diagnostic> {
        let violation = self.config.rules.violation(code, message)?;
        Some(violation.at(Location::span(&self.entry.path, span)).hint(hint))
    }

    /// The name of its file, as relations of its neighbours write it.
    fn file(&self) -> &'a str {
        self.entry.path.path.file_name()
    }

    /// The key of what we call `name`.
    fn key(&self, name: &'a str) -> &'a str {
        self.config.metadata.key(name)
    }

    /// What to write under the key of `name`: the file of `other`, as a list where lists are wanted.
    fn line(&self, name: &'a str, other: Case<'_>) -> String {
        let is_list = self.config.rules.lists.iter().any(|list| list == name);
        let file = other.file();
        let value = if is_list { format!("[{file}]") } else { file.to_owned() };
        format!("`{}: {value}`", self.key(name))
    }
}

/// Holds all standards to the rules.
pub(super) fn check(
    record: &Record,
    sources: &BTreeMap<SourceName, Source>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let case = |id: DocumentId| Case::new(record, sources, id);
    for editions in record.standards.values() {
        let editions: Vec<Case<'_>> = editions.iter().filter_map(|id| case(*id)).collect();
        diagnostics.extend(edition::check(&editions));
        for case in &editions {
            diagnostics.extend(relation::check(*case, &editions));
        }
    }
    diagnostics.extend(relation::circles(record).into_iter().filter_map(|(id, way)| {
        let case = case(id)?;
        relation::circle(case, &way)
    }));
}
