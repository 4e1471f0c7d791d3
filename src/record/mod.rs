//! Stage 3: what one file records.
//!
//! Facts of one file, from that file, its path and its history alone. They are compared to tell whether the
//! global stage has anything to do: a change of prose that leaves the facts equal goes no further.

pub mod action;
mod context;
pub mod decision;
mod field;
mod fold;
mod id;
pub mod item;
mod line;
pub mod meeting;
pub mod passage;
mod phrase;
mod place;
pub mod proceedings;
pub mod release;
mod rule;
mod said;
pub mod scope;
mod section;
pub mod standard;
mod table;
#[cfg(test)]
mod tests;
pub mod title;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde::{Deserialize, Serialize};

use crate::base::{Diagnostic, LineIndex, RelPath, SourcePath, Warned};
use crate::document::Document;
use crate::source::items::ItemRules;
use crate::source::{Excerpt, FileHistory, Kind, SourceConfig, Text};
pub use action::Action;
pub use decision::Decision;
use item::{ItemFinder, Items};
pub use meeting::Meeting;
pub use passage::Passage;
pub use proceedings::Proceedings;
use proceedings::ProceedingsFinder;
pub use release::Release;
pub use scope::Scope;
pub use standard::Standard;

/// What one document records.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// What the page is called.
    pub title: String,
    /// One sentence about it, for overviews and `<meta>`; may be empty.
    pub description: String,
    /// What the document is, beside being a page.
    pub kind: FactsKind,
    /// Place among its neighbours, from front matter; smaller comes first.
    pub order: Option<i64>,
    /// What it is called in the navigation, where front matter wants it shorter than the title.
    pub label: Option<String>,
    /// Whether front matter keeps it out of the navigation (`nav: false`).
    pub unlisted: bool,
    /// Other URL paths that lead here, from front matter (`aliases`).
    pub aliases: Vec<String>,
    /// The URL path that front matter asks for (`slug`); from the source's place when it begins with `/`.
    pub slug: Option<String>,
    /// The decisions that minutes tell, in order.
    pub decisions: Vec<Decision>,
    /// The actions that minutes give out or repeat, in order.
    pub actions: Vec<Action>,
    /// The words around what minutes name and link to, in order; nothing where no page shows them.
    pub passages: Vec<Passage>,
    /// What links may name: the anchors of headings with their words, and other ids with no words; nothing where no
    /// page shows them.
    pub anchors: BTreeMap<String, String>,
}

impl Facts {
    /// Calls people by their handles of today: `people` has the former ones in lower case.
    pub fn rename_people(&mut self, people: &BTreeMap<String, String>) {
        if people.is_empty() {
            return;
        }
        let rename = |name: &mut String| {
            if let Some(today) = people.get(&name.to_lowercase()) {
                name.clone_from(today);
            }
        };
        self.actions.iter_mut().flat_map(|action| &mut action.owners).for_each(rename);
        if let FactsKind::Meeting(meeting) = &mut self.kind {
            let Proceedings { attendees, minute_takers, agenda, .. } = &mut meeting.proceedings;
            attendees.iter_mut().for_each(|attendee| rename(&mut attendee.name));
            minute_takers.iter_mut().for_each(rename);
            agenda.iter_mut().flat_map(|item| &mut item.people).for_each(rename);
        }
    }
}

/// What a document is.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum FactsKind {
    /// A page of documentation.
    #[default]
    Page,
    /// Minutes of a meeting, or another document among them.
    Meeting(Meeting),
    /// A numbered standard.
    Standard(Standard),
    /// The notes of a release.
    Release(Release),
    /// What a certificate or profile requires.
    Scope(Scope),
}

/// One file, as far as the stages before know it.
#[derive(Debug, Clone, Copy)]
pub struct Parsed<'a> {
    /// Where it was read.
    pub path: &'a SourcePath,
    /// Its text, which the spans of the document count in.
    pub text: &'a str,
    /// The text as Markdown.
    pub document: &'a Document,
    /// What git knows of it; nothing where that is not known.
    pub history: Option<&'a FileHistory>,
    /// The file beside it that says what it is.
    pub sidecar: Option<(&'a RelPath, &'a Text)>,
    /// What is known of it as a part of another file.
    pub excerpt: Option<&'a Excerpt>,
    /// Whether a page shows it. Where none does, nobody reads who was there and the words around names, or goes to
    /// a place on it.
    pub is_shown: bool,
}

impl<'a> Parsed<'a> {
    /// The file that it stands in.
    fn file(&self) -> &'a RelPath {
        self.excerpt.map_or(&self.path.path, |excerpt| &excerpt.file)
    }
}

