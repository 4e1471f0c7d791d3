//! The events of Markdown on their way to HTML.
//!
//! pulldown-cmark reads the text and writes whatever is standard. What stands between is here: one pass that turns
//! links into holes, gives headings their ids, finishes what has a form of its own (code, formulas, alerts,
//! tables, footnotes), and notes what the rest of Annals wants to know.

mod block;
mod fence;
mod footnote;
mod html;
mod link;
mod mention;
mod text;

use std::collections::VecDeque;
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd};

use super::anchor::Anchors;
use super::container::{self, Container};
use super::edit::Edited;
use super::fence::Fences;
use super::highlight::Memory;
use super::mention::Mention;
use super::mention::placeholder::Placeholder;
use super::part::{Part, Parts};
use super::raw_html::RawHtml;
use super::{Heading, Options, Reference, Syntax};
use crate::base::{Diagnostic, Location, SourcePath, Span};
use crate::code;
use footnote::Footnotes;
use link::OpenLink;

/// Deepest nesting of lists, quotes and emphasis. People write ten levels; every level is a stack frame or a step of a
/// search somewhere in a browser.
const DEEPEST: usize = 100;

/// An event and where it stands in the edited text.
type Placed<'t> = (Event<'t>, Range<usize>);

/// What a rendering is about.
#[derive(Debug, Copy, Clone)]
pub(crate) struct Context<'t> {
    /// Where the text was read, for diagnostics.
    pub(crate) path: &'t SourcePath,
    /// The text.
    pub(crate) edited: &'t Edited<'t>,
    /// Where the text begins in the file.
    pub(crate) base: usize,
    /// How it is read.
    pub(crate) options: &'t Options,
    /// Code that was highlighted before.
    pub(crate) memory: &'t Memory,
    /// What makes HTML of fenced blocks.
    pub(crate) fences: Option<&'t dyn Fences>,
    /// What it names, in order; spans count in the edited text.
    pub(crate) mentions: &'t [Mention],
    /// Where it waits for other minutes, in the same way.
    pub(crate) placeholders: &'t [Placeholder],
}

/// Events as pulldown-cmark reads them, to events as it shall write them.
pub(crate) struct Render<'t, I: Iterator<Item = Placed<'t>>> {
    /// What the rendering is about.
    context: Context<'t>,
    /// Events to come.
    input: Peekable<I>,
    /// Events that come before those: those of a footnote, when its turn has come.
    replay: VecDeque<Placed<'t>>,
    /// Events to be written.
    out: VecDeque<Event<'t>>,
    /// What was found.
    pub(crate) found: Found,
    /// Ids of headings.
    anchors: Anchors,
    /// Authors' open elements.
    raw: RawHtml,
    /// For each open tag that can nest, whether it was written or left out as too deep.
    nesting: Vec<bool>,
    /// How many lists, items and quotes are open.
    depth: usize,
    /// Open links.
    links: Vec<OpenLink>,
    /// The plain text of what is being captured.
    plain: String,
    /// How many captures are under way.
    captures: usize,
    /// The text of the open heading as the forge makes an anchor of it, with shortcodes written out.
    anchor_text: Option<String>,
    /// Where the plain text of the open paragraph begins, if it may be the summary.
    paragraph: Option<usize>,
    /// Open blocks between `:::`.
    containers: Vec<OpenContainer<'t>>,
    /// The columns of the open table.
    columns: Vec<Alignment>,
    /// The column of the next cell, and whether the head is open.
    cell: (usize, bool),
    /// Events before this offset are the content of a `<style>` in a line.
    removing_until: usize,
    /// Footnotes.
    footnotes: Footnotes<'t>,
}

/// What the rest of Annals wants to know of a text.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Headings in order.
    pub(crate) outline: Vec<Heading>,
    /// Links and pictures in order.
    pub(crate) references: Vec<Reference>,
    /// Ids of footnotes.
    pub(crate) anchors: Vec<String>,
    /// What markers stand for.
    pub(crate) parts: Parts,
    /// What was wrong.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// The first sentence.
    pub(crate) summary: Option<String>,
    /// Whether tags of the author are in the text.
    pub(crate) has_raw_html: bool,
    /// Whether something was nested too deep.
    too_deep: bool,
    /// How many blocks something else made HTML of.
    made: usize,
}

