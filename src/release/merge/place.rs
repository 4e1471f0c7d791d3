//! Where something new goes among what people made of the notes.
//!
//! Beside its neighbours of the draft, as far as they are still in their section; else at the end of its section; and
//! where the section is gone, behind the section that stood before it.

use super::{Known, ended, with_line_end};
use crate::release::notes::{Block, Kind};

/// The notes while they are merged: blocks, each with what it is known by.
#[derive(Debug, Clone)]
pub(super) struct Notes {
    /// The blocks in order.
    pub(super) blocks: Vec<(Block, Vec<String>)>,
    /// Blank lines that stood above blocks that went.
    owed: String,
    /// How lines end.
    end: &'static str,
}

impl Notes {
    /// Notes without any block yet, whose lines end so.
    pub(super) fn new(end: &'static str) -> Notes {
        Notes { blocks: Vec::new(), owed: String::new(), end }
    }

    /// Where the block known by `id` is.
    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.blocks.iter().position(|(_, ids)| ids.iter().any(|known| known == id))
    }

    /// Whether the block at `at` stands below the heading known by `section`; nothing is what stands above all.
    fn is_in(&self, at: usize, section: Option<&String>) -> bool {
        let above = self.blocks[..at].iter().rev().find(|(block, _)| matches!(block.kind, Kind::Heading(_)));
        match (above, section) {
            (Some((_, ids)), Some(section)) => ids.contains(section),
            (above, section) => above.is_none() && section.is_none(),
        }
    }

    /// The end of the section whose heading stands at `at`: with all sections below it, or without.
    fn end(&self, at: usize, with_sections: bool) -> usize {
        let Kind::Heading(level) = self.blocks[at].0.kind else { return at + 1 };
        let ends = |block: &Block| match block.kind {
            Kind::Heading(other) => !with_sections || other <= level,
            // Blank lines at the end of the file stay there.
            _ => block.text.is_empty(),
        };
        let behind = &self.blocks[at + 1..];
        at + 1 + behind.iter().position(|(block, _)| ends(block)).unwrap_or(behind.len())
    }

    /// Puts the block `at` of `draft` in, and its heading before it where that is gone.
    pub(super) fn insert(&mut self, draft: &[Known], at: usize) {
        let place = match draft[at].block.kind {
            Kind::Heading(level) => self.place_of_heading(draft, at, level),
            Kind::Front => 0,
            _ => self.place_of_entry(draft, at),
        };
        let mut block = draft[at].block.clone();
        let before = place.checked_sub(1).and_then(|before| self.blocks.get(before)).map(|(block, _)| block);
        let is_beside_item = block.kind == Kind::Item && before.is_some_and(|it| it.kind == Kind::Item);
        block.above = if place == 0 || is_beside_item { String::new() } else { self.end.to_owned() };
        block.text = with_line_end(&ended(&block.text), self.end);
        if let Some(before) = place.checked_sub(1)
            && !self.blocks[before].0.text.ends_with('\n')
            && !self.blocks[before].0.text.is_empty()
        {
            self.blocks[before].0.text.push_str(self.end);
        }
        if let Some((next, _)) = self.blocks.get_mut(place) {
            // The item that stood first below a heading is no longer first.
            let are_items = next.kind == Kind::Item && block.kind == Kind::Item;
            let needs = !are_items && !next.text.is_empty();
            match needs {
                true if next.above.is_empty() => next.above = self.end.to_owned(),
                false if block.kind == Kind::Item && next.kind == Kind::Item && !is_beside_item => {
                    next.above = String::new();
                }
                _ => {}
            }
        }
        self.blocks.insert(place, (block, draft[at].ids.clone()));
    }

    /// Where a new heading goes.
    fn place_of_heading(&mut self, draft: &[Known], at: usize, level: usize) -> usize {
        for before in (0..at).rev() {
            let Kind::Heading(other) = draft[before].block.kind else { continue };
            if other > level {
                continue;
            }
            let found = draft[before].ids.first().and_then(|id| self.find(id));
            match (other == level, found) {
                // Behind the section that stood before it in the draft; where that became a part of the one around
                // it, before the other parts.
                (true, Some(found)) => {
                    let is_outer = matches!(self.blocks[found].0.kind, Kind::Heading(other) if other < level);
                    return self.end(found, !is_outer);
                }
                // Behind what its parent says before its own sections.
                (false, Some(found)) => return self.end(found, false),
                (true, None) => {}
                // The parent is gone as well, and is needed again.
                (false, None) if other > 1 => {
                    self.insert(draft, before);
                    let found = draft[before].ids.first().and_then(|id| self.find(id));
                    return found.map_or(self.blocks.len(), |found| self.end(found, false));
                }
                (false, None) => break,
            }
        }
        self.last()
    }

    /// Where a new entry goes.
    fn place_of_entry(&mut self, draft: &[Known], at: usize) -> usize {
        let heading = (0..at).rev().find(|&before| matches!(draft[before].block.kind, Kind::Heading(_)));
        let begin = heading.map_or(0, |heading| heading + 1);
        let end = (at + 1..draft.len()).find(|&behind| matches!(draft[behind].block.kind, Kind::Heading(_)));
        let section = heading.and_then(|heading| draft[heading].ids.first());
        let near = |notes: &Notes, sibling: usize| -> Option<usize> {
            let found = draft[sibling].ids.first().and_then(|id| notes.find(id))?;
            notes.is_in(found, section).then_some(found)
        };
        if let Some(found) = (begin..at).rev().find_map(|sibling| near(self, sibling)) {
            return found + 1;
        }
        let behind = at + 1..end.unwrap_or(draft.len());
        if let Some(found) = behind.into_iter().find_map(|sibling| near(self, sibling)) {
            return found;
        }
        let Some(heading) = heading else { return self.last() };
        if section.and_then(|id| self.find(id)).is_none() {
            self.insert(draft, heading);
        }
        section.and_then(|id| self.find(id)).map_or_else(|| self.last(), |found| self.end(found, false))
    }

    /// Adds a block that was there already.
    pub(super) fn push(&mut self, mut block: Block, ids: Vec<String>) {
        let owed = std::mem::take(&mut self.owed);
        let is_beside_item =
            block.kind == Kind::Item && self.blocks.last().is_some_and(|(it, _)| it.kind == Kind::Item);
        if block.above.is_empty() && !is_beside_item {
            block.above = owed;
        }
        self.blocks.push((block, ids));
    }

    /// Takes note of a block that goes: what follows takes over the blank lines above it, if it needs them.
    pub(super) fn pass_over(&mut self, gone: &Block) {
        if self.owed.is_empty() {
            self.owed.clone_from(&gone.above);
        }
    }

    /// Removes headings that have nothing below them any more and that `is_gone` says, by id and words, nobody wants.
    pub(super) fn drop_empty_sections(&mut self, is_gone: impl Fn(&str, &str) -> bool) {
        for at in (0..self.blocks.len()).rev() {
            let (block, ids) = &self.blocks[at];
            let is_heading = matches!(block.kind, Kind::Heading(_));
            if is_heading && self.end(at, true) == at + 1 && ids.iter().any(|id| is_gone(id, &block.words()))
            {
                self.blocks.remove(at);
            }
        }
    }

    /// Behind everything but blank lines.
    fn last(&self) -> usize {
        let is_blank = self.blocks.last().is_some_and(|(block, _)| block.text.is_empty());
        self.blocks.len() - usize::from(is_blank)
    }
}
