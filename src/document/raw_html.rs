//! Authors' HTML on its way into the rendered text.
//!
//! Tags of the elements that a document may have pass, everything else becomes text or goes. What passes is
//! balanced: elements are closed where their line or block ends, and nothing of the author's closes one of ours.
//! The allow-list proper, attributes included, is applied to the whole afterwards ([`super::sanitize`]), which
//! trusts no tag without the mark that is put on each here.

use std::collections::BTreeMap;

use pulldown_cmark_escape::escape_html;

use super::element::{self, Element};
use super::tag::{self, Tag, unescape};

/// The attribute that tells an author's tag from ours, with the tag's place in the source as its value.
pub(crate) const MARK: &str = "data-at";
/// Deepest nesting of authors' elements; a tag beyond shows as text.
const DEEPEST: usize = 50;

/// The authors' elements that are open.
#[derive(Debug, Default)]
pub(crate) struct RawHtml {
    /// Open elements, outermost first.
    open: Vec<Open>,
    /// How many tags of each name went without a trace and wait for their closing tag.
    dropped: BTreeMap<String, u32>,
    /// Whether any tag has passed.
    pub(crate) used: bool,
}

/// An open element.
#[derive(Debug)]
struct Open {
    /// Its name.
    name: String,
    /// How many Markdown containers are around it.
    depth: usize,
    /// Whether it marks words in a line and ends with the line at the latest.
    inline: bool,
}

/// What came of a stretch of authors' HTML.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    /// What goes into the rendered text.
    pub(crate) html: String,
    /// What of it a reader sees, entities still written out.
    pub(crate) text: String,
    /// A `<style>` or `<script>` that has not ended; what follows goes as well, up to its closing tag.
    pub(crate) removing: Option<String>,
}

impl RawHtml {
    /// Takes `html`, which stands in `depth` containers; `place` gives the place in the source of an offset.
    ///
    /// In a line `html` is one tag, and the content of a `<style>` stands behind it; elsewhere it is a whole block.
    pub(crate) fn scan(
        &mut self,
        html: &str,
        depth: usize,
        in_line: bool,
        place: impl Fn(usize) -> usize,
    ) -> Scanned {
        let mut out = Scanned::default();
        let mut at = 0;
        // Names whose closing tag does not come, so that a thousand `<style>` cost one search.
        let mut endless: Vec<String> = Vec::new();
        while let Some(next) = html[at..].find('<').map(|next| at + next) {
            out.push_raw(&html[at..next]);
            let rest = &html[next..];
            if let Some(length) = comment(rest) {
                at = next + length;
                continue;
            }
            let Some(tag) = tag::parse(rest) else {
                out.push_text("<");
                at = next + 1;
                continue;
            };
            at = next + tag.length;
            if element::of(&tag.name) == Element::Removed && !tag.closing {
                if in_line {
                    out.removing = Some(tag.name);
                    continue;
                }
                let known = endless.contains(&tag.name);
                match (!known).then(|| closing_tag(&html[at..], &tag.name)).flatten() {
                    Some(length) => at += length,
                    None => {
                        out.push_text(&rest[..tag.length]);
                        if !known {
                            endless.push(tag.name);
                        }
                    }
                }
                continue;
            }
            self.tag(&tag, &rest[..tag.length], depth, (place(next), place(at)), &mut out);
        }
        out.push_raw(&html[at..]);
        out
    }

    /// Takes one tag, written `source`.
    fn tag(&mut self, tag: &Tag<'_>, source: &str, depth: usize, place: (usize, usize), out: &mut Scanned) {
        match (element::of(&tag.name), tag.closing) {
            // `</br>` is a slip for `<br>`, and browsers read it so.
            (Element::Void, true) if tag.name == "br" => out.html.push_str("<br />"),
            (Element::Void, true) | (Element::Removed | Element::Unwrapped, _) => {}
            (Element::Void, false) => self.push_open(tag, place, out),
            (kind @ (Element::Inline | Element::Block), false) => {
                if self.open.len() >= DEEPEST {
                    return out.push_text(source);
                }
                self.push_open(tag, place, out);
                if tag.self_closing {
                    out.html.push_str(&format!("</{}>", tag.name));
                } else {
                    let inline = kind == Element::Inline;
                    self.open.push(Open { name: tag.name.clone(), depth, inline });
                }
            }
            (Element::Inline | Element::Block, true) => self.close(&tag.name, depth, &mut out.html),
            (Element::Foreign, false) if !tag.attributes.trim().is_empty() => {
                self.medium(tag, place, out);
                *self.dropped.entry(tag.name.clone()).or_default() += 1;
            }
            (Element::Foreign, true) if self.dropped.get(&tag.name).is_some_and(|&count| count > 0) => {
                self.dropped.entry(tag.name.clone()).and_modify(|count| *count -= 1);
            }
            (Element::Foreign | Element::Unknown, _) => out.push_text(source),
        }
    }

