//! Reading from every kind of place, and around everything that cannot be read.

use std::fs;

use super::*;
use crate::base::{SourcePath, Span};
use crate::native::test::{Repo, codes, config, git, name, rel, repository};
use crate::source::config::Place;
use crate::source::test::source;

/// A folder with a site in `site` and room beside it.
fn scratch() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    // Some systems keep temporary folders behind a symbolic link.
    let root = folder.path().canonicalize().unwrap().join("site");
    fs::create_dir_all(&root).unwrap();
    (folder, root)
}

/// What the source called `from` holds, one line per file: `text a.md`, `asset b.png`, `other c.rs`.
#[track_caller]
fn listing(read: &ReadSources, from: &str) -> Vec<String> {
    let source = &read.set.sources[&name(from)];
    let files = source.files.iter().map(|(path, file)| match file {
        File::Text(_) => format!("text {path}"),
        File::Data(_) => format!("data {path}"),
        File::Asset => format!("asset {path}"),
    });
    files.chain(source.others.iter().map(|path| format!("other {path}"))).collect()
}

/// The text at `path` of the source called `from`.
#[track_caller]
fn text_of(read: &ReadSources, from: &str, path: &str) -> String {
    match read.set.file(&SourcePath::new(&name(from), &rel(path))) {
        Some(File::Text(text)) => text.text.clone(),
        other => panic!("{path} is {other:?}"),
    }
}

