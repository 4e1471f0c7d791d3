//! What the message of a commit says: which change it is, and how it belongs to others.
//!
//! Four habits are understood, alone or together: Conventional Commits (`fix(api)!: …`), squashed pull requests
//! (`… (#12)`), merges of pull requests as forges write them, and trailers. What a message does not say is not guessed.

use std::sync::LazyLock;

use regex::{Captures, Regex};
use serde::{Deserialize, Serialize};

use super::footer;
use super::trailer::{Trailer, picked_from, trailers};
use crate::base::Date;

/// A commit as git has it.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Commit {
    /// Full hexadecimal id.
    pub id: String,
    /// Ids of its parents.
    pub parents: Vec<String>,
    /// Who wrote it, as `.mailmap` has them.
    pub author: Person,
    /// The day on which it was committed, in the committer's own time zone.
    pub date: Date,
    /// What it says.
    pub message: String,
}

/// Somebody who contributed.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
pub struct Person {
    /// The name as written.
    pub name: String,
    /// The address as written; it tells people apart and is never shown.
    pub email: String,
}

/// What a message says.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Message {
    /// Its first paragraph on one line.
    pub subject: String,
    /// What a reader is told of the change: the subject, or the title of the pull request that was merged, without
    /// the mark of a convention and without numbers of pull requests.
    pub title: String,
    /// What others call it: the subject, or the title of the pull request that was merged, without numbers alone.
    pub name: String,
    /// `fix`, `feat`, in lower case, of a conventional commit.
    pub kind: Option<String>,
    /// `api` in `fix(api): …`.
    pub scope: Option<String>,
    /// Whether it says that it breaks something: `!`, or a footer `BREAKING CHANGE`.
    pub is_breaking: bool,
    /// What the footers `BREAKING CHANGE` say, each as Markdown of somebody else's.
    pub breaking: Vec<String>,
    /// The pull request that brought it.
    pub pull: Option<u64>,
    /// Whether it merges a pull request, so that the commits of its other side belong to it.
    pub is_merge_of_pull: bool,
    /// Commits that it takes back: full or shortened ids.
    pub reverts: Vec<String>,
    /// Pull requests that it takes back.
    pub reverted_pulls: Vec<u64>,
    /// The subject that it takes back, as in `Revert "…"`, where it gives nothing surer.
    pub reverted_subject: Option<String>,
    /// Commits that it was picked from.
    pub picked_from: Vec<String>,
    /// Pull requests that it brings to another branch.
    pub picked_pulls: Vec<u64>,
    /// Its trailers in order.
    pub trailers: Vec<Trailer>,
}

/// An expression that is part of the program. It is compiled for the first text that has words without which it finds
/// nothing: most messages have none of them.
struct Pattern {
    /// Those words.
    hint: &'static str,
    /// The expression.
    regex: LazyLock<Regex>,
}

/// The expression that `$pattern` describes, which finds nothing in a text without `$hint`.
macro_rules! pattern {
    ($hint:expr, $pattern:expr) => {
        Pattern { hint: $hint, regex: LazyLock::new(|| Regex::new($pattern).expect("the pattern is fixed")) }
    };
}

impl Pattern {
    /// Whether `text` has it.
    fn is_match(&self, text: &str) -> bool {
        text.contains(self.hint) && self.regex.is_match(text)
    }

    /// The first one in `text`.
    fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        text.contains(self.hint).then(|| self.regex.captures(text)).flatten()
    }

    /// All of them in `text`.
    fn captures_iter<'t>(&self, text: &'t str) -> impl Iterator<Item = Captures<'t>> {
        text.contains(self.hint).then(|| self.regex.captures_iter(text)).into_iter().flatten()
    }
}

/// The head of a conventional commit (conventionalcommits.org, 1.0.0, items 1 to 5 and 13).
static CONVENTIONAL: Pattern =
    pattern!(": ", r"^([A-Za-z][A-Za-z0-9_-]*)(?:\(([^()\r\n]+)\))?(!)?: +(\S.*)$");

/// A title that a forge made of the name of a branch (`feat/add-lists`): the first word with a large letter, and blanks
/// for what parted the words.
static BRANCH: Pattern = pattern!("/", r"^([A-Z][a-z]+)/(\S.*)$");

/// Words before the colon that say what kind of change it is: those of the convention and of the lists that projects
/// use with it. Any other word is a part of the title.
const KINDS: [&str; 20] = [
    "feat",
    "feature",
    "fix",
    "bugfix",
    "hotfix",
    "perf",
    "refactor",
    "style",
    "docs",
    "doc",
    "test",
    "tests",
    "build",
    "ci",
    "chore",
    "revert",
    "security",
    "deprecate",
    "remove",
    "release",
];

