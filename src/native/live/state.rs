//! The site that is shown, and how changes on the disk reach it.
//!
//! A burst of changes is either of texts that were read already, which the session takes one by one, or of anything
//! else, and then the project is read again. What cannot be read, such as a configuration with a mistake, changes
//! nothing: the last good site stays, and the trouble is told beside it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use super::watch::Burst;
use crate::base::{Date, Diagnostic, OutPath, RelPath, SourceName, SourcePath};
use crate::native::asset::Assets;
use crate::native::disk;
use crate::native::project::{Opened, Project, Trouble};
use crate::native::report::Texts;
use crate::page::Templates;
use crate::session::{Change, Recall, Session, Update};
use crate::source::config::{FOLDERS, Place};
use crate::source::{Config, File, Source, Text};

/// Names of folders in which nothing happens that is shown, wherever they are.
const IGNORED: &[&str] = &[".annals", "node_modules", "__pycache__"];

/// The site as it is shown now.
pub struct State {
    /// Everything that was built.
    pub session: Session,
    /// The bytes of pictures.
    pub assets: Assets,
    /// The site's own folder, as the disk knows it.
    pub root: PathBuf,
    /// Where sources are read from, for those that are folders.
    pub folders: BTreeMap<SourceName, PathBuf>,
    /// The site's own files that diagnostics name.
    files: BTreeMap<RelPath, String>,
    /// What reading had to say.
    reading: Vec<Diagnostic>,
    /// Why what is on the disk now cannot be shown.
    pub trouble: Vec<Diagnostic>,
    /// Counts what was shown.
    pub version: u64,
}

/// What a burst came to.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What the session did.
    pub update: Update,
    /// The text that was edited, if it was one.
    pub edited: Option<SourcePath>,
    /// What changed, for a person.
    pub what: String,
}

impl State {
    /// The state of a project that was just opened; of some texts it is `remembered` what was made of them.
    pub fn new(project: Project, day: Date, remembered: &Recall<'_>) -> State {
        let Opened { root, inputs, assets, folders, files, diagnostics } = project.into_parts(day);
        State {
            assets,
            trouble: Templates::new(inputs.theme.clone()).diagnostics,
            folders: with_missing(folders, &inputs.config, &root, BTreeMap::new()),
            root: root.canonicalize().unwrap_or(root),
            files,
            reading: diagnostics,
            session: Session::with(inputs, remembered, &|_| ()),
            version: 0,
        }
    }

    /// Takes what a burst changed; `open` reads the project again.
    ///
    /// Nothing comes of a burst that changed no byte of what is shown.
    /// Only the step itself keeps readers out: what there is to read from the disk is read before.
    pub fn take(
        state: &RwLock<State>,
        burst: &Burst,
        open: impl FnOnce() -> Result<Project, Trouble>,
        day: Date,
    ) -> Option<Outcome> {
        let now = state.read().unwrap_or_else(PoisonError::into_inner);
        let relevant: Vec<&PathBuf> = burst.paths.iter().filter(|path| now.is_relevant(path)).collect();
        if relevant.is_empty() && !burst.lost {
            return None;
        }
        let texts: Option<Vec<_>> = relevant.iter().map(|path| now.text_at(path)).collect();
        let is_quick = !burst.lost && now.trouble.is_empty() && now.session.inputs().day == day;
        drop(now);
        let write = || state.write().unwrap_or_else(PoisonError::into_inner);
        match texts.filter(|_| is_quick) {
            Some(texts) => write().take_texts(texts.into_iter().flatten().collect()),
            None => {
                let project = open();
                Some(write().take_all(&relevant, project, day))
            }
        }
    }

