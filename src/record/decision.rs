//! The decisions that one text records.
//!
//! Precision comes before recall: a log with inventions in it is worth nothing. So a decision is what says of
//! itself that it is one: a marker with a colon, an item below a heading for decisions, a cell in a column for them, a
//! sentence in which the meeting says that it decided, or a result behind an arrow. What is struck out, asked,
//! recalled, conditional or somebody else's is none; what is still open is none either.

mod undecided;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::context::{above, context};
use super::line::{self, Line};
use super::phrase::{EDGE, Hint, Phrase, any, any_whole};
use super::section::{Section, Standing};
use super::table::{self, Beside};
use crate::base::{LineIndex, Span};
use crate::document::block::{Block, BlockKind, Blocks};
use crate::source::items::{DecisionRules, ItemRules};
use undecided::{Undecided, is_asked};

/// How many bytes a marker has at most, with what narrows it down before the colon.
const LONGEST_MARKER: usize = 100;

/// How many lines or blocks below a decision can belong to it; so many are no longer a decision, and reading them
/// again for each would take time without bound.
const MOST_BELOW: usize = 64;

/// A decision in one text.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// Its words, without markup.
    pub text: String,
    /// What it is about, where its words do not say so: the item it stands in, or the heading.
    pub context: Option<String>,
    /// By what it is told.
    pub basis: Basis,
    /// The line on which it stands, from 1: for a marker without text that of the marker.
    pub line: u32,
    /// Where in the source it stands.
    pub span: Span,
}

/// By what a decision is told, the surest first.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum Basis {
    /// `Decision: …`.
    Marker,
    /// A heading such as `## Decisions`, or the head of a table's column.
    Section,
    /// `We decided to …`.
    Sentence,
    /// `Approved`, `=> YES`, `=> Let's …`.
    Result,
}

/// The rules as expressions, made once per configuration.
#[derive(Debug, Clone)]
pub(super) struct DecisionFinder {
    /// What a line has that is looked at.
    hint: Hint,
    /// A marker with its colon, at the beginning of a line, behind an arrow or behind a sentence.
    marker: Phrase,
    /// A sentence at the beginning of a line in which the meeting decided.
    opening: Phrase,
    /// The same behind another clause.
    clause: Phrase,
    /// A sentence that opens with a noun.
    noun: Phrase,
    /// A line that is a result, or ends with one behind an arrow.
    result: Phrase,
    /// An arrow and a proposal.
    proposal: Phrase,
    /// An answer, perhaps with its reasons.
    answer: Phrase,
    /// A question that asks the meeting to decide.
    question: Phrase,
    /// What shows that a text is none.
    undecided: Undecided,
    /// A sentence that goes on below.
    unfinished: Phrase,
    /// Heads of columns with decisions, as labels.
    columns: Vec<String>,
    /// Heads of columns that say what became of a decision, as labels.
    status_columns: Vec<String>,
}

/// Arrows as people type them.
pub(super) const ARROW: &str = r"(?:-{1,2}>|={1,2}>|→|⇒|↳)";

