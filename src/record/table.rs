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

/// The columns of a text that say something of the cells beside them, one in a table.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// The column of each table that has one.
    columns: BTreeMap<u32, u32>,
}

impl Beside {
    /// The first column of each table whose head is one of `heads`, which are labels.
    pub(crate) fn new(blocks: &Blocks, heads: &[String]) -> Beside {
        let mut columns = BTreeMap::new();
        for block in &blocks.list {
            if let BlockKind::Cell { table, row: 0, column } = block.kind
                && heads.contains(&line::label(blocks.words(block)))
            {
                columns.entry(table).or_insert(column);
            }
        }
        Beside { columns }
    }

    /// The words of the cell in that column and in the row of the cell at `place`.
    pub(crate) fn words<'a>(&self, blocks: &'a Blocks, place: usize) -> Option<&'a str> {
        let BlockKind::Cell { table, row, column } = blocks.list.get(place)?.kind else { return None };
        let wanted = *self.columns.get(&table)?;
        // The cells of a row follow each other.
        let beside = blocks.list.get((place + wanted as usize).checked_sub(column as usize)?)?;
        let is_there = beside.kind == BlockKind::Cell { table, row, column: wanted };
        (is_there && wanted != column).then(|| blocks.words(beside).trim())
    }
}
