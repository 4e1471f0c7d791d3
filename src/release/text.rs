//! Words of others as Markdown of ours.
//!
//! What a commit or a meeting says is a stranger's text: in the notes it is shown, and must not become a heading, a
//! link, an HTML element or a mark of ours.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag};

use crate::document::Reference;

/// `text` on one line, with everything escaped that Markdown would take for markup.
///
/// Code in backticks stays code, where the backticks come in pairs: titles of commits are written that way.
pub fn escape(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let keeps_code = text.matches('`').count().is_multiple_of(2);
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut is_code = false;
    let chars: Vec<char> = text.chars().collect();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '`' if keeps_code => is_code = !is_code,
            // Not even code may hold what ends a comment or begins one: marks of ours are comments.
            '<' | '>' if is_code && near_comment(&chars, at) => escaped.push(' '),
            _ if is_code => {}
            '_' if is_word(before) && is_word(after) => {}
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '~' | '|' => escaped.push('\\'),
            '#' | '+' | '-' | '=' | '>' if at == 0 => escaped.push('\\'),
            '.' | ')' if at > 0 && chars[..at].iter().all(char::is_ascii_digit) => escaped.push('\\'),
            _ => {}
        }
        escaped.push(c);
    }
    escaped
}

/// Whether the sign at `at` begins `<!--` or ends `-->`.
fn near_comment(chars: &[char], at: usize) -> bool {
    chars[at..].starts_with(&['<', '!', '-', '-']) || chars[..=at].ends_with(&['-', '-', '>'])
}

/// A link in Markdown. The address may hold parentheses and blanks, which a bare address must not.
pub fn link(words: &str, address: &str) -> String {
    let address = match address.contains(['(', ')', ' ', '<', '>']) {
        true => format!("<{}>", address.replace('<', "%3C").replace('>', "%3E")),
        false => address.to_owned(),
    };
    format!("[{words}]({address})")
}

/// `text` with the targets of its links as `moved` has them; those that it says nothing of stay.
pub fn relink(text: &str, references: &[Reference], moved: impl Fn(&str) -> Option<String>) -> String {
    let mut text = text.to_owned();
    // From the end, so that places further up keep.
    for reference in references.iter().rev() {
        let range = reference.span.range();
        let (Some(to), Some(written)) = (moved(&reference.target), text.get(range.clone())) else { continue };
        // The target stands behind the words, which may hold the same text.
        let Some(at) = written.rfind(&reference.target) else { continue };
        let place = range.start + at..range.start + at + reference.target.len();
        text.replace_range(place, &to);
    }
    text
}

/// `text` without those definitions of links that no link in it uses: a section of a file has those of all of them.
pub fn without_unused_definitions(text: &str) -> String {
    let mut events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES);
    let labels: Vec<String> = events.by_ref().filter_map(used_label).collect();
    let definitions = events.reference_definitions();
    let used = labels.iter().filter_map(|label| Some(definitions.get(label)?.span.start));
    let used: BTreeSet<usize> = used.collect();
    let unused = definitions.iter().filter(|(_, definition)| !used.contains(&definition.span.start));
    let mut unused: Vec<_> = unused.map(|(_, definition)| definition.span.clone()).collect();
    unused.sort_by_key(|range| std::cmp::Reverse(range.start));
    let mut text = text.to_owned();
    // From the end, so that places further up keep.
    for range in unused {
        let rest = text.get(range.end..).unwrap_or_default();
        let line_break = usize::from(rest.starts_with('\n') && !text[..range.end].ends_with('\n'));
        text.replace_range(range.start..range.end + line_break, "");
    }
    text
}

/// The label by which a link or picture names its definition.
fn used_label(event: Event<'_>) -> Option<String> {
    match event {
        Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. })
            if matches!(link_type, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut) =>
        {
            Some(id.into_string())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        check_used("a[^1]\n\n[^1]: b\n", "a[^1]\n\n[^1]: b\n");
        check_used("```\n[a]: 1\n```\n", "```\n[a]: 1\n```\n");
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected, "{text}");
    }

    #[test]
    fn markup_of_others_is_shown() {
        check("Use *all* of <b> & [x](y)", "Use \\*all\\* of \\<b> & \\[x\\](y)");
        check("snake_case and _this_", "snake_case and \\_this\\_");
        check("# not\n a heading", "\\# not a heading");
        check("1. not a list", "1\\. not a list");
        check("v1.2 is", "v1.2 is");
        check("use `a_b*` here", "use `a_b*` here");
        check("one ` alone", "one \\` alone");
        check("<!-- annals: x -->", "\\<!-- annals: x -->");
        check("`<!-- annals: x -->`", "` <!-- annals: x -- >`");
    }

    #[test]
    fn addresses_are_fenced_where_they_must_be() {
        assert_eq!(link("a", "b c(d)"), "[a](<b c(d)>)");
        assert_eq!(link("a", "b#c"), "[a](b#c)");
    }
}
