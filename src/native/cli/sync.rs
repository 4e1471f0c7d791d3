//! `annals sync`: git sources into the cache, and their commits into `annals.lock`.

use clap::Args;

use super::{Failure, Global, tell};
use crate::base::{Severity, SourceName};
use crate::native::progress::{Progress, Quiet, Terminal};
use crate::native::project::Configured;
use crate::native::report::{self, Format, Texts};
use crate::native::sync::{self, SyncOptions, Update};
use crate::source::SourceSet;

/// Options of `annals sync`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Move to the newest commit: of the source NAME, or of all sources
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "")]
    update: Vec<String>,
}

/// Fetches what is missing, and moves pins when asked to.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    if global.offline {
        return Err(Failure::Usage(Some(
            "`sync` is what uses the network, and cannot be `--offline`".to_owned(),
        )));
    }
    let configured = Configured::open(global)?;
    let progress: Box<dyn Progress> =
        if global.quiet { Box::new(Quiet) } else { Box::new(Terminal::default()) };
    let update = match options.update.as_slice() {
        [] => Update::Nothing,
        names if names.iter().any(String::is_empty) => Update::All,
        names => Update::Named(names.iter().map(|name| SourceName::new(name)).collect()),
    };
    let options = SyncOptions { update, progress: &*progress, ..SyncOptions::new(&configured.root) };
    let synced = sync::sync(&configured.config, &options);
    let texts = Texts { sources: &SourceSet::default(), project: configured.files };
    report::write(Format::Text, &synced.diagnostics, &texts, &mut anstream::stderr())?;
    if synced.diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        return Err(Failure::Io("not every source could be fetched".to_owned()));
    }
    if !global.quiet {
        tell(&format!("sources in `annals.lock`: {}", synced.value.sources.len()));
    }
    Ok(())
}
