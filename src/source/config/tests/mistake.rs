//! Every mistake with its place, its words and its hint.

use super::*;

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
fn minutes_join_others() {
    check(
        "sources:\n  - {kind: minutes, dir: core}\n  - {kind: minutes, dir: old, joins: cord}\n",
        &["3:38 cord: `cord` is no source of minutes to join (did you mean `core`?)"],
    );
    check(
        "sources:\n  - {kind: minutes, dir: core, joins: core}\n",
        &[
            "2:39 core: `core` is no source of minutes to join (write the name of another source of minutes that joins none itself)",
        ],
    );
}

#[test]
fn places_of_ids() {
    check_source("standards", "id: {row: \"G-{number:3}\"}\ncalled: \"G {number}\"", &[]);
    check_source("standards", "id: {metadata: eip}", &[]);
    check_source("releases", "id: {section: \"[v]{version}[ *]\"}\nrelease: \"v{version}\"", &[]);
    check_source(
        "standards",
        "id: {raw: \"G-{number}\"}",
        &["4:10 raw: unknown place of an id `raw` (did you mean `row`?)"],
    );
    check_source(
        "standards",
        "id: {row: \"G\"}",
        &["4:15 \"G\": `G` gives no number (add `{number}` or `{number:4}`)"],
    );
    check_source(
        "standards",
        "id: {row: a, section: b}",
        &["4:9 {row: a, section: b}: id in no place or in several (write one place and its pattern)"],
    );
    check_source(
        "standards",
        "called: \"ABC {n}\"",
        &[
            "4:13 \"ABC {n}\": `{n}` stands nowhere in `id` (known here: `{prefix}`, `{number}`, `{edition}`, `{slug}`)",
        ],
    );
}

#[test]
fn places_of_metadata() {
    check_source(
        "standards",
        "metadata: {from: [front-matter, preamble, list, headings, {sidecar: \"{stem}.yaml\"}], axes: {a: b}}",
        &[],
    );
    check_source(
        "standards",
        "metadata: {from: [preambel]}",
        &["4:23 preambel: unknown place of metadata `preambel` (did you mean `preamble`?)"],
    );
    check_source(
        "standards",
        "metadata: {from: [sidecar]}",
        &[
            "4:23 sidecar: `sidecar` without the file to look for (write the name of a YAML file: `sidecar: \"{stem}.yaml\"`)",
        ],
    );
    check_source(
        "standards",
        "metadata: {from: [{list: x}]}",
        &["4:30 x: `list` takes no value (write the place alone)"],
    );
    check_source(
        "standards",
        "metadata: {date_formats: [\"{day}\"]}",
        &[
            "4:32 {day}: format gives no whole date (use `{date}`, or `{year}`, `{month}` or `{month-name}`, and `{day}`)",
        ],
    );
}

