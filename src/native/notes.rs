//! Notes of a release on this machine: which release is meant, where its notes lie, and everything that is known.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;

use super::cache::{Cache, Texts};
use super::cli::{Failure, Global};
use super::clock;
use super::components::{self, Ground, Opened};
use super::project::{Project, cache_folder};
use crate::base::nearest::nearest;
use crate::base::{Date, Diagnostic, Severity, SourceName, SourcePath};
use crate::document::Document;
use crate::document::excerpt::{divide, divides};
use crate::link::{DocumentId, Entry, Window};
use crate::release::{Collected, Fragment, Known, collect, fragment, section};
use crate::session::{Bodies, Understanding};
use crate::source::config::ReleasesConfig;
use crate::source::{File, Kind, SourceConfig, Text};

/// A release on this machine, and everything that is known.
pub(super) struct Desk {
    /// The site.
    pub(super) project: Project,
    /// The record with the texts that it was made from, read anew only where they changed since the last command.
    ///
    /// Never freed: a desk stands until its command ends, and to give back every word of every text takes longer than
    /// to make the draft.
    understanding: ManuallyDrop<Understanding>,
    /// The notes.
    pub(super) notes: SourcePath,
    /// The day that was asked for.
    date: Option<Date>,
}

impl Desk {
    /// Opens the site for the release `id`, which has notes.
    pub(super) fn open(global: &Global, id: &str) -> Result<Desk, Failure> {
        let (project, texts) = opened(global, Bodies::Wanted)?;
        Desk::of(project, Bodies::Wanted, &texts, id, None)
    }

    /// The same for a draft, which needs no page. A release without notes is looked at as if it had empty ones;
    /// `date` is the day that was asked for.
    pub(super) fn open_for_draft(global: &Global, id: &str, date: Option<Date>) -> Result<Desk, Failure> {
        let (project, texts) = opened(global, Bodies::Unused)?;
        Desk::of(project, Bodies::Unused, &texts, id, date)
    }

    /// Opens `project` for the release `id`.
    fn of(
        mut project: Project,
        bodies: Bodies,
        texts: &Texts,
        id: &str,
        date: Option<Date>,
    ) -> Result<Desk, Failure> {
        refuse_partial(&project.diagnostics)?;
        if let Cow::Owned(divided) = divide(&project.sources) {
            project.sources = divided;
        }
        let (mut notes, mut exists) = find(&project, id)?;
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
            notes = begin_section(&mut project, &notes.source, id, date).ok_or_else(|| {
                Failure::Usage(Some(format!(
                    "the releases of source `{}` are sections of a file, and how that of `{id}` is to be headed does \
                     not follow from the others\n\
                     help: begin its section with a heading and its day, then draft into it",
                    notes.source
                )))
            })?;
            exists = true;
        }
        if !exists && let Some(source) = project.sources.sources.get_mut(&notes.source) {
            // With these the release has its window, and what names it in texts leads to it.
            let day = date.map_or(String::new(), |day| format!("date: {day}\n"));
            let line = date.map_or(String::new(), |day| format!("\n(Release Date: {day})\n"));
            let text = format!("---\ntitle: Release {id}\n{day}---\n# Release {id}\n{line}");
            source.files.insert(notes.path.clone(), File::Text(Arc::new(Text::decode(text.into_bytes()))));
        }
        Ok(Desk::with_notes(project, bodies, texts, notes, date))
    }

    /// Makes the record, with the notes at `notes` before everybody's eyes.
    fn with_notes(
        project: Project,
        bodies: Bodies,
        texts: &Texts,
        notes: SourcePath,
        date: Option<Date>,
    ) -> Desk {
        let recall = |path: &SourcePath, key| texts.recall(path, key);
        let inputs = project.inputs(clock::today());
        let understanding =
            Understanding::new(inputs, bodies, &recall, &|stage| project.timings.begin(stage));
        project.timings.end();
        if understanding.read() > 0 {
            let folder = project.cache_folder();
            Cache { folder: &folder }.remember_texts(bodies, understanding.readings());
        }
        Desk { project, understanding: ManuallyDrop::new(understanding), notes, date }
    }

    /// Opens the site for no release in particular.
    pub(super) fn open_any(global: &Global) -> Result<Desk, Failure> {
        let (mut project, texts) = opened(global, Bodies::Wanted)?;
        refuse_partial(&project.diagnostics)?;
        if let Cow::Owned(divided) = divide(&project.sources) {
            project.sources = divided;
        }
        let name = existing(&project).into_iter().next();
        let name = name.ok_or_else(|| Failure::Usage(Some("no release has notes".to_owned())))?;
        let (notes, _) = find(&project, &name)?;
        Ok(Desk::with_notes(project, Bodies::Wanted, &texts, notes, None))
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
        let fragments = self.fragments(&mut diagnostics);
        if let Some(problem) = diagnostics.first() {
            let place = problem.location.as_ref().map_or(String::new(), |place| format!("{}: ", place.path));
            let hint =
                problem.hints.first().map_or(String::new(), |hint| format!("\nhelp: {}", hint.message));
            return Err(Failure::Usage(Some(format!("{place}{}{hint}", problem.message))));
        }
        let folder = self.project.cache_folder();
        let cache = Cache { folder: &folder };
        self.with(|known| {
            let components = components::collect(&cache, known, components, self.release(), self.window())?;
            Ok(collect(known, self.release(), self.window(), fragments, components))
        })
    }

    /// The note fragments beside the notes, by name.
    fn fragments(&self, diagnostics: &mut Vec<Diagnostic>) -> Vec<Fragment> {
        let source = self.project.sources.sources.get(&self.notes.source);
        source.map_or_else(Vec::new, |source| fragment::all(&self.notes.source, source, diagnostics))
    }

    /// Where the notes can be written.
    pub(super) fn sheet(&self) -> Result<Sheet<'_>, Failure> {
        let source = self.project.sources.sources.get(&self.notes.source);
        let section =
            source.and_then(|source| Some((&*source.config, source.excerpts.get(&self.notes.path)?)));
        let folder = self.project.folders.get(&self.notes.source).ok_or_else(|| {
            let name = &self.notes.source;
            Failure::Usage(Some(format!(
                "source `{name}` is read from a repository, which is never written to\n\
                 help: name a clone with `--source {name}=PATH`, or print the draft with `--print`"
            )))
        })?;
        let path = section.map_or(&self.notes.path, |(_, section)| &section.file);
        let beside = ReleasesConfig::draft_of(&self.notes.path).unwrap_or_else(|| self.notes.path.clone());
        Ok(Sheet {
            file: folder.join(path.as_str()),
            beside: folder.join(beside.as_str()),
            section: section.map(|(config, section)| (config, section.id.as_str())),
        })
    }
}

