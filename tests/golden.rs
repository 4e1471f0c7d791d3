//! Golden sites: small sites in `tests/sites/`, each with what must come out of it in `expected/`.
//!
//! | in `expected/` | holds |
//! |---|---|
//! | `diagnostics.txt` | the exit codes and every diagnostic; each case has it |
//! | `pages/guide/start.html` | the author's text as it stands on that page |
//! | `articles/releases/index.html` | all of a page that is about its subject, for overviews and what the record adds |
//! | `files/sitemap.xml` | a whole file |
//! | `tree.txt` | the paths of all pages |
//!
//! The frame of a page is the theme's business and may change without a case knowing. `ANNALS_BLESS=1` writes what
//! came out into the files that are there; a file that nothing produces is a failure all the same. A file
//! `options.txt` beside `expected/` holds more options for the command, one a line.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "the runner copies sites to a scratch folder and starts the program on them"
)]

mod shape;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use similar::TextDiff;

#[test]
fn sites_come_out_as_expected() {
    let sites = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites");
    let bless = std::env::var_os("ANNALS_BLESS").is_some();
    let shape = shape::Shape::new();
    let mut failures = Vec::new();
    let (mut cases, mut records) = (0, 0);
    for case in entries(&sites) {
        cases += 1;
        let produced = produce(&case);
        if let Some(record) = produced.files.get("record.json") {
            records += 1;
            let options = fs::read_to_string(case.join("options.txt")).unwrap_or_default();
            let graph = ["graph", "--quiet", "--jobs", "1"];
            // One thread gives what many give, and the command what the site has.
            let printed = on_a_copy(&case, |root| annals(root, &options, &graph));
            if printed.stdout != *record {
                failures.push(format!("{}: `annals graph` prints another record", show(&case)));
            }
            failures.extend(
                shape.problem(record).map(|problem| format!("{}: record.json: {problem}", show(&case))),
            );
        }
        for (name, actual) in expectations(&case, &produced) {
            let file = case.join("expected").join(&name);
            let Some(actual) = actual else {
                failures.push(format!("{}: nothing produced it", show(&file)));
                continue;
            };
            let expected = fs::read_to_string(&file).unwrap_or_default();
            if expected == actual {
                continue;
            }
            if bless {
                fs::create_dir_all(file.parent().expect("a file in a folder"))
                    .expect("a folder for expectations");
                fs::write(&file, actual).expect("an expectation is written");
            } else {
                failures.push(difference(&file, &expected, &actual));
            }
        }
    }
    assert!(cases > 0 && records > 0, "no case in {}", sites.display());
    assert!(
        failures.is_empty(),
        "{}\n\nif this is what should come out: ANNALS_BLESS=1",
        failures.join("\n")
    );
}

/// What the program made of one case.
struct Produced {
    /// Exit codes and diagnostics, as in `diagnostics.txt`.
    diagnostics: String,
    /// The files of the site, by path with `/`.
    files: BTreeMap<String, Vec<u8>>,
}

/// Builds and checks a case in a scratch folder, so that no history of the repository around it shows.
fn produce(case: &Path) -> Produced {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let (root, out) = (scratch.path().join("root"), scratch.path().join("out"));
    copy_folder(case, &root);
    let options = fs::read_to_string(case.join("options.txt")).unwrap_or_default();

    let built = annals(&root, &options, &["build", "--quiet", "--out", &out.to_string_lossy()]);
    let checked = annals(&root, &options, &["check", "--format", "json"]);
    let mut diagnostics = format!("build: exit {}\ncheck: exit {}\n", code(&built), code(&checked));
    match serde_json::from_slice::<Vec<Value>>(&checked.stdout) {
        Ok(list) => list.iter().for_each(|diagnostic| write_diagnostic(&mut diagnostics, diagnostic)),
        // Wrong use is told in words.
        Err(_) => diagnostics.push_str(&String::from_utf8_lossy(&checked.stderr)),
    }
    let mut files = BTreeMap::new();
    read_folder(&out, "", &mut files);
    Produced { diagnostics: diagnostics.replace(&*root.to_string_lossy(), "ROOT"), files }
}

/// What `run` makes of a copy of the case.
fn on_a_copy<T>(case: &Path, run: impl FnOnce(&Path) -> T) -> T {
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let root = scratch.path().join("root");
    copy_folder(case, &root);
    run(&root)
}

