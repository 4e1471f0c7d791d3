//! A draft: what was collected, run through the community's template.
//!
//! The template is Markdown with tera's marks. Blank lines are put right afterwards, so that a template can be written
//! to be read: one blank line around headings, paragraphs and lists, none within a list.

use serde::Serialize;
use tera::{Context, Tera};

use super::collect::Collected;
use super::entry::entries;
use super::known::Known;
use super::section::without_front;
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

/// Writes the draft for the notes at `notes`, or says what is wrong with the template.
pub fn draft(
    known: Known<'_>,
    collected: &Collected,
    notes: &SourcePath,
    template: &str,
) -> Result<String, String> {
    let facts = known.release_facts(collected.release);
    let releases = &known.record.releases;
    let at = releases.iter().position(|id| *id == collected.release);
    let previous = at.and_then(|at| known.release_facts(*releases.get(at.checked_sub(1)?)?));
    let release = ReleaseView {
        id: facts.map(|facts| facts.id.clone()).unwrap_or_default(),
        version: facts.and_then(|facts| facts.version.clone()),
        date: collected.window.until.map(|date| date.to_string()),
        after: collected.window.after.map(|date| date.to_string()),
        previous: previous.map(|facts| facts.id.clone()),
    };
    let mut context =
        Context::from_serialize(&entries(known, collected, notes)).map_err(|error| told(&error))?;
    context.insert("release", &release);
    // A section of a file has its own heading, and no front matter.
    let source = known.source_of(notes);
    let is_section = source.is_some_and(|source| source.excerpts.contains_key(&notes.path));
    context.insert("is_section", &is_section);
    let mut tera = Tera::default();
    tera.add_raw_template(TEMPLATE, template).map_err(|error| told(&error))?;
    let text = tera.render(TEMPLATE, &context).map(|text| tidy(&text)).map_err(|error| told(&error))?;
    Ok(if is_section { without_front(&text) } else { text })
}

/// The engine's own words for what is wrong, on one line.
fn told(error: &tera::Error) -> String {
    let words = error.to_string();
    words.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// `text` with one blank line around what is parted, none at the end, and none between the items of a list.
pub fn tidy(text: &str) -> String {
    let mut lines: Vec<&str> = Vec::new();
    let mut blank = false;
    for line in text.lines().map(str::trim_end) {
        if line.is_empty() {
            blank = true;
            continue;
        }
        let before = lines.last().copied().unwrap_or_default();
        let needs = (line.starts_with('#') && before != "---") || before.starts_with('#');
        let is_first_item = is_item(line) && !is_item(before) && !before.starts_with(' ');
        if !lines.is_empty() && (needs || blank && (!is_item(line) || is_first_item)) {
            lines.push("");
        }
        lines.push(line);
        blank = false;
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

    #[test]
    fn blank_lines_are_put_right() {
        let text = "---\na: b\n---\n# T\n\n\n\nwords\n## H\n- a\n\n- b\n\n  more\n\n- c\n## I\n\n";
        let tidied = "---\na: b\n---\n# T\n\nwords\n\n## H\n\n- a\n- b\n\n  more\n- c\n\n## I\n";
        assert_eq!(tidy(text), tidied);
        assert_eq!(tidy(tidied), tidied);
    }
}
