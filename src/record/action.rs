//! The actions that one text records: who is to do what.
//!
//! Communities mark them (`AI @x: …`, `TODO: …`, tasks) or simply promise them (`@x will …`, `@x to …`). A promise is
//! told apart from news about people, and a marker from the same letters with another meaning: `AI` is also what
//! others call a machine that guesses.

mod clause;
mod found;
mod promise;

use std::ops::Range;

use memchr::memmem::Finder;
use regex::Captures;
use serde::{Deserialize, Serialize};

use super::context::{above, context};
use super::decision::{ARROW, children};
use super::line::{self, Line};
use super::phrase::{EDGE, Exact, Hint, Phrase, any, any_exact, any_whole};
use super::section::{Section, Standing};
use super::table::{self, Beside};
use crate::base::{LineIndex, Span};
use crate::document::block::{BlockKind, Blocks};
use crate::source::items::{ActionRules, ItemRules};
use clause::{closing_bracket, joined};
use found::Found;
use promise::PromiseFinder;

/// An action in one text.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// Its words, without marker, owners at the front and markup.
    pub text: String,
    /// What it is about, where its words do not say so: the item it stands in, or the heading.
    pub context: Option<String>,
    /// Handles without `@`, or names as written; may be empty.
    pub owners: Vec<String>,
    /// What became of it by the time of the meeting.
    pub state: State,
    /// By what it is told.
    pub basis: ActionBasis,
    /// Whether it stands among the actions repeated from an earlier meeting.
    pub follow_up: bool,
    /// The line on which it stands, from 1.
    pub line: u32,
    /// Where in the source it stands.
    pub span: Span,
}

/// What became of an action.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum State {
    /// Still to be done.
    #[default]
    Open,
    /// Done.
    Done,
    /// Given up.
    Dropped,
}

/// By what an action is told, the surest first.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum ActionBasis {
    /// `AI @x: …`, `TODO: …`.
    Marker,
    /// A heading such as `## Action items`, or the head of a table's column.
    Section,
    /// `@x will …`, `@x to …`.
    Promise,
}

/// The rules as expressions, made once per configuration.
#[derive(Debug, Clone)]
pub(super) struct ActionFinder {
    /// A marker with the signs around it.
    marker: Exact,
    /// The markers as they are, for passing over lines without.
    markers: Vec<Finder<'static>>,
    /// What a line without marker and handle has that is looked at.
    hint: Hint,
    /// A word for something left to do.
    task: Phrase,
    /// A remark at the end of a line that its matter is left to do.
    left: Phrase,
    /// Owners right behind a marker.
    assigned: Phrase,
    /// A name with a colon, or in brackets, right behind a marker.
    named: Exact,
    /// What people take on without a marker.
    promises: PromiseFinder,
    /// Owners at the beginning of an item.
    owner: Phrase,
    /// One handle.
    handle: Phrase,
    /// What says that an action is done.
    done: Phrase,
    /// What says so wherever it stands: a sign, or a word in capitals.
    done_sign: Exact,
    /// What says that it was given up.
    dropped: Phrase,
    /// A text that names no action.
    empty: Phrase,
    /// The beginning of an item of a section that names none.
    none: Phrase,
    /// What behind a marker shows it to be none.
    noun: Phrase,
    /// A title, with its colon, where a name could stand.
    title: Phrase,
    /// The end of a line on which a marker may stand as at its beginning.
    front: Phrase,
    /// Heads of columns with actions, as labels.
    columns: Vec<String>,
    /// Heads of columns with owners, as labels.
    owner_columns: Vec<String>,
    /// Heads of columns that say what became of an action, as labels.
    status_columns: Vec<String>,
    /// What says in such a column that it is done.
    closed: Phrase,
}

/// A handle in a folded text, without the `_` of an emphasis that closes behind it and the dot that ends a sentence.
pub(super) const HANDLE: &str = r"@[0-9A-Za-z]+(?:(?:[-_]+|\.)[0-9A-Za-z]+)*";

/// At how many markers in a line one looks. Each is compared with all that stands behind it.
const MOST_MARKERS: usize = 32;

