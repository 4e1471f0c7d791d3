//! A stretch of a text, in bytes.

use std::ops::Range;

use serde::{Deserialize, Serialize};

/// A half-open range of byte offsets into the decoded text of one file.
///
/// Offsets count from the first byte of the file, a byte order mark included, so that they hold in the bytes
/// on disk as well. Texts are at most 4 GiB; a larger offset is held at the limit.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Offset of the first byte.
    #[serde(rename = "first byte")]
    pub start: u32,
    /// Offset behind the last byte.
    #[serde(rename = "byte behind")]
    pub end: u32,
}

impl Span {
    /// What the first field is called where a span is written down: names that nothing else has, so that places can
    /// be told from other numbers there.
    pub const FIRST: &str = "first byte";
    /// What the second field is called.
    pub const BEHIND: &str = "byte behind";

    /// The span from `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Span {
        let clamp = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Span { start: clamp(start), end: clamp(end.max(start)) }
    }

    /// The empty span at `offset`.
    pub fn at(offset: usize) -> Span {
        Span::new(offset, offset)
    }

    /// The same stretch as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text under the span, or nothing where the span does not fit `text`.
    pub fn of(self, text: &str) -> Option<&str> {
        text.get(self.range())
    }

    /// The span moved `by` bytes towards the end.
    pub fn shifted(self, by: usize) -> Span {
        Span::new(self.start as usize + by, self.end as usize + by)
    }

    /// Whether the span covers no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}
