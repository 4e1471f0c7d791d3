//! The allow-list for authors' HTML, applied to a whole rendered text.
//!
//! Three steps. What we generated ourselves and what stands for links is taken out, so that the allow-list can stay
//! short: a token stands for each, which no author can write because it holds a hash of the author's text. `ammonia`
//! then keeps what may stay and closes what is open. `lol_html` at last turns authors' links and pictures into
//! references, and takes their classes and clashing ids away.
//!
//! Only texts with an author's tag come here; the others hold nothing but what we wrote.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::LazyLock;

use ammonia::Builder;
use lol_html::html_content::{ContentType, Element};
use lol_html::{RewriteStrSettings, element, rewrite_str, text};

use super::element;
use super::part::{Part, Parts, marker};
use super::raw_html::MARK;
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
    let found = Rc::new(RefCell::new(Found {
        parts: std::mem::take(parts),
        references: std::mem::take(references),
        anchors: Vec::new(),
        taken: taken.clone(),
    }));
    let rewritten = rewrite(&closed, &found, &token);
    let mut found = found.take();
    *parts = std::mem::take(&mut found.parts);
    *references = std::mem::take(&mut found.references);
    Sanitized { html: put_back(&rewritten, parts, &token), anchors: found.anchors }
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
#[derive(Debug, Default)]
struct Found {
    /// The parts, with those for authors' links added.
    parts: Parts,
    /// The references, with authors' added.
    references: Vec<Reference>,
    /// Ids that authors gave.
    anchors: Vec<String>,
    /// Ids that are taken.
    taken: BTreeSet<String>,
}

/// Goes through the authors' elements of `html`, which is balanced.
fn rewrite(html: &str, found: &Rc<RefCell<Found>>, token: &str) -> String {
    // The link whose words are being read; links do not nest in balanced HTML.
    let link: Rc<Cell<Option<usize>>> = Rc::default();
    let settings = RewriteStrSettings::new()
        .append_element_content_handler(element!(format!("[{MARK}]"), {
            let (found, link) = (found.clone(), link.clone());
            move |element| {
                author_element(element, &found, &link);
                Ok(())
            }
        }))
        .append_element_content_handler(text!("a", {
            let (found, link, token) = (found.clone(), link.clone(), token.to_owned());
            move |chunk| {
                if let Some(reference) = link.get() {
                    let words = unescape(chunk.as_str());
                    let words = words.split(&token).enumerate().map(|(place, words)| match place {
                        0 => words,
                        _ => words.split_once(';').map_or("", |(_, words)| words),
                    });
                    found.borrow_mut().references[reference].text.extend(words);
                }
                Ok(())
            }
        }));
    // Balanced HTML has nothing that the rewriter could refuse; if it does, the tags stay without their links.
    rewrite_str(html, settings).unwrap_or_else(|_| ammonia::clean_text(html))
}

/// Turns an author's link or picture into a reference, and takes the mark, classes and clashing ids off a tag.
fn author_element(element: &mut Element<'_, '_>, found: &Rc<RefCell<Found>>, link: &Rc<Cell<Option<usize>>>) {
    let mut all = found.borrow_mut();
    let span = span(&element.get_attribute(MARK).unwrap_or_default());
    element.remove_attribute(MARK);
    for ours in ["role", "tabindex", PART] {
        element.remove_attribute(ours);
    }
    if let Some(classes) = element.get_attribute("class") {
        let kept: Vec<&str> = classes.split_whitespace().filter(|class| CLASSES.contains(class)).collect();
        match kept.is_empty() {
            true => element.remove_attribute("class"),
            false => _ = element.set_attribute("class", &kept.join(" ")),
        }
    }
    let id = element.get_attribute("id").or_else(|| element.get_attribute("name"));
    element.remove_attribute("id");
    element.remove_attribute("name");
    // Ids with a colon are Annals's own.
    let id = id
        .map(|id| unescape(&id))
        .filter(|id| !id.is_empty() && !id.contains(':') && !id.contains(char::is_whitespace))
        .filter(|id| all.taken.insert(id.clone()));
    if let Some(id) = &id {
        all.anchors.push(id.clone());
    }
    let attribute =
        |name: &str| element.get_attribute(name).map(|value| unescape(&value)).unwrap_or_default();
    let title = attribute("title");
    let anchor = id.as_deref().map(|id| format!("<span id=\"{}\"></span>", escape(id)));
    match element.tag_name().as_str() {
        "a" if element.has_attribute("href") => {
            let target = attribute("href");
            let reference =
                Reference { kind: ReferenceKind::Link, target, text: String::new(), title, span, size: None };
            let number = all.push(reference);
            let (open, close) =
                (all.parts.hole(number, HolePart::Open), all.parts.hole(number, HolePart::Close));
            link.set(Some(number));
            element.before(&(anchor.unwrap_or_default() + &marker(open)), ContentType::Html);
            let link = link.clone();
            // An element of HTML that is not void has an end tag, and balanced HTML has it written.
            let _ = element.on_end_tag(lol_html::end_tag!(move |end| {
                link.set(None);
                end.before(&marker(close), ContentType::Html);
                Ok(())
            }));
            element.remove_and_keep_content();
        }
        "a" => {
            element.before(&anchor.unwrap_or_default(), ContentType::Html);
            element.remove_and_keep_content();
        }
        "img" if element.has_attribute("src") => {
            let number = |name: &str| attribute(name).trim().trim_end_matches("px").parse::<u32>().ok();
            let size = match (number("width"), number("height")) {
                (None, None) => None,
                size => Some(size),
            };
            let (target, text) = (attribute("src"), attribute("alt"));
            let number =
                all.push(Reference { kind: ReferenceKind::Picture, target, text, title, span, size });
            let hole = all.parts.hole(number, HolePart::Picture);
            element.replace(&(anchor.unwrap_or_default() + &marker(hole)), ContentType::Html);
        }
        "img" => element.replace(&escape(&attribute("alt")), ContentType::Html),
        _ => {
            if let Some(id) = id {
                let _ = element.set_attribute("id", &id);
            }
        }
    }
}

impl Found {
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

/// `value` with the entities decoded that the serialiser of HTML writes (WHATWG HTML, 13.3 "escaping a string").
fn unescape(value: &str) -> String {
    if !value.contains('&') {
        return value.to_owned();
    }
    let plain = value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain.replace("&nbsp;", "\u{a0}").replace("&amp;", "&")
}

/// `text` for an attribute or between tags.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
