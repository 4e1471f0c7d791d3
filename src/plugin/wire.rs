//! The bytes that go into a plugin and come out of it: what plugins in any language rely upon.
//!
//! A module exports its `memory`, `alloc`, and one function per hook. The host asks `alloc` for room, puts the
//! three texts of a question there one behind the other, and calls the function of the hook with the place of the
//! first and the lengths of all. The function gives the place and the length of its answer, whose first byte says what
//! the rest is. `content/reference/plugins.md` says the same for those who write plugins.

use serde::{Deserialize, Serialize};

use super::failure::Failure;

/// What a plugin is asked for, in the order in which a text is read.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
pub enum Hook {
    /// A document, for its text as Markdown and what it records.
    Document,
    /// A fenced block, for HTML.
    Fence,
    /// A document, for what is wrong with it.
    Check,
}

impl Hook {
    /// The function that serves it.
    pub fn function(self) -> &'static str {
        match self {
            Hook::Fence => "fence",
            Hook::Document => "document",
            Hook::Check => "check",
        }
    }
}

/// The function that gives room for a question.
pub const ALLOC: &str = "alloc";

/// The memory that questions and answers lie in.
pub const MEMORY: &str = "memory";

/// What a plugin is asked.
#[derive(Debug, Copy, Clone)]
pub struct Question<'a> {
    /// What is to be worked on: the lines of a block, the text of a document.
    pub text: &'a str,
    /// What is known of it: the words behind the fence, or JSON about the document.
    pub about: &'a str,
    /// What `annals.yaml` has under `options`, as JSON.
    pub options: &'a str,
}

impl Question<'_> {
    /// The three texts in their order.
    pub fn texts(&self) -> [&str; 3] {
        [self.text, self.about, self.options]
    }
}

/// The first byte of an answer that is what was asked for.
const ANSWER: u8 = 0;

/// The first byte of an answer that says why there is none.
const REFUSAL: u8 = 1;

/// Longest reason, in characters, that is shown of a refusal.
const LONGEST_REASON: usize = 300;

/// The place and the length that a function gave: the place in the upper half.
pub(super) fn place(packed: i64) -> (usize, usize) {
    let packed = packed.cast_unsigned();
    let half = |bits: u64| usize::try_from(bits & u64::from(u32::MAX)).unwrap_or(usize::MAX);
    (half(packed >> 32), half(packed))
}

/// The text of an answer.
pub(super) fn answer(bytes: &[u8]) -> Result<String, Failure> {
    let text = |rest: &[u8]| match std::str::from_utf8(rest) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(Failure::Answer("it is not UTF-8".to_owned())),
    };
    match bytes.split_first() {
        Some((&ANSWER, rest)) => text(rest),
        Some((&REFUSAL, rest)) => Err(refusal(&text(rest)?)),
        Some((first, _)) => Err(Failure::Answer(format!("it begins with the byte {first}"))),
        None => Err(Failure::Answer("it is empty".to_owned())),
    }
}

/// A refusal with the words `text`: `3: no such shape` means the third line of what was asked.
fn refusal(text: &str) -> Failure {
    let numbered = text.split_once(':').and_then(|(line, rest)| Some((line.parse::<u32>().ok()?, rest)));
    let (line, words) = match numbered {
        Some((line, rest)) if line > 0 => (Some(line), rest),
        _ => (None, text),
    };
    Failure::Refused(line, one_line(words, LONGEST_REASON))
}

/// `text` on one line of at most `longest` characters: messages are lines, whoever writes them.
pub(super) fn one_line(text: &str, longest: usize) -> String {
    let is_hidden =
        |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words = text.split(|c: char| c.is_whitespace() || is_hidden(c)).filter(|word| !word.is_empty());
    let line = words.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Result<&str, Failure>) {
        assert_eq!(answer(bytes), expected.map(str::to_owned));
    }

    #[test]
    fn the_first_byte_says_what_it_is() {
        check(b"\0<p>", Ok("<p>"));
        check(b"\0", Ok(""));
        check(b"\x01no shape", Err(Failure::Refused(None, "no shape".to_owned())));
        check(b"\x01 12: no shape", Err(Failure::Refused(None, "12: no shape".to_owned())));
        check(b"\x0112: no shape", Err(Failure::Refused(Some(12), "no shape".to_owned())));
        check(b"\x010: no shape", Err(Failure::Refused(None, "0: no shape".to_owned())));
        check(b"", Err(Failure::Answer("it is empty".to_owned())));
        check(b"<p>", Err(Failure::Answer("it begins with the byte 60".to_owned())));
        check(b"\0\xff", Err(Failure::Answer("it is not UTF-8".to_owned())));
    }

    #[test]
    fn a_reason_is_one_line() {
        check(
            "\u{1}a\n\u{1b}[31mb\u{202e} c".as_bytes(),
            Err(Failure::Refused(None, "a [31mb c".to_owned())),
        );
        assert_eq!(one_line("abcdef", 3), "abc…");
    }

    #[test]
    fn a_place_is_the_upper_half() {
        assert_eq!(place(5 << 32 | 7), (5, 7));
        assert_eq!(place(-1), (u32::MAX as usize, u32::MAX as usize));
    }
}
