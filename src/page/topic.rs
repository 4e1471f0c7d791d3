//! Issues and whatever else is numbered as pages show them: one of them, and the indexes.

use std::collections::BTreeMap;

use crate::base::Date;
use crate::base::url::encode_path;
use crate::link::mention::host;
use crate::link::{Backlink, DocumentId, Record, Subject};
use crate::page::navigation::natural;
use crate::page::url::{encode_written, with_anchor};
use crate::page::view::{
    CountView, LinkView, TopicGroupView, TopicNamesView, TopicRowView, TopicView, TopicsView,
};
use crate::page::{date, discussion, meeting};
use crate::source::Config;

/// What the index of issues is called.
pub(super) const ISSUES: &str = "Issues";

/// The indexes that there are: the rule whose things each lists, or nothing for issues, and its URL path.
pub(super) fn indexes<'a>(record: &'a Record, config: &Config) -> Vec<(Option<String>, &'a String)> {
    let issues = record.topics.issues.iter().map(|url| (None, url));
    let rules = config.mentions.ids.iter();
    let named =
        rules.filter_map(|rule| Some((Some(rule.name.clone()), record.topics.named.get(&rule.name)?)));
    issues.chain(named).collect()
}

/// What the index of the things of `rule` is called, or that of issues.
pub(super) fn index_title(config: &Config, rule: Option<&str>) -> String {
    let Some(rule) = rule else { return ISSUES.to_owned() };
    let named = config.mentions.ids.iter().find(|known| known.name == rule);
    capitalized(named.map_or(rule, |known| known.plural()))
}

/// `text` with a capital letter at the front.
fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What `subject` is called: `tools#12`, or `other/tools#12` of another owner.
pub(super) fn name(record: &Record, config: &Config, subject: &Subject) -> String {
    match subject {
        Subject::Document(id) => {
            record.documents.get(id.0 as usize).map(discussion::short_name).unwrap_or_default()
        }
        Subject::Issue { repository, number } => format!("{}#{number}", short(config, repository)),
        Subject::Named { id, .. } => id.clone(),
    }
}

/// The name of a repository without its owner, where that is the community's.
fn short<'a>(config: &Config, repository: &'a str) -> &'a str {
    let owner = config.forge.as_deref().and_then(|forge| forge.trim_end_matches('/').rsplit('/').next());
    match repository.split_once('/') {
        Some((of, name)) if owner.is_some_and(|owner| owner.eq_ignore_ascii_case(of)) => name,
        _ => repository,
    }
}

/// Where `subject` is to be seen elsewhere (`https:`).
pub(super) fn elsewhere(config: &Config, subject: &Subject) -> Option<String> {
    match subject {
        Subject::Document(_) => None,
        Subject::Issue { repository, number } => {
            let host = config.forge.as_deref().and_then(host)?;
            Some(encode_written(&format!("{host}/{repository}/issues/{number}")))
        }
        Subject::Named { rule, id } => {
            let rule = config.mentions.ids.iter().find(|known| known.name == *rule)?;
            (!rule.link.is_empty()).then(|| encode_written(&rule.link.replace("{id}", id)))
        }
    }
}

/// The meetings that speak of `subject`, oldest first, each with its first place.
fn meetings<'a>(record: &'a Record, subject: &Subject) -> BTreeMap<(Date, DocumentId), &'a Backlink> {
    let mut meetings = BTreeMap::new();
    for place in record.backlinks.places(subject) {
        if let Some(day) = meeting::facts(record, place.document).and_then(|facts| facts.date) {
            meetings.entry((day, place.document)).or_insert(place);
        }
    }
    meetings
}

/// What the page of `subject` shows beside who speaks of it.
pub(super) fn view(record: &Record, config: &Config, subject: &Subject) -> TopicView {
    let rule = match subject {
        Subject::Named { rule, .. } => Some(rule.as_str()),
        _ => None,
    };
    let meetings = meetings(record, subject);
    let day = |entry: Option<(&(Date, DocumentId), &&Backlink)>| entry.map(|((day, _), _)| date::view(*day));
    TopicView {
        id: name(record, config, subject),
        index: LinkView {
            title: index_title(config, rule),
            url: record.topics.index_of(subject).map(|url| encode_path(url)).unwrap_or_default(),
        },
        first: day(meetings.first_key_value()),
        last: day(meetings.last_key_value()),
        elsewhere: elsewhere(config, subject).map(|url| {
            let host = url.split_once("://").map_or("", |(_, rest)| rest);
            let host = host.split('/').next().unwrap_or_default();
            LinkView { title: host.strip_prefix("www.").unwrap_or(host).to_owned(), url: url.clone() }
        }),
    }
}

