//! Old places of documents, as the configuration's `moved` has them.
//!
//! Every absolute URL of every text is held against them, so most are told apart from all by their host alone.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::forge::{Address, file_address};
use crate::source::Config;
use crate::source::config::Move;

/// All old places.
#[derive(Debug)]
pub(super) struct Homes<'a> {
    /// Those of each host, in lower case.
    by_host: BTreeMap<String, Vec<Home<'a>>>,
}

/// An old place, and where what was there is now.
#[derive(Debug)]
pub(super) struct Home<'a> {
    /// The old place: a URL or the beginning of one, without its scheme.
    from: &'a str,
    /// Whether it is a file or folder of a repository on a forge, as all that lies below it is then.
    is_on_forge: bool,
    /// Whether it is a folder or file of a repository. The root of one says that the repository got another name, and
    /// nothing about its folders.
    is_folder: bool,
    /// What the configuration says.
    pub entry: &'a Move,
}

impl<'a> Homes<'a> {
    /// All that `config` names.
    pub(super) fn new(config: &'a Config) -> Homes<'a> {
        let mut by_host: BTreeMap<String, Vec<Home<'a>>> = BTreeMap::new();
        for entry in &config.moved {
            let from = without_scheme(&entry.from);
            let old = Address::parse(&entry.from).and_then(|old| file_address(&old));
            by_host.entry(host_of(from).into_owned()).or_default().push(Home {
                from,
                is_on_forge: old.is_some(),
                is_folder: old.is_some_and(|old| old.revision_and_path.len() > 1),
                entry,
            });
        }
        Homes { by_host }
    }

    /// Those that `place`, a URL without its scheme, lies in, each with what of it lies below.
    pub(super) fn around<'t>(&self, place: &'t str) -> impl Iterator<Item = (&'t str, &Home<'a>)> {
        let homes = self.by_host.get(&*host_of(place)).into_iter().flatten();
        homes.filter_map(move |home| Some((prefix_rest(home.from, place)?, home)))
    }

    /// Whether one of them may hold an address of `host`, where a forge shows a file if `is_on_forge`.
    pub(super) fn may_hold(&self, host: &str, is_on_forge: bool) -> bool {
        let homes = self.by_host.get(host).into_iter().flatten();
        homes.into_iter().any(|home| is_on_forge || !home.is_on_forge)
    }

    /// Whether what was in the folder that `place`, a URL without its scheme, lies in, is elsewhere now.
    pub(super) fn has_moved_away(&self, place: &str) -> bool {
        self.around(place).any(|(_, home)| home.is_folder)
    }
}

/// The host of `place`, a URL without its scheme, in lower case.
fn host_of(place: &str) -> Cow<'_, str> {
    let host = place.split('/').next().unwrap_or_default();
    match host.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(host.to_ascii_lowercase()),
        false => Cow::Borrowed(host),
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
