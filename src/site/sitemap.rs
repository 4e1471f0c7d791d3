//! The sitemap (sitemaps.org protocol 0.9) and the `robots.txt` that names it.

use super::Page;
use crate::base::OutPath;
use crate::base::url::encode_path;

/// The most addresses that one sitemap may list, by its protocol.
const LIMIT: usize = 50_000;

/// `robots.txt` and the sitemap files of a site at `site_url`, which ends in a slash.
pub(super) fn files(site_url: &str, pages: &[Page]) -> Vec<(OutPath, String)> {
    let mut entries: Vec<String> =
        pages.iter().filter(|page| !page.url.ends_with(".html")).map(|page| entry(site_url, page)).collect();
    entries.sort();
    let mut files = Vec::new();
    let mut add = |name: &str, text: String| files.extend(OutPath::new(name).map(|path| (path, text)));
    add("robots.txt", format!("User-agent: *\nAllow: /\nSitemap: {site_url}sitemap.xml\n"));
    if entries.len() <= LIMIT {
        add("sitemap.xml", document("urlset", &entries));
        return files;
    }
    let mut parts = Vec::new();
    for (number, entries) in (1..).zip(entries.chunks(LIMIT)) {
        add(&format!("sitemap-{number}.xml"), document("urlset", entries));
        parts.push(format!("<sitemap><loc>{}sitemap-{number}.xml</loc></sitemap>\n", escape(site_url)));
    }
    add("sitemap.xml", document("sitemapindex", &parts));
    files
}

/// The entry of one page.
fn entry(site_url: &str, page: &Page) -> String {
    let changed = page.changed.map(|date| format!("<lastmod>{date}</lastmod>")).unwrap_or_default();
    format!("<url><loc>{}{}</loc>{changed}</url>\n", escape(site_url), escape(&encode_path(&page.url)))
}

/// A whole XML file with the root element `root`.
fn document(root: &str, entries: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <{root} xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{}</{root}>\n",
        entries.concat()
    )
}

/// Escapes a text for XML.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('\'', "&apos;")
        .replace('"', "&quot;")
}
