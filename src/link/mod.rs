//! Stage 4: all facts become one record.
//!
//! The only global stage. It gives every document its place on the site ([`route`]), finds where every reference
//! leads, and reports those that lead nowhere. Its cost grows with the documents and references, each looked up
//! in a sorted map; references are resolved in parallel, and the result is the same with any number of threads.

mod absolute;
pub mod action;
mod address;
mod anchor;
mod asset;
pub mod backlink;
pub mod decision;
mod edition;
pub mod evidence;
mod fault;
pub mod forge;
pub mod gap;
mod home;
pub mod life;
mod lifecycle;
pub mod mention;
mod mismatch;
mod missing;
mod person;
pub mod placeholder;
mod problem;
mod recognized;
mod redirect;
mod resolve;
pub mod route;
pub mod scope;
pub mod series_name;
mod spelling;
mod timeline;
pub mod topic;
mod tree;
mod version;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::base::parallel::{self, *};
use crate::base::{Date, Diagnostic, OutPath, SourceName, SourcePath, Warned, fold};
use crate::document::mention::placeholder::Placeholder;
use crate::document::{Heading, Mention, Reference};
use crate::record::{Facts, FactsKind};
use crate::source::{Config, Kind, Source};
pub use action::Action;
use address::{Addresses, Spot};
pub use backlink::{Backlink, Backlinks, Issues, Subject};
pub use decision::Decision;
pub use evidence::Evidence;
pub use fault::{Fault, Problem};
pub use gap::Gap;
use home::Homes;
pub use life::Life;
pub use mention::Resolution;
pub use person::Person;
pub use placeholder::Waiting;
use resolve::Site;
pub use scope::Scopes;
pub use timeline::Window;
pub use topic::Topics;
use tree::{Trees, join};

/// Index of a document in [`Record::documents`].
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct DocumentId(pub u32);

/// The record: every document, where it is, and what is linked to what.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// The day that it holds for.
    pub day: Date,
    /// All documents, ordered by source (as configured) and path.
    pub documents: Vec<Entry>,
    /// Where each document is in `documents`.
    pub by_path: BTreeMap<SourcePath, DocumentId>,
    /// The series with their meetings.
    pub series: BTreeMap<String, Series>,
    /// The releases, oldest first; those without a date come last.
    pub releases: Vec<DocumentId>,
    /// The standards by number, each with its editions in order, supplements behind the versions.
    pub standards: BTreeMap<String, Vec<DocumentId>>,
    /// URL path of the page of each number that has editions.
    pub numbers: BTreeMap<String, String>,
    /// The life of each standard.
    pub lives: BTreeMap<DocumentId, Life>,
    /// What certificates and profiles require.
    pub scopes: Scopes,
    /// The overviews that Annals makes of sources of minutes, standards and releases, by URL path.
    pub overviews: BTreeMap<String, Overview>,
    /// The decisions of all dated meetings, each once, oldest first.
    pub decisions: Vec<Decision>,
    /// The actions of all dated meetings, each once with what became of it, by series and then oldest first.
    pub actions: Vec<Action>,
    /// Who names what; nothing where no page shows it.
    pub backlinks: Backlinks,
    /// The minutes that are missing, by series; nothing where no page shows them.
    pub gaps: BTreeMap<String, Vec<Gap>>,
    /// URL path of the board of missing minutes, if there is a series that can miss some.
    pub missing_board: Option<String>,
    /// The pages of issues and of whatever else is numbered; none where none are made.
    pub topics: Topics,
    /// Everybody who has a page, by handle in lower case; nobody where none are made.
    pub people: BTreeMap<String, Person>,
    /// URL path of the page that lists the decisions, if there are any.
    pub decision_log: Option<String>,
    /// URL path of the page that lists the actions, if there are any.
    pub action_log: Option<String>,
    /// Pictures and other files that some page shows, with their place on the site.
    pub assets: BTreeMap<SourcePath, OutPath>,
    /// Old URL paths and the document each leads to.
    pub redirects: BTreeMap<String, DocumentId>,
}

