//! Cases of `annals.yaml`.

mod example;
mod mistake;

use super::*;
use crate::base::{Diagnostic, LineIndex, RelPath};

/// Reads `text` as `annals.yaml` beside all the usual folders.
fn read_text(text: &str) -> (Config, Vec<Diagnostic>) {
    let path = RelPath::new("annals.yaml").unwrap();
    let read = read(text, &path, &FOLDERS.map(|(folder, _)| folder));
    (read.value, read.diagnostics)
}

/// Each diagnostic as `line:column excerpt: message (hint)`.
fn told(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    let lines = LineIndex::new(text);
    let tell = |diagnostic: &Diagnostic| {
        let span = diagnostic.location.as_ref().and_then(|location| location.span).unwrap();
        let at = lines.line_column(text, span.start);
        let hints: Vec<String> = diagnostic.hints.iter().map(|hint| format!(" ({})", hint.message)).collect();
        let excerpt = span.of(text).unwrap().lines().next().unwrap_or_default();
        format!("{}:{} {excerpt}: {}{}", at.line, at.column, diagnostic.message, hints.concat())
    };
    diagnostics.iter().map(tell).collect()
}

/// Compares everything that is told about `text`.
#[track_caller]
fn check(text: &str, expected: &[&str]) -> Config {
    let (config, diagnostics) = read_text(text);
    assert_eq!(told(text, &diagnostics), expected, "{text}");
    config
}

/// A configuration with one source of the given keys.
fn source_of(kind: &str, keys: &str) -> String {
    let keys: String = keys.lines().map(|line| format!("    {line}\n")).collect();
    format!("sources:\n  - kind: {kind}\n    dir: x\n{keys}")
}

/// Compares everything that is told about a source of the given keys, which begin in line 4, column 5.
#[track_caller]
fn check_source(kind: &str, keys: &str, expected: &[&str]) -> SourceConfig {
    let mut config = check(&source_of(kind, keys), expected);
    if config.sources.is_empty() {
        config.sources.push(standard::source("none", Kind::Pages, Place::Directory(String::new())));
    }
    config.sources.remove(0)
}

#[test]
fn no_bytes_make_it_panic() {
    let text = include_str!("../init/annals.yaml").replace("# ", "").replace("{title}", "x");
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    for _ in 0..300 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..8 {
            // Xorshift (Marsaglia 2003): the same texts in every run.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let at = state as usize % bytes.len();
            bytes[at] = b"{}[]:\"'-*&#\n 0a\xc3"[(state >> 32) as usize % 16];
        }
        let text = String::from_utf8_lossy(&bytes);
        let (_, diagnostics) = read_text(&text);
        drop(told(&text, &diagnostics));
    }
}

#[test]
fn large_configurations_end_well() {
    let many = |line: fn(usize) -> String| (0..5_000).map(line).collect::<String>();
    let below = |kind: &str, key: &str, lines: String| source_of(kind, &format!("{key}:\n{lines}"));
    let texts = [
        "sources:\n".to_owned() + &many(|n| format!("- {{kind: pages, dir: d{n}}}\n")),
        "sources:\n".to_owned() + &many(|n| format!("- {{dir: d{n}}}\n")),
        "moved:\n".to_owned() + &many(|n| format!("  https://a.example/{n}: x\n")),
        below("minutes", "succeeds", many(|n| format!("  s{n}: s{}\n", n + 1))),
        below("minutes", "aliases", many(|n| format!("  s{n}: s{}\n", n + 1))),
        below("standards", "states", many(|n| format!("  s{n}: w{n}\n"))),
        below("minutes", "bodies", many(|n| format!("  \"s{n}*\": x\n"))),
    ];
    for text in texts {
        #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
        let start = std::time::Instant::now();
        drop(read_text(&text));
        let seconds = start.elapsed().as_secs_f64();
        assert!(seconds < 30.0, "{} took {seconds} s", text.chars().take(60).collect::<String>());
    }
}
