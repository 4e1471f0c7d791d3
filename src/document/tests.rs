//! Documents as texts, and what a reader gets of them.

use super::*;
use crate::base::{RelPath, SourceName};

/// Reads `text` and fills the holes in a plain way.
fn read(text: &str, options: &Options) -> (String, Warned<Document>) {
    let path = SourcePath::new(&SourceName::new("minutes"), &RelPath::new("iaas/20230920.md").unwrap());
    let read = parse(&path, text, options);
    let html = read.value.body.fill(|out, hole| {
        if !hole.part.is_of_reference() {
            out.push_str(match hole.part {
                HolePart::OpenMention => "{",
                HolePart::CloseMention => "}",
                _ => "{found}",
            });
            return;
        }
        let reference = &read.value.references[hole.reference as usize];
        match hole.part {
            HolePart::Open => out.push_str(&format!("<a {}>", reference.target)),
            HolePart::Close => out.push_str("</a>"),
            HolePart::Picture => out.push_str(&format!("<img {} {:?}>", reference.target, reference.text)),
            HolePart::OpenMention | HolePart::CloseMention | HolePart::Found => {}
        }
    });
    (html, read)
}

/// The HTML of `text`.
#[track_caller]
fn check(text: &str, expected: &str) {
    let html = read(text, &Options::default()).0;
    assert_eq!(html.trim_end(), expected, "{text:?}");
}

/// That the HTML of `text` holds all of `parts`.
#[track_caller]
fn check_parts(text: &str, parts: &[&str]) {
    let html = read(text, &Options::default()).0;
    for part in parts {
        assert!(html.contains(part), "{text:?} lacks {part:?}:\n{html}");
    }
}

/// The codes of what is wrong with `text`, each with the text it stands at.
#[track_caller]
fn check_problems(text: &str, expected: &[(&str, &str)]) {
    let diagnostics = read(text, &Options::default()).1.diagnostics;
    let found: Vec<(&str, &str)> = diagnostics
        .iter()
        .map(|problem| {
            let span = problem.location.as_ref().and_then(|place| place.span).unwrap();
            (problem.code.as_str(), span.of(text).unwrap())
        })
        .collect();
    assert_eq!(found, expected, "{text:?}: {diagnostics:?}");
}

