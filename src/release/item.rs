//! The text of a note fragment as an item of a list.
//!
//! A fragment is Markdown of somebody's: it may begin with a table, a heading or code, and span paragraphs. In the notes
//! it is one item, whose first line is words, because evidence and mark stand behind them: at the end of the first
//! paragraph, and where there is none before everything else. Blocks stay whole below.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::address::{inlined, is_escaped};

/// Extensions of Markdown that decide where blocks begin.
const BLOCKS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES);

/// `text` as an item with its `evidence`, links in Markdown.
pub(super) fn item(text: &str, evidence: &[String]) -> String {
    let text = inlined(&without_headings(&without_comments(text)));
    let (text, evidence) = (text.trim_end(), evidence.join(", "));
    let whole = match first_paragraph(text) {
        Some(paragraph) => {
            let (words, rest) = (&text[paragraph.clone()], &text[paragraph.end..]);
            format!("{} ({evidence}){rest}", one_line(words))
        }
        None => format!("{evidence}:\n\n{}", text.trim_start_matches('\n')),
    };
    // Further lines belong to the item of the list.
    let mut lines = whole.lines();
    let first = lines.next().unwrap_or_default().to_owned();
    lines.fold(first, |item, line| match line.trim().is_empty() {
        true => item + "\n",
        false => format!("{item}\n  {line}"),
    })
}

/// Whether a reader sees anything of `text`.
pub(super) fn says_something(text: &str) -> bool {
    let is_seen = |c: char| !c.is_whitespace() && !c.is_control() && !is_empty_sign(c);
    Parser::new_ext(&without_comments(text), BLOCKS).any(|event| match event {
        Event::Text(words) | Event::Code(words) => words.chars().any(is_seen),
        Event::Start(Tag::Image { .. }) => true,
        _ => false,
    })
}

/// Whether a sign has no shape of its own: joiners, directions, variants, the mark of a byte order.
fn is_empty_sign(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e01ef}')
}

/// `text` without comments, none of which a reader sees and one of which could be a mark of ours.
fn without_comments(text: &str) -> String {
    let mut text = text.to_owned();
    let mut is_code = false;
    for (event, range) in events(&text).into_iter().rev() {
        match event {
            Event::End(TagEnd::CodeBlock) => is_code = true,
            Event::Start(Tag::CodeBlock(_)) => is_code = false,
            _ => {}
        }
        let is_html = matches!(event, Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock));
        if is_html {
            text.replace_range(range.clone(), &uncommented(&text[range]));
        } else if matches!(event, Event::Text(_)) && !is_code {
            // Not closed here, it would reach up to the end of our mark.
            let begins = text[range.clone()].match_indices('<').map(|(at, _)| range.start + at);
            let begins = begins.filter(|&at| text[at..].starts_with("<!--") && !is_escaped(&text, at));
            let begins: Vec<usize> = begins.collect();
            begins.into_iter().rev().for_each(|at| text.insert(at, '\\'));
        }
    }
    text.trim_matches('\n').to_owned()
}

/// `html` without its comments; one that does not end takes the rest with it.
fn uncommented(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        kept.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, behind)| behind);
    }
    kept + rest
}

/// `text` with its headings as bold words: the notes have headings of their own, and those of an entry are none.
fn without_headings(text: &str) -> String {
    let mut text = text.to_owned();
    let events = events(&text);
    for (at, (event, range)) in events.iter().enumerate().rev() {
        if !matches!(event, Event::Start(Tag::Heading { .. })) {
            continue;
        }
        let inner =
            events[at + 1..].iter().take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))));
        let (mut words, mut is_plain) = (None::<Range<usize>>, true);
        for (event, place) in inner {
            is_plain &= !matches!(event, Event::Start(Tag::Strong));
            let before = words.unwrap_or_else(|| place.clone());
            words = Some(before.start.min(place.start)..before.end.max(place.end));
        }
        let words = words.map_or("", |place| &text[place]).trim();
        let bold = match (words, is_plain) {
            ("", _) => String::new(),
            (words, true) => format!("**{}**", one_line(words)),
            (words, false) => one_line(words),
        };
        let end = range.end - usize::from(text[range.clone()].ends_with('\n'));
        // What follows must not go on with the paragraph, nor what stands before.
        let below = if text[end..].starts_with("\n\n") || text[end..].trim().is_empty() { "" } else { "\n" };
        text.replace_range(range.start..end, &format!("{bold}{below}"));
    }
    text.trim_matches('\n').to_owned()
}

