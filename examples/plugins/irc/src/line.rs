//! One line of a log.

/// A line of a log, taken apart.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub enum Line<'a> {
    /// Somebody says something.
    Said(&'a str, &'a str),
    /// Somebody does something, or comes or goes: `* alice waves`.
    Done(&'a str),
    /// Nothing.
    Empty,
    /// No line of a log.
    Other(&'a str),
}

/// Takes a line apart: a time in any of the usual forms, then `<nick> words` or `* nick does`.
pub fn parse(line: &str) -> Line<'_> {
    let rest = without_time(line.trim());
    if rest.is_empty() {
        return Line::Empty;
    }
    if let Some((nick, words)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        // Some logs mark operators: `<@alice>`, `<+bob>`.
        let nick = nick.trim().trim_start_matches(['@', '+', '%', '~', '&']);
        if !nick.is_empty() && !nick.contains(char::is_whitespace) {
            return Line::Said(nick, words.trim());
        }
    }
    match rest.strip_prefix("* ").or_else(|| rest.strip_prefix("-!- ")) {
        Some(words) => Line::Done(words.trim()),
        None => Line::Other(rest),
    }
}

/// `line` without the time at its beginning: `14:02`, `[14:02:33]`, `2024-03-05T14:02:33Z`.
fn without_time(line: &str) -> &str {
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let bare = first.trim_matches(['[', ']', '(', ')']);
    let is_time = bare.contains(':')
        && bare.bytes().any(|byte| byte.is_ascii_digit())
        && bare.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b':' | b'-' | b'T' | b'Z' | b'+' | b'.'));
    if is_time { rest.trim_start() } else { line }
}

/// What stands behind one of `labels` at the beginning of `words`, whatever their letter case: `Topic: x`.
pub fn behind<'a>(words: &'a str, labels: &[&str]) -> Option<&'a str> {
    let (label, rest) = words.split_once(':')?;
    labels.iter().any(|known| known.eq_ignore_ascii_case(label.trim())).then(|| rest.trim())
}

/// `words` with what Markdown would take for its own written so that it does not.
pub fn plain(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    // An address stays as it is, so that it becomes a link.
    while let Some(at) = rest.find("http") {
        let is_address = rest[at..].starts_with("http://") || rest[at..].starts_with("https://");
        let end = rest[at..].find(char::is_whitespace).map_or(rest.len(), |end| at + end);
        escape(&mut out, &rest[..at]);
        match is_address {
            true => out.push_str(&rest[at..end]),
            false => escape(&mut out, &rest[at..end]),
        }
        rest = &rest[end..];
    }
    escape(&mut out, rest);
    out
}

/// Adds `words` with a backslash before each sign of Markdown.
fn escape(out: &mut String, words: &str) {
    for c in words.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' | '&' | '!') {
            // A number behind `#` is an issue, and stays one.
            if c != '#' || out.is_empty() {
                out.push('\\');
            }
        }
        out.push(c);
    }
}
