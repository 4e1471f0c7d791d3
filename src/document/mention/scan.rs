//! What a whole document names.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::run::Run;
use super::{Certainty, Found, Mention, Place, Vocabulary};
use crate::base::Span;

/// All mentions of a document, in order: `text` is its source and `events` what the Markdown parser made of it.
///
/// Those in [`Place::Text`] stand where a link may be put; one in a link's words or target, in code or in HTML is
/// told, so that the record knows of it, and left as it is.
pub fn scan(vocabulary: &Vocabulary, text: &str, events: &[(Event<'_>, Range<usize>)]) -> Vec<Mention> {
    let mut scanner = Scanner {
        vocabulary,
        text,
        run: Run::default(),
        found: Vec::new(),
        links: 0,
        leads_away: false,
        place: Place::Text,
    };
    for (event, range) in events {
        scanner.event(event, range.clone());
    }
    scanner.finish();
    let mut mentions = vocabulary.settle(text, scanner.found);
    // A link's target is read when the link begins, before its words.
    mentions.sort_by_key(|mention| (mention.span.start, mention.place));
    mentions
}

/// A walk over the events of one document.
struct Scanner<'a> {
    vocabulary: &'a Vocabulary,
    text: &'a str,
    /// The text since the last event that was none.
    run: Run,
    found: Vec<Found>,
    /// How many links and pictures are open.
    links: usize,
    /// Whether the last link leads to something that is not the community's own.
    leads_away: bool,
    /// Where the run stands, outside links.
    place: Place,
}

impl Scanner<'_> {
    /// Takes one event.
    fn event(&mut self, event: &Event<'_>, range: Range<usize>) {
        match event {
            Event::Text(words) => {
                self.run.push(words, range);
                return;
            }
            Event::Code(words) => {
                self.finish();
                let run = self.text.get(range.clone()).and_then(|code| code.find(&**words));
                let start = range.start + run.unwrap_or(0);
                let range = if run.is_some() { start..start + words.len() } else { range };
                self.whole(words, range, Place::Code);
                return;
            }
            Event::Html(words) | Event::InlineHtml(words) => {
                self.finish();
                self.whole(words, range, Place::Html);
                return;
            }
            _ => self.finish(),
        }
        match event {
            // The words of an autolink are its target.
            Event::Start(Tag::Link { link_type: LinkType::Autolink | LinkType::Email, .. }) => {
                self.links += 1
            }
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                self.links += 1;
                self.target(dest_url, range);
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.links = self.links.saturating_sub(1),
            Event::Start(Tag::CodeBlock(_) | Tag::MetadataBlock(_)) => self.place = Place::Code,
            Event::End(TagEnd::CodeBlock | TagEnd::MetadataBlock(_)) => self.place = Place::Text,
            _ => {}
        }
    }

    /// Reads the run and begins another.
    fn finish(&mut self) {
        if self.run.text().is_empty() {
            return;
        }
        let place = if self.links > 0 { Place::Link } else { self.place };
        let first = self.found.len();
        self.vocabulary.find_in(self.run.text(), place, &mut self.found);
        for found in &mut self.found[first..] {
            found.mention.span = self.run.source(found.mention.span);
            // The version of what is linked.
            if let Certainty::Version { alone, .. } = &mut found.certainty {
                *alone &= place == Place::Text || !self.leads_away;
            }
        }
        self.run.clear();
    }

    /// Reads `words`, which stand at `range`, by themselves.
    fn whole(&mut self, words: &str, range: Range<usize>, place: Place) {
        self.run.push(words, range);
        let first = self.found.len();
        self.vocabulary.find_in(words, place, &mut self.found);
        for found in &mut self.found[first..] {
            found.mention.span = self.run.source(found.mention.span);
        }
        self.run.clear();
    }

    /// Reads the target of the link at `range`.
    fn target(&mut self, target: &str, range: Range<usize>) {
        self.leads_away = !self.vocabulary.versions.is_home(target);
        let first = self.found.len();
        self.vocabulary.find_in(target, Place::Url, &mut self.found);
        // The target stands behind the words, or is the words; elsewhere for links by reference.
        let written =
            self.text.get(range.clone()).and_then(|link| link.rfind(target)).map(|at| range.start + at);
        for found in &mut self.found[first..] {
            found.mention.span = match written {
                Some(start) => found.mention.span.shifted(start),
                None => Span::from(range.clone()),
            };
            // A version in a target is that of what is linked.
            if let Certainty::Version { version, .. } = &mut found.certainty {
                version.clear();
            }
        }
    }
}
