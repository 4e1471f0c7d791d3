//! What the notes of a release still lack, as a page beside them.
//!
//! A release has such a page while it is made, and for as long as a draft lies beside its notes, which tells what was
//! left out on purpose. Notes that were written by hand and are out have none: it would tell what nobody will change.

use pulldown_cmark::{Event, Parser};

use crate::base::url::encode_path;
use crate::base::{Code, Diagnostic, LineIndex, Location, Severity, SourcePath};
use crate::code;
use crate::document::shorten;
use crate::link::{DocumentId, Entry, Record};
use crate::page::plan::Pages;
use crate::page::view::{CheckView, DateView, FindingView, LinkView, StatusView};
use crate::page::{date, discussion, forge, log, meeting};
use crate::record::{FactsKind, Release};
use crate::source::{File, SourceSet};

/// What the page is called, behind the name of its release.
pub(super) const TITLE: &str = "Status of the notes";

/// The checks in the order of the page: what each finds, its anchor, and what it is called.
const CHECKS: [(&[Code], &str, &str); 7] = [
    (&[code::NOTES_CONFLICT], "conflicts", "Conflicts that nobody has settled"),
    (&[code::DECISION_NOT_IN_NOTES], "decided", "Decided and not in the notes"),
    (&[code::STANDARD_NOT_IN_NOTES], "standards", "Standards that changed and are not in the notes"),
    (&[code::NOTE_WITHOUT_EVIDENCE], "evidence", "Entries that name no evidence"),
    (&[code::RELEASE_ACTION_OPEN], "actions", "Actions for this release that are open"),
    (&[], "links", "Dead links and other problems of the text"),
    (&[code::NOTE_WITHOUT_DECISION], "undecided", "Entries that no decision speaks of"),
];

/// The address of the page about the notes `id`, if they have one.
pub(super) fn url(record: &Record, sources: &SourceSet, id: DocumentId) -> Option<String> {
    let entry = record.documents.get(id.0 as usize)?;
    let FactsKind::Release(release) = &entry.facts.kind else { return None };
    let is_made = sources.draft(&entry.path).is_some() || is_coming(record, id, release);
    (is_made && entry.url.ends_with('/')).then(|| format!("{}status/", entry.url))
}

/// Whether a release is not out yet: its day is to come, or unknown while the release before it has one.
fn is_coming(record: &Record, id: DocumentId, release: &Release) -> bool {
    match release.date {
        Some(day) => day > record.day,
        None => {
            record.releases.last() == Some(&id)
                && record.window(id).is_some_and(|window| window.after.is_some())
        }
    }
}

/// What the page about the notes `id` shows of what was `found`.
pub(super) fn view(pages: &Pages<'_>, id: DocumentId, found: &[Diagnostic]) -> Option<StatusView> {
    let record = pages.record;
    let entry = record.documents.get(id.0 as usize)?;
    let window = record.window(id)?;
    let named: Vec<&Code> = CHECKS.iter().flat_map(|(codes, ..)| *codes).collect();
    let check = |(codes, id, title): &(&[Code], &str, &'static str)| {
        let is_its = |finding: &&Diagnostic| match codes.is_empty() {
            true => !named.contains(&&finding.code),
            false => codes.contains(&finding.code),
        };
        CheckView {
            id: (*id).to_owned(),
            title,
            is_advice: codes.contains(&code::NOTE_WITHOUT_DECISION),
            rows: found.iter().filter(is_its).map(|finding| self::finding(pages, finding)).collect(),
        }
    };
    Some(StatusView {
        release: LinkView { title: discussion::short_name(entry), url: encode_path(&entry.url) },
        after: window.after.map(date::view),
        until: window.until.map(date::view),
        has_draft: pages.sources.draft(&entry.path).is_some(),
        missing: found.iter().filter(|finding| finding.severity < Severity::Advice).count(),
        checks: CHECKS.iter().map(check).collect(),
    })
}

