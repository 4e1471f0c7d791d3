//! Links that Annals puts around what a text names, and behind the lines that wait for minutes.
//!
//! The author's words stay as they are. What a link of ours leads to is told on hover and focus, and what was inferred
//! says so.

use crate::document::{Hole, HolePart};
use crate::link::{Entry, Record, Resolution, Target};
use crate::page::html::{Place, attribute, escape_into, place};
use crate::record::FactsKind;

/// Fills a hole of a mention or a placeholder of `entry`, for a page with this `root`.
pub(super) fn fill(out: &mut String, hole: Hole, entry: &Entry, record: &Record, root: &str) {
    let index = hole.reference as usize;
    match hole.part {
        HolePart::OpenMention => {
            if let Some((resolution, target)) = leading(entry, record, index) {
                open(out, resolution, target, record, root);
            }
        }
        HolePart::CloseMention if leading(entry, record, index).is_some() => out.push_str("</a>"),
        HolePart::Found => found(out, index, entry, record, root),
        _ => {}
    }
}

/// The mention with this number and its target, if it leads away from its own page.
fn leading<'a>(entry: &'a Entry, record: &Record, index: usize) -> Option<(&'a Resolution, &'a Target)> {
    let resolution = entry.mentions.get(index)?.as_ref()?;
    let target = resolution.target.as_ref()?;
    let leads = match target {
        Target::Document(id, _) => record.documents.get(id.0 as usize)?.url != entry.url,
        Target::External(_) => !matches!(place(record, "", Some(target)), Place::Nowhere),
        _ => true,
    };
    leads.then_some((resolution, target))
}

/// Writes the opening tag of a mention.
fn open(out: &mut String, resolution: &Resolution, target: &Target, record: &Record, root: &str) {
    match place(record, root, Some(target)) {
        Place::Here(href) => {
            out.push_str("<a class=\"mention\"");
            attribute(out, "href", &href);
        }
        Place::Elsewhere(href) => {
            out.push_str("<a class=\"mention external\"");
            attribute(out, "href", &href);
            out.push_str(" rel=\"noopener\"");
        }
        Place::Nowhere => out.push_str("<a class=\"mention\""),
    }
    if let Some(preview) = preview(resolution, target, record) {
        attribute(out, "title", &preview);
    }
    out.push('>');
}

/// What a reader is told of a page before going there: its id and title.
fn preview(resolution: &Resolution, target: &Target, record: &Record) -> Option<String> {
    let Target::Document(id, _) = target else { return None };
    let entry = record.documents.get(id.0 as usize)?;
    let to = resolution.to.as_deref().unwrap_or_default();
    Some(match &entry.facts.kind {
        FactsKind::Standard(_) => format!("{to}: {}", entry.facts.title),
        _ => entry.facts.title.clone(),
    })
}

/// Writes a link to the minutes that a placeholder waited for.
fn found(out: &mut String, index: usize, entry: &Entry, record: &Record, root: &str) {
    let waiting = entry.waiting.get(index).and_then(Option::as_ref);
    let Some(id) = waiting.and_then(|waiting| waiting.found) else { return };
    let Place::Here(href) = place(record, root, Some(&Target::Document(id, None))) else { return };
    let meeting = match record.documents.get(id.0 as usize).map(|entry| &entry.facts.kind) {
        Some(FactsKind::Meeting(meeting)) => meeting,
        _ => return,
    };
    let title = record.series.get(&meeting.series).map_or(meeting.series.as_str(), |series| &series.title);
    out.push_str(" <a class=\"found-since\"");
    attribute(out, "href", &href);
    attribute(out, "title", "Not the author\u{2019}s link: these minutes were found since");
    out.push_str(">found since: ");
    escape_into(out, title);
    if let Some(date) = meeting.date {
        out.push_str(&format!(", {date}"));
    }
    out.push_str("</a>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{RelPath, SourceName, SourcePath};
    use crate::link::{DocumentId, Problem, Series, Waiting};
    use crate::record::{Facts, Meeting, Standard};

    /// A page at `url` that records `kind`.
    fn entry(url: &str, kind: FactsKind) -> Entry {
        let path = SourcePath::new(&SourceName::new("s"), &RelPath::new("a.md").unwrap());
        let facts = Facts { title: "A <title>".to_owned(), kind, ..Facts::default() };
        Entry {
            path,
            url: url.to_owned(),
            facts,
            targets: Vec::new(),
            faults: Default::default(),
            mentions: Vec::new(),
            waiting: Vec::new(),
        }
    }

    /// A standard and a meeting.
    fn record() -> Record {
        let date = crate::base::Date::new(2024, 5, 6);
        let meeting = Meeting { series: "tools".to_owned(), date, ..Meeting::default() };
        let series = Series { title: "Team Tools".to_owned(), ..Series::default() };
        Record {
            documents: vec![
                entry("standards/abc/", FactsKind::Standard(Standard::default())),
                entry("minutes/tools/1/", FactsKind::Meeting(meeting)),
            ],
            series: [("tools".to_owned(), series)].into(),
            ..Record::default()
        }
    }

    /// The words `x` as a mention of `target`, on the page at `url`.
    #[track_caller]
    fn check(url: &str, target: Option<Target>, expected: &str) {
        let problem = target.is_none().then_some(Problem::Missing);
        let resolution = Resolution { target, to: Some("abc-0001".to_owned()), problem, inferred: false };
        let page = Entry { mentions: vec![Some(resolution)], ..entry(url, FactsKind::Page) };
        let hole = |part| Hole { at: 0, reference: 0, part };
        let mut out = String::new();
        fill(&mut out, hole(HolePart::OpenMention), &page, &record(), "../");
        out.push('x');
        fill(&mut out, hole(HolePart::CloseMention), &page, &record(), "../");
        assert_eq!(out, expected);
    }

    #[test]
    fn a_mention_leads_where_it_resolved_to() {
        check(
            "a/",
            Some(Target::Document(DocumentId(0), None)),
            "<a class=\"mention\" href=\"../standards/abc/\" title=\"abc-0001: A &lt;title&gt;\">x</a>",
        );
        check(
            "a/",
            Some(Target::External("https://forge.example/jo".to_owned())),
            "<a class=\"mention external\" href=\"https://forge.example/jo\" rel=\"noopener\">x</a>",
        );
    }

    #[test]
    fn what_leads_nowhere_new_is_just_words() {
        check("a/", None, "x");
        check("standards/abc/", Some(Target::Document(DocumentId(0), None)), "x");
        check("a/", Some(Target::External("javascript:alert(1)".to_owned())), "x");
        check("a/", Some(Target::Document(DocumentId(9), None)), "x");
    }

    #[test]
    fn minutes_found_since_say_so() {
        let waiting = Waiting { series: vec!["tools".to_owned()], found: Some(DocumentId(1)) };
        let page = Entry { waiting: vec![Some(waiting), None], ..entry("a/", FactsKind::Page) };
        let filled = |reference| {
            let mut out = String::new();
            fill(&mut out, Hole { at: 0, reference, part: HolePart::Found }, &page, &record(), "../");
            out
        };
        assert!(filled(0).contains("href=\"../minutes/tools/1/\""), "{}", filled(0));
        assert!(filled(0).contains(">found since: Team Tools, 2024-05-06</a>"), "{}", filled(0));
        assert_eq!(filled(1), "");
    }
}