impl DecisionFinder {
    /// The finder that follows `rules`.
    pub(super) fn new(rules: &ItemRules) -> DecisionFinder {
        let DecisionRules { markers, verbs, follows, subjects, leads, nouns, .. } = &rules.decisions;
        let DecisionRules { results, answers, questions, proposals, columns, .. } = &rules.decisions;
        let status_columns = &rules.decisions.status_columns;
        let labels = |list: &[String]| list.iter().map(|head| line::label(head)).collect();
        let hints = [markers, verbs, nouns, results, answers].into_iter().flatten().map(String::as_str);
        let hints: Vec<&str> = hints.chain(["conclusion", "outcome", "->", "=>", "→", "⇒", "↳"]).collect();
        let (markers, verbs, subjects) = (any(markers), any_whole(verbs), any_whole(subjects));
        let (leads, nouns, results) = (any_whole(leads), any(nouns), any_whole(results));
        let (follows, proposals, answers) = (any_whole(follows), any_whole(proposals), any_whole(answers));
        // What may stand before a subject, and between it and its verb.
        let leads = format!(r"(?:{leads}[ \t,:]+)*");
        let scope = r"(?:[ \t]+(?:among|from|in|on|for|at|regarding)[ \t][^:.?@]*|[ \t]*/[^:.?]*)?";
        DecisionFinder {
            hint: Hint::new(
                format!(
                    "{markers}|{verbs}|{nouns}|{results}|^[^0-9A-Za-z]*{answers}|conclusion|outcome|{ARROW}"
                ),
                hints,
            ),
            marker: Phrase::new(format!(
                r"(?:^[^0-9A-Za-z]*|{ARROW}[ \t_*]*|[.?!][ \t]+)(?:{markers})s?{scope}(?:[ \t]*\([^)]*\))?[ \t_*]*:[ \t_*]*"
            )),
            opening: Phrase::new(format!(
                r"^[^0-9A-Za-z]*{leads}(?:(?:{subjects}[ \t]+{leads}{verbs}(?:[^-]|$))|(?:{verbs}[ \t]+{follows}))"
            )),
            clause: Phrase::new(format!(
                r"(?:[.;:!,]|[ \t][–—-]+|{ARROW})[ \t]+{leads}{subjects}[ \t]+{leads}{verbs}(?:[^-]|$)|{EDGE}(?:was|were|is|are|has[ \t]+been|have[ \t]+been)[ \t]+{results}[ \t]+by[ \t]+{subjects}"
            )),
            noun: Phrase::new(format!(
                r"^[^0-9A-Za-z]*(?:there[ \t]+(?:is|was)[ \t]+|we[ \t]+(?:have|reached)[ \t]+)?(?:an?[ \t]+|the[ \t]+)?(?:(?:general|broad|clear|overall|unanimous|final|joint|official)[ \t]+)?(?:{nouns})[ \t]+(?:(?:is|was|has[ \t]+been)[ \t]+)?(?:(?:taken|made|reached)[ \t]+)?(?:that|to|against)[ \t]|^[^0-9A-Za-z]*(?:the|our)[ \t]+(?:conclusion|outcome|{nouns}){EDGE}[^.?:]*{EDGE}(?:is|was){EDGE}[^.?:]*{EDGE}(?:to|that){EDGE}|^[^0-9A-Za-z]*(?:{subjects}[ \t]+)?came[ \t]+to[ \t]+the[ \t]+conclusion[ \t]+(?:that|to)[ \t]|{ARROW}[ \t]*(?:{nouns})[ \t]+(?:for|against)[ \t]"
            )),
            result: Phrase::new(format!(
                r"^[^0-9A-Za-z]*{results}[ \t.!_*]*(?:\([^)]*\)[ \t.!]*)?$|(?:<-{{1,2}}|<=|←|{ARROW})[ \t]*{results}[ \t.!_*]*$"
            )),
            proposal: Phrase::new(format!(r"^[ \t*+•_-]*{ARROW}[ \t]*{proposals}[ \t]")),
            answer: Phrase::new(format!(
                r"^[ \t*+•_-]*(?:{ARROW})?[ \t]*{}[ \t]*(?:[.!]*$|[,:;(–-][^?]*$)",
                answers
            )),
            question: Phrase::new(format!(r"(?:^|[ \t:(]){}[ \t]", any(questions))),
            undecided: Undecided::new(rules),
            unfinished: Phrase::new(format!(r"(?:{EDGE}(?:to|that|the|are|is|following)|:)[ \t_*]*$")),
            columns: labels(columns),
            status_columns: labels(status_columns),
        }
    }

    /// The decisions of `blocks`, which stand in the text of `lines` and each as `standings` say.
    pub(super) fn find(&self, blocks: &Blocks, lines: &LineIndex, standings: &[Standing]) -> Vec<Decision> {
        let mut found =
            Found { blocks, lines, standings, taken: vec![false; blocks.list.len()], decisions: Vec::new() };
        let columns = table::columns(blocks, &self.columns);
        let states = Beside::new(blocks, &self.status_columns);
        for (place, block) in blocks.list.iter().enumerate() {
            if found.taken[place] {
                continue;
            }
            match block.kind {
                BlockKind::Cell { .. } => {
                    let state = states.words(blocks, place).unwrap_or_default();
                    if columns.contains(&place) && !self.undecided.is_state(state) {
                        self.whole(&mut found, place, Basis::Section);
                    }
                    continue;
                }
                BlockKind::Heading { underlined: false, .. } => continue,
                _ => {}
            }
            let before = found.decisions.len();
            let at: Vec<Span> = blocks.lines(block).collect();
            for number in 0..at.len() {
                self.line(&mut found, place, &at, number);
            }
            let stands_alone = match block.kind {
                BlockKind::Item { .. } => block.parent.is_none(),
                BlockKind::Paragraph => {
                    block.parent.is_none() && !blocks.words(block).trim_end().ends_with(':')
                }
                _ => false,
            };
            if found.decisions.len() == before
                && stands_alone
                && standings[place].section == Section::Decisions
            {
                self.whole(&mut found, place, Basis::Section);
            }
        }
        found.decisions
    }

