//! What a minutes file says of the meeting itself: who was there, who wrote, what was on the agenda, and whether
//! it took place at all.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::action::HANDLE;
use super::line;
use super::phrase::{Exact, Phrase, any, any_whole};
use crate::base::{LineIndex, Span};
use crate::document::block::{Block, BlockKind, Blocks};
use crate::source::items::{ItemRules, MeetingRules};

/// Most words of a text that says nothing but that there was no meeting.
const LONGEST_CANCELLATION: usize = 40;

/// What the text says of its meeting.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Proceedings {
    /// Who was there, in order.
    pub attendees: Vec<Attendee>,
    /// Who took the minutes: handles without `@`, or names as written.
    pub minute_takers: Vec<String>,
    /// The agenda in order.
    pub agenda: Vec<AgendaItem>,
    /// Where the text says that there was no meeting, if that is all it says.
    pub cancelled: Option<Span>,
}

/// Somebody who was there.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Attendee {
    /// A handle without `@`, or a name as written.
    pub name: String,
    /// Whether it is a handle.
    pub is_handle: bool,
}

/// A topic of the agenda.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct AgendaItem {
    /// Its words, without the people in brackets behind them.
    pub text: String,
    /// The handles behind it, without `@`: who brought it up.
    pub people: Vec<String>,
    /// Level of its heading.
    pub level: u8,
    /// The line on which it stands, from 1.
    pub line: u32,
    /// Where in the source it stands.
    pub span: Span,
}

/// The rules as expressions, made once per configuration.
#[derive(Debug, Clone)]
pub struct ProceedingsFinder {
    /// The beginning of a label of attendees.
    attendees: Phrase,
    /// Labels that name who takes the minutes, with what follows them.
    minute_takers: Phrase,
    /// The same, for labels that count only among the facts of the meeting.
    minute_takers_in_meta: Phrase,
    /// Headings of the facts of the meeting.
    meta: BTreeSet<String>,
    /// Headings of the agenda.
    agenda: BTreeSet<String>,
    /// What says that there was no meeting.
    cancelled: Phrase,
    /// A handle.
    handle: Phrase,
    /// The people and minutes in brackets behind a topic.
    people: Exact,
}

impl ProceedingsFinder {
    /// The finder that follows `rules`.
    pub fn new(rules: &ItemRules) -> ProceedingsFinder {
        let MeetingRules { attendees, minute_takers, minute_takers_in_meta, meta, agenda, cancelled } =
            &rules.meetings;
        let labels = |list: &[String]| list.iter().map(|text| line::label(text)).collect();
        let named =
            |list: &[String]| Phrase::new(format!(r"^[^0-9A-Za-z]*(?:{})[ \t_*]*:[ \t_*]*(.+)$", any(list)));
        ProceedingsFinder {
            attendees: Phrase::new(format!("^{}(?: |$|t$)", any(attendees))),
            minute_takers: named(minute_takers),
            minute_takers_in_meta: named(minute_takers_in_meta),
            meta: labels(meta),
            agenda: labels(agenda),
            cancelled: Phrase::new(any_whole(cancelled)),
            handle: Phrase::new(HANDLE),
            people: Exact::new(r"[ \t]*[(\[][^()\[\]]*@[^()\[\]]*[)\]][ \t]*$"),
        }
    }

    /// What `blocks`, which stand in the text of `lines`, say of the meeting.
    pub fn find(&self, blocks: &Blocks, lines: &LineIndex) -> Proceedings {
        let mut facts = Proceedings { agenda: self.agenda(blocks, lines), ..Proceedings::default() };
        // Which headings, and which items, open the list of people.
        let mut opens: Vec<bool> = Vec::with_capacity(blocks.list.len());
        let mut known = BTreeSet::new();
        for block in &blocks.list {
            let words = blocks.words(block);
            let is_label = match block.kind {
                BlockKind::Heading { .. } => true,
                BlockKind::Item { .. } => words.trim_end().ends_with(':'),
                _ => false,
            };
            let is_short = words.len() <= 120;
            opens.push(is_label && is_short && self.attendees.is_match(&line::label(words)));
            let around = block.parent.or(block.heading).is_some_and(|around| opens[around as usize]);
            // Of a list below a heading only the outermost items are people.
            if matches!(block.kind, BlockKind::Item { .. }) && around {
                facts
                    .attendees
                    .extend(self.attendee(words).filter(|who| known.insert(who.name.to_lowercase())));
            }
            if facts.minute_takers.is_empty() {
                facts.minute_takers = self.minute_takers(blocks, block);
            }
        }
        facts.cancelled = self.cancelled(blocks, facts.attendees.len());
        facts
    }

