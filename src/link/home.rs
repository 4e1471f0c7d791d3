//! Old places of documents, as the configuration's `moved` has them.
//!
//! Every absolute URL of every text is held against all of them, so what they have in common is found out once.

use super::forge::{Address, file_address};
use crate::source::Config;
use crate::source::config::Move;

/// An old place, and where what was there is now.
#[derive(Debug)]
pub(super) struct Home<'a> {
    /// The old place: a URL or the beginning of one, without its scheme.
    from: &'a str,
    /// Whether it is a folder or file of a repository. The root of one says that the repository got another name, and
    /// nothing about its folders.
    pub is_folder: bool,
    /// What the configuration says.
    pub entry: &'a Move,
}

impl<'a> Home<'a> {
    /// All that `config` names.
    pub(super) fn all(config: &'a Config) -> Vec<Home<'a>> {
        let home = |entry: &'a Move| {
            let old = Address::parse(&entry.from).and_then(|old| file_address(&old));
            Home {
                from: without_scheme(&entry.from),
                is_folder: old.is_some_and(|old| old.revision_and_path.len() > 1),
                entry,
            }
        };
        config.moved.iter().map(home).collect()
    }

    /// What of `place`, a URL without its scheme, lies below this old one.
    pub(super) fn rest<'t>(&self, place: &'t str) -> Option<&'t str> {
        prefix_rest(self.from, place)
    }
}

/// `url` without `https://`.
pub(super) fn without_scheme(url: &str) -> &str {
    url.split_once("://").map_or(url, |(_, place)| place)
}

/// What follows `prefix` in `place`, letter case of the prefix aside, when the prefix ends between segments.
pub(super) fn prefix_rest<'t>(prefix: &str, place: &'t str) -> Option<&'t str> {
    // Every address is held against every old place, and the last byte tells most of them apart.
    let last = prefix.len().checked_sub(1);
    if last.is_some_and(|last| {
        place.as_bytes().get(last).is_none_or(|byte| !byte.eq_ignore_ascii_case(&prefix.as_bytes()[last]))
    }) {
        return None;
    }
    let rest = place.get(prefix.len()..)?;
    let ends_segment = prefix.is_empty() || prefix.ends_with('/') || rest.is_empty() || rest.starts_with('/');
    (place[..prefix.len()].eq_ignore_ascii_case(prefix) && ends_segment).then_some(rest)
}
