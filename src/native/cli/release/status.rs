//! `annals release status`: what the notes of a release still lack, and what they say without evidence.

use clap::Args;

use crate::base::Severity;
use crate::native::cli::check::verdict;
use crate::native::cli::{Failure, Global, tell};
use crate::native::notes::Desk;
use crate::native::report::{self, Format};

/// Options of `annals release status`.
#[derive(Debug, Args)]
pub(in crate::native::cli) struct Options {
    /// The release, such as R8 or v9.0.0
    release: String,
    /// The form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// Reports, and fails when something is missing or wrong.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let desk = Desk::open(global, &options.release)?;
    let mut found = desk.status()?;
    let verdict = verdict(&found, true);
    // Who asks for quiet sees errors alone; what is missing still decides the exit code.
    if global.quiet && options.format == Format::Text {
        found.retain(|problem| problem.severity == Severity::Error);
    }
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    match report::write(options.format, &found, &desk.project.texts(), &mut out) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    if options.format == Format::Text && !global.quiet {
        tell(&report::summary(&found));
    }
    verdict
}