/// One document of the record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it was read.
    pub path: SourcePath,
    /// URL path on the site without a leading slash: `minutes/iaas/20230920/`; `""` is the home page.
    ///
    /// A document that introduces a page that Annals makes (a series, an overview) has the URL of that page.
    pub url: String,
    /// What it records.
    pub facts: Facts,
    /// Where each reference of the document leads, in the order of `Document::references`.
    pub targets: Vec<Target>,
    /// What is wrong with references of the document, by their place in `Document::references`.
    pub faults: BTreeMap<usize, Fault>,
    /// What each mention of the document came to, in the order of `Document::mentions`; nothing for what turned out
    /// to name nothing.
    pub mentions: Vec<Option<Resolution>>,
    /// What became of each placeholder of the document, in the order of `Document::placeholders`; nothing for what
    /// turned out to be none.
    pub waiting: Vec<Option<Waiting>>,
}

/// A body that meets.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// The source its minutes are in; the first, when there are several.
    pub source: Option<SourceName>,
    /// `Team IaaS`.
    pub title: String,
    /// URL path of its page.
    pub url: String,
    /// The document that is shown on its page, such as the `README.md` of its folder.
    pub introduction: Option<DocumentId>,
    /// Its dated minutes, oldest first.
    pub meetings: Vec<(Date, DocumentId)>,
    /// What else lies among its minutes.
    pub undated: Vec<DocumentId>,
}

/// A page that lists what a source holds.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Overview {
    /// The source.
    pub source: SourceName,
    /// What it lists.
    pub kind: Kind,
    /// The document that is shown on it, such as the `README.md` of the source.
    pub introduction: Option<DocumentId>,
}

/// Where a reference leads.
#[derive(Debug, Clone, Eq, PartialEq)]
pub enum Target {
    /// To another document, or a heading of it; the anchor is without `#`.
    Document(DocumentId, Option<String>),
    /// To a place on the same page; `""` is its top.
    Anchor(String),
    /// To a page that Annals makes, such as that of a series: a URL path on the site.
    Page(String, Option<String>),
    /// To a file that is copied to the site.
    Asset(SourcePath),
    /// Out of the site.
    External(String),
    /// Nowhere: the text stays, the link goes; a diagnostic says why.
    Broken,
}

/// Where the references of a document lead, what is wrong with them, and what is said of that.
type Resolved = (Vec<Target>, BTreeMap<usize, Fault>, Vec<Diagnostic>);

/// What the record is made from.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// What was read, for what exists beside the documents, for forges and for old names.
    pub sources: &'a BTreeMap<SourceName, Source>,
    /// Every document, in any order.
    pub documents: &'a [Extracted<'a>],
    /// Files of the site that no source has and that are no pages, such as those of the theme.
    pub files: &'a BTreeSet<OutPath>,
    /// The day for which states are computed.
    pub day: Date,
    /// Whether pages show the record. Where none does, nobody asks who names what, what has a page of its own and which
    /// minutes are missing.
    pub is_shown: bool,
}

/// One document after the stages that look at it alone.
///
/// What is the same here, places in the text aside, gives the same record: nothing else of a document reaches it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Extracted<'a> {
    /// Where it was read.
    pub path: &'a SourcePath,
    /// What it records.
    pub facts: &'a Facts,
    /// Its links and pictures.
    pub references: &'a [Reference],
    /// What it names beside them, and where that stands.
    pub names: Named<'a>,
}

/// What one document names beside its links.
#[derive(Debug, Default, Clone, Copy, Serialize)]
pub struct Named<'a> {
    /// Its mentions.
    pub mentions: &'a [Mention],
    /// Where it waits for minutes.
    pub placeholders: &'a [Placeholder],
    /// Its headings, which part the text into sections.
    pub outline: &'a [Heading],
}

