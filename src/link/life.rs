//! The life of a standard: from which day on it is in force, until when, and what came before and after it.
//!
//! What counts on a day follows from the dates. Only where there are none the status speaks, since it says what was
//! true when somebody last touched the file.

use std::collections::BTreeMap;

use super::{DocumentId, Record};
use crate::base::{Date, RelPath, SourceName, SourcePath};
use crate::record::Standard;
use crate::source::Source;
use crate::source::config::{Phase, StandardsConfig};

/// When a standard comes into force, as the dates of the lifecycle call it.
pub const FROM: &str = "stabilized_at";
/// When it ends; the first of these days counts.
pub const UNTIL: [&str; 3] = ["deprecated_at", "rejected_at", "obsoleted_at"];
/// The relation to what came before, and the one to what came after.
pub const REPLACES: &str = "replaces";
/// See [`REPLACES`].
pub const REPLACED_BY: &str = "replaced_by";

/// The life of one edition.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Life {
    /// The day from which it is in force.
    pub from: Option<Date>,
    /// The day from which it is not, or not to be.
    pub until: Option<Date>,
    /// What its status means; nothing without a status, or for one that means no phase.
    pub said: Option<Phase>,
    /// Whether it has a status that means nothing known. What it was to say may be that it is not in force.
    pub is_unclear: bool,
    /// The configured state that its status means.
    pub state: Option<String>,
    /// What it says of others, in the order of relations and as written.
    pub relations: Vec<Relation>,
    /// What others say of it and it does not say itself: the relation seen from here, and who says it.
    pub inferred: Vec<(&'static str, DocumentId)>,
}

/// What a standard says of another.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Relation {
    /// `replaces`, by our name.
    pub name: String,
    /// Its place among those that this relation names.
    pub index: usize,
    /// The other, as written.
    pub written: String,
    /// The other, where it is a document of the record.
    pub to: Option<DocumentId>,
}

impl Life {
    /// What the dates alone say for `day`; nothing where there are none.
    pub fn phase_by_dates(&self, day: Date) -> Option<Phase> {
        match (self.from, self.until) {
            (_, Some(until)) if until <= day => Some(Phase::Ended),
            (Some(from), _) if from <= day => Some(Phase::Effective),
            (Some(_), _) => Some(Phase::Draft),
            (None, _) => None,
        }
    }

    /// What it is on `day`: by its dates, and by its status for what no date says. One whose status nobody
    /// understands is not in force, whatever day it has.
    pub fn phase_on(&self, day: Date) -> Option<Phase> {
        let ended_some_day = self.said == Some(Phase::Ended) && self.until.is_none();
        match self.phase_by_dates(day) {
            Some(_) if ended_some_day => Some(Phase::Ended),
            Some(Phase::Effective) if self.is_unclear => None,
            Some(phase) => Some(phase),
            None => self.said,
        }
    }

    /// The state on `day`: the community's own word where its status means it, else that of the phase; `""` for what
    /// has none.
    pub fn state_on(&self, day: Date) -> &str {
        match (self.phase_on(day), &self.state) {
            (phase, Some(state)) if phase == self.said => state,
            (Some(phase), _) => phase.as_str(),
            (None, _) => "",
        }
    }

    /// The days on which it is in force: from the first up to, not including, the second.
    pub fn in_force(&self) -> Option<(Date, Option<Date>)> {
        let from = match (self.from, self.said) {
            (_, Some(Phase::Ended)) if self.until.is_none() => return None,
            _ if self.is_unclear => return None,
            (Some(from), _) => from,
            (None, Some(Phase::Effective)) => Date::MIN,
            _ => return None,
        };
        self.until.is_none_or(|until| from < until).then_some((from, self.until))
    }

    /// The documents that the relation `name` names.
    pub fn related(&self, name: &str) -> impl Iterator<Item = DocumentId> {
        self.relations.iter().filter(move |relation| relation.name == name).filter_map(|relation| relation.to)
    }

    /// Whether it says anything under `name`.
    pub fn names(&self, name: &str) -> bool {
        self.relations.iter().any(|relation| relation.name == name)
    }
}

/// Works out the lives of all standards.
pub(crate) fn lives(record: &mut Record, sources: &BTreeMap<SourceName, Source>) {
    let ids: Vec<DocumentId> = record.standards.values().flatten().copied().collect();
    let standards = ids.iter().filter_map(|&id| Some((id, record.standard(id)?)));
    let config = |id| Some(&sources.get(&record.document(id).path.source)?.config.standards);
    record.lives = standards.map(|(id, standard)| (id, dated(standard, config(id)))).collect();
    // A relation may name a number alone, and mean the edition in force: that is known from here on.
    let mut lives = record.lives.clone();
    for (id, life) in &mut lives {
        let Some(standard) = record.standard(*id) else { continue };
        for (name, others) in &standard.relations {
            for (index, written) in others.iter().enumerate() {
                let to = find(record, standard, &record.document(*id).path, written);
                life.relations.push(Relation { name: name.clone(), index, written: written.clone(), to });
            }
        }
        if !standard.relations.contains_key(REPLACED_BY) {
            life.relations.extend(succeeded(record, *id, standard));
        }
    }
    infer(&mut lives);
    record.lives = lives;
}

