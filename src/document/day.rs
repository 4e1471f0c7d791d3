//! Headings that are days, and headings that only mention one.
//!
//! `## 2023-12-07` and `# Meeting on 7 March` say of which day the text below is. `## Approval of the minutes of
//! 2024-02-06` does not: it speaks of another meeting, in the middle of this one.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::base::Date;
use crate::source::config::DateRule;

/// Most words beside the date of a heading that is a day.
const BESIDE: usize = 4;

/// Words that speak of something else of a day: of other minutes, or of a day to come.
static ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:approv\w*|accept\w*|adopt\w*|confirm\w*|correct\w*|genehmig\w*|annahme|abnahme|freigabe",
        r"|follow-?ups?|recap|next|last|previous|prior|earlier|nächste\w*|letzte\w*|vorige\w*|deadline|due",
        r"|until|till|bis|since|seit|postponed|moved|verschoben\w*|action items|todos?)\b",
    ))
    .expect("the pattern is fixed")
});

/// What stands before the date where something that was published that day is meant.
static PUBLISHED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:release|version|tag)(?:\s+(?:of|vom|from))?\W*$").expect("the pattern is fixed")
});

/// Words for a meeting and what it leaves behind.
static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)\b(?:meetings?|minutes|notes|agenda|call|weekly|monthly|sync|session|standup|stand-up|jour fixe|team",
        r"|sig|wg|board|protokoll\w*|sitzung\w*|treffen|besprechung\w*|notizen|date|datum|termin)\b",
    ))
    .expect("the pattern is fixed")
});

/// Days of the week, and the little words around a date.
static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(concat!(
        r"(?i)^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|mo|di|mi|do|fr|sa|so",
        r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag|on|of|the|am|vom|den|der|from)$",
    ))
    .expect("the pattern is fixed")
});

/// Whether the title of a text, whose date stands at `range`, is of that day: what stands beside the date may be
/// anything that does not speak of something else.
pub fn is_titled(heading: &str, range: &Range<usize>) -> bool {
    let (before, behind) = around(heading, range);
    ![before, behind].into_iter().any(|words| ELSEWHERE.is_match(words)) && !PUBLISHED.is_match(before)
}

/// Whether a heading is the day at `range`: little stands beside it, and that is a day of the week, or follows, or is
/// a word for a meeting.
pub fn is_day(heading: &str, range: &Range<usize>) -> bool {
    let (before, behind) = around(heading, range);
    let is_word = |word: &&str| word.contains(char::is_alphabetic);
    let words = |text| str::split(text, |c: char| !c.is_alphanumeric()).filter(is_word);
    let introduces = words(before).all(|word| AROUND.is_match(word)) || MEETING.is_match(before);
    introduces && words(before).chain(words(behind)).count() <= BESIDE && is_titled(heading, range)
}

/// The day that `heading` is, written as `rule` says.
pub fn day(rule: &DateRule, heading: &str) -> Option<Date> {
    // Most headings are told without an expression.
    if heading.is_ascii() && !heading.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (date, range) = rule.find_whole(heading)?;
    is_day(heading, &range).then_some(date)
}

/// What stands before and behind `range`.
fn around<'t>(heading: &'t str, range: &Range<usize>) -> (&'t str, &'t str) {
    let part = |range: Range<usize>| heading.get(range).unwrap_or_default();
    (part(0..range.start), part(range.end..heading.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::config::DatePlace;

    /// Whether a heading is of its day as the title of a text, and as any heading.
    #[track_caller]
    fn check(heading: &str, expected: (bool, bool)) {
        let rule = DateRule::new(DatePlace::Heading, None).unwrap();
        let (_, range) = rule.find_whole(heading).unwrap();
        assert_eq!((is_titled(heading, &range), is_day(heading, &range)), expected, "{heading}");
    }

    #[test]
    fn a_day_has_little_beside_it() {
        for heading in [
            "2023-12-07",
            "Thursday, 2023-12-07",
            "2023-12-07 (cancelled)",
            "2023-12-07, 10:00 at the hive",
            "Minutes of 2023-12-07",
            "SIG Network 2023-12-07",
            "Meeting on Thu 2023-12-07",
        ] {
            check(heading, (true, true));
        }
        check("2023-12-07 is when the long winter of the bees began", (true, false));
        check("Outage on 2023-12-07", (true, false));
        check("Hackathon 2023-12-07 in Bilbao", (true, false));
    }

    #[test]
    fn a_heading_may_only_mention_a_day() {
        for heading in [
            "Approval of the minutes of 2024-02-06",
            "Approve the minutes of 2024-02-06",
            "Minutes 2024-02-06 accepted",
            "Genehmigung des Protokolls vom 2024-02-06",
            "Release 2024-08-01 retrospective",
            "Next meeting: 2024-02-06",
        ] {
            check(heading, (false, false));
        }
    }
}
