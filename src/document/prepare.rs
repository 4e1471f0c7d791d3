//! What is put right before a text is read as Markdown.
//!
//! Markdown swallows what it does not expect: `<customerid>` on a line of its own turns the paragraph below it into raw
//! HTML, a `<style>` that nobody closes takes the rest of the page along, a dollar sign in a path begins a formula, and
//! `---` right below a line on a slide makes a heading of it. One reading of the text finds these places, which
//! are then edited so that the second reading sees what the writer meant. Most texts have none of them, and are
//! read once.

use std::ops::Range;
use std::sync::LazyLock;

use memchr::{memchr, memchr_iter};
use pulldown_cmark::{Event, HeadingLevel, Options as Extensions, Parser, Tag};
use regex::Regex;

use super::container::{self, Fence};
use super::edit::{Edited, Edits};
use super::element::{self, Element};
use super::math::is_formula;
use super::{encoding, raw_html, tag};

/// How often a text is read before it is taken as it is: an edit may bring another place to light.
const READINGS: usize = 4;

/// What is to be put right.
#[derive(Debug, Copy, Clone, Default)]
pub(crate) struct Repairs {
    /// Text that was decoded twice.
    pub(crate) encoding: bool,
    /// `---` below a line separates slides and makes no heading.
    pub(crate) slides: bool,
    /// Everything that is not CommonMark: placeholders, blocks between `:::`, dollar signs in prose.
    pub(crate) forgiving: bool,
}

/// `text` with the `repairs` made, as it is read with `extensions`.
pub(crate) fn prepare(text: &str, extensions: Extensions, repairs: Repairs) -> Edited<'_> {
    let mut edits = Edits::default();
    for (at, _) in text.match_indices('\0') {
        edits.replace(at..at + 1, "\u{fffd}");
    }
    if repairs.encoding {
        for letter in encoding::double_encoded(text) {
            edits.replace(letter.range, letter.meant.encode_utf8(&mut [0; 4]));
        }
    }
    if !(repairs.slides || repairs.forgiving && may_need_repair(text)) {
        return edits.apply(text);
    }
    for _ in 0..READINGS {
        let edited = edits.apply(text);
        let before = edits.len();
        for (range, replacement) in places(&edited.text, extensions, repairs) {
            edits.replace(edited.original(range.start)..edited.original(range.end), &replacement);
        }
        if edits.len() == before {
            return edited;
        }
    }
    edits.apply(text)
}

/// Whether `text` holds a sign without which there is nothing to put right: two dollars, the size of a picture, a colon
/// that begins a line, or a tag that does, whatever list or quote the line is in.
fn may_need_repair(text: &str) -> bool {
    memchr_iter(b'$', text.as_bytes()).nth(1).is_some()
        || [" =", "\t="].iter().any(|sign| text.contains(sign)) && SIZED_PICTURE.is_match(text)
        || text.as_bytes().split(|byte| matches!(byte, b'\n' | b'\r')).any(|line| {
            let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            line.get(blanks) == Some(&b':') || may_begin_html(line)
        })
}

/// Whether a block of HTML may begin on `line`: before its first tag stand only marks of lists, quotes and footnotes.
/// Autolinks in angle brackets are too frequent to count.
fn may_begin_html(line: &[u8]) -> bool {
    let Some(at) = memchr(b'<', line) else { return false };
    let (before, tag) = (&line[..at], &line[at + 1..]);
    let is_mark = |byte: &u8| !byte.is_ascii_alphabetic() && !b"[`|~\"'".contains(byte);
    tag.first().is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!' | b'?'))
        && !tag.starts_with(b"http")
        && (before.windows(2).any(|sign| sign == b"[^") || before.iter().all(is_mark))
}

/// What in `text` has to be replaced, and by what.
fn places(text: &str, extensions: Extensions, repairs: Repairs) -> Vec<(Range<usize>, String)> {
    let mut places = Vec::new();
    // Where colons at the beginning of a line are code or HTML.
    let mut verbatim: Vec<Range<usize>> = Vec::new();
    for (event, range) in Parser::new_ext(text, extensions).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => verbatim.push(range),
            Event::Start(Tag::HtmlBlock) => {
                if repairs.forgiving {
                    places.extend(html_block(text, range.clone()));
                }
                verbatim.push(range);
            }
            Event::Start(Tag::Heading { level: HeadingLevel::H2, .. }) if repairs.slides => {
                places.extend(slide_break(text, range));
            }
            Event::InlineMath(formula) if repairs.forgiving => {
                let (before, after) =
                    (text[..range.start].chars().next_back(), text[range.end..].chars().next());
                if !is_formula(before, &formula, after) {
                    places.push((range.start..range.start, "\\".to_owned()));
                }
            }
            _ => {}
        }
    }
    if repairs.forgiving {
        places.extend(colons(text, &verbatim));
        places.extend(picture_sizes(text, &verbatim));
    }
    places
}

