//! Stage 6: the files of the site.
//!
//! Pages, the theme's files, the pictures that pages show, redirects from old addresses, the sitemap, and the record
//! for machines, by path.
//! What is here is what is published, whoever writes it: the program to a folder, the preview server to a socket.

pub mod graph;
mod redirect;
mod sitemap;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Date, Hash, OutPath, SourcePath};
use crate::page::url::text_file;
use crate::source::Text;

/// The finished site: every file by path.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<OutPath, Content>,
}

/// Content of one file of the site.
#[derive(Debug, Clone, Eq, PartialEq)]
pub enum Content {
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// A text of a source, as it is.
    Text(Arc<Text>),
    /// A copy of a file of a source, whose bytes the edge holds.
    Copy(SourcePath),
    /// Bytes with this hash, which the edge has from an earlier build.
    Known(Hash),
}

impl Content {
    /// A text, as UTF-8.
    fn text(text: String) -> Content {
        Content::Bytes(Arc::from(text.into_bytes()))
    }
}

/// What a site is put together from.
#[derive(Debug, Default)]
pub struct Parts {
    /// The finished pages.
    pub pages: Vec<Page>,
    /// Style sheets, scripts and pictures of the theme.
    pub statics: BTreeMap<OutPath, Arc<[u8]>>,
    /// The published record, [`graph::json`]; nothing while it is not wanted.
    pub graph: Option<Vec<u8>>,
    /// What the engine for browsers works with.
    pub engine: Vec<(OutPath, Arc<[u8]>)>,
    /// Files of sources that pages show or link to, with their places.
    pub assets: BTreeMap<SourcePath, OutPath>,
    /// Old URL paths and the URL path each leads to now.
    pub redirects: BTreeMap<String, String>,
    /// Where the site will stand, with a final slash.
    pub url: Option<String>,
}

/// One finished page.
#[derive(Debug)]
pub struct Page {
    /// URL path on the site: `minutes/iaas/20230920/`, or a file such as `404.html`.
    pub url: String,
    /// The HTML.
    pub html: Arc<str>,
    /// Day of the last change of what it shows, where that is known.
    pub changed: Option<Date>,
    /// The text to be edited on it.
    pub text: Option<Arc<Text>>,
}

/// Puts the files of a site together.
///
/// Where two parts claim one path, pages win over assets, assets over the theme, and everything over a redirect.
pub fn assemble(parts: Parts) -> Site {
    let mut site = Site::default();
    if let Some(url) = &parts.url {
        for (path, text) in sitemap::files(url, &parts.pages) {
            site.files.insert(path, Content::text(text));
        }
    }
    for (from, to) in &parts.redirects {
        if let Ok(path) = file_of(from) {
            let page = redirect::page(path.as_str(), to, parts.url.as_deref());
            site.files.insert(path, Content::text(page));
        }
    }
    for (path, bytes) in parts.statics.into_iter().chain(parts.engine) {
        site.files.insert(path, Content::Bytes(bytes));
    }
    if let (Some(graph), Ok(path)) = (parts.graph, OutPath::new(graph::FILE)) {
        site.files.insert(path, Content::Bytes(Arc::from(graph)));
    }
    for (from, to) in parts.assets {
        site.files.insert(to, Content::Copy(from));
    }
    for page in parts.pages {
        if let (Some(text), Ok(path)) = (page.text, OutPath::new(&text_file(&page.url))) {
            site.files.insert(path, Content::Text(text));
        }
        if let Ok(path) = file_of(&page.url) {
            site.files.insert(path, Content::Bytes(page.html.into()));
        }
    }
    site
}

/// The file that a server sends for the URL path `url`.
pub fn file_of(url: &str) -> Result<OutPath, crate::base::PathError> {
    match url.rsplit('/').next() {
        Some("") | None => OutPath::new(&format!("{url}index.html")),
        Some(name) if name.contains('.') => OutPath::new(url),
        Some(_) => OutPath::new(&format!("{url}/index.html")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_file(url: &str, file: &str) {
        assert_eq!(file_of(url).unwrap().as_str(), file);
    }

    #[test]
    fn every_address_has_a_file() {
        check_file("", "index.html");
        check_file("minutes/iaas/", "minutes/iaas/index.html");
        check_file("old/page", "old/page/index.html");
        check_file("404.html", "404.html");
    }

    /// A site of one page, with a redirect, as pairs of path and text.
    fn files(parts: Parts) -> BTreeMap<String, String> {
        let text = |content| match content {
            Content::Bytes(bytes) => String::from_utf8(bytes.to_vec()).unwrap(),
            Content::Text(text) => text.text.clone(),
            Content::Copy(path) => format!("copy of {path}"),
            Content::Known(hash) => format!("{hash:?}"),
        };
        assemble(parts).files.into_iter().map(|(path, content)| (path.to_string(), text(content))).collect()
    }

    #[test]
    fn a_page_wins_over_a_redirect_to_it() {
        let page = Page { url: "a/".into(), html: "page".into(), changed: None, text: None };
        let redirects = BTreeMap::from([("a/".into(), "b/".into()), ("old".into(), "a/".into())]);
        let files = files(Parts { pages: vec![page], redirects, ..Parts::default() });
        assert_eq!(files["a/index.html"], "page");
        assert!(files["old/index.html"].contains(r#"<a href="../a/">"#), "{}", files["old/index.html"]);
    }

    #[test]
    fn a_text_stands_beside_its_page() {
        let text = Text { text: "# A\n".into(), hash: Hash::of(b""), valid: true };
        let page = Page { url: "a/".into(), html: "page".into(), changed: None, text: Some(Arc::new(text)) };
        let parts = Parts { pages: vec![page], url: Some("https://example.org/".into()), ..Parts::default() };
        let files = files(parts);
        assert_eq!((&*files["a/index.html"], &*files["a/index.md"]), ("page", "# A\n"));
        assert!(!files["sitemap.xml"].contains(".md"));
    }

    #[test]
    fn a_site_that_knows_its_address_has_a_sitemap() {
        let changed = crate::base::Date::new(2024, 3, 20);
        let page = Page { url: "a b/".into(), html: "".into(), changed, text: None };
        let missing = Page { url: "404.html".into(), html: "".into(), changed: None, text: None };
        let parts = Parts {
            pages: vec![page, missing],
            url: Some("https://example.org/docs/".into()),
            ..Parts::default()
        };
        let files = files(parts);
        let sitemap = &files["sitemap.xml"];
        assert!(sitemap.contains("<loc>https://example.org/docs/a%20b/</loc><lastmod>2024-03-20</lastmod>"));
        assert!(!sitemap.contains("404"));
        assert!(files["robots.txt"].contains("https://example.org/docs/sitemap.xml"));
    }
}
