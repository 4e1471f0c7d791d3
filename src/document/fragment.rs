//! HTML that was made from a block of a text, by something that is trusted as little as the block.
//!
//! A plugin is chosen by whoever runs the site, but what it is given may come from a fork, and what it makes of that
//! nobody has looked at. So its HTML passes an allow-list like that of authors, with drawings in SVG added: shapes and
//! words, but nothing that runs, loads, repeats itself or looks like a part of the page around it. Ids get a prefix
//! when the fragment is put into a text, so that two drawings on one page cannot take each other's arrowheads; links
//! become references like all others.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::Builder;

use super::element;
use super::tag::{self, unescape};

/// Finished HTML that can stand in any text.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Fragment {
    /// Its pieces in order.
    pieces: Vec<Piece>,
}

/// A piece of a fragment.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(crate) enum Piece {
    /// HTML, with [`PREFIX`] wherever the prefix of ids belongs.
    Html(String),
    /// A link opens that leads to this target and has these words.
    Open(String, String),
    /// A link closes.
    Close,
}

/// Stands for the prefix of ids. No HTML that was parsed holds it: WHATWG HTML, 13.2.3.5, replaces it.
const PREFIX: char = '\0';

/// Elements of SVG that stay: shapes, words, and what they are painted with.
///
/// Without `use`, `pattern`, `mask` and `filter`: a few of those inside each other make a browser work for ever.
pub(super) const DRAWN: &[&str] = &[
    "circle",
    "clipPath",
    "defs",
    "desc",
    "ellipse",
    "g",
    "line",
    "linearGradient",
    "marker",
    "path",
    "polygon",
    "polyline",
    "radialGradient",
    "rect",
    "stop",
    "svg",
    "text",
    "title",
    "tspan",
];

/// Attributes of SVG that stay. They are presentation attributes: a strict content policy forbids `style`.
pub(super) const DRAWING: &[&str] = &[
    "clip-path",
    "clip-rule",
    "clipPathUnits",
    "cx",
    "cy",
    "d",
    "dominant-baseline",
    "dx",
    "dy",
    "fill",
    "fill-opacity",
    "fill-rule",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "fx",
    "fy",
    "gradientTransform",
    "gradientUnits",
    "height",
    "letter-spacing",
    "lengthAdjust",
    "marker-end",
    "marker-mid",
    "marker-start",
    "markerHeight",
    "markerUnits",
    "markerWidth",
    "offset",
    "opacity",
    "orient",
    "points",
    "preserveAspectRatio",
    "r",
    "refX",
    "refY",
    "rx",
    "ry",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-dashoffset",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
    "text-decoration",
    "textLength",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "y",
    "y1",
    "y2",
];

/// Attributes that stay on every element.
const GENERIC: &[&str] = &["class", "dir", "id", "lang", "role", "title"];

/// What tells people who do not see it what they would see.
const SPOKEN: &[&str] = &[
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "aria-roledescription",
    "aria-sort",
];

/// Classes of the theme that may be used, beside those that begin with [`OWN_CLASSES`].
const CLASSES: &[&str] = &["align-center", "align-left", "align-right", "sortable", "table"];

/// How the classes begin that a theme can style for a plugin.
const OWN_CLASSES: &str = "plugin-";

/// What may stay.
static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        // Pictures are not among them: where they come from is for links to say.
        .tags(element::KEPT.iter().filter(|name| **name != "img").chain(DRAWN).copied().collect())
        .clean_content_tags(["script", "style"].into())
        .generic_attributes(GENERIC.iter().chain(SPOKEN).copied().collect())
        .link_rel(None)
        .url_relative(ammonia::UrlRelative::PassThrough)
        .url_schemes(super::url::SCHEMES.iter().copied().collect())
        .attribute_filter(attribute);
    let written = element::ATTRIBUTES.iter().copied();
    for (element, attributes) in written.chain(DRAWN.iter().map(|element| (*element, DRAWING))) {
        builder.add_tag_attributes(element, attributes);
    }
    builder
});

