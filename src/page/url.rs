//! The way from a page to the top of the site, and how URLs are written into pages.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::base::url::{encode_fragment, encode_path};

/// What a whole URL as a person wrote it cannot hold; `%` stays, since it may already be an escape.
const WRITTEN: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// The same for what follows the host, where no IPv6 address can stand.
const BEHIND_HOST: &AsciiSet = &WRITTEN.add(b'#').add(b'[').add(b']');

/// The way from the page at `url` to the top of the site: `../../`, or `./` for pages that stand there.
pub fn root(url: &str) -> String {
    match url.bytes().filter(|&byte| byte == b'/').count() {
        0 => "./".to_owned(),
        depth => "../".repeat(depth),
    }
}

/// The file with the text of the page at `url`: `minutes/iaas/20230920/index.md`.
pub fn text_file(url: &str) -> String {
    match url.rsplit_once('/').map_or(url, |(_, name)| name) {
        "" => format!("{url}index.md"),
        name => match name.rsplit_once('.') {
            Some((_, extension)) => format!("{}md", &url[..url.len() - extension.len()]),
            None => format!("{url}/index.md"),
        },
    }
}

/// The path of the site's address, with slashes around it: `/docs/` for `https://example.org/docs/`.
///
/// Only the page for missing addresses needs it, because it is shown in place of any page.
pub fn base_path(site: Option<&str>) -> String {
    let path = site.and_then(|url| url.split_once("://")).and_then(|(_, rest)| rest.split_once('/'));
    match path.map(|(_, path)| path.trim_matches('/')) {
        None | Some("") => "/".to_owned(),
        Some(path) => format!("/{}/", encode_written(path)),
    }
}

/// `url`, which a person wrote, with every sign escaped that no URL may hold: brackets behind the host, and
/// number signs in a fragment.
pub fn encode_written(url: &str) -> String {
    let (before, fragment) = url.split_once('#').map_or((url, None), |(before, after)| (before, Some(after)));
    let host = before.find("://").map_or(0, |at| at + 3);
    let path = before[host..].find(['/', '?']).map_or(before.len(), |at| host + at);
    let mut encoded = utf8_percent_encode(&before[..path], WRITTEN).to_string();
    encoded.extend(utf8_percent_encode(&before[path..], BEHIND_HOST));
    if let Some(fragment) = fragment {
        encoded.push('#');
        encoded.extend(utf8_percent_encode(fragment, BEHIND_HOST));
    }
    encoded
}

/// The path at `url` with an anchor, ready for an attribute but for HTML escapes.
pub fn with_anchor(url: &str, anchor: Option<&str>) -> String {
    let mut encoded = encode_path(url);
    if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
        encoded.push('#');
        encoded.push_str(&encode_fragment(anchor));
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_is_as_many_folders_up_as_the_page_is_deep() {
        for (url, expected) in
            [("", "./"), ("404.html", "./"), ("a/", "../"), ("a/b/", "../../"), ("a/b", "../")]
        {
            assert_eq!(root(url), expected, "{url}");
        }
    }

    #[test]
    fn a_text_stands_beside_its_page() {
        for (url, expected) in [
            ("", "index.md"),
            ("a/b/", "a/b/index.md"),
            ("a/v1.2/", "a/v1.2/index.md"),
            ("a.b/c", "a.b/c/index.md"),
            ("404.html", "404.md"),
        ] {
            assert_eq!(text_file(url), expected, "{url}");
        }
    }

    #[test]
    fn the_base_path_is_the_path_of_the_address() {
        for (url, expected) in [
            (None, "/"),
            (Some("https://example.org"), "/"),
            (Some("https://example.org/"), "/"),
            (Some("https://example.org/a/b"), "/a/b/"),
            (Some("https://example.org/a b/"), "/a%20b/"),
        ] {
            assert_eq!(base_path(url), expected, "{url:?}");
        }
    }

    #[test]
    fn an_anchor_is_escaped_and_an_empty_one_left_out() {
        assert_eq!(with_anchor("a/", Some("d 1")), "a/#d%201");
        assert_eq!(with_anchor("a/", Some("")), "a/");
        assert_eq!(with_anchor("", None), "");
    }

    #[test]
    fn a_url_as_written_keeps_its_escapes_and_its_parts() {
        for (url, expected) in [
            ("https://a/%20?b=[c]#/#d", "https://a/%20?b=%5Bc%5D#/%23d"),
            ("https://[::1]:80/[x]", "https://[::1]:80/%5Bx%5D"),
            ("mailto:a@b", "mailto:a@b"),
            ("//host/ü ö", "//host/%C3%BC%20%C3%B6"),
        ] {
            assert_eq!(encode_written(url), expected);
        }
    }
}
