//! Diagnostics as the notes that forges show beside the lines of a change.

use std::io::{self, Write};

use serde_json::json;

use super::Placed;
use crate::base::{Hash, Severity};

/// Writes workflow commands: `::error file=…,line=…,col=…,title=…::message`.
///
/// `%`, line breaks, and in properties `:` and `,`, are percent-encoded, as the runner expects.
pub(super) fn write_github(placed: &[Placed<'_>], out: &mut dyn Write) -> io::Result<()> {
    for Placed { diagnostic, file, lines } in placed {
        let command = match diagnostic.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Advice => "notice",
        };
        let mut properties = Vec::new();
        if let Some(file) = file {
            properties.push(format!("file={}", escape_property(file)));
        }
        if let Some((start, _)) = lines {
            properties.push(format!("line={},col={}", start.line, start.column));
        }
        properties.push(format!("title={}", escape_property(diagnostic.code.as_str())));
        let message = escape_message(&message(placed_message(diagnostic)));
        writeln!(out, "::{command} {}::{message}", properties.join(","))?;
    }
    Ok(())
}

/// The message and its hints, a line each.
fn message(lines: Vec<&str>) -> String {
    lines.join("\n")
}

/// The lines of a diagnostic's text.
fn placed_message(diagnostic: &crate::base::Diagnostic) -> Vec<&str> {
    std::iter::once(diagnostic.message.as_str())
        .chain(diagnostic.hints.iter().map(|hint| hint.message.as_str()))
        .collect()
}

/// Escapes the text behind `::`.
fn escape_message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn escape_property(text: &str) -> String {
    escape_message(text).replace(':', "%3A").replace(',', "%2C")
}

/// Writes a Code Quality report: an array with a fingerprint for each problem, by which GitLab tells new from old.
pub(super) fn write_gitlab(placed: &[Placed<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut seen = std::collections::BTreeMap::new();
    let mut issues = Vec::new();
    for Placed { diagnostic, file, lines } in placed {
        let file = file.as_deref().unwrap_or_default();
        let what = format!("{}\n{file}\n{}", diagnostic.code, diagnostic.message);
        // The line is no part of the fingerprint, so that a problem stays the same one when text above it grows.
        let repeat = seen.entry(what.clone()).and_modify(|count| *count += 1).or_insert(0);
        let fingerprint = Hash::of(format!("{what}\n{repeat}").as_bytes());
        issues.push(json!({
            "description": message(placed_message(diagnostic)),
            "check_name": diagnostic.code.as_str(),
            "fingerprint": fingerprint.short(32),
            "severity": match diagnostic.severity {
                Severity::Error => "major",
                Severity::Warning => "minor",
                Severity::Advice => "info",
            },
            "location": {
                "path": file,
                "lines": { "begin": lines.map_or(1, |(start, _)| start.line) },
            },
        }));
    }
    serde_json::to_writer_pretty(&mut *out, &issues)?;
    writeln!(out)
}
