//! Diagnostics as JSON, one object each.

use std::io::{self, Write};

use serde::Serialize;

use super::Placed;

/// One diagnostic on the wire; a promise to those who read reports.
#[derive(Serialize)]
struct Entry<'a> {
    /// The stable code.
    code: &'a str,
    /// `error`, `warning` or `advice`.
    severity: &'static str,
    /// Name of the source; null for a file of the site's own folder.
    source: Option<&'a str>,
    /// Path within the source, or within the site's folder.
    path: Option<&'a str>,
    /// Line from 1; null when the whole file is meant.
    line: Option<u32>,
    /// Column in characters from 1.
    column: Option<u32>,
    /// What is wrong.
    message: &'a str,
    /// What to do.
    hints: Vec<&'a str>,
}

/// Writes an array with a line for each diagnostic.
pub(super) fn write(placed: &[Placed<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "[")?;
    for (number, Placed { diagnostic, lines, .. }) in placed.iter().enumerate() {
        let location = diagnostic.location.as_ref();
        let entry = Entry {
            code: diagnostic.code.as_str(),
            severity: diagnostic.severity.as_str(),
            source: location.and_then(|location| location.source.as_ref()).map(|source| source.as_str()),
            path: location.map(|location| location.path.as_str()),
            line: lines.map(|(start, _)| start.line),
            column: lines.map(|(start, _)| start.column),
            message: &diagnostic.message,
            hints: diagnostic.hints.iter().map(|hint| hint.message.as_str()).collect(),
        };
        let comma = if number + 1 == placed.len() { "" } else { "," };
        writeln!(out, "  {}{comma}", serde_json::to_string(&entry)?)?;
    }
    writeln!(out, "]")
}
