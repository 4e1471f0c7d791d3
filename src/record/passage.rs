//! The words around what minutes name, for the pages of what they name.
//!
//! A standard's page shows each meeting that spoke of it with what was said. That is read from the words as the
//! reader sees them, when the text is read: later stages have no text.

use serde::{Deserialize, Serialize};

use super::Parsed;
use super::line::spaced;
use crate::base::{LineIndex, Span};
use crate::document::block::{Block, BlockKind, Blocks};
use crate::document::mention::{MentionKind, Place};

/// How many bytes of a block are shown on each side of a name, if it is longer than that.
const REACH: usize = 150;

/// With fewer words than these beside the name, a passage also says what it stands below.
const TELLING: usize = 4;

/// How many bytes of a URL are shown where it is the name.
const LONGEST_URL: usize = 70;

/// The words around a name or a link of minutes.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Passage {
    /// The name or link in the source.
    pub span: Span,
    /// The line on which it stands, from 1.
    pub line: u32,
    /// The words before it.
    pub before: String,
    /// The name, or the words of the link.
    pub name: String,
    /// The words behind it.
    pub after: String,
}

/// The passages of `file`, which has these blocks, in order: one for each link, each name but those of people, and each
/// place that waits for minutes.
pub(super) fn passages(file: &Parsed, blocks: &Blocks, lines: &LineIndex) -> Vec<Passage> {
    let document = file.document;
    let links = document.references.iter().map(|reference| reference.span);
    let is_wanted = |place: Place, kind: &MentionKind| {
        // A URL is that of a link, and HTML has no words of its own.
        !matches!(place, Place::Url | Place::Html) && !matches!(kind, MentionKind::Person(_))
    };
    let names = document.mentions.iter().filter(|mention| is_wanted(mention.place, &mention.kind));
    let waiting = document.placeholders.iter().map(|placeholder| placeholder.span);
    let mut spans: Vec<Span> = links.chain(names.map(|mention| mention.span)).chain(waiting).collect();
    spans.sort_unstable();
    spans.dedup();
    spans.into_iter().filter_map(|span| passage(span, blocks, lines)).collect()
}

/// The passage around what stands at `span` of the source.
fn passage(span: Span, blocks: &Blocks, lines: &LineIndex) -> Option<Passage> {
    let name = blocks.words_at(span)?;
    let block = blocks.block_at(name.start)?;
    let name = Span { end: name.end.min(block.words.end), ..name };
    let before = blocks.slice(Span { start: block.words.start, end: name.start });
    let after = blocks.slice(Span { start: name.end, end: block.words.end });
    let mut shown = Passage {
        span,
        line: lines.line(span.start),
        before: last_words(before),
        name: shown_name(blocks.slice(name)),
        after: first_words(after),
    };
    let said = [before, after].into_iter().flat_map(|text| text.split_whitespace());
    let says_little = said.filter(|word| word.contains(char::is_alphanumeric)).count() < TELLING;
    if let Some(above) = above(block, blocks).filter(|_| says_little) {
        shown.before = format!("{above} \u{203a} {}", shown.before);
    }
    Some(shown)
}

/// The name with single blanks; of a URL, which is read by its end if at all, not more than a line.
fn shown_name(name: &str) -> String {
    let name = spaced(name);
    let Some((_, address)) = name.split_once("://").filter(|_| !name.contains(' ')) else { return name };
    if address.len() <= LONGEST_URL {
        return address.to_owned();
    }
    let mut short = address[..boundary(address, LONGEST_URL)].to_owned();
    short.push('\u{2026}');
    short
}

/// The words that a short block stands below: those of the item around it, or else of its heading.
fn above(block: &Block, blocks: &Blocks) -> Option<String> {
    if matches!(block.kind, BlockKind::Heading { .. }) {
        return None;
    }
    let (_, above) = blocks.parents(block).next().or_else(|| blocks.headings(block).next())?;
    let words = first_words(blocks.words(above));
    let words = words.trim().trim_end_matches(':');
    (!words.is_empty()).then(|| words.to_owned())
}

/// The end of `text` with single blanks: all of it, or whole words of the last [`REACH`] bytes.
fn last_words(text: &str) -> String {
    let begins_apart = text.ends_with(char::is_whitespace);
    let mut words = spaced(text);
    if words.len() > REACH {
        let start = words.match_indices(' ').map(|(at, _)| at).find(|at| words.len() - at <= REACH);
        let start = start.unwrap_or_else(|| boundary(&words, words.len() - REACH));
        words.replace_range(..start, "\u{2026}");
    }
    if begins_apart && !words.is_empty() {
        words.push(' ');
    }
    words
}

/// The beginning of `text` with single blanks: all of it, or whole words of the first [`REACH`] bytes.
fn first_words(text: &str) -> String {
    let mut words = spaced(text);
    if text.starts_with(char::is_whitespace) && !words.is_empty() {
        words.insert(0, ' ');
    }
    if words.len() > REACH {
        let end = boundary(&words, REACH);
        let end = words[..end].rfind(' ').filter(|end| *end > 0).unwrap_or(end);
        words.truncate(end);
        words.push('\u{2026}');
    }
    words
}

/// The last place not behind `at` where a character of `words` begins.
fn boundary(words: &str, at: usize) -> usize {
    (0..=at.min(words.len())).rev().find(|at| words.is_char_boundary(*at)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::block::blocks;

    /// A text whose names are in `{}`, and the passages of these as `before|name|after`.
    #[track_caller]
    fn check(marked: &str, expected: &[&str]) {
        let mut spans = Vec::new();
        let mut text = String::new();
        for (number, piece) in marked.split(['{', '}']).enumerate() {
            let start = text.len();
            text.push_str(piece);
            if number % 2 == 1 {
                spans.push(Span::new(start, text.len()));
            }
        }
        let (blocks, lines) = (blocks(&text, Span::new(0, text.len())), LineIndex::new(&text));
        let found = spans.into_iter().filter_map(|span| passage(span, &blocks, &lines));
        let shown: Vec<String> =
            found.map(|it| format!("{} {}|{}|{}", it.line, it.before, it.name, it.after)).collect();
        assert_eq!(shown, expected, "{marked}");
    }

    #[test]
    fn a_passage_is_the_words_of_its_block() {
        check(
            "# A\n\nWe **read** {abc-0001}\nand `kept` it. So.\n",
            &["3 We read |abc-0001| and kept it. So."],
        );
        check("## About {abc-0001}, again and for good\n", &["1 About |abc-0001|, again and for good"]);
    }

    #[test]
    fn the_words_of_a_link_are_shown_and_not_its_target() {
        check(
            "- Please all read {[the _text_](https://a.example/1)} soon\n",
            &["1 Please all read |the text| soon"],
        );
        check(
            "- Look at what stands at {https://a.example/1}\n",
            &["1 Look at what stands at |a.example/1|"],
        );
        check("- a picture {![](a.png)}\n", &[]);
    }

    #[test]
    fn a_bare_name_says_what_it_stands_below() {
        check("# Storage\n- {#12}\n", &["2 Storage \u{203a} |#12|"]);
        check("# Storage\n- Open questions:\n  - see {#12}\n", &["3 Open questions \u{203a} see |#12|"]);
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let long = "word ".repeat(100);
        let words = |number: usize| vec!["word"; number].join(" ");
        let expected = format!("1 \u{2026} {} |x1| {}\u{2026}", words(30), words(29));
        check(&format!("{long}{{x1}} {long}"), &[&expected]);
    }
}
