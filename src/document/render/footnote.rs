//! Footnotes, which wait until the text has ended, and the end itself.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, VecDeque};

use pulldown_cmark::{Event, TagEnd};

use super::{Placed, Render};
use crate::document::part::Part;

/// Footnotes, which stand at the end.
#[derive(Debug, Default)]
pub(super) struct Footnotes<'t> {
    /// Names in the order of their numbers.
    order: Vec<String>,
    /// Number of each name, from 1, and how many references it has.
    numbers: BTreeMap<String, (usize, usize)>,
    /// Their events until they are written, in the order of the text.
    definitions: Vec<(String, VecDeque<Placed<'t>>)>,
    /// Where each name is in `definitions`.
    by_name: BTreeMap<String, usize>,
    /// How many are written; nothing before the section is opened.
    written: Option<usize>,
    /// Whether all is done.
    pub(super) closed: bool,
}

impl<'t, I: Iterator<Item = Placed<'t>>> Render<'t, I> {
    /// A reference to a footnote.
    pub(super) fn footnote_reference(&mut self, name: &str) {
        let notes = &mut self.footnotes;
        let next = notes.order.len() + 1;
        let (number, count) = notes.numbers.entry(name.to_owned()).or_insert((next, 0));
        if *number == next {
            notes.order.push(name.to_owned());
        }
        *count += 1;
        let (number, id) = (*number, reference_id(*number, *count));
        self.part(Part::Inline(format!(
            "<sup class=\"footnote-reference\"><a href=\"#fn:{number}\" id=\"{id}\" \
             aria-label=\"Footnote {number}\">{number}</a></sup>"
        )));
        self.found.anchors.push(id);
    }

    /// A footnote, up to its end: it waits for its turn.
    pub(super) fn footnote_definition(&mut self, name: &str) {
        let mut events = VecDeque::new();
        while let Some((event, range)) = self.take() {
            if matches!(event, Event::End(TagEnd::FootnoteDefinition)) {
                break;
            }
            events.push_back((event, range));
        }
        let notes = &mut self.footnotes;
        // The first of two with one name counts, as with link reference definitions (CommonMark section 4.7).
        if let Entry::Vacant(vacant) = notes.by_name.entry(name.to_owned()) {
            vacant.insert(notes.definitions.len());
            notes.definitions.push((name.to_owned(), events));
        }
    }

    /// The text has ended: what is open is closed, and the footnotes are written one by one.
    pub(super) fn end(&mut self) {
        let Some(written) = self.footnotes.written else {
            let mut html = String::new();
            self.raw.end_of_line(&mut html);
            self.raw.end_of_text(&mut html);
            while let Some(open) = self.containers.pop() {
                html.push_str(open.container.close());
            }
            if !self.footnotes.definitions.is_empty() {
                html.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
            }
            self.footnotes.written = Some(0);
            return self.html(html);
        };
        let Some(name) = self.next_footnote(written) else {
            self.footnotes.closed = true;
            self.found.has_raw_html = self.raw.used;
            if !self.footnotes.definitions.is_empty() {
                self.html("</ol>\n</section>\n");
            }
            return;
        };
        self.footnotes.written = Some(written + 1);
        if let Some(&place) = self.footnotes.by_name.get(&name) {
            self.replay = std::mem::take(&mut self.footnotes.definitions[place].1);
            self.footnote(written + 1, &name);
        }
    }

    /// The name of the footnote with number `written` + 1; those that nothing refers to come last.
    pub(super) fn next_footnote(&mut self, written: usize) -> Option<String> {
        if self.footnotes.order.len() == written {
            let unused = self.footnotes.definitions.iter().find(|(_, events)| !events.is_empty())?;
            let name = unused.0.clone();
            self.footnotes.numbers.insert(name.clone(), (written + 1, 0));
            self.footnotes.order.push(name);
        }
        self.footnotes.order.get(written).cloned()
    }

    /// Writes the footnote whose events are to be replayed, with links back to where it is referred to.
    pub(super) fn footnote(&mut self, number: usize, name: &str) {
        let id = format!("fn:{number}");
        self.part(Part::Inline(format!("<li id=\"{id}\">")));
        self.found.anchors.push(id);
        while let Some((event, range)) = self.replay.pop_front() {
            self.event(event, range);
        }
        let ends_with_paragraph = self.out.back() == Some(&Event::End(TagEnd::Paragraph));
        let last = if ends_with_paragraph { self.out.pop_back() } else { None };
        let count = self.footnotes.numbers.get(name).map_or(0, |&(_, count)| count);
        for reference in 1..=count {
            let id = reference_id(number, reference);
            self.part(Part::Inline(format!(
                " <a class=\"footnote-back\" href=\"#{id}\" aria-label=\"Back to reference {reference} of footnote \
                 {number}\">↩</a>"
            )));
        }
        self.out.extend(last);
        self.html("</li>\n");
    }
}

/// The id of the `count`th reference to footnote `number`.
fn reference_id(number: usize, count: usize) -> String {
    if count == 1 { format!("fnref:{number}") } else { format!("fnref:{number}:{count}") }
}