/// The references of `text` as `kind target|text` and their words in the source.
#[track_caller]
fn check_references(text: &str, expected: &[(&str, &str)]) {
    let document = read(text, &Options::default()).1.value;
    let found: Vec<(String, &str)> = document
        .references
        .iter()
        .map(|link| (format!("{:?} {}|{}", link.kind, link.target, link.text), link.span.of(text).unwrap()))
        .collect();
    let found: Vec<(&str, &str)> = found.iter().map(|(link, source)| (link.as_str(), *source)).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn headings_have_ids_and_the_first_one_is_the_title() {
    check("## A `b` [c](d)\n", "<h2 id=\"a-b-c\">A <code>b</code> <a d>c</a></h2>");
    check("## :notebook: Agenda\n", "<h2 id=\"notebook-agenda\">📓 Agenda</h2>");
    let document = read("## Agenda\n\n# SCS  *Weekly*\n\n# Two\n", &Options::default()).1.value;
    assert_eq!(document.title.as_deref(), Some("SCS Weekly"));
    assert_eq!(document.outline.len(), 3);
}

#[test]
fn links_are_holes_with_their_places() {
    check_references(
        "\u{feff}see [a *b*](c.md \"t\") and ![p](q.png) https://example.org/x_y_z.",
        &[
            ("Link c.md|a b", "[a *b*](c.md \"t\")"),
            ("Picture q.png|p", "![p](q.png)"),
            ("Autolink https://example.org/x_y_z|https://example.org/x_y_z", "https://example.org/x_y_z"),
        ],
    );
    check_references(
        "[![p](q.png)](r)",
        &[("Link r|p", "[![p](q.png)](r)"), ("Picture q.png|p", "![p](q.png)")],
    );
    check_references(
        "<a href=\"x?a&amp;b\">*t* u</a> [v](w)",
        &[("Link x?a&b|t u", "<a href=\"x?a&amp;b\">"), ("Link w|v", "[v](w)")],
    );
    check_references(
        "![p](a.png =80%x60%) `![p](a.png =80%x60%)`",
        &[("Picture a.png|p", "![p](a.png =80%x60%)")],
    );
    check_references(
        "<img src=a.png alt=\"&lt;b\" width=20>",
        &[("Picture a.png|<b", "<img src=a.png alt=\"&lt;b\" width=20>")],
    );
}

#[test]
fn raw_urls_become_links_outside_of_code_and_links() {
    check("https://a.b/?x=1&y", "<p><a https://a.b/?x=1&y>https://a.b/?x=1&amp;y</a></p>");
    check("`https://a.b` [https://a.b](c)", "<p><code>https://a.b</code> <a c>https://a.b</a></p>");
    check("**https://a.b/**", "<p><strong><a https://a.b/>https://a.b/</a></strong></p>");
    check("https://a.b/x&amp;y&copy;", "<p><a https://a.b/x&y>https://a.b/x&amp;y</a>©</p>");
    check("<a href=\"https://a.b\">https://a.b</a>", "<p><a https://a.b>https://a.b</a></p>");
    check("board@example.org <board@example.org>", "<p>board@example.org board@example.org</p>");
}

#[test]
fn prose_with_dollars_stays_prose() {
    check("costs $5 and $6, $HOME/$USER", "<p>costs $5 and $6, $HOME/$USER</p>");
    check("${A}-${B} *c* US$5 and 6$", "<p>${A}-${B} <em>c</em> US$5 and 6$</p>");
    check_parts("so $x^2$ is", &["<p>so <math", "<msup>", "</math> is</p>"]);
    check_parts("$$\n\\frac{1}{2}\n$$", &["display=\"block\"", "<mfrac>"]);
    check_problems("a $\\nosuch$ b", &[("invalid-math", "$\\nosuch$")]);
}

#[test]
fn placeholders_show_as_text_and_markdown_around_them_works() {
    check("ask <customerid> *now*", "<p>ask &lt;customerid&gt; <em>now</em></p>");
    check("<customerid>\n*now* `x`", "<p>&lt;customerid&gt;\n<em>now</em> <code>x</code></p>");
    check("- <xyz>\n- *b*", "<ul>\n<li>&lt;xyz&gt;</li>\n<li><em>b</em></li>\n</ul>");
    check("<customer:id>", "<p>&lt;customer:id&gt;</p>");
    check(
        "<https://a b>",
        "<p>&lt;https://a b&gt;</p>".replace("https://a", "<a https://a>https://a</a>").as_str(),
    );
}

#[test]
fn authors_html_keeps_to_the_list() {
    check("a <kbd>b</kbd> <font color=red>c</font></br>d", "<p>a <kbd>b</kbd> c<br>d</p>");
    check_parts(
        "<details>\n<summary>s</summary>\n\n*m*\n\n</details>",
        &["<details>", "<em>m</em>", "</details>"],
    );
    check("<b>a\n\nb", "<p><b>a</b></p>\n<p>b</p>");
    check(
        "<p id=\"x\" class=\"site alert\" style=\"color:red\" onclick=\"x()\">a</p>",
        "<p class=\"alert\" id=\"x\">a</p>",
    );
    check("<a name=\"x\"></a>y", "<p><span id=\"x\"></span>y</p>");
    check("# X\n\n<i id=\"x\">y</i>", "<h1 id=\"x\">X</h1>\n<p><i>y</i></p>");
    check("[a <a href=b>c</a>](d) <a href=e>[f](g)</a>", "<p><a d>a c</a> <a e>f</a></p>");
    check("a <!-- b --> c", "<p>a  c</p>");
    check("x <style>p { a }</style> y", "<p>x  y</p>");
}

#[test]
fn nothing_that_runs_passes() {
    for text in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href=\"java\nscript:alert(1)\">x</a>",
        "<a href=\"&#106;avascript:alert(1)\">x</a>",
        "<svg/onload=alert(1)>",
        "<svg><script>alert(1)</script></svg>",
        "<math><mtext><img src=x onerror=alert(1)>",
        "<iframe src=\"javascript:alert(1)\"></iframe>",
        "<div title=\"\n\n`\" onmouseover=alert(1) x=\"`\n\n\">",
        "<div style=\"background:url(javascript:x)\">",
        "```\"onmouseover=alert(1)\nx\n```\n<b>y</b>",
        "<b data-at=\"1-2\" data-at='3' onclick=x>y</b>",
        "<form action=x><button formaction=javascript:x>",
        "<textarea><b>",
        "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "<hr data-part=\"x\" onclick=y>",
    ] {
        let html = read(text, &Options::default()).0;
        let tags: Vec<&str> = html.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
        for tag in tags {
            // What is in quotation marks is a value and no attribute.
            let lower: String = tag.to_ascii_lowercase().split('"').step_by(2).collect();
            let bad = ["script", "iframe", "svg", "form", "button", "textarea", "style"];
            assert!(!bad.iter().any(|bad| lower.starts_with(bad)), "{text}: {html}");
            let attribute = |name: &str| lower.contains(&format!(" {name}"));
            assert!(!attribute("on") && !attribute("style") && !attribute("data-at"), "{text}: {html}");
            assert!(!lower.contains("href") && !lower.contains("src"), "{text}: {html}");
        }
    }
}

