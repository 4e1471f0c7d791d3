//! What a minutes file says of its meeting: series, day, and what sort of record it is.
//!
//! Nothing is guessed. The first configured place with a date gives the day; when the head of the text gives
//! another day, both are reported, because either may have been copied from the meeting before. A heading that only
//! mentions a day gives none, and a text whose headings are several days is of none of them.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;
use serde::{Deserialize, Serialize};

use super::proceedings::{Proceedings, ProceedingsFinder};
use super::{Parsed, at};
use crate::base::{Date, Diagnostic, LineIndex, Span};
use crate::code;
use crate::document::{Heading, day};
use crate::source::config::{DatePlace, DateRule, MinutesConfig};

/// What a minutes file says of its meeting.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Meeting {
    /// The body that meets, `iaas`; empty for a file of no series.
    pub series: String,
    /// The day, where the configured places give one.
    pub date: Option<Date>,
    /// What sort of record it is: `team`, `board`, `sig`, `weekly`, `hackathon`, `slides`, `document`, …
    pub sort: String,
    /// A second date that disagrees, and where it stands.
    pub conflict: Option<(Date, Span)>,
    /// Who was there, who wrote, the agenda, and whether it took place.
    pub proceedings: Proceedings,
}

/// How many headings belong to the head of a text, where its date stands. Slide decks begin with two that name
/// the community.
const HEAD: usize = 3;

/// How many lines of text belong to the head.
const HEAD_LINES: usize = 10;

/// How many characters may follow a date that is a line of its own: a place, a weekday, a time.
const BESIDE_DATE: usize = 30;

/// Dates of headings where nothing is configured for them.
static USUAL: LazyLock<DateRule> = LazyLock::new(|| {
    DateRule::new(DatePlace::Heading, None).expect("the usual ways of writing a date are a valid format")
});

/// A date between dashes, whatever its year.
static SLIP: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(\d{4})[-–](\d{1,2})[-–](\d{1,2})\b").expect("the pattern is fixed"));

/// A heading that is a day.
#[derive(Clone)]
struct DaySection {
    /// The day.
    dated: Dated,
    /// Whether it is the first heading of the text, with no title above it.
    is_first: bool,
}

/// Whether the heading of this number, with these words and a date at this range, says of what day its text is.
type Counts<'a> = &'a dyn Fn(usize, &str, &Range<usize>) -> bool;

/// A date, what kind of place gave it, and where in the text that is, if it is there.
#[derive(Clone)]
pub(super) struct Dated {
    /// The day.
    pub date: Date,
    /// `the file name`, as messages say.
    pub place: &'static str,
    /// Where it stands in the text.
    pub span: Option<Span>,
}

/// Reads the facts of a meeting.
pub(super) fn meeting(
    file: &Parsed,
    config: &MinutesConfig,
    finder: &ProceedingsFinder,
    diagnostics: &mut Vec<Diagnostic>,
) -> Meeting {
    let path = &file.path.path;
    let series = config.series_of(path);
    let sort = config.sort(path, series.as_deref(), is_deck(file));
    if !config.is_meeting(path) || series.is_none() {
        let (series, sort) = (series.unwrap_or_default(), sort.to_owned());
        return Meeting { series, date: None, sort, conflict: None, proceedings: Proceedings::default() };
    }
    let sections = sections(file, config);
    if config.sections.is_some() && file.excerpt.is_none() && !sections.is_empty() {
        // Its parts are the meetings.
        let (series, sort) = (series.unwrap_or_default(), "document".to_owned());
        return Meeting { series, sort, ..Meeting::default() };
    }
    let own = file.excerpt.and_then(|_| sections.first()).cloned();
    let has_several = own.is_none() && sections.len() > 1;
    let counts = |at: usize, text: &str, range: &Range<usize>| match at {
        0 => day::is_titled(text, range),
        _ => !has_several && day::is_day(text, range),
    };
    // The first of several days is that of its own section alone; that it is another one than the name says is told.
    let is_title = |at: usize, text: &str, range: &Range<usize>| {
        !(at == 0 && has_several && sections[0].is_first) && counts(at, text, range)
    };
    let used = own
        .map(|section| section.dated)
        .or_else(|| config.dates.iter().find_map(|rule| dated(rule, file, &is_title)));
    let conflict = match (&used, used.as_ref().and_then(|used| other_date(used, file, config, &counts))) {
        (Some(used), Some(head)) => {
            let head = &head;
            diagnostics.push(conflict(file, used, head));
            head.span.map(|span| (head.date, span))
        }
        _ => None,
    };
    let sort = match &used {
        None if has_several => {
            let message = format!("`{path}` has minutes of {} days below its headings", sections.len());
            let told = Diagnostic::warning(code::UNDATED, message);
            let hint = "make a file of each, or divide it: `id: { section: \"{date}\" }` in its source";
            diagnostics.push(at(told, file, sections[0].dated.span).hint(hint));
            sort
        }
        // Where names give the day, one without any number never was that of a meeting.
        None if names_give_the_day(config)
            && !below(path.as_str()).bytes().any(|byte| byte.is_ascii_digit()) =>
        {
            "document"
        }
        None => {
            let message = format!("no date in `{path}`");
            let hint = format!("put it where it is looked for first: {}", place_name(config));
            diagnostics.push(at(Diagnostic::warning(code::UNDATED, message), file, None).hint(hint));
            sort
        }
        Some(_) => sort,
    };
    Meeting {
        series: series.unwrap_or_default(),
        date: used.map(|used| used.date),
        sort: sort.to_owned(),
        conflict,
        proceedings: proceedings(file, finder),
    }
}

