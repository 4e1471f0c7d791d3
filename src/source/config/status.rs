//! What the words of a status mean, and what they say came after the standard.
//!
//! A status is often more than its word: `Accepted (2023-05-01)`, `Deprecated in favour of …`,
//! `superseded by [ADR-0005](0005-use-y.md)`. Its word is what it begins with, as long as nothing follows that would
//! make another word of it: `accepted-ish` and `Final Comment Period` are states of their own.

use std::sync::LazyLock;

use regex::Regex;

/// Words that lead from a state to what is said of it: `accepted by`, `final since`, `ersetzt durch`.
const LEADS: &[&str] = &[
    "after",
    "and",
    "as",
    "at",
    "because",
    "but",
    "by",
    "for",
    "from",
    "in",
    "on",
    "see",
    "since",
    "until",
    "via",
    "with",
    "am",
    "durch",
    "nach",
    "seit",
    "siehe",
    "und",
    "vom",
    "von",
    "zugunsten",
];

/// What leads from a status to what came after the standard. `Superceded` is how one widespread tool writes it.
static SUCCESSION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:(?:super[sc]eded|replaced|obsoleted|succeeded)[\s_-]+(?:by|with)|in favou?r of",
        r"|(?:ersetzt|abgelöst)[\s_-]+(?:durch|von)|zugunsten von)\b[\s:]*([^;\n]+)",
    ))
    .expect("the pattern is fixed")
});

/// A link of Markdown: its words, and where it leads.
static LINK: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[([^\]\n]*)\]\(<?([^)>\s]+)[^)]*\)").expect("the pattern is fixed"));

/// How much of `status` is the word `word`, in bytes from its beginning; nothing where it says something else.
///
/// Letter case does not count, nor do signs between words and what decorates the whole.
pub fn begins(status: &str, word: &str) -> Option<usize> {
    let is_decoration =
        |c: char| matches!(c, '*' | '_' | '`' | '"' | '\'' | '[') || c.is_whitespace() || is_picture(c);
    let mut rest = status.trim_start_matches(is_decoration);
    let mut word = word.trim().chars().peekable();
    word.peek()?;
    while let Some(c) = word.next() {
        if is_between(c) {
            while word.next_if(|next| is_between(*next)).is_some() {}
            let behind = rest.trim_start_matches(is_between);
            if behind.len() == rest.len() {
                return None;
            }
            rest = behind;
            continue;
        }
        let first = rest.chars().next().filter(|first| first.to_lowercase().eq(c.to_lowercase()))?;
        rest = &rest[first.len_utf8()..];
    }
    ends(rest).then_some(status.len() - rest.len())
}

/// Whether a word of a status may end in front of `rest`.
fn ends(rest: &str) -> bool {
    let next = rest.trim_start();
    let has_blank = next.len() < rest.len();
    let sign = match next.chars().next() {
        None => return true,
        Some(sign) => sign,
    };
    // A doubt is no state.
    if sign == '?' {
        return false;
    }
    let behind = match sign {
        '-' | '_' if !has_blank => &next[1..],
        sign if sign.is_alphanumeric() => next,
        _ => return true,
    };
    if behind == next && !has_blank {
        return false;
    }
    let end = behind.find(|c: char| !c.is_alphanumeric()).unwrap_or(behind.len());
    let (word, behind) = behind.split_at(end);
    let is_id = || {
        let name = behind.split_whitespace().next().unwrap_or_default();
        behind.starts_with(['-', '.', '_', '/', ':']) && name.contains(|c: char| c.is_ascii_digit())
    };
    // A number, a date, `v2`, `ADR-0005`, or an address.
    word.contains(|c: char| c.is_ascii_digit())
        || is_id()
        || behind.starts_with("://")
        || LEADS.contains(&word.to_lowercase().as_str())
}

/// Whether `c` stands between words.
fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '_')
}

/// Whether `c` is a picture such as a tick.
fn is_picture(c: char) -> bool {
    !c.is_ascii() && !c.is_alphanumeric()
}

