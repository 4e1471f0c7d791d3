//! The action log: what is open and was spoken of lately; what was not spoken of for long, by year; what is done.
//!
//! Few minutes say that an action is done, so most are open for ever as far as anybody knows. The first page shows
//! what a reader can still do something about.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::Date;
use crate::base::url::encode_path;
use crate::link::{Action, Record, Target};
use crate::page::date;
use crate::page::decision::touched;
use crate::page::log::{evidence_view, series, state, url};
use crate::page::plan::Pages;
use crate::page::view::{ActionGroupView, ActionRowView, ActionsView, ChoiceView, OwnerView, PartView};
use crate::record::action::State;

/// What the action log is called.
pub(super) const TITLE: &str = "Actions";

/// For how many days before the newest meeting an action that was spoken of counts as recent.
const RECENT: i32 = 90;

/// How many actions one page shows at most, unless a single half of a year has more.
const MOST: usize = 200;

/// A part of the action log.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum ActionPart {
    /// The open ones that were spoken of last in a year, or in its first or second half.
    Older(i16, Option<u8>),
    /// Those that are done or dropped, by the year in which that was said.
    Closed(i16),
}

/// Where the actions of a record are listed, and who can own them.
#[derive(Debug, Clone, Default)]
pub(super) struct ActionParts {
    /// The parts with their URL paths and the places of their actions.
    parts: BTreeMap<ActionPart, (String, Vec<usize>)>,
    /// The places of those that are open and were spoken of lately.
    recent: Vec<usize>,
    /// The day from which on an action is recent.
    since: Option<Date>,
    /// The handles that texts name, in lower case, and where each person is to be found on the forge.
    handles: BTreeMap<String, String>,
}

impl ActionParts {
    /// The parts of the log of `record`.
    pub(super) fn new(record: &Record) -> ActionParts {
        let newest = record.series.values().filter_map(|series| series.meetings.last()).map(|(day, _)| *day);
        let until = newest.max().map_or(record.day, |newest| newest.min(record.day));
        let since = until.plus(-RECENT);
        let mut recent = Vec::new();
        let mut years: BTreeMap<i16, Vec<usize>> = BTreeMap::new();
        let mut parts: BTreeMap<ActionPart, Vec<usize>> = BTreeMap::new();
        for (place, action) in record.actions.iter().enumerate() {
            let last = action.last().evidence.date;
            match action.state() {
                State::Open if since.is_none_or(|since| since <= last) => recent.push(place),
                State::Open => years.entry(last.year()).or_default().push(place),
                _ => parts.entry(ActionPart::Closed(last.year())).or_default().push(place),
            }
        }
        for (year, places) in years {
            let is_much = places.len() > MOST;
            for place in places {
                let half = u8::from(record.actions[place].last().evidence.date.month() > 6) + 1;
                parts.entry(ActionPart::Older(year, is_much.then_some(half))).or_default().push(place);
            }
        }
        let log = record.action_log.clone().unwrap_or_default();
        let place = |part: &ActionPart| match part {
            ActionPart::Older(year, None) => format!("{log}{year}/"),
            ActionPart::Older(year, Some(half)) => format!("{log}{year}-{half}/"),
            ActionPart::Closed(year) => format!("{log}closed/{year}/"),
        };
        let parts = parts.into_iter().map(|(part, places)| (part.clone(), (place(&part), places))).collect();
        ActionParts { parts, recent, since, handles: handles(record) }
    }

    /// The parts with their URL paths.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&ActionPart, &str)> {
        self.parts.iter().map(|(part, (url, _))| (part, url.as_str()))
    }

    /// Somebody who owns an action: a handle that texts name leads to a page or the forge, another name to nowhere.
    fn owner(&self, record: &Record, name: &str) -> OwnerView {
        let handle = name.to_lowercase();
        let page = record.people.get(&handle).map(|person| encode_path(&person.url));
        OwnerView { name: name.to_owned(), page, url: self.handles.get(&handle).cloned() }
    }
}

/// Everybody whom texts name by a handle, with their page on the forge.
fn handles(record: &Record) -> BTreeMap<String, String> {
    let mentions = record.documents.iter().flat_map(|entry| entry.mentions.iter().flatten());
    let named =
        mentions.filter_map(|mention| match (mention.to.as_deref()?.strip_prefix('@')?, &mention.target) {
            (handle, Some(Target::External(url))) => Some((handle.to_lowercase(), url.clone())),
            _ => None,
        });
    named.collect()
}

/// The name of a part.
pub(super) fn title(part: &ActionPart) -> String {
    match part {
        ActionPart::Older(..) => format!("Open actions of {}", name(part)),
        ActionPart::Closed(_) => format!("Actions done or dropped in {}", name(part)),
    }
}

