//! Note fragments: one file per change, written together with the change.
//!
//! ```text
//! ---
//! kind: feature
//! component: tools
//! links: [tools#12, issues#34]
//! ---
//! Lists have two ends.
//! ```
//!
//! They lie in the folder `next` beside the notes, are no pages of the site, and go into the draft of the release that
//! comes next.

use crate::base::nearest::nearest;
use crate::base::{Diagnostic, Location, RelPath, SourceName, SourcePath, Span};
use crate::code;
use crate::document::{self, Options};
use crate::source::config::ReleasesConfig;
use crate::source::{File, Kind, Source, SourceSet};

use super::item::says_something;

/// The folder beside the notes that holds the fragments.
pub use crate::source::config::FRAGMENTS as FOLDER;

/// What a fragment is about.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum FragmentKind {
    /// What everybody should hear of.
    Highlight,
    /// Something new.
    Feature,
    /// Something that works differently.
    Change,
    /// Something that works again.
    Fix,
    /// What has to be done when moving to the release.
    Upgrade,
    /// What will go.
    Deprecation,
    /// What is gone.
    Removal,
    /// What was unsafe.
    Security,
    /// What does not work yet.
    KnownIssue,
}

/// All kinds with their words.
pub const KINDS: [(&str, FragmentKind); 9] = [
    ("highlight", FragmentKind::Highlight),
    ("feature", FragmentKind::Feature),
    ("change", FragmentKind::Change),
    ("fix", FragmentKind::Fix),
    ("upgrade", FragmentKind::Upgrade),
    ("deprecation", FragmentKind::Deprecation),
    ("removal", FragmentKind::Removal),
    ("security", FragmentKind::Security),
    ("known-issue", FragmentKind::KnownIssue),
];

/// One fragment.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Fragment {
    /// The file's name without its extension, which is how the notes know it.
    pub name: String,
    /// Where it lies.
    pub path: SourcePath,
    /// What it is about.
    pub kind: FragmentKind,
    /// The component that changed, where it says so.
    pub component: Option<String>,
    /// Issues (`tools#12`), commits and addresses that it names as evidence.
    pub links: Vec<String>,
    /// Its words, as Markdown; relative links are from its own folder.
    pub text: String,
}

/// The fragments of `source`, which is called `name`, in the order of their names; what cannot be used is told.
pub fn all(name: &SourceName, source: &Source, diagnostics: &mut Vec<Diagnostic>) -> Vec<Fragment> {
    let fragment = |(path, file): (&RelPath, &File)| match file {
        File::Data(text) if source.config.kind == Kind::Releases && ReleasesConfig::is_fragment(path) => {
            read(&SourcePath::new(name, path), &text.text, diagnostics)
        }
        _ => None,
    };
    source.files.iter().filter_map(fragment).collect()
}

/// What is to be said of the fragments of all `sources`.
pub fn problems(sources: &SourceSet) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for (name, source) in &sources.sources {
        all(name, source, &mut diagnostics);
    }
    diagnostics
}