    /// Whether something at `path` may be shown.
    fn is_relevant(&self, path: &Path) -> bool {
        let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
        if path.iter().any(|name| IGNORED.iter().any(|ignored| name == *ignored)) || is_of_editor(&name) {
            return false;
        }
        // Of a repository only a new commit or branch matters, which is in the history of pages.
        if let Some(at) = path.iter().position(|name| name == ".git") {
            let mut inside = path.iter().skip(at + 1);
            return match inside.next() {
                Some(name) if name == "HEAD" => true,
                Some(name) if name == "refs" => {
                    inside.next().is_some_and(|name| name == "heads")
                        && path.extension().is_none_or(|extension| extension != "lock")
                }
                _ => false,
            };
        }
        let in_source =
            self.folders.values().any(|folder| path.starts_with(folder) || folder.starts_with(path));
        let own = path.strip_prefix(&self.root).ok().and_then(|own| own.iter().next());
        let in_site = own.is_some_and(|name| {
            let usual = FOLDERS.iter().map(|(folder, _)| *folder);
            ["templates", "static", "annals.yaml", "annals.lock"]
                .into_iter()
                .chain(usual)
                .any(|known| name == known)
        });
        let plugins = &self.session.inputs().config.plugins;
        let is_module = plugins.iter().any(|plugin| path == self.root.join(plugin.file.as_str()));
        in_source || in_site || is_module || self.files.keys().any(|file| path.ends_with(file.as_str()))
    }

    /// The new text of the file at `path`, and under which names it was read; no names where nothing is new.
    ///
    /// Nothing where `path` is anything else than a text that was read before.
    fn text_at(&self, path: &Path) -> Option<Vec<(SourcePath, Arc<Text>)>> {
        let sources = &self.session.inputs().sources.sources;
        let (mut found, mut is_inside) = (Vec::new(), false);
        for (name, folder) in &self.folders {
            let Ok(below) = path.strip_prefix(folder) else { continue };
            let below = below.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
            let below = RelPath::new(&below).ok()?;
            is_inside = true;
            let source = sources.get(name)?;
            let old = match source.files.get(&below) {
                Some(File::Text(old)) => old,
                // What came and went within one burst is how editors save.
                None if !path.exists() && !is_known(source, &below) => continue,
                _ => return None,
            };
            let text = Text::decode(disk::read(folder, &below).ok()?);
            if !text.valid || !old.valid {
                return None;
            }
            if text == **old {
                continue;
            }
            let text = Arc::new(text);
            // A text that links name too is one text under several names.
            let same = |file: &File| matches!(file, File::Text(other) if Arc::ptr_eq(other, old));
            let names = source.files.iter().filter(|(_, file)| same(file));
            found.extend(names.map(|(path, _)| (SourcePath::new(name, path), text.clone())));
        }
        is_inside.then_some(found)
    }

    /// Takes other texts.
    fn take_texts(&mut self, texts: BTreeMap<SourcePath, Arc<Text>>) -> Option<Outcome> {
        let first = texts.keys().next()?.clone();
        let what = match texts.len() {
            1 => first.to_string(),
            count => format!("{count} texts"),
        };
        let update = self.session.apply(Change::Texts(texts));
        self.version += 1;
        Some(Outcome { update, edited: Some(first), what })
    }

    /// Takes the project as it was read again, unless it cannot be shown.
    fn take_all(&mut self, paths: &[&PathBuf], project: Result<Project, Trouble>, day: Date) -> Outcome {
        self.version += 1;
        let what = match paths {
            [path] => path.strip_prefix(&self.root).unwrap_or(path).display().to_string(),
            paths => format!("{} files", paths.len()),
        };
        let project = match project {
            Ok(project) => project,
            Err(trouble) => {
                self.files.extend(trouble.files);
                self.trouble = trouble.diagnostics;
                return Outcome { what, ..Outcome::default() };
            }
        };
        let Opened { root, mut inputs, assets, folders, files, diagnostics } = project.into_parts(day);
        // The templates that worked stay until those that replace them do.
        self.trouble = Templates::new(inputs.theme.clone()).diagnostics;
        if !self.trouble.is_empty() {
            let shown = &self.session.inputs().theme;
            inputs.theme.templates = shown.templates.clone();
            inputs.theme.own = shown.own.clone();
        }
        self.root = root.canonicalize().unwrap_or(root);
        let known = std::mem::take(&mut self.folders);
        self.folders = with_missing(folders, &inputs.config, &self.root, known);
        (self.assets, self.files, self.reading) = (assets, files, diagnostics);
        let update = self.session.apply(Change::Everything(Box::new(inputs)));
        let edited = match update.read.as_slice() {
            [path] => Some(path.clone()),
            _ => None,
        };
        Outcome { update, edited, what }
    }

