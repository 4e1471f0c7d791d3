//! Code with its words marked by classes. Their colours are the theme's, in `static/highlight.css`.
//!
//! Classes rather than colours, so that one page serves the light and the dark theme and a strict content policy.

#[cfg(feature = "native")]
mod grammar;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use pulldown_cmark_escape::escape_html;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

use super::written;
use crate::base::Hash;

/// In front of every class, so that none is one of the theme's.
const CLASSES: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "z-" };
/// Largest block that is highlighted, in bytes. Longer ones are data, and would cost seconds.
const LARGEST: usize = 100_000;
/// Longest line that is highlighted, in bytes: the regular expressions work on lines.
const LONGEST_LINE: usize = 2_000;

/// The languages: part of the program, and in a browser a file of their own, which is [loaded](load) when a page
/// asks for one.
static SYNTAXES: OnceLock<SyntaxSet> = OnceLock::new();

/// Those that have another grammar here than there.
static OWN: OnceLock<SyntaxSet> = OnceLock::new();

/// The languages, where they are there.
fn syntaxes() -> Option<&'static SyntaxSet> {
    #[cfg(feature = "native")]
    return Some(SYNTAXES.get_or_init(SyntaxSet::load_defaults_newlines));
    #[cfg(not(feature = "native"))]
    return SYNTAXES.get();
}

/// Those that have another grammar here, where they are there.
fn own() -> Option<&'static SyntaxSet> {
    #[cfg(feature = "native")]
    return Some(OWN.get_or_init(grammar::set));
    #[cfg(not(feature = "native"))]
    return OWN.get();
}

/// Where the languages stand on the site.
pub const FILE: &str = "engine-syntaxes.bin";

/// The languages as a file for [`load`]; nothing in a browser, which cannot write one.
///
/// Not compressed: what a language is made of is compressed already, each by itself.
pub fn dump() -> Option<Vec<u8>> {
    #[cfg(feature = "native")]
    return own()
        .zip(syntaxes())
        .map(|both| postcard::to_stdvec(&both).expect("every list knows its length"));
    #[cfg(not(feature = "native"))]
    return None;
}

/// Takes the languages from the file that the program wrote; whether it could be read.
pub fn load(file: &[u8]) -> bool {
    let Ok((own, syntaxes)) = postcard::from_bytes::<(SyntaxSet, SyntaxSet)>(file) else { return false };
    // Who was quicker brought the same.
    let _ = (OWN.set(own), SYNTAXES.set(syntaxes));
    true
}

/// Blocks that were highlighted already.
///
/// Highlighting costs more than everything else on a page, and the same few commands stand on many pages. A block's
/// HTML depends on its words alone, so that remembering it changes no byte.
#[derive(Debug, Default)]
pub struct Memory {
    /// HTML by the hash of the fence's words and the code.
    blocks: RwLock<BTreeMap<Hash, Arc<str>>>,
    /// Whether a block is plain only because the languages are not there.
    wants_syntaxes: AtomicBool,
    /// Whether no block is marked, because nobody will see it.
    is_blind: bool,
}

impl Memory {
    /// For texts that nobody is shown: no block is marked.
    pub fn blind() -> Memory {
        Memory { is_blind: true, ..Memory::default() }
    }

    /// The HTML of a block of code behind a fence with the words `info`.
    pub(crate) fn block(&self, code: &str, info: &Info<'_>) -> Arc<str> {
        if self.is_blind {
            return Arc::from("");
        }
        let first_line = info.first_line.map_or(String::new(), |line| line.to_string());
        let hash = Hash::of([info.language, &first_line, code].join("\n").as_bytes());
        if let Some(known) = self.blocks.read().unwrap_or_else(PoisonError::into_inner).get(&hash) {
            return known.clone();
        }
        let html: Arc<str> = block(code, info).into();
        let is_elsewhere = |name: String| !is_markdown(&name);
        if syntaxes().is_none() && name(info.language).is_some_and(is_elsewhere) {
            self.wants_syntaxes.store(true, Ordering::Relaxed);
            return html;
        }
        self.blocks.write().unwrap_or_else(PoisonError::into_inner).insert(hash, html.clone());
        html
    }

    /// Whether a block came out plain because the languages were not there, since this was asked last.
    pub fn wants_syntaxes(&self) -> bool {
        self.wants_syntaxes.swap(false, Ordering::Relaxed)
    }
}

/// Which language a fenced block is in, from the words behind its fence.
#[derive(Debug, Default, Clone, Eq, PartialEq)]
pub(crate) struct Info<'a> {
    /// The language as written, or `""`.
    pub(crate) language: &'a str,
    /// The number of the first line, where lines are numbered: `yaml=12`.
    pub(crate) first_line: Option<usize>,
}

