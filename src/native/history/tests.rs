//! The walk, against small histories and against git's own account of them.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::native::clone::Clone as GitClone;
use crate::native::objects::Objects;
use crate::native::test::{Repo, git, rel};

/// The walk of all of `folder`'s repository.
#[track_caller]
fn walked(folder: &std::path::Path) -> Walk {
    let clone = GitClone::at(folder).unwrap();
    let objects = Objects::open(&clone.common_dir).unwrap();
    let head = clone.head().1.unwrap();
    let folders = vec![String::new()];
    objects.with(|repository| walk(repository, head, &clone.shallow_boundary(), &folders)).unwrap()
}

/// First and last day of `path`, and its authors, as one line.
#[track_caller]
fn told(walk: &Walk, path: &str) -> String {
    let path = rel(path);
    let history = walk.of("", [&path].into_iter(), |_| true);
    let Some(facts) = history.files.get(&path) else { return "unknown".to_owned() };
    let day = |change: &Option<Change>| {
        change.as_ref().map_or("?".to_owned(), |change| change.date.day().to_string())
    };
    format!("{}..{} {}", day(&facts.first), day(&facts.last), facts.authors.join("+")).trim_end().to_owned()
}

/// First and last commit of every path as `git log` tells them: commits that differ from every parent.
fn truth(folder: &std::path::Path) -> BTreeMap<String, (String, String)> {
    let log =
        git(folder, &["log", "--date-order", "-c", "--no-renames", "--name-only", "--format=commit %H"]);
    let mut files: BTreeMap<String, (String, String)> = BTreeMap::new();
    let mut commit = "";
    for line in log.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("commit ") {
            Some(id) => commit = id,
            None => {
                let entry =
                    files.entry(line.to_owned()).or_insert_with(|| (String::new(), commit.to_owned()));
                entry.0 = commit.to_owned();
            }
        }
    }
    files
}

/// Every file that was never renamed must have git's first and last commit.
#[track_caller]
fn check_against_git(repo: &Repo) {
    let walk = walked(&repo.folder);
    let renamed: BTreeSet<&String> = walk.renames.keys().chain(walk.renames.values()).collect();
    let told: BTreeMap<String, (String, String)> = walk
        .files
        .iter()
        .map(|(path, facts)| {
            let commit = |index: usize| walk.commits[index].id.clone();
            (path.clone(), (commit(facts.first), commit(facts.last)))
        })
        .filter(|(path, _)| !renamed.contains(path))
        .collect();
    let truth: BTreeMap<_, _> =
        truth(&repo.folder).into_iter().filter(|(path, _)| !renamed.contains(path)).collect();
    assert_eq!(told, truth);
}

/// A scratch repository.
fn scratch() -> (tempfile::TempDir, Repo) {
    let folder = tempfile::tempdir().unwrap();
    let repo = Repo::new(&folder.path().join("repo"));
    (folder, repo)
}

/// A text of some length, so that a small change leaves it alike.
fn text(title: &str) -> String {
    format!("# {title}\n\nline one\nline two\nline three\nline four\nline five\nline six\n")
}

#[test]
fn a_file_has_a_first_and_a_last_change_and_authors_in_order() {
    let (_folder, repo) = scratch();
    repo.write("a.md", "1");
    repo.commit("Ada", 1);
    repo.write("a.md", "2");
    repo.write("b/b.png", "1");
    repo.commit("Ben", 2);
    repo.write("a.md", "3");
    repo.commit("Ada", 3);
    let walk = walked(&repo.folder);
    assert_eq!(told(&walk, "a.md"), "1..3 Ada+Ben");
    assert_eq!(told(&walk, "b/b.png"), "2..2 Ben");
    assert_eq!(told(&walk, "c.md"), "unknown");
    check_against_git(&repo);
}

#[test]
fn a_mailmap_joins_the_names_of_a_person() {
    let (_folder, repo) = scratch();
    repo.write("a.md", "1");
    repo.commit("ada", 1);
    repo.write(".mailmap", "Ada Lovelace <ada@example.org>\n");
    repo.commit("Ben", 2);
    assert_eq!(told(&walked(&repo.folder), "a.md"), "1..1 Ada Lovelace");
}

