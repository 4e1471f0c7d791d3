//! Calendar dates.
//!
//! The record knows days, never times: a meeting happens on a day wherever its people are, and a standard is
//! in force on a day.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use jiff_core::civil;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Names of the months, in order.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Names of the days of the week, in order (ISO 8601: from Monday).
pub const WEEKDAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// A day of the Gregorian calendar, written as ISO 8601 (`2023-09-20`).
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct Date(civil::Date);

impl Date {
    /// The first day of all.
    pub const MIN: Date = Date(civil::date(0, 1, 1));
    /// The day from which clocks count.
    pub const EPOCH: Date = Date(civil::date(1970, 1, 1));

    /// The day with this year (0 to 9999), month (1 to 12) and day (1 to 31), where the calendar has it.
    pub const fn new(year: i16, month: i8, day: i8) -> Option<Date> {
        match civil::Date::new(year, month, day) {
            Ok(day) if year >= 0 => Some(Date(day)),
            _ => None,
        }
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day of the week, 0 (Monday) to 6.
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_zero_offset()
    }

    /// The day that is `seconds` after the beginning of [`Date::EPOCH`], where the calendar has it.
    pub fn of_clock(seconds: i64) -> Option<Date> {
        Date::EPOCH.plus(i32::try_from(seconds.div_euclid(86_400)).ok()?)
    }

    /// The day `days` later, or earlier where they are less than none; nothing where the calendar ends.
    pub fn plus(self, days: i32) -> Option<Date> {
        self.0.checked_add(days).ok().map(Date).filter(|date| *date >= Date::MIN)
    }

    /// How many days later it is than `other`; less than none where it is earlier.
    pub fn days_since(self, other: Date) -> i32 {
        self.0.since(other.0)
    }
}

impl Default for Date {
    fn default() -> Date {
        Date::MIN
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

impl FromStr for Date {
    type Err = NoDate;

    /// Reads `2023-09-20` or, as file names and some front matter have it, `20230920`.
    fn from_str(text: &str) -> Result<Date, NoDate> {
        let [year, month, day] = match text.as_bytes() {
            [.., b'-', _, _, b'-', _, _] if text.len() == 10 => [0..4, 5..7, 8..10],
            _ if text.len() == 8 => [0..4, 4..6, 6..8],
            _ => return Err(NoDate),
        };
        let digits =
            |part: Range<usize>| text.get(part).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        let date = || {
            Date::new(digits(year)?.parse().ok()?, digits(month)?.parse().ok()?, digits(day)?.parse().ok()?)
        };
        date().ok_or(NoDate)
    }
}

/// A text is not a day of the calendar, written as `2023-09-20`.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq)]
pub struct NoDate;

impl fmt::Display for NoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date such as `2024-01-31`")
    }
}

impl std::error::Error for NoDate {}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        deserializer.deserialize_str(Written)
    }
}

/// Reads a date from where it is written as a text.
struct Written;

impl Visitor<'_> for Written {
    type Value = Date;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a date")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Date, E> {
        text.parse().map_err(E::custom)
    }
}

/// Name of month `month` (1 to 12).
pub fn month_name(month: i8) -> &'static str {
    // A `Date` has no other months.
    MONTHS[usize::from(month.clamp(1, 12).unsigned_abs()) - 1]
}

/// Name of the day of the week that `date` is.
pub fn weekday_name(date: Date) -> &'static str {
    WEEKDAYS[usize::from(date.weekday().clamp(0, 6).unsigned_abs())]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `text` is read as, and written as again.
    #[track_caller]
    fn check(text: &str, expected: Result<&str, NoDate>) {
        let date: Result<Date, NoDate> = text.parse();
        assert_eq!(date.map(|date| date.to_string()).as_deref(), expected.as_ref().copied(), "{text:?}");
    }

    #[test]
    fn a_date_is_written_in_one_way() {
        for text in ["2023-09-20", "2024-02-29", "0000-01-01", "9999-12-31"] {
            check(text, Ok(text));
        }
        check("20230920", Ok("2023-09-20"));
        for text in [
            "",
            "2023-02-29",
            "2023-9-20",
            "2023-09-20T10:00",
            "2023-09-2ä",
            "+123-01-01",
            "202309-2",
            "202309ä",
        ] {
            check(text, Err(NoDate));
        }
    }

    #[test]
    fn days_are_counted_over_the_whole_calendar() {
        let [first, last] = ["0000-01-01", "9999-12-31"].map(|text| text.parse::<Date>().unwrap());
        assert_eq!((last.days_since(first), first.days_since(last)), (3_652_424, -3_652_424));
        assert_eq!(first.plus(3_652_424), Some(last));
        assert_eq!((last.plus(1), first.plus(-1), first.plus(i32::MIN)), (None, None, None));
        assert_eq!(first.plus(60).map(|date| date.to_string()).as_deref(), Some("0000-03-01"));
    }
}
