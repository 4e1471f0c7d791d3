//! `annals release`: notes of a release that name their evidence.

mod draft;

use clap::Subcommand;

use super::{Failure, Global};

/// What to do with the notes of a release.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the notes of a release from everything that belongs to it, or bring in what is new
    Draft(draft::Options),
}

/// Runs a command of `annals release`.
pub(super) fn run(global: &Global, command: &Command) -> Result<(), Failure> {
    match command {
        Command::Draft(options) => draft::run(global, options),
    }
}