    /// Writes a link in place of a film, a sound or a page within the page: they are not shown, and not lost either.
    fn medium(&mut self, tag: &Tag<'_>, place: (usize, usize), out: &mut Scanned) {
        let is_within =
            ["video", "audio"].iter().any(|name| self.dropped.get(*name).is_some_and(|&count| count > 0));
        let is_medium = match tag.name.as_str() {
            "video" | "audio" | "iframe" | "embed" => true,
            "source" => is_within,
            _ => false,
        };
        let Some(target) = tag.attribute("src").filter(|target| is_medium && !target.trim().is_empty())
        else {
            return;
        };
        if self.in_link() {
            return;
        }
        self.used = true;
        let (start, end) = place;
        let href = target.replace('"', "&quot;");
        out.html.push_str(&format!("<a {MARK}=\"{start}-{end}\" href=\"{href}\" >"));
        let title = ["title", "aria-label"].iter().find_map(|name| tag.attribute(name));
        let file = target.trim_end_matches('/').rsplit('/').next().unwrap_or(target);
        out.push_text(&unescape(title.map_or(file, str::trim)));
        out.html.push_str("</a> ");
    }

    /// Writes an opening tag with the mark in front of its attributes: of two of one name, browsers take the first.
    fn push_open(&mut self, tag: &Tag<'_>, place: (usize, usize), out: &mut Scanned) {
        self.used = true;
        out.html.push_str(&format!("<{} {MARK}=\"{}-{}\"{} >", tag.name, place.0, place.1, tag.attributes));
    }

    /// Closes `name` and what is open inside it; a closing tag without an element to close goes.
    fn close(&mut self, name: &str, depth: usize, html: &mut String) {
        let found = self.open.iter().rposition(|open| open.name == name && open.depth >= depth);
        if let Some(found) = found {
            self.close_from(found, html);
        }
    }

    /// Closes the elements that end with their line.
    pub(crate) fn end_of_line(&mut self, html: &mut String) {
        let inline = self.open.iter().rev().take_while(|open| open.inline).count();
        self.close_from(self.open.len() - inline, html);
    }

    /// Closes the elements that were opened in more than `depth` containers.
    pub(crate) fn end_of_container(&mut self, depth: usize, html: &mut String) {
        let outer = self.open.iter().take_while(|open| open.depth <= depth).count();
        self.close_from(outer, html);
    }

    /// Closes everything.
    pub(crate) fn end_of_text(&mut self, html: &mut String) {
        self.close_from(0, html);
    }

    /// Closes all but the `outer` outermost elements.
    fn close_from(&mut self, outer: usize, html: &mut String) {
        for open in self.open.drain(outer..).rev() {
            html.push_str(&format!("</{}>", open.name));
        }
    }

    /// Whether the author has opened a link that is not closed yet.
    pub(crate) fn in_link(&self) -> bool {
        self.open.iter().any(|open| open.name == "a")
    }
}

impl Scanned {
    /// Appends HTML that holds no tag.
    fn push_raw(&mut self, html: &str) {
        self.html.push_str(html);
        self.text.push_str(html);
    }

    /// Appends what is no HTML, to be seen as it was written.
    fn push_text(&mut self, text: &str) {
        self.text.push_str(text);
        escape_html(&mut self.html, text).expect("writing to a string cannot fail");
    }
}

