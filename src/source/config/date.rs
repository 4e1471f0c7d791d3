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
//! The first place with a date of the calendar wins. Names of months are those of [`super::month`]. Nothing is guessed: a month without a day is no date.

use std::fmt::Write as _;
use std::ops::Range;

use regex::Captures;
use serde::{Deserialize, Serialize};

use super::matcher::Matcher;
use super::month::month_of;
use super::part::{Part, PatternError, parts};
use crate::base::Date;
use crate::base::date::month_name;

/// The fields of dates, as in [`super::pattern::FIELDS`].
pub const FIELDS: &[(&str, &str, &str)] = &[
    ("date", "", "year, month and day: `2023-01-09`, `2023/1/9`, `20230109`"),
    ("year", r"[0-9]{4}|[0-9]{2}", "four digits, or two for this century"),
    ("month", r"[0-9]{1,2}", "1 to 12"),
    ("month-name", r"[\w--\d_]+", "`January`, `Jan`, `Januar`"),
    ("day", r"[0-9]{1,2}", "1 to 31"),
    ("weekday", r"[\w--\d_]+", "any word"),
];

/// The format that means the usual ways of writing a date.
const USUAL: &str = "{date}";

/// What stands between the parts of a date; writers paste dashes of every length.
const SEPARATOR: &str = r"[-‐‑–—/._]";

/// One place to look for a date.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct DateRule {
    /// Where to look.
    pub place: DatePlace,
    /// How the date is written, as configured; nothing for the usual ways.
    format: Option<String>,
    /// Names of months beside the usual ones, in lower case; twelve lists, or none.
    months: Vec<Vec<String>>,
    /// The parts of the format.
    parts: Vec<Part>,
    /// Finds it.
    regex: Matcher,
}

/// A place where a date may stand.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd, Serialize, Deserialize)]
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
        (&self.place, &self.format, &self.months) == (&other.place, &other.format, &other.months)
    }
}

impl Eq for DateRule {}

/// A rule without what follows from it: place, format and months.
type Written = (DatePlace, Option<String>, Vec<Vec<String>>);

impl TryFrom<Written> for DateRule {
    type Error = String;

    fn try_from((place, format, months): Written) -> Result<DateRule, String> {
        let rule = DateRule::new(place, format.as_deref()).map_err(|error| error.message)?;
        Ok(rule.with_months(&months))
    }
}

impl From<DateRule> for Written {
    fn from(rule: DateRule) -> Written {
        (rule.place, rule.format, rule.months)
    }
}

impl DateRule {
    /// Looks in `place` for a date written as `format` says, or in one of the usual ways.
    pub fn new(place: DatePlace, format: Option<&str>) -> Result<DateRule, PatternError> {
        let twice = |_| error(format, "format names a part of the date twice", "name each part once");
        DateRule::with(place, format, |expression| Matcher::new(expression).map_err(twice))
    }

    /// The rule with names of months beside the usual ones.
    #[must_use]
    pub(super) fn with_months(self, months: &[Vec<String>]) -> DateRule {
        DateRule { months: months.to_vec(), ..self }
    }

    /// A rule of ours, which is known to be one.
    pub(super) fn known(place: DatePlace, format: Option<&str>) -> DateRule {
        DateRule::with(place, format, |expression| Ok(Matcher::known(expression)))
            .expect("a default format is valid, as a test makes sure")
    }

    /// Reads a format; `compile` takes its expression.
    fn with(
        place: DatePlace,
        format: Option<&str>,
        compile: impl FnOnce(&str) -> Result<Matcher, PatternError>,
    ) -> Result<DateRule, PatternError> {
        let text = format.unwrap_or(USUAL);
        let parts = parts(text, FIELDS)?;
        let has =
            |field: &str| parts.iter().any(|part| matches!(part, Part::Field { name, .. } if name == field));
        let complete = has("date") || has("year") && has("day") && (has("month") || has("month-name"));
        if !complete {
            let hint = "use `{date}`, or `{year}`, `{month}` or `{month-name}`, and `{day}`";
            return Err(error(format, "format gives no whole date", hint));
        }
        let in_line = place == DatePlace::Body;
        let mut expression = String::from(if in_line { r"(?m)^[ \t>*_#+|-]*" } else { "" });
        write_expression(&parts, in_line, &mut expression);
        let regex = compile(&expression)?;
        Ok(DateRule { place, format: format.map(str::to_owned), months: Vec::new(), parts, regex })
    }

