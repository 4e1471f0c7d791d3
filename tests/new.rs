//! `annals new` from the command line, and that what it writes is read as what was asked for.

#![expect(clippy::disallowed_methods, reason = "the tests write small sites and start the program on them")]

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use serde_json::Value;

/// A community whose files are written into a folder.
struct Community {
    folder: tempfile::TempDir,
}

/// Exit code, what was printed, and what was said beside.
type Told = (i32, String, String);

impl Community {
    /// Files, each behind a line `=== path`.
    fn new(files: &str) -> Community {
        let folder = tempfile::tempdir().expect("a scratch folder");
        for file in files.split("=== ").skip(1) {
            let (path, text) = file.split_once('\n').expect("a path and a text");
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        Community { folder }
    }

    /// Runs the program.
    fn run(&self, arguments: &[&str]) -> Told {
        let output = Command::new(env!("CARGO_BIN_EXE_annals"))
            .args(arguments)
            .args(["--quiet", "--offline", "--root"])
            .arg(self.folder.path())
            .current_dir(self.folder.path())
            .env_clear()
            .output()
            .expect("the program starts");
        let root = format!("{}/", self.folder.path().display());
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&root, "");
        (output.status.code().unwrap_or(-1), text(&output.stdout), text(&output.stderr))
    }

    /// Runs it and expects a path; gives that and the text there.
    #[track_caller]
    fn write(&self, arguments: &[&str]) -> (String, String) {
        let (code, path, said) = self.run(arguments);
        assert_eq!((code, &*said), (0, ""), "{arguments:?}");
        let path = path.trim().to_owned();
        let text = fs::read_to_string(self.folder.path().join(&path)).expect("the file is there");
        (path, text)
    }

    /// What is wrong with the content, as `code path`; what is only advised, such as a description, is for its author.
    fn problems(&self) -> Vec<String> {
        let (_, report, _) = self.run(&["check", "--format", "json"]);
        let list: Vec<Value> = serde_json::from_str(&report).expect("a report");
        let wrong = list.iter().filter(|problem| problem["severity"] != "advice");
        wrong.map(|problem| format!("{} {}", problem["code"], problem["path"])).collect()
    }
}

/// A community with two series, a template for one of them, and standards in two tracks.
const USUAL: &str = "\
=== annals.yaml
title: Usual
sources:
  - kind: pages
    dir: content
  - kind: minutes
    dir: minutes
    aliases: { Infrastructure call: infra }
  - kind: standards
    dir: standards
    id: \"abc-{number:4}-{edition}-{slug}.md\"
=== content/index.md
# Usual
=== minutes/infra/20240102.md
# Infra 2024-01-02

- AI @jo: order cables
- AI Max: find the key
- AI @eli: paint the rack (done)
=== minutes/infra/2024-01-09-slides.md
# Slides 2024-01-09
=== minutes/weekly/2024-01-03.md
# Weekly 2024-01-03
=== minutes/weekly/template.md
# {title}, YYYY-MM-DD

## Check AIs from last week

## News
=== standards/abc-0100-v1-racks.md
---
title: Racks
type: Standard
status: Draft
track: Hardware
---
# Racks
=== standards/abc-0200-v1-names.md
---
title: Names
type: Standard
status: Draft
track: Words
---
# Names
";

#[test]
fn minutes_are_called_as_those_before() {
    let community = Community::new(USUAL);
    let (path, text) = community.write(&["new", "minutes", "infra", "--date", "2024-01-16"]);
    assert_eq!(path, "minutes/infra/20240116.md");
    assert!(text.starts_with("# Infra, 2024-01-16\n"), "{text}");
    let (path, text) = community.write(&["new", "minutes", "Weekly", "--date", "2024-02-07"]);
    assert_eq!(path, "minutes/weekly/2024-02-07.md");
    assert!(text.starts_with("# Weekly, 2024-02-07\n"), "{text}");
    assert_eq!(community.problems(), Vec::<String>::new());
}

