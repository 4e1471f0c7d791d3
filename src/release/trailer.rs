//! The trailers of a commit's message: `Release-Note: …`, `Co-authored-by: …`.
//!
//! The rules are those of git-interpret-trailers(1): the last paragraph, and never the first, is a group of trailers
//! when all of its lines are trailers, or when git itself wrote one of them and they are at least a quarter. A line
//! that begins with a blank continues the one before.

/// One trailer.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Trailer {
    /// `Co-authored-by`, as written.
    pub key: String,
    /// Its value on one line.
    pub value: String,
}

/// Keys that git writes by itself, which make a group of trailers of a mixed paragraph.
const GENERATED: [&str; 2] = ["signed-off-by", "cherry-picked-from"];

/// How git notes where a commit was picked from, in the place of a trailer (git-cherry-pick(1), `-x`).
const PICKED: &str = "(cherry picked from commit ";

/// The message without its trailers, and the trailers in order.
pub fn trailers(message: &str) -> (&str, Vec<Trailer>) {
    let body = message.trim_end();
    let Some(begin) = last_paragraph(body) else { return (body, Vec::new()) };
    let (mut found, mut others, mut generated): (Vec<Trailer>, usize, bool) = (Vec::new(), 0, false);
    let mut continues = false;
    for line in body[begin..].lines() {
        if line.starts_with([' ', '\t']) && continues {
            if let Some(trailer) = found.last_mut() {
                trailer.value = format!("{} {}", trailer.value, line.trim()).trim().to_owned();
            }
        } else if let Some(id) = picked_from(line) {
            generated = true;
            found.push(Trailer { key: "cherry-picked-from".to_owned(), value: id.to_owned() });
            continues = false;
        } else if let Some((key, value)) = key_and_value(line) {
            generated |= GENERATED.contains(&key.to_ascii_lowercase().as_str());
            found.push(Trailer { key: key.to_owned(), value: value.to_owned() });
            continues = true;
        } else {
            others += 1;
            continues = false;
        }
    }
    let is_group = !found.is_empty() && (others == 0 || generated && found.len() * 3 >= others);
    if is_group { (body[..begin].trim_end(), found) } else { (body, Vec::new()) }
}

/// The commit that a line `(cherry picked from commit …)` names.
pub fn picked_from(line: &str) -> Option<&str> {
    let id = line.trim().strip_prefix(PICKED)?.strip_suffix(')')?;
    (id.len() >= 7 && id.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(id)
}

/// Where the last paragraph begins, unless it is the first.
fn last_paragraph(body: &str) -> Option<usize> {
    let (mut begin, mut at, mut blank_before) = (None, 0, false);
    for line in body.split_inclusive('\n') {
        let is_blank = line.trim().is_empty();
        if blank_before && !is_blank {
            begin = Some(at);
        }
        blank_before = is_blank;
        at += line.len();
    }
    begin
}

/// A line `Key: value`; git allows blanks before the colon, and no blank within the key.
fn key_and_value(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim_end_matches([' ', '\t']);
    let is_key = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    // `https://…` is an address, not a key.
    (is_key && !value.starts_with("//")).then(|| (key, value.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: &str, expected: &[(&str, &str)]) {
        let found = trailers(message).1;
        let found: Vec<(&str, &str)> =
            found.iter().map(|trailer| (trailer.key.as_str(), trailer.value.as_str())).collect();
        assert_eq!(found, expected, "{message:?}");
    }

    #[test]
    fn the_last_paragraph_holds_the_trailers() {
        check(
            "Fix it\n\nBecause.\n\nRelease-Note: It\n  works.\nSigned-off-by: Jo <jo@example.org>\n",
            &[("Release-Note", "It works."), ("Signed-off-by", "Jo <jo@example.org>")],
        );
        check("Fix: it", &[]);
        check("Fix it\n\nsee: all\nof this", &[]);
        check("Fix it\n\nhttps://example.org/x", &[]);
    }

    #[test]
    fn what_git_wrote_makes_a_group_of_a_mixed_paragraph() {
        let id = "0123456789012345678901234567890123456789";
        check(&format!("Fix it\n\nas seen\n(cherry picked from commit {id})"), &[("cherry-picked-from", id)]);
        check("Fix it\n\na\nb\nc\nd\nSigned-off-by: Jo <jo@example.org>", &[]);
    }
}
