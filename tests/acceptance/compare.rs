//! Holds a record against tables of what is known to be true.
//!
//! Each function takes a record and the text of a table (tab-separated, with a header row) and gives one line for
//! each row that differs, and the number of rows that were compared.

use std::collections::BTreeMap;

use annals::base::{RelPath, SourceName, SourcePath};
use annals::link::{Entry, Record};
use annals::record::FactsKind;

/// What a comparison found.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// How many rows were compared.
    pub(crate) rows: usize,
    /// The rows that differ, each with what was expected and what was found.
    pub(crate) wrong: Vec<String>,
}

impl Outcome {
    /// Counts a row, and notes it when `expected` and `found` differ.
    fn row(&mut self, name: &str, expected: &str, found: &str) {
        self.rows += 1;
        if expected != found {
            self.wrong.push(format!("{name}: expected `{expected}`, found `{found}`"));
        }
    }
}

/// The rows of a table, each a map from column to value; quotes as spreadsheets write them are taken off.
pub(crate) fn rows(table: &str) -> Vec<BTreeMap<&str, String>> {
    let mut lines = table.lines();
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let plain = |value: &str| match value.strip_prefix('"').and_then(|value| value.strip_suffix('"')) {
        Some(inner) => inner.replace("\"\"", "\""),
        None => value.to_owned(),
    };
    let row = |line: &str| {
        line.split('\t').zip(&header).map(|(value, name)| (*name, plain(value))).collect::<Vec<_>>()
    };
    lines.map(|line| row(line).into_iter().collect()).collect()
}

/// The document `path` of `source`.
fn document<'r>(record: &'r Record, source: &str, path: &str) -> Option<&'r Entry> {
    let path = SourcePath::new(&SourceName::new(source), &RelPath::new(path).ok()?);
    record.by_path.get(&path).map(|id| record.document(*id))
}

/// Series, date and sort of every meeting, from columns `path`, `team`, `date`, `kind`.
pub(crate) fn meetings(record: &Record, source: &str, table: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for row in rows(table) {
        let expected = format!("{} {} {}", row["team"], row["date"], row["kind"]);
        let found = match document(record, source, &row["path"]).map(|entry| &entry.facts.kind) {
            Some(FactsKind::Meeting(meeting)) => {
                let date = meeting.date.map(|date| date.to_string()).unwrap_or_default();
                format!("{} {date} {}", meeting.series, meeting.sort)
            }
            Some(_) => "no meeting".to_owned(),
            None => "no document".to_owned(),
        };
        outcome.row(&row["path"], &expected, &found);
    }
    outcome
}

/// Id, version and date of every release that has a file, from columns `id`, `version`, `date`, `file`.
pub(crate) fn releases(record: &Record, source: &str, table: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for row in rows(table) {
        let Some(entry) = document(record, source, &row["file"]) else { continue };
        let found = match &entry.facts.kind {
            FactsKind::Release(release) => {
                let date = release.date.map(|date| date.to_string()).unwrap_or_default();
                format!("{} {} {date}", release.id, release.version.clone().unwrap_or_default())
            }
            _ => "no release".to_owned(),
        };
        outcome.row(&row["file"], &format!("{} {} {}", row["id"], row["version"], row["date"]), &found);
    }
    outcome
}

/// What every standard says of itself, from the columns that name front matter.
pub(crate) fn standards(record: &Record, source: &str, table: &str) -> Outcome {
    let mut outcome = Outcome::default();
    for row in rows(table) {
        let columns = ["id", "version", "title", "status", "track", "type", "stabilized_at", "deprecated_at"];
        let relations = ["replaces", "replaced_by", "supplements", "enhances"];
        let expected: Vec<String> =
            columns.iter().chain(&relations).map(|column| plain_list(&row[column])).collect();
        let found = match document(record, source, &row["path"])
            .map(|entry| (&entry.facts.title, &entry.facts.kind))
        {
            Some((title, FactsKind::Standard(standard))) => {
                let text = |text: &Option<String>| text.clone().unwrap_or_default();
                let date =
                    |key: &str| standard.dates.get(key).map(|date| date.to_string()).unwrap_or_default();
                let own = vec![
                    standard.number.clone(),
                    standard.edition.clone(),
                    title.clone(),
                    text(&standard.status),
                    text(&standard.track),
                    standard.sort.clone(),
                    date("stabilized_at"),
                    date("deprecated_at"),
                ];
                let listed =
                    relations.iter().map(|key| standard.relations.get(*key).map(|names| names.join(",")));
                own.into_iter().chain(listed.map(Option::unwrap_or_default)).collect()
            }
            _ => vec!["no standard".to_owned()],
        };
        outcome.row(&row["path"], &expected.join(" | "), &found.join(" | "));
    }
    outcome
}

/// A list with commas and no blanks behind them.
fn plain_list(value: &str) -> String {
    if value.contains(".md") {
        value.split([',', ';', ' ', '|']).filter(|name| !name.is_empty()).collect::<Vec<_>>().join(",")
    } else {
        value.to_owned()
    }
}
