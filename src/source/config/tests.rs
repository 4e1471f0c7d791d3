//! Cases of `annals.yaml`: every mistake with its place, its words and its hint.

use serde_json::Value as Json;

use super::*;
use crate::base::{Diagnostic, LineIndex, RelPath};

/// Reads `text` as `annals.yaml` beside all the usual folders.
fn read_text(text: &str) -> (Config, Vec<Diagnostic>) {
    let path = RelPath::new("annals.yaml").unwrap();
    let read = read(text, &path, &FOLDERS.map(|(folder, _)| folder));
    (read.value, read.diagnostics)
}

/// Each diagnostic as `line:column excerpt: message (hint)`.
fn told(text: &str, diagnostics: &[Diagnostic]) -> Vec<String> {
    let lines = LineIndex::new(text);
    let tell = |diagnostic: &Diagnostic| {
        let span = diagnostic.location.as_ref().and_then(|location| location.span).unwrap();
        let at = lines.line_column(text, span.start);
        let hints: Vec<String> = diagnostic.hints.iter().map(|hint| format!(" ({})", hint.message)).collect();
        let excerpt = span.of(text).unwrap().lines().next().unwrap_or_default();
        format!("{}:{} {excerpt}: {}{}", at.line, at.column, diagnostic.message, hints.concat())
    };
    diagnostics.iter().map(tell).collect()
}

/// Compares everything that is told about `text`.
#[track_caller]
fn check(text: &str, expected: &[&str]) -> Config {
    let (config, diagnostics) = read_text(text);
    assert_eq!(told(text, &diagnostics), expected, "{text}");
    config
}

/// A configuration with one source of the given keys.
fn source_of(kind: &str, keys: &str) -> String {
    let keys: String = keys.lines().map(|line| format!("    {line}\n")).collect();
    format!("sources:\n  - kind: {kind}\n    dir: x\n{keys}")
}

/// Compares everything that is told about a source of the given keys, which begin in line 4, column 5.
#[track_caller]
fn check_source(kind: &str, keys: &str, expected: &[&str]) -> SourceConfig {
    let mut config = check(&source_of(kind, keys), expected);
    if config.sources.is_empty() {
        config.sources.push(standard::source("none", Kind::Pages, Place::Directory(String::new())));
    }
    config.sources.remove(0)
}

#[test]
fn keys_and_types() {
    check("titel: x\n", &["1:1 titel: unknown key `titel` (did you mean `title`?)"]);
    check("title: [x]\n", &["1:8 [x]: `title` is a list, but must be a text"]);
    check("sources: {}\n", &["1:10 {}: `sources` is a mapping of keys to values, but must be a list"]);
    check("- x\n", &["1:1 - x: the whole is a list, but must be a mapping of keys to values"]);
    check_source("pages", "tilte: y", &["4:5 tilte: unknown key `tilte` (did you mean `title`?)"]);
    check_source(
        "pages",
        "include: [a, [b]]",
        &["4:18 [b]: `sources[0].include[1]` is a list, but must be a text"],
    );
    check_source("page", "", &["2:11 page: `sources[0].kind` cannot be `page` (did you mean `pages`?)"]);
    check_source(
        "standards",
        "metadata: {stauts: x}",
        &["4:16 stauts: unknown key `stauts` (did you mean `status`?)"],
    );
}

#[test]
fn sources_name_what_they_read() {
    check(
        "sources:\n  - dir: x\n",
        &["2:5 dir: x: source without a `kind` (add `kind: pages`, `minutes`, `standards` or `releases`)"],
    );
    check(
        "sources:\n  - kind: pages\n",
        &["2:5 kind: pages: source without a `dir` or `repo` (add `dir: FOLDER` or `repo: NAME`)"],
    );
    check(
        "sources:\n  - {kind: pages, dir: a/x}\n  - {kind: minutes, dir: b/x}\n",
        &["3:26 b/x: second source with the name `x` (give one of the two another `name`)"],
    );
    check(
        "sources: [{kind: pages, dir: ../x}]\n",
        &[
            "1:30 ../x: `../x`: path leads out of its root (name a folder inside the site's folder, or a repository by its path with `repo`)",
        ],
    );
    check_source(
        "pages",
        "ref: main",
        &["4:5 ref: `ref` without a `repo` (leave it out, or name the repository with `repo`)"],
    );
    check_source(
        "pages",
        "at: ../up",
        &["4:9 ../up: `../up`: path leads out of its root (write a path on the site, such as `minutes`)"],
    );
    check_source(
        "pages",
        "name: a b",
        &["4:11 a b: `a b` is no name for a source (give it a `name` of letters, digits, `-`, `_` and `.`)"],
    );
    check_source(
        "pages",
        "exclude: \"[a\"",
        &[
            "4:14 \"[a\": `[a` is no glob: unclosed character class; missing ']' (write a path with `*`, `**`, `?`, `[a-z]` or `{a,b}`)",
        ],
    );
    check_source(
        "pages",
        "exclude: ../x",
        &[
            "4:14 ../x: `../x` chooses no file of the source (write a path with `*`, `**`, `?`, `[a-z]` or `{a,b}`)",
        ],
    );
}

