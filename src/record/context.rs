//! What words are about that do not say it themselves: `yes to the above`, `=> YES`, `do`.

use super::line::{self, Line};
use crate::base::Span;
use crate::document::block::{Block, Blocks};

/// How many characters of it are shown.
const LONGEST: usize = 300;

/// What the line at `at` of `block` is about: the line before it, else the item or heading around.
pub(super) fn above(blocks: &Blocks, block: &Block, at: Span) -> Option<String> {
    let before = blocks.lines(block).take_while(|line| line.start < at.start).last();
    let around =
        || blocks.parents(block).chain(blocks.headings(block)).next().map(|(_, around)| around.words);
    let words = Line::new(blocks, before.or_else(around)?).text;
    let words = line::spaced(line::bare(&words));
    let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(at, _)| at);
    (end > 0).then(|| words[..end].to_owned())
}
