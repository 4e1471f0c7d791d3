//! Lines and columns of byte offsets.

use memchr::memchr2_iter;
use serde::{Deserialize, Serialize};

use super::Span;

/// A place as a person counts: the first line and the first column are 1.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct LineColumn {
    /// Line number, from 1.
    pub line: u32,
    /// Column in Unicode scalar values, from 1.
    pub column: u32,
}

/// Where the lines of a text begin, for turning many offsets into lines.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LineIndex {
    /// Offset of the first byte of each line; never empty.
    starts: Vec<u32>,
}

impl LineIndex {
    /// Finds the line starts of `text`; `\n`, `\r\n` and a lone `\r` end a line (CommonMark section 2.1).
    pub fn new(text: &str) -> LineIndex {
        let bytes = text.as_bytes();
        let is_end = |&at: &usize| bytes[at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
        let behind_ends = memchr2_iter(b'\n', b'\r', bytes).filter(is_end).map(|at| Span::at(at + 1).start);
        LineIndex { starts: std::iter::once(0).chain(behind_ends).collect() }
    }

    /// Number of the line that holds `offset`, from 1.
    pub fn line(&self, offset: u32) -> u32 {
        self.starts.partition_point(|&start| start <= offset) as u32
    }

    /// Line and column of `offset` in `text`, the text the index was made from.
    pub fn line_column(&self, text: &str, offset: u32) -> LineColumn {
        let line = self.line(offset);
        let start = self.starts[line as usize - 1] as usize;
        let end = (offset as usize).min(text.len());
        let before = text.get(start..end).unwrap_or_default();
        // A byte order mark is no column: editors do not show it.
        let column = before.trim_start_matches('\u{feff}').chars().count() as u32 + 1;
        LineColumn { line, column }
    }

    /// Offset of the first byte of line `number` (from 1), or nothing past the last line.
    pub fn line_start(&self, number: usize) -> Option<usize> {
        self.starts.get(number.checked_sub(1)?).map(|&start| start as usize)
    }

    /// Span of line `number` (from 1), without its line ending, or nothing past the last line.
    pub fn line_span(&self, text: &str, number: u32) -> Option<Span> {
        let start = *self.starts.get(number.checked_sub(1)? as usize)? as usize;
        let end = self.starts.get(number as usize).map_or(text.len(), |&next| next as usize);
        let line = text.get(start..end)?;
        Some(Span::new(start, start + line.trim_end_matches(['\r', '\n']).len()))
    }
}

/// Lines and columns of many offsets of one text, each found from the one before: in order, all of them together
/// cost one pass over the text.
#[derive(Debug)]
pub struct Columns<'t> {
    /// The text.
    text: &'t str,
    /// Its lines.
    lines: LineIndex,
    /// The offset that was found last.
    offset: u32,
    /// Where that is.
    place: LineColumn,
}

impl<'t> Columns<'t> {
    /// The beginning of `text`.
    pub fn new(text: &'t str) -> Columns<'t> {
        Columns { text, lines: LineIndex::new(text), offset: 0, place: LineColumn { line: 1, column: 1 } }
    }

    /// Line and column of `offset`.
    pub fn at(&mut self, offset: u32) -> LineColumn {
        let line = self.lines.line(offset);
        let between = self.text.get(self.offset as usize..offset as usize);
        self.place = match between {
            Some(between) if line == self.place.line && self.offset > 0 => {
                LineColumn { line, column: self.place.column + between.chars().count() as u32 }
            }
            _ => self.lines.line_column(self.text, offset),
        };
        self.offset = offset;
        self.place
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, offset: u32, line: u32, column: u32) {
        let index = LineIndex::new(text);
        assert_eq!(index.line_column(text, offset), LineColumn { line, column }, "{text:?} at {offset}");
    }

    #[test]
    fn columns_count_characters() {
        check("", 0, 1, 1);
        check("a\nü€x", 2, 2, 1);
        check("a\nü€x", 7, 2, 3);
    }

    #[test]
    fn many_columns_are_those_of_each() {
        let text = "\u{feff}aü€x\nü\r\nxyz";
        let index = LineIndex::new(text);
        let mut columns = Columns::new(text);
        for offset in [0, 3, 4, 6, 6, 9, 10, 11, 13, 14, 16, 17, 99, 4] {
            assert_eq!(columns.at(offset), index.line_column(text, offset), "at {offset}");
        }
    }

    #[test]
    fn every_line_ending_ends_a_line() {
        check("a\r\nb\rc\nd", 3, 2, 1);
        check("a\r\nb\rc\nd", 5, 3, 1);
        check("a\r\nb\rc\nd", 7, 4, 1);
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        check("\u{feff}---", 3, 1, 1);
    }

    #[test]
    fn an_offset_past_the_end_is_in_the_last_line() {
        check("a\nb", 99, 2, 2);
    }

    #[test]
    fn a_line_span_leaves_its_ending_out() {
        let text = "one\r\ntwo";
        let index = LineIndex::new(text);
        assert_eq!(index.line_span(text, 1).and_then(|span| span.of(text)), Some("one"));
        assert_eq!(index.line_span(text, 2).and_then(|span| span.of(text)), Some("two"));
        assert_eq!(index.line_span(text, 3), None);
    }
}
