//! Which URL each document gets.
//!
//! URLs follow the source path, so that they never move: `iaas/20230920.md` of the source at `minutes` is
//! `minutes/iaas/20230920/`. Two documents never share a page, not even on a file system that takes `A` and `a`
//! for the same letter: the second one gets another URL, always the same, and the collision is reported.

use std::collections::BTreeMap;

use super::{DocumentId, problem};
use crate::base::{Diagnostic, Hint, Location, OutPath, RelPath, SourceName, SourcePath, fold};
use crate::code;
use crate::record::{Facts, FactsKind};

/// The file behind the URL path `url` of a page: `minutes/` is `minutes/index.html`.
pub fn out_path(url: &str) -> OutPath {
    let is_folder = url.is_empty() || url.ends_with('/');
    let path = if is_folder { format!("{url}index.html") } else { url.to_owned() };
    OutPath::new(&path).expect("URLs of the record are made from paths that stay inside their root")
}

/// The URL path of the folder `folder` below the place `at` of a source; `""` is the home page.
pub(super) fn folder_url(at: &str, folder: &str) -> String {
    let mut url = String::new();
    for segment in at.split('/').chain(folder.split('/')).filter(|segment| !segment.is_empty()) {
        // A page is written as `index.html` in a folder of its own, which must not itself be called so.
        url.push_str(if segment.eq_ignore_ascii_case("index.html") { "index-html" } else { segment });
        url.push('/');
    }
    url
}

/// A document that wants a URL.
pub(super) struct Claim<'a> {
    /// The document.
    pub path: &'a SourcePath,
    /// What it records.
    pub facts: &'a Facts,
    /// Where its source stands on the site.
    pub at: &'a str,
}

/// What all documents were given.
pub(super) struct Routes {
    /// URL path of each document.
    pub urls: Vec<String>,
    /// For each reserved URL the document that introduces its page.
    pub introductions: BTreeMap<String, DocumentId>,
}

/// How strong a claim is; the smallest wins.
type Rank = u8;

/// The URL a document would have if it were alone, and how strong its claim is.
fn natural(claim: &Claim) -> (String, Rank) {
    let path = &claim.path.path;
    if let Some(url) = claim.facts.slug.as_deref().and_then(|slug| slug_url(claim.at, path, slug)) {
        return (url, 0);
    }
    match (&claim.facts.kind, index_rank(path)) {
        // A standard is known by the name of its file, whichever folder its state puts it in.
        (FactsKind::Standard(_), None) => (folder_url(claim.at, path.stem()), 1),
        (_, Some(rank)) => (folder_url(claim.at, path.folder()), rank),
        (_, None) => (folder_url(claim.at, path.without_extension()), 1),
    }
}

/// The folders that the URL path or file `path` lies in, innermost first, down to `""`.
pub fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    let own = path.trim_end_matches('/');
    let cuts = own.rmatch_indices('/').map(|(at, _)| &path[..=at]);
    cuts.chain((!path.is_empty()).then_some(""))
}

/// How well a file stands for its folder, if it does.
fn index_rank(path: &RelPath) -> Option<Rank> {
    match path.stem().to_lowercase().as_str() {
        "index" => Some(1),
        "readme" => Some(2),
        _ => None,
    }
}

/// The URL that front matter asks for: from the source's place when it begins with `/`, else in the folder.
fn slug_url(at: &str, path: &RelPath, slug: &str) -> Option<String> {
    let folder = if index_rank(path).is_some() { parent(path.folder()) } else { path.folder() };
    if slug.contains("://") || slug.chars().any(char::is_control) {
        return None;
    }
    match slug.trim_end_matches('/') {
        "" if slug.starts_with('/') => Some(folder_url(at, "")),
        "" => None,
        slug => RelPath::resolve(folder, slug).ok().map(|path| folder_url(at, path.as_str())),
    }
}

/// The folder that holds `folder`.
fn parent(folder: &str) -> &str {
    folder.rsplit_once('/').map_or("", |(parent, _)| parent)
}

