//! The specifications of Markdown that we follow: all examples of CommonMark 0.31.2, and those of GFM 0.29 for its
//! extensions.
//!
//! The examples are data that others keep: `tests/tools/specifications.sh` fetches them from the package registries
//! into `target/` when they are not there yet. What comes out is compared with what the specification prints. Two
//! things are made equal on both sides, because the parser of the allow-list writes them its own way, and no reader
//! sees the difference: how void elements end and which signs are escaped that need not be.
//!
//! Examples that come out otherwise are listed with the reason. One that is listed and passes fails the test as well.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test that fetches its data")]

mod commonmark;
mod gfm;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use annals::base::{RelPath, SourceName, SourcePath};
use annals::document::{self, HolePart, Options, Syntax};

/// An example of a specification.
struct Example {
    number: usize,
    /// The extension of GFM that it shows; empty for plain CommonMark.
    extension: String,
    markdown: String,
    html: String,
}

/// The text of the specification `name`, in `version`.
fn specification(name: &str, version: &str) -> String {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let file = root.join(format!("target/tools/{name}-{version}.txt"));
    if !file.exists() {
        let script = "tests/tools/specifications.sh";
        let output = Command::new("bash").arg(script).current_dir(&root).output().expect("there is a `bash`");
        assert!(output.status.success(), "`{script}` failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The examples of `specification`, whose `→` stand for tabs.
fn examples(specification: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let (open, close) = (format!("{fence} example"), fence);
    let mut examples = Vec::new();
    let mut lines = specification.lines();
    while let Some(line) = lines.next() {
        let Some(extension) = line.strip_prefix(&open) else { continue };
        let mut part = |end: &str| -> String {
            let lines = lines.by_ref().take_while(|line| *line != end);
            lines.map(|line| line.replace('→', "\t") + "\n").collect()
        };
        let (markdown, html) = (part("."), part(&close));
        examples.push(Example {
            number: examples.len() + 1,
            extension: extension.trim().to_owned(),
            markdown,
            html,
        });
    }
    examples
}

/// The HTML of `markdown`, its links and pictures written as the specification writes them.
fn render(markdown: &str, syntax: Syntax) -> String {
    let path =
        SourcePath::new(&SourceName::new("specification"), &RelPath::new("spec.txt").expect("it is a path"));
    let options = Options { syntax, link_email: true, ..Options::default() };
    let document = document::parse(&path, markdown, &options).value;
    document.body.fill(|out, hole| {
        let reference = &document.references[hole.reference as usize];
        let title = match reference.title.as_str() {
            "" => String::new(),
            title => format!(" title=\"{}\"", escape(title)),
        };
        let mut target = String::new();
        pulldown_cmark_escape::escape_href(&mut target, &reference.target)
            .expect("writing to a string cannot fail");
        match hole.part {
            HolePart::Open => out.push_str(&format!("<a href=\"{target}\"{title}>")),
            HolePart::Close => out.push_str("</a>"),
            HolePart::Picture => {
                let alternative = escape(&reference.text);
                out.push_str(&format!("<img src=\"{target}\" alt=\"{alternative}\"{title} />"));
            }
            HolePart::OpenMention | HolePart::CloseMention | HolePart::Found => {}
        }
    })
}

/// `text` with the signs of HTML escaped.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `html` without the differences that mean nothing: `<br />` and `<br>`, `&quot;` and `"` in text.
fn normal(html: &str) -> String {
    html.replace(" />", ">").replace("/>", ">").replace("&quot;", "\"").replace("&gt;", ">").trim().to_owned()
}

/// Compares all `examples` with what comes of them, both made `normal`, `deviations` excepted.
#[track_caller]
fn check(
    examples: &[Example],
    syntax: Syntax,
    normal: impl Fn(&str) -> String,
    deviations: &[(&str, &[usize])],
) {
    let reasons: BTreeMap<usize, &str> = deviations
        .iter()
        .flat_map(|(reason, numbers)| numbers.iter().map(move |number| (*number, *reason)))
        .collect();
    let mut problems = Vec::new();
    let mut wrong = Vec::new();
    for example in examples {
        let html = render(&example.markdown, syntax);
        let equal = normal(&html) == normal(&example.html);
        match (equal, reasons.get(&example.number)) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(reason)) => {
                problems.push(format!("example {} passes, but is listed ({reason})", example.number));
            }
            (false, None) => {
                wrong.push(example.number);
                problems.push(format!(
                    "example {}\n--- markdown\n{}--- expected\n{}--- found\n{html}",
                    example.number, example.markdown, example.html
                ));
            }
        }
    }
    assert!(problems.is_empty(), "{}\n{} not as specified: {wrong:?}", problems.join("\n"), wrong.len());
}
