//! Notes as a row of blocks: headings, entries, and whatever else people write between them.
//!
//! Only as much Markdown is understood as a merge needs, line by line, and nothing is lost: the blocks joined give the
//! text again, byte for byte. Marks alone are looked for in what Markdown makes of a block, because what code shows and
//! what strangers wrote must not be taken for one.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};

/// What a block is.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum Kind {
    /// The front matter.
    Front,
    /// A heading of this level.
    Heading(usize),
    /// An item of a list, with what is indented below it.
    Item,
    /// Everything else: a paragraph, a fenced block, a table.
    Other,
    /// A conflict of an earlier merge that nobody has settled.
    Conflict,
}

/// One block.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: Kind,
    /// The blank lines above it.
    pub above: String,
    /// Its lines, each with its end.
    pub text: String,
}

/// How a mark begins and ends.
const MARK: (&str, &str) = ("<!-- annals:", "-->");

/// The first lines of the two sides of a conflict, and its last, as git writes them.
pub const CONFLICT: (&str, &str, &str) = ("<<<<<<< ", "=======", ">>>>>>> ");

impl Block {
    /// The keys of its marks.
    pub fn keys(&self) -> Vec<String> {
        let inner = |range: Range<usize>| &self.text[range.start + MARK.0.len()..range.end - MARK.1.len()];
        let keys = marks(&self.text).into_iter().flat_map(|range| inner(range).split(','));
        keys.map(|key| key.trim().to_owned()).filter(|key| !key.is_empty()).collect()
    }

    /// Its text without marks and without what ends its lines.
    pub fn words(&self) -> String {
        without_marks(&self.text)
    }

    /// The words of a heading, or of an item as they are outside of a list.
    pub fn inner(&self) -> String {
        let words = self.words();
        match self.kind {
            Kind::Heading(level) => {
                let words = words.get(level..).unwrap_or_default().trim();
                // Signs at the end close a heading, if a blank parts them from it (CommonMark 0.31, 4.2).
                let open = words.trim_end_matches('#');
                if open.is_empty() || open.ends_with(' ') {
                    open.trim_end().to_owned()
                } else {
                    words.to_owned()
                }
            }
            Kind::Item => {
                let sign = item_sign(&words);
                let indented = |line: &str| line.len() - line.trim_start_matches(' ').len();
                let lines = words.lines().enumerate();
                let inner =
                    lines.map(|(at, line)| &line[if at == 0 { sign } else { indented(line).min(sign) }..]);
                inner.collect::<Vec<_>>().join("\n")
            }
            _ => words,
        }
    }
}

/// Where the marks of `text` stand. What code shows is none, nor is what a backslash makes text.
fn marks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !text.contains(MARK.0) {
        return found;
    }
    for (event, range) in Parser::new_ext(text, Options::ENABLE_TABLES).into_offset_iter() {
        if !matches!(event, Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock)) {
            continue;
        }
        let mut at = range.start;
        while let Some(begin) = text[at..range.end].find(MARK.0).map(|begin| at + begin) {
            // A mark that does not end is none.
            let Some(end) = text[begin..range.end].find(MARK.1) else { break };
            at = begin + end + MARK.1.len();
            found.push(begin..at);
        }
    }
    found
}

/// `text` without marks, and without blanks at the ends of its lines.
pub fn without_marks(text: &str) -> String {
    let words = unmarked(text);
    words.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
}

/// `text` without marks and the blanks before them.
pub fn unmarked(text: &str) -> String {
    let mut words = text.to_owned();
    for range in marks(text).into_iter().rev() {
        let start = words[..range.start].trim_end_matches(' ').len();
        words.replace_range(start..range.end, "");
    }
    words
}

/// `words` with `mark` at the end of the first line where it is one, because no code swallows it.
pub fn marked(words: &str, mark: &str) -> String {
    let mut at = 0;
    for line in words.split_inclusive('\n') {
        let bare = line.trim_end();
        // What breaks the line within a paragraph stays at its end.
        let is_last = at + line.len() == words.len();
        let bare = bare.strip_suffix('\\').filter(|_| !is_last).unwrap_or(bare).trim_end();
        let (before, after) = words.split_at(at + bare.len());
        at += line.len();
        let tried = format!("{before} {mark}{after}");
        if !bare.is_empty() && marks(&tried).len() > marks(words).len() {
            return tried;
        }
    }
    format!("{}\n\n  {mark}", words.trim_end())
}