/// The index of the things of `rule`, or that of issues.
pub(super) fn index(record: &Record, config: &Config, rule: Option<&str>) -> TopicsView {
    let mut groups: BTreeMap<&str, Vec<TopicRowView>> = BTreeMap::new();
    for (subject, url) in &record.topics.pages {
        let group = match subject {
            Subject::Issue { repository, .. } if rule.is_none() => short(config, repository),
            Subject::Named { rule: own, .. } if rule == Some(own) => "",
            _ => continue,
        };
        groups.entry(group).or_default().push(row(record, config, subject, url));
    }
    for rows in groups.values_mut() {
        rows.sort_by(|a, b| match rule {
            None => b.meetings.cmp(&a.meetings).then_with(|| natural(&a.id, &b.id)),
            Some(_) => natural(&a.id, &b.id),
        });
    }
    let mut groups: Vec<(&str, Vec<TopicRowView>)> = groups.into_iter().collect();
    // The repository that meetings speak of most comes first.
    groups.sort_by_key(|(_, rows)| std::cmp::Reverse(rows.iter().map(|row| row.meetings).sum::<usize>()));
    let group = |(number, (title, rows)): (usize, (&str, Vec<TopicRowView>))| TopicGroupView {
        title: title.to_owned(),
        id: format!("group-{number}"),
        rows,
    };
    let groups: Vec<TopicGroupView> = (1..).zip(groups).map(group).collect();
    TopicsView {
        count: groups.iter().map(|group| group.rows.len()).sum(),
        threshold: config.mentions.issues.page_from.filter(|_| rule.is_none()),
        groups,
    }
}

/// One line of an index.
fn row(record: &Record, config: &Config, subject: &Subject, url: &str) -> TopicRowView {
    let meetings = meetings(record, subject);
    let last = meetings.last_key_value();
    let first = meetings.first_key_value().map(|((day, _), _)| date::view(*day));
    let passage = last.and_then(|(_, place)| {
        let entry = record.documents.get(place.document.0 as usize)?;
        entry.facts.passages.get(place.passage? as usize)
    });
    let series = last.and_then(|((_, id), _)| record.series_of(*id));
    TopicRowView {
        id: name(record, config, subject),
        url: encode_path(url),
        meetings: meetings.len(),
        first,
        last: last.map(|((day, _), _)| date::view(*day)),
        last_series: series
            .map(|series| LinkView { title: series.title.clone(), url: encode_path(&series.url) }),
        last_url: last
            .map(|(_, place)| with_anchor(&record.document(place.document).url, place.anchor.as_deref())),
        words: passage.map(|said| format!("{}{}{}", said.before, said.name, said.after)).unwrap_or_default(),
    }
}

/// The issues and numbered things with pages that the document `id` names, by their sorts.
pub(super) fn named(record: &Record, config: &Config, id: DocumentId) -> Vec<TopicNamesView> {
    let named = record.backlinks.of_document(id);
    let sort = |(rule, _): (Option<String>, &String)| {
        let mut links: Vec<CountView> = named
            .iter()
            .filter(|subject| match subject {
                Subject::Document(_) => false,
                Subject::Issue { .. } => rule.is_none(),
                Subject::Named { rule: own, .. } => rule.as_ref() == Some(own),
            })
            .filter_map(|subject| {
                let url = encode_path(record.topics.pages.get(subject)?);
                let count = record.backlinks.meetings(subject);
                Some(CountView { title: name(record, config, subject), url, count })
            })
            .collect();
        links.sort_by(|a, b| natural(&a.title, &b.title));
        (!links.is_empty()).then(|| TopicNamesView { title: index_title(config, rule.as_deref()), links })
    };
    indexes(record, config).into_iter().filter_map(sort).collect()
}
