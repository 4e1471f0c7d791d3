//! What meetings and standards tell, in the words of notes.

use std::collections::BTreeMap;

use super::address::link;
use super::collect::{BEGIN, Collected, Decided, Naming, PROPOSED, REPLACED, StandardEvent, standard_id};
use super::decided;
use super::entry::{Entry, Group};
use super::known::Known;
use super::text::escape;
use crate::base::{Hash, SourcePath};
use crate::document;
use crate::link::{DocumentId, Evidence};
use crate::record::FactsKind;

/// Longest words of a decision or an action in the notes, in characters; the evidence has all of them.
const LONGEST: usize = 300;

/// What turns facts into words.
pub(super) struct Words<'a> {
    /// What is known.
    pub(super) known: Known<'a>,
    /// The notes, which links are relative to.
    pub(super) notes: &'a SourcePath,
}

impl Words<'_> {
    /// A link to a document.
    fn document(&self, id: DocumentId, words: &str, anchor: Option<&str>) -> String {
        link(words, &self.known.address(self.notes, id, anchor))
    }

    /// A link to the minutes that evidence stands in: `[Team IaaS, 21 June 2023](…)`.
    fn evidence(&self, evidence: &Evidence, with_series: bool) -> String {
        let series = self.known.record.series_of(evidence.document).filter(|_| with_series);
        let day = evidence.date.to_string();
        let words = series.map_or(day.clone(), |series| format!("{}, {day}", escape(&series.title)));
        self.document(evidence.document, &words, evidence.anchor.as_deref())
    }

    /// A link to an edition of a standard.
    fn standard_link(&self, id: DocumentId) -> String {
        let named = self.known.standards().find(|(other, ..)| *other == id);
        let words = named.map(|(_, _, it)| standard_id(&it.number, &it.edition)).unwrap_or_default();
        self.document(id, &words, None)
    }

    /// What happened to standards, by event.
    pub(super) fn standards(&self, collected: &Collected) -> Vec<Group> {
        let events = [(BEGIN, "Stabilised"), (REPLACED, "Replaced"), (PROPOSED, "Proposed")];
        let group = |(event, title): (&str, &str)| {
            let of_event = collected.standards.iter().filter(|it| it.event == event);
            let entries: Vec<Entry> = of_event.map(|event| self.standard(event)).collect();
            (!entries.is_empty()).then(|| Group::new(&["standards", event], title.to_owned(), entries))
        };
        events.into_iter().filter_map(group).collect()
    }

    /// What happened to a standard.
    pub(super) fn standard(&self, event: &StandardEvent) -> Entry {
        let entry = self.known.record.document(event.document);
        let others: Vec<String> = event.others.iter().map(|other| self.standard_link(*other)).collect();
        let others = others.join(" and ");
        let words = match event.event.as_str() {
            BEGIN => format!("stable since {}", event.date),
            REPLACED => format!("replaced since {}", event.date),
            PROPOSED => format!("proposed on {}", event.date),
            other => format!("{} since {}", escape(&other.replace('_', " ")), event.date),
        };
        let others = match (others.as_str(), event.event.as_str()) {
            ("", _) => String::new(),
            (others, REPLACED) => format!(" by {others}"),
            (others, _) => format!(", replaces {others}"),
        };
        // One meeting, so that a line stays a line.
        let told = decided::last(self.known, event).map_or(String::new(), |(decision, decides)| {
            let what = if decides { "decided" } else { "named" };
            format!("; {what} in {}", self.evidence(&decision.evidence, true))
        });
        let title = escape(&entry.facts.title);
        let text = format!("{} {title}: {words}{others}{told}", self.standard_link(event.document));
        Entry::new(&["standard", &event.id, &event.event], text)
    }

    /// Decisions by series, in the order of the series' names.
    pub(super) fn decisions(&self, collected: &Collected) -> Vec<Group> {
        let mut series: BTreeMap<&str, Vec<Entry>> = BTreeMap::new();
        for decided in &collected.decisions {
            let Some((key, entry)) = self.decision(decided) else { continue };
            series.entry(key).or_default().push(entry);
        }
        let group = |(key, entries): (&str, Vec<Entry>)| {
            let title = self.known.record.series.get(key).map_or(key, |series| series.title.as_str());
            Group::new(&["decisions", key], escape(title), entries)
        };
        series.into_iter().map(group).collect()
    }

    /// A decision with the key of its series.
    pub(super) fn decision(&self, decided: &Decided) -> Option<(&str, Entry)> {
        let decision = self.known.record.decisions.get(decided.decision)?;
        let evidence = &decision.evidence;
        let FactsKind::Meeting(meeting) = &self.known.record.document(evidence.document).facts.kind else {
            return None;
        };
        let words = said(decision.context.as_deref(), &decision.text);
        let text = format!("{words} ({})", self.evidence(evidence, false));
        Some((meeting.series.as_str(), Entry::new(&["decision", &self.item(evidence, &decision.text)], text)))
    }

    /// The id of a decision or an action: its minutes and a hash of its words, because numbers would shift when the
    /// minutes gain an item.
    fn item(&self, evidence: &Evidence, words: &str) -> String {
        let minutes = self.known.record.document(evidence.document).path.path.without_extension();
        format!("{minutes}#{}", Hash::of(words.as_bytes()).short(8))
    }

    /// An action that is still open.
    pub(super) fn action(&self, place: usize) -> Option<Entry> {
        let action = self.known.record.actions.get(place)?;
        let last = self.evidence(&action.last().evidence, true);
        let words = said(action.context.as_deref(), &action.text);
        let text = format!("Still open: {words} ({last})");
        Some(Entry::new(&["action", &self.item(&action.first().evidence, &action.text)], text))
    }

    /// The minutes that name the release, an entry for each series.
    pub(super) fn minutes(&self, naming: &[Naming]) -> Vec<Entry> {
        let mut series: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for naming in naming {
            let entry = self.known.record.document(naming.document);
            let words = naming.date.map_or_else(|| escape(&entry.facts.title), |date| date.to_string());
            series.entry(&naming.series).or_default().push(self.document(naming.document, &words, None));
        }
        let entry = |(key, links): (&str, Vec<String>)| {
            let title = self.known.record.series.get(key).map_or(key, |series| series.title.as_str());
            let title = if title.is_empty() { "Others" } else { title };
            Entry::new(&["minutes", key], format!("{}: {}", escape(title), links.join(", ")))
        };
        series.into_iter().map(entry).collect()
    }
}

/// The words of a decision or an action, behind what they are about where they do not say so.
fn said(context: Option<&str>, text: &str) -> String {
    let words = match context {
        Some(context) => format!("{}: {text}", context.trim_end_matches([':', '.', ' '])),
        None => text.to_owned(),
    };
    escape(&document::shorten(&words, LONGEST))
}
