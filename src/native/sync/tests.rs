//! Fetching from local remotes of every kind, with no network.

use std::fs;

use super::*;
use crate::native::read::{ReadOptions, read as read_sources};
use crate::native::test::{Repo, codes, config, git, name, rel, repository};
use crate::source::SourceSet;

/// A site's folder beside a repository with one commit.
fn scratch() -> (tempfile::TempDir, PathBuf, Repo) {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().canonicalize().unwrap();
    let root = base.join("site");
    fs::create_dir_all(&root).unwrap();
    let repo = Repo::new(&base.join("minutes"));
    repo.write("a.md", "one");
    repo.commit("Ada", 1);
    (folder, root, repo)
}

/// Syncs and expects no problem.
#[track_caller]
fn synced(config: &Config, root: &Path, update: Update) -> Lock {
    let lock = sync(config, &SyncOptions { update, ..SyncOptions::new(root) });
    assert_eq!(codes(&lock.diagnostics), [""; 0], "{:?}", lock.diagnostics);
    assert_eq!(Lock::load(root), Ok(Some(lock.value.clone())), "the file says the same");
    lock.value
}

/// Reads with the lock in `root`.
fn reads(config: &Config, root: &Path) -> Warned<SourceSet> {
    let options = ReadOptions { lock: Lock::load(root).unwrap(), ..ReadOptions::new(root) };
    read_sources(config, &options).map(|read| read.set)
}

/// The text of `a.md` and the days of its history, as they are read with the lock.
#[track_caller]
fn told(config: &Config, root: &Path) -> String {
    let read = reads(config, root);
    assert_eq!(codes(&read.diagnostics), [""; 0], "{:?}", read.diagnostics);
    let source = &read.value.sources[&name("minutes")];
    let crate::source::File::Text(text) = &source.files[&rel("a.md")] else { panic!("no text") };
    let facts = &source.history.files[&rel("a.md")];
    let day = |change: &Option<crate::source::Change>| change.as_ref().unwrap().date.day();
    format!("{} {}..{}", text.text, day(&facts.first), day(&facts.last))
}

#[test]
fn what_was_fetched_is_read_without_its_remote() {
    let (_folder, root, repo) = scratch();
    let bundle = root.join("minutes.bundle").display().to_string();
    let plain = repo.folder.display().to_string();
    repo.git(&["bundle", "create", "-q", &bundle, "--all", "HEAD"]);
    let urls = [
        format!("file://{plain}"),
        bundle.clone(),
        "./minutes.bundle".to_owned(),
        format!("file://{bundle}"),
    ];
    for url in urls {
        let config = config(vec![repository("minutes", &url)]);
        assert_eq!(codes(&reads(&config, &root).diagnostics), ["source-unreachable"], "{url}: before sync");
        let lock = synced(&config, &root, Update::Nothing);
        let pin = &lock.sources[&name("minutes")];
        assert_eq!((pin.url.as_str(), pin.reference.as_str()), (url.as_str(), "refs/heads/main"));
        let away = repo.folder.with_extension("away");
        fs::rename(&repo.folder, &away).unwrap();
        fs::rename(&bundle, format!("{bundle}.away")).unwrap();
        assert_eq!(told(&config, &root), "one 1..1", "{url}");
        let again = synced(&config, &root, Update::Nothing);
        assert_eq!(again, lock, "what is here is not fetched");
        fs::rename(away, &repo.folder).unwrap();
        fs::rename(format!("{bundle}.away"), &bundle).unwrap();
        fs::remove_file(root.join(crate::native::lock::FILE_NAME)).unwrap();
    }
}

#[test]
fn a_pin_moves_only_when_it_is_told_to() {
    let (_folder, root, repo) = scratch();
    let url = format!("file://{}", repo.folder.display());
    let config = config(vec![repository("minutes", &url), repository("other", &url)]);
    let first = synced(&config, &root, Update::Nothing);
    repo.write("a.md", "two");
    repo.commit("Ben", 2);
    assert_eq!(synced(&config, &root, Update::Nothing), first);
    assert_eq!(told(&config, &root), "one 1..1");
    let second = synced(&config, &root, Update::Named([name("minutes")].into()));
    assert_eq!(told(&config, &root), "two 1..2");
    assert_eq!(second.sources[&name("other")], first.sources[&name("other")]);
    let third = synced(&config, &root, Update::All);
    assert_eq!(third.sources[&name("other")].commit, third.sources[&name("minutes")].commit);
}

#[test]
fn the_lock_alone_brings_the_same_commit_back() {
    let (_folder, root, repo) = scratch();
    let config = config(vec![repository("minutes", format!("file://{}", repo.folder.display()))]);
    let lock = synced(&config, &root, Update::Nothing);
    let before = reads(&config, &root);
    repo.write("a.md", "two");
    repo.commit("Ben", 2);
    fs::remove_dir_all(root.join(".annals")).unwrap();
    assert_eq!(synced(&config, &root, Update::Nothing), lock);
    let after = reads(&config, &root);
    assert_eq!(format!("{after:?}"), format!("{before:?}"));
}

