//! Where a text has addresses, and the same text with others.
//!
//! Notes and fragments are read in more than one place, and a relative address holds in one of them only. Addresses
//! stand behind the words of a link, in definitions (`[label]: address`) that several links share, and in authors'
//! HTML. Each is found where it stands and replaced there; everything else stays to the last byte.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};
use regex::Regex;

use crate::document::{Reference, ReferenceKind};

/// An attribute of authors' HTML that holds an address, with its value.
static ATTRIBUTE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r#"(?i)\s(?:href|src)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>`]+)"#).expect("the pattern is fixed")
});

/// A link in Markdown.
pub fn link(words: &str, address: &str) -> String {
    format!("[{words}]({})", fenced(address))
}

/// `address` as it stands in Markdown: it may hold parentheses and blanks, which a bare address must not.
fn fenced(address: &str) -> String {
    match address.contains(['(', ')', ' ', '<', '>']) {
        true => format!("<{}>", address.replace('<', "%3C").replace('>', "%3E")),
        false => address.to_owned(),
    }
}

/// `text` with the targets of its links and definitions as `moved` has them; those that it says nothing of stay.
pub fn relink(
    text: &str,
    references: &[Reference],
    moved: impl Fn(&str, ReferenceKind) -> Option<String>,
) -> String {
    let mut edits = Vec::new();
    for reference in references {
        let range = reference.span.range();
        let (Some(to), Some(written)) = (moved(&reference.target, reference.kind), text.get(range.clone()))
        else {
            continue;
        };
        let found = match written.starts_with('<') {
            true => in_tag(written, &reference.target).map(|place| (place, in_quotes(&to))),
            false => in_link(written, &reference.target).map(|place| (place, fenced(&to))),
        };
        edits.extend(found.map(|(place, to)| (range.start + place.start..range.start + place.end, to)));
    }
    let (definitions, used) = definitions(text);
    for definition in definitions {
        let kind = used.get(&definition.range.start).copied().unwrap_or_default();
        let to = moved(&definition.target, kind);
        edits.extend(to.map(|to| (definition.address, fenced(&to))));
    }
    edited(text, edits)
}

/// `text` with every link and picture whose address stands in a definition as one that has it itself, and without
/// these definitions: each part of it can be read alone.
pub fn inlined(text: &str) -> String {
    let mut edits = Vec::new();
    for (event, range) in Parser::new_ext(text, extensions()).into_offset_iter() {
        let (Event::Start(Tag::Link { link_type, dest_url, title, .. })
        | Event::Start(Tag::Image { link_type, dest_url, title, .. })) = event
        else {
            continue;
        };
        let written = text.get(range.clone()).unwrap_or_default();
        // A label holds no brackets that are not escaped, so the last two belong to it.
        let words = match link_type {
            LinkType::Reference => written.rfind("][").map(|at| at + 1),
            LinkType::Collapsed | LinkType::Shortcut => Some(written.trim_end_matches("[]").len()),
            _ => None,
        };
        let Some(words) = words else { continue };
        let title = match title.is_empty() {
            true => String::new(),
            false => format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\"")),
        };
        // The range of `[words][]` may end before its empty brackets.
        let rest = if link_type == LinkType::Collapsed { &text[range.start + words..] } else { "" };
        let end = range.end.max(range.start + words + if rest.starts_with("[]") { 2 } else { 0 });
        edits.push((range.start + words..end, format!("({}{title})", fenced(&dest_url))));
    }
    without_unused_definitions(&edited(text, edits))
}

/// `text` without those definitions of links that no link in it uses: a section of a file has those of all of them.
pub fn without_unused_definitions(text: &str) -> String {
    let (definitions, used) = definitions(text);
    let unused = definitions.into_iter().filter(|definition| !used.contains_key(&definition.range.start));
    let edit = |definition: Definition| {
        let Range { start, end } = definition.range;
        let rest = text.get(end..).unwrap_or_default();
        let line_break = usize::from(rest.starts_with('\n') && !text[..end].ends_with('\n'));
        (start..end + line_break, String::new())
    };
    edited(text, unused.map(edit).collect())
}