#[test]
fn keys_belong_to_kinds() {
    check_source(
        "pages",
        "series: \"{dir}\"",
        &["4:5 series: `series` means nothing in a source of `pages` (it belongs to `minutes`)"],
    );
    check_source(
        "standards",
        "dates: [name]",
        &[
            "4:5 dates: `dates` means nothing in a source of `standards` (it belongs to `minutes` and `releases`)",
        ],
    );
}

#[test]
fn addresses() {
    const REPO: &str = "(use `https://…`, `ssh://…`, `git@host:path`, a path, or a name on the `forge`)";
    let hint = |text: &str| text.replace("REPO", REPO);
    check(
        "url: docs.example.org\n",
        &["1:6 docs.example.org: `docs.example.org` is no URL (write it as `https://host/path`)"],
    );
    check(
        "url: https:///x\n",
        &["1:6 https:///x: `https:///x` has no valid host (write it as `https://host/path`)"],
    );
    check(
        "forge: ftp://example.org/x\n",
        &["1:8 ftp://example.org/x: `ftp://example.org/x` has the scheme `ftp` (use `https`)"],
    );
    check(
        "forge_aliases: [https://a.example/x, x]\n",
        &["1:38 x: `x` is no URL (write it as `https://host/path`)"],
    );
    for (repo, message) in [
        ("ext::sh -c id", "runs a program to fetch"),
        ("git://example.org/x", "has the scheme `git`, which is not read"),
        ("http://example.org/x", "has the scheme `http`, which is not read"),
        ("--upload-pack=id", "is no repository"),
        ("git@-oProxyCommand=id:x", "has no valid host or path"),
        ("file://host/x", "has no valid host or path"),
    ] {
        let text = format!("sources:\n  - kind: pages\n    repo: \"{repo}\"\n");
        check(&text, &[&hint(&format!("3:11 \"{repo}\": `{repo}` {message} REPO"))]);
    }
    check(
        "sources: [{kind: pages, repo: docs}]\n",
        &["1:31 docs: `docs` is a bare name, and `forge` is not set (set `forge`, or write the whole URL)"],
    );
}

#[test]
fn repositories_are_resolved() {
    for (repo, url, name) in [
        ("docs", "https://forge.example/me/docs", "docs"),
        ("you/docs.site", "https://forge.example/you/docs.site", "docs.site"),
        ("https://other.example/a/b.git", "https://other.example/a/b.git", "b"),
        ("git@other.example:a/b.git", "git@other.example:a/b.git", "b"),
        ("ssh://git@other.example/a/b", "ssh://git@other.example/a/b", "b"),
        ("../clones/minutes", "../clones/minutes", "minutes"),
        ("file:///srv/git/x.git", "file:///srv/git/x.git", "x"),
    ] {
        let text = format!(
            "forge: https://forge.example/me/\nsources: [{{kind: minutes, repo: \"{repo}\", ref: main, dir: sub}}]\n"
        );
        let config = check(&text, &[]);
        let place = Place::Repository {
            url: url.to_owned(),
            revision: Some("main".to_owned()),
            folder: "sub".to_owned(),
        };
        assert_eq!((&config.sources[0].place, config.sources[0].name.as_str()), (&place, name));
    }
}