/// Makes the record.
pub fn link(input: Input) -> Warned<Record> {
    let mut diagnostics = Vec::new();
    let order = |name: &SourceName| input.config.sources.iter().position(|source| source.name == *name);
    let mut documents: Vec<&Extracted> = input.documents.iter().collect();
    documents.sort_by_cached_key(|document| {
        let source = order(&document.path.source);
        (source.is_none(), source, document.path.clone())
    });
    let parted = timeline::part(&input, &documents);
    let parted: Vec<Extracted> = documents
        .iter()
        .enumerate()
        .map(|(number, document)| Extracted {
            facts: parted.get(&number).unwrap_or(document.facts),
            ..**document
        })
        .collect();
    let documents: Vec<&Extracted> = parted.iter().collect();
    let number = |number: usize| DocumentId(number as u32);
    let by_path: BTreeMap<SourcePath, DocumentId> =
        documents.iter().enumerate().map(|(at, document)| (document.path.clone(), number(at))).collect();

    let mut record = Record { by_path, day: input.day, ..Record::default() };
    record.overviews = overviews(input.sources);
    record.series = timeline::series(input.sources, &documents);
    (record.decisions, record.actions) =
        parallel::join(|| decision::join(&documents), || action::follow(&documents));
    record.decision_log = log(&record, "decisions", !record.decisions.is_empty());
    record.action_log = log(&record, "actions", !record.actions.is_empty());
    let waits = documents.iter().any(|document| !document.names.placeholders.is_empty());
    let meets = record.series.values().any(|series| series.meetings.len() > 1);
    record.missing_board = log(&record, "missing-minutes", meets || (waits && !record.series.is_empty()));
    if input.is_shown {
        record.topics = topic::topics(&record, input.config, &documents);
        record.people = person::people(&record, input.config, &documents);
    }
    place(&mut record, input, &documents, &mut diagnostics);
    timeline::sort(&mut record, &mut diagnostics);
    record.numbers = edition::numbers(&record, input.sources);
    life::lives(&mut record, input.sources);
    lifecycle::check(&record, input.sources, &mut diagnostics);
    if input.is_shown {
        recognized::check(&record, input.sources, &mut diagnostics);
    }
    record.scopes = scope::scopes(&record, input.sources, &mut diagnostics);
    record.redirects = redirect::redirects(&record, input.sources, &mut diagnostics);

    let site = site(&record, input);
    let resolved: Vec<Resolved> = documents
        .par_iter()
        .enumerate()
        .map(|(at, document)| {
            let (mut targets, mut faults, mut found) = (Vec::new(), BTreeMap::new(), Vec::new());
            for (place, reference) in document.references.iter().enumerate() {
                let (target, fault) = resolve::resolve(&site, number(at), reference, &mut found);
                targets.push(target);
                faults.extend(fault.map(|fault| (place, fault)));
            }
            (targets, faults, found)
        })
        .collect();
    drop(site);
    for (entry, (targets, faults, found)) in record.documents.iter_mut().zip(resolved) {
        (entry.targets, entry.faults) = (targets, faults);
        diagnostics.extend(found);
    }
    record.assets = asset::places(&record, input.sources);
    mention::link(&mut record, input.config, &documents, &mut diagnostics);
    if input.is_shown {
        record.gaps = gap::gaps(&record, &documents);
        record.backlinks = backlink::backlinks(&record, input.config, &documents);
    }
    Warned { value: record, diagnostics }
}

/// The overviews of all sources that have one.
fn overviews(sources: &BTreeMap<SourceName, Source>) -> BTreeMap<String, Overview> {
    let made = sources.iter().filter(|(_, source)| source.config.kind != Kind::Pages);
    let overview = |(name, source): (&SourceName, &Source)| {
        let overview = Overview { source: name.clone(), kind: source.config.kind, introduction: None };
        (route::folder_url(&source.config.at, ""), overview)
    };
    made.map(overview).collect()
}

