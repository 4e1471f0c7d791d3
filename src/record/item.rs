//! Decisions and actions of one text, in one pass over its blocks.

use super::action::{Action, ActionFinder};
use super::decision::{Decision, DecisionFinder};
use super::section::{Labels, Section};
use crate::base::LineIndex;
use crate::document::block::Blocks;
use crate::source::items::ItemRules;

/// What a text decides and gives out.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Items {
    /// Its decisions in order.
    pub decisions: Vec<Decision>,
    /// Its actions in order.
    pub actions: Vec<Action>,
}

/// The rules of a community, ready for use. Making it compiles expressions, so it is made once per configuration.
#[derive(Debug, Clone)]
pub struct ItemFinder {
    /// The labels of sections.
    labels: Labels,
    /// How decisions are told.
    decisions: DecisionFinder,
    /// How actions are told.
    actions: ActionFinder,
}

impl ItemFinder {
    /// The finder that follows `rules`.
    pub fn new(rules: &ItemRules) -> ItemFinder {
        ItemFinder {
            labels: Labels::new(rules),
            decisions: DecisionFinder::new(rules),
            actions: ActionFinder::new(rules),
        }
    }

    /// Whether `label` opens a list of actions that are repeated from an earlier meeting.
    pub(super) fn is_follow_up(&self, label: &str) -> bool {
        self.labels.section(label) == Some(Section::Actions { follow_up: true })
    }

    /// What the text with these blocks and lines decides and gives out.
    pub fn find(&self, blocks: &Blocks, lines: &LineIndex) -> Items {
        let standings = self.labels.standings(blocks);
        Items {
            decisions: self.decisions.find(blocks, lines, &standings),
            actions: self.actions.find(blocks, lines, &standings),
        }
    }
}

#[cfg(test)]
pub(super) mod test;
