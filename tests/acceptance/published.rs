//! The published record, read as another program would read it: from its JSON, by the names that are promised.

use std::collections::BTreeMap;

use serde::Deserialize;

/// What the measures need of the record.
#[derive(Debug, Deserialize)]
pub(crate) struct Published {
    /// The meetings.
    pub(crate) meetings: Vec<Meeting>,
    /// The decisions.
    pub(crate) decisions: Vec<Decision>,
    /// The actions.
    pub(crate) actions: Vec<Action>,
    /// Everything that texts name.
    references: Vec<Reference>,
}

/// The minutes of a meeting.
#[derive(Debug, Deserialize)]
pub(crate) struct Meeting {
    /// Its id.
    pub(crate) id: String,
    /// The meeting of which these minutes are a copy.
    pub(crate) identical_to: Option<String>,
}

/// A decision.
#[derive(Debug, Deserialize)]
pub(crate) struct Decision {
    /// The text that tells it.
    pub(crate) path: String,
    /// The line.
    pub(crate) line: u32,
    /// Where it is told again.
    pub(crate) reports: Vec<Place>,
}

/// A place in a text.
#[derive(Debug, Deserialize)]
pub(crate) struct Place {
    /// The text.
    pub(crate) path: String,
    /// The line.
    pub(crate) line: u32,
}

/// A word on an action.
#[derive(Debug, Deserialize)]
pub(crate) struct Action {
    /// The text.
    pub(crate) path: String,
    /// The line.
    pub(crate) line: u32,
    /// The meeting that speaks of it.
    pub(crate) meeting: String,
    /// The first word on it.
    pub(crate) continues: Option<String>,
}

/// A piece of a text that names something.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Reference {
    /// The source of the text.
    source: String,
    /// The text.
    path: String,
    /// The line.
    line: u32,
    /// The words.
    pub(crate) text: String,
    /// What a link leads to, as written.
    pub(crate) target: Option<String>,
    /// What is named.
    pub(crate) kind: String,
    /// Its id.
    pub(crate) to: Option<String>,
    /// What is wrong.
    pub(crate) problem: Option<String>,
    /// Whether the text leaves it open.
    pub(crate) inferred: bool,
}

/// A line of a file, with the name of its source before the path.
pub(crate) type Line = (String, u32);

impl Published {
    /// Reads the bytes of `record.json`.
    pub(crate) fn read(bytes: &[u8]) -> Published {
        serde_json::from_slice(bytes).unwrap()
    }

    /// What each line names.
    pub(crate) fn lines(&self) -> BTreeMap<Line, Vec<&Reference>> {
        let mut lines: BTreeMap<Line, Vec<&Reference>> = BTreeMap::new();
        for reference in &self.references {
            let file = format!("{}/{}", reference.source, reference.path);
            lines.entry((file, reference.line)).or_default().push(reference);
        }
        lines
    }
}

impl Reference {
    /// Whether it names something that does not exist.
    pub(crate) fn is_missing(&self) -> bool {
        self.to.is_none() && self.problem.as_deref() == Some("missing")
    }
}