#[test]
fn branches_tags_and_commits_can_be_asked_for() {
    let (_folder, root, repo) = scratch();
    let first = repo.git(&["rev-parse", "HEAD"]);
    repo.git(&["-c", "user.name=x", "-c", "user.email=x", "tag", "-a", "-m", "x", "v1"]);
    repo.write("a.md", "two");
    repo.commit("Ben", 2);
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("a.md", "three");
    repo.commit("Cleo", 3);
    repo.git(&["checkout", "-q", "main"]);
    for address in [format!("file://{}", repo.folder.display()), repo.folder.display().to_string()] {
        for (asked, expected, branch) in [
            (None, "two 1..2", Some("main")),
            (Some("v1"), "one 1..1", None),
            (Some("side"), "three 1..3", Some("side")),
            (Some(&*first), "one 1..1", None),
        ] {
            let mut source = repository("minutes", &address);
            let Place::Repository { revision, .. } = &mut source.place else { unreachable!() };
            *revision = asked.map(str::to_owned);
            let config = config(vec![source]);
            synced(&config, &root, Update::Nothing);
            assert_eq!(told(&config, &root), expected, "{address} {asked:?}");
            let read = reads(&config, &root);
            assert_eq!(read.value.sources[&name("minutes")].branch.as_deref(), branch);
        }
    }
}

#[test]
fn a_changed_address_is_not_answered_by_an_old_pin() {
    let (_folder, root, repo) = scratch();
    let address = format!("file://{}", repo.folder.display());
    synced(&config(vec![repository("minutes", &address)]), &root, Update::Nothing);
    let read = reads(&config(vec![repository("minutes", format!("{address}/"))]), &root);
    assert_eq!(codes(&read.diagnostics), ["source-unreachable"]);
    assert_eq!(read.diagnostics[0].hints[0].message, "run `annals sync`");
}

#[test]
fn a_remote_that_fails_keeps_its_pin_and_the_rest_is_fetched() {
    let (_folder, root, repo) = scratch();
    let (good, bad) =
        (repository("good", format!("file://{}", repo.folder.display())), "file:///nowhere/at-all");
    let old = Lock {
        sources: [(
            name("bad"),
            Pin {
                url: bad.to_owned(),
                revision: None,
                reference: "refs/heads/main".to_owned(),
                commit: Oid::from_str("00000000000000000000000000000000000000aa").unwrap(),
            },
        )]
        .into(),
    };
    old.save(&root).unwrap();
    let config = config(vec![good, repository("bad", bad), repository("evil", "ext::sh -c true")]);
    let lock = sync(&config, &SyncOptions { update: Update::All, ..SyncOptions::new(&root) });
    assert_eq!(codes(&lock.diagnostics), ["source-unreachable", "source-unreachable"]);
    assert_eq!(lock.value.sources[&name("bad")], old.sources[&name("bad")]);
    assert!(lock.value.sources.contains_key(&name("good")));
    assert!(!lock.value.sources.contains_key(&name("evil")));
}

#[test]
fn a_damaged_lock_is_left_alone() {
    let (_folder, root, repo) = scratch();
    let file = root.join(crate::native::lock::FILE_NAME);
    fs::write(&file, "<<<<<<< ours\n").unwrap();
    let config = config(vec![repository("minutes", format!("file://{}", repo.folder.display()))]);
    assert_eq!(codes(&sync(&config, &SyncOptions::new(&root)).diagnostics), ["lock :annals.lock"]);
    assert_eq!(fs::read_to_string(file).unwrap(), "<<<<<<< ours\n");
}

#[cfg(unix)]
#[test]
fn no_hook_runs() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, root, repo) = scratch();
    let url = format!("file://{}", repo.folder.display());
    let config = config(vec![repository("minutes", &url)]);
    synced(&config, &root, Update::Nothing);
    let cached = Cache { folder: &root.join(".annals") }.repository(&url);
    assert_eq!(git(&cached, &["rev-parse", "--is-bare-repository"]), "true");
    // Git runs this one at every fetch that moves a reference.
    let (hook, trace) = (cached.join("hooks/reference-transaction"), root.join("trace"));
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, format!("#!/bin/sh\ntouch '{}'\n", trace.display())).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    repo.write("a.md", "two");
    repo.commit("Ben", 2);
    synced(&config, &root, Update::All);
    assert_eq!(told(&config, &root), "two 1..2");
    assert!(!trace.exists());
    git(&cached, &["update-ref", "refs/heads/x", "HEAD"]);
    assert!(trace.exists(), "the hook would have run");
}
