//! A text with some stretches replaced, which still knows where everything stood.
//!
//! Some of what people write has to be put right before it is read as Markdown. Spans must hold in the file as it
//! is, so every offset in the edited text can be taken back to the original.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;

/// Replacements by where they begin in the original text; none overlaps another.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edits {
    /// Start in the original, to its end there and what stands in its place.
    list: BTreeMap<usize, (usize, String)>,
    /// How many of them are two in one.
    joined: usize,
}

impl Edits {
    /// Puts `text` in place of `range` of the original.
    ///
    /// Of two edits at one place the first holds, unless it takes nothing away: then the second follows it.
    pub(crate) fn replace(&mut self, range: Range<usize>, text: &str) {
        match self.list.entry(range.start) {
            Entry::Vacant(place) => _ = place.insert((range.end, text.to_owned())),
            Entry::Occupied(mut first) => {
                let (end, before) = first.get_mut();
                if *end == range.start && range.end > range.start {
                    *end = range.end;
                    before.push_str(text);
                    self.joined += 1;
                }
            }
        }
    }

    /// How many edits there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len() + self.joined
    }

    /// The edited `text`.
    pub(crate) fn apply<'a>(&self, text: &'a str) -> Edited<'a> {
        if self.list.is_empty() {
            return Edited { text: Cow::Borrowed(text), pieces: Vec::new() };
        }
        let mut edited = String::with_capacity(text.len() + self.list.len() * 4);
        let mut pieces = Vec::with_capacity(self.list.len() * 2);
        let mut written = 0;
        for (&start, (end, replacement)) in &self.list {
            // What overlaps an earlier edit is not carried out.
            if start < written {
                continue;
            }
            pieces.push(Piece { at: edited.len(), original: written, verbatim: true });
            edited.push_str(&text[written..start]);
            pieces.push(Piece { at: edited.len(), original: start, verbatim: false });
            edited.push_str(replacement);
            written = *end;
        }
        pieces.push(Piece { at: edited.len(), original: written, verbatim: true });
        edited.push_str(&text[written..]);
        Edited { text: Cow::Owned(edited), pieces }
    }
}

/// A stretch of an edited text.
#[derive(Debug, Copy, Clone)]
struct Piece {
    /// Where it begins in the edited text.
    at: usize,
    /// Where it begins in the original.
    original: usize,
    /// Whether it stands in the original as it is.
    verbatim: bool,
}

/// An edited text.
#[derive(Debug, Clone)]
pub(crate) struct Edited<'a> {
    /// The text.
    pub(crate) text: Cow<'a, str>,
    /// Its stretches in order; none when nothing was edited.
    pieces: Vec<Piece>,
}

impl Edited<'_> {
    /// Where `offset` of the edited text is in the original; what was put in is where it was put.
    pub(crate) fn original(&self, offset: usize) -> usize {
        match self.pieces.partition_point(|piece| piece.at <= offset).checked_sub(1) {
            None => offset,
            Some(last) => {
                let piece = self.pieces[last];
                piece.original + if piece.verbatim { offset - piece.at } else { 0 }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_lead_back_to_the_original() {
        let mut edits = Edits::default();
        edits.replace(2..4, "long");
        edits.replace(6..6, "\n");
        edits.replace(2..3, "lost");
        edits.replace(3..5, "lost as well");
        let edited = edits.apply("abcdefgh");
        assert_eq!(edited.text, "ablongef\ngh");
        let back: Vec<usize> = (0..=edited.text.len()).map(|offset| edited.original(offset)).collect();
        assert_eq!(back, [0, 1, 2, 2, 2, 2, 4, 5, 6, 6, 7, 8]);
    }

    #[test]
    fn an_unedited_text_is_itself() {
        let edited = Edits::default().apply("abc");
        assert_eq!((&*edited.text, edited.original(2)), ("abc", 2));
    }
}
