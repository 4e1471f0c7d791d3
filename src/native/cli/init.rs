//! `annals init`: a new site.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{Failure, Global, tell};
use crate::native::clock;
use crate::source::config;

/// Options of `annals init`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// Where the site begins [default: --root, else the current folder]
    folder: Option<PathBuf>,
    /// The name of the record
    #[arg(long, default_value = "Our record")]
    title: String,
}

/// Writes the files of a new site that are not there yet; nothing is overwritten.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let root = options.folder.as_deref().or(global.root.as_deref()).unwrap_or(Path::new("."));
    let today = clock::today();
    let mut created = 0;
    for (path, text) in config::init::files(&options.title, today) {
        let file = root.join(path.as_str());
        if file.exists() {
            tell(&format!("kept `{}`", file.display()));
            continue;
        }
        let failed = |error| Failure::Io(format!("cannot write `{}`: {error}", file.display()));
        fs::create_dir_all(file.parent().unwrap_or(root)).map_err(failed)?;
        fs::write(&file, text).map_err(failed)?;
        created += 1;
        if !global.quiet {
            tell(&format!("created `{}`", file.display()));
        }
    }
    if created > 0 && !global.quiet {
        tell("look at it with `annals serve`");
    }
    Ok(())
}
