//! `annals release draft`: the notes of a release, written from everything that belongs to it.

use std::io::Write;
use std::path::Path;

use clap::Args;

use crate::base::Date;
use crate::native::cache::write_whole;
use crate::native::cli::{Failure, Global, parse_source, tell};
use crate::native::components;
use crate::native::notes::{Desk, Given, Sheet};
use crate::page::template::problem;
use crate::release::draft::{Drafted, TEMPLATE, draft};
use crate::release::merge::conflicts;
use crate::release::section::{self, Place};
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
    let theme = &desk.project.theme;
    let drafted = desk.with(|known| draft(known, &collected, &desk.notes, &theme.templates));
    let Drafted { text, unmarked, unproven } =
        drafted.map_err(|error| desk.project.misconfigured(problem(theme, &error)))?;
    if !global.quiet {
        let lost = [(&unmarked, "mark, by which it is known again"), (&unproven, "link to its evidence")];
        for (keys, what) in lost {
            if let Some(first) = keys.first() {
                let many =
                    if keys.len() == 1 { String::new() } else { format!(" and {} more", keys.len() - 1) };
                tell(&format!(
                    "warning: template `{TEMPLATE}` writes `{first}`{many} without the {what}\n\
                     help: write `{{{{ entry.line }}}}`, which has both"
                ));
            }
        }
    }
    if options.print {
        return match anstream::stdout().write_all(text.as_bytes()) {
            Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(()),
        };
    }
    let sheet = desk.sheet()?;
    let Sheet { file, beside, .. } = &sheet;
    let merged = match read(file)? {
        None => None,
        Some(whole) => Some(merged(&sheet, options, &whole, &text)?),
    };
    let notes = merged.as_ref().map_or(text.as_str(), |merged| merged.text.as_str());
    write(file, notes)?;
    // Written last: if it is not, the same news come again and are known by their marks.
    write(beside, &text)?;
    if !global.quiet {
        tell(&summary(file, &options.release, merged.as_ref()));
    }
    match merged {
        Some(merged) if !merged.conflicts.is_empty() => Err(Failure::Content),
        _ => Ok(()),
    }
}

/// `whole`, the file of the notes, with `new`, the draft of now.
fn merged(sheet: &Sheet<'_>, options: &Options, whole: &str, new: &str) -> Result<Merged, Failure> {
    let Sheet { file, beside, section } = sheet;
    let old = read(beside)?;
    // Fragments are removed when a release is out; what they told stays.
    let stays = |key: &str| key.starts_with("note ");
    let Some((config, heading)) = section else {
        refuse(file, beside, whole, 0, old.is_none() && !options.adopt)?;
        return Ok(merge(old.as_deref(), whole, new, &stays));
    };
    let begun = match Place::find(config, whole, heading) {
        Some(_) => None,
        None => section::begun(config, whole, &options.release, options.date),
    };
    let whole = begun.as_deref().unwrap_or(whole);
    let place = Place::find(config, whole, heading).ok_or_else(|| {
        Failure::Io(format!(
            "`{}` changed while its release was looked at; run the command again",
            file.display()
        ))
    })?;
    // Who has only begun the section has deleted nothing.
    let is_lost = old.is_none() && !options.adopt && place.has_entries();
    refuse(file, beside, place.text(), place.lines_above(), is_lost)?;
    Ok(place.merge(old.as_deref(), new, &stays))
}

/// Refuses to merge into `yours`, which stands in `file` behind so many lines, while it has a conflict or the draft
/// that it was made from is lost.
fn refuse(file: &Path, beside: &Path, yours: &str, above: usize, is_lost: bool) -> Result<(), Failure> {
    if is_lost {
        return Err(Failure::Usage(Some(format!(
            "`{}` has notes of this release, and the draft they were made from is not beside it as `{}`\n\
             help: bring that file back, or complete the notes as they are with `--adopt`, which brings in again \
             what was deleted",
            file.display(),
            beside.display()
        ))));
    }
    match conflicts(yours).first() {
        None => Ok(()),
        Some(line) => Err(Failure::Usage(Some(format!(
            "`{}` has a conflict on line {} that nobody has settled\n\
             help: keep one of its two texts, or both, and remove the three lines around them",
            file.display(),
            line + above
        )))),
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

/// How many entries of a sort are named on a terminal.
const MOST_NAMED: usize = 12;

/// What happened, with the names of entries and the places of conflicts.
fn summary(file: &Path, release: &str, merged: Option<&Merged>) -> String {
    let file = file.display();
    let Some(merged) = merged else {
        return format!("{file}: a draft from everything that belongs to {release}");
    };
    let counts = [
        (merged.added.len(), "new"),
        (merged.updated.len(), "brought up to date"),
        (merged.removed.len(), "gone because the evidence is"),
        (merged.left_out.len(), "left out as you did"),
        (merged.conflicts.len(), "in conflict"),
    ];
    let told: Vec<String> = counts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, what)| format!("{count} {what}"))
        .collect();
    let told = if told.is_empty() { "nothing new".to_owned() } else { told.join(", ") };
    let named = [("new", &merged.added), ("up to date", &merged.updated), ("gone", &merged.removed)];
    let named = named.iter().filter(|(_, keys)| !keys.is_empty()).map(|(what, keys)| {
        let shown: Vec<&str> = keys.iter().take(MOST_NAMED).map(String::as_str).collect();
        let more = keys.len() - shown.len();
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        format!("\n  {what}: {}{more}", shown.join(", "))
    });
    let named: String = named.collect();
    let lines = merged.conflicts.iter().map(|line| format!("\n{file}:{line}: two texts for one entry"));
    format!("{file}: {told}{named}{}", lines.collect::<String>())
}
