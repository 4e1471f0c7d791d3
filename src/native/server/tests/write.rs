//! What somebody may try with the address that writes files.

use std::collections::BTreeMap;
use std::path::Path;

use super::*;
use crate::native::test::Repo;

/// Where texts are read and written.
const TEXT: &str = "/_annals/text?page=";

/// Every file below `folder` with its bytes, but for what is remembered between starts.
fn snapshot(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let kept = |entry: &walkdir::DirEntry| ![".annals", ".git"].iter().any(|name| entry.file_name() == *name);
    let files = walkdir::WalkDir::new(folder).into_iter().filter_entry(kept).flatten();
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().display().to_string(), fs::read(entry.path()).unwrap()))
        .collect()
}

impl Running {
    /// Puts `body` at `target`.
    fn put(&self, target: &str, headers: &str, body: &[u8]) -> (u16, String) {
        let mut stream = self.connect();
        let length = body.len();
        let head = format!(
            "PUT {target} HTTP/1.1\r\n{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n"
        );
        let _ = stream.write_all(&[head.as_bytes(), body].concat());
        answered(&mut stream)
    }

    /// What a page of the preview sends, with `version` as the one that it opened.
    fn headers(&self, version: &str) -> String {
        let address = self.preview.address;
        format!(
            "Host: {address}\r\nOrigin: http://{address}\r\nSec-Fetch-Site: same-origin\r\nAnnals-Token: {TOKEN}\r\nIf-Match: \"{version}\"\r\n"
        )
    }

    /// The version of the file behind `page`.
    fn version(&self, page: &str) -> (u16, String) {
        let (status, answer) = self.ask(&format!("GET {TEXT}{page}"), &self.headers(""));
        let version = answer.split("ETag: \"").nth(1).and_then(|rest| rest.split('"').next());
        (status, version.unwrap_or_default().to_owned())
    }

    /// The file of the site at `path`.
    fn file(&self, path: &str) -> Vec<u8> {
        fs::read(self.scratch.path().join("site").join(path)).unwrap()
    }
}

#[test]
fn a_page_reads_and_writes_its_own_file() {
    let running = Running::new();
    let page = running.scratch.path().join("site/content/index.md");
    fs::write(&page, "\u{feff}# Home\r\n\r\nHello.\r\n").unwrap();
    #[cfg(unix)]
    fs::set_permissions(&page, std::os::unix::fs::PermissionsExt::from_mode(0o640)).unwrap();
    let (status, version) = running.version("/");
    assert_eq!(status, 200);
    let new = "\u{feff}# Home\r\n\r\nOther words.\r\n";
    let (status, answer) = running.put(&format!("{TEXT}/"), &running.headers(&version), new.as_bytes());
    assert_eq!(status, 200, "{answer}");
    assert_eq!(running.file("content/index.md"), new.as_bytes());
    assert!(answer.contains(&running.version("/").1));
    #[cfg(unix)]
    assert_eq!(
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&page).unwrap().permissions()) & 0o777,
        0o640
    );
    let left = fs::read_dir(page.parent().unwrap()).unwrap().flatten();
    assert!(left.into_iter().all(|entry| !entry.file_name().to_string_lossy().ends_with('~')));
}

#[test]
fn a_file_that_changed_meanwhile_is_not_overwritten() {
    let running = Running::new();
    let (_, version) = running.version("/");
    fs::write(running.scratch.path().join("site/content/index.md"), "# Theirs\n").unwrap();
    let (status, answer) = running.put(&format!("{TEXT}/"), &running.headers(&version), b"# Mine\n");
    assert_eq!(status, 409);
    assert!(answer.ends_with("# Theirs\n"), "{answer}");
    assert_eq!(running.file("content/index.md"), b"# Theirs\n");
    let (_, version) = running.version("/");
    assert_eq!(running.put(&format!("{TEXT}/"), &running.headers(&version), b"# Mine\n").0, 200);
}

#[test]
fn nobody_else_reads_or_writes_files() {
    let running = Running::new();
    let before = snapshot(running.scratch.path());
    let address = running.preview.address;
    let (_, version) = running.version("/");
    let fine = running.headers(&version);
    let check = |headers: &str, expected: u16| {
        let (status, answer) = running.put(&format!("{TEXT}/"), headers, b"# Owned\n");
        assert_eq!(status, expected, "{headers}");
        assert!(!answer.contains("Hello"), "{answer}");
    };
    check(&fine.replace(TOKEN, "guess"), 403);
    check(&fine.replace(TOKEN, &TOKEN[..8]), 403);
    check(&fine.replace("Annals-Token", "Other"), 403);
    check(&fine.replace("Origin", "Other"), 403);
    check(&fine.replace(&format!("Origin: http://{address}"), "Origin: http://evil.example"), 403);
    check(&fine.replace(&format!("Origin: http://{address}"), "Origin: null"), 403);
    check(&fine.replace(&format!("Host: {address}"), &format!("Host: evil.example:{}", address.port())), 421);
    check(&fine.replace("same-origin", "cross-site"), 403);
    check(&fine.replace("If-Match", "Other"), 428);
    check(&fine.replace(&version, "*"), 409);
    for method in ["POST", "PATCH", "DELETE", "OPTIONS", "COPY"] {
        assert_eq!(running.ask(&format!("{method} {TEXT}/"), &fine).0, 405, "{method}");
    }
    let (status, answer) = running.ask(&format!("GET {TEXT}/"), &fine.replace(TOKEN, "guess"));
    assert_eq!((status, answer.contains("Home")), (403, false));
    assert_eq!(snapshot(running.scratch.path()), before);
}

