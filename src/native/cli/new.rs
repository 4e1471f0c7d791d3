//! `annals new`: the file of a record that is yet to be written.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::{Failure, Global, note, tell};
use crate::base::{Date, SourceName};
use crate::draft::{self, Draft, Known, Refusal, Wanted};
use crate::native::clock;
use crate::native::place::local_path;
use crate::native::project::Project;
use crate::source::config::Place;
use crate::source::{Config, Kind, Remote, SourceConfig};

/// Options of `annals new`.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(subcommand)]
    record: Record,
}

/// What is to be written.
#[derive(Debug, Subcommand)]
enum Record {
    /// Minutes of the next meeting of a series, with the actions that are open since the last one
    Minutes {
        /// The series, by its name or one of its other names
        series: String,
        /// Begin a series that has not met yet
        #[arg(long)]
        new: bool,
        #[command(flatten)]
        place: Where,
    },
    /// A standard with the next free number
    Standard {
        /// Its title
        #[arg(long, default_value = "Untitled")]
        title: String,
        /// Its number, or `next`
        #[arg(long, default_value = "next", value_parser = number)]
        number: Number,
        /// The field that it is of; the next number is the one behind those of this field
        #[arg(long)]
        track: Option<String>,
        /// The source that it belongs to [default: the first one of standards]
        #[arg(long = "in", value_name = "SOURCE")]
        in_source: Option<String>,
        #[command(flatten)]
        place: Where,
    },
    /// A decision record
    Decision {
        /// Its title
        title: String,
        #[command(flatten)]
        place: Where,
    },
    /// A note fragment for the release that comes next
    Note(note::Options),
}

/// When it is, and where the file goes.
#[derive(Debug, Args)]
struct Where {
    /// The day of the record [default: today]
    #[arg(long)]
    date: Option<Date>,
    /// Write into this clone of the source's repository
    #[arg(long, value_name = "PATH")]
    to: Option<PathBuf>,
    /// Write nothing; print the text
    #[arg(long)]
    dry_run: bool,
}

/// A number that is asked for, or nothing for the next one.
type Number = Option<u64>;

/// Reads a number, or `next`.
fn number(text: &str) -> Result<Number, String> {
    match text {
        "next" => Ok(None),
        _ => text.parse().map(Some).map_err(|_| "expected a number or `next`".to_owned()),
    }
}

/// Writes the file, and prints its path.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let (place, kind) = match &options.record {
        Record::Note(options) => return note::run(global, options),
        Record::Minutes { place, .. } => (place, Kind::Minutes),
        Record::Standard { place, .. } | Record::Decision { place, .. } => (place, Kind::Standards),
    };
    let project = Project::open(&reading(global, place, kind)?, None)?;
    let day = place.date.unwrap_or_else(clock::today);
    let (config, sources) = (&project.config, &project.sources);
    let is_read =
        |kind| config.sources.iter().any(|it| it.kind == kind && sources.sources.contains_key(&it.name));
    if let Some(source) = config.sources.iter().find(|source| source.kind == kind && !is_read(kind)) {
        // Why it could not be read is best said by where it could be written.
        let folder = folder(global, &project.root, source, place.to.as_deref())?;
        let message = format!("source `{}` cannot be read from `{}`", source.name, folder.display());
        return Err(Failure::Usage(Some(message)));
    }
    let record = project.record(day);
    let known = Known { config, sources, record: &record, day };
    let draft = match &options.record {
        Record::Minutes { series, new, .. } => draft::minutes(known, series, *new),
        Record::Standard { title, number, track, in_source, .. } => {
            let (title, track, source) = (title.clone(), track.clone(), in_source.clone());
            draft::standard(known, &Wanted { title, number: *number, track, source, sort: None })
        }
        Record::Decision { title, .. } => {
            draft::decision(known, &Wanted { title: title.clone(), ..Wanted::default() })
        }
        // It was written above.
        Record::Note(_) => return Ok(()),
    };
    let draft = draft.map_err(|Refusal { message, hint }| {
        let help = hint.map(|hint| format!("\nhelp: {hint}")).unwrap_or_default();
        Failure::Usage(Some(format!("{message}{help}")))
    })?;
    if place.dry_run {
        return print(&draft);
    }
    let source = config.sources.iter().find(|source| source.name == draft.source);
    let source =
        source.ok_or_else(|| Failure::Usage(Some(format!("there is no source `{}`", draft.source))))?;
    let folder = folder(global, &project.root, source, place.to.as_deref())?;
    write(&folder, &draft)
}

