//! Stage 2: one file as Markdown.
//!
//! Parsing never fails: whatever the bytes, there is a document, and what was wrong with them is told.
//! The body is rendered once, with holes where links and pictures go: where a link leads is known only when all
//! documents are, and a change of that fills holes instead of rendering again.
//!
//! ```text
//! text -> front_matter -> prepare -> pulldown-cmark -> render -> push_html -> sanitize -> Body
//!         data            edits      events            events    HTML with    only where the
//!                                                                markers      author wrote HTML
//! ```
//!
//! **Invariant: nothing here knows another file.** A document depends on its text, its path in diagnostics and the
//! [`Options`]; it can be made on any thread and cached by those three.

mod anchor;
mod autolink;
pub mod block;
pub mod body;
mod container;
pub mod day;
pub mod drawing;
mod edit;
mod element;
mod emoji;
mod encoding;
pub mod excerpt;
pub mod fence;
pub mod fragment;
mod front_matter;
mod heading;
pub mod highlight;
mod math;
pub mod mention;
mod part;
mod place;
mod preamble;
mod prepare;
mod raw_html;
mod render;
mod sanitize;
mod summary;
mod tag;
#[cfg(test)]
mod tests;
pub mod url;
pub mod written;

use std::collections::BTreeSet;
use std::sync::Arc;

use pulldown_cmark::{Event, Options as Extensions, Parser, html::push_html};
use serde::{Deserialize, Serialize};

use crate::base::{Diagnostic, Location, SourcePath, Span, Warned};
use crate::code;
use block::Collector;
pub use block::{Block, BlockKind, Blocks};
pub use body::{Body, Hole, HolePart};
pub use fence::Fences;
pub use fragment::Fragment;
pub use front_matter::FrontMatter;
pub use highlight::Memory;
use mention::placeholder::Placeholder;
pub use mention::{Mention, Vocabulary};
use prepare::Repairs;
use render::{Context, Render};
pub(crate) use summary::shorten;

/// How many bytes of a text make one event, so that there is room for all events from the beginning.
const BYTES_PER_EVENT: usize = 16;

/// How texts are read.
#[derive(Debug, Clone, Default, Eq, PartialEq, Hash)]
pub struct Options {
    /// Which Markdown it is.
    pub syntax: Syntax,
    /// Whether text that was decoded twice on its way is shown as it was meant. It is reported either way.
    pub repair_encoding: bool,
    /// Whether e-mail addresses in the text become links. They do not by default, so that minutes do not publish
    /// them to whoever collects addresses.
    pub link_email: bool,
    /// Whether lines such as `Status: Draft` at the top are front matter.
    pub preamble: bool,
    /// Whether the blocks are wanted: only texts in which something is looked for need them.
    pub blocks: bool,
    /// Whether no page shows the text: then its body stays empty, and nobody asks what it waits for.
    pub unshown: bool,
    /// What names things; nothing for a text whose names nobody asks for.
    pub vocabulary: Option<Arc<Vocabulary>>,
}

/// Which Markdown a text is read as.
#[derive(Debug, Default, Copy, Clone, Eq, PartialEq, Hash)]
pub enum Syntax {
    /// GitHub's Markdown and what pads and slide decks add to it.
    #[default]
    Annals,
    /// GFM 0.29 and no more.
    Gfm,
    /// CommonMark 0.31 and no more.
    CommonMark,
}

/// One text understood as Markdown.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Document {
    /// The data in front of the text, which is not kept longer than facts are taken from it.
    #[serde(skip)]
    pub front_matter: Option<FrontMatter>,
    /// The text of the first level-1 heading, or of the first heading at all.
    pub title: Option<String>,
    /// The first sentence of the first paragraph, as plain text of at most 200 characters.
    pub summary: Option<String>,
    /// All headings in order.
    pub outline: Vec<Heading>,
    /// Every link and picture in order; holes of the body count in this list.
    pub references: Vec<Reference>,
    /// What the text names beside its links, in order; holes of mentions count in this list.
    pub mentions: Vec<Mention>,
    /// Where it waits for the minutes of another meeting, in order.
    pub placeholders: Vec<Placeholder>,
    /// Ids in the body that links may name beside the headings', from authors' HTML and footnotes.
    ///
    /// Those with a colon are made by Annals; neither headings nor authors can have such.
    pub anchors: Vec<String>,
    /// The blocks of the text, if [`Options::blocks`] asks for them; not kept any longer either.
    #[serde(skip)]
    pub blocks: Option<Blocks>,
    /// The rendered text.
    pub body: Body,
}