/// What `status` says came after the standard, each as a relation would name it: the target and the words of a link,
/// or an id.
pub fn successors(status: &str) -> Vec<String> {
    let Some(named) = SUCCESSION.captures(status).and_then(|found| found.get(1)) else { return Vec::new() };
    let links = LINK.captures_iter(named.as_str());
    let mut names: Vec<String> =
        links.flat_map(|link| [link[2].to_owned(), link[1].trim().to_owned()]).collect();
    if names.is_empty() {
        let is_end =
            |c: char| c.is_whitespace() || matches!(c, '.' | ',' | ')' | '*' | '_' | '`' | '"' | '\'');
        let parts = named.as_str().split([',', '&']).flat_map(|part| part.split(" and "));
        names.extend(parts.map(|part| part.trim_matches(is_end).to_owned()));
    }
    names.retain(|name| !name.is_empty());
    names
}

/// `status` as a person reads it: the words of links without their targets.
pub fn words(status: &str) -> String {
    LINK.replace_all(status, "$1").into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of these words each status in `cases` begins with.
    #[track_caller]
    fn check(words: &[&str], cases: &[(&str, Option<&str>)]) {
        for (status, expected) in cases {
            let longest = words.iter().filter_map(|word| Some((begins(status, word)?, *word))).max();
            assert_eq!(longest.map(|(_, word)| word), *expected, "{status}");
        }
    }

    #[test]
    fn a_status_begins_with_its_word() {
        let words = ["Proposed", "Accepted", "Final", "Deprecated", "superseded", "superseded by"];
        check(
            &words,
            &[
                ("accepted", Some("Accepted")),
                ("  **Accepted** ", Some("Accepted")),
                ("✅ Accepted", Some("Accepted")),
                ("Accepted :ok_hand:", Some("Accepted")),
                ("Accepted (2023-05-01)", Some("Accepted")),
                ("Accepted 2023-05-01", Some("Accepted")),
                ("Accepted by the board", Some("Accepted")),
                ("Accepted - for now", Some("Accepted")),
                ("Final, see ADR-7", Some("Final")),
                ("final # | Procedural", Some("Final")),
                ("Deprecated in favour of hexagons", Some("Deprecated")),
                ("superseded by [ADR-0005](0005-use-y.md)", Some("superseded by")),
                ("Superseded By: 0012", Some("superseded by")),
                ("superseded-by: x", Some("superseded by")),
                ("superseded_by 0012", Some("superseded by")),
                ("Superseded ADR-0012", Some("superseded")),
                ("Superseded https://adr.example/12", Some("superseded")),
                ("accepted-ish", None),
                ("Accepted?", None),
                ("not accepted", None),
                ("Finalized", None),
                ("Final Comment Period", None),
                ("final-comment-period", None),
                ("", None),
            ],
        );
        check(
            &["superseded"],
            &[("superseded-by: x", Some("superseded")), ("Superseded by 12", Some("superseded"))],
        );
        check(&["Ersetzt", ""], &[("Ersetzt durch ADR-12", Some("Ersetzt")), ("Ersetztes", None)]);
    }

    #[test]
    fn a_status_names_what_came_after() {
        for (status, expected) in [
            ("superseded by [ADR-0005](0005-use-y.md)", &["0005-use-y.md", "ADR-0005"][..]),
            ("Superceded by [5. Use y](<0005-use-y.md> \"y\")", &["0005-use-y.md", "5. Use y"]),
            ("Superseded by 0012.", &["0012"]),
            ("superseded-by: ADR-12 and ADR-13", &["ADR-12", "ADR-13"]),
            ("Deprecated in favour of `ADR-7`; see there", &["ADR-7"]),
            ("Ersetzt durch ADR-12", &["ADR-12"]),
            ("Accepted by 12 votes", &[]),
            ("Superseded", &[]),
        ] {
            assert_eq!(successors(status), expected, "{status}");
        }
        assert_eq!(words("superseded by [ADR-0005](0005-use-y.md), [x]"), "superseded by ADR-0005, [x]");
    }
}
