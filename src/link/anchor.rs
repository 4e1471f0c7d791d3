//! Whether a page has the heading that a link names.

use crate::base::nearest::nearest;
use crate::record::Facts;

use super::forge::decode;

/// What a fragment means on a page.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) enum Fragment<'a> {
    /// The page as a whole: no fragment, a line of the source, a stretch of text.
    Page,
    /// This anchor.
    Anchor(String),
    /// No anchor of the page, but this one has the same letters and digits: a difference of letter case, or of
    /// the rules by which another tool makes anchors.
    Spelling(&'a str),
    /// No anchor of the page; this one is near, if any.
    Missing(Option<&'a str>),
}

/// What `fragment`, written without `#` and percent-encoded, means on the page of `facts`.
pub(super) fn fragment<'a>(facts: &'a Facts, fragment: Option<&str>) -> Fragment<'a> {
    // What follows `:~:` is for the browser alone (URL Fragment Text Directives, section 3.1).
    let written = fragment.map(|fragment| fragment.split(":~:").next().unwrap_or_default());
    let Some(written) = written.filter(|written| !written.is_empty()) else { return Fragment::Page };
    let decoded = decode(written);
    let known = |anchor: &str| facts.anchors.contains_key(anchor);
    if known(&decoded) {
        return Fragment::Anchor(decoded);
    }
    // GitHub puts this before the ids of a text and takes both spellings.
    let wanted = decoded.strip_prefix("user-content-").unwrap_or(&decoded);
    if known(wanted) {
        return Fragment::Anchor(wanted.to_owned());
    }
    if wanted.eq_ignore_ascii_case("top") || is_line(wanted) {
        return Fragment::Page;
    }
    let letters = letters(wanted);
    let spelling =
        facts.anchors.keys().find(|anchor| !letters.is_empty() && self::letters(anchor) == letters);
    match spelling {
        Some(anchor) => Fragment::Spelling(anchor),
        None => {
            let anchors = || facts.anchors.keys().map(String::as_str);
            // A heading that got more words keeps the first ones.
            let longer = || anchors().find(|anchor| begins_with_words(anchor, wanted));
            Fragment::Missing(nearest(wanted, anchors()).or_else(longer))
        }
    }
}

/// Whether `anchor` is the words of `wanted` and some more.
fn begins_with_words(anchor: &str, wanted: &str) -> bool {
    anchor.strip_prefix(&wanted.to_lowercase()).is_some_and(|rest| rest.starts_with('-'))
}

/// Letters and digits in lower case.
fn letters(anchor: &str) -> String {
    anchor.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a fragment names lines of the source, as forges do: `L12`, `L12-L15`, `L12C3-L15C1`, `L12-15`.
fn is_line(fragment: &str) -> bool {
    let mut parts = fragment.split('-');
    let is_place = |part: &str| {
        let part = part.strip_prefix('L').unwrap_or(part);
        let (line, column) = part.split_once('C').unwrap_or((part, "1"));
        [line, column].iter().all(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
    };
    fragment.starts_with('L') && parts.clone().count() <= 2 && parts.all(is_place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(written: &str, expected: Fragment) {
        let anchors = ["decision", "tests-for-new-standards", "l2-networks", "grüße"];
        let anchors = anchors.iter().map(|anchor| ((*anchor).to_owned(), String::new())).collect();
        let facts = Facts { anchors, ..Facts::default() };
        assert_eq!(fragment(&facts, Some(written)), expected, "{written}");
    }

    #[test]
    fn headings_are_found() {
        check("decision", Fragment::Anchor("decision".into()));
        check("user-content-decision", Fragment::Anchor("decision".into()));
        check("decision:~:text=we", Fragment::Anchor("decision".into()));
        check("gr%C3%BC%C3%9Fe", Fragment::Anchor("grüße".into()));
    }

    #[test]
    fn lines_and_stretches_of_text_mean_the_page() {
        for written in ["", "L12", "L12-L15", "L12C1-L15C2", "L5-7", ":~:text=we%20decided", "top"] {
            check(written, Fragment::Page);
        }
    }

    #[test]
    fn what_is_missing_gets_a_hint() {
        check("Tests-For-New-Standards", Fragment::Spelling("tests-for-new-standards"));
        check("Tests-for-new--standards", Fragment::Spelling("tests-for-new-standards"));
        check("desicion", Fragment::Missing(Some("decision")));
        check("L2-Network", Fragment::Missing(Some("l2-networks")));
        check("Tests", Fragment::Missing(Some("tests-for-new-standards")));
        check("nothing-like-it", Fragment::Missing(None));
    }
}
