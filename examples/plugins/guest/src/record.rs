//! What documents record, as the hooks `document` and `check` are told it and tell it.

use serde::{Deserialize, Serialize};

/// What is known of a document before it is read: what `document` is asked about.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Document {
    /// The source that it comes from.
    pub source: String,
    /// Its path in the source.
    pub path: String,
    /// `pages`, `minutes`, `standards` or `releases`.
    pub kind: String,
    /// What it is called; known to `check` alone, as is what follows.
    pub title: String,
    /// The day of a meeting, as `2024-03-05`.
    pub date: Option<String>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// Who is to do what.
    pub actions: Vec<Action>,
}

/// What `document` answers: each part that is there takes the place of what Annals finds by itself.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Documented {
    /// The text as Markdown, each line at the number of the line that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub markdown: Option<String>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The day of a meeting, as `2024-03-05`, where its name does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Who was there: names, or handles with `@`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attendees: Option<Vec<String>>,
    /// Who took the minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minute_takers: Option<Vec<String>>,
    /// What was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decisions: Option<Vec<Decision>>,
    /// Who is to do what.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub actions: Option<Vec<Action>>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// What `check` answers.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Check {
    /// What is wrong with the document.
    pub problems: Vec<Problem>,
}

/// Something that was decided.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The line that says so, from 1.
    pub line: usize,
    /// Its words.
    pub text: String,
}

/// Something that somebody is to do.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Action {
    /// The line that says so, from 1.
    pub line: usize,
    /// Its words.
    pub text: String,
    /// Who is to do it: handles without `@`, or names.
    pub owners: Vec<String>,
    /// What became of it.
    pub state: State,
}

/// What became of an action.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Still to be done.
    #[default]
    Open,
    /// Done.
    Done,
    /// Given up.
    Dropped,
}

/// Something that is wrong with a document.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize)]
pub struct Problem {
    /// The line, from 1; nothing when the whole document is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// How much a problem matters.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Content is lost or wrong.
    Error,
    /// A reader will notice.
    #[default]
    Warning,
    /// It could be better.
    Advice,
}

impl From<Documented> for String {
    fn from(answer: Documented) -> String {
        serde_json::to_string(&answer).unwrap_or_default()
    }
}

impl From<Check> for String {
    fn from(answer: Check) -> String {
        serde_json::to_string(&answer).unwrap_or_default()
    }
}
