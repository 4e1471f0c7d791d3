//! Calendar dates.
//!
//! The record knows days, never times: a meeting happens on a day wherever its people are, and a standard is
//! in force on a day.

/// A day of the Gregorian calendar, written as ISO 8601 (`2023-09-20`).
pub type Date = jiff::civil::Date;

/// The day with this year, month (1 to 12) and day (1 to 31), where the calendar has it.
pub fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}
