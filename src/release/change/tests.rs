//! Ranges as lines of text: `id parents… | message`, newest first, `\n` for a line break.

use super::*;
use crate::base::Date;
use crate::release::contributor::contributors;

/// A full id that begins with `name`.
fn id(name: &str) -> String {
    let hex: String = name.bytes().map(|byte| format!("{byte:02x}")).collect();
    format!("{hex:0<40}")
}

/// The commits that `text` writes.
fn commits(text: &str) -> Vec<Commit> {
    let line = |line: &str| {
        let (head, message) = line.split_once('|').unwrap();
        let mut names = head.split_whitespace().map(id);
        let mut message = message.trim().replace("\\n", "\n");
        // `{a}` is the full id of `a`.
        while let Some((before, rest)) = message.clone().split_once('{') {
            let (name, after) = rest.split_once('}').unwrap();
            message = format!("{before}{}{after}", id(name));
        }
        Commit {
            id: names.next().unwrap(),
            parents: names.collect(),
            author: Person { name: "Jo Doe".into(), email: "jo@example.org".into() },
            date: Date::new(2024, 1, 31).unwrap(),
            message,
        }
    };
    text.lines().map(str::trim).filter(|text| !text.is_empty()).map(line).collect()
}

/// The titles of the changes, oldest first, with the number of commits of each where there are several.
#[track_caller]
fn check_with(text: &str, released: &str, patches: &[(&str, &str)], expected: &[&str]) {
    let patches = patches.iter().map(|(name, patch)| (id(name), (*patch).to_owned())).collect();
    let found = changes(&Range { commits: commits(text), released: commits(released), patches });
    let shown = |change: &Change| {
        let pull = change.pull.map_or(String::new(), |pull| format!(" #{pull}"));
        let count =
            if change.commits.len() > 1 { format!(" x{}", change.commits.len()) } else { String::new() };
        format!("{}{pull}{count}", change.title)
    };
    assert_eq!(found.changes.iter().map(shown).collect::<Vec<_>>(), expected, "{text}");
}

/// The same with nothing on the other side.
#[track_caller]
fn check(text: &str, expected: &[&str]) {
    check_with(text, "", &[], expected);
}

