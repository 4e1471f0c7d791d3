//! What stays of drawings, and what nobody can bring in with one.

use super::*;

/// What becomes of a drawing with `inside`, and what it loses.
fn cleaned(inside: &str) -> (String, Vec<String>) {
    let file = format!(
        "<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\" xmlns:h=\"http://www.w3.org/1999/xhtml\">{inside}</svg>"
    );
    let Drawing { svg, dropped } = clean(file.as_bytes());
    let svg = svg.strip_prefix(&format!("<svg xmlns=\"{SVG}\">")).unwrap();
    (svg.strip_suffix("</svg>\n").unwrap().to_owned(), dropped.into_iter().collect())
}

#[track_caller]
fn check(inside: &str, expected: &str, dropped: &[&str]) {
    let (svg, lost) = cleaned(inside);
    assert_eq!(
        (svg.as_str(), lost.iter().map(String::as_str).collect::<Vec<_>>()),
        (expected, dropped.to_vec())
    );
    // What is safe once is safe twice.
    assert_eq!(cleaned(&svg), (svg, Vec::new()));
}

/// The same, of a drawing that stays as it is.
#[track_caller]
fn stays(inside: &str) {
    check(inside, inside, &[]);
}

#[test]
fn what_draws_stays() {
    stays("<g transform=\"scale(2)\"><path d=\"M0 0h1\" fill=\"#fff\" style=\"stroke:url(#a)\"></path></g>");
    stays("<text x=\"1\">a &lt; b &amp; c<tspan>d</tspan></text>");
    stays(
        "<defs><linearGradient id=\"a\"><stop offset=\"1\"></stop></linearGradient></defs><rect fill=\"url(#a)\"></rect>",
    );
    stays(
        "<linearGradient id=\"a\"></linearGradient><style>.b{fill:url(#a)}</style><rect class=\"b\"></rect>",
    );
    stays("<image href=\"data:image/png;base64,AA==\" width=\"1\"></image>");
    check("<rect/><use xlink:href='#a'/>", "<rect></rect><use href=\"#a\"></use>", &[]);
    check("<text>&#65;<![CDATA[<b>]]></text><!-- c --><?d?>", "<text>A&lt;b&gt;</text>", &[]);
    // What programs write for themselves is not missed.
    check("<metadata><a/></metadata><x:y xmlns:x=\"x\"/><g data-a=\"b\" x:c=\"d\"/>", "<g></g>", &[]);
}

#[test]
fn what_runs_does_not() {
    check(
        "<script>alert(1)</script><rect onclick=\"a()\" ONLOAD=\"b\"/>",
        "<rect></rect>",
        &["<script>", "ONLOAD", "onclick"],
    );
    check("<h:script>alert(1)</h:script>", "", &["<script>"]);
    check("<g><foreignObject><h:body onload=\"a\"/></foreignObject></g>", "<g></g>", &["<foreignObject>"]);
    check("<a xlink:href=\"javascript:a()\"><text>b</text></a>", "<text>b</text>", &[]);
    check("<set attributeName=\"href\" to=\"javascript:a()\"/><animate/>", "", &["<animate>", "<set>"]);
    check("<handler>a</handler><SCRIPT>a</SCRIPT>", "", &["<SCRIPT>", "<handler>"]);
    check("<x:script xmlns:x=\"http://www.w3.org/2000/svg\">a</x:script>", "", &["<script>"]);
}

#[test]
fn what_loads_does_not() {
    check("<image href=\"https://a.example/b.png\"/>", "<image></image>", &["href"]);
    check("<image href=\"data:image/svg+xml;base64,AA==\"/>", "<image></image>", &["href"]);
    check("<use href=\"b.svg#c\"/>", "<use></use>", &["href"]);
    check("<rect fill=\"url(https://a.example)\"/>", "<rect></rect>", &["fill"]);
    check("<rect style=\"fill:url( 'a.svg#b')\"/>", "<rect></rect>", &["style"]);
    check("<style>@import 'a';</style><style>b{c:u\\72l(d)}</style>", "", &["<style>"]);
    check("<style>a{b:u<![CDATA[rl(c)]]></style>", "", &["<style>"]);
}

#[test]
fn what_never_ends_does_not() {
    let mut bomb = "<g id=\"a0\"><rect></rect></g>".to_owned();
    for n in 1..10 {
        let uses = format!("<use href=\"#a{}\"/>", n - 1).repeat(10);
        bomb.push_str(&format!("<g id=\"a{n}\">{uses}</g>"));
    }
    let (svg, lost) = cleaned(&bomb);
    assert!(!svg.contains("<use"), "{svg}");
    assert!(lost.contains(&"parts that repeat each other too often".to_owned()), "{lost:?}");
    // In a circle, by way of a style, and by a class that nobody counts.
    let circle = "<pattern id=\"a\"><rect fill=\"url(#a)\"/></pattern>";
    assert_eq!(cleaned(circle).0, "<pattern id=\"a\"><rect></rect></pattern>");
    let by_class = "<style>.b{fill:url(#a)}</style><pattern id=\"a\"><rect class=\"b\"/></pattern>";
    assert!(!cleaned(by_class).0.contains("url"));
    let deep = format!("{}{}", "<g id=\"a\">".repeat(100_000), "</g>".repeat(100_000));
    assert_eq!(cleaned(&deep).0.matches("<g").count(), DEEPEST - 1);
}

#[test]
fn what_is_large_ends_well() {
    let many: String = (0..200_000).map(|n| format!(" a{n}=\"b\"")).collect();
    check(&format!("<rect{many} width=\"1\" width=\"2\"/>"), "<rect width=\"1\"></rect>", &[]);
    let parts: String =
        (0..100_000).map(|n| format!("<g id=\"a{n}\"><use href=\"#a{}\"/></g>", n + 1)).collect();
    assert!(!cleaned(&parts).0.contains("<use"));
    check(
        &format!("<text>{}</text>", "a".repeat(5_000_000)),
        &format!("<text>{}</text>", "a".repeat(5_000_000)),
        &[],
    );
}

#[test]
fn every_file_becomes_a_drawing() {
    let whole = |file: &str| clean(file.as_bytes());
    let empty = format!("<svg xmlns=\"{SVG}\"></svg>\n");
    for nothing in ["", "plain", "<html><script>a</script></html>", "<svg><rect/></svg>", "\u{feff}<"] {
        let drawing = whole(nothing);
        assert_eq!(drawing.svg, empty, "{nothing}");
        assert!(!drawing.dropped.is_empty(), "{nothing}");
    }
    let entity =
        format!("<!DOCTYPE svg [<!ENTITY a \"<script>b</script>\">]><svg xmlns=\"{SVG}\">&a;<g/></svg>");
    assert_eq!(whole(&entity).svg, format!("<svg xmlns=\"{SVG}\"><g></g></svg>\n"));
    let broken = format!("<svg xmlns=\"{SVG}\"><g><rect></g><script>a</script>");
    assert_eq!(whole(&broken).svg, format!("<svg xmlns=\"{SVG}\"><g><rect></rect></g></svg>\n"));
    let second = format!("<svg xmlns=\"{SVG}\"/><svg xmlns=\"{SVG}\" onload=\"a\"/>");
    assert_eq!(whole(&second).svg, empty);
    let utf16: Vec<u8> = "<svg/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(clean(&utf16).svg, empty);
}
