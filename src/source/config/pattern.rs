//! Patterns of names: `scs-{number:4}-{edition}-{slug}.md`, `R{n}`, `v{n+1}.0.0`.
//!
//! One notation reads a name into fields and writes fields into a name:
//!
//! | written | means |
//! |---|---|
//! | `{slug}` | a field, see [`FIELDS`] for what each matches |
//! | `{number:4}` | exactly four digits, zeros in front |
//! | `{n+1}` | the number one higher than `n` |
//! | `[-{edition}]` | a part that may be absent |
//! | `*`, `**` | anything inside a folder, anything at all |
//! | `{{`, `}}` | a brace |
//!
//! Everything else stands for itself, letter case included.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::matcher::Matcher;
use super::part::{Part, PatternError, parts};
use crate::base::RelPath;

/// The fields of names: what each is called, the expression it matches, and what it is.
pub const FIELDS: &[(&str, &str, &str)] = &[
    ("n", r"[0-9]+", "the number of a release"),
    ("number", r"[0-9]+", "the number of a standard"),
    ("prefix", r"[A-Za-z]+", "the letters before a number"),
    ("edition", r"[A-Za-z][0-9]+", "which version or supplement: `v2`, `w1`"),
    ("slug", r"[^/]+", "the words of a file name"),
    ("dir", r"[^/]+", "a folder"),
    ("series", r"[^/]+?", "the body that meets"),
    ("version", r"[0-9]+(?:\.[0-9]+)*(?:-[0-9A-Za-z.]+)?", "a version without a leading `v`: `1.2.3`"),
    ("major", r"[0-9]+", "the first number of a version"),
    ("minor", r"[0-9]+", "the second number of a version"),
    ("patch", r"[0-9]+", "the third number of a version"),
];

/// A pattern of names, ready to read and write them.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern {
    /// The pattern as written.
    text: String,
    /// Its parts in order.
    parts: Vec<Part>,
    /// Matches a whole name.
    regex: Matcher,
}

/// What a pattern found in a name.
#[derive(Debug, Clone, Default, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// The text of field `name`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    /// The number in field `name`.
    pub fn number(&self, name: &str) -> Option<u64> {
        self.get(name)?.parse().ok()
    }

    /// Gives field `name` the text `value`.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.insert(name.to_owned(), value.into());
    }
}

impl Pattern {
    /// Reads a pattern.
    pub fn new(text: &str) -> Result<Pattern, PatternError> {
        let too_complicated = |_| PatternError {
            range: 0..text.len(),
            message: "pattern is too complicated".to_owned(),
            hint: Some("use fewer fields or smaller widths".to_owned()),
        };
        Pattern::with(text, |expression| Matcher::new(expression).map_err(too_complicated))
    }

    /// A pattern of ours, which is known to be one.
    pub(super) fn known(text: &str) -> Pattern {
        Pattern::with(text, |expression| Ok(Matcher::known(expression)))
            .expect("a default pattern is valid, as a test makes sure")
    }

    /// Reads a pattern; `compile` takes its expression.
    fn with(
        text: &str,
        compile: impl FnOnce(&str) -> Result<Matcher, PatternError>,
    ) -> Result<Pattern, PatternError> {
        let parts = parts(text, FIELDS)?;
        let mut expression = String::from("^");
        write_expression(&parts, &mut expression);
        expression.push('$');
        Ok(Pattern { text: text.to_owned(), parts, regex: compile(&expression)? })
    }

    /// The pattern as written.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The fields of `name`, when the pattern matches all of it.
    pub fn matches(&self, name: &str) -> Option<Fields> {
        let captures = self.regex.get().captures(name)?;
        let mut fields = Fields::default();
        let mut agrees = true;
        let mut groups = captures.iter().skip(1);
        each_field(&self.parts, &mut |field, add| {
            let Some(Some(group)) = groups.next() else { return };
            let value = match add {
                0 => Some(group.as_str().to_owned()),
                _ => group.as_str().parse().ok().and_then(|n: i64| n.checked_sub(add)).map(|n| n.to_string()),
            };
            match (value, fields.get(field)) {
                (Some(value), None) => fields.set(field, value),
                // A field that stands twice must say the same twice.
                (Some(value), Some(known)) if same(&value, known) => {}
                _ => agrees = false,
            }
        });
        agrees.then_some(fields)
    }

