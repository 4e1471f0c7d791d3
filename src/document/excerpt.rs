//! Parts of a file that are documents of their own: a section of a changelog, a row of a table of standards, a day in the
//! notes of a year.
//!
//! Each becomes a file beside the one it stands in, whose text is that of the whole with everything else blanked out.
//! So every place in it is a place in the file, and no later stage has to know of parts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::block::{Block, BlockKind, Blocks, blocks};
use super::day;
use crate::base::{Hash, RelPath, Span};
use crate::source::config::{DateRule, Fields, IdPlace, Pattern};
use crate::source::{Excerpt, File, Kind, Source, SourceConfig, SourceSet, Text};

/// Whether parts of the files of `source` are documents of their own.
pub fn divides(source: &Source) -> bool {
    rule(&source.config).is_some()
}

/// `sources` with the parts of their files beside them, in place of those that were there before.
pub fn divide(sources: &SourceSet) -> Cow<'_, SourceSet> {
    if !sources.sources.values().any(divides) {
        return Cow::Borrowed(sources);
    }
    let divided = sources.sources.iter().map(|(name, source)| (name.clone(), divide_source(source)));
    let (modules, components) = (sources.modules.clone(), sources.components.clone());
    Cow::Owned(SourceSet { sources: divided.collect(), modules, components })
}

/// A section of a file that is a document of its own.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Section {
    /// From its heading up to the next that is no deeper.
    pub range: Range<usize>,
    /// The level of its heading.
    pub level: u8,
    /// The words of its heading, as in [`Excerpt::id`].
    pub id: String,
    /// What the pattern found in them.
    pub fields: Fields,
}

/// The sections of `text`, a file of `config`, that are documents of their own, in order.
pub fn sections(config: &SourceConfig, text: &str) -> Vec<Section> {
    let Some(rule) = rule(config).filter(|rule| !matches!(rule, Rule::Row(_))) else { return Vec::new() };
    let blocks = blocks(text, Span::new(0, text.len()));
    let headings: Vec<(u8, &Block)> = blocks.list.iter().filter_map(heading).collect();
    let section = |(at, _): (usize, &(u8, &Block))| section(text, &blocks, &headings, at, rule);
    headings.iter().enumerate().filter_map(section).collect()
}

/// The section that the heading `at` of `headings` begins, if its words fit `rule`.
fn section(
    text: &str,
    blocks: &Blocks,
    headings: &[(u8, &Block)],
    at: usize,
    rule: Rule<'_>,
) -> Option<Section> {
    let &(level, block) = headings.get(at)?;
    let words = blocks.words(block).replace(['[', ']'], "");
    let id = words.trim().to_owned();
    let fields = rule.fields(&id)?;
    let start = line_start(text, block.span.start as usize);
    let next = headings[at + 1..].iter().find(|(other, _)| *other <= level);
    let end = next.map_or(text.len(), |(_, block)| line_start(text, block.span.start as usize));
    Some(Section { range: start..end, level, id, fields })
}

/// By what the files of a source are divided.
#[derive(Debug, Clone, Copy)]
enum Rule<'a> {
    /// Rows of tables with a cell that fits.
    Row(&'a Pattern),
    /// Sections whose heading fits.
    Section(&'a Pattern),
    /// Sections whose heading is a day.
    Day(&'a DateRule),
}

impl Rule<'_> {
    /// What the words of a heading or cell say, where they fit.
    fn fields(self, words: &str) -> Option<Fields> {
        match self {
            Rule::Row(pattern) | Rule::Section(pattern) => pattern.matches(words),
            Rule::Day(rule) => {
                let mut fields = Fields::default();
                fields.set(DAY, day::day(rule, words)?.to_string());
                Some(fields)
            }
        }
    }
}

/// The field with the day of a section.
const DAY: &str = "date";

/// By what the files of a source are divided, if they are.
fn rule(config: &SourceConfig) -> Option<Rule<'_>> {
    let (place, pattern) = match config.kind {
        Kind::Standards => (&config.standards.id_place, &config.standards.id),
        Kind::Releases => (&config.releases.id_place, config.releases.id.as_ref()?),
        Kind::Minutes => return config.minutes.sections.as_ref().map(Rule::Day),
        Kind::Pages => return None,
    };
    match place {
        IdPlace::Section => Some(Rule::Section(pattern)),
        IdPlace::Row => Some(Rule::Row(pattern)),
        _ => None,
    }
}

