//! What is certain not to exist, and what was probably meant.
//!
//! A link within a repository is certain: its author and its target share one tree. A URL that leads to a forge
//! leaves the site, and what is read here need not be all that is to be seen there: a mirror may hold the texts of
//! a repository and nothing else of it. Such a link counts as dead only where something speaks for it, since one
//! false alarm costs more trust than a dead link to a script.

use std::collections::BTreeMap;

use super::tree::{Found, Repository, folder_of, lies_in, name_of};
use crate::base::nearest::nearest;
use crate::base::{Date, RelPath};
use crate::source::Role;

/// Minutes that are further apart than this, in days, are of different meetings: none is meant by the other's name.
pub(super) const NEAR_DAYS: i32 = 3;

impl Repository<'_> {
    /// Whether the forge cannot have anything at `path`, which was not found here.
    ///
    /// It would be a page (or, if `is_picture`, a file) of the site; or a commit took it away; or it stands beside
    /// files of its own kind, or beside one of nearly its own name.
    pub(super) fn is_surely_missing(&self, path: &str, is_picture: bool) -> bool {
        let path = path.trim_end_matches('/');
        let would_be_here = self.sources.iter().zip(&self.choices).any(|((_, source), choice)| {
            let below = match source.folder.trim_matches('/') {
                "" => Some(path),
                folder => path.strip_prefix(folder).and_then(|below| below.strip_prefix('/')),
            };
            below.and_then(|below| RelPath::new(below).ok()).is_some_and(|below| match choice.role(&below) {
                Role::Text => true,
                Role::Asset | Role::Data => is_picture,
                Role::Other => false,
            })
        });
        would_be_here || self.was_taken_away(path) || self.has_its_kind_beside(path)
    }

    /// Whether a commit took away the file `path`, or moved or took away what lay in the folder `path`.
    fn was_taken_away(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let gone = self.gone.range(folder.clone()..).next();
        let moved = self.renames.range(folder.clone()..).next().map(|(old, _)| old);
        self.gone.contains(path) || gone.into_iter().chain(moved).any(|old| old.starts_with(&folder))
    }

    /// Whether files of the kind of `path`, or one of nearly its name, lie in its folder.
    fn has_its_kind_beside(&self, path: &str) -> bool {
        let extension = extension(path);
        let folder = folder_of(path);
        let same_kind = |other: &str, found: &Found| {
            *found != Found::Folder
                && lies_in(other, folder)
                && self::extension(other).eq_ignore_ascii_case(extension)
        };
        (!extension.is_empty() && !around(&self.entries, path, same_kind).is_empty())
            || self.beside(path).is_some()
    }

    /// The existing path of the same folder whose name is most like that of `path`; of minutes, those of a day or
    /// two before or after, since the digits of a date that differ say nothing about how near it is.
    fn beside(&self, path: &str) -> Option<&str> {
        let folder = folder_of(path);
        let name = name_of(path);
        let beside = around(&self.entries, path, |other, _| {
            lies_in(other, folder) && !other.is_empty() && is_alike(path, other)
        });
        let names = beside.iter().map(|(path, _)| (*path, name_of(path)));
        if let Some(day) = day_of(name) {
            let days = names.filter_map(|(path, name)| Some((days_between(day, day_of(name)?), path)));
            return days.filter(|(days, _)| *days <= NEAR_DAYS).min().map(|(_, path)| path);
        }
        let found = nearest(name, names.clone().map(|(_, name)| name))?;
        names.clone().find(|(_, name)| *name == found).map(|(path, _)| path)
    }

    /// The existing path that `path` most likely meant: in the same folder, else of the same name elsewhere,
    /// else of a similar name.
    ///
    /// Only names near it in sorting order are looked at, so that many broken links in a large tree cost little.
    pub(super) fn nearest(&self, path: &str) -> Option<&str> {
        let path = path.trim_end_matches('/');
        let name = name_of(path);
        if let Some(found) = self.beside(path) {
            return Some(found);
        }
        if day_of(name).is_some() {
            return None;
        }
        let folded = name.to_lowercase();
        // Every other folder has one of these, which says nothing.
        if ["readme", "index"].contains(&folded.as_str()) {
            return None;
        }
        let elsewhere = |name: &str| self.names.get(name)?.iter().find(|other| is_alike(path, other));
        let similar = || {
            let similar = around(&self.names, &folded, |_, _| path.contains(".md"));
            elsewhere(nearest(&folded, similar.iter().map(|(name, _)| *name))?)
        };
        elsewhere(&folded).or_else(similar).map(String::as_str)
    }
}

/// Whether both paths can be what one link meant: documents and folders, or files with one extension.
fn is_alike(wanted: &str, other: &str) -> bool {
    // A slip may stick to the end: `.md$a`.
    let is_text = |extension: &str| extension.is_empty() || extension.starts_with("md");
    let (wanted, other) = (extension(wanted), extension(other));
    match (is_text(wanted), is_text(other)) {
        (true, true) => true,
        (true, false) => other.to_lowercase() == "md",
        (false, true) => wanted.to_lowercase() == "md",
        (false, false) => wanted.to_lowercase() == other.to_lowercase(),
    }
}

/// How many names on each side of the wanted one are compared with it.
const WINDOW: usize = 100;

/// Entries of `map` around `key` that pass `keep`, nearest in sorting order first.
pub(super) fn around<'m, V>(
    map: &'m BTreeMap<String, V>,
    key: &str,
    keep: impl Fn(&str, &V) -> bool,
) -> Vec<(&'m str, &'m V)> {
    let mut behind = map.range(key.to_owned()..).take(WINDOW);
    let mut before = map.range(..key.to_owned()).rev().take(WINDOW);
    let mut near = Vec::new();
    loop {
        let pair = [behind.next(), before.next()];
        if pair.iter().all(Option::is_none) {
            return near;
        }
        let kept = pair.into_iter().flatten().filter(|(name, value)| keep(name, value));
        near.extend(kept.map(|(name, value)| (name.as_str(), value)));
    }
}

/// What stands behind the last dot of a path's name.
fn extension(path: &str) -> &str {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// The day that a name begins with: `20220928`, `2022-09-28-slides`.
pub(super) fn day_of(name: &str) -> Option<Date> {
    let day: String = name.chars().filter(|c| *c != '-').take(8).collect();
    let rest = name.trim_start_matches(|c: char| c == '-' || c.is_ascii_digit());
    let digits = name[..name.len() - rest.len()].bytes().filter(u8::is_ascii_digit).count();
    if digits != 8 || !day.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Date::new(day[..4].parse().ok()?, day[4..6].parse().ok()?, day[6..].parse().ok()?)
}

/// How many days lie between two days.
pub(super) fn days_between(one: Date, other: Date) -> i32 {
    one.days_since(other).abs()
}