#[test]
fn open_actions_are_carried_over() {
    let community = Community::new(USUAL);
    let (_, text) = community.write(&["new", "minutes", "Infrastructure call", "--date", "2024-01-05"]);
    let expected = "## Check actions from last time\n\n- AI @jo: order cables\n- AI Max: find the key\n";
    assert!(text.contains(expected), "{text}");
    let (_, text) = community.write(&["new", "minutes", "infra", "--date", "2024-01-10"]);
    assert!(text.contains("- AI @jo: order cables\n"), "those carried over are carried on: {text}");
}

#[test]
fn nothing_is_overwritten() {
    let community = Community::new(USUAL);
    let (code, out, said) = community.run(&["new", "minutes", "infra", "--date", "2024-01-02"]);
    assert_eq!((code, &*out), (2, ""));
    assert!(said.contains("there are minutes of `infra` on 2024-01-02 already"), "{said}");
    let (code, text, _) = community.run(&["new", "minutes", "infra", "--date", "2024-03-02", "--dry-run"]);
    assert_eq!(code, 0);
    assert!(text.starts_with("# Infra, 2024-03-02"), "{text}");
    assert!(!community.folder.path().join("minutes/infra/20240302.md").exists());
}

#[test]
fn names_of_series_are_suggested() {
    let community = Community::new(USUAL);
    let (code, _, said) = community.run(&["new", "minutes", "inrfa"]);
    assert_eq!(code, 2);
    assert!(said.contains("there is no series `inrfa`") && said.contains("did you mean `infra`?"), "{said}");
    let (path, _) = community.write(&["new", "minutes", "board", "--new", "--date", "2024-05-06"]);
    assert_eq!(path, "minutes/board/20240506.md");
}

#[test]
fn standards_have_the_next_number() {
    let community = Community::new(USUAL);
    let (path, text) = community.write(&["new", "standard", "--title", "Cables: colours & lengths"]);
    assert_eq!(path, "standards/abc-0201-v1-cables-colours-lengths.md");
    assert!(
        text.starts_with("---\ntitle: \"Cables: colours & lengths\"\ntype: Standard\nstatus: Draft\n"),
        "{text}"
    );
    let (path, _) = community.write(&["new", "standard", "--title", "Doors", "--track", "Hardware"]);
    assert_eq!(path, "standards/abc-0101-v1-doors.md");
    let (path, _) = community.write(&["new", "standard", "--title", "Keys", "--number", "7"]);
    assert_eq!(path, "standards/abc-0007-v1-keys.md");
    let elsewhere =
        ["new", "standard", "--title", "Lamps", "--in", "standards", "--source", "standards=standards"];
    assert_eq!(community.write(&elsewhere).0, "standards/abc-0202-v1-lamps.md");
    let (code, _, said) = community.run(&["new", "standard", "--title", "Keys", "--number", "100"]);
    assert_eq!(code, 2);
    assert!(said.contains("number 100 is taken") && said.contains("the next free one is 102"), "{said}");
    assert_eq!(community.problems(), Vec::<String>::new());
}

#[test]
fn decisions_are_numbered_in_their_folder() {
    let community = Community::new(USUAL);
    let (path, text) = community.write(&["new", "decision", "Use oak", "--date", "2024-01-01"]);
    assert_eq!(path, "content/decisions/0001-use-oak.md");
    assert!(text.starts_with("# Use oak\n\nDecided on 2024-01-01."), "{text}");
    let (path, _) = community.write(&["new", "decision", "Use pine"]);
    assert_eq!(path, "content/decisions/0002-use-pine.md");
}

