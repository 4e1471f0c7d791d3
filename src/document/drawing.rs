//! Drawings in files: what may stay of an SVG that a source brings.
//!
//! Inside a page a picture runs nothing, but its address can be opened by itself, and then an SVG is a document of the
//! site's own origin, with scripts. So what is published is written anew, from the parts of SVG that draw: what nobody
//! thought of does not pass, and no two parsers can read it in two ways. The list is that of
//! [`fragment`](super::fragment), and, because a file's styles and names cannot touch the page around it, what
//! drawing programs write beside that.

mod reference;

use std::borrow::Cow;
use std::collections::BTreeSet;

use quick_xml::XmlVersion;
use quick_xml::escape::{escape, partial_escape};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::fragment::{DRAWING, DRAWN, Refers, refers};
use reference::References;

/// The namespace of SVG.
const SVG: &str = "http://www.w3.org/2000/svg";

/// That of the links in it, in SVG 1.1.
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// How deep elements may lie in each other; drawings have a dozen levels.
const DEEPEST: usize = 200;

/// Elements that stay beside those of [`DRAWN`].
const MORE_DRAWN: &[&str] = &[
    "feBlend",
    "feColorMatrix",
    "feComponentTransfer",
    "feComposite",
    "feDropShadow",
    "feFlood",
    "feFuncA",
    "feFuncB",
    "feFuncG",
    "feFuncR",
    "feGaussianBlur",
    "feMerge",
    "feMergeNode",
    "feOffset",
    "filter",
    "image",
    "mask",
    "pattern",
    "style",
    "switch",
    "symbol",
    "textPath",
    "use",
];

/// Attributes that stay beside those of [`DRAWING`].
const MORE_DRAWING: &[&str] = &[
    "alignment-baseline",
    "baseline-shift",
    "class",
    "clip",
    "color",
    "color-interpolation",
    "color-interpolation-filters",
    "cursor",
    "display",
    "enable-background",
    "fill-rule",
    "filter",
    "filterUnits",
    "flood-color",
    "flood-opacity",
    "font",
    "font-stretch",
    "font-variant",
    "image-rendering",
    "in",
    "in2",
    "k1",
    "k2",
    "k3",
    "k4",
    "lang",
    "mask",
    "maskContentUnits",
    "maskUnits",
    "mix-blend-mode",
    "mode",
    "operator",
    "overflow",
    "paint-order",
    "pathLength",
    "patternContentUnits",
    "patternTransform",
    "patternUnits",
    "primitiveUnits",
    "result",
    "role",
    "rotate",
    "shape-rendering",
    "spreadMethod",
    "startOffset",
    "stdDeviation",
    "tableValues",
    "text-rendering",
    "type",
    "values",
    "vector-effect",
    "version",
    "visibility",
    "word-spacing",
    "xml:lang",
    "xml:space",
    "aria-label",
    "aria-labelledby",
    "aria-describedby",
    "aria-hidden",
];

/// Elements that say something about the drawing, which no reader sees.
const UNSEEN: &[&str] = &["metadata"];

/// How the pictures begin that a drawing may hold.
const PICTURES: &[&str] = &[
    "data:image/png;base64,",
    "data:image/jpeg;base64,",
    "data:image/gif;base64,",
    "data:image/webp;base64,",
];

/// A drawing that is safe to open.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Drawing {
    /// The drawing as SVG.
    pub svg: String,
    /// What a reader may miss, as it was called: `<script>`, `onload`.
    pub dropped: BTreeSet<String>,
}

/// What may stay of the file `bytes`, which may be anything.
pub fn clean(bytes: &[u8]) -> Drawing {
    let text = String::from_utf8_lossy(bytes);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let mut cleaner = Cleaner {
        references: References::of(text),
        out: String::with_capacity(text.len()),
        open: Vec::new(),
        skipped: 0,
        dropped: BTreeSet::new(),
    };
    let mut reader = reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => cleaner.event(&reader, event),
            // A browser shows what came before.
            Err(_) => {
                cleaner.dropped.insert("what comes behind a mistake in its XML".to_owned());
                break;
            }
        }
    }
    cleaner.finish()
}

