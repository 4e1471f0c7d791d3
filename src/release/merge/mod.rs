//! A new draft meets what people made of the last one.
//!
//! The notes are people's: their order, their headings, their words. The draft that was generated last, kept beside the
//! notes, tells what people changed and what the record changed. So a merge brings in what is new, carries on what
//! nobody touched, keeps every edit, leaves out what was deleted, and where both sides changed the same words shows
//! both texts and lets people decide.
//!
//! Entries are known by their marks and not by their place, so that it does not matter where they were moved, or
//! whether two of them became one. Where a mark was lost, the words tell.

mod place;
mod recognise;
pub mod three;

use std::collections::{BTreeMap, BTreeSet};

use self::place::Notes;
use self::recognise::recognise;
use super::notes::{Block, CONFLICT, Kind, join, marked, parse};

/// What came of a merge.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Merged {
    /// The notes.
    pub text: String,
    /// Keys of entries that are new in them.
    pub added: Vec<String>,
    /// Keys of entries that nobody had touched and that say something new.
    pub updated: Vec<String>,
    /// Keys of entries that nobody had touched and whose evidence is gone.
    pub removed: Vec<String>,
    /// Keys of entries that people deleted and that stay so.
    pub left_out: Vec<String>,
    /// Lines, from 1, on which conflicts begin.
    pub conflicts: Vec<usize>,
}

/// A block with what it is known by.
#[derive(Debug, Clone)]
struct Known {
    /// The block.
    block: Block,
    /// Its keys, or a name that follows from its place; of people's own blocks nothing.
    ids: Vec<String>,
    /// What it links beside that, and that stands nowhere else in the notes.
    linked: Vec<String>,
}

impl Known {
    /// A block as its marks tell.
    fn by_marks(block: Block) -> Known {
        Known { ids: block.keys(), block, linked: Vec::new() }
    }
}

/// Lines, from 1, on which conflicts begin that nobody has settled.
pub fn conflicts(notes: &str) -> Vec<usize> {
    let begins = notes.lines().enumerate().filter(|(_, line)| line.starts_with(CONFLICT.0));
    begins.map(|(number, _)| number + 1).collect()
}

/// Merges `new`, the draft of now, into `yours`, which people made of the draft `old`. Without an `old` everything that
/// is in the notes stays as it is, and what is not comes in.
///
/// `stays` tells keys of entries that stay although their evidence is gone. Notes with [`conflicts`] are not merged:
/// they come back as they are, with the conflicts' lines.
pub fn merge(old: Option<&str>, yours: &str, new: &str, stays: &dyn Fn(&str) -> bool) -> Merged {
    merge_ending(old, yours, new, stays, line_end(yours))
}

/// How the lines of `text` end, most of them.
pub fn line_end(text: &str) -> &'static str {
    let windows = text.matches("\r\n").count();
    if windows * 2 > text.matches('\n').count() { "\r\n" } else { "\n" }
}

/// `text` with lines that end so.
pub fn with_line_end(text: &str, end: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', end)
}

/// Merges as [`merge`] does, into a text whose lines end with `end`.
pub fn merge_ending(
    old: Option<&str>,
    yours: &str,
    new: &str,
    stays: &dyn Fn(&str) -> bool,
    end: &'static str,
) -> Merged {
    let unsettled = conflicts(yours);
    if !unsettled.is_empty() {
        return Merged { text: yours.to_owned(), conflicts: unsettled, ..Merged::default() };
    }
    let draft = known(parse(new));
    let before = old.map(|old| known(parse(old)));
    let ours = recognise(parse(yours), before.as_deref().unwrap_or(&draft));
    let words = |blocks: &[Known]| -> BTreeMap<String, (String, String)> {
        let of_block = |known: &Known| {
            let (words, text) = (known.block.words(), known.block.text.clone());
            known.ids.iter().map(move |id| (id.clone(), (words.clone(), text.clone()))).collect::<Vec<_>>()
        };
        blocks.iter().flat_map(of_block).collect()
    };
    let sides = Sides { old: before.as_deref().map(words), new: words(&draft), stays };
    let had = ours.iter().flat_map(|known| known.ids.iter().chain(&known.linked).cloned());
    let had: BTreeSet<String> = had.collect();

    let mut merged = Merged::default();
    let mut notes = Notes::new(end);
    let mut settled = BTreeSet::new();
    for known in ours {
        let verdict = sides.told(&known, sides.settle(&known, &settled));
        settled.extend(known.ids.iter().cloned());
        match verdict {
            Verdict::Keep => notes.push(known.block, known.ids),
            Verdict::Replace(block) => {
                if block.kind != Kind::Conflict {
                    merged.updated.extend(known.ids.first().cloned());
                }
                let text = with_line_end(&block.text, end);
                notes.push(Block { text, ..block }, known.ids);
            }
            Verdict::Remove => {
                merged.removed.extend(known.ids.first().cloned());
                notes.pass_over(&known.block);
            }
        }
    }
    for at in 0..draft.len() {
        let is_had = |id: &String| had.contains(id);
        let is_old = |id: &String| sides.old.as_ref().is_some_and(|old| old.contains_key(id));
        let ids = &draft[at].ids;
        if draft[at].block.text.is_empty() || ids.iter().any(is_had) {
            continue;
        }
        if ids.iter().any(is_old) {
            merged.left_out.extend(ids.first().cloned());
        } else if ids.iter().all(|id| notes.find(id).is_none()) {
            merged.added.extend(ids.first().cloned());
            notes.insert(&draft, at);
        }
    }
    notes.drop_empty_sections(|id, words| {
        let is_unchanged =
            sides.old.as_ref().and_then(|old| old.get(id)).is_some_and(|(old, _)| *old == words);
        is_unchanged && !sides.new.contains_key(id)
    });
    let blocks: Vec<Block> = notes.blocks.into_iter().map(|(block, _)| block).collect();
    merged.text = join(&blocks);
    merged.conflicts = conflicts(&merged.text);
    merged
}

