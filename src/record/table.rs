//! Columns of tables by their heads.

use std::collections::{BTreeMap, BTreeSet};

use super::line;
use crate::document::block::{BlockKind, Blocks};

/// The places of the filled cells below the heads `heads`, which are labels.
pub(crate) fn columns(blocks: &Blocks, heads: &[String]) -> BTreeSet<usize> {
    let mut chosen: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
    let mut places = BTreeSet::new();
    for (place, block) in blocks.list.iter().enumerate() {
        let BlockKind::Cell { table, row, column } = block.kind else { continue };
        if row == 0 {
            if heads.contains(&line::label(blocks.words(block))) {
                chosen.entry(table).or_default().insert(column);
            }
        } else if chosen.get(&table).is_some_and(|columns| columns.contains(&column))
            && !block.words.is_empty()
        {
            places.insert(place);
        }
    }
    places
}

/// The words of the cell in the same row as the one at `place`, in the column whose head is one of `heads`.
pub(crate) fn beside<'a>(blocks: &'a Blocks, place: usize, heads: &[String]) -> Option<&'a str> {
    let BlockKind::Cell { table, row, .. } = blocks.list.get(place)?.kind else { return None };
    let cells = blocks.list.iter().filter_map(|block| match block.kind {
        BlockKind::Cell { table: other, row, column } if other == table => Some((row, column, block)),
        _ => None,
    });
    let mut head = None;
    for (cell_row, column, block) in cells {
        let words = blocks.words(block);
        if cell_row == 0 && heads.contains(&line::label(words)) {
            head = Some(column);
        } else if cell_row == row && Some(column) == head {
            return Some(words);
        }
    }
    None
}