/// What the status of the standard `id` says came after it, as far as the record has it.
fn succeeded(record: &Record, id: DocumentId, standard: &Standard) -> Vec<Relation> {
    let mut found: Vec<Relation> = Vec::new();
    for written in &standard.successors {
        let to = find(record, standard, &record.document(id).path, written).filter(|to| *to != id);
        // The words of a link and its target are one successor.
        if to.is_some() && found.iter().all(|known| known.to != to) {
            let (name, index) = (REPLACED_BY.to_owned(), found.len());
            found.push(Relation { name, index, written: written.clone(), to });
        }
    }
    found
}

/// The life of a standard by its own dates and status.
fn dated(standard: &Standard, config: Option<&StandardsConfig>) -> Life {
    let state = standard.status.as_deref().and_then(|status| config?.state(status));
    Life {
        from: standard.dates.get(FROM).copied(),
        until: UNTIL.iter().filter_map(|name| standard.dates.get(*name)).min().copied(),
        said: state.and_then(|state| config?.phase(state)),
        is_unclear: standard.status.is_some() && config.is_some() && state.is_none(),
        state: state.map(str::to_owned),
        ..Life::default()
    }
}

/// The document that `written`, in the standard at `from`, means: a file seen from there, with or without its
/// extension, or an edition by its id or number.
fn find(record: &Record, own: &Standard, from: &SourcePath, written: &str) -> Option<DocumentId> {
    let file = |name: &str| {
        let path = RelPath::resolve(from.path.folder(), name).ok()?;
        record.by_path.get(&SourcePath::new(&from.source, &path)).copied()
    };
    let found = file(written).or_else(|| file(&format!("{written}.md")));
    let found = found.or_else(|| file(&format!("{written}/README.md")));
    // Of a path its end has the number.
    let name = match written.starts_with(['/', '.']) {
        true => written.trim_end_matches('/').rsplit('/').next().unwrap_or(written),
        false => written,
    };
    // The name of a file that is not there means no other.
    found.or_else(|| if written.ends_with(".md") { None } else { record.related(own, name) })
}

/// Adds to each life what only the others say.
fn infer(lives: &mut BTreeMap<DocumentId, Life>) {
    let mut said: Vec<(DocumentId, &'static str, DocumentId)> = Vec::new();
    for (&id, life) in lives.iter() {
        for (name, back) in [(REPLACES, REPLACED_BY), (REPLACED_BY, REPLACES)] {
            said.extend(life.related(name).filter(|&other| other != id).map(|other| (other, back, id)));
        }
    }
    for (id, name, by) in said {
        if let Some(life) = lives.get_mut(&id) {
            let is_known = life.related(name).any(|other| other == by) || life.inferred.contains(&(name, by));
            if !is_known {
                life.inferred.push((name, by));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;

    /// The phases on days of March 2024, `from` and `until` being days of it too.
    #[track_caller]
    fn check(from: Option<i8>, until: Option<i8>, said: Option<Phase>, expected: [Option<Phase>; 3]) {
        let day = |day: i8| Date::new(2024, 3, day).unwrap();
        let life = Life { from: from.map(day), until: until.map(day), said, ..Life::default() };
        assert_eq!([5, 15, 25].map(|at| life.phase_on(day(at))), expected, "{from:?} {until:?} {said:?}");
        for at in [5, 15, 25] {
            let is_in = life
                .in_force()
                .is_some_and(|(from, until)| from <= day(at) && until.is_none_or(|until| day(at) < until));
            assert_eq!(
                is_in,
                life.phase_on(day(at)) == Some(Phase::Effective),
                "{from:?} {until:?} {said:?}, {at}"
            );
        }
    }

    #[test]
    fn dates_come_before_the_status() {
        let [draft, effective, ended] = Phase::ALL.map(Some);
        check(Some(10), Some(20), None, [draft, effective, ended]);
        check(Some(10), Some(20), ended, [draft, effective, ended]);
        check(Some(15), None, draft, [draft, effective, effective]);
        check(None, Some(20), draft, [draft, draft, ended]);
        check(Some(10), Some(10), None, [draft, ended, ended]);
    }

    #[test]
    fn without_dates_the_status_speaks() {
        let [draft, effective, ended] = Phase::ALL.map(Some);
        check(None, None, draft, [draft; 3]);
        check(None, None, effective, [effective; 3]);
        check(None, None, ended, [ended; 3]);
        check(None, None, None, [None; 3]);
        // Nobody knows since when.
        check(Some(10), None, ended, [ended; 3]);
    }

    #[test]
    fn what_nobody_understands_is_not_in_force() {
        let day = |day: i8| Date::new(2024, 3, day).unwrap();
        let life = Life { from: Some(day(10)), is_unclear: true, ..Life::default() };
        assert_eq!([5, 15].map(|at| life.phase_on(day(at))), [Some(Phase::Draft), None]);
        assert_eq!((life.in_force(), life.state_on(day(15))), (None, ""));
        let ended = Life { until: Some(day(20)), ..life };
        assert_eq!(ended.phase_on(day(25)), Some(Phase::Ended));
    }

    #[test]
    fn the_communitys_word_is_used_where_it_fits() {
        let day = Date::new(2024, 3, 5).unwrap();
        let life = |from, said| Life { from, said, state: Some("reviewed".to_owned()), ..Life::default() };
        assert_eq!(life(None, Some(Phase::Draft)).state_on(day), "reviewed");
        assert_eq!(life(Some(day), Some(Phase::Draft)).state_on(day), "effective");
        assert_eq!(Life::default().state_on(day), "");
    }
}