/// What becomes of a block.
enum Verdict {
    /// It stays as it is.
    Keep,
    /// Another takes its place.
    Replace(Block),
    /// It goes.
    Remove,
}

/// The words and texts of both drafts by id.
struct Sides<'a> {
    /// The draft of the last time.
    old: Option<BTreeMap<String, (String, String)>>,
    /// The draft of now.
    new: BTreeMap<String, (String, String)>,
    /// Which keys stay when their evidence is gone.
    stays: &'a dyn Fn(&str) -> bool,
}

impl Sides<'_> {
    /// `verdict` on a block, or a conflict where evidence is gone that the block links beside its own.
    fn told(&self, known: &Known, verdict: Verdict) -> Verdict {
        let was = |id: &String| self.old.as_ref().is_some_and(|old| old.contains_key(id));
        let is_gone = |id: &String| was(id) && !self.new.contains_key(id) && !(self.stays)(id);
        match verdict {
            Verdict::Keep if known.linked.iter().any(is_gone) => conflict(&known.block, std::iter::empty()),
            Verdict::Replace(block) if block.kind != Kind::Conflict && known.linked.iter().any(is_gone) => {
                conflict(&block, std::iter::empty())
            }
            verdict => verdict,
        }
    }

    /// What becomes of a block of people's. A disagreement is shown once: not again for ids that are `settled`.
    fn settle(&self, known: &Known, settled: &BTreeSet<String>) -> Verdict {
        let Some(old) = &self.old else { return Verdict::Keep };
        let yours = known.block.words();
        // What the record changed: another text, or none any more.
        let changed: Vec<(&String, Option<&(String, String)>)> = known
            .ids
            .iter()
            .map(|id| (id, self.new.get(id)))
            .filter(|(id, new)| match (old.get(*id), new) {
                (Some((before, _)), Some((now, _))) => before != now,
                (Some(_), None) => !(self.stays)(id) && !matches!(known.block.kind, Kind::Heading(_)),
                (None, Some((now, _))) => *now != yours,
                (None, None) => false,
            })
            .collect();
        let disagree = || {
            let mut open = changed.iter().filter(|(id, _)| !settled.contains(*id)).peekable();
            match open.peek() {
                Some(_) => conflict(&known.block, open.filter_map(|(_, now)| *now)),
                None => Verdict::Keep,
            }
        };
        let [(id, now)] = changed.as_slice() else { return disagree() };
        let before = old.get(*id).map(|(words, _)| words.as_str());
        let is_alone = known.ids.len() == 1;
        match (before, now) {
            (Some(before), Some((_, text))) if is_alone && before == yours => {
                Verdict::Replace(Block { text: ended(text), ..known.block.clone() })
            }
            (Some(before), None) if is_alone && before == yours => Verdict::Remove,
            (_, Some((now, _))) if is_alone && *now == yours => Verdict::Keep,
            (Some(before), Some((now, _))) if is_alone => match three::merge(before, &yours, now) {
                Some(words) => Verdict::Replace(with_marks(&known.block, &words)),
                None => disagree(),
            },
            _ => disagree(),
        }
    }
}

/// A block with both texts, for people to decide.
fn conflict<'a>(yours: &Block, now: impl Iterator<Item = &'a (String, String)>) -> Verdict {
    let generated: String = now.map(|(_, text)| ended(text)).collect();
    let last = if generated.is_empty() { "no longer generated" } else { "generated" };
    let (begin, middle, end) = CONFLICT;
    let text = format!("{begin}yours\n{}{middle}\n{generated}{end}{last}\n", ended(&yours.text));
    Verdict::Replace(Block { kind: Kind::Conflict, above: yours.above.clone(), text })
}

/// `text` with a line end.
fn ended(text: &str) -> String {
    if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") }
}

/// `words` with the marks of `block`.
fn with_marks(block: &Block, words: &str) -> Block {
    let keys = block.keys();
    let text = match keys.as_slice() {
        [] => ended(words),
        keys => ended(&marked(words, &super::entry::mark(&keys.join(", ")))),
    };
    Block { text, ..block.clone() }
}

/// The blocks of a draft. One without a mark is known by its section and its number there.
fn known(blocks: Vec<Block>) -> Vec<Known> {
    let (mut section, mut number) = (String::new(), 0);
    let name = |block: Block| {
        let mut known = Known::by_marks(block);
        let kind = known.block.kind;
        if known.ids.is_empty() {
            known.ids.push(match kind {
                Kind::Front => "front".to_owned(),
                Kind::Heading(1) => "title".to_owned(),
                Kind::Heading(_) => format!("heading {}", known.block.inner()),
                _ => {
                    number += 1;
                    format!("text {section} {number}")
                }
            });
        }
        if let (Kind::Heading(_), Some(id)) = (kind, known.ids.first()) {
            (section, number) = (id.clone(), 0);
        }
        known
    };
    blocks.into_iter().map(name).collect()
}

#[cfg(test)]
pub(super) mod tests;
