//! What names mean in a small record.

use std::collections::BTreeMap;

use super::*;
use crate::base::{RelPath, SourceName, SourcePath};
use crate::document::ReferenceKind;
use crate::document::mention::placeholder::Placeholder;
use crate::link::{Entry, Series};
use crate::record::{Facts, Meeting, Release, Standard};

/// The day written `2024-05-06`.
fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// A record of `abc-0001` (v1 from March to September, v2 after it, w1), `abc-0002` (a draft), `R5`, and the
/// minutes of `tools`, `docs` and the weekly.
fn record() -> Record {
    let mut record = Record::default();
    for (number, edition, from, until) in [
        ("abc-0001", "v1", "2024-03-01", "2024-09-01"),
        ("abc-0001", "v2", "2024-09-01", ""),
        ("abc-0001", "w1", "", ""),
        ("abc-0002", "v1", "", ""),
    ] {
        let dates = [("stabilized_at", from), ("deprecated_at", until)].into_iter();
        let dates = dates.filter(|(_, date)| !date.is_empty());
        let standard = Standard {
            number: number.to_owned(),
            edition: edition.to_owned(),
            dates: dates.map(|(key, date)| (key.to_owned(), day(date))).collect(),
            ..Standard::default()
        };
        let id = add(&mut record, &format!("{number}-{edition}.md"), FactsKind::Standard(standard));
        record.standards.entry(number.to_owned()).or_default().push(id);
    }
    let release = Release { id: "R5".to_owned(), version: None, date: None, stated: (None, None) };
    let id = add(&mut record, "Release5.md", FactsKind::Release(release));
    record.releases.push(id);
    for (series, date, name) in [
        ("tools", "2024-05-06", "20240506"),
        ("docs", "2024-05-07", "20240507-workshop"),
        ("docs", "2024-05-07", "20240507"),
        ("docs", "2024-10-01", "a"),
        ("docs", "2024-10-01", "b"),
        ("weekly", "2024-05-09", "20240509"),
    ] {
        let date = Some(day(date));
        let meeting = Meeting { series: series.to_owned(), date, ..Meeting::default() };
        let id = add(&mut record, &format!("{series}/{name}.md"), FactsKind::Meeting(meeting));
        let entry = record.series.entry(series.to_owned()).or_insert_with(Series::default);
        entry.meetings.extend(date.map(|date| (date, id)));
    }
    record.day = day("2024-10-01");
    crate::link::life::lives(&mut record, &BTreeMap::new());
    record
}

/// Adds a document.
fn add(record: &mut Record, path: &str, kind: FactsKind) -> DocumentId {
    let id = DocumentId(record.documents.len() as u32);
    record.documents.push(Entry {
        path: SourcePath::new(&SourceName::new("s"), &RelPath::new(path).unwrap()),
        url: path.to_owned(),
        facts: Facts { kind, ..Facts::default() },
        targets: Vec::new(),
        faults: Default::default(),
        mentions: Vec::new(),
        waiting: Vec::new(),
    });
    id
}

/// The number of the document at `path`.
fn id(record: &Record, path: &str) -> DocumentId {
    DocumentId(record.documents.iter().position(|entry| entry.path.path.as_str() == path).unwrap() as u32)
}

/// A configuration with a forge.
fn config() -> Config {
    Config { forge: Some("https://forge.example/acme".to_owned()), ..Config::default() }
}

/// What `kind`, named in the document `from`, is: where it leads, or its problem; nothing for no name.
#[track_caller]
fn check(from: &str, kind: MentionKind, expected: Option<&str>) {
    let record = record();
    let names = Names::new(&record, &config());
    let found = names.resolve(id(&record, from), &kind).map(|found| match (found.target, found.problem) {
        (Some(Target::Document(id, _)), None) => record.documents[id.0 as usize].url.clone(),
        (Some(Target::External(url)), None) => url,
        (None, Some(problem)) => problem.as_str().to_owned(),
        other => format!("{other:?}"),
    });
    assert_eq!(found.as_deref(), expected, "{kind} in {from}");
}

