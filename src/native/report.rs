//! How diagnostics look outside: for a person at a terminal, and for the programs that read reports.

mod annotation;
mod json;
mod sarif;
mod text;

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::base::{Diagnostic, LineColumn, LineIndex, Location, RelPath, Severity};
use crate::source::{File, SourceSet};

/// The form of a report.
#[derive(Debug, Copy, Clone, Eq, PartialEq, clap::ValueEnum)]
pub enum Format {
    /// For people: each problem with its line and a caret.
    Text,
    /// An array of `{code, severity, source, path, line, column, message, hints}`.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands that annotate a pull request on GitHub.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
}

/// Where the texts are that diagnostics point into.
pub struct Texts<'a> {
    /// The sources that were read.
    pub sources: &'a SourceSet,
    /// Files of the site's own folder that diagnostics may name, such as `annals.yaml` and templates.
    pub project: BTreeMap<RelPath, String>,
}

impl Texts<'_> {
    /// The text of the file at `location`, if it was read.
    fn text(&self, location: &Location) -> Option<&str> {
        match &location.source {
            None => self.project.get(&location.path).map(String::as_str),
            Some(source) => match self.sources.sources.get(source)?.files.get(&location.path)? {
                File::Text(text) | File::Data(text) => Some(&text.text),
                File::Asset => None,
            },
        }
    }

    /// The file as a person opens it from the site's folder: `annals.yaml`, `content/index.md`, `minutes:iaas/x.md`.
    fn name(&self, location: &Location) -> String {
        let Some(source) = &location.source else { return location.path.to_string() };
        match self.sources.sources.get(source).map(|source| &source.config.place) {
            Some(crate::source::config::Place::Directory(folder)) if !folder.is_empty() => {
                format!("{folder}/{}", location.path)
            }
            Some(crate::source::config::Place::Directory(_)) => location.path.to_string(),
            _ => format!("{source}:{}", location.path),
        }
    }
}

/// A diagnostic with its place as people count it, as every machine-readable form needs it.
struct Placed<'a> {
    /// The diagnostic.
    diagnostic: &'a Diagnostic,
    /// The file's name, see [`Texts::name`].
    file: Option<String>,
    /// Where it begins and ends, when a stretch of a known text is meant.
    lines: Option<(LineColumn, LineColumn)>,
}

/// Places every diagnostic; the lines of each file are counted once.
fn place<'a>(diagnostics: &'a [Diagnostic], texts: &Texts<'_>) -> Vec<Placed<'a>> {
    let mut indexes: BTreeMap<(Option<&str>, &str), LineIndex> = BTreeMap::new();
    let mut placed = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let location = diagnostic.location.as_ref();
        let lines = location.and_then(|location| {
            let span = location.span?;
            let text = texts.text(location)?;
            let key = (location.source.as_ref().map(|source| source.as_str()), location.path.as_str());
            let index = indexes.entry(key).or_insert_with(|| LineIndex::new(text));
            Some((index.line_column(text, span.start), index.line_column(text, span.end)))
        });
        placed.push(Placed { diagnostic, file: location.map(|location| texts.name(location)), lines });
    }
    placed
}

/// A diagnostic as a page shows it.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct Told {
    /// `error`, `warning` or `advice`.
    pub(super) severity: &'static str,
    /// Its code.
    pub(super) code: String,
    /// The file, as a person opens it from the site's folder.
    pub(super) file: Option<String>,
    /// The line, from 1.
    pub(super) line: Option<u32>,
    /// What is wrong, with the line, a caret and what to do.
    pub(super) drawing: String,
}

/// All `diagnostics` as pages show them.
pub(super) fn told(diagnostics: &[Diagnostic], texts: &Texts<'_>) -> Vec<Told> {
    let told = |placed: &Placed<'_>| Told {
        severity: placed.diagnostic.severity.as_str(),
        code: placed.diagnostic.code.to_string(),
        file: placed.file.clone(),
        line: placed.lines.map(|(start, _)| start.line),
        drawing: text::plain(placed, texts),
    };
    place(diagnostics, texts).iter().map(told).collect()
}

/// Writes `diagnostics` to `out` in the form `format`.
pub fn write(
    format: Format,
    diagnostics: &[Diagnostic],
    texts: &Texts<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Text => text::write(&place(diagnostics, texts), texts, out),
        Format::Json => json::write(&place(diagnostics, texts), out),
        Format::Sarif => sarif::write(&place(diagnostics, texts), out),
        Format::Github => annotation::write_github(&place(diagnostics, texts), out),
        Format::Gitlab => annotation::write_gitlab(&place(diagnostics, texts), out),
    }
}

/// How many diagnostics there are of each severity, as a sentence: `1 error, 3 warnings, 2 pieces of advice`.
pub fn summary(diagnostics: &[Diagnostic]) -> String {
    let count = |severity, one: &str, many: &str| {
        let number = diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        match number {
            0 => None,
            1 => Some(format!("1 {one}")),
            _ => Some(format!("{number} {many}")),
        }
    };
    let parts: Vec<String> = [
        count(Severity::Error, "error", "errors"),
        count(Severity::Warning, "warning", "warnings"),
        count(Severity::Advice, "piece of advice", "pieces of advice"),
    ]
    .into_iter()
    .flatten()
    .collect();
    match parts.is_empty() {
        true => "no problems".to_owned(),
        false => parts.join(", "),
    }
}

#[cfg(test)]
mod tests;
