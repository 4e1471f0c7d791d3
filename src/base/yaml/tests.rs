//! Cases of reading YAML.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::*;
use crate::base::LineIndex;

/// A value with every shape that configuration has.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, rename_all = "kebab-case")]
struct Sample {
    title: String,
    list: Vec<u8>,
    inner: Vec<Inner>,
    map: BTreeMap<String, u8>,
    sort: Option<Sort>,
}

/// An entry of a list.
#[derive(Debug, Deserialize, JsonSchema)]
struct Inner {
    name: String,
    #[serde(default)]
    flag: bool,
}

/// A choice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Sort {
    Pages,
    Minutes,
}

/// `line:column excerpt: message (hint)` of each problem.
fn told(text: &str, problems: &[Problem]) -> Vec<String> {
    let lines = LineIndex::new(text);
    let tell = |problem: &Problem| {
        let at = lines.line_column(text, problem.span.start);
        let excerpt = problem.span.of(text).unwrap_or("OUTSIDE");
        let hints: Vec<String> = problem.hints.iter().map(|hint| format!(" ({hint})")).collect();
        format!("{}:{} {excerpt:?}: {}{}", at.line, at.column, problem.message, hints.concat())
    };
    problems.iter().map(tell).collect()
}

/// Parses and decodes `text`, and compares everything that is told.
#[track_caller]
fn check(text: &str, expected: &[&str]) -> Option<Sample> {
    let (yaml, mut problems) = parse(text, 0);
    let decoded = decode::<Sample>(yaml);
    problems.extend(decoded.problems);
    assert_eq!(told(text, &problems), expected, "{text}");
    decoded.value
}

#[test]
fn every_mistake_is_told_and_the_rest_counts() {
    let text =
        "title: [a]\nlist: [1, x, 300, 4]\ninner:\n  - {name: n, falg: true}\n  - {flag: yes}\ncolour: 1\n";
    let value = check(
        text,
        &[
            "1:8 \"[a]\": `title` is a list, but must be a text",
            "2:11 \"x\": `list[1]` is the text `x`, but must be a whole number in range",
            "2:14 \"300\": `list[1]` is the number `300`, but must be a whole number in range",
            "4:15 \"falg\": unknown key `falg` (did you mean `flag`?)",
            "5:5 \"{flag: yes}\": `inner[1]` lacks `name`",
            "5:12 \"yes\": `inner[1].flag` is the text `yes`, but must be `true` or `false`",
            "6:1 \"colour\": unknown key `colour` (known here: `title`, `list`, `inner`, `map`, `sort`)",
        ],
    );
    let value = value.expect("the rest fits");
    let inner: Vec<_> = value.inner.iter().map(|inner| (inner.name.as_str(), inner.flag)).collect();
    assert_eq!((value.title.as_str(), value.list, inner), ("", vec![1, 4], vec![("n", false)]));
}

#[test]
fn a_choice_and_a_missing_field_are_explained() {
    check("sort: minuets\n", &["1:7 \"minuets\": `sort` cannot be `minuets` (did you mean `minutes`?)"]);
    check("sort: ü\n", &["1:7 \"ü\": `sort` cannot be `ü` (it can be `pages`, `minutes`)"]);
    check("inner:\n- flag: true\n", &["2:3 \"flag: true\": `inner[0]` lacks `name`"]);
}

#[test]
fn a_duplicate_key_is_told_and_the_first_counts() {
    let text = "title: one\ntitle: two\n";
    let told = [
        "2:1 \"title\": key `title` stands here for the second time (remove one of the two; the first counts)",
    ];
    assert_eq!(check(text, &told).map(|value| value.title), Some("one".to_owned()));
}

#[test]
fn what_is_no_yaml_is_shown_where_it_stands() {
    check(
        "title: a\n  list: [1]\n",
        &["2:7 \"\": not valid YAML: mapping values are not allowed in this context"],
    );
    check(
        "title: \"a\n",
        &["1:8 \"\": not valid YAML: while scanning a quoted scalar, found unexpected end of stream"],
    );
    check(
        "title: a\n---\ntitle: b\n",
        &[
            "2:1 \"---\": second YAML document in one text (keep everything before `---` and `...` in one document)",
        ],
    );
    check("title: *x\n", &["1:8 \"\": not valid YAML: while parsing node, found unknown anchor"]);
    check("map: &a {b: *a}\n", &["1:13 \"*a\": alias to a value that holds it (write the value out)"]);
    check("{[a]: b}", &["1:2 \"[a]\": key is no plain text (use a word or a quoted text before the `:`)"]);
}

#[test]
fn places_hold_behind_a_mark_umlauts_and_an_offset() {
    let text = "\u{feff}# für Ümläute\r\ntitle: \"Größe\" # ä\r\nmäp: {ö: 5}\r\nlist: [ü]";
    let (yaml, problems) = parse(text, 0);
    assert_eq!(problems, []);
    let of = |node: &Node| (node.key.and_then(|key| key.of(text)), node.span.of(text));
    assert_eq!(of(yaml.node.child("title")), (Some("title"), Some("\"Größe\"")));
    assert_eq!(of(yaml.node.child("mäp").child("ö")), (Some("ö"), Some("5")));
    assert_eq!(of(yaml.node.child("list").child(0)), (None, Some("ü")));
    assert_eq!(of(yaml.node.child("list").child(7)), (Some("list"), Some("[ü]")));
    let embedded = parse("a: b", 100).0;
    assert_eq!(embedded.node.child("a").span, Span::new(103, 104));
}