    /// Folders to watch with all below, and those of which only what lies directly in them matters: a folder that is
    /// deleted can come back there.
    pub fn watched(&self) -> (BTreeSet<PathBuf>, BTreeSet<PathBuf>) {
        let own = ["templates", "static"].map(|name| self.root.join(name));
        let deep: BTreeSet<PathBuf> = self.folders.values().cloned().chain(own).collect();
        let parents = self.folders.values().filter_map(|folder| Some(folder.parent()?.to_owned()));
        let plugins = self.session.inputs().config.plugins.iter();
        let modules =
            plugins.filter_map(|plugin| Some(self.root.join(plugin.file.as_str()).parent()?.to_owned()));
        let flat = parents.chain(modules).chain([self.root.clone()]).collect();
        (deep, flat)
    }

    /// All problems that are known now, sorted.
    pub fn problems(&self) -> Vec<Diagnostic> {
        let mut all = self.session.diagnostics();
        all.extend(self.reading.iter().chain(&self.trouble).cloned());
        all.sort();
        all.dedup();
        all
    }

    /// The texts that problems point into.
    pub fn texts(&self) -> Texts<'_> {
        Texts { sources: &self.session.inputs().sources, project: self.files.clone() }
    }

    /// Where the text `path` is on the disk.
    pub fn on_disk(&self, path: &SourcePath) -> Option<PathBuf> {
        let source = self.session.inputs().sources.sources.get(&path.source)?;
        // A part of a file is edited in that file.
        let file = source.excerpts.get(&path.path).map_or(&path.path, |excerpt| &excerpt.file);
        Some(self.folders.get(&path.source)?.join(file.as_str()))
    }

    /// The address of the page that shows `path`.
    pub fn address(&self, path: &SourcePath) -> Option<String> {
        let record = self.session.record();
        let id = record.by_path.get(path)?;
        Some(format!("/{}", crate::base::url::encode_path(&record.document(*id).url)))
    }

    /// The file of the site at the address `path`, without the leading slash and decoded.
    pub fn file_at(&self, path: &str) -> Option<OutPath> {
        let file = if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        };
        OutPath::new(&file).ok()
    }
}

/// The folders that were read, and those of sources that cannot be read now: where they were, or are to be.
fn with_missing(
    mut found: BTreeMap<SourceName, PathBuf>,
    config: &Config,
    root: &Path,
    mut known: BTreeMap<SourceName, PathBuf>,
) -> BTreeMap<SourceName, PathBuf> {
    for source in &config.sources {
        let configured = match &source.place {
            Place::Directory(folder) => Some(root.join(folder)),
            Place::Repository { .. } => None,
        };
        if let (false, Some(folder)) =
            (found.contains_key(&source.name), known.remove(&source.name).or(configured))
        {
            found.insert(source.name.clone(), folder);
        }
    }
    found
}

/// Whether a file called `name` is one in which an editor keeps what is not saved yet.
fn is_of_editor(name: &str) -> bool {
    let swap = name.starts_with('.') && [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end));
    swap || name.ends_with('~') || name.starts_with(".#") || (name.starts_with('#') && name.ends_with('#'))
}

/// Whether `source` has a file at `path` or below it.
fn is_known(source: &Source, path: &RelPath) -> bool {
    let below = format!("{path}/");
    let known = |other: &RelPath| other == path || other.as_str().starts_with(&below);
    source.files.keys().chain(&source.others).any(known)
}
