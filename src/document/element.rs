//! The elements of HTML and what becomes of each when an author writes it.

/// What becomes of an element in authors' HTML.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub(crate) enum Element {
    /// It stays and has no content.
    Void,
    /// It stays; it marks words in a line.
    Inline,
    /// It stays; it holds paragraphs or parts of a table or list.
    Block,
    /// Its tags go and its content stays.
    Unwrapped,
    /// It goes with its content.
    Removed,
    /// An element of HTML that has no place in a document: its tags go when they have attributes; bare ones are
    /// placeholders such as `<title>`, and show as text.
    Foreign,
    /// No element of HTML: a placeholder such as `<customerid>`, which shows as text.
    Unknown,
}

/// What becomes of the element called `name`, in lower case.
pub(crate) fn of(name: &str) -> Element {
    match name {
        "br" | "hr" | "img" | "wbr" | "col" => Element::Void,
        "a" | "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "del" | "dfn" | "em" | "i" | "ins" | "kbd"
        | "mark" | "q" | "rp" | "rt" | "ruby" | "s" | "samp" | "small" | "span" | "strong" | "sub"
        | "sup" | "time" | "u" | "var" => Element::Inline,
        "article" | "aside" | "blockquote" | "caption" | "colgroup" | "dd" | "details" | "div" | "dl"
        | "dt" | "figcaption" | "figure" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" | "ol" | "p"
        | "pre" | "section" | "summary" | "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr"
        | "ul" => Element::Block,
        "acronym" | "basefont" | "big" | "blink" | "body" | "center" | "font" | "head" | "html"
        | "marquee" | "nobr" | "picture" | "strike" | "tt" => Element::Unwrapped,
        "script" | "style" => Element::Removed,
        "address" | "applet" | "area" | "audio" | "base" | "button" | "canvas" | "data" | "datalist"
        | "dialog" | "dir" | "embed" | "fieldset" | "footer" | "form" | "frame" | "frameset" | "header"
        | "hgroup" | "iframe" | "input" | "label" | "legend" | "link" | "main" | "map" | "math" | "menu"
        | "meta" | "meter" | "nav" | "noembed" | "noframes" | "noscript" | "object" | "optgroup"
        | "option" | "output" | "param" | "plaintext" | "progress" | "search" | "select" | "slot"
        | "source" | "svg" | "template" | "textarea" | "title" | "track" | "video" | "xmp" => {
            Element::Foreign
        }
        _ => Element::Unknown,
    }
}

/// All elements that stay.
pub(crate) const KEPT: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// The attributes that an element may keep beside those that every element may.
pub(crate) const ATTRIBUTES: &[(&str, &[&str])] = &[
    ("a", &["href"]),
    ("ol", &["start", "reversed", "type"]),
    ("li", &["value"]),
    ("details", &["open"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope", "abbr"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("time", &["datetime"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stays_is_listed() {
        for name in KEPT {
            let element = of(name);
            assert!(
                matches!(element, Element::Void | Element::Inline | Element::Block),
                "{name}: {element:?}"
            );
        }
    }
}
