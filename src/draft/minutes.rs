//! The minutes of a meeting that is yet to be.

use super::{Draft, Known, Refusal, exists, meant, read_back, refuse, template};
use crate::base::{Date, RelPath, SourceName};
use crate::link::mention::Names;
use crate::link::{Action, DocumentId, Series};
use crate::record::action::State;
use crate::record::{Facts, FactsKind, Rules};
use crate::source::config::{DatePlace, DateRule, Fields};
use crate::source::{Kind, Source};

/// How many of the last minutes are looked at for how their files are called.
const EXAMPLES: usize = 12;

/// What stands above the actions that are carried over.
const FOLLOW_UP: &str = "Check actions from last time";

/// The minutes of the meeting of `series`, a name or an alias, on the day of `known`.
///
/// With `is_new`, `series` may be one that has not met yet, in the first source of minutes.
pub fn minutes(known: Known<'_>, series: &str, is_new: bool) -> Result<Draft, Refusal> {
    if series.trim().is_empty() {
        return refuse("a series has a name", "give it, or one of its other names");
    }
    let key = match find(known, series) {
        Some(key) => key,
        None if is_new => series.to_owned(),
        None => {
            let names = known.record.series.keys().map(String::as_str);
            let hint = match known.record.series.is_empty() {
                true => "begin one with `--new`".to_owned(),
                false => format!("{} Begin a series with `--new`", meant(series, names)),
            };
            return refuse(format!("there is no series `{series}`"), hint);
        }
    };
    let met = known.record.series.get(&key);
    let home = met.and_then(|series| known.source(series.source.as_ref()?));
    let Some(source) = home.or_else(|| known.of_kind(Kind::Minutes).next()) else {
        return refuse("there is no source of minutes", "add one to `sources`, with `kind: minutes`");
    };
    let name = own_name(&key, &source.config.name);
    let body = Body { known, source, name, met, key: &key };
    let Some(path) = body.path()? else {
        let message =
            format!("how minutes of `{name}` are called on {} does not follow from others", known.day);
        return refuse(message, "write the file by hand; the next one follows from it");
    };
    for text in body.texts(&path) {
        let files = vec![(path.clone(), text)];
        if body.is_right(&files) {
            return Ok(Draft { source: source.config.name.clone(), files });
        }
    }
    refuse(
        format!("minutes in `{path}` would not be read as those of `{name}` on {}", known.day),
        "check `dates` and `series` of the source, and its template",
    )
}

/// The name of a series within its source.
fn own_name<'a>(key: &'a str, source: &SourceName) -> &'a str {
    key.strip_prefix(source.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(key)
}

/// The series that a person means by `name`.
fn find(known: Known<'_>, name: &str) -> Option<String> {
    let series = &known.record.series;
    if series.contains_key(name) {
        return Some(name.to_owned());
    }
    let aliases = known.config.sources.iter().flat_map(|source| &source.minutes.aliases);
    let mut same = aliases.filter(|(alias, _)| alias.eq_ignore_ascii_case(name));
    if let Some((_, key)) = same.next().filter(|(_, key)| series.contains_key(*key)) {
        return Some(key.clone());
    }
    let found = Names::new(known.record, known.config).series().find(name);
    let mut titled = series.iter().filter(|(_, series)| series.title.eq_ignore_ascii_case(name));
    found.into_iter().next().or_else(|| titled.next().map(|(key, _)| key.clone()))
}

/// The body that meets.
struct Body<'a> {
    known: Known<'a>,
    source: &'a Source,
    /// Its name in its source.
    name: &'a str,
    /// What is known of it, if it has met.
    met: Option<&'a Series>,
    /// Its name in the record.
    key: &'a str,
}

