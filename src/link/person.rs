//! Pages of people, where a community wants them.
//!
//! They gather what minutes say openly: what somebody took on, and which minutes they took. Who was where is not
//! counted, and whoever did neither has no page. Their addresses are given before anything is resolved, so that
//! handles in texts can lead to them.

use std::collections::{BTreeMap, BTreeSet};

use super::topic::segment;
use super::{DocumentId, Extracted, Record};
use crate::document::mention::MentionKind;
use crate::record::FactsKind;
use crate::source::Config;

/// Somebody who has a page.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Person {
    /// The handle without `@`, as the first text writes it.
    pub handle: String,
    /// URL path of the page.
    pub url: String,
    /// The places in [`Record::actions`] of what they took on.
    pub actions: Vec<usize>,
    /// The minutes they took.
    pub minutes: Vec<DocumentId>,
}

/// Everybody who has a page, by handle in lower case; `record` knows its actions, series and logs.
pub(super) fn people(record: &Record, config: &Config, documents: &[&Extracted]) -> BTreeMap<String, Person> {
    if !config.people_pages {
        return BTreeMap::new();
    }
    let mut people: BTreeMap<String, Person> = BTreeMap::new();
    // A name without `@` may be anybody's.
    for mention in documents.iter().flat_map(|document| document.names.mentions) {
        if let MentionKind::Person(handle) = &mention.kind {
            people.entry(handle.to_lowercase()).or_insert_with(|| Person {
                handle: handle.clone(),
                url: String::new(),
                actions: Vec::new(),
                minutes: Vec::new(),
            });
        }
    }
    for (place, action) in record.actions.iter().enumerate() {
        for owner in &action.owners {
            let person = people.get_mut(&owner.to_lowercase());
            person.into_iter().for_each(|person| person.actions.push(place));
        }
    }
    for (number, document) in documents.iter().enumerate() {
        let FactsKind::Meeting(meeting) = &document.facts.kind else { continue };
        for taker in meeting.proceedings.minute_takers.iter().filter(|_| meeting.date.is_some()) {
            let person = people.get_mut(&taker.to_lowercase());
            person.into_iter().for_each(|person| person.minutes.push(DocumentId(number as u32)));
        }
    }
    people.retain(|_, person| !person.actions.is_empty() || !person.minutes.is_empty());
    let mut taken = BTreeSet::new();
    let Some(folder) = record.free_url("people", &taken) else { return BTreeMap::new() };
    for (handle, person) in &mut people {
        let name = segment(handle);
        let numbered = (2_usize..).map(|number| format!("{folder}{name}-{number}/"));
        let mut urls = std::iter::once(format!("{folder}{name}/")).chain(numbered);
        person.url = urls.find(|url| taken.insert(url.clone())).unwrap_or_default();
    }
    people
}
