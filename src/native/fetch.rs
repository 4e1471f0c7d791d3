//! Runs the user's own `git` to look at a remote and to fetch from it.
//!
//! Their credentials, proxies and host keys then work as they do everywhere else; see
//! `content/decisions/0001-fetch-with-git.md`. The program gets a list of arguments and no shell, addresses stand
//! behind `--`, and whatever could run something else is switched off.

use std::io::Read;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// Settings for every run: of hooks, templates, submodules and background work nothing, and only the transports
/// that [`crate::source::Remote`] knows.
const SETTINGS: &[&str] = &[
    "core.hooksPath=/dev/null",
    "core.fsmonitor=false",
    "init.templateDir=",
    "submodule.recurse=false",
    "fetch.recurseSubmodules=false",
    "fetch.prune=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "transfer.bundleURI=false",
    "protocol.allow=never",
    "protocol.https.allow=always",
    "protocol.ssh.allow=always",
    "protocol.file.allow=always",
];

/// Variables by which a git hook, having started us, would send git to its own repository
/// (`git rev-parse --local-env-vars`); those for configuration stay, since CI passes credentials in them.
const LOCAL_VARIABLES: &[&str] = &[
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_DIR",
    "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE",
    "GIT_NAMESPACE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// A reference of a remote.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) struct RemoteRef {
    /// Full name.
    pub(super) name: String,
    /// The reference it points to, where it is symbolic; otherwise the object's id.
    pub(super) to: Target,
}

/// What a reference of a remote points to.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) enum Target {
    /// Another reference.
    Reference(String),
    /// An object, in full hexadecimal.
    Object(String),
}

/// The references of the remote at `address` that match any of `patterns`, or why they cannot be had.
pub(super) fn references(address: &str, patterns: &[String]) -> Result<Vec<RemoteRef>, String> {
    let mut git = git();
    git.args(["ls-remote", "--quiet", "--symref", "--", address]).args(patterns);
    let output = finished(git.output())?;
    Ok(parse_references(&String::from_utf8_lossy(&output.stdout)))
}

/// Understands the output of `git ls-remote --symref`.
fn parse_references(text: &str) -> Vec<RemoteRef> {
    let line = |line: &str| {
        let (to, name) = line.split_once('\t')?;
        let to = match to.strip_prefix("ref: ") {
            Some(reference) => Target::Reference(reference.to_owned()),
            None => Target::Object(to.to_owned()),
        };
        Some(RemoteRef { name: name.to_owned(), to })
    };
    text.lines().filter_map(line).collect()
}

/// Fetches `refspecs` with their whole history from `address` into the bare repository `repository`; `advance` is
/// told the phase, how much of it is done, and of how much. The error is git's own, or says that there is no git.
pub(super) fn fetch(
    repository: &Path,
    address: &str,
    refspecs: &[String],
    advance: &dyn Fn(&str, u64, u64),
) -> Result<(), String> {
    let mut git = git();
    git.arg("--git-dir").arg(repository);
    git.args(["fetch", "--progress", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--"]);
    git.arg(address).args(refspecs);
    git.stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = git.spawn().map_err(|error| not_started(&error))?;
    let mut said = Vec::new();
    if let Some(mut stderr) = child.stderr.take() {
        let mut line = Vec::new();
        let mut buffer = [0; 4096];
        while let Ok(length @ 1..) = stderr.read(&mut buffer) {
            for &byte in &buffer[..length] {
                if !matches!(byte, b'\r' | b'\n') {
                    line.push(byte);
                    continue;
                }
                let text = String::from_utf8_lossy(&line).into_owned();
                line.clear();
                match parse_progress(&text) {
                    Some((phase, done, total)) => advance(&phase, done, total),
                    None => said.extend_from_slice(format!("{text}\n").as_bytes()),
                }
            }
        }
        said.extend(line);
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    finished(Ok(Output { status, stdout: Vec::new(), stderr: said })).map(drop)
}

/// `git`, with everything switched off that has no place here.
fn git() -> Command {
    let mut git = Command::new("git");
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    for variable in LOCAL_VARIABLES {
        git.env_remove(variable);
    }
    // A question nobody sees would wait forever; and the variable of transports would override our settings.
    git.env("GIT_TERMINAL_PROMPT", "0").env("GIT_ALLOW_PROTOCOL", "https:ssh:file").env("LC_ALL", "C");
    git.stdin(Stdio::null());
    git
}

/// The output of a run that went well, or git's words.
fn finished(run: std::io::Result<Output>) -> Result<Output, String> {
    let output = run.map_err(|error| not_started(&error))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let telling = lines.iter().find_map(|line| line.strip_prefix("fatal: ").or(line.strip_prefix("error: ")));
    let words = telling.or(lines.last().copied()).unwrap_or("git gave no reason");
    // A remote's words go to a terminal: no escape sequences.
    Err(words.chars().filter(|c| !c.is_control()).collect())
}

/// Why git did not start.
fn not_started(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no program `git` on this machine".to_owned(),
        _ => format!("`git` cannot be started: {error}"),
    }
}

/// Understands a line of git's progress: `Receiving objects:  45% (123/273), 1.2 MiB | 3 MiB/s`.
fn parse_progress(line: &str) -> Option<(String, u64, u64)> {
    let (phase, rest) = line.strip_prefix("remote: ").unwrap_or(line).split_once(':')?;
    let (done, total) = rest.split_once("% (")?.1.split_once(')')?.0.split_once('/')?;
    let phase = phase.chars().filter(|c| !c.is_control()).collect::<String>().to_lowercase();
    Some((phase, done.parse().ok()?, total.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_progress(line: &str, expected: Option<(&str, u64, u64)>) {
        let parsed = parse_progress(line);
        assert_eq!(
            parsed.as_ref().map(|(phase, done, total)| (phase.as_str(), *done, *total)),
            expected,
            "{line}"
        );
    }

    #[test]
    fn progress_is_told_from_words() {
        check_progress("Receiving objects:  45% (123/273)", Some(("receiving objects", 123, 273)));
        check_progress(
            "Receiving objects: 100% (273/273), 1.20 MiB | 3.00 MiB/s, done.",
            Some(("receiving objects", 273, 273)),
        );
        check_progress("remote: Counting objects:  50% (1/2)", Some(("counting objects", 1, 2)));
        check_progress("remote: Enumerating objects: 12, done.", None);
        check_progress("fatal: could not read", None);
    }

    #[test]
    fn references_are_told_from_symbolic_ones() {
        let text = "ref: refs/heads/main\tHEAD\naa\tHEAD\naa\trefs/heads/main\n";
        let object = |name: &str| RemoteRef { name: name.to_owned(), to: Target::Object("aa".to_owned()) };
        let head = RemoteRef { name: "HEAD".to_owned(), to: Target::Reference("refs/heads/main".to_owned()) };
        assert_eq!(parse_references(text), [head, object("HEAD"), object("refs/heads/main")]);
    }
}
