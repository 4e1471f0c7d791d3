//! Headings of a text within the headings of its page.
//!
//! A page has one heading of level 1, its own. The text's first heading often says the same and becomes it; the
//! others follow below it without leaving out a level, because readers who cannot see the page find their way by
//! the levels (WCAG 2.2, technique H42). Anchors and words stay as they are.

/// A body cut in two: the heading it opens with, and the rest.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Opened<'a> {
    /// What stands between the tags of the heading that opens the body.
    pub(super) heading: Option<&'a str>,
    /// Everything behind it, or the whole body.
    pub(super) rest: &'a str,
}

/// Cuts the heading off a filled body that opens with one of this level, so that a page can set it in its own
/// way.
pub(super) fn cut_heading(body: &str, level: u8) -> Opened<'_> {
    let cut = || {
        let tag = body.trim_start().strip_prefix(&format!("<h{level}"))?;
        // No `>` stands unescaped in an attribute that we wrote.
        let (_, inner) = tag.split_once('>')?;
        inner.split_once(&format!("</h{level}>"))
    };
    match cut() {
        Some((heading, rest)) => Opened { heading: Some(heading), rest: rest.trim_start() },
        None => Opened { heading: None, rest: body },
    }
}

/// A filled body whose headings begin at level 2 and go down one level at a time.
///
/// A heading's level is the number of headings that it stands below: of two neighbours the one with the higher
/// number as written stands below the other. All `<` outside of tags are escaped, so that only tags are seen.
pub(super) fn nested(body: &str) -> String {
    let mut out = String::with_capacity(body.len());
    let mut above: Vec<u8> = Vec::new();
    let mut rest = body;
    while let Some(at) = rest.find("<h") {
        let (before, tag) = rest.split_at(at);
        out.push_str(before);
        rest = match level(tag) {
            None => {
                out.push_str("<h");
                &tag[2..]
            }
            Some(written) => {
                above.retain(|&other| other < written);
                above.push(written);
                // The page's own heading stands above all, and HTML has six levels.
                let shown = (above.len() + 1).min(6);
                let (inner, end) = tag[3..].split_once(&format!("</h{written}>")).unwrap_or((&tag[3..], ""));
                out.push_str(&format!("<h{shown}{inner}</h{shown}>"));
                end
            }
        };
    }
    out.push_str(rest);
    out
}

/// The level of the heading whose opening tag `tag` begins with.
fn level(tag: &str) -> Option<u8> {
    let digit = tag.as_bytes().get(2).copied().filter(|digit| (b'1'..=b'6').contains(digit))?;
    tag.as_bytes()
        .get(3)
        .is_some_and(|&next| next == b'>' || next.is_ascii_whitespace())
        .then(|| digit - b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_cut_only_where_the_body_opens_with_it() {
        let cut = |body: &'static str| {
            let opened = cut_heading(body, 1);
            (opened.heading, opened.rest)
        };
        assert_eq!(cut("\n<h1 id=\"a\">A <em>b</em></h1>\n<p>c</p>"), (Some("A <em>b</em>"), "<p>c</p>"));
        assert_eq!(cut("<p>c</p><h1>A</h1>"), (None, "<p>c</p><h1>A</h1>"));
        assert_eq!(cut("<h2>A</h2>"), (None, "<h2>A</h2>"));
        assert_eq!(cut("<h1>never closed"), (None, "<h1>never closed"));
    }

    /// The levels of a body with headings of these levels.
    #[track_caller]
    fn check(written: &[u8], shown: &[u8]) {
        let body = |levels: &[u8]| -> String {
            levels.iter().map(|n| format!("<hr><h{n} id=\"x\">a <b>c</b></h{n}>\n<p>d</p>")).collect()
        };
        assert_eq!(nested(&body(written)), body(shown));
    }

    #[test]
    fn no_level_is_left_out() {
        check(&[2, 3, 3, 2], &[2, 3, 3, 2]);
        check(&[3, 4, 3], &[2, 3, 2]);
        check(&[3, 2, 4], &[2, 2, 3]);
        check(&[1, 1, 3, 2, 3, 1], &[2, 2, 3, 3, 4, 2]);
        check(&[1, 2, 3, 4, 5, 6], &[2, 3, 4, 5, 6, 6]);
        check(&[], &[]);
    }

    #[test]
    fn what_is_no_heading_stays() {
        for body in ["<hr><header>&lt;h1&gt;</header><h7>", "a <h", "<h1", ""] {
            assert_eq!(nested(body), body);
        }
    }
}