/// Length of the comment, declaration or processing instruction that `html` begins with.
///
/// Without its end it is text: a forgotten `-->` must not cost the rest of a page.
pub(crate) fn comment(html: &str) -> Option<usize> {
    let end_behind =
        |from: usize, end: &str| html.get(from..)?.find(end).map(|length| from + length + end.len());
    if html.starts_with("<!-->") {
        Some(5)
    } else if html.starts_with("<!--->") {
        Some(6)
    } else if html.starts_with("<!--") {
        end_behind(4, "-->")
    } else if html.starts_with("<![CDATA[") {
        end_behind(9, "]]>")
    } else if html.starts_with("<?") {
        end_behind(2, "?>")
    } else if html.starts_with("<!") && html.as_bytes().get(2).is_some_and(u8::is_ascii_alphabetic) {
        end_behind(2, ">")
    } else {
        None
    }
}

/// How far it is to behind the closing tag of `name` in `html`.
pub(crate) fn closing_tag(html: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(at) = html[from..].find("</").map(|at| from + at) {
        from = at + 2;
        let tag = html.as_bytes().get(from..from + name.len());
        if tag.is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
            return Some(html[from..].find('>').map_or(html.len(), |end| from + end + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scans `html` and closes everything; the marks are left out of what is compared.
    #[track_caller]
    fn check(html: &str, expected: &str) {
        let mut raw = RawHtml::default();
        let mut out = raw.scan(html, 0, false, |offset| offset).html;
        raw.end_of_text(&mut out);
        let marks = regex::Regex::new(r#" data-at="\d+-\d+"( [^>]*?)? >"#).unwrap();
        let marked = out.matches(MARK).count();
        assert_eq!(marks.find_iter(&out).count(), marked, "{out}");
        assert_eq!(marks.replace_all(&out, "$1>"), expected, "{html:?}");
    }

    #[test]
    fn known_elements_pass_and_are_closed() {
        check("<b>x</b>", "<b>x</b>");
        check("<b>x", "<b>x</b>");
        check("x</b></div>", "x");
        check("<div><b>x</div>y</b>", "<div><b>x</b></div>y");
        check("a</br>b<br/>c", "a<br />b<br>c");
        check("<a name=\"x\"/>y", "<a name=\"x\"></a>y");
    }

    #[test]
    fn placeholders_show_as_text() {
        check("<customerid>", "&lt;customerid&gt;");
        check("</xyz> & <title>", "&lt;/xyz&gt; & &lt;title&gt;");
        check("a < b <= c", "a &lt; b &lt;= c");
    }

    #[test]
    fn what_has_no_place_goes() {
        check("<style>\n# a { }\n</style>b", "b");
        check("<SCRIPT src=x>alert(1)</script >b", "b");
        check("<font color=\"red\">x</font>", "x");
        check("<object data=\"x\">y</object>", "y");
        check("a<!-- .slide: x -->b<?php x ?>c<!DOCTYPE html>d<![CDATA[e]]>f", "abcdf");
    }

    #[test]
    fn a_film_a_sound_and_a_page_within_the_page_are_links() {
        check("<iframe src=\"x\">y</iframe>", "<a href=\"x\">x</a> y");
        check("<video controls src='a/b.mp4'></video>", "<a href=\"a/b.mp4\">b.mp4</a> ");
        check("<audio><source src=a.ogg type=\"audio/ogg\"></audio>", "&lt;audio&gt;&lt;/audio&gt;");
        check(
            "<audio controls><source src=a.ogg type=\"audio/ogg\"></audio>",
            "<a href=\"a.ogg\">a.ogg</a> ",
        );
        check("<picture><source src=\"a.webp\"><img src=\"a.png\"></picture>", "<img src=\"a.png\">");
        check(
            "<iframe title=\"A &amp; b\" src=\"https://h/?a=&quot;\"></iframe>",
            "<a href=\"https://h/?a=&quot;\">A &amp; b</a> ",
        );
        check("<a href=\"y\"><video src=\"x\"></video></a>", "<a href=\"y\"></a>");
    }

    #[test]
    fn what_is_not_closed_swallows_nothing() {
        check("<!-- a", "&lt;!-- a");
        check("<a title=\"x\n<b>y</b>", "&lt;a title=\"x\n<b>y</b>");
        let mut raw = RawHtml::default();
        assert_eq!(raw.scan("<style>", 0, true, |at| at).removing.as_deref(), Some("style"));
        check("a<style>b", "a&lt;style&gt;b");
    }

    #[test]
    fn nesting_has_an_end() {
        let mut raw = RawHtml::default();
        let html = raw.scan(&"<div>".repeat(100_000), 0, false, |at| at).html;
        assert_eq!(html.matches("<div ").count(), DEEPEST);
    }
}