/// Takes notes apart.
pub fn parse(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut above = String::new();
    let mut lines = text.split_inclusive('\n').peekable();
    let mut is_first = true;
    while let Some(line) = lines.next() {
        if line.trim().is_empty() {
            above.push_str(line);
            continue;
        }
        let mut text = line.to_owned();
        let bare = line.trim_end();
        let kind = if is_first && bare.trim_start_matches('\u{feff}') == "---" {
            take_until(&mut lines, &mut text, |line| line.trim_end() == "---");
            Kind::Front
        } else if bare.starts_with(CONFLICT.0) {
            take_until(&mut lines, &mut text, |line| line.starts_with(CONFLICT.2));
            Kind::Conflict
        } else if let Some(fence) = fence(bare) {
            take_until(&mut lines, &mut text, |line| closes(line, &fence));
            Kind::Other
        } else if let Some(level) = heading(bare) {
            Kind::Heading(level)
        } else if is_item(bare) {
            take_item(&mut lines, &mut text);
            Kind::Item
        } else {
            while let Some(next) = lines.next_if(|line| continues(line)) {
                text.push_str(next);
            }
            Kind::Other
        };
        is_first = false;
        blocks.push(Block { kind, above: std::mem::take(&mut above), text });
    }
    if !above.is_empty() {
        // Blank lines at the end belong to nobody; an empty block keeps them.
        blocks.push(Block { kind: Kind::Other, above, text: String::new() });
    }
    blocks
}

/// Joins blocks to the text of notes.
pub fn join(blocks: &[Block]) -> String {
    blocks.iter().flat_map(|block| [block.above.as_str(), block.text.as_str()]).collect()
}

/// Lines that can be looked at before they are taken.
type Lines<'a> = std::iter::Peekable<std::str::SplitInclusive<'a, char>>;

/// Takes lines up to and with the first that `ends`.
fn take_until(lines: &mut Lines<'_>, text: &mut String, ends: impl Fn(&str) -> bool) {
    for line in lines.by_ref() {
        text.push_str(line);
        if ends(line) {
            return;
        }
    }
}

/// Takes what belongs to an item: lazy lines, and behind blank lines what is indented.
fn take_item(lines: &mut Lines<'_>, text: &mut String) {
    loop {
        if let Some(next) = lines.next_if(|line| is_indented(line) || continues(line)) {
            text.push_str(next);
            continue;
        }
        // Blank lines belong to the item only if something indented follows them.
        let mut ahead = lines.clone();
        let mut blank = 0;
        while ahead.next_if(|line| line.trim().is_empty()).is_some() {
            blank += 1;
        }
        if blank == 0 || !ahead.peek().is_some_and(|line| is_indented(line)) {
            return;
        }
        for _ in 0..blank {
            text.extend(lines.next());
        }
    }
}

/// Whether a line that is not blank goes on with the paragraph before it.
fn continues(line: &str) -> bool {
    let bare = line.trim_end();
    !bare.is_empty()
        && heading(bare).is_none()
        && fence(bare).is_none()
        && !is_item(bare)
        && !bare.starts_with(CONFLICT.0)
}

/// Whether a line is not blank and begins with two blanks or a tab.
fn is_indented(line: &str) -> bool {
    (line.starts_with("  ") || line.starts_with('\t')) && !line.trim().is_empty()
}

/// The level of a heading.
fn heading(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let is_heading = (1..=6).contains(&level) && line[level..].starts_with([' ', '\t']);
    (is_heading || level > 0 && level <= 6 && line.len() == level).then_some(level)
}

/// The signs that open a fenced block.
fn fence(line: &str) -> Option<String> {
    let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let count = line.chars().take_while(|c| *c == sign).count();
    let is_fence = count >= 3 && !(sign == '`' && line[count..].contains('`'));
    is_fence.then(|| sign.to_string().repeat(count))
}

/// Whether a line closes the block that `fence` opened.
fn closes(line: &str, fence: &str) -> bool {
    let line = line.trim();
    line.starts_with(fence) && line.chars().all(|c| fence.starts_with(c))
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    item_sign(line) > 0
}

