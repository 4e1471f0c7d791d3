//! A document's HTML with its holes filled.
//!
//! The body comes with holes where links and pictures go; here the tags are written, all attributes escaped.
//! The site asks no other host for anything: a picture that is elsewhere becomes a link to it.

use crate::base::url::encode_fragment;
use crate::document::url::{is_safe, scheme};
use crate::document::{Document, HolePart, Reference};
use crate::link::{Entry, Record, Target};
use crate::page::mention;
use crate::page::url::{encode_written, with_anchor};

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
pub(super) enum Place {
    /// A place on the site or this page: the `href`.
    Here(String),
    /// A place elsewhere: the `href`.
    Elsewhere(String),
    /// No place at all.
    Nowhere,
}

/// Finds the `href` of `target`, seen from a page with this `root`.
pub(super) fn place(record: &Record, root: &str, target: Option<&Target>) -> Place {
    let here = |url: &str, anchor: Option<&str>| Place::Here(format!("{root}{}", with_anchor(url, anchor)));
    match target {
        Some(Target::Document(id, anchor)) => match record.documents.get(id.0 as usize) {
            Some(entry) => here(&entry.url, anchor.as_deref()),
            None => Place::Nowhere,
        },
        Some(Target::Page(url, anchor)) => here(url, anchor.as_deref()),
        Some(Target::Anchor(anchor)) => Place::Here(format!("#{}", encode_fragment(anchor))),
        Some(Target::Asset(path)) => match record.assets.get(path) {
            Some(out) => here(out.as_str(), None),
            None => Place::Nowhere,
        },
        // Links are checked before they come here; this is the second lock on the same door.
        Some(Target::External(url)) if is_safe(url) => Place::Elsewhere(encode_written(url.trim())),
        Some(Target::External(_) | Target::Broken) | None => Place::Nowhere,
    }
}

