//! `annals serve`: the site in the browser.

use clap::Args;

use super::{AsOf, Failure, Global, tell};
use crate::base::Severity;
use crate::native::project::Project;
use crate::native::report::{self, Format};
use crate::native::server::Preview;

/// Options of `annals serve`.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    as_of: AsOf,
    /// The port on 127.0.0.1; the next free one if it is taken
    #[arg(long, default_value_t = 4747)]
    port: u16,
}

/// Builds into memory and serves until interrupted.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let preview = Preview::bind(options.port).map_err(Failure::Io)?;
    let project = Project::open(global, None)?;
    let built = project.build(&options.as_of);
    let shown: Vec<_> = built
        .diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.severity <= Severity::Warning)
        .cloned()
        .collect();
    report::write(Format::Text, &shown, &project.texts(), &mut anstream::stderr())?;
    if !global.quiet {
        tell(&format!("{}; the site is at {}", report::summary(&built.diagnostics), preview.url()));
    }
    preview.serve(&built.value.site, &project.assets);
    Ok(())
}
