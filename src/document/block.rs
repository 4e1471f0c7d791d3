//! The blocks of a text as a person counts them: headings, items of lists, paragraphs and cells of tables.
//!
//! What a text records is found in these, not in its lines, because a line says neither what it belongs to nor
//! whether it is code. The words of all blocks lie in one string without markup, code blocks and HTML; each offset
//! in it leads back to the source. Where in a block the writer broke a line, the words have a line feed.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::base::Span;

/// Deepest chain of items or headings that [`Blocks::parents`] follows; deeper ones are no person's writing.
const DEEPEST: usize = 64;

/// All blocks of one text, in order.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Blocks {
    /// The blocks, in the order in which they begin.
    pub list: Vec<Block>,
    /// The words of all blocks, one block behind the other.
    words: String,
    /// Where pieces of the words come from, ordered by both offsets.
    pieces: Vec<Piece>,
    /// Struck-out stretches of the words, in order.
    struck: Vec<Span>,
    /// Stretches of the words that are code, in order.
    code: Vec<Span>,
}

/// One block.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its own words, without those of the blocks inside it: a stretch of the words of all blocks.
    pub words: Span,
    /// From its first to its last word in the source, without the blocks inside it.
    pub span: Span,
    /// The item it stands in, by its place in [`Blocks::list`].
    pub parent: Option<u32>,
    /// The heading above it, for a heading the nearest above of a smaller level.
    pub heading: Option<u32>,
}

/// What a block is.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub enum BlockKind {
    /// A heading of level 1 to 6.
    Heading {
        /// 1 to 6.
        level: u8,
        /// Whether a line below makes it a heading: often a paragraph above a rule that was meant to divide slides.
        underlined: bool,
    },
    /// An item of a list; its words are those before anything else that it holds.
    Item {
        /// How many items it stands in.
        depth: u8,
        /// Whether it is a task, and done.
        task: Option<bool>,
    },
    /// A paragraph, or another run of words.
    Paragraph,
    /// A cell of a table.
    Cell {
        /// Which table of the text, from 0.
        table: u32,
        /// Row from 0, which is the head.
        row: u32,
        /// Column from 0.
        column: u32,
    },
}

/// A run of words that is the same in the source.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
struct Piece {
    /// Where it begins in the words.
    words: u32,
    /// Where it begins in the source.
    source: u32,
}

/// The blocks of `body`, a part of `text`.
pub fn blocks(text: &str, body: Span) -> Blocks {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let source = body.of(text).unwrap_or_default();
    let mut collector = Collector::default();
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        let begins_with = source.as_bytes().get(range.start).copied();
        let start = body.start as usize;
        collector.event(&event, range.start + start..range.end + start, begins_with);
    }
    collector.finish()
}

impl Blocks {
    /// The words of a block.
    pub fn words(&self, block: &Block) -> &str {
        self.slice(block.words)
    }

    /// The words at `span`.
    pub fn slice(&self, span: Span) -> &str {
        span.of(&self.words).unwrap_or_default()
    }

    /// The lines of a block as the writer broke them, as stretches of the words.
    pub fn lines(&self, block: &Block) -> impl Iterator<Item = Span> {
        let start = block.words.start as usize;
        let words = self.words(block);
        words.split('\n').map(move |line| {
            let at = start + (line.as_ptr() as usize - words.as_ptr() as usize);
            Span::new(at, at + line.len())
        })
    }

    /// Where in the source the words at `at` stand.
    pub fn source(&self, at: u32) -> u32 {
        let behind = self.pieces.partition_point(|piece| piece.words <= at);
        match behind.checked_sub(1).and_then(|last| self.pieces.get(last)) {
            Some(piece) => piece.source.saturating_add(at - piece.words),
            None => 0,
        }
    }

    /// The stretch of the source from the first to the last of the words at `span`.
    pub fn source_span(&self, span: Span) -> Span {
        let last = span.end.saturating_sub(1).max(span.start);
        Span::new(self.source(span.start) as usize, self.source(last) as usize + 1)
    }

    /// The words that stand at `source`; markup there, such as the target of a link, is none. Nothing where there
    /// are no words.
    pub fn words_at(&self, source: Span) -> Option<Span> {
        let place = |offset: u32| {
            let behind = self.pieces.partition_point(|piece| piece.source <= offset);
            let end = self.pieces.get(behind).map_or(Span::at(self.words.len()).start, |next| next.words);
            let piece = behind.checked_sub(1).and_then(|last| self.pieces.get(last));
            piece.map_or(0, |piece| (piece.words.saturating_add(offset - piece.source)).min(end)) as usize
        };
        let found = Span::new(place(source.start), place(source.end));
        (!found.is_empty() && found.of(&self.words).is_some()).then_some(found)
    }