impl ActionFinder {
    /// The finder that follows `rules`.
    pub(super) fn new(rules: &ItemRules) -> ActionFinder {
        let ActionRules { markers, tasks, left, own, deadlines, joiners, .. } = &rules.actions;
        let ActionRules { done, dropped, empty, nouns, columns, owner_columns, .. } = &rules.actions;
        let ActionRules { status_columns, closed, titles, none, .. } = &rules.actions;
        let joint = format!(r"[ \t_]*(?:,|{})?[ \t_]*(?:w/[ \t]*)?", any(joiners));
        let handles = format!("{HANDLE}(?:{joint}{HANDLE})*");
        let whole = |list: &[String]| any_whole(list);
        let closes = format!(r"^[^0-9A-Za-z]*{0}|(?:^|[ \t])[-–—(:,;>]+[ \t]*{0}", whole(done));
        let capitals: Vec<String> = done.iter().map(|word| word.to_uppercase()).collect();
        let signs: Vec<String> =
            done.iter().filter(|word| !word.ends_with(char::is_alphanumeric)).cloned().collect();
        let labels = |list: &[String]| list.iter().map(|head| line::label(head)).collect();
        ActionFinder {
            marker: Exact::new(format!(
                r"(?:^|[^A-Za-z0-9@/.\-]|[a-z]/)({})(?:$|[^A-Za-z0-9\-'’/])",
                any_exact(markers)
            )),
            markers: markers.iter().map(|marker| Finder::new(marker).into_owned()).collect(),
            hint: Hint::new(
                format!("{}|{}|{}|{}", any(tasks), any(left), any(own), any(deadlines)),
                [tasks, left, own, deadlines].into_iter().flatten().map(String::as_str),
            ),
            task: Phrase::new(format!(r"(?:^|[^0-9A-Za-z_@/.\-])({})(?:$|[^0-9A-Za-z_\-])", any(tasks))),
            left: Phrase::new(format!(
                r"(?:(?::|[ \t][–-]|{ARROW})[ \t]+|\()(?:{})[ \t.!)]*(?:\([^)]*\))?[ \t.!]*$",
                whole(left)
            )),
            assigned: Phrase::new(format!(
                r"^[ \t_*]*(?:(?:for|to)[ \t]+)?[:(]?[ \t_*]*({handles})[ \t_*]*\)?[ \t_*]*[:,–-]*"
            )),
            named: Exact::new({
                let (letter, any) = (r"A-Za-z\u{c0}-\u{52f}", r"[0-9A-Za-z_.\u{c0}-\u{52f}-]*");
                let blank = r"[ \t\u{a0}\u{202f}_*]*";
                format!(
                    r"^[ \t]*(?:\(([{letter}]{any})\){blank}:|([{letter}]{any}(?: [{letter}]{any})?){blank}(?::| [-–] ))"
                )
            }),
            promises: PromiseFinder::new(rules, &handles),
            owner: Phrase::new(format!(r"^[^0-9A-Za-z]*?({handles})[ \t_*)]*[:–-]?")),
            handle: Phrase::new(HANDLE),
            done: Phrase::new(closes),
            done_sign: Exact::new(format!("{EDGE}{}{EDGE}|{}", any_exact(&capitals), any(&signs))),
            dropped: Phrase::new(format!(
                r"^[^0-9A-Za-z]*{0}|(?:^|[ \t])[-–—(:,;>]+[ \t]*{0}",
                whole(dropped)
            )),
            empty: Phrase::new(format!(r"^[^0-9A-Za-z]*(?:{})?[^0-9A-Za-z]*$", any(empty))),
            none: Phrase::new(format!(r"^[^0-9A-Za-z]*{}(?:[ \t.,;:!]|$)", any(none))),
            noun: Phrase::new(format!(r"^[ \t]*{}", whole(nouns))),
            title: Phrase::new(format!(
                r"^[ \t_*]*(?:[0-9A-Za-z]+[ \t]+)?{}(?:[ \t]+[0-9A-Za-z]+)?[ \t_*]*(?::|[ \t][-–][ \t])",
                whole(titles)
            )),
            front: Phrase::new(format!(r"(?:^|{ARROW})[^0-9A-Za-z]*$")),
            columns: labels(columns),
            owner_columns: labels(owner_columns),
            status_columns: labels(status_columns),
            closed: Phrase::new(format!("^[^0-9A-Za-z]*{}", whole(&[&closed[..], done].concat()))),
        }
    }

