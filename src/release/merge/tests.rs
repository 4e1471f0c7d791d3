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

#[test]
fn a_section_is_known_by_what_stands_in_it() {
    let old = "# R\n\n## C <!-- annals: c -->\n\n### w <!-- annals: w -->\n\n- a <!-- annals: a -->\n- b <!-- annals: b -->\n\n\
               ### g <!-- annals: g -->\n\n- x <!-- annals: x -->\n\n## Z <!-- annals: z -->\n\n- z <!-- annals: zz -->\n";
    let new = old
        .replace("- b <!-- annals: b -->\n", "- b <!-- annals: b -->\n- n <!-- annals: n -->\n")
        .replace("### g", "### h <!-- annals: h -->\n\n- m <!-- annals: m -->\n\n### g");
    let news = |yours: &str, below: &str, before: &str| {
        let expected = yours
            .replace(below, &format!("{below}- n <!-- annals: n -->\n"))
            .replace(before, &format!("### h <!-- annals: h -->\n\n- m <!-- annals: m -->\n\n{before}"));
        check(old, yours, &new, &expected);
    };
    let retitled = old.replace("### w <!-- annals: w -->", "### The widget");
    news(&retitled, "- b <!-- annals: b -->\n", "### g");
    // And the one around it.
    let retitled = retitled.replace("## C <!-- annals: c -->", "## What changed");
    news(&retitled, "- b <!-- annals: b -->\n", "### g");
    // One of its entries is elsewhere, another lost its mark.
    let moved =
        retitled.replace("- a <!-- annals: a -->\n", "").replace("- z <", "- a <!-- annals: a -->\n- z <");
    news(&moved.replace("- b <!-- annals: b -->", "- b"), "- b\n", "### g");
    // Its heading is gone, and the entries stay.
    let without = old.replace("### w <!-- annals: w -->\n\n", "");
    news(&without, "- b <!-- annals: b -->\n", "### g");
    // A section whose only entry went to another one is not that one.
    let yours = old.replace("\n### g <!-- annals: g -->\n\n- x <!-- annals: x -->\n", "")
        + "- x <!-- annals: x -->\n";
    let new = old.replace("- x <!-- annals: x -->\n", "- x <!-- annals: x -->\n- y <!-- annals: y -->\n");
    let back = "\n### g <!-- annals: g -->\n\n- y <!-- annals: y -->\n\n## Z";
    check(old, &yours, &new, &yours.replace("\n## Z", back));
}

#[test]
fn whoever_speaks_of_what_is_gone_is_told() {
    let entries = [
        "a one ([x](x/1))",
        "b two ([x](x/2))",
        "c three (`w#3`, `0123456789`)",
        "d four ([x](https://x/4))",
    ];
    let old = draft(&entries);
    for (at, told) in [
        (0, "What is [new](x/1) is prose.\n"),
        (0, "| a | b |\n|---|---|\n| [x](x/1) | one |\n"),
        (0, "> See [x](<x/1>).\n"),
        (2, "Of `w#3` more is to be said.\n"),
        (3, "Read https://x/4.\n"),
        (3, "<a href=\"https://x/4\">More</a>\n"),
        (0, "- another list, [x](x/1)\n"),
        // It was made part of another entry, whose mark alone was kept.
        (1, "- one and two ([x](x/1), [x](x/2)) <!-- annals: a -->\n"),
    ] {
        let gone = entries[at].split(' ').next().unwrap();
        let mut yours = String::new();
        for line in old.lines().filter(|line| !line.contains(&format!("annals: {gone} -->"))) {
            if !(told.contains("annals: a -->") && line.contains("annals: a -->")) {
                yours.push_str(&format!("{line}\n"));
            }
        }
        yours.push_str(&format!("\n{told}"));
        check(&old, &yours, &old, &yours);
        let now: Vec<&str> =
            entries.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, it)| *it).collect();
        let both = format!("<<<<<<< yours\n{told}=======\n>>>>>>> no longer generated\n");
        check(&old, &yours, &draft(&now), &yours.replace(told, &both));
    }
}

#[test]
fn lines_end_as_they_did() {
    let returns = |text: &str| text.replace('\n', "\r\n");
    let (old, new) = (draft(&["a one", "b two", "e x"]), draft(&["a one, more", "c three", "b two", "e y"]));
    let yours = old.replace("- x", "- z");
    let merged = merge(Some(&old), &yours, &new, &|_| false).text;
    assert!(merged.contains("- three") && merged.contains("<<<<<<<"), "{merged}");
    check(&old, &returns(&yours), &new, &returns(&merged));
    check(&returns(&old), &returns(&yours), &returns(&new), &returns(&merged));
    check(&returns(&old), &yours, &returns(&new), &merged);
    // What people wrote stays as it is, also in between.
    let mixed = returns(&old).replacen("\r\n", "\n", 1);
    check(&old, &mixed, &old, &mixed);
}
