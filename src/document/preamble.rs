//! Lines at the top that say what a text is, as in the header of a letter:
//!
//! ```text
//! ABC: 8
//! Title: How we name things
//! Created: 5-Jul-2021,
//!          6-Jul-2021
//! ```
//!
//! They stand there plainly or as a block of code. Only a source that is configured so is read for them, because in
//! other texts a line with a colon is a line with a colon.

use serde_yaml::{Mapping, Value};

use super::FrontMatter;
use crate::base::Span;
use crate::base::yaml::Node;

/// Most letters of a name; what is longer is a sentence.
const LONGEST: usize = 40;

/// Reads the preamble of `text`, whose body begins at `start`, and says where the text behind it begins.
pub(super) fn read(text: &str, start: usize) -> Option<(FrontMatter, usize)> {
    let mut at = start;
    let mut lines = text.get(start..)?.split_inclusive('\n').map(|line| {
        let place = at;
        at += line.len();
        (place, line)
    });
    let (mut place, mut line) = lines.find(|(_, line)| !line.trim().is_empty())?;
    let fence = ["```", "~~~"].into_iter().find(|fence| line.starts_with(fence));
    let begin = place;
    if fence.is_some() {
        (place, line) = lines.next()?;
    }
    let mut fields: Vec<(Span, Span, String)> = Vec::new();
    let mut end;
    loop {
        let is_end = match fence {
            Some(fence) => line.trim_end() == fence,
            None => line.trim().is_empty(),
        };
        if is_end {
            end = place + line.len();
            break;
        }
        match (field(place, line), fields.last_mut()) {
            (Some(field), _) => fields.push(field),
            (None, Some((_, span, value))) if line.starts_with([' ', '\t']) => {
                // The line belongs to the one above.
                value.push(' ');
                value.push_str(line.trim());
                span.end = Span::at(place + line.trim_end().len()).start;
            }
            // Markdown itself, whose first lines happen to have colons.
            _ => return None,
        }
        end = place + line.len();
        match lines.next() {
            Some(next) => (place, line) = next,
            None => break,
        }
    }
    if fields.is_empty() {
        return None;
    }
    let mut value = Mapping::new();
    let span = Span::new(begin, begin + text[begin..end].trim_end().len());
    let mut positions = Node::leaf(span);
    for (key, place, words) in fields {
        let name = key.of(text).unwrap_or_default();
        positions.children.push((name.into(), Node { key: Some(key), span: place, children: Vec::new() }));
        value.insert(name.into(), words.into());
    }
    Some((FrontMatter { value: Value::Mapping(value), span, positions }, end))
}

/// Name and value of the line at `place`.
fn field(place: usize, line: &str) -> Option<(Span, Span, String)> {
    let (name, value) = line.split_once(':')?;
    let is_name = !name.is_empty()
        && name.len() <= LONGEST
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ' '))
        && (value.starts_with([' ', '\t']) || value.trim().is_empty());
    let from = place + name.len() + 1 + (value.len() - value.trim_start().len());
    let words = value.trim();
    is_name.then(|| {
        (Span::new(place, place + name.len()), Span::new(from, from + words.len()), words.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `expected` is each field as `name=value` and the text behind.
    #[track_caller]
    fn check(text: &str, expected: Option<(&[&str], &str)>) {
        let found = read(text, 0).map(|(front, body)| {
            let Value::Mapping(fields) = &front.value else { panic!("no mapping") };
            let field = |(key, value): (&Value, &Value)| {
                let key = key.as_str().unwrap();
                let place = front.positions.child(key).span.of(text).unwrap();
                assert!(
                    value.as_str().unwrap().starts_with(place.lines().next().unwrap_or_default()),
                    "{place}"
                );
                format!("{key}={}", value.as_str().unwrap())
            };
            (fields.iter().map(field).collect::<Vec<_>>(), text[body..].to_owned())
        });
        let expected = expected.map(|(fields, body)| {
            (fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>(), body.to_owned())
        });
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn lines_at_the_top_are_fields() {
        check("ABC: 8\nTitle: A: b\n\n# Text\n", Some((&["ABC=8", "Title=A: b"], "# Text\n")));
        check("\nABC: 8\nNotes:\n", Some((&["ABC=8", "Notes="], "")));
        check("Dates: 5-Jul-2021,\n       6-Jul-2021\n\nx", Some((&["Dates=5-Jul-2021, 6-Jul-2021"], "x")));
        check("ABC: 8\r\nTitle: x\r\n\r\ny", Some((&["ABC=8", "Title=x"], "y")));
    }

    #[test]
    fn so_are_those_of_a_block_of_code() {
        check("```text\nABC: 8\nTitle: x\n```\n\ny\n", Some((&["ABC=8", "Title=x"], "\ny\n")));
        check("```\nABC: 8\nlet x = y\n```\n", None);
    }

    #[test]
    fn other_texts_have_none() {
        for text in
            ["", "# ABC: 8\n", "Note: read this\nfirst\n\nx", "https://example.org\n", "ratio 1:2\n", "A:b\n"]
        {
            check(text, None);
        }
    }
}
