//! "Minutes: none yet": where one meeting's minutes wait for those of another.
//!
//! Weeklies report on many teams, each under a heading, and link the team's minutes or say that there are none yet.
//! What they waited for may exist by now; [`crate::link`] looks for it.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::boundary::trim_url;
use crate::base::Span;
use crate::source::config::mention::Placeholders;

/// A place that waits for minutes.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Placeholder {
    /// The line in the source, from the label to the last word.
    pub span: Span,
    /// The words of the headings above it, the nearest first.
    pub headings: Vec<String>,
    /// Whether there is nothing behind the label: many other things are written like this.
    pub is_empty: bool,
}

/// The placeholders of a document, in order: `events` is what the Markdown parser made of it.
pub fn find(rules: &Placeholders, events: &[(Event<'_>, Range<usize>)]) -> Vec<Placeholder> {
    let mut finder = Finder {
        rules,
        beginnings: rules.labels.iter().chain(&rules.lines).map(|rule| first_word(rule).collect()).collect(),
        headings: Vec::new(),
        heading: None,
        line: Line::default(),
        found: Vec::new(),
    };
    let mut in_code = false;
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) => in_code = false,
            Event::Text(words) if !in_code => finder.line.push(words, range),
            Event::Code(words) => finder.line.push(words, range),
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => finder.line.has_link = true,
            Event::Start(Tag::Heading { level, .. }) => {
                finder.end_line();
                finder.heading = Some(*level as u8);
            }
            Event::End(TagEnd::Heading(_)) => finder.end_heading(),
            // Marks within a line.
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
            | Event::End(
                TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image,
            )
            | Event::InlineHtml(_) => {}
            _ => finder.end_line(),
        }
    }
    finder.end_line();
    finder.found
}

/// A walk over the lines of a document.
struct Finder<'a> {
    rules: &'a Placeholders,
    /// The words that a placeholder can begin with, for passing over all other lines.
    beginnings: BTreeSet<String>,
    /// The open sections: level and words, the outermost first.
    headings: Vec<(u8, String)>,
    /// The level of the heading that is being read.
    heading: Option<u8>,
    line: Line,
    found: Vec<Placeholder>,
}

/// The line that is being read.
#[derive(Debug, Default)]
struct Line {
    text: String,
    start: Option<usize>,
    end: usize,
    has_link: bool,
}

impl Line {
    /// Adds `words`, which stand at `range`.
    fn push(&mut self, words: &str, range: &Range<usize>) {
        self.start.get_or_insert(range.start);
        self.end = range.end;
        self.text.push_str(words);
    }
}

impl Finder<'_> {
    /// Opens the section of the heading that was read.
    fn end_heading(&mut self) {
        let line = std::mem::take(&mut self.line);
        if let Some(level) = self.heading.take() {
            self.headings.retain(|(outer, _)| *outer < level);
            self.headings.push((level, line.text));
        }
    }

    /// Takes the line that was read and begins another.
    fn end_line(&mut self) {
        let mut line = std::mem::take(&mut self.line);
        self.read_line(&mut line);
        line.text.clear();
        // The next line has the use of its memory.
        self.line = Line { text: line.text, ..Line::default() };
    }

    /// Looks at a whole line.
    fn read_line(&mut self, line: &mut Line) {
        let Some(start) = line.start else { return };
        if line.text.contains("://") {
            take_urls_out(line);
        }
        let mut beginning = first_word(&line.text).peekable();
        if beginning.peek().is_none() {
            // The link that stands below an empty label is what the label announced.
            let announced = |last: &Placeholder| last.is_empty && last.headings.first() == self.nearest();
            if line.has_link && self.found.last().is_some_and(announced) {
                self.found.pop();
            }
            return;
        }
        if !self.beginnings.contains(&beginning.collect::<String>()) {
            return;
        }
        let Some(is_empty) = self.is_placeholder(&plain(&line.text), line.has_link) else { return };
        let headings = self.headings.iter().rev().map(|(_, words)| words.trim().to_owned()).collect();
        self.found.push(Placeholder { span: Span::new(start, line.end), headings, is_empty });
    }

    /// The words of the nearest heading.
    fn nearest(&self) -> Option<&String> {
        self.headings.last().map(|(_, words)| words)
    }

    /// Whether the plain `words` are a placeholder, and then whether it is an empty one.
    fn is_placeholder(&self, words: &str, has_link: bool) -> Option<bool> {
        if self.rules.lines.iter().any(|line| matches(line, words)) {
            return Some(false);
        }
        let behind = |label: &String| {
            words.strip_prefix(label.as_str()).filter(|rest| !rest.starts_with(char::is_alphanumeric))
        };
        let rest = self.rules.labels.iter().find_map(behind)?.trim();
        let known = self.rules.spellings.iter().any(|spelling| matches(spelling, rest));
        (known && !(rest.is_empty() && has_link)).then_some(rest.is_empty())
    }
}

