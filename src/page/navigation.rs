//! The navigation: one tree over the whole site, built once.
//!
//! A page shows only a part of it: the sections, and below its own section what lies on the way to the page.
//! So the tree is shared by all pages and a page only says which of its nodes are open. What a page shows stays
//! small however large the site is: minutes are grouped by series and year, standards by track and number,
//! and a folder with very many pages is cut into runs.

mod list;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::base::SourceName;
use crate::base::url::encode_path;
use crate::link::{Entry, Record};
use crate::page::folder::{Folders, Listing};
use crate::page::html::{escape, escape_into};
use crate::page::standard;
use crate::page::url::with_anchor;
use crate::page::view::{CrumbView, LinkView, NodeView};
use crate::page::{date, log, scope};
use crate::record::FactsKind;
use crate::source::config::{Config, Kind, SourceConfig};

/// How many pages of one folder are listed without being cut into runs.
const RUN: usize = 60;

/// How many folders deep pages are listed. A site's own templates may show each level inside the one above, and the
/// template engine ends such nesting at 20.
const DEPTH: usize = 12;

/// Number of a node, counted in the order in which a reader would walk through the site.
pub(super) type NodeId = u32;

/// One place in the navigation.
#[derive(Debug, Clone)]
struct Node {
    /// Words to show.
    title: String,
    /// What stands before the words.
    label: Option<String>,
    /// Where it leads: a path on the site, not yet escaped, and an anchor.
    place: Option<(String, Option<String>)>,
    /// The same for an attribute, without the way to the top of the site.
    href: Option<String>,
    /// Label and words in HTML.
    words: String,
    /// The node above.
    parent: Option<NodeId>,
    /// The nodes below, in order.
    children: Vec<NodeId>,
    /// The section it belongs to.
    section: NodeId,
    /// Whether what lies below is days, of which a page shows only those near its own.
    days: bool,
}

/// The navigation of a site.
#[derive(Debug, Clone, Default)]
pub(super) struct Navigation {
    /// All nodes, each before its children.
    nodes: Vec<Node>,
    /// The sections in order: those of sources, and behind them the logs, which belong to none.
    sections: Vec<(Option<SourceName>, NodeId)>,
    /// The node of each page.
    by_url: BTreeMap<String, NodeId>,
}

impl Navigation {
    /// Builds the navigation of all sources.
    pub(super) fn new(record: &Record, config: &Config) -> Navigation {
        let mut built = Navigation::default();
        for source in &config.sources {
            let top = section_url(source);
            let title = if source.title.is_empty() { source.name.to_string() } else { source.title.clone() };
            let section = built.add(None, title, None, Some((top.clone(), None)));
            // An overview belongs to its section, even where a folder of pages lies at the same place.
            if source.kind != Kind::Pages {
                built.by_url.insert(top.clone(), section);
            }
            built.sections.push((Some(source.name.clone()), section));
            match source.kind {
                Kind::Pages => {}
                Kind::Minutes => built.add_series(section, source, record),
                Kind::Standards => {
                    built.add_standards(section, source, record);
                    built.add_scopes(section, source, record);
                }
                Kind::Releases => built.add_releases(section, source, record),
            }
            built.add_folder(section, &top, &Folders::new(record, Some(&source.name)), DEPTH);
        }
        for (url, title) in log::indexes(record, config) {
            // A text that introduces a log has its place among its own source's pages.
            if !built.by_url.contains_key(url) {
                let section = built.add(None, title, None, Some((url.clone(), None)));
                built.sections.push((None, section));
            }
        }
        built
    }

    /// Adds a node below `parent`, or a section; the first node of a page is the one that counts.
    fn add(
        &mut self,
        parent: Option<NodeId>,
        title: String,
        label: Option<String>,
        place: Option<(String, Option<String>)>,
    ) -> NodeId {
        let id = u32::try_from(self.nodes.len()).unwrap_or(u32::MAX);
        let section = parent.map_or(id, |parent| self.nodes[parent as usize].section);
        if let Some((url, None)) = &place {
            self.by_url.entry(url.clone()).or_insert(id);
        }
        if let Some(parent) = parent {
            self.nodes[parent as usize].children.push(id);
        }
        let href = place.as_ref().map(|(url, anchor)| escape(&with_anchor(url, anchor.as_deref())));
        let mut words = String::new();
        if let Some(label) = &label {
            words.push_str(&format!("<span class=\"label\">{}</span> ", escape(label)));
        }
        escape_into(&mut words, &title);
        self.nodes.push(Node {
            title,
            label,
            place,
            href,
            words,
            parent,
            children: Vec::new(),
            section,
            days: false,
        });
        id
    }

    /// Adds a page below `parent`, unless it has its node already.
    fn add_page(&mut self, parent: NodeId, title: String, label: Option<String>, url: &str) {
        if !self.by_url.contains_key(url) {
            self.add(Some(parent), title, label, Some((url.to_owned(), None)));
        }
    }