/// The options for reading: a clone to write into is read too, where it is clear which source it is of.
fn reading(global: &Global, place: &Where, kind: Kind) -> Result<Global, Failure> {
    let mut global = global.clone();
    if let Some(to) = &place.to {
        let config: Config = crate::native::project::Configured::open(&global)?.config;
        let of_kind: Vec<&SourceConfig> =
            config.sources.iter().filter(|source| source.kind == kind).collect();
        if let [SourceConfig { name, place: Place::Repository { .. }, .. }] = of_kind[..]
            && !global.source.iter().any(|(known, _): &(SourceName, PathBuf)| known == name)
        {
            global.source.push((name.clone(), to.clone()));
        }
    }
    Ok(global)
}

/// The folder of the source on this machine, where its files can be written.
fn folder(
    global: &Global,
    root: &Path,
    source: &SourceConfig,
    to: Option<&Path>,
) -> Result<PathBuf, Failure> {
    let instead =
        global.source.iter().rev().find(|(name, _)| *name == source.name).map(|(_, path)| path.as_path());
    match (&source.place, to.or(instead)) {
        (Place::Directory(folder), None) => Ok(root.join(folder)),
        (Place::Directory(folder), Some(path)) => {
            let inside = path.join(folder);
            Ok(if to.is_some() && inside.is_dir() { inside } else { path.to_owned() })
        }
        (Place::Repository { folder, .. }, Some(path)) => Ok(path.join(folder)),
        (Place::Repository { url, folder, .. }, None) => {
            if let Ok(Remote::Path(path)) = Remote::parse(url) {
                let clone = local_path(&path, root);
                if clone.join(".git").exists() {
                    return Ok(clone.join(folder));
                }
            }
            let name = &source.name;
            Err(Failure::Usage(Some(format!(
                "source `{name}` is read from `{url}`, where no file can be written\n\
                 help: name your clone of it with `--to PATH` or `--source {name}=PATH`"
            ))))
        }
    }
}

/// Writes the files of a draft, none of which may be there, and prints the path of the first.
fn write(folder: &Path, draft: &Draft) -> Result<(), Failure> {
    let files: Vec<(PathBuf, &String)> =
        draft.files.iter().map(|(path, text)| (folder.join(path.as_str()), text)).collect();
    if let Some((file, _)) = files.iter().find(|(file, _)| file.exists()) {
        return Err(Failure::Usage(Some(format!("`{}` exists already", file.display()))));
    }
    for (file, text) in &files {
        let failed =
            |error: std::io::Error| Failure::Io(format!("cannot write `{}`: {error}", file.display()));
        fs::create_dir_all(file.parent().unwrap_or(folder)).map_err(failed)?;
        let mut new = fs::OpenOptions::new().write(true).create_new(true).open(file).map_err(failed)?;
        new.write_all(text.as_bytes()).map_err(failed)?;
    }
    let mut out = anstream::stdout();
    for (file, _) in files.iter().take(1) {
        writeln!(out, "{}", file.display())?;
    }
    Ok(())
}

/// Prints what would be written.
fn print(draft: &Draft) -> Result<(), Failure> {
    let mut out = anstream::stdout();
    for (path, text) in &draft.files {
        tell(&format!("{}:{path}", draft.source));
        write!(out, "{text}")?;
    }
    Ok(())
}
