//! The same histories read by git-cliff: commits of ranges, and what their messages say.
//!
//! `tests/tools/install.sh` installs it; without it nothing is compared, and the test says so. Where we differ on
//! purpose, the difference is listed with its reason, and a difference that is gone fails as well.
#![allow(clippy::print_stdout, reason = "a test that compares nothing says so")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::{Clone, Commits};
use crate::native::test::Repo;
use crate::release::commit;

/// Where the tests' tools are.
const PROGRAM: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/tools/git-cliff/bin/git-cliff");

/// Nothing of git-cliff's own taste: every commit, each with the type that it reads.
const CONFIGURATION: &str = "[changelog]\nbody = \"\"\n[git]\nconventional_commits = true\n\
                             filter_unconventional = false\ncommit_parsers = []\ntag_pattern = \".*\"\n";

/// Messages of which both say the same.
const AGREED: &[&str] = &[
    "feat: lists",
    "Fix: lists",
    "fix(api): lists",
    "fix(api)!: lists",
    "feat!: lists",
    "docs(read me): lists",
    "feat: lists\n\nA body.\n\nSigned-off-by: Jo <jo@example.org>",
    "fix: lists\n\nBREAKING CHANGE: they end",
    "fix: lists\n\nBREAKING-CHANGE: they end",
    "fix: lists\n\nBREAKING CHANGE: they end\n\nand begin",
    "fix: lists\n\nBREAKING CHANGE: they end\nand begin:\n\n- a\n- b\n\nReviewed-by: Ada <ada@example.org>",
    "fix: lists\n\nWhy: because\n\nReviewed-by: Ada <ada@example.org>",
    "lists",
    "fix(): lists",
    ": lists",
    "Merge branch 'lists'",
    "Revert \"lists\"",
];

/// Messages that we read otherwise, and why.
const OTHERWISE: &[(&str, &str)] = &[
    ("feat: lists (#12)", "the number is read as that of the pull request and leaves the title"),
    ("fix:lists", "the convention wants a blank behind the colon"),
    (
        "Lists: there are many of them, and (this) is no scope",
        "a word of the project's own is shown with the title",
    ),
    ("api: lists", "a word of the project's own is shown with the title"),
    ("Merge pull request #12 from jo/lists\n\nfeat: lists", "the pull request's title is the change's"),
];

/// What is told of a commit: kind, scope, whether it breaks something, title, what it breaks.
type Told = (Option<String>, Option<String>, bool, String, Option<String>);

/// The commits that git-cliff sees in `range`, by id.
fn cliff(folder: &Path, range: &str) -> BTreeMap<String, Told> {
    let configuration = folder.join(".git").join("cliff.toml");
    std::fs::write(&configuration, CONFIGURATION).unwrap();
    let output = Command::new(PROGRAM)
        .current_dir(folder)
        .args(["--offline", "--context", "--config"])
        .arg(&configuration)
        .arg(range)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let releases: Value =
        serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {said}"));
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let commits =
        releases.as_array().unwrap().iter().flat_map(|release| release["commits"].as_array().unwrap());
    let told = |commit: &Value| {
        let is_conventional = commit["conventional"].as_bool().unwrap();
        let kind = text(&commit["group"]).filter(|_| is_conventional).map(|kind| kind.to_lowercase());
        let message = text(&commit["message"]).unwrap();
        let subject = message.lines().next().unwrap_or_default().to_owned();
        let breaking = commit["breaking"].as_bool().unwrap_or_default();
        let description = text(&commit["breaking_description"]).filter(|words| breaking && *words != subject);
        (kind, text(&commit["scope"]), breaking, subject, description)
    };
    commits.map(|commit| (text(&commit["id"]).unwrap(), told(commit))).collect()
}

/// What we read of a message.
fn ours(message: &str) -> Told {
    let read = commit::read(message);
    (read.kind, read.scope, read.is_breaking, read.title, read.breaking.first().cloned())
}

/// Whether there is something to compare with.
fn is_installed() -> bool {
    let is_there = PathBuf::from(PROGRAM).is_file();
    if !is_there {
        println!("git-cliff: not compared, because `tests/tools/install.sh` did not install it");
    }
    is_there
}