/// One source with the parts of its files.
fn divide_source(source: &Source) -> Source {
    let mut divided = source.clone();
    let Some(rule) = rule(&source.config) else { return divided };
    for part in std::mem::take(&mut divided.excerpts).keys() {
        divided.files.remove(part);
        divided.history.files.remove(part);
    }
    for (path, file) in &source.files {
        if source.excerpts.contains_key(path) {
            continue;
        }
        let is_whole = match source.config.kind {
            Kind::Minutes => !source.config.minutes.is_meeting(path),
            _ => source.config.standards.scopes.is_scope(path),
        };
        let File::Text(text) = file else { continue };
        if is_whole {
            continue;
        }
        let body = Span::new(0, text.text.len());
        let blocks = blocks(&text.text, body);
        let parts = match rule {
            Rule::Row(pattern) => {
                let keys: Vec<String> =
                    source.config.standards.metadata.keys().map(str::to_lowercase).collect();
                rows(&text.text, &blocks, pattern, &keys)
            }
            _ => parts(&text.text, &blocks, rule),
        };
        for part in parts {
            let Some(name) = name(&source.config, &part.fields) else { continue };
            let Some(at) = free(&divided, path, &name) else { continue };
            let hash = Hash::of(part.text.as_bytes());
            let text = Text { text: part.text, hash, valid: text.valid };
            divided.files.insert(at.clone(), File::Text(Arc::new(text)));
            if let Some(history) = source.history.files.get(path) {
                divided.history.files.insert(at.clone(), history.clone());
            }
            let Part { span, id, heading, columns, .. } = part;
            divided.excerpts.insert(at, Excerpt { file: path.clone(), span, id, heading, columns });
        }
    }
    divided
}

/// What the document of a part is called.
fn name(config: &SourceConfig, fields: &Fields) -> Option<String> {
    match config.kind {
        Kind::Releases => config.releases.name.format(fields).filter(|name| !name.is_empty()),
        Kind::Minutes => fields.get(DAY).map(str::to_owned),
        _ => config.standards.number(fields),
    }
}

/// A path beside `file` that no file has, for the part called `name`.
fn free(source: &Source, file: &RelPath, name: &str) -> Option<RelPath> {
    let is_kept = |c: char| c.is_alphanumeric() || c == '.';
    let slug: String = name.chars().map(|c| if is_kept(c) { c } else { '-' }).collect();
    let slug = slug.trim_matches(['-', '.']).to_lowercase();
    let numbered = (2_usize..).map(|number| format!("{slug}-{number}.md"));
    let mut names = std::iter::once(format!("{slug}.md")).chain(numbered);
    let is_free = |path: &RelPath| !source.files.contains_key(path);
    // Not more names than files.
    let names = names.by_ref().take(source.files.len() + 1);
    names.filter_map(|name| RelPath::resolve(file.folder(), &name).ok()).find(is_free)
}

/// A part of a text.
struct Part {
    /// The text with everything else blanked out.
    text: String,
    /// Its heading, its row.
    span: Span,
    /// The words with the id.
    id: String,
    /// What the pattern found in them.
    fields: Fields,
    /// The heading of a section, the heading above a row.
    heading: String,
    /// The cells of a row by the heads of their columns.
    columns: BTreeMap<String, String>,
}

/// The sections of a text whose heading fits `rule`.
fn parts(text: &str, blocks: &Blocks, rule: Rule<'_>) -> Vec<Part> {
    let headings: Vec<(u8, &Block)> = blocks.list.iter().filter_map(heading).collect();
    let definitions = definitions(text);
    // A day within a day is no meeting of its own.
    let days = match rule {
        Rule::Day(_) => headings
            .iter()
            .find(|(_, block)| rule.fields(blocks.words(block)).is_some())
            .map(|(level, _)| *level),
        _ => None,
    };
    let part = |(at, &(level, block)): (usize, &(u8, &Block))| {
        if days.is_some_and(|days| days != level) {
            return None;
        }
        let Section { range, level, id, fields } = section(text, blocks, &headings, at, rule)?;
        let mut masked = Masked::of_lines(text);
        definitions.iter().for_each(|range| masked.keep(range.clone()));
        masked.keep(range.clone());
        let inner = headings[at..].iter().take_while(|(_, inner)| (inner.span.start as usize) < range.end);
        for (_, inner) in inner {
            masked.raise(line_start(text, inner.span.start as usize), level - 1);
        }
        let (heading, columns) = (id.clone(), BTreeMap::new());
        Some(Part { text: masked.text(), span: block.span, id, fields, heading, columns })
    };
    headings.iter().enumerate().filter_map(part).collect()
}