/// A reader of the XML `text`.
fn reader(text: &str) -> NsReader<&[u8]> {
    let mut reader = NsReader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// The attributes of `start`, twice where they stand twice: to compare each with each takes for ever.
fn attributes<'a>(start: &'a BytesStart<'_>) -> impl Iterator<Item = Attribute<'a>> {
    let mut attributes = start.attributes();
    attributes.with_checks(false);
    attributes.flatten()
}

/// Whether a name with this namespace is one of `namespace`.
fn is_of(resolved: &ResolveResult<'_>, namespace: &str) -> bool {
    matches!(resolved, ResolveResult::Bound(Namespace(found)) if *found == namespace)
}

/// An element that is open.
enum Open {
    /// It stays under this name.
    Kept(String),
    /// A link: what is in it stays.
    Unwrapped,
    /// A style sheet, with what it says so far.
    Style(String),
}

/// A drawing while it is written anew.
struct Cleaner {
    /// What refers to what.
    references: References,
    /// What stays.
    out: String,
    /// The elements around the place that was reached.
    open: Vec<Open>,
    /// How many elements are open that do not stay.
    skipped: usize,
    /// What was dropped.
    dropped: BTreeSet<String>,
}

impl Cleaner {
    /// Takes one event.
    fn event(&mut self, reader: &NsReader<&[u8]>, event: Event<'_>) {
        match event {
            Event::Start(start) => self.start(reader, &start),
            Event::End(_) if self.skipped > 0 => self.skipped -= 1,
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.into_inner()),
            Event::CData(text) => self.text(&text.into_inner()),
            Event::GeneralRef(name) => self.entity(&name),
            // Comments, instructions to programs and types of documents draw nothing.
            _ => {}
        }
    }

    /// An element opens.
    fn start(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) {
        if self.skipped > 0 {
            self.skipped += 1;
            return;
        }
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        let name = name.into_inner();
        let is_root = self.open.is_empty();
        let is_svg = is_of(&namespace, SVG);
        let is_known = is_svg && (DRAWN.contains(&name) || MORE_DRAWN.contains(&name) || name == "a");
        // A second root, or one that is none, is nothing that browsers show.
        let is_misplaced = is_root && (name != "svg" || !self.out.is_empty());
        let is_bomb = name == "use" && self.references.are_endless();
        if !is_known || is_misplaced || is_bomb || self.open.len() >= DEEPEST {
            // Editors keep their own data in other namespaces; HTML is what somebody drew.
            if (is_svg || name == "script" || is_root) && !UNSEEN.contains(&name) {
                self.dropped.insert(format!("<{name}>"));
            }
            self.skipped = 1;
            return;
        }
        match name {
            "a" => self.open.push(Open::Unwrapped),
            "style" => self.open.push(Open::Style(String::new())),
            _ => {
                self.out.push('<');
                self.out.push_str(name);
                if is_root {
                    self.out.push_str(&format!(" xmlns=\"{SVG}\""));
                }
                let mut seen = BTreeSet::new();
                for attribute in attributes(start) {
                    self.attribute(reader, name, &attribute, &mut seen);
                }
                self.out.push('>');
                self.open.push(Open::Kept(name.to_owned()));
            }
        }
    }

    /// An attribute of the element `element`, on which those called as in `seen` stand already.
    fn attribute(
        &mut self,
        reader: &NsReader<&[u8]>,
        element: &str,
        attribute: &Attribute<'_>,
        seen: &mut BTreeSet<String>,
    ) {
        let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
        let local = local.into_inner();
        let name = match &namespace {
            ResolveResult::Unbound => local,
            _ if is_of(&namespace, XLINK) && local == "href" => local,
            // Bound in every document: Namespaces in XML, section 3.
            _ if matches!(attribute.key.0, "xml:space" | "xml:lang") => attribute.key.0,
            _ => return,
        };
        let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
            self.dropped.insert(name.to_owned());
            return;
        };
        let is_kept = match name {
            "id" => true,
            "href" if element == "image" => PICTURES.iter().any(|start| value.starts_with(start)),
            "href" => value.starts_with('#'),
            "style" => is_safe_style(&value),
            _ if DRAWING.contains(&name) || MORE_DRAWING.contains(&name) => match refers(&value) {
                Refers::Nowhere => true,
                Refers::Own(_) => !self.references.are_endless(),
                Refers::Elsewhere => false,
            },
            // What is not drawn is not missed; what runs is told.
            _ => {
                if name.len() > 2 && name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on")) {
                    self.dropped.insert(name.to_owned());
                }
                return;
            }
        };
        if !is_kept {
            self.dropped.insert(name.to_owned());
        } else if seen.insert(name.to_owned()) {
            self.out.push_str(&format!(" {name}=\"{}\"", escape(printable(&value))));
        }
    }

    /// The element that is open ends.
    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Kept(name)) => self.out.push_str(&format!("</{name}>")),
            Some(Open::Style(style)) if is_safe_style(&style) && self.references.are_gradients(&style) => {
                self.out.push_str(&format!("<style>{}</style>", partial_escape(printable(&style))));
            }
            Some(Open::Style(_)) => _ = self.dropped.insert("<style>".to_owned()),
            Some(Open::Unwrapped) | None => {}
        }
    }

    /// Words.
    fn text(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        match self.open.last_mut() {
            Some(Open::Style(style)) => style.push_str(text),
            Some(_) => self.out.push_str(&partial_escape(printable(text))),
            None => {}
        }
    }

    /// A sign by its name or number. Names of a document's own could stand for anything.
    fn entity(&mut self, name: &BytesRef<'_>) {
        let sign = match &*name.clone().into_inner() {
            "lt" => Some('<'),
            "gt" => Some('>'),
            "amp" => Some('&'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => name.resolve_char_ref().ok().flatten(),
        };
        match sign {
            Some(sign) => self.text(sign.encode_utf8(&mut [0; 4])),
            None => _ = self.dropped.insert("entities of its own".to_owned()),
        }
    }

    /// The drawing, with what was left open closed.
    fn finish(mut self) -> Drawing {
        while !self.open.is_empty() {
            self.end();
        }
        if self.references.are_endless() {
            self.dropped.insert("parts that repeat each other too often".to_owned());
        }
        if self.out.is_empty() {
            self.dropped.insert("everything, because it is no SVG".to_owned());
            self.out = format!("<svg xmlns=\"{SVG}\"></svg>");
        }
        self.out.push('\n');
        Drawing { svg: self.out, dropped: self.dropped }
    }
}

/// `text` without the signs that no XML may hold (XML 1.0, section 2.2).
fn printable(text: &str) -> Cow<'_, str> {
    let is_sign = |c: char| !matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    match text.chars().all(is_sign) {
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.chars().filter(|&c| is_sign(c)).collect()),
    }
}

/// Whether a style or a sheet of them asks for nothing that is elsewhere.
fn is_safe_style(style: &str) -> bool {
    let folded: String =
        style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_lowercase();
    // An escape or a comment could spell what is looked for here in another way.
    const REFUSED: [&str; 10] =
        ["\\", "/*", "<", "@", "//", "expression", "javascript:", "image-set", "binding", "src("];
    let urls = folded.match_indices("url(").map(|(at, url)| &folded[at + url.len()..]);
    !REFUSED.iter().any(|refused| folded.contains(refused))
        && urls.into_iter().all(|target| target.trim_start_matches(['"', '\'']).starts_with('#'))
}

#[cfg(test)]
mod tests;