#[test]
fn a_pull_request_is_one_change() {
    check(
        "m a d | Merge pull request #7 from x/y\\n\\nAdd lists
         d c   | more lists
         c b   | lists
         a b   | Fix it (#6)
         b     | begin",
        &["begin", "Fix it #6", "Add lists #7 x3"],
    );
}

#[test]
fn what_was_to_be_squashed_belongs_to_its_commit() {
    check("c b | fixup! fixup! lists (#7)\n b a | fixup! lists (#7)\n a | lists (#7)", &["lists #7 x3"]);
    check("b | fixup! lists", &["fixup! lists"]);
}

#[test]
fn a_merge_without_a_title_takes_that_of_its_only_commit() {
    check("m a c | Merge pull request #7 from x/y\n c a | feat: lists", &["lists #7 x2"]);
}

#[test]
fn a_plain_merge_is_no_change_and_its_commits_are() {
    check("m a c | Merge branch 'x'\n c b | lists\n a b | fix\n b | begin", &["begin", "fix", "lists"]);
}

#[test]
fn what_another_branch_merged_belongs_to_the_first_merge() {
    // `n` was made on top of what `m` brought.
    check(
        "n m d | Merge pull request #8 from x/z\\n\\nSecond
         d c   | two
         m a c | Merge pull request #7 from x/y\\n\\nFirst
         c a   | one
         a     | begin",
        &["begin", "First #7 x2", "Second #8 x2"],
    );
}

#[test]
fn what_was_taken_back_is_no_change() {
    check("r a | Revert \"x\"\\n\\nThis reverts commit {a}.\n a b | x\n b | begin", &["begin"]);
    check(
        "s r | Reapply \"x\"\\n\\nThis reverts commit {r}.\n r a | Revert \"x\"\\n\\nThis reverts commit {a}.\n a | x",
        &["x"],
    );
    check("r a | Revert \"Add (#7)\" (#8)\\n\\nReverts team/tools#7\n a | Add (#7)", &[]);
    check("r a | Revert \"x\"\n a | x", &[]);
    check(
        "r m   | Revert \"Merge\"\\n\\nThis reverts commit {m}, reversing\\nchanges made to {a}.
         m a c | Merge pull request #7 from x/y\\n\\nAdd
         c a   | lists
         a     | begin",
        &["begin"],
    );
}

#[test]
fn a_revert_of_what_was_released_before_is_a_change() {
    check("r a | Revert \"x\"\\n\\nThis reverts commit {z}.\n a | y", &["y", "Revert \"x\""]);
}

#[test]
fn a_revert_of_what_the_release_before_had_by_a_pick_is_a_change() {
    let pick = "p b | x\\n\\n(cherry picked from commit {a})";
    let back = "r a | Revert \"x\"\\n\\nThis reverts commit {a}.\n a b | x\n b | begin";
    check_with(back, pick, &[], &["begin", "Revert \"x\""]);
    check_with(back, "p b | x", &[("a", "1"), ("p", "1")], &["begin", "Revert \"x\""]);
    // Applied again it is as it was there.
    let again = format!("s r | Reapply \"x\"\\n\\nThis reverts commit {{r}}.\n {back}");
    check_with(&again, pick, &[], &["begin"]);
    // The release before has the revert as well, which names what the pick was made from.
    let both = format!("q p | Revert \"x\"\\n\\nThis reverts commit {{a}}.\n {pick}");
    check_with(back, &both, &[], &["begin"]);
    check_with("a b | x\n b | begin", &both, &[], &["begin", "x"]);
    // It took back the pick, and the revert was picked from there.
    let there = format!("q p | Revert \"x\"\\n\\nThis reverts commit {{p}}.\n {pick}");
    let here = "r a | Revert \"x\"\\n\\nThis reverts commit {p}.\n a b | x\n b | begin";
    check_with(here, &there, &[], &["begin"]);
    // Picked again after it was taken back.
    let again = format!("q r | x\\n\\n(cherry picked from commit {{a}})\n {back}");
    check_with(&again, pick, &[], &["begin"]);
    // A whole pull request of which it had the only commit.
    check_with(
        "r m   | Revert \"Add\"\\n\\nThis reverts commit {m}, reversing\\nchanges made to {b}.
         m b a | Merge pull request #7 from x/y\\n\\nAdd
         a b   | x
         b     | begin",
        pick,
        &[],
        &["begin", "Revert \"Add\""],
    );
}

#[test]
fn a_revert_that_is_a_pull_request_is_no_change_and_neither_is_what_it_takes_back() {
    let back = "r a   | Revert \"x\"\\n\\nThis reverts commit {a}.\n a b | x (#7)\n b | begin";
    let merge = "m a r | Merge pull request #8 from x/revert-7\\n\\nRevert \"x\"";
    check(&format!("{merge}\n {back}"), &["begin"]);
    // It says it in its text, or by the title with the number that a forge gives to merges.
    check(&format!("{merge}\\n\\nReverts team/tools#7\n {back}"), &["begin"]);
    check(&format!("m a r | Revert \"x\" (#8)\\n\\nReverts team/tools#7\n {back}"), &["begin"]);
    check("r a | Revert \"x\" (#8)\n a b | x (#7)\n b | begin", &["begin"]);
    check("r a | Revert \"feat: x\" (#8)\n a b c | Merge pull request #7 from x/y\\n\\nfeat: x\n c | x", &[]);
    // Taken back by a pull request, and brought in again by another.
    check(
        &format!(
            "n m s | Merge pull request #9 from x/z\\n\\nRevert \"Revert \"x\"\"\n s m | Revert \"Revert \"x\"\"\\n\\nThis reverts commit {{r}}.\n {merge}\n {back}"
        ),
        &["begin", "x #7"],
    );
    check(
        &format!("n m | Revert \"Revert \"x\"\" (#9)\\n\\nThis reverts commit {{m}}.\n {merge}\n {back}"),
        &["begin", "x #7"],
    );
    // What came with an earlier release stays taken back, once.
    check(
        "m b r | Merge pull request #8 from x/r\\n\\nRevert \"y\"\n r b | Revert \"y\"\\n\\nThis reverts commit {z}.\n b | begin",
        &["begin", "Revert \"y\" #8 x2"],
    );
}

#[test]
fn what_a_merge_brought_goes_with_it_and_takes_it_along() {
    let merge = "m a c | Merge branch 'lists'\n c a | lists\n a | begin";
    check(
        &format!(
            "r m | Revert \"Merge branch 'lists'\"\\n\\nThis reverts commit {{m}}, reversing\\nchanges made to {{a}}.\n {merge}"
        ),
        &["begin"],
    );
    let pull = "m a c | Merge pull request #7 from x/y\\n\\nAdd\n c a | lists\n a | begin";
    check(&format!("r m | Revert \"lists\"\\n\\nThis reverts commit {{c}}.\n {pull}"), &["begin"]);
    // The release before picked its only commit, or the merge.
    check_with(pull, "p a | lists\\n\\n(cherry picked from commit {c})", &[], &["begin"]);
    check_with(pull, "p a | Add\\n\\n(cherry picked from commit {m})", &[], &["begin"]);
    check("m a d | Add lists (#7)\n d c | more\n c a | lists\n a | begin", &["begin", "Add lists #7 x3"]);
}

#[test]
fn a_backport_is_told_by_the_pull_request_that_it_names() {
    for backport in ["x (#7) (#8)", "[1.2] x (backport #7) (#8)", "x (#8)\\n\\nBackport of #7 to `1.2`."] {
        check_with("a b | x (#7)\n b | begin", &format!("p b | {backport}"), &[], &["begin"]);
        check_with(&format!("p b | {backport}\n b | begin"), "a b | x (#7)", &[], &["begin"]);
        check(
            &format!("m a p | Merge branch '1.2'\n p b | {backport}\n a b | x (#7)\n b | begin"),
            &["begin", "x #7"],
        );
    }
    check(
        "p a | fix: what backport #7 missed (#8)\\n\\nBackport #7 was wrong.\n a | x (#7)",
        &["x #7", "what backport #7 missed #8"],
    );
}

#[test]
fn what_was_picked_counts_once() {
    check("p a | x\\n\\n(cherry picked from commit {a})\n a b | x\n b | begin", &["begin", "x"]);
    // The release before it had the same on a branch of its own.
    check_with("a b | x\n b | begin", "p b | x\\n\\n(cherry picked from commit {a})", &[], &["begin"]);
    check_with("p b | x\\n\\n(cherry picked from commit {a})", "a b | x", &[], &[]);
    // Nobody noted it, but it changes the same.
    check_with("a b | x\n b | begin", "p b | x", &[("a", "1"), ("p", "1"), ("b", "2")], &["begin"]);
    // It was taken back there.
    check_with(
        "a b | x\n b | begin",
        "r p | Revert \"x\"\\n\\nThis reverts commit {p}.\n p b | x\\n\\n(cherry picked from commit {a})",
        &[],
        &["begin", "x"],
    );
    // Taken back and picked again: it is here.
    check_with(
        "q r | x\n r a | Revert \"x\"\\n\\nThis reverts commit {a}.\n a | x",
        "",
        &[("q", "1"), ("a", "1")],
        &["x"],
    );
    // Picked, and then both were taken back.
    check(
        "r m   | Revert \"x\"\\n\\nThis reverts commit {a}.
         m a p | Merge branch '1.2'
         p b   | x\\n\\n(cherry picked from commit {a})
         a b   | x
         b     | begin",
        &["begin"],
    );
}

#[test]
fn notes_and_breaks_of_a_pull_request_are_gathered() {
    let text = "m a d | Merge pull request #7 from x/y\\n\\nAdd lists
                d c   | more\\n\\nRelease-Note: lists have two ends
                c a   | feat!: lists\\n\\nCo-authored-by: Ada B <ada@example.org>
                a     | chore: x\\n\\nRelease-Note: none";
    let found = changes(&Range { commits: commits(text), ..Range::default() });
    let [chore, pull] = found.changes.as_slice() else { panic!("{:?}", found.changes) };
    assert!(chore.is_silent && !pull.is_silent && pull.is_breaking);
    assert_eq!(pull.notes, ["lists have two ends"]);
    assert_eq!(contributors(&found.people), ["Ada B", "Jo Doe"]);
}

#[test]
fn a_long_range_takes_linear_time() {
    let line = |n: usize| format!("c{n} c{} | Merge pull request #{n} from x/y", n + 1);
    let text: Vec<String> = (0..20_000).map(line).collect();
    let range = Range { commits: commits(&text.join("\n")), ..Range::default() };
    #[allow(clippy::disallowed_methods, reason = "a test may look at the clock")]
    let begin = std::time::Instant::now();
    assert_eq!(changes(&range).changes.len(), 20_000);
    assert!(begin.elapsed().as_secs() < 10);
}
