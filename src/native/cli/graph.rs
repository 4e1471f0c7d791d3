//! `annals graph`: the record as JSON, the same bytes as the `record.json` of the site.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::{AsOf, Failure, Global, print, tell};
use crate::native::project::Project;
use crate::native::report;

/// Options of `annals graph`.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    as_of: AsOf,
    /// Write it into this file instead
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Reads and links, renders nothing, and prints the record. What is wrong with the content stands in the record itself,
/// so it is counted and fails nothing.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let project = Project::open(global, None)?;
    let graph = project.graph(&options.as_of);
    let bytes = &graph.value;
    match &options.out {
        Some(file) => {
            let failed = |error| Failure::Io(format!("cannot write `{}`: {error}", file.display()));
            fs::write(file, bytes).map_err(failed)?;
        }
        None => print(bytes)?,
    }
    if !global.quiet && !graph.diagnostics.is_empty() {
        tell(&format!("{}; `annals check` tells more", report::summary(&graph.diagnostics)));
    }
    Ok(())
}
