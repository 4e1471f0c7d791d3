//! Who contributed, each person once.
//!
//! People commit under several addresses. `.mailmap` has been applied before; beyond it, two spellings are one person
//! when they share an address, or a name of at least two words. A single word may be anybody's (`root`), unless it is
//! such a name written together, as people call themselves on forges: `janedoe`.

use std::collections::{BTreeMap, BTreeSet};

use super::commit::Person;

/// Addresses that a forge gives to people who hide theirs: `12345+jo@users.noreply.github.com`.
const HIDDEN: &str = "@users.noreply.";

/// From how many letters on a single word is taken for the whole name of somebody.
const LONG: usize = 7;

/// The names of `people`, each person once, programs left out, in alphabetical order.
///
/// Of several spellings the one met most often is shown, and of equally frequent ones the first in the alphabet.
pub fn contributors<'a>(people: impl IntoIterator<Item = &'a Person>) -> Vec<String> {
    let mut spellings: BTreeMap<(usize, &str), usize> = BTreeMap::new();
    let people: Vec<&Person> = people.into_iter().filter(|person| !is_program(person)).collect();
    let names = people.iter().filter(|person| person.name.split_whitespace().count() > 1);
    let full = names.map(|person| handle(person)).filter(|handle| handle.chars().count() >= LONG);
    let mut groups = Groups { full: full.collect(), ..Groups::default() };
    let numbers: Vec<usize> = people.iter().map(|person| groups.number(person)).collect();
    for (person, number) in people.iter().zip(numbers) {
        *spellings.entry((groups.root(number), shown(person))).or_default() += 1;
    }
    let mut best: BTreeMap<usize, (usize, &str)> = BTreeMap::new();
    for ((group, name), count) in spellings {
        let known = best.entry(group).or_insert((count, name));
        if count > known.0 {
            *known = (count, name);
        }
    }
    let mut names: Vec<String> = best.into_values().map(|(_, name)| name.to_owned()).collect();
    names.sort_by_cached_key(|name| (name.to_lowercase(), name.clone()));
    names
}

/// Whether a program signs so, as bots on forges do.
pub fn is_program(person: &Person) -> bool {
    person.name.ends_with("[bot]") || person.email.contains("[bot]@")
}

/// What is shown of a person: the name, or the part of the address before its host.
fn shown(person: &Person) -> &str {
    match person.name.trim() {
        "" => person.email.split('@').next().unwrap_or_default(),
        name => name,
    }
}

/// Spellings that are known to be one person.
#[derive(Default)]
struct Groups {
    /// Names of several words, written together, as far as they are long enough to be nobody else's.
    full: BTreeSet<String>,
    /// For each number a smaller one of the same person, or itself.
    parents: Vec<usize>,
    /// The number under which a name or an address is known.
    known: BTreeMap<String, usize>,
}

impl Groups {
    /// The number of `person`, whose name and address are one person's from now on.
    fn number(&mut self, person: &Person) -> usize {
        let number = self.parents.len();
        self.parents.push(number);
        for key in keys(person, &self.full) {
            let other = *self.known.entry(key).or_insert(number);
            let (one, other) = (self.root(number), self.root(other));
            self.parents[one.max(other)] = one.min(other);
        }
        self.root(number)
    }

    /// The smallest number of the same person.
    fn root(&mut self, number: usize) -> usize {
        let mut at = number;
        while self.parents[at] != at {
            self.parents[at] = self.parents[self.parents[at]];
            at = self.parents[at];
        }
        at
    }
}

/// The name of `person` in lower case and written together, as people call themselves on forges.
fn handle(person: &Person) -> String {
    person.name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What tells a person: the address, and a name of several words.
fn keys(person: &Person, full: &BTreeSet<String>) -> Vec<String> {
    let email = person.email.to_lowercase();
    let address = match email.split_once(HIDDEN) {
        Some((user, host)) => {
            let handle = user.split_once('+').map_or(user, |(_, handle)| handle);
            format!("{handle}@{host}")
        }
        None => email,
    };
    let words: Vec<String> = person.name.split_whitespace().map(str::to_lowercase).collect();
    let mut keys = Vec::new();
    if !address.is_empty() {
        keys.push(format!("address {address}"));
    }
    if words.len() > 1 {
        keys.push(format!("name {}", words.join(" ")));
    }
    let handle = handle(person);
    if words.len() > 1 || full.contains(&handle) {
        keys.push(format!("handle {handle}"));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(people: &[&str], expected: &[&str]) {
        let people: Vec<Person> = people.iter().filter_map(|person| Person::parse(person)).collect();
        assert_eq!(contributors(&people), expected);
    }

    #[test]
    fn one_person_is_counted_once() {
        check(
            &["Jo Doe <jo@example.org>", "jo doe <jd@example.com>", "Jo Doe <JO@example.org>"],
            &["Jo Doe"],
        );
        check(&["Jo Doe <jo@example.org>", "jo <jo@example.org>", "jo <jo@example.org>"], &["jo"]);
        check(&["Jo Doe <1+jo@users.noreply.github.com>", "jo <jo@users.noreply.github.com>"], &["Jo Doe"]);
        check(&["jo <a@example.org>", "Jo Doe <b@example.org>", "Jo Doe <a@example.org>"], &["Jo Doe"]);
        check(&["Jane Doe <a@example.org>", "janedoe <b@example.org>"], &["Jane Doe"]);
    }

    #[test]
    fn others_are_not_taken_for_one() {
        check(&["root <a@example.org>", "root <b@example.org>"], &["root", "root"]);
        check(&["alexander <a@example.org>", "alexander <b@example.org>"], &["alexander", "alexander"]);
        check(&["Jo Doe <a@example.org>", "jodoe <b@example.org>"], &["Jo Doe", "jodoe"]);
        check(&["Ada B <>", "Zoe C <>", "bob d <>"], &["Ada B", "bob d", "Zoe C"]);
    }

    #[test]
    fn programs_contribute_nothing() {
        check(&["renovate[bot] <1+renovate[bot]@users.noreply.github.com>"], &[]);
    }
}