/// A heading, as a place to link to.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor: the one that the heading names, or else the one that the forge gives it.
    pub id: String,
    /// The words, without markup.
    pub text: String,
    /// The heading in the source.
    pub span: Span,
}

/// A piece of text that names something: a link or a picture, before it is known where it leads.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// What the writer wrote.
    pub kind: ReferenceKind,
    /// The target as written, entities and escapes decoded. It may be empty, which is reported here, and it may be
    /// unsafe: ask [`url::is_safe`] before it becomes a link.
    pub target: String,
    /// The link's text or the picture's alternative text, without markup.
    pub text: String,
    /// The title, in quotes behind the target.
    pub title: String,
    /// The whole link in the source, from `[` to `)`; of a link in authors' HTML its opening tag.
    pub span: Span,
    /// Width and height in pixels, where authors' HTML gives them.
    pub size: Option<(Option<u32>, Option<u32>)>,
}

/// How a reference was written.
#[derive(Debug, Default, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum ReferenceKind {
    /// `[text](target)` or `<a href>`.
    #[default]
    Link,
    /// A raw URL in the text, or one in `<` and `>`.
    Autolink,
    /// `![text](target)` or `<img src>`.
    Picture,
    /// A raw URL in a comment: no reader sees it, but the text names what it leads to.
    Comment,
}

/// Reads `text`, the content of the file at `path`.
///
/// There is always a document, in time linear in the text. The path is for the diagnostics alone.
pub fn parse(path: &SourcePath, text: &str, options: &Options) -> Warned<Document> {
    parse_with(path, text, options, &Memory::default(), None)
}

/// Reads `text` like [`parse`], with the help of what was highlighted before, and of what makes HTML of fenced blocks.
pub fn parse_with(
    path: &SourcePath,
    text: &str,
    options: &Options,
    memory: &Memory,
    fences: Option<&dyn Fences>,
) -> Warned<Document> {
    let annals = options.syntax == Syntax::Annals;
    let split = if annals {
        front_matter::split(path, text, options.preamble)
    } else {
        front_matter::Split { front_matter: None, body: 0, problems: Vec::new() }
    };
    let mut diagnostics = split.problems;
    let base = split.body;
    let body = &text[base..];
    if annals {
        report_double_encoded(path, body, base, &mut diagnostics);
    }
    let repairs = Repairs {
        encoding: annals && options.repair_encoding,
        slides: annals
            && split.front_matter.as_ref().is_some_and(|front_matter| is_deck(&front_matter.value)),
        forgiving: annals,
    };
    let extensions = extensions(options.syntax);
    let edited = prepare::prepare(body, extensions, repairs);
    // The events are looked at three times; keeping them costs a tenth of reading them again.
    let mut events = Vec::with_capacity(edited.text.len() / BYTES_PER_EVENT);
    events.extend(Parser::new_ext(&edited.text, extensions).into_offset_iter());
    if annals {
        heading::take_ids(&mut events);
    }
    let (mut mentions, mut placeholders) = match options.vocabulary.as_deref().filter(|_| annals) {
        Some(vocabulary) => (
            mention::scan(vocabulary, &edited.text, &events),
            match options.unshown {
                true => Vec::new(),
                false => mention::placeholder::find(&vocabulary.terms().placeholders, &events),
            },
        ),
        None => (Vec::new(), Vec::new()),
    };
    // Where nobody sees the HTML, that of authors is written all the same: its links are found in it.
    let is_written = !options.unshown
        || events.iter().any(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)));
    let context = Context {
        path,
        edited: &edited,
        base,
        options,
        memory,
        fences,
        mentions: &mentions,
        placeholders: &placeholders,
    };
    let mut collector = options.blocks.then(Collector::default);
    let events = events.into_iter().inspect(|(event, range)| {
        if let Some(collector) = &mut collector {
            let original = base + edited.original(range.start)..base + edited.original(range.end);
            collector.event(event, original, edited.text.as_bytes().get(range.start).copied());
        }
    });
    let mut render = Render::new(context, events);
    let mut html = String::new();
    if is_written {
        html.reserve(edited.text.len() + edited.text.len() / 2);
        push_html(&mut html, &mut render);
    } else {
        render.by_ref().for_each(drop);
    }
    let mut found = render.found;
    let blocks = collector.map(Collector::finish);
    diagnostics.append(&mut found.diagnostics);
    if found.has_raw_html {
        let taken: BTreeSet<String> = found.outline.iter().map(|heading| heading.id.clone()).collect();
        let sanitized = sanitize::sanitize(&html, text, &mut found.parts, &mut found.references, &taken);
        html = sanitized.html;
        found.anchors.extend(sanitized.anchors);
    }
    let in_file = |span: Span| {
        let place = |offset: u32| base + edited.original(offset as usize);
        Span::new(place(span.start), place(span.end))
    };
    mentions.iter_mut().for_each(|mention| mention.span = in_file(mention.span));
    placeholders.iter_mut().for_each(|placeholder| placeholder.span = in_file(placeholder.span));
    let (references, order) = in_order(found.references);
    let title = found.outline.iter().find(|heading| heading.level == 1).or(found.outline.first());
    let document = Document {
        front_matter: split.front_matter,
        title: title.map(|heading| heading.text.clone()).filter(|title| !title.is_empty()),
        summary: found.summary,
        outline: found.outline,
        references,
        mentions,
        placeholders,
        anchors: found.anchors,
        blocks,
        body: if options.unshown { Body::default() } else { found.parts.body(&html, &order) },
    };
    Warned { value: document, diagnostics }
}