/// What becomes of an attribute: nothing, or its value with the prefix in front of each id.
fn attribute<'v>(_: &str, name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    match name {
        "id" => is_id(value).then(|| format!("{PREFIX}{value}").into()),
        "headers" | "aria-describedby" | "aria-labelledby" => {
            let ids: Vec<String> =
                value.split_whitespace().filter(|id| is_id(id)).map(|id| format!("{PREFIX}{id}")).collect();
            (!ids.is_empty()).then(|| ids.join(" ").into())
        }
        "class" => {
            let is_known = |class: &&str| CLASSES.contains(class) || class.starts_with(OWN_CLASSES);
            let classes: Vec<&str> = value.split_whitespace().filter(is_known).collect();
            (!classes.is_empty()).then(|| classes.join(" ").into())
        }
        "href" if !super::url::is_safe(value) => None,
        // Words in plain sight may say anything.
        "href" | "title" | "aria-label" | "aria-roledescription" | "abbr" => Some(value.into()),
        _ => drawing(value),
    }
}

/// The value of an attribute that may refer to something: only to what the fragment itself has.
fn drawing(value: &str) -> Option<Cow<'_, str>> {
    match refers(value) {
        Refers::Nowhere => Some(value.into()),
        Refers::Own(id) => Some(format!("url(#{PREFIX}{id})").into()),
        Refers::Elsewhere => None,
    }
}

/// What the value of an attribute of a drawing refers to.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub(super) enum Refers<'v> {
    /// Nothing.
    Nowhere,
    /// What has this id in the drawing itself.
    Own(&'v str),
    /// Anything else, or nobody knows.
    Elsewhere,
}

/// What `value` refers to.
pub(super) fn refers(value: &str) -> Refers<'_> {
    let folded = value.to_ascii_lowercase();
    // An escape could spell what is looked for here in another way.
    if value.contains(['\\', '<', '@']) || folded.contains("javascript:") {
        return Refers::Elsewhere;
    }
    if !folded.contains("url") {
        return Refers::Nowhere;
    }
    let id = value.trim().strip_prefix("url(#").and_then(|rest| rest.strip_suffix(')'));
    id.filter(|id| is_id(id)).map_or(Refers::Elsewhere, Refers::Own)
}

/// Whether `id` is one that can be written anywhere without quotes.
fn is_id(id: &str) -> bool {
    !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
}

impl Fragment {
    /// What may stay of `html`, which may be anything.
    pub fn new(html: &str) -> Fragment {
        let clean = POLICY.clean(html).to_string();
        let mut pieces = Vec::new();
        let mut rest = clean.as_str();
        while let Some(at) = link(rest) {
            let (before, behind) = rest.split_at(at);
            push(&mut pieces, before);
            let Some(open) = tag::parse(behind) else { break };
            let inside = &behind[open.length..];
            // Links do not nest in balanced HTML; if they seem to, the inner one is left to its words.
            let end = inside.find("</a>").unwrap_or(inside.len());
            let words = &inside[..end];
            match href(open.attributes) {
                // A place within the fragment needs nobody to look for it.
                Some(target) if is_own(&clean, &target) => {
                    push(&mut pieces, &format!("<a href=\"#{PREFIX}{}\">{words}</a>", &target[1..]));
                }
                Some(target) => {
                    pieces.push(Piece::Open(target, plain(words)));
                    push(&mut pieces, words);
                    pieces.push(Piece::Close);
                }
                None => push(&mut pieces, words),
            }
            rest = inside.get(end + "</a>".len()..).unwrap_or_default();
        }
        push(&mut pieces, rest);
        Fragment { pieces }
    }

