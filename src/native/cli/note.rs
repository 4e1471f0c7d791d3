//! `annals new note`: a note fragment for the release that comes next.

use clap::Args;

use crate::base::nearest::nearest;
use crate::base::{RelPath, SourcePath};
use crate::native::cache::write_whole;
use crate::native::cli::{Failure, Global, print};
use crate::native::project::Project;
use crate::release::fragment::{FOLDER, Fragment, FragmentKind, KINDS, file_name, new};
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
    let place = sources.clone().find_map(|source| Some((&source.name, project.folders.get(&source.name)?)));
    let (source, folder) = place.ok_or_else(|| {
        let hint = match sources.clone().next() {
            Some(source) => format!("name a clone with `--source {}=PATH`", source.name),
            None => "make a folder `releases`, or add such a source to `annals.yaml`".to_owned(),
        };
        Failure::Usage(Some(format!("no source of the kind `releases` can be written to\nhelp: {hint}")))
    })?;
    let below = |name: &str| RelPath::resolve(FOLDER, &format!("{name}.md"));
    let name = file_name(options.kind, &options.text);
    let mut names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}-{number}")));
    let free = names.find_map(|name| {
        Some((below(&name).ok()?, name)).filter(|(path, _)| !folder.join(path.as_str()).exists())
    });
    let Some((path, name)) = free else { return Ok(()) };
    let fragment = Fragment {
        name,
        path: SourcePath::new(source, &path),
        kind: options.kind,
        component: options.component.clone(),
        links: options.link.clone(),
        text: options.text.clone(),
    };
    let text = new(&fragment).map_err(|problem| {
        let hint = problem.hints.first().map_or(String::new(), |hint| format!("\nhelp: {}", hint.message));
        Failure::Usage(Some(format!("{}{hint}", problem.message)))
    })?;
    let file = folder.join(path.as_str());
    write_whole(&file, text.as_bytes())
        .map_err(|error| Failure::Io(format!("cannot write `{}`: {error}", file.display())))?;
    print(format!("{}\n", file.display()).as_bytes())
}