#[test]
fn names_that_lead_nowhere() {
    let sources = "sources:\n  - {kind: standards, dir: standards}\n";
    let moved = |entry: &str| format!("{sources}moved:\n  {entry}\n");
    check(
        &moved("https://a.example/: standard:x/"),
        &["4:23 standard:x/: there is no source `standard` (did you mean `standards`?)"],
    );
    check(
        &moved("https://a.example/: x"),
        &[
            "4:23 x: `x` is no place in a source (write where the documents are now as `source:path`, such as `standards:Drafts/`)",
        ],
    );
    check(
        &moved("https://a.example/: standards:../x"),
        &["4:23 standards:../x: `../x` is no path inside a source (write it from the source's root on)"],
    );
    check(
        &moved("a.example: standards:x"),
        &["4:3 a.example: `a.example` is no URL (write it as `https://host/path`)"],
    );
    check(
        "repositories: {a: b, b: c}\n",
        &["1:19 b: `b` is an old name itself (write its name of today: `c`)"],
    );
    check_source(
        "minutes",
        "aliases: {A: B, B: c}",
        &["4:18 B: `B` is an alias itself (write the series that it means: `c`)"],
    );
    check_source(
        "minutes",
        "succeeds: {a: b, b: [c, a]}",
        &[
            "4:16 a: `a` would continue itself (a series continues older ones only)",
            "4:22 b: `b` would continue itself (a series continues older ones only)",
        ],
    );
    check(
        "language: english language\n",
        &[
            "1:11 english language: `english language` is no language (write a language as in RFC 5646: `en`, `de-AT`)",
        ],
    );
}

#[test]
fn patterns_show_the_part_that_is_wrong() {
    check_source(
        "standards",
        "id: \"a-{nubmer:4}.md\"",
        &["4:13 nubmer: unknown placeholder `{nubmer}` (did you mean `{number}`?)"],
    );
    check_source(
        "standards",
        "id: a-{number.md",
        &["4:11 {: `{` is never closed (close it with `}`, or write `{{` for a brace)"],
    );
    check_source(
        "standards",
        "id: a-number}.md",
        &["4:17 }: `}` without a `{` before it (write `}}` for a brace)"],
    );
    check_source(
        "standards",
        "id: \"{number:x}\"",
        &[
            "4:11 number:x: `number:x` has no width behind its `:` (write a number of characters from 1 to 20: `{number:4}`)",
        ],
    );
    check_source(
        "standards",
        "id: \"{slug}.md\"",
        &["4:9 \"{slug}.md\": `{slug}.md` gives no number (add `{number}` or `{number:4}`)"],
    );
    check_source(
        "standards",
        "states: {a: [X], b: [Y, x]}",
        &["4:29 x: `x` means `a` already (list each word once)"],
    );
    check_source(
        "minutes",
        "series: \"{slug}\"",
        &[
            "4:13 \"{slug}\": `{slug}` gives no series (use `{dir}` or `{series}`, or the name of the only series)",
        ],
    );
    check_source(
        "releases",
        "include: \"Release{n}.md\"\nversion: \"v{major}\"",
        &[
            "5:14 \"v{major}\": `{major}` stands in no pattern of `include` (add it there, such as `include: [\"Release{major}.md\"]`)",
        ],
    );
    check_source(
        "minutes",
        "dates: [nmae]",
        &["4:13 nmae: unknown place of a date `nmae` (did you mean `name`?)"],
    );
    check_source(
        "minutes",
        "dates: [body]",
        &[
            "4:13 body: `body` without the line to look for (write how the line begins: `body: \"Date: {date}\"`)",
        ],
    );
    check_source(
        "minutes",
        "dates:\n- heading: \"{yaer}-{month}\"",
        &["5:18 yaer: unknown placeholder `{yaer}` (did you mean `{year}`?)"],
    );
    check_source(
        "minutes",
        "dates:\n- heading: \"{year}-{month}\"",
        &[
            "5:17 {year}-{month}: format gives no whole date (use `{date}`, or `{year}`, `{month}` or `{month-name}`, and `{day}`)",
        ],
    );
    check_source(
        "minutes",
        "dates:\n- {name: x, folder: y}",
        &[
            "5:7 {name: x, folder: y}: entry with no place or several (write one entry of the list for each place)",
        ],
    );
}

#[test]
fn everything_has_a_default() {
    let config = check("", &[]);
    let at: Vec<_> = config.sources.iter().map(|source| (source.name.as_str(), source.at.as_str())).collect();
    assert_eq!(
        at,
        [("content", ""), ("standards", "standards"), ("minutes", "minutes"), ("releases", "releases")]
    );
    assert_eq!(config.sources[0].exclude, ["standards/**"]);
    assert_eq!(
        config,
        Config { title: "Record".to_owned(), ..standard("", &FOLDERS.map(|(folder, _)| folder)) }
    );
    assert_eq!(standard("Ours", &["minutes"]).sources.len(), 1);
    let alone = standard("Ours", &["content"]);
    assert_eq!(alone.sources[0].exclude, [""; 0]);
    let config = check(
        "forge: https://forge.example/me\nsources:\n  - {kind: pages, repo: a}\n  - {kind: pages, repo: b}\n",
        &[],
    );
    assert_eq!(
        (config.title.as_str(), config.sources[0].at.as_str(), config.sources[1].at.as_str()),
        ("me", "", "b")
    );
}

