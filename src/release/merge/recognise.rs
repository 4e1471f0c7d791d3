//! What the blocks of people's notes are where marks got lost.
//!
//! An entry is known by its mark. Without one it is known by its words, by what it links, or by being much alike; it
//! need not be an item of a list any more. A heading is known by what stands below it: a section in which most of its
//! draft's entries still stand is that section, whatever it is called now.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Known;
use crate::release::notes::{Block, Kind};

/// How much of their words two blocks share at least that are taken for one: half.
const LIKENESS: (usize, usize) = (1, 2);

/// More comparisons of words than this are not made; marks tell nearly everything.
const MOST_COMPARISONS: usize = 1_000_000;

/// A block as it is compared.
struct Seen {
    /// Where it is.
    at: usize,
    /// Its words.
    words: String,
    /// What it links.
    links: Vec<String>,
    /// Its words one by one.
    set: BTreeSet<String>,
}

impl Seen {
    /// The block at `at`.
    fn new(at: usize, block: &Block) -> Seen {
        let words = block.words();
        let one = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let set = one.map(str::to_lowercase).collect();
        Seen { at, links: links(&words), words, set }
    }

    /// How many words it shares with another.
    fn common(&self, other: &Seen) -> usize {
        self.set.intersection(&other.set).count()
    }

    /// Whether it shares half of its words with another.
    fn is_like(&self, other: &Seen) -> bool {
        let (common, most) = (self.common(other), self.set.len().max(other.set.len()));
        most > 0 && common * LIKENESS.1 >= most * LIKENESS.0 && common > 1
    }
}

/// The blocks of people's notes, each with what it is among those of `draft`.
pub(super) fn recognise(blocks: Vec<Block>, draft: &[Known]) -> Vec<Known> {
    let title = blocks.iter().position(|block| block.kind == Kind::Heading(1));
    let mut ours: Vec<Known> = blocks.into_iter().map(Known::by_marks).collect();
    for (at, known) in ours.iter_mut().enumerate().filter(|(_, known)| known.ids.is_empty()) {
        if known.block.kind == Kind::Front {
            known.ids.push("front".to_owned());
        } else if title == Some(at) {
            known.ids.push("title".to_owned());
        }
    }
    let is_heading = |known: &Known| matches!(known.block.kind, Kind::Heading(_));
    by_words(&mut ours, draft, |known| !is_heading(known), by_links);
    by_sections(&mut ours, draft);
    by_words(&mut ours, draft, is_heading, |_, _, _| {});
    ours
}

/// Gives blocks of one sort their ids by the same words, by `between`, and by words that are alike.
fn by_words(
    ours: &mut [Known],
    draft: &[Known],
    is_sort: impl Fn(&Known) -> bool,
    between: impl Fn(&mut [Known], &[Known], &mut Vec<Seen>),
) {
    let named: BTreeSet<String> = ours.iter().flat_map(|known| known.ids.iter().cloned()).collect();
    let is_open = |known: &Known| is_sort(known) && !known.ids.iter().any(|id| named.contains(id));
    let open = draft.iter().enumerate().filter(|(_, known)| is_open(known));
    let mut open: Vec<Seen> = open.map(|(at, known)| Seen::new(at, &known.block)).collect();
    let is_unknown = |known: &Known| is_sort(known) && known.ids.is_empty() && !known.block.text.is_empty();
    let unknown = |ours: &[Known]| -> Vec<Seen> {
        let unknown = ours.iter().enumerate().filter(|(_, known)| is_unknown(known));
        unknown.map(|(at, known)| Seen::new(at, &known.block)).collect()
    };
    if open.is_empty() {
        return;
    }
    // The same words first, so that no likeness takes an entry from itself.
    let mut same: BTreeMap<(Kind, &str), VecDeque<usize>> = BTreeMap::new();
    for seen in &open {
        same.entry((draft[seen.at].block.kind, &seen.words)).or_default().push_back(seen.at);
    }
    let mut taken = BTreeSet::new();
    let strangers = unknown(ours);
    for seen in &strangers {
        let found = same.get_mut(&(ours[seen.at].block.kind, seen.words.as_str()));
        if let Some(at) = found.and_then(VecDeque::pop_front) {
            ours[seen.at].ids.clone_from(&draft[at].ids);
            taken.insert(at);
        }
    }
    open.retain(|seen| !taken.contains(&seen.at));
    between(ours, draft, &mut open);
    let rest = unknown(ours);
    if rest.len().saturating_mul(open.len()) > MOST_COMPARISONS {
        return;
    }
    for seen in rest {
        let kind = std::mem::discriminant(&ours[seen.at].block.kind);
        let is_it =
            |other: &Seen| std::mem::discriminant(&draft[other.at].block.kind) == kind && seen.is_like(other);
        if let Some(place) = open.iter().position(is_it) {
            ours[seen.at].ids.clone_from(&draft[open.remove(place).at].ids);
        }
    }
}