    /// The block whose words are at `at`.
    pub fn block_at(&self, at: u32) -> Option<&Block> {
        let behind = self.list.partition_point(|block| block.words.start <= at);
        self.list[..behind].last().filter(|block| block.words.end > at)
    }

    /// The struck-out stretches among the words at `span`.
    pub fn struck(&self, span: Span) -> &[Span] {
        overlapping(&self.struck, span)
    }

    /// The stretches of code among the words at `span`.
    pub fn code(&self, span: Span) -> &[Span] {
        overlapping(&self.code, span)
    }

    /// The items a block stands in, the innermost first.
    pub fn parents(&self, block: &Block) -> impl Iterator<Item = (usize, &Block)> {
        self.chain(block.parent, |block| block.parent)
    }

    /// The headings above a block, the nearest first, then those that enclose it.
    pub fn headings(&self, block: &Block) -> impl Iterator<Item = (usize, &Block)> {
        self.chain(block.heading, |block| block.heading)
    }

    /// The blocks that stand in the item at `place`, at any depth.
    pub fn inside(&self, place: usize) -> impl Iterator<Item = (usize, &Block)> {
        let outer = place as u32;
        let rest = self.list.iter().enumerate().skip(place + 1);
        rest.take_while(move |(_, block)| block.parent.is_some_and(|parent| parent >= outer))
    }

    /// Follows `next` from `first`.
    fn chain(
        &self,
        first: Option<u32>,
        next: fn(&Block) -> Option<u32>,
    ) -> impl Iterator<Item = (usize, &Block)> {
        let step = move |(_, block): &(usize, &Block)| self.numbered(next(block));
        std::iter::successors(self.numbered(first), step).take(DEEPEST)
    }

    /// The block with this number, and the number.
    fn numbered(&self, number: Option<u32>) -> Option<(usize, &Block)> {
        let number = number? as usize;
        Some((number, self.list.get(number)?))
    }
}

/// The spans of `spans`, which are in order and apart, that share a byte with `span`.
fn overlapping(spans: &[Span], span: Span) -> &[Span] {
    let first = spans.partition_point(|other| other.end <= span.start);
    let behind = spans.partition_point(|other| other.start < span.end);
    spans.get(first..behind.max(first)).unwrap_or_default()
}

/// Makes blocks from the events of a Markdown parser, so that a text that is read for another purpose as well is
/// read once.
#[derive(Debug, Default)]
pub struct Collector {
    /// What was collected.
    blocks: Blocks,
    /// The block that takes the next words.
    open: Option<usize>,
    /// The items around the present place, the outermost first.
    items: Vec<u32>,
    /// The headings above the present place with their levels, the outermost first.
    headings: Vec<(u8, u32)>,
    /// How many things around the present place have no words: code, HTML, pictures.
    silent: usize,
    /// How many tables began.
    tables: u32,
    /// Row and column of the next cell.
    cell: (u32, u32),
    /// Where the struck-out stretches around the present place begin.
    strikes: Vec<usize>,
}

impl Collector {
    /// Takes the next event, which stands at `range` of the source, where the byte `begins_with` is.
    pub fn event(&mut self, event: &Event<'_>, range: Range<usize>, begins_with: Option<u8>) {
        match event {
            Event::Start(tag) => self.start(tag, begins_with),
            Event::End(tag) => self.end(*tag),
            Event::Text(text) => self.say(text, range),
            Event::Code(text) => {
                let before = self.blocks.words.len();
                self.say(text, range);
                if self.blocks.words.len() > before {
                    self.blocks.code.push(Span::new(before, self.blocks.words.len()));
                }
            }
            // Only inside a block: at its edge there is nothing to divide.
            Event::SoftBreak | Event::HardBreak if self.open.is_some() => self.say("\n", range),
            Event::TaskListMarker(done) => self.mark_task(*done),
            Event::Rule => self.open = None,
            _ => {}
        }
    }

    /// All blocks. The words of a block that was never ended end here.
    pub fn finish(self) -> Blocks {
        self.blocks
    }

