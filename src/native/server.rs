//! Serves a finished site from memory on this machine.
//!
//! A preview is not a public server: it listens on loopback only, answers only to names of this machine, so that a
//! page of another site cannot read it through a name of its own (DNS rebinding), knows GET and HEAD alone, and
//! looks addresses up in the site, never on disk, so that no path can leave it.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tiny_http::{Header, Method, Request, Response, Server, StatusCode};

use super::asset::Assets;
use crate::base::{OutPath, url};
use crate::site::{Content, Site};

/// How many requests are answered at the same time.
const THREADS: usize = 4;

/// How many ports are tried, from the wanted one upwards.
const PORTS: u16 = 32;

/// A server that has its port, and does not answer yet.
pub struct Preview {
    server: Server,
    port: u16,
}

impl Preview {
    /// Takes `port` on loopback, or the next free one.
    pub fn bind(port: u16) -> Result<Preview, String> {
        let mut last = String::new();
        for port in port..=port.saturating_add(PORTS) {
            match Server::http(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port)) {
                Ok(server) => {
                    // Port 0 asks the system for any free port.
                    let port = server.server_addr().to_ip().map_or(port, |address| address.port());
                    return Ok(Preview { server, port });
                }
                Err(error) => last = error.to_string(),
            }
        }
        Err(format!("no free port from {port} on: {last}"))
    }

    /// Where the site is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Answers until the process ends.
    pub fn serve(&self, site: &Site, assets: &Assets) {
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    for request in self.server.incoming_requests() {
                        let answer = answer(&Asked::of(&request), site, assets, self.port);
                        // The browser may have gone; that is its right.
                        let _ = respond(request, answer);
                    }
                });
            }
        });
    }
}

/// The parts of a request that decide about the answer.
struct Asked<'a> {
    reading: bool,
    target: &'a str,
    host: Option<&'a str>,
    origin: Option<&'a str>,
}

impl Asked<'_> {
    /// The parts of `request`.
    fn of(request: &Request) -> Asked<'_> {
        let header = |name: &'static str| {
            let found = request.headers().iter().find(|header| header.field.equiv(name));
            found.map(|header| header.value.as_str())
        };
        Asked {
            reading: matches!(request.method(), Method::Get | Method::Head),
            target: request.url(),
            host: header("Host"),
            origin: header("Origin"),
        }
    }
}

/// An answer, before it is one of HTTP's.
#[derive(Debug, Eq, PartialEq)]
struct Answer {
    status: u16,
    content_type: &'static str,
    location: Option<String>,
    body: Arc<[u8]>,
}

impl Answer {
    /// A line of text.
    fn text(status: u16, text: &str) -> Answer {
        Answer {
            status,
            content_type: "text/plain; charset=utf-8",
            location: None,
            body: Arc::from(text.as_bytes()),
        }
    }
}

/// Finds the answer to a request on `port`.
fn answer(asked: &Asked<'_>, site: &Site, assets: &Assets, port: u16) -> Answer {
    if !asked.host.is_some_and(|host| is_ours(host, port)) {
        return Answer::text(421, "this preview answers to 127.0.0.1 and localhost only\n");
    }
    if asked
        .origin
        .is_some_and(|origin| !origin.strip_prefix("http://").is_some_and(|host| is_ours(host, port)))
    {
        return Answer::text(403, "this preview does not answer to other sites\n");
    }
    if !asked.reading {
        return Answer::text(405, "this preview can be read only\n");
    }
    let path = asked.target.split(['?', '#']).next().unwrap_or_default();
    let Some(path) = path.strip_prefix('/').and_then(url::decode) else {
        return Answer::text(400, "the address is not a path of UTF-8 text\n");
    };
    let file =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.clone() };
    if let Some(found) = OutPath::new(&file).ok().and_then(|file| content(&file, site, assets)) {
        return Answer { status: 200, content_type: content_type(&file), location: None, body: found };
    }
    let folder = OutPath::new(&format!("{path}/index.html"));
    if folder.is_ok_and(|folder| site.files.contains_key(&folder)) {
        let location = format!("/{}/", url::encode_path(&path));
        return Answer { location: Some(location), ..Answer::text(308, "") };
    }
    let missing = OutPath::new("404.html").ok().and_then(|page| content(&page, site, assets));
    match missing {
        Some(body) => Answer { status: 404, content_type: content_type("404.html"), location: None, body },
        None => Answer::text(404, "no such page\n"),
    }
}

