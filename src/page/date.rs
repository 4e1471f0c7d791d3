//! Days as pages show them.

use crate::base::Date;
use crate::base::date::{month_name, weekday_name};
use crate::page::view::DateView;

/// `date` in all the ways that templates want it.
pub(super) fn view(date: Date) -> DateView {
    let name = month_name(date.month());
    DateView {
        iso: date.to_string(),
        long: format!("{} {name} {}", date.day(), date.year()),
        short: format!("{} {}", date.day(), &name[..3]),
        weekday: weekday_name(date),
    }
}

/// How long it is from `from` to `to`, in the largest unit that there are two of: `3 weeks`.
pub(super) fn age(from: Date, to: Date) -> String {
    let days = to.days_since(from);
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
        let shown = view(crate::base::Date::new(2023, 9, 6).unwrap());
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