    /// A thing with content begins.
    fn start(&mut self, tag: &Tag<'_>, begins_with: Option<u8>) {
        match tag {
            Tag::Heading { level, .. } => {
                let level = *level as u8;
                while self.headings.last().is_some_and(|&(above, _)| above >= level) {
                    self.headings.pop();
                }
                let place =
                    self.open_block(BlockKind::Heading { level, underlined: begins_with != Some(b'#') });
                self.headings.push((level, place));
            }
            Tag::Item => {
                let depth = u8::try_from(self.items.len()).unwrap_or(u8::MAX);
                let place = self.open_block(BlockKind::Item { depth, task: None });
                self.items.push(place);
            }
            Tag::Table(_) => {
                self.tables += 1;
                self.cell = (0, 0);
            }
            Tag::TableCell => {
                let (row, column) = self.cell;
                self.open_block(BlockKind::Cell { table: self.tables.saturating_sub(1), row, column });
                self.cell.1 += 1;
            }
            Tag::Strikethrough => self.strikes.push(self.blocks.words.len()),
            Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Image { .. } => {
                self.silent += 1;
                if !matches!(tag, Tag::Image { .. }) {
                    self.open = None;
                }
            }
            Tag::Emphasis | Tag::Strong | Tag::Link { .. } => {}
            // The first paragraph of an item is the item's own words.
            Tag::Paragraph if self.fresh_item().is_some() => self.open = self.fresh_item(),
            _ => self.open = None,
        }
    }

    /// A thing with content ends.
    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Item => {
                self.items.pop();
                self.open = None;
            }
            TagEnd::TableHead | TagEnd::TableRow => self.cell = (self.cell.0 + 1, 0),
            TagEnd::Strikethrough => {
                let end = self.blocks.words.len();
                if let Some(start) = self.strikes.pop().filter(|&start| start < end) {
                    self.blocks.struck.push(Span::new(start, end));
                }
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Image => {
                self.silent = self.silent.saturating_sub(1);
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link => {}
            _ => self.open = None,
        }
    }

    /// The item that begins here and has no words yet.
    fn fresh_item(&self) -> Option<usize> {
        let item = *self.items.last()? as usize;
        let is_last = item + 1 == self.blocks.list.len();
        (is_last && self.blocks.list[item].words.is_empty()).then_some(item)
    }

    /// Begins a block that takes the words that follow.
    fn open_block(&mut self, kind: BlockKind) -> u32 {
        let place = self.blocks.list.len();
        self.blocks.list.push(Block {
            kind,
            words: Span::at(self.blocks.words.len()),
            span: Span::default(),
            parent: self.items.last().copied(),
            heading: self.headings.last().map(|&(_, heading)| heading),
        });
        self.open = Some(place);
        place as u32
    }

    /// Adds words that stand at `range` of the source.
    fn say(&mut self, text: &str, range: Range<usize>) {
        if self.silent > 0 || text.is_empty() {
            return;
        }
        let place = match self.open.or_else(|| self.fresh_item()) {
            Some(place) => place,
            None => self.open_block(BlockKind::Paragraph) as usize,
        };
        self.open = Some(place);
        let at = Span::at(self.blocks.words.len()).start;
        // The first byte of inline code is its backtick.
        let source = Span::at(range.start + range.len().saturating_sub(text.len()) / 2).start;
        let follows = self
            .blocks
            .pieces
            .last()
            .is_some_and(|last| source >= last.source && source - last.source == at - last.words);
        if !follows {
            self.blocks.pieces.push(Piece { words: at, source });
        }
        self.blocks.words.push_str(text);
        let block = &mut self.blocks.list[place];
        if block.words.is_empty() {
            block.words.start = at;
            block.span.start = Span::at(range.start).start;
        }
        block.words.end = Span::at(self.blocks.words.len()).start;
        block.span.end = Span::at(range.end).start;
    }

