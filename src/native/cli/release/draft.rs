//! `annals release draft`: the notes of a release, written from everything that belongs to it.

use std::io::Write;

use clap::Args;

use crate::base::Date;
use crate::native::cache::write_whole;
use crate::native::cli::{Failure, Global, parse_source, tell};
use crate::native::components;
use crate::native::notes::{Desk, Given, draft_beside};
use crate::release::draft::{TEMPLATE, draft};

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
}

/// Drafts the notes.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let desk = Desk::open(global, &options.release, options.date, true)?;
    let components = components::open(global, &desk.project, &options.component)?;
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
    if desk.exists {
        return Err(Failure::Usage(Some(format!("`{}` exists already", file.display()))));
    }
    for file in [&file, &draft_beside(&file)] {
        write_whole(file, text.as_bytes())
            .map_err(|error| Failure::Io(format!("cannot write `{}`: {error}", file.display())))?;
    }
    if !global.quiet {
        tell(&format!("{}: a draft from everything that belongs to {}", file.display(), options.release));
    }
    Ok(())
}
