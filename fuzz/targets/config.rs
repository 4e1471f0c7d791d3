//! Any text is a configuration, or says with a place in the text why not.
#![no_main]

use annals::base::{RelPath, Severity};
use annals::source::config::{FOLDERS, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let path = RelPath::new("annals.yaml").expect("a plain name is a path");
    let present: Vec<&str> = FOLDERS.iter().map(|(folder, _)| *folder).collect();
    let config = read(text, &path, &present);
    for diagnostic in &config.diagnostics {
        assert_eq!(diagnostic.severity, Severity::Error);
        let span = diagnostic.location.as_ref().and_then(|location| location.span);
        assert!(span.is_some_and(|span| span.of(text).is_some()), "`{}` has no place", diagnostic.message);
    }
    let names: Vec<&str> = config.value.sources.iter().map(|source| source.name.as_str()).collect();
    for (at, name) in names.iter().enumerate() {
        assert!(!names[..at].contains(name), "two sources called `{name}`");
    }
});
