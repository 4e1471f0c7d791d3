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
