//! The hooks for documents: what a text in another format records, and what is wrong with a text.
//!
//! A plugin may hand over its text as Markdown, and then line N of that stands for line N of the text. So every place
//! that is found in the Markdown can be led back to the line that it came from, and evidence stays evidence. Within a
//! line nothing is known, and the whole line is meant.

use serde::de::DeserializeOwned;

use super::answer::{
    self, About, Checked, Documented, Known, WireAction, WireDecision, WireProblem, WireState,
};
use super::failure::Failure;
use super::wire::{Hook, Question, one_line};
use super::{Plugin, Plugins};
use crate::base::{Code, Diagnostic, LineIndex, Location, SourcePath, Span};
use crate::code;
use crate::record::action::{ActionBasis, State};
use crate::record::decision::Basis;
use crate::record::proceedings::Attendee;
use crate::record::{Action, Decision, Facts, FactsKind};

/// A document that plugins may be asked about.
#[derive(Debug, Copy, Clone)]
pub struct Asked<'a> {
    /// Where it was read.
    pub path: &'a SourcePath,
    /// What its source holds: `minutes`.
    pub kind: &'a str,
    /// Its text.
    pub text: &'a str,
}

/// What a plugin said of a document.
#[derive(Debug, Default)]
pub struct Said {
    /// What it answered.
    answer: Documented,
    /// What is wrong: with the text, or with the plugin.
    pub diagnostics: Vec<Diagnostic>,
}

impl Plugins {
    /// What plugins say of a document before it is read; of several the first that is for it.
    pub fn document(&self, asked: Asked<'_>) -> Said {
        let serves =
            |plugin: &&Plugin| plugin.settings.documents.as_ref().is_some_and(|which| which.holds(asked));
        let Some(plugin) = self.list.iter().find(serves) else { return Said::default() };
        let lines = answer::count(asked.text);
        let said = plugin.json::<Documented>(self, Hook::Document, asked, None);
        match said.map(|said| said.and_then(|said| said.checked(lines))) {
            None => Said::default(),
            Some(Err(failure)) => {
                Said { diagnostics: vec![plugin.trouble(&failure, Hook::Document, asked)], ..Said::default() }
            }
            Some(Ok(answer)) => {
                let problems = answer.problems.iter().map(|problem| plugin.found(problem, asked));
                Said { diagnostics: problems.collect(), answer }
            }
        }
    }

    /// What plugins find wrong with a document that records `facts`.
    pub fn check(&self, asked: Asked<'_>, facts: &Facts) -> Vec<Diagnostic> {
        let serves =
            |plugin: &&Plugin| plugin.settings.checks.as_ref().is_some_and(|which| which.holds(asked));
        let mut plugins = self.list.iter().filter(serves).peekable();
        if plugins.peek().is_none() {
            return Vec::new();
        }
        let (known, lines) = (known(facts), answer::count(asked.text));
        let found = plugins.flat_map(|plugin| {
            let checked = plugin.json::<Checked>(self, Hook::Check, asked, Some(known.clone()));
            match checked.map(|checked| checked.and_then(|checked| checked.checked(lines))) {
                None => Vec::new(),
                Some(Err(failure)) => vec![plugin.trouble(&failure, Hook::Check, asked)],
                Some(Ok(checked)) => {
                    checked.problems.iter().map(|problem| plugin.found(problem, asked)).collect()
                }
            }
        });
        found.collect()
    }
}

impl Plugin {
    /// The answer of a hook for documents; nothing for a module that cannot be used.
    fn json<T: DeserializeOwned>(
        &self,
        plugins: &Plugins,
        hook: Hook,
        asked: Asked<'_>,
        known: Option<Known>,
    ) -> Option<Result<T, Failure>> {
        let path = asked.path;
        let about = About { source: path.source.as_str(), path: path.path.as_str(), kind: asked.kind, known };
        let about = serde_json::to_string(&about).expect("no key of ours is anything but text");
        let question = Question { text: asked.text, about: &about, options: &self.settings.options };
        let called = self.ask(&plugins.memory, hook, question)?;
        Some(called.answer.as_ref().map_err(Failure::clone).and_then(|json| answer::read(json)))
    }

    /// What went wrong with the plugin itself.
    fn trouble(&self, failure: &Failure, hook: Hook, asked: Asked<'_>) -> Diagnostic {
        let span = match failure {
            Failure::Refused(Some(line), _) => line_span(asked.text, *line),
            _ => None,
        };
        failure.diagnostic(&self.settings.name, hook).at(Location { span, ..Location::file(asked.path) })
    }