/// Reads `config` with `change` made to the usual options.
fn read_with(root: &Path, config: &Config, change: impl FnOnce(&mut ReadOptions<'_>)) -> Warned<ReadSources> {
    let mut options = ReadOptions::new(root);
    change(&mut options);
    read(config, &options)
}

#[test]
fn a_directory_outside_git_is_read_as_it_lies() {
    let (_folder, root) = scratch();
    for (path, bytes) in [
        ("content/a.md", "a"),
        ("content/b/c.png", "p"),
        ("content/code.rs", "c"),
        ("content/.hidden/x.md", "x"),
        ("content/node_modules/x.md", "x"),
        ("content/made/x.md", "x"),
        ("content/target/CACHEDIR.TAG", "Signature"),
        ("content/target/x.md", "x"),
    ] {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }
    let config = config(vec![source("pages", "content")]);
    let read = read_with(&root, &config, |options| options.skip = vec![root.join("content/made")]);
    assert_eq!(codes(&read.diagnostics), [""; 0]);
    assert_eq!(listing(&read.value, "pages"), ["text a.md", "asset b/c.png", "other code.rs"]);
    let source = &read.value.set.sources[&name("pages")];
    assert_eq!((&source.commit, &source.forge, &source.history), (&None, &None, &History::default()));
    let path = |text: &str| SourcePath::new(&name("pages"), &rel(text));
    assert_eq!(read.value.assets.bytes(&path("b/c.png")).unwrap(), b"p");
    assert!(read.value.assets.bytes(&path("code.rs")).is_err(), "only what was chosen is given out");
}

#[test]
fn a_directory_in_git_shows_working_files_and_knows_their_history() {
    let (_folder, root) = scratch();
    let repo = Repo::new(&root);
    repo.git(&["remote", "add", "origin", "git@forge.example.org:cloud/site.git"]);
    repo.write(".gitignore", "made/\n*.gen.md\nkept.gen.md\n");
    repo.write("content/a.md", "old");
    repo.write("content/kept.gen.md", "tracked although ignored");
    repo.git(&["add", "-f", "content/kept.gen.md"]);
    let commit = repo.commit("Ada", 1);
    repo.write("content/a.md", "edited");
    repo.write("content/new.md", "new");
    repo.write("content/made/x.md", "x");
    repo.write("content/x.gen.md", "x");
    let read = read_with(&root, &config(vec![source("pages", "content")]), |_| {});
    assert_eq!(codes(&read.diagnostics), [""; 0]);
    assert_eq!(listing(&read.value, "pages"), ["text a.md", "text kept.gen.md", "text new.md"]);
    assert_eq!(text_of(&read.value, "pages", "a.md"), "edited");
    let source = &read.value.set.sources[&name("pages")];
    assert_eq!(source.folder, "content");
    assert_eq!(source.commit.as_deref(), Some(&*commit));
    assert_eq!(source.branch.as_deref(), Some("main"));
    assert_eq!(source.forge.as_deref(), Some("https://forge.example.org/cloud/site"));
    assert_eq!(source.history.files.keys().map(RelPath::as_str).collect::<Vec<_>>(), ["a.md", "kept.gen.md"]);
}

#[test]
fn a_repository_at_a_path_is_read_from_its_objects() {
    let (_folder, root) = scratch();
    let repo = Repo::new(&root.join("../minutes"));
    repo.write("docs/a.md", "committed");
    repo.write("docs/b.png", "p");
    repo.write("c.md", "outside the folder");
    repo.commit("Ada", 1);
    repo.write("docs/a.md", "not committed");
    git(&root, &["clone", "-q", "--bare", "../minutes", "../bare.git"]);
    for url in ["../minutes", "../bare.git"] {
        let mut minutes = repository("minutes", url);
        let Place::Repository { folder, .. } = &mut minutes.place else { unreachable!() };
        *folder = "docs".to_owned();
        let read = read_with(&root, &config(vec![minutes]), |_| {});
        assert_eq!(codes(&read.diagnostics), [""; 0], "{url}");
        assert_eq!(listing(&read.value, "minutes"), ["text a.md", "asset b.png"]);
        assert_eq!(text_of(&read.value, "minutes", "a.md"), "committed");
        let picture = SourcePath::new(&name("minutes"), &rel("b.png"));
        assert_eq!(read.value.assets.bytes(&picture).unwrap(), b"p");
        assert_eq!(read.value.set.sources[&name("minutes")].history.files.len(), 2);
    }
}

#[test]
fn a_stand_in_shows_working_files_and_a_bare_one_its_head() {
    let (_folder, root) = scratch();
    let clone = root.join("../clone");
    let repo = Repo::new(&clone);
    repo.write("a.md", "committed");
    repo.commit("Ada", 1);
    repo.write("a.md", "edited");
    git(&root, &["clone", "-q", "--bare", "../clone", "../bare.git"]);
    let config = config(vec![repository("minutes", "https://forge.example.org/cloud/minutes")]);
    for (path, expected) in [("../clone", "edited"), ("../bare.git", "committed")] {
        let read = read_with(&root, &config, |options| {
            options.overrides.insert(name("minutes"), root.join(path));
        });
        assert_eq!(codes(&read.diagnostics), [""; 0], "{path}");
        assert_eq!(text_of(&read.value, "minutes", "a.md"), expected);
        let source = &read.value.set.sources[&name("minutes")];
        assert_eq!(source.forge.as_deref(), Some("https://forge.example.org/cloud/minutes"));
        assert_eq!(source.history.files.len(), 1);
    }
}

#[test]
fn a_source_that_cannot_be_reached_leaves_the_rest() {
    let (_folder, root) = scratch();
    fs::create_dir_all(root.join("content")).unwrap();
    fs::write(root.join("content/a.md"), "a").unwrap();
    fs::create_dir_all(root.join("broken.git/objects")).unwrap();
    fs::write(root.join("broken.git/HEAD"), "ref: refs/heads/main\n").unwrap();
    let config = config(vec![
        repository("fetched", "https://forge.example.org/cloud/minutes"),
        repository("evil", "ext::sh -c touch% x"),
        repository("broken", "./broken.git"),
        source("gone", "gone"),
        source("up", "../up"),
        source("pages", "content"),
    ]);
    let read = read_with(&root, &config, |options| {
        options.overrides.insert(name("pagse"), root.clone());
    });
    assert_eq!(
        codes(&read.diagnostics),
        [
            "configuration",
            "source-unreachable",
            "source-unreachable",
            "source-unreachable",
            "source-unreachable",
            "source-unreachable"
        ]
    );
    assert_eq!(read.diagnostics[0].hints[0].message, "did you mean `pages`?");
    assert!(read.diagnostics[1].hints[0].message.contains("annals sync"));
    assert_eq!(listing(&read.value, "pages"), ["text a.md"]);
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let (_folder, root) = scratch();
    let secret = root.join("../secret");
    fs::create_dir_all(&secret).unwrap();
    fs::write(secret.join("s.md"), "secret").unwrap();
    let repo = Repo::new(&root);
    repo.write("content/a.md", "a");
    std::os::unix::fs::symlink("../../secret/s.md", root.join("content/link.md")).unwrap();
    std::os::unix::fs::symlink(&secret, root.join("content/folder")).unwrap();
    std::os::unix::fs::symlink(&secret, root.join("out")).unwrap();
    repo.commit("Ada", 1);
    let other = root.join("../bare.git");
    git(&root, &["clone", "-q", "--bare", ".", &other.display().to_string()]);
    let expected = ["text a.md", "other folder", "other link.md"];
    for instead in [None, Some(other)] {
        let mut pages = source("pages", "content");
        if let Some(path) = &instead {
            let url = path.display().to_string();
            pages.place = Place::Repository { url, revision: None, folder: "content".to_owned() };
        }
        let read = read_with(&root, &config(vec![pages]), |_| {});
        assert_eq!(codes(&read.diagnostics), ["symlink-skipped pages:link.md"]);
        assert!(read.diagnostics[0].message.contains("../../secret/s.md"));
        assert_eq!(listing(&read.value, "pages"), expected);
    }
    let read = read_with(&root, &config(vec![source("pages", "out")]), |_| {});
    assert_eq!(codes(&read.diagnostics), ["source-unreachable"]);
}

#[cfg(unix)]
#[test]
fn a_link_to_a_text_of_the_source_is_its_second_name() {
    use std::os::unix::fs::symlink;

    let (_folder, root) = scratch();
    let repo = Repo::new(&root);
    repo.write("content/event/table.md", "words");
    repo.write("content/draft/own.md", "not chosen");
    repo.write("content/code.rs", "code");
    repo.write("above.md", "above the source");
    fs::create_dir_all(root.join("content/team")).unwrap();
    let skipped = [
        ("again.md", "good.md"),
        ("below.md", "folder/table.md"),
        ("code.md", "../code.rs"),
        ("folder", "../event"),
        ("folder.md", "../event"),
        ("loop.md", "loop.md"),
        ("root.md", "/event/table.md"),
        ("unchosen.md", "../draft/own.md"),
        ("up.md", "../../above.md"),
    ];
    symlink("../event/table.md", root.join("content/team/good.md")).unwrap();
    // Whatever its name: what is not Markdown by its own name is no document.
    symlink("../event/table.md", root.join("content/team/picture.png")).unwrap();
    for (link, target) in skipped {
        symlink(target, root.join("content/team").join(link)).unwrap();
    }
    repo.commit("Ada", 1);
    let mut pages = source("pages", "content");
    pages.exclude = vec!["draft/**".to_owned()];
    let mut objects = pages.clone();
    objects.place = Place::Repository { url: ".".to_owned(), revision: None, folder: "content".to_owned() };
    for pages in [pages, objects] {
        let read = read_with(&root, &config(vec![pages]), |_| {});
        // A link to a folder is no document by its name, so nothing is missed by it.
        let mut expected: Vec<String> = skipped
            .iter()
            .filter(|(link, _)| link.ends_with(".md"))
            .map(|(link, _)| format!("symlink-skipped pages:team/{link}"))
            .collect();
        expected.push("symlink-skipped pages:team/picture.png".to_owned());
        expected.sort();
        let mut found = codes(&read.diagnostics);
        found.sort();
        assert_eq!(found, expected);
        let listed = listing(&read.value, "pages");
        let texts: Vec<&String> = listed.iter().filter(|line| line.starts_with("text")).collect();
        assert_eq!(texts, ["text event/table.md", "text team/good.md"]);
        assert_eq!(text_of(&read.value, "pages", "team/good.md"), "words");
    }
}

#[test]
fn a_submodule_is_named_and_not_entered() {
    let (_folder, root) = scratch();
    let inner = Repo::new(&root.join("../inner"));
    inner.write("x.md", "x");
    inner.commit("Ada", 1);
    let repo = Repo::new(&root);
    repo.write("a.md", "a");
    repo.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inner", "sub"]);
    repo.commit("Ada", 2);
    let expected = ["text a.md", "other .gitmodules", "other sub"];
    let sources = [("working files", source("pages", "")), ("objects", repository("pages", "."))];
    for (from, pages) in sources {
        let read = read_with(&root, &config(vec![pages]), |_| {});
        assert_eq!(codes(&read.diagnostics), ["submodule-skipped pages:sub"], "{from}");
        let mut listed = listing(&read.value, "pages");
        listed.retain(|line| line != "other .gitignore");
        assert_eq!(listed, expected, "{from}");
    }
}

#[test]
fn a_missing_blob_costs_its_file_only() {
    let (_folder, root) = scratch();
    let repo = Repo::new(&root.join("../minutes"));
    repo.write("a.md", "a");
    repo.write("b.png", "b");
    repo.write("c.md", "c");
    repo.commit("Ada", 1);
    for path in ["a.md", "b.png"] {
        let id = repo.git(&["rev-parse", &format!("HEAD:{path}")]);
        let (folder, file) = id.split_at(2);
        fs::remove_file(repo.folder.join(".git/objects").join(folder).join(file)).unwrap();
    }
    let read = read_with(&root, &config(vec![repository("minutes", "../minutes")]), |_| {});
    assert_eq!(codes(&read.diagnostics), ["missing-blob minutes:a.md", "missing-blob minutes:b.png"]);
    assert_eq!(listing(&read.value, "minutes"), ["text c.md", "other a.md", "other b.png"]);
    assert_eq!(read.value.set.sources[&name("minutes")].history.files.len(), 1);
}

#[test]
fn a_partial_clone_knows_its_history_and_names_what_it_lacks() {
    let (_folder, root) = scratch();
    let repo = Repo::new(&root.join("../minutes"));
    repo.git(&["config", "uploadpack.allowFilter", "true"]);
    repo.write("a.md", "a");
    repo.commit("Ada", 1);
    let url = format!("file://{}", repo.folder.canonicalize().unwrap().display());
    git(&root, &["clone", "-q", "--filter=blob:none", "--no-checkout", &url, "../partial"]);
    let config = config(vec![repository("minutes", "https://forge.example.org/cloud/minutes")]);
    let read = read_with(&root, &config, |options| {
        options.overrides.insert(name("minutes"), root.join("../partial"));
    });
    assert_eq!(codes(&read.diagnostics), ["missing-blob minutes:a.md"]);
    assert_eq!(listing(&read.value, "minutes"), ["other a.md"]);
}

#[test]
fn strange_bytes_in_texts_and_names_are_reported() {
    let (_folder, root) = scratch();
    let repo = Repo::new(&root.join("../minutes"));
    repo.write("latin.md", b"ab\nN\xfcrnberg");
    repo.write("fine.md", "a");
    repo.git(&["add", "-A"]);
    let id = repo.git(&["rev-parse", ":fine.md"]);
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{id},back\\slash.md")]);
    repo.git(&["update-index", "--add", "--cacheinfo", &format!("100644,{id},line\nbreak.md")]);
    repo.commit_index("Ada", 1);
    let read = read_with(&root, &config(vec![repository("minutes", "../minutes")]), |_| {});
    let found = codes(&read.diagnostics);
    assert_eq!(found, ["unusable-path", "unusable-path", "not-utf8 minutes:latin.md"]);
    let location = read.diagnostics[2].location.as_ref().unwrap();
    assert_eq!(location.span, Some(Span::new(4, 7)));
    assert!(read.diagnostics[1].message.contains("line\\nbreak.md"));
    assert_eq!(listing(&read.value, "minutes"), ["text fine.md", "text latin.md"]);
    assert_eq!(text_of(&read.value, "minutes", "latin.md"), "ab\nN\u{fffd}rnberg");
}

#[test]
fn sources_of_one_repository_share_one_walk() {
    let (_folder, root) = scratch();
    let repo = Repo::new(&root);
    repo.write("content/a.md", "a");
    repo.write("minutes/b.md", "b");
    repo.commit("Ada", 1);
    let config = config(vec![source("pages", "content"), source("minutes", "minutes")]);
    let first = read_with(&root, &config, |_| {});
    let walks: Vec<_> = fs::read_dir(root.join(".annals/history")).unwrap().collect();
    assert_eq!(walks.len(), 1);
    for (from, path) in [("pages", "a.md"), ("minutes", "b.md")] {
        let history = &first.value.set.sources[&name(from)].history;
        assert_eq!(history.files.keys().map(RelPath::as_str).collect::<Vec<_>>(), [path]);
    }
    // Remembered or not, and whatever became of the memory, the history is the same.
    let file = walks[0].as_ref().unwrap().path();
    for damage in [None, Some("nonsense")] {
        if let Some(text) = damage {
            fs::write(&file, text).unwrap();
        }
        let again = read_with(&root, &config, |_| {});
        for (from, source) in &again.value.set.sources {
            assert_eq!(source.history, first.value.set.sources[from].history);
        }
    }
}

#[test]
fn a_shallow_clone_is_told_of_and_read() {
    let (_folder, root) = scratch();
    let repo = Repo::new(&root.join("../minutes"));
    for (day, text) in [(1, "one"), (2, "two"), (3, "three")] {
        repo.write("a.md", text);
        repo.commit("Ada", day);
    }
    let url = format!("file://{}", repo.folder.canonicalize().unwrap().display());
    git(&root, &["clone", "-q", "--depth", "2", &url, "../shallow"]);
    let read = read_with(&root, &config(vec![repository("minutes", "../shallow")]), |_| {});
    assert_eq!(codes(&read.diagnostics), ["history-incomplete"]);
    let facts = &read.value.set.sources[&name("minutes")].history.files[&rel("a.md")];
    assert_eq!((&facts.first, facts.last.as_ref().unwrap().date.day()), (&None, 3));
}

#[test]
fn one_thread_or_two_read_the_same() {
    let (_folder, root) = scratch();
    let repo = Repo::new(&root.join("../minutes"));
    for number in 0..100 {
        repo.write(&format!("{number}.md"), format!("text {number}"));
    }
    repo.write("bad.md", b"\xff");
    repo.commit("Ada", 1);
    let config = config(vec![repository("a", "../minutes"), repository("b", "../minutes")]);
    let with_threads = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let read = pool.install(|| read_with(&root, &config, |_| {}));
        format!("{:?} {:?}", read.value.set, read.diagnostics)
    };
    assert_eq!(with_threads(1), with_threads(2));
}
