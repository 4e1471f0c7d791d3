//! What is wrong with an input, as plain data.
//!
//! A diagnostic says what, where and what to do. How it looks in a terminal, as JSON or in the browser is the
//! business of the edge. Nothing stops at a diagnostic: the rest of the site is built, and all of them are
//! reported, sorted and once.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{RelPath, SourceName, SourcePath, Span};

/// How much a diagnostic matters.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// Content is lost or wrong; `annals check` fails.
    Error,
    /// Something is broken for the reader; `annals check` fails with `--strict`.
    Warning,
    /// The page would be better otherwise; nothing fails.
    Advice,
}

impl Severity {
    /// The word used in every output format.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "advice",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The stable name of a kind of problem, such as `broken-link`. [`crate::code`] lists them all.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct Code(Cow<'static, str>);

impl Code {
    /// The code called `name`: lower case, words joined by hyphens.
    pub const fn new(name: &'static str) -> Code {
        Code(Cow::Borrowed(name))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a problem stands.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct Location {
    /// The source that holds the file; nothing for a file of the site's own folder, such as `annals.yaml`.
    pub source: Option<SourceName>,
    /// The file, relative to the source's root or the site's folder.
    pub path: RelPath,
    /// The stretch of the file that is meant; nothing when the whole file is.
    pub span: Option<Span>,
}

impl Location {
    /// The whole file `path`.
    pub fn file(path: &SourcePath) -> Location {
        Location { source: Some(path.source.clone()), path: path.path.clone(), span: None }
    }

    /// The stretch `span` of the file `path`.
    pub fn span(path: &SourcePath, span: Span) -> Location {
        Location { span: Some(span), ..Location::file(path) }
    }

    /// The stretch `span` of a file of the site's own folder.
    pub fn project(path: &RelPath, span: Option<Span>) -> Location {
        Location { source: None, path: path.clone(), span }
    }
}

/// What a person can do about a problem.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct Hint {
    /// What to do: lower case, no full stop.
    pub message: String,
    /// Where, when it is not where the problem stands.
    pub location: Option<Location>,
}

impl<T: Into<String>> From<T> for Hint {
    fn from(message: T) -> Hint {
        Hint { message: message.into(), location: None }
    }
}

/// One problem of the input.
///
/// The order of the fields is the order in which a report is sorted.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Where it stands; nothing for a problem of no file, such as a source that cannot be reached.
    pub location: Option<Location>,
    /// How much it matters.
    pub severity: Severity,
    /// Which kind of problem it is.
    pub code: Code,
    /// What is wrong: lower case, the thing in backticks, no full stop.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<Hint>,
}

impl Diagnostic {
    /// A problem of no file in particular.
    pub fn new(severity: Severity, code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic { location: None, severity, code, message: message.into(), hints: Vec::new() }
    }

    /// A problem that loses content.
    pub fn error(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Error, code, message)
    }

    /// A problem that a reader will notice.
    pub fn warning(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Warning, code, message)
    }

    /// Something that could be better.
    pub fn advice(code: Code, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(Severity::Advice, code, message)
    }

    /// The same problem, standing at `location`.
    pub fn at(mut self, location: Location) -> Diagnostic {
        self.location = Some(location);
        self
    }

    /// The same problem with one more thing to do about it.
    pub fn hint(mut self, hint: impl Into<Hint>) -> Diagnostic {
        self.hints.push(hint.into());
        self
    }
}

/// A value, complete as far as the input allowed, and what was wrong with the input.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Warned<T> {
    /// What was made.
    pub value: T,
    /// What was wrong, in the order found.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Warned<T> {
    /// A value from a flawless input.
    pub fn clean(value: T) -> Warned<T> {
        Warned { value, diagnostics: Vec::new() }
    }

    /// The value, its diagnostics moved to the end of `into`.
    pub fn unload(self, into: &mut Vec<Diagnostic>) -> T {
        into.extend(self.diagnostics);
        self.value
    }

    /// The same diagnostics with another value.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Warned<U> {
        Warned { value: make(self.value), diagnostics: self.diagnostics }
    }
}
