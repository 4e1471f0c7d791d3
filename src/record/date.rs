//! Dates in texts: names of files, headings, lines.
//!
//! Only what the calendar has is a date, and only where day, month and year are beyond doubt: `2023-09-20`,
//! `20230920`, `20.09.2023`, `September 20, 2023`. `09/08/2023` means different days in different countries and
//! is none; a month without a day is none either.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::base::Date;
use crate::base::date::date;

/// A date and where in its text it stands.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Found {
    /// The day.
    pub date: Date,
    /// Its bytes.
    pub range: Range<usize>,
}

/// Every way of writing a date that is understood. Dashes may be typographic ones, as word processors make them.
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    let month = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|\
                 sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
    let forms = format!(
        r"(?ix)
        (?P<y1>[12]\d{{3}}) (?: [-‐‑‒–./_] (?P<m1>\d\d?) [-‐‑‒–./_] (?P<d1>\d\d?) )
        | (?P<y2>(?:19|20|21)\d\d) (?P<m2>\d\d) (?P<d2>\d\d)
        | (?P<d3>\d\d?) \. [\ ]? (?P<m3>\d\d?) \. [\ ]? (?P<y3>[12]\d{{3}})
        | \b (?P<m4>{month}) \.? [\ ] (?P<d4>\d\d?) (?:st|nd|rd|th)? ,? [\ ] (?P<y4>[12]\d{{3}})
        | (?P<d5>\d\d?) (?:st|nd|rd|th|\.)? [\ -] (?P<m5>{month}) [.,]? [\ -] (?P<y5>[12]\d{{3}})"
    );
    Regex::new(&forms).expect("the pattern is fixed")
});

/// All dates of `text`, in order.
pub fn dates(text: &str) -> impl Iterator<Item = Found> {
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(captures) = DATE.captures_at(text, at) {
            let range = captures.get(0)?.range();
            let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
            // `202401010` is no date with a digit left over.
            let alone = !is_digit(text.as_bytes()[..range.start].last())
                && !is_digit(text.as_bytes().get(range.end));
            if let Some(date) = calendar(&captures).filter(|_| alone) {
                at = range.end;
                return Some(Found { date, range });
            }
            let step = text[range.start..].chars().next().map_or(1, char::len_utf8);
            at = range.start + step;
        }
        None
    })
}

/// The first date of `text`.
pub fn first(text: &str) -> Option<Found> {
    dates(text).next()
}

/// The date that `text` is, blanks around it aside.
pub fn whole(text: &str) -> Option<Date> {
    let text = text.trim();
    first(text).filter(|found| found.range == (0..text.len())).map(|found| found.date)
}

/// The day of a match, if the calendar has it.
fn calendar(captures: &Captures) -> Option<Date> {
    (1..=5).find_map(|form| {
        let part = |name: &str| captures.name(&format!("{name}{form}")).map(|part| part.as_str());
        let (year, month, day) = (part("y")?, part("m")?, part("d")?);
        let month = month.parse().ok().or_else(|| month_number(month))?;
        date(year.parse().ok()?, month, day.parse().ok()?)
    })
}

/// The number of a month that is known by its first three letters.
fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let name = name.get(..3)?.to_lowercase();
    let at = MONTHS.iter().position(|month| *month == name)?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found: Vec<String> = dates(text).map(|found| found.date.to_string()).collect();
        assert_eq!(found.join(" "), expected, "{text}");
    }

    #[test]
    fn dates_are_written_in_many_ways() {
        for text in [
            "20230904-overflow",
            "SIG Documentation on 2023-09–04",
            "2023-09-4",
            "2023/09/04",
            "on 2023.9.4.",
            "4.9.2023",
            "04. 09. 2023",
            "Release 7 has been published on September 4, 2023.",
            "Sep 4th 2023",
            "4 September 2023",
            "4th Sept. 2023",
        ] {
            check(text, "2023-09-04");
        }
    }

    #[test]
    fn what_is_no_calendar_date_is_none() {
        for text in ["202401010", "2022-09 hackathon", "2023-02-30", "09/08/2023", "CVE-2023-1668", "20231301", ""] {
            check(text, "");
        }
    }

    #[test]
    fn several_dates_come_in_order() {
        check("2026-02-17-18-6-hackathon, 2023-05-03/04", "2026-02-17 2023-05-03");
    }

    #[test]
    fn a_date_is_whole_only_alone() {
        assert_eq!(whole(" 2023-09-04 "), date(2023, 9, 4));
        assert_eq!(whole("2023-09-04, Bilbao"), None);
    }
}