#[test]
fn parts_cannot_be_forged() {
    let text = "\u{0}0\u{0} <b>x</b>\n\n```yaml\na: 1\n```\n<hr data-part=\"part0x0;\">";
    let html = read(text, &Options::default()).0;
    assert_eq!(html.matches("z-source").count(), 1, "{html}");
    assert!(html.contains('\u{fffd}') && !html.contains('\0'), "{html}");
}

#[test]
fn nothing_swallows_the_rest_of_the_page() {
    for text in [
        "<style>\n\nend",
        "<!-- x\n\nend",
        "<xyz>\n\nend",
        "<div title=\"x\n\nend",
        "<script>\n\n<style>\n\n<!--\n\nend",
        "$a\n\nend",
        "```\nend",
        ":::info\n\nend",
        "<textarea>\n\nend",
        "<plaintext>\n\nend",
        "<![CDATA[\n\nend",
        "[^1]: end",
    ] {
        check_parts(text, &["end"]);
    }
}

#[test]
fn blocks_between_colons_are_alerts() {
    let alert = |class: &str, title: &str, body: &str| {
        format!(
            "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n{body}\n</div>"
        )
    };
    check(":::info\n*a*\n:::", &alert("note", "Info", "<p><em>a</em></p>"));
    check("> [!WARNING]\n> a", &alert("warning", "Warning", "<p>a</p>"));
    check(":::tip[My title]\n\n- a\n\n:::", &alert("tip", "My title", "<ul>\n<li>a</li>\n</ul>"));
    // The closing line that a formatter has indented into the list above it.
    check(
        ":::info\n\n- a\n  :::\n\nb",
        &(alert("note", "Info", "<ul>\n<li>\n<p>a</p>\n</li>\n</ul>") + "\n<p>b</p>"),
    );
    check_parts("- a\n  :::note\n  b\n  :::\n- c", &["<p>b</p>\n</div>\n</li>"]);
    check_parts(
        ":::spoiler More\na\n:::",
        &["<details class=\"spoiler\"><summary>More</summary>\n<p>a</p>\n</details>"],
    );
    check("```\n:::info\n```", "<pre class=\"z-code\" tabindex=\"0\"><code>:::info\n</code></pre>");
    check("a\n:::", "<p>a\n:::</p>");
    check("a\n:rocket: b\n:::note\nc", "<p>a\n🚀 b\n:::note\nc</p>");
    check("a\n: b", "<dl>\n<dt>a</dt>\n<dd>b</dd>\n</dl>");
}

#[test]
fn slides_are_separated_and_not_headed() {
    let deck = "---\ntype: slide\n---\n# A\ntext\n---\n# B\n----\n";
    check(deck, "<h1 id=\"a\">A</h1>\n<p>text</p>\n<hr />\n<h1 id=\"b\">B</h1>\n<hr />");
    check("text\n---\n", "<h2 id=\"text\">text</h2>");
    check_parts(
        "---\ntype: slide\n---\n<style>\n#     font-size: 26px;\n</style>\n# <font color=\"x\">S</font>-T",
        &["<h1 id=\"s-t\">S-T</h1>"],
    );
}