/// The words of a source as expressions, ready for any number of its files.
#[derive(Debug, Clone)]
pub struct Rules {
    /// Finds decisions and actions.
    items: Arc<ItemFinder>,
    /// Finds who was there and what was on the agenda.
    proceedings: Arc<ProceedingsFinder>,
}

/// The rules with the words that Annals knows: they serve every source that has no words of its own.
static USUAL: LazyLock<Rules> = LazyLock::new(|| Rules::compiled(&ItemRules::default()));

impl Rules {
    /// The rules of `source`. To make them compiles expressions, so they are made once per configuration.
    pub fn new(source: &SourceConfig) -> Rules {
        let words = &source.minutes.items;
        if *words == ItemRules::default() { USUAL.clone() } else { Rules::compiled(words) }
    }

    /// Whether `label` opens a list of actions that are repeated from an earlier meeting.
    pub fn is_follow_up(&self, label: &str) -> bool {
        self.items.is_follow_up(label)
    }

    /// The rules for `words`.
    fn compiled(words: &ItemRules) -> Rules {
        let items = Arc::new(ItemFinder::new(words));
        Rules { items, proceedings: Arc::new(ProceedingsFinder::new(words)) }
    }
}

/// Finds out what `file` records, in the way that `source` describes and `rules` are made for.
pub fn extract(file: &Parsed, source: &SourceConfig, rules: &Rules) -> Warned<Facts> {
    let mut diagnostics = Vec::new();
    let front = || file.document.front_matter.as_ref().map(Cow::Borrowed);
    let mut said = match source.kind {
        Kind::Standards => said::said(file, &source.standards, &mut diagnostics),
        _ => front(),
    };
    let kind = match source.kind {
        Kind::Pages => FactsKind::Page,
        Kind::Minutes => {
            FactsKind::Meeting(meeting::meeting(file, &source.minutes, &rules.proceedings, &mut diagnostics))
        }
        Kind::Standards => standard::standard(file, &source.standards, &mut said, &mut diagnostics)
            .map_or(FactsKind::Page, FactsKind::Standard),
        Kind::Releases => release::release(file, &source.releases, &mut diagnostics)
            .map_or(FactsKind::Page, FactsKind::Release),
    };
    let (items, passages) = match (&kind, &file.document.blocks) {
        (FactsKind::Meeting(_), Some(blocks)) => {
            let lines = LineIndex::new(file.text);
            let passages = if file.is_shown { passage::passages(file, blocks, &lines) } else { Vec::new() };
            (rules.items.find(blocks, &lines), passages)
        }
        _ => (Items::default(), Vec::new()),
    };
    let (title, description) = match source.kind {
        Kind::Standards => (&*source.standards.metadata.title, &*source.standards.metadata.description),
        _ => ("title", "description"),
    };
    let front = said.as_ref().map(|said| &said.value);
    let text = |key: &str| front.and_then(|front| field::text(front, key));
    let headings = file.document.outline.iter().map(|heading| (heading.id.clone(), heading.text.clone()));
    let others = file.document.anchors.iter().map(|anchor| (anchor.clone(), String::new()));
    let facts = Facts {
        title: title::title(text(title).as_deref(), file),
        description: text(description).or_else(|| file.document.summary.clone()).unwrap_or_default(),
        kind,
        order: ORDER_KEYS.iter().find_map(|key| field::number(front?, key)),
        label: LABEL_KEYS.iter().find_map(|key| text(key)),
        unlisted: front.and_then(|front| front.get("nav")) == Some(&serde_yaml::Value::Bool(false)),
        aliases: ALIAS_KEYS
            .iter()
            .flat_map(|key| front.map_or(Vec::new(), |front| field::texts(front, key)))
            .collect(),
        slug: text("slug"),
        decisions: items.decisions,
        actions: items.actions,
        passages,
        // A heading wins over another place with the same id.
        anchors: others.chain(headings).filter(|_| file.is_shown).collect(),
    };
    Warned { value: facts, diagnostics }
}

/// Keys under which generators keep a page's place among its neighbours.
const ORDER_KEYS: [&str; 4] = ["order", "weight", "sidebar_position", "nav_order"];

/// Keys under which generators keep a page's name in the navigation.
const LABEL_KEYS: [&str; 3] = ["nav_title", "sidebar_label", "linkTitle"];

/// Keys under which generators keep a page's old addresses.
const ALIAS_KEYS: [&str; 2] = ["aliases", "redirect_from"];

/// `diagnostic`, standing in `file`: at `span`, or meaning the whole file.
fn at(diagnostic: Diagnostic, file: &Parsed, span: Option<crate::base::Span>) -> Diagnostic {
    diagnostic.at(crate::base::Location { span, ..crate::base::Location::file(file.path) })
}