/// Runs the program on a site. No variable of the caller reaches it.
fn annals(root: &Path, options: &str, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_annals"))
        .args(arguments)
        .arg("--root")
        .arg(root)
        .args(options.lines())
        .arg("--offline")
        .current_dir(root)
        .env_clear()
        .output()
        .expect("the program starts");
    assert!(
        !String::from_utf8_lossy(&output.stderr).contains("panicked at"),
        "{arguments:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

/// The exit code as text; a signal has none.
fn code(output: &Output) -> String {
    output.status.code().map_or_else(|| "by signal".to_owned(), |code| code.to_string())
}

/// One diagnostic of the JSON format as lines of text.
fn write_diagnostic(into: &mut String, diagnostic: &Value) {
    let field = |name: &str| match &diagnostic[name] {
        Value::Null => "-".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let _ = writeln!(
        into,
        "{} {} {}:{}:{}:{} {}",
        field("severity"),
        field("code"),
        field("source"),
        field("path"),
        field("line"),
        field("column"),
        field("message")
    );
    for hint in diagnostic["hints"].as_array().into_iter().flatten() {
        let text = hint
            .as_str()
            .or_else(|| hint["message"].as_str())
            .map_or_else(|| hint.to_string(), str::to_owned);
        let _ = writeln!(into, "  {text}");
    }
}

/// Each expectation of a case by its path in `expected/`, and what was produced for it.
fn expectations(case: &Path, produced: &Produced) -> Vec<(String, Option<String>)> {
    let mut wanted = BTreeMap::new();
    read_folder(&case.join("expected"), "", &mut wanted);
    wanted.entry("diagnostics.txt".to_owned()).or_default();
    let text = |path: &str| produced.files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    wanted
        .into_keys()
        .map(|name| {
            let actual = if name == "diagnostics.txt" {
                Some(produced.diagnostics.clone())
            } else if name == "tree.txt" {
                Some(tree(&produced.files))
            } else if let Some(page) = name.strip_prefix("pages/") {
                text(page).and_then(|html| element(&html, "<div class=\"prose", "div"))
            } else if let Some(page) = name.strip_prefix("articles/") {
                text(page).and_then(|html| element(&html, "<article", "article"))
            } else if let Some(file) = name.strip_prefix("files/") {
                text(file)
            } else {
                None
            };
            (name, actual)
        })
        .collect()
}

/// The paths of all pages, one a line.
fn tree(files: &BTreeMap<String, Vec<u8>>) -> String {
    files.keys().filter(|path| path.ends_with(".html")).fold(String::new(), |mut tree, path| {
        tree.push_str(path);
        tree.push('\n');
        tree
    })
}

/// What stands inside the first element `name` whose tag begins with `opening`, up to its own end.
fn element(html: &str, opening: &str, name: &str) -> Option<String> {
    let (_, opened) = html.split_once(opening)?;
    let (_, inside) = opened.split_once('>')?;
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut at) = (1, 0);
    while depth > 0 {
        let rest = &inside[at..];
        let end = rest.find(&close)?;
        match rest.find(&open).filter(|start| *start < end) {
            Some(start) => (depth, at) = (depth + 1, at + start + open.len()),
            None => (depth, at) = (depth - 1, at + end + close.len()),
        }
    }
    Some(format!("{}\n", inside[..at - close.len()].trim()))
}

/// A difference as a person reads it.
fn difference(file: &Path, expected: &str, actual: &str) -> String {
    let diff = TextDiff::from_lines(expected, actual);
    format!("{}", diff.unified_diff().header(&show(file), "what came out"))
}

/// A path from the root of the repository.
fn show(path: &Path) -> String {
    path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap_or(path).display().to_string()
}

/// The entries of a folder in order; none where there is no folder.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}

/// Copies a case without its expectations.
fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a scratch folder");
    for path in entries(from) {
        let name = path.file_name().expect("an entry has a name");
        if path.is_dir() {
            // What a check of the case by hand has left there is not part of it.
            if name != "expected" && name != ".annals" {
                copy_folder(&path, &to.join(name));
            }
        } else if name != "options.txt" {
            fs::copy(&path, to.join(name)).expect("a file is copied");
        }
    }
}

/// Reads all files below `folder` into `files`, by path with `/`.
fn read_folder(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for path in entries(folder) {
        let name = format!("{prefix}{}", path.file_name().expect("an entry has a name").to_string_lossy());
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(&path).expect("a file is read"));
        }
    }
}

#[test]
fn an_element_is_found_up_to_its_own_end() {
    for (html, expected) in [
        ("<a><div class=\"prose wide\">\n<p>x</p></div></a>", Some("<p>x</p>\n")),
        (
            "<div class=\"prose\"><div>x</div> <div><div>y</div></div></div>",
            Some("<div>x</div> <div><div>y</div></div>\n"),
        ),
        ("<div class=\"prose\"><div>x</div>", None),
        ("<div>x</div>", None),
    ] {
        assert_eq!(element(html, "<div class=\"prose", "div").as_deref(), expected, "{html}");
    }
}

#[test]
fn every_command_is_in_the_reference() {
    let help = Command::new(env!("CARGO_BIN_EXE_annals")).arg("--help").output().expect("the program starts");
    let help = String::from_utf8_lossy(&help.stdout).into_owned();
    let reference =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/content/reference/command-line.md"))
            .expect("the reference");
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| line.trim() != "Commands:")
        .skip(1)
        .take_while(|line| line.starts_with(' '))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|command| *command != "help")
        .collect();
    assert!(!commands.is_empty(), "no command in the help:\n{help}");
    for command in commands {
        assert!(reference.contains(&format!("### annals {command}\n")), "`annals {command}` has no heading");
    }
}

