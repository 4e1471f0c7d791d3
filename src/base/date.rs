//! Calendar dates.
//!
//! The record knows days, never times: a meeting happens on a day wherever its people are, and a standard is
//! in force on a day.

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
pub type Date = jiff::civil::Date;

/// The day with this year, month (1 to 12) and day (1 to 31), where the calendar has it.
pub fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// Name of month `month` (1 to 12).
pub fn month_name(month: i8) -> &'static str {
    // A `Date` has no other months.
    MONTHS[usize::from(month.clamp(1, 12).unsigned_abs()) - 1]
}

/// Name of the day of the week that `date` is.
pub fn weekday_name(date: Date) -> &'static str {
    WEEKDAYS[usize::from(date.weekday().to_monday_zero_offset().clamp(0, 6).unsigned_abs())]
}