#[test]
fn messages_say_the_same_to_both() {
    if !is_installed() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let repo = Repo::new(folder.path());
    repo.commit_message("jo", 1, "begin");
    repo.git(&["tag", "v1"]);
    let all = AGREED.iter().copied().chain(OTHERWISE.iter().map(|(message, _)| *message));
    let ids: Vec<(String, &str)> =
        all.map(|message| (repo.commit_message("jo", 2, message), message)).collect();
    repo.git(&["tag", "v2"]);
    let theirs = cliff(folder.path(), "v1..v2");
    assert_eq!(theirs.len(), ids.len());
    for (id, message) in &ids {
        let listed = OTHERWISE.iter().find(|(other, _)| other == message);
        match listed {
            None => assert_eq!(ours(message), theirs[id], "{message:?}"),
            Some((_, why)) => assert_ne!(ours(message), theirs[id], "{message:?} differed: {why}"),
        }
    }
    println!("git-cliff: {} messages the same, {} otherwise on purpose", AGREED.len(), OTHERWISE.len());
}

#[test]
fn ranges_hold_the_same_commits() {
    if !is_installed() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let repo = Repo::new(folder.path());
    let work = |day: u8, message: &str| {
        repo.write(&format!("{}.txt", message.replace([' ', ':'], "-")), message);
        repo.git(&["add", "-A"]);
        repo.commit_message("jo", day, message)
    };
    work(1, "begin");
    repo.git(&["tag", "v1"]);
    repo.git(&["checkout", "-q", "-b", "lists"]);
    work(2, "feat: lists");
    let picked = work(3, "fix: ends of lists");
    repo.git(&["checkout", "-q", "main"]);
    let bad = work(4, "feat: bad");
    repo.git_as("jo", 5, &["merge", "-q", "--no-ff", "-m", "Merge pull request #7 from x/lists", "lists"]);
    repo.git_as("jo", 6, &["revert", "--no-edit", &bad]);
    repo.git_as("jo", 7, &["tag", "-a", "tools/v2=x", "-m", "second"]);
    repo.git(&["checkout", "-q", "-b", "stable", "v1"]);
    repo.git_as("jo", 8, &["cherry-pick", "-x", &picked]);
    repo.git(&["tag", "v1.1"]);
    repo.git(&["checkout", "-q", "main"]);
    work(9, "feat: more");
    repo.git(&["tag", "v3"]);
    let clone = Clone::at(folder.path()).unwrap();
    let commits = Commits::open(&clone, clone.head().1.unwrap()).unwrap();
    let tag = |name: &str| commits.tags.iter().find(|tag| tag.name == name).unwrap().commit;
    let mut compared = 0;
    for (from, to) in
        [("v1", "tools/v2=x"), ("tools/v2=x", "v3"), ("v1", "v3"), ("v1.1", "v3"), ("v1", "v1.1")]
    {
        let range = commits.between(Some(tag(from)), tag(to)).unwrap();
        let ours: BTreeSet<String> = range.commits.iter().map(|commit| commit.id.clone()).collect();
        let theirs: BTreeSet<String> = cliff(folder.path(), &format!("{from}..{to}")).into_keys().collect();
        assert_eq!(ours, theirs, "{from}..{to}");
        compared += ours.len();
        // What a range amounts to is less than its commits: git-cliff lists reverts and what they take back, merges
        // beside what they bring, and what the release before had picked.
        let titles: Vec<String> =
            crate::release::change::changes(&range).changes.into_iter().map(|change| change.title).collect();
        let expected: &[&str] = match (from, to) {
            ("v1", "tools/v2=x") => &["Merge pull request #7 from x/lists"],
            ("tools/v2=x", "v3") => &["more"],
            ("v1", "v3") => &["Merge pull request #7 from x/lists", "more"],
            // One of the two commits was picked before, and the other one gives the title.
            ("v1.1", "v3") => &["lists", "more"],
            _ => &["ends of lists"],
        };
        assert_eq!(titles, expected, "{from}..{to}");
    }
    println!("git-cliff: {compared} commits of 5 ranges the same");
}