/// Reads the fragment at `path`; nothing, with a diagnostic, where it cannot be used.
pub fn read(path: &SourcePath, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Fragment> {
    let parsed = document::parse(path, text, &Options::default()).unload(diagnostics);
    let wrong = |span: Option<Span>, message: String, hint: String| {
        Diagnostic::warning(code::NOTE_FRAGMENT, message)
            .at(Location { span, ..Location::file(path) })
            .hint(hint)
    };
    let kinds: Vec<&str> = KINDS.iter().map(|(word, _)| *word).collect();
    let Some(front) = &parsed.front_matter else {
        let hint = format!("begin it with front matter that has a `kind`: {}", kinds.join(", "));
        diagnostics.push(wrong(None, format!("note `{}` has no kind", path.path.stem()), hint));
        return None;
    };
    let value = |key: &str| front.value.get(key);
    let word = value("kind").and_then(serde_yaml::Value::as_str).unwrap_or_default().trim().to_lowercase();
    let Some(kind) = KINDS.iter().find(|(known, _)| *known == word).map(|(_, kind)| *kind) else {
        let hint = match nearest(&word, kinds.iter().copied()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => format!("write one of {}", kinds.join(", ")),
        };
        let message = match word.as_str() {
            "" => format!("note `{}` has no kind", path.path.stem()),
            _ => format!("`{word}` is no kind of note"),
        };
        diagnostics.push(wrong(Some(line_of("kind", text, front.span)), message, hint));
        return None;
    };
    let body = text.get(front.span.end as usize..).unwrap_or_default().replace("\r\n", "\n");
    if !says_something(&body) {
        let hint = "write below the front matter what changed, as a reader is to see it".to_owned();
        diagnostics.push(wrong(None, format!("note `{}` says nothing", path.path.stem()), hint));
        return None;
    }
    let texts = |key: &str| -> Vec<String> {
        match value(key) {
            Some(serde_yaml::Value::Sequence(list)) => {
                list.iter().filter_map(serde_yaml::Value::as_str).map(|text| text.trim().to_owned()).collect()
            }
            Some(serde_yaml::Value::String(text)) => vec![text.trim().to_owned()],
            _ => Vec::new(),
        }
    };
    Some(Fragment {
        name: path.path.stem().to_owned(),
        path: path.clone(),
        kind,
        component: texts("component").into_iter().find(|name| !name.is_empty()),
        links: texts("links").into_iter().filter(|link| !link.is_empty()).collect(),
        text: whole_lines(&body).to_owned(),
    })
}

/// The line of the front matter at `front` that gives `key`, or all of it.
fn line_of(key: &str, text: &str, front: Span) -> Span {
    let mut at = front.start as usize;
    for line in text.get(front.range()).unwrap_or_default().split_inclusive('\n') {
        let rest = line.trim_start_matches(['"', '\'']).strip_prefix(key);
        if rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with(':')) {
            return Span::new(at, at + line.trim_end().len());
        }
        at += line.len();
    }
    front
}

/// `text` without the blank lines around it: what indents the first line may make it code.
fn whole_lines(text: &str) -> &str {
    let blank = text.len() - text.trim_start().len();
    let start = text[..blank].rfind('\n').map_or(0, |end| end + 1);
    text[start..].trim_end()
}

/// The text of `fragment`, a new one, which has been read back; or why it cannot be written.
pub fn new(fragment: &Fragment) -> Result<String, Diagnostic> {
    let refuse = |message: &str, hint: &str| Err(Diagnostic::error(code::NOTE_FRAGMENT, message).hint(hint));
    if !says_something(&fragment.text) {
        return refuse("the note says nothing", "say what changed, as a reader of the notes is to see it");
    }
    if fragment.component.as_ref().is_some_and(|name| name.trim().is_empty()) {
        return refuse("a component has a name", "give it, or leave `--component` out");
    }
    if fragment.links.iter().any(|link| link.trim().is_empty()) {
        return refuse("a link leads somewhere", "name an issue such as `tools#12`, or an address");
    }
    let wanted = Fragment {
        component: fragment.component.as_ref().map(|name| name.trim().to_owned()),
        links: fragment.links.iter().map(|link| link.trim().to_owned()).collect(),
        text: whole_lines(&fragment.text.replace("\r\n", "\n")).to_owned(),
        ..fragment.clone()
    };
    let written = write(&wanted);
    match read(&fragment.path, &written, &mut Vec::new()) == Some(wanted) {
        true => Ok(written),
        false => refuse("the note would be read as something else", "write its file by hand"),
    }
}

/// The text of the file of `fragment`.
fn write(fragment: &Fragment) -> String {
    // JSON is YAML, and quotes whatever needs it.
    let quoted = |text: &String| serde_json::Value::from(text.as_str()).to_string();
    let mut front = format!("---\nkind: {}\n", fragment.kind.as_str());
    if let Some(component) = &fragment.component {
        front.push_str(&format!("component: {}\n", quoted(component)));
    }
    if !fragment.links.is_empty() {
        let links: Vec<String> = fragment.links.iter().map(quoted).collect();
        front.push_str(&format!("links: [{}]\n", links.join(", ")));
    }
    format!("{front}---\n{}\n", fragment.text)
}

/// A name for the file of a fragment that says `text`: its first words, or its kind where it has none.
pub fn file_name(kind: FragmentKind, text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.take(6).collect::<Vec<_>>().join("-").to_lowercase();
    // As long as any file system allows, in any script.
    let name: String = name.chars().take(60).collect();
    if name.is_empty() { kind.as_str().to_owned() } else { name }
}