/// Where the first paragraph of `text` stands, if it begins with one.
fn first_paragraph(text: &str) -> Option<Range<usize>> {
    let first = Parser::new_ext(text, BLOCKS).into_offset_iter().next()?;
    let (Event::Start(Tag::Paragraph), range) = first else { return None };
    let words = text[range.clone()].trim_end();
    Some(range.start..range.start + words.len())
}

/// `words` of a paragraph on one line; lines that were broken on purpose stay.
fn one_line(words: &str) -> String {
    let mut lines = words.lines().peekable();
    let mut line = String::with_capacity(words.len());
    while let Some(next) = lines.next() {
        let is_broken = next.ends_with("  ") || next.ends_with('\\');
        match lines.peek() {
            None => line.push_str(next.trim()),
            Some(_) if is_broken => line.push_str(&format!("{}\n", next.trim_start())),
            Some(_) => line.push_str(&format!("{} ", next.trim())),
        }
    }
    line
}

/// The events of `text` with their places.
fn events(text: &str) -> Vec<(Event<'static>, Range<usize>)> {
    Parser::new_ext(text, BLOCKS)
        .into_offset_iter()
        .map(|(event, range)| (event.into_static(), range))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(item(text, &["[e](x)".to_owned()]), expected, "{text}");
    }

    #[test]
    fn evidence_stands_behind_the_first_paragraph() {
        check("Lists.", "Lists. ([e](x))");
        check(
            "Lists have\ntwo ends.\n\nAnd *more*\nof it.",
            "Lists have two ends. ([e](x))\n\n  And *more*\n  of it.",
        );
        check("Lists\\\nhave  \nends.", "Lists\\\n  have  \n  ends. ([e](x))");
        check("See:\n- a\n- b", "See: ([e](x))\n  - a\n  - b");
        check("![a](b.png)", "![a](b.png) ([e](x))");
    }

    #[test]
    fn any_other_block_stays_whole_below_it() {
        for block in [
            "```sh\na\n\n\nb\n```",
            "~~~\na\n~~~",
            "    a\n      b",
            "| a | b |\n|---|---|\n| 1 | 2 |",
            "> a\n> b",
            "- a\n- b",
            "1. a\n2. b",
            "<details>\n<summary>a</summary>\n\nb\n\n</details>",
            "---",
        ] {
            let indented = block.lines().map(|line| format!("  {line}").trim_end().to_owned());
            check(block, &format!("[e](x):\n\n{}", indented.collect::<Vec<_>>().join("\n")));
        }
    }

    #[test]
    fn headings_are_bold_words() {
        check("# Lists #\nhave ends.", "**Lists** ([e](x))\n\n  have ends.");
        check(
            "Lists\nat last\n===\n\nx\n\n## **New** and `b`",
            "**Lists at last** ([e](x))\n\n  x\n\n  **New** and `b`",
        );
        check("#\n\nx", "x ([e](x))");
        check("```\n# a\n```", "[e](x):\n\n  ```\n  # a\n  ```");
    }

    #[test]
    fn comments_go_and_code_stays() {
        check("Lists <!-- annals: change a#1 -->", "Lists ([e](x))");
        check("<!-- for ada -->\n\nLists", "Lists ([e](x))");
        check("<!-- a --> Lists\nb", "Lists b ([e](x))");
        check("Lists <!-- annals: change a#1", "Lists \\<!-- annals: change a#1 ([e](x))");
        check("Write `<!-- annals: k -->`", "Write `<!-- annals: k -->` ([e](x))");
        check("a\n\n```\n<!-- annals: k -->\n```", "a ([e](x))\n\n  ```\n  <!-- annals: k -->\n  ```");
        check("Write \\<!-- annals: k -->", "Write \\<!-- annals: k --> ([e](x))");
    }

    #[test]
    fn definitions_of_one_fragment_are_none_of_another() {
        check("See [a][1] and [b].\n\n[1]: y\n[b]: z", "See [a](y) and [b](z). ([e](x))");
    }

    #[test]
    fn who_shows_nothing_says_nothing() {
        for text in ["", " \n\t", "<!-- a -->", "\u{200b}\u{feff}", "#", "---", "[a]: b", "- ", "<br>"] {
            assert!(!says_something(text), "{text:?}");
        }
        for text in ["a", "🚀", "`<!-- -->`", "![](a.png)", "```\na\n```", "- a", "?"] {
            assert!(says_something(text), "{text:?}");
        }
    }
}
