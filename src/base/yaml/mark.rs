//! From the parser's lines and columns to byte offsets.

use crate::base::LineIndex;
use saphyr_parser::Marker;

/// Turns markers into offsets; quick for markers that move forward, as those of a parser do.
pub(super) struct Marks<'a> {
    /// The text that is parsed.
    text: &'a str,
    /// Offset of the first byte of each line.
    lines: LineIndex,
    /// The last marker asked for: line, column and offset.
    last: (usize, usize, usize),
}

impl<'a> Marks<'a> {
    /// Markers in `text`.
    pub(super) fn new(text: &'a str) -> Marks<'a> {
        Marks { text, lines: LineIndex::new(text), last: (1, 0, 0) }
    }

    /// Byte offset of `marker`.
    ///
    /// Lines and columns are used because the parser's own index drifts: it adds the bytes of a comment, not
    /// its characters.
    pub(super) fn offset(&mut self, marker: &Marker) -> usize {
        let (line, column) = (marker.line(), marker.col());
        let (last_line, last_column, last_offset) = self.last;
        let (mut offset, skip) = if line == last_line && column >= last_column {
            (last_offset, column - last_column)
        } else {
            match self.lines.line_start(line) {
                Some(start) => (start, column),
                None => return self.text.len(),
            }
        };
        offset += self.text[offset..].chars().take(skip).map(char::len_utf8).sum::<usize>();
        self.last = (line, column, offset);
        offset
    }
}
