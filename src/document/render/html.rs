//! Authors' HTML among the events.

use std::ops::Range;

use pulldown_cmark::{Event, TagEnd};

use super::{Context, Placed, Render};
use crate::base::Span;
use crate::document::{Reference, ReferenceKind, autolink, raw_html, tag};

/// How far behind `<style>` in a line its end is looked for, in bytes.
const FARTHEST: usize = 4_096;

impl<'t, I: Iterator<Item = Placed<'t>>> Render<'t, I> {
    /// A block of authors' HTML, up to its end.
    pub(super) fn html_block(&mut self) {
        let mut html = String::new();
        // Where each line of it begins, in it and in the edited text.
        let mut lines: Vec<(usize, usize)> = Vec::new();
        while let Some((event, range)) = self.take() {
            match event {
                Event::Html(line) | Event::Text(line) => {
                    lines.push((html.len(), range.start));
                    html.push_str(&line);
                }
                Event::End(TagEnd::HtmlBlock) => break,
                _ => {}
            }
        }
        let Context { edited, base, .. } = self.context;
        let place = |offset: usize| {
            let line = lines.partition_point(|&(start, _)| start <= offset).saturating_sub(1);
            let (start, original) = lines.get(line).copied().unwrap_or_default();
            base + edited.original(original + (offset - start))
        };
        self.found.references.extend(in_comments(&html, place));
        let mut scanned = self.raw.scan(&html, self.depth, false, place);
        self.raw.end_of_line(&mut scanned.html);
        self.out.push_back(Event::Html(scanned.html.into()));
    }

    /// Authors' HTML in a line: one tag, or one comment.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        // A link within a link is none, whichever way the two are written.
        if !self.links.is_empty() && tag::parse(html).is_some_and(|tag| tag.name == "a") {
            return;
        }
        let Context { edited, base, .. } = self.context;
        let place = |offset: usize| base + edited.original(range.start + offset);
        self.found.references.extend(in_comments(html, place));
        let scanned = self.raw.scan(html, self.depth, true, place);
        if let Some(name) = scanned.removing {
            let window = (range.end + FARTHEST).min(edited.text.len());
            let window = (range.end..=window).rev().find(|&end| edited.text.is_char_boundary(end));
            let behind = self.text_of(range.end..window.unwrap_or(range.end));
            let behind = &behind[..behind.find("\n\n").unwrap_or(behind.len())];
            match raw_html::closing_tag(behind, &name) {
                Some(length) => self.removing_until = range.end + length,
                None => self.plain_text(html.to_owned().into()),
            }
            return;
        }
        self.note_plain(&scanned.text);
        self.html(scanned.html);
    }

    /// Closes authors' elements that end with the line.
    pub(super) fn end_of_line(&mut self) {
        let mut html = String::new();
        self.raw.end_of_line(&mut html);
        if !html.is_empty() {
            self.html(html);
        }
    }
}

/// The raw URLs in the comments of `html`; `place` says where each of its bytes stands in the file.
fn in_comments(html: &str, place: impl Fn(usize) -> usize) -> Vec<Reference> {
    let mut references = Vec::new();
    let mut rest = 0;
    while let Some(start) = html[rest..].find("<!--").map(|at| rest + at + "<!--".len()) {
        let end = html[start..].find("-->").map_or(html.len(), |at| start + at);
        let comment = &html[start..end];
        references.extend(autolink::find(comment, None, false).into_iter().map(|found| {
            let words = &comment[found.range.clone()];
            Reference {
                kind: ReferenceKind::Comment,
                target: format!("{}{words}", found.prefix),
                text: words.to_owned(),
                span: Span::new(place(start + found.range.start), place(start + found.range.end)),
                ..Reference::default()
            }
        }));
        rest = end;
    }
    references
}
