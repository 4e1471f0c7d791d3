//! `annals release`: notes of a release that name their evidence.

mod draft;
mod publish;
mod status;
mod which;

use clap::Subcommand;

use super::{Failure, Global};

/// What to do with the notes of a release.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write the notes of a release from everything that belongs to it, or bring in what is new
    Draft(draft::Options),
    /// Report what the notes of a release still lack
    Status(status::Options),
    /// Tell which release has a standard, an issue or a commit first
    Which(which::Options),
    /// Print the notes of a release as Markdown for a forge, as an Atom entry or as JSON
    Notes(publish::Options),
}

/// Runs a command of `annals release`.
pub(super) fn run(global: &Global, command: &Command) -> Result<(), Failure> {
    match command {
        Command::Draft(options) => draft::run(global, options),
        Command::Status(options) => status::run(global, options),
        Command::Which(options) => which::run(global, options),
        Command::Notes(options) => publish::run(global, options),
    }
}

#[cfg(test)]
mod histories;
#[cfg(test)]
mod tests;
