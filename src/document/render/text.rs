//! Running text: raw URLs, emoji, formulas, and what is taken down of it in plain.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::ops::Range;

use memchr::memchr3_iter;
use pulldown_cmark::{CowStr, Event};

use super::{Placed, Render};
use crate::base::Diagnostic;
use crate::code;
use crate::document::part::Part;
use crate::document::{HolePart, ReferenceKind, Syntax, autolink, emoji, math, summary};

impl<'t, I: Iterator<Item = Placed<'t>>> Render<'t, I> {
    /// Starts to take down the plain text.
    pub(super) fn begin_capture(&mut self) -> usize {
        self.captures += 1;
        self.plain.len()
    }

    /// The plain text since the capture `start`.
    pub(super) fn end_capture(&mut self, start: usize) -> String {
        let text = self.plain[start..].to_owned();
        self.captures -= 1;
        if self.captures == 0 {
            self.plain.clear();
        }
        text
    }

    /// Takes `text` down where it is wanted.
    pub(super) fn note_plain(&mut self, text: &str) {
        if self.captures > 0 {
            self.plain.push_str(text);
        }
    }

    /// A run of text, with the raw URLs and mentions in it.
    pub(super) fn text(&mut self, first: CowStr<'t>, range: Range<usize>) {
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
        let mentions = if linkable { self.mentions_in(start..end) } else { 0..0 };
        let may_hold_url = linkable && may_hold_autolink(source, email);
        let mut run = Run { pieces: run.into(), source: &self.context.edited.text };
        let before = self.text_of(0..start).chars().next_back();
        let urls = if may_hold_url { autolink::find(source, before, email) } else { Vec::new() };
        let mut mentions = mentions.peekable();
        for found in urls {
            let range = start + found.range.start..start + found.range.end;
            self.mentions_before(&mut mentions, range.start, &mut run);
            self.skip_mentions(&mut mentions, range.end);
            self.plain_before(&mut run, range.start);
            let mut words = String::new();
            while let Some(text) = run.take(range.end) {
                words.push_str(&text);
            }
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
        self.mentions_before(&mut mentions, end, &mut run);
        self.plain_before(&mut run, usize::MAX);
        if self.links.is_empty() && !self.raw.in_link() {
            self.found_since(start..end);
        }
    }

    /// What is left of `run` before `end`, which has no URLs.
    pub(super) fn plain_before(&mut self, run: &mut Run<'t>, end: usize) {
        while let Some(text) = run.take(end) {
            self.plain_text(text);
        }
    }

    /// Text without URLs.
    pub(super) fn plain_text(&mut self, text: CowStr<'t>) {
        if let Some(anchor) = &mut self.anchor_text {
            anchor.push_str(&text);
        }
        let text = match self.annals().then(|| emoji::replace(&text)) {
            Some(Cow::Owned(text)) => text.into(),
            _ => text,
        };
        self.note_plain(&text);
        self.out.push_back(Event::Text(text));
    }

    /// A formula, or a piece of prose that looked like one.
    pub(super) fn formula(&mut self, formula: &str, display: bool, range: &Range<usize>) {
        let source = self.text_of(range.clone());
        self.note_plain(source);
        if let Some(anchor) = &mut self.anchor_text {
            anchor.push_str(formula);
        }
        // GitHub also writes a formula in backticks within its dollar signs, where no other sign of it is Markdown.
        let bare = formula.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
        match math::mathml(bare.unwrap_or(formula), display) {
            Ok(mathml) => self.part(Part::Inline(mathml)),
            Err(problem) => {
                let hint = "write `\\$` where a dollar sign is meant";
                self.report(no_formula(source, &problem).hint(hint), range);
                self.out.push_back(Event::Text(source.into()));
            }
        }
    }
}

/// What is said of `source`, which is no formula because of `problem`.
pub(super) fn no_formula(source: &str, problem: &str) -> Diagnostic {
    let message = format!("`{}` is no formula: {problem}", summary::shorten(source, 60));
    Diagnostic::warning(code::INVALID_MATH, message)
}

/// Whether `source` may hold a raw URL.
fn may_hold_autolink(source: &str, email: bool) -> bool {
    let bytes = source.as_bytes();
    memchr3_iter(b':', b'.', b'@', bytes).any(|at| match bytes[at] {
        b':' => bytes[at..].starts_with(b"://"),
        b'.' => bytes[..at].ends_with(b"www") || bytes[..at].ends_with(b"WWW"),
        _ => email,
    })
}

/// Pieces of text in a row: entities and escapes are pieces of their own.
pub(super) struct Run<'t> {
    /// The pieces not taken yet.
    pieces: VecDeque<(CowStr<'t>, Range<usize>)>,
    /// The text they stand in.
    source: &'t str,
}

impl<'t> Run<'t> {
    /// The next piece that begins before `end`, cut there.
    pub(super) fn take(&mut self, end: usize) -> Option<CowStr<'t>> {
        let (text, range) = self.pieces.pop_front()?;
        if range.start >= end {
            self.pieces.push_front((text, range));
            return None;
        }
        let cut = end.min(range.end);
        // Only what stands in the source as it is can be cut; an entity belongs to what it begins in.
        if cut < range.end && self.source[range.clone()] == *text {
            self.pieces.push_front((self.source[cut..range.end].into(), cut..range.end));
            return Some(self.source[range.start..cut].into());
        }
        Some(text)
    }
}
