//! Releases that are sections of one file: a draft goes into its section, and every other byte of the file stays.
//!
//! The section's heading is people's, and stands for the title of the draft; the headings of the draft come below it.
//! A release that has no section yet gets one whose heading is written as those of the others are.

use std::ops::Range;

use super::merge::{self, Merged, line_end, with_line_end};
use super::notes::{Kind, join, parse};
use crate::base::Date;
use crate::document::excerpt::{Section, definitions, sections};
use crate::source::SourceConfig;
use crate::source::config::{Fields, ReleasesConfig};

/// The words of a release's date where no other release of the file shows how to write one.
const DATED: (&str, &str) = ("(Release Date: ", ")");

/// How deep headings go.
const DEEPEST: usize = 6;

/// A section of a file in which a draft is merged.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Place<'a> {
    /// The file.
    whole: &'a str,
    /// The section, without the blank lines and definitions of links behind it.
    range: Range<usize>,
    /// The level of its heading.
    level: usize,
}

impl<'a> Place<'a> {
    /// The section of `text`, a file of `config`, whose heading has the words `id`.
    pub fn find(config: &SourceConfig, text: &'a str, id: &str) -> Option<Place<'a>> {
        let section = sections(config, text).into_iter().find(|section| section.id == id)?;
        let Section { range, level, .. } = section;
        let definitions = definitions(text);
        let mut end = range.end;
        // What stands behind the last entry parts sections, or belongs to all of them.
        loop {
            end = range.start + text.get(range.start..end)?.trim_end().len();
            let last = text[..end].rfind('\n').map_or(0, |at| at + 1);
            match definitions.iter().any(|definition| definition.start == last) && last > range.start {
                true => end = last,
                false => break,
            }
        }
        let end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1).min(range.end);
        Some(Place { whole: text, range: range.start..end, level: usize::from(level) })
    }

    /// The section itself.
    pub fn text(&self) -> &'a str {
        self.whole.get(self.range.clone()).unwrap_or_default()
    }

    /// How many lines stand above it.
    pub fn lines_above(&self) -> usize {
        self.whole[..self.range.start].matches('\n').count()
    }

    /// Whether there is more in it than words above its first list.
    pub fn has_entries(&self) -> bool {
        parse(self.text()).iter().any(|block| block.kind == Kind::Item)
    }

    /// The file in which `new`, the draft of now, is merged into the section, which people made of the draft `old`.
    pub fn merge(&self, old: Option<&str>, new: &str, stays: &dyn Fn(&str) -> bool) -> Merged {
        let yours = self.text();
        let old = old.map(|old| self.below(old));
        let end = line_end(self.whole);
        let merged = merge::merge_ending(old.as_deref(), yours, &self.below(new), stays, end);
        let (before, after) = (&self.whole[..self.range.start], &self.whole[self.range.end..]);
        if merged.text == yours {
            return Merged { text: self.whole.to_owned(), ..merged };
        }
        let mut section = merged.text.trim_end_matches(['\n', '\r']).to_owned() + end;
        if !after.is_empty() && !after.starts_with(['\n', '\r']) {
            section.push_str(end);
        }
        let conflicts = merged.conflicts.iter().map(|line| line + self.lines_above()).collect();
        Merged { text: [before, &section, after].concat(), conflicts, ..merged }
    }

    /// The heading of the section with its line end.
    fn heading(&self) -> &'a str {
        self.text().split_inclusive('\n').next().unwrap_or_default()
    }

    /// `draft` as it would stand below the heading.
    fn below(&self, draft: &str) -> String {
        format!("{}\n\n{}", self.heading().trim_end(), lowered(draft, self.level))
    }
}

/// `draft` as it stands below a heading of this level: without front matter and title, its headings as much deeper.
fn lowered(draft: &str, level: usize) -> String {
    let mut blocks = parse(draft);
    blocks.retain(|block| block.kind != Kind::Front);
    if let Some(title) = blocks.iter().position(|block| block.kind == Kind::Heading(1)) {
        blocks.remove(title);
    }
    for block in &mut blocks {
        if let Kind::Heading(own) = block.kind {
            let deeper = (own + level - 1).min(DEEPEST) - own.min(DEEPEST);
            block.text.insert_str(0, &"#".repeat(deeper));
        }
    }
    join(&blocks).trim_start().to_owned()
}

/// `draft` as it is kept beside a section, and shown: without front matter, which no section can have.
pub fn without_front(draft: &str) -> String {
    let mut blocks = parse(draft);
    blocks.retain(|block| block.kind != Kind::Front);
    join(&blocks).trim_start().to_owned()
}

