//! Paragraphs, headings, code, tables and the lines of `:::` blocks.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, Tag, TagEnd};

use super::text::no_formula;
use super::{OpenContainer, Placed, Render};
use crate::document::container::{self, Fence};
use crate::document::highlight::Info;
use crate::document::part::Part;
use crate::document::{Heading, math, prepare, summary};

impl<'t, I: Iterator<Item = Placed<'t>>> Render<'t, I> {
    /// A paragraph opens, or a `:::` line.
    pub(super) fn open_paragraph(&mut self, range: Range<usize>) {
        if self.annals() {
            let line = self.text_of(range.clone()).trim();
            if let Some(line) = line.strip_prefix(prepare::FENCE)
                && !line.contains('\n')
                && self.container_line(line)
            {
                self.skip_to(TagEnd::Paragraph);
                return;
            }
        }
        if self.found.summary.is_none() && self.depth == 0 && self.paragraph.is_none() {
            self.paragraph = Some(self.begin_capture());
        }
        self.out.push_back(Event::Start(Tag::Paragraph));
    }

    /// A paragraph closes.
    pub(super) fn close_paragraph(&mut self) {
        self.end_of_line();
        if let Some(start) = self.paragraph.take() {
            let text = self.end_capture(start);
            self.found.summary = summary::first_sentence(&text);
        }
        self.out.push_back(Event::End(TagEnd::Paragraph));
    }

    /// Takes events up to and with the end of the open tag, whose like does not nest.
    pub(super) fn skip_to(&mut self, end: TagEnd) {
        while let Some((event, _)) = self.take() {
            if event == Event::End(end) {
                break;
            }
        }
    }

    /// A `:::` line; whether it is one that opens or closes a block.
    pub(super) fn container_line(&mut self, line: &'t str) -> bool {
        match container::fence(line) {
            Some(Fence::Open(container)) => {
                self.html(container.open());
                self.containers.push(OpenContainer { container, depth: self.depth, closing: false });
                true
            }
            Some(Fence::Close) => {
                let Some(open) = self.containers.iter_mut().rfind(|open| !open.closing) else { return false };
                open.closing = true;
                self.close_waiting_containers();
                true
            }
            None => false,
        }
    }

    /// Closes the innermost blocks between `:::` whose end was read, as soon as they can be closed.
    pub(super) fn close_waiting_containers(&mut self) {
        while self.containers.last().is_some_and(|open| open.closing && open.depth >= self.depth) {
            let close = self.containers.pop().map_or("", |open| open.container.close());
            self.html(close);
        }
    }

    /// A heading, up to its end: its id depends on its words.
    pub(super) fn heading(&mut self, tag: Tag<'t>, range: Range<usize>) {
        let Tag::Heading { level, id: named, .. } = tag else { return };
        let written = std::mem::take(&mut self.out);
        self.anchor_text = Some(String::new());
        let start = self.begin_capture();
        while let Some((event, range)) = self.take() {
            if matches!(event, Event::End(TagEnd::Heading(_))) {
                break;
            }
            self.event(event, range);
        }
        self.end_of_line();
        let text = self.end_capture(start).split_whitespace().collect::<Vec<_>>().join(" ");
        let anchor = self.anchor_text.take().unwrap_or_default();
        let inner = std::mem::replace(&mut self.out, written);
        let mut id = None;
        if self.annals() {
            let anchor = match named {
                Some(named) => self.anchors.named(&named),
                None => self.anchors.id(&anchor),
            };
            id = Some(CowStr::from(anchor.clone()));
            let span = self.span(&range);
            self.found.outline.push(Heading { level: level as u8, id: anchor, text, span });
        }
        self.out.push_back(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }));
        self.out.extend(inner);
        self.out.push_back(Event::End(TagEnd::Heading(level)));
    }

    /// A block of code, up to its end.
    pub(super) fn code_block(&mut self, tag: Tag<'t>, range: Range<usize>) {
        if !self.annals() {
            self.out.push_back(Event::Start(tag));
            while let Some((event, _)) = self.take() {
                let end = matches!(event, Event::End(TagEnd::CodeBlock));
                self.out.push_back(event);
                if end {
                    break;
                }
            }
            return;
        }
        let mut code = String::new();
        // Where each piece of it begins, in it and in the edited text.
        let mut places: Vec<(usize, usize)> = Vec::new();
        while let Some((event, piece)) = self.take() {
            match event {
                Event::Text(text) => {
                    places.push((code.len(), piece.start));
                    code.push_str(&text);
                }
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let info = match &tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => &**info,
            _ => "",
        };
        if self.fence(info, &code, &places, &range) {
            return;
        }
        if info.split_whitespace().next() == Some("math") {
            match math::mathml(&code, true) {
                Ok(mathml) => return self.part(Part::Block(format!("<p>{mathml}</p>\n"))),
                Err(problem) => self.report(no_formula(&code, &problem), &range),
            }
        }
        let html = self.context.memory.block(&code, &Info::new(info));
        self.part(Part::Block(html.to_string()));
    }

    /// A box of a task list.
    pub(super) fn task(&mut self, done: bool) {
        let html = match (self.annals(), done) {
            (true, true) => "<input type=\"checkbox\" disabled checked aria-label=\"done\"> ",
            (true, false) => "<input type=\"checkbox\" disabled aria-label=\"open\"> ",
            (false, true) => "<input disabled=\"\" type=\"checkbox\" checked=\"\"/>\n",
            (false, false) => "<input disabled=\"\" type=\"checkbox\"/>\n",
        };
        self.part(Part::Inline(html.to_owned()));
    }

    /// A table or a part of one opens. Columns are aligned by classes, because styles in tags are against a strict
    /// content policy; wide tables scroll in a box of their own.
    pub(super) fn open_table(&mut self, tag: Tag<'t>) {
        let html = match tag {
            Tag::Table(columns) => {
                self.columns = columns;
                "<div class=\"table\" tabindex=\"0\"><table>"
            }
            Tag::TableHead => {
                self.cell = (0, true);
                "<thead><tr>"
            }
            Tag::TableRow => {
                self.cell = (0, false);
                "<tr>"
            }
            _ => match (self.cell.1, self.columns.get(self.cell.0)) {
                (true, Some(Alignment::Left)) => "<th class=\"align-left\">",
                (true, Some(Alignment::Center)) => "<th class=\"align-center\">",
                (true, Some(Alignment::Right)) => "<th class=\"align-right\">",
                (true, _) => "<th>",
                (false, Some(Alignment::Left)) => "<td class=\"align-left\">",
                (false, Some(Alignment::Center)) => "<td class=\"align-center\">",
                (false, Some(Alignment::Right)) => "<td class=\"align-right\">",
                (false, _) => "<td>",
            },
        };
        self.html(html);
    }

    /// A table or a part of one closes.
    pub(super) fn close_table(&mut self, tag: TagEnd) {
        if matches!(tag, TagEnd::TableCell) {
            self.end_of_line();
        }
        if !self.annals() {
            self.out.push_back(Event::End(tag));
            return;
        }
        let html = match tag {
            TagEnd::TableCell => {
                self.cell.0 += 1;
                if self.cell.1 { "</th>" } else { "</td>" }
            }
            TagEnd::TableHead => "</tr></thead><tbody>\n",
            TagEnd::TableRow => "</tr>\n",
            _ => "</tbody></table></div>\n",
        };
        self.html(html);
    }
}