    /// The fields of a file: a pattern with `/` is matched with its whole path, any other with its name alone.
    pub fn matches_path(&self, path: &RelPath) -> Option<Fields> {
        self.matches(if self.text.contains('/') { path.as_str() } else { path.file_name() })
    }

    /// The name that `fields` give, or nothing where a field is missing or the pattern has a `*`.
    pub fn format(&self, fields: &Fields) -> Option<String> {
        let mut name = String::new();
        format_parts(&self.parts, fields, &mut name).then_some(name)
    }

    /// The pattern of the number alone: `scs-{number:4}` of `*/scs-{number:4}-{slug}.md`. Nothing where the number is
    /// in brackets or a `*` stands before it.
    pub fn number_alone(&self) -> Option<Pattern> {
        let number = self.text.find("{number")?;
        let end = number + self.text[number..].find('}')? + 1;
        let start = self.text[..number].rfind('/').map_or(0, |slash| slash + 1);
        let pattern = Pattern::new(&self.text[start..end]).ok()?;
        let is_any = |part: &Part| matches!(part, Part::Any | Part::AnyFolders { .. });
        (!pattern.parts.iter().any(is_any)).then_some(pattern)
    }

    /// The names of the fields, in order.
    pub fn fields(&self) -> Vec<&str> {
        let mut names = Vec::new();
        each_field(&self.parts, &mut |name, _| names.push(name));
        names
    }

    /// A glob that chooses at least the files that the pattern matches: fields become `*`.
    pub fn glob(&self) -> String {
        let mut glob = String::new();
        write_glob(&self.parts, &mut glob);
        glob
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Pattern) -> bool {
        self.text == other.text
    }
}

impl Eq for Pattern {}

impl TryFrom<String> for Pattern {
    type Error = String;

    fn try_from(text: String) -> Result<Pattern, String> {
        Pattern::new(&text).map_err(|error| error.message)
    }
}

impl From<Pattern> for String {
    fn from(written: Pattern) -> String {
        written.text
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.text)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// Whether two values of one field are the same, numbers by their value.
fn same(a: &str, b: &str) -> bool {
    match (a.parse::<u64>(), b.parse::<u64>()) {
        (Ok(a), Ok(b)) => a == b,
        _ => a == b,
    }
}

/// Writes the regular expression of `parts`, a group for each field.
fn write_expression(parts: &[Part], into: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => into.push_str(&regex::escape(text)),
            Part::Any => into.push_str("[^/]*"),
            Part::AnyFolders { slash: true } => into.push_str("(?:.*/)?"),
            Part::AnyFolders { slash: false } => into.push_str(".*"),
            Part::Optional(parts) => {
                into.push_str("(?:");
                write_expression(parts, into);
                into.push_str(")?");
            }
            Part::Field { name, width, .. } => {
                let matches =
                    FIELDS.iter().find(|(field, ..)| field == name).map_or(r"[^/]+", |(_, it, _)| *it);
                match width {
                    Some(width) => {
                        let one = if matches.starts_with("[0-9]") { "[0-9]" } else { "[^/]" };
                        into.push_str(&format!("({one}{{{width}}})"));
                    }
                    None => into.push_str(&format!("({matches})")),
                }
            }
        }
    }
}

/// Calls `found` with name and addend of each field, in the order of the groups.
fn each_field<'a>(parts: &'a [Part], found: &mut impl FnMut(&'a str, i64)) {
    for part in parts {
        match part {
            Part::Field { name, add, .. } => found(name, *add),
            Part::Optional(parts) => each_field(parts, found),
            Part::Text(_) | Part::Any | Part::AnyFolders { .. } => {}
        }
    }
}

/// Writes the name that `fields` give; `false` where they do not.
fn format_parts(parts: &[Part], fields: &Fields, into: &mut String) -> bool {
    parts.iter().all(|part| match part {
        Part::Text(text) => {
            into.push_str(text);
            true
        }
        Part::Any | Part::AnyFolders { .. } => false,
        Part::Optional(parts) => {
            let mut inner = String::new();
            if format_parts(parts, fields, &mut inner) {
                into.push_str(&inner);
            }
            true
        }
        Part::Field { name, width, add } => match (fields.get(name), width, add) {
            (None, ..) => false,
            (Some(value), None, 0) => {
                into.push_str(value);
                true
            }
            (Some(value), width, add) => {
                let width = width.unwrap_or(0);
                match value.parse::<i64>().ok().and_then(|number| number.checked_add(*add)) {
                    Some(number) => into.push_str(&format!("{number:0width$}")),
                    None if *add == 0 => into.push_str(value),
                    None => return false,
                }
                true
            }
        },
    })
}

