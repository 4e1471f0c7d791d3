//! The ways to write an id, made from the one way to write it properly.
//!
//! `ABC-{number:4}` is also written `abc 12`, `abc_0012` and `Abc0012`. The notation is that of patterns of names:
//! `{field}`, `{field:width}`, `[part that may be absent]`; everything else stands for itself, whatever its letter
//! case, and a sign between words may be another one or none.

use std::collections::BTreeMap;

use regex::Regex;

/// The fields of ids: what each is called, the expression it matches, and whether it is a number.
const FIELDS: &[(&str, &str, bool)] = &[
    ("number", r"\d{1,6}", true),
    ("part", r"\d{1,3}", true),
    ("serial", r"\d{4,7}", true),
    ("letter", "[A-Za-z]", false),
    ("letters", "[A-Za-z]{1,4}", false),
    ("prefix", "[A-Za-z]{2,12}", false),
];

/// A part of a spelling.
#[derive(Debug, Clone, Eq, PartialEq)]
enum Part {
    /// Characters that stand for themselves.
    Text(String),
    /// A field and how many digits it is written with.
    Field(String, usize),
    /// What may be absent.
    Optional(Vec<Part>),
}

/// One way to write an id.
#[derive(Debug, Clone)]
pub(super) struct Spelling {
    parts: Vec<Part>,
    /// The expression without anchors and groups, for finding.
    find: String,
    /// The same with an anchor and groups, for reading.
    read: Regex,
    /// The fields without the words before them, for the further items of a list.
    read_fields: Regex,
}

/// What an id says, field by field: numbers without leading zeros, letters in lower case.
pub(super) type Fields = BTreeMap<String, String>;

impl Spelling {
    /// Reads the notation; nothing for a text that is none or that begins with no letter, digit or prefix and so would
    /// match everywhere.
    pub(super) fn new(text: &str) -> Option<Spelling> {
        let parts = parts(text)?;
        let begins = match parts.first() {
            Some(Part::Text(text)) => text.starts_with(char::is_alphanumeric),
            Some(Part::Field(name, _)) => name == "prefix" && matches!(parts.get(1), Some(Part::Text(_))),
            _ => false,
        };
        if !begins || fields_of(&parts).is_empty() {
            return None;
        }
        let find = expression(&parts, false);
        let anchored = |parts: &[Part]| Regex::new(&format!("^(?:{})", expression(parts, true))).ok();
        let read = anchored(&parts)?;
        let has_field = |part: &Part| !fields_of(std::slice::from_ref(part)).is_empty();
        let read_fields = anchored(&parts[parts.iter().position(has_field)?..])?;
        Some(Spelling { parts, find, read, read_fields })
    }

    /// Whether any word can stand before the number.
    pub(super) fn is_open(&self) -> bool {
        matches!(self.parts.first(), Some(Part::Field(..)))
    }

    /// The regular expression that finds the spelling in a text.
    pub(super) fn expression(&self) -> &str {
        &self.find
    }

    /// The fields of an id at the beginning of `text`, and how long it is.
    pub(super) fn read(&self, text: &str) -> Option<(Fields, usize)> {
        self.fields(&self.read, text)
    }

    /// The same for the further items of a list, which leave the words out: `6a-2` in `Lots 5, 6a-2`.
    pub(super) fn read_fields(&self, text: &str) -> Option<(Fields, usize)> {
        self.fields(&self.read_fields, text)
    }

    /// What `expression` finds at the beginning of `text`, and how long it is.
    fn fields(&self, expression: &Regex, text: &str) -> Option<(Fields, usize)> {
        let captures = expression.captures(text)?;
        let whole = captures.get(0)?;
        let mut fields = Fields::new();
        for (index, (name, _)) in fields_of(&self.parts).iter().enumerate() {
            if let Some(group) = captures.get(index + 1) {
                let value = group.as_str();
                let digits = value.trim_start_matches('0');
                let value = match value.as_bytes()[0].is_ascii_digit() {
                    true if digits.is_empty() => "0".to_owned(),
                    true => digits.to_owned(),
                    false => value.to_ascii_lowercase(),
                };
                fields.insert(name.clone(), value);
            }
        }
        Some((fields, whole.end()))
    }

    /// The id that `fields` give, or nothing where a field is missing.
    pub(super) fn write(&self, fields: &Fields) -> Option<String> {
        let mut id = String::new();
        write_parts(&self.parts, fields, &mut id).then_some(id)
    }
}

/// Names and widths of the fields, in order.
fn fields_of(parts: &[Part]) -> Vec<(String, usize)> {
    let mut found = Vec::new();
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Field(name, width) => found.push((name.clone(), *width)),
            Part::Optional(inner) => found.extend(fields_of(inner)),
        }
    }
    found
}