#[test]
fn blocks_end_with_their_last_entry() {
    let text = "a:\n  - x\n  - y: z\n\n# end\nb: |\n  text\n  more\nc: plain text  # comment\n";
    let node = parse(text, 0).0.node;
    assert_eq!(node.child("a").span.of(text), Some("- x\n  - y: z"));
    assert_eq!(node.child("a").child(1).span.of(text), Some("y: z"));
    assert_eq!(node.child("c").span.of(text), Some("plain text"));
    assert_eq!(node.child("b").span.of(text).map(str::trim_end), Some("text\n  more"));
}

#[test]
fn scalars_are_what_the_library_says() {
    for scalar in [
        "1",
        "-1",
        "+1",
        "0x1f",
        "0o17",
        "017",
        "1.5",
        "1e3",
        ".5",
        ".inf",
        "-.inf",
        "~",
        "null",
        "true",
        "False",
        "yes",
        "2023-01-09",
        "20230109",
        "1_000",
        "12:30",
        "v1.0",
        "1.2.3",
        "",
        "\"1\"",
        "'true'",
        "!!str 1",
    ] {
        let theirs: serde_yaml::Value = serde_yaml::from_str(&format!("a: {scalar}")).unwrap();
        let ours = parse(&format!("a: {scalar}"), 0).0.value;
        assert_eq!(ours, theirs, "{scalar}");
    }
}

#[test]
fn hostile_texts_end_well() {
    let bomb: String = (1..40).fold("a0: &a0 [x, x]\n".to_owned(), |text, n| {
        let below = n - 1;
        text + &format!("a{n}: &a{n} [*a{below}, *a{below}]\n")
    });
    let wide = format!("a: &a [{}]\nb: [{}]\n", "x,".repeat(100_000), "*a,".repeat(100_000));
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), "*a,".repeat(100_000));
    let tall: String = (1..100)
        .fold(format!("a0: &a0 {}x{}\n", "[".repeat(40), "]".repeat(40)), |text, n| {
            text + &format!("a{n}: &a{n} {}*a{}{}\n", "[".repeat(40), n - 1, "]".repeat(40))
        });
    let cases = [
        ("deep flow", "[".repeat(100_000)),
        ("deep maps", "{a: ".repeat(100_000)),
        ("deep blocks", "- ".repeat(100_000)),
        ("deep keys", "? ".repeat(100_000)),
        ("deep lines", (0..2_000).map(|depth| " ".repeat(depth) + "a:\n").collect()),
        ("large", format!("a: {}", "x".repeat(50 << 20))),
        ("large quoted", format!("a: \"{}\"", "\\n".repeat(1 << 20))),
        ("alias bomb", bomb),
        ("wide aliases", wide),
        ("long aliases", long),
        ("tall aliases", tall),
        ("many keys", (0..40_000).map(|n| format!("k{n}: ü\n")).collect()),
        ("one key often", "a: 1\n".repeat(40_000)),
        ("one line of umlauts", format!("[{}]", "ü, ".repeat(40_000))),
        ("anchors", "&a ".repeat(100_000)),
        ("percent", "%".repeat(100_000)),
        ("tabs", "\t".repeat(100_000)),
        ("quotes", "'".repeat(100_000)),
        ("colons", ": ".repeat(100_000)),
        ("bangs", "! ".repeat(100_000)),
        ("comments", "#\n".repeat(100_000)),
        ("documents", "---\n".repeat(100_000)),
    ];
    for (name, text) in cases {
        #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
        let start = std::time::Instant::now();
        let (yaml, _) = parse(&text, 0);
        drop(decode::<Sample>(yaml));
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 120.0, "{name} took {seconds} s");
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let seeds = [
        "a: &x [1, *x, {b: 'c'}]\n- ? k\n  : |2-\n   v\n",
        "--- !!str \"\\u00e4\"\n...\n%YAML 1.2\n",
        "\u{feff}ü: >\n ä\r\n\tb: #c\n",
    ];
    let mut state = 0x2545_f491_4f6c_dd1du64;
    let mut next = |bound: usize| {
        // Xorshift (Marsaglia 2003): the same texts in every run.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    let alphabet: Vec<char> = "-?:,[]{}#&*!|>'\"%@` \n\t\r=~ab01.<\u{feff}ü\0".chars().collect();
    for round in 0..5_000 {
        let mut text: Vec<char> = seeds[round % seeds.len()].chars().collect();
        for _ in 0..=next(6) {
            let at = next(text.len());
            match next(3) {
                0 => text[at] = alphabet[next(alphabet.len())],
                1 => text.insert(at, alphabet[next(alphabet.len())]),
                _ if text.len() > 1 => drop(text.remove(at)),
                _ => {}
            }
        }
        let text: String = text.into_iter().collect();
        let (yaml, mut problems) = parse(&text, 0);
        problems.extend(decode::<Sample>(yaml).problems);
        assert!(!told(&text, &problems).concat().contains("OUTSIDE"), "{text:?}: {problems:?}");
    }
}