/// The URL of a log, if it has entries: `name`, or with a number where configuration gives that place to a source or
/// a series. It does not depend on any document, so that it stays.
fn log(record: &Record, name: &str, has_entries: bool) -> Option<String> {
    record.free_url(name, &BTreeSet::new()).filter(|_| has_entries)
}

/// Gives every document its URL, and the pages that Annals makes their introductions.
fn place(record: &mut Record, input: Input, documents: &[&Extracted], diagnostics: &mut Vec<Diagnostic>) {
    let claims: Vec<route::Claim> = documents
        .iter()
        .map(|document| {
            let at = input.sources.get(&document.path.source).map_or("", |source| source.config.at.as_str());
            route::Claim { path: document.path, facts: document.facts, at }
        })
        .collect();
    let overviews = record.overviews.iter().map(|(url, overview)| (url.clone(), overview.source.clone()));
    let series =
        record.series.values().filter_map(|series| Some((series.url.clone(), series.source.clone()?)));
    // The logs are of all minutes; a text beside the first of them introduces a log before another does.
    let minutes = input.config.sources.iter().find(|source| source.kind == Kind::Minutes);
    let logs =
        record.logs().filter_map(|url| Some((url.clone(), minutes.map(|source| source.name.clone())?)));
    let reserved = overviews.chain(series).chain(logs).collect();
    let routes = route::routes(&claims, &reserved, diagnostics);
    for (url, overview) in &mut record.overviews {
        overview.introduction = routes.introductions.get(url).copied();
    }
    for series in record.series.values_mut() {
        series.introduction = routes.introductions.get(&series.url).copied();
        series.undated.retain(|id| Some(*id) != series.introduction);
    }
    let entries = documents.iter().zip(routes.urls).map(|(document, url)| Entry {
        path: document.path.clone(),
        url,
        facts: document.facts.clone(),
        targets: Vec::new(),
        faults: BTreeMap::new(),
        mentions: Vec::new(),
        waiting: Vec::new(),
    });
    record.documents = entries.collect();
}

/// Everything that references are held against.
fn site<'a>(record: &'a Record, input: Input<'a>) -> Site<'a> {
    let mut addresses = Addresses::default();
    for (number, entry) in record.documents.iter().enumerate() {
        addresses.insert(&entry.url, &Spot::Document(DocumentId(number as u32)));
    }
    let made_urls = record.series.values().map(|series| &series.url).chain(record.overviews.keys());
    let made_urls = made_urls.chain(record.logs()).chain(record.named_pages());
    let made_urls = made_urls.chain(record.numbers.values());
    made_urls.for_each(|url| addresses.insert(url, &Spot::Page(url.clone())));
    addresses.insert("", &Spot::Page(String::new()));
    let bare = if input.is_shown { bare_folders(record) } else { BTreeSet::new() };
    bare.iter().for_each(|url| addresses.insert(url, &Spot::Page((*url).to_owned())));
    record.redirects.iter().for_each(|(url, id)| addresses.insert(url, &Spot::Document(*id)));

    let trees = Trees::new(input.sources, &record.by_path);
    let mut forges = BTreeMap::new();
    let (mut made, mut folders) = (BTreeMap::new(), BTreeMap::new());
    for (number, tree) in trees.repositories.iter().enumerate() {
        for (name, source) in &tree.sources {
            for key in forge_keys(input.config, source) {
                forges.entry(key).or_insert(number);
            }
            for (url, _) in record.overviews.iter().filter(|(_, overview)| overview.source == **name) {
                made.insert((number, join(&source.folder, "")), url.clone());
            }
            for folder in source.files.keys().flat_map(|path| route::ancestors(path.as_str())) {
                let folder = folder.trim_end_matches('/');
                let url = route::folder_url(&source.config.at, folder);
                if bare.contains(url.as_str()) {
                    folders.insert((number, join(&source.folder, folder)), url);
                }
            }
            for (key, series) in &record.series {
                let home = source.config.minutes.joins.as_ref().unwrap_or(name);
                if series.source.as_ref() != Some(home) {
                    continue;
                }
                let folder = join(&source.folder, timeline::own_name(key, home));
                if source.config.kind == Kind::Minutes && tree.get(&folder) == Some(tree::Found::Folder) {
                    made.insert((number, folder), series.url.clone());
                }
            }
        }
    }
    Site {
        sources: input.sources,
        is_shown: input.is_shown,
        own: input.config.url.as_deref().and_then(forge::Address::parse),
        homes: Homes::new(input.config),
        trees,
        entries: &record.documents,
        addresses,
        files: input.files,
        forges,
        made,
        folders,
    }
}

