//! Modules that do what they should, and modules that do not.

mod document;
mod errand;
mod hostile;

use super::*;
use crate::base::{RelPath, SourceName, SourcePath, Span};
use crate::document::Fences;

/// What most modules begin with: a page of memory, room for questions from 1024 on, and a way to answer with the
/// bytes from `$at` on.
const BEGIN: &str = r#"
    (memory (export "memory") 1)
    (func (export "alloc") (param i32) (result i32) (i32.const 1024))
    (func $answer (param $at i32) (param $length i32) (result i64)
        (i64.or
            (i64.shl (i64.extend_i32_u (local.get $at)) (i64.const 32))
            (i64.extend_i32_u (local.get $length))))
"#;

/// A module whose function for fenced blocks has the parameters `$text`, `$length`, `$about`, `$options`, and this
/// body.
fn fence(body: &str) -> String {
    format!(
        "(module {BEGIN} (func (export \"fence\")
            (param $text i32) (param $length i32) (param $about i32) (param $options i32) (result i64) {body}))"
    )
}

/// The module that `text` means in the text format.
fn module(text: &str) -> Arc<[u8]> {
    wat::parse_str(text).unwrap_or_else(|error| panic!("{error}\n{text}")).into()
}

/// Limits that are reached soon.
const TIGHT: Limits = Limits { fuel: 200_000, memory: 1 << 20, input: 1_000, output: 100 };

/// What is configured of `module`, pinned.
fn settings(module: Arc<[u8]>) -> Settings {
    Settings {
        name: "demo".to_owned(),
        pin: Some(Pin::of(&module)),
        module: Some(module),
        fences: vec!["demo".to_owned()],
        documents: None,
        checks: None,
        limits: TIGHT,
        options: "{}".to_owned(),
        file: RelPath::new("annals.yaml").unwrap(),
        file_span: Span::new(1, 2),
        hash_span: Span::new(3, 4),
    }
}

/// The only plugin of a site.
fn plugins(settings: Settings) -> Plugins {
    Plugins::new(vec![settings], Arc::default())
}

/// What a block `demo` with the lines `code` becomes: HTML, or what a person reads.
fn html(plugins: &Plugins, code: &str) -> String {
    let unusable = plugins.diagnostics();
    if let [problem] = unusable.as_slice() {
        return format!("{}: {}", problem.code, problem.message);
    }
    let fences = plugins.fences().unwrap();
    match fences.html("demo", code).unwrap() {
        Ok(fragment) => fragment
            .pieces("1:")
            .map(|piece| match piece {
                crate::document::fragment::Piece::Html(html) => html,
                other => format!("{other:?}"),
            })
            .collect(),
        Err(misfit) => {
            let line = misfit.line.map(|line| format!(" (line {line})")).unwrap_or_default();
            format!("{}: {}{line}", misfit.diagnostic.code, misfit.diagnostic.message)
        }
    }
}

/// Asks the module with this text about a block with the lines `abc`.
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(html(&plugins(settings(module(text))), "abc\n"), expected, "{text}");
}

/// Answers with the whole question, the byte before which is 0.
const ECHO: &str = r#"
    (call $answer
        (i32.const 1023)
        (i32.add (i32.const 1) (i32.add (local.get $length) (i32.add (local.get $about) (local.get $options)))))
"#;

#[test]
fn a_plugin_sees_the_block_its_words_and_its_options() {
    let mut settings = settings(module(&fence(ECHO)));
    settings.options = "{\"a\":1}".to_owned();
    assert_eq!(html(&plugins(settings), "<b>x</b>\n"), "<b>x</b>\ndemo{\"a\":1}");
}

#[test]
fn what_comes_out_is_not_believed() {
    let plugins = plugins(settings(module(&fence(ECHO))));
    assert_eq!(html(&plugins, "<script>x</script><p onclick=y>z</p>"), "<p>z</p>demo{}");
}

#[test]
fn a_plugin_may_say_what_is_wrong() {
    let refuse = |text: &str| {
        let answer = fence(&format!("(call $answer (i32.const 0) (i32.const {}))", text.len() + 1));
        answer.replace("(module", &format!("(module (data (i32.const 0) \"\\01{text}\")"))
    };
    check(&refuse("no shape"), "plugin-refused: plugin `demo` says: no shape");
    check(&refuse("2: no shape"), "plugin-refused: plugin `demo` says: no shape (line 2)");
}

#[test]
fn other_languages_are_left_alone() {
    let plugins = plugins(settings(module(&fence(ECHO))));
    let fences = plugins.fences().unwrap();
    assert!(fences.html("demonstration", "x").is_none());
    assert!(fences.html("", "x").is_none());
    assert!(fences.html("demo title=x", "x").is_some());
    let path = SourcePath::new(&SourceName::new("pages"), &RelPath::new("a.md").unwrap());
    let key = |text| plugins.key(Asked { path: &path, kind: "pages", text });
    assert!(key("no block").is_none() && key("```demo\n```").is_some());
}

