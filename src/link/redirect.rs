//! Old addresses, and the document that each leads to now.
//!
//! They come from front matter (`aliases`), and from the names that files had before: those need no care of anybody.

use std::collections::{BTreeMap, BTreeSet};

use super::forge::decode;
use super::{DocumentId, Record, problem, route};
use crate::base::{Diagnostic, RelPath, SourceName, SourcePath, fold};
use crate::source::Source;

/// Old URL paths. A page always wins over an old address of another.
pub(super) fn redirects(
    record: &Record,
    sources: &BTreeMap<SourceName, Source>,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, DocumentId> {
    let pages = record.documents.iter().map(|entry| &entry.url).chain(record.overviews.keys());
    let mut taken: BTreeSet<String> = pages.map(|url| fold(url)).collect();
    taken.extend(record.series.values().map(|series| fold(&series.url)));
    taken.extend(record.logs().map(|url| fold(url)));
    let mut redirects = BTreeMap::new();
    for (number, entry) in record.documents.iter().enumerate() {
        for alias in &entry.facts.aliases {
            match address(alias) {
                None => diagnostics.push(problem::no_address(alias, &entry.path)),
                Some(url) if is_free(&url, &taken) => {
                    taken.insert(fold(&url));
                    redirects.insert(url, DocumentId(number as u32));
                }
                Some(_) => diagnostics.push(problem::taken_address(alias, &entry.path)),
            }
        }
    }
    for (name, source) in sources {
        for (old, new) in &source.history.renames {
            if let Some(id) = record.by_path.get(&SourcePath::new(name, new))
                && old.is_markdown()
            {
                let url = route::folder_url(&source.config.at, old.without_extension());
                if is_free(&url, &taken) {
                    taken.insert(fold(&url));
                    redirects.insert(url, *id);
                }
            }
        }
    }
    redirects
}

/// Whether nothing stands at `url`, and no file would have to be a folder, too.
fn is_free(url: &str, taken: &BTreeSet<String>) -> bool {
    let url = fold(url);
    let is_folder_of_pages = || {
        let inside = format!("{}/", url.trim_end_matches('/'));
        !url.ends_with('/')
            && taken.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside))
    };
    let is_in_a_file = || {
        // Only files are taken without a final slash.
        url.match_indices('/').any(|(end, _)| end > 0 && taken.contains(&url[..end]))
    };
    !taken.contains(&url) && !is_folder_of_pages() && !is_in_a_file()
}

/// The URL path of an alias: a folder, or the file that the old site had. Nothing if it is none of this site.
fn address(alias: &str) -> Option<String> {
    // Written as an address has it.
    let alias = &*decode(alias);
    let is_elsewhere = alias.contains("://") || alias.starts_with("//");
    let has_markup = alias.contains(['<', '>', '"', '\\', '?', '#']) || alias.chars().any(char::is_control);
    if is_elsewhere || has_markup {
        return None;
    }
    let path = RelPath::resolve("", alias).ok()?;
    let name = path.as_str().rsplit('/').next().unwrap_or_default();
    Some(match name.strip_suffix(".html") {
        // A server sends `index.html` where its folder is asked for.
        Some("index") => route::folder_url("", path.as_str().strip_suffix("index.html")?),
        Some(_) => path.as_str().to_owned(),
        None => route::folder_url("", path.as_str()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_a_folder_or_a_file_of_this_site() {
        for (alias, expected) in [
            ("/old", Some("old/")),
            ("/old%20name/", Some("old name/")),
            ("/a%3Fb", None),
            ("old/place/", Some("old/place/")),
            ("/start.html", Some("start.html")),
            ("/guide/index.html", Some("guide/")),
            ("https://example.org/", None),
            ("//example.org/", None),
            ("/../../etc/passwd", None),
            ("/a\"><script>/", None),
            ("", None),
        ] {
            assert_eq!(address(alias).as_deref(), expected, "{alias}");
        }
    }
}
