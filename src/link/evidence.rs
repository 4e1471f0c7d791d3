//! Where the record has something from: the meeting, the line, and the heading above it.

use super::{DocumentId, Extracted};
use crate::base::{Date, Span};
use crate::document::Heading;
use crate::record::FactsKind;

/// One place in the minutes of a dated meeting.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Evidence {
    /// The minutes.
    pub document: DocumentId,
    /// The day of the meeting.
    pub date: Date,
    /// Which of the decisions, or actions, of these minutes it is, from 0.
    pub number: u32,
    /// The line, from 1.
    pub line: u32,
    /// The anchor of the nearest heading above, where there is one.
    pub anchor: Option<String>,
}

/// The minutes of one dated meeting.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dated<'a> {
    /// The day of the meeting.
    pub(super) date: Date,
    /// The body that met.
    pub(super) series: &'a str,
    /// The number of the document.
    pub(super) id: DocumentId,
    /// The document.
    pub(super) document: &'a Extracted<'a>,
}

/// The minutes of all dated meetings, oldest first. What has no date is no meeting: a template, a guide, notes.
pub(super) fn dated<'a>(documents: &[&'a Extracted<'a>]) -> Vec<Dated<'a>> {
    let meeting = |(number, document): (usize, &&'a Extracted<'a>)| match &document.facts.kind {
        FactsKind::Meeting(meeting) if !meeting.series.is_empty() => Some(Dated {
            date: meeting.date?,
            series: &meeting.series,
            id: DocumentId(number as u32),
            document,
        }),
        _ => None,
    };
    let mut all: Vec<Dated> = documents.iter().enumerate().filter_map(meeting).collect();
    all.sort_by_key(|meeting| (meeting.date, meeting.id));
    all
}

impl Dated<'_> {
    /// The evidence for the decision or action `number`, which stands at `span` on `line`.
    pub(super) fn evidence(&self, number: usize, line: u32, span: Span) -> Evidence {
        let anchor = heading_above(self.document.names.outline, span).map(|heading| heading.id.clone());
        Evidence { document: self.id, date: self.date, number: number as u32, line, anchor }
    }

    /// The id of the decision (`d`) or action (`a`) `number`: `iaas/20230920#d1`.
    pub(super) fn item_id(&self, letter: char, number: usize) -> String {
        format!("{}#{letter}{}", self.document.path.path.without_extension(), number + 1)
    }
}

/// The nearest heading with an anchor that does not begin behind `span`.
pub(super) fn heading_above(outline: &[Heading], span: Span) -> Option<&Heading> {
    let above = outline.partition_point(|heading| heading.span.start <= span.start);
    outline[..above].iter().rev().find(|heading| !heading.id.is_empty())
}

/// The words of `text` in lower case, without signs.
pub(super) fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
