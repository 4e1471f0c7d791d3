//! One diagnostic in every form.

use std::sync::Arc;

use super::*;
use crate::base::{SourceName, SourcePath, Span};
use crate::code;
use crate::source::config::standard;
use crate::source::{Source, SourceConfig, Text};

/// A source in a directory, as found without a configuration.
fn source_config() -> SourceConfig {
    standard("site", &["minutes"]).sources.remove(0)
}

/// A source set with one file.
fn sources(text: &str) -> (SourceSet, SourcePath) {
    let name = SourceName::new("minutes");
    let path = RelPath::new("iaas/x.md").unwrap();
    let source = Source {
        config: Arc::new(source_config()),
        forge: None,
        branch: None,
        commit: None,
        folder: String::new(),
        files: BTreeMap::from([(path.clone(), File::Text(Arc::new(Text::decode(text.into()))))]),
        others: Default::default(),
        history: Default::default(),
        excerpts: Default::default(),
    };
    (
        SourceSet { sources: BTreeMap::from([(name.clone(), source)]), ..SourceSet::default() },
        SourcePath::new(&name, &path),
    )
}

/// The report of one broken link on line 2.
fn report(format: Format) -> String {
    let (sources, path) = sources("one\nsee [ü](y,z.md)\n");
    let diagnostic = Diagnostic::warning(code::BROKEN_LINK, "no file `y,z.md`")
        .at(Location::span(&path, Span::new(12, 20)))
        .hint("did you mean `yz.md`?");
    let texts = Texts { sources: &sources, project: BTreeMap::new() };
    let mut out = Vec::new();
    write(format, &[diagnostic], &texts, &mut out).unwrap();
    anstream::adapter::strip_str(&String::from_utf8(out).unwrap()).to_string()
}

#[test]
fn text_has_the_line_and_a_caret() {
    insta::assert_snapshot!(report(Format::Text), @r"
    warning[broken-link]: no file `y,z.md`
     --> minutes/iaas/x.md:2:8
      |
    2 | see [ü](y,z.md)
      |        ^^^^^^^^
      |
      = help: did you mean `yz.md`?
    ");
}

#[test]
fn json_has_the_promised_keys() {
    insta::assert_snapshot!(report(Format::Json), @r#"
    [
      {"code":"broken-link","severity":"warning","source":"minutes","path":"iaas/x.md","line":2,"column":8,"message":"no file `y,z.md`","hints":["did you mean `yz.md`?"]}
    ]
    "#);
}

#[test]
fn github_escapes_properties() {
    let message = "no file `y,z.md`%0Adid you mean `yz.md`?";
    let place = "file=minutes/iaas/x.md,line=2,col=8,title=broken-link";
    assert_eq!(report(Format::Github), format!("::warning {place}::{message}\n"));
}

#[test]
fn sarif_and_gitlab_are_json() {
    for format in [Format::Sarif, Format::Gitlab] {
        let value: serde_json::Value = serde_json::from_str(&report(format)).unwrap();
        assert!(value.to_string().contains("broken-link"));
    }
}