    /// The actions of `blocks`, which stand in the text of `lines` and each as `standings` say.
    pub(super) fn find(&self, blocks: &Blocks, lines: &LineIndex, standings: &[Standing]) -> Vec<Action> {
        let columns = table::columns(blocks, &self.columns);
        let owners = Beside::new(blocks, &self.owner_columns);
        let states = Beside::new(blocks, &self.status_columns);
        let mut found =
            Found { blocks, lines, standings, marked: false, unsure: Vec::new(), actions: Vec::new() };
        for (place, block) in blocks.list.iter().enumerate() {
            let before = found.actions.len();
            if matches!(standings[place].opens, Some(Section::Actions { .. })) {
                continue;
            }
            for at in blocks.lines(block) {
                self.line(&mut found, place, at);
            }
            if found.actions.len() > before {
                continue;
            }
            if columns.contains(&place) {
                self.cell(&mut found, place, &owners, &states);
            } else if matches!(block.kind, BlockKind::Item { .. }) {
                self.item(&mut found, place);
            }
        }
        found.finish()
    }

    /// Looks at the line at `at` of the block at `place`.
    fn line(&self, found: &mut Found<'_>, place: usize, at: Span) {
        let words = found.blocks.slice(at);
        // Most lines have nothing, and most of the others a handle and no more: who was there.
        let has_handle = words.contains('@') && words.trim_ascii().contains(' ');
        let has_marker = self.markers.iter().any(|marker| marker.find(words.as_bytes()).is_some());
        let has_words = self.hint.is_match(words);
        if !has_handle && !has_marker && !has_words {
            return;
        }
        let line = Line::with_struck(found.blocks, at);
        let heading = matches!(found.blocks.list[place].kind, BlockKind::Heading { .. });
        let mut from = 0;
        let markers = self.marker.captures_iter(if has_marker { &line.masked } else { "" });
        for captures in markers.take(MOST_MARKERS) {
            let Some(marker) = captures.get(1).filter(|marker| is_whole(&line.masked, marker.range())) else {
                continue;
            };
            if let Some(end) = self.marked(found, place, &line, (from, marker.start(), marker.end())) {
                from = end;
            }
        }
        if from > 0 {
            return;
        }
        let words = if has_words { &*line.masked } else { "" };
        let task = self.task.group(words).map(|(_, word)| (word.start, word.end));
        if task.is_some_and(|task| self.left_to_do(found, place, &line, task)) {
            return;
        }
        if let Some(left) = self.left.find(words) {
            let words = line::bare(line.text.get(..left.start).unwrap_or_default()).to_owned();
            if words.chars().any(char::is_alphanumeric) {
                let action = self.action(found, place, &line, 0, (words, Vec::new(), ActionBasis::Marker));
                found.actions.push(action);
            }
            return;
        }
        self.promised(found, place, &line, heading);
    }