/// A definition of a link: `[label]: address "title"`.
struct Definition {
    /// All of it.
    range: Range<usize>,
    /// Its address as it is written.
    address: Range<usize>,
    /// The address that is meant.
    target: String,
}

/// The definitions of a text in order, and where those begin that a link uses, or else a picture.
fn definitions(text: &str) -> (Vec<Definition>, BTreeMap<usize, ReferenceKind>) {
    let (mut found, mut used) = (Vec::new(), BTreeMap::new());
    let mut rest = text.to_owned();
    // Of two with one label the first counts, and the second is seen only without it.
    while rest.contains("]:") {
        let mut events = Parser::new_ext(&rest, extensions());
        let labels: Vec<(ReferenceKind, String)> = events.by_ref().filter_map(used_label).collect();
        let known = events.reference_definitions();
        for (kind, label) in labels.into_iter().filter(|_| found.is_empty()) {
            if let Some(definition) = known.get(&label)
                && used.get(&definition.span.start) != Some(&ReferenceKind::Link)
            {
                used.insert(definition.span.start, kind);
            }
        }
        let now: Vec<(Range<usize>, String)> =
            known.iter().map(|(_, it)| (it.span.clone(), it.dest.to_string())).collect();
        if now.is_empty() {
            break;
        }
        for (range, target) in now {
            let blank = rest[range.clone()].replace(|c: char| c != '\n', " ");
            // Signs of more than one byte are as many blanks.
            let length = range.len() - blank.len();
            rest.replace_range(range.clone(), &(" ".repeat(length) + &blank));
            let written = &text[range.clone()];
            let colon = written.match_indices("]:").find(|(at, _)| !is_escaped(written, *at));
            let address = colon.map(|(at, _)| destination(text, range.start + at + 2));
            found.extend(address.map(|address| Definition { range, address, target }));
        }
    }
    found.sort_by_key(|definition| definition.range.start);
    (found, used)
}

/// The label by which a link or picture names its definition.
fn used_label(event: Event<'_>) -> Option<(ReferenceKind, String)> {
    let (kind, link_type, id) = match event {
        Event::Start(Tag::Link { link_type, id, .. }) => (ReferenceKind::Link, link_type, id),
        Event::Start(Tag::Image { link_type, id, .. }) => (ReferenceKind::Picture, link_type, id),
        _ => return None,
    };
    let is_named = matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut);
    is_named.then(|| (kind, id.into_string()))
}

/// What is understood: as much as decides what is a link.
fn extensions() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES
}

/// `text` with each stretch of `edits` replaced.
fn edited(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| (range.start, range.end));
    let mut edited = String::with_capacity(text.len() + 64 * edits.len());
    let mut at = 0;
    for (range, to) in edits {
        // Of two at one place, such as a link that was found twice, the first holds.
        if range.start >= at
            && let Some(before) = text.get(at..range.start)
        {
            edited.push_str(before);
            edited.push_str(&to);
            at = range.end;
        }
    }
    edited + text.get(at..).unwrap_or_default()
}

/// Where the address `target` stands in a link, written `[words](address "title")`. A picture may stand in its words.
fn in_link(written: &str, target: &str) -> Option<Range<usize>> {
    let mut places = written.match_indices("](").map(|(at, _)| destination(written, at + 2));
    let is_it = |place: &Range<usize>| {
        ends_link(&written[place.end..]) && meant(&written[place.clone()]).as_deref() == Some(target)
    };
    places.find(is_it).or_else(|| {
        // What pads write is no Markdown to everybody: an address with blanks.
        let at = written.contains("](").then(|| written.rfind(target))??;
        Some(at..at + target.len())
    })
}

