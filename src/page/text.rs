//! The text of a page, where it comes from, and its table of contents.

use crate::base::SourcePath;
use crate::base::url::{encode_fragment, encode_path};
use crate::document::{Document, Heading};
use crate::link::{DocumentId, Entry, Record};
use crate::page::heading::{cut_heading, nested};
use crate::page::html::fill;
use crate::page::view::{ChangeView, ContentsView, DocumentView, SourceView, TextView};
use crate::page::{date, forge};
use crate::record::FactsKind;
use crate::source::{FileHistory, Source, SourceSet};

/// The document `id` as templates see it, for a page with this `root`; with `has_editor` the site carries texts.
pub(super) fn view(
    record: &Record,
    sources: &SourceSet,
    id: DocumentId,
    document: &Document,
    root: &str,
    has_editor: bool,
) -> Option<DocumentView> {
    let entry = record.documents.get(id.0 as usize)?;
    let filled = fill(document, entry, record, root);
    let is_meeting = matches!(entry.facts.kind, FactsKind::Meeting(_));
    let source = sources.sources.get(&entry.path.source);
    // Where a preamble has the title, the first heading is that of the first chapter.
    let is_titled = matches!(entry.facts.kind, FactsKind::Standard(_))
        && source.is_some_and(|source| source.config.standards.metadata.has_preamble());
    let opening = document.outline.first().filter(|heading| opens(heading, is_meeting) && !is_titled);
    let opened =
        opening.map(|heading| cut_heading(&filled, heading.level)).filter(|opened| opened.heading.is_some());
    let first = opening.filter(|_| opened.is_some());
    let heading = opened.as_ref().and_then(|opened| opened.heading).map(str::to_owned);
    let body = nested(opened.map_or(filled.as_str(), |opened| opened.rest));
    let history = source.and_then(|source| source.history.files.get(&entry.path.path));
    let last = history.and_then(|history: &FileHistory| history.last.as_ref());
    Some(DocumentView {
        heading,
        as_written: first.and_then(|heading| as_written(&heading.text)),
        heading_id: first.map(|heading| encode_fragment(&heading.id)),
        body,
        contents: contents(&document.outline[usize::from(first.is_some())..]),
        source: source.map_or_else(
            || SourceView {
                name: entry.path.source.to_string(),
                path: entry.path.path.to_string(),
                ..SourceView::default()
            },
            |source| forge::links(source, &entry.path.path),
        ),
        text: source.filter(|_| has_editor).and_then(|source| editable(record, source, entry)),
        last_change: last.map(|change| ChangeView {
            date: date::view(change.date),
            author: change.author.clone(),
            commit: change.commit.chars().take(10).collect(),
            url: source.and_then(|source| forge::commit(source, &change.commit)),
        }),
        authors: history.map(|history| history.authors.clone()).unwrap_or_default(),
    })
}

/// Where the site has the text that the document of `entry` is or stands in.
fn editable(record: &Record, source: &Source, entry: &Entry) -> Option<TextView> {
    let path = source.file_of(&entry.path.path);
    source.whole_text(path)?;
    let file = record.by_path.get(&SourcePath::new(&entry.path.source, path))?;
    let url = crate::page::url::text_file(&record.document(*file).url);
    Some(TextView { url: encode_path(&url), path: path.to_string() })
}

/// Whether a page takes its own heading from `heading`, should the text open with it: one of level 1, and in
/// minutes one of level 2 that is nothing but a date, which the page shows already.
fn opens(heading: &Heading, is_meeting: bool) -> bool {
    heading.level == 1 || (is_meeting && heading.level == 2 && as_written(&heading.text).is_none())
}

/// The words of a heading that says more than a date.
fn as_written(heading: &str) -> Option<String> {
    let words = heading.trim();
    words.contains(char::is_alphabetic).then(|| words.to_owned())
}

/// The table of contents of an outline: two levels, beginning with the highest that occurs twice or alone.
///
/// Slide decks are full of level-1 headings; everything else begins at level 2. They also repeat a heading on
/// each slide that goes on with it, which is named once.
fn contents(outline: &[Heading]) -> Vec<ContentsView> {
    let top = outline.iter().map(|heading| heading.level).min().unwrap_or(2);
    let mut contents: Vec<ContentsView> = Vec::new();
    for heading in outline {
        let text = heading.text.trim();
        if text.is_empty() || heading.level > top + 1 {
            continue;
        }
        let view =
            ContentsView { id: encode_fragment(&heading.id), text: text.to_owned(), children: Vec::new() };
        let level = match contents.last_mut() {
            Some(above) if heading.level > top => &mut above.children,
            _ => &mut contents,
        };
        if level.last().is_none_or(|before| before.text != view.text) {
            level.push(view);
        }
    }
    contents
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;

    /// The contents of headings given as `##words`, children in brackets.
    #[track_caller]
    fn check(outline: &[&str], expected: &str) {
        let outline: Vec<Heading> = outline
            .iter()
            .map(|line| {
                let text = line.trim_start_matches('#');
                let level = u8::try_from(line.len() - text.len()).unwrap();
                Heading { level, id: text.to_lowercase(), text: text.to_owned(), span: Span::default() }
            })
            .collect();
        let shown = contents(&outline)
            .iter()
            .map(|entry| {
                let below: Vec<&str> = entry.children.iter().map(|child| child.text.as_str()).collect();
                if below.is_empty() {
                    entry.text.clone()
                } else {
                    format!("{}[{}]", entry.text, below.join(" "))
                }
            })
            .collect::<Vec<_>>()
            .join(" ");
        assert_eq!(shown, expected);
    }

    #[test]
    fn two_levels_are_shown() {
        check(&["##A", "###B", "####C", "##D"], "A[B] D");
        check(&[], "");
    }

    #[test]
    fn a_deck_begins_at_its_own_level() {
        check(&["#A", "##B", "###C", "#D"], "A[B] D");
        check(&["###A", "####B"], "A[B]");
    }

    #[test]
    fn a_heading_deeper_than_the_first_one_is_not_lost() {
        check(&["###B", "##A"], "B A");
    }

    #[test]
    fn a_heading_repeated_on_the_next_slide_is_named_once() {
        check(&["#A", "#A", "##B", "##B", "#A", "#C", "#A"], "A[B] C A");
    }

    #[test]
    fn an_empty_heading_is_left_out() {
        check(&["##A", "##", "##B"], "A B");
    }
}
