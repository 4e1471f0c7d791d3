//! What plugins say about documents: the JSON of the hooks `document` and `check`.
//!
//! Types of their own, so that renaming a field in the core breaks nobody's plugin. A key that is not known is an
//! error, because whoever wrote it meant something by it.

use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::wire::one_line;
use crate::base::{Date, Severity};

/// What a plugin is told of a document.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct About<'a> {
    /// The source that it comes from.
    pub(super) source: &'a str,
    /// Its path in the source.
    pub(super) path: &'a str,
    /// What the source holds.
    pub(super) kind: &'a str,
    /// What is known when everything else was read; for checks.
    #[serde(flatten)]
    pub(super) known: Option<Known>,
}

/// What a document records, as far as checks are told.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Known {
    /// What it is called.
    pub(super) title: String,
    /// The day of a meeting.
    pub(super) date: Option<String>,
    /// What was decided.
    pub(super) decisions: Vec<WireDecision>,
    /// Who is to do what.
    pub(super) actions: Vec<WireAction>,
}

/// What `document` answers.
#[derive(Debug, Clone, Default, Eq, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Documented {
    /// The text as Markdown, line for line.
    pub(super) markdown: Option<String>,
    /// What it is called.
    pub(super) title: Option<String>,
    /// The day of a meeting.
    pub(super) date: Option<String>,
    /// Who was there.
    pub(super) attendees: Option<Vec<String>>,
    /// Who took the minutes.
    pub(super) minute_takers: Option<Vec<String>>,
    /// What was decided.
    pub(super) decisions: Option<Vec<WireDecision>>,
    /// Who is to do what.
    pub(super) actions: Option<Vec<WireAction>>,
    /// What is wrong with it.
    pub(super) problems: Vec<WireProblem>,
}

/// What `check` answers.
#[derive(Debug, Clone, Default, Eq, PartialEq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Checked {
    /// What is wrong with the document.
    pub(super) problems: Vec<WireProblem>,
}

/// Something that was decided.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireDecision {
    /// The line that says so, from 1.
    pub(super) line: u32,
    /// Its words.
    pub(super) text: String,
}

/// Something that somebody is to do.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireAction {
    /// The line that says so, from 1.
    pub(super) line: u32,
    /// Its words.
    pub(super) text: String,
    /// Who is to do it.
    #[serde(default)]
    pub(super) owners: Vec<String>,
    /// What became of it.
    #[serde(default)]
    pub(super) state: WireState,
}

/// What became of an action.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WireState {
    /// Still to be done.
    #[default]
    Open,
    /// Done.
    Done,
    /// Given up.
    Dropped,
}

/// Something that is wrong with a document.
#[derive(Debug, Clone, Eq, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WireProblem {
    /// The line, from 1; nothing when the whole document is meant.
    #[serde(default)]
    pub(super) line: Option<u32>,
    /// How much it matters.
    #[serde(default)]
    pub(super) severity: WireSeverity,
    /// What is wrong.
    pub(super) message: String,
    /// What to do about it.
    #[serde(default)]
    pub(super) hint: Option<String>,
}

/// How much a problem matters.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum WireSeverity {
    /// `annals check` fails.
    Error,
    /// It fails with `--strict`.
    #[default]
    Warning,
    /// Nothing fails.
    Advice,
}

impl From<WireSeverity> for Severity {
    fn from(severity: WireSeverity) -> Severity {
        match severity {
            WireSeverity::Error => Severity::Error,
            WireSeverity::Warning => Severity::Warning,
            WireSeverity::Advice => Severity::Advice,
        }
    }
}

/// Longest words, in characters, that are taken over of a decision, an action, a name or a message.
const LONGEST: usize = 2_000;

/// Most things of one sort that are taken over from one document.
const MOST: usize = 10_000;

/// Reads an answer.
pub(super) fn read<T: for<'de> Deserialize<'de>>(json: &str) -> Result<T, Failure> {
    serde_json::from_str(json).map_err(|error| nonsense(&error.to_string()))
}

/// An answer that cannot be used, for this reason.
fn nonsense(reason: &str) -> Failure {
    Failure::Answer(one_line(reason, 200))
}