    /// Its pieces, with `prefix` in front of each id.
    pub(crate) fn pieces(&self, prefix: &str) -> impl Iterator<Item = Piece> {
        self.pieces.iter().map(move |piece| match piece {
            Piece::Html(html) => Piece::Html(html.replace(PREFIX, prefix)),
            other => other.clone(),
        })
    }
}

/// Whether `target` is a place within `html`.
fn is_own(html: &str, target: &str) -> bool {
    let id = target.strip_prefix('#').filter(|id| is_id(id));
    id.is_some_and(|id| html.contains(&format!("id=\"{PREFIX}{id}\"")))
}

/// Where the next link of `html`, which a serialiser wrote, opens.
fn link(html: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + html[from..].find("<a")?;
        match html.as_bytes().get(at + 2) {
            Some(b' ' | b'>') => return Some(at),
            _ => from = at + 2,
        }
    }
}

/// Adds HTML to what is there.
fn push(pieces: &mut Vec<Piece>, html: &str) {
    if html.is_empty() {
        return;
    }
    match pieces.last_mut() {
        Some(Piece::Html(last)) => last.push_str(html),
        _ => pieces.push(Piece::Html(html.to_owned())),
    }
}

/// The target that the attributes of a link give.
fn href(attributes: &str) -> Option<String> {
    let (_, behind) = attributes.split_once(" href=\"")?;
    let (value, _) = behind.split_once('"')?;
    Some(unescape(value))
}

