//! What people take on without a marker: `@x will test`, `test it (@x)`, `-> @x`, `I'll test`.
//!
//! Most lines with a handle are news about people, so each form needs more than a name: a word that promises, a verb
//! that takes something on or gives it out, an arrow that leads to the person.

use std::ops::Range;

use super::HANDLE;
use super::clause::ends_clause;
use crate::record::decision::ARROW;
use crate::record::line::{self, Line};
use crate::record::phrase::{EDGE, Hint, Phrase, any, any_whole};
use crate::source::items::{ActionRules, ItemRules};

/// The rules as expressions, made once per configuration.
#[derive(Debug, Clone)]
pub(super) struct PromiseFinder {
    /// A promise, from its owners to its first word.
    promise: Hint,
    /// What somebody will do who says `I`, and its first word.
    own: Hint,
    /// What will be done, and by whom.
    passive: Hint,
    /// An arrow or a decision, behind it somebody who takes something on.
    assignment: Hint,
    /// Somebody, and a verb that takes something on wherever it stands.
    taken: Hint,
    /// An arrow and, behind it, nothing but people.
    arrow: Phrase,
    /// Somebody before an order.
    addressed: Hint,
    /// An order with people in brackets at its end.
    order: Hint,
    /// An order in brackets, with its people.
    aside: Hint,
    /// A decision on what is done until when.
    deadline: Hint,
    /// What a promise is followed by that is none.
    announcement: Phrase,
    /// What makes an announcement of a sentence.
    absence: Phrase,
    /// A handle at the end: from one person to another, an arrow hands something over or tells that it was.
    person: Phrase,
}

/// What somebody takes on in a line.
#[derive(Debug)]
pub(super) struct Promised<'l> {
    /// Where it begins.
    pub(super) start: usize,
    /// Where the owners stand, if the line names them.
    pub(super) owners: Option<Range<usize>>,
    /// What it is; nothing where the line has only the people.
    pub(super) words: &'l str,
}

impl PromiseFinder {
    /// The finder that follows `rules`; `handles` is an expression for one or several people.
    pub(super) fn new(rules: &ItemRules, handles: &str) -> PromiseFinder {
        let ActionRules { promises, own, assignments, taken, orders, .. } = &rules.actions;
        let ActionRules { deadlines, announcements, absences, .. } = &rules.actions;
        let (order, markers) = (any_whole(orders), any(&rules.decisions.markers));
        let hint =
            |words: &[String], expression: String| Hint::new(expression, words.iter().map(String::as_str));
        PromiseFinder {
            promise: hint(
                promises,
                format!(r"({handles})[_*]*[ \t]*[:,]?[ \t]+{}[ \t]+([A-Za-z][0-9A-Za-z]+)", any(promises)),
            ),
            own: hint(own, format!("(?:^|[^0-9A-Za-z])({})[ \t]+([A-Za-z][0-9A-Za-z]+)", any(own))),
            passive: hint(
                promises,
                format!(
                    r"{EDGE}{}[ \t]+be[ \t]+([A-Za-z][0-9A-Za-z]{{2,}})[ \t]+by[ \t]+({handles})",
                    any(promises)
                ),
            ),
            assignment: hint(
                assignments,
                format!(
                    r"(?:{ARROW}|^[^0-9A-Za-z]*{markers}s?[ \t]*:)[ \t_*]*({handles})[_*]*[ \t]+{}",
                    any_whole(assignments)
                ),
            ),
            taken: hint(taken, format!(r"({handles})[_*]*[ \t]+({})", any_whole(taken))),
            arrow: Phrase::new(format!(r"({ARROW})[ \t(_*]*({handles})[ \t_*]*(?:\([^()]*\))?[ \t.!)]*$")),
            addressed: hint(
                orders,
                format!(r"^[^0-9A-Za-z@]*({handles})[ \t_*]*(?::|[ \t][–-])[ \t_*]*({order})[ \t]"),
            ),
            order: hint(
                orders,
                format!(
                    r"^[^0-9A-Za-z]*{order}[ \t].*(\([ \t]*(?:{ARROW}[ \t]*)?({handles})[^()]*\))[ \t.!]*$"
                ),
            ),
            aside: hint(orders, format!(r"\(({order})[ \t][^():@]*:[ \t]*({handles})")),
            deadline: hint(
                deadlines,
                format!(
                    r"^[^0-9A-Za-z]*{markers}s?[ \t_*]*:[ \t_*]*([A-Za-z].*{EDGE}{})",
                    any_whole(deadlines)
                ),
            ),
            announcement: Phrase::new(format!("^{}", any_whole(announcements))),
            absence: Phrase::new(format!("{EDGE}{}", any_whole(absences))),
            person: Phrase::new(format!(r"{HANDLE}[ \t_*]*$")),
        }
    }