    /// What the month of `date` is called: as configured, else in English.
    pub(super) fn month_name(&self, date: Date) -> &str {
        let own = usize::try_from(date.month() - 1).ok().and_then(|month| self.months.get(month)?.first());
        own.map_or_else(|| month_name(date.month()), String::as_str)
    }

    /// The parts of the format.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether the format is one of a community.
    pub fn is_formatted(&self) -> bool {
        self.format.is_some()
    }

    /// The first date in `text` that the calendar has, and where it stands.
    pub fn find(&self, text: &str) -> Option<(Date, Range<usize>)> {
        self.found(text).map(|(date, range, _)| (date, range))
    }

    /// The first date, and where the whole of what the format describes stands.
    pub fn find_whole(&self, text: &str) -> Option<(Date, Range<usize>)> {
        self.found(text).and_then(|(date, _, captures)| Some((date, captures.get(0)?.range())))
    }

    /// The same with all that was found on the way.
    pub(super) fn found<'t>(&self, text: &'t str) -> Option<(Date, Range<usize>, Captures<'t>)> {
        let mut from = 0;
        while let Some(captures) = self.regex.get().captures_at(text, from) {
            let range = date_range(&captures)?;
            if stands_alone(text, &range)
                && captures.name("name").is_none_or(|name| is_word(text, name.range()))
                && let Some(date) = date_of(&captures, &self.months)
            {
                return Some((date, range, captures));
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

/// The mistake that all of `format` is.
fn error(format: Option<&str>, message: &str, hint: &str) -> PatternError {
    PatternError {
        range: 0..format.unwrap_or(USUAL).len(),
        message: message.to_owned(),
        hint: Some(hint.to_owned()),
    }
}

/// Writes the regular expression of a format.
fn write_expression(parts: &[Part], in_line: bool, into: &mut String) {
    for part in parts {
        match part {
            Part::Text(text) => {
                // Letter case does not count in labels. For the words alone: the classes of Unicode are slow to
                // build even without it.
                into.push_str("(?i:");
                for c in text.chars() {
                    match c {
                        // Emphasis around a label, as in `**Date:** 2023-01-09`, does not count.
                        ' ' if in_line => into.push_str(r"[ \t*_]*"),
                        ' ' => into.push_str(r"[ \t\u{a0}]+"),
                        c => into.push_str(&regex::escape(c.encode_utf8(&mut [0; 4]))),
                    }
                }
                into.push(')');
            }
            Part::Any => into.push_str(r"[^/\n]*?"),
            Part::AnyFolders { slash: true } => into.push_str(r"(?:[^\n]*?/)?"),
            Part::AnyFolders { slash: false } => into.push_str(r"[^\n]*?"),
            Part::Optional(parts) => {
                into.push_str("(?:");
                write_expression(parts, in_line, into);
                into.push_str(")?");
            }
            Part::Field { name, .. } if name == "date" => {
                let s = SEPARATOR;
                let dashed = format!(r"(?<year>[0-9]{{4}}){s}(?<month>[0-9]{{1,2}}){s}(?<day>[0-9]{{1,2}})");
                let digits = r"(?<year2>[0-9]{4})(?<month2>[0-9]{2})(?<day2>[0-9]{2})";
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
                    Some(width) => write!(into, r"(?<{group}>[0-9]{{{width}}})"),
                    None => write!(into, "(?<{group}>{matches})"),
                };
                match name.as_str() {
                    "day" => into.push_str("(?:st|nd|rd|th)?"),
                    // That of an abbreviation.
                    "month-name" => into.push_str(r"\.?"),
                    _ => {}
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

/// Whether `range`, which holds letters, is no part of a longer word.
fn is_word(text: &str, range: Range<usize>) -> bool {
    let before = text[..range.start].chars().next_back();
    let behind = text[range.end..].chars().next();
    ![before, behind].into_iter().flatten().any(char::is_alphabetic)
}

/// The date that the groups give, where the calendar has it and a community may have met on it.
fn date_of(captures: &Captures<'_>, months: &[Vec<String>]) -> Option<Date> {
    let number = |names: [&str; 2]| -> Option<i16> {
        names.iter().find_map(|name| captures.name(name))?.as_str().parse().ok()
    };
    let year = match number(["year", "year2"])? {
        short @ 0..=99 => 2000 + short,
        year @ 1900..=2199 => year,
        _ => return None,
    };
    let counted = number(["month", "month2"]);
    let named = captures.name("name").map(|name| month_of(name.as_str(), months));
    let month = match (named, counted) {
        // A folder of one month and a file of another are no date.
        (Some(named), Some(counted)) if named.map(i16::from) != Some(counted) => return None,
        (Some(named), _) => named?,
        (None, counted) => i8::try_from(counted?).ok()?,
    };
    crate::base::Date::new(year, month, i8::try_from(number(["day", "day2"])?).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks in `text` for a date in `format`, and compares it with the words under it.
    #[track_caller]
    fn check(place: DatePlace, format: Option<&str>, text: &str, expected: Option<(&str, &str)>) {
        let found = DateRule::new(place, format).unwrap().find(text);
        let found = found.map(|(date, range)| (date.to_string(), &text[range]));
        assert_eq!(found.as_ref().map(|(date, words)| (date.as_str(), *words)), expected, "{text}");
    }

    #[test]
    fn the_usual_ways() {
        let usual = |text: &str, expected| check(DatePlace::Name, None, text, expected);
        usual("20230109.md", Some(("2023-01-09", "20230109")));
        usual("20220808-overflow.md", Some(("2022-08-08", "20220808")));
        usual("SIG on 2023-01–09", Some(("2023-01-09", "2023-01–09")));
        usual("2023-09-4", Some(("2023-09-04", "2023-09-4")));
        usual("2023/01/09, 2023.01.10", Some(("2023-01-09", "2023/01/09")));
        usual("on 2023.01.09.", Some(("2023-01-09", "2023.01.09")));
        usual("2026-02-17-18-6-hackathon", Some(("2026-02-17", "2026-02-17")));
        usual("ops/202309013.md", None);
        usual("2022-09-pco-hackathon", None);
        usual("Minutes 2202-12-05", None);
        usual("2023-02-30, then 2023-02-28", Some(("2023-02-28", "2023-02-28")));
        usual("09.01.2023", None);
        usual("12023-01-09", None);
        usual("", None);
    }

    #[test]
    fn ways_of_other_communities() {
        let heading = |format, text: &str, expected| check(DatePlace::Heading, Some(format), text, expected);
        heading("{day}.{month}.{year:4}", "am 09.01.2023 in Köln", Some(("2023-01-09", "09.01.2023")));
        heading("{month-name} {day}, {year:4}", "of Sept 5th, 2023", Some(("2023-09-05", "Sept 5th, 2023")));
        heading(
            "{month-name} {day}, {year:4}",
            "Minutes of September 5th, 2023",
            Some(("2023-09-05", "September 5th, 2023")),
        );
        heading("{day}. {month-name} {year:4}", "3. März 2024", Some(("2024-03-03", "3. März 2024")));
        heading("{month}/{day}/{year:2}", "call of 1/9/23", Some(("2023-01-09", "1/9/23")));
        heading("{day} {month-name} {year:4}", "3 Foober 2024", None);
        heading("{day}. {month-name} {year}", "Kokous 12. marraskuuta 2024", None);
        heading("{day}. {month-name} {year}", "3. Okt. 2024", Some(("2024-10-03", "3. Okt. 2024")));
        heading("{month-name} {day}, {year}", "Dismay 5, 2023", None);
        let path = |format, text: &str, expected| check(DatePlace::Path, Some(format), text, expected);
        path(
            "{year:4}/**/tsc-{month:2}-{day:2}",
            "2024/q2/tsc-04-23.md",
            Some(("2024-04-23", "2024/q2/tsc-04-23")),
        );
        path(
            "{year:4}-{month:2}/{month-name}-{day:2}",
            "2024-10/october-08.md",
            Some(("2024-10-08", "2024-10/october-08")),
        );
        path("{year:4}-{month:2}/{month-name}-{day:2}", "2024-12/october-08.md", None);
    }

    #[test]
    fn labelled_lines() {
        let body = |text: &str, expected| check(DatePlace::Body, Some("Date: {date}"), text, expected);
        body("# T\n\n- **Date:** 2023-01-09\n", Some(("2023-01-09", "2023-01-09")));
        body("date: 20230109", Some(("2023-01-09", "20230109")));
        body("the start date: 2023-01-09", None);
        body("Date:\n2023-01-09", None);
    }

    #[test]
    fn a_long_text_costs_little_more_than_its_length() {
        let rule = DateRule::new(DatePlace::Name, None).unwrap();
        assert_eq!(rule.find(&"2023-99-99 ".repeat(50_000)), None);
        assert_eq!(rule.find(&"9".repeat(500_000)), None);
    }
}
