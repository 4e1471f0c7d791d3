//! Headings that name their own anchor: `## Regions and zones {#regions}`.
//!
//! Docusaurus and others read such an ending so; to the forge it is a part of the words. Only the whole form at the
//! end of a heading counts, so that braces in a title stay what they are.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// Takes the ids that headings name out of their words and puts them where the parser would have put them.
pub(crate) fn take_ids(events: &mut [(Event<'_>, Range<usize>)]) {
    let mut at = 0;
    while let Some(start) = next_heading(events, at) {
        let end = (start..events.len())
            .find(|&end| matches!(events[end].0, Event::End(TagEnd::Heading(_))))
            .unwrap_or(events.len());
        at = end;
        let words =
            events[..end].iter().rev().take_while(|(event, _)| matches!(event, Event::Text(_))).count();
        let ending: String = events[end - words..end].iter().map(|(event, _)| text(event)).collect();
        let Some((kept, name)) = split(&ending) else { continue };
        if let Event::Start(Tag::Heading { id, .. }) = &mut events[start].0 {
            *id = Some(CowStr::from(name.to_owned()));
        }
        let kept = kept.len();
        shorten(&mut events[end - words..end], kept);
    }
}

/// The next heading from `at` on.
fn next_heading(events: &[(Event<'_>, Range<usize>)], at: usize) -> Option<usize> {
    let starts = |(event, _): &(Event<'_>, _)| matches!(event, Event::Start(Tag::Heading { .. }));
    events.get(at..)?.iter().position(starts).map(|place| at + place)
}

/// The words of a text.
fn text<'a>(event: &'a Event<'_>) -> &'a str {
    match event {
        Event::Text(text) => text,
        _ => "",
    }
}

/// The words before an id and the id, if `ending` ends with one and something stands before it.
fn split(ending: &str) -> Option<(&str, &str)> {
    let (kept, name) = ending.trim_end().strip_suffix('}')?.rsplit_once("{#")?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let named = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain);
    let apart = kept.is_empty() || kept.ends_with([' ', '\t']);
    (named && apart).then(|| (kept.trim_end(), name))
}

/// Cuts `texts` down to `kept` bytes in all. What is left empty stays: taking it out of the list would make each
/// heading as dear as the whole text.
fn shorten(texts: &mut [(Event<'_>, Range<usize>)], kept: usize) {
    let mut left = kept;
    for (event, range) in texts {
        let words = text(event);
        if words.len() > left {
            // A text that is written differently in the source keeps its place as a whole.
            if range.len() == words.len() {
                range.end = range.start + left;
            }
            *event = Event::Text(CowStr::from(words[..left].to_owned()));
        }
        left = left.saturating_sub(text(event).len());
    }
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::Parser;

    use super::*;

    /// The first heading of `markdown`: its id and its words.
    fn check(markdown: &str, id: Option<&str>, words: &str) {
        let mut events: Vec<_> = Parser::new(markdown).into_offset_iter().collect();
        take_ids(&mut events);
        let start = next_heading(&events, 0).unwrap();
        let Event::Start(Tag::Heading { id: found, .. }) = &events[start].0 else { unreachable!() };
        assert_eq!(found.as_deref(), id, "{markdown}");
        let end =
            events.iter().position(|(event, _)| matches!(event, Event::End(TagEnd::Heading(_)))).unwrap();
        let mut found = String::new();
        for (event, range) in &events[start..end] {
            match event {
                Event::Text(text) => {
                    assert_eq!(&markdown[range.clone()], &**text);
                    found.push_str(text);
                }
                Event::Code(text) => found.extend(["`", text, "`"]),
                _ => {}
            }
        }
        assert_eq!(found, words, "{markdown}");
    }

    #[test]
    fn ids_are_taken_from_the_end_of_a_heading() {
        check("## Regions and zones {#regions}", Some("regions"), "Regions and zones");
        check("# A `b` {#a_b-c.1} #\n\ntext {#no}", Some("a_b-c.1"), "A `b`");
        check("Two\nlines {#two}\n=====", Some("two"), "Twolines");
        check("# *All* {#x}", Some("x"), "All");
        check("# [a_b] c {#x_y_z}", Some("x_y_z"), "[a_b] c");
        check("# {#only}\n\n# Next {#next}", Some("only"), "");
    }

    #[test]
    fn other_braces_are_words() {
        for heading in
            ["Use {id}", "The `{#id}`", "A {#b} c", "A{#b}", "A {#1}", "A {#b c}", "A {# b}", "{#b"]
        {
            check(&format!("# {heading}"), None, heading);
        }
    }
}