#[test]
fn nothing_but_files_of_documents_is_written() {
    let running = Running::new();
    let before = snapshot(running.scratch.path());
    let (_, version) = running.version("/");
    for page in [
        "",
        "index.md",
        "/nowhere/",
        "/404.html",
        "/pictures/one.png",
        "/annals.css",
        "/index.md",
        "/../secret.txt",
        "/..%2f..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/..%5csecret.txt",
        "//secret.txt",
        "/%00",
        "/_annals/live.js",
        "/large/../../../secret.txt",
    ] {
        let (status, answer) = running.put(&format!("{TEXT}{page}"), &running.headers(&version), b"owned");
        assert_eq!(status, 404, "{page}: {answer}");
        assert!(!answer.contains(SECRET), "{page}");
        let (status, answer) = running.ask(&format!("GET {TEXT}{page}"), &running.headers(""));
        assert_eq!((status, answer.contains(SECRET)), (404, false), "{page}");
    }
    assert_eq!(snapshot(running.scratch.path()), before);
}

#[cfg(unix)]
#[test]
fn no_link_that_took_the_place_of_a_file_is_followed() {
    use std::os::unix::fs::symlink;
    let running = Running::new();
    let content = running.scratch.path().join("site/content");
    fs::create_dir(content.join("deep")).unwrap();
    fs::write(content.join("deep/page.md"), "# Deep\n").unwrap();
    let start = Instant::now();
    while running.version("/deep/page/").0 != 200 {
        assert!(start.elapsed() < Duration::from_secs(30), "the new page is not shown");
        std::thread::sleep(Duration::from_millis(20));
    }
    let (_, version) = running.version("/deep/page/");
    let outside = running.scratch.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("page.md"), "# Deep\n").unwrap();
    let secret = running.scratch.path().join("secret.txt");
    let check = |page: &str, version: &str| {
        let (status, answer) = running.put(&format!("{TEXT}{page}"), &running.headers(version), b"owned");
        assert!(matches!(status, 404 | 500), "{page}: {answer}");
        let (_, answer) = running.ask(&format!("GET {TEXT}{page}"), &running.headers(""));
        assert!(!answer.contains(SECRET), "{page}");
        assert_eq!(fs::read_to_string(&secret).unwrap(), SECRET);
        assert_eq!(fs::read_to_string(outside.join("page.md")).unwrap(), "# Deep\n");
    };
    // The folder becomes a link to one with the very same file in it, and the file one to a secret.
    fs::rename(content.join("deep"), running.scratch.path().join("moved")).unwrap();
    symlink(&outside, content.join("deep")).unwrap();
    check("/deep/page/", &version);
    let (_, version) = running.version("/");
    fs::remove_file(content.join("index.md")).unwrap();
    symlink(&secret, content.join("index.md")).unwrap();
    check("/", &version);
}

#[test]
fn what_is_no_text_is_not_written() {
    let running = Running::new();
    let before = snapshot(running.scratch.path());
    let (_, version) = running.version("/");
    let headers = running.headers(&version);
    assert_eq!(running.put(&format!("{TEXT}/"), &headers, b"# \xff\xfe\n").0, 415);
    // The length alone is enough to say no, and no memory is taken for it.
    for start in [format!("PUT {TEXT}/"), "GET /".to_owned(), "POST /".to_owned()] {
        let mut stream = running.connect();
        let head = format!("{start} HTTP/1.1\r\n{headers}Content-Length: 99999999999999\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        read_until(&mut stream, " 413 ");
        drop(stream);
    }
    // A text that breaks off is not half a text.
    let mut stream = running.connect();
    let head =
        format!("PUT {TEXT}/ HTTP/1.1\r\n{headers}Content-Length: 100\r\nConnection: close\r\n\r\n# Half");
    stream.write_all(head.as_bytes()).unwrap();
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    assert_ne!(answered(&mut stream).0, 200);
    assert_eq!(snapshot(running.scratch.path()), before);
}

#[test]
fn a_repository_that_is_no_working_folder_is_not_written() {
    let running = Running::of(|scratch, root| {
        let repo = Repo::new(&scratch.join("clone"));
        repo.write("iaas/20240110.md", "# IaaS\n\nWords.\n");
        repo.commit("jo", 10);
        repo.git(&["clone", "-q", "--bare", ".", "../bare.git"]);
        let sources = "  - { kind: pages, dir: content }\n  - { name: minutes, kind: minutes, repo: ../bare.git, series: '{dir}' }\n";
        fs::write(root.join("annals.yaml"), format!("title: T\nsources:\n{sources}")).unwrap();
    });
    let before = snapshot(running.scratch.path());
    assert_eq!(running.get("/minutes/iaas/20240110/").0, 200);
    assert_eq!(running.version("/minutes/iaas/20240110/").0, 404);
    let (status, _) =
        running.put(&format!("{TEXT}/minutes/iaas/20240110/"), &running.headers("*"), b"# Other\n");
    assert_eq!(status, 404);
    assert_eq!(running.version("/").0, 200);
    assert_eq!(snapshot(running.scratch.path()), before);
}