/// Leaves the URLs of `line` out, and notes that it had some.
fn take_urls_out(line: &mut Line) {
    while let Some(at) = line.text.find("https://").or_else(|| line.text.find("http://")) {
        let end = line.text[at..].find(char::is_whitespace).map_or(line.text.len(), |length| at + length);
        let url = at..at + trim_url(&line.text[at..end]).len().max(1);
        line.text.replace_range(url, "");
        line.has_link = true;
    }
}

/// Whether `words` are the spelling; a `*` at its end stands for any further words.
fn matches(spelling: &str, words: &str) -> bool {
    match spelling.strip_suffix('*') {
        Some(start) => words.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)),
        None => spelling == words,
    }
}

/// The words of a line in lower case, with single blanks and without the signs around them.
fn plain(text: &str) -> String {
    let kept: String =
        text.chars().map(|c| if is_word(c) { c } else { ' ' }).flat_map(char::to_lowercase).collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first of these words.
fn first_word(text: &str) -> impl Iterator<Item = char> {
    text.chars().skip_while(|&c| !is_word(c)).take_while(|&c| is_word(c)).flat_map(char::to_lowercase)
}

/// Whether `c` belongs to a word of a line.
fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '@' | '/' | '\'')
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::*;

    /// The placeholders of `text` by the rules that hold unless configured.
    fn find_in(text: &str) -> Vec<Placeholder> {
        let events: Vec<_> = Parser::new(text).into_offset_iter().collect();
        find(&Placeholders::default(), &events)
    }

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found = find_in(text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|it| (it.span.of(text).unwrap(), it.headings.first().map_or("", String::as_str)))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn every_spelling_waits() {
        for line in [
            "Minutes: none yet",
            "Minutes: (None yet)",
            "Minutes: None yet?",
            "**Minutes:** not available (yet?)",
            "Minutes not available yet: https://forge.example/minutes/tree/main/tools/",
            "Minutes (none yet): https://forge.example/minutes/tree/main/tools",
            "Minutes: not present yet: <https://forge.example/minutes/tree/main/tools>",
            "Minutes: may be published later, waiting for clearance.",
            "Minutes:",
            "No minutes yet.",
            "No minutes, no report",
        ] {
            let text = format!("# Weekly\n\n### Team Tools\n\n- {line}\n- other\n");
            let found = find_in(&text);
            assert_eq!(found.len(), 1, "{line}");
            assert_eq!(found[0].headings, ["Team Tools", "Weekly"], "{line}");
        }
    }

    #[test]
    fn what_is_there_does_not_wait() {
        for line in [
            "Minutes: https://forge.example/minutes/blob/main/tools/20240101.md",
            "[Minutes](tools/20240101.md)",
            "Minutes: Jo",
            "Minutes: @jo",
            "Minutes are published later",
            "Minutes:\n  https://forge.example/minutes/blob/main/tools/20240101.md",
            "`x`\n\n      Minutes: none yet",
            "We have none yet",
        ] {
            check(&format!("### Team Tools\n\n- {line}\n"), &[]);
        }
    }

    #[test]
    fn a_section_ends_at_the_next_heading_of_its_level() {
        check(
            "# A\n## Tools\nMinutes: none\n## Docs\n### More\nMinutes:\nWe planned.\n",
            &[("Minutes: none", "Tools"), ("Minutes:", "More")],
        );
    }
}