impl Body<'_> {
    /// The path of the minutes; a refusal where they are there already, nothing where none follows.
    fn path(&self) -> Result<Option<RelPath>, Refusal> {
        let config = &self.source.config.minutes;
        let fits = |path: &RelPath| {
            config.series_of(path).as_deref() == Some(self.name)
                && config.is_meeting(path)
                && config.sort(path, Some(self.name), false) == config.body(self.name)
                && self.date_of(path).is_none_or(|date| date == self.known.day)
        };
        for path in self.examples().into_iter().chain(self.made()).filter(fits) {
            if !exists(self.source, &path) {
                return Ok(Some(path));
            }
            // Where the name has no day, the next number is free.
            if self.date_of(&path).is_some() {
                let message = format!("there are minutes of `{}` on {} already", self.name, self.known.day);
                return refuse(message, format!("they are in `{path}`"));
            }
        }
        Ok(None)
    }

    /// The date that a path gives.
    fn date_of(&self, path: &RelPath) -> Option<Date> {
        self.rules().find_map(|rule| Some(rule.find(stretch(rule, path.as_str())?.1)?.0))
    }

    /// The rules that look for a date in paths.
    fn rules(&self) -> impl Iterator<Item = &DateRule> {
        let in_path =
            |rule: &&DateRule| matches!(rule.place, DatePlace::Name | DatePlace::Folder | DatePlace::Path);
        self.source.config.minutes.dates.iter().filter(in_path)
    }

    /// Paths like those of the last minutes.
    fn examples(&self) -> Vec<RelPath> {
        let meetings = self.met.map_or(&[][..], |series| &series.meetings);
        let mut last = meetings.iter().rev().take(EXAMPLES);
        let path = |id| &self.known.record.document(id).path;
        let own = |id| Some(path(id)).filter(|path| path.source == self.source.config.name);
        let dated = last.clone().filter_map(|(date, id)| self.moved(own(*id)?.path.as_str(), *date));
        let numbered = last.find_map(|(_, id)| next_number(own(*id)?.path.as_str()));
        dated.chain(numbered).filter_map(|path| RelPath::new(&path).ok()).collect()
    }

    /// `path`, of minutes of the day `old`, as it would be on the new day.
    fn moved(&self, path: &str, old: Date) -> Option<String> {
        let day = self.known.day;
        let (before, part, behind, rule) = self.rules().find_map(|rule| {
            let (before, part, behind) = stretch(rule, path)?;
            (rule.find(part)?.0 == old).then_some((before, part, behind, rule))
        })?;
        let part = rule.rewrite(part, day)?;
        // Folders by year or month go along.
        let folders = before.split_inclusive('/').map(|folder| match folder.trim_end_matches('/') {
            year if year == format!("{:04}", old.year()) => format!("{:04}/", day.year()),
            month if month == format!("{:04}-{:02}", old.year(), old.month()) => {
                format!("{:04}-{:02}/", day.year(), day.month())
            }
            _ => folder.to_owned(),
        });
        Some(format!("{}{part}{behind}", folders.collect::<String>()))
    }

    /// Paths that follow from the patterns alone.
    fn made(&self) -> Vec<RelPath> {
        let config = &self.source.config.minutes;
        let mut fields = Fields::default();
        fields.set("dir", self.name);
        fields.set("series", self.name);
        let pattern = config.series.as_str();
        let folder = match pattern.contains('{') {
            true => config.series.format(&fields).unwrap_or_else(|| self.name.to_owned()),
            false => String::new(),
        };
        let day = self.known.day;
        let digits = format!("{:04}{:02}{:02}", day.year(), day.month(), day.day());
        let names = self.rules().filter_map(|rule| match rule.place {
            DatePlace::Name => {
                Some(rule.write(day).filter(|_| rule.is_formatted()).unwrap_or(digits.clone()))
            }
            DatePlace::Folder => Some(format!("{}/minutes", rule.write(day)?)),
            _ => rule.write(day),
        });
        let names: Vec<String> = names.chain([digits.clone()]).collect();
        let in_folder = names.iter().map(|name| format!("{folder}/{name}.md"));
        let alone = names.iter().map(|name| format!("{name}.md"));
        in_folder.chain(alone).filter_map(|path| RelPath::new(path.trim_start_matches('/')).ok()).collect()
    }

    /// Texts for the minutes at `path`, the best first.
    fn texts(&self, path: &RelPath) -> Vec<String> {
        let day = self.known.day;
        let title =
            self.met.map_or_else(|| crate::record::title::readable(self.name), |met| met.title.clone());
        let rules = Rules::new(&self.source.config);
        let words = &self.source.config.minutes.items.actions;
        let own = words
            .sections
            .iter()
            .flat_map(|section| words.follow_up.iter().map(move |word| format!("{section} {word}")));
        let mut labels = std::iter::once(FOLLOW_UP.to_owned()).chain(own);
        let label = labels.find(|label| rules.is_follow_up(label)).unwrap_or_else(|| FOLLOW_UP.to_owned());
        let carried = self.carried();
        let mut texts = Vec::new();
        if let Some(template) = template::find(self.source, path.folder()) {
            let fields = [("series", self.name), ("title", &*title)];
            let filled = template::fill(template, day, &fields);
            texts.push(insert(&filled, &carried, &label, &rules));
            texts.push(insert(&format!("{}{filled}", self.head(&title)), &carried, &label, &rules));
        }
        let follow_up = match carried.is_empty() {
            true => String::new(),
            false => format!("## {label}\n\n{carried}\n"),
        };
        texts.push(format!(
            "{}## Attendees\n\n- \n\n{follow_up}## Agenda\n\n### \n\n## Action items\n\n- \n",
            self.head(&title)
        ));
        texts
    }

    /// The first lines of minutes: with the day in every configured place of the text.
    fn head(&self, title: &str) -> String {
        let day = self.known.day;
        let (mut front, mut heading, mut lines) = (String::new(), format!("{title}, {day}"), String::new());
        let needs_text = self.rules().next().is_none();
        for rule in &self.source.config.minutes.dates {
            let Some(written) = rule.write(day) else { continue };
            match &rule.place {
                DatePlace::Heading => heading = format!("{title}, {written}"),
                DatePlace::Body if lines.is_empty() => lines = format!("{written}\n\n"),
                DatePlace::FrontMatter(key) if needs_text && front.is_empty() => {
                    front = format!("---\n{key}: {written}\n---\n");
                }
                _ => {}
            }
        }
        format!("{front}# {heading}\n\n{lines}")
    }

    /// The actions that were open at the last meeting, as items.
    fn carried(&self) -> String {
        let day = self.known.day;
        let config = &self.source.config.minutes;
        let before = |(date, id): &&(Date, DocumentId)| {
            let path = &self.known.record.document(*id).path.path;
            *date < day && config.sort(path, Some(self.name), false) == config.body(self.name)
        };
        let last = self.met.and_then(|met| met.meetings.iter().rev().find(before)).map(|(date, _)| *date);
        let of_last = |action: &&Action| {
            action.series == self.key
                && action.state() == State::Open
                && Some(action.last().evidence.date) == last
        };
        let marker = self.source.config.minutes.items.actions.markers.first().map_or("AI", String::as_str);
        let item = |action: &Action| {
            let path = &self.known.record.document(action.first().evidence.document).path;
            let said = self.known.source(&path.source).and_then(|source| super::text(source, &path.path));
            let written = |owner: &String| match said.is_some_and(|said| said.contains(&format!("@{owner}")))
            {
                true => format!("@{owner}"),
                false => owner.clone(),
            };
            let owners: Vec<String> = action.owners.iter().map(written).collect();
            let words = action.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let gap = if owners.is_empty() { "" } else { " " };
            format!("- {marker}{gap}{}: {words}\n", owners.join(", "))
        };
        self.known.record.actions.iter().filter(of_last).map(item).collect()
    }

    /// Whether the files are read as the minutes that they are to be.
    fn is_right(&self, files: &[(RelPath, String)]) -> bool {
        let Some(Facts { kind: FactsKind::Meeting(meeting), .. }) = read_back(self.source, files) else {
            return false;
        };
        meeting.series == self.name && meeting.date == Some(self.known.day) && meeting.conflict.is_none()
    }
}