/// The URL paths of folders for which no document speaks: each has a page that lists what lies in it.
fn bare_folders(record: &Record) -> BTreeSet<&str> {
    let listed = || record.documents.iter().filter(|entry| !entry.facts.unlisted).map(|entry| &*entry.url);
    let mut bare: BTreeSet<&str> =
        listed().flat_map(route::ancestors).filter(|url| !url.is_empty()).collect();
    let spoken: BTreeSet<&str> = listed().collect();
    bare.retain(|url| !spoken.contains(url));
    bare
}

/// The keys of all forge URLs under which a source's repository is known.
fn forge_keys(config: &Config, source: &Source) -> Vec<String> {
    let Some(forge) = source.forge.as_deref() else { return Vec::new() };
    let mut keys: Vec<String> = forge::repository_key(forge).into_iter().collect();
    if let Some((_, name)) = forge.trim_end_matches('/').rsplit_once('/') {
        let owner = forge.trim_end_matches('/').strip_suffix(name).unwrap_or_default();
        let owners = std::iter::once(owner).chain(config.forge_aliases.iter().map(String::as_str));
        let same = |today: &String| today.eq_ignore_ascii_case(name);
        let old = config.repositories.iter().filter(|(_, today)| same(today)).map(|(old, _)| old.as_str());
        let names: Vec<&str> = std::iter::once(name).chain(old).collect();
        for owner in owners {
            let urls = names.iter().map(|name| format!("{}/{name}", owner.trim_end_matches('/')));
            keys.extend(urls.filter_map(|url| forge::repository_key(&url)));
        }
    }
    keys
}

impl Record {
    /// The URL paths of the logs and indexes that there are.
    pub fn logs(&self) -> impl Iterator<Item = &String> {
        let logs = self.decision_log.iter().chain(&self.action_log).chain(&self.missing_board);
        logs.chain(self.topics.indexes())
    }

    /// The URL paths of the pages of what texts name: issues, other numbered things, people.
    pub fn named_pages(&self) -> impl Iterator<Item = &String> {
        self.topics.pages.values().chain(self.people.values().map(|person| &person.url))
    }

    /// `name/`, or with a number where that place is that of another page that Annals makes, or is `taken`.
    fn free_url(&self, name: &str, taken: &BTreeSet<String>) -> Option<String> {
        let of_series = self.series.values().map(|series| &series.url);
        let made = self.overviews.keys().chain(of_series).chain(self.logs());
        let made: BTreeSet<String> = made.map(|url| fold(url)).collect();
        let numbered = (2_usize..).map(|number| format!("{name}-{number}/"));
        let mut urls = std::iter::once(format!("{name}/")).chain(numbered);
        urls.find(|url| !made.contains(url) && !taken.contains(url))
    }

    /// The document with this number.
    pub fn document(&self, id: DocumentId) -> &Entry {
        &self.documents[id.0 as usize]
    }

    /// The series that a document belongs to.
    pub fn series_of(&self, id: DocumentId) -> Option<&Series> {
        match &self.document(id).facts.kind {
            FactsKind::Meeting(meeting) => self.series.get(&meeting.series),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