/// Gives every document its URL.
///
/// `reserved` are the URLs of pages that Annals makes, with the source each belongs to: a document that would
/// be there introduces that page, its source's own before others.
pub(super) fn routes(
    claims: &[Claim],
    reserved: &BTreeMap<String, SourceName>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Routes {
    let mut wanted: BTreeMap<String, Vec<(Rank, bool, usize)>> = BTreeMap::new();
    let naturals: Vec<(String, Rank)> = claims.iter().map(natural).collect();
    let bad_slugs = claims.iter().filter_map(|claim| {
        let slug = claim.facts.slug.as_deref()?;
        slug_url(claim.at, &claim.path.path, slug).is_none().then(|| problem::no_slug(slug, claim.path))
    });
    diagnostics.extend(bad_slugs);
    for (number, (url, rank)) in naturals.iter().enumerate() {
        let foreign = reserved.get(url).is_some_and(|owner| *owner != claims[number].path.source);
        wanted.entry(fold(url)).or_default().push((*rank, foreign, number));
    }
    let reserved_names: BTreeMap<String, &String> = reserved.keys().map(|url| (fold(url), url)).collect();
    // The pages that Annals makes take their places in folded form too.
    let mut taken: BTreeMap<String, Option<usize>> = reserved.keys().map(|url| (fold(url), None)).collect();
    let mut urls = vec![String::new(); claims.len()];
    let mut introductions = BTreeMap::new();
    let mut second = Vec::new();
    for (folded, mut rivals) in wanted {
        rivals.sort_by_key(|&(rank, foreign, number)| (foreign, rank, number));
        let mut rivals = rivals.into_iter().map(|(_, _, number)| number);
        let Some(first) = rivals.next() else { continue };
        let reserved_as = reserved_names.get(&folded).copied();
        let url = reserved_as.unwrap_or(&naturals[first].0);
        if reserved_as.is_some() {
            introductions.insert(url.clone(), DocumentId(first as u32));
        }
        urls[first].clone_from(url);
        taken.insert(folded, Some(first));
        second.extend(rivals.map(|number| (number, first)));
    }
    second.sort_unstable();
    for (number, first) in second {
        let url = free(&claims[number], &naturals[number].0, &taken);
        taken.insert(fold(&url), Some(number));
        diagnostics.push(collision(claims[number].path, claims[first].path, &naturals[number].0, &url));
        urls[number] = url;
    }
    Routes { urls, introductions }
}

/// A URL near `natural` that nobody has.
fn free(claim: &Claim, natural: &str, taken: &BTreeMap<String, Option<usize>>) -> String {
    let path = &claim.path.path;
    let base = match index_rank(path) {
        Some(_) => folder_url(natural, &path.stem().to_lowercase()),
        None => natural.to_owned(),
    };
    let numbered = (2_usize..).map(|number| match base.strip_suffix('/') {
        Some(stem) => format!("{stem}-{number}/"),
        None => format!("page-{number}/"),
    });
    let candidates = std::iter::once(base.clone()).chain(numbered);
    let mut free = candidates.filter(|url| !taken.contains_key(&fold(url)));
    free.next().expect("there are more numbers than pages")
}

/// Two documents that would be one page.
fn collision(path: &SourcePath, first: &SourcePath, natural: &str, url: &str) -> Diagnostic {
    let message = format!("`{}` and `{}` would both be the page `/{natural}`", path.path, first.path);
    let hint = format!("it is shown at `/{url}`; rename one of the two, or give it a `slug`");
    Diagnostic::warning(code::PAGE_COLLISION, message)
        .at(Location::file(path))
        .hint(Hint { message: hint, location: Some(Location::file(first)) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents as `source:path = slug`, the reserved URLs of `minutes`, and the URL each document gets.
    #[track_caller]
    fn check(documents: &[(&str, &str)], reserved: &[&str], problems: usize) -> BTreeMap<String, DocumentId> {
        let owner = SourceName::new("minutes");
        let parsed: Vec<(SourcePath, Facts, String)> = documents
            .iter()
            .map(|(document, _)| {
                let (document, slug) =
                    document.split_once(" = ").map_or((*document, None), |(d, s)| (d, Some(s)));
                let (source, path) = document.split_once(':').unwrap();
                let path = SourcePath::new(&SourceName::new(source), &RelPath::new(path).unwrap());
                let facts = Facts { slug: slug.map(str::to_owned), ..Facts::default() };
                (path, facts, if source == "docs" { String::new() } else { source.to_owned() })
            })
            .collect();
        let claims: Vec<Claim> = parsed.iter().map(|(path, facts, at)| Claim { path, facts, at }).collect();
        let reserved = reserved.iter().map(|url| ((*url).to_owned(), owner.clone())).collect();
        let mut diagnostics = Vec::new();
        let routes = routes(&claims, &reserved, &mut diagnostics);
        let expected: Vec<&str> = documents.iter().map(|(_, url)| *url).collect();
        assert_eq!(routes.urls, expected);
        assert_eq!(diagnostics.len(), problems, "{diagnostics:?}");
        routes.introductions
    }

    #[test]
    fn urls_follow_the_source_path() {
        check(
            &[
                ("minutes:iaas/20230920.md", "minutes/iaas/20230920/"),
                ("docs:docs/01-start/Über uns.md", "docs/01-start/Über uns/"),
                ("docs:docs/index.md", "docs/"),
                ("docs:readme.MD", ""),
                ("docs:odd/index.html.md", "odd/index-html/"),
            ],
            &[],
            0,
        );
    }

    #[test]
    fn front_matter_may_choose_the_url() {
        check(
            &[
                ("docs:blog/2026-01-23-cve.md = cve", "blog/cve/"),
                ("docs:blog/x.md = /news/x/", "news/x/"),
                ("docs:a/index.md = b", "b/"),
                ("docs:up.md = ../../etc", "up/"),
                ("docs:elsewhere.md = https://example.org/x", "elsewhere/"),
            ],
            &[],
            2,
        );
    }

    #[test]
    fn the_second_of_two_gets_another_page() {
        check(&[("docs:a/README.md", "a/readme/"), ("docs:a/index.md", "a/")], &[], 1);
        check(&[("docs:A.md", "A/"), ("docs:a.md", "a-3/"), ("docs:a-2.md", "a-2/")], &[], 1);
    }

    #[test]
    fn an_authored_page_introduces_the_one_that_is_made() {
        let introductions = check(
            &[("docs:minutes/index.md", "minutes/index/"), ("minutes:README.md", "minutes/")],
            &["minutes/"],
            1,
        );
        assert_eq!(introductions, BTreeMap::from([("minutes/".to_owned(), DocumentId(1))]));
    }
}