    /// What somebody takes on in `line`. A heading names a topic, unless it begins with whoever acts.
    pub(super) fn find<'l>(&self, line: &'l Line<'_>, is_heading: bool) -> Option<Promised<'l>> {
        let promised = self.promised(line, is_heading);
        if promised.is_some() || is_heading {
            return promised;
        }
        self.told(line).or_else(|| self.given(line))
    }

    /// Who promises something in `text`.
    pub(super) fn promisers(&self, text: &str) -> Option<Range<usize>> {
        self.promise.pairs(text).into_iter().next().map(|(handles, _)| handles)
    }

    /// A promise: `@x will test`, `@x takes care of it`.
    fn promised<'l>(&self, line: &'l Line<'_>, is_heading: bool) -> Option<Promised<'l>> {
        let promises = self.promise.pairs(&line.masked);
        let taken = if is_heading { Vec::new() } else { self.taken.pairs(&line.masked) };
        promises.into_iter().chain(taken).find_map(|(handles, verb)| {
            let rest = line.text.get(verb.start..)?;
            let before = line.text.get(..handles.start)?;
            let clause = rest.split(['.', ',', ';']).next().unwrap_or_default();
            let is_news = self.announcement.is_match(rest) || self.absence.is_match(clause);
            let in_front = line::bare(before).is_empty();
            if is_news || !ends_clause(before) || line::asks(rest) || (is_heading && !in_front) {
                return None;
            }
            let words = line::bare(if in_front { rest } else { &line.text });
            Some(Promised { start: handles.start, owners: Some(handles), words })
        })
    }

    /// Something that a sentence says will be done: `to be tested by @x`, `I'll test`, `-> @x tests`.
    fn told<'l>(&self, line: &'l Line<'_>) -> Option<Promised<'l>> {
        let passive =
            self.passive.pairs(&line.masked).into_iter().map(|(verb, handles)| (verb, Some(handles)));
        let own = self.own.pairs(&line.masked).into_iter().map(|(_, verb)| (verb, None));
        let taken = self.assignment.group(&line.masked).map(|(_, handles)| (handles.clone(), Some(handles)));
        let words = line::bare(&line.text);
        let promised = passive.chain(own).chain(taken).find_map(|(from, owners)| {
            let is_news = self.announcement.is_match(line.text.get(from.start..)?);
            let start = owners.as_ref().map_or(from.start, |owners| owners.start);
            (!is_news).then_some(Promised { start, owners, words })
        });
        promised.filter(|_| !line::asks(words))
    }

    /// Something given to somebody: `test it (@x)`, `@x: test it`, `test it -> @x`; or given a day.
    fn given<'l>(&self, line: &'l Line<'_>) -> Option<Promised<'l>> {
        let first = |hint: &Hint| hint.pairs(&line.masked).into_iter().next();
        let words = line::bare(&line.text);
        if let Some((owners, verb)) = first(&self.addressed) {
            let words = line::bare(line.text.get(verb.start..)?);
            return (!line::asks(words)).then_some(Promised {
                start: owners.start,
                owners: Some(owners),
                words,
            });
        }
        if let Some((brackets, owners)) = first(&self.order) {
            let words = line::bare(line.text.get(..brackets.start)?);
            return (!line::asks(words)).then_some(Promised { start: 0, owners: Some(owners), words });
        }
        if let Some((verb, owners)) = first(&self.aside) {
            return Some(Promised { start: verb.start, owners: Some(owners), words });
        }
        if let Some((arrow, owners)) = self.arrow.pairs(&line.masked).into_iter().next() {
            let before = line.text.get(..arrow.start)?;
            let words = line::bare(before);
            return (!self.person.is_match(before)).then_some(Promised {
                start: 0,
                owners: Some(owners),
                words,
            });
        }
        let (_, text) = self.deadline.group(&line.masked)?;
        let words = line::bare(line.text.get(text.start..)?);
        (!line::asks(words)).then_some(Promised { start: text.start, owners: None, words })
    }
}
