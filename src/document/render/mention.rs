//! What the text names, which gets holes for links around it.

use std::iter::Peekable;
use std::ops::Range;

use super::text::Run;
use super::{Placed, Render};
use crate::document::HolePart;
use crate::document::mention::Place;
use crate::document::mention::placeholder::Placeholder;
use crate::document::part::Part;

impl<'t, I: Iterator<Item = Placed<'t>>> Render<'t, I> {
    /// The numbers of the mentions that begin in `range`.
    pub(super) fn mentions_in(&self, range: Range<usize>) -> Range<usize> {
        let before = |offset: usize| {
            self.context.mentions.partition_point(|mention| (mention.span.start as usize) < offset)
        };
        before(range.start)..before(range.end)
    }

    /// Writes what is left of `run` up to the last of the `mentions` that end before `end`, each between its holes.
    pub(super) fn mentions_before(
        &mut self,
        mentions: &mut Peekable<Range<usize>>,
        end: usize,
        run: &mut Run<'t>,
    ) {
        let all = self.context.mentions;
        while let Some(number) = mentions.next_if(|&number| all[number].span.range().end <= end) {
            if all[number].place != Place::Text {
                continue;
            }
            let range = all[number].span.range();
            self.plain_before(run, range.start);
            self.part(Part::Hole(number, HolePart::OpenMention));
            self.plain_before(run, range.end);
            self.part(Part::Hole(number, HolePart::CloseMention));
        }
    }

    /// Passes over the `mentions` that begin before `end`: what begins in a URL is part of it.
    pub(super) fn skip_mentions(&self, mentions: &mut Peekable<Range<usize>>, end: usize) {
        let begins = |number: &usize| (self.context.mentions[*number].span.start as usize) < end;
        while mentions.next_if(begins).is_some() {}
    }

    /// What was found since for a placeholder that ends in `range`.
    pub(super) fn found_since(&mut self, range: Range<usize>) {
        let placeholders = self.context.placeholders;
        let ends_before = |placeholder: &Placeholder| placeholder.span.end as usize <= range.start;
        let number = placeholders.partition_point(ends_before);
        if placeholders.get(number).is_some_and(|placeholder| placeholder.span.end as usize <= range.end) {
            self.part(Part::Hole(number, HolePart::Found));
        }
    }
}