    /// The present item is a task.
    fn mark_task(&mut self, done: bool) {
        let item = self.items.last().and_then(|&item| self.blocks.list.get_mut(item as usize));
        if let Some(Block { kind: BlockKind::Item { task, .. }, .. }) = item {
            *task = Some(done);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes each block on a line: depth, kind and words, with struck-out words in tildes.
    fn shown(text: &str) -> Vec<String> {
        let blocks = blocks(text, Span::new(0, text.len()));
        let show = |block: &Block| {
            let kind = match block.kind {
                BlockKind::Heading { level, underlined } => {
                    format!("h{level}{}", if underlined { "=" } else { "" })
                }
                BlockKind::Item { depth, task: None } => format!("item{depth}"),
                BlockKind::Item { depth, task: Some(done) } => {
                    format!("task{depth}{}", if done { "x" } else { "" })
                }
                BlockKind::Paragraph => "p".to_owned(),
                BlockKind::Cell { table, row, column } => format!("cell{table}.{row}.{column}"),
            };
            let mut words = blocks.words(block).to_owned();
            for struck in blocks.struck(block.words) {
                let struck = blocks.slice(*struck);
                words = words.replace(struck, &format!("~{struck}~"));
            }
            let parent = block.parent.map_or(String::new(), |parent| format!(" in {parent}"));
            let heading = block.heading.map_or(String::new(), |heading| format!(" below {heading}"));
            format!("{kind} {words:?}{parent}{heading}")
        };
        blocks.list.iter().map(show).collect()
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(shown(text), expected, "{text:?}");
    }

    #[test]
    fn headings_enclose_one_another() {
        check(
            "# a\n### b\n## c\nd",
            &["h1 \"a\"", "h3 \"b\" below 0", "h2 \"c\" below 0", "p \"d\" below 2"],
        );
    }

    #[test]
    fn a_list_needs_no_blank_line_before_it() {
        check(
            "## a\n- b\nc\n\nd\n- e",
            &["h2 \"a\"", "item0 \"b\\nc\" below 0", "p \"d\" below 0", "item0 \"e\" below 0"],
        );
    }

    #[test]
    fn items_stand_in_items_however_they_are_indented() {
        check(
            "- a\n\t- b\n\t\t- c\n- d\n\n  more\n",
            &["item0 \"a\"", "item1 \"b\" in 0", "item2 \"c\" in 1", "item0 \"d\"", "p \"more\" in 3"],
        );
    }

    #[test]
    fn markup_code_blocks_html_and_pictures_are_no_words() {
        check("_AI @x: **b**_ `c` [d](e) ![f](g)\n\n```\nh\n```\n\n<div>i</div>\n", &["p \"AI @x: b c d \""]);
    }

    #[test]
    fn struck_out_words_are_told() {
        check("- a ~~b c~~ d", &["item0 \"a ~b c~ d\""]);
    }

    #[test]
    fn tasks_have_a_state() {
        check("- [x] a\n- [ ] b\n  - [ ] c", &["task0x \"a\"", "task0 \"b\"", "task1 \"c\" in 1"]);
    }

    #[test]
    fn cells_are_counted_by_row_and_column() {
        check(
            "|a|b|\n|-|-|\n|c| |\n\n|d|\n|-|\n",
            &["cell0.0.0 \"a\"", "cell0.0.1 \"b\"", "cell0.1.0 \"c\"", "cell0.1.1 \"\"", "cell1.0.0 \"d\""],
        );
    }

    #[test]
    fn a_rule_that_makes_a_heading_is_told() {
        check("a\n---\n\nb\n\n----\n\nc", &["h2= \"a\"", "p \"b\" below 0", "p \"c\" below 0"]);
    }

    #[test]
    fn a_loose_item_keeps_its_words() {
        check("- a\n\n- b\n\n  - c\n", &["item0 \"a\"", "item0 \"b\"", "item1 \"c\" in 1"]);
    }

    #[test]
    fn every_word_leads_to_its_source() {
        let text = "# h\n\n- **a** &amp; `b`\n  c [d](u) ü\n";
        let blocks = blocks(text, Span::new(0, text.len()));
        for word in ["h", "a", "b", "c", "d", "ü"] {
            let block = blocks.list.iter().find(|block| blocks.words(block).contains(word)).expect("a block");
            let at = block.words.start + blocks.words(block).find(word).expect("the word") as u32;
            let source = blocks.source(at) as usize;
            assert!(text[source..].starts_with(word), "{word} leads to {:?}", &text[source..]);
        }
    }

    #[test]
    fn what_an_item_holds_is_found() {
        let text = "- a\n  - b\n    - c\n  - d\n- e\n";
        let blocks = blocks(text, Span::new(0, text.len()));
        let inside = |place| blocks.inside(place).map(|(_, block)| blocks.words(block)).collect::<Vec<_>>();
        assert_eq!(inside(0), ["b", "c", "d"]);
        assert_eq!(inside(1), ["c"]);
        assert_eq!(inside(4), Vec::<&str>::new());
    }

    #[test]
    fn a_body_that_does_not_fit_its_text_has_no_blocks() {
        assert_eq!(blocks("ü", Span::new(1, 2)), Blocks::default());
        assert_eq!(blocks("a", Span::new(5, 9)), Blocks::default());
    }
}
