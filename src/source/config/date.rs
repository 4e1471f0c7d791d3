//! Where a date is looked for, and how it is written there.
//!
//! ```yaml
//! dates:
//!   - name                                          # the file name: 20230109.md, 2023-01-09.md
//!   - folder                                        # the folders, nearest first
//!   - path: "{year:4}/**/tsc-{month:2}-{day:2}"     # parts of the date in several folders
//!   - heading: "{day}. {month-name} {year}"
//!   - body: "Date: {date}"                          # a line that begins so
//!   - front-matter: date
//! ```
//!
//! The first place with a date of the calendar wins. Nothing is guessed: a month without a day is no date.

use std::fmt::Write as _;
use std::ops::Range;

use regex::{Captures, Regex};

use super::pattern::{Part, PatternError, parts};
use crate::base::Date;

/// The fields of dates, as in [`super::pattern::FIELDS`].
pub const FIELDS: &[(&str, &str, &str)] = &[
    ("date", "", "year, month and day: `2023-01-09`, `2023/1/9`, `20230109`"),
    ("year", r"\d{4}|\d{2}", "four digits, or two for this century"),
    ("month", r"\d{1,2}", "1 to 12"),
    ("month-name", r"\p{L}{3,10}", "`January`, `Jan`, `Januar`"),
    ("day", r"\d{1,2}", "1 to 31"),
    ("weekday", r"\p{L}+", "any word"),
];

/// What stands between the parts of a date; writers paste dashes of every length.
const SEPARATOR: &str = r"[-‐‑–—/._]";

/// Beginnings of the months' names in English and German, as many letters as tell them apart.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["feb"],
    &["mar", "mär", "mrz"],
    &["apr"],
    &["may", "mai"],
    &["jun"],
    &["jul"],
    &["aug"],
    &["sep"],
    &["oct", "okt"],
    &["nov"],
    &["dec", "dez"],
];

/// One place to look for a date.
#[derive(Debug, Clone)]
pub struct DateRule {
    /// Where to look.
    pub place: DatePlace,
    /// How the date is written, as configured; nothing for the usual ways.
    format: Option<String>,
    /// Finds it.
    regex: Regex,
}

/// A place where a date may stand.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum DatePlace {
    /// The file's name.
    Name,
    /// The folders of the path, the nearest first.
    Folder,
    /// The whole path.
    Path,
    /// The first headings.
    Heading,
    /// A line of the body.
    Body,
    /// The value of this key of the front matter.
    FrontMatter(String),
}

impl PartialEq for DateRule {
    fn eq(&self, other: &DateRule) -> bool {
        (&self.place, &self.format) == (&other.place, &other.format)
    }
}

impl Eq for DateRule {}

impl DateRule {
    /// Looks in `place` for a date written as `format` says, or in one of the usual ways.
    pub fn new(place: DatePlace, format: Option<&str>) -> Result<DateRule, PatternError> {
        let text = format.unwrap_or("{date}");
        let error = |message: &str, hint: &str| PatternError {
            range: 0..text.len(),
            message: message.to_owned(),
            hint: Some(hint.to_owned()),
        };
        let parts = parts(text, FIELDS)?;
        let has = |field: &str| parts.iter().any(|part| matches!(part, Part::Field { name, .. } if name == field));
        let complete = has("date") || has("year") && has("day") && (has("month") || has("month-name"));
        if !complete {
            let hint = "use `{date}`, or `{year}`, `{month}` or `{month-name}`, and `{day}`";
            return Err(error("format gives no whole date", hint));
        }
        let in_line = place == DatePlace::Body;
        let mut expression = String::from(if in_line { r"(?im)^[ \t>*_#+|-]*" } else { "(?i)" });
        write_expression(&parts, in_line, &mut expression);
        let regex = Regex::new(&expression)
            .map_err(|_| error("format names a part of the date twice", "name each part once"))?;
        Ok(DateRule { place, format: format.map(str::to_owned), regex })
    }

