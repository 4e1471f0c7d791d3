//! What words are about that do not say it themselves: `yes to the above`, `=> YES`, `do`.

use super::line::{self, Line};
use super::section::Standing;
use crate::base::Span;
use crate::document::block::{Block, BlockKind, Blocks};

/// How many characters of it are shown.
const LONGEST: usize = 300;

/// With fewer words than these, a decision or an action does not say what it is about.
const TELLING: usize = 5;

/// What the line at `at` of `block` is about: the line before it, else the item or heading around.
pub(super) fn above(blocks: &Blocks, block: &Block, at: Span) -> Option<String> {
    around(blocks, block, at, &[]).next()
}

/// What `text` is about, which is told on the line at `at` of `block`, if its few words do not say so: what stands
/// above, as long as that is more than a label or a date.
pub(super) fn context(
    text: &str,
    blocks: &Blocks,
    block: &Block,
    at: Span,
    standings: &[Standing],
) -> Option<String> {
    if words(text) >= TELLING {
        return None;
    }
    let mut above = around(blocks, block, at, standings);
    above.find(|above| words(above) > 0 && !text.contains(above.trim_end_matches(':')))
}

/// What stands above the line at `at` of `block`, the nearest first: the line before it, the items that it is in,
/// the headings that it is below; without labels.
fn around<'a>(
    blocks: &'a Blocks,
    block: &'a Block,
    at: Span,
    standings: &'a [Standing],
) -> impl Iterator<Item = String> + 'a {
    let earlier =
        blocks.slice(Span::new(block.words.start as usize, at.start as usize)).trim_end_matches('\n');
    let begin = earlier.rfind('\n').map_or(0, |end| end + 1);
    let start = block.words.start as usize;
    let before = (!earlier.is_empty()).then(|| Span::new(start + begin, start + earlier.len()));
    let outer = blocks.parents(block).chain(blocks.headings(block));
    // A heading with a date is the meeting's own name.
    let is_dated = |word: &str| word.bytes().filter(u8::is_ascii_digit).count() >= 6;
    let is_name = move |block: &Block| {
        matches!(block.kind, BlockKind::Heading { .. })
            && blocks.words(block).split_whitespace().any(is_dated)
    };
    let outer = outer.filter(move |(_, block)| !is_name(block));
    let telling = outer.filter(|(place, _)| standings.get(*place).is_none_or(|standing| !standing.is_label));
    before.into_iter().chain(telling.map(|(_, block)| block.words)).filter_map(|at| {
        let words = Line::new(blocks, at).text;
        let is_icon = |word: &&str| word.len() > 2 && word.starts_with(':') && word.ends_with(':');
        let words: Vec<&str> = words.split_whitespace().filter(|word| !is_icon(word)).collect();
        let words = line::bare(&words.join(" ")).to_owned();
        let end = words.char_indices().nth(LONGEST).map_or(words.len(), |(at, _)| at);
        (end > 0).then(|| words[..end].to_owned())
    })
}

/// How many words of `text` tell something: those of people do not.
fn words(text: &str) -> usize {
    let words = text.split_whitespace().filter(|word| word.contains(char::is_alphabetic));
    words
        .filter(|word| !word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@').starts_with('@'))
        .count()
}

#[cfg(test)]
mod tests {
    use crate::record::item::test::items;

    /// Compares what the decisions and then the actions of `text` are about.
    #[track_caller]
    fn check(text: &str, expected: &[Option<&str>]) {
        let items = items(text, None);
        let decisions = items.decisions.iter().map(|found| found.context.as_deref());
        let actions = items.actions.iter().map(|found| found.context.as_deref());
        assert_eq!(decisions.chain(actions).collect::<Vec<_>>(), expected, "{text:?}");
    }

    #[test]
    fn few_words_are_about_what_stands_above() {
        check("# Boats\n- Decision: yes to the above", &[Some("Boats")]);
        check("# :boat: Boats\n- AI @ada: do", &[Some("Boats")]);
        check("# Boats\n- The oars:\n  - AI @ada: ask @grace", &[Some("The oars:")]);
        check("The oars are lost\n-> AI @ada: buy some", &[Some("The oars are lost")]);
    }

    #[test]
    fn a_label_is_no_subject() {
        check("# Boats\n## Decisions\n- blue", &[Some("Boats")]);
        check("# Boats\n- AIs:\n  - @ada: row", &[Some("Boats")]);
        check("# Boats\n## :notebook: Agenda\n- Decision: blue", &[Some("Boats")]);
        check("# Boat crew 2031-02-03\n## Conclusion\n- AI @ada: row", &[None]);
    }

    #[test]
    fn what_tells_enough_needs_no_subject() {
        check("# Boats\n- Decision: all boats are painted blue", &[None]);
        check("# Boats\n- Blue?\n  - Approved", &[Some("Boats")]);
        check("- AI @ada: row", &[None]);
    }
}