/// Reads the notation; nothing for an unknown field, an open bracket or an odd width.
fn parts(text: &str) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut outside: Option<Vec<Part>> = None;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let mut length = c.len_utf8();
        match c {
            '{' => {
                length = rest.find('}')? + 1;
                let (name, width) = match rest[1..length - 1].split_once(':') {
                    Some((name, width)) => {
                        (name, width.parse().ok().filter(|width| (1..=6).contains(width))?)
                    }
                    None => (&rest[1..length - 1], 0),
                };
                FIELDS.iter().find(|(field, ..)| *field == name)?;
                parts.push(Part::Field(name.to_owned(), width));
            }
            '[' if outside.is_none() => outside = Some(std::mem::take(&mut parts)),
            ']' => {
                let before = outside.take()?;
                let inner = std::mem::replace(&mut parts, before);
                parts.push(Part::Optional(inner));
            }
            '[' | '}' => return None,
            _ => match parts.last_mut() {
                Some(Part::Text(text)) => text.push(c),
                _ => parts.push(Part::Text(c.to_string())),
            },
        }
        rest = &rest[length..];
    }
    outside.is_none().then_some(parts)
}

/// Whether `c` joins the words of an id.
fn joins(c: char) -> bool {
    matches!(c, '-' | '_' | ' ' | '.')
}

/// The regular expression of `parts`, with a group for each field where `groups`.
fn expression(parts: &[Part], groups: bool) -> String {
    let mut out = String::new();
    write_expression(parts, groups, false, &mut out);
    out
}

/// Writes the expression of `parts`; `behind_field` is whether a field stands before them.
fn write_expression(parts: &[Part], groups: bool, mut behind_field: bool, out: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => {
                for (index, piece) in text.split(joins).enumerate() {
                    if index > 0 {
                        // A blank behind a number may as well begin the next word.
                        out.push_str(if behind_field { "[-_.]" } else { "[-_ ]?" });
                    }
                    if !piece.is_empty() {
                        out.push_str(&format!("(?i:{})", regex::escape(piece)));
                        behind_field = false;
                    }
                }
            }
            Part::Field(name, width) => {
                if !behind_field && out.ends_with(')') {
                    out.push_str("[-_ ]?");
                }
                let matches = FIELDS
                    .iter()
                    .find(|(field, ..)| field == name)
                    .map_or(r"\d+", |(_, matches, _)| *matches);
                out.push_str(if groups { "(" } else { "(?:" });
                match width {
                    // Zeros in front may be left out; a longer number is another thing.
                    1.. => out.push_str(&format!(r"\d{{1,{width}}}")),
                    0 => out.push_str(matches),
                }
                out.push(')');
                behind_field = true;
            }
            Part::Optional(inner) => {
                out.push_str("(?:");
                write_expression(inner, groups, behind_field, out);
                // What would tear a word apart is absent: the `wo` of `T13wo` is no letter.
                out.push_str(r"(?-u:\b))?");
            }
        }
    }
}

/// Writes the id that `fields` give; `false` where a field is missing.
fn write_parts(parts: &[Part], fields: &Fields, out: &mut String) -> bool {
    parts.iter().all(|part| match part {
        Part::Text(text) => {
            out.push_str(text);
            true
        }
        Part::Field(name, width) => match fields.get(name) {
            Some(value) => {
                out.push_str(&"0".repeat(width.saturating_sub(value.len())));
                out.push_str(value);
                true
            }
            None => false,
        },
        Part::Optional(inner) => {
            let mut written = String::new();
            // A part without a field, such as a plural's `s`, is never the proper spelling.
            if !fields_of(inner).is_empty() && write_parts(inner, fields, &mut written) {
                out.push_str(&written);
            }
            true
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, expected: Option<(&str, usize)>) {
        let spelling = Spelling::new(pattern).unwrap();
        let read = spelling.read(text).map(|(fields, length)| (spelling.write(&fields).unwrap(), length));
        assert_eq!(read.as_ref().map(|(id, length)| (id.as_str(), *length)), expected, "{pattern} in {text}");
    }

    #[test]
    fn an_id_is_read_in_every_spelling() {
        for text in ["T06c", "t06C", "T6c", "T-6c", "T 06c", "T_06c"] {
            check("T-{number:2}[{letter}][-{part}]", text, Some(("T-06c", text.len())));
        }
        check("T{number:2}[{letter}][-{part}]", "T13wo", Some(("T13", 3)));
        check("T{number:2}[{letter}][-{part}]", "T 10.3 and", Some(("T10-3", 6)));
        check("T{number:2}[{letter}][-{part}]", "T10.3 and", Some(("T10-3", 5)));
        check("T{number:2}[{letter}][-{part}]", "T10 3 people", Some(("T10", 3)));
        check("Lot[s] {number}", "lots 5, 6", Some(("Lot 5", 6)));
    }

    #[test]
    fn what_would_match_everywhere_is_no_spelling() {
        for text in
            ["", "{number}", "-{number}", "T", "{prefix}{number}", "T{nmber}", "T[{number}", "T{number:x}"]
        {
            assert!(Spelling::new(text).is_none(), "{text}");
        }
    }
}