/// An open block between `:::`.
#[derive(Debug)]
struct OpenContainer<'t> {
    /// What it is.
    container: Container<'t>,
    /// How many lists, items and quotes are around it.
    depth: usize,
    /// Whether its end was read inside a list, and it ends with that list.
    closing: bool,
}

impl<'t, I: Iterator<Item = Placed<'t>>> Iterator for Render<'t, I> {
    type Item = Event<'t>;

    fn next(&mut self) -> Option<Event<'t>> {
        loop {
            if let Some(event) = self.out.pop_front() {
                return Some(event);
            }
            match self.take() {
                Some((event, range)) => self.event(event, range),
                None if self.footnotes.closed => return None,
                None => self.end(),
            }
        }
    }
}

impl<'t, I: Iterator<Item = Placed<'t>>> Render<'t, I> {
    /// Renders `input`, read from the context's text.
    pub(crate) fn new(context: Context<'t>, input: I) -> Self {
        Render {
            context,
            input: input.peekable(),
            replay: VecDeque::new(),
            out: VecDeque::new(),
            found: Found::default(),
            anchors: Anchors::default(),
            raw: RawHtml::default(),
            nesting: Vec::new(),
            depth: 0,
            links: Vec::new(),
            plain: String::new(),
            captures: 0,
            anchor_text: None,
            paragraph: None,
            containers: Vec::new(),
            columns: Vec::new(),
            cell: (0, false),
            removing_until: 0,
            footnotes: Footnotes::default(),
        }
    }

    /// The next event.
    fn take(&mut self) -> Option<Placed<'t>> {
        self.replay.pop_front().or_else(|| self.input.next())
    }

    /// Where the next event stands, if it is text.
    fn next_is_text(&mut self) -> bool {
        let next = self.replay.front().or_else(|| self.input.peek());
        matches!(next, Some((Event::Text(_), _)))
    }

    /// The text that is being rendered.
    fn text_of(&self, range: Range<usize>) -> &'t str {
        &self.context.edited.text[range]
    }

    /// Whether the whole of our syntax is on, and not just a specification.
    fn annals(&self) -> bool {
        self.context.options.syntax == Syntax::Annals
    }

    /// Where `range` of the edited text is in the file.
    fn span(&self, range: &Range<usize>) -> Span {
        let place = |offset| self.context.base + self.context.edited.original(offset);
        Span::new(place(range.start), place(range.end))
    }

    /// Notes a problem at `range`.
    fn report(&mut self, diagnostic: Diagnostic, range: &Range<usize>) {
        let location = Location::span(self.context.path, self.span(range));
        self.found.diagnostics.push(diagnostic.at(location));
    }

    /// Writes HTML as it is.
    fn html(&mut self, html: impl Into<CowStr<'t>>) {
        self.out.push_back(Event::InlineHtml(html.into()));
    }

    /// Writes the marker of `part`.
    fn part(&mut self, part: Part) {
        let marker = self.found.parts.mark(part);
        self.html(marker);
    }

    /// One event.
    fn event(&mut self, event: Event<'t>, range: Range<usize>) {
        if range.start < self.removing_until && !matches!(event, Event::Start(_) | Event::End(_)) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.finish(tag),
            Event::Text(text) => self.text(text, range),
            Event::Code(ref code) => {
                self.note_plain(code);
                if let Some(anchor) = &mut self.anchor_text {
                    anchor.push_str(code);
                }
                self.out.push_back(event);
            }
            Event::InlineMath(formula) => self.formula(&formula, false, &range),
            Event::DisplayMath(formula) => self.formula(&formula, true, &range),
            Event::Html(html) | Event::InlineHtml(html) => self.inline_html(&html, range),
            Event::FootnoteReference(name) => self.footnote_reference(&name),
            Event::SoftBreak | Event::HardBreak => {
                self.note_plain(" ");
                self.out.push_back(event);
            }
            Event::Rule => {
                self.end_of_line();
                self.out.push_back(event);
            }
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    /// An opening tag.
    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        if !is_inline(&tag) {
            self.end_of_line();
        }
        match tag {
            Tag::Heading { .. } => self.heading(tag, range),
            Tag::CodeBlock(_) => self.code_block(tag, range),
            Tag::HtmlBlock => self.html_block(),
            Tag::Image { dest_url, title, .. } => self.picture(&dest_url, &title, range),
            Tag::Link { link_type, dest_url, title, .. } => {
                self.open_link(link_type, &dest_url, &title, range)
            }
            Tag::FootnoteDefinition(name) => self.footnote_definition(&name),
            Tag::Paragraph => self.open_paragraph(range),
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell if self.annals() => {
                self.open_table(tag)
            }
            Tag::Table(_) | Tag::TableHead | Tag::TableRow | Tag::TableCell | Tag::MetadataBlock(_) => {
                self.out.push_back(Event::Start(tag));
            }
            _ => self.nest(tag, &range),
        }
    }

    /// An opening tag of what can stand in its like.
    fn nest(&mut self, tag: Tag<'t>, range: &Range<usize>) {
        let shown = self.nesting.len() < DEEPEST;
        self.nesting.push(shown);
        if is_container(&tag) {
            self.depth += 1;
        }
        if !shown {
            // What was apart stays apart.
            self.note_plain(" ");
            self.out.push_back(Event::SoftBreak);
            if !std::mem::replace(&mut self.found.too_deep, true) {
                let problem =
                    Diagnostic::warning(code::TOO_DEEP, format!("nested deeper than {DEEPEST} levels"));
                self.report(
                    problem.hint("what is deeper is shown at this level"),
                    &(range.start..range.start),
                );
            }
            return;
        }
        match tag {
            Tag::BlockQuote(Some(kind)) => self.html(container::open_quote(kind)),
            tag => self.out.push_back(Event::Start(tag)),
        }
    }

    /// A closing tag.
    fn finish(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link => self.close_link(),
            TagEnd::Paragraph => self.close_paragraph(),
            TagEnd::Table | TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => self.close_table(tag),
            TagEnd::MetadataBlock(_) => self.out.push_back(Event::End(tag)),
            tag => self.unnest(tag),
        }
    }

    /// A closing tag of what can stand in its like.
    fn unnest(&mut self, tag: TagEnd) {
        let container = is_container_end(&tag);
        if !is_inline_end(&tag) {
            self.end_of_line();
        }
        if container {
            let depth = self.depth.saturating_sub(1);
            let mut html = String::new();
            self.raw.end_of_container(depth, &mut html);
            while self.containers.last().is_some_and(|open| open.depth > depth) {
                html.extend(self.containers.pop().map(|open| open.container.close()));
            }
            self.depth = depth;
            if !html.is_empty() {
                self.html(html);
            }
        }
        if self.nesting.pop().unwrap_or(true) {
            match tag {
                TagEnd::BlockQuote(Some(_)) => self.html(container::CLOSE_ALERT),
                tag => self.out.push_back(Event::End(tag)),
            }
        }
        if container {
            self.close_waiting_containers();
        }
    }
}

/// Whether `tag` stands in a line.
fn is_inline(tag: &Tag<'_>) -> bool {
    is_inline_end(&tag.to_end()) || matches!(tag, Tag::Link { .. } | Tag::Image { .. })
}

/// Whether `tag` stands in a line, links and pictures aside.
fn is_inline_end(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript
    )
}

/// Whether `tag` holds blocks.
fn is_container(tag: &Tag<'_>) -> bool {
    is_container_end(&tag.to_end())
}

/// Whether `tag` holds blocks.
fn is_container_end(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
    )
}
