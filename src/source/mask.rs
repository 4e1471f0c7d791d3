//! E-mail addresses, hidden before anything is made of a text.
//!
//! Minutes are written among people who know one another, and published to all. Where a community wants that, no
//! address leaves its repository: it is masked in the texts as they were read, so that it is in no page, no record, no
//! feed and no search index, whoever adds one.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use regex::{Captures, Regex};

use super::{File, SourceSet, Text};

/// What an address is shown as.
const MASK: &str = "…@…";

/// An address, as it is written in texts, in links and in HTML.
const ADDRESS: &str = r"[A-Za-z0-9][A-Za-z0-9._+\-]*(?:@|%40|&#64;|&#[xX]40;|&commat;)(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}";

/// A link that writes to an address, with its words; or an address with what may stand around it.
static ADDRESSES: LazyLock<Regex> = LazyLock::new(|| {
    let link = format!(r"\[(?<words>[^\[\]\n]*)\]\(<?(?i:mailto:){ADDRESS}[^()\n]*\)");
    let alone = format!(r"(?<before>(?i:mailto:)|[@/:])?(?<address>{ADDRESS})(?<behind>:[^\s:]|/)?");
    Regex::new(&format!("{link}|{alone}")).expect("the pattern is fixed")
});

/// `text` without e-mail addresses. A link to one leaves its words.
///
/// What only looks like an address stays: `git@host:path`, the user of a URL, and `@name@host` of social networks.
pub fn mask(text: &str) -> Cow<'_, str> {
    if !["@", "%40", "&#", "&commat;"].iter().any(|sign| text.contains(sign)) {
        return Cow::Borrowed(text);
    }
    ADDRESSES.replace_all(text, |found: &Captures<'_>| {
        let whole = found.get(0).map_or("", |whole| whole.as_str());
        if let Some(words) = found.name("words") {
            return mask(words.as_str()).into_owned();
        }
        let before = found.name("before").map_or("", |before| before.as_str());
        let behind = found.name("behind").map_or("", |behind| behind.as_str());
        match before {
            "@" | "/" => whole.to_owned(),
            _ if !behind.is_empty() && before.len() <= 1 => whole.to_owned(),
            "" | ":" => format!("{before}{MASK}{behind}"),
            // A link in HTML leads nowhere then.
            _ => format!("#{behind}"),
        }
    })
}

/// `sources` without e-mail addresses in any text.
pub fn masked(sources: &SourceSet) -> SourceSet {
    let mut sources = sources.clone();
    for file in sources.sources.values_mut().flat_map(|source| source.files.values_mut()) {
        if let File::Text(text) | File::Data(text) = file {
            mask_text(text);
        }
    }
    sources
}

/// Masks the addresses in one text.
pub fn mask_text(text: &mut Arc<Text>) {
    if let Cow::Owned(masked) = mask(&text.text)
        && masked != text.text
    {
        *text = Arc::new(Text { text: masked, ..**text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{RelPath, SourceName};
    use crate::source::Source;
    use crate::source::test::source;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(mask(text), expected, "{text}");
        assert_eq!(mask(expected), expected, "what is masked stays so");
    }

    #[test]
    fn addresses_are_masked() {
        check("write to jo.doe+x@mail.example.org.", "write to …@….");
        check("<jo@example.org>, (max@example.org)", "<…@…>, (…@…)");
        check("Author: Jo <jo@example.org>", "Author: Jo <…@…>");
        check("mail:jo@example.org", "mail:…@…");
        check("jo&#64;example.org, jo%40example.org", "…@…, …@…");
    }

    #[test]
    fn links_to_them_leave_their_words() {
        check("[Jo](mailto:jo@example.org?subject=x) is", "Jo is");
        check("[jo@example.org](mailto:jo@example.org)", "…@…");
        check("<a href=\"mailto:jo@example.org\">Jo</a>", "<a href=\"#\">Jo</a>");
    }

    #[test]
    fn what_looks_like_one_stays() {
        for text in [
            "@jo and @jo_doe",
            "git@git.example.org:group/tools.git",
            "ssh://git@git.example.org/group/tools",
            "@jo@social.example.org",
            "actions/checkout@v4.1",
            "jo@home",
            "a @ b.example.org",
            "https://example.org/@jo/x",
        ] {
            check(text, text);
        }
    }

    /// Whether a file with these bytes is published as a text, once it is masked.
    #[track_caller]
    fn check_whole(bytes: &[u8], expected: bool) {
        let path = RelPath::new("a.md").unwrap();
        let text = Text::decode(bytes.to_vec());
        let source = Source {
            config: Arc::new(source("s", "")),
            forge: None,
            branch: None,
            commit: None,
            folder: String::new(),
            files: [(path.clone(), File::Text(Arc::new(text)))].into(),
            others: Default::default(),
            history: Default::default(),
            excerpts: Default::default(),
        };
        let set = SourceSet { sources: [(SourceName::new("s"), source)].into(), ..SourceSet::default() };
        let masked = masked(&set);
        let text = masked.sources[&SourceName::new("s")].whole_text(&path);
        assert_eq!(text.map(|text| text.text.as_bytes()), expected.then_some(bytes));
    }

    #[test]
    fn a_text_in_which_something_was_masked_is_not_whole() {
        check_whole("\u{feff}# Ünder\r\n".as_bytes(), true);
        check_whole(b"@jo, not jo at example.org", true);
        check_whole(b"jo@example.org", false);
        check_whole(b"[Jo](mailto:jo@example.org)", false);
        check_whole(b"# \xff", false);
    }
}
