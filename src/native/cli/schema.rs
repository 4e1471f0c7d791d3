//! `annals schema`: the JSON Schemas of what people write and of what machines read.

use clap::{Args, ValueEnum};

use super::{Failure, print};

/// Options of `annals schema`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// What the schema is of
    #[arg(value_enum, default_value = "configuration")]
    of: Of,
}

/// What there is a schema of.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Of {
    /// annals.yaml
    Configuration,
    /// record.json, which `annals graph` prints
    Graph,
    /// What `annals release notes --format json` prints
    Notes,
}

/// Prints the schema.
pub(super) fn run(options: &Options) -> Result<(), Failure> {
    let schema = match options.of {
        Of::Configuration => crate::source::config::schema(),
        Of::Graph => crate::site::graph::schema(),
        Of::Notes => crate::release::form::schema(),
    };
    print(format!("{schema:#}\n").as_bytes())
}