#[test]
fn words_of_decisions_and_actions() {
    check_source("minutes", "decisions: {markers: [Beschluss], stops: {only: []}}", &[]);
    check_source(
        "minutes",
        "decisions: {marker: [Beschluss]}",
        &["4:17 marker: unknown key `marker` (did you mean `markers`?)"],
    );
    check_source(
        "minutes",
        "actions: {done: {onyl: [x]}}",
        &[
            "4:21 {onyl: [x]}: `sources[0].actions.done` lacks `only`",
            "4:22 onyl: unknown key `onyl` (did you mean `only`?)",
        ],
    );
    check_source(
        "minutes",
        "meetings: {agenda: [\" \"]}",
        &["4:25 \" \": `` is no word (write a word or a few, at most 80 letters)"],
    );
    check_source(
        "pages",
        "actions: {done: [x]}",
        &["4:5 actions: `actions` means nothing in a source of `pages` (it belongs to `minutes`)"],
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
fn an_include_may_hold_patterns() {
    let source = check_source("standards", "include: [\"S/scs-{number:4}-*.md\", \"{a,b}.md\"]", &[]);
    assert_eq!(source.include, ["S/scs-*-*.md", "{a,b}.md"]);
    let hint = "did you mean `{number}`?";
    check_source(
        "standards",
        "include: [\"{nmber}.md\"]",
        &[&format!("4:17 nmber: unknown placeholder `{{nmber}}` ({hint})")],
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
    const URL: &str = "(write it as `https://host/path`)";
    check("url: not a url\n", &[&format!("1:6 not a url: `not a url` is no URL {URL}")]);
    let blank = "`https://a b/` holds a character that no URL has";
    check("url: https://a b/\n", &[&format!("1:6 https://a b/: {blank} {URL}")]);
    let user = "`https://me@a.example/` holds a user name or a password";
    check(
        "url: https://me@a.example/\n",
        &[&format!("1:6 https://me@a.example/: {user} (leave out everything up to the `@`)")],
    );
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
    check(&moved("https://a.example/: {to: 'standards:x', dead: true}"), &[]);
    check(
        &moved("https://a.example/: {to: 'standard:x', daed: true}"),
        &[
            "4:28 'standard:x': there is no source `standard` (did you mean `standards`?)",
            "4:42 daed: unknown key `daed` (did you mean `dead`?)",
        ],
    );
    check(
        &moved("https://a.example/: {dead: true}"),
        &["4:23 {dead: true}: `moved.https://a.example/` lacks `to`"],
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
fn names_in_texts() {
    let id = |rest: &str| format!("mentions:\n  ids:\n    - {{{rest}}}\n");
    check(
        &id("name: tender, pattern: \"T{nmber}\""),
        &["3:34 nmber: unknown placeholder `{nmber}` (did you mean `{number}`?)"],
    );
    check(
        &id("name: tender, pattern: \"{number}\""),
        &[
            "3:31 \"{number}\": `{number}` would be found everywhere or has no number (begin with a letter, and add `{number}`: `Lot {number}`)",
        ],
    );
    check(&id("name: tender"), &["3:7 {name: tender}: id without a `name` or a `pattern` (write both)"]);
    check(
        "mentions: {issues: {bare: nearest}}\n",
        &["1:27 nearest: `mentions.issues.bare` cannot be `nearest` (it can be `ambiguous`, `section`)"],
    );
    check(
        "mentions: {releases: {notafter: x}}\n",
        &["1:23 notafter: unknown key `notafter` (did you mean `not_after`?)"],
    );
}

#[test]
fn rules_are_known_and_expressions_can_be_read() {
    check_source(
        "standards",
        "rules: {levels: {relation-slef: off, relation-self: maybe}}",
        &[
            "4:22 relation-slef: unknown rule `relation-slef` (did you mean `relation-self`?)",
            "4:57 maybe: `sources[0].rules.levels.relation-self` cannot be `maybe` (it can be `error`, `warning`, `advice`, `off`)",
        ],
    );
    check_source(
        "standards",
        "rules: {slug: \"[az\", keyz: [a]}",
        &[
            "4:19 \"[az\": `[az` is no regular expression: unclosed character class (write it as in `[a-z0-9-]+`)",
            "4:26 keyz: unknown key `keyz` (did you mean `keys`?)",
        ],
    );
    check_source(
        "minutes",
        "rules: {}",
        &["4:5 rules: `rules` means nothing in a source of `minutes` (it belongs to `standards`)"],
    );
}

#[test]
fn plugins() {
    let plugin = |text: &str| format!("plugins:\n  - {text}\n");
    let check = |text: &str, expected: &[&str]| drop(check(&plugin(text), expected));
    check(
        "{file: p/keys.wasm, fences: keys, limits: {memory: 2 MiB, fuel: 10}, options: {a: [1, {b: null}]}}",
        &[],
    );
    check(
        "{fences: [keys]}",
        &["2:5 {fences: [keys]}: plugin without a `file` (write the path of its module)"],
    );
    check(
        "{file: k.wasm, fence: [keys]}",
        &[
            "2:5 {file: k.wasm, fence: [keys]}: plugin `k` has nothing to do (say what it is for: `fences: [mermaid]`, `documents` or `checks`)",
            "2:20 fence: unknown key `fence` (did you mean `fences`?)",
        ],
    );
    check(
        "{file: ../k.wasm, fences: [keys]}",
        &[
            "2:12 ../k.wasm: `../k.wasm` is no path below the folder of `annals.yaml` (write a path such as `plugins/diagram.wasm`)",
        ],
    );
    check("{file: k.wasm, documents: {include: \"*.txt\"}, checks: {}}", &[]);
    check(
        "{file: k.wasm, checks: {sources: [minuets], kinds: [page], include: \"[a\"}}",
        &[
            "2:39 minuets: there is no source `minuets` (did you mean `minutes`?)",
            "2:57 page: `plugins[0].checks.kinds[0]` cannot be `page` (did you mean `pages`?)",
            "2:73 \"[a\": `[a` is no glob: unclosed character class; missing ']' (write a path with `*`, `**`, `?`, `[a-z]` or `{a,b}`)",
        ],
    );
    check(
        "{file: k.wasm, hash: abc, fences: [a b]}",
        &[
            "2:26 abc: `abc` is no hash of a plugin (write `sha256:` and 64 hexadecimal digits; without a `hash`, `annals check` tells which)",
            "2:40 a b: `a b` is no language of a fenced block (write the first word behind the fence: `mermaid`)",
        ],
    );
    check(
        "{file: k.wasm, fences: [keys]}\n  - {file: j.wasm, fences: [keys]}\n  - {file: a/k.wasm, fences: [c]}",
        &[
            "3:28 [keys]: `keys` blocks are for plugin `k` already (take the language off one of the two)",
            "4:12 a/k.wasm: second plugin with the name `k` (give one of the two another `name`)",
        ],
    );
    check(
        "{file: k.wasm, fences: [keys], limits: {memory: 2 GiB}}",
        &[
            "2:53 2 GiB: `plugins[0].limits.memory` is the text `2 GiB`, but must be a number of bytes up to 1024 MiB, such as `65536` or `16 MiB`",
        ],
    );
}

#[test]
fn there_are_twelve_months() {
    check_source(
        "minutes",
        "dates: [name]\nmonths: [tammikuuta, helmikuuta]",
        &["5:13 [tammikuuta, helmikuuta]: `months` has 2 names (name all twelve, January first)"],
    );
    check_source(
        "minutes",
        "dates: [name]\nmonths: [a, b, c1, d, e, f, g, h, i, j, k, l]",
        &[
            "5:20 c1: `c1` is no name of a month (write letters alone, and several names as in `tammikuu | tammikuuta`)",
        ],
    );
}
