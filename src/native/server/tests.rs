//! What somebody may try with the server, over real connections.

mod write;

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::*;
use crate::native::cli::{AsOf, Global};
use crate::native::live::editor::Editor;

/// What must never be seen.
const SECRET: &str = "the secret beside the site";

/// What a page has to know to write files.
const TOKEN: &str = "0123456789abcdef";

/// A preview at work.
struct Running {
    preview: Arc<Preview>,
    live: Arc<Live>,
    scratch: TempDir,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.preview.end();
    }
}

impl Running {
    /// Serves a small site, with a secret beside it and a link that leads there.
    fn new() -> Running {
        Running::of(|_, _| ())
    }

    /// The same, with what `more` adds to the scratch folder and to the site in it.
    fn of(more: impl FnOnce(&std::path::Path, &std::path::Path)) -> Running {
        let running = Running::opening(more);
        until(|| running.live.state().is_some());
        running
    }

    /// The same before it is read.
    fn opening(more: impl FnOnce(&std::path::Path, &std::path::Path)) -> Running {
        let scratch = tempfile::tempdir().unwrap();
        let root = scratch.path().join("site");
        fs::create_dir_all(root.join("content/pictures")).unwrap();
        fs::write(scratch.path().join("secret.txt"), SECRET).unwrap();
        let text = "# Home\n\n![one](pictures/one.png) ![link](pictures/link.png)\n";
        fs::write(root.join("content/index.md"), text).unwrap();
        fs::write(root.join("content/large.md"), format!("# Large\n\n{}", "many words ".repeat(500_000)))
            .unwrap();
        fs::write(root.join("content/pictures/one.png"), "picture").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../../../secret.txt", root.join("content/pictures/link.png")).unwrap();
        more(scratch.path(), &root);
        let global = Global { root: Some(root), quiet: true, ..Global::default() };
        let token = Some(TOKEN.to_owned());
        let live = Arc::new(Live::new(&global, &AsOf::default(), Editor::default(), token));
        let local = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let preview = Arc::new(Preview::bind(local, 0, || unreachable!("loopback needs no token")).unwrap());
        let (serving, served, followed) = (preview.clone(), live.clone(), live.clone());
        std::thread::spawn(move || serving.serve(&served));
        std::thread::spawn(move || followed.follow(None));
        Running { preview, live, scratch }
    }

    /// A connection that waits for an answer no longer than a test may.
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.preview.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        stream
    }

    /// Sends `start` (`GET /`) with more `headers`, and gives the status and all of the answer.
    fn ask(&self, start: &str, headers: &str) -> (u16, String) {
        let mut stream = self.connect();
        let head = format!("{start} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        // A server may answer before it has read all.
        let _ = stream.write_all(head.as_bytes());
        answered(&mut stream)
    }

    /// The status of `GET path` from here.
    fn get(&self, path: &str) -> (u16, String) {
        self.ask(&format!("GET {path}"), &format!("Host: {}\r\n", self.preview.address))
    }
}

/// The status and all of what comes from `stream`.
fn answered(stream: &mut TcpStream) -> (u16, String) {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    (status, answer)
}

#[test]
fn foreign_hosts_and_origins_get_nothing() {
    let running = Running::new();
    let address = running.preview.address;
    let check = |headers: &str, expected: u16| {
        let (status, answer) = running.ask("GET /", headers);
        assert_eq!(status, expected, "{headers}");
        assert_eq!(answer.contains("Home"), expected == 200, "{headers}");
        assert!(!answer.to_ascii_lowercase().contains("access-control-allow-origin"));
    };
    check(&format!("Host: {address}\r\n"), 200);
    check("Host: rebound.example\r\n", 421);
    check(&format!("Host: rebound.example:{}\r\n", address.port()), 421);
    check("", 421);
    check(&format!("Host: {address}\r\nOrigin: http://evil.example\r\n"), 403);
    check(&format!("Host: {address}\r\nOrigin: null\r\n"), 403);
    check(&format!("Host: {address}\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n"), 403);
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let (status, _) = running.ask(&format!("{method} /"), &format!("Host: {address}\r\n"));
        assert_eq!(status, 405, "{method}");
    }
}

#[test]
fn no_path_leaves_the_site() {
    let running = Running::new();
    assert_eq!(running.get("/pictures/one.png").0, 200);
    for path in [
        "/../secret.txt",
        "/pictures/../../../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/%2e%2e%2fsecret.txt",
        "/%252e%252e/secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%u002e%u002e/secret.txt",
        "/.%00./secret.txt",
        "//secret.txt",
        "/pictures/link.png",
        "/_annals/../../secret.txt",
        "/_annals/secret.txt",
        "/pictures/",
    ] {
        let (status, answer) = running.get(path);
        assert!(matches!(status, 400 | 404), "{path}: {status}");
        assert!(!answer.contains(SECRET), "{path}");
        assert!(!answer.contains("one.png</a>"), "{path} lists a folder");
    }
    let secret = running.scratch.path().join("secret.txt");
    assert!(matches!(running.get(&secret.display().to_string()).0, 404));
    let absolute = format!("http://{}/", running.preview.address);
    assert_eq!(running.get(&absolute).0, 400);
    assert_eq!(running.get("file:///etc/passwd").0, 400);
}

