//! Minutes that decide something and give something out, written as text.

use std::collections::BTreeMap;

use super::facts_kind;
use crate::base::{RelPath, SourceName, SourcePath, Span};
use crate::link::{Extracted, Named};
use crate::record::action::{ActionBasis, State};
use crate::record::decision::Basis;
use crate::record::{Action, Decision, Facts};
use crate::source::Kind;

/// What `run` makes of minutes, one decision or action a line: file, then `d` and the decision, or `a`, for a repeated
/// one `r`, and the action as `owner: text`, with `DONE` behind it where it is done.
pub(in crate::link) fn with_minutes<T>(told: &str, run: impl FnOnce(&[&Extracted]) -> T) -> T {
    let mut files: BTreeMap<&str, Facts> = BTreeMap::new();
    for (number, line) in (1..).zip(told.lines().map(str::trim)) {
        let mut parts = line.splitn(3, ' ');
        let (file, sort, text) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let kind = facts_kind(Kind::Minutes, &format!("{file}.md"));
        let facts = files.entry(file).or_insert_with(|| Facts { kind, ..Facts::default() });
        let span = Span::new(number as usize, number as usize + 1);
        if sort == "d" {
            let basis = Basis::Marker;
            facts.decisions.push(Decision {
                text: text.to_owned(),
                context: None,
                basis,
                line: number,
                span,
            });
            continue;
        }
        let (owner, text) = text.split_once(": ").unwrap();
        let (text, state) =
            text.strip_suffix(" DONE").map_or((text, State::Open), |text| (text, State::Done));
        facts.actions.push(Action {
            context: None,
            text: text.to_owned(),
            owners: vec![owner.to_owned()],
            state,
            basis: ActionBasis::Marker,
            follow_up: sort == "r",
            line: number,
            span,
        });
    }
    let name = SourceName::new("minutes");
    let path = |file: &str| SourcePath::new(&name, &RelPath::new(&format!("{file}.md")).unwrap());
    let files: Vec<(SourcePath, Facts)> =
        files.into_iter().map(|(file, facts)| (path(file), facts)).collect();
    let extracted: Vec<Extracted> = files
        .iter()
        .map(|(path, facts)| Extracted { path, facts, references: &[], names: Named::default() })
        .collect();
    run(&extracted.iter().collect::<Vec<_>>())
}
