//! The rules of a standard's life, as data: `src/source/rules.yaml`, and what a community says instead.
//!
//! A rule is called as the diagnostic that it gives. Here is how much each matters and what it compares with; the
//! comparing is done where what it needs is known, of one file in [`crate::record`], of all in [`crate::link`].

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::expression::Expression;
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
}
