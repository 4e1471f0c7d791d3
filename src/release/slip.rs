//! Titles that tell no reader anything: slips that were mended, and what reviewers asked for.
//!
//! Commits that reach a branch without a pull request bring such titles one by one. They are counted with the work
//! within a project and not listed. A title is taken for one only if every word of it is known here.

/// Words that make a title one of a slip.
const SLIPS: &[&str] = &[
    "capitalisation",
    "capitalization",
    "fixup",
    "formatting",
    "grammar",
    "indentation",
    "language",
    "lint",
    "linter",
    "linting",
    "markdownlint",
    "nit",
    "nits",
    "punctuation",
    "rephrase",
    "rephrasing",
    "review",
    "speling",
    "spelling",
    "style",
    "typo",
    "typos",
    "whitespace",
    "whitespaces",
    "wip",
    "wording",
];

/// Words that may stand beside them.
const BESIDE: &[&str] = &[
    "a",
    "address",
    "again",
    "an",
    "and",
    "another",
    "apply",
    "code",
    "comment",
    "comments",
    "correct",
    "corrections",
    "error",
    "errors",
    "even",
    "feedback",
    "few",
    "fix",
    "fixed",
    "fixes",
    "fixing",
    "for",
    "from",
    "further",
    "happy",
    "in",
    "incorporate",
    "integrate",
    "issue",
    "issues",
    "make",
    "markdown",
    "md",
    "minor",
    "missing",
    "more",
    "of",
    "on",
    "problems",
    "remove",
    "satisfy",
    "small",
    "some",
    "suggestion",
    "suggestions",
    "text",
    "the",
    "to",
    "trailing",
    "two",
    "warnings",
];

/// Whether `title` tells of a slip and of nothing else.
pub(super) fn is_slip(title: &str) -> bool {
    let lower = title.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut is_slip = false;
    words.all(|word| {
        let is_one = SLIPS.contains(&word);
        is_slip |= is_one;
        is_one || BESIDE.contains(&word)
    }) && is_slip
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(titles: &[&str], expected: bool) {
        for title in titles {
            assert_eq!(is_slip(title), expected, "{title}");
        }
    }

    #[test]
    fn slips_are_told_from_changes() {
        check(&["fix typo", "Fix typos.", "linting", "markdown lint", "style/language", "speling"], true);
        check(
            &["Apply suggestions from code review", "Address review comments", "Even more language fixes."],
            true,
        );
        check(
            &["Fix typo in Volume Type Standard", "Add review process", "fix", "more", "", "Add a linter"],
            false,
        );
        check(&["Fix the wording of guarantees", "language server", "review the API"], false);
    }
}