/// The words of a line of Markdown.
fn plain(line: &str) -> String {
    let words = Parser::new(line).filter_map(|event| match event {
        Event::Text(words) | Event::Code(words) => Some(words.into_string()),
        _ => None,
    });
    words.collect()
}

/// One finding with its place.
fn finding(pages: &Pages<'_>, finding: &Diagnostic) -> FindingView {
    let place = finding.location.as_ref().and_then(|place| self::place(pages, place));
    let (page, date, words, line, url) = match place {
        Some(place) => (Some(place.page), place.date, place.words, place.line, place.url),
        None => Default::default(),
    };
    FindingView {
        words,
        date,
        message: finding.message.replace('`', ""),
        hint: finding.hints.first().map(|hint| hint.message.clone()).unwrap_or_default(),
        page,
        line,
        url,
    }
}

/// Where a finding stands.
struct Place {
    page: LinkView,
    date: Option<DateView>,
    words: String,
    line: Option<u32>,
    url: Option<String>,
}

/// The page, the words and the line that `location` means.
fn place(pages: &Pages<'_>, location: &Location) -> Option<Place> {
    let record = pages.record;
    let path = SourcePath::new(location.source.as_ref()?, &location.path);
    let id = *record.by_path.get(&path)?;
    let entry = record.documents.get(id.0 as usize)?;
    let source = pages.sources.sources.get(&path.source);
    let text = match source.and_then(|source| source.files.get(&path.path)) {
        Some(File::Text(text)) => text.text.as_str(),
        _ => "",
    };
    let line = location.span.map(|span| LineIndex::new(text).line(span.start));
    let title = match &entry.facts.kind {
        FactsKind::Meeting(_) => meeting::title(record, id).unwrap_or_else(|| entry.facts.title.clone()),
        _ => discussion::short_name(entry),
    };
    let date = meeting::facts(record, id).and_then(|meeting| meeting.date).map(date::view);
    let evidence = evidence(record, id, entry, location);
    Some(Place {
        date,
        words: words(entry, location, text),
        page: LinkView { title, url: evidence.unwrap_or_else(|| encode_path(&entry.url)) },
        url: source.zip(line).and_then(|(source, line)| forge::line_number(source, &path.path, line)),
        line,
    })
}

/// The address of the decision or action at `location`, at its heading.
fn evidence(record: &Record, id: DocumentId, entry: &Entry, location: &Location) -> Option<String> {
    let span = location.span?;
    let decided = entry.facts.decisions.iter().position(|decision| decision.span == span);
    let decisions = record.decisions.iter().flat_map(log::tellings);
    let of_decision = decided.and_then(|number| {
        decisions.into_iter().find(|told| told.document == id && told.number as usize == number)
    });
    let given = entry.facts.actions.iter().position(|action| action.span == span);
    let mentions = record.actions.iter().flat_map(|action| &action.mentions);
    let of_action = given.and_then(|number| {
        let evidence = mentions.map(|mention| &mention.evidence);
        evidence.into_iter().find(|told| told.document == id && told.number as usize == number)
    });
    of_decision.or(of_action).map(|told| log::url(record, told))
}

/// The words at `location`: of a decision or an action its own, of a standard its title, else those that are written.
fn words(entry: &Entry, location: &Location, text: &str) -> String {
    let facts = &entry.facts;
    let Some(span) = location.span else { return facts.title.clone() };
    let decided = facts.decisions.iter().find(|decision| decision.span == span).map(|it| &it.text);
    let given = || facts.actions.iter().find(|action| action.span == span).map(|it| &it.text);
    match decided.or_else(given) {
        Some(words) => words.clone(),
        None => {
            let written = text.get(span.range()).unwrap_or_default();
            let line = written.lines().next().unwrap_or_default();
            let line = line.split("<!--").next().unwrap_or_default().trim();
            shorten(&plain(line), 200)
        }
    }
}
