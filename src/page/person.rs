//! The page of a person: what they took on, what is open first, and the minutes they took.

use crate::link::mention::{host, profile};
use crate::link::{DocumentId, Person};
use crate::page::plan::Pages;
use crate::page::view::{LinkView, MeetingRowView, PersonView};
use crate::page::{action, meeting};

/// What the page of `person` shows.
pub(super) fn view(pages: &Pages<'_>, person: &Person) -> PersonView {
    let mut actions: Vec<_> = person.actions.iter().filter_map(|place| action::row(pages, *place)).collect();
    actions.sort_by_cached_key(|row| (row.state != "open", std::cmp::Reverse(row.given.iso.clone())));
    let row = |id: &DocumentId| {
        let day = meeting::facts(pages.record, *id)?.date?;
        meeting::row(pages.record, day, *id, pages.record.series_of(*id)?)
    };
    let mut minutes: Vec<MeetingRowView> = person.minutes.iter().filter_map(row).collect();
    minutes.sort_by(|a, b| b.date.iso.cmp(&a.date.iso));
    PersonView {
        handle: person.handle.clone(),
        open: actions.iter().filter(|row| row.state == "open").count(),
        actions,
        minutes,
        elsewhere: forge(pages, &person.handle),
    }
}

/// The page of `handle` on the forge, named after its host.
fn forge(pages: &Pages<'_>, handle: &str) -> Option<LinkView> {
    let host = pages.config.forge.as_deref().and_then(host)?;
    let title = host.split_once("://").map_or(host, |(_, name)| name);
    Some(LinkView { title: title.to_owned(), url: profile(host, handle)? })
}
