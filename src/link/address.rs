//! Which page a URL path of the site means.
//!
//! Beside its own URL a page answers to the ones that other generators would have given it: without the numbers
//! that order files (`02-iaas`), without a last segment that repeats its folder. Old links then resolve.

use std::collections::BTreeMap;

use super::DocumentId;
use super::forge::decode;
use super::missing::around;
use super::tree::{Way, folder_of, lies_in};
use crate::base::fold;
use crate::base::nearest::nearest;

/// The page behind a URL path.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) enum Spot {
    /// That of a document.
    Document(DocumentId),
    /// One that Annals makes, with its URL path.
    Page(String),
}

/// Pages by URL path.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    /// As the site has them, without the last slash.
    exact: BTreeMap<String, Spot>,
    /// As [`plain`] makes them.
    plain: BTreeMap<String, Spot>,
    /// The same in lower case.
    folded: BTreeMap<String, Spot>,
    /// URL paths by their last segment.
    names: BTreeMap<String, String>,
}

/// The last segment.
fn name(url: &str) -> &str {
    url.rsplit_once('/').map_or(url, |(_, name)| name)
}

impl Addresses {
    /// Adds the page at `url`; the first page at an address keeps it.
    pub(super) fn insert(&mut self, url: &str, spot: &Spot) {
        let url = url.trim_end_matches('/');
        self.names.entry(name(url).to_owned()).or_insert_with(|| url.to_owned());
        let plain = plain(url);
        for (map, key) in
            [(&mut self.folded, fold(&plain)), (&mut self.plain, plain), (&mut self.exact, url.to_owned())]
        {
            map.entry(key).or_insert_with(|| spot.clone());
        }
    }

    /// The page that `path` means, percent-encoded as it may be, and whether letter case had to be passed over.
    pub(super) fn find(&self, path: &str) -> Option<(&Spot, Way)> {
        let decoded = decode(path);
        let mut path = decoded.trim_matches('/');
        for ending in [".html", ".md"] {
            path = path.strip_suffix(ending).unwrap_or(path);
        }
        if let Some(folder) = path.strip_suffix("index").filter(|rest| rest.is_empty() || rest.ends_with('/'))
        {
            path = folder.trim_end_matches('/');
        }
        let plain = plain(path);
        let hit = self.exact.get(path).or_else(|| self.plain.get(&plain)).map(|spot| (spot, Way::Exact));
        hit.or_else(|| self.folded.get(&fold(&plain)).map(|spot| (spot, Way::Case)))
    }

    /// The URL path in the folder of `path` with the name most like its own, without the last slash.
    pub(super) fn beside(&self, path: &str) -> Option<&str> {
        let folder = folder_of(path);
        let beside = around(&self.exact, path, |other, _| lies_in(other, folder));
        let found = nearest(name(path), beside.iter().map(|(url, _)| name(url)))?;
        beside.iter().map(|(url, _)| *url).find(|url| name(url) == found)
    }

    /// The first URL path with the last segment of `path`, without the last slash, if that segment is of several
    /// words: a name such as `overview` says nothing.
    pub(super) fn namesake(&self, path: &str) -> Option<&str> {
        let name = Some(name(path)).filter(|name| name.contains(['-', '_']))?;
        self.names.get(name).map(String::as_str)
    }
}

/// A URL path without ordering numbers and without a last segment that repeats the one before.
fn plain(url: &str) -> String {
    let mut segments: Vec<&str> = url.split('/').map(without_number).collect();
    if let [.., folder, last] = segments[..]
        && folder == last
    {
        segments.pop();
    }
    segments.join("/")
}

/// `02-iaas` is `iaas`; dates and versions keep their numbers.
fn without_number(segment: &str) -> &str {
    let rest = segment.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = segment.len() - rest.len();
    match rest.strip_prefix(['-', '_', '.']).map(|rest| rest.trim_start_matches(['-', '_', '.', ' '])) {
        Some(name) if (1..=3).contains(&digits) && name.starts_with(char::is_alphabetic) => name,
        _ => segment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Option<(u32, Way)>) {
        let mut addresses = Addresses::default();
        for (number, url) in [
            "",
            "docs/02-iaas/",
            "docs/02-iaas/guides/groups/groups/",
            "minutes/iaas/20230920/",
            "Standards/a b/",
        ]
        .iter()
        .enumerate()
        {
            addresses.insert(url, &Spot::Document(DocumentId(number as u32)));
        }
        let found = addresses.find(path).map(|(spot, way)| match spot {
            Spot::Document(id) => (id.0, way),
            Spot::Page(_) => unreachable!(),
        });
        assert_eq!(found, expected, "{path}");
    }

    #[test]
    fn a_page_answers_to_its_own_url() {
        for path in ["/docs/02-iaas/", "docs/02-iaas", "/docs/02-iaas/index.html", "/docs/02-iaas.md"] {
            check(path, Some((1, Way::Exact)));
        }
        check("/", Some((0, Way::Exact)));
        check("/Standards/a%20b", Some((4, Way::Exact)));
    }

    #[test]
    fn a_page_answers_to_what_others_called_it() {
        check("/docs/iaas", Some((1, Way::Exact)));
        check("/docs/iaas/guides/groups", Some((2, Way::Exact)));
        check("/docs/IaaS/", Some((1, Way::Case)));
        check("/minutes/iaas", None);
    }
}
