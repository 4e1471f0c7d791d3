//! Raw URLs in running text (GFM 0.29, section 6.9).
//!
//! The scanner reads source text, entities still written out, because the rules speak of them: `&copy;` at the
//! end of a URL is not part of it.

use std::ops::Range;

/// A URL or address in running text.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(crate) struct Autolink {
    /// Where it stands in the scanned text.
    pub(crate) range: Range<usize>,
    /// What has to stand before it to make it a target: `""`, `http://` or `mailto:`.
    pub(crate) prefix: &'static str,
}

/// All raw URLs of `text` in order; `before` is the character in front of it.
///
/// E-mail addresses are among them when `email` says so.
pub(crate) fn find(text: &str, before: Option<char>, email: bool) -> Vec<Autolink> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find([':', 'w', 'W', '@']).map(|at| from + at) {
        let link = match text.as_bytes()[at] {
            b':' => url(text, at, from),
            b'@' if email => address(text, at, from),
            b'@' => None,
            _ => www(text, at, text[..at].chars().next_back().or(before)),
        };
        from = match link {
            Some(link) => {
                let end = link.range.end;
                found.push(link);
                end
            }
            None => at + 1,
        };
    }
    found
}

/// The URL whose `://` is at `colon`; it does not reach left of `from`.
fn url(text: &str, colon: usize, from: usize) -> Option<Autolink> {
    if !text[colon..].starts_with("://") {
        return None;
    }
    // Letters only: the longest scheme has five, and one more shows that it is another word.
    let letters = text[from..colon].bytes().rev().take(6).take_while(u8::is_ascii_alphabetic).count();
    let scheme = &text[colon - letters..colon];
    if !["http", "https", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    let domain = colon + 3;
    valid_domain(&text[domain..], false)?;
    let end = end_of_url(text, domain);
    (end > domain).then_some(Autolink { range: colon - letters..end, prefix: "" })
}

/// The URL that begins with `www.` at `at`, behind `before`.
fn www(text: &str, at: usize, before: Option<char>) -> Option<Autolink> {
    if !text.as_bytes()[at..].get(..4)?.eq_ignore_ascii_case(b"www.") {
        return None;
    }
    if before.is_some_and(|c| !c.is_whitespace() && !matches!(c, '*' | '_' | '~' | '(')) {
        return None;
    }
    valid_domain(&text[at..], true)?;
    let end = end_of_url(text, at);
    (end > at + 4).then_some(Autolink { range: at..end, prefix: "http://" })
}

/// The address around the `@` at `at`; it does not reach left of `from`.
fn address(text: &str, at: usize, from: usize) -> Option<Autolink> {
    let local = text[from..at]
        .bytes()
        .rev()
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'+'))
        .count();
    let rest = &text.as_bytes()[at + 1..];
    let mut length =
        rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_')).count();
    while length > 0 && rest[length - 1] == b'.' {
        length -= 1;
    }
    let domain = &rest[..length];
    let valid = local > 0
        && domain.contains(&b'.')
        && !domain.ends_with(b"-")
        && !domain.ends_with(b"_")
        && !domain.starts_with(b".")
        && rest.get(length) != Some(&b'@');
    valid.then_some(Autolink { range: at - local..at + 1 + length, prefix: "mailto:" })
}

