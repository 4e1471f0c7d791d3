//! Drafts in sections of a changelog, one by one and at random.

use super::*;
use crate::release::merge::tests::random::{
    Dice, ROUNDS, ROUNDS_OF_ONE, SEED, World, edit, hold, number, settle,
};
use crate::source::config::{IdPlace, Pattern};
use crate::source::test::source;
use crate::source::{Kind, SourceConfig};

/// A source of changelogs whose releases have such headings.
fn config(pattern: &str) -> SourceConfig {
    let mut config = SourceConfig { kind: Kind::Releases, ..source("log", "log") };
    config.releases.id = Some(Pattern::new(pattern).unwrap());
    config.releases.id_place = IdPlace::Section;
    config
}

/// A draft of these entries.
fn draft(entries: &[&str]) -> String {
    let mut text = "# Release v2\n\n## New <!-- annals: new -->\n\n".to_owned();
    for entry in entries {
        let (key, words) = entry.split_once(' ').unwrap();
        text.push_str(&format!("- {words} <!-- annals: {key} -->\n"));
    }
    text
}

/// Begins the section of `id` and compares the file.
#[track_caller]
fn check_begun(pattern: &str, text: &str, id: &str, date: Option<&str>, expected: Option<&str>) {
    let date = date.map(|date| date.parse().unwrap());
    assert_eq!(begun(&config(pattern), text, id, date).as_deref(), expected, "{text}");
}

/// Merges drafts into the section with the heading `id` and compares the file.
#[track_caller]
fn check(text: &str, id: &str, old: Option<&str>, new: &str, expected: &str) {
    let config = config("[v]{version}[ *]");
    let place = Place::find(&config, text, id).unwrap();
    assert_eq!(place.merge(old, new, &|_| false).text, expected);
}

#[test]
fn a_section_is_headed_like_the_others() {
    let day = Some("2024-02-01");
    check_begun(
        "[v]{version}[ - *]",
        "# Changes\n\n## [Unreleased]\n\n## [1.0.0] - 2024-01-01\n\n- a\n",
        "1.1.0",
        day,
        Some("# Changes\n\n## [Unreleased]\n\n## [1.1.0] - 2024-02-01\n\n## [1.0.0] - 2024-01-01\n\n- a\n"),
    );
    check_begun(
        "[v]{version}[ - *]",
        "## v1.0.0 - 2024-01-01, the first\n\n- a\n",
        "v1.1.0",
        None,
        Some("## v1.1.0\n\n## v1.0.0 - 2024-01-01, the first\n\n- a\n"),
    );
    check_begun(
        "v{version} (*)",
        "v\n# v1.0 (2024-01-01)\n\n- a\n",
        "v1.1",
        day,
        Some("v\n\n# v1.1 (2024-02-01)\n\n# v1.0 (2024-01-01)\n\n- a\n"),
    );
    check_begun(
        "* v{version}",
        "## 2024-01-01 v1.0\n\n- a\n",
        "v1.1",
        day,
        Some("## 2024-02-01 v1.1\n\n## 2024-01-01 v1.0\n\n- a\n"),
    );
}

#[test]
fn a_day_below_the_heading_is_written_like_the_others() {
    check_begun(
        "v{version}",
        "## v1.0\n\nReleased: 2024-01-01\n\n- a\n",
        "v1.1",
        Some("2024-02-01"),
        Some("## v1.1\n\nReleased: 2024-02-01\n\n## v1.0\n\nReleased: 2024-01-01\n\n- a\n"),
    );
    check_begun(
        "v{version}",
        "# C\n",
        "v1",
        Some("2024-02-01"),
        Some("# C\n\n## v1\n\n(Release Date: 2024-02-01)\n\n"),
    );
}

#[test]
fn where_the_oldest_is_on_top_the_newest_goes_to_the_end() {
    check_begun(
        "v{version}",
        "## v1.9\n\n- a\n\n## v1.10\n\n- b\n",
        "v1.11",
        None,
        Some("## v1.9\n\n- a\n\n## v1.10\n\n- b\n\n## v1.11\n\n"),
    );
}

#[test]
fn what_would_not_be_known_again_is_not_written() {
    check_begun("v{version} (*)", "## v1.0 (2024-01-01)\n\n- a\n", "v1.1", None, None);
    check_begun("v{version}", "## v1.0\n", "the next", None, None);
}

