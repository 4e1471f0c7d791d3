//! What stands beside a version in a line of Markdown: words, ends of sentences, signs.
//!
//! It is read from the source, since in `**Kubernetes** v2.0.0` the words before the version are in another piece of
//! the parsed text.

use super::boundary::{run_end, run_start};

/// What stands right before a place.
#[derive(Debug, Clone, Copy)]
pub(super) enum Token<'t> {
    /// The beginning of a sentence, a line or a cell.
    Start,
    /// A comma.
    Comma,
    /// A sign that compares: `>=`.
    Comparison,
    /// A colon.
    Colon,
    /// The end of code, of a link or of brackets.
    Closing,
    /// A word, and whether nothing parts it from what follows.
    Word(&'t str, bool),
}

/// Whether `c` joins the parts of a name.
pub(super) fn is_joint(c: char) -> bool {
    matches!(c, '-' | '/' | '=' | '_' | ' ')
}

/// What stands right before `at`, blanks and opening signs left out, and where it begins.
pub(super) fn token(text: &str, at: usize) -> (Token<'_>, usize) {
    let reach = run_start(text, at, |_| true);
    let head = &text[reach..at];
    let line = head.rfind('\n').map_or(head, |end| &head[end + 1..]);
    let is_whole = head.contains('\n') || reach == 0;
    let is_marker = |c: char| c.is_numeric() || c.is_whitespace() || "-*+>#|[]()xX.:\"'“„«_~".contains(c);
    if is_whole && line.chars().all(is_marker) && (!line.trim().is_empty() || ends_above(head)) {
        return (Token::Start, at);
    }
    let is_opening = |c: char| c.is_whitespace() || "([{\"'“„«‚‘*_~".contains(c);
    let trimmed = head.trim_end_matches(is_opening);
    let is_joined = trimmed.len() == head.len();
    let end = reach + trimmed.len();
    let Some(last) = trimmed.chars().next_back() else { return (Token::Start, at) };
    let single = end - last.len_utf8();
    match last {
        ',' => (Token::Comma, single),
        ':' if is_joined => (Token::Closing, single),
        ':' => (Token::Colon, single),
        ')' if let Some((handle, at)) = linked_handle(trimmed) => {
            (Token::Word(handle, is_joined), reach + at)
        }
        ')' | ']' | '`' | '}' => (Token::Closing, single),
        '>' if trimmed.ends_with("->") || trimmed.ends_with("=>") || !trimmed.ends_with(" >") => {
            (Token::Start, single)
        }
        '>' | '<' | '=' | '≥' | '≤' | '^' | '≈'
            if !is_joined || !trimmed.trim_end_matches('=').ends_with(char::is_alphanumeric) =>
        {
            (Token::Comparison, single)
        }
        '-' | '/' | '+' | '&' if trimmed[..trimmed.len() - 1].ends_with(char::is_whitespace) => {
            (Token::Start, single)
        }
        c if c.is_alphanumeric() || is_joint(c) || matches!(c, '@' | '#' | '+' | '&') => {
            let belongs = |c: char| {
                c.is_alphanumeric() || matches!(c, '-' | '/' | '=' | '_' | '.' | '@' | '#' | '+' | '&')
            };
            let start = run_start(text, end, belongs);
            (Token::Word(&text[start..end], is_joined), start)
        }
        _ => (Token::Start, single),
    }
}

/// The handle of a person, and where it begins, in the link that ends `text`: `[@jo](https://forge.example/jo)`.
fn linked_handle(text: &str) -> Option<(&str, usize)> {
    let words = &text[..text.rfind("](")?];
    let at = words.rfind('[')? + 1;
    words[at..].starts_with('@').then_some((&words[at..], at))
}

/// Whether the line above the end of `head` ends what was said: it is blank, a heading or a row.
fn ends_above(head: &str) -> bool {
    let mut lines = head.rsplit('\n').skip(1);
    let above = lines.next().unwrap_or_default().trim();
    above.is_empty() || above.starts_with(['#', '|']) || above.chars().all(|c| matches!(c, '-' | '=' | '*'))
}

/// The words right behind `at`, up to the first sign.
pub(super) fn words_behind(text: &str, at: usize) -> Vec<&str> {
    let belongs = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/');
    text[at..run_end(text, at, belongs)].split(' ').filter(|word| !word.is_empty()).take(4).collect()
}
