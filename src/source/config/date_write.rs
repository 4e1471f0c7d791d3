//! Dates as a rule writes them: where a date is read, one can be written that is read the same way.

use std::ops::Range;

use super::date::DateRule;
use super::part::Part;
use crate::base::Date;
use crate::base::date::weekday_name;

impl DateRule {
    /// `date` as the rule reads it; nothing where a part of the format may be anything.
    pub fn write(&self, date: Date) -> Option<String> {
        let mut written = String::new();
        for part in self.parts() {
            match part {
                Part::Text(text) => written.push_str(text),
                Part::Optional(_) => {}
                Part::Any | Part::AnyFolders { .. } => return None,
                Part::Field { name, width, .. } => {
                    written.push_str(&self.part(name, width.unwrap_or(0), date))
                }
            }
        }
        Some(written)
    }

    /// `text` with the date in it replaced by `date`, written as the old one was.
    pub fn rewrite(&self, text: &str, date: Date) -> Option<String> {
        let (_, _, captures) = self.found(text)?;
        let groups = ["year", "year2", "month", "month2", "day", "day2", "name", "weekday"];
        let found = groups.iter().filter_map(|group| Some((captures.name(group)?, *group)));
        let mut places: Vec<(Range<usize>, String)> = found
            .map(|(found, group)| {
                let name = match group {
                    "name" => "month-name",
                    group => group.trim_end_matches('2'),
                };
                // The old date had zeros in front, or none that one could see.
                let width = if name == "year" || found.len() == 2 { found.len() } else { 0 };
                (found.range(), like(&self.part(name, width, date), found.as_str()))
            })
            .collect();
        places.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let mut text = text.to_owned();
        for (range, part) in places {
            text.replace_range(range, &part);
        }
        Some(text)
    }

    /// One part of a date, with zeros in front up to `width`.
    fn part(&self, name: &str, width: usize, date: Date) -> String {
        match name {
            "date" => date.to_string(),
            "year" if width == 2 => format!("{:02}", date.year().rem_euclid(100)),
            "year" => format!("{:04}", date.year()),
            "month" => format!("{:0width$}", date.month()),
            "month-name" => self.month_name(date).to_owned(),
            "weekday" => weekday_name(date).to_owned(),
            _ => format!("{:0width$}", date.day()),
        }
    }
}

/// `word` with the letter case and, of a short form, the length of `model`.
fn like(word: &str, model: &str) -> String {
    if !word.starts_with(char::is_alphabetic) {
        return word.to_owned();
    }
    let word = if model.chars().count() == 3 { word.get(..3).unwrap_or(word) } else { word };
    match model.starts_with(char::is_lowercase) {
        true => word.to_lowercase(),
        false => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::date::DatePlace;
    use super::*;
    use crate::base::Date;

    /// Writes the day that `text` has into the day `expected` has, and reads it back.
    #[track_caller]
    fn check(format: Option<&str>, text: &str, new: (i16, i8, i8), expected: &str) {
        let rule = DateRule::new(DatePlace::Path, format).unwrap();
        let day = Date::new(new.0, new.1, new.2).unwrap();
        let written = rule.rewrite(text, day).unwrap();
        assert_eq!(written, expected);
        assert_eq!(rule.find(&written).map(|(date, _)| date), Some(day), "{written}");
    }

    #[test]
    fn a_date_is_written_as_the_one_before() {
        check(None, "team/20230109.md", (2024, 11, 3), "team/20241103.md");
        check(None, "2023-01-9 x", (2024, 11, 3), "2024-11-3 x");
        check(
            Some("{year:4}/**/tsc-{month:2}-{day:2}"),
            "2023/q1/tsc-01-09",
            (2024, 2, 3),
            "2024/q1/tsc-02-03",
        );
        check(
            Some("{year:4}-{month:2}/{month-name}-{day:2}"),
            "2023-10/october-09",
            (2024, 2, 3),
            "2024-02/february-03",
        );
        check(Some("{day}. {month-name} {year:2}"), "9. Oct 23", (2024, 2, 3), "3. Feb 24");
    }

    #[test]
    fn what_a_rule_writes_it_reads() {
        for format in [
            None,
            Some("{day}.{month}.{year}"),
            Some("Held on {weekday}, {day} {month-name} {year:4}"),
            Some("{month-name} {day}[ (x)], {year:2}"),
            Some("{year:4}{month:2}{day:2}"),
        ] {
            let rule = DateRule::new(DatePlace::Body, format).unwrap();
            // A prime step meets every day of the month and of the week.
            for number in (0..3_000).step_by(37) {
                let day = Date::new(2020, 1, 1).unwrap().plus(number).unwrap();
                let written = rule.write(day).unwrap();
                assert_eq!(rule.find(&written).map(|(date, _)| date), Some(day), "{written}");
            }
        }
        assert_eq!(
            DateRule::new(DatePlace::Path, Some("*/{date}")).unwrap().write(Date::new(2024, 1, 1).unwrap()),
            None
        );
    }
}
