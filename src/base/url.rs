//! URL paths on the site: how they are escaped, and how one page names another.
//!
//! A URL path here is readable text without a leading slash, `minutes/iaas/20230920/`; `""` is the home page. It
//! is percent-encoded at the last moment, when it is written into a file.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What RFC 3986 section 3.3 does not allow in a path, the quotes of HTML, `%` because the text is not encoded yet, and
/// the signs that end a path (`?`, `#`).
const NOT_IN_PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'\'')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// What RFC 3986 section 3.5 does not allow in a fragment.
const NOT_IN_FRAGMENT: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'`');

/// The path with everything escaped that a URL path cannot hold; `/` stays.
pub fn encode_path(path: &str) -> String {
    utf8_percent_encode(path, NOT_IN_PATH).to_string()
}

/// The fragment with everything escaped that a URL fragment cannot hold.
pub fn encode_fragment(fragment: &str) -> String {
    utf8_percent_encode(fragment, NOT_IN_FRAGMENT).to_string()
}

/// The text behind percent escapes (RFC 3986 section 2.1), or nothing where it is not UTF-8.
pub fn decode(text: &str) -> Option<String> {
    percent_encoding::percent_decode_str(text).decode_utf8().ok().map(|text| text.into_owned())
}

/// The relative reference (RFC 3986 section 4.2), encoded, by which the page at `from` names `to`.
///
/// Relative references hold wherever the site stands, under any prefix and in a preview.
pub fn relative(from: &str, to: &str) -> String {
    let folder = from.rfind('/').map_or("", |end| &from[..=end]);
    let common = folder
        .split_inclusive('/')
        .zip(to.split_inclusive('/'))
        .take_while(|(ours, theirs)| ours == theirs)
        .map(|(segment, _)| segment.len())
        .sum::<usize>();
    let mut reference = "../".repeat(folder[common..].matches('/').count());
    let below = encode_path(&to[common..]);
    if reference.is_empty()
        && (below.is_empty() || below.split('/').next().is_some_and(|first| first.contains(':')))
    {
        // An empty reference would keep the fragment, and a colon in the first segment would be a scheme.
        reference.push_str("./");
    }
    reference + &below
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_relative(from: &str, to: &str, expected: &str) {
        assert_eq!(relative(from, to), expected, "{from} -> {to}");
    }

    #[test]
    fn a_page_names_another_from_where_it_is() {
        check_relative("", "", "./");
        check_relative("", "minutes/", "minutes/");
        check_relative("minutes/iaas/", "", "../../");
        check_relative("minutes/iaas/1/", "minutes/iaas/2/", "../2/");
        check_relative("minutes/iaas/", "minutes/iaas/", "./");
        check_relative("minutes/iaas/", "static/a.css", "../../static/a.css");
        check_relative("a/b/", "ab/c", "../../ab/c");
        check_relative("404.html", "a/", "a/");
        check_relative("", "a:b/", "./a:b/");
    }

    #[test]
    fn odd_names_are_escaped() {
        check_relative("a/", "a/b c?#%/ü.md", "b%20c%3F%23%25/ü.md".replace('ü', "%C3%BC").as_str());
        assert_eq!(decode("%C3%BC").as_deref(), Some("ü"));
        assert_eq!(decode("%FF"), None);
        assert_eq!(encode_fragment("ü b"), "%C3%BC%20b");
    }
}