/// Where the address `target` stands in a tag, quotes and all.
fn in_tag(written: &str, target: &str) -> Option<Range<usize>> {
    let values = ATTRIBUTE.captures_iter(written).filter_map(|found| found.get(1));
    let is_it = |value: &str| value == target || value.replace("&amp;", "&") == target;
    values.filter(|value| is_it(value.as_str().trim_matches(['"', '\'']))).map(|value| value.range()).next()
}

/// `address` as the value of an attribute.
fn in_quotes(address: &str) -> String {
    format!("\"{}\"", address.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;"))
}

/// The address that begins at `at` or behind the blanks there, angle brackets and all (CommonMark 0.31, 6.3).
fn destination(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let (mut start, mut is_new_line) = (at, false);
    while let Some(&byte) = bytes.get(start) {
        match byte {
            b'\n' => is_new_line = true,
            b' ' | b'\t' | b'\r' => {}
            // The sign of a quotation, in which the next line stands as well.
            b'>' if is_new_line => {}
            _ => break,
        }
        start += 1;
    }
    let is_fenced = bytes.get(start) == Some(&b'<');
    let (mut depth, mut end) = (0_usize, start + usize::from(is_fenced));
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' if bytes.get(end + 1).is_some_and(u8::is_ascii_punctuation) => end += 1,
            b'>' if is_fenced => return start..end + 1,
            _ if is_fenced => {}
            byte if byte.is_ascii_whitespace() || byte.is_ascii_control() => break,
            b'(' => depth += 1,
            b')' if depth == 0 => break,
            b')' => depth -= 1,
            _ => {}
        }
        end += 1;
    }
    start..end.min(text.len())
}

/// Whether `rest`, which follows an address, is the end of its link: a title or not, and the bracket.
fn ends_link(rest: &str) -> bool {
    let rest = rest.trim_start();
    let quote = match rest.chars().next() {
        Some(')') => return rest.len() == 1,
        Some(quote @ ('"' | '\'')) => quote,
        Some('(') => ')',
        // The size of a picture, as pads write it: `=100x200`.
        _ => return rest.starts_with('=') && rest.find(')') == Some(rest.len() - 1),
    };
    let mut ends = rest.match_indices(quote).filter(|(at, _)| *at > 0 && !is_escaped(rest, *at));
    ends.next().is_some_and(|(at, _)| rest[at + 1..].trim_start() == ")")
}

