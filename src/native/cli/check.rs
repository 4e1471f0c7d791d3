//! `annals check`: everything that is wrong with the content.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::{AsOf, Failure, Global, tell, unless_closed};
use crate::base::{Diagnostic, Severity};
use crate::native::baseline::Baseline;
use crate::native::project::{Misconfigured, Project};
use crate::native::report::{self, Format};

/// Options of `annals check`.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    as_of: AsOf,
    /// The form of the report
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// Report only problems that are not listed in this file
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Write the problems of now into the baseline
    #[arg(long, requires = "baseline")]
    update_baseline: bool,
}

/// Builds without writing, and reports.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let project = Project::open(global, None).or_else(|failure| unopened(failure, options.format))?;
    let built = project.build(&options.as_of);
    let mut diagnostics = built.diagnostics;
    diagnostics.extend(project.assets.losses(&built.value.site));
    diagnostics.sort();
    if let Some(file) = &options.baseline {
        if options.update_baseline {
            let json =
                Baseline::of(&diagnostics).to_json().map_err(|error| Failure::Io(error.to_string()))?;
            let failed = |error| Failure::Io(format!("cannot write `{}`: {error}", file.display()));
            return fs::write(file, json).map_err(failed);
        }
        let failed = |error| Failure::Io(format!("cannot read `{}`: {error}", file.display()));
        let text = fs::read_to_string(file).map_err(failed)?;
        let baseline = Baseline::read(&text).map_err(|error| {
            Failure::Usage(Some(format!("`{}` is not a baseline: {error}", file.display())))
        })?;
        let compared = baseline.compare(diagnostics);
        diagnostics = compared.new;
        if !global.quiet && (compared.known, compared.fixed) != (0, 0) {
            tell(&format!(
                "{} known problems passed over, {} of the baseline fixed{}",
                compared.known,
                compared.fixed,
                if compared.fixed > 0 { "; `--update-baseline` takes them out" } else { "" }
            ));
        }
    }
    // A program that reads the report chooses for itself; whether it passes does not depend on what is shown.
    let is_shown = |diagnostic: &&Diagnostic| {
        !(global.quiet && options.format == Format::Text) || diagnostic.severity == Severity::Error
    };
    let shown: Vec<Diagnostic> = diagnostics.iter().filter(is_shown).cloned().collect();
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    unless_closed(report::write(options.format, &shown, &project.texts(), &mut out))?;
    if options.format == Format::Text && !global.quiet {
        tell(&report::summary(&diagnostics));
    }
    verdict(&diagnostics, options.strict)
}

/// The `failure` to open the project; who asked for a report in another form than text gets it all the same, with
/// what is wrong with the configuration in it.
fn unopened<T>(failure: Failure, format: Format) -> Result<T, Failure> {
    if format == Format::Text {
        return Err(failure);
    }
    let mut out = std::io::stdout().lock();
    match failure {
        Failure::Configuration(wrong) => {
            unless_closed(wrong.write(format, &mut out))?;
            Err(Failure::Usage(None))
        }
        // What no report has a place for is said in words, beside a report of nothing.
        failure => {
            unless_closed(Misconfigured::default().write(format, &mut out))?;
            Err(failure)
        }
    }
}

/// Whether content with these diagnostics passes.
pub(super) fn verdict(diagnostics: &[Diagnostic], strict: bool) -> Result<(), Failure> {
    let limit = if strict { Severity::Warning } else { Severity::Error };
    match diagnostics.iter().any(|diagnostic| diagnostic.severity <= limit) {
        true => Err(Failure::Content),
        false => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_shown_counts_all_the_same() {
        let scratch = tempfile::tempdir().unwrap();
        fs::create_dir(scratch.path().join("content")).unwrap();
        fs::write(scratch.path().join("content/index.md"), "# H\n\n[x](nope.md)\n").unwrap();
        for (strict, passes) in [(true, false), (false, true)] {
            let global = Global { root: Some(scratch.path().to_owned()), quiet: true, ..Global::default() };
            let (as_of, format) = (AsOf::default(), Format::Text);
            let options = Options { as_of, format, strict, baseline: None, update_baseline: false };
            assert_eq!(run(&global, &options).is_ok(), passes, "strict: {strict}");
        }
    }
}
