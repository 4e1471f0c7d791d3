//! Rounds of regenerate, edit, new commit, delete, reorder: no edit is lost, nothing deleted comes back, and a conflict
//! shows both texts.

use super::*;

/// How many rounds are made: enough where all tests run, as many as wanted with
/// `ANNALS_ROUNDS=100000 cargo test --lib release::merge::tests::random`.
pub(in crate::release) const ROUNDS: Option<&str> = option_env!("ANNALS_ROUNDS");

/// Where the rounds begin; a failure tells with which seed it is seen again.
pub(in crate::release) const SEED: Option<&str> = option_env!("ANNALS_SEED");

/// Rounds with one release before the next begins anew.
pub(in crate::release) const ROUNDS_OF_ONE: usize = 20;

/// The number that `text` is.
pub(in crate::release) fn number(text: Option<&str>, usual: usize) -> usize {
    text.map_or(usual, |text| text.parse().unwrap())
}

/// A source of chance that gives the same numbers for the same seed (xorshift, Marsaglia 2003).
pub(in crate::release) struct Dice(u64);

impl Dice {
    /// The numbers of `seed`.
    pub(in crate::release) fn new(seed: usize) -> Dice {
        Dice((seed as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `end`.
    pub(in crate::release) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end.max(1)
    }
}

/// What the record says: sections with entries, each a key and words.
pub(in crate::release) struct World {
    sections: Vec<(String, Vec<(String, String)>)>,
    /// Counts everything new, so that each has words of its own.
    count: usize,
}

impl World {
    /// A word that stands nowhere else.
    fn word(&mut self, prefix: &str) -> String {
        self.count += 1;
        format!("{prefix}{}x", self.count)
    }

    /// A world of some sections.
    pub(in crate::release) fn new() -> World {
        let mut world = World { sections: Vec::new(), count: 0 };
        for name in ["Highlights", "Standards", "Changes"] {
            world.sections.push((name.to_owned(), Vec::new()));
            for _ in 0..3 {
                world.commit(world.sections.len() - 1);
            }
        }
        world
    }

    /// A new entry.
    fn commit(&mut self, section: usize) {
        let (key, words) = (self.word("k"), self.word("new"));
        // Others may write what looks like a mark of ours.
        let copied = if self.count.is_multiple_of(5) { " `<!-- annals: k1x -->`" } else { "" };
        self.sections[section]
            .1
            .push((key, format!("some {words} thing{copied} that is told here ([link](a/{words}))")));
    }

    /// Something happens in the record.
    pub(in crate::release) fn happen(&mut self, dice: &mut Dice) {
        let section = dice.below(self.sections.len());
        match dice.below(10) {
            0..=4 => self.commit(section),
            5 => {
                let name = self.word("Section");
                self.sections.push((name, Vec::new()));
                self.commit(self.sections.len() - 1);
            }
            kind => {
                let evidence = self.word("evidence");
                let entries = &mut self.sections[section].1;
                let at = dice.below(entries.len());
                match (entries.get_mut(at), kind) {
                    (Some(_), 6) => drop(entries.remove(at)),
                    (Some((_, words)), 7) => *words = words.replacen("thing", &evidence, 1),
                    (Some((_, words)), _) => {
                        *words = words.replacen("))", &format!("), [more](b/{evidence}))"), 1)
                    }
                    (None, _) => {}
                }
            }
        }
    }

    /// The draft of now.
    pub(in crate::release) fn draft(&self) -> String {
        let mut text = "---\ntitle: R\n---\n# R\n".to_owned();
        for (name, entries) in self.sections.iter().filter(|(_, entries)| !entries.is_empty()) {
            text.push_str(&format!(
                "\n## {name} <!-- annals: section {name} -->\n\nThere are {}.\n\n",
                entries.len()
            ));
            for (key, words) in entries {
                text.push_str(&format!("- {words} <!-- annals: {key} -->\n"));
            }
        }
        text
    }
}

/// What a person does to notes whose sections have headings of this level; gives a word of theirs that must never get
/// lost.
pub(in crate::release) fn edit(
    notes: &str,
    level: usize,
    world: &mut World,
    dice: &mut Dice,
) -> (String, Option<String>) {
    let mut blocks = parse(notes);
    let items: Vec<usize> = (0..blocks.len()).filter(|&at| blocks[at].kind == Kind::Item).collect();
    let word = world.word("edit");
    let at = if items.is_empty() { 0 } else { items[dice.below(items.len())] };
    let mut told = Some(word.clone());
    match dice.below(13) {
        // Words are changed at the beginning, in the middle, or added at the end.
        0 | 1 => blocks[at].text = blocks[at].text.replacen("some", &word, 1),
        2 => blocks[at].text = blocks[at].text.replacen("told", &word, 1),
        3 => blocks[at].text = blocks[at].text.replacen("))", &format!("), {word})"), 1),
        4 if !items.is_empty() => {
            blocks.remove(at);
            told = None;
        }
        5 if !items.is_empty() => {
            let block = blocks.remove(at);
            let to = 1 + dice.below(blocks.len());
            blocks.insert(to.min(blocks.len()), Block { above: "\n".to_owned(), ..block });
            told = None;
        }
        6 if items.len() > 1 => {
            // Two entries become one.
            let other = items[dice.below(items.len())];
            if other != at {
                let text = blocks[other].text.trim_start_matches("- ").trim_end().to_owned();
                blocks[at].text = format!("{} and {word} {text}\n", blocks[at].text.trim_end());
                blocks.remove(other);
            }
        }
        7 => {
            let to = 2 + dice.below(blocks.len());
            let block =
                Block { kind: Kind::Item, above: "\n".to_owned(), text: format!("- our own {word}\n") };
            blocks.insert(to.min(blocks.len()), block);
        }
        8 => {
            let headings: Vec<usize> =
                (0..blocks.len()).filter(|&at| blocks[at].kind == Kind::Heading(level)).collect();
            if let Some(&at) = headings.get(dice.below(headings.len())) {
                let mark = blocks[at].text.find(" <!--").unwrap_or(blocks[at].text.len() - 1);
                blocks[at].text.insert_str(mark, &format!(" {word}"));
            }
        }
        9 => {
            blocks[at].text = blocks[at].text.replacen(" <!--", &format!(" {word} <!--"), 1);
        }
        10 => {
            // Another title, and the mark is lost.
            let headings: Vec<usize> =
                (0..blocks.len()).filter(|&at| blocks[at].kind == Kind::Heading(level)).collect();
            if let Some(&at) = headings.get(dice.below(headings.len())) {
                blocks[at].text = format!("{} Our {word}\n", "#".repeat(level));
            }
        }
        _ if items.is_empty() => {}
        kind => {
            // An entry becomes a sentence or a row of a table, and its mark is lost.
            let link = blocks[at].text.split("](").nth(1).and_then(|rest| rest.split(')').next());
            if let Some(link) = link {
                let text = match kind {
                    11 => format!("What {word} is about [stands there]({link}).\n"),
                    _ => format!("| what | where |\n|---|---|\n| {word} | [there]({link}) |\n"),
                };
                blocks[at] = Block { kind: Kind::Other, above: "\n".to_owned(), text };
                if let Some(next) = blocks.get_mut(at + 1).filter(|next| next.above.is_empty()) {
                    next.above = "\n".to_owned();
                }
            }
        }
    }
    let text = join(&blocks);
    (text.clone(), told.filter(|word| text.contains(word.as_str())))
}

/// Settles each conflict: this text, that one, or both.
pub(in crate::release) fn settle(notes: &str, dice: &mut Dice) -> String {
    let settled = |block: Block| {
        if block.kind != Kind::Conflict {
            return block;
        }
        let inner = block.text.lines().skip(1).take_while(|line| !line.starts_with(CONFLICT.2));
        let inner: Vec<&str> = inner.collect();
        let middle = inner.iter().position(|line| *line == CONFLICT.1).unwrap();
        let (yours, theirs) = (&inner[..middle], &inner[middle + 1..]);
        let kept: Vec<&str> = match dice.below(3) {
            0 => yours.to_vec(),
            1 if !theirs.is_empty() => theirs.to_vec(),
            _ => yours.iter().chain(theirs).copied().collect(),
        };
        Block { text: kept.iter().map(|line| format!("{line}\n")).collect(), ..block }
    };
    join(&parse(notes).into_iter().map(settled).collect::<Vec<_>>())
}

/// The keys of all marks.
fn keys(text: &str) -> Vec<String> {
    parse(text).iter().flat_map(Block::keys).collect()
}

/// The words that people wrote.
fn edits(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.starts_with("edit")).map(str::to_owned).collect()
}

#[test]
fn no_edit_is_lost_and_nothing_deleted_comes_back() {
    let (rounds, seed) = (number(ROUNDS, 1_000), number(SEED, 1));
    let mut conflicts = 0;
    for (release, first) in (0..rounds).step_by(ROUNDS_OF_ONE).enumerate() {
        let seed = seed + release;
        let mut dice = Dice::new(seed);
        let mut world = World::new();
        let mut old = world.draft();
        let end = if release % 3 == 2 { "\r\n" } else { "\n" };
        let mut notes = with_line_end(&old, end);
        for _ in first..rounds.min(first + ROUNDS_OF_ONE) {
            for _ in 0..dice.below(4) {
                world.happen(&mut dice);
            }
            for _ in 0..dice.below(5) {
                let (edited, word) = edit(&notes, 2, &mut world, &mut dice);
                assert!(word.is_none_or(|word| edited.contains(&word)));
                notes = with_line_end(&edited, end);
            }
            let new = world.draft();
            let merged = merge(Some(&old), &notes, &new, &|_| false);
            let again = format!(
                "seen again with ANNALS_SEED={seed} ANNALS_ROUNDS={ROUNDS_OF_ONE}\n== old\n{old}\n== yours\n{notes}\n== new\n{new}\n== merged\n{}",
                merged.text
            );
            hold(&old, &notes, &new, &merged, &again);
            assert_eq!(merged.text, with_line_end(&merged.text, end), "ends of lines are mixed; {again}");
            conflicts += merged.conflicts.len();
            notes = with_line_end(&settle(&merged.text, &mut dice), end);
            old = new;
        }
    }
    assert!(conflicts > 0 || rounds < 500, "nobody ever disagreed, so that conflicts were not tested");
}

/// The link that names the evidence of the entry `key` of `draft`, and of no other.
fn link(draft: &str, key: &String) -> Option<String> {
    let entry = parse(draft).into_iter().find(|block| block.keys().contains(key))?;
    let link = entry.text.split("](a/").nth(1)?.split(')').next()?;
    Some(format!("(a/{link})"))
}

/// Whether most of the section `key` of the draft `old` stands below one heading of `yours` that has no mark.
fn stands(old: &str, yours: &str, key: &String) -> bool {
    let below = |blocks: Vec<Block>| {
        let mut heading = None;
        let mut entries: Vec<(Option<usize>, Vec<String>)> = Vec::new();
        for (at, block) in blocks.into_iter().enumerate() {
            match block.kind {
                Kind::Heading(_) => heading = Some(at),
                _ => entries.push((heading, block.keys())),
            }
        }
        entries
    };
    let (before, ours) = (parse(old), parse(yours));
    let place = before.iter().position(|block| block.keys().contains(key));
    let entries: Vec<Vec<String>> =
        below(before).into_iter().filter(|(heading, _)| *heading == place).map(|(_, keys)| keys).collect();
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (heading, keys) in below(ours.clone()) {
        let count = keys.iter().filter(|key| entries.iter().any(|keys| keys.contains(key))).count();
        if let Some(heading) = heading.filter(|&at| ours[at].keys().is_empty()) {
            *counts.entry(heading).or_default() += count;
        }
    }
    counts.values().any(|count| count * 2 > entries.len())
}

/// What must hold of every merge.
#[track_caller]
pub(in crate::release) fn hold(old: &str, yours: &str, new: &str, merged: &Merged, again: &str) {
    let (had, here, now, then): (Vec<String>, Vec<String>, Vec<String>, Vec<String>) =
        (keys(old), keys(yours), keys(new), keys(&merged.text));
    for word in edits(yours) {
        assert!(edits(&merged.text).contains(&word), "`{word}` is lost; {again}");
    }
    let is_linked = |key: &String| link(old, key).is_some_and(|link| yours.contains(&link));
    for key in had.iter().filter(|key| !here.contains(key) && !key.starts_with("section")) {
        assert!(!then.contains(key) || is_linked(key), "`{key}` is back; {again}");
    }
    for key in had.iter().filter(|key| key.starts_with("section") && !here.contains(key)) {
        assert!(!then.contains(key) || !stands(old, yours, key), "`{key}` is there twice; {again}");
    }
    for key in had.iter().filter(|key| !here.contains(key) && !now.contains(key)) {
        let Some(link) = link(old, key) else { continue };
        let told = parse(yours).into_iter().filter(|block| block.text.contains(&link));
        let told = told.filter(|block| block.kind == Kind::Other && block.keys().is_empty());
        let told: Vec<String> = told.map(|block| block.words()).collect();
        let shown = parse(&merged.text).into_iter().filter(|block| block.kind == Kind::Conflict);
        let is_shown = shown.map(|it| it.words()).any(|words| told.iter().any(|told| words.contains(told)));
        assert!(told.is_empty() || is_shown, "nobody is told that `{key}` is gone; {again}");
    }
    for key in now.iter().filter(|key| !had.contains(key) && !here.contains(key)) {
        let times = then.iter().filter(|other| *other == key).count();
        assert_eq!(times, 1, "`{key}` is new; {again}");
    }
    // Everything of both sides is there, as it was, merged, or in a conflict.
    let blocks = parse(&merged.text);
    let (before, after) = (parse(old), parse(new));
    let of = |blocks: &[Block], key: &str| -> Option<String> {
        blocks.iter().find(|block| block.keys().iter().any(|known| known == key)).map(Block::words)
    };
    for block in parse(yours) {
        let keys = block.keys();
        let [key] = keys.as_slice() else { continue };
        if here.iter().filter(|other| *other == key).count() > 1 {
            continue;
        }
        let (before, after, found) = (of(&before, key), of(&after, key), of(&blocks, key));
        let is_edited = before.as_deref() != Some(block.words().as_str());
        match (is_edited, &after) {
            (false, Some(after)) => {
                assert_eq!(found.as_ref(), Some(after), "`{key}` is not up to date; {again}")
            }
            (true, Some(after)) if before.as_ref() != Some(after) => {
                let found = found.unwrap_or_default();
                let shows_both = found.contains(&block.words()) && found.contains(after.as_str());
                let is_merged =
                    three::merge(&before.unwrap_or_default(), &block.words(), after) == Some(found);
                assert!(shows_both || is_merged, "`{key}` is half there; {again}");
            }
            (true, _) => {
                let found = found.unwrap_or_default();
                assert!(found.contains(&block.words()), "`{key}` lost its edit; {again}");
            }
            (false, None) => {}
        }
    }
    // The order is people's.
    let order: Vec<&String> = then.iter().filter(|key| here.contains(key)).collect();
    let wanted: Vec<&String> = here.iter().filter(|key| then.contains(key)).collect();
    // Of two copies one may go, when nobody touched it and its evidence is gone.
    let has_copies = here.iter().collect::<BTreeSet<_>>().len() < here.len();
    if merged.conflicts.is_empty() && !has_copies {
        assert_eq!(order, wanted, "the order changed; {again}");
    }
    if merged.conflicts.is_empty() {
        let once_more = merge(Some(new), &merged.text, new, &|_| false);
        assert_eq!(once_more.text, merged.text, "a second merge changes something; {again}");
    }
}
