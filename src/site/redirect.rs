//! Pages that lead from an old address to the new one.
//!
//! A static site cannot answer with a status code, so the page refreshes at once, names the new address as
//! canonical for search engines, and has a link for everyone else.

use crate::base::url::{encode_path, relative};

/// The page in the file `from` that leads to the URL path `to`.
pub(super) fn page(from: &str, to: &str, site_url: Option<&str>) -> String {
    let target = escape(&relative(from, to));
    let canonical = site_url.map(|site| escape(&format!("{site}{}", encode_path(to))));
    let canonical =
        canonical.map_or(String::new(), |url| format!("<link rel=\"canonical\" href=\"{url}\">\n"));
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>Moved</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n{canonical}\
         <meta http-equiv=\"refresh\" content=\"0; url={target}\">\n\
         <h1>Moved</h1>\n<p>This page has moved to <a href=\"{target}\">{target}</a>.</p>\n</html>\n"
    )
}

/// Escapes a text for an attribute in double quotes and for text.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