#[test]
fn a_head_without_end_is_refused() {
    let running = Running::new();
    let long = format!("Host: {}\r\nX-Long: {}\r\n", running.preview.address, "x".repeat(64 * 1024));
    assert_eq!(running.ask("GET /", &long).0, 431);
    let many = format!("Host: {}\r\n{}", running.preview.address, "X-Many: x\r\n".repeat(4000));
    assert_eq!(running.ask("GET /", &many).0, 431);
    assert_eq!(running.get(&format!("/{}", "a".repeat(64 * 1024))).0, 431);
    assert_eq!(running.get("/").0, 200);
}

#[test]
fn slow_clients_hold_up_nobody() {
    let running = Running::new();
    let request = format!("GET /large/ HTTP/1.1\r\nHost: {}\r\n\r\n", running.preview.address);
    let mut slow = Vec::new();
    for number in 0..80 {
        let mut stream = running.connect();
        // Half of them never say what they want, the others never read the answer.
        let sent = if number % 2 == 0 { &request.as_bytes()[..20] } else { request.as_bytes() };
        stream.write_all(sent).unwrap();
        slow.push(stream);
    }
    // None of them ever ends, so that an answer within the patience of a connection says enough.
    assert_eq!(running.get("/").0, 200);
}

#[test]
fn connections_that_come_at_once_are_all_answered() {
    let running = Running::new();
    let request = format!("GET / HTTP/1.1\r\nHost: {}\r\n\r\n", running.preview.address);
    // Browsers open connections in advance, and say nothing on them.
    let mut streams: Vec<TcpStream> = (0..60).map(|_| running.connect()).collect();
    for stream in streams.iter_mut().skip(1).step_by(2) {
        stream.write_all(request.as_bytes()).unwrap();
    }
    for stream in streams.iter_mut().skip(1).step_by(2) {
        read_until(stream, "200 OK");
    }
}

#[test]
fn a_configuration_that_is_broken_at_the_start_is_shown_until_it_is_mended() {
    let running = Running::opening(|_, site| {
        fs::write(site.join("annals.yaml"), "title: T\nsorces: []\n").unwrap();
    });
    let (status, answer) = running.get("/large/");
    assert_eq!(status, 503);
    for expected in ["data-annals=\"opening\"", "annals.yaml:2:1", "^^^^^^", "did you mean `sources`?"] {
        assert!(answer.contains(expected), "{expected}: {answer}");
    }
    assert!(running.get("/_annals/beside?page=/").1.contains("\"errors\":1"));
    let file = running.scratch.path().join("site/annals.yaml");
    fs::write(&file, "title: [\n").unwrap();
    until(|| running.get("/").1.contains("annals.yaml:2"));
    fs::write(&file, "title: Mended\n").unwrap();
    // Between being emptied and being written, the file is a configuration too.
    until(|| running.get("/").1.contains("Mended"));
}

/// Waits for `is_so`, for as long as a test may.
#[track_caller]
fn until(is_so: impl Fn() -> bool) {
    let start = Instant::now();
    while !is_so() {
        assert!(start.elapsed() < Duration::from_secs(30));
    }
}

#[test]
fn two_hundred_open_pages_are_all_told() {
    let running = Running::new();
    let request = format!("GET /_annals/events?page=/ HTTP/1.1\r\nHost: {}\r\n\r\n", running.preview.address);
    let mut streams: Vec<TcpStream> = (0..200).map(|_| running.connect()).collect();
    for stream in &mut streams {
        stream.write_all(request.as_bytes()).unwrap();
    }
    assert_eq!(running.get("/").0, 200);
    for stream in &mut streams {
        read_until(stream, "retry: 500");
    }
    let page = running.scratch.path().join("site/content/index.md");
    fs::write(page, "# Home\n\nHello.\n\nNew words.\n").unwrap();
    for stream in &mut streams {
        let told = read_until(stream, "\"edited\":\"/\"");
        assert!(told.contains("\"key\":\""), "{told}");
    }
    assert!(running.get("/").1.contains("New words."));
}

/// Reads from `stream` until `end` has come.
#[track_caller]
fn read_until(stream: &mut TcpStream, end: &str) -> String {
    let mut read = String::new();
    let mut buffer = [0; 4096];
    while !read.contains(end) {
        let length = stream.read(&mut buffer).unwrap();
        assert!(length > 0, "the stream ended: {read}");
        read.push_str(&String::from_utf8_lossy(&buffer[..length]));
    }
    read
}
