//! What is known of one text while its actions are looked for.

use super::Action;
use crate::base::LineIndex;
use crate::document::block::Blocks;
use crate::record::section::Standing;

/// The actions found so far in one text.
pub(super) struct Found<'a> {
    /// The text's blocks.
    pub(super) blocks: &'a Blocks,
    /// The text's lines.
    pub(super) lines: &'a LineIndex,
    /// Where each block stands.
    pub(super) standings: &'a [Standing],
    /// Whether the text marks some action beyond doubt.
    pub(super) marked: bool,
    /// Actions with a marker that could be another word, each with the number of actions before it.
    pub(super) unsure: Vec<(usize, Action)>,
    /// The actions.
    pub(super) actions: Vec<Action>,
}

impl Found<'_> {
    /// All actions in order. A doubtful marker counts where the same text uses it beyond doubt.
    pub(super) fn finish(self) -> Vec<Action> {
        if self.unsure.is_empty() || !self.marked {
            return self.actions;
        }
        let mut all: Vec<Action> = self.actions;
        all.extend(self.unsure.into_iter().map(|(_, action)| action));
        all.sort_by_key(|action| action.span);
        all
    }
}