#[test]
fn the_schema_of_records_is_published() {
    let schema = Command::new(env!("CARGO_BIN_EXE_annals")).args(["schema", "graph"]).output();
    let schema = String::from_utf8(schema.expect("the program starts").stdout).expect("JSON is UTF-8");
    let published = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/reference/record.schema.json");
    if std::env::var_os("ANNALS_BLESS").is_some() {
        fs::write(&published, &schema).expect("the schema is written");
    }
    let text = fs::read_to_string(&published).unwrap_or_default();
    assert_eq!(text, schema, "if this is what should be published: ANNALS_BLESS=1");
}

#[test]
fn every_field_of_records_is_in_the_reference() {
    let reference = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/content/reference/record.md"))
        .expect("the reference");
    let mut keys = Vec::new();
    collect_keys(&annals::site::graph::schema(), &mut keys);
    assert!(keys.len() > 10, "the schema has no keys");
    let missing: Vec<&String> = keys.iter().filter(|key| !reference.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "fields without a word in content/reference/record.md: {missing:?}");
}

#[test]
fn every_key_is_in_the_reference() {
    let schema =
        Command::new(env!("CARGO_BIN_EXE_annals")).arg("schema").output().expect("the program starts");
    let schema: Value = serde_json::from_slice(&schema.stdout).expect("a schema in JSON");
    let reference =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/content/reference/configuration.md"))
            .expect("the reference");
    let mut keys = Vec::new();
    collect_keys(&schema, &mut keys);
    assert!(keys.len() > 10, "the schema has no keys");
    let missing: Vec<&str> =
        keys.iter().map(String::as_str).filter(|key| !reference.contains(&format!("`{key}`"))).collect();
    // The places of a date stand in the example.
    let missing: Vec<&str> =
        missing.into_iter().filter(|key| !reference.contains(&format!("  - {key}"))).collect();
    assert!(missing.is_empty(), "keys without a word in content/reference/configuration.md: {missing:?}");
}

/// The names of all properties of a JSON Schema.
fn collect_keys(schema: &Value, keys: &mut Vec<String>) {
    match schema {
        Value::Object(map) => {
            for (name, value) in map {
                if let ("properties", Some(properties)) = (name.as_str(), value.as_object()) {
                    keys.extend(properties.keys().cloned());
                }
                collect_keys(value, keys);
            }
        }
        Value::Array(list) => list.iter().for_each(|value| collect_keys(value, keys)),
        _ => {}
    }
}

/// The report of `check` on one of our sites, and the exit code.
fn report(site: &str, arguments: &[&str]) -> (String, Option<i32>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(site);
    let output = Command::new(env!("CARGO_BIN_EXE_annals"))
        .args(["check", "--offline", "--root"])
        .arg(root)
        .args(arguments)
        .output()
        .expect("the program starts");
    (String::from_utf8_lossy(&output.stdout).into_owned(), output.status.code())
}

#[test]
fn a_broken_configuration_is_in_every_report_for_machines() {
    for (format, code) in [
        ("json", "\"code\":\"configuration\""),
        ("sarif", "\"ruleId\":\"configuration\""),
        ("gitlab", "\"check_name\":\"configuration\""),
    ] {
        let (report, status) = report("configuration", &["--format", format]);
        let parsed: Result<Value, _> = serde_json::from_str(&report);
        assert!(parsed.is_ok(), "{format} is no JSON:\n{report}");
        let report: String = report.split_whitespace().collect();
        assert!(report.contains(code), "`{code}` is not in the report as {format}:\n{report}");
        assert_eq!(status, Some(2));
    }
    let (report, status) = report("configuration", &["--format", "github"]);
    assert!(report.contains("title=configuration"), "{report}");
    assert_eq!(status, Some(2));
}

#[test]
fn quiet_leaves_reports_for_machines_whole() {
    let (whole, _) = report("links", &["--format", "json"]);
    let (quiet, _) = report("links", &["--format", "json", "--quiet"]);
    assert!(whole.contains("broken-link"), "{whole}");
    assert_eq!(whole, quiet);
    assert_eq!(report("links", &["--quiet"]).0, "");
}

#[test]
fn the_plugin_by_hand_is_assembled() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("examples/plugins/keys/keys.wat")).expect("the plugin as text");
    let module = wat::parse_str(text).expect("the plugin is well-formed");
    let file = root.join("tests/sites/plugins/plugins/keys.wasm");
    if std::env::var_os("ANNALS_BLESS").is_some() {
        fs::write(&file, &module).expect("the module is written");
    }
    let built = fs::read(&file).unwrap_or_default();
    assert!(built == module, "{} is not what keys.wat says; if it should be: ANNALS_BLESS=1", show(&file));
}
