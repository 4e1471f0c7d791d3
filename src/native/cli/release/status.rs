//! `annals release status`: what the notes of a release still lack, and what they say without evidence.

use clap::Args;

use crate::base::Severity;
use crate::native::cli::check::verdict;
use crate::native::cli::{Failure, Global, tell};
use crate::native::notes::{Desk, draft_beside};
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
    let desk = Desk::open(global, &options.release, None, false)?;
    let draft = match desk.file() {
        Ok(file) => std::fs::read_to_string(draft_beside(&file)).ok(),
        // Notes of a repository that is not checked out: then nobody took anything out on purpose.
        Err(_) => None,
    };
    let mut found = desk.status(draft.as_deref())?;
    if global.quiet {
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
    verdict(&found, true)
}
