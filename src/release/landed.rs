//! What the commits of a component tell of each other and of issues, found once and kept for as long as they are.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use regex::Regex;

use super::commit::{Commit, Message};
use super::read::{Line, Read};
use super::revert::{Meant, Names};
use crate::source::component::{Component, Landed, Tag};

/// More commits are not taken back, or repeated, by one name of theirs.
const MOST_COMMITS: usize = 1_000;

/// What a revert quotes, and the line with which a forge reverts a pull request: they name what is taken back, which
/// the revert does not bring.
static QUOTED: LazyLock<Regex> = LazyLock::new(|| {
    fixed(r#"(?m)\bRevert "(?:.*\n?){0,3}?.*"|^Reverts (?:[\w.-]+/[\w.-]+)?[#!]\d{1,9}\s*$"#)
});

/// `tools#12`, `owner/tools#12` and `#12`.
static NUMBERED: LazyLock<Regex> = LazyLock::new(|| fixed(r"(?:(?:[\w.-]+/)?([\w.-]*\w))?#(\d{1,9})"));

/// The addresses of issues and pull requests, as forges write them.
static ADDRESS: LazyLock<Regex> =
    LazyLock::new(|| fixed(r"/([\w.-]+)/(?:-/)?(?:issues|pulls?|merge_requests)/(\d{1,9})"));

/// An expression that is part of the program.
fn fixed(pattern: &str) -> Regex {
    Regex::new(pattern).expect("the pattern is fixed")
}

/// The component of these commits, newest first. `patches` are hashes of what those commits change that may have a
/// twin.
pub fn component(
    name: String,
    forge: Option<String>,
    commits: &[Commit],
    patches: &BTreeMap<String, String>,
    tags: Vec<Tag>,
) -> Component {
    let line = Line::new(commits);
    let places: BTreeMap<&str, u32> =
        (0..).zip(commits).map(|(at, commit)| (commit.id.as_str(), at)).collect();
    let mut first_patch: BTreeMap<&str, u32> = BTreeMap::new();
    let mut twins: BTreeMap<u32, u32> = BTreeMap::new();
    // The oldest of equal patches is the one that the others repeat.
    for (at, commit) in (0..).zip(commits).collect::<Vec<(u32, &Commit)>>().into_iter().rev() {
        let Some(patch) = patches.get(&commit.id) else { continue };
        match first_patch.get(patch.as_str()) {
            Some(&first) => drop(twins.insert(at, first)),
            None => drop(first_patch.insert(patch, at)),
        }
    }
    let parents: Vec<Vec<u32>> = commits
        .iter()
        .map(|commit| commit.parents.iter().filter_map(|id| places.get(id.as_str()).copied()).collect())
        .collect();
    let names = Names::new(&line, &[], patches);
    let takes_back = takes_back(&line, &names, &parents);
    let landed = |at: u32, read: &Read, parents: Vec<u32>, takes_back: Vec<u32>| {
        let Read { commit, message } = read;
        let picked = message.picked_from.iter().filter_map(|id| starting_with(&places, id));
        let pulls = message.picked_pulls.iter().flat_map(|pull| names.with_pull(*pull));
        let pulls = pulls.take(MOST_COMMITS).map(|&place| place as u32);
        let repeats =
            picked.chain(pulls).chain(twins.get(&at).copied()).filter(|place| *place != at).collect();
        let own_pulls = takes_back.iter().filter_map(|&place| line.read[place as usize].message.pull);
        let named = self::names(&commit.message, message, &own_pulls.collect());
        Landed {
            id: commit.id.clone(),
            parents,
            date: commit.date,
            title: message.title.clone(),
            pull: message.pull,
            names: named,
            takes_back,
            repeats,
        }
    };
    let commits = (0..).zip(&line.read).zip(parents.iter().cloned().zip(takes_back));
    let commits = commits.map(|((at, read), (parents, back))| landed(at, read, parents, back)).collect();
    Component { name, forge, commits, tags }
}

/// For each commit of `line`, whose parents have these places, those that it takes back.
fn takes_back(line: &Line<'_>, names: &Names<'_>, parents: &[Vec<u32>]) -> Vec<Vec<u32>> {
    let mut takes_back: Vec<Vec<u32>> = vec![Vec::new(); line.read.len()];
    for (at, back) in takes_back.iter_mut().enumerate() {
        if !line.read[at].message.takes_back() {
            continue;
        }
        let before = OnceCell::new();
        for meant in names.meant(line, at) {
            // What is taken back is older. Where nothing of it is, as where a history was made anew, it is meant all
            // the same.
            let is_older = |place: usize| before.get_or_init(|| older(parents, at))[place];
            let found = match meant.clone() {
                Meant::All(places) | Meant::Newest(places) if places.len() < 2 => places,
                meant => meant.of(is_older),
            };
            let found = if found.is_empty() { meant.of(|place| place != at) } else { found };
            let whole = found.iter().flat_map(|place| std::iter::once(place).chain(line.brought(*place)));
            back.extend(whole.filter(|place| **place != at).take(MOST_COMMITS).map(|&place| place as u32));
        }
        back.sort_unstable();
        back.dedup();
    }
    // A pull request of which every commit was taken back goes with the last of them.
    let mut newest: BTreeMap<u32, usize> = BTreeMap::new();
    for (at, places) in takes_back.iter().enumerate() {
        for &place in places {
            newest.entry(place).or_insert(at);
        }
    }
    for merge in line.whole(|at| newest.contains_key(&(at as u32))) {
        let last = line.brought(merge).iter().filter_map(|&own| newest.get(&(own as u32))).min();
        if let Some(&last) = last.filter(|last| **last != merge) {
            takes_back[last].push(merge as u32);
        }
    }
    takes_back
}

/// For each place whether the commit at `at` leads to the one there.
fn older(parents: &[Vec<u32>], at: usize) -> Vec<bool> {
    let (mut found, mut open) = (vec![false; parents.len()], vec![at]);
    while let Some(at) = open.pop() {
        for &parent in parents.get(at).into_iter().flatten() {
            if !std::mem::replace(&mut found[parent as usize], true) {
                open.push(parent as usize);
            }
        }
    }
    found
}

/// The place of the commit whose id begins with `start`, if it is the only one.
fn starting_with(places: &BTreeMap<&str, u32>, start: &str) -> Option<u32> {
    let mut found = places.range(start..).take_while(|(id, _)| id.starts_with(start)).map(|(_, &at)| at);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The issues and pull requests that `text`, the whole of `message`, names, and the one that brought it; without those
/// that it takes back, the pull requests `reverted` among them.
fn names(text: &str, message: &Message, reverted: &BTreeSet<u64>) -> Vec<(String, u64)> {
    let mut names = numbers(text);
    if message.takes_back() {
        let quoted: BTreeSet<(String, u64)> =
            QUOTED.find_iter(text).flat_map(|quoted| numbers(quoted.as_str())).collect();
        let own = |(name, number): &(String, u64)| name.is_empty() && reverted.contains(number);
        names.retain(|name| !quoted.contains(name) && !own(name));
    }
    names.extend(message.pull.map(|pull| (String::new(), pull)));
    names.sort();
    names.dedup();
    names
}

/// The issues and pull requests that `text` names.
fn numbers(text: &str) -> Vec<(String, u64)> {
    let whole = |end: usize| !text[end..].starts_with(|c: char| c.is_alphanumeric());
    let numbered = NUMBERED.captures_iter(text).filter_map(|found| {
        let all = found.get(0)?;
        let before = text[..all.start()].chars().next_back();
        // `x&#12;` and `/tools#12` are parts of something else.
        let is_begin = before.is_none_or(|c| c.is_whitespace() || "([,:;\"'".contains(c));
        let name = found.get(1).map_or(String::new(), |name| name.as_str().to_lowercase());
        (is_begin && whole(all.end())).then(|| Some((name, found[2].parse().ok()?)))?
    });
    let addresses = ADDRESS.captures_iter(text).filter_map(|found| {
        let all = found.get(0)?;
        whole(all.end()).then(|| Some((found[1].to_lowercase(), found[2].parse().ok()?)))?
    });
    numbered.chain(addresses).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::commit;

    #[track_caller]
    fn check(message: &str, expected: &[&str]) {
        let found = names(message, &commit::read(message), &BTreeSet::from([99]));
        let found: Vec<String> = found.iter().map(|(name, number)| format!("{name}#{number}")).collect();
        assert_eq!(found, expected, "{message}");
    }

    #[test]
    fn a_message_names_issues() {
        check("fix: lists (#7)", &["#7"]);
        check("Closes tools#12, and Example/Other#3.", &["other#3", "tools#12"]);
        check("see https://forge.example/o/tools/issues/5#issue-1", &["tools#5"]);
        check("https://gitlab.example/o/tools/-/merge_requests/9", &["tools#9"]);
        check("a &#12; b, colour #12ab34, v1#x", &[]);
    }

    #[test]
    fn a_revert_does_not_bring_what_it_takes_back() {
        let id = "0123456789012345678901234567890123456789";
        let body = format!("\n\nThis reverts commit {id}.");
        check(&format!("Revert \"feat: lists (#7)\"{body}"), &[]);
        check(&format!("Revert \"feat: lists (#7)\" (#8){body}\n\nFixes #9"), &["#8", "#9"]);
        check(&format!("Revert \"Revert \"feat: lists (#7)\"\"{body}"), &[]);
        check(&format!("Revert \"Merge pull request #7 from x/y\"{body}"), &[]);
        check("Revert \"lists\" (#8)\n\nReverts o/tools#7", &["#8"]);
        check("Merge pull request #8 from x/revert-7-y\n\nRevert \"lists (#7)\"", &["#8"]);
        // The number of what it takes back is known from elsewhere.
        check(&format!("Revert \"lists\"{body}\n\nWe lost too much by #99, see #9."), &["#9"]);
        // Somebody quotes a revert, and takes nothing back.
        check("fix: what Revert \"lists (#7)\" left", &["#7"]);
    }
}
