//! Messages of commits as people and forges write them.

use super::*;

/// What is read of `message`, as words: kind, scope, `!`, title, numbers.
#[track_caller]
fn check(message: &str, expected: &str) {
    let read = read(message);
    let kind = read.kind.clone().unwrap_or_else(|| "-".to_owned());
    let scope = read.scope.as_ref().map_or(String::new(), |scope| format!("({scope})"));
    let breaking = if read.is_breaking { "!" } else { "" };
    let pull = read.pull.map_or(String::new(), |pull| format!(" #{pull}"));
    let merge = if read.is_merge_of_pull { " merge" } else { "" };
    assert_eq!(format!("{kind}{scope}{breaking} | {}{pull}{merge}", read.title), expected, "{message:?}");
}

/// What `message` takes back: ids, pull requests, subject.
#[track_caller]
fn check_revert(message: &str, ids: &[&str], pulls: &[u64], subject: Option<&str>) {
    let read = read(message);
    assert_eq!(read.reverts, ids, "{message:?}");
    assert_eq!(read.reverted_pulls, pulls, "{message:?}");
    assert_eq!(read.reverted_subject.as_deref(), subject, "{message:?}");
}

#[test]
fn conventional_commits_are_taken_apart() {
    check("feat: add a list", "feat | add a list");
    check("Fix(API)!: no more lists", "fix(API)! | no more lists");
    check("fix(a/b, c): x: y", "fix(a/b, c) | x: y");
    check("api: add a list", "api | api: add a list");
    check("feat: add\n\nBREAKING CHANGE: the old one\nis gone", "feat! | add");
    check("feat: add\n\nWhy.\n\nBREAKING-CHANGE: gone\nSigned-off-by: Jo <jo@example.org>", "feat! | add");
}

#[test]
fn names_of_branches_are_taken_apart() {
    check("Feat/add a list (#12)", "feat | add a list #12");
    check(
        "Merge pull request #12 from jo/fix/list\n\nFix/the end of lists",
        "fix | the end of lists #12 merge",
    );
    check("Licensing/Maint Subscription", "- | Licensing/Maint Subscription");
    check("feat/add-a-list", "- | feat/add-a-list");
    check("Fix/ all", "- | Fix/ all");
}

#[test]
fn what_only_looks_like_a_convention_is_a_title() {
    check("Update the list", "- | Update the list");
    check("fix:no blank", "- | fix:no blank");
    check("see https://example.org", "- | see https://example.org");
    check("fix(): empty scope", "- | fix(): empty scope");
    check("", "- | ");
    check("a title\nover two lines", "- | a title over two lines");
}

#[test]
fn pull_requests_are_found_in_squashes_and_merges() {
    check("Add a list (#12)", "- | Add a list #12");
    check("fix: add a list (#12) (#34)", "fix | add a list #34");
    check("Add a list (see #12)", "- | Add a list (see #12)");
    check("Merge pull request #12 from jo/lists\n\nfeat: add a list", "feat | add a list #12 merge");
    check(
        "Merge pull request #12 from jo/lists\n\nSigned-off-by: Jo <jo@example.org>",
        "- | Merge pull request #12 from jo/lists #12 merge",
    );
    check("Merge pull request #12 from jo/lists", "- | Merge pull request #12 from jo/lists #12 merge");
    check("Merge pull request 'Add a list' (#12) from lists into main", "- | Add a list #12 merge");
    check("Merged in jo/lists (pull request #12)\n\nAdd a list", "- | Add a list #12 merge");
    check(
        "Merge branch 'lists' into 'main'\n\nAdd a list\n\nSee merge request team/tools!12",
        "- | Add a list #12 merge",
    );
    check("Merge branch 'lists'", "- | Merge branch 'lists'");
}

#[test]
fn reverts_name_what_they_take_back() {
    let id = "0123456789012345678901234567890123456789";
    check_revert(&format!("Revert \"x\"\n\nThis reverts commit {id}."), &[id], &[], None);
    check_revert(
        &format!("Revert \"x\"\n\nThis reverts commit {id}, reversing\nchanges made to 0000000."),
        &[id],
        &[],
        None,
    );
    check_revert(&format!("Reapply \"x\"\n\nThis reverts commit {id}."), &[id], &[], None);
    check_revert("Revert \"x (#12)\" (#13)\n\nReverts team/tools#12", &[], &[12], None);
    check_revert("Revert \"x (#12)\" (#13)", &[], &[], Some("x (#12)"));
    check_revert("Revert the list", &[], &[], None);
    check_revert("Merge pull request #13 from jo/y\n\nRevert \"x\"", &[], &[], Some("x"));
}

#[test]
fn trailers_are_found_in_any_letter_case() {
    let read = read("Fix it\n\nrelease-note: it works\nCo-Authored-By: Jo <jo@example.org>");
    assert_eq!(read.values("Release-Note").collect::<Vec<_>>(), ["it works"]);
    let person = read.values("co-authored-by").filter_map(Person::parse).next().unwrap();
    assert_eq!((person.name.as_str(), person.email.as_str()), ("Jo", "jo@example.org"));
}

#[test]
fn no_message_is_slow_or_panics() {
    for piece in ["(#1)", "\n\n", "a: ", "Revert \"", "(cherry picked from commit ", "BREAKING CHANGE: "] {
        let message = piece.repeat(20_000);
        #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
        let begin = std::time::Instant::now();
        read(&message);
        assert!(begin.elapsed().as_secs() < 5, "{piece:?}");
    }
}