#[test]
fn a_module_is_the_one_that_was_pinned() {
    let bytes = module(&fence(ECHO));
    let pin = Pin::of(&bytes);
    for (given, span, message) in [
        (None, Span::new(3, 4), "plugin `demo` is not pinned"),
        (Some(Pin::of(b"other")), Span::new(3, 4), "plugin `demo` has another hash"),
    ] {
        let plugins = plugins(Settings { pin: given, ..settings(bytes.clone()) });
        let problem = plugins.diagnostics().remove(0);
        assert_eq!((problem.message.as_str(), problem.location.unwrap().span), (message, Some(span)));
        assert_eq!(problem.hints[0].message, format!("write `hash: {pin}`"));
        assert!(plugins.fences().unwrap().html("demo", "x").is_none(), "it was asked all the same");
    }
}

#[test]
fn every_call_finds_the_module_as_it_was_made() {
    // Counts its calls in memory, and answers with the count.
    let count = fence(
        "(i32.store8 (i32.const 1) (i32.add (i32.load8_u (i32.const 1)) (i32.const 1)))
         (i32.store8 (i32.const 1) (i32.add (i32.load8_u (i32.const 1)) (i32.const 48)))
         (call $answer (i32.const 0) (i32.const 2))",
    );
    let plugins = plugins(settings(module(&count)));
    assert_eq!([html(&plugins, "a"), html(&plugins, "b"), html(&plugins, "a")], ["1", "1", "1"]);
}

#[test]
fn a_question_is_asked_once() {
    let memory = Arc::new(Memory::default());
    let first = Plugins::new(vec![settings(module(&fence(ECHO)))], memory.clone());
    let (one, again, two) = (html(&first, "a"), html(&first, "a"), html(&first, "b"));
    // That the module can be used is remembered beside the two answers.
    let count = |memory: &Memory| memory.kept().map_or(0, |answers| answers.len());
    assert_eq!((one == again, one == two, count(&memory)), (true, false, 3));
    // Other limits or options are another question.
    let mut other = settings(module(&fence(ECHO)));
    other.options = "{\"a\":1}".to_owned();
    assert_ne!(html(&Plugins::new(vec![other], memory.clone()), "a"), one);
    assert_eq!(count(&memory), 5);
    // What was kept needs nobody to be asked, and is nothing new.
    let kept = Arc::new(Memory::new(memory.kept().unwrap()));
    let mut slow = settings(module(&fence(ECHO)));
    assert_eq!(html(&Plugins::new(vec![slow.clone()], kept.clone()), "a"), one);
    assert_eq!(kept.kept(), None);
    slow.limits.fuel = 1;
    assert!(html(&Plugins::new(vec![slow], kept.clone()), "a").contains("worked too long"));
    assert!(kept.kept().is_some());
}

#[test]
fn a_document_has_fuel_for_so_many_blocks() {
    let plugins = plugins(settings(module(&fence("(loop $l (br $l)) (i64.const 0)"))));
    let fences = plugins.fences().unwrap();
    let told: Vec<String> = (0..6)
        .map(|block| match fences.html("demo", &format!("{block}")).unwrap() {
            Ok(_) => unreachable!("the module never ends"),
            Err(misfit) => misfit.diagnostic.message,
        })
        .collect();
    let stopped = told.iter().filter(|message| message.contains("was stopped")).count();
    let unasked = told.iter().filter(|message| message.contains("was not asked")).count();
    assert_eq!((stopped, unasked), (4, 2), "{told:?}");
}

/// The plugin that the reference shows.
const KEYS: &str = include_str!("../../../examples/plugins/keys/keys.wat");

#[test]
fn the_plugin_by_hand_works() {
    let mut keys = settings(module(KEYS));
    keys.limits = Limits::default();
    let keys = plugins(keys);
    assert_eq!(html(&keys, "Ctrl+P\n"), "<p><kbd>Ctrl</kbd>+<kbd>P</kbd></p>");
    assert_eq!(html(&keys, "<b>+"), "<p><kbd><b></b></kbd><b>+<kbd></kbd></b></p>");
    assert_eq!(
        html(&keys, &"+".repeat(1_001)),
        "plugin-refused: plugin `demo` says: more keys than a hand can press"
    );
}

#[test]
fn the_reference_shows_the_plugin_by_hand() {
    let page = include_str!("../../../content/reference/plugins.md");
    assert!(page.contains(KEYS.trim_end()), "content/reference/plugins.md shows another keys.wat");
}