/// The level of a heading.
fn heading(block: &Block) -> Option<(u8, &Block)> {
    match block.kind {
        BlockKind::Heading { level, .. } => Some((level, block)),
        _ => None,
    }
}

/// The rows of tables that have a cell that fits `pattern`. The page of a standard shows beside its text what stands
/// in the columns `shown`, in lower case; such a cell is left out of the text, unless it has more to it than words.
fn rows(text: &str, blocks: &Blocks, pattern: &Pattern, shown: &[String]) -> Vec<Part> {
    let mut heads: BTreeMap<(u32, u32), &str> = BTreeMap::new();
    let mut rows: BTreeMap<(u32, u32), Vec<(u32, &Block)>> = BTreeMap::new();
    for block in &blocks.list {
        match block.kind {
            BlockKind::Cell { table, row: 0, column } => {
                heads.insert((table, column), blocks.words(block));
            }
            BlockKind::Cell { table, row, column } => {
                rows.entry((table, row)).or_default().push((column, block))
            }
            _ => {}
        }
    }
    let definitions = definitions(text);
    let part = |(&(table, _), cells): (&(u32, u32), &Vec<(u32, &Block)>)| {
        let words = |block: &Block| blocks.words(block).split_whitespace().collect::<Vec<_>>().join(" ");
        let (id_column, id, fields) = cells.iter().find_map(|(column, block)| {
            let id = words(block);
            Some((*column, id.clone(), pattern.matches(&id)?))
        })?;
        let head = |column: u32| heads.get(&(table, column)).copied().unwrap_or_default().trim();
        let cell = |(column, block): &(u32, &Block)| (head(*column).to_owned(), words(block));
        let columns = cells.iter().map(cell).filter(|(head, words)| !head.is_empty() && !words.is_empty());
        let (_, some) = cells.iter().find(|(_, block)| !block.words.is_empty())?;
        let mut masked = Masked::new(text);
        definitions.iter().for_each(|range| masked.keep(range.clone()));
        masked.keep_row(some.span.start as usize, |column, cell| {
            let column = u32::try_from(column).unwrap_or(u32::MAX);
            let is_shown = shown.contains(&head(column).to_lowercase());
            column != id_column && (!is_shown || cell.contains(['[', '<']) || cell.contains("://"))
        });
        let heading = some.heading.and_then(|heading| blocks.list.get(heading as usize));
        let row = cells.iter().map(|(_, block)| block.span).filter(|span| !span.is_empty());
        Some(Part {
            text: masked.text(),
            span: row.reduce(|row, cell| Span { end: cell.end, ..row })?,
            id,
            fields,
            heading: heading.map(words).unwrap_or_default(),
            columns: columns.collect(),
        })
    };
    rows.iter().filter_map(part).collect()
}

/// The lines that say where the reference links of a text lead: every part may use them.
pub fn definitions(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        at += line.len();
        (at - line.len()..at, line)
    });
    let is_definition = |line: &str| line.starts_with('[') && !line.starts_with("[^") && line.contains("]:");
    lines.filter(|(_, line)| is_definition(line)).map(|(range, _)| range).collect()
}

/// Where the line around `at` begins.
fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
}

/// A text in which everything is blanked out but what is kept; its length and every place stay.
struct Masked<'a> {
    whole: &'a str,
    bytes: Vec<u8>,
}