/// What the text says of the meeting itself.
fn proceedings(file: &Parsed, finder: &ProceedingsFinder) -> Proceedings {
    let blocks = file.document.blocks.as_ref().filter(|_| file.is_shown);
    blocks.map_or_else(Proceedings::default, |blocks| finder.find(blocks, &LineIndex::new(file.text)))
}

/// The path below its first folder.
fn below(path: &str) -> &str {
    path.split_once('/').map_or(path, |(_, below)| below)
}

/// Whether the front matter says that the text is slides.
fn is_deck(file: &Parsed) -> bool {
    let Some(front) = &file.document.front_matter else { return false };
    let named =
        super::field::text(&front.value, "type").is_some_and(|sort| sort.eq_ignore_ascii_case("slide"));
    named || front.value.get("slideOptions").is_some() || front.value.get("marp").is_some()
}

/// The headings of one level that are days, where there are two and more that differ: those below the first heading,
/// or of its level where it is a day itself. In a part of a text its own heading.
fn sections(file: &Parsed, config: &MinutesConfig) -> Vec<DaySection> {
    let usual = config.dates.iter().filter(|rule| rule.place == DatePlace::Heading);
    let rules = || config.sections.iter().chain(usual.clone()).chain(std::iter::once(&*USUAL));
    let outline = &file.document.outline;
    let day = |heading: &Heading| rules().find_map(|rule| day::day(rule, &heading.text));
    let Some(first) = outline.first() else { return Vec::new() };
    let is_day = day(first).is_some();
    let level = if is_day { first.level } else { first.level + 1 };
    let below = outline.iter().enumerate().filter(|(_, heading)| heading.level == level);
    let found = below.filter_map(|(at, heading)| {
        let dated = Dated { date: day(heading)?, place: "the heading", span: Some(heading.span) };
        Some(DaySection { dated, is_first: at == 0 })
    });
    let found: Vec<DaySection> = found.collect();
    let is_divided = config.sections.is_some();
    let differ = found.iter().any(|section| section.dated.date != found[0].dated.date);
    if differ || is_divided { found } else { Vec::new() }
}

/// The date that `rule` finds in `file`, in its headings wherever they have one.
pub(super) fn find(rule: &DateRule, file: &Parsed) -> Option<Dated> {
    dated(rule, file, &|_, _, _| true)
}

/// The date that `rule` finds in `file`, in those headings that count.
fn dated(rule: &DateRule, file: &Parsed, counts: Counts<'_>) -> Option<Dated> {
    let path = &file.path.path;
    let dated = |date, place, span| Some(Dated { date, place, span });
    match &rule.place {
        DatePlace::Name => dated(rule.find(path.stem())?.0, "the file name", None),
        DatePlace::Folder => {
            let mut folders = path.folder().rsplit('/');
            dated(folders.find_map(|folder| rule.find(folder))?.0, "the folder", None)
        }
        DatePlace::Path => dated(rule.find(path.as_str())?.0, "the path", None),
        DatePlace::Heading => heading_date(file, counts, |text| rule.find_whole(text)),
        DatePlace::Body => {
            let start = body_start(file);
            let (date, range) = rule.find(file.text.get(start..)?)?;
            dated(date, "the text", Some(Span::from(range).shifted(start)))
        }
        DatePlace::FrontMatter(key) => {
            let front = file.document.front_matter.as_ref()?;
            let (date, _) = rule.find(&super::field::text(&front.value, key)?)?;
            dated(date, "the front matter", Some(front.positions.child(key.as_str()).span))
        }
    }
}

/// Where the text begins behind its front matter.
fn body_start(file: &Parsed) -> usize {
    file.document.front_matter.as_ref().map_or(0, |front| front.span.end as usize)
}