/// A standard, with an edition or without.
fn standard(number: &str, edition: Option<&str>) -> MentionKind {
    MentionKind::Standard { number: number.to_owned(), edition: edition.map(str::to_owned) }
}

#[test]
fn a_standard_is_the_edition_that_was_in_force() {
    check("tools/20240506.md", standard("abc-0001", None), Some("abc-0001-v1.md"));
    check("docs/a.md", standard("abc-0001", None), Some("abc-0001-v2.md"));
    check("tools/20240506.md", standard("abc-0001", Some("v2")), Some("abc-0001-v2.md"));
    check("tools/20240506.md", standard("ABC-1", Some("w1")), Some("abc-0001-w1.md"));
    check("tools/20240506.md", standard("abc-0002", None), Some("abc-0002-v1.md"));
}

#[test]
fn a_number_without_a_standard_is_missing_and_a_word_is_a_word() {
    check("tools/20240506.md", standard("abc-0001", Some("v3")), Some("missing"));
    check("tools/20240506.md", standard("abc-0003", None), Some("missing"));
    check("tools/20240506.md", standard("utf-8", None), None);
}

#[test]
fn releases_issues_and_people() {
    let release = |id: &str| MentionKind::Release { id: id.to_owned(), minor: None };
    check("docs/a.md", release("R5"), Some("Release5.md"));
    check("docs/a.md", release("R6"), Some("missing"));
    let issue = |repository: Option<&str>| MentionKind::Issue {
        repository: repository.map(str::to_owned),
        number: 7,
    };
    check("docs/a.md", issue(Some("acme/tools")), Some("https://forge.example/acme/tools/issues/7"));
    check("docs/a.md", issue(None), Some("ambiguous"));
    check("docs/a.md", MentionKind::Person("jo".to_owned()), Some("https://forge.example/jo"));
}

#[test]
fn a_person_without_a_page_is_no_mistake() {
    let record = record();
    for (forge, handle, expected) in [
        (None, "jo", None),
        (Some("https://github.com/acme"), "jo", Some("https://github.com/jo")),
        (Some("https://github.com/acme"), "jo_doe", None),
        (Some("https://gitlab.example/acme"), "jo_doe", Some("https://gitlab.example/jo_doe")),
    ] {
        let config = Config { forge: forge.map(str::to_owned), ..Config::default() };
        let found =
            Names::new(&record, &config).resolve(DocumentId(0), &MentionKind::Person(handle.to_owned()));
        let expected = expected.map(|url| Target::External(url.to_owned()));
        let to = Some(format!("@{handle}"));
        assert_eq!(
            found,
            Some(Resolution { target: expected, to, problem: None, inferred: false }),
            "{handle}"
        );
    }
}

#[test]
fn a_day_is_a_meeting_of_the_named_or_the_own_series() {
    let meeting =
        |series: &str, date: &str| MentionKind::Meeting { series: series.to_owned(), date: day(date) };
    check("weekly/20240509.md", meeting("as team tools", "2024-05-06"), Some("tools/20240506.md"));
    check("docs/a.md", meeting("", "2024-05-07"), Some("docs/20240507.md"));
    // Two minutes of one day, none of which is the main one; a day without a meeting; the meeting itself.
    check("docs/20240507.md", meeting("", "2024-10-01"), None);
    check("docs/a.md", meeting("", "2024-05-06"), None);
    check("tools/20240506.md", meeting("", "2024-05-06"), None);
}