    /// Who an item of the list of people names: its first handle, or the name at its beginning.
    fn attendee(&self, words: &str) -> Option<Attendee> {
        if let Some(handle) = self.handle.find(words) {
            return Some(Attendee {
                name: words[handle].trim_start_matches('@').to_owned(),
                is_handle: true,
            });
        }
        let name = words.split(['(', ',', ':', ';', '\n', '/']).next()?.split(" - ").next()?;
        let name = line::bare(name);
        let is_name = !name.is_empty()
            && name.split_whitespace().count() <= 4
            && name.starts_with(char::is_alphabetic)
            && !name.contains("...");
        is_name.then(|| Attendee { name: name.to_owned(), is_handle: false })
    }

    /// Who takes the minutes, if a line of `block` says so.
    fn minute_takers(&self, blocks: &Blocks, block: &Block) -> Vec<String> {
        for at in blocks.lines(block) {
            let line = blocks.slice(at);
            // Whoever takes the minutes stands behind a colon; most lines have none.
            if !line.contains(':') {
                continue;
            }
            let mut found = self.minute_takers.group(line);
            if found.is_none() && line.len() < 100 {
                let heading = || blocks.headings(block).next();
                let in_meta = || {
                    heading()
                        .is_some_and(|(_, heading)| self.meta.contains(&line::label(blocks.words(heading))))
                };
                found = self.minute_takers_in_meta.group(line).filter(|_| in_meta());
            }
            let Some(text) = found.and_then(|(_, text)| line.get(text)) else { continue };
            let handles = self.handles(text);
            if !handles.is_empty() {
                return handles;
            }
            let names = text.split(['(', '.', '-']).next().unwrap_or_default();
            let names = names.split([',', '&', '/']).flat_map(|names| names.split(" and "));
            let names: Vec<String> = names.map(|name| line::bare(name).to_owned()).collect();
            let are_names = names.iter().all(|name| {
                name.starts_with(char::is_uppercase)
                    && name.split_whitespace().count() <= 3
                    && !name.contains("://")
            });
            if are_names && !names.is_empty() {
                return names;
            }
        }
        Vec::new()
    }

    /// The topics: the headings below the one for the agenda, or, without it, all below the title but its parts.
    fn agenda(&self, blocks: &Blocks, lines: &LineIndex) -> Vec<AgendaItem> {
        let heading = |block: &Block| match block.kind {
            BlockKind::Heading { level, underlined: false } => Some(level),
            _ => None,
        };
        let label = |block: &Block| line::label(blocks.words(block));
        let is_agenda = |block: &Block| self.agenda.contains(&label(block));
        let headings = || blocks.list.iter().filter(|block| heading(block).is_some());
        let has_agenda = headings().any(is_agenda);
        let topics = headings().filter(|block| match has_agenda {
            true => blocks.headings(block).any(|(_, above)| is_agenda(above)),
            false => {
                let label = label(block);
                heading(block) > Some(1)
                    && !self.attendees.is_match(&label)
                    && !self.meta.contains(&label)
                    && label.chars().any(char::is_alphabetic)
            }
        });
        topics
            .filter_map(|block| {
                let words = blocks.words(block);
                let people = self.people.find(words);
                let text =
                    line::bare(people.map_or(words, |people| &words[..people.start()])).replace('\n', " ");
                let handles = self.handles(people.map_or("", |people| people.as_str()));
                (!text.is_empty()).then(|| AgendaItem {
                    text,
                    people: handles,
                    level: heading(block).unwrap_or(1),
                    line: lines.line(block.span.start),
                    span: block.span,
                })
            })
            .collect()
    }

    /// The handles in `text`, without `@`.
    fn handles(&self, text: &str) -> Vec<String> {
        self.handle.find_all(text).into_iter().map(|at| text[at].trim_start_matches('@').to_owned()).collect()
    }

    /// Where the text says that there was no meeting: it says little else, and nobody was there.
    fn cancelled(&self, blocks: &Blocks, attendees: usize) -> Option<Span> {
        let mut words = 0;
        let mut said = None;
        for block in &blocks.list {
            let text = blocks.words(block);
            words += text.split_whitespace().count();
            if words > LONGEST_CANCELLATION || attendees > 1 {
                return None;
            }
            if said.is_none() && self.cancelled.is_match(text) && !line::asks(text) {
                said = Some(block.span);
            }
        }
        said
    }
}

#[cfg(test)]
mod tests;