/// What pulldown-cmark is to read beside CommonMark.
fn extensions(syntax: Syntax) -> Extensions {
    let gfm = Extensions::ENABLE_TABLES | Extensions::ENABLE_STRIKETHROUGH | Extensions::ENABLE_TASKLISTS;
    match syntax {
        Syntax::CommonMark => Extensions::empty(),
        Syntax::Gfm => gfm,
        Syntax::Annals => {
            gfm | Extensions::ENABLE_FOOTNOTES
                | Extensions::ENABLE_GFM
                | Extensions::ENABLE_DEFINITION_LIST
                | Extensions::ENABLE_MATH
        }
    }
}

/// Whether the front matter is that of a slide deck.
fn is_deck(front_matter: &serde_yaml::Value) -> bool {
    front_matter.get("slideOptions").is_some()
        || front_matter.get("type").and_then(serde_yaml::Value::as_str) == Some("slide")
}

/// Reports each word of `body`, which begins at `base`, that was decoded twice, with the reading that was meant.
fn report_double_encoded(path: &SourcePath, body: &str, base: usize, diagnostics: &mut Vec<Diagnostic>) {
    let letters = encoding::double_encoded(body);
    let mut letters = letters.into_iter().peekable();
    let mut told = 0;
    while let Some(letter) = letters.next() {
        let (start, mut end) = word_around(body, &letter.range);
        let start = start.max(told);
        let mut meant = body[start..letter.range.start].to_owned();
        meant.push(letter.meant);
        let mut read = letter.range.end;
        while let Some(next) = letters.next_if(|next| next.range.start < end) {
            meant.push_str(&body[read..next.range.start]);
            meant.push(next.meant);
            read = next.range.end;
            // One of its signs may be a space, and so the end of the word: `Ã` before a hard space is `à`.
            end = end.max(read);
        }
        told = end;
        meant.push_str(&body[read..end]);
        let message = format!("`{}` was decoded twice on its way", &body[start..end]);
        let location = Location::span(path, Span::new(base + start, base + end));
        let problem = Diagnostic::warning(code::DOUBLE_ENCODED, message).at(location);
        diagnostics.push(problem.hint(format!("write `{meant}`")));
    }
}

/// The word of `text` that `range` is in, without what of it is more than a hundred characters away.
fn word_around(text: &str, range: &std::ops::Range<usize>) -> (usize, usize) {
    let in_word = |c: &char| !c.is_whitespace();
    let before =
        text[..range.start].chars().rev().take(100).take_while(in_word).map(char::len_utf8).sum::<usize>();
    let after = text[range.end..].chars().take(100).take_while(in_word).map(char::len_utf8).sum::<usize>();
    (range.start - before, range.end + after)
}

/// `references` in the order of the source, and the new place of each old one.
fn in_order(references: Vec<Reference>) -> (Vec<Reference>, Vec<u32>) {
    let mut order: Vec<usize> = (0..references.len()).collect();
    order.sort_by_key(|&place| references[place].span);
    let mut places = vec![0; references.len()];
    for (new, &old) in order.iter().enumerate() {
        places[old] = u32::try_from(new).unwrap_or(u32::MAX);
    }
    let mut references: Vec<Option<Reference>> = references.into_iter().map(Some).collect();
    (order.into_iter().filter_map(|old| references[old].take()).collect(), places)
}
