//! Clauses and brackets around the words of an action.

/// `before` and `behind` with a blank between them.
pub(super) fn joined(before: &str, behind: &str) -> String {
    [before, behind].join(" ").trim().to_owned()
}

/// Where the bracket closes that is open at the beginning of `text`, or its end.
pub(super) fn closing_bracket(text: &str) -> usize {
    let mut depth = 1usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

/// Whether a new clause can begin behind `before`.
pub(super) fn ends_clause(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '_' | '*'));
    before.is_empty()
        || before.ends_with(['.', '?', '!', ':', ';', ',', '(', '-', '–', '—', '>', '→', '[', '/'])
}
