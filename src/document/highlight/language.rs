//! The languages that code is highlighted in, and the marking.
//!
//! The expressions of grammars, and what runs them, are more than a browser needs to render a page: they are a module
//! of their own there, which is given the languages as a file.

use std::sync::OnceLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use super::{Answer, Question};
use crate::base::parcel;

/// In front of every class, so that none is one of the theme's.
const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "z-" };

/// The languages: part of the program, and in a browser a file of their own, which is [loaded](load) when a page
/// asks for one.
static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();

/// Those that have another grammar here than there.
static OWN: OnceLock<SyntaxSet> = OnceLock::new();

/// The languages, where they are there.
fn syntaxes() -> Option<&'static SyntaxSet> {
    #[cfg(feature = "native")]
    return Some(SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines));
    #[cfg(not(feature = "native"))]
    return SYNTAXES.get();
}

/// Those that have another grammar here, where they are there.
fn own() -> Option<&'static SyntaxSet> {
    #[cfg(feature = "native")]
    return Some(OWN.get_or_init(super::grammar::set));
    #[cfg(not(feature = "native"))]
    return OWN.get();
}

/// The languages as a file for [`load`].
///
/// Not compressed: what a language is made of is compressed already, each by itself.
#[cfg(feature = "native")]
pub fn dump() -> Vec<u8> {
    let both = own().zip(syntaxes()).expect("the program has both inside");
    postcard::to_stdvec(&both).expect("every list knows its length")
}

/// Takes the languages from the file that the program wrote; whether it could be read.
pub fn load(file: &[u8]) -> bool {
    let Ok((own, syntaxes)) = postcard::from_bytes::<(SyntaxSet, SyntaxSet)>(file) else { return false };
    // Who was quicker brought the same.
    let _ = (OWN.set(own), SYNTAXES.set(syntaxes));
    true
}

/// Answers the questions of a [`Memory`](super::Memory); nothing where they are damaged or another program's.
pub fn answer(questions: &[u8]) -> Option<Vec<u8>> {
    let questions: Vec<Question<'_>> = parcel::open(questions)?;
    let answer =
        |question: &Question<'_>| Answer { key: question.key, marked: marked(question.code, question.name) };
    Some(parcel::pack(&questions.iter().map(answer).collect::<Vec<_>>()))
}

/// The HTML of `code` where its language, called `name`, is known.
pub(super) fn marked(code: &str, name: &str) -> Option<String> {
    let find = |set: &'static SyntaxSet| Some((set, set.find_syntax_by_token(name)?));
    let (set, syntax) = own().and_then(find).or_else(|| syntaxes().and_then(find))?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, set, CLASSES);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_dumped_can_be_loaded() {
        let dump = dump();
        assert!(load(&dump) && !load(&dump[..dump.len() - 1]));
    }
}