    /// Looks at line `number` of the lines `at` of the block at `place`.
    fn line(&self, found: &mut Found<'_>, place: usize, at: &[Span], number: usize) {
        let blocks = found.blocks;
        let line = Line::new(blocks, at[number]);
        if !self.hint.is_match(&line.masked) {
            return;
        }
        let markers = self.marker.find_all(&line.masked);
        let markers: Vec<_> = markers.into_iter().filter(|marker| marker.len() <= LONGEST_MARKER).collect();
        for (which, marker) in markers.iter().enumerate() {
            let end = markers.get(which + 1).map_or(line.text.len(), |next| next.start);
            let text = line.text.get(marker.end..end).unwrap_or_default();
            let remark = line.masked.get(marker.clone()).unwrap_or_default();
            if !self
                .undecided
                .in_brackets(remark.trim_end_matches([':', '：', ' ', '\t', '_', '*', '\u{a0}']))
            {
                self.marked(found, place, at, number, (&line, marker.start, text));
            }
        }
        if !markers.is_empty() {
            return;
        }
        let masked = &*line.masked;
        let sentence =
            self.opening.find(masked).or_else(|| self.clause.find(masked)).or_else(|| self.noun.find(masked));
        if let Some(sentence) = sentence {
            let mut text = line::bare(&line.text).to_owned();
            if is_asked(masked, &sentence) || self.undecided.says(&text) {
                return;
            }
            if self.unfinished.is_match(&text) {
                let below = self.below(found, place, at, number);
                text = format!("{} {}", text.trim_end_matches(':'), below.join("; "));
            }
            found.add(place, text, Basis::Sentence, (&line, 0));
        } else if let Some(result) = self.result.find(masked) {
            let before = line::bare(line.text.get(..result.start).unwrap_or_default());
            if !before.is_empty() {
                found.add(place, before.to_owned(), Basis::Result, (&line, 0));
            } else if let Some(subject) = above(blocks, &blocks.list[place], line.at) {
                found.add(place, format!("{subject}: {}", line::bare(&line.text)), Basis::Result, (&line, 0));
            }
        } else if self.proposal.is_match(masked) && !self.undecided.says(masked) {
            found.add(place, line::bare(&line.text).to_owned(), Basis::Result, (&line, 0));
        } else if self.answer.is_match(masked) {
            let question = above(blocks, &blocks.list[place], line.at);
            if let Some(question) =
                question.filter(|question| question.contains('?') && self.question.is_match(question))
            {
                found.add(place, format!("{question} {}", line::bare(&line.text)), Basis::Result, (&line, 0));
            }
        }
    }

