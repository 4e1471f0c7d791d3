//! `annals build`: the site into a folder.

use std::path::PathBuf;

use clap::Args;

use super::{AsOf, Failure, Global, tell};
use crate::base::{Diagnostic, Location, Severity};
use crate::code;
use crate::native::engine;
use crate::native::output::OutputError;
use crate::native::project::Project;
use crate::native::report::{self, Format};
use crate::native::warm;

/// Options of `annals build`.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    as_of: AsOf,
    /// Where the site is written [default: `site` in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// Print how long each stage took
    #[arg(long)]
    timings: bool,
}

/// Builds, writes, and says what was done; errors are printed, warnings are counted.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    if engine::is_due() {
        if !global.quiet {
            tell("building the engine for browsers, as after every change of the program's sources");
        }
        engine::build().unwrap_or_else(|reason| tell(&format!("warning: {reason}")));
    }
    let project = Project::open(global, options.out.as_deref())?.with_engine();
    let out = options.out.clone().unwrap_or_else(|| project.root.join("site"));
    let built = warm::build(&project, options.as_of.day(), &out);
    project.timings.begin("write");
    let written = built.write(&project, &out);
    project.timings.end();
    let written = written.map_err(|error| match &error {
        OutputError::Foreign { .. } => Failure::Usage(Some(format!(
            "{error}\nhelp: choose another folder with `--out`, or put these files into `static`, from where they are copied"
        ))),
        OutputError::Busy { .. } => {
            Failure::Io(format!("{error}\nhelp: run this one again when that has ended, or choose another folder with `--out`"))
        }
        OutputError::Io { .. } => Failure::Io(error.to_string()),
    })?;
    built.remember(&project, &out, &written);
    let mut diagnostics = built.diagnostics(&project);
    diagnostics.extend(project.assets.losses(&built.site));
    diagnostics.extend(written.lost.iter().map(|lost| {
        Diagnostic::error(code::UNREADABLE_FILE, lost.to_string()).at(Location::file(&lost.path))
    }));
    let errors: Vec<_> =
        diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).cloned().collect();
    report::write(Format::Text, &errors, &project.texts(), &mut anstream::stderr())?;
    if options.timings {
        tell(&project.timings.to_string());
    }
    if !global.quiet {
        let pages = built.site.files.keys().filter(|path| path.rel().extension() == "html").count();
        tell(&format!(
            "{pages} pages in `{}`: {} new, {} changed, {} unchanged, {} deleted files",
            out.display(),
            written.created,
            written.changed,
            written.unchanged,
            written.deleted
        ));
        if !diagnostics.is_empty() {
            tell(&format!("{}; `annals check` tells more", report::summary(&diagnostics)));
        }
    }
    super::check::verdict(&diagnostics, options.strict)
}
