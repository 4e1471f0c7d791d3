//! Any text is a document: no panic, no hang, spans that lie in the text, and no markup that could run.
#![no_main]

use annals::base::{RelPath, SourceName, SourcePath};
use annals::document::{Options, Syntax, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let path = RelPath::new("page.md").expect("a plain name is a path");
    let path = SourcePath::new(&SourceName::new("fuzz"), &path);
    for repair_encoding in [false, true] {
        let options = Options { repair_encoding, ..Options::default() };
        let read = parse(&path, text, &options);
        for heading in &read.value.outline {
            assert!(heading.span.of(text).is_some(), "heading `{}` outside the text", heading.text);
        }
        for reference in &read.value.references {
            assert!(reference.span.of(text).is_some(), "reference `{}` outside the text", reference.target);
        }
        for diagnostic in &read.diagnostics {
            let span = diagnostic.location.as_ref().and_then(|location| location.span);
            assert!(span.is_none_or(|span| span.of(text).is_some()), "{} outside the text", diagnostic.code);
        }
        // Holes count in the references, and filling them keeps every byte between.
        let mut filled = 0;
        let html = read.value.body.fill(|_, hole| {
            assert!((hole.reference as usize) < read.value.references.len());
            filled += 1;
        });
        assert_eq!(filled, read.value.body.holes().len());
        assert_eq!(html, read.value.body.html());
        let lower = html.to_ascii_lowercase();
        for tag in ["<script", "<style", "<iframe", "<object", "<form", "<base", "<link"] {
            assert!(!lower.contains(tag), "`{tag}` in the page");
        }
    }
    for syntax in [Syntax::Gfm, Syntax::CommonMark] {
        parse(&path, text, &Options { syntax, ..Options::default() });
    }
});