/// What makes text of the block of HTML at `range`, where it is none or has no end.
fn html_block(text: &str, range: Range<usize>) -> Option<(Range<usize>, String)> {
    let block = &text[range.clone()];
    let start = range.start + (block.len() - block.trim_start().len());
    let block = block.trim_start();
    let escaped = Some((start..start + 1, "&lt;".to_owned()));
    if block.starts_with("<!") || block.starts_with("<?") {
        return if raw_html::comment(block).is_none() { escaped } else { None };
    }
    let name_start = if block.starts_with("</") { 2 } else { 1 };
    let name: String = block
        .get(name_start..)?
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || *c == '-')
        .map(|c| c.to_ascii_lowercase())
        .collect();
    // Blocks that end with a closing tag only, however far away (CommonMark 0.31, section 4.6, condition 1).
    if matches!(name.as_str(), "script" | "style" | "pre" | "textarea") && name_start == 1 {
        let closed = ["script", "style", "pre", "textarea"]
            .iter()
            .any(|name| raw_html::closing_tag(block, name).is_some());
        return if closed { None } else { escaped };
    }
    match element::of(&name) {
        Element::Unknown => escaped,
        // A bare one is a placeholder, and what is below it Markdown.
        Element::Foreign if tag::parse(block).is_some_and(|tag| tag.attributes.trim().is_empty()) => escaped,
        // The tag goes anyway; without it, what is below is Markdown.
        Element::Unwrapped => {
            let tag = tag::parse(block)?;
            Some((start..start + tag.length, String::new()))
        }
        // `</br>` alone on its line is a blank line to the one who wrote it.
        Element::Void if name == "br" => {
            let tag = tag::parse(block)?;
            let below = block[tag.length..].trim_start_matches([' ', '\t']);
            let more = below.trim_start_matches(['\r', '\n']);
            let end = start + block.len() - below.len();
            (below.len() != more.len() && !more.is_empty() && !has_blank_line(below))
                .then(|| (end..end, "\n".to_owned()))
        }
        _ => None,
    }
}

/// Whether `text` begins with an empty line.
fn has_blank_line(text: &str) -> bool {
    let mut lines = text.split('\n');
    lines.next();
    lines.next().is_some_and(|line| line.trim().is_empty())
}

/// What separates the line of dashes from the text above it, in the setext heading at `range`.
fn slide_break(text: &str, range: Range<usize>) -> Option<(Range<usize>, String)> {
    let heading = text[range.clone()].trim_end_matches(['\r', '\n']);
    let (above, dashes) = heading.rsplit_once('\n')?;
    let only_dashes = !dashes.trim().is_empty() && dashes.trim().bytes().all(|b| b == b'-');
    let at = range.start + above.len() + 1;
    (only_dashes && dashes.trim().len() >= 3).then(|| (at..at, "\n".to_owned()))
}

/// What is put before and behind lines that begin with a colon.
///
/// Fences of `:::` blocks that have a counterpart get [`FENCE`] in front, and empty lines around them, so that no
/// paragraph or list swallows them. Any other colon without a blank behind it, such as that of `:rocket:`, is
/// escaped: pulldown-cmark would take it for a definition.
fn colons(text: &str, verbatim: &[Range<usize>]) -> Vec<(Range<usize>, String)> {
    let mut open: Vec<Range<usize>> = Vec::new();
    let mut paired: Vec<Range<usize>> = Vec::new();
    let mut places = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        let bare = line.trim_start_matches([' ', '\t']);
        if !bare.starts_with(':') || contains(verbatim, range.start, range.end) {
            continue;
        }
        let colon = range.start + line.len() - bare.len();
        match container::fence(line) {
            Some(Fence::Open(_)) => open.push(range),
            Some(Fence::Close) if !open.is_empty() => paired.extend(open.pop().into_iter().chain([range])),
            _ if bare[1..].starts_with([' ', '\t']) => {}
            _ => places.push((colon..colon, "\\".to_owned())),
        }
    }
    places.extend(open.into_iter().map(|line| {
        let colon = line.start + text[line.clone()].find(':').unwrap_or(0);
        (colon..colon, "\\".to_owned())
    }));
    for line in paired {
        let colon = line.start + text[line.clone()].find(':').unwrap_or(0);
        let apart = line.start == 0 || ends_with_blank_line(&text[..line.start]);
        match (apart, colon == line.start) {
            (true, _) => places.push((colon..colon, FENCE.to_string())),
            (false, true) => places.push((colon..colon, format!("\n{FENCE}"))),
            (false, false) => {
                places.push((line.start..line.start, "\n".to_owned()));
                places.push((colon..colon, FENCE.to_string()));
            }
        }
        let below = text[line.end..].split('\n').next().unwrap_or_default();
        // A fence below brings its own empty line along.
        if !below.trim().is_empty() && !below.starts_with(':') {
            places.push((line.end..line.end, "\n".to_owned()));
        }
    }
    places
}

/// A picture with its size behind the target, as pads write it: `![](a.png =80%x60%)`.
static SIZED_PICTURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"!\[[^\]\n]*\]\([^\s()]+([ \t]+=[0-9]*%?x[0-9]*%?[ \t]*)\)")
        .expect("the pattern is fixed and valid")
});

/// The sizes of pictures, which CommonMark does not know.
fn picture_sizes(text: &str, verbatim: &[Range<usize>]) -> Vec<(Range<usize>, String)> {
    let sizes = SIZED_PICTURE.captures_iter(text).filter_map(|picture| picture.get(1));
    sizes
        .filter(|size| !contains(verbatim, size.start(), size.end()))
        .map(|size| (size.range(), String::new()))
        .collect()
}

/// Stands in front of a `:::` that has a counterpart. Unicode keeps this character free for such marks.
pub(crate) const FENCE: char = '\u{fdd0}';

/// Whether the last line of `text`, which ends with a line break, is empty.
fn ends_with_blank_line(text: &str) -> bool {
    let above = text.strip_suffix('\n').unwrap_or(text);
    above.rsplit('\n').next().is_none_or(|line| line.trim().is_empty())
}

/// Whether one of `ranges`, which are in order, holds a part of the line from `start` to `end`.
fn contains(ranges: &[Range<usize>], start: usize, end: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= start);
    ranges.get(next).is_some_and(|range| range.start < end)
}
