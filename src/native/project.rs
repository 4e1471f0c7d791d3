//! A site's folder, opened: its configuration, its sources and its theme.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::asset::Assets;
use super::cli::{AsOf, Failure, Global};
use super::clone::Clone;
use super::components::{self, Ground};
use super::disk;
use super::engine;
use super::lock::Lock;
use super::objects::Objects;
use super::progress::{Progress, Quiet, Terminal};
use super::read::{self, Extent, ReadOptions, ReadSources};
use super::report::{self, Format, Texts};
use super::timings::Timings;
use crate::base::{Date, Diagnostic, Location, OutPath, RelPath, SourceName, SourcePath, Warned};
use crate::code;
use crate::document::{self, FrontMatter};
use crate::link::Record;
use crate::page::Theme;
use crate::pipeline::{self, Built, Input};
use crate::session::Inputs;
use crate::source::config::{self, Config};
use crate::source::{SourceSet, mask};

/// Name of the configuration in a site's folder.
const CONFIGURATION: &str = "annals.yaml";

/// The configuration of a site, and where the site is.
pub(super) struct Configured {
    /// The site's folder.
    pub(super) root: PathBuf,
    /// What `annals.yaml` says, or what stands for it.
    pub(super) config: Config,
    /// Files of the folder that diagnostics may name.
    pub(super) files: BTreeMap<RelPath, String>,
}

impl Configured {
    /// Finds the site's folder and reads its configuration; problems in it end the command.
    pub(super) fn open(global: &Global) -> Result<Configured, Failure> {
        Configured::read(global).map_err(Trouble::end)
    }

    /// Finds the site's folder and reads its configuration.
    fn read(global: &Global) -> Result<Configured, Trouble> {
        let root = root(global);
        let file = global.config.clone().unwrap_or_else(|| root.join(CONFIGURATION));
        let text = match fs::read(&file) {
            Ok(bytes) => Some(String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound && global.config.is_none() => None,
            Err(error) => {
                return Err(Failure::Io(format!("cannot read `{}`: {error}", file.display())).into());
            }
        };
        let present: Vec<&str> = config::FOLDERS
            .iter()
            .map(|(folder, _)| *folder)
            .filter(|folder| root.join(folder).is_dir())
            .collect();
        let Some(text) = text else {
            if present.is_empty() {
                return Err(Failure::Usage(Some(nothing_here(&root))).into());
            }
            let config = config::standard(&name_of(&root), &present);
            return Ok(Configured { root, config, files: BTreeMap::new() });
        };
        let name = file.file_name().and_then(|name| RelPath::new(&name.to_string_lossy()).ok());
        let name =
            name.ok_or_else(|| Failure::Usage(Some(format!("`{}` is no file name", file.display()))))?;
        let read = config::read(&text, &name, &present);
        let files = BTreeMap::from([(name, text)]);
        if read.diagnostics.is_empty() {
            return Ok(Configured { root, config: read.value, files });
        }
        Err(Trouble { diagnostics: read.diagnostics, files, failure: Failure::Usage(None) })
    }
}

/// Why a site cannot be opened.
#[derive(Debug)]
pub(super) struct Trouble {
    /// What is wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The files that diagnostics name.
    pub(super) files: BTreeMap<RelPath, String>,
    /// How a command ends that can do nothing else.
    failure: Failure,
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Trouble {
        let message = match &failure {
            Failure::Usage(Some(message)) | Failure::Io(message) => message.clone(),
            Failure::Usage(None) | Failure::Content | Failure::Configuration(_) => {
                "the site cannot be opened".to_owned()
            }
        };
        let diagnostics = vec![Diagnostic::error(code::CONFIGURATION, message)];
        Trouble { diagnostics, files: BTreeMap::new(), failure }
    }
}

impl Trouble {
    /// How a command ends that can do nothing else.
    fn end(self) -> Failure {
        if self.files.is_empty() {
            return self.failure;
        }
        Failure::Configuration(Misconfigured { diagnostics: self.diagnostics, files: self.files })
    }
}

/// A configuration that cannot be used: what is wrong, and the files that it is wrong in.
#[derive(Debug, Default)]
pub(super) struct Misconfigured {
    /// What is wrong.
    diagnostics: Vec<Diagnostic>,
    /// Files of the site's folder that the diagnostics name.
    files: BTreeMap<RelPath, String>,
}

impl Misconfigured {
    /// Writes the diagnostics to `out` in the form `format`.
    pub(super) fn write(&self, format: Format, out: &mut dyn Write) -> std::io::Result<()> {
        let texts = Texts { sources: &SourceSet::default(), project: self.files.clone() };
        report::write(format, &self.diagnostics, &texts, out)
    }
}

/// What a person reads whose folder holds no site.
fn nothing_here(root: &Path) -> String {
    let folders = config::FOLDERS.map(|(folder, _)| format!("`{folder}`")).join(", ");
    format!(
        "`{}` holds neither an `annals.yaml` nor one of the folders {folders}\n\
         help: begin a site with `annals init`, or name its folder with `--root`",
        root.display()
    )
}

/// What a site without a configuration is called: as its README or its home page, or else as its repository is on the
/// forge. The name of its folder, which is another in each clone, is the last resort.
fn name_of(root: &Path) -> String {
    let named = ["README.md", "content/index.md", "content/README.md"].into_iter().find_map(|file| {
        let text = fs::read_to_string(root.join(file)).ok()?;
        let path = SourcePath::new(&SourceName::new("content"), &RelPath::new(file).ok()?);
        let document = document::parse(&path, &text, &document::Options::default()).value;
        let title = |front: &FrontMatter| Some(front.value.get("title")?.as_str()?.to_owned());
        document.front_matter.as_ref().and_then(title).or(document.title)
    });
    let repository = || {
        let (clone, _) = Clone::around(root)?;
        clone.forge()?.rsplit('/').next().map(str::to_owned)
    };
    let folder = || root.canonicalize().ok()?.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = named.or_else(repository).or_else(folder).filter(|name| !name.trim().is_empty());
    name.unwrap_or_else(|| "Record".to_owned())
}

/// The site's folder: as given, that of the given configuration, or the nearest one upwards with a configuration.
fn root(global: &Global) -> PathBuf {
    if let Some(root) = &global.root {
        return root.clone();
    }
    if let Some(folder) = global.config.as_deref().and_then(Path::parent) {
        return if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_path_buf() };
    }
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    here.ancestors()
        .find(|folder| folder.join(CONFIGURATION).is_file())
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}