/// How many bytes the sign of an item takes at the beginning of `line`, with the blanks around it; of any other line
/// none.
fn item_sign(line: &str) -> usize {
    let bare = line.strip_prefix(' ').unwrap_or(line);
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let sign = match bare.as_bytes().get(digits) {
        Some(b'-' | b'*' | b'+') if digits == 0 => 1,
        Some(b'.' | b')') if (1..10).contains(&digits) => digits + 1,
        _ => return 0,
    };
    let before = line.len() - bare.len() + sign;
    let behind = &line[before..];
    let blanks = behind.len() - behind.trim_start_matches(' ').len();
    match blanks {
        0 if behind.starts_with('\t') => before + 1,
        0 => {
            if behind.is_empty() && digits == 0 {
                before
            } else {
                0
            }
        }
        // More blanks begin code in the item (CommonMark 0.31, 5.2).
        1..=4 => before + blanks,
        _ => before + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks of `text`, each as the first letter of its kind and its keys; joined they give the text again.
    #[track_caller]
    fn check(text: &str, expected: &str) {
        let blocks = parse(text);
        assert_eq!(join(&blocks), text);
        let shown = |block: &Block| {
            let letter = match block.kind {
                Kind::Front => "f".to_owned(),
                Kind::Heading(level) => format!("h{level}"),
                Kind::Item => "i".to_owned(),
                Kind::Other => "o".to_owned(),
                Kind::Conflict => "c".to_owned(),
            };
            letter + &block.keys().iter().map(|key| format!(":{key}")).collect::<String>()
        };
        assert_eq!(blocks.iter().map(shown).collect::<Vec<_>>().join(" "), expected, "{text:?}");
    }

    #[test]
    fn blocks_are_told_apart() {
        check("\u{feff}---\r\na: b\r\n---\r\n# T\r\n", "f h1");
        check("---\na: b\n---\n# T\n\nwords\nmore\n\n- a\n- b\n", "f h1 o i i");
        check("- a <!-- annals: k 1 -->\n  more\n\n  still\n\n- b <!-- annals: x, y -->", "i:k 1 i:x:y");
        check("- a\nlazy\n## H <!-- annals: h -->\n1. b\n", "i h2:h i");
        check("```\n# no\n- no\n```\n# yes\n", "o h1");
        check("<<<<<<< yours\n- a\n=======\n- b\n>>>>>>> generated\n- c\n\n\n", "c i o");
        check("", "");
        check("\n\n", "o");
        check("#no\n######## no\n", "o");
    }

    #[test]
    fn what_code_shows_is_no_mark() {
        check("- `<!-- annals: k -->` <!-- annals: a -->\n- \\<!-- annals: k -->\n", "i:a i");
        check("- x <!-- annals: a -->\n\n  ```\n  <!-- annals: k -->\n  ```\n", "i:a");
        check("```\n<!-- annals: k -->\n```\n<!-- annals: a -->\n", "o o:a");
        check("| a | `<!-- annals: k -->` <!-- annals: a --> |\n|---|---|\n", "o:a");
        check("<!--\n- x <!-- annals: a -->\n-->\n", "o i:a");
    }

    /// `expected` are the inner words of the blocks of `text`.
    #[track_caller]
    fn check_inner(text: &str, expected: &[&str]) {
        let inner: Vec<String> = parse(text).iter().map(Block::inner).collect();
        assert_eq!(inner, expected, "{text:?}");
    }

    #[test]
    fn the_sign_of_a_block_is_none_of_its_words() {
        check_inner("- **a**: b\n* *c*\n+ +1\n- - d\n", &["**a**: b", "*c*", "+1", "- d"]);
        check_inner("-\t-5 degrees\n- \n12) **a**\n  1. b\n", &["-5 degrees", "", "**a**\n1. b"]);
        check_inner("-   a\n\n    ```\n      b\n    ```\n- a\n lazy\n", &["a\n\n```\n  b\n```", "a\nlazy"]);
        check_inner("## #1 is C# ##\n### x\n#\n# C#\n", &["#1 is C#", "x", "", "C#"]);
    }

    /// Marks `words` with `k` and looks where the mark is.
    #[track_caller]
    fn check_marked(words: &str, expected: &str) {
        assert_eq!(marked(words, "<!-- annals: k -->").replace("<!-- annals: k -->", "@"), expected);
    }

    #[test]
    fn a_mark_stands_where_it_is_one() {
        check_marked("- a\n  b", "- a @\n  b");
        check_marked("- a  \n  b\\\n  c", "- a @  \n  b\\\n  c");
        check_marked("- a\\\n  b", "- a @\\\n  b");
        check_marked("- `a\n  b` c", "- `a\n  b` c @");
        check_marked("- ```\n  a\n  ```", "- ```\n  a\n  ```\n\n  @");
    }

    #[test]
    fn marks_are_no_words() {
        assert_eq!(without_marks("- a <!-- annals: k -->\n  b  \n"), "- a\n  b");
        assert_eq!(without_marks("- a <!-- other --> <!-- annals: k"), "- a <!-- other --> <!-- annals: k");
    }
}