/// The stretch of `path` in which `rule` looks, between what stands before and behind it.
fn stretch<'a>(rule: &DateRule, path: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
    let name = path.rfind('/').map_or(0, |slash| slash + 1);
    let stem = path.rfind('.').filter(|dot| *dot > name).unwrap_or(path.len());
    let (start, end) = match rule.place {
        DatePlace::Name => (name, stem),
        DatePlace::Path => (0, path.len()),
        DatePlace::Folder => {
            let mut end = name.checked_sub(1)?;
            loop {
                let start = path[..end].rfind('/').map_or(0, |slash| slash + 1);
                if start == 0 || rule.find(&path[start..end]).is_some() {
                    break (start, end);
                }
                end = start - 1;
            }
        }
        _ => return None,
    };
    Some((&path[..start], &path[start..end], &path[end..]))
}

/// `path` with the last number of its name one higher: `meeting-12.md` is `meeting-13.md`.
fn next_number(path: &str) -> Option<String> {
    let end = path.rfind(|c: char| c.is_ascii_digit())? + 1;
    let start = path[..end].rfind(|c: char| !c.is_ascii_digit()).map_or(0, |at| at + 1);
    let in_name = !path[start..].contains('/');
    let next = path[start..end].parse::<u32>().ok().filter(|_| in_name)?.checked_add(1)?;
    Some(format!("{}{next:0width$}{}", &path[..start], &path[end..], width = end - start))
}

/// `text` with the actions `carried` behind its heading for them, or at its end below one of their own.
fn insert(text: &str, carried: &str, label: &str, rules: &Rules) -> String {
    if carried.is_empty() {
        return text.to_owned();
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        at += line.len();
        let heading = line.trim_start_matches('#');
        if heading.len() < line.len() && rules.is_follow_up(heading.trim()) {
            let (before, behind) = text.split_at(at);
            let end = if before.ends_with('\n') { "" } else { "\n" };
            return format!("{before}{end}\n{carried}{behind}");
        }
    }
    format!("{}\n\n## {label}\n\n{carried}", text.trim_end())
}
