//! One entry of `sources`, checked.

use super::address::{repository, repository_name};
use super::check::Checker;
use super::kind_check::is_pattern;
use super::standard::{source, title_of};
use super::wire::WireSource;
use super::{Kind, Pattern, Place, SourceConfig};
use crate::base::yaml::Node;
use crate::base::{RelPath, SourceName, Span};

/// Keys that only sources of some kinds have.
const KIND_KEYS: [(&str, &[Kind]); 25] = [
    ("series", &[Kind::Minutes]),
    ("titles", &[Kind::Minutes]),
    ("aliases", &[Kind::Minutes]),
    ("succeeds", &[Kind::Minutes]),
    ("joins", &[Kind::Minutes]),
    ("bodies", &[Kind::Minutes]),
    ("sorts", &[Kind::Minutes]),
    ("decks", &[Kind::Minutes]),
    ("decisions", &[Kind::Minutes]),
    ("actions", &[Kind::Minutes]),
    ("meetings", &[Kind::Minutes]),
    ("documents", &[Kind::Minutes, Kind::Standards]),
    ("dates", &[Kind::Minutes, Kind::Releases]),
    ("months", &[Kind::Minutes, Kind::Releases]),
    ("id", &[Kind::Minutes, Kind::Standards, Kind::Releases]),
    ("called", &[Kind::Standards]),
    ("default_status", &[Kind::Standards]),
    ("window", &[Kind::Releases]),
    ("states", &[Kind::Standards]),
    ("metadata", &[Kind::Standards]),
    ("rules", &[Kind::Standards]),
    ("scopes", &[Kind::Standards]),
    ("release", &[Kind::Releases]),
    ("version", &[Kind::Releases]),
    ("components", &[Kind::Releases]),
];

/// The source that `wire` says, or nothing where it cannot be one.
pub(super) fn check_source(
    checker: &mut Checker,
    mut wire: WireSource,
    node: &Node,
    forge: Option<&str>,
) -> Option<SourceConfig> {
    let Some(kind) = wire.kind else {
        if !checker.told_within(node.span) {
            let hint = "add `kind: pages`, `minutes`, `standards` or `releases`";
            checker.wrong(node.span, "source without a `kind`", hint);
        }
        return None;
    };
    let kind = Kind::from(kind);
    check_keys(checker, kind, node);
    let (default_name, place) = place(checker, &mut wire, node, forge)?;
    if kind == Kind::Releases && wire.release.is_none() {
        // Names of sources have no braces, so that `name: "R{n}"` can only be meant for the releases.
        wire.release = wire.name.take_if(|name| name.contains('{'));
    }
    let name = match wire.name.take() {
        Some(name) => name,
        None => default_name,
    };
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if name.is_empty() || !name.chars().all(is_name) || name.starts_with(['-', '.']) {
        let hint = "give it a `name` of letters, digits, `-`, `_` and `.`";
        checker.wrong(node.child("name").span, format!("`{name}` is no name for a source"), hint);
        return None;
    }
    let mut config = source(&name, kind, place);
    config.name = SourceName::new(&name);
    config.title = wire.title.take().unwrap_or_else(|| title_of(&name));
    if let Some(at) = wire.at.take() {
        config.at = check_at(checker, at, node.child("at").span).unwrap_or(name);
    }
    config.template = wire.template.take();
    if let Some(template) = &config.template
        && let Err(error) = RelPath::new(&template.replace("{series}", "series"))
    {
        let hint = "write the path of a file in the source, such as `{series}/template.md`";
        checker.wrong(node.child("template").span, format!("`{template}`: {error}"), hint);
    }
    let include = std::mem::take(&mut wire.include);
    config.include = checker.globs(include, node.child("include"), true);
    config.exclude.extend(checker.globs(std::mem::take(&mut wire.exclude), node.child("exclude"), false));
    match kind {
        Kind::Pages => {}
        Kind::Minutes => config.minutes = checker.minutes(wire, node),
        Kind::Standards => config.standards = checker.standards(wire, node),
        Kind::Releases => config.releases = checker.releases(wire, node, &config.include),
    }
    // The patterns were read; from here on `include` holds globs.
    for include in config.include.iter_mut().filter(|include| is_pattern(include)) {
        if let Ok(pattern) = Pattern::new(include) {
            *include = pattern.glob();
        }
    }
    Some(config)
}