/// The folders that hold the configuration of the site that `global` names, or in which it would be.
pub(super) fn folders(global: &Global) -> Vec<PathBuf> {
    let file = global.config.as_deref().and_then(Path::parent);
    let here =
        |folder: &Path| if folder.as_os_str().is_empty() { PathBuf::from(".") } else { folder.to_owned() };
    file.map(here).into_iter().chain([root(global)]).collect()
}

/// Where things about the site that `global` names are remembered.
pub(super) fn cache_folder(global: &Global) -> PathBuf {
    root(global).join(".annals")
}

/// A site, read whole and ready to be built.
pub(super) struct Project {
    /// The site's folder.
    pub(super) root: PathBuf,
    /// The bytes of pictures and other files.
    pub(super) assets: Assets,
    /// How long everything took so far.
    pub(super) timings: Timings,
    /// The configuration.
    pub(super) config: Config,
    /// What was read.
    pub(super) sources: SourceSet,
    /// How the site looks.
    pub(super) theme: Theme,
    /// The folders of sources that are read from working files.
    pub(super) folders: BTreeMap<SourceName, PathBuf>,
    /// The repositories of sources, kept for whoever looks into them again.
    #[expect(dead_code, reason = "what it holds open is shared with whoever opens it again")]
    repositories: Vec<Objects>,
    /// What was wrong with everything that was read.
    pub(super) diagnostics: Vec<Diagnostic>,
    files: BTreeMap<RelPath, String>,
}

impl Project {
    /// Reads the configuration, the sources and the theme; `out` is a folder that holds a built site.
    pub(super) fn open(global: &Global, out: Option<&Path>) -> Result<Project, Failure> {
        let progress: Box<dyn Progress> =
            if global.quiet { Box::new(Quiet) } else { Box::new(Terminal::default()) };
        Project::read(global, out, &*progress).map_err(Trouble::end)
    }

    /// Reads what a release is made of, and nothing that only pages show.
    pub(super) fn open_for_release(global: &Global) -> Result<Project, Failure> {
        let progress: Box<dyn Progress> =
            if global.quiet { Box::new(Quiet) } else { Box::new(Terminal::default()) };
        Project::read_some(global, None, &*progress, Extent::Releases).map_err(Trouble::end)
    }

