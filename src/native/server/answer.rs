//! What is answered, and how it goes over the line.

use std::sync::Arc;

use tiny_http::{Header, Request, Response, StatusCode};

use crate::base::url;
use crate::native::live::{self, Found, Live};

/// What a page may load: nothing that is not of this server. The engine of the editor is WebAssembly.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// An answer, before it is one of HTTP's.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: &'static str,
    pub(super) location: Option<String>,
    pub(super) cookie: Option<String>,
    /// The key under which the browser may keep the body.
    pub(super) key: Option<String>,
    pub(super) body: Arc<[u8]>,
}

impl Answer {
    /// A line of text.
    pub(super) fn text(status: u16, text: &str) -> Answer {
        Answer::new(status, "text/plain; charset=utf-8", Arc::from(text.as_bytes()))
    }

    /// An answer with a body.
    pub(super) fn new(status: u16, content_type: &'static str, body: Arc<[u8]>) -> Answer {
        Answer { status, content_type, location: None, cookie: None, key: None, body }
    }

    /// A page, or word that the browser has it already, under one of the keys `known`.
    fn page(status: u16, key: String, html: Arc<str>, known: Option<&str>) -> Answer {
        let quoted = format!("\"{key}\"");
        let is_known = known.is_some_and(|known| known.split(',').any(|known| known.trim() == quoted));
        let answer = Answer::new(status, content_type("html"), html.into());
        match is_known {
            true => Answer { status: 304, key: Some(key), body: Arc::from([]), ..answer },
            false => Answer { key: Some(key), ..answer },
        }
    }
}

/// Finds the answer to a request for `target`, which begins with a slash, from a browser with pages under `known`.
pub(super) fn answer(target: &str, known: Option<&str>, live: &Live) -> Answer {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let Some(path) = path.strip_prefix('/').and_then(url::decode) else {
        return Answer::text(400, "the address is not a path of UTF-8 text\n");
    };
    if let Some(own) = path.strip_prefix(live::PREFIX) {
        return own_file(own, target, known, live);
    }
    found(live.find(&path), &path, known)
}

/// The answer with what was `found` at `path`, for a browser with pages under `known`.
fn found(found: Found, path: &str, known: Option<&str>) -> Answer {
    match found {
        Found::Opening(key, html) => Answer::page(503, key, html, known),
        Found::Page(key, html) => Answer::page(200, key, html, known),
        Found::Missing(key, html) => Answer::page(404, key, html, known),
        Found::File(name, bytes) => Answer::new(200, content_type(&name), bytes),
        Found::Folder => {
            let location = format!("/{}/", url::encode_path(path));
            Answer { location: Some(location), ..Answer::text(308, "") }
        }
        Found::Nothing => Answer::text(404, "no such page\n"),
    }
}

/// What the preview has beside the site.
fn own_file(name: &str, target: &str, known: Option<&str>, live: &Live) -> Answer {
    match name {
        "live.js" => Answer::new(200, content_type(name), Arc::from(live::SCRIPT.as_bytes())),
        "live.css" => Answer::new(200, content_type(name), Arc::from(live::STYLE.as_bytes())),
        "beside" => {
            let state = live.beside(&page_parameter(target));
            Answer::new(200, "application/json", Arc::from(state.into_bytes()))
        }
        "problems" => found(live.problems(), name, known),
        _ => match live::SHARED.iter().find(|(shared, _)| *shared == name) {
            Some((_, script)) => Answer::new(200, content_type(name), Arc::from(script.as_bytes())),
            None => Answer::text(404, "no such page\n"),
        },
    }
}

/// The address of the page that asks, from the parameter `page` of `target`.
pub(super) fn page_parameter(target: &str) -> String {
    let query = target.split_once('?').map_or("", |(_, query)| query);
    let page = query.split('&').find_map(|pair| pair.strip_prefix("page="));
    page.and_then(url::decode).unwrap_or_default()
}

/// The media type of a file by its name (IANA media types); what is not known is offered for saving.
pub(super) fn content_type(file: &str) -> &'static str {
    let extension = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
        // RFC 7763
        "md" => "text/markdown; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// Sends `answer`, with a policy under which a page can load nothing from elsewhere.
pub(super) fn respond(request: Request, answer: Answer) -> std::io::Result<()> {
    let mut response = Response::from_data(answer.body.to_vec()).with_status_code(StatusCode(answer.status));
    let mut headers = vec![
        ("Content-Type", answer.content_type.to_owned()),
        ("Cache-Control", "no-store".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Cross-Origin-Resource-Policy", "same-origin".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Content-Security-Policy", POLICY.to_owned()),
    ];
    headers.extend(answer.location.map(|location| ("Location", location)));
    headers.extend(answer.cookie.map(|cookie| ("Set-Cookie", cookie)));
    headers.extend(answer.key.map(|key| ("ETag", format!("\"{key}\""))));
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}