    /// A marker from `start` to `end` of a line whose words before `from` belong to an earlier marker. Where it marks
    /// an action, the end of that.
    fn marked(
        &self,
        found: &mut Found<'_>,
        place: usize,
        line: &Line<'_>,
        (from, start, end): (usize, usize, usize),
    ) -> Option<usize> {
        let (before, rest) = (line.text.get(from..start)?, line.text.get(end..)?);
        let masked = line.masked.get(end..)?;
        let last_word = before.split_whitespace().next_back().unwrap_or_default().to_lowercase();
        if matches!(last_word.as_str(), "no" | "by" | "using" | "with" | "any") || last_word.contains("://") {
            return None;
        }
        let in_brackets = before.rfind('(').is_some_and(|open| !before[open..].contains(')'));
        let opens_brackets = before.trim_end().ends_with('(');
        let in_front = self.front.is_match(before) || before.ends_with('/');
        // In brackets only what stands in them belongs to the marker.
        let reach = if in_brackets { closing_bracket(rest) } else { rest.len() };
        let (rest, masked) = (&rest[..reach], masked.get(..reach)?);
        let behind = line.text.get(end + reach..).unwrap_or_default().trim_start_matches(')');
        let mut owners = Vec::new();
        let (text, sure) = if let Some((all, handles)) = self.assigned.group(masked) {
            owners = self.handles(&masked[handles]);
            (rest.get(all.end..)?, true)
        } else if let Some(text) = rest.trim_start_matches(['_', '*', ' ']).strip_prefix(':') {
            (text, true)
        } else if self.title.is_match(masked) {
            return None;
        } else if let Some((captures, name)) = self.name(masked) {
            owners.push(name.to_owned());
            (rest.get(captures.get(0)?.end()..)?, true)
        } else if opens_brackets && !self.noun.is_match(masked) {
            let handles = self.handles(rest);
            // One handle in the brackets is who acts; with several it is not said who does.
            owners = if handles.len() == 1 { handles } else { Vec::new() };
            (rest, true)
        } else if in_front
            && rest.starts_with([' ', '_'])
            && !self.noun.is_match(masked)
            && rest.contains(' ')
        {
            (rest, false)
        } else {
            return None;
        };
        if owners.is_empty() && self.empty.is_match(text) && !text.trim().is_empty() {
            return None;
        }
        let text = line::bare(text);
        let before = if opens_brackets { before.trim_end().trim_end_matches('(') } else { before };
        let enough = text.split_whitespace().count() > 1;
        let words = match (in_brackets, in_front) {
            (true, _) if enough && opens_brackets => text.to_owned(),
            (true, _) if opens_brackets => joined(line::bare(before), line::bare(behind)),
            // Others share the brackets, which stay.
            (true, _) => joined(&format!("{})", joined(line::bare(before), text)), line::bare(behind)),
            (false, true) if text.chars().any(char::is_alphanumeric) => text.to_owned(),
            (false, true) => line::bare(before).to_owned(),
            (false, false) => joined(line::bare(before), text),
        };
        let words = match self.worded(found, place, line.at, words) {
            Some(words) => words,
            // With an owner there is something to do, even if only those who were there know what.
            None if !owners.is_empty() => String::new(),
            None => return None,
        };
        if line::asks(&words) && owners.is_empty() {
            return None;
        }
        found.marked |= sure;
        let action = self.action(found, place, line, start, (words, owners, ActionBasis::Marker));
        if sure {
            found.actions.push(action)
        } else {
            found.unsure.push((found.actions.len(), action))
        }
        Some(end + reach)
    }