/// Marks of commits that are to become part of another one (git-rebase(1), `--autosquash`).
const SQUASH_MARKS: [&str; 3] = ["fixup! ", "squash! ", "amend! "];

/// Subjects of merges, as forges write them; the first group is the number, a second one the title.
static MERGES: [Pattern; 3] = [
    pattern!("Merge pull request #", r"^Merge pull request #(\d{1,9}) from \S+"),
    pattern!("Merge pull request '", r"^Merge pull request '(?P<title>.*)' \(#(\d{1,9})\) from .+ into .+$"),
    pattern!("Merged in ", r"^Merged in \S+ \(pull request #(\d{1,9})\)"),
];

/// The line with which GitLab ends the message of a merge.
static MERGE_REQUEST: Pattern =
    pattern!("See merge request ", r"(?m)^See merge request [^\s!]*!(\d{1,9})\s*$");

/// The line with which git reverts a commit; of a merge, `reversing changes made to` follows.
static REVERTS: Pattern =
    pattern!("reverts ", r"This (?:partially )?reverts (?:merge )?commit ([0-9a-f]{7,64})");

/// The line with which GitHub reverts a pull request.
static REVERTS_PULL: Pattern = pattern!("Reverts ", r"(?m)^Reverts (?:[\w.-]+/[\w.-]+)?#(\d{1,9})\s*$");

/// A subject that takes another one back.
static REVERTED: Pattern = pattern!("Revert \"", r#"^Revert "(.*)"(?: \((?:#|!)\d{1,9}\))?$"#);

/// How backports name the pull request that they repeat: in brackets, or at the beginning of a line. A text that
/// speaks of a backport goes on behind the number.
static BACKPORTS: Pattern = pattern!(
    "#",
    r"(?mi)(?:[(\[]|^\s*(?:this is an? )?(?:automat(?:ed|ic) )?)(?:back-?port(?:s|ed)?|cherry[ -]?pick(?:s|ed)?)(?: of| from)?(?: pull request| pr)?:? #(\d{1,9})(?:[)\]:.,]| +(?:in)?to | +from |\s*$)"
);

/// Reads a commit's message.
pub fn read(message: &str) -> Message {
    let message = message.trim_start_matches(['\n', '\r']);
    let (body, trailers) = trailers(message);
    let (subject, rest) = subject(body);
    let mut read = Message { trailers, ..Message::default() };
    let whole = self::subject(message).1;
    let title = read.merge(&subject, if rest.trim().is_empty() { whole } else { rest });
    let title = title.unwrap_or_else(|| subject.clone());
    let whole_title = title.clone();
    let title = read.squash(&title);
    read.name.clone_from(&title);
    read.convention(&title, whole);
    if read.title.is_empty() {
        read.title = title;
    }
    read.reverts = REVERTS.captures_iter(message).map(|found| found[1].to_owned()).collect();
    read.reverted_pulls = numbers(&REVERTS_PULL, message).collect();
    if read.reverts.is_empty() && read.reverted_pulls.is_empty() {
        read.reverted_subject = REVERTED.captures(&whole_title).map(|found| found[1].to_owned());
    }
    read.picked_from = message.lines().filter_map(picked_from).map(str::to_owned).collect();
    // What is quoted is somebody else's.
    if !read.takes_back() {
        read.picked_pulls.extend(numbers(&BACKPORTS, message).filter(|number| read.pull != Some(*number)));
    }
    read.subject = subject;
    read
}

/// The first paragraph on one line, and what follows it.
fn subject(body: &str) -> (String, &str) {
    let mut end = body.len();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        if line.trim().is_empty() {
            end = at;
            break;
        }
        at += line.len();
    }
    let words: Vec<&str> = body[..end].lines().map(str::trim).collect();
    (words.join(" ").trim().to_owned(), &body[end..])
}

/// A title without the number `(#12)` behind it, and the number; GitLab writes `!12`.
fn squashed(title: &str) -> Option<(&str, u64)> {
    let (before, number) = title.strip_suffix(')')?.rsplit_once('(')?;
    let number = number.strip_prefix(['#', '!'])?;
    let is_number = (1..10).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| Some((before.trim_end(), number.parse().ok()?))).flatten()
}