/// Whether `text` begins with a valid domain: no underscore in its last two segments, and a period where `dotted`.
fn valid_domain(text: &str, dotted: bool) -> Option<()> {
    let end =
        text.find(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_'))).unwrap_or(text.len());
    let domain = text[..end].trim_end_matches('.');
    let mut segments = domain.rsplit('.');
    let sound = segments.by_ref().take(2).all(|segment| !segment.contains('_'));
    (sound && !domain.is_empty() && (!dotted || domain.contains('.'))).then_some(())
}

/// Where the URL that has begun before `from` ends: at a blank or `<`, without what ends the sentence.
fn end_of_url(text: &str, from: usize) -> usize {
    let length = text[from..].find(|c: char| c.is_whitespace() || c == '<').unwrap_or(text.len() - from);
    let mut end = from + length;
    let url = &text.as_bytes()[from..end];
    let count = |sign: u8| url.iter().filter(|&&b| b == sign).count() as isize;
    // How many more closing than opening brackets the URL has. Square ones are not in the specification; they
    // stand around URLs in minutes as round ones do.
    let mut round = count(b')') - count(b'(');
    let mut square = count(b']') - count(b'[');
    while end > from {
        match text.as_bytes()[end - 1] {
            b'?' | b'!' | b'.' | b',' | b':' | b'*' | b'_' | b'~' | b'\'' | b'"' => end -= 1,
            b')' if round > 0 => (round, end) = (round - 1, end - 1),
            b']' if square > 0 => (square, end) = (square - 1, end - 1),
            b';' => {
                let name = text[from..end - 1].bytes().rev().take_while(u8::is_ascii_alphanumeric).count();
                let before = end - 1 - name;
                end = match name > 0 && before > from && text.as_bytes()[before - 1] == b'&' {
                    true => before - 1,
                    false => end - 1,
                };
            }
            _ => break,
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` holds what of `text` is linked, with the prefix in front.
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = find(text, None, true)
            .into_iter()
            .map(|link| format!("{}{}", link.prefix, &text[link.range]))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn the_examples_of_the_specification() {
        check("www.commonmark.org", &["http://www.commonmark.org"]);
        check("Visit www.commonmark.org/help for more.", &["http://www.commonmark.org/help"]);
        check("Visit www.commonmark.org.", &["http://www.commonmark.org"]);
        check("Visit www.commonmark.org/a.b.", &["http://www.commonmark.org/a.b"]);
        check(
            "www.google.com/search?q=Markup+(business)",
            &["http://www.google.com/search?q=Markup+(business)"],
        );
        check("www.google.com/search?q=(business))+ok", &["http://www.google.com/search?q=(business))+ok"]);
        check(
            "(www.google.com/search?q=Markup+(business))",
            &["http://www.google.com/search?q=Markup+(business)"],
        );
        check(
            "www.google.com/search?q=commonmark&hl=en",
            &["http://www.google.com/search?q=commonmark&hl=en"],
        );
        check("www.google.com/search?q=commonmark&hl;", &["http://www.google.com/search?q=commonmark"]);
        check("www.commonmark.org/he<lp", &["http://www.commonmark.org/he"]);
        check("http://commonmark.org", &["http://commonmark.org"]);
        check(
            "(Visit https://encrypted.google.com/search?q=Markup+(business))",
            &["https://encrypted.google.com/search?q=Markup+(business)"],
        );
        check("foo@bar.baz", &["mailto:foo@bar.baz"]);
        check(
            "hello@mail+xyz.example isn't valid, but hello+xyz@mail.example is.",
            &["mailto:hello+xyz@mail.example"],
        );
        check(
            "a.b-c_d@a.b a.b-c_d@a.b. a.b-c_d@a.b- a.b-c_d@a.b_",
            &["mailto:a.b-c_d@a.b", "mailto:a.b-c_d@a.b"],
        );
    }

    #[test]
    fn what_stands_around_a_url_is_not_part_of_it() {
        check(
            "see https://example.org/a, https://example.org/b; and \"https://example.org/c\"",
            &["https://example.org/a", "https://example.org/b", "https://example.org/c"],
        );
        check("[https://example.org/a]", &["https://example.org/a"]);
        check("Minutes:https://example.org/**", &["https://example.org/"]);
        check("http://localhost:8080/x", &["http://localhost:8080/x"]);
        check("https://example.org/ä?b#c", &["https://example.org/ä?b#c"]);
    }

    #[test]
    fn what_only_looks_like_a_url_stays_text() {
        for text in
            ["xhttp://a.b", "git://a.b", "http://", "http:// x", "www.", "www", "awww.a.b", "a@b", "@a.b"]
        {
            check(text, &[]);
        }
        check("http://a_b.c_d", &[]);
        check("www.a_b.c", &[]);
    }
}