/// Writes `parts` as a glob.
fn write_glob(parts: &[Part], into: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => into.push_str(&globset::escape(text)),
            Part::AnyFolders { slash } => into.push_str(if *slash { "**/" } else { "**" }),
            // Two stars side by side would cross folders.
            _ if into.ends_with('*') => {}
            Part::Any | Part::Field { .. } | Part::Optional(_) => into.push('*'),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Matches `name` with `pattern`, and compares the fields as `name=value` joined by blanks.
    #[track_caller]
    fn check(pattern: &str, name: &str, expected: Option<&str>) {
        let found = Pattern::new(pattern).unwrap().matches(name);
        let written = found.map(|Fields(fields)| {
            fields.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(written.as_deref(), expected, "{pattern} with {name}");
    }

    /// Formats `pattern` with the fields that `source` finds in `name`.
    #[track_caller]
    fn check_format(source: &str, name: &str, pattern: &str, expected: Option<&str>) {
        let fields = Pattern::new(source).unwrap().matches(name).unwrap();
        assert_eq!(Pattern::new(pattern).unwrap().format(&fields).as_deref(), expected, "{pattern}");
    }

    #[test]
    fn names_fall_into_fields() {
        let id = "scs-{number:4}-{edition}-{slug}.md";
        check(
            id,
            "scs-0214-v2-k8s-node-distribution.md",
            Some("edition=v2 number=0214 slug=k8s-node-distribution"),
        );
        check(id, "scs-XXXX-vN-standard-template.md", None);
        check(id, "scs-214-v2-x.md", None);
        check(id, "xscs-0214-v2-x.md", None);
        check("eip-{number}[-{edition}].md", "eip-1559.md", Some("number=1559"));
        check("eip-{number}[-{edition}].md", "eip-1559-v2.md", Some("edition=v2 number=1559"));
        check("**/v{version}.md", "a/b/v1.2.3-rc.1.md", Some("version=1.2.3-rc.1"));
        check("**/v{version}.md", "v1.md", Some("version=1"));
        check("*/{n}.md", "a/b/1.md", None);
        check("{{{n}}}", "{7}", Some("n=7"));
        check("{n}-{n+1}", "6-7", Some("n=6"));
        check("{n}-{n+1}", "6-8", None);
        check("a.c", "abc", None);
        check("ü{n}", "ü1", Some("n=1"));
        check("{n}", "99999999999999999999999999", Some("n=99999999999999999999999999"));
    }

    #[test]
    fn fields_make_names() {
        check_format("Release{n}.md", "Release6.md", "R{n} = v{n+1}.0.0", Some("R6 = v7.0.0"));
        check_format("Release{n}.md", "Release6.md", "R{n:3}, before {n-1}", Some("R006, before 5"));
        check_format("Release{n}.md", "Release6.md", "R{number}", None);
        check_format("Release{n}.md", "Release6.md", "R{n}[ {number}]", Some("R6"));
        check_format("{n}", "99999999999999999999", "{n+1}", None);
        check_format("{n}", "9223372036854775807", "{n+1}", None);
    }

    #[test]
    fn a_number_is_written_up_to_its_end() {
        for (id, name, expected) in [
            ("scs-{number:4}-{edition}-{slug}.md", "scs-0100-v1-x.md", Some("scs-0100")),
            ("**/{number}-{slug}/README.md", "a/b/12-x/README.md", Some("12")),
            ("*-{number}.md", "x-1.md", None),
            ("[a-{number}].md", "a-1.md", None),
        ] {
            let id = Pattern::new(id).unwrap();
            let fields = id.matches(name).unwrap();
            let number = id.number_alone().and_then(|number| number.format(&fields));
            assert_eq!(number.as_deref(), expected, "{id}");
        }
    }

    #[test]
    fn a_pattern_chooses_files() {
        for (pattern, glob) in
            [("Release{n}.md", "Release*.md"), ("{prefix}{n}/**/[x]{slug}", "*/**/*"), ("a?{{", "a[?][{]")]
        {
            assert_eq!(Pattern::new(pattern).unwrap().glob(), glob);
        }
    }

    #[test]
    fn the_number_of_widths_is_bounded() {
        let pattern = "{number:20}".repeat(40);
        assert!(Pattern::new(&pattern).is_ok());
        assert!(Pattern::new(&"{n}".repeat(1000)).is_err());
    }
}
