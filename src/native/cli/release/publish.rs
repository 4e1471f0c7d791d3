//! `annals release notes`: the notes in the forms in which they are published elsewhere.

use std::io::Write;

use clap::{Args, ValueEnum};

use crate::native::cli::{Failure, Global};
use crate::native::notes::Desk;
use crate::release::form::Published;
use crate::release::merge::conflicts;

/// Options of `annals release notes`.
#[derive(Debug, Args)]
pub(in crate::native::cli) struct Options {
    /// The release, such as R8 or v9.0.0
    release: String,
    /// The form
    #[arg(long, value_enum, default_value = "markdown")]
    format: Form,
}

/// The forms of notes.
#[derive(Debug, Copy, Clone, Eq, PartialEq, ValueEnum)]
enum Form {
    /// Plain Markdown with whole addresses, for a release on a forge.
    Markdown,
    /// An Atom entry.
    Atom,
    /// JSON.
    Json,
}

/// Prints the notes.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let desk = Desk::open(global, &options.release)?;
    let text = desk.text();
    if let Some(line) = conflicts(&text).first() {
        return Err(Failure::Usage(Some(format!(
            "the notes have a conflict on line {line} that nobody has settled\n\
             help: keep one of its two texts, or both, and remove the three lines around them"
        ))));
    }
    let written = desk.with(|known| {
        let published = Published { known, release: desk.release(), notes: &desk.notes, text: &text };
        match options.format {
            Form::Markdown => Ok(published.markdown()),
            Form::Atom => Ok(published.atom()),
            Form::Json => serde_json::to_string_pretty(&published.json()).map(|json| json + "\n"),
        }
    });
    let written = written.map_err(|error| Failure::Io(error.to_string()))?;
    match anstream::stdout().write_all(written.as_bytes()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