/// The words of `html`.
fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = match tag::parse(&rest[at..]) {
            Some(tag) => &rest[at + tag.length..],
            None => &rest[at + 1..],
        };
    }
    out.push_str(rest);
    unescape(&out)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pieces of `html` written down, links in square brackets.
    fn shown(html: &str) -> String {
        let fragment = Fragment::new(html);
        let pieces = fragment.pieces("1:").map(|piece| match piece {
            Piece::Html(html) => html,
            Piece::Open(target, words) => format!("[{target} {words}:"),
            Piece::Close => "]".to_owned(),
        });
        pieces.collect()
    }

    #[track_caller]
    fn check(html: &str, expected: &str) {
        assert_eq!(shown(html), expected);
        // What is safe once is safe twice.
        let again = Fragment::new(&shown(html).replace("1:", ""));
        assert!(!format!("{again:?}").contains("script"), "{again:?}");
    }

    #[test]
    fn drawings_stay() {
        for drawing in [
            "<svg viewBox=\"0 0 8 4\" role=\"img\" aria-label=\"two boxes\"><title>Boxes</title><rect x=\"1\" width=\"3\" height=\"2\" fill=\"none\" stroke=\"currentColor\"></rect></svg>",
            "<svg><defs><linearGradient gradientUnits=\"userSpaceOnUse\"><stop offset=\"0\" stop-color=\"#000\"></stop></linearGradient></defs><g transform=\"translate(1 2)\"><path d=\"M0 0L1 1\"></path></g></svg>",
            "<svg><text x=\"1\" text-anchor=\"middle\"><tspan dy=\"1em\">a &lt; b</tspan></text></svg>",
        ] {
            let sorted = |html: &str| {
                let mut words: Vec<&str> = html.split([' ', '>']).collect();
                words.sort_unstable();
                words.join(" ")
            };
            assert_eq!(sorted(&shown(drawing)), sorted(drawing));
        }
    }

    #[test]
    fn ids_are_the_fragments_own() {
        check(
            "<svg><marker id=\"tip\"></marker><path marker-end=\"url(#tip)\"></path></svg>",
            "<svg><marker id=\"1:tip\"></marker><path marker-end=\"url(#1:tip)\"></path></svg>",
        );
        check("<p id=\"a b\" title=\"x\">y</p>", "<p title=\"x\">y</p>");
        check("<svg aria-labelledby=\"t d\"></svg>", "<svg aria-labelledby=\"1:t 1:d\"></svg>");
        check("<a href=\"#t\">x</a><p id=\"t\">y</p>", "<a href=\"#1:t\">x</a><p id=\"1:t\">y</p>");
        check("<a href=\"#t\">x</a>", "[#t x:x]");
    }

    #[test]
    fn what_runs_goes() {
        for html in [
            "<script>alert(1)</script>",
            "<svg><script>alert(1)</script></svg>",
            "<svg onload=\"alert(1)\"></svg>",
            "<svg><animate attributeName=\"href\" to=\"javascript:alert(1)\"></animate></svg>",
            "<svg><set attributeName=\"onload\" to=\"alert(1)\"></set></svg>",
            "<svg><foreignObject><iframe src=\"javascript:alert(1)\"></iframe></foreignObject></svg>",
            "<svg><use href=\"data:image/svg+xml,<svg onload=alert(1)>\"></use></svg>",
            "<svg><style>@import url(https://evil.example)</style></svg>",
            "<svg><image href=\"https://evil.example/x.png\"></image></svg>",
            "<math><mtext><svg><title><img src=x onerror=alert(1)></title></svg></mtext></math>",
            "<svg></p><style><a title=\"</style><img src=x onerror=alert(1)>\"></svg>",
            "<img src=\"https://evil.example/x.png\" onerror=\"alert(1)\">",
            "<form action=\"https://evil.example\"><input name=\"password\"><button>ok</button></form>",
            "<iframe src=\"https://evil.example\"></iframe>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<svg><a xlink:href=\"javascript:alert(1)\"><text>x</text></a></svg>",
            "<p style=\"background:url(https://evil.example)\">x</p>",
            "<svg><path fill=\"url(https://evil.example/#x)\"></path></svg>",
            "<svg><path fill=\"u\\72l(https://evil.example/#x)\"></path></svg>",
            "<svg><rect fill=\"URL( 'https://evil.example/#x')\"></rect></svg>",
            "<meta http-equiv=\"refresh\" content=\"0;url=https://evil.example\">",
            "<base href=\"https://evil.example/\"><link rel=\"stylesheet\" href=\"https://evil.example\">",
            "<svg><desc><style><!--</style><img src=x onerror=alert(1)>--></desc></svg>",
            "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\"></noscript>",
            "<template><script>alert(1)</script></template>",
            "<object data=\"https://evil.example\"></object><embed src=\"https://evil.example\">",
        ] {
            let shown = shown(html).to_lowercase();
            // The words may stay as words; what must be gone is every tag and attribute that means something.
            let tags: Vec<&str> = shown.split('<').skip(1).collect();
            for tag in tags {
                let tag = tag.split('>').next().unwrap_or_default();
                let bare = tag.split('"').step_by(2).collect::<String>();
                let names = [
                    "script",
                    "onerror",
                    "onload",
                    "evil",
                    "javascript",
                    "href",
                    "src",
                    "style",
                    "form",
                    "iframe",
                ];
                assert!(!names.iter().any(|name| bare.contains(name)), "{html}\n{shown}");
            }
            assert!(!shown.contains("evil.example/#"), "{html}\n{shown}");
        }
    }

    #[test]
    fn links_are_for_others_to_follow() {
        check(
            "<p>see <a href=\"../a.md?x&amp;y\"><b>a &amp; b</b></a>.</p>",
            "<p>see [../a.md?x&y a & b:<b>a &amp; b</b>].</p>",
        );
        check("<p><a>x</a> <abbr>y</abbr></p>", "<p>x <abbr>y</abbr></p>");
    }

    #[test]
    fn classes_are_the_themes_or_the_plugins() {
        check(
            "<table class=\"sortable prose plugin-csv\"></table>",
            "<table class=\"sortable plugin-csv\"></table>",
        );
    }

    #[test]
    fn what_is_open_is_closed() {
        check("<div><p>x", "<div><p>x</p></div>");
        check("</div></main>x", "x");
        check("a\0b", "ab");
    }
}