    /// The same, telling what is wrong instead of reporting it.
    pub(super) fn read(
        global: &Global,
        out: Option<&Path>,
        progress: &dyn Progress,
    ) -> Result<Project, Trouble> {
        Project::read_some(global, out, progress, Extent::Whole)
    }

    /// The same for as much as `extent` says.
    fn read_some(
        global: &Global,
        out: Option<&Path>,
        progress: &dyn Progress,
        extent: Extent,
    ) -> Result<Project, Trouble> {
        let timings = Timings::default();
        timings.begin("configuration");
        let Configured { root, config, mut files } = Configured::read(global)?;
        let mut diagnostics = Vec::new();
        let theme = theme(&root, &mut files, &mut diagnostics);

        timings.begin("read");
        let lock = match Lock::load(&root) {
            Ok(lock) => lock,
            Err(diagnostic) => {
                diagnostics.push(diagnostic);
                None
            }
        };
        let mut skip = vec![root.join("site")];
        skip.extend(out.map(Path::to_path_buf));
        let options = ReadOptions {
            overrides: global.source.iter().cloned().collect(),
            lock,
            skip,
            extent,
            progress,
            ..ReadOptions::new(&root)
        };
        let ReadSources { set: mut sources, assets, folders, repositories } =
            read::read(&config, &options).unload(&mut diagnostics);
        sources.modules = modules(&root, &config, &mut diagnostics);
        // Diagnostics show the texts that the stages read, which are also those that may be shown to everybody.
        let sources = if config.mask_emails { mask::masked(&sources) } else { sources };
        let ground = Ground { global, config: &config, root: &root };
        // Notes read the commits of one release, and not what all of them tell.
        let components = match extent {
            Extent::Whole => components::known(&ground).unload(&mut diagnostics),
            Extent::Releases => Vec::new(),
        };
        let components = Arc::new(components);
        let sources = SourceSet { components, ..sources };
        timings.end();
        Ok(Project {
            root,
            assets,
            timings,
            config,
            sources,
            theme,
            folders,
            repositories,
            diagnostics,
            files,
        })
    }

    /// The failure that `problem`, in a file of the site's folder, is.
    pub(super) fn misconfigured(&self, problem: Diagnostic) -> Failure {
        Failure::Configuration(Misconfigured { diagnostics: vec![problem], files: self.files.clone() })
    }

    /// The same site with the engine for browsers, if there is one and pages are to be edited.
    pub(super) fn with_engine(self) -> Project {
        let has_plugins = !self.config.plugins.is_empty();
        let theme = if self.config.editor { engine::carried(self.theme, has_plugins) } else { self.theme };
        Project { theme, ..self }
    }

    /// Builds the site as it is on `day`, with the diagnostics of everything that was read.
    pub(super) fn build(&self, day: &AsOf) -> Warned<Built> {
        self.make(day, pipeline::build)
    }

    /// Makes the published record as it is on `day`, with the diagnostics of everything but pages.
    pub(super) fn graph(&self, day: &AsOf) -> Warned<Vec<u8>> {
        self.make(day, pipeline::build_graph)
    }

    /// What `make` makes of the input, with the diagnostics of everything that was read.
    fn make<T>(
        &self,
        day: &AsOf,
        make: impl Fn(&Input<'_>, &dyn Fn(&'static str)) -> Warned<T>,
    ) -> Warned<T> {
        let input =
            Input { config: &self.config, sources: &self.sources, theme: &self.theme, day: day.day() };
        let mut made = make(&input, &|stage| self.timings.begin(stage));
        self.timings.end();
        made.diagnostics.extend(self.diagnostics.iter().cloned());
        made.diagnostics.sort();
        made.diagnostics.dedup();
        made
    }

    /// Where things are remembered.
    pub(super) fn cache_folder(&self) -> PathBuf {
        self.root.join(".annals")
    }

    /// What was wrong before anything was built.
    pub(super) fn reading(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// All that a site is made from, as it is on `day`.
    pub(super) fn inputs(&self, day: Date) -> Inputs {
        let (config, theme) = (self.config.clone(), self.theme.clone());
        Inputs { config, sources: self.sources.clone(), theme, day }
    }

    /// All that was read, for a session on `day`.
    pub(super) fn into_parts(self, day: Date) -> Opened {
        let Project { root, assets, folders, config, sources, theme, files, diagnostics, .. } = self;
        Opened { root, inputs: Inputs { config, sources, theme, day }, assets, folders, files, diagnostics }
    }

    /// The record as it is on `day`, without the site.
    pub(super) fn record(&self, day: Date) -> Record {
        pipeline::record(&Input { config: &self.config, sources: &self.sources, theme: &self.theme, day })
    }

    /// The texts that diagnostics point into.
    pub(super) fn texts(&self) -> Texts<'_> {
        Texts { sources: &self.sources, project: self.files.clone() }
    }
}

