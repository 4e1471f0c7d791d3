//! Who names what, in texts that were read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use super::source;
use crate::base::{RelPath, SourceName, SourcePath};
use crate::document::mention::{Terms, Vocabulary};
use crate::document::{self, Document};
use crate::link::{Backlink, Extracted, Input, Named, Record, Subject, link};
use crate::record::{self, Facts, Parsed};
use crate::source::config::{Config, Kind, read};

/// A community whose minutes name standards, releases, issues and tenders.
const CONFIG: &str = "
forge: https://github.com/acme
repositories: { old: tools }
sources:
  - { kind: standards, dir: standards, id: 'abc-{number:4}-{edition}.md' }
  - { kind: releases, dir: releases }
  - { kind: minutes, dir: minutes }
mentions:
  ids: [{ name: tender, pattern: 'T{number:2}[-{part}]' }]
";

/// The record of texts, each begun by a line `== source/path`.
fn record(texts: &str) -> Record {
    let config: Config = read(CONFIG, &RelPath::new("annals.yaml").unwrap(), &[]).value;
    let options = document::Options {
        blocks: true,
        vocabulary: Some(Arc::new(Vocabulary::new(&Terms::new(&config)))),
        ..Default::default()
    };
    let read: Vec<(SourcePath, Document, Facts)> = texts
        .split("== ")
        .skip(1)
        .map(|file| {
            let (path, text) = file.split_once('\n').unwrap();
            let (source, path) = path.split_once('/').unwrap();
            let path = SourcePath::new(&SourceName::new(source), &RelPath::new(path).unwrap());
            let document = document::parse(&path, text, &options).value;
            let source = config.sources.iter().find(|source| source.name == path.source).unwrap();
            let parsed = Parsed {
                path: &path,
                text,
                document: &document,
                history: None,
                sidecar: None,
                excerpt: None,
                is_shown: true,
            };
            let facts = record::extract(&parsed, source, &record::Rules::new(source)).value;
            (path, document, facts)
        })
        .collect();
    let sources: BTreeMap<_, _> = config
        .sources
        .iter()
        .map(|config| {
            let source = crate::source::Source {
                config: Arc::new(config.clone()),
                ..source(&config.name, Kind::Pages, &config.at)
            };
            (config.name.clone(), source)
        })
        .collect();
    let documents: Vec<Extracted> = read
        .iter()
        .map(|(path, document, facts)| Extracted {
            path,
            facts,
            references: &document.references,
            names: Named {
                mentions: &document.mentions,
                placeholders: &document.placeholders,
                outline: &document.outline,
            },
        })
        .collect();
    let files = BTreeSet::new();
    link(Input {
        config: &config,
        sources: &sources,
        documents: &documents,
        files: &files,
        day: "2024-06-01".parse().unwrap(),
        is_shown: true,
    })
    .value
}

/// Who names what in `texts`: `what < document#anchor "words"`, a `?` behind what is inferred.
#[track_caller]
fn check(texts: &str, expected: &[&str]) {
    let record = record(texts);
    let name = |subject: &Subject| match subject {
        Subject::Document(id) => record.document(*id).path.path.to_string(),
        Subject::Issue { repository, number } => format!("{repository}#{number}"),
        Subject::Named { rule, id } => format!("{rule} {id}"),
    };
    let place = |place: &Backlink| {
        let entry = record.document(place.document);
        let mut shown = entry.path.path.to_string();
        if let Some(anchor) = &place.anchor {
            let _ = write!(shown, "#{anchor}");
        }
        if let Some(passage) = place.passage.map(|passage| &entry.facts.passages[passage as usize]) {
            let _ = write!(shown, " \"{}[{}]{}\"", passage.before, passage.name, passage.after);
        }
        shown + if place.inferred { " ?" } else { "" }
    };
    let backlinks = record.backlinks.iter();
    let shown: Vec<String> = backlinks
        .flat_map(|(subject, places)| {
            places
                .iter()
                .map(move |it| (subject, it))
                .map(|(subject, it)| format!("{} < {}", name(subject), place(it)))
        })
        .collect();
    assert_eq!(shown, expected, "{texts}");
}

/// What the first decision and the first action of `texts` name.
#[track_caller]
fn check_items(texts: &str, decision: &[Subject], action: &[Subject]) {
    let record = record(texts);
    assert_eq!(record.backlinks.of_decision(0).cloned().collect::<Vec<_>>(), decision);
    assert_eq!(record.backlinks.of_action(0).cloned().collect::<Vec<_>>(), action);
    for subject in decision {
        assert_eq!(record.backlinks.decisions(subject), [0]);
    }
    for subject in action {
        assert_eq!(record.backlinks.actions(subject), [0]);
    }
}

/// An issue of acme's tools.
fn issue(number: u32) -> Subject {
    Subject::Issue { repository: "acme/tools".to_owned(), number }
}

#[test]
fn a_standard_is_named_by_id_and_by_link() {
    check(
        "== standards/abc-0001-v1.md\n# A\n\n== minutes/infra/20240506.md\n# 2024-05-06\n## Names\n\
         - We talked about abc-0001-v1 at length today\n- and abc-0001 again, abc-0001 for good\n\
         - see [the text](../../standards/abc-0001-v1.md) there, please\n",
        &[
            "abc-0001-v1.md < infra/20240506.md#names \"We talked about [abc-0001-v1] at length today\"",
            "abc-0001-v1.md < infra/20240506.md#names \"and [abc-0001] again, abc-0001 for good\" ?",
            "abc-0001-v1.md < infra/20240506.md#names \"Names \u{203a} see [the text] there, please\"",
        ],
    );
}

#[test]
fn an_issue_is_one_under_all_its_names() {
    check(
        "== minutes/infra/20240506.md\n- Look at tools#5 before the next meeting\n\
         - [Old\\#5](https://github.com/ACME/old/pull/5) has to be looked at again\n\
         - the link tools#5 [leads](https://github.com/acme/tools/issues/6) to another one\n",
        &[
            "acme/tools#5 < infra/20240506.md \"Look at [tools#5] before the next meeting\"",
            "acme/tools#5 < infra/20240506.md \"[Old#5] has to be looked at again\"",
            "acme/tools#5 < infra/20240506.md \"the link [tools#5] leads to another one\"",
            "acme/tools#6 < infra/20240506.md \"the link tools#5 [leads] to another one\"",
        ],
    );
}

#[test]
fn what_else_is_numbered_is_named_under_its_proper_spelling() {
    check(
        "== minutes/infra/20240506.md\n- The tender T5-2 begins in the summer\n- T 05-2 and t05.2: nothing new so far\n",
        &[
            "tender T05-2 < infra/20240506.md \"The tender [T5-2] begins in the summer\"",
            "tender T05-2 < infra/20240506.md \"[T 05-2] and t05.2: nothing new so far\"",
        ],
    );
}

#[test]
fn a_document_that_names_itself_is_no_place() {
    check("== standards/abc-0001-v1.md\n# A\n\nThis is abc-0001-v1.\n", &[]);
}

#[test]
fn items_name_what_stands_in_them() {
    check_items(
        "== minutes/infra/20240506.md\n- tools#5 is old\n- Decision: tools#6 goes first\n- AI @jo: close tools#7\n",
        &[issue(6)],
        &[issue(7)],
    );
}