/// Gives blocks the ids of those `open` entries of the draft that they link and that stand nowhere else. One that has
/// a mark only takes note of them: it was not made from them.
fn by_links(ours: &mut [Known], draft: &[Known], open: &mut Vec<Seen>) {
    let mut linked: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    for (place, seen) in open.iter().enumerate().filter(|(_, seen)| draft[seen.at].block.kind == Kind::Item) {
        for link in &seen.links {
            linked.entry(link.clone()).or_default().insert(place);
        }
    }
    if linked.is_empty() {
        return;
    }
    let by_id: BTreeMap<&String, &Known> =
        draft.iter().flat_map(|known| known.ids.iter().map(move |id| (id, known))).collect();
    let mut taken = BTreeSet::new();
    // Those without a mark first: what they link they were made from.
    let is_text = |known: &Known| matches!(known.block.kind, Kind::Item | Kind::Other);
    let mut order: Vec<usize> = (0..ours.len()).filter(|&at| is_text(&ours[at])).collect();
    order.sort_by_key(|&at| !ours[at].ids.is_empty());
    for at in order {
        let is_unknown = ours[at].ids.is_empty();
        let seen = Seen::new(at, &ours[at].block);
        let own = ours[at].ids.iter().filter_map(|id| by_id.get(id));
        let mut own: BTreeSet<String> = own.flat_map(|known| links(&known.block.words())).collect();
        for link in &seen.links {
            if own.contains(link) {
                continue;
            }
            let places = linked.get(link).into_iter().flatten().copied();
            let places = places.filter(|place| !taken.contains(place));
            let Some(best) =
                places.max_by_key(|&place| (seen.common(&open[place]), std::cmp::Reverse(place)))
            else {
                continue;
            };
            taken.insert(best);
            own.extend(open[best].links.iter().cloned());
            let ids = draft[open[best].at].ids.clone();
            if is_unknown { ours[at].ids.extend(ids) } else { ours[at].linked.extend(ids) }
        }
    }
    let mut place = 0;
    open.retain(|_| {
        place += 1;
        !taken.contains(&(place - 1))
    });
}

/// What `words` links: addresses in Markdown or alone, and what a draft without a forge names in backticks.
fn links(words: &str) -> Vec<String> {
    let mut found = Vec::new();
    // The definition of a link tells nothing itself.
    let lines = words.lines().filter(|line| !(line.starts_with('[') && line.contains("]:")));
    for line in lines {
        let ends = |c: char| c.is_whitespace() || matches!(c, ')' | '>' | ']' | '"' | '\'' | '|');
        let inline = line.split("](").skip(1);
        let inline = inline.filter_map(|rest| rest.trim_start_matches('<').split(ends).next());
        let bare = line
            .match_indices("http")
            .map(|(at, _)| &line[at..])
            .filter(|rest| ["http://", "https://"].iter().any(|scheme| rest.starts_with(scheme)));
        let bare = bare.filter_map(|rest| rest.split(ends).next());
        let named = line.split('`').skip(1).step_by(2);
        let named = named.filter(|name| name.contains(['#', '@']) && !name.contains(char::is_whitespace));
        found
            .extend(inline.chain(bare).chain(named).map(|link| link.trim_end_matches(['.', ',']).to_owned()));
    }
    found.retain(|link| !link.is_empty());
    found
}

/// Gives headings without a mark the ids of sections whose entries stand below them. A heading that has one takes a
/// second where the other heading was removed and its entries stayed.
fn by_sections(ours: &mut [Known], draft: &[Known]) {
    let named: BTreeSet<String> = ours.iter().flat_map(|known| known.ids.iter().cloned()).collect();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (at, known) in draft.iter().enumerate() {
        if let Kind::Heading(level) = known.block.kind
            && !known.ids.iter().any(|id| named.contains(id))
        {
            open.push((level, at));
        }
    }
    // Sections within sections first, by which the outer ones are known.
    open.sort_by_key(|&(level, at)| (std::cmp::Reverse(level), at));
    let above = headings(draft);
    let ours_above = headings(ours);
    for (_, at) in open {
        let members: Vec<usize> = (0..draft.len()).filter(|&member| above[member] == Some(at)).collect();
        let stands = |member: &usize| {
            let ids = &draft[*member].ids;
            let place = ours.iter().position(|known| known.ids.iter().any(|id| ids.contains(id)));
            place.and_then(|place| ours_above[place])
        };
        let mut votes: BTreeMap<usize, usize> = BTreeMap::new();
        members.iter().filter_map(stands).for_each(|heading| *votes.entry(heading).or_default() += 1);
        // An entry that was moved to a section with a name of its own does not tell where the others are.
        let (free, own): (Vec<_>, Vec<_>) =
            votes.into_iter().partition(|(heading, _)| ours[*heading].ids.is_empty());
        let most = |votes: &[(usize, usize)]| votes.iter().copied().max_by_key(|&(_, count)| count);
        let of_free: usize = free.iter().map(|(_, count)| count).sum();
        let heading = match (most(&free), most(&own)) {
            (Some((heading, count)), own)
                if count * 2 > of_free && own.is_none_or(|(_, other)| count >= other) =>
            {
                heading
            }
            (_, Some((heading, count))) if count > 1 && count * 2 > members.len() => heading,
            _ => continue,
        };
        ours[heading].ids.extend(draft[at].ids.iter().cloned());
    }
}

/// For each block the heading that it stands below; of a heading the nearest above of a smaller level.
fn headings(blocks: &[Known]) -> Vec<Option<usize>> {
    let mut open: Vec<(usize, usize)> = Vec::new();
    let above = |(at, known): (usize, &Known)| {
        let Kind::Heading(level) = known.block.kind else { return open.last().map(|&(_, at)| at) };
        while open.last().is_some_and(|&(other, _)| other >= level) {
            open.pop();
        }
        let above = open.last().map(|&(_, at)| at);
        open.push((level, at));
        above
    };
    blocks.iter().enumerate().map(above).collect()
}