    /// Adds what lies in the folder `url` and is not in the navigation yet, folders with all that they hold.
    ///
    /// The pages of a folder with very many are cut into runs, each named after its first and last page.
    fn add_folder(&mut self, parent: NodeId, url: &str, folders: &Folders, depth: usize) {
        let mut entries: Vec<&Listing> = folders.entries(url).iter().collect();
        // A folder at the place of another section is listed for what it holds.
        let section = self.nodes[parent as usize].section;
        let elsewhere = |node: NodeId| self.nodes[node as usize].section != section;
        entries.retain(|entry| self.node(&entry.url).is_none_or(|node| entry.count > 0 && elsewhere(node)));
        entries.sort_by(|a, b| compare(a, b));
        let (inner, leaves): (Vec<&Listing>, Vec<&Listing>) = if entries.len() <= RUN {
            (entries, Vec::new())
        } else {
            entries.into_iter().partition(|entry| entry.count > 0)
        };
        for entry in inner {
            let node = self.add(Some(parent), entry.title.clone(), None, Some((entry.url.clone(), None)));
            if depth > 0 {
                self.add_folder(node, &entry.url, folders, depth - 1);
            }
        }
        for run in leaves.chunks(RUN) {
            let (Some(first), Some(last)) = (run.first(), run.last()) else { continue };
            let group = self.add(Some(parent), format!("{} – {}", first.title, last.title), None, None);
            for entry in run {
                self.add_page(group, entry.title.clone(), None, &entry.url);
            }
        }
    }

    /// Adds the series of a source, each with its years and their meetings, newest first.
    fn add_series(&mut self, section: NodeId, source: &SourceConfig, record: &Record) {
        let mut series: Vec<_> = record
            .series
            .values()
            .filter(|series| series.source.as_ref().is_none_or(|name| *name == source.name))
            .collect();
        series.sort_by_key(|series| series.title.to_lowercase());
        for series in series {
            let node = self.add(Some(section), series.title.clone(), None, Some((series.url.clone(), None)));
            let mut year: Option<(i16, NodeId)> = None;
            for (date, id) in series.meetings.iter().rev() {
                let Some(entry) = record.documents.get(id.0 as usize) else { continue };
                let below = match year {
                    Some((number, below)) if number == date.year() => below,
                    _ => {
                        let text = date.year().to_string();
                        let below =
                            self.add(Some(node), text.clone(), None, Some((series.url.clone(), Some(text))));
                        self.nodes[below as usize].days = true;
                        year = Some((date.year(), below));
                        below
                    }
                };
                let suffix = name_suffix(entry.path.path.stem());
                let day = date::view(*date).short;
                let title = if suffix.is_empty() { day } else { format!("{day}, {suffix}") };
                self.add_page(below, title, None, &entry.url);
            }
            for id in &series.undated {
                let Some(entry) = record.documents.get(id.0 as usize) else { continue };
                self.add_page(node, entry.facts.title.clone(), None, &entry.url);
            }
        }
    }

    /// Adds the standards of a source by track and number; a number with several editions holds them.
    fn add_standards(&mut self, section: NodeId, source: &SourceConfig, record: &Record) {
        for track in standard::tracks(record, &source.name) {
            let parent = if track.name.is_empty() {
                section
            } else {
                let place = Some((section_url(source), Some(standard::track_id(&track.name))));
                self.add(Some(section), track.name.clone(), None, place)
            };
            for (number, editions) in &track.numbers {
                let Some(leading) = standard::leading(record, editions) else { continue };
                let Some(entry) = record.documents.get(leading.0 as usize) else { continue };
                let title = entry.facts.title.clone();
                if editions.len() == 1 {
                    self.add_page(parent, title, Some(number.clone()), &entry.url);
                    continue;
                }
                // Without a page of its own the number leads to one of its editions.
                let place = match record.numbers.get(number) {
                    Some(url) => (url.clone(), None),
                    None => (entry.url.clone(), Some(String::new())),
                };
                let group = self.add(Some(parent), title, Some(number.clone()), Some(place));
                for id in editions {
                    let Some(entry) = record.documents.get(id.0 as usize) else { continue };
                    let FactsKind::Standard(facts) = &entry.facts.kind else { continue };
                    let words = facts.status.clone().unwrap_or_else(|| facts.sort.clone());
                    self.add_page(group, words, Some(facts.edition.clone()), &entry.url);
                }
            }
        }
    }

    /// Adds the scopes of a source of standards below a place of their own.
    fn add_scopes(&mut self, section: NodeId, source: &SourceConfig, record: &Record) {
        let documents = record.scopes.all.iter().map(|scope| record.document(scope.document));
        let own: Vec<&Entry> = documents.filter(|entry| entry.path.source == source.name).collect();
        if own.is_empty() {
            return;
        }
        let place = Some((section_url(source), Some(scope::ANCHOR.to_owned())));
        let group = self.add(Some(section), scope::TITLE.to_owned(), None, place);
        for entry in own {
            self.add_page(group, entry.facts.title.clone(), None, &entry.url);
        }
    }

