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

/// How long it is from `from` to `to`, in the largest unit that there are two of: `3 weeks`.
pub(super) fn age(from: Date, to: Date) -> String {
    let days = to.duration_since(from).as_hours() / 24;
    let (count, unit) = match days {
        ..=0 => return "today".to_owned(),
        1..14 => (days, "day"),
        14..61 => (days / 7, "week"),
        61..731 => (days * 12 / 365, "month"),
        _ => (days / 365, "year"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
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

    #[test]
    fn an_age_is_told_in_the_largest_unit_that_fits_twice() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        for (from, expected) in [
            ("2024-05-06", "today"),
            ("2024-05-05", "1 day"),
            ("2024-04-23", "13 days"),
            ("2024-04-22", "2 weeks"),
            ("2024-03-06", "2 months"),
            ("2022-05-07", "24 months"),
            ("2022-05-05", "2 years"),
            ("2024-06-01", "today"),
        ] {
            assert_eq!(age(day(from), day("2024-05-06")), expected, "{from}");
        }
    }
}