    /// A name right behind a marker, and all that belongs to it.
    fn name<'t>(&self, masked: &'t str) -> Option<(Captures<'t>, &'t str)> {
        let captures = self.named.captures(masked)?;
        let name = match captures.get(1) {
            Some(name) => name.as_str(),
            None => captures.get(2)?.as_str(),
        };
        let is_name =
            captures.get(1).is_some() || name.split(' ').all(|part| part.starts_with(char::is_uppercase));
        (is_name && !self.noun.is_match(masked)).then_some((captures, name))
    }

    /// A word for something left to do, from `start` to `end` of a line. Whether it names an action.
    fn left_to_do(
        &self,
        found: &mut Found<'_>,
        place: usize,
        line: &Line<'_>,
        (start, end): (usize, usize),
    ) -> bool {
        let (Some(before), Some(rest), Some(word)) =
            (line.text.get(..start), line.text.get(end..), line.text.get(start..end))
        else {
            return false;
        };
        let masked = line.masked.get(end..).unwrap_or_default();
        // In brackets only what stands in them is to be done.
        let opens_brackets = before.trim_end().ends_with('(');
        let reach = if opens_brackets { closing_bracket(rest) } else { rest.len() };
        let (rest, masked) = (&rest[..reach], masked.get(..reach).unwrap_or_default());
        let in_front = opens_brackets || self.front.is_match(before);
        // `to do` can go on as a sentence: `hard to do: rowing`.
        let is_noun = !word.starts_with(['t', 'T']) || !word.contains(' ');
        let trimmed = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '_' | '*' | ' '));
        let behind_brackets = trimmed
            .strip_prefix('(')
            .and_then(|inner| inner.split_once(')'))
            .map(|(_, rest)| rest.trim_start());
        let mut owners = Vec::new();
        let text = if let Some((all, handles)) = self.assigned.group(masked).filter(|_| is_noun || in_front) {
            owners = self.handles(&masked[handles]);
            rest.get(all.end..).unwrap_or_default()
        } else if let Some(text) = trimmed.strip_prefix(':').filter(|_| is_noun || in_front) {
            text
        } else if let Some(text) = behind_brackets.and_then(|rest| rest.strip_prefix(':')) {
            text
        } else if in_front
            && is_noun
            && word.contains(char::is_uppercase)
            && rest.starts_with(' ')
            && !trimmed.to_lowercase().starts_with("list")
        {
            trimmed
        } else {
            return false;
        };
        let words =
            if in_front { line::bare(text).to_owned() } else { joined(line::bare(before), line::bare(text)) };
        let words = match self.worded(found, place, line.at, words) {
            Some(words) => words,
            None if !owners.is_empty() => String::new(),
            None => return false,
        };
        if self.empty.is_match(&words) && owners.is_empty() {
            return false;
        }
        if owners.is_empty() {
            owners = self.promises.promisers(&words).map(|at| self.handles(&words[at])).unwrap_or_default();
        }
        let action = self.action(found, place, line, start, (words, owners, ActionBasis::Marker));
        found.actions.push(action);
        true
    }

    /// Looks for a promise in a line; a heading is one only as a whole.
    fn promised(&self, found: &mut Found<'_>, place: usize, line: &Line<'_>, is_heading: bool) {
        let Some(promise) = self.promises.find(line, is_heading) else { return };
        let owners = promise.owners.map_or(Vec::new(), |owners| self.handles(&line.masked[owners]));
        let Some(words) = self.worded(found, place, line.at, promise.words.to_owned()) else { return };
        // What is said behind the owner tells what became of it; `done by @x` does not.
        let action = self.action(found, place, line, promise.start, (words, owners, ActionBasis::Promise));
        found.actions.push(action);
    }

    /// An item that its place makes an action.
    fn item(&self, found: &mut Found<'_>, place: usize) {
        let block = &found.blocks.list[place];
        let Section::Actions { follow_up } = found.standings[place].section else { return };
        let is_nested = block.parent.is_some_and(|parent| {
            matches!(found.standings[parent as usize].section, Section::Actions { .. })
        });
        let BlockKind::Item { task, .. } = block.kind else { return };
        if is_nested {
            return;
        }
        let line = Line::with_struck(found.blocks, block.words);
        let owner = self.owner.group(&line.masked);
        // Among old actions, what has neither owner nor box is a remark.
        if follow_up && owner.is_none() && task.is_none() {
            return;
        }
        let mut owners = Vec::new();
        let mut text = &*line.text;
        if let Some((all, handles)) = owner {
            owners = self.handles(&line.masked[handles]);
            text = text.get(all.end..).unwrap_or_default();
        }
        let text = line::bare(text).replace('\n', " ");
        let names_none = self.none.is_match(&text) && owners.is_empty();
        if self.empty.is_match(&text) || names_none || line::asks(&text) {
            return;
        }
        let action = self.action(found, place, &line, 0, (text, owners, ActionBasis::Section));
        found.actions.push(action);
    }

    /// A cell in a column of actions.
    fn cell(&self, found: &mut Found<'_>, place: usize, owners: &Beside, states: &Beside) {
        let block = &found.blocks.list[place];
        let line = Line::with_struck(found.blocks, block.words);
        // Without a column of owners, what people do is described, not given out.
        let Some(beside) = owners.words(found.blocks, place) else { return };
        let handles = self.handles(beside);
        let owners = match handles.is_empty() {
            true => {
                beside.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
            }
            false => handles,
        };
        let text = line::bare(&line.text).replace('\n', " ");
        if !self.empty.is_match(&text) {
            let mut action = self.action(found, place, &line, 0, (text, owners, ActionBasis::Section));
            let state = states.words(found.blocks, place).unwrap_or_default();
            if self.closed.is_match(state) || self.done_sign.is_match(state) {
                action.state = State::Done;
            } else if self.dropped.is_match(state) {
                action.state = State::Dropped;
            }
            found.actions.push(action);
        }
    }

    /// The words of an action on the line at `at`: `words`, or else those of what it holds, or else what it is about.
    fn worded(&self, found: &Found<'_>, place: usize, at: Span, words: String) -> Option<String> {
        if words.chars().any(char::is_alphanumeric) {
            return Some(words);
        }
        let blocks = found.blocks;
        let text = |place: usize| line::bare(blocks.words(&blocks.list[place])).replace('\n', " ");
        let below: Vec<String> =
            children(blocks, place).into_iter().map(text).filter(|text| !text.is_empty()).collect();
        if !below.is_empty() {
            return Some(below.join("; "));
        }
        above(blocks, &blocks.list[place], at)
    }

    /// The action with these words, owners and basis that begins at `start` of a line.
    fn action(
        &self,
        found: &Found<'_>,
        place: usize,
        line: &Line<'_>,
        start: usize,
        (text, owners, basis): (String, Vec<String>, ActionBasis),
    ) -> Action {
        let blocks = found.blocks;
        let at = line.at.start as usize + start;
        let end = (line.at.end as usize).max(at + 1);
        let struck = blocks.struck(Span::new(at, end));
        let struck_bytes: u32 =
            struck.iter().map(|struck| struck.end.min(end as u32) - struck.start.max(at as u32)).sum();
        let is_struck = struck_bytes as usize * 2 > end - at;
        let span = blocks.source_span(Span::new(at, line.at.end as usize));
        let follow_up = matches!(found.standings[place].section, Section::Actions { follow_up: true });
        let text = line::spaced(&text);
        Action {
            context: context(&text, blocks, &blocks.list[place], line.at, found.standings),
            state: if is_struck {
                State::Done
            } else {
                self.state(blocks, place, line.text.get(start..).unwrap_or_default())
            },
            text,
            owners,
            basis,
            follow_up,
            line: found.lines.line(span.start),
            span,
        }
    }

    /// What became of the action with the words `text` in the block at `place`.
    fn state(&self, blocks: &Blocks, place: usize, text: &str) -> State {
        if let BlockKind::Item { task: Some(true), .. } = blocks.list[place].kind {
            return State::Done;
        }
        // A question is no answer.
        let says =
            |is: &Phrase, text: &str| is.find(text).filter(|found| !text[found.end..].starts_with('?'));
        if says(&self.done, text).is_some() || self.done_sign.is_match(text) {
            return State::Done;
        }
        if says(&self.dropped, text).is_some() {
            return State::Dropped;
        }
        let is_item = matches!(blocks.list[place].kind, BlockKind::Item { .. });
        let below = if is_item { children(blocks, place) } else { Vec::new() };
        for words in below.into_iter().map(|child| blocks.words(&blocks.list[child])) {
            // Of an item below only the beginning counts: further on it speaks of other things.
            let opens = |is: &Phrase| says(is, words).is_some_and(|found| found.start == 0);
            let first = words.split_whitespace().next().unwrap_or_default();
            if opens(&self.done) || self.done_sign.is_match(first) && !words.ends_with('?') {
                return State::Done;
            }
            if opens(&self.dropped) {
                return State::Dropped;
            }
        }
        State::Open
    }

    /// The handles in `text`, each once.
    fn handles(&self, text: &str) -> Vec<String> {
        let mut handles: Vec<String> = Vec::new();
        for at in self.handle.find_all(text) {
            // What stands behind a word is an address.
            let is_address = text[..at.start].ends_with(char::is_alphanumeric);
            let handle = text[at].trim_start_matches('@');
            if !is_address && !handles.iter().any(|known| known.eq_ignore_ascii_case(handle)) {
                handles.push(handle.to_owned());
            }
        }
        handles
    }
}

/// Whether no letter outside ASCII, which expressions take for a sign, stands beside the word at `at` of `text`.
fn is_whole(text: &str, at: Range<usize>) -> bool {
    let is_letter = |c: char| !c.is_ascii() && c.is_alphabetic();
    !text[..at.start].ends_with(is_letter) && !text[at.end..].starts_with(is_letter)
}

#[cfg(test)]
mod tests;