/// `text`, a file of `config`, with an empty section for the release called `id` on the day `date`; nothing where such
/// a section would not be known for what it is.
pub fn begun(config: &SourceConfig, text: &str, id: &str, date: Option<Date>) -> Option<String> {
    let releases = &config.releases;
    let fields = fields(releases, id)?;
    let all = sections(config, text);
    let (Some(newest), Some(oldest)) = (all.first(), all.last()) else {
        let heading = format!("## {}", releases.name.format(&fields)?);
        return read_back(config, put(text, text.len(), &section(&heading, date, None)), 1);
    };
    let newest_first = numbers(&newest.id) >= numbers(&oldest.id);
    let model = if newest_first { newest } else { oldest };
    let lines: Vec<&str> = text[model.range.clone()].lines().filter(|line| !line.trim().is_empty()).collect();
    let heading = heading(releases, lines.first()?, &model.fields, &fields, date)?;
    let dated = lines.get(1).copied().filter(|line| day(line).is_some() && line.len() < 80);
    let at = if newest_first { model.range.start } else { model.range.end };
    let begun = put(text, at, &section(&heading, date.filter(|_| day(&heading).is_none()), dated));
    read_back(config, begun, all.len() + 1)
}

/// `text`, if it has so many sections.
fn read_back(config: &SourceConfig, text: String, count: usize) -> Option<String> {
    (sections(config, &text).len() == count).then_some(text)
}

/// What the name or the version `id` says, in any of the ways in which versions are written.
fn fields(releases: &ReleasesConfig, id: &str) -> Option<Fields> {
    let bare = id.trim_start_matches(['v', 'V']);
    let written = [id.to_owned(), format!("v{bare}"), bare.to_owned()];
    written.iter().find_map(|id| releases.name.matches(id).or_else(|| releases.version.matches(id)))
}

/// A section of a heading and, where there is one, a day that the heading does not say: as in the line `like`.
fn section(heading: &str, date: Option<Date>, like: Option<&str>) -> String {
    let day = match (date, like.and_then(|line| Some((line, day(line)?)))) {
        (None, _) => String::new(),
        (Some(date), Some((line, at))) => format!("{}{date}{}\n\n", &line[..at.start], &line[at.end..]),
        (Some(date), None) => format!("{}{date}{}\n\n", DATED.0, DATED.1),
    };
    format!("{heading}\n\n{day}")
}

/// `text` with `section` at `at`, and a blank line between them.
fn put(text: &str, at: usize, section: &str) -> String {
    let (before, after) = text.split_at(at);
    let apart = match before {
        "" => "",
        _ if before.ends_with("\n\n") || before.ends_with("\n\r\n") => "",
        _ if before.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let section = format!("{apart}{section}");
    [before, &with_line_end(&section, line_end(text)), after].concat()
}

/// The heading `like`, of a release with the fields `old`, for that with the fields `new` on the day `date`.
fn heading(
    releases: &ReleasesConfig,
    like: &str,
    old: &Fields,
    new: &Fields,
    date: Option<Date>,
) -> Option<String> {
    let written = [&releases.name, &releases.version].into_iter().filter_map(|pattern| {
        let (old, new) = (pattern.format(old)?, pattern.format(new)?);
        (!old.is_empty() && !new.is_empty()).then_some((old, new))
    });
    let bare = |name: &str| name.trim_start_matches(['v', 'V']).to_owned();
    let written: Vec<(String, String)> = written.collect();
    let unprefixed = written.iter().map(|(old, new)| (bare(old), bare(new)));
    let (at, name) = written.iter().cloned().chain(unprefixed).find_map(|(old, new)| {
        let at = like.find(&old)?;
        Some((at..at + old.len(), new))
    })?;
    let closing = |rest: &str| rest.chars().next().filter(|c| matches!(c, ']' | ')')).map(String::from);
    match (day(like), date) {
        (Some(day), Some(date)) if day.start >= at.end => {
            let close = closing(&like[day.end..]).unwrap_or_default();
            Some(format!("{}{name}{}{date}{close}", &like[..at.start], &like[at.end..day.start]))
        }
        (Some(day), Some(date)) if day.end <= at.start => {
            let close = closing(&like[at.end..]).unwrap_or_default();
            let between = &like[day.end..at.start];
            Some(format!("{}{date}{between}{name}{close}", &like[..day.start]))
        }
        (Some(day), _) if day.start < at.end => None,
        _ => Some(format!("{}{name}{}", &like[..at.start], closing(&like[at.end..]).unwrap_or_default())),
    }
}

/// Where a day stands in `line`, as `2024-03-20`.
fn day(line: &str) -> Option<Range<usize>> {
    let is_day = |at: &usize| line.get(*at..at + 10).is_some_and(|text| text.parse::<Date>().is_ok());
    (0..line.len()).find(is_day).map(|at| at..at + 10)
}

/// The numbers in `words`, for telling which of two releases is the newer.
fn numbers(words: &str) -> Vec<u64> {
    words.split(|c: char| !c.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect()
}

#[cfg(test)]
mod tests;