#[test]
fn a_bare_number_belongs_to_the_only_repository_of_its_section() {
    let record = record();
    let mut config = config();
    config.mentions.issues.bare = BareIssue::Section;
    let names = Names::new(&record, &config);
    let mention = |at, repository: Option<&str>| Mention {
        span: Span::new(at, at + 2),
        kind: MentionKind::Issue { repository: repository.map(str::to_owned), number: 7 },
        place: Place::Text,
    };
    let mentions =
        [mention(1, Some("acme/a")), mention(5, None), mention(11, None), mention(15, Some("acme/b"))];
    let heading = Heading { level: 2, id: String::new(), text: String::new(), span: Span::new(10, 10) };
    let reference = Reference {
        target: "https://forge.example/acme/c/pull/1".to_owned(),
        span: Span::new(18, 19),
        ..Reference::default()
    };
    let document =
        Mentioning { id: DocumentId(0), mentions: &mentions, references: &[reference], outline: &[heading] };
    let found: Vec<_> = names.resolve_all(document).into_iter().map(|it| it.and_then(|it| it.to)).collect();
    let expected = [Some("acme/a#7"), Some("acme/a#7"), None, Some("acme/b#7")];
    assert_eq!(found.iter().map(Option::as_deref).collect::<Vec<_>>(), expected);
}

/// Whether a link with these words, which are a mention of `kind`, differs from its target.
#[track_caller]
fn check_mismatch(words: &str, kind: MentionKind, url: &str, target: Target, expected: bool) {
    let span = Span::new(1, 1 + kind.to_string().len());
    let mentions = [Mention { span, kind, place: Place::Link }];
    let references = [Reference {
        kind: ReferenceKind::Link,
        target: url.to_owned(),
        text: words.to_owned(),
        span: Span::new(0, 100),
        ..Reference::default()
    }];
    let document =
        Mentioning { id: DocumentId(0), mentions: &mentions, references: &references, outline: &[] };
    assert_eq!(mismatches(&record(), document, &[target]) == [0], expected, "{words} -> {url}");
}

#[test]
fn words_and_target_of_a_link_are_compared() {
    let first = || Target::Document(DocumentId(0), None);
    check_mismatch("abc-0001", standard("abc-0001", None), "x", first(), false);
    check_mismatch("abc-0001-v1", standard("abc-0001", Some("v1")), "x", first(), false);
    check_mismatch("abc-0001-v2", standard("abc-0001", Some("v2")), "x", first(), true);
    check_mismatch("abc-0002: words", standard("abc-0002", None), "x", first(), true);
    let issue = || MentionKind::Issue { repository: None, number: 7 };
    for (words, url, expected) in [
        ("#7", "https://forge.example/acme/tools/issues/8", true),
        ("#7", "https://forge.example/acme/tools/pull/7", false),
        ("#7", "https://forge.example/acme/tools/tree/main", false),
        ("fix for #7", "https://forge.example/acme/tools/pull/8", false),
    ] {
        check_mismatch(words, issue(), url, Target::External(url.to_owned()), expected);
    }
}

/// What became of a placeholder below `heading` in the weekly.
#[track_caller]
fn check_placeholder(from: &str, heading: &str, is_empty: bool, expected: Option<Option<&str>>) {
    let record = record();
    let names = Names::new(&record, &config());
    let placeholder = Placeholder { span: Span::new(0, 1), headings: vec![heading.to_owned()], is_empty };
    let filled = placeholder::fill(&record, names.series(), id(&record, from), &placeholder, 6);
    let filled = filled.map(|it| it.found.map(|id| record.documents[id.0 as usize].url.clone()));
    assert_eq!(filled.as_ref().map(Option::as_deref), expected, "{heading}");
}

#[test]
fn what_was_waited_for_is_of_the_series_and_near() {
    check_placeholder("weekly/20240509.md", "Team Tools", true, Some(Some("tools/20240506.md")));
    check_placeholder("weekly/20240509.md", "Docs", false, Some(Some("docs/20240507.md")));
    check_placeholder("weekly/20240509.md", "AOB", false, Some(None));
    check_placeholder("weekly/20240509.md", "AOB", true, None);
    check_placeholder("docs/a.md", "Team Tools", false, Some(None));
    check_placeholder("docs/a.md", "Docs", true, None);
}
