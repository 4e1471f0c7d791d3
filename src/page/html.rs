//! A document's HTML with its holes filled.
//!
//! The body comes with holes where links and pictures go; here the tags are written, all attributes escaped.
//! The site asks no other host for anything: a picture that is elsewhere becomes a link to it.

use crate::document::{Document, HolePart, Reference};
use crate::link::{Record, Target};
use crate::page::url::{encode_path, encode_written, is_safe, with_anchor};

/// Appends `text` with the signs that mean something in HTML escaped, for text and quoted attributes alike.
pub fn escape_into(out: &mut String, text: &str) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => continue,
        };
        out.push_str(&text[written..at]);
        out.push_str(escape);
        written = at + 1;
    }
    out.push_str(&text[written..]);
}

/// `text` escaped for HTML.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

/// Where a reference leads, as far as its tag is concerned.
enum Place {
    /// A place on the site or this page: the `href`.
    Here(String),
    /// A place elsewhere: the `href`.
    Elsewhere(String),
    /// No place at all.
    Nowhere,
}

/// Finds the `href` of `target`, seen from a page with this `root`.
fn place(record: &Record, root: &str, target: Option<&Target>) -> Place {
    let here = |url: &str, anchor: Option<&str>| Place::Here(format!("{root}{}", with_anchor(url, anchor)));
    match target {
        Some(Target::Document(id, anchor)) => match record.documents.get(id.0 as usize) {
            Some(entry) => here(&entry.url, anchor.as_deref()),
            None => Place::Nowhere,
        },
        Some(Target::Page(url, anchor)) => here(url, anchor.as_deref()),
        Some(Target::Anchor(anchor)) => Place::Here(format!("#{}", encode_path(anchor))),
        Some(Target::Asset(path)) => match record.assets.get(path) {
            Some(out) => here(out.as_str(), None),
            None => Place::Nowhere,
        },
        Some(Target::External(url)) if is_safe(url) => Place::Elsewhere(encode_written(url.trim())),
        Some(Target::External(_) | Target::Broken) | None => Place::Nowhere,
    }
}

/// The body of `document` with its links and pictures, for a page with this `root`.
///
/// `targets` says where each reference leads; one without a target leads nowhere.
pub fn fill(document: &Document, targets: &[Target], record: &Record, root: &str) -> String {
    let mut open_links = 0_usize;
    document.body.fill(|out, hole| {
        let index = hole.reference as usize;
        let Some(reference) = document.references.get(index) else { return };
        let place = place(record, root, targets.get(index));
        match hole.part {
            HolePart::Open => {
                open_links += usize::from(!matches!(place, Place::Nowhere));
                open(out, reference, &place);
            }
            HolePart::Close => {
                open_links = open_links.saturating_sub(usize::from(!matches!(place, Place::Nowhere)));
                out.push_str(if matches!(place, Place::Nowhere) { "</span>" } else { "</a>" });
            }
            HolePart::Picture => picture(out, reference, &place, open_links > 0),
        }
    })
}

/// Writes a link's opening tag.
fn open(out: &mut String, reference: &Reference, place: &Place) {
    match place {
        Place::Here(href) => {
            out.push_str("<a");
            attribute(out, "href", href);
        }
        Place::Elsewhere(href) => {
            out.push_str("<a class=\"external\"");
            attribute(out, "href", href);
            out.push_str(" rel=\"noopener\"");
        }
        Place::Nowhere => {
            out.push_str("<span class=\"broken\"");
            attribute(out, "title", &nowhere(reference));
        }
    }
    if !reference.title.is_empty() && !matches!(place, Place::Nowhere) {
        attribute(out, "title", &reference.title);
    }
    out.push('>');
}

/// What a reader is told of a link that leads nowhere.
fn nowhere(reference: &Reference) -> String {
    format!("This link leads nowhere: {}", reference.target)
}

/// Writes a picture, or what stands for it.
fn picture(out: &mut String, reference: &Reference, place: &Place, inside_link: bool) {
    match place {
        Place::Here(src) if is_picture(src) => {
            out.push_str("<img");
            attribute(out, "src", src);
            attribute(out, "alt", &reference.text);
            if !reference.title.is_empty() {
                attribute(out, "title", &reference.title);
            }
            out.push_str(" loading=\"lazy\" decoding=\"async\">");
        }
        // A link in a link is not HTML: the words have to do.
        Place::Here(_) | Place::Elsewhere(_) if inside_link => {
            out.push_str("<span class=\"picture\">");
            caption(out, reference);
            out.push_str("</span>");
        }
        Place::Here(href) | Place::Elsewhere(href) => {
            out.push_str("<a class=\"picture external\"");
            attribute(out, "href", href);
            out.push_str(" rel=\"noopener\">");
            caption(out, reference);
            out.push_str("</a>");
        }
        Place::Nowhere => {
            out.push_str("<span class=\"picture broken\"");
            attribute(out, "title", &format!("This picture is missing: {}", reference.target));
            out.push('>');
            caption(out, reference);
            out.push_str("</span>");
        }
    }
}

/// Writes the words that stand for a picture.
fn caption(out: &mut String, reference: &Reference) {
    let words = [reference.text.trim(), reference.title.trim(), "Picture"];
    escape_into(out, words.iter().find(|words| !words.is_empty()).unwrap_or(&"Picture"));
}

/// Whether browsers show the file at `src` in an `<img>`.
fn is_picture(src: &str) -> bool {
    const PICTURES: [&str; 9] = ["apng", "avif", "bmp", "gif", "ico", "jpeg", "jpg", "png", "webp"];
    let extension = src.rsplit_once('.').map_or("", |(_, extension)| extension);
    extension.eq_ignore_ascii_case("svg") || PICTURES.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Writes ` name="value"`, the value escaped.
fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_into(out, value);
    out.push('"');
}

/// A body cut in two: the heading it opens with, and the rest.
#[derive(Debug, Eq, PartialEq)]
pub struct Opened<'a> {
    /// What stands between the tags of the level-1 heading that opens the body.
    pub heading: Option<&'a str>,
    /// Everything behind it, or the whole body.
    pub rest: &'a str,
}

/// Cuts the level-1 heading off a filled body that opens with one, so that a page can set it in its own way.
pub fn cut_heading(body: &str) -> Opened<'_> {
    let whole = Opened { heading: None, rest: body };
    let Some(tag) = body.trim_start().strip_prefix("<h1") else { return whole };
    // No `>` stands unescaped in an attribute that we wrote.
    let Some((_, inner)) = tag.split_once('>') else { return whole };
    let Some((heading, rest)) = inner.split_once("</h1>") else { return whole };
    Opened { heading: Some(heading), rest: rest.trim_start() }
}

/// A page that sends its readers on to `target`, a URL relative to it.
pub fn redirect(target: &str, language: &str) -> String {
    let target = escape(target);
    let language = escape(language);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<title>Moved</title>\n\
         <meta name=\"robots\" content=\"noindex\">\n<meta http-equiv=\"refresh\" content=\"0; url={target}\">\n\
         <link rel=\"canonical\" href=\"{target}\">\n</head>\n<body>\n<p>This page has moved: \
         <a href=\"{target}\">go there</a>.</p>\n</body>\n</html>\n"
    )
}
