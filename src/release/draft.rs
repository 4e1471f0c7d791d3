//! A draft: what was collected, run through the community's template.
//!
//! The template is Markdown with tera's marks. Blank lines are put right afterwards, so that a template can be written
//! to be read: one blank line around headings, paragraphs and lists, none within a list.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::{Context, Tera};

use super::collect::Collected;
use super::entry::{Entries, entries};
use super::known::Known;
use super::notes::{Block, parse};
use super::section::without_front;
use super::succession::{Succession, Tagged};
use crate::base::SourcePath;

/// The template's name, among those of the theme.
pub const TEMPLATE: &str = "notes.md";

/// What the template sees of the release.
#[derive(Debug, Clone, Serialize)]
struct ReleaseView {
    /// `R8`.
    id: String,
    /// `v9.0.0`.
    version: Option<String>,
    /// The day of the release.
    date: Option<String>,
    /// The day that opens its window.
    after: Option<String>,
    /// The name of the release before it.
    previous: Option<String>,
}

/// A draft, and what a template of the community's own left out of it.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Drafted {
    /// The draft.
    pub text: String,
    /// Keys of entries that are in it without their mark.
    pub unmarked: Vec<String>,
    /// Keys of entries that are in it without any link to their evidence.
    pub unproven: Vec<String>,
}

/// Writes the draft for the notes at `notes` by the template [`TEMPLATE`], one of `templates`.
pub fn draft(
    known: Known<'_>,
    collected: &Collected,
    notes: &SourcePath,
    templates: &BTreeMap<String, String>,
) -> Result<Drafted, tera::Error> {
    let facts = known.release_facts(collected.release);
    let untagged = Tagged { tag: &|_| None, leads_to: &|_, _| false };
    let previous = Succession::new(known.record).before(collected.release, &untagged);
    let previous = previous.and_then(|before| known.release_facts(before.release));
    let release = ReleaseView {
        id: facts.map(|facts| facts.id.clone()).unwrap_or_default(),
        version: facts.and_then(|facts| facts.version.clone()),
        date: collected.window.until.map(|date| date.to_string()),
        after: collected.window.after.map(|date| date.to_string()),
        previous: previous.map(|facts| facts.id.clone()),
    };
    let entries = entries(known, collected, notes);
    let mut context = Context::from_serialize(&entries)?;
    context.insert("release", &release);
    // A section of a file has its own heading, and no front matter.
    let source = known.source_of(notes);
    let is_section = source.is_some_and(|source| source.excerpts.contains_key(&notes.path));
    context.insert("is_section", &is_section);
    let mut tera = Tera::default();
    // It may have parts, which are Markdown too.
    tera.add_raw_templates(templates.iter().filter(|(name, _)| name.ends_with(".md")))?;
    let text = tidy(&tera.render(TEMPLATE, &context)?);
    let text = if is_section { without_front(&text) } else { text };
    let (unmarked, unproven) = lost(&entries, &text);
    Ok(Drafted { text, unmarked, unproven })
}

/// The keys of those of `entries` whose words stand in `text` without their mark, and of those whose mark stands
/// there without any of the links that their words have.
fn lost(entries: &Entries, text: &str) -> (Vec<String>, Vec<String>) {
    let blocks = parse(text);
    let marks: BTreeMap<String, &Block> =
        blocks.iter().flat_map(|block| block.keys().into_iter().map(move |key| (key, block))).collect();
    let (mut unmarked, mut unproven) = (Vec::new(), Vec::new());
    for entry in entries.all() {
        let first = entry.text.lines().next().unwrap_or_default();
        let mut links = entry.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()).peekable();
        match marks.get(&entry.key) {
            None if text.contains(first) => unmarked.push(entry.key.clone()),
            Some(block) if links.peek().is_some() && !links.any(|link| block.text.contains(link)) => {
                unproven.push(entry.key.clone());
            }
            _ => {}
        }
    }
    (unmarked, unproven)
}

/// `text` with one blank line around what is parted, none at the end, and none between the items of a list. What is
/// indented below an item stays as it is: it may be code.
pub fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut blank = 0;
    for line in text.lines() {
        if line.trim().is_empty() {
            blank += 1;
            continue;
        }
        let before = lines.last().copied().unwrap_or_default();
        if line.starts_with("  ") && !before.is_empty() {
            lines.extend(std::iter::repeat_n("", blank));
            lines.push(line);
            blank = 0;
            continue;
        }
        let line = line.trim_end();
        let needs = (line.starts_with('#') && before != "---") || before.starts_with('#');
        let is_first_item = is_item(line) && !is_item(before) && !before.starts_with(' ');
        if !lines.is_empty() && (needs || blank > 0 && (!is_item(line) || is_first_item)) {
            lines.push("");
        }
        lines.push(line);
        blank = 0;
    }
    lines.join("\n") + "\n"
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    line.starts_with("- ") || line.starts_with("* ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::release::entry::Entry;

    /// What `text` has lost of one highlight.
    #[track_caller]
    fn check_lost(text: &str, unmarked: bool, unproven: bool) {
        let entry = Entry::new(&["change", "a#1"], "Lists ([a#1](x/1))".to_owned());
        let entries = Entries { highlights: vec![entry], ..Entries::default() };
        let (marks, links) = lost(&entries, text);
        assert_eq!((!marks.is_empty(), !links.is_empty()), (unmarked, unproven), "{text}");
    }

    #[test]
    fn what_a_template_leaves_out_of_entries_is_told() {
        check_lost("- Lists ([a#1](x/1)) <!-- annals: change a#1 -->\n", false, false);
        check_lost("- Lists ([a#1](x/1))\n", true, false);
        check_lost("- Lists <!-- annals: change a#1 -->\n", false, true);
        // It may leave out the whole entry.
        check_lost("# R\n", false, false);
    }

    #[test]
    fn blank_lines_are_put_right() {
        let text = "---\na: b\n---\n# T\n\n\n\nwords\n## H\n- a\n\n- b\n\n  more\n\n- c\n## I\n\n";
        let tidied = "---\na: b\n---\n# T\n\nwords\n\n## H\n\n- a\n- b\n\n  more\n- c\n\n## I\n";
        assert_eq!(tidy(text), tidied);
        assert_eq!(tidy(tidied), tidied);
        let code = "- a\n\n  ```\n  b  \n\n\n  # c\n  ```\n- d\n";
        assert_eq!(tidy(code), code);
    }
}
