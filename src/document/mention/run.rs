//! A piece of a paragraph as the reader sees it, with the way back to the source.
//!
//! The parser cuts a text wherever emphasis could begin, so that `abc_0012_words` comes in five pieces; escapes and
//! entities make it differ from the source. A run puts the pieces together and remembers where each came from.

use std::ops::Range;

use crate::base::Span;

/// Text put together from pieces.
#[derive(Debug, Default)]
pub(super) struct Run {
    text: String,
    /// Where each piece begins in the text, and where it stands in the source.
    pieces: Vec<(usize, Range<usize>)>,
}

impl Run {
    /// Adds the piece `text`, which stands at `range` of the source.
    pub(super) fn push(&mut self, text: &str, range: Range<usize>) {
        self.pieces.push((self.text.len(), range));
        self.text.push_str(text);
    }

    /// The text.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Makes the run empty again.
    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.pieces.clear();
    }

    /// Where the stretch `span` of the text stands in the source.
    pub(super) fn source(&self, span: Span) -> Span {
        Span::new(self.offset(span.start as usize, false), self.offset(span.end as usize, true))
    }

    /// Where offset `at` of the text is in the source; `as_end` for the end of a stretch.
    ///
    /// Within a piece that differs from its source, such as `&amp;`, the piece's own bounds are the nearest answer.
    fn offset(&self, at: usize, as_end: bool) -> usize {
        let number = match as_end {
            true => self.pieces.partition_point(|(start, _)| *start < at),
            false => self.pieces.partition_point(|(start, _)| *start <= at),
        };
        let Some(number) = number.checked_sub(1) else {
            return self.pieces.first().map_or(0, |(_, range)| range.start);
        };
        let (start, range) = &self.pieces[number];
        let length = self.pieces.get(number + 1).map_or(self.text.len(), |(next, _)| *next) - start;
        match (length == range.len(), as_end) {
            (true, _) => range.start + (at - start),
            (false, false) => range.start,
            (false, true) => range.end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_through_escapes_and_entities() {
        let source = r"a b\_c &amp; d";
        let mut run = Run::default();
        run.push("a b", 0..3);
        run.push("_c ", 4..7);
        run.push("&", 7..12);
        run.push(" d", 12..14);
        assert_eq!(run.text(), "a b_c & d");
        for (words, expected) in [("b_c", r"b\_c"), ("& d", "&amp; d"), ("a", "a"), ("c &", "c &amp;")] {
            let at = run.text().find(words).unwrap();
            let span = run.source(Span::new(at, at + words.len()));
            assert_eq!(span.of(source), Some(expected), "{words}");
        }
    }
}
