//! What stands in front of the text between `---` (YAML) or `+++` (TOML) lines.

use crate::base::{Diagnostic, Location, SourcePath, Span, yaml};
use crate::code;

/// The data in front of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    /// The data; TOML is turned into the same values, its dates into text.
    pub value: serde_yaml::Value,
    /// From the first sign of the opening line to the last one of the closing line.
    pub span: Span,
    /// Where each value stands; of TOML only the whole is known.
    pub positions: yaml::Node,
}

/// A text divided at its front matter.
#[derive(Debug)]
pub(crate) struct Split {
    /// The front matter, where there is any that can be read.
    pub(crate) front_matter: Option<FrontMatter>,
    /// Offset at which the text proper begins.
    pub(crate) body: usize,
    /// What is wrong with the front matter.
    pub(crate) problems: Vec<Diagnostic>,
}

/// Finds and reads the front matter of `text`, the file at `path`.
///
/// Three hyphens are a thematic break as well. Front matter they begin only where a closing line follows and what is
/// between is a mapping, or was meant to be one. With `preamble`, lines such as `Status: Draft` are front matter too.
pub(crate) fn split(path: &SourcePath, text: &str, preamble: bool) -> Split {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let none = Split { front_matter: None, body: start, problems: Vec::new() };
    let Some(found) = find(text, start) else {
        let preamble = if preamble { super::preamble::read(text, start) } else { None };
        return preamble.map_or(none, |(front_matter, body)| Split {
            front_matter: Some(front_matter),
            body,
            problems: Vec::new(),
        });
    };
    let inside = &text[found.inside.clone()];
    let span = Span::new(start, found.end);
    let location = |span| Location::span(path, span);
    let (front_matter, problems) = match found.fence {
        "+++" => toml(inside, found.inside.start, span),
        _ => match yaml(inside, found.inside.start, span) {
            Some(read) => read,
            None => return none,
        },
    };
    let problems = problems
        .into_iter()
        .map(|(span, message, hints)| {
            let problem = Diagnostic::warning(code::FRONT_MATTER, message).at(location(span));
            hints.into_iter().fold(problem, |problem, hint| problem.hint(hint))
        })
        .collect();
    Split { front_matter, body: found.body, problems }
}

/// Where front matter stands.
pub(super) struct Place {
    /// `---` or `+++`.
    fence: &'static str,
    /// What is between the lines.
    inside: std::ops::Range<usize>,
    /// Behind the closing line, without its line ending.
    pub(super) end: usize,
    /// Where the text proper begins.
    body: usize,
}

/// Finds the lines around the front matter of `text`, which begins at `start`.
pub(super) fn find(text: &str, start: usize) -> Option<Place> {
    let mut lines = text[start..].split_inclusive('\n');
    let opening = lines.next()?;
    let fence = match opening.trim_end() {
        "---" => "---",
        "+++" => "+++",
        _ => return None,
    };
    let inside = start + opening.len();
    let mut at = inside;
    for line in lines {
        let bare = line.trim_end();
        if bare == fence || fence == "---" && bare == "..." {
            return Some(Place { fence, inside: inside..at, end: at + bare.len(), body: at + line.len() });
        }
        at += line.len();
    }
    None
}

/// A problem: where, what, what to do.
type Problem = (Span, String, Vec<String>);

/// Reads `inside`, which stands at `offset`, as YAML; nothing where it is no front matter at all.
fn yaml(inside: &str, offset: usize, span: Span) -> Option<(Option<FrontMatter>, Vec<Problem>)> {
    let (yaml, problems) = yaml::parse(inside, offset);
    // A comment of YAML is a heading of Markdown, unless a key was commented out.
    let looks_like_data = || {
        let first = inside.lines().map(|line| line.trim().trim_start_matches('#').trim_start());
        first.into_iter().find(|line| !line.is_empty()).is_none_or(|line| {
            let key = line.split_once(':').map(|(key, _)| key.trim());
            key.is_some_and(|key| !key.is_empty() && !key.contains(char::is_whitespace))
                || line.starts_with('{')
        })
    };
    let problems: Vec<Problem> =
        problems.into_iter().map(|problem| (problem.span, problem.message, problem.hints)).collect();
    match yaml.value {
        serde_yaml::Value::Mapping(_) => {}
        serde_yaml::Value::Null if looks_like_data() => {}
        _ => return None,
    }
    Some((Some(FrontMatter { value: yaml.value, span, positions: yaml.node }), problems))
}

