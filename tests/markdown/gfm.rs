//! GFM 0.29: the examples of its extensions, and cases of our own where it has few.

use annals::document::Syntax;

use crate::{check, examples, normal, render, specification};

#[test]
fn every_example_of_an_extension() {
    let mut examples = examples(&specification("gfm", "0.29"));
    examples.retain(|example| !example.extension.is_empty());
    assert_eq!(examples.len(), 24);
    check(
        &examples,
        Syntax::Gfm,
        loose,
        &[
            ("a table without rows has an empty body", &[205]),
            ("an element ends with its line or block at the latest", &[652]),
        ],
    );
}

/// `html` without what GFM's printing and ours differ in and no reader sees: blanks between tags and after a box, the
/// order of a box's attributes, and how a cell is told its alignment.
fn loose(html: &str) -> String {
    let (theirs, ours) =
        ("checked=\"\" disabled=\"\" type=\"checkbox\"", "disabled=\"\" type=\"checkbox\" checked=\"\"");
    let mut html = normal(html).replace('\n', " ").replace("> <", "><").replace(theirs, ours);
    for side in ["left", "center", "right"] {
        html = html.replace(&format!("style=\"text-align: {side}\""), &format!("align=\"{side}\""));
    }
    html
}

/// Compares what comes of our own `cases` with what is expected.
#[track_caller]
fn check_ours(cases: &[(&str, &str)]) {
    for (markdown, expected) in cases {
        let html = render(markdown, Syntax::Gfm);
        assert_eq!(normal(&html), normal(expected), "{markdown:?}");
    }
}

#[test]
fn our_tables() {
    check_ours(&[
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
fn our_task_lists() {
    let (open, done) =
        ("<input disabled=\"\" type=\"checkbox\">", "<input disabled=\"\" type=\"checkbox\" checked=\"\">");
    check_ours(&[
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
fn our_strikethrough() {
    check_ours(&[
        ("~~Hi~~ Hello, ~there~ world!", "<p><del>Hi</del> Hello, <del>there</del> world!</p>"),
        ("This ~~has a\n\nnew paragraph~~.", "<p>This ~~has a</p>\n<p>new paragraph~~.</p>"),
        ("This will ~~~not~~~ strike.", "<p>This will ~~~not~~~ strike.</p>"),
    ]);
}

#[test]
fn our_autolinks() {
    let link = |target: &str, text: &str| format!("<a href=\"{target}\">{text}</a>");
    check_ours(&[
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
fn our_disallowed_html() {
    check_ours(&[
        ("<strong> <title> <em>", "<p><strong> &lt;title&gt; <em></em></strong></p>"),
        (
            "<b>a</b> <xmp> <plaintext> <noembed> <textarea>",
            "<p><b>a</b> &lt;xmp&gt; &lt;plaintext&gt; &lt;noembed&gt; &lt;textarea&gt;</p>",
        ),
        ("a <iframe src=\"b\"></iframe> c", "<p>a <a href=\"b\">b</a>  c</p>"),
    ]);
}
