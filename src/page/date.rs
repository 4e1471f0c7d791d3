//! Days as pages show them.

use crate::base::Date;
use crate::page::view::DateView;

/// Names of the months, in order.
pub(super) const MONTHS: [&str; 12] = [
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

/// Name of month `month` (1 to 12).
pub(super) fn month(month: i8) -> &'static str {
    // A `Date` has no other months.
    MONTHS[usize::from(month.clamp(1, 12).unsigned_abs()) - 1]
}

/// Name of the day of the week.
fn weekday(date: Date) -> &'static str {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    DAYS[usize::from(date.weekday().to_monday_zero_offset().clamp(0, 6).unsigned_abs())]
}

/// `date` in all the ways that templates want it.
pub(super) fn view(date: Date) -> DateView {
    let name = month(date.month());
    DateView {
        iso: format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
        long: format!("{} {name} {}", date.day(), date.year()),
        short: format!("{} {}", date.day(), &name[..3]),
        weekday: weekday(date),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_written_in_each_way() {
        let shown = view(crate::base::date::date(2023, 9, 6).unwrap());
        assert_eq!(
            (shown.iso.as_str(), shown.long.as_str(), shown.short.as_str(), shown.weekday),
            ("2023-09-06", "6 September 2023", "6 Sep", "Wednesday")
        );
    }
}
