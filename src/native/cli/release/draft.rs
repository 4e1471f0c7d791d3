//! `annals release draft`: the notes of a release, written from everything that belongs to it.

use std::io::Write;
use std::path::Path;

use clap::Args;

use crate::base::Date;
use crate::native::cache::write_whole;
use crate::native::cli::{Failure, Global, parse_source, tell};
use crate::native::components;
use crate::native::notes::{Desk, Given, draft_beside};
use crate::release::draft::{TEMPLATE, draft};
use crate::release::merge::conflicts;
use crate::release::{Merged, merge};

/// Options of `annals release draft`.
#[derive(Debug, Args)]
pub(in crate::native::cli) struct Options {
    /// The release, such as R8 or v9.0.0
    release: String,
    /// The day of the release, while its notes do not give it
    #[arg(long, value_name = "DATE")]
    date: Option<Date>,
    /// Read the commits of the component NAME from a local clone
    #[arg(long, value_name = "NAME=PATH", value_parser = parse_source)]
    component: Vec<Given>,
    /// Print the draft and write nothing
    #[arg(long)]
    print: bool,
    /// Complete notes that were written by hand, or whose last draft is lost
    #[arg(long)]
    adopt: bool,
}

/// Drafts the notes.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let desk = Desk::open_for_draft(global, &options.release, options.date)?;
    let components = components::open(&desk.ground(global), &options.component)?;
    let collected = desk.collect(&components)?;
    let template = desk.project.theme.templates.get(TEMPLATE).map(String::as_str).unwrap_or_default();
    let text = desk
        .with(|known| draft(known, &collected, &desk.notes, template))
        .map_err(|error| Failure::Usage(Some(format!("template `{TEMPLATE}`: {error}"))))?;
    if options.print {
        return match anstream::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        };
    }
    let file = desk.file()?;
    let beside = draft_beside(&file);
    let merged = match read(&file)? {
        None => None,
        Some(yours) => {
            let old = read(&beside)?;
            if old.is_none() && !options.adopt {
                return Err(Failure::Usage(Some(format!(
                    "`{}` exists, and the draft it was made from is not beside it as `{}`\n\
                     help: bring that file back, or complete the notes as they are with `--adopt`, which brings in \
                     again what was deleted",
                    file.display(),
                    beside.display()
                ))));
            }
            let before = conflicts(&yours);
            if let Some(line) = before.first() {
                return Err(Failure::Usage(Some(format!(
                    "`{}` has a conflict on line {line} that nobody has settled\n\
                     help: keep one of its two texts, or both, and remove the three lines around them",
                    file.display()
                ))));
            }
            // Fragments are removed when a release is out; what they told stays.
            Some(merge(old.as_deref(), &yours, &text, &|key| key.starts_with("note ")))
        }
    };
    let notes = merged.as_ref().map_or(text.as_str(), |merged| merged.text.as_str());
    write(&file, notes)?;
    // Written last: if it is not, the same news come again and are known by their marks.
    write(&beside, &text)?;
    if !global.quiet {
        tell(&summary(&file, &options.release, merged.as_ref()));
    }
    match merged {
        Some(merged) if !merged.conflicts.is_empty() => Err(Failure::Content),
        _ => Ok(()),
    }
}

/// The text of a file, if there is one.
fn read(file: &Path) -> Result<Option<String>, Failure> {
    match std::fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Failure::Io(format!("cannot read `{}`: {error}", file.display()))),
    }
}

/// Writes a file, if it says anything new.
fn write(file: &Path, text: &str) -> Result<(), Failure> {
    if read(file).ok().flatten().as_deref() == Some(text) {
        return Ok(());
    }
    write_whole(file, text.as_bytes())
        .map_err(|error| Failure::Io(format!("cannot write `{}`: {error}", file.display())))
}

/// What happened, in one line, with the places of conflicts.
fn summary(file: &Path, release: &str, merged: Option<&Merged>) -> String {
    let file = file.display();
    let Some(merged) = merged else {
        return format!("{file}: a draft from everything that belongs to {release}");
    };
    let counts = [
        (merged.added.len(), "new"),
        (merged.updated.len(), "brought up to date"),
        (merged.removed.len(), "gone with their evidence"),
        (merged.left_out.len(), "left out as you did"),
        (merged.conflicts.len(), "in conflict"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let told = if told.is_empty() { "nothing new".to_owned() } else { told.join(", ") };
    let lines = merged.conflicts.iter().map(|line| format!("\n{file}:{line}: two texts for one entry"));
    format!("{file}: {told}{}", lines.collect::<String>())
}
