//! The events of Markdown on their way to HTML.
//!
//! pulldown-cmark reads the text and writes whatever is standard. What stands between is here: one pass that turns
//! links into holes, gives headings their ids, finishes what has a form of its own (code, formulas, alerts,
//! tables, footnotes), and notes what the rest of Annals wants to know. Events stream through, so that a text costs
//! memory once.

use std::collections::{BTreeMap, VecDeque};
use std::iter::Peekable;
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, LinkType, Tag, TagEnd};

use super::anchor::Anchors;
use super::container::{self, Container, Fence};
use super::edit::Edited;
use super::highlight::{self, Info};
use super::part::{Part, Parts};
use super::raw_html::{self, RawHtml};
use super::{Heading, HolePart, Options, Reference, ReferenceKind, Syntax};
use super::{autolink, emoji, math, prepare, summary, url};
use crate::base::{Diagnostic, Location, SourcePath, Span};
use crate::code;

/// Deepest nesting of lists, quotes and emphasis. People write ten levels; every level is a stack frame or a step of a
/// search somewhere in a browser.
const DEEPEST: usize = 100;
/// How far behind `<style>` in a line its end is looked for, in bytes.
const FARTHEST: usize = 4_096;

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
}

/// What is to be done where a link ends.
#[derive(Debug, Copy, Clone)]
enum OpenLink {
    /// It is no link.
    Nothing,
    /// It was shown with its angle brackets.
    Angle,
    /// It is the reference with this number, whose text begins here.
    Reference(usize, usize),
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

/// Footnotes, which stand at the end.
#[derive(Debug, Default)]
struct Footnotes<'t> {
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
    closed: bool,
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

    /// Starts to take down the plain text.
    fn begin_capture(&mut self) -> usize {
        self.captures += 1;
        self.plain.len()
    }

    /// The plain text since the capture `start`.
    fn end_capture(&mut self, start: usize) -> String {
        let text = self.plain[start..].to_owned();
        self.captures -= 1;
        if self.captures == 0 {
            self.plain.clear();
        }
        text
    }

    /// Takes `text` down where it is wanted.
    fn note_plain(&mut self, text: &str) {
        if self.captures > 0 {
            self.plain.push_str(text);
        }
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
            Tag::CodeBlock(_) => self.code_block(tag),
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

    /// Closes authors' elements that end with the line.
    fn end_of_line(&mut self) {
        let mut html = String::new();
        self.raw.end_of_line(&mut html);
        if !html.is_empty() {
            self.html(html);
        }
    }

    /// A paragraph opens, or a `:::` line.
    fn open_paragraph(&mut self, range: Range<usize>) {
        if self.annals() {
            let line = self.text_of(range.clone()).trim();
            if let Some(line) = line.strip_prefix(prepare::FENCE)
                && !line.contains('\n')
                && self.fence(line)
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
    fn close_paragraph(&mut self) {
        self.end_of_line();
        if let Some(start) = self.paragraph.take() {
            let text = self.end_capture(start);
            self.found.summary = summary::first_sentence(&text);
        }
        self.out.push_back(Event::End(TagEnd::Paragraph));
    }

    /// Takes events up to and with the end of the open tag, whose like does not nest.
    fn skip_to(&mut self, end: TagEnd) {
        while let Some((event, _)) = self.take() {
            if event == Event::End(end) {
                break;
            }
        }
    }

    /// A `:::` line; whether it is one that opens or closes a block.
    fn fence(&mut self, line: &'t str) -> bool {
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
    fn close_waiting_containers(&mut self) {
        while self.containers.last().is_some_and(|open| open.closing && open.depth >= self.depth) {
            let close = self.containers.pop().map_or("", |open| open.container.close());
            self.html(close);
        }
    }

    /// A heading, up to its end: its id depends on its words.
    fn heading(&mut self, tag: Tag<'t>, range: Range<usize>) {
        let Tag::Heading { level, .. } = tag else { return };
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
            let anchor = self.anchors.id(&anchor);
            id = Some(CowStr::from(anchor.clone()));
            let span = self.span(&range);
            self.found.outline.push(Heading { level: level as u8, id: anchor, text, span });
        }
        self.out.push_back(Event::Start(Tag::Heading { level, id, classes: Vec::new(), attrs: Vec::new() }));
        self.out.extend(inner);
        self.out.push_back(Event::End(TagEnd::Heading(level)));
    }

    /// A block of code, up to its end.
    fn code_block(&mut self, tag: Tag<'t>) {
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
        while let Some((event, _)) = self.take() {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => break,
                _ => {}
            }
        }
        let info = match &tag {
            Tag::CodeBlock(pulldown_cmark::CodeBlockKind::Fenced(info)) => Info::new(info),
            _ => Info::default(),
        };
        self.part(Part::Block(highlight::block(&code, &info)));
    }

    /// A block of authors' HTML, up to its end.
    fn html_block(&mut self) {
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
        let mut scanned = self.raw.scan(&html, self.depth, false, place);
        self.raw.end_of_line(&mut scanned.html);
        self.out.push_back(Event::Html(scanned.html.into()));
    }

    /// Authors' HTML in a line: one tag, or one comment.
    fn inline_html(&mut self, html: &str, range: Range<usize>) {
        let Context { edited, base, .. } = self.context;
        let place = |offset: usize| base + edited.original(range.start + offset);
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

    /// A picture, up to its end.
    fn picture(&mut self, target: &str, title: &str, range: Range<usize>) {
        let mut alternative = String::new();
        let mut open = 0_usize;
        while let Some((event, _)) = self.take() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) if open == 0 => break,
                Event::End(_) => open -= 1,
                Event::Text(text) | Event::Code(text) => alternative.push_str(&text),
                Event::InlineMath(text) | Event::DisplayMath(text) => alternative.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alternative.push(' '),
                _ => {}
            }
        }
        let text = if self.annals() { emoji::replace(&alternative).into_owned() } else { alternative };
        if !self.links.is_empty() && self.anchor_text.is_none() {
            self.note_plain(&text);
        }
        self.empty_target("picture", target, &range);
        let number = self.reference(ReferenceKind::Picture, target.to_owned(), text, title, &range);
        self.part(Part::Hole(number, HolePart::Picture));
    }

