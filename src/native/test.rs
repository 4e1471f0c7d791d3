//! Small repositories for tests, made with the `git` program and nobody's configuration.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::base::{Diagnostic, RelPath, SourceName};
use crate::source::config::Place;
use crate::source::test::source;
use crate::source::{Config, SourceConfig};

/// A repository with a work tree.
pub(super) struct Repo {
    /// The work tree.
    pub(super) folder: PathBuf,
}

impl Repo {
    /// A new repository in `folder`, on the branch `main`.
    pub(super) fn new(folder: &Path) -> Repo {
        std::fs::create_dir_all(folder).unwrap();
        let repo = Repo { folder: folder.to_owned() };
        repo.git(&["init", "-q", "-b", "main"]);
        repo
    }

    /// Runs git in the work tree and gives what it prints.
    #[track_caller]
    pub(super) fn git(&self, arguments: &[&str]) -> String {
        git(&self.folder, arguments)
    }

    /// Writes a file.
    pub(super) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.folder.join(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, bytes).unwrap();
    }

    /// Commits everything as `author` on day `day` of January 2024, at half past one in a zone two hours ahead, which
    /// is the day before in UTC; gives the commit's id.
    #[track_caller]
    pub(super) fn commit(&self, author: &str, day: u8) -> String {
        self.git(&["add", "-A"]);
        self.commit_index(author, day)
    }

    /// Commits what is staged.
    #[track_caller]
    pub(super) fn commit_index(&self, author: &str, day: u8) -> String {
        self.commit_message(author, day, "change")
    }

    /// Commits what is staged, saying `message`.
    #[track_caller]
    pub(super) fn commit_message(&self, author: &str, day: u8, message: &str) -> String {
        self.git_as(author, day, &["commit", "-q", "--allow-empty", "--no-verify", "-m", message]);
        self.git(&["rev-parse", "HEAD"])
    }

    /// Runs git as `author` on that day of January 2024.
    #[track_caller]
    pub(super) fn git_as(&self, author: &str, day: u8, arguments: &[&str]) -> String {
        let email = format!("{author}@example.org");
        let date = format!("2024-01-{day:02}T01:30:00+02:00");
        let output = command(&self.folder)
            .args(arguments)
            .envs([("GIT_AUTHOR_NAME", author), ("GIT_AUTHOR_EMAIL", &email), ("GIT_AUTHOR_DATE", &date)])
            .envs([
                ("GIT_COMMITTER_NAME", author),
                ("GIT_COMMITTER_EMAIL", &email),
                ("GIT_COMMITTER_DATE", &date),
            ])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
    }
}

/// Runs git in `folder` and gives what it prints, without the final line break.
#[track_caller]
pub(super) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = command(folder).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {said}");
    String::from_utf8_lossy(&output.stdout).trim_end().to_owned()
}

/// `git` in `folder` with nobody's configuration.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    command.env_remove("GIT_DIR").env_remove("GIT_INDEX_FILE").env_remove("GIT_WORK_TREE");
    command
}

/// A configuration with these sources.
pub(super) fn config(sources: Vec<SourceConfig>) -> Config {
    Config { sources, ..Config::default() }
}

/// A source called `name` that is the repository at `url`.
pub(super) fn repository(name: &str, url: impl AsRef<str>) -> SourceConfig {
    let place = Place::Repository { url: url.as_ref().to_owned(), revision: None, folder: String::new() };
    SourceConfig { place, ..source(name, "") }
}

/// The path written as `text`.
#[track_caller]
pub(super) fn rel(text: &str) -> RelPath {
    RelPath::new(text).unwrap()
}

/// The source name `text`.
pub(super) fn name(text: &str) -> SourceName {
    SourceName::new(text)
}

/// Codes and places of diagnostics: `missing-blob minutes:a.md`.
pub(super) fn codes(diagnostics: &[Diagnostic]) -> Vec<String> {
    let shown = |diagnostic: &Diagnostic| match &diagnostic.location {
        Some(location) => {
            let source = location.source.as_ref().map_or("", |source| source.as_str());
            format!("{} {source}:{}", diagnostic.code, location.path)
        }
        None => diagnostic.code.to_string(),
    };
    diagnostics.iter().map(shown).collect()
}
