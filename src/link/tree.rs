//! What exists in the repositories, for finding what a path means.
//!
//! Sources that come from the same repository are seen as one tree, so that a page of one may link to a page of
//! another by a relative path. Paths here count from the repository's root.

use std::collections::{BTreeMap, BTreeSet};

use super::DocumentId;
use super::forge::{Revision, View, view_url};
use crate::base::{Date, RelPath, SourceName, SourcePath, fold};
use crate::source::config::Place;
use crate::source::{Choice, File, Source};

/// What a path of a repository is.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub(super) enum Found {
    /// A document of the record.
    Document(DocumentId),
    /// A chosen file that is no document, of the source with this number within the repository.
    Asset(usize),
    /// A file that the repository has, but the site has not.
    Other,
    /// A folder.
    Folder,
}

/// How far the path that was asked for is from the one that was found.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub(super) enum Way {
    /// As written, or with a slash left out.
    Exact,
    /// With an extension left out, or `.html` in place of it.
    Bare,
    /// Letter case differs, or how letters are composed.
    Case,
    /// The file was renamed since.
    Renamed,
}

/// A path that was found.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) struct Hit {
    /// The path as the repository has it, folders without a final slash.
    pub path: String,
    /// What it is.
    pub found: Found,
    /// How it was found.
    pub way: Way,
}

/// The tree of one repository, as far as its sources saw it.
pub(super) struct Repository<'a> {
    /// Its sources.
    pub sources: Vec<(&'a SourceName, &'a Source)>,
    /// Files and folders by path.
    pub(super) entries: BTreeMap<String, Found>,
    /// Paths by the form that they share with those that look alike.
    folded: BTreeMap<String, String>,
    /// Where files that moved are now.
    pub(super) renames: BTreeMap<String, String>,
    /// Paths by the lower-case name of the file, without `.md`.
    pub(super) names: BTreeMap<String, Vec<String>>,
    /// What a commit had and the newest has not.
    pub(super) gone: BTreeSet<String>,
    /// Which files each source would make pages of, in the order of `sources`.
    pub(super) choices: Vec<Choice>,
    /// The day of the newest change that was read.
    pub newest: Option<Date>,
}