/// Whether `title` is that of a conventional commit, of a kind that projects use.
pub(super) fn is_conventional(title: &str) -> bool {
    CONVENTIONAL.captures(title).is_some_and(|found| KINDS.contains(&found[1].to_lowercase().as_str()))
}

/// A title without the numbers of pull requests behind it.
pub(super) fn without_numbers(title: &str) -> &str {
    let mut title = title.trim_end();
    while let Some((before, _)) = squashed(title) {
        title = before;
    }
    title
}

/// The numbers that `pattern` finds.
fn numbers<'a>(pattern: &'static Pattern, text: &'a str) -> impl Iterator<Item = u64> + 'a {
    pattern.captures_iter(text).filter_map(|found| found[1].parse().ok())
}

impl Message {
    /// Takes in that this is the merge of a pull request, and gives the pull request's title.
    fn merge(&mut self, subject: &str, rest: &str) -> Option<String> {
        // A title such as `feat: lists` looks like a trailer; `Signed-off-by: …` is one.
        let is_title = |line: &&str| !line.split_once(": ").is_some_and(|(key, _)| key.contains("-by"));
        let first_line =
            || rest.lines().map(str::trim).find(|line| !line.is_empty()).filter(is_title).map(str::to_owned);
        for pattern in MERGES.iter() {
            let Some(found) = pattern.captures(subject) else { continue };
            let title = found.name("title").map(|title| title.as_str().to_owned());
            let number = found.iter().skip(1).flatten().find_map(|group| group.as_str().parse().ok());
            (self.pull, self.is_merge_of_pull) = (number, true);
            return title.or_else(first_line);
        }
        if subject.starts_with("Merge branch ")
            && let Some(number) = numbers(&MERGE_REQUEST, rest).last()
        {
            (self.pull, self.is_merge_of_pull) = (Some(number), true);
            return first_line().filter(|line| !MERGE_REQUEST.is_match(line));
        }
        None
    }

    /// Takes in the numbers behind a title, and gives the title without them. Of several the last one brought the
    /// commit here; those before it are what a backport repeats.
    fn squash(&mut self, title: &str) -> String {
        let mut title = title.trim_end();
        while let Some((before, number)) = squashed(title) {
            match self.pull {
                None => self.pull = Some(number),
                Some(pull) if pull == number => {}
                Some(_) => self.picked_pulls.push(number),
            }
            title = before;
        }
        title.to_owned()
    }

    /// Takes in what a conventional commit says.
    fn convention(&mut self, title: &str, rest: &str) {
        if let Some(found) = CONVENTIONAL.captures(title) {
            self.kind = Some(found[1].to_lowercase());
            self.scope = found.get(2).map(|scope| scope.as_str().trim().to_owned());
            self.is_breaking = found.get(3).is_some();
            // Many projects begin with a part of theirs instead (`api: …`), which a reader needs.
            if KINDS.contains(&found[1].to_lowercase().as_str()) {
                self.title = found[4].trim().to_owned();
            }
        } else if let Some(found) = BRANCH.captures(title)
            && KINDS.contains(&found[1].to_lowercase().as_str())
        {
            self.kind = Some(found[1].to_lowercase());
            self.title = found[2].trim().to_owned();
        }
        let told = footer::breaking(rest);
        self.is_breaking |= !told.is_empty();
        self.breaking.extend(told.into_iter().filter(|told| !told.is_empty()));
    }

    /// Whether it takes something back.
    pub fn takes_back(&self) -> bool {
        !self.reverts.is_empty() || !self.reverted_pulls.is_empty() || self.reverted_subject.is_some()
    }

    /// The subject of the commit that this one was to become part of.
    pub fn part_of(&self) -> Option<&str> {
        let mut rest = self.subject.as_str();
        while let Some(inner) = SQUASH_MARKS.iter().find_map(|mark| rest.strip_prefix(mark)) {
            rest = inner;
        }
        (rest.len() < self.subject.len()).then_some(rest)
    }

    /// The values of the trailers called `key`, in any letter case.
    pub fn values<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.trailers
            .iter()
            .filter(move |trailer| trailer.key.eq_ignore_ascii_case(key))
            .map(|it| it.value.as_str())
    }
}

impl Person {
    /// The person in `Jo Doe <jo@example.org>`.
    pub fn parse(text: &str) -> Option<Person> {
        let (name, email) = text.split_once('<')?;
        let email = email.split('>').next()?.trim();
        let person = Person { name: name.trim().to_owned(), email: email.to_owned() };
        (!person.name.is_empty() || !person.email.is_empty()).then_some(person)
    }
}

#[cfg(test)]
mod tests;
