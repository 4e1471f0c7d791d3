//! The rules of a standard's life, as data: `src/source/rules.yaml`, and what a community says instead.
//!
//! A rule is called as the diagnostic that it gives. Here is how much each matters and what it compares with; the
//! comparing is done where what it needs is known, of one file in [`crate::record`], of all in [`crate::link`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::rules_check::WireRules;
use crate::base::yaml::{decode, parse};
use crate::base::{Code, Diagnostic, Severity};

/// The rules that every source of standards is held to.
const DEFAULT: &str = include_str!("../rules.yaml");

/// The rules of a source of standards.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// How much a violation matters, by the code of the rule; nothing for a rule that is switched off.
    pub levels: BTreeMap<String, Option<Severity>>,
    /// All keys that metadata may have, as written; empty for any but slips of a known one.
    pub keys: Vec<String>,
    /// Keys that there must be, by the names of `metadata`.
    pub required: Vec<String>,
    /// The types that there are; empty for any.
    pub types: Vec<String>,
    /// The tracks that there are, each with the beginning of its numbers (`scs-01`); empty for any.
    pub tracks: BTreeMap<String, String>,
    /// What the words of a file name must look like.
    pub slug: Option<Expression>,
    /// The dates that each status needs, by our names.
    pub dates: BTreeMap<String, Vec<String>>,
    /// The order in which dates come, by our names.
    pub order: Vec<String>,
    /// The headings that each type needs; of several in one entry, one is enough.
    pub sections: BTreeMap<String, Vec<Vec<String>>>,
    /// The relations that are written as lists, by our names.
    pub lists: Vec<String>,
    /// The relations that stay within one number, by our names.
    pub own_number: Vec<String>,
}

/// A regular expression for a whole text, equal to another when it is written alike.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Expression {
    /// As written.
    text: String,
    /// Matches a whole text.
    whole: Regex,
}

impl Expression {
    /// Reads an expression; the error says what is wrong with it.
    pub fn new(text: &str) -> Result<Expression, String> {
        let whole = Regex::new(&format!("^(?:{text})$"));
        let reason = |error: regex::Error| match &error {
            // The last line of the long explanation is the reason; those before point into it.
            regex::Error::Syntax(long) => {
                long.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned()
            }
            other => other.to_string(),
        };
        whole.map(|whole| Expression { text: text.to_owned(), whole }).map_err(reason)
    }

    /// Whether the whole of `text` is as it should be.
    pub fn matches(&self, text: &str) -> bool {
        self.whole.is_match(text)
    }
}

impl PartialEq for Expression {
    fn eq(&self, other: &Expression) -> bool {
        self.text == other.text
    }
}

impl Eq for Expression {}

impl TryFrom<String> for Expression {
    type Error = String;

    fn try_from(text: String) -> Result<Expression, String> {
        Expression::new(&text)
    }
}

impl From<Expression> for String {
    fn from(written: Expression) -> String {
        written.text
    }
}

/// The default rules, read once.
static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let (yaml, _) = parse(DEFAULT, 0);
    let wire = decode::<WireRules>(yaml).value.expect("the default rules can be read, as a test makes sure");
    Rules::default().changed(wire, &mut |_, _, _| {})
});

impl Rules {
    /// The rules without configuration.
    pub fn standard() -> Rules {
        RULES.clone()
    }

    /// A violation of the rule `code`, unless it is switched off.
    pub fn violation(&self, code: Code, message: impl Into<String>) -> Option<Diagnostic> {
        let severity = (*self.levels.get(code.as_str())?)?;
        Some(Diagnostic::new(severity, code, message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_rules_can_be_read_and_are_codes() {
        let (yaml, mut problems) = parse(DEFAULT, 0);
        let decoded = decode::<WireRules>(yaml);
        problems.extend(decoded.problems);
        assert_eq!(problems, []);
        let mut wrong = Vec::new();
        Rules::default().changed(decoded.value.unwrap(), &mut |_, message, _| wrong.push(message));
        assert_eq!(wrong, [""; 0]);
        for code in RULES.levels.keys() {
            let is_known = crate::code::ALL.iter().any(|(known, _)| known.as_str() == code);
            assert!(is_known, "`{code}` is no code");
        }
    }

    #[test]
    fn an_expression_means_the_whole() {
        let slug = Expression::new("a|b").unwrap();
        assert_eq!(["a", "b", "ab", "xa"].map(|text| slug.matches(text)), [true, true, false, false]);
        assert!(Expression::new("(").unwrap_err().contains("unclosed"));
    }
}