#[test]
fn a_merge_changes_only_what_differs_from_every_parent() {
    let (_folder, repo) = scratch();
    for file in ["clean.md", "conflict.md", "same.md"] {
        repo.write(file, "base\n");
    }
    repo.commit("Ada", 1);
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("clean.md", "side\n");
    repo.write("conflict.md", "side\n");
    repo.commit("Ben", 2);
    repo.git(&["checkout", "-q", "main"]);
    repo.write("conflict.md", "main\n");
    repo.commit("Cleo", 3);
    repo.git(&[
        "-c",
        "user.name=x",
        "-c",
        "user.email=x",
        "merge",
        "-q",
        "-s",
        "ours",
        "--no-commit",
        "side",
    ]);
    repo.write("clean.md", "side\n");
    repo.write("conflict.md", "both\n");
    repo.write("evil.md", "only in the merge\n");
    repo.commit("Dora", 4);
    let walk = walked(&repo.folder);
    assert_eq!(told(&walk, "clean.md"), "1..2 Ada+Ben");
    assert_eq!(told(&walk, "conflict.md"), "1..4 Ada+Ben+Cleo+Dora");
    assert_eq!(told(&walk, "evil.md"), "4..4 Dora");
    assert_eq!(told(&walk, "same.md"), "1..1 Ada");
    check_against_git(&repo);
}

#[test]
fn a_file_that_came_back_began_where_it_first_was() {
    let (_folder, repo) = scratch();
    repo.write("a.md", "1");
    repo.write("b.md", "1");
    repo.commit("Ada", 1);
    std::fs::remove_file(repo.folder.join("a.md")).unwrap();
    repo.commit("Ben", 2);
    repo.write("a.md", "other");
    repo.commit("Cleo", 3);
    assert_eq!(told(&walked(&repo.folder), "a.md"), "1..3 Ada+Ben+Cleo");
    check_against_git(&repo);
}

#[test]
fn a_file_and_a_folder_may_take_each_others_place() {
    let (_folder, repo) = scratch();
    repo.write("a.md", "1");
    repo.write("b.md/c.md", "2");
    repo.commit("Ada", 1);
    std::fs::remove_file(repo.folder.join("a.md")).unwrap();
    std::fs::remove_dir_all(repo.folder.join("b.md")).unwrap();
    repo.write("a.md/c.md", "3");
    repo.write("b.md", "4");
    repo.commit("Ben", 2);
    check_against_git(&repo);
}

#[test]
fn a_renamed_file_keeps_its_history() {
    let (_folder, repo) = scratch();
    repo.write("old.md", text("A"));
    repo.write("picture.png", "p");
    repo.commit("Ada", 1);
    repo.git(&["mv", "old.md", "middle.md"]);
    repo.git(&["mv", "picture.png", "shown.png"]);
    repo.commit("Ben", 2);
    std::fs::remove_file(repo.folder.join("middle.md")).unwrap();
    repo.write("new.md", text("A").replace("line six", "line seven"));
    repo.commit("Cleo", 3);
    let walk = walked(&repo.folder);
    assert_eq!(told(&walk, "new.md"), "1..3 Ada+Ben+Cleo");
    assert_eq!(told(&walk, "shown.png"), "1..2 Ada+Ben");
    let there: BTreeSet<RelPath> = ["new.md", "shown.png"].map(rel).into();
    let history = walk.of("", there.iter(), |path| there.contains(path));
    let renames: Vec<String> = history.renames.iter().map(|(old, new)| format!("{old} > {new}")).collect();
    assert_eq!(renames, ["middle.md > new.md", "old.md > new.md", "picture.png > shown.png"]);
}

