//! Any text between the marks is front matter or a diagnostic, and never takes the page with it.
#![no_main]

use annals::base::{RelPath, SourceName, SourcePath};
use annals::document::{Options, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let path = RelPath::new("page.md").expect("a plain name is a path");
    let path = SourcePath::new(&SourceName::new("fuzz"), &path);
    for mark in ["---", "+++"] {
        let document = format!("{mark}\n{text}\n{mark}\n\n# The page\n");
        let read = parse(&path, &document, &Options::default());
        let closes_early = text.lines().any(|line| ["---", "+++", "..."].contains(&line.trim()));
        if read.value.front_matter.is_some() && !closes_early {
            assert!(read.value.outline.iter().any(|heading| heading.text == "The page"), "the page is lost");
        }
        for diagnostic in &read.diagnostics {
            let span = diagnostic.location.as_ref().and_then(|location| location.span);
            assert!(
                span.is_none_or(|span| span.of(&document).is_some()),
                "{} outside the text",
                diagnostic.code
            );
        }
    }
});