/// A project taken apart.
pub(super) struct Opened {
    /// The site's folder.
    pub(super) root: PathBuf,
    /// What is built.
    pub(super) inputs: Inputs,
    /// The bytes of pictures and other files.
    pub(super) assets: Assets,
    /// Where sources are read from, for those that are folders.
    pub(super) folders: BTreeMap<SourceName, PathBuf>,
    /// Files of the site's folder that diagnostics may name.
    pub(super) files: BTreeMap<RelPath, String>,
    /// What reading had to say.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// The modules of the plugins that can be read.
fn modules(root: &Path, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> BTreeMap<String, Arc<[u8]>> {
    let mut modules = BTreeMap::new();
    for plugin in &config.plugins {
        match disk::read(root, &plugin.file) {
            Ok(bytes) => drop(modules.insert(plugin.name.clone(), Arc::from(bytes))),
            Err(error) => {
                let message = format!("cannot read plugin `{}`: {error}", plugin.name);
                let place = Location::project(&plugin.place.config, Some(plugin.place.file));
                diagnostics.push(Diagnostic::error(code::PLUGIN_UNUSABLE, message).at(place));
            }
        }
    }
    modules
}

/// The default theme with the site's own files in place of those of the same name.
fn theme(root: &Path, files: &mut BTreeMap<RelPath, String>, diagnostics: &mut Vec<Diagnostic>) -> Theme {
    let mut templates = BTreeMap::new();
    for (path, bytes) in folder(root, "templates", &[], diagnostics) {
        let place = RelPath::new(&format!("templates/{path}"));
        match (String::from_utf8(bytes), place) {
            (Ok(text), Ok(place)) => {
                files.insert(place, text.clone());
                templates.insert(path.to_string(), text);
            }
            (Err(_), Ok(place)) => diagnostics.push(
                Diagnostic::error(code::TEMPLATE, format!("`{place}` is not UTF-8"))
                    .at(Location::project(&place, None)),
            ),
            (_, Err(_)) => {}
        }
    }
    let statics = folder(root, "static", PUBLISHED, diagnostics)
        .into_iter()
        .filter_map(|(path, bytes)| Some((OutPath::new(path.as_str()).ok()?, Arc::from(bytes))))
        .collect();
    Theme::embedded().overridden(templates, statics)
}

/// Hidden files and folders that are meant for the web server or for whoever visits: RFC 8615, and what hosts of pages
/// look for. All others are those of the system, of git or of an editor.
const PUBLISHED: &[&str] = &[".well-known", ".nojekyll", ".htaccess", ".domains"];

/// All files below the folder `name` of the site; links are not followed, hidden files left out unless they are among
/// `wanted`.
fn folder(
    root: &Path,
    name: &str,
    wanted: &[&str],
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(RelPath, Vec<u8>)> {
    let top = root.join(name);
    let mut files = Vec::new();
    let hidden = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        name.starts_with('.') && !wanted.contains(&&*name)
    };
    let entries = walkdir::WalkDir::new(&top).min_depth(1).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| !hidden(entry)).filter_map(Result::ok) {
        if !entry.file_type().is_file() {
            continue;
        }
        let relative = entry.path().strip_prefix(&top).unwrap_or(entry.path()).to_string_lossy();
        let Ok(path) = RelPath::new(&relative.replace(std::path::MAIN_SEPARATOR, "/")) else { continue };
        match fs::read(entry.path()) {
            Ok(bytes) => files.push((path, bytes)),
            Err(error) => diagnostics.push(Diagnostic::error(
                code::UNREADABLE_FILE,
                format!("cannot read `{name}/{path}`: {error}"),
            )),
        }
    }
    files
}
