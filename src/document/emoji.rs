//! Emoji shortcodes such as `:rocket:`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// All emoji by their shortcodes, from the table that `build.rs` writes.
static EMOJI: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let lines = include_str!(concat!(env!("OUT_DIR"), "/emoji.txt")).lines();
    lines.filter_map(|line| line.split_once(' ')).collect()
});

/// Longest name of a shortcode; the longest known one has 36 letters.
const LONGEST: usize = 40;

/// `text` with every known shortcode replaced by its emoji.
///
/// A colon right behind a letter or digit opens none, so that `10:100:3` stays a time or a ratio.
pub(crate) fn replace(text: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut written = 0;
    let mut from = 0;
    while let Some(open) = text[from..].find(':').map(|at| from + at) {
        from = open + 1;
        if text[..open].ends_with(|c: char| c.is_alphanumeric()) {
            continue;
        }
        let rest = &text[open + 1..];
        let length = rest.bytes().take(LONGEST).take_while(|&b| is_name(b)).count();
        if rest.as_bytes().get(length) != Some(&b':') {
            continue;
        }
        if let Some(emoji) = EMOJI.get(&rest[..length]) {
            out.push_str(&text[written..open]);
            out.push_str(emoji);
            written = open + length + 2;
            from = written;
        }
    }
    if written == 0 {
        return Cow::Borrowed(text);
    }
    out.push_str(&text[written..]);
    Cow::Owned(out)
}

/// Whether a shortcode's name may hold `byte`.
fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'+' | b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(replace(text), expected, "{text:?}");
    }

    #[test]
    fn known_shortcodes_become_emoji() {
        check(":rocket: off", "🚀 off");
        check("(:+1:)", "(👍)");
        check(":rocket::rocket:", "🚀🚀");
        check("a: :white_check_mark:", "a: ✅");
    }

    #[test]
    fn other_colons_stay() {
        check("10:30:00", "10:30:00");
        check("10:100:3", "10:100:3");
        check(":no_such_thing:", ":no_such_thing:");
        check("::", "::");
        check("https://example.org:80/", "https://example.org:80/");
    }
}
