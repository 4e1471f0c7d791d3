//! Old problems that a community knows of, so that a check can refuse new ones only.
//!
//! A baseline counts problems by code, file and message, not by line: text that grows above an old problem does not
//! make it a new one, and a second problem of the same words in the same file is new.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::{Diagnostic, Severity};

/// Known problems and how often each may occur.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Baseline {
    counts: BTreeMap<Key, usize>,
}

/// What makes two problems the same.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
struct Key {
    code: String,
    source: Option<String>,
    path: Option<String>,
    message: String,
}

/// One line of a baseline file.
#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    key: Key,
    count: usize,
}

impl From<&Diagnostic> for Key {
    fn from(diagnostic: &Diagnostic) -> Key {
        let location = diagnostic.location.as_ref();
        Key {
            code: diagnostic.code.to_string(),
            source: location.and_then(|location| location.source.as_ref()).map(ToString::to_string),
            path: location.map(|location| location.path.to_string()),
            message: diagnostic.message.clone(),
        }
    }
}

/// What a baseline leaves of a report.
#[derive(Debug, Eq, PartialEq)]
pub struct Compared {
    /// Problems that the baseline does not cover.
    pub new: Vec<Diagnostic>,
    /// How many problems it covers.
    pub known: usize,
    /// How many of its problems are gone.
    pub fixed: usize,
}

impl Baseline {
    /// The baseline that covers `diagnostics`; advice needs none, as it never fails a check.
    pub fn of(diagnostics: &[Diagnostic]) -> Baseline {
        let mut counts = BTreeMap::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity != Severity::Advice) {
            *counts.entry(Key::from(diagnostic)).or_default() += 1;
        }
        Baseline { counts }
    }

    /// Reads a baseline from its JSON.
    pub fn read(text: &str) -> Result<Baseline, serde_json::Error> {
        let lines: Vec<Line> = serde_json::from_str(text)?;
        Ok(Baseline { counts: lines.into_iter().map(|line| (line.key, line.count)).collect() })
    }

    /// The baseline as JSON, a line for each problem, so that a change of it reads well as a diff.
    pub fn to_json(&self) -> serde_json::Result<String> {
        let mut lines = Vec::new();
        for (key, &count) in &self.counts {
            lines.push(format!("  {}", serde_json::to_string(&Line { key: key.clone(), count })?));
        }
        Ok(format!("[\n{}\n]\n", lines.join(",\n")))
    }

    /// Takes what is known out of `diagnostics`.
    pub fn compare(mut self, diagnostics: Vec<Diagnostic>) -> Compared {
        let before = diagnostics.len();
        let new: Vec<Diagnostic> = diagnostics
            .into_iter()
            .filter(|diagnostic| match self.counts.get_mut(&Key::from(diagnostic)) {
                Some(left @ 1..) => {
                    *left -= 1;
                    false
                }
                _ => true,
            })
            .collect();
        Compared { known: before - new.len(), new, fixed: self.counts.values().sum() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Location, RelPath, Span};
    use crate::code;

    /// A broken link at `offset`.
    fn broken(message: &str, offset: usize) -> Diagnostic {
        let path = RelPath::new("a.md").unwrap();
        Diagnostic::warning(code::BROKEN_LINK, message).at(Location::project(&path, Some(Span::at(offset))))
    }

    #[track_caller]
    fn check(old: &[Diagnostic], now: &[Diagnostic], new: usize, known: usize, fixed: usize) {
        let written = Baseline::of(old).to_json().unwrap();
        let compared = Baseline::read(&written).unwrap().compare(now.to_vec());
        assert_eq!((compared.new.len(), compared.known, compared.fixed), (new, known, fixed));
    }

    #[test]
    fn an_old_problem_may_move() {
        check(&[broken("x", 1)], &[broken("x", 99)], 0, 1, 0);
    }

    #[test]
    fn a_repetition_is_new() {
        check(&[broken("x", 1)], &[broken("x", 1), broken("x", 2)], 1, 1, 0);
    }

    #[test]
    fn what_is_fixed_is_counted() {
        check(&[broken("x", 1), broken("y", 2)], &[broken("y", 2)], 0, 1, 1);
        check(&[], &[], 0, 0, 0);
    }
}