#[test]
fn a_draft_comes_below_the_heading_and_nothing_else_changes() {
    let text = |section: &str| format!("# C\n\n## v2\n{section}\n## v1\n\n- a  \n### x ###\n\n\n\n[v1]: x\n");
    let (old, new) = (draft(&["a one", "b two"]), draft(&["a one", "b two", "c three"]));
    let first = "\n### New <!-- annals: new -->\n\n- one <!-- annals: a -->\n- two <!-- annals: b -->\n";
    check(&text(""), "v2", None, &old, &text(first));
    let yours = "\n### Our news <!-- annals: new -->\n\n- a second <!-- annals: b -->\n";
    let merged =
        "\n### Our news <!-- annals: new -->\n\n- a second <!-- annals: b -->\n- three <!-- annals: c -->\n";
    check(&text(yours), "v2", Some(&old), &new, &text(merged));
    // Line ends are those of the file.
    check(&text("").replace('\n', "\r\n"), "v2", None, &old, &text(first).replace('\n', "\r\n"));
}

#[test]
fn definitions_of_links_stay_behind_the_last_section() {
    check(
        "## v2\n\n[v2]: a\n[v1]: b\n",
        "v2",
        None,
        &draft(&["a one"]),
        "## v2\n\n### New <!-- annals: new -->\n\n- one <!-- annals: a -->\n\n[v2]: a\n[v1]: b\n",
    );
}

#[test]
fn a_conflict_is_told_on_its_line_of_the_file() {
    let text = "# C\n\n## v2\n\n### New <!-- annals: new -->\n\n- a third <!-- annals: a -->\n\n## v1\n";
    let (old, new) = (draft(&["a one thing"]), draft(&["a another thing"]));
    let config = config("v{version}");
    let merged = Place::find(&config, text, "v2").unwrap().merge(Some(&old), &new, &|_| false);
    let line = merged.conflicts[0];
    assert!(merged.text.lines().nth(line - 1).unwrap().starts_with("<<<<<<<"), "{}", merged.text);
}

#[test]
fn at_random_nothing_is_lost_and_nothing_else_changes() {
    let (rounds, seed) = (number(ROUNDS, 1_000), number(SEED, 1));
    let config = config("v{version}");
    let above = "# Changes\n\n```\n## v2\n```\n\n## Unreleased\n\n- x <!-- annals: k1x -->\n\n";
    let behind = "\n## v1\n\n\n* old   \n# v0\n<<<<<<< yours\n";
    for (release, first) in (0..rounds).step_by(ROUNDS_OF_ONE).enumerate() {
        let seed = seed + release;
        let (mut dice, mut world) = (Dice::new(seed), World::new());
        let mut old = world.draft();
        let begun = format!("{above}## v2\n{behind}");
        let mut whole = Place::find(&config, &begun, "v2").unwrap().merge(None, &old, &|_| false).text;
        for _ in first..rounds.min(first + ROUNDS_OF_ONE) {
            for _ in 0..dice.below(4) {
                world.happen(&mut dice);
            }
            let mut yours = Place::find(&config, &whole, "v2").unwrap().text().to_owned();
            for _ in 0..dice.below(5) {
                yours = edit(&yours, 3, &mut world, &mut dice).0;
            }
            whole = format!("{above}{}\n{behind}", yours.trim_end());
            let place = Place::find(&config, &whole, "v2").unwrap();
            let new = world.draft();
            let merged = place.merge(Some(&old), &new, &|_| false);
            let again =
                format!("seen again with ANNALS_SEED={seed} ANNALS_ROUNDS={ROUNDS_OF_ONE}\n{}", merged.text);
            let section = merged.text.strip_prefix(above).and_then(|rest| rest.strip_suffix(behind));
            let section = section.unwrap_or_else(|| panic!("something else changed; {again}"));
            let conflicts = merge::conflicts(section);
            let told: Vec<usize> = merged.conflicts.iter().map(|line| line - place.lines_above()).collect();
            assert_eq!(conflicts, told, "{again}");
            let held = Merged { text: section.to_owned(), conflicts, ..merged.clone() };
            hold(&place.below(&old), place.text(), &place.below(&new), &held, &again);
            whole = format!("{above}{}{behind}", settle(section, &mut dice));
            old = new;
        }
    }
}
