//! Notes as a row of blocks: headings, entries, and whatever else people write between them.
//!
//! Only as much Markdown is understood as a merge needs, line by line, and nothing is lost: the blocks joined give the
//! text again, byte for byte.

/// What a block is.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
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
        let inner = self.text.split(MARK.0).skip(1).filter_map(|rest| rest.split_once(MARK.1));
        let keys = inner.flat_map(|(keys, _)| keys.split(',')).map(|key| key.trim().to_owned());
        keys.filter(|key| !key.is_empty()).collect()
    }

    /// Its text without marks and without what ends its lines.
    pub fn words(&self) -> String {
        without_marks(&self.text)
    }
}

/// `text` without marks, and without blanks at the ends of its lines.
pub fn without_marks(text: &str) -> String {
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, mark)) = rest.split_once(MARK.0) {
        words.push_str(before.trim_end_matches(' '));
        match mark.split_once(MARK.1) {
            Some((_, behind)) => rest = behind,
            None => {
                // A mark that does not end is none.
                words.push_str(&rest[before.len()..]);
                rest = "";
            }
        }
    }
    words.push_str(rest);
    words.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim_end().to_owned()
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
        let kind = if is_first && bare == "---" {
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
    let line = line.strip_prefix(' ').unwrap_or(line);
    if ["- ", "* ", "+ "].iter().any(|marker| line.starts_with(marker)) || matches!(line, "-" | "*" | "+") {
        return true;
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    (1..10).contains(&digits) && [". ", ") "].iter().any(|marker| line[digits..].starts_with(marker))
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
    fn marks_are_no_words() {
        assert_eq!(without_marks("- a <!-- annals: k -->\n  b  \n"), "- a\n  b");
        assert_eq!(
            without_marks("- a <!-- other --> <!-- annals: k"),
            "- a <!-- other --> <!-- annals: k".replace(" <!-- annals", "<!-- annals")
        );
    }
}