/// The time of a part.
fn name(part: &ActionPart) -> String {
    match part {
        ActionPart::Older(year, None) | ActionPart::Closed(year) => year.to_string(),
        ActionPart::Older(year, Some(1)) => format!("January to June {year}"),
        ActionPart::Older(year, Some(_)) => format!("July to December {year}"),
    }
}

/// How many actions are open, as far as the minutes tell.
pub(super) fn open(record: &Record) -> usize {
    record.actions.iter().filter(|action| action.state() == State::Open).count()
}

/// The action log, or a part of it.
pub(super) fn log(pages: &Pages<'_>, part: Option<&ActionPart>) -> ActionsView {
    let parts = &pages.action_parts;
    let places = match part {
        Some(part) => parts.parts.get(part).map_or(&[][..], |(_, places)| places.as_slice()),
        None => &parts.recent,
    };
    let link = |wanted: fn(&ActionPart) -> bool| -> Vec<PartView> {
        let view = |(other, (url, places)): (&ActionPart, &(String, Vec<usize>))| PartView {
            title: name(other),
            url: encode_path(url),
            count: places.len(),
            current: part == Some(other),
        };
        parts.parts.iter().rev().filter(|(part, _)| wanted(part)).map(view).collect()
    };
    let record = pages.record;
    let series = groups(pages, places);
    ActionsView {
        count: record.actions.len(),
        open: open(record),
        all_url: record.action_log.as_deref().map(encode_path).unwrap_or_default(),
        part: part.map(title),
        shown: places.len(),
        since: parts.since.filter(|_| part.is_none()).map(date::view),
        today: date::view(record.day),
        older: link(|part| matches!(part, ActionPart::Older(..))),
        closed: link(|part| matches!(part, ActionPart::Closed(_))),
        is_closed: matches!(part, Some(ActionPart::Closed(_))),
        by_owner: owners(&series),
        by_series: series
            .iter()
            .map(|group| ChoiceView { title: group.series.title.clone(), count: group.rows.len() })
            .collect(),
        series,
    }
}

/// Who owns actions of `series`, and how many, by name.
fn owners(series: &[ActionGroupView]) -> Vec<ChoiceView> {
    let owners = series.iter().flat_map(|group| &group.rows).flat_map(|row| &row.owners);
    let mut counts: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for owner in owners {
        *counts.entry((owner.name.to_lowercase(), &owner.name)).or_default() += 1;
    }
    let choice = |((_, name), count): ((String, &str), usize)| ChoiceView { title: name.to_owned(), count };
    counts.into_iter().map(choice).collect()
}

/// The actions at `places` by series and owner, of each owner the newest first.
fn groups(pages: &Pages<'_>, places: &[usize]) -> Vec<ActionGroupView> {
    let actions = &pages.record.actions;
    let mut by_series: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &place in places {
        by_series.entry(&actions[place].series).or_default().push(place);
    }
    let order = |action: &Action| {
        let owner = action.owners.first().map(|owner| owner.to_lowercase());
        (owner.is_none(), owner, std::cmp::Reverse(action.first().evidence.date))
    };
    let group = |mut places: Vec<usize>| {
        places.sort_by_cached_key(|place| order(&actions[*place]));
        let first = actions[*places.first()?].first().evidence.document;
        let owners = places.iter().flat_map(|place| &actions[*place].owners);
        Some(ActionGroupView {
            series: series(pages.record, first),
            id: String::new(),
            owners: owners.map(|owner| owner.to_lowercase()).collect::<BTreeSet<_>>().len(),
            rows: places.iter().filter_map(|place| row(pages, *place)).collect(),
        })
    };
    let mut groups: Vec<ActionGroupView> = by_series.into_values().filter_map(group).collect();
    groups.sort_by_key(|group| group.series.title.to_lowercase());
    for (number, group) in (1..).zip(&mut groups) {
        group.id = format!("series-{number}");
    }
    groups
}

/// The action at `place` in [`Record::actions`].
pub(super) fn row(pages: &Pages<'_>, place: usize) -> Option<ActionRowView> {
    let (record, sources) = (pages.record, pages.sources);
    let action = record.actions.get(place)?;
    let (first, last) = (&action.first().evidence, &action.last().evidence);
    Some(ActionRowView {
        id: action.id.clone(),
        text: action.text.clone(),
        context: action.context.clone(),
        owners: action.owners.iter().map(|owner| pages.action_parts.owner(record, owner)).collect(),
        state: state(action),
        given: date::view(first.date),
        age: date::age(first.date, record.day),
        last: date::view(last.date),
        last_url: url(record, last),
        series: series(record, first.document),
        url: url(record, first),
        evidence: evidence_view(record, sources, first),
        touched: record.backlinks.of_action(place).filter_map(|subject| touched(pages, subject)).collect(),
    })
}