    /// A rule of ours, which is known to be one.
    pub(super) fn known(place: DatePlace) -> DateRule {
        DateRule::new(place, None).expect("the usual ways of writing a date are a valid format")
    }

    /// The first date in `text` that the calendar has, and where it stands.
    pub fn find(&self, text: &str) -> Option<(Date, Range<usize>)> {
        let mut from = 0;
        while let Some(captures) = self.regex.captures_at(text, from) {
            let range = date_range(&captures)?;
            if stands_alone(text, &range)
                && let Some(date) = date_of(&captures)
            {
                return Some((date, range));
            }
            // One character on: a real date may begin inside what was none.
            let start = captures.get(0)?.start();
            from = start + text[start..].chars().next().map_or(1, char::len_utf8);
            if from > text.len() {
                break;
            }
        }
        None
    }
}

/// Writes the regular expression of a format.
fn write_expression(parts: &[Part], in_line: bool, into: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => {
                for c in text.chars() {
                    match c {
                        // Emphasis around a label, as in `**Date:** 2023-01-09`, does not count.
                        ' ' if in_line => into.push_str(r"[ \t*_]*"),
                        ' ' => into.push_str(r"\s+"),
                        c => into.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
                    }
                }
            }
            Part::Any => into.push_str(r"[^/\n]*?"),
            Part::AnyFolders => into.push_str(r"[^\n]*?"),
            Part::Optional(parts) => {
                into.push_str("(?:");
                write_expression(parts, in_line, into);
                into.push_str(")?");
            }
            Part::Field { name, .. } if name == "date" => {
                let s = SEPARATOR;
                let dashed = format!(r"(?<year>\d{{4}}){s}(?<month>\d{{1,2}}){s}(?<day>\d{{1,2}})");
                let digits = r"(?<year2>\d{4})(?<month2>\d{2})(?<day2>\d{2})";
                // Writing to a text cannot fail.
                let _ = write!(into, "(?:{dashed}|{digits})");
            }
            Part::Field { name, width, .. } => {
                let matches = FIELDS.iter().find(|(field, ..)| field == name).map_or("", |(_, it, _)| *it);
                let group = match name.as_str() {
                    "month-name" => "name",
                    name => name,
                };
                let _ = match width {
                    Some(width) => write!(into, r"(?<{group}>\d{{{width}}})"),
                    None => write!(into, "(?<{group}>{matches})"),
                };
                if name == "day" {
                    into.push_str("(?:st|nd|rd|th)?");
                }
            }
        }
    }
}

/// From the first to the last part of the date.
fn date_range(captures: &Captures<'_>) -> Option<Range<usize>> {
    let groups = ["year", "month", "day", "year2", "month2", "day2", "name"];
    let found = || groups.iter().filter_map(|group| captures.name(group));
    Some(found().map(|group| group.start()).min()?..found().map(|group| group.end()).max()?)
}

/// Whether no digit touches `range`: `202309013` holds no date.
fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let behind = text[range.end..].chars().next();
    ![before, behind].into_iter().flatten().any(|c| c.is_ascii_digit())
}

/// The date that the groups give, where the calendar has it and a community may have met on it.
fn date_of(captures: &Captures<'_>) -> Option<Date> {
    let number = |names: [&str; 2]| -> Option<i16> {
        names.iter().find_map(|name| captures.name(name))?.as_str().parse().ok()
    };
    let year = match number(["year", "year2"])? {
        short @ 0..=99 => 2000 + short,
        year @ 1900..=2199 => year,
        _ => return None,
    };
    let month = match captures.name("name") {
        Some(name) => month_of(name.as_str())?,
        None => i8::try_from(number(["month", "month2"])?).ok()?,
    };
    crate::base::date::date(year, month, i8::try_from(number(["day", "day2"])?).ok()?)
}

/// The month that `name` begins to name, 1 to 12.
fn month_of(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let month = MONTHS.iter().position(|names| names.iter().any(|start| name.starts_with(start)))?;
    i8::try_from(month + 1).ok()
}
