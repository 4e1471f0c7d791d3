//! Notes of a release on this machine: which release is meant, where its notes lie, and everything that is known.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::cache::Cache;
use super::cli::{Failure, Global};
use super::clock;
use super::components::{self, Ground, Opened};
use super::project::Project;
use crate::base::nearest::nearest;
use crate::base::{Date, Diagnostic, RelPath, Severity, SourceName, SourcePath};
use crate::document::Document;
use crate::document::excerpt::{divide, divides};
use crate::link::{DocumentId, Entry, Window};
use crate::release::{Collected, Fragment, Known, collect, fragment};
use crate::session::{Bodies, Understanding};
use crate::source::{File, Kind, Text};

/// A release on this machine, and everything that is known.
pub(super) struct Desk {
    /// The site.
    pub(super) project: Project,
    /// The record with the texts that it was made from, read anew only where they changed since the last command.
    understanding: Understanding,
    /// The notes.
    pub(super) notes: SourcePath,
    /// The day that was asked for.
    date: Option<Date>,
}

impl Desk {
    /// Opens the site for the release `id`, which has notes.
    pub(super) fn open(global: &Global, id: &str) -> Result<Desk, Failure> {
        Desk::of(Project::open(global, None)?, Bodies::Wanted, id, None)
    }

    /// The same for a draft, which needs no page. A release without notes is looked at as if it had empty ones;
    /// `date` is the day that was asked for.
    pub(super) fn open_for_draft(global: &Global, id: &str, date: Option<Date>) -> Result<Desk, Failure> {
        Desk::of(Project::open_for_release(global)?, Bodies::Unused, id, date)
    }