/// Whether a `Host` names this machine and our port.
fn is_ours(host: &str, port: u16) -> bool {
    let (name, given) = host.rsplit_once(':').unwrap_or((host, "80"));
    matches!(name, "127.0.0.1" | "localhost") && given.parse() == Ok(port)
}

/// The bytes of a file of the site.
fn content(path: &OutPath, site: &Site, assets: &Assets) -> Option<Arc<[u8]>> {
    match site.files.get(path)? {
        Content::Bytes(bytes) => Some(bytes.clone()),
        Content::Copy(source) => assets.bytes(source).ok().map(Arc::from),
    }
}

/// The media type of a file by its name (IANA media types); what is not known is offered for saving.
fn content_type(file: &str) -> &'static str {
    let extension = file.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "xml" => "application/xml",
        "txt" => "text/plain; charset=utf-8",
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
fn respond(request: Request, answer: Answer) -> std::io::Result<()> {
    let mut response = Response::from_data(answer.body.to_vec()).with_status_code(StatusCode(answer.status));
    let mut headers = vec![
        ("Content-Type", answer.content_type.to_owned()),
        ("Cache-Control", "no-store".to_owned()),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("Referrer-Policy", "no-referrer".to_owned()),
        ("Content-Security-Policy", "default-src 'self'; base-uri 'none'; form-action 'self'".to_owned()),
    ];
    headers.extend(answer.location.map(|location| ("Location", location)));
    for (name, value) in headers {
        if let Ok(header) = Header::from_bytes(name, value) {
            response.add_header(header);
        }
    }
    request.respond(response)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    /// Asks for `target` at `host`, and compares status and body.
    #[track_caller]
    fn check(target: &str, host: Option<&str>, origin: Option<&str>, expected: (u16, &str)) {
        let file = |path: &str| (OutPath::new(path).unwrap(), Content::Bytes(Arc::from(path.as_bytes())));
        let files = ["index.html", "a/index.html", "ü b.css", "404.html"].map(file);
        let site = Site { files: BTreeMap::from(files) };
        let answer = answer(&Asked { reading: true, target, host, origin }, &site, &Assets::default(), 4747);
        let body = answer.location.unwrap_or_else(|| String::from_utf8_lossy(&answer.body).into_owned());
        assert_eq!((answer.status, body.as_str()), expected, "{target}");
    }

    const HERE: Option<&str> = Some("127.0.0.1:4747");

    #[test]
    fn pages_and_files_are_found() {
        check("/", HERE, None, (200, "index.html"));
        check("/a/?x#y", Some("localhost:4747"), None, (200, "a/index.html"));
        check("/a", HERE, None, (308, "/a/"));
        check("/%C3%BC%20b.css", HERE, None, (200, "ü b.css"));
        check("/nowhere", HERE, None, (404, "404.html"));
    }

    #[test]
    fn no_path_leaves_the_site() {
        for target in
            ["/../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/etc/passwd", "//etc/passwd", "/a/..\\x"]
        {
            check(target, HERE, None, (404, "404.html"));
        }
        check("http://elsewhere/a/", HERE, None, (400, "the address is not a path of UTF-8 text\n"));
        check("/%ff", HERE, None, (400, "the address is not a path of UTF-8 text\n"));
    }

    #[test]
    fn other_names_and_other_sites_are_refused() {
        let misdirected = (421, "this preview answers to 127.0.0.1 and localhost only\n");
        check("/", Some("evil.example:4747"), None, misdirected);
        check("/", Some("127.0.0.1:80"), None, misdirected);
        check("/", None, None, misdirected);
        check("/", HERE, Some("http://evil.example"), (403, "this preview does not answer to other sites\n"));
        check("/", HERE, Some("http://127.0.0.1:4747"), (200, "index.html"));
    }
}
