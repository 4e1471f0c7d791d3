//! What texts name, against the tables of what they are known to name.
//!
//! The tables cover half of the files. In those, a row that we lack is a miss and a mention that no row has is a false
//! alarm, several of one thing in one line counting once.

use std::collections::BTreeSet;

use annals::document::mention::MentionKind;
use annals::link::DocumentId;

use crate::corpus::{Corpus, Line};

/// A name in a line of a file.
type Named = (String, u32, String);

/// Standards named by id, URL or file. Numbers alone were picked by hand and are not counted.
pub(crate) fn standards(corpus: &Corpus, truth: &str, minutes: &str) {
    let expected = rows(truth)
        .filter(|row| row[0].starts_with("minutes/") && row[7] != "bare-number")
        .map(|row| {
            (
                row[0].to_owned(),
                row[1].parse().unwrap(),
                [row[3], row[4]].join("-").trim_end_matches('-').to_owned(),
            )
        })
        .collect();
    let bare: BTreeSet<(String, u32)> = rows(truth)
        .filter(|row| row[7] == "bare-number")
        .map(|row| (row[0].to_owned(), row[1].parse().unwrap()))
        .collect();
    let found = named(corpus, "standard", &covered(minutes));
    let found = found.into_iter().filter(|(file, line, _)| !bare.contains(&(file.clone(), *line))).collect();
    measure("standards named", &expected, &found, 0.99, 0.995);
}

/// Releases named by name, version or URL.
pub(crate) fn releases(corpus: &Corpus, truth: &str, minutes: &str) {
    let expected: BTreeSet<Named> =
        rows(truth).map(|row| (row[0].to_owned(), row[1].parse().unwrap(), row[3].to_owned())).collect();
    let mut files = covered(minutes);
    files.extend(expected.iter().map(|(file, ..)| file.clone()));
    let found = named(corpus, "release", &files);
    let found =
        found.into_iter().map(|(file, line, id)| (file, line, id.split('.').next().unwrap().to_owned()));
    measure("releases named", &expected, &found.collect(), 0.99, 0.99);
}

/// Placeholders, and the minutes that fill them now.
pub(crate) fn placeholders(corpus: &Corpus, truth: &str) {
    let named = |line: &Line<Option<DocumentId>>| {
        let filled = line.what.map(|id| corpus.built.record.document(id).path.path.to_string());
        (line.file.trim_start_matches("minutes/").to_owned(), line.line, filled.unwrap_or_default())
    };
    let all: BTreeSet<Named> = corpus.waiting.iter().map(named).collect();
    let files: BTreeSet<&str> = rows(truth).map(|row| row[0]).collect();
    let found =
        all.into_iter().filter(|(file, _, filled)| files.contains(file.as_str()) && !filled.is_empty());
    let expected = rows(truth).filter(|row| row[5] == "placeholder" && !row[10].is_empty());
    let expected = expected.map(|row| (row[0].to_owned(), row[1].parse().unwrap(), row[10].to_owned()));
    measure("placeholders filled", &expected.collect(), &found.collect(), 0.9, 1.0);
}

/// The cells of each row.
fn rows(truth: &str) -> impl Iterator<Item = Vec<&str>> {
    truth.lines().skip(1).map(|row| row.split('\t').collect())
}

/// The files that the tables cover.
fn covered(minutes: &str) -> BTreeSet<String> {
    rows(minutes).map(|row| format!("minutes/{}", row[0])).collect()
}

/// What `files` name of one kind.
fn named(corpus: &Corpus, kind: &str, files: &BTreeSet<String>) -> BTreeSet<Named> {
    let of_kind = |line: &&Line<MentionKind>| line.what.as_str() == kind && files.contains(&line.file);
    let named = |line: &Line<MentionKind>| (line.file.clone(), line.line, line.what.to_string());
    corpus.mentions.iter().filter(of_kind).map(named).collect()
}

/// Prints recall and precision, and fails where one is too low.
#[track_caller]
fn measure(name: &str, expected: &BTreeSet<Named>, found: &BTreeSet<Named>, recall: f64, precision: f64) {
    let hits = expected.intersection(found).count() as f64;
    let (reached, right) = (hits / expected.len() as f64, hits / found.len() as f64);
    println!("acceptance: {name}: {} rows, recall {reached:.4}, precision {right:.4}", expected.len());
    for missed in expected.difference(found) {
        println!("  missed: {missed:?}");
    }
    for alarm in found.difference(expected) {
        println!("  false alarm: {alarm:?}");
    }
    assert!(reached >= recall && right >= precision, "{name}: recall {reached:.4}, precision {right:.4}");
}
