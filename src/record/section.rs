//! What the place of a block in its text says about it.
//!
//! Below `## Decisions` an item needs no marker, and below `Check AIs from last time` an action is an old one. A
//! heading opens such a section for all below it; with actions, so does an item for what it holds, and a line that
//! ends in a colon for the list that follows.

use std::collections::BTreeSet;

use super::line;
use super::phrase::{Hint, Phrase, any};
use crate::document::block::{BlockKind, Blocks};
use crate::source::items::ItemRules;

/// Most words a label has; what is longer is a sentence.
const LONGEST_LABEL: usize = 9;

/// Most bytes of a label that tells nothing, with an icon or whatever stands beside it.
const LONGEST_MARKER: usize = 50;

/// What is told in a part of the text.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq)]
pub(crate) enum Section {
    /// Anything.
    #[default]
    Open,
    /// Decisions.
    Decisions,
    /// Actions.
    Actions {
        /// Whether they are repeated from an earlier meeting.
        follow_up: bool,
    },
}

/// What the place of a block says about it.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq)]
pub(crate) struct Standing {
    /// What is told where the block stands.
    pub(crate) section: Section,
    /// What the block says, as a label, about those inside or below it.
    pub(crate) opens: Option<Section>,
    /// Whether the block is a label such as `Agenda` or `Conclusion`, which tells nothing about what is below.
    pub(crate) is_label: bool,
}

/// The labels of sections.
#[derive(Debug, Clone)]
pub(crate) struct Labels {
    /// What a label has, for passing over all else.
    hint: Hint,
    /// Labels of sections with decisions.
    decisions: BTreeSet<String>,
    /// Labels of other parts of minutes, and words that are no more than a marker.
    others: BTreeSet<String>,
    /// What names actions in a label.
    actions: Phrase,
    /// What says in such a label that the actions are old.
    follow_up: Phrase,
    /// What else may stand in such a label.
    filler: Phrase,
    /// Abbreviations that mark actions.
    markers: BTreeSet<String>,
}

impl Labels {
    /// The labels that `rules` name.
    pub(crate) fn new(rules: &ItemRules) -> Labels {
        let whole = |list: &[String]| Phrase::new(format!(r"(?:^|[ \t]){}(?:$|[ \t])", any(list)));
        let labels = |list: &[String]| list.iter().map(|text| line::label(text)).collect::<BTreeSet<_>>();
        let names = [&rules.decisions.sections[..], &rules.actions.sections].concat();
        Labels {
            hint: Hint::new(any(&names), names.iter().map(String::as_str)),
            decisions: labels(&rules.decisions.sections),
            others: [&rules.meetings.agenda, &rules.meetings.meta, &rules.decisions.markers]
                .into_iter()
                .flat_map(|list| labels(list))
                .collect(),
            actions: whole(&rules.actions.sections),
            follow_up: whole(&rules.actions.follow_up),
            filler: Phrase::new(format!(
                "^{}$",
                any(&[&rules.actions.fillers[..], &rules.actions.follow_up].concat())
            )),
            markers: rules.actions.markers.iter().filter(|marker| is_abbreviation(marker)).cloned().collect(),
        }
    }

    /// Which section `text` opens as a label.
    pub(crate) fn section(&self, text: &str) -> Option<Section> {
        if text.len() > 120 || !self.hint.is_match(text) || line::asks(text) {
            return None;
        }
        let label = line::label(text);
        if label.split(' ').count() > LONGEST_LABEL {
            return None;
        }
        if self.decisions.contains(&label) {
            return Some(Section::Decisions);
        }
        let named = self.actions.find(&label)?;
        let rest = || label[..named.start].split(' ').chain(label[named.end..].split(' '));
        let only_fillers = rest().all(|word| word.is_empty() || self.filler.is_match(word) || is_date(word));
        only_fillers.then(|| Section::Actions { follow_up: self.follow_up.is_match(&label) })
    }

