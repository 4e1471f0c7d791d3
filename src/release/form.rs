//! The notes in the forms in which they are published elsewhere: Markdown for a release on a forge, an Atom entry,
//! JSON.
//!
//! All of them come from the notes as people left them. Marks are taken out, and links lead where they lead from
//! everywhere.

use pulldown_cmark::{Event, Options, Parser, Tag, html::push_html};
use schemars::JsonSchema;
use serde::Serialize;

use super::address::{inlined, relink, without_unused_definitions};
use super::known::{Known, in_repository, on_forge};
use super::notes::{Block, Kind, join, parse, unmarked};
use crate::base::url::relative;
use crate::base::{Date, RelPath, SourcePath};
use crate::document::url::is_safe;
use crate::document::{self, ReferenceKind};
use crate::link::DocumentId;
use crate::link::forge::View;

/// The notes as JSON.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(title = "Notes")]
pub struct NotesJson {
    /// The version of this form.
    pub version: u32,
    /// `R8`.
    pub release: String,
    /// `v9.0.0`.
    pub tag: Option<String>,
    /// The day of the release.
    #[schemars(with = "Option<String>", extend("format" = "date"))]
    pub date: Option<Date>,
    /// The page of the notes.
    pub url: Option<String>,
    /// What they are called.
    pub title: String,
    /// Their sections, in order.
    pub sections: Vec<SectionJson>,
}

/// A section of the notes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SectionJson {
    /// The heading, as plain Markdown; empty for what stands above the first.
    pub title: String,
    /// Its level.
    pub level: usize,
    /// Paragraphs and other text, as Markdown.
    pub text: Vec<String>,
    /// Its entries.
    pub entries: Vec<EntryJson>,
}

/// The JSON Schema (draft 2020-12) of notes as JSON.
pub fn schema() -> serde_json::Value {
    let generator = schemars::generate::SchemaSettings::draft2020_12().for_serialize().into_generator();
    generator.into_root_schema_for::<NotesJson>().to_value()
}

/// An entry of the notes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EntryJson {
    /// Its words, as Markdown without the list's sign.
    pub text: String,
    /// What it is known by.
    pub keys: Vec<String>,
    /// The addresses that it names.
    pub evidence: Vec<String>,
}

/// The Markdown of an Atom entry's text: what forges read as well.
const MARKDOWN: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Where the notes of a release are read, and what they say.
#[derive(Debug, Clone, Copy)]
pub struct Published<'a> {
    /// What is known.
    pub known: Known<'a>,
    /// The release.
    pub release: DocumentId,
    /// Its notes.
    pub notes: &'a SourcePath,
    /// Their text.
    pub text: &'a str,
}

