//! What plugins say of documents, and what becomes of it.

use super::*;
use crate::base::Diagnostic;
use crate::record::{Facts, FactsKind, Meeting};

/// Every document.
#[derive(Debug)]
struct All;

impl Selects for All {
    fn holds(&self, _: Asked<'_>) -> bool {
        true
    }
}

/// A plugin that answers `document` and `check` with this JSON, whatever it is asked.
fn saying(json: &str) -> Plugins {
    let escaped: String = json.bytes().map(|byte| format!("\\{byte:02x}")).collect();
    let answer = format!("(call $answer (i32.const 2000) (i32.const {}))", json.len() + 1);
    let function =
        |name: &str| format!("(func (export \"{name}\") (param i32 i32 i32 i32) (result i64) {answer})");
    let text = format!(
        "(module {BEGIN} (data (i32.const 2000) \"\\00{escaped}\") {} {})",
        function("document"),
        function("check")
    );
    let limits = Limits { output: 10_000, ..TIGHT };
    let settings = settings(module(&text));
    plugins(Settings {
        fences: Vec::new(),
        documents: Some(Arc::new(All)),
        checks: Some(Arc::new(All)),
        limits,
        ..settings
    })
}

/// What is told of a document with three lines when a plugin says this.
const TEXT: &str = "one\n  two ü  \nthree\n";

/// A diagnostic as a line of text, its place shown by the words there.
fn line(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.location.as_ref().and_then(|place| place.span);
    let words = place.map_or("-", |span| span.of(TEXT).unwrap());
    format!("{} {} {words}: {}", diagnostic.severity, diagnostic.code, diagnostic.message)
}

/// The path of the document.
fn path() -> SourcePath {
    SourcePath::new(&SourceName::new("minutes"), &RelPath::new("team/log.txt").unwrap())
}

/// What becomes of the facts of minutes, and what is told.
fn put(json: &str) -> (Facts, Vec<String>) {
    let path = path();
    let said = saying(json).document(Asked { path: &path, kind: "minutes", text: TEXT });
    let kind = FactsKind::Meeting(Meeting::default());
    let mut facts = Facts { title: "before".to_owned(), kind, ..Facts::default() };
    let undated = Diagnostic::warning(crate::code::UNDATED, "no date");
    let mut diagnostics = vec![undated];
    said.put(TEXT, &mut facts, &mut diagnostics);
    (facts, diagnostics.iter().map(line).collect())
}

#[test]
fn what_is_said_takes_the_place_of_what_was_found() {
    let (facts, told) =
        put(r#"{"title":"After","date":"2024-03-05","attendees":["@jo","Ada L."],"minute_takers":["@max"],
            "decisions":[{"line":2,"text":"use less"}],
            "actions":[{"line":3,"text":"do it","owners":["jo"],"state":"done"}],
            "problems":[{"line":3,"severity":"advice","message":"a\nb","hint":"c"},{"message":"d"}]}"#);
    let FactsKind::Meeting(meeting) = &facts.kind else { unreachable!("minutes are of a meeting") };
    assert_eq!((facts.title.as_str(), meeting.date), ("After", "2024-03-05".parse().ok()));
    let there: Vec<(&str, bool)> =
        meeting.proceedings.attendees.iter().map(|who| (who.name.as_str(), who.is_handle)).collect();
    assert_eq!(there, [("jo", true), ("Ada L.", false)]);
    assert_eq!(meeting.proceedings.minute_takers, ["max"]);
    let decision = &facts.decisions[0];
    assert_eq!((decision.line, decision.span.of(TEXT)), (2, Some("two ü")));
    let action = &facts.actions[0];
    assert_eq!(
        (action.line, action.span.of(TEXT), action.owners.as_slice()),
        (3, Some("three"), &["jo".to_owned()][..])
    );
    assert_eq!(told, ["advice plugin-check three: demo: a b", "warning plugin-check -: demo: d"]);
}

#[test]
fn what_is_not_said_stays() {
    let (facts, told) = put("{}");
    assert_eq!(facts.title, "before");
    assert_eq!(told, ["warning undated -: no date"]);
}

#[test]
fn an_answer_that_cannot_be_used_changes_nothing() {
    let (facts, told) = put(r#"{"title":"After","decisions":[{"line":9,"text":"x"}]}"#);
    assert_eq!((facts.title.as_str(), facts.decisions.len()), ("before", 0));
    assert!(told[1].contains("line 9 is none of the text, which has 3"), "{told:?}");
}

#[test]
fn checks_are_told_at_their_lines() {
    let path = path();
    let asked = Asked { path: &path, kind: "minutes", text: TEXT };
    let told = saying(r#"{"problems":[{"line":1,"severity":"error","message":"x"}]}"#)
        .check(asked, &Facts::default());
    assert_eq!(told.iter().map(line).collect::<Vec<_>>(), ["error plugin-check one: demo: x"]);
    let told = saying(r#"{"problem":[]}"#).check(asked, &Facts::default());
    assert!(told[0].message.contains("unknown field `problem`"), "{told:?}");
}

#[test]
fn places_in_the_markdown_are_led_back_to_their_lines() {
    let markdown = "# One\n- **two**\n\nmore";
    for (from, words) in
        [("One", "one"), ("two", "two ü"), ("# One\n- **two**", "one\n  two ü"), ("more", "three")]
    {
        let at = markdown.find(from).unwrap();
        let mut span = Span::new(at, at + from.len());
        lead_back([&mut span], markdown, TEXT);
        assert_eq!(span.of(TEXT), Some(words), "{from}");
    }
}
