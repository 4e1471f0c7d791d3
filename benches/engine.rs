//! What the engine for browsers does, done by the program: opens a site's record and renders each page of it once.
//!
//! `engine.sh` calls it beside `tests/tools/parity.mjs`, which does the same with the engine as Wasm, and prints what
//! the sandbox costs.
//!
//! cargo bench --bench engine -- SITE SOURCE=FOLDER...

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "a benchmark reads files and looks at the clock"
)]
#![allow(clippy::print_stdout, reason = "the result is printed")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use annals::base::SourcePath;
use annals::document::highlight::language;
use annals::pipeline::payload;
use annals::session::preview::{Preview, Want};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some((site, named)) = arguments.split_first() else {
        println!("nothing to measure: engine.sh says how this is called");
        return;
    };
    let folders: BTreeMap<&str, &str> =
        named.iter().filter_map(|argument| argument.split_once('=')).collect();
    let record = fs::read(Path::new(site).join(payload::FILE)).expect("the site has an engine");
    let begun = Instant::now();
    let mut preview = Preview::open(&record).expect("the site was built by this very program");
    let opened = begun.elapsed();
    let documents = preview.documents();
    let mut times: Vec<Duration> = documents
        .iter()
        .map(|shown| {
            let file = Path::new(folders[shown.source.as_str()]).join(shown.path.as_str());
            let text = String::from_utf8_lossy(&fs::read(file).expect("a text of the site")).into_owned();
            let path = SourcePath::new(&shown.source, &shown.path);
            let begun = Instant::now();
            let mut rendered = preview.render(&path, text.clone(), Some(&shown.url));
            if rendered.wants == Some(Want::Marks) {
                let marks = language::answer(&preview.code()).expect("the question is of this very program");
                assert!(preview.mark(&marks), "and so is the answer");
                rendered = preview.render(&path, text, Some(&shown.url));
            }
            assert!(rendered.page.is_some(), "{path:?} has a page");
            begun.elapsed()
        })
        .collect();
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1000.0;
    println!(
        "opened in {:.0} ms, {} pages in {:.0} ms, median {:.2} ms, longest {:.0} ms",
        ms(opened),
        times.len(),
        ms(times.iter().sum()),
        ms(times[times.len() / 2]),
        ms(times[times.len() - 1]),
    );
}
