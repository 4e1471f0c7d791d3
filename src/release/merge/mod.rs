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
pub mod three;

use std::collections::{BTreeMap, BTreeSet};

use self::place::Notes;
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
}

/// How much of their words two blocks share at least that are taken for one: half.
const LIKENESS: (usize, usize) = (1, 2);

/// More comparisons of words than this are not made; marks tell nearly everything.
const MOST_COMPARISONS: usize = 1_000_000;

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
    let had: BTreeSet<String> = ours.iter().flat_map(|known| known.ids.iter().cloned()).collect();

    let mut merged = Merged::default();
    let mut notes = Notes::default();
    let mut settled = BTreeSet::new();
    for known in ours {
        let verdict = sides.settle(&known, &settled);
        settled.extend(known.ids.iter().cloned());
        match verdict {
            Verdict::Keep => notes.push(known.block, known.ids),
            Verdict::Replace(block) => {
                if block.kind != Kind::Conflict {
                    merged.updated.extend(known.ids.first().cloned());
                }
                notes.push(block, known.ids);
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
        let mut ids = block.keys();
        if ids.is_empty() {
            ids = vec![match block.kind {
                Kind::Front => "front".to_owned(),
                Kind::Heading(1) => "title".to_owned(),
                Kind::Heading(_) => format!("heading {}", block.inner()),
                _ => {
                    number += 1;
                    format!("text {section} {number}")
                }
            }];
        }
        if let (Kind::Heading(_), Some(id)) = (block.kind, ids.first()) {
            (section, number) = (id.clone(), 0);
        }
        Known { block, ids }
    };
    blocks.into_iter().map(name).collect()
}

/// The blocks of people's notes, known by their marks, or by their words among those of `draft` that no mark names.
fn recognise(blocks: Vec<Block>, draft: &[Known]) -> Vec<Known> {
    let has_title = blocks.iter().position(|block| block.kind == Kind::Heading(1));
    let mut ours: Vec<Known> = Vec::new();
    for (at, block) in blocks.into_iter().enumerate() {
        let mut ids = block.keys();
        if ids.is_empty() && block.kind == Kind::Front {
            ids.push("front".to_owned());
        } else if ids.is_empty() && has_title == Some(at) {
            ids.push("title".to_owned());
        }
        ours.push(Known { block, ids });
    }
    let named: BTreeSet<&String> = ours.iter().flat_map(|known| &known.ids).collect();
    let mut open: Vec<&Known> =
        draft.iter().filter(|known| !known.ids.iter().any(|id| named.contains(id))).collect();
    let unknown: Vec<usize> =
        (0..ours.len()).filter(|&at| ours[at].ids.is_empty() && !ours[at].block.text.is_empty()).collect();
    let mut found: Vec<(usize, Vec<String>)> = Vec::new();
    // The same words first, so that no likeness takes an entry from itself.
    for &at in &unknown {
        let words = ours[at].block.words();
        let same = |known: &&Known| known.block.kind == ours[at].block.kind && known.block.words() == words;
        if let Some(place) = open.iter().position(same) {
            found.push((at, open.remove(place).ids.clone()));
        }
    }
    let rest = unknown.iter().filter(|at| !found.iter().any(|(known, _)| known == *at));
    let rest: Vec<usize> = rest.copied().collect();
    if rest.len().saturating_mul(open.len()) <= MOST_COMPARISONS {
        for at in rest {
            let like = |known: &&Known| {
                std::mem::discriminant(&known.block.kind) == std::mem::discriminant(&ours[at].block.kind)
                    && is_like(&ours[at].block.words(), &known.block.words())
            };
            if let Some(place) = open.iter().position(like) {
                found.push((at, open.remove(place).ids.clone()));
            }
        }
    }
    for (at, ids) in found {
        ours[at].ids = ids;
    }
    ours
}

/// Whether two texts share a link, or half of their words.
fn is_like(one: &str, other: &str) -> bool {
    let links = |text: &str| -> BTreeSet<String> {
        text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned).collect()
    };
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (mine, theirs) = (words(one), words(other));
    let common = mine.intersection(&theirs).count();
    let most = mine.len().max(theirs.len());
    !links(one).is_disjoint(&links(other))
        || most > 0 && common * LIKENESS.1 >= most * LIKENESS.0 && common > 1
}

#[cfg(test)]
pub(super) mod tests;