#[test]
fn the_design_s_example_reads() {
    let config = check(
        "title: T\nforge: https://forge.example/me\nsources:\n  - kind: releases\n    repo: release-notes\n    include: [\"Release{n}.md\"]\n    name: \"R{n}\"\n    version: \"v{n+1}.0.0\"\n",
        &[],
    );
    let source = &config.sources[0];
    assert_eq!((source.name.as_str(), &source.include), ("release-notes", &vec!["Release*.md".to_owned()]));
    let release = source.releases.release(&RelPath::new("Release6.md").unwrap()).unwrap();
    assert_eq!((release.name.as_str(), release.version.as_deref()), ("R6", Some("v7.0.0")));
    assert_eq!(source.releases.release(&RelPath::new("ReleaseX.md").unwrap()), None);
}

#[test]
fn a_new_site_reads_without_a_word() {
    for title in ["Ours", "\"Quoted\": #1 ü\nsecond line", ""] {
        let files = init::files(title, crate::base::date::date(2024, 2, 1).unwrap());
        let names: Vec<_> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert!(names.contains(&"minutes/weekly/20240201.md"), "{names:?}");
        let config = check(&files[0].1, &[]);
        assert_eq!(config.sources.len(), 4);
        if !title.is_empty() {
            assert_eq!(config.title, title);
        }
        let standard = config.sources.iter().find(|source| source.kind == Kind::Standards).unwrap();
        let path = files.iter().find(|(path, _)| path.as_str().contains("std-")).unwrap().0.clone();
        let fields = standard.standards.id.matches_path(&path).unwrap();
        assert_eq!(standard.standards.number(&fields).as_deref(), Some("std-0001"));
    }
}

#[test]
fn every_option_is_explained_in_a_new_site() {
    let text = &init::files("x", crate::base::date::date(2024, 2, 1).unwrap())[0].1;
    let schema = schema();
    let keys = |pointer: &str| -> Vec<String> {
        schema.pointer(pointer).and_then(|it| it.as_object()).unwrap().keys().cloned().collect()
    };
    let all =
        [keys("/properties"), keys("/$defs/WireSource/properties"), keys("/$defs/WireMetadata/properties")];
    for key in all.concat() {
        assert!(text.contains(&format!("{key}:")), "`{key}` is not explained");
    }
}

/// Whether `value` is what `schema` allows, by those keywords of JSON Schema that ours uses.
fn conforms(root: &Json, schema: &Json, value: &Json) -> Result<(), String> {
    if let Some(target) = schema["$ref"].as_str() {
        conforms(root, root.pointer(target.trim_start_matches('#')).unwrap(), value)?;
    }
    for key in ["anyOf", "oneOf"] {
        if let Some(choices) = schema[key].as_array()
            && !choices.iter().any(|choice| conforms(root, choice, value).is_ok())
        {
            return Err(format!("{value} is none of {choices:?}"));
        }
    }
    let sort = match value {
        Json::Null => "null",
        Json::Bool(_) => "boolean",
        Json::Number(_) => "number",
        Json::String(_) => "string",
        Json::Array(_) => "array",
        Json::Object(_) => "object",
    };
    let sorts = match &schema["type"] {
        Json::Null => vec![sort],
        Json::String(one) => vec![one.as_str()],
        many => many.as_array().unwrap().iter().filter_map(Json::as_str).collect(),
    };
    let listed = schema["enum"].as_array().is_none_or(|values| values.contains(value));
    if !sorts.contains(&sort) || !listed || schema.get("const").is_some_and(|only| only != value) {
        return Err(format!("{value} is not {schema}"));
    }
    for item in value.as_array().into_iter().flatten() {
        conforms(root, schema.get("items").unwrap_or(&Json::Bool(true)), item)?;
    }
    for (key, item) in value.as_object().into_iter().flatten() {
        match schema["properties"].get(key).or(schema.get("additionalProperties")) {
            Some(Json::Bool(false)) => return Err(format!("`{key}` is no key of {schema}")),
            Some(schema) => conforms(root, schema, item)?,
            None => {}
        }
    }
    Ok(())
}