/// Tells the keys that sources of this kind do not have.
fn check_keys(checker: &mut Checker, kind: Kind, node: &Node) {
    for (key, kinds) in KIND_KEYS {
        if let Some(entry) = node.get(&key.into()).filter(|_| !kinds.contains(&kind)) {
            let owners: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.as_str())).collect();
            let message = format!("`{key}` means nothing in a source of `{}`", kind.as_str());
            checker.wrong(entry.key_or_value(), message, format!("it belongs to {}", owners.join(" and ")));
        }
    }
}

/// Where a source is read from, and the name it has by that.
fn place(
    checker: &mut Checker,
    wire: &mut WireSource,
    node: &Node,
    forge: Option<&str>,
) -> Option<(String, Place)> {
    let folder = match wire.dir.take() {
        Some(dir) => {
            let path = dir.trim_start_matches("./").trim_end_matches('/');
            let path = if path == "." { "" } else { path };
            if let Some(error) =
                Some(path).filter(|path| !path.is_empty()).and_then(|path| RelPath::new(path).err())
            {
                let hint = "name a folder inside the site's folder, or a repository by its path with `repo`";
                checker.wrong(node.child("dir").span, format!("`{dir}`: {error}"), hint);
                return None;
            }
            Some(path.to_owned())
        }
        None => None,
    };
    let revision = wire.revision.take();
    let revision_node = node.get(&"ref".into()).or_else(|| node.get(&"revision".into())).unwrap_or(node);
    match (wire.repo.take(), folder) {
        (Some(repo), folder) => match repository(&repo, forge) {
            Ok(url) => {
                let is_odd =
                    |text: &str| text.is_empty() || text.starts_with('-') || text.contains([' ', '\n', ':']);
                if let Some(revision) = revision.as_deref().filter(|text| is_odd(text)) {
                    let message = format!("`{revision}` is no branch, tag or commit");
                    checker.wrong(revision_node.span, message, "write its name alone");
                }
                let revision = revision.filter(|text| !is_odd(text));
                let name = repository_name(&repo).to_owned();
                Some((name, Place::Repository { url, revision, folder: folder.unwrap_or_default() }))
            }
            Err(error) => {
                checker.wrong_address(node.child("repo").span, &repo, error);
                None
            }
        },
        (None, Some(folder)) => {
            if revision.is_some() {
                let hint = "leave it out, or name the repository with `repo`";
                checker.wrong(revision_node.key_or_value(), "`ref` without a `repo`", hint);
            }
            let name = folder.rsplit('/').next().unwrap_or_default();
            Some((
                if name.is_empty() { "site".to_owned() } else { name.to_owned() },
                Place::Directory(folder),
            ))
        }
        (None, None) => {
            if !checker.told_within(node.span) {
                let hint = "add `dir: FOLDER` or `repo: NAME`";
                checker.wrong(node.span, "source without a `dir` or `repo`", hint);
            }
            None
        }
    }
}

/// Where the source stands on the site.
fn check_at(checker: &mut Checker, at: String, span: Span) -> Option<String> {
    let path = at.trim_matches('/');
    match RelPath::new(path) {
        _ if path.is_empty() => Some(String::new()),
        Ok(path) => Some(path.as_str().to_owned()),
        Err(error) => {
            checker.wrong(span, format!("`{at}`: {error}"), "write a path on the site, such as `minutes`");
            None
        }
    }
}
