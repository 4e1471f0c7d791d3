//! What is certain not to exist, and what is meant in its place.

use super::*;

#[test]
fn a_url_of_a_file_that_is_no_page_is_dead_only_where_that_is_certain() {
    let tree = "https://github.com/Owner/docs/blob/main";
    // The repository may be a mirror of its texts alone.
    for path in ["src/tests/run.py", "playbooks", "tools/check.yaml", ".ci/run.yaml"] {
        let url = format!("{tree}/{path}");
        check(GUIDE, &url, &url, &[]);
    }
    // A page or a picture would be here, files of this kind are, one of nearly the name is, a commit took it away.
    for path in ["src/guide.md", "src/mian.rs", "tools/chekc.sh", "Makefle", "old/plan.json", "old", "lore"] {
        let (record, found) = record(GUIDE, &[reference(ReferenceKind::Link, &format!("{tree}/{path}"))]);
        let guide = record.documents.iter().find(|entry| entry.path.to_string() == GUIDE).unwrap();
        assert_eq!(guide.targets, [Target::Broken], "{path}");
        assert_eq!(found[0].message, format!("`{path}` does not exist in `docs`"));
    }
    check_picture(
        GUIDE,
        &format!("{tree}/far/away.png"),
        "broken",
        &["missing-picture: `far/away.png` does not exist in `docs` | \
           name an existing file, or take the link out"],
    );
    // What a page links to within its own repository has to be there.
    check(
        "docs:index.md",
        "run.py",
        "broken",
        &["broken-link: `run.py` does not exist in `docs` | name an existing file, or take the link out"],
    );
}

#[test]
fn other_minutes_are_meant_only_if_they_are_of_nearly_that_day() {
    for (name, hint) in [
        ("20230927.md", "did you mean `20230928.md`?"),
        ("2023-09-21.md", "did you mean `20230920.md`?"),
        ("20231020.md", "name an existing file, or take the link out"),
        ("20230920x.md", "did you mean `20230920.md`?"),
    ] {
        let (_, found) = record(MEETING, &[reference(ReferenceKind::Link, name)]);
        assert_eq!(found[0].hints[0].message, hint, "{name}");
    }
}

#[test]
fn a_picture_elsewhere_is_named() {
    let url = "https://example.org/p.png";
    check_picture(
        GUIDE,
        url,
        url,
        &["picture-elsewhere: picture `https://example.org/p.png` lies on another server | \
           keep a copy beside the document: pages load nothing from elsewhere, and show a link instead"],
    );
}

#[test]
fn a_repository_that_was_read_before_the_document_changed_is_pointed_out() {
    let change = |path: &str, date: &str| {
        let change =
            crate::source::Change { commit: "0".into(), date: day(date).unwrap(), author: "A".into() };
        let history = crate::source::FileHistory { last: Some(change), ..Default::default() };
        (RelPath::new(path).unwrap(), history)
    };
    let (config, mut sources, facts) = read(SOURCES);
    let guide = change("docs/02-iaas/guide.md", "2023-10-02");
    sources.get_mut(&SourceName::new("docs")).unwrap().history.files.extend([guide]);
    let minutes = sources.get_mut(&SourceName::new("minutes")).unwrap();
    minutes.history.files.extend([change("iaas/20230928.md", "2023-10-01")]);
    let link_to =
        [reference(ReferenceKind::Link, "https://github.com/Owner/minutes/blob/main/iaas/20231005.md")];
    let documents: Vec<Extracted> = facts
        .iter()
        .map(|(path, facts)| {
            let references: &[Reference] = if path.to_string() == GUIDE { &link_to } else { &[] };
            Extracted { path, facts, references, names: Named::default() }
        })
        .collect();
    let linked = linked(&config, &sources, &documents);
    let hints: Vec<&str> = linked.diagnostics[0].hints.iter().map(|hint| hint.message.as_str()).collect();
    assert_eq!(
        hints[1],
        "`minutes` was read as of 2023-10-01, and this document changed later; fetch it anew if the file is newer"
    );
}
