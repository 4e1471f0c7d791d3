//! Merges, one by one and at random.

pub(in crate::release) mod random;

use super::*;

/// Merges, and compares the notes that come of it.
#[track_caller]
fn check(old: &str, yours: &str, new: &str, expected: &str) {
    let merged = merge(Some(old), yours, new, &|key| key.starts_with("note "));
    assert_eq!(merged.text, expected);
}

/// A draft of these entries, each `key words`, below one heading.
fn draft(entries: &[&str]) -> String {
    let mut text = "# R\n\n## S <!-- annals: s -->\n\n".to_owned();
    for entry in entries {
        let (key, words) = entry.split_once(' ').unwrap();
        text.push_str(&format!("- {words} <!-- annals: {key} -->\n"));
    }
    text
}

#[test]
fn what_nobody_touched_follows_the_record() {
    let old = draft(&["a one", "b two", "c three"]);
    check(
        &old,
        &old,
        &draft(&["a one", "b two (more)", "d four"]),
        &draft(&["a one", "b two (more)", "d four"]),
    );
    check(&old, &old, &old, &old);
}

#[test]
fn what_was_edited_moved_or_deleted_stays_so() {
    let old = draft(&["a one", "b two", "c three"]);
    let yours = draft(&["c three", "a the one and only"]);
    check(
        &old,
        &yours,
        &draft(&["a one", "b two, too", "c three", "d four"]),
        &draft(&["c three", "d four", "a the one and only"]),
    );
}

#[test]
fn an_edit_and_news_of_the_same_entry_go_together() {
    let old = draft(&["a one thing ([x](x))"]);
    let yours = draft(&["a one great thing ([x](x))"]);
    check(
        &old,
        &yours,
        &draft(&["a one thing ([x](x), [y](y))"]),
        &draft(&["a one great thing ([x](x), [y](y))"]),
    );
}

#[test]
fn a_disagreement_shows_both_texts() {
    let old = draft(&["a one", "b two"]);
    let merged = merge(Some(&old), &draft(&["a eins", "b two"]), &draft(&["a uno", "b two"]), &|_| false);
    let both = "<<<<<<< yours\n- eins <!-- annals: a -->\n=======\n- uno <!-- annals: a -->\n>>>>>>> generated\n- two";
    assert!(merged.text.contains(both), "{}", merged.text);
    assert_eq!(merged.conflicts, [5]);
    // Nothing is merged while it stands.
    assert_eq!(merge(Some(&old), &merged.text, &old, &|_| false).text, merged.text);
}

#[test]
fn what_was_edited_is_not_lost_when_its_evidence_is_gone() {
    let old = draft(&["a one", "b two", "note_x three"]);
    let merged =
        merge(Some(&old), &draft(&["a eins", "b two", "note_x three"]), &draft(&[]), &|key| key == "note_x");
    let expected = "# R\n\n## S <!-- annals: s -->\n\n<<<<<<< yours\n- eins <!-- annals: a -->\n=======\n>>>>>>> no longer generated\n- three <!-- annals: note_x -->\n";
    assert_eq!(merged.text, expected);
    assert_eq!(merged.removed, ["b"]);
}

#[test]
fn two_entries_made_one_are_both_there() {
    let old = draft(&["a one", "b two"]);
    let yours = "# R\n\n## S <!-- annals: s -->\n\n- one and two <!-- annals: a, b -->\n";
    check(&old, yours, &old, yours);
    let merged = merge(Some(&old), yours, &draft(&["a one", "b zwei"]), &|_| false);
    assert!(merged.text.contains("- one and two") && merged.text.contains("- zwei"), "{}", merged.text);
}

#[test]
fn of_copies_one_shows_the_disagreement() {
    let old = draft(&["a one", "b two"]);
    let yours =
        draft(&["a eins", "a einst"]).replace("einst <!-- annals: a -->", "einst <!-- annals: a, b -->");
    let merged = merge(Some(&old), &yours, &draft(&["a uno", "b zwei"]), &|_| false);
    assert_eq!((merged.conflicts.len(), merged.text.matches("- uno").count()), (2, 1), "{}", merged.text);
    assert!(merged.text.contains("- zwei"), "{}", merged.text);
}

#[test]
fn lost_marks_are_made_up_for_by_words() {
    let old = draft(&["a one good thing ([x](x))", "b two"]);
    let yours = "# R\n\n## S\n\n- two\n- a really good thing ([x](x))\n";
    check(&old, yours, &old, yours);
    check(
        &old,
        yours,
        &draft(&["a one good thing ([x](x))", "b two", "c three"]),
        "# R\n\n## S\n\n- two\n- three <!-- annals: c -->\n- a really good thing ([x](x))\n",
    );
}

#[test]
fn new_sections_find_their_place_and_empty_ones_go() {
    let old = "# R\n\n## S <!-- annals: s -->\n\n- a <!-- annals: a -->\n\n## Z <!-- annals: z -->\n\n- z <!-- annals: zz -->\n";
    let new = "# R\n\n## S <!-- annals: s -->\n\n- a <!-- annals: a -->\n\n## N <!-- annals: n -->\n\n### M <!-- annals: m -->\n\n- m <!-- annals: mm -->\n";
    check(old, old, new, new);
    // A section that was deleted comes back only for what is new.
    let yours = "# R\n\nOur words.\n\n## Z <!-- annals: z -->\n\n- z <!-- annals: zz -->\n";
    let new = old.replace("- a <!-- annals: a -->\n", "- a <!-- annals: a -->\n- b <!-- annals: b -->\n");
    check(
        old,
        yours,
        &new,
        "# R\n\nOur words.\n\n## S <!-- annals: s -->\n\n- b <!-- annals: b -->\n\n## Z <!-- annals: z -->\n\n- z <!-- annals: zz -->\n",
    );
}

#[test]
fn notes_written_by_hand_are_completed() {
    let yours = "# R\n\nWords.\n\n## S\n\n- a by hand, see [x](x)\n";
    let merged = merge(None, yours, &draft(&["a thing ([x](x))", "b two"]), &|_| false);
    assert_eq!(merged.text, "# R\n\nWords.\n\n## S\n\n- a by hand, see [x](x)\n- two <!-- annals: b -->\n");
}
