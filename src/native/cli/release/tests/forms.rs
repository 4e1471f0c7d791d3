//! The notes of a release in the forms in which they are published elsewhere.

use super::*;
use crate::release::form::Published;

/// Does `work` with the notes of R2.
fn published<T>(community: &Community, work: impl FnOnce(Published<'_>) -> T) -> T {
    let desk = community.desk("R2");
    let text = desk.text();
    desk.with(|known| work(Published { known, release: desk.release(), notes: &desk.notes, text: &text }))
}

#[test]
fn notes_are_published_in_other_forms() {
    let community = Community::new();
    community.must(&["draft", "R2", "--date", "2024-01-20"]);
    published(&community, |published| {
        let markdown = published.markdown();
        assert!(
            !markdown.contains("<!--") && !markdown.contains("date: ") && !markdown.contains("# Release"),
            "{markdown}"
        );
        assert!(
            markdown.contains("[abc-0001-v1](https://record.example/standards/abc-0001-v1-names/) Names"),
            "{markdown}"
        );
        assert!(markdown.contains("(https://record.example/minutes/team/20240110/#topics)"), "{markdown}");
        let atom = published.atom();
        assert!(atom.contains("<id>https://record.example/releases/R2/</id>"), "{atom}");
        assert!(
            atom.contains("<updated>2024-01-20T00:00:00Z</updated>") && atom.contains("&lt;li&gt;"),
            "{atom}"
        );
        let json = serde_json::to_value(published.json()).unwrap();
        let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
        compiler
            .add_resource("https://example.org/notes.schema.json", crate::release::form::schema())
            .unwrap();
        let schema = compiler.compile("https://example.org/notes.schema.json", &mut schemas).unwrap();
        schemas.validate(&json, schema).unwrap();
        // Nobody wrote a highlight.
        assert!(!markdown.contains("Highlights") && !atom.contains("Highlights"), "{markdown}");
        assert!(json["sections"].as_array().unwrap().iter().all(|section| section["title"] != "Highlights"));
        let standards = json["sections"]
            .as_array()
            .unwrap()
            .iter()
            .find(|section| section["title"] == "Stabilised")
            .unwrap();
        assert_eq!(standards["entries"][0]["keys"][0], "standard abc-0001-v1 stabilized");
        assert_eq!(standards["entries"][0]["evidence"].as_array().unwrap().len(), 2);
    });
}

/// A community on a forge whose notes of R2 have `text` below their title.
fn with_notes(text: &str) -> Community {
    let community = Community::new();
    community.repo.write("annals.yaml", "title: Tools\nurl: https://record.example/\n");
    community.repo.git(&["remote", "add", "origin", "https://forge.example/o/site"]);
    community.repo.write("releases/R2.md", format!("---\ndate: 2024-01-20\n---\n# Release R2\n\n{text}"));
    community
}

#[test]
fn every_address_is_whole() {
    let page = "https://record.example/releases/R1/";
    let file = "https://forge.example/o/site/blob/main/src/a.rs";
    let picture = "https://forge.example/o/site/raw/main/releases/pic.png";
    for (text, expected) in [
        ("[a](R1.md#x) and ![p](pic.png)\n", format!("[a]({page}#x) and ![p]({picture})\n")),
        ("[a](./R1.md \"R1.md\"), [b](../src/a.rs)\n", format!("[a]({page} \"R1.md\"), [b]({file})\n")),
        ("[a][r], [R] and ![p][]\n\n[r]: R1.md\n[p]: <pic.png> 'a title'\n", {
            format!("[a][r], [R] and ![p][]\n\n[r]: {page}\n[p]: {picture} 'a title'\n")
        }),
        ("> [a]\n>\n> [a]: R1.md\n", format!("> [a]\n>\n> [a]: {page}\n")),
        ("- [a]\n\n  [a]: R1.md\n", format!("- [a]\n\n  [a]: {page}\n")),
        ("<a title=\"R1.md\" href='R1.md'>a</a>\n", format!("<a title=\"R1.md\" href=\"{page}\">a</a>\n")),
        ("[a](https://x.example/R1.md) [b](mailto:a@b.example)\n", {
            "[a](https://x.example/R1.md) [b](mailto:a@b.example)\n".to_owned()
        }),
        ("`[a](R1.md)`\n", "`[a](R1.md)`\n".to_owned()),
    ] {
        published(&with_notes(text), |published| assert_eq!(published.markdown(), expected, "{text}"));
    }
}

#[test]
fn an_entry_of_json_has_all_its_words_and_its_evidence() {
    let page = "https://record.example/releases/R1/";
    for (text, words, evidence) in [
        ("- **Breaking**: [a](R1.md) <!-- annals: k -->\n", format!("**Breaking**: [a]({page})"), 1),
        ("* *New*: a\n", "*New*: a".to_owned(), 0),
        ("+ +1 for a\n", "+1 for a".to_owned(), 0),
        ("12. **a**\n", "**a**".to_owned(), 0),
        (
            "- [a][r]\n\n  ```sh\n  - x\n  ```\n\n[r]: R1.md\n",
            { format!("[a]({page})\n\n```sh\n- x\n```") },
            1,
        ),
    ] {
        published(&with_notes(text), |published| {
            let json = published.json();
            let entry = &json.sections.iter().find(|section| !section.entries.is_empty()).unwrap().entries[0];
            assert_eq!((entry.text.as_str(), entry.evidence.len()), (words.as_str(), evidence), "{text}");
            assert!(json.sections.iter().all(|section| section.text.is_empty()), "{text}");
        });
    }
}

#[test]
fn an_atom_entry_reads_as_the_page_does_and_runs_nothing() {
    for (text, expected) in [
        ("- **Breaking**: ~~a~~\n", "<li><strong>Breaking</strong>: <del>a</del></li>"),
        ("[a](javascript:b)\n", "<p><a href=\"\">a</a></p>"),
        ("a  \nb <!-- annals: k -->\n", "<p>a<br />\nb</p>"),
    ] {
        published(&with_notes(text), |published| {
            let atom = published.atom().replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
            assert!(atom.contains(expected), "{text}: {atom}");
        });
    }
}
