//! The rules of the house that no compiler checks: which stage may know which, who may touch the world, and
//! that what we promise to document is documented.
//!
//! The rules are data; a failure names file and line. `ARCHITECTURE.md` gives the reasons.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a test of the source tree reads the source tree"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate, in the order of the data: each may use those before it, and nobody else.
const ORDER: &[&str] = &[
    "base", "code", "source", "document", "record", "link", "page", "site", "pipeline", "session", "native",
];

/// Modules beside the line, with what each may use and who may use it.
const BESIDE: &[Beside] = &[
    Beside {
        name: "draft",
        uses: &["base", "source", "document", "record", "link"],
        users: &["native", "web"],
    },
    Beside {
        name: "release",
        uses: &["base", "code", "source", "document", "record", "link"],
        users: &["pipeline", "session", "native", "web"],
    },
    Beside {
        name: "plugin",
        uses: &["base", "code", "document", "record", "page"],
        users: &["pipeline", "session", "web"],
    },
    Beside {
        name: "web",
        uses: &[
            "base", "code", "source", "document", "record", "link", "page", "site", "pipeline", "session",
            "release", "plugin",
        ],
        users: &[],
    },
];

/// A module that stands beside the line of stages.
struct Beside {
    /// Its name.
    name: &'static str,
    /// What it may use.
    uses: &'static [&'static str],
    /// Who may use it.
    users: &'static [&'static str],
}

/// The longest file that can still be read in one go.
const LONGEST_FILE: usize = 600;

/// What `clippy.toml` has to keep out of the core.
const BANS: &[&str] = &[
    "std::env::var",
    "std::env::current_dir",
    "std::fs::File",
    "std::fs::read",
    "std::fs::read_to_string",
    "std::fs::write",
    "std::net::TcpStream",
    "std::path::Path",
    "std::process::Command::new",
    "std::time::SystemTime::now",
    "std::collections::HashMap",
];

/// Files of the core in which a ban is lifted all the same, and why that is harmless.
const LIFTED: &[(&str, &str)] = &[(
    "src/document/sanitize.rs",
    "ammonia takes its allow-list as a `HashSet`, which nobody walks through",
)];

/// Whether a file of module `user` may name module `used`.
fn may_use(user: &str, used: &str) -> bool {
    let place = |name: &str| ORDER.iter().position(|module| *module == name);
    let beside = |name: &str| BESIDE.iter().find(|module| module.name == name);
    if user == used {
        return true;
    }
    if let Some(user) = beside(user) {
        return user.uses.contains(&used);
    }
    if let Some(used) = beside(used) {
        return used.users.contains(&user);
    }
    match (place(user), place(used)) {
        (Some(user), Some(used)) => used < user,
        // A module that the rules do not know must be added to them.
        _ => false,
    }
}

/// One `.rs` file.
struct RustFile {
    /// Its path from the root of the repository.
    path: String,
    /// Its text.
    text: String,
}

impl RustFile {
    /// The top-level module that it belongs to: `link` for `src/link/resolve.rs`.
    fn module(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or(&self.path);
        below.split('/').next().unwrap_or(below).trim_end_matches(".rs")
    }

    /// The lines with their numbers, without comments.
    fn code_lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text
            .lines()
            .enumerate()
            .map(|(index, line)| (index + 1, line.split_once("//").map_or(line, |(code, _)| code)))
    }
}

/// The text of a file of the repository.
#[track_caller]
fn read(path: &str) -> String {
    let full = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&full).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All `.rs` files below `folder`, in order.
fn rust_files(folder: &str) -> Vec<RustFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut folders = vec![root.join(folder)];
    while let Some(folder) = folders.pop() {
        let mut entries: Vec<PathBuf> =
            fs::read_dir(&folder).expect("a folder of the repository").flatten().map(|e| e.path()).collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name =
                    path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
                files.push(RustFile { text: read(&name), path: name });
            }
        }
    }
    assert!(!files.is_empty(), "no file below {folder}");
    files
}