#[test]
fn the_schema_allows_what_is_read_and_nothing_else() {
    let schema = schema();
    let check = |text: &str| {
        let value = crate::base::yaml::parse(text, 0).0.value;
        conforms(&schema, &schema, &serde_json::to_value(value).unwrap())
    };
    assert_eq!(check(include_str!("../../../examples/scs/annals.yaml")), Ok(()));
    let new = &init::files("x", crate::base::date::date(2024, 2, 1).unwrap())[0].1;
    assert_eq!(check(new), Ok(()));
    let dates = "dates: [name, heading: \"{date}\", {front-matter: d, format: \"{date}\"}]";
    assert_eq!(check(&source_of("minutes", dates)), Ok(()));
    assert!(check("titel: x").is_err());
    assert!(check("title: 5").is_err());
    assert!(check("sources: [{kind: page}]").is_err());
    assert!(check("sources: [{kind: pages, include: [[]]}]").is_err());
    assert!(check(&source_of("minutes", "dates: [nmae]")).is_err());
    check_source("minutes", dates, &[]);
}

#[test]
fn the_schema_describes_every_key() {
    let schema = schema();
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["additionalProperties"], false);
    let places = ["/properties", "/$defs/WireSource/properties", "/$defs/WireMetadata/properties"];
    for (key, value) in places.iter().flat_map(|place| schema.pointer(place).unwrap().as_object().unwrap()) {
        assert!(
            value["description"].as_str().is_some_and(|text| text.len() > 10),
            "`{key}` has no description"
        );
    }
}

#[test]
fn the_configuration_of_scs_reads_without_a_word() {
    let config = check(include_str!("../../../examples/scs/annals.yaml"), &[]);
    let names: Vec<_> = config.sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["docs", "standards", "minutes", "release-notes"]);
    let minutes = &config.sources[2].minutes;
    for (path, deck, series, sort) in [
        ("iaas/20230920.md", false, Some("iaas"), "team"),
        ("community-call/20230601.md", false, Some("community-call"), "weekly"),
        ("community-call/20240111.md", true, Some("community-call"), "slides"),
        ("community-call/20230907-slides.md", false, Some("community-call"), "slides"),
        ("community-call/template.md", false, Some("community-call"), "template"),
        ("container/20220808-overflow.md", false, Some("container"), "overflow"),
        ("sig-markt/20221208.md", false, Some("sig-markt"), "sig"),
        ("sig-standardization/20230622-special.md", false, Some("sig-standardization"), "special"),
        ("project-board/20251013.md", false, Some("project-board"), "board"),
        ("hackathons/2026-02-17-18-6-hackathon/Readme.md", true, Some("hackathons"), "hackathon"),
        ("iam/scs-federation.md", false, Some("iam"), "document"),
        ("README.md", false, None, "readme"),
    ] {
        let path = RelPath::new(path).unwrap();
        let found = minutes.series_of(&path);
        assert_eq!((found.as_deref(), minutes.sort(&path, series, deck)), (series, sort), "{path}");
    }
    let standards = &config.sources[1].standards;
    assert_eq!(standards.state("Deprecated # | Stable"), Some("ended"));
    let published = "Release 6 of it has been published on 2024-03-20.\n";
    let dates = &config.sources[3].releases.dates;
    for text in ["# R\n(Release Date: 2024-03-20)\n", published, "# R\nMarch 20, 2024.\n"] {
        let found = dates.iter().find_map(|rule| rule.find(text));
        assert_eq!(found.map(|(date, _)| date), crate::base::date::date(2024, 3, 20), "{text}");
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let text = include_str!("init/annals.yaml").replace("# ", "").replace("{title}", "x");
    let mut state = 0x9e37_79b9_7f4a_7c15u64;
    for _ in 0..300 {
        let mut bytes = text.clone().into_bytes();
        for _ in 0..8 {
            // Xorshift (Marsaglia 2003): the same texts in every run.
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let at = state as usize % bytes.len();
            bytes[at] = b"{}[]:\"'-*&#\n 0a\xc3"[(state >> 32) as usize % 16];
        }
        let text = String::from_utf8_lossy(&bytes);
        let (_, diagnostics) = read_text(&text);
        drop(told(&text, &diagnostics));
    }
}
