//! A folder after writes, foreign files, and builds that were killed.

use std::sync::Arc;

use super::*;

/// The four counts of a write.
fn counts(written: &Written) -> [usize; 4] {
    [written.created, written.changed, written.unchanged, written.deleted]
}

/// A site from pairs of path and text.
fn site(files: &[(&str, &str)]) -> Site {
    let file = |(path, text): &(&str, &str)| {
        (OutPath::new(path).unwrap(), Content::Bytes(Arc::from(text.as_bytes())))
    };
    Site { files: files.iter().map(file).collect() }
}

/// Writes the sites one after the other and compares the last counts and the folder.
#[track_caller]
fn check(sites: &[&[(&str, &str)]], expected: [usize; 4]) {
    let out = tempfile::tempdir().unwrap();
    let mut last = Written::default();
    for files in sites {
        last = write(&site(files), &Assets::default(), out.path()).unwrap();
    }
    assert_eq!(counts(&last), expected);
    let wanted =
        sites.last().unwrap().iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()));
    assert_eq!(listing(out.path()), wanted.collect());
}

#[test]
fn only_what_changed_is_written() {
    check(&[&[("a/index.html", "1"), ("s.css", "x")]], [2, 0, 0, 0]);
    check(&[&[("a/index.html", "1")], &[("a/index.html", "1")]], [0, 0, 1, 0]);
    check(&[&[("a/index.html", "1")], &[("a/index.html", "2"), ("b/index.html", "3")]], [1, 1, 0, 0]);
    check(&[&[("a/index.html", "1"), ("b/c/index.html", "1")], &[("a/index.html", "1")]], [0, 0, 1, 1]);
}

#[test]
fn a_page_may_become_a_folder_and_a_folder_a_page() {
    check(&[&[("a", "1")], &[("a/index.html", "2")]], [1, 0, 0, 0]);
    check(&[&[("a/index.html", "1")], &[("a", "2")]], [1, 0, 0, 0]);
}

#[test]
fn a_folder_with_foreign_files_is_refused() {
    let out = tempfile::tempdir().unwrap();
    fs::write(out.path().join("thesis.txt"), "mine").unwrap();
    let refused = write(&site(&[("index.html", "1")]), &Assets::default(), out.path());
    assert!(matches!(refused, Err(OutputError::Foreign { examples, .. }) if examples == ["thesis.txt"]));
    assert_eq!(listing(out.path()).len(), 1);
}

#[test]
fn one_build_at_a_time_writes_into_a_folder() {
    let out = tempfile::tempdir().unwrap();
    let staging = out.path().join(STAGING);
    fs::create_dir_all(&staging).unwrap();
    let turn = Turn::take(out.path(), &staging).unwrap();
    let refused = write(&site(&[("index.html", "1")]), &Assets::default(), out.path());
    assert!(matches!(refused, Err(OutputError::Busy { .. })));
    drop(turn);
    write(&site(&[("index.html", "1")]), &Assets::default(), out.path()).unwrap();
    assert_eq!(listing(out.path()).len(), 1);
}

#[test]
fn a_file_that_someone_else_replaced_is_not_deleted() {
    let out = tempfile::tempdir().unwrap();
    write(&site(&[("a.html", "1"), ("b.html", "1")]), &Assets::default(), out.path()).unwrap();
    fs::write(out.path().join("b.html"), "mine").unwrap();
    let written = write(&site(&[("a.html", "1")]), &Assets::default(), out.path()).unwrap();
    assert_eq!(written.deleted, 0);
    assert_eq!(fs::read(out.path().join("b.html")).unwrap(), b"mine");
}

#[test]
fn an_asset_that_cannot_be_read_costs_nothing_else() {
    let out = tempfile::tempdir().unwrap();
    write(&site(&[("a.html", "1"), ("x.png", "old")]), &Assets::default(), out.path()).unwrap();
    let mut broken = site(&[("a.html", "2")]);
    let source = crate::base::SourceName::new("content");
    let path = crate::base::SourcePath::new(&source, &crate::base::RelPath::new("x.png").unwrap());
    broken.files.insert(OutPath::new("x.png").unwrap(), Content::Copy(path.clone()));
    let written = write(&broken, &Assets::default(), out.path()).unwrap();
    assert_eq!(written.lost.iter().map(|error| &error.path).collect::<Vec<_>>(), [&path]);
    let expected = [("a.html", "2"), ("x.png", "old")].map(|(name, text)| (name.to_owned(), text.into()));
    assert_eq!(listing(out.path()), expected.into());
}

#[test]
fn the_next_build_completes_one_that_was_killed() {
    let old: &[(&str, &str)] = &[("a.html", "1"), ("b.html", "1"), ("gone.html", "1")];
    let new: &[(&str, &str)] = &[("a.html", "2"), ("b.html", "2"), ("new.html", "2")];
    // The moments at which a build can be killed: after the manifest was extended, and after any number of files.
    for written in 0..=new.len() {
        let out = tempfile::tempdir().unwrap();
        write(&site(old), &Assets::default(), out.path()).unwrap();
        let of = |files: &[(&str, &str)]| {
            Manifest::of(
                files.iter().map(|(path, text)| (OutPath::new(path).unwrap(), Hash::of(text.as_bytes()))),
            )
        };
        fs::create_dir_all(out.path().join(STAGING)).unwrap();
        of(old).union(&of(new)).write(out.path()).unwrap();
        fs::write(out.path().join(STAGING).join("7"), "half a pa").unwrap();
        for (path, text) in &new[..written] {
            fs::write(out.path().join(path), text).unwrap();
        }
        write(&site(new), &Assets::default(), out.path()).unwrap();
        let wanted = new.iter().map(|(path, text)| (path.to_string(), text.as_bytes().to_vec()));
        assert_eq!(listing(out.path()), wanted.collect(), "killed after {written} files");
    }
}
