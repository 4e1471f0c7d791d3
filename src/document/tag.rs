//! Tags of authors' HTML, read by the strict grammar of CommonMark 0.31 section 6.6.
//!
//! What this reads as a complete tag, every browser does as well; anything else is text. That is what keeps a quotation
//! mark that nobody closes from swallowing the rest of a page.

/// A complete tag.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(crate) struct Tag<'a> {
    /// The element in lower case.
    pub(crate) name: String,
    /// Whether it begins with `</`.
    pub(crate) closing: bool,
    /// Whether it ends with `/>`.
    pub(crate) self_closing: bool,
    /// What stands between the name and the end, blanks and all.
    pub(crate) attributes: &'a str,
    /// Bytes from `<` to `>`.
    pub(crate) length: usize,
}

impl<'a> Tag<'a> {
    /// The value of the attribute called `name`, entities still written out.
    pub(crate) fn attribute(&self, name: &str) -> Option<&'a str> {
        let bytes = self.attributes.as_bytes();
        let mut at = run(bytes, 0, |b| b.is_ascii_whitespace());
        while at < bytes.len() {
            let end = attribute(bytes, at)?;
            let (own, value) =
                self.attributes[at..end].split_once('=').unwrap_or((&self.attributes[at..end], ""));
            if own.trim().eq_ignore_ascii_case(name) {
                let value = value.trim();
                let quoted =
                    ['"', '\''].iter().find_map(|quote| value.strip_prefix(*quote)?.strip_suffix(*quote));
                return Some(quoted.unwrap_or(value));
            }
            at = end + run(bytes, end, |b| b.is_ascii_whitespace());
        }
        None
    }
}

/// The tag that `text` begins with.
pub(crate) fn parse(text: &str) -> Option<Tag<'_>> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'<') {
        return None;
    }
    let closing = bytes.get(1) == Some(&b'/');
    let start = 1 + usize::from(closing);
    if !bytes.get(start)?.is_ascii_alphabetic() {
        return None;
    }
    let name_length = run(bytes, start, |b| b.is_ascii_alphanumeric() || b == b'-');
    let name_end = start + name_length;
    let mut at = name_end;
    loop {
        let blanks = run(bytes, at, |b| b.is_ascii_whitespace());
        let next = at + blanks;
        match *bytes.get(next)? {
            b'>' => return Some(tag(text, closing, start, name_end, at, next + 1, false)),
            b'/' if !closing && bytes.get(next + 1) == Some(&b'>') => {
                return Some(tag(text, closing, start, name_end, at, next + 2, true));
            }
            _ if closing || blanks == 0 => return None,
            _ => at = attribute(bytes, next)?,
        }
    }
}

/// Puts a tag together from the places of its parts in `text`.
fn tag(
    text: &str,
    closing: bool,
    start: usize,
    name_end: usize,
    attributes_end: usize,
    length: usize,
    self_closing: bool,
) -> Tag<'_> {
    Tag {
        name: text[start..name_end].to_ascii_lowercase(),
        closing,
        self_closing,
        attributes: &text[name_end..attributes_end],
        length,
    }
}

/// Where the attribute that begins at `at` ends.
fn attribute(bytes: &[u8], at: usize) -> Option<usize> {
    if !(bytes[at].is_ascii_alphabetic() || matches!(bytes[at], b'_' | b':')) {
        return None;
    }
    let name_end =
        at + run(bytes, at, |b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':' | b'-'));
    let equals = name_end + run(bytes, name_end, |b| b.is_ascii_whitespace());
    if bytes.get(equals) != Some(&b'=') {
        return Some(name_end);
    }
    let value = equals + 1 + run(bytes, equals + 1, |b| b.is_ascii_whitespace());
    match *bytes.get(value)? {
        quote @ (b'"' | b'\'') => {
            let length = bytes[value + 1..].iter().position(|&b| b == quote)?;
            Some(value + length + 2)
        }
        _ => {
            // The specification has no `=` here, but browsers do, and `<a href=https://x/?a=b>` is common.
            let plain = |b: u8| !b.is_ascii_whitespace() && !matches!(b, b'"' | b'\'' | b'<' | b'>' | b'`');
            match run(bytes, value, plain) {
                0 => None,
                length => Some(value + length),
            }
        }
    }
}

/// How many bytes from `at` on are as `wanted`.
fn run(bytes: &[u8], at: usize, wanted: impl Fn(u8) -> bool) -> usize {
    bytes[at.min(bytes.len())..].iter().take_while(|&&b| wanted(b)).count()
}

/// `value` with the entities decoded that the serialiser of HTML writes (WHATWG HTML, 13.3 "escaping a string").
pub(crate) fn unescape(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let plain = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` is the tag as `name|attributes`, with `/` in front of a closing and behind a closed one.
    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let tag = parse(text).map(|tag| {
            let (before, after) =
                (if tag.closing { "/" } else { "" }, if tag.self_closing { "/" } else { "" });
            assert!(text[..tag.length].ends_with('>'));
            format!("{before}{}{after}|{}", tag.name, tag.attributes)
        });
        assert_eq!(tag.as_deref(), expected, "{text:?}");
    }

    #[test]
    fn complete_tags_are_read() {
        check("<a>x", Some("a|"));
        check("<A href=\"x>y\" b>", Some("a| href=\"x>y\" b"));
        check("</a >", Some("/a|"));
        check("<br/>", Some("br/|"));
        check("<a href=https://x/?a=b/>", Some("a| href=https://x/?a=b/"));
        check("<customer-id>", Some("customer-id|"));
        check("<a\n  b = 'c'\n>", Some("a|\n  b = 'c'"));
    }

    #[test]
    fn everything_else_is_text() {
        for text in [
            "<",
            "<>",
            "< a>",
            "<1>",
            "<a",
            "<a b=\"c",
            "<a b=\"c\"d>",
            "</a b>",
            "<a b=>",
            "<a <b>",
            "<ä>",
            "<a:b>",
        ] {
            check(text, None);
        }
    }
}
