//! YAML with positions: configuration, front matter and sidecar files.
//!
//! [`serde_yaml`] gives the values and their decoding, but forgets where a value stood. Here each value keeps
//! its place, so that a mistake is shown with its line and a caret. One pass over the parser's events builds
//! both, which is also where hostile input ends: what is nested too deep, too large, or grows when its aliases
//! are resolved never becomes a value.
//!
//! ```text
//! text -> parse -> Yaml (value + nodes) -> decode -> a typed value, and every problem
//! ```

mod decode;
mod mark;
mod node;
mod parse;

#[cfg(test)]
mod tests;

use super::{Code, Diagnostic, Location, Severity, Span};
pub use decode::{Decoded, decode};
pub use node::{Node, Step};
pub use parse::parse;

/// A YAML document: the value, and where each part of it stands.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Yaml {
    /// What the text says. Tags are not kept, keys are scalars, aliases are resolved.
    pub value: serde_yaml::Value,
    /// The same tree as places in the text.
    pub node: Node,
}

/// A mistake in a YAML text.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub struct Problem {
    /// Where it stands.
    pub span: Span,
    /// Which sort of mistake it is.
    pub kind: ProblemKind,
    /// What is wrong: lower case, the thing in backticks, no full stop.
    pub message: String,
    /// What to do about it.
    pub hints: Vec<String>,
}

/// Sorts of mistakes, for callers that do not mind all of them: front matter may hold keys that only other
/// programs know.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum ProblemKind {
    /// The text is not YAML, or is more than any person writes.
    Syntax,
    /// A key stands twice in one mapping; the first one counts.
    DuplicateKey,
    /// A key that nothing reads.
    UnknownKey,
    /// A value that cannot be what its key wants.
    WrongValue,
}

impl Problem {
    /// A mistake at `span`, without hints.
    pub fn new(kind: ProblemKind, span: Span, message: impl Into<String>) -> Problem {
        Problem { span, kind, message: message.into(), hints: Vec::new() }
    }

    /// The same mistake with one more thing to do about it.
    pub fn hint(mut self, hint: impl Into<String>) -> Problem {
        self.hints.push(hint.into());
        self
    }

    /// The mistake as a diagnostic; `locate` says which file the span is in.
    pub fn diagnostic(
        self,
        severity: Severity,
        code: Code,
        locate: impl FnOnce(Span) -> Location,
    ) -> Diagnostic {
        let diagnostic = Diagnostic::new(severity, code, self.message).at(locate(self.span));
        self.hints.into_iter().fold(diagnostic, Diagnostic::hint)
    }
}