#[test]
fn what_names_nothing_is_refused() {
    let releases =
        "  - { kind: releases, dir: releases }\n=== releases/R1.md\n# Release R1\n=== content/index.md";
    let community = Community::new(&USUAL.replacen("=== content/index.md", releases, 1));
    for (arguments, part) in [
        (&["new", "note", ""][..], "the note says nothing"),
        (&["new", "note", " \n"], "the note says nothing"),
        (&["new", "note", "<!-- x -->"], "the note says nothing"),
        (&["new", "note", "x", "--component", ""], "a component has a name"),
        (&["new", "note", "x", "--link", " "], "a link leads somewhere"),
        (&["new", "decision", ""], "a title is a line of words"),
        (&["new", "decision", "a\nb"], "a title is a line of words"),
        (&["new", "standard", "--title", " "], "a title is a line of words"),
        (&["new", "minutes", " ", "--new"], "a series has a name"),
    ] {
        let (code, printed, said) = community.run(arguments);
        assert_eq!((code, &*printed), (2, ""), "{arguments:?}: {said}");
        assert!(said.contains(part), "{arguments:?}: {said}");
        assert!(!community.folder.path().join("releases/next").exists(), "{arguments:?}");
    }
}

#[test]
fn what_has_no_letters_has_a_file() {
    let community = Community::new("=== releases/R1.md\n# Release R1\n");
    for (arguments, path) in [
        (&["new", "note", "🚀", "--kind", "fix"][..], "releases/next/fix.md"),
        (&["new", "note", "🚀", "--kind", "fix"], "releases/next/fix-2.md"),
        (&["new", "note", "Größe & Maß"], "releases/next/größe-maß.md"),
        (&["new", "note", &"x".repeat(300)], &format!("releases/next/{}.md", "x".repeat(60))),
    ] {
        assert_eq!(community.write(arguments).0, path, "{arguments:?}");
    }
    let community = Community::new(USUAL);
    assert_eq!(community.write(&["new", "decision", "🚀"]).0, "content/decisions/0001-untitled.md");
    let title = "ß".repeat(300);
    let standard = format!("standards/abc-0201-v1-{}.md", "ß".repeat(80));
    assert_eq!(community.write(&["new", "standard", "--title", &title]).0, standard);
}

#[test]
fn a_source_without_a_clone_is_not_written() {
    let community = Community::new(
        "=== annals.yaml\nsources:\n  - {kind: minutes, repo: \"https://git.example.org/a/minutes\"}\n\
         === clone/infra/20240102.md\n# Infra\n",
    );
    let (code, _, said) = community.run(&["new", "minutes", "infra", "--new"]);
    assert_eq!(code, 2);
    assert!(said.contains("where no file can be written") && said.contains("--to PATH"), "{said}");
    let (path, _) = community.write(&["new", "minutes", "infra", "--date", "2024-01-09", "--to", "clone"]);
    assert_eq!(path, "clone/infra/20240109.md");
    let instead = ["new", "minutes", "infra", "--date", "2024-01-16", "--source", "minutes=clone"];
    assert_eq!(community.write(&instead).0, "clone/infra/20240116.md");
}

/// Series, first file and configuration of minutes in other shapes.
const SHAPES: &[(&str, &str, &str)] = &[
    ("team", "team/20240102.md", "[name]"),
    ("team", "team/2024/2024-01-02.md", "[name]"),
    ("team", "team/2024-01-02-call/notes.md", "[folder]"),
    ("team", "team/2024-01/january-02.md", "[path: \"{year:4}-{month:2}/{month-name}-{day:2}\"]"),
    ("team", "team/2024/tsc-01-02.md", "[path: \"{year:4}/tsc-{month:2}-{day:2}\"]"),
    ("team", "team/meeting-1.md", "[body: \"Held on {day} {month-name} {year:4}\"]"),
    ("team", "team/meeting-1.md", "[heading: \"{day}.{month}.{year:4}\"]"),
    ("team", "team/one-1.md", "[front-matter: held]"),
];

