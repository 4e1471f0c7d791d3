//! CommonMark 0.31.2: all 652 examples of the specification, and those of GFM's extensions.
//!
//! The examples are data that others keep: the specification's own package is fetched from npm into `target/` when it
//! is not there yet. What comes out is compared with what the specification prints. Two things are made equal on both sides,
//! because the parser of the allow-list writes them its own way, and no reader sees the difference: how void elements end
//! and which signs are escaped that need not be.
//!
//! Examples that come out otherwise are listed with the reason. One that is listed and passes fails the test as well.

#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a test that fetches its data")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::Command;

use annals::base::{RelPath, SourceName, SourcePath};
use annals::document::{self, HolePart, Options, Syntax};

/// The version of the package and of the specification in it.
const VERSION: &str = "0.31.2";

/// An example of a specification.
struct Example {
    number: usize,
    markdown: String,
    html: String,
}

/// The text of the specification.
fn specification() -> String {
    let target = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target");
    // `tests/tools/install.sh` puts it among the other tools; `cargo test` alone fetches just this.
    let installed = target.join("tools/node_modules/commonmark-spec/spec.txt");
    let folder = target.join("commonmark");
    let fetched = folder.join("node_modules/commonmark-spec/spec.txt");
    let file = if installed.exists() { installed } else { fetched };
    let package = format!("commonmark-spec@{VERSION}");
    if !file.exists() {
        std::fs::create_dir_all(&folder).expect("target/ can be written to");
        let prefix = folder.to_str().expect("the path of the repository is UTF-8");
        let arguments = ["install", "--no-audit", "--no-fund", "--no-save", "--prefix", prefix, &package];
        let npm = Command::new("npm").args(arguments).output();
        let output = npm.unwrap_or_else(|error| panic!("`npm` is needed to fetch {package}: {error}"));
        assert!(
            output.status.success() && file.exists(),
            "`npm {}` failed:\n{}",
            arguments.join(" "),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    let text = std::fs::read_to_string(&file).expect("the package holds spec.txt");
    assert!(text.contains(&format!("version: '{VERSION}'")), "{} is another version", file.display());
    text
}

/// The examples of `specification`, whose `→` stand for tabs.
fn examples(specification: &str) -> Vec<Example> {
    let fence = "`".repeat(32);
    let (open, close) = (format!("{fence} example"), fence);
    let mut examples = Vec::new();
    let mut lines = specification.lines();
    while let Some(line) = lines.next() {
        if !line.starts_with(&open) {
            continue;
        }
        let mut part = |end: &str| -> String {
            let lines = lines.by_ref().take_while(|line| *line != end);
            lines.map(|line| line.replace('→', "\t") + "\n").collect()
        };
        let (markdown, html) = (part("."), part(&close));
        examples.push(Example { number: examples.len() + 1, markdown, html });
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

/// Compares all `examples` with what comes of them, `deviations` excepted.
#[track_caller]
fn check(examples: &[Example], syntax: Syntax, deviations: &[(&str, &[usize])]) {
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

#[test]
fn commonmark() {
    let examples = examples(&specification());
    assert_eq!(examples.len(), 652);
    check(
        &examples,
        Syntax::CommonMark,
        &[
            (
                "elements that HTML does not have are placeholders and show as text, as does a tag that is not complete",
                &[150, 156, 157, 158, 163, 171, 173, 201, 491, 524, 536, 613, 614, 615, 617, 623],
            ),
            (
                "an element ends with its line or block at the latest, and a closing tag needs an open element",
                &[151, 155, 165, 167, 174, 175, 184, 187, 476, 477, 494],
            ),
            (
                "comments, declarations, instructions, scripts and styles go",
                &[170, 172, 176, 177, 178, 179, 180, 181, 182, 183, 308, 309, 625, 626, 627, 628, 629],
            ),
            ("attributes and classes that are not on the allow-list go", &[152, 153, 154, 164, 169, 616]),
            (
                "the allow-list writes tables and preformatted text as a browser reads them",
                &[148, 149, 160, 190, 191],
            ),
            (
                "links and pictures in HTML are references, whose tags are written anew",
                &[21, 31, 344, 475, 630, 631, 642, 643],
            ),
        ],
    );
}

/// The examples of GFM 0.29 for its extensions are in no package of their own; these are ours, section by section.
#[track_caller]
fn check_gfm(cases: &[(&str, &str)]) {
    for (markdown, expected) in cases {
        let html = render(markdown, Syntax::Gfm);
        assert_eq!(normal(&html), normal(expected), "{markdown:?}");
    }
}

#[test]
fn gfm_tables() {
    check_gfm(&[
        (
            "| a | b |\n| --- | --- |\n| c | d |",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>c</td><td>d</td></tr>\n</tbody></table>",
        ),
        (
            "| a | b |\n:-: | ---:\nc | d",
            "<table><thead><tr><th style=\"text-align: center\">a</th><th style=\"text-align: right\">b</th></tr></thead>\
             <tbody>\n<tr><td style=\"text-align: center\">c</td><td style=\"text-align: right\">d</td></tr>\n\
             </tbody></table>",
        ),
        // Cells hold inline markup, and an escaped bar within code as well.
        (
            "| a |\n|-|\n| b `\\|` **c** |",
            "<table><thead><tr><th>a</th></tr></thead><tbody>\n\
             <tr><td>b <code>|</code> <strong>c</strong></td></tr>\n</tbody></table>",
        ),
        // The first empty line or other block ends the table.
        (
            "| a | b |\n| - | - |\n| c | d |\n> e",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>c</td><td>d</td></tr>\n\
             </tbody></table>\n<blockquote>\n<p>e</p>\n</blockquote>",
        ),
        // The header has as many cells as the line below it, or there is no table.
        ("| a | b |\n| - |\n| c |", "<p>| a | b |\n| - |\n| c |</p>"),
        // Missing cells are empty, and those too many go.
        (
            "| a | b |\n| - | - |\n| c |\n| d | e | f |",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>c</td><td></td></tr>\n\
             <tr><td>d</td><td>e</td></tr>\n</tbody></table>",
        ),
        (
            "| a | b |\n| - | - |",
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n</tbody></table>",
        ),
    ]);
}

#[test]
fn gfm_task_lists() {
    let (open, done) =
        ("<input disabled=\"\" type=\"checkbox\">", "<input disabled=\"\" type=\"checkbox\" checked=\"\">");
    check_gfm(&[
        (
            "- [ ] a\n- [x] b\n- [X] c",
            &format!("<ul>\n<li>{open}\na</li>\n<li>{done}\nb</li>\n<li>{done}\nc</li>\n</ul>"),
        ),
        (
            "- [x] a\n  - [ ] b",
            &format!("<ul>\n<li>{done}\na\n<ul>\n<li>{open}\nb</li>\n</ul>\n</li>\n</ul>"),
        ),
        ("[ ] a", "<p>[ ] a</p>"),
    ]);
}

#[test]
fn gfm_strikethrough() {
    check_gfm(&[
        ("~~Hi~~ Hello, ~there~ world!", "<p><del>Hi</del> Hello, <del>there</del> world!</p>"),
        ("This ~~has a\n\nnew paragraph~~.", "<p>This ~~has a</p>\n<p>new paragraph~~.</p>"),
        ("This will ~~~not~~~ strike.", "<p>This will ~~~not~~~ strike.</p>"),
    ]);
}

#[test]
fn gfm_autolinks() {
    let link = |target: &str, text: &str| format!("<a href=\"{target}\">{text}</a>");
    check_gfm(&[
        ("www.a.org/help now", &format!("<p>{} now</p>", link("http://www.a.org/help", "www.a.org/help"))),
        ("(www.a.org).", &format!("<p>({}).</p>", link("http://www.a.org", "www.a.org"))),
        (
            "https://a.org/?q=(b)&c=d",
            &format!("<p>{}</p>", link("https://a.org/?q=(b)&amp;c=d", "https://a.org/?q=(b)&amp;c=d")),
        ),
        ("a@b.org.", &format!("<p>{}.</p>", link("mailto:a@b.org", "a@b.org"))),
        ("*https://a.org*", &format!("<p><em>{}</em></p>", link("https://a.org", "https://a.org"))),
        ("`https://a.org` [www.a.org](b)", "<p><code>https://a.org</code> <a href=\"b\">www.a.org</a></p>"),
        ("<b title=\"https://a.org\">c</b>", "<p><b title=\"https://a.org\">c</b></p>"),
    ]);
}

#[test]
fn gfm_disallowed_html() {
    check_gfm(&[
        ("<strong> <title> <em>", "<p><strong> &lt;title&gt; <em></em></strong></p>"),
        (
            "<b>a</b> <xmp> <plaintext> <noembed> <textarea>",
            "<p><b>a</b> &lt;xmp&gt; &lt;plaintext&gt; &lt;noembed&gt; &lt;textarea&gt;</p>",
        ),
        ("a <iframe src=\"b\"></iframe> c", "<p>a  c</p>"),
    ]);
}
