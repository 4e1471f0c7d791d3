//! Code with its words marked by classes. Their colours are the theme's, in `static/highlight.css`.
//!
//! Classes rather than colours, so that one page serves the light and the dark theme and a strict content policy. What
//! a block is made of is here; its words are marked by the [`language`]s, and in a browser by a module of its own.

#[cfg(feature = "native")]
mod grammar;
#[cfg(feature = "highlighter")]
pub mod language;
mod memory;

use pulldown_cmark_escape::escape_html;
use serde::{Deserialize, Serialize};

use crate::base::Hash;
pub use memory::Memory;

/// Largest block that is highlighted, in bytes. Longer ones are data, and would cost seconds.
const LARGEST: usize = 100_000;
/// Longest line that is highlighted, in bytes: the regular expressions work on lines.
const LONGEST_LINE: usize = 2_000;

/// Where the languages stand on the site, for who marks code in a browser.
pub const FILE: &str = "engine-syntaxes.bin";

/// The languages as that file; nothing in a browser, which cannot write one.
pub fn dump() -> Option<Vec<u8>> {
    #[cfg(feature = "native")]
    return Some(language::dump());
    #[cfg(not(feature = "native"))]
    return None;
}

/// Code whose words are to be marked elsewhere.
#[derive(Debug, Serialize, Deserialize)]
struct Question<'a> {
    /// Under what the block is remembered.
    key: Hash,
    /// What the languages call its language.
    name: &'a str,
    /// The code.
    code: &'a str,
}

/// The HTML of its words, where its language is known.
#[derive(Debug, Serialize, Deserialize)]
struct Answer {
    /// The key of the question.
    key: Hash,
    /// The HTML.
    marked: Option<String>,
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

/// The HTML of a block of code, whole with its `<pre>`; `marked` is that of its words where they are marked.
fn block(code: &str, info: &Info<'_>, marked: Option<&str>) -> String {
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
    match (marked, info.first_line) {
        (Some(marked), None) => html.push_str(marked),
        (Some(marked), Some(first)) => {
            for (n, line) in lines(marked, code).iter().enumerate() {
                push_numbered(&mut html, first.saturating_add(n), line);
            }
        }
        (None, None) => escape(&mut html, code),
        (None, Some(first)) => {
            for (n, line) in code.split_inclusive('\n').enumerate() {
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

/// What the languages call that of `code`; nothing for code in none, or of a size that is not to be highlighted.
fn name(code: &str, language: &str) -> Option<String> {
    if code.len() > LARGEST || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    Some(match language.to_ascii_lowercase().as_str() {
        "" | "text" | "txt" | "plain" | "plaintext" | "mermaid" => return None,
        // Names that people use and the set of syntaxes has under another.
        "console" | "shell-session" | "shellsession" | "commandline" | "terminal" => "sh".to_owned(),
        "jsonc" | "json5" => "json".to_owned(),
        "golang" => "go".to_owned(),
        other => other.to_owned(),
    })
}

/// Whether it is our own parser that reads the language called `name`.
///
/// Syntect's grammar of Markdown holds those of all languages that a fence can name, and costs as much as a hundred
/// pages before it has marked a word.
fn is_markdown(name: &str) -> bool {
    matches!(name, "md" | "markdown" | "mdown")
}

/// The lines of `html`, which marks `code`.
fn lines(html: &str, code: &str) -> Vec<String> {
    let count = code.split_inclusive('\n').count();
    // Every line of the code is one of the HTML; closing tags behind the last one join it.
    let mut joined: Vec<String> = Vec::with_capacity(count);
    for line in html.split_inclusive('\n') {
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
        let html = Memory::default().block(code, &Info::new(info));
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
