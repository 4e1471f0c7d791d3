//! Any formula is MathML or told: no panic, no hang, and no attribute or element that could run.
#![no_main]

use annals::base::{RelPath, SourceName, SourcePath};
use annals::document::{Options, parse};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|formula: &str| {
    let path = RelPath::new("page.md").expect("a plain name is a path");
    let path = SourcePath::new(&SourceName::new("fuzz"), &path);
    for text in [format!("$$\n{formula}\n$$\n"), format!("a ${formula}$ b\n")] {
        let read = parse(&path, &text, &Options::default());
        let html = read.value.body.html();
        for (at, _) in html.match_indices("<math") {
            let math = html[at..].split_once("</math>").expect("every formula is closed").0;
            for part in ["<script", " style=\"", " href=", " id=\""] {
                assert!(!math.contains(part), "`{part}` in `{math}`");
            }
        }
    }
});
