//! Drafts of the notes of real releases: nothing that belongs to one is missing, and nothing else is there.

use std::collections::{BTreeMap, BTreeSet};

use annals::base::Date;
use annals::document::Document;
use annals::page::Theme;
use annals::pipeline::{self, Input};
use annals::release::draft::draft;
use annals::release::{Known, collect};

use crate::corpus::{self, Corpus};

/// The releases whose drafts are made.
const RELEASES: [&str; 4] = ["R4", "R5", "R6", "R7"];

/// For each release: the standards that took effect in its window are those whose front matter says so, and every
/// minutes file that names it is linked.
pub(crate) fn drafts(corpus: &Corpus, releases: &str, mentions: &str) {
    let config = corpus::configuration();
    let theme = Theme::embedded();
    let input = Input { config: &config, sources: &corpus.sources, theme: &theme, day: corpus::DAY };
    let files = pipeline::read(&input);
    let record = pipeline::link(&input, &files).value;
    let documents: Vec<Option<&Document>> =
        record.documents.iter().map(|entry| files.get(&entry.path).map(|read| &read.document)).collect();
    let known = Known { config: &config, sources: &corpus.sources, record: &record, documents: &documents };
    let days: BTreeMap<&str, Date> =
        rows(releases).filter_map(|row| Some((row[0], row[2].parse().ok()?))).collect();
    let stabilised = front_matter_days(corpus);
    let mut compared = 0;
    for name in RELEASES {
        let release = known.release(name).unwrap();
        let window = record.window(release).unwrap();
        let collected = collect(known, release, window, Vec::new(), Vec::new());
        let notes = &record.document(release).path;
        let text = draft(known, &collected, notes, &theme.templates).unwrap().text;

        let until = days[name];
        let after = days.values().copied().filter(|day| *day < until).max().unwrap();
        let expected: BTreeSet<&str> = stabilised
            .iter()
            .filter(|(_, day)| **day > after && **day <= until)
            .map(|(id, _)| id.as_str())
            .collect();
        let found: BTreeSet<&str> = text
            .lines()
            .filter_map(|line| line.split("<!-- annals: standard ").nth(1)?.strip_suffix(" stabilized -->"))
            .collect();
        assert_eq!(found, expected, "{name}: standards that took effect");
        compared += expected.len();

        let naming: BTreeSet<&str> = rows(mentions)
            .filter(|row| row[3] == name)
            .filter_map(|row| row[0].strip_prefix("minutes/"))
            .collect();
        let lines: Vec<&str> = text.lines().filter(|line| line.contains("<!-- annals: minutes")).collect();
        let missing: Vec<&&str> = naming
            .iter()
            .filter(|path| !lines.iter().any(|line| line.contains(&format!("/{path})"))))
            .collect();
        assert!(missing.is_empty(), "{name}: minutes that name it and are not in the draft: {missing:?}");
        println!(
            "acceptance: draft of {name}: {} standards, {} of {} minutes that name it in the table, {} decisions",
            expected.len(),
            naming.len(),
            collected.minutes.len(),
            collected.decisions.len(),
        );
    }
    assert!(compared > 0, "no standard took effect in any window");
}

/// The days on which standards took effect, as their front matter has them, read line by line.
fn front_matter_days(corpus: &Corpus) -> BTreeMap<String, Date> {
    let mut days = BTreeMap::new();
    for (path, text) in corpus::texts(&corpus.sources) {
        let name = path.path.file_name();
        let is_standard = path.source.as_str() == "standards"
            && name.starts_with("scs-")
            && name.as_bytes()[4].is_ascii_digit();
        if !is_standard {
            continue;
        }
        let front = text.trim_start_matches('\u{feff}').split("---").nth(1).unwrap_or_default();
        let day = front.lines().find_map(|line| line.strip_prefix("stabilized_at:"));
        if let Some(day) =
            day.and_then(|day| day.split('#').next()?.trim().trim_matches(['"', '\'']).parse().ok())
        {
            days.insert(name[..11].to_owned(), day);
        }
    }
    days
}

/// The cells of each row.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().skip(1).map(|row| row.split('\t').collect())
}