    /// A marker that begins at `start` of its line and is followed by `text`.
    fn marked(
        &self,
        found: &mut Found<'_>,
        place: usize,
        at: &[Span],
        number: usize,
        (line, start, text): (&Line<'_>, usize, &str),
    ) {
        let mut text = line::bare(text).to_owned();
        let goes_on = self.unfinished.is_match(&text);
        if text.is_empty() || goes_on {
            let below = self.below(found, place, at, number);
            text = [text.trim_end_matches(':').to_owned(), below.join("; ")].join(" ").trim().to_owned();
        } else {
            let goes_on = continuation(found.blocks, at, number)
                .take(MOST_BELOW)
                .take_while(|line| !self.marker.is_match(&line.masked));
            for next in goes_on {
                text = format!("{text} {}", next.text.trim());
            }
        }
        let is_choice = text.len() < 80 && (text.contains(" vs ") || text.contains(" vs. "));
        let is_pointer = text.starts_with("http://") || text.starts_with("https://");
        let has_words = text.chars().any(char::is_alphanumeric);
        if has_words && !self.undecided.holds(&text) && !is_choice && !is_pointer {
            found.add(place, text, Basis::Marker, (line, start));
        }
    }

    /// What stands below line `number` and belongs to it: the following lines, or what the item holds, or the list
    /// that follows the paragraph. These blocks are not looked at again.
    fn below(&self, found: &mut Found<'_>, place: usize, at: &[Span], number: usize) -> Vec<String> {
        let blocks = found.blocks;
        let rest = at[number + 1..].iter().map(|&at| Line::new(blocks, at));
        let texts: Vec<String> = rest
            .take(MOST_BELOW)
            .take_while(|line| !self.marker.is_match(&line.masked))
            .map(|line| line::bare(&line.text).to_owned())
            .filter(|text| !text.is_empty())
            .collect();
        if !texts.is_empty() {
            return texts;
        }
        let places = children(blocks, place);
        let mut texts = Vec::new();
        for child in places {
            let text = visible(blocks, &blocks.list[child]);
            let text = line::bare(&text).replace('\n', " ");
            if !text.is_empty() && !self.undecided.holds(&text) {
                texts.push(text);
                found.taken[child] = true;
            }
        }
        texts
    }

    /// Takes the block at `place` as a decision, as its place says.
    fn whole(&self, found: &mut Found<'_>, place: usize, basis: Basis) {
        let block = &found.blocks.list[place];
        let line = Line::new(found.blocks, block.words);
        let text = line::bare(&line.text).replace('\n', " ");
        let has_words = text.chars().any(char::is_alphabetic);
        if has_words && !self.undecided.holds(&text) {
            found.add(place, text, basis, (&line, 0));
        }
    }
}

/// The decisions found so far in one text.
struct Found<'a> {
    /// The text's blocks.
    blocks: &'a Blocks,
    /// The text's lines.
    lines: &'a LineIndex,
    /// Where each block stands.
    standings: &'a [Standing],
    /// Which blocks are part of a decision above them.
    taken: Vec<bool>,
    /// The decisions.
    decisions: Vec<Decision>,
}

impl Found<'_> {
    /// Adds the decision with these words that begins at `start` of `line`, in the block at `place`.
    fn add(&mut self, place: usize, text: String, basis: Basis, (line, start): (&Line<'_>, usize)) {
        let blank = line.whole.get(start..).map_or(0, |rest| rest.len() - rest.trim_start().len());
        let from = Span::new(line.at.start as usize + start + blank, line.at.end as usize);
        let span = self.blocks.source_span(from);
        let text = line::spaced(&text);
        let context = context(&text, self.blocks, &self.blocks.list[place], line.at, self.standings);
        self.decisions.push(Decision { text, context, basis, line: self.lines.line(span.start), span });
    }
}

/// The words of a block without what is struck out.
fn visible<'a>(blocks: &'a Blocks, block: &Block) -> Cow<'a, str> {
    Line::new(blocks, block.words).text
}

/// The lines that go on with the sentence on line `number`: it has no end, and they begin in lower case.
fn continuation<'a>(blocks: &'a Blocks, at: &'a [Span], number: usize) -> impl Iterator<Item = Line<'a>> {
    let unfinished =
        move |before: &usize| !blocks.slice(at[*before]).trim_end().ends_with(['.', '!', '?', ':', ';']);
    (number..at.len().saturating_sub(1)).take_while(unfinished).map_while(move |before| {
        let next = Line::new(blocks, at[before + 1]);
        let goes_on = next.text.starts_with(|c: char| c.is_lowercase() || matches!(c, '(' | '`' | '"'));
        goes_on.then_some(next)
    })
}

/// The blocks that the one at `place` introduces: for an item those directly in it, for a paragraph the list below.
pub(super) fn children(blocks: &Blocks, place: usize) -> Vec<usize> {
    let block = &blocks.list[place];
    let number = Some(place as u32);
    if matches!(block.kind, BlockKind::Item { .. }) {
        return blocks
            .inside(place)
            .filter(|(_, inner)| inner.parent == number)
            .map(|(place, _)| place)
            .take(MOST_BELOW)
            .collect();
    }
    let below = blocks.list.iter().enumerate().skip(place + 1);
    let list = below.take_while(|(_, next)| {
        let is_sibling = next.parent == block.parent;
        next.heading == block.heading
            && (!is_sibling || matches!(next.kind, BlockKind::Item { .. }))
            && (is_sibling || next.parent.is_some_and(|parent| parent as usize > place))
    });
    list.filter(|(_, next)| next.parent == block.parent).map(|(place, _)| place).take(MOST_BELOW).collect()
}

#[cfg(test)]
mod tests;
