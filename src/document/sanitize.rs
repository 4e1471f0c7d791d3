//! The allow-list for authors' HTML, applied to a whole rendered text.
//!
//! Three steps. What we generated ourselves and what stands for links is taken out, so that the allow-list can stay
//! short: a token stands for each, which no author can write because it holds a hash of the author's text. `ammonia`
//! then keeps what may stay and closes what is open. A walk over its tags at last turns authors' links and pictures
//! into references, and takes their classes and clashing ids away. That needs no parser of HTML: what a serialiser
//! wrote has no `<` but those of complete tags, and every attribute in double quotes (WHATWG HTML, 13.3).
//!
//! Only texts with an author's tag come here; the others hold nothing but what we wrote.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use ammonia::Builder;

use super::element::{self, Element};
use super::part::{Part, Parts, marker};
use super::raw_html::MARK;
use super::tag::{self, Tag, unescape};
use super::url;
use super::{HolePart, Reference, ReferenceKind};
use crate::base::{Hash, Span};

/// Classes that authors may use: those of alerts, and two for pictures that every forge's README knows.
const CLASSES: &[&str] =
    &["alert", "alert-note", "alert-tip", "alert-important", "alert-warning", "alert-caution", "alert-title"];

/// What may stay. Addresses are checked when references are made of them.
static POLICY: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(element::KEPT.iter().copied().collect())
        .clean_content_tags(["script", "style"].into())
        .generic_attributes(["class", "dir", "id", "lang", "role", "tabindex", "title", MARK].into())
        .add_tag_attributes("a", ["name"])
        .add_tag_attributes("img", ["src", "alt", "width", "height"])
        .add_tag_attributes("del", ["datetime"])
        .add_tag_attributes("ins", ["datetime"])
        .add_tag_attributes("hr", [PART])
        .link_rel(None)
        .url_relative(ammonia::UrlRelative::PassThrough)
        .attribute_filter(|_, attribute, value| match attribute {
            "href" | "src" if !url::is_safe(value) => None,
            _ => Some(value.into()),
        });
    builder.url_schemes(url::SCHEMES.iter().copied().collect());
    for (element, attributes) in element::ATTRIBUTES {
        builder.add_tag_attributes(*element, *attributes);
    }
    builder
});

/// The attribute by which a rule stands for a block of ours.
const PART: &str = "data-part";

/// What a rendered text holds after the allow-list.
pub(crate) struct Sanitized {
    /// The text, with markers for the parts.
    pub(crate) html: String,
    /// Ids that authors gave.
    pub(crate) anchors: Vec<String>,
}

/// Applies the allow-list to `html`, rendered from `source`. `taken` are the ids of the headings.
///
/// Authors' links and pictures become references with parts of their own.
pub(crate) fn sanitize(
    html: &str,
    source: &str,
    parts: &mut Parts,
    references: &mut Vec<Reference>,
    taken: &BTreeSet<String>,
) -> Sanitized {
    let token = format!("part{}x", Hash::of(source.as_bytes()));
    let closed = POLICY.clean(&take_out(html, parts, &token)).to_string();
    let mut found = Found { parts, references, anchors: Vec::new(), taken: taken.clone() };
    let rewritten = rewrite(&closed, &mut found, &token);
    let anchors = found.anchors;
    Sanitized { html: put_back(&rewritten, parts, &token), anchors }
}

/// `html` with a token in place of each marker.
fn take_out(html: &str, parts: &Parts, token: &str) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    for piece in super::part::pieces(html) {
        match piece {
            Ok(text) => out.push_str(text),
            Err(number) if parts.is_block(number) => {
                out.push_str(&format!("<hr {PART}=\"{token}{number};\">"));
            }
            Err(number) => out.push_str(&format!("{token}{number};")),
        }
    }
    out
}

