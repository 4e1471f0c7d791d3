//! The footers of conventional commits that tell what breaks.
//!
//! A footer goes on, over lines and paragraphs, to the next footer or the end (conventionalcommits.org, 1.0.0, items 8
//! to 12). Git's trailers are footers; the token `BREAKING CHANGE` is none of them, because it has a blank.

/// The tokens of a footer that tells what breaks.
const BREAKING: [&str; 2] = ["BREAKING CHANGE", "BREAKING-CHANGE"];

/// What the footers of `rest`, a message behind its subject, say of what breaks.
pub(super) fn breaking(rest: &str) -> Vec<String> {
    let mut found: Vec<Vec<&str>> = Vec::new();
    let (mut is_open, mut fence) = (false, None);
    for line in rest.lines().map(str::trim_end) {
        if fence.is_none() {
            if let Some(value) = BREAKING.iter().find_map(|token| value(line.strip_prefix(token)?)) {
                found.push(vec![value]);
                is_open = true;
                continue;
            }
            is_open &= !ends(line);
        }
        if !is_open {
            continue;
        }
        match (fence, fence_of(line)) {
            (None, mark) => fence = mark,
            (Some(begun), Some(mark)) if begun == mark => fence = None,
            _ => {}
        }
        found.last_mut().into_iter().for_each(|lines| lines.push(line));
    }
    found.iter().map(|lines| lines.join("\n").trim().to_owned()).collect()
}

/// What stands behind the mark of a footer: `: …`, or ` #…`, or nothing but a colon where the value begins with the
/// next line.
fn value(behind: &str) -> Option<&str> {
    match behind.strip_prefix(':') {
        Some("") => Some(""),
        Some(value) => value.strip_prefix(' '),
        None => behind.strip_prefix(' ').filter(|value| value.starts_with('#')),
    }
}

/// The sign of a line that begins or ends a block of code.
fn fence_of(line: &str) -> Option<char> {
    let line = line.trim_start();
    ['`', '~'].into_iter().find(|sign| line.chars().take_while(|c| c == sign).count() >= 3)
}

/// Whether nothing of a footer is in this line or behind it: another footer begins, or what git and forges write below
/// and between messages.
fn ends(line: &str) -> bool {
    let is_word =
        |token: &str| !token.is_empty() && token.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let is_footer = line.split_once(": ").is_some_and(|(token, _)| is_word(token));
    // Prose may hold a number too: only a line that has no more than numbers names issues.
    let is_number = |word: &str| {
        let number = word.trim_end_matches(',').strip_prefix('#').unwrap_or_default();
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    };
    let names_issues = line.split_once(' ').is_some_and(|(token, rest)| {
        is_word(token) && rest.split_whitespace().all(is_number) && rest.contains('#')
    });
    let is_line = line.len() >= 3 && line.bytes().all(|byte| byte == b'-');
    // A squashed pull request lists its commits.
    let is_commit = line.strip_prefix("* ").is_some_and(super::commit::is_conventional);
    is_footer
        || names_issues
        || is_line
        || is_commit
        || super::trailer::picked_from(line).is_some()
        || line.starts_with("See merge request ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rest: &str, expected: &[&str]) {
        assert_eq!(breaking(rest), expected, "{rest:?}");
    }

    #[test]
    fn a_footer_goes_on_to_the_next_or_the_end() {
        check("\n\nBREAKING CHANGE: gone", &["gone"]);
        check("\n\nWhy.\n\nBREAKING CHANGE: gone\nfor ever\n\n- a\n- b\n", &["gone\nfor ever\n\n- a\n- b"]);
        let value = "first para.\n\nsecond para, what to do:\n\n- a: b\n- see https://x.org";
        for end in ["Signed-off-by: Jo <jo@x.org>", "Closes #12, #13", "Refs #1", "BREAKING-CHANGE: too"] {
            let expected = [value, "too"];
            let count = if end.ends_with("too") { 2 } else { 1 };
            check(&format!("\n\nBREAKING CHANGE: {value}\n\n{end}"), &expected[..count]);
        }
        check("\n\nReviewed-by: Z\nBREAKING CHANGE: gone\nRefs: #1", &["gone"]);
        check("\n\nBREAKING CHANGE:\n\ngone\nsee issue #12 for more", &["gone\nsee issue #12 for more"]);
        check("\n\nBREAKING CHANGE #12 is gone", &["#12 is gone"]);
        check("\n\nBREAKING-CHANGE:", &[""]);
    }

    #[test]
    fn code_is_no_footer() {
        let code = "gone, write\n\n```yaml\nlists: two\nBREAKING CHANGE: no\n```\n\ninstead";
        check(&format!("\n\nBREAKING CHANGE: {code}\nRefs: x"), &[code]);
    }

    #[test]
    fn what_is_squashed_ends_with_its_commit() {
        check("\n\n* feat: a\n\nBREAKING CHANGE: gone\n\n* fix: b\n\nMore.\n\n---------\n\nx", &["gone"]);
        check("\n\nBREAKING CHANGE: gone:\n\n* this\n* that", &["gone:\n\n* this\n* that"]);
        check("\n\nBREAKING CHANGE: gone\n---------\n\nx", &["gone"]);
    }

    #[test]
    fn other_lines_tell_of_nothing_that_breaks() {
        check("\n\nNo BREAKING CHANGE: here\nBREAKING CHANGES ahead\nBREAKING CHANGE:none", &[]);
    }
}
