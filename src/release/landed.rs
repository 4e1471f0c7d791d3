//! What the commits of a component tell of each other and of issues, found once and kept for as long as they are.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::commit::{self, Commit, Message};
use crate::source::component::{Component, Landed, Tag};

/// More commits of one pull request are not taken back by its number.
const MOST_COMMITS: usize = 100;

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
    let read: Vec<Message> = commits.iter().map(|commit| commit::read(&commit.message)).collect();
    let places: BTreeMap<&str, u32> =
        (0..).zip(commits).map(|(at, commit)| (commit.id.as_str(), at)).collect();
    let mut by_subject: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    let mut by_pull: BTreeMap<u64, Vec<u32>> = BTreeMap::new();
    for (at, message) in (0..).zip(&read) {
        by_subject.entry(&message.subject).or_default().push(at);
        if let Some(pull) = message.pull {
            by_pull.entry(pull).or_default().push(at);
        }
    }
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
    let landed = |(at, (commit, message)): (u32, (&Commit, &Message))| {
        let ids = message.reverts.iter().filter_map(|id| starting_with(&places, id));
        let pulls = message.reverted_pulls.iter().filter_map(|pull| by_pull.get(pull));
        let pulls = pulls.flat_map(|places| places.iter().copied().take(MOST_COMMITS));
        let subject = message.reverted_subject.as_deref().and_then(|subject| by_subject.get(subject));
        // What is taken back is older, and so stands behind; on the branch of a tag it may stand before.
        let subject = subject.and_then(|places| {
            let older = places[places.partition_point(|place| *place <= at)..].first();
            older.or(places.first()).copied()
        });
        let takes_back = ids.chain(pulls).chain(subject).filter(|place| *place != at).collect();
        let picked = message.picked_from.iter().filter_map(|id| starting_with(&places, id));
        let repeats = picked.chain(twins.get(&at).copied()).filter(|place| *place != at).collect();
        Landed {
            id: commit.id.clone(),
            parents: commit.parents.iter().filter_map(|id| places.get(id.as_str()).copied()).collect(),
            date: commit.date,
            title: message.title.clone(),
            pull: message.pull,
            names: names(&commit.message, message.pull),
            takes_back,
            repeats,
        }
    };
    let commits = (0..).zip(commits.iter().zip(&read)).map(landed).collect();
    Component { name, forge, commits, tags }
}

/// The place of the commit whose id begins with `start`, if it is the only one.
fn starting_with(places: &BTreeMap<&str, u32>, start: &str) -> Option<u32> {
    let mut found = places.range(start..).take_while(|(id, _)| id.starts_with(start)).map(|(_, &at)| at);
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The issues and pull requests that a message names, and the one that brought it.
fn names(message: &str, pull: Option<u64>) -> Vec<(String, u64)> {
    let whole = |end: usize| !message[end..].starts_with(|c: char| c.is_alphanumeric());
    let numbered = NUMBERED.captures_iter(message).filter_map(|found| {
        let all = found.get(0)?;
        let before = message[..all.start()].chars().next_back();
        // `x&#12;` and `/tools#12` are parts of something else.
        let is_begin = before.is_none_or(|c| c.is_whitespace() || "([,:;\"'".contains(c));
        let name = found.get(1).map_or(String::new(), |name| name.as_str().to_lowercase());
        (is_begin && whole(all.end())).then(|| Some((name, found[2].parse().ok()?)))?
    });
    let addresses = ADDRESS.captures_iter(message).filter_map(|found| {
        let all = found.get(0)?;
        whole(all.end()).then(|| Some((found[1].to_lowercase(), found[2].parse().ok()?)))?
    });
    let pull = pull.map(|pull| (String::new(), pull));
    let mut names: Vec<(String, u64)> = numbered.chain(addresses).chain(pull).collect();
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, expected: &[&str]) {
        let found: Vec<String> =
            names(message, None).iter().map(|(name, number)| format!("{name}#{number}")).collect();
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
}
