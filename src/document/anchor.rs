//! Ids of headings, equal to the anchors that the forge gives them.
//!
//! Links to headings are written against the forge, so its rules are ours: lower case, no punctuation but `-` and
//! `_`, a hyphen for each blank, and a number behind what was there before.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

/// What an anchor keeps beside the hyphen and the blank: `\p{Word}` as the forge's regular expressions mean it.
/// That is `\w` of Unicode without the joiners.
static WORD: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^[\w--\u200c\u200d]$").expect("the pattern is fixed and valid"));

/// Gives each heading of one document its id.
#[derive(Debug, Default)]
pub(crate) struct Anchors {
    /// The ids given so far, each with the last number put behind it.
    given: BTreeMap<String, u32>,
}

impl Anchors {
    /// The id of a heading whose text is `text`, emoji shortcodes still written out.
    ///
    /// A heading of nothing but signs has an empty anchor on the forge, which no link can name; it is
    /// `section` here.
    pub(crate) fn id(&mut self, text: &str) -> String {
        match slug(text) {
            slug if slug.is_empty() => self.give("section".to_owned()),
            slug => self.give(slug),
        }
    }

    /// The id of a heading that names it itself.
    pub(crate) fn named(&mut self, name: &str) -> String {
        self.give(name.to_owned())
    }

    /// `base`, with a number behind it where it was given before.
    fn give(&mut self, base: String) -> String {
        let Some(&last) = self.given.get(&base) else {
            self.given.insert(base.clone(), 0);
            return base;
        };
        // The number goes on from the last one, so that a thousand equal headings cost a thousand steps.
        let mut number = last + 1;
        let mut id = format!("{base}-{number}");
        while self.given.contains_key(&id) {
            number += 1;
            id = format!("{base}-{number}");
        }
        self.given.insert(base, number);
        self.given.insert(id.clone(), 0);
        id
    }
}

/// `text` as the forge writes it in an anchor, before duplicates are numbered.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            ' ' => slug.push('-'),
            '-' | '_' => slug.push(c),
            _ if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            _ if !c.is_ascii() && WORD.is_match(c.encode_utf8(&mut [0; 4])) => slug.extend(c.to_lowercase()),
            _ => {}
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Headings of one document and their ids.
    #[track_caller]
    fn check(headings: &[(&str, &str)]) {
        let mut anchors = Anchors::default();
        for (text, expected) in headings {
            assert_eq!(anchors.id(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn words_are_joined_in_lower_case() {
        check(&[("Team IaaS", "team-iaas")]);
        check(&[("2023-09-20", "2023-09-20")]);
        check(&[("scs_0214 snake_case", "scs_0214-snake_case")]);
        check(&[("  padded  ", "padded")]);
        check(&[("two  blanks", "two--blanks")]);
    }

    #[test]
    fn punctuation_goes_and_its_blanks_stay() {
        check(&[("SCS-0007: Integrator exceptions!", "scs-0007-integrator-exceptions")]);
        check(&[("Ops & IAM / Container", "ops--iam--container")]);
        check(&[("Topic (@handle, 10')", "topic-handle-10")]);
        check(&[("a – b", "a--b")]);
        check(&[("tab\there", "tabhere")]);
        check(&[("½ of Ⅷ is x²", "-of-ⅷ-is-x")]);
    }

    #[test]
    fn letters_of_every_script_stay() {
        check(&[("Ärger über Öl", "ärger-über-öl"), ("Привет Мир", "привет-мир"), ("会议记录", "会议记录")]);
    }

    #[test]
    fn emoji_go_and_shortcodes_keep_their_name() {
        check(&[("🎉 Party", "-party"), (":notebook: Agenda", "notebook-agenda")]);
        // The variation selector is a mark, which the forge keeps.
        check(&[("⚙\u{fe0f} Settings", "\u{fe0f}-settings")]);
        check(&[("👩\u{200d}🚀 Crew", "-crew")]);
    }

    #[test]
    fn duplicates_are_numbered_past_natural_ones() {
        check(&[("Agenda", "agenda"), ("Agenda", "agenda-1"), ("agenda", "agenda-2")]);
        check(&[("foo", "foo"), ("foo-1", "foo-1"), ("foo", "foo-2"), ("foo 1", "foo-1-1")]);
    }

    #[test]
    fn a_heading_of_signs_can_still_be_named() {
        check(&[("???", "section"), ("🎉", "section-1")]);
    }
}