/// The first date that `find` finds in the headings at the head of the text, as far as they count.
fn heading_date(
    file: &Parsed,
    counts: Counts<'_>,
    find: impl Fn(&str) -> Option<(Date, Range<usize>)>,
) -> Option<Dated> {
    file.document.outline.iter().take(HEAD).enumerate().find_map(|(at, heading)| {
        let (date, _) = find(&heading.text).filter(|(_, range)| counts(at, &heading.text, range))?;
        // The words of a heading have lost their markup, so the date is looked for again as it is written.
        let span = match heading.span.of(file.text).and_then(&find) {
            Some((found, range)) if found == date => Span::from(range).shifted(heading.span.start as usize),
            _ => heading.span,
        };
        Some(Dated { date, place: "the heading", span: Some(span) })
    })
}

/// A date at the head of the text, or in another configured place of the text, that is not the one `used`.
fn other_date(used: &Dated, file: &Parsed, config: &MinutesConfig, counts: Counts<'_>) -> Option<Dated> {
    let in_text = |rule: &&DateRule| matches!(rule.place, DatePlace::Body | DatePlace::FrontMatter(_));
    let told = config.dates.iter().filter(in_text).filter_map(|rule| find(rule, file));
    let head = head_date(file, config, counts);
    head.into_iter().chain(told).find(|other| other.span.is_some() && other.date != used.date)
}

/// The date at the head of the text: in a heading, or a line that is hardly more than a date.
fn head_date(file: &Parsed, config: &MinutesConfig, counts: Counts<'_>) -> Option<Dated> {
    let rule = config.dates.iter().find(|rule| rule.place == DatePlace::Heading).unwrap_or(&USUAL);
    heading_date(file, counts, |text| rule.find_whole(text))
        .or_else(|| heading_date(file, counts, slip))
        .or_else(|| line_date(rule, file))
}

/// A date in a year in which nobody met, `2202-12-05`: no date to go by, but one that disagrees with the true one.
fn slip(text: &str) -> Option<(Date, Range<usize>)> {
    let captures = SLIP.captures(text)?;
    let year = captures[1].parse().ok()?;
    let date = crate::base::Date::new(year, captures[2].parse().ok()?, captures[3].parse().ok()?)?;
    Some((date, captures.get(0)?.range()))
}

/// The date of the first line that begins with one and has little beside it.
fn line_date(rule: &DateRule, file: &Parsed) -> Option<Dated> {
    let mut at = body_start(file);
    let lines = file.text.get(at..)?.split_inclusive('\n').map(|line| {
        let start = at;
        at += line.len();
        (start, line)
    });
    lines.filter(|(_, line)| !line.trim().is_empty()).take(HEAD_LINES).find_map(|(start, line)| {
        let (date, range) = rule.find(line)?;
        let alone = line[..range.start].trim().is_empty();
        let beside = line[range.end..].trim().chars().count();
        let span = Span::from(range).shifted(start);
        (alone && beside <= BESIDE_DATE).then_some(Dated { date, place: "the text", span: Some(span) })
    })
}

/// Two days for one meeting.
fn conflict(file: &Parsed, used: &Dated, head: &Dated) -> Diagnostic {
    let message = format!("{} says `{}`, but {} says `{}`", head.place, head.date, used.place, used.date);
    let told = Diagnostic::warning(code::DATE_CONFLICT, message);
    let told =
        at(told, file, head.span).hint(format!("`{}` is used; correct the one that is wrong", used.date));
    let Some(first) = file.history.and_then(|history| history.first.as_ref()) else { return told };
    // Minutes are brought in after the meeting, most of them within days.
    let before = [used.date, head.date].into_iter().filter(|date| *date <= first.date).max();
    match before {
        Some(date) => told.hint(format!(
            "the file came into the repository on {}; of the two, `{date}` is nearest before that",
            first.date
        )),
        None => told.hint(format!("the file came into the repository on {}, before both", first.date)),
    }
}

/// Whether days are looked for in names and folders at all.
fn names_give_the_day(config: &MinutesConfig) -> bool {
    let in_path = |place: &DatePlace| matches!(place, DatePlace::Name | DatePlace::Folder | DatePlace::Path);
    config.dates.is_empty() || config.dates.iter().any(|rule| in_path(&rule.place))
}

/// The place where a date is looked for first, as a person would say it.
fn place_name(config: &MinutesConfig) -> &'static str {
    match config.dates.first().map(|rule| &rule.place) {
        Some(DatePlace::Name) | None => "the file name",
        Some(DatePlace::Folder) => "the folder",
        Some(DatePlace::Path) => "the path",
        Some(DatePlace::Heading) => "the first heading",
        Some(DatePlace::Body) => "a line of the text",
        Some(DatePlace::FrontMatter(_)) => "the front matter",
    }
}
