//! Small sets of standards, written as text.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::Date;
use crate::base::{RelPath, SourceName, SourcePath, Warned};
use crate::link::{Extracted, Input, Named, Record, link};
use crate::record::{Facts, FactsKind, Standard};
use crate::source::config::{Config, FOLDERS, standard};
use crate::source::{History, Source};

/// The file `name` among the standards.
pub(in crate::link) fn path(name: &str) -> SourcePath {
    SourcePath::new(&SourceName::new("standards"), &RelPath::new(name).unwrap())
}

/// The edition of one line: `a-1-v2 Stable 2022-03-01..2023-01-01 replaces=a-1-v1,a-1-v0`; a day may be left out.
pub(in crate::link) fn edition(line: &str) -> (SourcePath, Facts) {
    let mut words = line.split_whitespace();
    let id = words.next().unwrap();
    let (number, edition) = id.rsplit_once('-').unwrap();
    let mut standard =
        Standard { number: number.to_owned(), edition: edition.to_owned(), ..Standard::default() };
    for word in words {
        if let Some((from, until)) = word.split_once("..") {
            let dates = [("stabilized_at", from), ("deprecated_at", until)];
            let dates = dates.into_iter().filter(|(_, day)| !day.is_empty());
            standard.dates.extend(dates.map(|(name, day)| (name.to_owned(), day.parse().unwrap())));
        } else if let Some((name, others)) = word.split_once('=') {
            let others = others.split(',').map(|other| format!("{other}.md")).collect();
            standard.relations.insert(name.to_owned(), others);
        } else {
            standard.status = Some(word.to_owned());
        }
    }
    (path(&format!("{id}.md")), Facts { kind: FactsKind::Standard(standard), ..Facts::default() })
}

/// The editions in `text`, one a line.
pub(in crate::link) fn editions(text: &str) -> Vec<(SourcePath, Facts)> {
    text.lines().filter(|line| !line.trim().is_empty()).map(edition).collect()
}

/// The record of `facts` on 20 March 2024.
pub(in crate::link) fn linked(facts: &[(SourcePath, Facts)]) -> Warned<Record> {
    let config: Config = standard("x", &FOLDERS.map(|(folder, _)| folder));
    let source = config.sources.iter().find(|source| source.name.as_str() == "standards").unwrap();
    let read = Source {
        config: Arc::new(source.clone()),
        forge: None,
        branch: None,
        commit: None,
        folder: String::new(),
        files: BTreeMap::new(),
        others: BTreeSet::new(),
        history: History::default(),
        excerpts: Default::default(),
    };
    let sources = BTreeMap::from([(source.name.clone(), read)]);
    let extracted =
        facts.iter().map(|(path, facts)| Extracted { path, facts, references: &[], names: Named::default() });
    let documents: Vec<Extracted> = extracted.collect();
    let day = Date::new(2024, 3, 20).unwrap();
    let files = BTreeSet::new();
    link(Input {
        config: &config,
        sources: &sources,
        documents: &documents,
        files: &files,
        day,
        is_shown: true,
    })
}
