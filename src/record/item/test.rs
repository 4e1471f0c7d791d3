//! How tests of decisions and of actions read a text.

use std::sync::LazyLock;

use super::{ItemFinder, Items};
use crate::base::{LineIndex, Span};
use crate::document::block::blocks;
use crate::source::items::ItemRules;

/// The finder with the rules of a community that says nothing; made once, because it takes long.
static DEFAULT: LazyLock<ItemFinder> = LazyLock::new(|| ItemFinder::new(&ItemRules::default()));

/// What `text` decides and gives out by the usual rules, or by those that `change` makes of them.
pub(in crate::record) fn items(text: &str, change: Option<fn(&mut ItemRules)>) -> Items {
    let Some(change) = change else { return found(&DEFAULT, text) };
    let mut rules = ItemRules::default();
    change(&mut rules);
    items_by(&rules, text)
}

/// What `text` decides and gives out by `rules`.
pub(in crate::record) fn items_by(rules: &ItemRules, text: &str) -> Items {
    found(&ItemFinder::new(rules), text)
}

/// What `finder` finds in `text`.
fn found(finder: &ItemFinder, text: &str) -> Items {
    finder.find(&blocks(text, Span::new(0, text.len())), &LineIndex::new(text))
}
