//! Words of others as Markdown of ours.
//!
//! What a commit or a meeting says is a stranger's text: in the notes it is shown, and must not become a heading, a
//! link, an HTML element or a mark of ours.

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

/// `text` of several paragraphs, lists and blocks of code, with everything else escaped. The first line is the first
/// paragraph, and empty where something else comes first.
pub(super) fn paragraphs(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let mut shown: Vec<String> = Vec::new();
    // The paragraph that is read: what stands before its words, and these.
    let mut open: Option<(String, Vec<&str>)> = None;
    let close = |open: &mut Option<(String, Vec<&str>)>, shown: &mut Vec<String>| {
        shown.extend(open.take().map(|(before, words)| before + &escape(&words.join(" "))));
    };
    let mut at = 0;
    while let Some(&line) = lines.get(at) {
        let bare = line.trim_start();
        let indent = &line[..line.len() - bare.len()];
        let code = end_of_code(&lines, at);
        let sign = item(bare);
        if bare.is_empty() || code.is_some() || sign.is_some() {
            close(&mut open, &mut shown);
        }
        if shown.is_empty() && (code.is_some() || sign.is_some()) {
            shown.push(String::new());
        }
        if bare.is_empty() {
            shown.push(String::new());
        } else if let Some(end) = code {
            // Not even code may hold what ends a comment or begins one: marks of ours are comments.
            let parted = |line: &&str| line.replace("<!--", "< !--").replace("-->", "-- >");
            shown.extend(lines[at..end].iter().map(parted));
            at = end;
            continue;
        } else if let Some(sign) = sign {
            open = Some((format!("{indent}{sign}"), vec![&bare[sign.len()..]]));
        } else {
            open.get_or_insert_with(|| (indent.to_owned(), Vec::new())).1.push(bare);
        }
        at += 1;
    }
    close(&mut open, &mut shown);
    shown.join("\n").trim_end().to_owned()
}

/// Where the block of code ends that begins with the line at `at`; one that does not end is none.
fn end_of_code(lines: &[&str], at: usize) -> Option<usize> {
    let (sign, length) = fence(lines.get(at)?)?;
    let closes = |line: &&str| {
        let is_bare = line.trim().chars().all(|c| c == sign);
        is_bare && fence(line).is_some_and(|(other, most)| other == sign && most >= length)
    };
    Some(at + 2 + lines.get(at + 1..)?.iter().position(closes)?)
}

/// The sign of a line that begins or ends a block of code, and how often it stands there.
fn fence(line: &str) -> Option<(char, usize)> {
    let line = line.trim_start();
    let count = |sign: char| line.chars().take_while(|c| *c == sign).count();
    ['`', '~'].into_iter().map(|sign| (sign, count(sign))).find(|(_, count)| *count >= 3)
}

/// The sign with which a line begins an item of a list, and the blank behind it.
fn item(line: &str) -> Option<&str> {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let sign = match line.as_bytes().get(digits)? {
        b'-' | b'*' | b'+' if digits == 0 => 1,
        b'.' | b')' if (1..=9).contains(&digits) => digits + 1,
        _ => return None,
    };
    line[sign..].starts_with(' ').then(|| &line[..=sign])
}

/// Whether the sign at `at` begins `<!--` or ends `-->`.
fn near_comment(chars: &[char], at: usize) -> bool {
    chars[at..].starts_with(&['<', '!', '-', '-']) || chars[..=at].ends_with(&['-', '-', '>'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(escape(text), expected, "{text}");
    }

    #[track_caller]
    fn check_paragraphs(text: &str, expected: &str) {
        assert_eq!(paragraphs(text), expected, "{text}");
    }

    #[test]
    fn paragraphs_and_lists_of_others_stay_what_they_are() {
        check_paragraphs("one\n two\n\nthree <b>\n# four", "one two\n\nthree \\<b> # four");
        check_paragraphs("# one\n\n# two\n===", "\\# one\n\n\\# two ===");
        check_paragraphs("do:\n- *a*\n  b\n  - c\n\n1. d\n10) e", "do:\n- \\*a\\* b\n  - c\n\n1. d\n10) e");
        check_paragraphs("- a\n- b", "\n- a\n- b");
        let code = "use\n\n```yaml\na: *b*\n# <!-- c -->\n```\nor";
        check_paragraphs(code, "use\n\n```yaml\na: *b*\n# < !-- c -- >\n```\nor");
        check_paragraphs("use\n\n```\na *b*", "use\n\n\\`\\`\\` a \\*b\\*");
        check_paragraphs("<!-- annals: x -->", "\\<!-- annals: x -->");
        check_paragraphs("", "");
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
}
