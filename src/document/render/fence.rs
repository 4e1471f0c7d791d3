//! Fenced blocks that something else makes HTML of.

use std::ops::Range;

use super::{Placed, Render};
use crate::document::fence::Misfit;
use crate::document::fragment::Piece;
use crate::document::part::Part;
use crate::document::{HolePart, ReferenceKind};

impl<'t, I: Iterator<Item = Placed<'t>>> Render<'t, I> {
    /// Puts in what is made of the block at `range`, if something is; `places` says where the pieces of `code` begin,
    /// in it and in the edited text.
    pub(super) fn fence(
        &mut self,
        info: &str,
        code: &str,
        places: &[(usize, usize)],
        range: &Range<usize>,
    ) -> bool {
        let Some(made) = self.context.fences.and_then(|fences| fences.html(info, code)) else { return false };
        let fragment = match made {
            Ok(fragment) => fragment,
            Err(Misfit { line, diagnostic }) => {
                let line = line.and_then(|line| line_of(code, places, line));
                self.report(diagnostic, line.as_ref().unwrap_or(range));
                return false;
            }
        };
        self.found.made += 1;
        // Ids with a colon are Annals's own, so that no heading can have one of these.
        let prefix = format!("made-{}:", self.found.made);
        // What is wider than the page is scrolled, which the keyboard must be able to do as well.
        self.part(Part::Block("<div class=\"made\" tabindex=\"0\">".to_owned()));
        let mut open = None;
        for piece in fragment.pieces(&prefix) {
            match piece {
                Piece::Html(html) => self.part(Part::Block(html)),
                Piece::Open(target, words) => {
                    let number = self.reference(ReferenceKind::Link, target, words, "", range);
                    self.part(Part::Hole(number, HolePart::Open));
                    open = Some(number);
                }
                Piece::Close => {
                    if let Some(number) = open.take() {
                        self.part(Part::Hole(number, HolePart::Close));
                    }
                }
            }
        }
        self.part(Part::Block("</div>\n".to_owned()));
        true
    }
}

/// Where line `line` of `code` stands in the edited text.
fn line_of(code: &str, places: &[(usize, usize)], line: u32) -> Option<Range<usize>> {
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    let start: usize = code.split_inclusive('\n').take(index).map(str::len).sum();
    let words = code.get(start..)?.lines().next()?;
    let piece = places.partition_point(|&(begin, _)| begin <= start).checked_sub(1)?;
    let (begin, place) = places[piece];
    let at = place + (start - begin);
    Some(at..at + words.len())
}