    /// What it found wrong with the document.
    fn found(&self, problem: &WireProblem, asked: Asked<'_>) -> Diagnostic {
        let message = format!("{}: {}", self.settings.name, one_line(&problem.message, LONGEST_MESSAGE));
        let code: Code = code::PLUGIN_CHECK;
        let span = problem.line.and_then(|line| line_span(asked.text, line));
        let found = Diagnostic::new(problem.severity.into(), code, message)
            .at(Location { span, ..Location::file(asked.path) });
        match &problem.hint {
            Some(hint) => found.hint(one_line(hint, LONGEST_MESSAGE)),
            None => found,
        }
    }
}

/// Longest message, in characters, that a plugin may write.
const LONGEST_MESSAGE: usize = 300;

/// What checks are told of a document.
fn known(facts: &Facts) -> Known {
    let decision = |decision: &Decision| WireDecision { line: decision.line, text: decision.text.clone() };
    let action = |action: &Action| WireAction {
        line: action.line,
        text: action.text.clone(),
        owners: action.owners.clone(),
        state: match action.state {
            State::Open => WireState::Open,
            State::Done => WireState::Done,
            State::Dropped => WireState::Dropped,
        },
    };
    let date = match &facts.kind {
        FactsKind::Meeting(meeting) => meeting.date.map(|date| date.to_string()),
        _ => None,
    };
    Known {
        title: facts.title.clone(),
        date,
        decisions: facts.decisions.iter().map(decision).collect(),
        actions: facts.actions.iter().map(action).collect(),
    }
}

impl Said {
    /// The text as Markdown, if it is another one.
    pub fn markdown(&self) -> Option<&str> {
        self.answer.markdown.as_deref()
    }

    /// Puts what was said in the place of what was found in `text`: in `facts`, and in what was told about them.
    pub fn put(self, text: &str, facts: &mut Facts, diagnostics: &mut Vec<Diagnostic>) {
        diagnostics.extend(self.diagnostics);
        let Documented { title, date, attendees, minute_takers, decisions, actions, .. } = self.answer;
        let span = |line| line_span(text, line).unwrap_or_default();
        if let Some(title) = title.filter(|title| !title.is_empty()) {
            facts.title = title;
        }
        if let Some(decisions) = decisions {
            let decision = |WireDecision { line, text }| Decision {
                text,
                context: None,
                basis: Basis::Marker,
                line,
                span: span(line),
            };
            facts.decisions = decisions.into_iter().map(decision).collect();
        }
        if let Some(actions) = actions {
            let action = |WireAction { line, text, owners, state }| Action {
                context: None,
                text,
                owners,
                state: match state {
                    WireState::Open => State::Open,
                    WireState::Done => State::Done,
                    WireState::Dropped => State::Dropped,
                },
                basis: ActionBasis::Marker,
                follow_up: false,
                line,
                span: span(line),
            };
            facts.actions = actions.into_iter().map(action).collect();
        }
        let FactsKind::Meeting(meeting) = &mut facts.kind else { return };
        if let Some(day) = date.and_then(|date| date.parse().ok()).filter(|_| meeting.date.is_none()) {
            meeting.date = Some(day);
            diagnostics.retain(|diagnostic| diagnostic.code != code::UNDATED);
        }
        if let Some(names) = attendees {
            meeting.proceedings.attendees = names.into_iter().map(attendee).collect();
        }
        if let Some(names) = minute_takers {
            let names = names.into_iter().map(|name| name.trim_start_matches('@').to_owned());
            meeting.proceedings.minute_takers = names.collect();
        }
    }
}

/// Somebody who was there: a handle with `@`, or a name.
fn attendee(name: String) -> Attendee {
    match name.strip_prefix('@') {
        Some(handle) => Attendee { name: handle.to_owned(), is_handle: true },
        None => Attendee { name, is_handle: false },
    }
}

/// Line `line` of `text`, from 1, without the blanks around it.
fn line_span(text: &str, line: u32) -> Option<Span> {
    let index = usize::try_from(line).ok()?.checked_sub(1)?;
    let start: usize = text.split_inclusive('\n').take(index).map(str::len).sum();
    let words = text.get(start..)?.lines().next()?;
    let indent = words.len() - words.trim_start().len();
    Some(Span::new(start + indent, start + indent + words.trim().len()))
}

/// Makes of each place in the text `from` the line of the text `to` that has its number.
pub fn lead_back<'a>(places: impl IntoIterator<Item = &'a mut Span>, from: &str, to: &str) {
    let lines = LineIndex::new(from);
    let starts: Vec<Span> =
        (1..=answer::count(to)).map(|line| line_span(to, line).unwrap_or_default()).collect();
    let of =
        |offset: u32| starts.get(lines.line(offset).saturating_sub(1) as usize).or(starts.last()).copied();
    for span in places {
        let last = if span.is_empty() { span.end } else { span.end - 1 };
        let (first, last) = (of(span.start).unwrap_or_default(), of(last).unwrap_or_default());
        *span = Span { start: first.start, end: last.end.max(first.start) };
    }
}
