//! Blocks between `:::` lines, as HedgeDoc and Docusaurus have them.

use std::borrow::Cow;

use pulldown_cmark::BlockQuoteKind;
use pulldown_cmark_escape::escape_html;

use super::emoji;

/// A line of colons.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(crate) enum Fence<'a> {
    /// `:::info Title`.
    Open(Container<'a>),
    /// `:::`.
    Close,
}

/// What stands behind the colons that open a block.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(crate) struct Container<'a> {
    /// What the block is.
    pub(crate) kind: Kind,
    /// What it is called, or `""`.
    pub(crate) title: &'a str,
}

/// What a block is.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub(crate) enum Kind {
    /// Words that an alert of the forge has as well: its class and its own name.
    Alert(&'static str, &'static str),
    /// Content that is hidden until it is asked for.
    Spoiler,
}

/// Reads `line`, blanks around it left out. A word that names no block leaves the line as it is.
pub(crate) fn fence(line: &str) -> Option<Fence<'_>> {
    let line = line.trim();
    let rest = line.trim_start_matches(':');
    if line.len() - rest.len() < 3 {
        return None;
    }
    let rest = rest.trim_start();
    if rest.is_empty() {
        return Some(Fence::Close);
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let kind = match rest[..end].to_ascii_lowercase().as_str() {
        "note" | "secondary" => Kind::Alert("note", "Note"),
        "info" => Kind::Alert("note", "Info"),
        "tip" => Kind::Alert("tip", "Tip"),
        "success" => Kind::Alert("tip", "Success"),
        "important" => Kind::Alert("important", "Important"),
        "warning" => Kind::Alert("warning", "Warning"),
        "caution" => Kind::Alert("caution", "Caution"),
        "danger" => Kind::Alert("caution", "Danger"),
        "spoiler" => Kind::Spoiler,
        _ => return None,
    };
    let title = rest[end..].trim();
    let title = title.strip_prefix('[').and_then(|title| title.strip_suffix(']')).unwrap_or(title);
    // Docusaurus allows attributes in braces, which are not for the reader.
    let title = title.split('{').next().unwrap_or_default().trim();
    Some(Fence::Open(Container { kind, title }))
}

impl Container<'_> {
    /// What opens the block in HTML.
    pub(crate) fn open(&self) -> String {
        let title = |standard: &'static str| match self.title {
            "" => Cow::Borrowed(standard),
            title => emoji::replace(title),
        };
        match self.kind {
            Kind::Alert(class, name) => open_alert(class, &title(name)),
            Kind::Spoiler => {
                let mut html = "<details class=\"spoiler\"><summary>".to_owned();
                escape_html(&mut html, &title("Details")).expect("writing to a string cannot fail");
                html + "</summary>\n"
            }
        }
    }

    /// What closes the block in HTML.
    pub(crate) fn close(&self) -> &'static str {
        match self.kind {
            Kind::Alert(..) => CLOSE_ALERT,
            Kind::Spoiler => "</details>\n",
        }
    }
}

/// What opens an alert called `title`.
fn open_alert(class: &str, title: &str) -> String {
    let mut html = format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">");
    escape_html(&mut html, title).expect("writing to a string cannot fail");
    html + "</p>\n"
}

/// What opens an alert of the forge, `> [!NOTE]`.
pub(crate) fn open_quote(kind: BlockQuoteKind) -> String {
    let (class, title) = match kind {
        BlockQuoteKind::Note => ("note", "Note"),
        BlockQuoteKind::Tip => ("tip", "Tip"),
        BlockQuoteKind::Important => ("important", "Important"),
        BlockQuoteKind::Warning => ("warning", "Warning"),
        BlockQuoteKind::Caution => ("caution", "Caution"),
    };
    open_alert(class, title)
}

/// What closes an alert.
pub(crate) const CLOSE_ALERT: &str = "</div>\n";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(Kind, &str)>) {
        let found = fence(line).map(|fence| match fence {
            Fence::Open(container) => (container.kind, container.title),
            Fence::Close => panic!("{line} closes"),
        });
        assert_eq!(found, expected, "{line:?}");
    }

    #[test]
    fn every_way_to_open_a_block() {
        let info = Kind::Alert("note", "Info");
        check(":::info", Some((info, "")));
        check("  ::: info  ", Some((info, "")));
        check("::::info Title here", Some((info, "Title here")));
        check(":::tip[My *tip*]", Some((Kind::Alert("tip", "Tip"), "My *tip*")));
        check(":::note My note {#id}", Some((Kind::Alert("note", "Note"), "My note")));
        check(":::spoiler Secret", Some((Kind::Spoiler, "Secret")));
    }

    #[test]
    fn other_lines_stay() {
        for line in ["::info", ":::unknown", "a:::", ":: :info", ":::infos"] {
            check(line, None);
        }
        assert_eq!(fence(" :::: "), Some(Fence::Close));
    }

    #[test]
    fn titles_are_escaped() {
        let Some(Fence::Open(container)) = fence(":::note <b>&") else { panic!() };
        assert!(container.open().contains("&lt;b&gt;&amp;"));
    }
}
