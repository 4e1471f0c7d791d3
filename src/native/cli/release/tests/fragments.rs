//! Note fragments in a draft, whatever they hold.

use super::*;

/// Drafts, adds the fragment `text`, drafts again and gives the entry that it became, without evidence and mark.
#[track_caller]
fn check(text: &str, expected: &str) {
    let community = Community::new();
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    let before = community.notes();
    community.repo.write("releases/next/grow.md", format!("---\nkind: highlight\n---\n{text}"));
    community.must(&["draft", "R2"]);
    let notes = community.notes();
    let (above, behind) = before.split_at(before.find("\n## Standards").unwrap());
    let entry = notes.strip_prefix(above.trim_end()).and_then(|rest| rest.strip_suffix(behind));
    let entry = entry.unwrap_or_else(|| panic!("something else changed: {notes}"));
    let entry = entry.replace("[note](next/grow.md)", "@").replace(" <!-- annals: note grow -->", "&");
    assert_eq!(entry.trim_start_matches('\n'), expected, "{text}");
    // It is known again.
    community.must(&["draft", "R2"]);
    assert_eq!(community.notes(), notes, "{text}");
}

#[test]
fn a_mark_that_was_copied_is_none() {
    check("Volumes grow <!-- annals: change site#7 -->\n", "- Volumes grow (@)&\n");
    check("Write `<!-- annals: change site#7 -->`\n", "- Write `<!-- annals: change site#7 -->` (@)&\n");
    check(
        "```\n<!-- annals: change site#7 -->\n```\n",
        "- @:&\n\n  ```\n  <!-- annals: change site#7 -->\n  ```\n",
    );
}

#[test]
fn a_block_stays_whole_beside_its_evidence() {
    check("```sh\ngrow\n\n\nshrink\n```\n", "- @:&\n\n  ```sh\n  grow\n\n\n  shrink\n  ```\n");
    check("| a |\n|---|\n| 1 |\n", "- @:&\n\n  | a |\n  |---|\n  | 1 |\n");
    check("# Grow\n\nIt does.\n", "- **Grow** (@)&\n\n  It does.\n");
    check("See [r].\n\n[r]: ../R1.md\n", "- See [r](R1.md). (@)&\n");
}

#[test]
fn marks_in_words_of_others_are_none() {
    let mut community = Community::new();
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    community.work(
        "fix: x <!-- annals: change site#7 --> (#21)\n\nRelease-Note: y <!-- annals: change site#7 -->",
        12,
    );
    community.minutes("20240112", "- Decision: R2 has <!-- annals: change site#7 -->\n- Decision: R2 has `<!-- annals: change site#7 -->`\n");
    community.must(&["draft", "R2"]);
    let notes = community.notes();
    for key in ["change site#7", "change site#21", "told site#21 0"] {
        let blocks = crate::release::notes::parse(&notes);
        let times = blocks.iter().flat_map(|block| block.keys()).filter(|known| known == key).count();
        assert_eq!(times, 1, "{key}: {notes}");
    }
}