/// `html` with markers in place of the tokens again.
fn put_back(html: &str, parts: &Parts, token: &str) -> String {
    let rule = format!("<hr {PART}=\"");
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(token) {
        let (before, behind) = (&rest[..at], &rest[at + token.len()..]);
        let digits = behind.bytes().take_while(u8::is_ascii_digit).count();
        let number: Option<usize> = behind[..digits].parse().ok();
        rest = &behind[(digits + 1).min(behind.len())..];
        match before.strip_suffix(&rule) {
            Some(before) => {
                out.push_str(before);
                rest = rest.strip_prefix("\">").unwrap_or(rest);
            }
            None => out.push_str(before),
        }
        // A token inside a tag, where no marker was ever put, is left out.
        let in_tag = out.rfind(['<', '>']).is_some_and(|last| out.as_bytes()[last] == b'<');
        if let Some(number) = number.filter(|&number| !in_tag && number < parts.len()) {
            out.push_str(&marker(number));
        }
    }
    out.push_str(rest);
    out
}

/// What is found while authors' elements are gone through.
#[derive(Debug)]
struct Found<'a> {
    /// The parts, with those for authors' links added.
    parts: &'a mut Parts,
    /// The references, with authors' added.
    references: &'a mut Vec<Reference>,
    /// Ids that authors gave.
    anchors: Vec<String>,
    /// Ids that are taken.
    taken: BTreeSet<String>,
}

/// What stands in place of the end of an element.
#[derive(Debug)]
enum End {
    /// Its end.
    Written,
    /// Nothing.
    Gone,
    /// The end of a link.
    Link(String),
}

/// Goes through the authors' elements of `html`, which a serialiser wrote.
fn rewrite(html: &str, found: &mut Found<'_>, token: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut open: Vec<End> = Vec::new();
    // The link whose words are being read; links do not nest but in tables.
    let mut link: Option<usize> = None;
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        let (words, behind) = rest.split_at(at);
        found.read(link, words, token);
        out.push_str(words);
        let Some(tag) = tag::parse(behind) else {
            out.push('<');
            rest = &behind[1..];
            continue;
        };
        let written = &behind[..tag.length];
        rest = &behind[tag.length..];
        if tag.closing {
            match open.pop() {
                Some(End::Gone) => {}
                Some(End::Link(end)) => {
                    link = None;
                    out.push_str(&end);
                }
                Some(End::Written) | None => out.push_str(written),
            }
            continue;
        }
        let mut attributes = attributes(&tag);
        let end = match take(&mut attributes, MARK) {
            Some(mark) => author_element(&tag, attributes, span(&mark), found, &mut link, &mut out),
            None => {
                out.push_str(written);
                End::Written
            }
        };
        if element::of(&tag.name) != Element::Void {
            open.push(end);
        }
    }
    found.read(link, rest, token);
    out.push_str(rest);
    out
}

/// The attributes of a tag that a serialiser wrote, with their values as they are written.
fn attributes<'a>(tag: &Tag<'a>) -> Vec<(&'a str, Cow<'a, str>)> {
    let mut all = Vec::new();
    let mut rest = tag.attributes;
    while let Some((name, behind)) = rest.split_once("=\"") {
        let (value, behind) = behind.split_once('"').unwrap_or((behind, ""));
        all.push((name.trim_ascii(), value.into()));
        rest = behind;
    }
    all
}

/// Takes the attribute called `name` out of `attributes`, if it is there; its value.
fn take<'a>(attributes: &mut Vec<(&str, Cow<'a, str>)>, name: &str) -> Option<Cow<'a, str>> {
    let place = attributes.iter().position(|(known, _)| *known == name)?;
    Some(attributes.remove(place).1)
}

