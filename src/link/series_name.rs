//! Which series a heading means.
//!
//! Weeklies write "Team Ops/IAM", "SIG Standardisation & Certification", "Documentation SIG" for `ops` and `iam`,
//! `sig-standardization`, `sig-documentation`: the order of the words, British spelling and what joins two names
//! differ. What sort of body it is does count: "SIG IAM" is another body than "Team IAM".

use std::collections::{BTreeMap, BTreeSet};

/// Words that say what sort of body meets.
const BODIES: &[&str] = &["board", "sig", "team", "wg"];
/// Words that say nothing about which body it is.
const FILLERS: &[&str] = &["and", "call", "meeting", "minutes", "session", "the", "und"];

/// The names of all series.
#[derive(Debug, Clone, Default)]
pub struct SeriesNames {
    /// Each way to name a series, as its words in order and its body, with the series.
    names: BTreeMap<Name, BTreeSet<String>>,
    /// The longest name, in words.
    longest: usize,
}

/// A name as it is compared.
#[derive(Debug, Clone, Default, Eq, PartialEq, Ord, PartialOrd)]
struct Name {
    words: Vec<String>,
    /// `sig`; nothing for a team or where none is named.
    body: Option<String>,
}

impl SeriesNames {
    /// The names of the series `keys`, with their other names: `(text, series)`.
    pub fn new<'a>(
        keys: impl IntoIterator<Item = &'a str>,
        others: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> SeriesNames {
        let mut names = SeriesNames::default();
        let own = keys.into_iter().map(|key| (key, key));
        for (text, key) in own.chain(others) {
            let name = Name::new(text);
            names.longest = names.longest.max(name.words.len());
            if !name.words.is_empty() {
                names.names.entry(name).or_default().insert(key.to_owned());
            }
        }
        names
    }

    /// The series that `heading` means, the likeliest first: a joint series before the two it joins.
    ///
    /// Empty where it names none. Each name must begin where the one before it ended, from the first word on, so that
    /// a topic which merely contains the name of a team is none.
    pub fn find(&self, heading: &str) -> Vec<String> {
        let heading = Name::new(heading);
        let mut found: Vec<String> = Vec::new();
        let mut add = |key: &String| {
            if !found.contains(key) {
                found.push(key.clone());
            }
        };
        let mut at = 0;
        while at < heading.words.len() {
            let lengths = (1..=self.longest.min(heading.words.len() - at)).rev();
            let mut longest = 0;
            for length in lengths {
                let name =
                    Name { words: heading.words[at..at + length].to_vec(), body: heading.body.clone() };
                let Some(keys) = self.names.get(&name).filter(|keys| keys.len() == 1) else { continue };
                keys.iter().for_each(&mut add);
                longest = longest.max(length);
                // Of a joint name the parts may be meant as well: when each word is a name itself.
                let part = |word: &String| Name { words: vec![word.clone()], body: heading.body.clone() };
                let parts = name.words.iter().map(|word| self.names.get(&part(word)));
                if let Some(parts) = parts.collect::<Option<Vec<_>>>().filter(|_| length > 1) {
                    parts.into_iter().flatten().for_each(&mut add);
                }
                break;
            }
            if longest == 0 {
                break;
            }
            at += longest;
        }
        found
    }
}

impl Name {
    /// The name in `text`, without what stands in brackets.
    fn new(text: &str) -> Name {
        let mut name = Name::default();
        let mut depth = 0_usize;
        let outside: String = text
            .chars()
            .filter(|c| {
                depth = match c {
                    '(' | '[' => depth + 1,
                    ')' | ']' => depth.saturating_sub(1),
                    _ => depth,
                };
                depth == 0
            })
            .collect();
        // What follows a dash or colon is what was talked about.
        let outside =
            outside.split(" - ").next().unwrap_or_default().split([':', '–', '—']).next().unwrap_or_default();
        for word in outside.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            let word = spelling(&word.to_lowercase());
            if BODIES.contains(&word.as_str()) {
                // A team is a body like any other; it is what a name without a body means.
                if word != "team" {
                    name.body.get_or_insert(word);
                }
            } else if !FILLERS.contains(&word.as_str()) {
                name.words.push(word);
            }
        }
        name
    }
}

/// The word in American spelling: `standardisation` is `standardization`.
fn spelling(word: &str) -> String {
    word.replace("isation", "ization").replace("ising", "izing")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(heading: &str, expected: &[&str]) {
        let keys = [
            "tools",
            "docs",
            "tools-docs",
            "sig-tools",
            "sig-localization",
            "community-call",
            "main-board",
            "free-tools",
        ];
        let names = SeriesNames::new(keys, [("Toolsmiths", "tools"), ("SIG Lingo", "sig-localization")]);
        assert_eq!(names.find(heading), expected, "{heading}");
    }

    #[test]
    fn a_heading_names_its_series() {
        check("Team Tools", &["tools"]);
        check("Tools Team (Jo)", &["tools"]);
        check("Tools", &["tools"]);
        check("Toolsmiths", &["tools"]);
        check("SIG Tools", &["sig-tools"]);
        check("Tools SIG - call for papers", &["sig-tools"]);
        check("Localisation & Translation SIG", &["sig-localization"]);
        check("SIG Lingo", &["sig-localization"]);
        check("Main Board", &["main-board"]);
        check("Free Tools", &["free-tools"]);
    }

    #[test]
    fn a_joint_name_comes_before_its_parts() {
        for heading in ["Team Tools/Docs", "Team Tools and Docs", "Team Tools, Docs", "Team Tools Docs"] {
            check(heading, &["tools-docs", "tools", "docs"]);
        }
        check("Team Docs & Tools", &["docs", "tools"]);
        check("Team Tools & Tools Hacking Session", &["tools"]);
    }

    #[test]
    fn a_topic_is_no_series() {
        check("New tools", &[]);
        check("AOB", &[]);
        check("SIG Docs", &[]);
        check("Localization", &[]);
        check("", &[]);
    }
}
