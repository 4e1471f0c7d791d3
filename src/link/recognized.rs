//! Whether a source holds what its kind says: standards, minutes, releases.
//!
//! A text that is none becomes a page, and nothing is wrong with one such text. Where no text of a source is what the
//! source is there for, a pattern is wrong, and nobody would notice.

use std::collections::BTreeMap;

use super::{Entry, Record};
use crate::base::{Diagnostic, SourceName};
use crate::code;
use crate::record::FactsKind;
use crate::source::config::{DatePlace, SourceConfig};
use crate::source::{Kind, Source};

/// Tells, once for each source, that nothing in it was recognised.
pub(super) fn check(
    record: &Record,
    sources: &BTreeMap<SourceName, Source>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut texts: BTreeMap<&SourceName, Vec<&Entry>> = BTreeMap::new();
    for entry in &record.documents {
        texts.entry(&entry.path.source).or_default().push(entry);
    }
    for (name, texts) in texts {
        let Some(source) = sources.get(name) else { continue };
        diagnostics.extend(one(&source.config, &texts));
    }
}

/// What is wrong with the source of `config`, whose documents are `texts`.
fn one(config: &SourceConfig, texts: &[&Entry]) -> Option<Diagnostic> {
    let meant: Vec<&&Entry> = texts.iter().filter(|entry| is_meant(config, entry)).collect();
    let is_any = meant.iter().any(|entry| is_recognized(&entry.facts.kind));
    // Of minutes each that is of a day has to be in a series.
    let lost = |entry: &&&&Entry| !is_recognized(&entry.facts.kind) && (!is_any || is_dated(config, entry));
    let count = meant.iter().filter(lost).count();
    if count == 0 || is_any && config.kind != Kind::Minutes {
        return None;
    }
    let (what, hint) = match config.kind {
        Kind::Standards => ("a standard", "compare `id` in the configuration with where their number stands"),
        Kind::Releases => ("a release", "compare `include` and `id` in the configuration with their names"),
        Kind::Minutes => (
            "in a series",
            "put them in a folder with the name of the series, or name the only one there is: `series: council`",
        ),
        Kind::Pages => return None,
    };
    let message = match is_any {
        true => format!("{count} texts of source `{}` are in no series", config.name),
        false => format!("none of the {count} texts of source `{}` is {what}", config.name),
    };
    Some(Diagnostic::warning(code::UNRECOGNIZED, message).hint(hint))
}

/// Whether the text is to be what the source holds, and no introduction or template.
fn is_meant(config: &SourceConfig, entry: &Entry) -> bool {
    let path = &entry.path.path;
    let introduces = ["readme", "index"].contains(&path.stem().to_lowercase().as_str());
    let is_kind = match config.kind {
        Kind::Standards => config.standards.is_standard(path),
        Kind::Minutes => config.minutes.is_meeting(path),
        Kind::Releases => true,
        Kind::Pages => false,
    };
    is_kind && !introduces
}

/// Whether the text is what its source holds.
fn is_recognized(kind: &FactsKind) -> bool {
    match kind {
        FactsKind::Page => false,
        FactsKind::Meeting(meeting) => !meeting.series.is_empty(),
        FactsKind::Standard(_) | FactsKind::Scope(_) | FactsKind::Release(_) => true,
    }
}

/// Whether the name of minutes has a date.
fn is_dated(config: &SourceConfig, entry: &Entry) -> bool {
    let mut rules = config.minutes.dates.iter().filter(|rule| rule.place == DatePlace::Name);
    config.kind == Kind::Minutes && rules.any(|rule| rule.find(entry.path.path.stem()).is_some())
}