/// Whether an odd number of backslashes stands before `at`.
pub(super) fn is_escaped(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[..at];
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

/// The address that is meant by one as it is written, escapes and entities decoded.
fn meant(written: &str) -> Option<String> {
    Parser::new(&format!("[]({written})")).find_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{RelPath, SourceName, SourcePath};
    use crate::document;

    /// Moves everything below `a/`.
    #[track_caller]
    fn check_moved(text: &str, expected: &str) {
        let path = SourcePath::new(&SourceName::new("s"), &RelPath::new("x.md").unwrap());
        let parsed = document::parse(&path, text, &document::Options::default()).value;
        let moved = relink(text, &parsed.references, |target, kind| {
            let host = if kind == ReferenceKind::Picture { "p.example" } else { "e.example" };
            Some(format!("https://{host}/{}", target.strip_prefix("a/")?))
        });
        assert_eq!(moved, expected, "{text}");
    }

    #[test]
    fn addresses_behind_words_are_moved() {
        check_moved(
            "[x](a/b.md) and ![p](a/p.png)",
            "[x](https://e.example/b.md) and ![p](https://p.example/p.png)",
        );
        check_moved("[a/b](<a/b> \"a/b\") a/b", "[a/b](https://e.example/b \"a/b\") a/b");
        check_moved("[x](a/b\\_c?d&amp;e 'a/b')", "[x](https://e.example/b_c?d&e 'a/b')");
        check_moved("[x](<a/b (c)>)", "[x](<https://e.example/b (c)>)");
        check_moved(
            "[![a/p](a/p \"t\")](a/p \"t\")",
            "[![a/p](https://p.example/p \"t\")](https://e.example/p \"t\")",
        );
        check_moved("`[x](a/b)` and [y](c)", "`[x](a/b)` and [y](c)");
        check_moved("a[^1]\n\n[^1]: [x](a/b)\n", "a[^1]\n\n[^1]: [x](https://e.example/b)\n");
    }

    #[test]
    fn addresses_of_definitions_are_moved() {
        check_moved("[x], [y][X]\n\n[x]: a/b\n", "[x], [y][X]\n\n[x]: https://e.example/b\n");
        check_moved("[x]\n\n[x]: <a/b> 'a/b'", "[x]\n\n[x]: https://e.example/b 'a/b'");
        check_moved("> [x]\n>\n> [x]:\n> a/b\n", "> [x]\n>\n> [x]:\n> https://e.example/b\n");
        check_moved("- [x]\n\n  [x]: a/b (t)\n", "- [x]\n\n  [x]: https://e.example/b (t)\n");
        check_moved("![a\\]b]\n\n[a\\]b]: a/b\r\n", "![a\\]b]\n\n[a\\]b]: https://p.example/b\r\n");
        check_moved(
            "[x]\n\n[x]: a/b\n[X]: a/c\n",
            "[x]\n\n[x]: https://e.example/b\n[X]: https://e.example/c\n",
        );
        check_moved("```\n[x]: a/b\n```\n", "```\n[x]: a/b\n```\n");
    }

    #[test]
    fn addresses_of_tags_are_moved() {
        check_moved(
            "<a title=\"a/b\" href=\"a/b\">x</a> <img src='a/c'>",
            "<a title=\"a/b\" href=\"https://e.example/b\">x</a> <img src=\"https://p.example/c\">",
        );
        check_moved("<A HREF = a/b?c&amp;d>x</A>", "<A HREF = \"https://e.example/b?c&amp;d\">x</A>");
    }

    #[track_caller]
    fn check_inlined(text: &str, expected: &str) {
        assert_eq!(inlined(text), expected, "{text}");
    }

    #[test]
    fn a_link_gets_the_address_of_its_definition() {
        check_inlined(
            "[x][r], [R][], [r] and [![i][r]][r]\n\n[r]: <a b> \"t \\\" t\"\n",
            "[x](<a b> \"t \\\" t\"), [R](<a b> \"t \\\" t\"), [r](<a b> \"t \\\" t\") and \
             [![i](<a b> \"t \\\" t\")](<a b> \"t \\\" t\")\n\n",
        );
        check_inlined("[x](y) `[r]` \\[r]\n\n[r]: z\n", "[x](y) `[r]` \\[r]\n\n");
    }

    /// Leaves out what is not used.
    #[track_caller]
    fn check_used(text: &str, expected: &str) {
        assert_eq!(without_unused_definitions(text), expected, "{text}");
    }

    #[test]
    fn definitions_that_nothing_uses_are_left_out() {
        let text = "[One], [b][two], [three][] and ![p][four].\n\n";
        let used = "[one]: 1\n[TWO]: <2> \"t\"\n[three]: 3\n[four]: 4\n";
        check_used(&format!("{text}{used}"), &format!("{text}{used}"));
        check_used(&format!("{text}[v1]: x\n{used}[v0]: y"), &format!("{text}{used}"));
        check_used("[v1]: x\n\n- a\n\n  [v2]:\n  y\n", "\n- a\n\n  ");
        check_used("- `[a]` and \\[b]\n\n[a]: 1\n[b]: 2\n", "- `[a]` and \\[b]\n\n");
        check_used("[a]\n\n[a]: 1\n[A]: 2\n[é]: 3\n", "[a]\n\n[a]: 1\n");
        check_used("a[^1]\n\n[^1]: b\n", "a[^1]\n\n[^1]: b\n");
        check_used("```\n[a]: 1\n```\n", "```\n[a]: 1\n```\n");
    }

    #[test]
    fn addresses_are_fenced_where_they_must_be() {
        assert_eq!(link("a", "b c(d)"), "[a](<b c(d)>)");
        assert_eq!(link("a", "b#c"), "[a](b#c)");
    }
}