impl<'a> Info<'a> {
    /// Reads `info`: the first word up to `{`, `,` or the `=` of a numbered block.
    pub(crate) fn new(info: &'a str) -> Info<'a> {
        let word = info.split([' ', '\t', '{', ',']).next().unwrap_or_default();
        match word.split_once('=') {
            None => Info { language: word, first_line: None },
            // `=+` goes on counting from the block before, which nobody can see here.
            Some((language, number)) => Info { language, first_line: Some(number.parse().unwrap_or(1)) },
        }
    }
}

/// The HTML of a block of code, whole with its `<pre>`.
fn block(code: &str, info: &Info<'_>) -> String {
    let mut html = String::with_capacity(code.len() * 2);
    if info.language == "mermaid" {
        html.push_str("<pre class=\"mermaid\"><code>");
        escape(&mut html, code);
        html.push_str("</code></pre>\n");
        return html;
    }
    // Code wider than the page is scrolled, which the keyboard must be able to do as well.
    html.push_str("<pre class=\"z-code\" tabindex=\"0\"><code");
    if !info.language.is_empty() {
        html.push_str(" class=\"language-");
        escape(&mut html, info.language);
        html.push('"');
    }
    html.push('>');
    match (marked(code, info.language), info.first_line) {
        (Some(marked), None) => html.push_str(&marked),
        (Some(marked), Some(first)) => {
            for (n, line) in lines(&marked, code).iter().enumerate() {
                push_numbered(&mut html, first.saturating_add(n), line);
            }
        }
        (None, None) => escape(&mut html, code),
        (None, Some(first)) => {
            for (n, line) in LinesWithEndings::from(code).enumerate() {
                let mut escaped = String::new();
                escape(&mut escaped, line);
                push_numbered(&mut html, first.saturating_add(n), &escaped);
            }
        }
    }
    html.push_str("</code></pre>\n");
    html
}

/// Appends `text` to `html` with its signs escaped.
fn escape(html: &mut String, text: &str) {
    escape_html(&mut *html, text).expect("writing to a string cannot fail");
}

/// Appends a line with its number, which the theme shows and a copy leaves out.
fn push_numbered(html: &mut String, number: usize, line: &str) {
    html.push_str(&format!("<span class=\"line-number\" data-line=\"{number}\"></span>{line}"));
}

/// The HTML of `code` where its language is known and it is of a size to be highlighted.
fn marked(code: &str, language: &str) -> Option<String> {
    if code.len() > LARGEST || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let name = name(language)?;
    if is_markdown(&name) {
        return Some(written::mark(code));
    }
    let find = |set: &'static SyntaxSet| Some((set, set.find_syntax_by_token(&name)?));
    let (set, syntax) = own().and_then(find).or_else(|| syntaxes().and_then(find))?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, set, CLASSES);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

/// Whether it is our own parser that reads the language called `name`.
///
/// Syntect's grammar of Markdown holds those of all languages that a fence can name, and costs as much as a hundred
/// pages before it has marked a word.
fn is_markdown(name: &str) -> bool {
    matches!(name, "md" | "markdown" | "mdown")
}

/// What the syntaxes call `language`; nothing for code in no language.
fn name(language: &str) -> Option<String> {
    Some(match language.to_ascii_lowercase().as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "mermaid" => return None,
        // Names that people use and the set of syntaxes has under another.
        "console" | "shell-session" | "shellsession" | "commandline" | "terminal" => "sh".to_owned(),
        "jsonc" | "json5" => "json".to_owned(),
        "golang" => "go".to_owned(),
        other => other.to_owned(),
    })
}

/// The lines of `html`, which marks `code`.
fn lines(html: &str, code: &str) -> Vec<String> {
    let count = LinesWithEndings::from(code).count();
    // Every line of the code is one of the HTML; closing tags behind the last one join it.
    let mut joined: Vec<String> = Vec::with_capacity(count);
    for line in LinesWithEndings::from(html) {
        match joined.len() {
            length if length == count && count > 0 => joined[length - 1].push_str(line),
            _ => joined.push(line.to_owned()),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(info: &str, code: &str, parts: &[&str]) {
        let html = block(code, &Info::new(info));
        for part in parts {
            assert!(html.contains(part), "{info}: {html}");
        }
        assert_eq!(html.matches("<span").count(), html.matches("</span>").count(), "{html}");
    }

    #[test]
    fn known_languages_are_marked() {
        check("yaml", "a: 1\n", &["class=\"language-yaml\"", "<span class=\"z-source z-yaml\">"]);
        check("bash", "ls # x\n", &["z-comment"]);
        check("md", "# A *b*\n\n- c\n", &["z-heading", "z-italic\">*b*</span>", "z-keyword\">-</span>"]);
        check("shell", "ls # x\n", &["class=\"language-shell\"", "z-comment"]);
    }

    #[test]
    fn other_code_is_plain() {
        check("nosuch", "<a>\n", &["<code class=\"language-nosuch\">&lt;a&gt;\n</code>"]);
        check("", "<a>\n", &["<code>&lt;a&gt;\n</code>"]);
        check("\"onclick=x", "a\n", &["language-&quot;onclick"]);
        check("mermaid", "a --> b\n", &["<pre class=\"mermaid\"><code>a --&gt; b\n"]);
        check("yaml", &"a".repeat(3_000), &["<code class=\"language-yaml\">aaa"]);
    }

    #[test]
    fn lines_are_numbered_on_demand() {
        check("yaml=", "a: 1\nb: 2\n", &["data-line=\"1\"", "data-line=\"2\""]);
        check("yaml=12", "a: |\n  b\n  c", &["data-line=\"12\"", "data-line=\"14\""]);
        check("md=1", "# a\n\n> b\n> c\n", &["data-line=\"1\"", "data-line=\"4\""]);
        check("=3", "a\nb\n", &["data-line=\"4\"></span>b"]);
    }
}