    /// Notes a reference and gives its number.
    fn reference(
        &mut self,
        kind: ReferenceKind,
        target: String,
        text: String,
        title: &str,
        range: &Range<usize>,
    ) -> usize {
        let span = self.span(range);
        self.found.references.push(Reference {
            kind,
            target,
            text,
            title: title.to_owned(),
            span,
            size: None,
        });
        self.found.references.len() - 1
    }

    /// Reports a target that is empty.
    fn empty_target(&mut self, what: &str, target: &str, range: &Range<usize>) {
        if target.trim().is_empty() {
            let problem = Diagnostic::warning(code::EMPTY_TARGET, format!("a {what} without a target"));
            self.report(problem.hint("write where it leads between the round brackets"), range);
        }
    }

    /// A link opens.
    fn open_link(&mut self, link_type: LinkType, target: &str, title: &str, range: Range<usize>) {
        let autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
        let link = if self.raw.in_link() || link_type == LinkType::Email && !self.context.options.link_email {
            OpenLink::Nothing
        } else if link_type == LinkType::Autolink && self.annals() && !url::is_safe(target) {
            // `<customer:id>` is a placeholder, and no scheme that anybody links to.
            self.out.push_back(Event::Text("<".into()));
            self.note_plain("<");
            OpenLink::Angle
        } else {
            if !autolink {
                self.empty_target("link", target, &range);
            }
            let kind = if autolink { ReferenceKind::Autolink } else { ReferenceKind::Link };
            let target =
                if link_type == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() };
            let number = self.reference(kind, target, String::new(), title, &range);
            self.part(Part::Hole(number, HolePart::Open));
            OpenLink::Reference(number, self.begin_capture())
        };
        self.links.push(link);
    }

    /// A link closes.
    fn close_link(&mut self) {
        match self.links.pop() {
            Some(OpenLink::Reference(number, start)) => {
                let text = self.end_capture(start);
                self.found.references[number].text = text;
                // An element of the author that was opened in the link ends with it.
                self.end_of_line();
                self.part(Part::Hole(number, HolePart::Close));
            }
            Some(OpenLink::Angle) => {
                self.out.push_back(Event::Text(">".into()));
                self.note_plain(">");
            }
            Some(OpenLink::Nothing) | None => {}
        }
    }

    /// A run of text, with the raw URLs in it.
    fn text(&mut self, first: CowStr<'t>, range: Range<usize>) {
        let mut run = vec![(first, range)];
        while self.next_is_text() {
            if let Some((Event::Text(text), range)) = self.take() {
                run.push((text, range));
            }
        }
        let (start, end) = (run[0].1.start, run[run.len() - 1].1.end);
        let linkable =
            self.context.options.syntax != Syntax::CommonMark && self.links.is_empty() && !self.raw.in_link();
        let source = self.text_of(start..end);
        let email = self.context.options.link_email;
        if !linkable || !may_hold_autolink(source, email) {
            return run.into_iter().for_each(|(text, _)| self.plain_text(text));
        }
        let before = self.text_of(0..start).chars().next_back();
        let mut run = Run { pieces: run.into(), source: &self.context.edited.text };
        for found in autolink::find(source, before, email) {
            let range = start + found.range.start..start + found.range.end;
            run.take(range.start).into_iter().for_each(|text| self.plain_text(text));
            let words = run.take(range.end).concat();
            let target = format!("{}{words}", found.prefix);
            let number = self.reference(ReferenceKind::Autolink, target, words.clone(), "", &range);
            self.part(Part::Hole(number, HolePart::Open));
            self.note_plain(&words);
            if let Some(anchor) = &mut self.anchor_text {
                anchor.push_str(&words);
            }
            self.out.push_back(Event::Text(words.into()));
            self.part(Part::Hole(number, HolePart::Close));
        }
        run.take(usize::MAX).into_iter().for_each(|text| self.plain_text(text));
    }

    /// Text without URLs.
    fn plain_text(&mut self, text: CowStr<'t>) {
        if let Some(anchor) = &mut self.anchor_text {
            anchor.push_str(&text);
        }
        let text = match self.annals().then(|| emoji::replace(&text)) {
            Some(std::borrow::Cow::Owned(text)) => text.into(),
            _ => text,
        };
        self.note_plain(&text);
        self.out.push_back(Event::Text(text));
    }

    /// A formula, or a piece of prose that looked like one.
    fn formula(&mut self, formula: &str, display: bool, range: &Range<usize>) {
        let source = self.text_of(range.clone());
        self.note_plain(source);
        if let Some(anchor) = &mut self.anchor_text {
            anchor.push_str(formula);
        }
        match math::mathml(formula, display) {
            Ok(mathml) => self.part(Part::Inline(mathml)),
            Err(problem) => {
                let message = format!("`{}` is no formula: {problem}", summary::shorten(source, 60));
                let hint = "write `\\$` where a dollar sign is meant";
                self.report(Diagnostic::warning(code::INVALID_MATH, message).hint(hint), range);
                self.out.push_back(Event::Text(source.into()));
            }
        }
    }

    /// A box of a task list.
    fn task(&mut self, done: bool) {
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
    fn open_table(&mut self, tag: Tag<'t>) {
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
    fn close_table(&mut self, tag: TagEnd) {
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

    /// A reference to a footnote.
    fn footnote_reference(&mut self, name: &str) {
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
    fn footnote_definition(&mut self, name: &str) {
        let mut events = VecDeque::new();
        while let Some((event, range)) = self.take() {
            if matches!(event, Event::End(TagEnd::FootnoteDefinition)) {
                break;
            }
            events.push_back((event, range));
        }
        let notes = &mut self.footnotes;
        notes.by_name.entry(name.to_owned()).or_insert(notes.definitions.len());
        notes.definitions.push((name.to_owned(), events));
    }

    /// The text has ended: what is open is closed, and the footnotes are written one by one.
    fn end(&mut self) {
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
    fn next_footnote(&mut self, written: usize) -> Option<String> {
        if self.footnotes.order.len() == written {
            let unused = self.footnotes.definitions.iter().find(|(_, events)| !events.is_empty())?;
            let name = unused.0.clone();
            self.footnotes.numbers.insert(name.clone(), (written + 1, 0));
            self.footnotes.order.push(name);
        }
        self.footnotes.order.get(written).cloned()
    }

    /// Writes the footnote whose events are to be replayed, with links back to where it is referred to.
    fn footnote(&mut self, number: usize, name: &str) {
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

/// Whether `source` may hold a raw URL.
fn may_hold_autolink(source: &str, email: bool) -> bool {
    source.contains("://")
        || source.contains("www.")
        || source.contains("WWW.")
        || email && source.contains('@')
}

/// Pieces of text in a row: entities and escapes are pieces of their own.
struct Run<'t> {
    /// The pieces not taken yet.
    pieces: VecDeque<(CowStr<'t>, Range<usize>)>,
    /// The text they stand in.
    source: &'t str,
}

impl<'t> Run<'t> {
    /// The pieces before `end`, the last one cut there.
    fn take(&mut self, end: usize) -> Vec<CowStr<'t>> {
        let mut taken = Vec::new();
        while let Some((text, range)) = self.pieces.pop_front() {
            if range.start >= end {
                self.pieces.push_front((text, range));
                break;
            }
            let cut = end.min(range.end);
            // Only what stands in the source as it is can be cut; an entity belongs to what it begins in.
            if cut < range.end && self.source[range.clone()] == *text {
                taken.push(self.source[range.start..cut].into());
                self.pieces.push_front((self.source[cut..range.end].into(), cut..range.end));
                break;
            }
            taken.push(text);
        }
        taken
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