    /// Opens `project` for the release `id`.
    fn of(mut project: Project, bodies: Bodies, id: &str, date: Option<Date>) -> Result<Desk, Failure> {
        refuse_partial(&project.diagnostics)?;
        if let Cow::Owned(divided) = divide(&project.sources) {
            project.sources = divided;
        }
        let (notes, exists) = find(&project, id)?;
        // Only a draft begins notes.
        if !exists && bodies == Bodies::Wanted {
            let known = existing(&project);
            let meant = nearest(id, known.iter().map(String::as_str));
            let hint = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("`annals release draft {id}` begins them"),
            };
            return Err(Failure::Usage(Some(format!("release `{id}` has no notes\nhelp: {hint}"))));
        }
        let is_divided = project.sources.sources.get(&notes.source).is_some_and(divides);
        if !exists && is_divided {
            return Err(Failure::Usage(Some(format!(
                "the releases of source `{}` are sections of a file, and none of them is `{id}`\n\
                 help: begin its section with a heading and its day, then print the draft with `--print`",
                notes.source
            ))));
        }
        if !exists && let Some(source) = project.sources.sources.get_mut(&notes.source) {
            // With these the release has its window, and what names it in texts leads to it.
            let day = date.map_or(String::new(), |day| format!("date: {day}\n"));
            let line = date.map_or(String::new(), |day| format!("\n(Release Date: {day})\n"));
            let text = format!("---\ntitle: Release {id}\n{day}---\n# Release {id}\n{line}");
            source.files.insert(notes.path.clone(), File::Text(Arc::new(Text::decode(text.into_bytes()))));
        }
        Ok(Desk::with_notes(project, bodies, notes, date))
    }

    /// Makes the record, with the notes at `notes` before everybody's eyes.
    fn with_notes(project: Project, bodies: Bodies, notes: SourcePath, date: Option<Date>) -> Desk {
        let folder = project.cache_folder();
        let cache = Cache { folder: &folder };
        let texts = cache.texts(bodies);
        let recall = |path: &SourcePath, key| texts.recall(path, key);
        let inputs = project.inputs(clock::today());
        let understanding =
            Understanding::new(inputs, bodies, &recall, &|stage| project.timings.begin(stage));
        project.timings.end();
        if understanding.read() > 0 {
            cache.remember_texts(bodies, understanding.readings());
        }
        Desk { project, understanding, notes, date }
    }

    /// Opens the site for no release in particular.
    pub(super) fn open_any(global: &Global) -> Result<Desk, Failure> {
        let project = Project::open(global, None)?;
        refuse_partial(&project.diagnostics)?;
        let name = existing(&project).into_iter().next();
        let name = name.ok_or_else(|| Failure::Usage(Some("no release has notes".to_owned())))?;
        let (notes, _) = find(&project, &name)?;
        Ok(Desk::with_notes(project, Bodies::Wanted, notes, None))
    }

    /// Where components are looked for.
    pub(super) fn ground<'a>(&'a self, global: &'a Global) -> Ground<'a> {
        Ground { global, config: &self.project.config, root: &self.project.root }
    }

    /// The text of the notes as it was read.
    pub(super) fn text(&self) -> String {
        match self.project.sources.file(&self.notes) {
            Some(File::Text(text)) => text.text.clone(),
            _ => String::new(),
        }
    }

    /// What is to be said of the notes.
    pub(super) fn status(&self) -> Result<Vec<Diagnostic>, Failure> {
        let collected = self.collect(&[])?;
        let said = self.understanding.diagnostics();
        Ok(self.with(|known| {
            let draft = self.project.sources.draft(&self.notes);
            crate::release::status::status(known, &collected, &self.notes, &self.text(), draft, said)
        }))
    }

    /// Does `work` with what is known.
    pub(super) fn with<T>(&self, work: impl FnOnce(Known<'_>) -> T) -> T {
        let files: BTreeMap<SourcePath, &Document> =
            self.understanding.readings().map(|(text, _, read)| (text.path, &read.document)).collect();
        let record = self.understanding.record();
        let text = |entry: &Entry| files.get(&entry.path).copied();
        let documents: Vec<Option<&Document>> = record.documents.iter().map(text).collect();
        work(Known {
            config: &self.project.config,
            sources: &self.project.sources,
            record,
            documents: &documents,
        })
    }

    /// The release.
    pub(super) fn release(&self) -> DocumentId {
        // The notes were read, or put among what was read.
        self.understanding.record().by_path.get(&self.notes).copied().unwrap_or(DocumentId(u32::MAX))
    }

    /// Its window; the day that was asked for ends it.
    pub(super) fn window(&self) -> Window {
        let own =
            self.understanding.record().window(self.release()).unwrap_or(Window { after: None, until: None });
        Window { until: self.date.or(own.until), ..own }
    }

    /// Everything that belongs to the release.
    pub(super) fn collect(&self, components: &[Opened]) -> Result<Collected, Failure> {
        let mut diagnostics = Vec::new();
        let fragments = self.fragments(&mut diagnostics)?;
        if let Some(problem) = diagnostics.first() {
            let place = problem.location.as_ref().map_or(String::new(), |place| format!("{}: ", place.path));
            let hint =
                problem.hints.first().map_or(String::new(), |hint| format!("\nhelp: {}", hint.message));
            return Err(Failure::Usage(Some(format!("{place}{}{hint}", problem.message))));
        }
        self.with(|known| {
            let components = components::collect(known, components, self.release(), self.window())?;
            Ok(collect(known, self.release(), self.window(), fragments, components))
        })
    }

    /// The note fragments beside the notes, by name.
    fn fragments(&self, diagnostics: &mut Vec<Diagnostic>) -> Result<Vec<Fragment>, Failure> {
        let Some(folder) = self.project.folders.get(&self.notes.source) else { return Ok(Vec::new()) };
        let folder = folder.join(fragment::FOLDER);
        let mut names = Vec::new();
        let failed =
            |error: std::io::Error| Failure::Io(format!("cannot read `{}`: {error}", folder.display()));
        match std::fs::read_dir(&folder) {
            Ok(entries) => {
                for entry in entries {
                    names.push(entry.map_err(failed)?.file_name().to_string_lossy().into_owned());
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        names.sort();
        let mut fragments = Vec::new();
        for name in names.iter().filter(|name| name.ends_with(".md") && *name != "README.md") {
            let file = folder.join(name);
            let failed = |error| Failure::Io(format!("cannot read `{}`: {error}", file.display()));
            let bytes = std::fs::read(&file).map_err(failed)?;
            let Ok(path) = RelPath::new(&format!("{}/{name}", fragment::FOLDER)) else { continue };
            let path = SourcePath::new(&self.notes.source, &path);
            fragments.extend(fragment::read(&path, &Text::decode(bytes).text, diagnostics));
        }
        Ok(fragments)
    }

    /// The file of the notes, where it can be written.
    pub(super) fn file(&self) -> Result<PathBuf, Failure> {
        let source = self.project.sources.sources.get(&self.notes.source);
        if let Some(section) = source.and_then(|source| source.excerpts.get(&self.notes.path)) {
            return Err(Failure::Usage(Some(format!(
                "the notes are a section of `{}`, into which nothing is drafted\n\
                 help: print the draft with `--print` and take from it what the section lacks, or give each release \
                 a file of its own",
                section.file
            ))));
        }
        let folder = self.project.folders.get(&self.notes.source).ok_or_else(|| {
            let name = &self.notes.source;
            Failure::Usage(Some(format!(
                "source `{name}` is read from a repository, which is never written to\n\
                 help: name a clone with `--source {name}=PATH`, or print the draft with `--print`"
            )))
        })?;
        Ok(folder.join(self.notes.path.as_str()))
    }
}

/// The file beside `notes` that keeps the draft as it was generated last.
pub(super) fn draft_beside(notes: &Path) -> PathBuf {
    let stem = notes.file_stem().unwrap_or_default().to_string_lossy();
    notes.with_file_name(format!(".{stem}.draft.md"))
}

/// Refuses to compile notes of a part of the sources: what is missing would look as if it were gone.
fn refuse_partial(diagnostics: &[Diagnostic]) -> Result<(), Failure> {
    let Some(problem) = diagnostics.iter().find(|problem| problem.severity == Severity::Error) else {
        return Ok(());
    };
    let hint = problem.hints.first().map_or(String::new(), |hint| format!("\nhelp: {}", hint.message));
    Err(Failure::Io(format!("{}{hint}", problem.message)))
}

/// Where the notes of the release `id` are or would be, and whether they are there.
fn find(project: &Project, id: &str) -> Result<(SourcePath, bool), Failure> {
    let sources: Vec<_> =
        project.config.sources.iter().filter(|source| source.kind == Kind::Releases).collect();
    if sources.is_empty() {
        return Err(Failure::Usage(Some(
            "no source is of the kind `releases`\nhelp: make a folder `releases`, or add such a source to `annals.yaml`"
                .to_owned(),
        )));
    }
    let mut new = None;
    for source in &sources {
        let files = project.sources.sources.get(&source.name).map(|source| &source.files);
        for path in files.into_iter().flat_map(|files| files.keys()) {
            let is_it = source.releases.release(path).is_some_and(|release| {
                release.name.eq_ignore_ascii_case(id)
                    || release.version.is_some_and(|version| version.eq_ignore_ascii_case(id))
            });
            if is_it {
                return Ok((SourcePath::new(&source.name, path), true));
            }
        }
        let path = source.releases.file_of(id);
        new = new.or_else(|| Some(SourcePath::new(&source.name, &path?)));
    }
    let Some(new) = new else {
        let names: Vec<String> =
            sources.iter().map(|source| format!("`{}`", source.releases.name.as_str())).collect();
        return Err(Failure::Usage(Some(format!(
            "`{id}` is no name of a release\nhelp: releases are called {}",
            names.join(" or ")
        ))));
    };
    Ok((new, false))
}

/// The names of the releases that have notes.
fn existing(project: &Project) -> Vec<String> {
    let sources = project.config.sources.iter().filter(|source| source.kind == Kind::Releases);
    let of_source = |source: &crate::source::SourceConfig| -> Vec<String> {
        let files = project.sources.sources.get(&source.name).map(|source| &source.files);
        let paths = files.into_iter().flat_map(|files| files.keys());
        paths.filter_map(|path| source.releases.release(path)).map(|release| release.name).collect()
    };
    sources.flat_map(of_source).collect()
}

/// The name of a source and a path: `standards=../standards`.
pub(super) type Given = (SourceName, PathBuf);
