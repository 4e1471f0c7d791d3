//! The command line: what can be asked for, and the exit code that answers.
//!
//! 0 all is well, 1 the content has problems, 2 wrong use or configuration, 3 something could not be read or written.

mod build;
mod check;
mod graph;
mod init;
mod new;
mod note;
mod release;
mod schema;
mod serve;
mod sync;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::base::{Date, SourceName};
use crate::native::clock;
use crate::native::project::Misconfigured;
use crate::native::report::Format;

/// Turns a community's git repositories into its public record.
#[derive(Debug, Parser)]
#[command(
    name = "annals",
    version,
    propagate_version = true,
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args, Default)]
pub(super) struct Global {
    /// The site's folder [default: the nearest one upwards with an annals.yaml, else the current one]
    #[arg(long, global = true, value_name = "DIR")]
    pub(super) root: Option<PathBuf>,
    /// The configuration [default: annals.yaml in the site's folder]
    #[arg(long, global = true, value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// Read the source NAME from a local clone or folder instead of where the configuration says
    #[arg(long, global = true, value_name = "NAME=PATH", value_parser = parse_source)]
    pub(super) source: Vec<(SourceName, PathBuf)>,
    /// How many threads to use [default: one for each core]
    #[arg(long, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) jobs: Option<u16>,
    /// Never touch the network
    #[arg(long, global = true)]
    pub(super) offline: bool,
    /// Print errors only
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
}

/// The option of commands whose result depends on the day.
#[derive(Debug, Clone, Args, Default)]
pub(super) struct AsOf {
    /// The day that states of standards and ages are computed for [default: today]
    #[arg(long, value_name = "DATE", value_parser = parse_day)]
    as_of: Option<Date>,
}

impl AsOf {
    /// The day that was asked for, else today.
    pub(super) fn day(&self) -> Date {
        self.as_of.unwrap_or_else(clock::today)
    }
}

/// Reads `2024-03-20`.
fn parse_day(text: &str) -> Result<Date, String> {
    text.parse().map_err(|_| "expected a day of the calendar, such as 2024-03-20".to_owned())
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Start a new site, with an annals.yaml that explains itself
    Init(init::Options),
    /// Build the site and show it in the browser
    Serve(serve::Options),
    /// Build the site into a folder
    Build(build::Options),
    /// Report everything that is wrong with the content
    Check(check::Options),
    /// Fetch the git sources, and write annals.lock
    Sync(sync::Options),
    /// Compile the notes of a release from the record and the commits of its components
    #[command(subcommand)]
    Release(release::Command),
    /// Write the file of a new record: minutes, a standard or a decision
    New(new::Options),
    /// Print the record as JSON
    Graph(graph::Options),
    /// Print the JSON Schema of annals.yaml, for editors, or of the record
    Schema(schema::Options),
}

/// Reads `NAME=PATH`.
fn parse_source(text: &str) -> Result<(SourceName, PathBuf), String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => {
            Ok((SourceName::new(name), path.into()))
        }
        _ => Err("expected NAME=PATH, such as minutes=../minutes".to_owned()),
    }
}

/// Why a command ended without doing its work.
#[derive(Debug)]
pub(super) enum Failure {
    /// Problems in the content, already reported.
    Content,
    /// Wrong use: the message, unless it was said already.
    Usage(Option<String>),
    /// A configuration that cannot be used.
    Configuration(Misconfigured),
    /// Something could not be read or written.
    Io(String),
}

impl Failure {
    /// The exit code that DESIGN promises for this failure.
    pub(super) fn exit_code(&self) -> u8 {
        match self {
            Failure::Content => 1,
            Failure::Usage(_) | Failure::Configuration(_) => 2,
            Failure::Io(_) => 3,
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Io(error.to_string())
    }
}

/// Runs the program with `args`, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are asked for and go to standard output; a closed pipe is no failure of ours.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    if let Some(jobs) = cli.global.jobs {
        // Fails only when a pool exists already, which cannot be: nothing ran in parallel yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs)).build_global();
    }
    let result = match cli.command {
        Command::Init(options) => init::run(&cli.global, &options),
        Command::Serve(options) => serve::run(&cli.global, &options),
        Command::Build(options) => build::run(&cli.global, &options),
        Command::Check(options) => check::run(&cli.global, &options),
        Command::Sync(options) => sync::run(&cli.global, &options),
        Command::Release(command) => release::run(&cli.global, &command),
        Command::New(options) => new::run(&cli.global, &options),
        Command::Graph(options) => graph::run(&cli.global, &options),
        Command::Schema(options) => schema::run(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            match &failure {
                Failure::Usage(Some(message)) | Failure::Io(message) => tell(&format!("error: {message}")),
                // Nobody is left to hear that standard error is closed.
                Failure::Configuration(wrong) => drop(wrong.write(Format::Text, &mut anstream::stderr())),
                Failure::Content | Failure::Usage(None) => {}
            }
            ExitCode::from(failure.exit_code())
        }
    }
}

/// Writes `bytes` to standard output as they are.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    use std::io::{Write, stdout};
    unless_closed(stdout().lock().write_all(bytes).and_then(|()| stdout().flush()))
}

/// What came of writing to standard output. That nobody reads it to its end is no failure of ours.
fn unless_closed(written: std::io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Says a line to the person at the terminal.
pub(super) fn tell(line: &str) {
    use std::io::Write;
    // Nobody is left to hear that standard error is closed.
    let _ = writeln!(anstream::stderr(), "{line}");
}