#[test]
fn footnotes_stand_at_the_end_with_links_back() {
    let (html, read) = read("a[^x] b[^x]\n\n[^x]: note\n\n[^y]: unused\n\nc", &Options::default());
    for part in [
        "<a href=\"#fn:1\" id=\"fnref:1\"",
        "id=\"fnref:1:2\"",
        "<p>c</p>\n<section class=\"footnotes\"",
        "<li id=\"fn:1\">\n<p>note <a class=\"footnote-back\" href=\"#fnref:1\"",
        "<li id=\"fn:2\">\n<p>unused</p>",
    ] {
        assert!(html.contains(part), "{part}:\n{html}");
    }
    assert_eq!(read.value.anchors, ["fnref:1", "fnref:1:2", "fn:1", "fn:2"]);
}

#[test]
fn tables_and_tasks_read_aloud() {
    check(
        "|a|b|\n|-|-:|\n|c|<b>d</b>|",
        "<div class=\"table\" tabindex=\"0\"><table><thead><tr><th>a</th>\
        <th class=\"align-right\">b</th></tr></thead><tbody>\n<tr><td>c</td><td class=\"align-right\"><b>d</b></td></tr>\n\
        </tbody></table></div>",
    );
    check(
        "- [x] a\n- [ ] <i>b</i>",
        "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"done\"> a</li>\n\
        <li><input type=\"checkbox\" disabled aria-label=\"open\"> <i>b</i></li>\n</ul>",
    );
}

#[test]
fn what_was_decoded_twice_is_reported_and_repaired_on_demand() {
    let text = "# Treffen in NÃ¼rnberg [ðŸŽ‰](x)";
    check_problems(text, &[("double-encoded", "NÃ¼rnberg"), ("double-encoded", "[ðŸŽ‰](x)")]);
    check(text, "<h1 id=\"treffen-in-nãrnberg-ðÿž\">Treffen in NÃ¼rnberg <a x>ðŸŽ‰</a></h1>");
    let (html, read) = read(text, &Options { repair_encoding: true, ..Options::default() });
    assert_eq!(html.trim_end(), "<h1 id=\"treffen-in-nürnberg-\">Treffen in Nürnberg <a x>🎉</a></h1>");
    assert_eq!(read.value.references[0].span.of(text), Some("[ðŸŽ‰](x)"));
    assert_eq!(read.diagnostics[0].hints[0].message, "write `Nürnberg`");
}

#[test]
fn letters_that_were_decoded_twice_may_lie_across_the_end_of_their_word() {
    // Words are cut after a hundred characters, and one of the signs that stand for `à` is a hard space.
    let long = format!("Ã¼{}ðŸŽ‰", "x".repeat(98));
    check_problems(&(long.clone() + "ðŸŽ‰"), &[("double-encoded", &long), ("double-encoded", "ðŸŽ‰")]);
    check_problems("dÃ©jÃ\u{a0}", &[("double-encoded", "dÃ©jÃ\u{a0}")]);
}

#[test]
fn urls_in_comments_are_told() {
    check_references(
        "<!-- see\nhttps://a.example/b, -->\n\nx <!-- www.c.example --> https://d.example",
        &[
            ("Comment https://a.example/b|https://a.example/b", "https://a.example/b"),
            ("Comment http://www.c.example|www.c.example", "www.c.example"),
            ("Autolink https://d.example|https://d.example", "https://d.example"),
        ],
    );
}

#[test]
fn empty_targets_are_reported() {
    check_problems("[a]() ![b]()", &[("empty-target", "[a]()"), ("empty-target", "![b]()")]);
}

