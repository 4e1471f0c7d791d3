//! The address that opens a file in the editor of the person at the machine.
//!
//! A link, which the browser hands to the editor, and never a program that the server starts: so nothing that a page
//! or another site asks for can run anything.

use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Editors by name, with the address of a file in each.
const KNOWN: &[(&str, &str)] = &[
    ("vscode", "vscode://file/{path}:{line}"),
    ("vscodium", "vscodium://file/{path}:{line}"),
    ("cursor", "cursor://file/{path}:{line}"),
    ("windsurf", "windsurf://file/{path}:{line}"),
    ("zed", "zed://file/{path}:{line}"),
    ("idea", "idea://open?file={path}&line={line}"),
    ("sublime", "subl://open?url=file:///{path}&line={line}"),
    ("textmate", "txmt://open?url=file:///{path}&line={line}"),
];

/// Signs that stay as they are in a path.
const IN_PATH: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// How a file is opened.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Editor {
    /// The address with `{path}` and `{line}`; nothing where no editor is offered.
    pattern: Option<String>,
}

impl Editor {
    /// The editor called `name`: one that is known, `none`, or an address with `{path}`.
    pub fn parse(name: &str) -> Result<Editor, String> {
        let known = KNOWN.iter().find(|(known, _)| *known == name).map(|&(_, pattern)| pattern.to_owned());
        let has_scheme = |name: &str| name.split_once(':').is_some_and(|(scheme, _)| !is_script(scheme));
        match (name, known) {
            ("none", _) => Ok(Editor { pattern: None }),
            (_, Some(pattern)) => Ok(Editor { pattern: Some(pattern) }),
            _ if name.contains("{path}") && has_scheme(name) => Ok(Editor { pattern: Some(name.to_owned()) }),
            _ => {
                let names: Vec<&str> = KNOWN.iter().map(|(name, _)| *name).collect();
                Err(format!("expected one of {}, none, or an address with {{path}}", names.join(", ")))
            }
        }
    }

    /// The editor that the person seems to use: the one that the terminal belongs to or that the environment names.
    pub fn guess(variable: impl Fn(&str) -> Option<String>) -> Editor {
        let words: Vec<String> =
            ["TERM_PROGRAM", "VISUAL", "EDITOR"].iter().filter_map(|name| variable(name)).collect();
        let signs = [("zed", "zed"), ("cursor", "cursor"), ("windsurf", "windsurf"), ("codium", "vscodium")];
        let signs = signs.into_iter().chain([("subl", "sublime"), ("idea", "idea"), ("mate", "textmate")]);
        let found = signs.into_iter().find(|(sign, _)| words.iter().any(|word| word.contains(sign)));
        Editor::parse(found.map_or("vscode", |(_, name)| name)).unwrap_or_default()
    }

    /// The address that opens `file` at `line`, from 1.
    pub fn url(&self, file: &Path, line: Option<u32>) -> Option<String> {
        let path = file.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
        let path = utf8_percent_encode(path.trim_start_matches('/'), IN_PATH).to_string();
        let line = line.unwrap_or(1).to_string();
        Some(self.pattern.as_ref()?.replace("{path}", &path).replace("{line}", &line))
    }
}

/// Whether a scheme runs what follows it.
fn is_script(scheme: &str) -> bool {
    ["javascript", "data", "vbscript"].contains(&scheme.trim().to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        let editor = Editor::parse(name).ok();
        let url = editor.and_then(|editor| editor.url(Path::new("/home/jo/a b\"&?.md"), Some(7)));
        assert_eq!(url.as_deref(), expected, "{name}");
    }

    #[test]
    fn a_file_opens_in_each_editor() {
        check("vscode", Some("vscode://file/home/jo/a%20b%22%26%3F.md:7"));
        check("idea", Some("idea://open?file=home/jo/a%20b%22%26%3F.md&line=7"));
        check("emacs://open?f=/{path}", Some("emacs://open?f=/home/jo/a%20b%22%26%3F.md"));
    }

    #[test]
    fn what_is_no_editor_is_refused() {
        check("none", None);
        check("emacs", None);
        check("javascript:alert('{path}')", None);
    }

    #[test]
    fn the_environment_tells_the_editor() {
        let guess = |value: &'static str| Editor::guess(|name| (name == "VISUAL").then(|| value.to_owned()));
        assert_eq!(guess("/usr/bin/zed --wait"), Editor::parse("zed").unwrap());
        assert_eq!(guess("vim"), Editor::parse("vscode").unwrap());
    }
}
