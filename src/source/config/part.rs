//! The parts that patterns of names and formats of dates are made of.
//!
//! The notation is explained in [`super::pattern`]; which fields there are is for the two to say.

use std::ops::Range;

use crate::base::nearest::nearest;

/// The longest pattern; a longer one is no pattern that a person wrote.
const MAX_LENGTH: usize = 500;

/// A part of a pattern.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(super) enum Part {
    /// Characters that stand for themselves.
    Text(String),
    /// `{name:width}` or `{name+add}`.
    Field {
        /// Which field.
        name: String,
        /// How many digits or characters exactly; nothing for any number.
        width: Option<usize>,
        /// What is added to the number when it is written.
        add: i64,
    },
    /// `*`
    Any,
    /// `**`, or `**/`, which may also be no folder at all.
    AnyFolders {
        /// Whether a `/` belongs to it.
        slash: bool,
    },
    /// `[` and `]` around parts that may be absent.
    Optional(Vec<Part>),
}

/// Why a text is no pattern.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct PatternError {
    /// The stretch of the pattern that is meant.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// Reads a pattern with the fields of `known`.
pub(super) fn parts(text: &str, known: &[(&str, &str, &str)]) -> Result<Vec<Part>, PatternError> {
    let error = |range: Range<usize>, message: &str, hint: Option<String>| PatternError {
        range,
        message: message.to_owned(),
        hint,
    };
    if text.len() > MAX_LENGTH {
        return Err(error(0..text.len(), "pattern is too long", None));
    }
    let mut parts = Vec::new();
    // What stood before an open `[`, and where that is.
    let mut outside: Option<(Vec<Part>, usize)> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            push_text(&mut parts, c);
            at += 2;
        } else if rest.starts_with("**") {
            let slash = rest.starts_with("**/");
            parts.push(Part::AnyFolders { slash });
            at += if slash { 3 } else { 2 };
        } else if c == '{' {
            let Some(length) = rest.find('}').filter(|&end| !rest[1..end].contains('{')) else {
                let hint = "close it with `}`, or write `{{` for a brace".to_owned();
                return Err(error(at..at + 1, "`{` is never closed", Some(hint)));
            };
            parts.push(field(&rest[1..length], at + 1, known)?);
            at += length + 1;
        } else if c == '}' {
            let hint = "write `}}` for a brace".to_owned();
            return Err(error(at..at + 1, "`}` without a `{` before it", Some(hint)));
        } else {
            match (c, &outside) {
                ('[', Some(_)) => return Err(error(at..at + 1, "`[` inside `[`", None)),
                (']', None) => return Err(error(at..at + 1, "`]` without a `[` before it", None)),
                ('[', None) => outside = Some((std::mem::take(&mut parts), at)),
                (']', Some(_)) => {
                    let inner = std::mem::take(&mut parts);
                    parts = outside.take().map(|(before, _)| before).unwrap_or_default();
                    parts.push(Part::Optional(inner));
                }
                ('*', _) => parts.push(Part::Any),
                _ => push_text(&mut parts, c),
            }
            at += c.len_utf8();
        }
    }
    match outside {
        Some((_, at)) => Err(error(at..at + 1, "`[` is never closed", Some("close it with `]`".to_owned()))),
        None => Ok(parts),
    }
}

/// Adds a character that stands for itself.
fn push_text(parts: &mut Vec<Part>, c: char) {
    match parts.last_mut() {
        Some(Part::Text(text)) => text.push(c),
        _ => parts.push(Part::Text(c.to_string())),
    }
}

/// Reads the inside of `{` and `}`, which begins at offset `at` of the pattern.
fn field(inside: &str, at: usize, known: &[(&str, &str, &str)]) -> Result<Part, PatternError> {
    let all = at..at + inside.len();
    let (name, width, add) = if let Some((name, width)) = inside.split_once(':') {
        let width = width.parse().ok().filter(|width| (1..=20).contains(width));
        let hint = Some("write a number of characters from 1 to 20: `{number:4}`".to_owned());
        let message = format!("`{inside}` has no width behind its `:`");
        (name, Some(width.ok_or(PatternError { range: all, message, hint })?), 0)
    } else if let Some(sign) =
        inside.find(['+']).or_else(|| inside.rfind("-").filter(|_| number_follows(inside)))
    {
        let hint = Some("write what is added to the number: `{n+1}`".to_owned());
        let message = format!("`{inside}` adds no number");
        let add = inside[sign..].parse().ok().filter(|add: &i64| add.abs() < 1_000_000);
        (&inside[..sign], None, add.ok_or(PatternError { range: all, message, hint })?)
    } else {
        (inside, None, 0)
    };
    if known.iter().any(|(field, ..)| *field == name) {
        return Ok(Part::Field { name: name.to_owned(), width, add });
    }
    let hint = match nearest(name, known.iter().map(|(field, ..)| *field)) {
        Some(meant) => format!("did you mean `{{{meant}}}`?"),
        None => {
            let names: Vec<String> = known.iter().map(|(field, ..)| format!("`{{{field}}}`")).collect();
            format!("known here: {}", names.join(", "))
        }
    };
    let message = format!("unknown placeholder `{{{name}}}`");
    Err(PatternError { range: at..at + name.len(), message, hint: Some(hint) })
}

/// Whether digits follow the last `-`, so that it is a minus and not a hyphen.
fn number_follows(inside: &str) -> bool {
    let digits = inside.rsplit('-').next().unwrap_or_default();
    !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
}