#[test]
fn depth_has_an_end_and_is_told_once() {
    let deep = 20_000;
    for text in [
        ">".repeat(deep) + "end",
        "- ".repeat(deep) + "end",
        "[".repeat(deep) + "end",
        "*a ".repeat(deep) + "end",
        "**a ".repeat(deep) + "end" + &" b**".repeat(deep),
        "![".repeat(deep) + "end" + &"](x)".repeat(deep),
        "<div>".repeat(deep) + "end",
        "<b>".repeat(deep) + "end",
        "<b x=1>a\n\n".repeat(deep) + "end",
        "$".repeat(deep) + "end",
        "<style>".repeat(deep) + "end",
        "<!--".repeat(deep) + "end",
        "<a x=\"".repeat(deep) + "end",
        ":::info\n".repeat(deep) + "end",
        "[^a]".repeat(deep) + "end\n\n[^a]: b[^a]",
        "a@".repeat(deep) + "end",
        "www.".repeat(deep) + "end",
        "http://a.b".repeat(deep) + "end",
        "&amp;http://a.b;".repeat(deep) + "end",
        "# a\n".repeat(deep) + "end",
        "`".repeat(deep) + "end",
        "Ã¼".repeat(deep) + " end",
    ] {
        let (html, read) = read(&text, &Options::default());
        assert!(html.contains("end"), "{}", &text[..20]);
        let told = read.diagnostics.iter().filter(|problem| problem.code == code::TOO_DEEP).count();
        assert!(told <= 1);
    }
    let told = read(&(">".repeat(200) + "x"), &Options::default()).1.diagnostics;
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn the_first_sentence_is_the_summary() {
    let summary = |text: &str| read(text, &Options::default()).1.value.summary;
    assert_eq!(summary("# T\n\nWe *met* [here](x). Then\nwe left.").as_deref(), Some("We met here."));
    assert_eq!(summary("# T\n\n- a list\n"), None);
}

/// Options under which standards, releases and people are known.
fn naming() -> Options {
    let mut terms = mention::Terms::default();
    let id = "abc-{number:4}-{edition}-{slug}.md".to_owned();
    terms.standards.push(mention::StandardTerms { id, ..Default::default() });
    terms.releases.push(mention::ReleaseTerms { name: "R{n}".to_owned(), ..Default::default() });
    Options { vocabulary: Some(Arc::new(Vocabulary::new(&terms))), ..Options::default() }
}

#[test]
fn what_the_text_names_has_holes_around_it() {
    for (text, expected) in [
        ("see abc_0012_words.", "<p>see {abc_0012_words}.</p>"),
        ("_AI @jo_: **R5**!", "<p><em>AI {@jo}</em>: <strong>{R5}</strong>!</p>"),
        (
            "`R5` [R5](x) https://a.example/R5 R5",
            concat!(
                "<p><code>R5</code> <a x>R5</a> ",
                "<a https://a.example/R5>https://a.example/R5</a> {R5}</p>"
            ),
        ),
        ("<a href=\"x\">R5</a> R6", "<p><a x>R5</a> {R6}</p>"),
        ("R5 &amp; R6 :rocket:", "<p>{R5} &amp; {R6} 🚀</p>"),
        ("## R5\n", "<h2 id=\"r5\">{R5}</h2>"),
        ("a[^1]\n\n[^1]: R5\n\nR6\n", "{R5}"),
        ("```\nR5\n```\n", "R5"),
    ] {
        let html = read(text, &naming()).0;
        assert!(html.contains(expected), "{text:?} lacks {expected:?}:\n{html}");
    }
    assert!(!read("R5", &Options::default()).0.contains('{'));
}

#[test]
fn mentions_stand_where_the_file_has_them() {
    let text = "\u{feff}---\ntitle: x\n---\n\tüber R5 and\n\n- abc-0012\n";
    let document = read(text, &naming()).1.value;
    let words: Vec<&str> = document.mentions.iter().map(|mention| mention.span.of(text).unwrap()).collect();
    assert_eq!(words, ["R5", "abc-0012"]);
}

#[test]
fn a_line_that_waits_for_minutes_has_a_hole_behind_it() {
    let text =
        "## Team Tools\n\nMinutes: none yet: https://a.example/minutes/tools\n\n- Minutes: **none**\n- x\n";
    let (html, read) = read(text, &naming());
    assert_eq!(html.matches("</a>{found}</p>").count(), 1, "{html}");
    assert_eq!(html.matches("<strong>none{found}</strong>").count(), 1, "{html}");
    assert_eq!(read.value.placeholders.len(), 2);
}