impl FragmentKind {
    /// The word for it in front matter.
    pub fn as_str(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("change", |(word, _)| word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{RelPath, SourceName};

    /// What is read of `text`, and what is said about it.
    #[track_caller]
    fn check(text: &str, expected: Option<(&str, Option<&str>, &[&str], &str)>, said: &str) {
        let path = SourcePath::new(&SourceName::new("releases"), &RelPath::new("next/lists.md").unwrap());
        let mut diagnostics = Vec::new();
        let fragment = read(&path, text, &mut diagnostics);
        let shown = fragment.as_ref().map(|fragment| {
            let links: Vec<&str> = fragment.links.iter().map(String::as_str).collect();
            (fragment.kind.as_str(), fragment.component.as_deref(), links, fragment.text.as_str())
        });
        let expected = expected.map(|(kind, component, links, text)| (kind, component, links.to_vec(), text));
        assert_eq!(shown, expected, "{text}");
        let messages: Vec<&str> = diagnostics.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(messages.join("; "), said, "{text}");
    }

    #[test]
    fn a_fragment_says_what_changed_and_where() {
        check(
            "---\nkind: feature\ncomponent: tools\nlinks: [tools#12, issues#3]\n---\nLists have *two* ends.\n",
            Some(("feature", Some("tools"), &["tools#12", "issues#3"], "Lists have *two* ends.")),
            "",
        );
        check("---\nkind: Fix\nlinks: tools#1\n---\nx", Some(("fix", None, &["tools#1"], "x")), "");
    }

    #[test]
    fn what_cannot_be_used_is_told() {
        check("Lists.", None, "note `lists` has no kind");
        check("---\ntitle: x\n---\nLists.", None, "note `lists` has no kind");
        check("---\nkind: feautre\n---\nLists.", None, "`feautre` is no kind of note");
        check("---\nkind: fix\n---\n", None, "note `lists` says nothing");
    }

    #[test]
    fn a_fragment_keeps_its_lines() {
        check("---\nkind: fix\n---\n\n    code\n", Some(("fix", None, &[], "    code")), "");
        check("---\r\nkind: fix\r\n---\r\na\r\nb\r\n", Some(("fix", None, &[], "a\nb")), "");
        check("---\nkind: fix\n---\n<!-- a -->\n", None, "note `lists` says nothing");
    }

    /// A new fragment that says `text`.
    fn wanted(text: &str, component: Option<&str>, links: &[&str]) -> Fragment {
        Fragment {
            name: "lists".to_owned(),
            path: SourcePath::new(&SourceName::new("releases"), &RelPath::new("next/lists.md").unwrap()),
            kind: FragmentKind::KnownIssue,
            component: component.map(str::to_owned),
            links: links.iter().map(|link| (*link).to_owned()).collect(),
            text: text.to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        let links = ["tools#12", "https://example.org/a: b"];
        let text = new(&wanted(" Lists have *two* ends. ", Some("tools: all"), &links)).unwrap();
        check(&text, Some(("known-issue", Some("tools: all"), &links, " Lists have *two* ends.")), "");
        for text in ["🚀", "---\nkind: fix\n---\nx", "~", "#1", "a\r\n\r\nb", "```\n---\n```"] {
            assert!(new(&wanted(text, None, &[])).is_ok(), "{text}");
        }
    }

    #[test]
    fn what_says_nothing_is_refused() {
        for (text, component, links, said) in [
            ("", None, &[][..], "the note says nothing"),
            (" \n", None, &[], "the note says nothing"),
            ("<!-- x -->", None, &[], "the note says nothing"),
            ("a", Some(" "), &[], "a component has a name"),
            ("a", None, &["tools#1", ""], "a link leads somewhere"),
        ] {
            assert_eq!(new(&wanted(text, component, links)).unwrap_err().message, said, "{text}");
        }
    }

    #[test]
    fn a_file_has_a_name_whatever_it_says() {
        for (text, expected) in [
            ("Lists have *two* ends, and a middle", "lists-have-two-ends-and-a"),
            ("Größe: später", "größe-später"),
            ("…", "fix"),
            ("🚀", "fix"),
        ] {
            assert_eq!(file_name(FragmentKind::Fix, text), expected, "{text}");
        }
    }
}