/// The site, and what was made of its texts before, which is read meanwhile.
fn opened(global: &Global, bodies: Bodies) -> Result<(Project, Texts), Failure> {
    let folder = cache_folder(global);
    let project = || match bodies {
        Bodies::Wanted => Project::open(global, None),
        Bodies::Unused => Project::open_for_release(global),
    };
    let (project, texts) = rayon::join(project, || Cache { folder: &folder }.texts(bodies));
    Ok((project?, texts))
}

/// Where the notes of a release are written.
pub(super) struct Sheet<'a> {
    /// Their file, or the one that they are a section of.
    pub(super) file: PathBuf,
    /// The file that keeps the draft as it was generated last.
    pub(super) beside: PathBuf,
    /// What is configured of the source, and the words of the section's heading.
    pub(super) section: Option<(&'a SourceConfig, &'a str)>,
}

/// Begins the section of the release `id`, on the day `date`, in the file in which the releases of `source` are; where
/// its notes are now.
fn begin_section(
    project: &mut Project,
    source: &SourceName,
    id: &str,
    date: Option<Date>,
) -> Option<SourcePath> {
    let mut sources = project.sources.clone();
    let held = sources.sources.get_mut(source)?;
    let (path, text) = held.files.iter().find_map(|(path, file)| match file {
        File::Text(text) if !held.excerpts.contains_key(path) => {
            Some((path.clone(), section::begun(&held.config, &text.text, id, date)?))
        }
        _ => None,
    })?;
    held.files.insert(path, File::Text(Arc::new(Text::decode(text.into_bytes()))));
    project.sources = divide(&sources).into_owned();
    find(project, id).ok().filter(|(_, exists)| *exists).map(|(notes, _)| notes)
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
        let read = project.sources.sources.get(&source.name);
        let files = read.map(|source| &source.files);
        for path in files.into_iter().flat_map(|files| files.keys()) {
            let release = read.and_then(|read| read.release(path));
            let is_it = release.is_some_and(|release| {
                is_called(&release.name, id) || release.version.is_some_and(|version| is_called(&version, id))
            });
            if is_it {
                return Ok((SourcePath::new(&source.name, path), true));
            }
        }
        let path = source.releases.file_of(id).or_else(|| source.releases.file_of(&format!("v{id}")));
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

/// Whether a release is called `name` that a person calls `id`: letter case does not count, nor a missing `v`.
fn is_called(name: &str, id: &str) -> bool {
    let bare = name.strip_prefix(['v', 'V']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    name.eq_ignore_ascii_case(id) || bare.is_some_and(|bare| bare.eq_ignore_ascii_case(id))
}

/// The names of the releases that have notes.
fn existing(project: &Project) -> Vec<String> {
    let sources = project.config.sources.iter().filter(|source| source.kind == Kind::Releases);
    let of_source = |source: &crate::source::SourceConfig| -> Vec<String> {
        let Some(read) = project.sources.sources.get(&source.name) else { return Vec::new() };
        read.files.keys().filter_map(|path| read.release(path)).map(|release| release.name).collect()
    };
    sources.flat_map(of_source).collect()
}

/// The name of a source and a path: `standards=../standards`.
pub(super) type Given = (SourceName, PathBuf);