impl<'a> Masked<'a> {
    /// A text of which nothing is kept yet.
    fn new(whole: &'a str) -> Masked<'a> {
        Masked { whole, bytes: vec![b'\n'; whole.len()] }
    }

    /// The same with its lines where they are, so that places can be told by their lines.
    fn of_lines(whole: &'a str) -> Masked<'a> {
        let blank = |byte| if byte == b'\n' { b'\n' } else { b' ' };
        Masked { whole, bytes: whole.bytes().map(blank).collect() }
    }

    /// Keeps the stretch `range`.
    fn keep(&mut self, range: Range<usize>) {
        if let (Some(kept), Some(into)) =
            (self.whole.as_bytes().get(range.clone()), self.bytes.get_mut(range))
        {
            into.copy_from_slice(kept);
        }
    }

    /// Keeps the cells of the row around `at` in the columns that `keeps` wants, each as a paragraph.
    fn keep_row(&mut self, at: usize, keeps: impl Fn(usize, &str) -> bool) {
        let start = line_start(self.whole, at);
        let line = self.whole[start..].split('\n').next().unwrap_or_default();
        let indent = line.len() - line.trim_start().len();
        let first = indent + usize::from(line.trim_start().starts_with('|'));
        let (mut from, mut column, mut escaped) = (first, 0, false);
        let ends = line.char_indices().chain([(line.len(), '|')]).filter(|&(place, c)| {
            let is_end = place >= first && (c == '|' && !escaped || place == line.len());
            escaped = c == '\\' && !escaped;
            is_end
        });
        for (end, _) in ends {
            let cell = line.get(from..end).unwrap_or_default();
            let lead = cell.len() - cell.trim_start().len();
            if keeps(column, cell) {
                let begin = start + from + lead;
                self.keep(begin..begin + cell.trim().len());
            }
            (from, column) = (end + 1, column + 1);
        }
    }

    /// Raises the heading in the line at `at` by `levels`.
    fn raise(&mut self, at: usize, levels: u8) {
        let level = self.bytes[at..].iter().take_while(|byte| **byte == b'#').count();
        let spared = usize::from(levels).min(level.saturating_sub(1));
        // Blanks behind the signs do not count.
        if let Some(signs) = self.bytes.get_mut(at + level - spared..at + level) {
            signs.fill(b' ');
        }
    }

    /// The text.
    fn text(self) -> String {
        // Kept stretches begin and end at lines, pipes and blanks, so the text is whole; if not, it is empty.
        String::from_utf8(self.bytes).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` has the id of each part, its columns, and what is left of the text with blank lines folded.
    #[track_caller]
    fn check(place: &IdPlace, pattern: &str, text: &str, expected: &[&str]) {
        let pattern = Pattern::new(pattern).unwrap();
        let blocks = blocks(text, Span::new(0, text.len()));
        let parts = match place {
            IdPlace::Row => rows(text, &blocks, &pattern, &["title".to_owned()]),
            _ => parts(text, &blocks, Rule::Section(&pattern)),
        };
        let shown = parts.iter().map(|part| {
            assert_eq!(part.text.len(), text.len());
            let left: Vec<&str> = part.text.split('\n').filter(|line| !line.trim().is_empty()).collect();
            format!("{} {:?} {}", part.id, part.columns, left.join("/"))
        });
        assert_eq!(shown.collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn sections_reach_to_the_next_heading_of_their_level() {
        let text = "# Changes\n\n## [1.2.0] - 2024-01-02\n\n### Added\n\n- ü [b]\n\n## 1.1\n\nx\n\n[b]: u\n";
        check(
            &IdPlace::Section,
            "[v]{version}[ *]",
            text,
            &[
                "1.2.0 - 2024-01-02 {} #  [1.2.0] - 2024-01-02/##  Added/- ü [b]/[b]: u",
                "1.1 {} #  1.1/x/[b]: u",
            ],
        );
    }

    #[test]
    fn rows_give_their_columns() {
        let text = "## Stage 2\n\n| Id | Title | |\n|---|---|---|\n| G-001 | [A \\| b][a] | c |\n|G-002|d|\n| no | e |\n\n[a]: u\n";
        check(
            &IdPlace::Row,
            "G-{number:3}",
            text,
            &[
                r#"G-001 {"Id": "G-001", "Title": "A | b"} [A \| b][a]/c/[a]: u"#,
                r#"G-002 {"Id": "G-002", "Title": "d"} [a]: u"#,
            ],
        );
    }

    #[test]
    fn other_texts_stay_whole() {
        check(&IdPlace::Row, "G-{number:3}", "G-001\n\n| a |\n", &[]);
        check(&IdPlace::Section, "G-{number:3}", "```\n# G-001\n```\n", &[]);
    }
}