/// Reads `inside`, which stands at `offset`, as TOML.
fn toml(inside: &str, offset: usize, span: Span) -> (Option<FrontMatter>, Vec<Problem>) {
    match inside.parse::<toml::Table>() {
        Ok(table) => {
            let value = value(toml::Value::Table(table));
            (Some(FrontMatter { value, span, positions: yaml::Node::leaf(span) }), Vec::new())
        }
        Err(error) => {
            let place = error.span().map_or(span, |place| Span::from(place).shifted(offset));
            let message = format!("front matter is not valid TOML: {}", error.message());
            (None, vec![(place, message, Vec::new())])
        }
    }
}

/// The value of TOML as one of YAML.
fn value(toml: toml::Value) -> serde_yaml::Value {
    match toml {
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(list) => serde_yaml::Value::Sequence(list.into_iter().map(value).collect()),
        toml::Value::Table(table) => {
            let entries = table.into_iter().map(|(key, item)| (key.into(), value(item)));
            serde_yaml::Value::Mapping(entries.collect())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{RelPath, SourceName};

    /// `expected` is the front matter as JSON, `null` for none, then the text proper and the spans with problems.
    #[track_caller]
    fn check(text: &str, expected: &str, body: &str, problems: &[&str]) {
        let path = SourcePath::new(&SourceName::new("pages"), &RelPath::new("a.md").unwrap());
        let split = split(&path, text, false);
        let value = split.front_matter.as_ref().map(|front_matter| &front_matter.value);
        assert_eq!(serde_json::to_string(&value).unwrap(), expected, "{text:?}");
        assert_eq!(&text[split.body..], body, "{text:?}");
        let spans: Vec<&str> = split
            .problems
            .iter()
            .map(|problem| problem.location.as_ref().and_then(|place| place.span?.of(text)).unwrap_or("?"))
            .collect();
        assert_eq!(spans, problems, "{text:?}: {:?}", split.problems);
    }

    #[test]
    fn yaml_and_toml_give_the_same() {
        check("---\ntitle: A\nn: 1\n---\nx", r#"{"title":"A","n":1}"#, "x", &[]);
        check("+++\ntitle = 'A'\nd = 2023-09-20\n+++\nx", r#"{"d":"2023-09-20","title":"A"}"#, "x", &[]);
        check("---\r\ntitle: A\r\n---\r\nx", r#"{"title":"A"}"#, "x", &[]);
        check("---\ntitle: A\n...\nx", r#"{"title":"A"}"#, "x", &[]);
        check("---\n---\nx", "null", "x", &[]);
        check("---\n# title: A\n#\n---\nx", "null", "x", &[]);
        check("---\ntitle: A\n---", r#"{"title":"A"}"#, "", &[]);
    }

    #[test]
    fn a_byte_order_mark_hides_nothing() {
        check("\u{feff}---\ntitle: A\n---\nx", r#"{"title":"A"}"#, "x", &[]);
        check("\u{feff}x", "null", "x", &[]);
    }

    #[test]
    fn a_thematic_break_is_none() {
        for text in [
            "---\ntext",
            "---\n\n# Heading\n\ntext\n\n---\nmore",
            "---\n- a\n- b\n---\n",
            "---\n\n# Welcome\n\n---\n\nSecond",
            "---\r\n# Welcome\r\n---\r\nSecond",
            "----\na: b\n----\n",
        ] {
            check(text, "null", text, &[]);
        }
    }

    #[test]
    fn what_is_broken_is_told_and_the_text_stays() {
        check("+++\na = \n+++\nx", "null", "x", &[""]);
        let text = "---\ntitle: [A\n---\nx";
        let path = SourcePath::new(&SourceName::new("pages"), &RelPath::new("a.md").unwrap());
        let split = split(&path, text, false);
        assert_eq!((&text[split.body..], split.problems.len()), ("x", 1));
    }

    #[test]
    fn places_count_from_the_beginning_of_the_file() {
        let text = "\u{feff}---\ntitle: Some title\n---\n";
        let path = SourcePath::new(&SourceName::new("pages"), &RelPath::new("a.md").unwrap());
        let front_matter = split(&path, text, false).front_matter.unwrap();
        assert_eq!(front_matter.positions.child("title").span.of(text), Some("Some title"));
        assert_eq!(front_matter.span.of(text), Some("---\ntitle: Some title\n---"));
    }
}