/// Turns an author's link or picture into a reference, and takes classes and clashing ids off a tag; what stands in
/// place of the end. The mark is gone from `attributes`, and said that the tag stands at `span`.
fn author_element(
    tag: &Tag<'_>,
    mut attributes: Vec<(&str, Cow<'_, str>)>,
    span: Span,
    found: &mut Found<'_>,
    link: &mut Option<usize>,
    out: &mut String,
) -> End {
    attributes.retain(|(name, _)| !["role", "tabindex", PART].contains(name));
    for (_, classes) in attributes.iter_mut().filter(|(name, _)| *name == "class") {
        let kept: Vec<&str> = classes.split_whitespace().filter(|class| CLASSES.contains(class)).collect();
        *classes = kept.join(" ").into();
    }
    attributes.retain(|(name, value)| *name != "class" || !value.is_empty());
    let (id, name) = (take(&mut attributes, "id"), take(&mut attributes, "name"));
    // Ids with a colon are Annals's own.
    let id = id
        .or(name)
        .map(|id| unescape(&id))
        .filter(|id| !id.is_empty() && !id.contains(':') && !id.contains(char::is_whitespace))
        .filter(|id| found.taken.insert(id.clone()));
    found.anchors.extend(id.clone());
    let value = |name: &str| attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
    let attribute = |name: &str| value(name).map(|value| unescape(value)).unwrap_or_default();
    let title = attribute("title");
    let anchor =
        || id.as_deref().map(|id| format!("<span id=\"{}\"></span>", escape(id))).unwrap_or_default();
    match tag.name.as_str() {
        "a" if value("href").is_some() => {
            let target = attribute("href");
            let reference =
                Reference { kind: ReferenceKind::Link, target, text: String::new(), title, span, size: None };
            let number = found.push(reference);
            let (open, close) =
                (found.parts.hole(number, HolePart::Open), found.parts.hole(number, HolePart::Close));
            *link = Some(number);
            out.push_str(&(anchor() + &marker(open)));
            return End::Link(marker(close));
        }
        "a" => {
            out.push_str(&anchor());
            return End::Gone;
        }
        "img" if value("src").is_some() => {
            let number = |name: &str| attribute(name).trim().trim_end_matches("px").parse::<u32>().ok();
            let size = match (number("width"), number("height")) {
                (None, None) => None,
                size => Some(size),
            };
            let (target, text) = (attribute("src"), attribute("alt"));
            let number =
                found.push(Reference { kind: ReferenceKind::Picture, target, text, title, span, size });
            let hole = found.parts.hole(number, HolePart::Picture);
            out.push_str(&(anchor() + &marker(hole)));
        }
        "img" => out.push_str(&escape(&attribute("alt"))),
        name => {
            if let Some(id) = &id {
                attributes.push(("id", id.replace('"', "&quot;").into()));
            }
            out.push('<');
            out.push_str(name);
            for (name, value) in &attributes {
                out.push_str(&format!(" {name}=\"{value}\""));
            }
            out.push('>');
        }
    }
    End::Written
}

impl Found<'_> {
    /// Takes `words` for those of `link`, if they stand in one.
    fn read(&mut self, link: Option<usize>, words: &str, token: &str) {
        if let Some(reference) = link.and_then(|link| self.references.get_mut(link)) {
            let words = unescape(words);
            let words = words.split(token).enumerate().map(|(place, words)| match place {
                0 => words,
                _ => words.split_once(';').map_or("", |(_, words)| words),
            });
            reference.text.extend(words);
        }
    }

    /// Adds a reference and gives its number.
    fn push(&mut self, reference: Reference) -> usize {
        self.references.push(reference);
        self.references.len() - 1
    }
}

impl Parts {
    /// Adds a hole and gives its number.
    fn hole(&mut self, reference: usize, part: HolePart) -> usize {
        self.push(Part::Hole(reference, part))
    }
}

/// The span that a mark's value writes as `start-end`.
fn span(mark: &str) -> Span {
    let (start, end) = mark.split_once('-').unwrap_or_default();
    Span::new(start.parse().unwrap_or_default(), end.parse().unwrap_or_default())
}

/// `text` for an attribute or between tags.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