/// The modules that a piece of code names: `link` in `crate::link::Target`, and both in `crate::{link, page}`.
fn named_modules(code: &str) -> Vec<String> {
    let mut named = Vec::new();
    for after in code.split("crate::").skip(1) {
        let list = match after.strip_prefix('{') {
            Some(braced) => outer_items(braced),
            None => vec![after],
        };
        for item in list {
            let word: String =
                item.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            if !word.is_empty() {
                named.push(word);
            }
        }
    }
    named
}

/// The items of a braced list up to its closing brace, those in inner braces left out.
fn outer_items(braced: &str) -> Vec<&str> {
    let (mut items, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in braced.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                items.push(&braced[start..at]);
                return items;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                items.push(&braced[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    items.push(&braced[start..]);
    items
}

/// Fails with all problems, one per line.
#[track_caller]
fn expect_none(rule: &str, problems: &[String]) {
    assert!(problems.is_empty(), "{rule}:\n  {}", problems.join("\n  "));
}

#[test]
fn stages_use_only_what_stands_before_them() {
    let mut problems = Vec::new();
    for file in rust_files("src") {
        // `lib.rs` declares the modules, and `main.rs` starts the edge.
        if ["src/lib.rs", "src/main.rs"].contains(&file.path.as_str()) {
            continue;
        }
        // A list in braces may go over several lines, so the code is looked at as one text with line marks.
        let code: String = file.code_lines().map(|(number, line)| format!("{line}\u{1}{number}\n")).collect();
        let mut rest = code.as_str();
        while let Some(at) = rest.find("crate::") {
            let statement = &rest[at..];
            let number =
                statement.split_once('\u{1}').map_or("?", |(_, n)| n.split('\n').next().unwrap_or("?"));
            let end =
                statement["crate::".len()..].find("crate::").map_or(statement.len(), |n| n + "crate::".len());
            for used in named_modules(&strip_marks(&statement[..end])) {
                let is_module = ORDER.contains(&used.as_str()) || BESIDE.iter().any(|m| m.name == used);
                let exists = is_module || module_exists(&used);
                if exists && !may_use(file.module(), &used) {
                    problems.push(format!("{}:{number}: `{}` uses `{used}`", file.path, file.module()));
                }
            }
            rest = &rest[at + "crate::".len()..];
        }
    }
    expect_none("imports go leftwards only", &problems);
}

/// The code without the marks that carry line numbers.
fn strip_marks(code: &str) -> String {
    code.split('\u{1}')
        .enumerate()
        .map(
            |(index, part)| {
                if index == 0 { part } else { part.split_once('\n').map_or("", |(_, rest)| rest) }
            },
        )
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether `src` has a module of this name, known to the rules or not.
fn module_exists(name: &str) -> bool {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    src.join(name).is_dir() || src.join(format!("{name}.rs")).is_file()
}

#[test]
fn the_rules_know_every_module() {
    let lib = read("src/lib.rs");
    let problems: Vec<String> = lib
        .lines()
        .filter_map(|line| line.trim().strip_prefix("pub mod ").or(line.trim().strip_prefix("mod ")))
        .map(|name| name.trim_end_matches(';').trim())
        .filter(|name| !ORDER.contains(name) && !BESIDE.iter().any(|module| module.name == *name))
        .map(|name| format!("`{name}` has no place in the order"))
        .collect();
    expect_none("every module has its place in tests/architecture.rs", &problems);
}

#[test]
fn the_reader_of_imports_sees_what_it_should() {
    for (code, expected) in [
        ("use crate::base::Date;", "base"),
        ("use crate::{base::{Date, Span}, link};", "base link"),
        ("use crate::{\n    base,\n    source::Config,\n};", "base source"),
        ("let x = crate::page::render(crate::link::Target::Broken);", "page link"),
        ("pub(crate) fn x() {}", ""),
    ] {
        assert_eq!(named_modules(code).join(" "), expected, "{code}");
    }
    for (user, used, expected) in [
        ("link", "record", true),
        ("record", "link", false),
        ("native", "site", true),
        ("site", "native", false),
        ("native", "web", false),
        ("web", "native", false),
        ("link", "plugin", false),
        ("pipeline", "plugin", true),
        ("plugin", "link", false),
    ] {
        assert_eq!(may_use(user, used), expected, "{user} uses {used}");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = ["src", "tests", "examples", "fuzz/targets"]
        .into_iter()
        .filter(|folder| root.join(folder).is_dir())
        .flat_map(rust_files);
    let problems: Vec<String> =
        files.filter(|file| !file.text.starts_with("//!")).map(|file| format!("{}:1", file.path)).collect();
    expect_none("a file opens with `//!` and what it is for", &problems);
}

#[test]
fn files_can_be_read_in_one_go() {
    let problems: Vec<String> = rust_files("src")
        .iter()
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(file, lines)| format!("{}: {lines} lines", file.path))
        .collect();
    expect_none("a file past 600 lines is split along a seam that has a name", &problems);
}

#[test]
fn the_bans_of_the_core_are_in_force() {
    let clippy = read("clippy.toml");
    let missing: Vec<String> = BANS
        .iter()
        .filter(|ban| !clippy.contains(&format!("\"{ban}\"")))
        .map(|ban| format!("`{ban}`"))
        .collect();
    expect_none("clippy.toml keeps the world out of the core", &missing);

    let mut problems = Vec::new();
    for file in rust_files("src") {
        let lifted = LIFTED.iter().any(|(path, _)| *path == file.path);
        if lifted || file.module() == "native" || file.path == "src/main.rs" {
            continue;
        }
        // A test may measure time: what it finds reaches no page.
        let is_test = file.path.ends_with("/tests.rs") || file.path.contains("/tests/");
        let core = file.code_lines().take_while(|(_, line)| !is_test && line.trim() != "mod tests {");
        for (number, line) in core {
            if line.contains("clippy::disallowed") {
                problems.push(format!("{}:{number}", file.path));
            }
        }
    }
    // `lib.rs` may lift the bans for the edge as a whole, in the line before its `mod native`.
    let lib = read("src/lib.rs");
    problems.retain(|problem| {
        let number = problem.strip_prefix("src/lib.rs:").and_then(|n| n.parse::<usize>().ok());
        !number.is_some_and(|n| lib.lines().skip(n).take(3).any(|line| line.contains("mod native;")))
    });
    expect_none("only the edge may lift a ban", &problems);
}

#[test]
fn every_dependency_says_what_it_is_for() {
    let manifest = read("Cargo.toml");
    let (mut problems, mut in_dependencies, mut previous) = (Vec::new(), false, "");
    for (index, line) in manifest.lines().enumerate() {
        if line.starts_with('[') {
            in_dependencies = line.trim_end_matches(']').ends_with("dependencies");
        } else if in_dependencies
            && line.starts_with(|c: char| c.is_ascii_alphabetic())
            && !previous.trim_start().starts_with('#')
        {
            problems.push(format!("Cargo.toml:{}: {line}", index + 1));
        }
        previous = line;
    }
    expect_none("a dependency has a comment line above it", &problems);
}

/// The headings of a Markdown file, without their marks.
fn headings(markdown: &str) -> Vec<&str> {
    markdown
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').trim().trim_matches('`'))
        .collect()
}

#[test]
fn the_default_rules_are_in_the_reference() {
    let rules = read("src/source/rules.yaml");
    let (_, rules) = rules.split_once("\n\n").expect("a comment, then the rules");
    let page = read("content/reference/configuration.md");
    assert!(
        page.contains(rules),
        "content/reference/configuration.md shows other rules than src/source/rules.yaml"
    );
}

#[test]
fn every_diagnostic_is_documented() {
    let page = read("content/reference/diagnostics.md");
    let documented = headings(&page);
    let mut problems: Vec<String> = annals::code::ALL
        .iter()
        .map(|(code, _)| code.as_str())
        .filter(|code| !documented.contains(code))
        .map(|code| format!("`{code}` has no heading"))
        .collect();
    let known: Vec<&str> = annals::code::ALL.iter().map(|(code, _)| code.as_str()).collect();
    problems.extend(
        documented
            .iter()
            .skip(1)
            .filter(|heading| !known.contains(heading))
            .map(|heading| format!("`{heading}` is no code")),
    );
    expect_none("content/reference/diagnostics.md has a heading for each code and no other", &problems);
}