#[test]
fn names_can_be_swapped_and_used_again() {
    let (_folder, repo) = scratch();
    repo.write("a.md", text("A") + "alpha\n");
    repo.write("b.md", "quite another text\nof two lines\n");
    repo.commit("Ada", 1);
    repo.git(&["mv", "a.md", "moved.md"]);
    repo.commit("Ben", 2);
    repo.write("a.md", "a newcomer\n");
    repo.commit("Cleo", 3);
    let walk = walked(&repo.folder);
    assert_eq!(told(&walk, "moved.md"), "1..2 Ada+Ben");
    assert_eq!(told(&walk, "a.md"), "3..3 Cleo");
    let there: BTreeSet<RelPath> = ["a.md", "b.md", "moved.md"].map(rel).into();
    assert_eq!(walk.of("", there.iter(), |path| there.contains(path)).renames, BTreeMap::new());
}

#[test]
fn of_copies_the_one_with_the_same_name_is_the_renamed_one() {
    let (_folder, repo) = scratch();
    repo.write("a/one.md", "same\n");
    repo.write("a/two.md", "same\n");
    repo.commit("Ada", 1);
    repo.git(&["mv", "a/one.md", "one.md"]);
    repo.git(&["mv", "a/two.md", "two.md"]);
    repo.commit("Ben", 2);
    let renames = walked(&repo.folder).renames;
    assert_eq!(
        renames.iter().map(|(old, new)| format!("{old} > {new}")).collect::<Vec<_>>(),
        ["a/one.md > one.md", "a/two.md > two.md"]
    );
}

#[test]
fn only_the_source_s_folder_counts() {
    let (_folder, repo) = scratch();
    repo.write("content/a.md", "1");
    repo.write("contents/b.md", "1");
    repo.commit("Ada", 1);
    let clone = GitClone::at(&repo.folder).unwrap();
    let objects = Objects::open(&clone.common_dir).unwrap();
    let folders = vec!["content".to_owned()];
    let head = clone.head().1.unwrap();
    let walk = objects.with(|repository| walk(repository, head, &BTreeSet::new(), &folders)).unwrap();
    assert_eq!(walk.files.keys().collect::<Vec<_>>(), ["content/a.md"]);
    let path = rel("a.md");
    assert!(walk.of("content", [&path].into_iter(), |_| true).files.contains_key(&path));
}

#[test]
fn a_shallow_clone_knows_last_changes_above_its_boundary_only() {
    let (folder, repo) = scratch();
    repo.write("old.md", "1");
    repo.write("edited.md", "1");
    repo.commit("Ada", 1);
    repo.write("boundary.md", "1");
    repo.commit("Ben", 2);
    repo.write("edited.md", "2");
    repo.write("new.md", "1");
    repo.commit("Cleo", 3);
    let shallow = folder.path().join("shallow");
    let url = format!("file://{}", repo.folder.display());
    git(folder.path(), &["clone", "-q", "--depth", "2", &url, &shallow.display().to_string()]);
    let walk = walked(&shallow);
    assert!(walk.shallow);
    assert_eq!(told(&walk, "edited.md"), "?..3");
    assert_eq!(told(&walk, "new.md"), "?..3");
    assert_eq!(told(&walk, "boundary.md"), "unknown");
    assert_eq!(told(&walk, "old.md"), "unknown");
}

#[test]
fn a_missing_commit_leaves_unknown_what_lies_behind_it() {
    let (_folder, repo) = scratch();
    repo.write("a.md", "1");
    let first = repo.commit("Ada", 1);
    repo.write("b.md", "1");
    repo.commit("Ben", 2);
    repo.write("c.md", "1");
    repo.commit("Cleo", 3);
    let (folder, file) = first.split_at(2);
    std::fs::remove_file(repo.folder.join(".git/objects").join(folder).join(file)).unwrap();
    let walk = walked(&repo.folder);
    assert!(walk.broken.is_some());
    assert_eq!(told(&walk, "c.md"), "?..3");
    assert_eq!(told(&walk, "b.md"), "unknown");
    assert_eq!(told(&walk, "a.md"), "unknown");
}

#[test]
fn a_crooked_clock_puts_no_parent_before_its_child() {
    let (_folder, repo) = scratch();
    repo.write("a.md", "1");
    repo.commit("Ada", 20);
    repo.write("a.md", "2");
    repo.commit("Ben", 3);
    assert_eq!(told(&walked(&repo.folder), "a.md"), "20..3 Ada+Ben");
}