#[test]
fn minutes_of_every_shape_are_read_back() {
    for (series, first, dates) in SHAPES {
        let community = Community::new(&format!(
            "=== annals.yaml\nsources:\n  - {{kind: minutes, dir: m, dates: {dates}}}\n=== m/{first}\n\
             ---\nheld: 2024-01-02\n---\n# Team 2.1.2024\n\nHeld on 2 January 2024\n\n- AI @jo: count to {{ten}}\n"
        ));
        let mut written = BTreeMap::new();
        for day in ["2024-01-16", "2024-02-29", "2024-12-03", "2025-01-01"] {
            let (path, text) = community.write(&["new", "minutes", series, "--date", day]);
            assert!(text.contains("count to {ten}"), "{path}: {text}");
            written.insert(day, path);
        }
        let out = community.folder.path().join("out");
        let (code, _, said) = community.run(&["build", "--out", &out.to_string_lossy()]);
        assert_eq!((code, community.problems()), (0, vec![]), "{dates}: {said}");
        let index = fs::read_to_string(out.join("m/team/index.html")).expect("the page of the series");
        for (day, path) in written {
            assert!(index.contains(day), "{dates}: {path} is no minutes of {day}");
        }
    }
}

/// Standards of other shapes: the configuration, an example, and the path of the next one.
const STANDARDS: &[(&str, &str, &str)] = &[
    (
        "id: \"tip-{number:4}.md\"\n    called: \"TIP-{number}\"\n    metadata: {from: [preamble], title: Title, status: Status}",
        "tip-0004.md\nTIP: 4\nTitle: Old\nStatus: Draft\n\nText\n",
        "s/tip-0005.md",
    ),
    (
        "id: \"{number:4}-{slug}.md\"\n    called: \"RFC-{number:4}\"\n    metadata: {from: [list], title: Feature Name, dates: {created_at: Start Date}}",
        "0004-old.md\n- Feature Name: Old\n- Start Date: 2024-01-01\n",
        "s/0005-a-new-one.md",
    ),
    (
        "id: \"{dir}/{number:4}-{slug}/README.md\"\n    called: \"KE-{number:4}\"\n    metadata: {from: [sidecar: it.yaml], track: sig}",
        "sig-a/0004-old/README.md\n# Old\n=== s/sig-a/0004-old/it.yaml\ntitle: Old\nsig: sig-a\n",
        "s/sig-a/0005-a-new-one/README.md",
    ),
    (
        "id: {heading: \"ADR {number}: *\"}\n    called: \"ADR-{number}\"\n    metadata: {from: [headings], title: \"{slug}\"}",
        "adr-004.md\n# ADR 4: Old\n\n## Status\n\nDraft\n",
        "-",
    ),
    (
        "id: {metadata: eip, format: \"{number}\"}\n    called: \"EIP-{number}\"",
        "eip-4.md\n---\neip: 4\ntitle: Old\nstatus: Draft\n---\n",
        "s/eip-5-a-new-one.md",
    ),
    (
        "id: \"**/std-{number}[-{slug}].md\"",
        "a/b/std-4.md\n---\ntitle: Old\n---\n",
        "s/a/b/std-5-a-new-one.md",
    ),
];

#[test]
fn standards_of_every_shape_are_read_back() {
    for (configuration, example, expected) in STANDARDS {
        let community = Community::new(&format!(
            "=== annals.yaml\nsources:\n  - kind: standards\n    dir: s\n    {configuration}\n=== s/{example}"
        ));
        let (code, path, said) = community.run(&["new", "standard", "--title", "A new one"]);
        if *expected == "-" {
            assert_eq!(code, 2, "{configuration}: {path}");
            continue;
        }
        assert_eq!((code, path.trim()), (0, *expected), "{configuration}: {said}");
        assert_eq!(community.problems(), Vec::<String>::new(), "{configuration}");
    }
}

#[test]
fn standards_in_a_table_are_not_written() {
    let community = Community::new(
        "=== annals.yaml\nsources:\n  - {kind: standards, dir: s, id: {row: \"G-{number}\"}}\n\
         === s/README.md\n| Id |\n|---|\n| G-1 |\n",
    );
    let (code, _, said) = community.run(&["new", "standard", "--title", "x"]);
    assert_eq!(code, 2);
    assert!(said.contains("are parts of a file"), "{said}");
}
