//! Where a name begins and ends within a text.

/// How far a look backwards goes; longer words are no names.
const REACH: usize = 80;

/// The character before offset `at`.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text[..at].chars().next_back()
}

/// The character at offset `at`.
pub(super) fn behind(text: &str, at: usize) -> Option<char> {
    text[at..].chars().next()
}

/// Whether a letter or digit stands right before `at`, so that a name cannot begin there.
pub(super) fn continues_word(text: &str, at: usize) -> bool {
    before(text, at).is_some_and(char::is_alphanumeric)
}

/// Whether a letter or digit stands at `at`, so that a name cannot end there.
pub(super) fn word_continues(text: &str, at: usize) -> bool {
    behind(text, at).is_some_and(char::is_alphanumeric)
}

/// Where the run of characters that `belongs` takes, ending at `at`, begins, within reach.
pub(super) fn run_start(text: &str, at: usize, belongs: impl Fn(char) -> bool) -> usize {
    let taken = text[..at].chars().rev().take(REACH).take_while(|&c| belongs(c));
    at - taken.map(char::len_utf8).sum::<usize>()
}

/// Where the run of characters that `belongs` takes, beginning at `at`, ends, within reach.
pub(super) fn run_end(text: &str, at: usize, belongs: impl Fn(char) -> bool) -> usize {
    let taken = text[at..].chars().take(REACH).take_while(|&c| belongs(c));
    at + taken.map(char::len_utf8).sum::<usize>()
}

/// The word right before `at`, blanks and brackets between them left out.
pub(super) fn word_before(text: &str, at: usize) -> &str {
    let end = run_start(text, at, |c| {
        c != '\n' && (c.is_whitespace() || matches!(c, '(' | '"' | '\'' | '*' | '_'))
    });
    &text[run_start(text, end, char::is_alphanumeric)..end]
}

/// Whether the word with signs around `start..end` looks like a key or hash, in which any name may turn up.
///
/// One of its parts holds letters of both cases and digits, changes between them at least three times, and goes on
/// behind a digit: `W7fA` does, `RelEngR6` does not.
pub(super) fn looks_random(text: &str, start: usize, end: usize) -> bool {
    let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '~');
    let word = &text[run_start(text, start, belongs)..run_end(text, end, belongs)];
    word.split(['-', '_', '~']).any(is_random)
}

/// Whether the letters and digits of `part` look like chance.
fn is_random(part: &str) -> bool {
    let class = |byte: u8| match byte {
        b'0'..=b'9' => 0,
        b'A'..=b'Z' => 1,
        _ => 2,
    };
    let (mut changes, mut seen, mut goes_on) = (0, [false; 3], false);
    let mut last = None;
    for class in part.bytes().map(class) {
        changes += usize::from(last.is_some_and(|last| last != class));
        goes_on |= last == Some(0) && class != 0;
        seen[class] = true;
        last = Some(class);
    }
    changes >= 3 && goes_on && seen == [true; 3]
}

/// The URL at the beginning of `run`, without the signs that end the sentence around it, as in GFM's autolinks.
pub(super) fn trim_url(run: &str) -> &str {
    let mut url = run;
    while let Some(last) = url.chars().next_back() {
        let closes = last == ')' && url.matches(')').count() > url.matches('(').count();
        if !closes && !matches!(last, '?' | '!' | '.' | ',' | ':' | '*' | '_' | '~' | '\'' | ']' | ';') {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_is_no_word() {
        for (word, expected) in [
            ("EZjR7-W7fA", true),
            ("xmZ7newzY5E5NdxjHQS09S", true),
            ("Release-Notes-R5", false),
            ("k8s-v1-R5", false),
            ("acme-RelEngR6", false),
            ("R5---OUTCOMES", false),
        ] {
            assert_eq!(looks_random(word, 0, word.len()), expected, "{word}");
        }
    }

    #[test]
    fn the_sentence_goes_on_behind_a_url() {
        for (run, expected) in [
            ("https://a.example/b).", "https://a.example/b"),
            ("https://a.example/b_(c)", "https://a.example/b_(c)"),
            ("https://a.example/**", "https://a.example/"),
        ] {
            assert_eq!(trim_url(run), expected);
        }
    }
}
