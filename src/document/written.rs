//! A text as it is written, its signs marked: what an editor shows while somebody types, and blocks of Markdown.
//!
//! The classes are those of highlighted code, so that the theme's colours serve both. Words and signs stay what they
//! are: without its tags, the HTML is the text, escaped. It is one pass over the text, because it is made anew with
//! every key.

use pulldown_cmark::{Event, Parser, Tag};
use pulldown_cmark_escape::escape_html;

use super::front_matter;
use super::{Syntax, extensions};

/// The HTML of `text` with its Markdown marked.
pub fn mark(text: &str) -> String {
    let mut marked = Marked { text, html: String::with_capacity(text.len() * 2), written: 0 };
    let mark_order = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let body = front_matter::find(text, mark_order).map_or(0, |place| {
        marked.front_matter(place.end);
        place.end
    });
    let mut open = Vec::new();
    for (event, range) in Parser::new_ext(&text[body..], extensions(Syntax::Annals)).into_offset_iter() {
        let range = body + range.start..body + range.end;
        match event {
            Event::Start(Tag::Item) => {
                let line = text[range.start..].lines().next().unwrap_or_default();
                let marker = line.split_whitespace().next().map_or(0, str::len);
                marked.stretch("z-keyword", range.start, range.start + marker);
                open.push(false);
            }
            Event::Start(tag) => {
                let class = class(&tag);
                if let Some(class) = class {
                    marked.open(class, range.start);
                }
                open.push(class.is_some());
            }
            Event::End(_) => {
                if open.pop() == Some(true) {
                    marked.close(range.end);
                }
            }
            Event::Code(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {
                marked.stretch("z-markup z-raw", range.start, range.end);
            }
            Event::Html(_) | Event::InlineHtml(_) => marked.stretch("z-comment", range.start, range.end),
            Event::TaskListMarker(_) | Event::FootnoteReference(_) | Event::Rule => {
                marked.stretch("z-keyword", range.start, range.end);
            }
            Event::Text(_) | Event::SoftBreak | Event::HardBreak => {}
        }
    }
    marked.up_to(text.len());
    marked.html
}

/// The class of what `tag` opens.
fn class(tag: &Tag<'_>) -> Option<&'static str> {
    match tag {
        Tag::Heading { .. } => Some("z-markup z-heading"),
        Tag::Emphasis => Some("z-markup z-italic"),
        Tag::Strong | Tag::TableHead => Some("z-markup z-bold"),
        Tag::Strikethrough => Some("z-markup z-deleted"),
        Tag::CodeBlock(_) => Some("z-markup z-raw"),
        Tag::Link { .. } | Tag::Image { .. } => Some("z-entity z-name"),
        Tag::BlockQuote(_) => Some("z-markup z-quote"),
        Tag::FootnoteDefinition(_) | Tag::DefinitionListTitle => Some("z-markup z-bold"),
        _ => None,
    }
}

/// A text that is being marked.
struct Marked<'t> {
    text: &'t str,
    html: String,
    /// How much of the text is in the HTML.
    written: usize,
}

impl Marked<'_> {
    /// Writes the text up to `end`, unless that is done.
    fn up_to(&mut self, end: usize) {
        if let Some(text) = self.text.get(self.written..end) {
            escape_html(&mut self.html, text).expect("writing to a string cannot fail");
            self.written = end;
        }
    }

    /// Begins a stretch of `class` at `start`.
    fn open(&mut self, class: &str, start: usize) {
        self.up_to(start);
        self.html.push_str("<span class=\"");
        self.html.push_str(class);
        self.html.push_str("\">");
    }

    /// Ends it at `end`, in front of the line's end: a mark that begins a line belongs to that line.
    fn close(&mut self, end: usize) {
        let whole = self.text.get(..end).unwrap_or_default();
        self.up_to(whole.trim_end_matches(['\n', '\r']).len());
        self.html.push_str("</span>");
    }

    /// Marks all from `start` to `end`.
    fn stretch(&mut self, class: &str, start: usize, end: usize) {
        if self.written <= start {
            self.open(class, start);
            self.close(end);
        }
    }

    /// Marks the front matter, which ends at `end`: keys, and what is said of them.
    fn front_matter(&mut self, end: usize) {
        let mut at = 0;
        for line in self.text[..end].split_inclusive('\n') {
            let start = at;
            at += line.len();
            let words = line.trim_start();
            let indent = start + line.len() - words.len();
            let is_key = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ');
            match words.find([':', '=']) {
                Some(sign) if words[..sign].trim_start_matches("- ").chars().all(is_key) => {
                    self.stretch("z-entity z-name", indent, indent + sign);
                }
                _ if words.starts_with(['-', '+', '#']) => self.stretch("z-comment", indent, at),
                _ => {}
            }
        }
        self.up_to(end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `marked` is the HTML with `{` and `}` for the tags, each class in short behind the brace.
    #[track_caller]
    fn check(text: &str, marked: &str) {
        let html = mark(text);
        let short = html.replace("<span class=\"", "{").replace("\">", ":").replace("</span>", "}");
        assert_eq!(short.replace("z-markup ", "").replace("z-", ""), marked);
    }

    #[test]
    fn signs_are_marked() {
        check("# A *b*\n\nc **d** `e`\n", "{heading:# A {italic:*b*}}\n\nc {bold:**d**} {raw:`e`}\n");
        check("- a\n  - [ ] b\n1. c\n", "{keyword:-} a\n  {keyword:-} {keyword:[ ]} b\n{keyword:1.} c\n");
        check("[a](b) <c@d.org>\n", "{entity name:[a](b)} {entity name:&lt;c@d.org&gt;}\n");
        check("```sh\nls\n```\n\n> q\n", "{raw:```sh\nls\n```}\n\n{quote:&gt; q}\n");
        check("<b>x</b>\n\na", "{comment:&lt;b&gt;}x{comment:&lt;/b&gt;}\n\na");
    }

    #[test]
    fn front_matter_is_marked() {
        check(
            "---\ntitle: a\n- b\n---\n# A",
            "{comment:---}\n{entity name:title}: a\n{comment:- b}\n{comment:---}\n{heading:# A}",
        );
    }

    #[test]
    fn the_words_stay() {
        for text in [
            "",
            "\n",
            "\u{feff}# a\r\n* b\r\n",
            "> - a\n>   b\n\n| a | *b* |\n|--|--|\n| `c` | <i>d |\n",
            "*a _b* c_ **",
            "[a]: b\n[a]\n\n[^1]: x\n",
            "- a\n\n      code\n\tx\n",
        ] {
            let mut html = mark(text);
            while let Some(start) = html.find("<") {
                let end = start + html[start..].find('>').unwrap();
                html.replace_range(start..=end, "");
            }
            let plain =
                html.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
            assert_eq!(plain, text);
        }
    }
}