    /// Where each block of `blocks` stands.
    pub(crate) fn standings(&self, blocks: &Blocks) -> Vec<Standing> {
        let mut standings: Vec<Standing> = Vec::with_capacity(blocks.list.len());
        // The line with a colon that speaks for the list below it, and the item that both stand in.
        let mut above: Option<(Section, Option<u32>)> = None;
        for block in &blocks.list {
            let around = |place: Option<u32>| standings.get(place? as usize);
            let heading =
                around(block.heading).map_or(Section::Open, |above| above.opens.unwrap_or(above.section));
            let outer = around(block.parent).map_or(heading, |outer| outer.opens.unwrap_or(outer.section));
            let is_item = matches!(block.kind, BlockKind::Item { .. });
            if !is_item && above.is_some_and(|(_, parent)| parent == block.parent) {
                above = None;
            }
            let section = match above {
                Some((section, parent)) if is_item && parent == block.parent => section,
                _ => outer,
            };
            let words = blocks.words(block);
            let opens = match block.kind {
                // An abbreviation that is all of a heading is a subject, not a list of actions: `## AI`.
                BlockKind::Heading { .. } => {
                    self.section(words).filter(|_| !self.markers.contains(words.trim()))
                }
                // `Decisions:` on a line is one decision that has its words below.
                BlockKind::Item { .. } => {
                    self.section(words).filter(|&section| section != Section::Decisions)
                }
                BlockKind::Paragraph => {
                    if words.trim_end().ends_with(':') {
                        let last = words.trim_end().rsplit('\n').next().unwrap_or_default();
                        let section = self.section(last).filter(|&section| section != Section::Decisions);
                        above = section.map(|section| (section, block.parent));
                        // Alone in its paragraph, the line is a label and nothing else.
                        section.filter(|_| !words.contains('\n'))
                    } else {
                        None
                    }
                }
                BlockKind::Cell { .. } => None,
            };
            let is_label =
                opens.is_some() || words.len() < LONGEST_MARKER && line::is_label(words, &self.others);
            standings.push(Standing { section, opens, is_label });
        }
        standings
    }
}

/// Whether `marker` is so short that its letters stand for other words, too. Longer ones say what they mark.
fn is_abbreviation(marker: &str) -> bool {
    marker.chars().count() <= 2
}

/// Whether `word` is a date or another number.
fn is_date(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || matches!(c, '-' | '.' | '/'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::document::block::blocks;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let blocks = blocks(text, Span::new(0, text.len()));
        let standings = Labels::new(&ItemRules::default()).standings(&blocks);
        let show = |(block, standing): (_, Standing)| {
            let section = match standing.section {
                Section::Open => "-",
                Section::Decisions => "decisions",
                Section::Actions { follow_up: true } => "follow-up",
                Section::Actions { follow_up: false } => "actions",
            };
            format!("{} {section}", blocks.words(block))
        };
        let shown: Vec<String> = blocks.list.iter().zip(standings).map(show).collect();
        assert_eq!(shown, expected, "{text:?}");
    }

    #[test]
    fn headings_open_sections_for_all_below() {
        check(
            "## Decisions\n- a\n### Topic\n- b\n## Other\n- c",
            &["Decisions -", "a decisions", "Topic decisions", "b decisions", "Other -", "c -"],
        );
    }

    #[test]
    fn old_actions_are_told_apart() {
        check("#### Check AIs from last time\n- a", &["Check AIs from last time -", "a follow-up"]);
        check(
            "## Action items from last week's call:\n- a",
            &["Action items from last week's call: -", "a follow-up"],
        );
        check("## Action items\n- a", &["Action items -", "a actions"]);
    }

    #[test]
    fn a_heading_that_asks_or_tells_more_is_no_label() {
        check("## Any decisions?\n- a", &["Any decisions? -", "a -"]);
        check("## Stabilise the flavor decision\n- a", &["Stabilise the flavor decision -", "a -"]);
        check("## AI\n- a", &["AI -", "a -"]);
        check("## Putting the robot into action\n- a", &["Putting the robot into action -", "a -"]);
    }

    #[test]
    fn a_label_may_be_in_capitals() {
        check("## DECISIONS\n- a", &["DECISIONS -", "a decisions"]);
        check("## BESCHLÜSSE\n- a", &["BESCHLÜSSE -", "a decisions"]);
        check("## TODO\n- a", &["TODO -", "a actions"]);
        check("## ACTIONS\n- a", &["ACTIONS -", "a actions"]);
    }

    #[test]
    fn an_item_opens_a_section_for_what_it_holds() {
        check("- AIs from last week:\n  - a\n- b", &["AIs from last week: -", "a follow-up", "b -"]);
    }

    #[test]
    fn a_line_with_a_colon_speaks_for_the_list_below() {
        check("Actions:\n- a\n  - b\n\nc\n\n- d", &["Actions: -", "a actions", "b actions", "c -", "d -"]);
        check("Decisions:\n- a", &["Decisions: -", "a -"]);
    }
}
