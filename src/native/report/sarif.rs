//! Diagnostics as SARIF 2.1.0 (OASIS), which code scanning on forges reads.

use std::collections::BTreeSet;
use std::io::{self, Write};

use serde_json::json;

use super::Placed;
use crate::base::Severity;

/// The SARIF word for a severity (SARIF 2.1.0 section 3.27.10).
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}

/// Writes one run with all diagnostics as results.
pub(super) fn write(placed: &[Placed<'_>], out: &mut dyn Write) -> io::Result<()> {
    let used: BTreeSet<&str> = placed.iter().map(|placed| placed.diagnostic.code.as_str()).collect();
    let known = crate::code::ALL.iter().filter(|(code, _)| used.contains(code.as_str()));
    let rules: Vec<_> = known
        .map(|(code, description)| json!({ "id": code.as_str(), "shortDescription": { "text": description.trim() } }))
        .collect();
    let results: Vec<_> = placed.iter().map(result).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "annals", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

/// One result; a file is named relative to its repository, whose name is the base of its URI.
fn result(placed: &Placed<'_>) -> serde_json::Value {
    let diagnostic = placed.diagnostic;
    let mut text = diagnostic.message.clone();
    for hint in &diagnostic.hints {
        text.push('\n');
        text.push_str(&hint.message);
    }
    let mut result = json!({
        "ruleId": diagnostic.code.as_str(),
        "level": level(diagnostic.severity),
        "message": { "text": text },
    });
    if let Some(location) = &diagnostic.location {
        let mut artifact = json!({ "uri": crate::base::url::encode_path(location.path.as_str()) });
        if let Some(source) = &location.source {
            artifact["uriBaseId"] = json!(source.as_str());
        }
        let mut physical = json!({ "artifactLocation": artifact });
        if let Some((start, end)) = placed.lines {
            physical["region"] = json!({
                "startLine": start.line, "startColumn": start.column,
                "endLine": end.line, "endColumn": end.column,
            });
        }
        result["locations"] = json!([{ "physicalLocation": physical }]);
    }
    result
}