    /// Adds the releases of a source, newest first.
    fn add_releases(&mut self, section: NodeId, source: &SourceConfig, record: &Record) {
        for id in record.releases.iter().rev() {
            let Some(entry) = record.documents.get(id.0 as usize) else { continue };
            let FactsKind::Release(release) = &entry.facts.kind else { continue };
            if entry.path.source == source.name {
                let when =
                    release.date.map_or_else(|| entry.facts.title.clone(), |date| date::view(date).long);
                self.add_page(section, when, Some(release.id.clone()), &entry.url);
            }
        }
    }

    /// The node of the page at `url`.
    pub(super) fn node(&self, url: &str) -> Option<NodeId> {
        self.by_url.get(url).copied()
    }

    /// The innermost node whose folder holds `url`, of those of `section`.
    pub(super) fn above(&self, url: &str, section: NodeId) -> NodeId {
        let folders = url.rmatch_indices('/').map(|(at, _)| &url[..=at]);
        let within = |&id: &NodeId| self.nodes[id as usize].section == section;
        folders.filter_map(|folder| self.node(folder)).find(within).unwrap_or(section)
    }

    /// The section of a source.
    pub(super) fn section(&self, source: &SourceName) -> Option<NodeId> {
        self.sections.iter().find(|(name, _)| name.as_ref() == Some(source)).map(|&(_, id)| id)
    }

    /// `node` and all that lies above it, from the section downwards.
    pub(super) fn trail(&self, node: NodeId) -> Vec<NodeId> {
        let mut trail: Vec<NodeId> =
            std::iter::successors(Some(node), |&id| self.nodes[id as usize].parent).collect();
        trail.reverse();
        trail
    }

    /// `node` as a step of the way down to a page.
    pub(super) fn crumb(&self, node: NodeId) -> CrumbView {
        let node = &self.nodes[node as usize];
        let title = match &node.label {
            Some(label) => label.clone(),
            None => node.title.clone(),
        };
        CrumbView { title, url: node.url() }
    }

    /// The pages before and after `node` in its section, in reading order.
    pub(super) fn neighbours(&self, node: NodeId) -> (Option<LinkView>, Option<LinkView>) {
        let here = &self.nodes[node as usize];
        let page = |id: usize| {
            let other = &self.nodes[id];
            let (url, anchor) = other.place.as_ref()?;
            let differs = here.place.as_ref().is_none_or(|(here, _)| here != url);
            (anchor.is_none() && differs)
                .then(|| LinkView { title: other.title.clone(), url: encode_path(url) })
        };
        let within = |id: &usize| self.nodes[*id].section == here.section;
        let previous = (0..node as usize).rev().take_while(within).find_map(page);
        let next = (node as usize + 1..self.nodes.len()).take_while(within).find_map(page);
        (previous, next)
    }

    /// The whole tree as templates see it.
    pub(super) fn view(&self) -> Vec<NodeView> {
        self.sections.iter().map(|&(_, id)| self.node_view(id)).collect()
    }

    /// One node with all that lies below it.
    fn node_view(&self, id: NodeId) -> NodeView {
        let node = &self.nodes[id as usize];
        NodeView {
            id,
            title: node.title.clone(),
            label: node.label.clone(),
            url: node.url(),
            children: node.children.iter().map(|&child| self.node_view(child)).collect(),
        }
    }
}

impl Node {
    /// Where it leads, escaped.
    fn url(&self) -> Option<String> {
        self.place.as_ref().map(|(url, anchor)| with_anchor(url, anchor.as_deref()))
    }
}

/// Where the overview of a source stands: `minutes/`.
pub(super) fn section_url(source: &SourceConfig) -> String {
    match source.at.trim_matches('/') {
        "" => String::new(),
        at => format!("{at}/"),
    }
}

/// What a file name says beside its date: `overflow` of `20230920-overflow`.
pub(super) fn name_suffix(stem: &str) -> &str {
    stem.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.')).trim()
}

/// The order of a folder: by the place its front matter asks for, then by name, numbers by value.
pub(super) fn compare(a: &Listing, b: &Listing) -> Ordering {
    let order = |listing: &Listing| listing.order.unwrap_or(i64::MAX);
    order(a).cmp(&order(b)).then_with(|| natural(&a.url, &b.url)).then_with(|| a.url.cmp(&b.url))
}

/// Compares texts as people do: `Release9` comes before `Release10`.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a, b);
    loop {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        match (digits(a), digits(b)) {
            (0, _) | (_, 0) => {
                let (mut left, mut right) = (a.chars(), b.chars());
                match (left.next(), right.next()) {
                    (None, None) => return Ordering::Equal,
                    (None, Some(_)) => return Ordering::Less,
                    (Some(_), None) => return Ordering::Greater,
                    (Some(x), Some(y)) => match x.to_lowercase().cmp(y.to_lowercase()) {
                        Ordering::Equal => (a, b) = (left.as_str(), right.as_str()),
                        other => return other,
                    },
                }
            }
            (x, y) => {
                let (left, right) = (a[..x].trim_start_matches('0'), b[..y].trim_start_matches('0'));
                match left.len().cmp(&right.len()).then_with(|| left.cmp(right)) {
                    Ordering::Equal => (a, b) = (&a[x..], &b[y..]),
                    other => return other,
                }
            }
        }
    }
}
