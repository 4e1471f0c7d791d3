//! Where pictures and other files stand on the site.

use std::collections::{BTreeMap, BTreeSet};

use super::{Record, Target, route};
use crate::base::{OutPath, SourceName, SourcePath, fold};
use crate::source::Source;

/// The place of every file that some document shows or links to: where its source stands, then its own path.
///
/// A file never takes the place of a page or of another file; where it would, it gets a number.
pub(super) fn places(
    record: &Record,
    sources: &BTreeMap<SourceName, Source>,
) -> BTreeMap<SourcePath, OutPath> {
    let targets = record.documents.iter().flat_map(|entry| &entry.targets);
    let used: BTreeSet<&SourcePath> = targets
        .filter_map(|target| match target {
            Target::Asset(path) => Some(path),
            _ => None,
        })
        .collect();
    let pages = record.documents.iter().map(|entry| entry.url.as_str());
    let made = record.series.values().map(|series| series.url.as_str());
    let made = made.chain(record.overviews.keys().map(String::as_str));
    let made = made.chain(record.logs().map(String::as_str));
    let redirects = record.redirects.keys().map(String::as_str);
    let mut taken: BTreeSet<String> =
        pages.chain(made).chain(redirects).map(|url| fold(route::out_path(url).as_str())).collect();
    let mut places = BTreeMap::new();
    for path in used {
        let at = sources.get(&path.source).map_or("", |source| source.config.at.as_str());
        if let Some(place) = free(&super::tree::join(at, path.path.as_str()), &taken) {
            taken.insert(fold(place.as_str()));
            places.insert(path.clone(), place);
        }
    }
    places
}

/// `wanted`, or the nearest name with a number that nothing else has.
fn free(wanted: &str, taken: &BTreeSet<String>) -> Option<OutPath> {
    let (folder, name) = wanted.rsplit_once('/').map_or(("", wanted), |(folder, name)| (folder, name));
    let (stem, extension) = name.rsplit_once('.').map_or((name, ""), |(stem, extension)| (stem, extension));
    let dot = if extension.is_empty() { "" } else { "." };
    let numbered =
        (2_usize..).map(|number| super::tree::join(folder, &format!("{stem}-{number}{dot}{extension}")));
    let mut free = std::iter::once(wanted.to_owned()).chain(numbered).filter(|path| !clashes(path, taken));
    OutPath::new(&free.next()?).ok()
}

/// Whether `path` is taken, or is a folder of something that is.
fn clashes(path: &str, taken: &BTreeSet<String>) -> bool {
    let path = fold(path);
    let below = format!("{path}/");
    taken.contains(&path)
        || taken.range(below.clone()..).next().is_some_and(|other| other.starts_with(&below))
}
