//! Histories made with git: merges, reverts, picks, odd tags, forks, shallow clones.

use super::*;
use crate::native::test::{Repo, git};
use crate::release::change::changes;
use crate::release::contributor::contributors;
use crate::release::tag::tag_of;

/// A repository of the test's own.
struct Bench {
    /// Where it lies, for as long as the test runs.
    folder: tempfile::TempDir,
    /// The repository.
    repo: Repo,
    /// Counts commits, so that each has a day of its own.
    day: u8,
}

impl Bench {
    /// A new one with a first commit.
    fn new() -> Bench {
        let folder = tempfile::tempdir().unwrap();
        let repo = Repo::new(&folder.path().join("repo"));
        let mut bench = Bench { folder, repo, day: 0 };
        bench.commit("begin");
        bench
    }

    /// Commits a new file called after the message, which it also gives.
    fn commit(&mut self, message: &str) -> String {
        self.day += 1;
        let name: String = message.chars().filter(char::is_ascii_alphanumeric).take(40).collect();
        self.repo.write(&format!("{name}.txt"), format!("{message}\n"));
        self.repo.git(&["add", "-A"]);
        self.repo.commit_message("jo", self.day, message)
    }

    /// Runs git on the day of the next commit.
    fn git(&mut self, arguments: &[&str]) -> String {
        self.day += 1;
        self.repo.git_as("jo", self.day, arguments)
    }

    /// The commits as they are read now.
    fn open(&self) -> Commits {
        let clone = Clone::at(&self.repo.folder).unwrap();
        let head = clone.head().1.unwrap();
        Commits::open(&clone, head).unwrap()
    }

    /// The titles of what `to` has and `from` has not.
    #[track_caller]
    fn check(&self, from: &str, to: &str, expected: &[&str]) {
        let commits = self.open();
        let tag = |name: &str| {
            tag_of(&commits.tags, |tag| &tag.name, &[name], "repo").unwrap().map(|tag| tag.commit)
        };
        let to = if to == "HEAD" { commits.head } else { tag(to).unwrap() };
        let range = commits.between(tag(from), to).unwrap();
        let found = changes(&range);
        let titles: Vec<&str> = found.changes.iter().map(|change| change.title.as_str()).collect();
        assert_eq!(titles, expected);
    }
}

#[test]
fn a_range_lies_between_two_tags_of_any_sort() {
    let mut bench = Bench::new();
    bench.git(&["tag", "v1.0.0"]);
    bench.commit("one");
    bench.git(&["tag", "-a", "R1=v2.0.0", "-m", "second"]);
    bench.commit("two");
    bench.git(&["tag", "-a", "tools/v3.0.0", "-m", "third"]);
    bench.commit("three");
    bench.check("v1.0.0", "v2.0.0", &["one"]);
    bench.check("v2.0.0", "v3.0.0", &["two"]);
    bench.check("v3.0.0", "HEAD", &["three"]);
    bench.git(&["pack-refs", "--all"]);
    bench.check("v1.0.0", "v3.0.0", &["one", "two"]);
    // No tag at all: everything.
    bench.check("v0.9.0", "v2.0.0", &["begin", "one"]);
}

#[test]
fn merges_reverts_and_picks_come_out_as_changes() {
    let mut bench = Bench::new();
    bench.git(&["tag", "v1"]);
    bench.git(&["checkout", "-q", "-b", "lists"]);
    bench.commit("lists");
    bench.commit("more lists");
    bench.git(&["checkout", "-q", "main"]);
    bench.commit("fix");
    bench.git(&["merge", "-q", "--no-ff", "-m", "Merge pull request #7 from x/lists\n\nAdd lists", "lists"]);
    let bad = bench.commit("bad");
    bench.git(&["revert", "--no-edit", &bad]);
    bench.check("v1", "HEAD", &["fix", "Add lists"]);
    bench.git(&["revert", "--no-edit", "HEAD"]);
    bench.check("v1", "HEAD", &["fix", "Add lists", "bad"]);
}

#[test]
fn a_tag_on_a_branch_of_its_own_is_no_ancestor_and_counts_all_the_same() {
    let mut bench = Bench::new();
    let (noted, unnoted) = (bench.commit("noted"), bench.commit("unnoted"));
    bench.commit("new");
    bench.git(&["checkout", "-q", "-b", "stable", "HEAD~3"]);
    bench.git(&["cherry-pick", "-x", &noted]);
    bench.git(&["cherry-pick", &unnoted]);
    bench.commit("only there");
    bench.git(&["tag", "v1"]);
    bench.git(&["checkout", "-q", "main"]);
    bench.check("v1", "HEAD", &["new"]);
}

#[test]
fn people_are_those_of_the_mailmap() {
    let mut bench = Bench::new();
    bench.repo.write(".mailmap", "Jo Doe <jo@example.org>\nJo Doe <jo@example.org> <old@example.org>\n");
    bench.commit("one\n\nCo-authored-by: jd <old@example.org>");
    let range = bench.open().between(None, bench.open().head).unwrap();
    assert_eq!(contributors(&changes(&range).people), ["Jo Doe"]);
}

#[test]
fn a_window_holds_the_commits_of_its_days() {
    let mut bench = Bench::new();
    bench.commit("two");
    bench.commit("three");
    bench.commit("four");
    let commits = bench.open();
    let day = |day| crate::base::Date::new(2024, 1, day);
    let titles = |after, until| -> Vec<String> {
        let range = commits.within(commits.head, after, until).unwrap();
        changes(&range).changes.into_iter().map(|change| change.title).collect()
    };
    assert_eq!(titles(day(1), day(3)), ["two", "three"]);
    assert_eq!(titles(None, day(2)), ["begin", "two"]);
    assert_eq!(titles(day(3), None), ["four"]);
}

#[test]
fn a_shallow_clone_refuses_what_it_cannot_know() {
    let mut bench = Bench::new();
    bench.git(&["tag", "v1"]);
    bench.commit("two");
    bench.commit("three");
    bench.git(&["tag", "v2"]);
    bench.commit("four");
    let source = format!("file://{}", bench.repo.folder.display());
    let into = bench.folder.path().join("shallow");
    git(bench.folder.path(), &["clone", "-q", "--depth", "2", &source, into.to_str().unwrap()]);
    let clone = Clone::at(&into).unwrap();
    let commits = Commits::open(&clone, clone.head().1.unwrap()).unwrap();
    let tag =
        |name: &str| tag_of(&commits.tags, |tag| &tag.name, &[name], "repo").unwrap().map(|tag| tag.commit);
    // The boundary is `three`, which `v2` names: what follows it is certain.
    assert_eq!(tag("v1"), None);
    let certain = commits.between(tag("v2"), commits.head).unwrap();
    assert_eq!(changes(&certain).changes.len(), 1);
    let boundary = tag("v2").unwrap().to_string();
    assert_eq!(commits.between(None, commits.head), Err(Refusal::Shallow(boundary.clone())));
    let day = |day| crate::base::Date::new(2024, 1, day);
    assert_eq!(commits.within(commits.head, day(2), None), Err(Refusal::Shallow(boundary)));
    // The window begins behind the boundary, which hides nothing of it.
    assert!(commits.within(commits.head, day(5), None).is_ok());
}
