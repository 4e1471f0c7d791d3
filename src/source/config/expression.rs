//! Regular expressions that a community writes in `annals.yaml`.
//!
//! The engine for browsers has to read them as the program does, and has not the tables of Unicode: a browser would
//! download all of them for the name of a file. So classes `\p{…}` are known to neither; `\w`, `\d` and `\s` are, and
//! they mean those of all scripts.

use regex::Regex;
use regex_syntax::ast::{self, Ast, ClassSetItem, Visitor};
use serde::{Deserialize, Serialize};

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
        let expression = Expression::compiled(text)?;
        let ast = ast::parse::Parser::new().parse(text).map_err(|error| error.kind().to_string())?;
        ast::visit(&ast, Classes)?;
        Ok(expression)
    }

    /// An expression that was read before.
    fn compiled(text: &str) -> Result<Expression, String> {
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
        Expression::compiled(&text)
    }
}

impl From<Expression> for String {
    fn from(written: Expression) -> String {
        written.text
    }
}

/// Looks at the classes of an expression.
struct Classes;

impl Visitor for Classes {
    type Output = ();
    type Err = String;

    fn finish(self) -> Result<(), String> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), String> {
        known(!matches!(ast, Ast::ClassUnicode(_)))
    }

    fn visit_class_set_item_pre(&mut self, item: &ClassSetItem) -> Result<(), String> {
        known(!matches!(item, ClassSetItem::Unicode(_)))
    }
}

/// Refuses a class that the engine for browsers has not.
fn known(is_known: bool) -> Result<(), String> {
    match is_known {
        true => Ok(()),
        false => {
            Err(r"`\p` is not known here; `\w` is the letters, digits and marks of all scripts".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_means_the_whole() {
        let slug = Expression::new("a|b").unwrap();
        assert_eq!(["a", "b", "ab", "xa"].map(|text| slug.matches(text)), [true, true, false, false]);
        assert!(Expression::new("(").unwrap_err().contains("unclosed"));
    }

    #[test]
    fn classes_are_those_that_a_browser_knows() {
        for text in [r"[\w&&\D]+\S", r"\\p\{L\}", r"(?i)ä\b.", r"(?-u:\w)[[:alpha:]]"] {
            assert_eq!(Expression::new(text).map(|_| ()), Ok(()), "{text}");
        }
        for text in [r"\pL", r"a|([^\P{Alphabetic}])", r"(?x) \p { age = 6.0 }"] {
            assert!(Expression::new(text).unwrap_err().contains("not known here"), "{text}");
        }
    }
}