/// The body of `document` with its links and pictures, for a page with this `root`.
///
/// `entry` says where each reference and mention leads. A reference without a target leads nowhere; a mention without
/// one is just words.
pub fn fill(document: &Document, entry: &Entry, record: &Record, root: &str) -> String {
    let mut open_links = 0_usize;
    document.body.fill(|out, hole| {
        let index = hole.reference as usize;
        if !hole.part.is_of_reference() {
            mention::fill(out, hole, entry, record, root);
            return;
        }
        let Some(reference) = document.references.get(index) else { return };
        let place = place(record, root, entry.targets.get(index));
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
            HolePart::OpenMention | HolePart::CloseMention | HolePart::Found => {}
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
        // An address that is not to be handed out is not shown either.
        Place::Nowhere if scheme(&reference.target).as_deref() == Some("mailto") => {
            out.push_str("<span");
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
            let (width, height) = reference.size.unwrap_or_default();
            for (name, pixels) in [("width", width), ("height", height)] {
                if let Some(pixels) = pixels {
                    attribute(out, name, &pixels.to_string());
                }
            }
            out.push_str(" loading=\"lazy\" decoding=\"async\">");
        }
        // A link in a link is not HTML: the words have to do.
        Place::Here(_) | Place::Elsewhere(_) if inside_link => {
            out.push_str("<span class=\"picture\">");
            caption(out, reference);
            out.push_str("</span>");
        }
        Place::Here(href) => {
            out.push_str("<a class=\"picture\"");
            attribute(out, "href", href);
            out.push('>');
            caption(out, reference);
            out.push_str("</a>");
        }
        Place::Elsewhere(href) => {
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
    extension.eq_ignore_ascii_case("svg")
        || PICTURES.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Writes ` name="value"`, the value escaped.
pub(super) fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_into(out, value);
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{OutPath, RelPath, SourceName, SourcePath};
    use crate::document::{Body, Hole, ReferenceKind};
    use crate::link::{DocumentId, Entry};
    use crate::record::Facts;

    /// A file of the only source.
    fn path(path: &str) -> SourcePath {
        SourcePath::new(&SourceName::new("s"), &RelPath::new(path).unwrap())
    }

    /// The only page, whose references lead to `targets`.
    fn entry(targets: &[Target]) -> Entry {
        Entry {
            path: path("a.md"),
            url: "a b/".to_owned(),
            facts: Facts::default(),
            targets: targets.to_vec(),
            faults: Default::default(),
            mentions: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// A record of one page, `a b/`, and two files.
    fn record() -> Record {
        let out = |name: &str| OutPath::new(name).unwrap();
        Record {
            documents: vec![entry(&[])],
            assets: [(path("p.png"), out("files/p.PNG")), (path("d.pdf"), out("files/d.pdf"))].into(),
            ..Record::default()
        }
    }

    /// `x` as a link and as a picture, with this title and target.
    #[track_caller]
    fn check(target: Option<Target>, title: &str, link: &str, picture: &str) {
        let reference = Reference {
            kind: ReferenceKind::Link,
            target: "as <written>".to_owned(),
            text: "x \"<".to_owned(),
            title: title.to_owned(),
            size: Some((Some(80), None)),
            ..Reference::default()
        };
        let hole = |at, part| Hole { at, reference: 0, part };
        let holes = vec![hole(0, HolePart::Open), hole(1, HolePart::Close), hole(2, HolePart::Picture)];
        let document = Document {
            references: vec![reference],
            body: Body::new("x ".to_owned(), holes),
            ..Document::default()
        };
        let filled = fill(&document, &entry(target.as_slice()), &record(), "../");
        assert_eq!(filled, format!("{link} {picture}"));
    }

    #[test]
    fn each_target_has_its_tags() {
        check(
            Some(Target::Document(DocumentId(0), Some("ü".to_owned()))),
            "",
            "<a href=\"../a%20b/#%C3%BC\">x</a>",
            "<a class=\"picture\" href=\"../a%20b/#%C3%BC\">x &quot;&lt;</a>",
        );
        check(
            Some(Target::Anchor("top".to_owned())),
            "\"<",
            "<a href=\"#top\" title=\"&quot;&lt;\">x</a>",
            "<a class=\"picture\" href=\"#top\">x &quot;&lt;</a>",
        );
        check(
            Some(Target::Page("m/".to_owned(), None)),
            "",
            "<a href=\"../m/\">x</a>",
            "<a class=\"picture\" href=\"../m/\">x &quot;&lt;</a>",
        );
        check(
            Some(Target::Asset(path("p.png"))),
            "t",
            "<a href=\"../files/p.PNG\" title=\"t\">x</a>",
            "<img src=\"../files/p.PNG\" alt=\"x &quot;&lt;\" title=\"t\" width=\"80\" loading=\"lazy\" decoding=\"async\">",
        );
        check(
            Some(Target::Asset(path("d.pdf"))),
            "",
            "<a href=\"../files/d.pdf\">x</a>",
            "<a class=\"picture\" href=\"../files/d.pdf\">x &quot;&lt;</a>",
        );
    }

    #[test]
    fn a_picture_elsewhere_is_a_link_and_never_a_request() {
        check(
            Some(Target::External("https://h/p.png?a=1&b".to_owned())),
            "",
            "<a class=\"external\" href=\"https://h/p.png?a=1&amp;b\" rel=\"noopener\">x</a>",
            "<a class=\"picture external\" href=\"https://h/p.png?a=1&amp;b\" rel=\"noopener\">x &quot;&lt;</a>",
        );
    }

    #[test]
    fn what_leads_nowhere_keeps_its_words() {
        let nowhere = [
            None,
            Some(Target::Broken),
            Some(Target::Document(DocumentId(9), None)),
            Some(Target::Asset(path("gone.png"))),
            Some(Target::External("javascript:alert(1)".to_owned())),
        ];
        for target in nowhere {
            check(
                target,
                "t",
                "<span class=\"broken\" title=\"This link leads nowhere: as &lt;written&gt;\">x</span>",
                "<span class=\"picture broken\" title=\"This picture is missing: as &lt;written&gt;\">x &quot;&lt;</span>",
            );
        }
    }

    #[test]
    fn a_picture_elsewhere_inside_a_link_is_words() {
        let reference = |target: &str| Reference {
            kind: ReferenceKind::Picture,
            target: target.to_owned(),
            text: "alt".to_owned(),
            title: String::new(),
            ..Reference::default()
        };
        let hole = |reference, part| Hole { at: 0, reference, part };
        let holes = vec![hole(0, HolePart::Open), hole(1, HolePart::Picture), hole(0, HolePart::Close)];
        let document = Document {
            references: vec![reference("a"), reference("b")],
            body: Body::new(String::new(), holes),
            ..Document::default()
        };
        let targets = [Target::Page("a/".to_owned(), None), Target::External("https://h/b.png".to_owned())];
        let filled = fill(&document, &entry(&targets), &record(), "./");
        assert_eq!(filled, "<a href=\"./a/\"><span class=\"picture\">alt</span></a>");
    }
}