impl Published<'_> {
    /// The notes as plain Markdown: no front matter, no title, no marks, every link whole.
    pub fn markdown(&self) -> String {
        let mut blocks = parse(&self.linked());
        let title = blocks.iter().position(|block| block.kind == Kind::Heading(1));
        let mut number = 0;
        blocks.retain(|block| {
            number += 1;
            block.kind != Kind::Front && Some(number - 1) != title
        });
        for block in &mut blocks {
            let text = unmarked(&block.text).replace("\r\n", "\n");
            block.text = text.trim_end_matches([' ', '\n']).to_owned() + "\n";
            // Of a section of a file the rest is blanked out, and the signs of its headings in part.
            if block.above.len() > 1 {
                block.above = "\n".to_owned();
            }
            if let Kind::Heading(level) = block.kind {
                block.text = format!("{} {}\n", "#".repeat(level), block.inner());
            }
        }
        let blocks = filled(blocks);
        join(&blocks).trim().to_owned() + "\n"
    }

    /// The notes as an Atom entry (RFC 4287); a feed's entries have the same form.
    pub fn atom(&self) -> String {
        let facts = self.known.release_facts(self.release);
        let entry = self.known.record.document(self.release);
        let url = self.url().unwrap_or_else(|| format!("urn:annals:{}", encode(&entry.url)));
        let day = facts.and_then(|facts| facts.date).map_or("1970-01-01".to_owned(), |date| date.to_string());
        let mut html = String::new();
        // Raw HTML of the notes is not published where nobody checks it.
        let is_text = |event: &Event<'_>| !matches!(event, Event::Html(_) | Event::InlineHtml(_));
        let markdown = self.markdown();
        let events = Parser::new_ext(&markdown, MARKDOWN).filter(is_text).map(only_safe);
        push_html(&mut html, events);
        format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<entry xmlns=\"http://www.w3.org/2005/Atom\">\n  \
             <id>{url}</id>\n  <title>{}</title>\n  <updated>{day}T00:00:00Z</updated>\n  \
             <author><name>{}</name></author>\n  <link rel=\"alternate\" href=\"{url}\"/>\n  \
             <content type=\"html\">{}</content>\n</entry>\n",
            encode(&entry.facts.title),
            encode(&self.known.config.title),
            encode(&html),
            url = encode(&url),
        )
    }

    /// The notes taken apart.
    pub fn json(&self) -> NotesJson {
        let facts = self.known.release_facts(self.release);
        let entry = self.known.record.document(self.release);
        let mut sections: Vec<SectionJson> = Vec::new();
        for block in filled(parse(&inlined(&self.linked()))) {
            let words = block.inner();
            if let Kind::Heading(level) = block.kind {
                let title = words;
                sections.push(SectionJson { title, level, text: Vec::new(), entries: Vec::new() });
                continue;
            }
            if block.kind == Kind::Front || words.is_empty() {
                continue;
            }
            if sections.is_empty() {
                sections.push(SectionJson {
                    title: String::new(),
                    level: 0,
                    text: Vec::new(),
                    entries: Vec::new(),
                });
            }
            let Some(section) = sections.last_mut() else { continue };
            if block.kind == Kind::Item {
                let read = document::parse(self.notes, &words, &document::Options::default()).value;
                section.entries.push(EntryJson {
                    text: words,
                    keys: block.keys(),
                    evidence: read.references.into_iter().map(|reference| reference.target).collect(),
                });
            } else {
                section.text.push(words);
            }
        }
        NotesJson {
            version: 1,
            release: facts.map(|facts| facts.id.clone()).unwrap_or_default(),
            tag: facts.and_then(|facts| facts.version.clone()),
            date: facts.and_then(|facts| facts.date),
            url: self.url(),
            title: entry.facts.title.clone(),
            sections,
        }
    }

    /// The text with every link whole, without definitions of links that other sections use.
    fn linked(&self) -> String {
        let parsed = document::parse(self.notes, self.text, &document::Options::default()).value;
        let text = relink(self.text, &parsed.references, |target, kind| self.whole(target, kind));
        without_unused_definitions(&text)
    }

    /// The page of the notes, where it is known where the site stands; else the file on its forge.
    fn url(&self) -> Option<String> {
        let page = &self.known.record.document(self.release).url;
        let site = self.known.config.url.as_ref();
        let site = site.map(|site| format!("{site}{}", crate::base::url::encode_path(page)));
        site.or_else(|| self.on_forge(self.notes))
    }

    /// The whole address behind a relative one; nothing for one that is whole, or that leads nowhere.
    fn whole(&self, target: &str, kind: ReferenceKind) -> Option<String> {
        let is_whole = target.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
        if is_whole || target.starts_with("//") {
            return None;
        }
        let (path, rest) = target.split_at(target.find(['#', '?']).unwrap_or(target.len()));
        if path.is_empty() {
            return self.url().map(|url| format!("{url}{rest}"));
        }
        let source = self.known.source_of(self.notes)?;
        let here = in_repository(source, &self.notes.path);
        let folder = here.rsplit_once('/').map_or("", |(folder, _)| folder);
        let decoded = crate::base::url::decode(path)?;
        let file = RelPath::resolve(folder, &decoded).ok()?;
        // A page of the site, from whichever source of this repository.
        let address = relative(&here, file.as_str());
        let site = self.known.config.url.as_ref().and_then(|site| {
            let same = self.known.record.documents.iter().find(|entry| {
                self.known.address_of(self.notes, &entry.path).is_some_and(|known| known == address)
            })?;
            Some(format!("{site}{}{rest}", crate::base::url::encode_path(&same.url)))
        });
        let view = match kind {
            // The page that shows a picture is none.
            ReferenceKind::Picture => View::Raw,
            _ if path.ends_with('/') => View::Folder,
            _ => View::File,
        };
        site.or_else(|| Some(format!("{}{rest}", on_forge(source, view, file.as_str())?)))
    }

    /// A file on its forge.
    fn on_forge(&self, path: &SourcePath) -> Option<String> {
        let source = self.known.source_of(path)?;
        on_forge(source, View::File, &in_repository(source, &path.path))
    }
}

/// `event`, which leads nowhere where it leads to what a reader's browser would run.
fn only_safe(mut event: Event<'_>) -> Event<'_> {
    if let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = &mut event
        && !is_safe(dest_url)
    {
        *dest_url = "".into();
    }
    event
}

/// Text within XML.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => encoded.push_str("&amp;"),
            '<' => encoded.push_str("&lt;"),
            '>' => encoded.push_str("&gt;"),
            '"' => encoded.push_str("&quot;"),
            // XML 1.0 has no other control characters.
            c if c.is_control() && !matches!(c, '\n' | '\t' | '\r') => {}
            c => encoded.push(c),
        }
    }
    encoded
}

/// `blocks` without headings that nothing stands below, the title aside: a draft has them for people to fill.
fn filled(blocks: Vec<Block>) -> Vec<Block> {
    let mut filled: Vec<Block> = Vec::new();
    // What stands below the block: at the end nothing, as before a heading of a higher level than all.
    let mut below = Kind::Heading(0);
    for block in blocks.into_iter().rev() {
        if block.words().is_empty() {
            continue;
        }
        if let (Kind::Heading(level), Kind::Heading(next)) = (block.kind, below)
            && level > 1
            && next <= level
        {
            continue;
        }
        below = block.kind;
        filled.push(block);
    }
    filled.reverse();
    filled
}