impl Documented {
    /// The answer, if every place in it is one of a text with so many lines, and the words on one line each.
    pub(super) fn checked(mut self, lines: u32) -> Result<Documented, Failure> {
        let named = self.decisions.iter().flatten().map(|decision| decision.line);
        let named = named.chain(self.actions.iter().flatten().map(|action| action.line));
        check_lines(named.chain(self.problems.iter().filter_map(|problem| problem.line)), lines)?;
        if self.markdown.as_ref().is_some_and(|markdown| count(markdown) > lines) {
            return Err(nonsense(
                "its Markdown has more lines than the text, and stands for it line for line",
            ));
        }
        let counts = [
            self.decisions.as_ref().map_or(0, Vec::len),
            self.actions.as_ref().map_or(0, Vec::len),
            self.attendees.as_ref().map_or(0, Vec::len),
            self.minute_takers.as_ref().map_or(0, Vec::len),
            self.problems.len(),
        ];
        if counts.into_iter().any(|count| count > MOST) {
            return Err(nonsense("it has more than 10000 of something"));
        }
        if let Some(date) = &self.date
            && date.parse::<Date>().is_err()
        {
            return Err(nonsense(&format!("`{date}` is no day")));
        }
        let owners = self.actions.iter_mut().flatten().flat_map(|action| &mut action.owners);
        let names = self.attendees.iter_mut().chain(&mut self.minute_takers).flatten();
        owners.chain(names).chain(&mut self.title).for_each(shorten);
        self.decisions.iter_mut().flatten().for_each(|decision| shorten(&mut decision.text));
        self.actions.iter_mut().flatten().for_each(|action| shorten(&mut action.text));
        Ok(self)
    }
}

impl Checked {
    /// The answer, if every place in it is one of a text with so many lines.
    pub(super) fn checked(self, lines: u32) -> Result<Checked, Failure> {
        check_lines(self.problems.iter().filter_map(|problem| problem.line), lines)?;
        match self.problems.len() > MOST {
            true => Err(nonsense("it has more than 10000 of something")),
            false => Ok(self),
        }
    }
}

/// Whether each of `named` is one of so many lines.
fn check_lines(mut named: impl Iterator<Item = u32>, lines: u32) -> Result<(), Failure> {
    match named.find(|line| *line == 0 || *line > lines) {
        Some(line) => Err(nonsense(&format!("line {line} is none of the text, which has {lines}"))),
        None => Ok(()),
    }
}

/// Puts `words` on one line that is not too long.
fn shorten(words: &mut String) {
    *words = one_line(words, LONGEST);
}

/// How many lines `text` has, an empty one counting too.
pub(super) fn count(text: &str) -> u32 {
    u32::try_from(text.lines().count().max(1)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: Result<(), &str>) {
        let read = read::<Documented>(json).and_then(|said| said.checked(3)).map(|_| ());
        assert_eq!(
            read.map_err(|failure| failure.to_string()),
            expected.map_err(|reason| { format!("gave an answer that cannot be used: {reason}") })
        );
    }

    #[test]
    fn what_can_be_used_is_taken() {
        check("{}", Ok(()));
        check(
            "{\"markdown\":\"a\\n\\nb\",\"date\":\"2024-02-29\",\"decisions\":[{\"line\":3,\"text\":\"x\"}]}",
            Ok(()),
        );
        check("{\"actions\":[{\"line\":1,\"text\":\"x\",\"owners\":[\"a\"],\"state\":\"done\"}]}", Ok(()));
        check(
            "{\"problems\":[{\"message\":\"x\",\"severity\":\"advice\",\"line\":1,\"hint\":\"y\"}]}",
            Ok(()),
        );
    }

    #[test]
    fn places_outside_the_text_are_told() {
        let outside = "is none of the text, which has 3";
        check("{\"decisions\":[{\"line\":4,\"text\":\"x\"}]}", Err(&format!("line 4 {outside}")));
        check("{\"actions\":[{\"line\":0,\"text\":\"x\"}]}", Err(&format!("line 0 {outside}")));
        check("{\"problems\":[{\"line\":9,\"message\":\"x\"}]}", Err(&format!("line 9 {outside}")));
        let longer = "its Markdown has more lines than the text, and stands for it line for line";
        check("{\"markdown\":\"a\\nb\\nc\\nd\"}", Err(longer));
        check("{\"date\":\"2023-02-29\"}", Err("`2023-02-29` is no day"));
        check("{\"date\":\"2023-2-1\"}", Err("`2023-2-1` is no day"));
    }

    #[test]
    fn what_is_no_answer_is_told() {
        for json in
            ["", "[", "{\"line\":1}", "{\"decisions\":[{\"line\":-1,\"text\":\"x\"}]}", "{\"problems\":[{}]}"]
        {
            assert!(read::<Documented>(json).is_err(), "{json}");
        }
    }
}