/// The path from the repository's root of `path` in a source that begins at `folder`.
pub(super) fn join(folder: &str, path: &str) -> String {
    match (folder.trim_matches('/'), path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}

impl<'a> Repository<'a> {
    /// Builds the tree of `sources`.
    fn new(
        sources: Vec<(&'a SourceName, &'a Source)>,
        by_path: &BTreeMap<SourcePath, DocumentId>,
    ) -> Repository<'a> {
        let mut entries: BTreeMap<String, Found> = BTreeMap::new();
        let (mut renames, mut gone) = (BTreeMap::new(), BTreeSet::new());
        for (number, &(name, source)) in sources.iter().enumerate() {
            let files = source.files.iter().map(|(path, file)| {
                let document = by_path.get(&SourcePath::new(name, path));
                let found = match (document, file) {
                    (Some(id), _) => Found::Document(*id),
                    // Drafts and fragments of notes are read and not shown.
                    (None, File::Data(_)) if path.is_markdown() => Found::Other,
                    (None, File::Asset | File::Data(_)) => Found::Asset(number),
                    (None, File::Text(_)) => Found::Other,
                };
                (path, found)
            });
            for (path, found) in files.chain(source.others.iter().map(|path| (path, Found::Other))) {
                let entry = entries.entry(join(&source.folder, path.as_str())).or_insert(found);
                // A file may be chosen by one source and passed over by another.
                *entry = found.min(*entry);
            }
            gone.extend(source.history.gone.iter().map(|path| join(&source.folder, path.as_str())));
            for (old, new) in &source.history.renames {
                renames.insert(join(&source.folder, old.as_str()), join(&source.folder, new.as_str()));
            }
        }
        let folders: BTreeSet<String> =
            entries.keys().flat_map(|path| folders_of(path)).map(str::to_owned).collect();
        entries.insert(String::new(), Found::Folder);
        entries.extend(folders.into_iter().map(|folder| (folder, Found::Folder)));
        let mut folded = BTreeMap::new();
        for path in entries.keys() {
            folded.entry(fold(path)).or_insert_with(|| path.clone());
        }
        let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for path in entries.keys().filter(|path| !path.is_empty()) {
            names.entry(name_of(path).to_lowercase()).or_default().push(path.clone());
        }
        // What is wrong with a glob is said where the files are chosen.
        let choices = sources.iter().map(|(_, source)| Choice::new(&source.config).value).collect();
        let histories = sources.iter().flat_map(|(_, source)| source.history.files.values());
        let newest = histories.filter_map(|file| Some(file.last.as_ref()?.date)).max();
        Repository { sources, entries, folded, renames, names, gone, choices, newest }
    }

    /// What exactly this path is.
    pub(super) fn get(&self, path: &str) -> Option<Found> {
        self.entries.get(path).copied()
    }

    /// Looks for what `path` means, allowing for what readers and forges allow for: no extension, `.html`,
    /// another letter case, an old name.
    pub(super) fn find(&self, path: &str) -> Option<Hit> {
        let path = path.trim_end_matches('/');
        let page = path.strip_suffix(".html").unwrap_or(path);
        let forms = || {
            let documents = ["md", "markdown"].into_iter().map(|extension| format!("{page}.{extension}"));
            std::iter::once(path.to_owned()).chain(documents)
        };
        let exact = forms().find_map(|form| {
            let found = self.get(&form)?;
            let way = if form == path { Way::Exact } else { Way::Bare };
            Some(Hit { path: form, found, way })
        });
        let renamed = || {
            forms().find_map(|form| {
                let path = self.renames.get(&form)?.clone();
                Some(Hit { found: self.get(&path)?, path, way: Way::Renamed })
            })
        };
        let in_other_case = || {
            forms().find_map(|form| {
                let path = self.folded.get(&fold(&form))?.clone();
                Some(Hit { found: self.get(&path)?, path, way: Way::Case })
            })
        };
        exact.or_else(renamed).or_else(in_other_case)
    }

    /// The document that stands for `folder`.
    pub(super) fn index_of(&self, folder: &str) -> Option<DocumentId> {
        let stands_for = |path: &str| folder_of(path) == folder;
        ["index.md", "readme.md", "index.markdown", "readme.markdown"].iter().find_map(|name| {
            let path = self.folded.get(&fold(&join(folder, name)))?;
            match self.get(path)? {
                Found::Document(id) if stands_for(path) => Some(id),
                _ => None,
            }
        })
    }

    /// Whether every file that could be at `path` is known: only then is it certain that nothing is there.
    pub(super) fn knows(&self, path: &str) -> bool {
        self.sources.iter().any(|(_, source)| {
            let folder = source.folder.trim_matches('/');
            folder.is_empty()
                || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Whether `revision` names the text that was read, as far as is known: the branch, a usual name of the
    /// main branch, or the commit.
    pub(super) fn is_own_revision(&self, revision: &str) -> bool {
        ["main", "master", "HEAD"].contains(&revision)
            || self.sources.iter().any(|(_, source)| {
                let commit = source.commit.as_deref().unwrap_or_default();
                source.branch.as_deref() == Some(revision)
                    || (revision.len() >= 7 && commit.starts_with(revision))
            })
    }

    /// The file that `path`, at which there is none, would be in the first source that would have it.
    pub(super) fn wanted(&self, path: &str) -> Option<SourcePath> {
        (0..self.sources.len()).find_map(|number| self.asset(number, path))
    }

    /// The URL at which the forge shows `path`.
    pub(super) fn view(&self, view: View, path: &str) -> Option<String> {
        let (_, source) = self.sources.iter().find(|(_, source)| source.forge.is_some())?;
        let revision = Revision::Branch(source.branch.as_deref().unwrap_or("HEAD"));
        Some(view_url(source.forge.as_deref()?, view, revision, path))
    }

    /// The file at `path`, as a file of the source with this number.
    pub(super) fn asset(&self, number: usize, path: &str) -> Option<SourcePath> {
        let (name, source) = self.sources.get(number)?;
        let folder = source.folder.trim_matches('/');
        let below = match folder {
            "" => path,
            folder => path.strip_prefix(folder)?.strip_prefix('/')?,
        };
        Some(SourcePath::new(name, &RelPath::new(below).ok()?))
    }
}

/// Everything before the last segment.
pub(super) fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether `path` lies in `folder` itself and in none below it.
pub(super) fn lies_in(path: &str, folder: &str) -> bool {
    let name = match folder {
        "" => Some(path),
        folder => path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')),
    };
    name.is_some_and(|name| !name.contains('/'))
}

/// The last segment of a path, without `.md`.
pub(super) fn name_of(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.strip_suffix(".md").unwrap_or(name)
}

/// The folders above `path`, outermost first.
fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// The trees of all repositories.
pub(super) struct Trees<'a> {
    /// The repositories.
    pub repositories: Vec<Repository<'a>>,
    /// Which repository a source belongs to.
    of_source: BTreeMap<&'a SourceName, usize>,
}

impl<'a> Trees<'a> {
    /// Puts the sources of each repository together.
    pub(super) fn new(
        sources: &'a BTreeMap<SourceName, Source>,
        by_path: &BTreeMap<SourcePath, DocumentId>,
    ) -> Trees<'a> {
        let mut groups: BTreeMap<_, Vec<(&SourceName, &Source)>> = BTreeMap::new();
        for (name, source) in sources {
            let key = match &source.config.place {
                Place::Directory(_) => ("", None),
                Place::Repository { url, revision, .. } => (url.as_str(), revision.as_deref()),
            };
            groups.entry(key).or_default().push((name, source));
        }
        let mut of_source = BTreeMap::new();
        let mut repositories = Vec::new();
        for group in groups.into_values() {
            of_source.extend(group.iter().map(|(name, _)| (*name, repositories.len())));
            repositories.push(Repository::new(group, by_path));
        }
        Trees { repositories, of_source }
    }

    /// The repository of the source `name`.
    pub(super) fn of(&self, name: &SourceName) -> Option<&Repository<'a>> {
        self.repositories.get(*self.of_source.get(name)?)
    }
}
