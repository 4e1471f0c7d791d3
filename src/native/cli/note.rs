//! `annals new note`: a note fragment for the release that comes next.

use clap::Args;

use crate::base::nearest::nearest;
use crate::native::cache::write_whole;
use crate::native::cli::{Failure, Global, print};
use crate::native::project::Project;
use crate::release::fragment::{FOLDER, FragmentKind, KINDS, file_name, write};
use crate::source::Kind;

/// Options of `annals new note`.
#[derive(Debug, Args)]
pub(super) struct Options {
    /// What changed, as a reader of the notes is to see it
    text: String,
    /// What it is about: highlight, feature, change, fix, upgrade, deprecation, removal, security or known-issue
    #[arg(long, default_value = "change", value_parser = kind)]
    kind: FragmentKind,
    /// The component that changed
    #[arg(long, value_name = "NAME")]
    component: Option<String>,
    /// An issue, a pull request or an address as evidence; may be repeated
    #[arg(long, value_name = "LINK")]
    link: Vec<String>,
}

/// Reads a kind.
fn kind(text: &str) -> Result<FragmentKind, String> {
    let known = || KINDS.iter().map(|(word, _)| *word);
    let found = KINDS.iter().find(|(word, _)| *word == text.to_lowercase()).map(|(_, kind)| *kind);
    found.ok_or_else(|| match nearest(text, known()) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("expected one of {}", known().collect::<Vec<_>>().join(", ")),
    })
}

/// Writes the fragment, and prints its path.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let project = Project::open(global, None)?;
    let sources = project.config.sources.iter().filter(|source| source.kind == Kind::Releases);
    let folder = sources.clone().find_map(|source| project.folders.get(&source.name));
    let folder = folder.ok_or_else(|| {
        let hint = match sources.clone().next() {
            Some(source) => format!("name a clone with `--source {}=PATH`", source.name),
            None => "make a folder `releases`, or add such a source to `annals.yaml`".to_owned(),
        };
        Failure::Usage(Some(format!("no source of the kind `releases` can be written to\nhelp: {hint}")))
    })?;
    let folder = folder.join(FOLDER);
    let text = write(options.kind, options.component.as_deref(), &options.link, &options.text);
    let name = file_name(&options.text);
    let mut names =
        std::iter::once(format!("{name}.md")).chain((2..).map(|number| format!("{name}-{number}.md")));
    let file = names.find_map(|name| Some(folder.join(name)).filter(|file| !file.exists()));
    let Some(file) = file else { return Ok(()) };
    write_whole(&file, text.as_bytes())
        .map_err(|error| Failure::Io(format!("cannot write `{}`: {error}", file.display())))?;
    print(format!("{}\n", file.display()).as_bytes())
}
