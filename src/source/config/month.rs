//! Months by their names: English and German ones, and those that a source configures.
//!
//! ```yaml
//! months: [tammikuuta, helmikuuta, maaliskuuta, …]
//! ```
//!
//! A name is a whole word, or begins one with three letters or more: `marraskuuta` only looks like March.

use super::check::Checker;
use super::wire::Many;
use crate::base::yaml::Node;

/// The months' names in English and German, and what people write for them that is no beginning of one.
const USUAL: [&[&str]; 12] = [
    &["january", "januar", "jänner", "jaenner"],
    &["february", "februar", "feber"],
    &["march", "märz", "maerz", "mrz"],
    &["april"],
    &["may", "mai"],
    &["june", "juni"],
    &["july", "juli"],
    &["august"],
    &["september"],
    &["october", "oktober"],
    &["november"],
    &["december", "dezember"],
];

/// The fewest letters of an abbreviation.
const SHORTEST: usize = 3;

/// The month, 1 to 12, that `word` names; `own` are the names of a source, which come before the usual ones.
pub(super) fn month_of(word: &str, own: &[Vec<String>]) -> Option<i8> {
    let word = word.to_lowercase();
    let usual: Vec<Vec<&str>> = USUAL.iter().map(|names| names.to_vec()).collect();
    let own: Vec<Vec<&str>> = own.iter().map(|names| names.iter().map(String::as_str).collect()).collect();
    let month = only(&own, |name| name == word)
        .or_else(|| only(&usual, |name| name == word))
        .or_else(|| abbreviated(&own, &word))
        .or_else(|| abbreviated(&usual, &word))?;
    i8::try_from(month + 1).ok()
}

/// The only month of which a name begins with `word`.
fn abbreviated(months: &[Vec<&str>], word: &str) -> Option<usize> {
    only(months, |name| word.chars().count() >= SHORTEST && name.starts_with(word))
}

/// The only month with a name that `is` one.
fn only(months: &[Vec<&str>], is: impl Fn(&str) -> bool) -> Option<usize> {
    let mut found = (0..months.len()).filter(|month| months[*month].iter().any(|name| is(name)));
    found.next().filter(|_| found.next().is_none())
}

impl Checker {
    /// The names of the twelve months, in lower case; of `a | b` each is one.
    pub(super) fn months(&mut self, Many(months): Many, node: &Node) -> Vec<Vec<String>> {
        if months.is_empty() {
            return Vec::new();
        }
        if months.len() != USUAL.len() {
            let message = format!("`months` has {} names", months.len());
            self.wrong(node.span, message, "name all twelve, January first");
            return Vec::new();
        }
        let mut read = Vec::new();
        for (at, month) in months.iter().enumerate() {
            let names: Vec<String> = month.split('|').map(|name| name.trim().to_lowercase()).collect();
            let is_name = |name: &String| !name.is_empty() && name.chars().all(char::is_alphabetic);
            if !names.iter().all(is_name) {
                let hint = "write letters alone, and several names as in `tammikuu | tammikuuta`";
                self.wrong(node.child(at).span, format!("`{month}` is no name of a month"), hint);
                return Vec::new();
            }
            read.push(names);
        }
        read
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The month of each word; nothing for a word that names none.
    #[track_caller]
    fn check(own: &[&str], cases: &[(&str, Option<i8>)]) {
        let own: Vec<Vec<String>> = own.iter().map(|name| vec![(*name).to_owned()]).collect();
        for (word, expected) in cases {
            assert_eq!(month_of(word, &own), *expected, "{word}");
        }
    }

    #[test]
    fn a_month_is_a_whole_word_or_its_beginning() {
        check(
            &[],
            &[
                ("January", Some(1)),
                ("Feb", Some(2)),
                ("MÄRZ", Some(3)),
                ("mrz", Some(3)),
                ("Mai", Some(5)),
                ("Sept", Some(9)),
                ("Okt", Some(10)),
                ("dezember", Some(12)),
                ("marraskuuta", None),
                ("marzo", None),
                ("Mayor", None),
                ("decided", None),
                ("ju", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn a_source_has_names_of_its_own() {
        let finnish = [
            "tammikuuta",
            "helmikuuta",
            "maaliskuuta",
            "huhtikuuta",
            "toukokuuta",
            "kesäkuuta",
            "heinäkuuta",
            "elokuuta",
            "syyskuuta",
            "lokakuuta",
            "marraskuuta",
            "joulukuuta",
        ];
        check(
            &finnish,
            &[("Marraskuuta", Some(11)), ("marras", Some(11)), ("maalis", Some(3)), ("May", Some(5))],
        );
        // One name is the beginning of another.
        let mut czech = ["x"; 12];
        (czech[5], czech[6]) = ("červen", "červenec");
        check(&czech, &[("červen", Some(6)), ("červenec", Some(7)), ("čer", None)]);
    }
}
