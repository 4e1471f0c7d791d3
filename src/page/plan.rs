//! Which pages there are, and what they share.

use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::base::parallel::join;
use crate::base::{Hash, Location, SourceName};
use crate::link::{DocumentId, Record, Subject};
use crate::page::action::{ActionPart, ActionParts};
use crate::page::decision::{DecisionPart, DecisionParts};
use crate::page::folder::Folders;
use crate::page::log::Items;
use crate::page::navigation::{Navigation, section_url};
use crate::page::release::Windows;
use crate::page::url::base_path;
use crate::page::view::SiteView;
use crate::page::{status, topic};
use crate::record::FactsKind;
use crate::source::SourceSet;
use crate::source::config::{Config, Kind};

/// What a page is.
#[derive(Debug, Clone, Eq, PartialEq)]
pub enum PageKind {
    /// The front page.
    Home,
    /// A document that is neither of the following.
    Page,
    /// The minutes of a meeting.
    Meeting,
    /// An edition of a standard.
    Standard,
    /// All editions of a number.
    Number(String),
    /// The notes of a release.
    Release,
    /// What the notes of a release still lack.
    Status(DocumentId),
    /// What a certificate or profile requires.
    Scope,
    /// A series, by its key.
    Series(String),
    /// All series of a source.
    Minutes(SourceName),
    /// All standards of a source.
    Standards(SourceName),
    /// All releases of a source.
    Releases(SourceName),
    /// The decisions of all meetings, or some of them.
    Decisions(Option<DecisionPart>),
    /// The actions of all meetings that are open and recent, or others.
    Actions(Option<ActionPart>),
    /// The minutes that are missing.
    Missing,
    /// An issue, or something else that is numbered.
    Topic(Subject),
    /// All numbered things of the sort that the rule of this name finds; of no rule, issues.
    Topics(Option<String>),
    /// Somebody, by their handle in lower case.
    Person(String),
    /// A folder that no document speaks for.
    Folder,
    /// What is shown for an address that does not exist.
    NotFound,
}

/// Whether only pages that documents can be shown on are asked for, as in the engine for browsers. So what others show
/// need not be in it.
pub const ONLY_OF_DOCUMENTS: bool = cfg!(target_family = "wasm");

impl PageKind {
    /// Whether words of any text may be on it, and not only what texts record and the text that it shows.
    pub fn quotes_all(&self) -> bool {
        matches!(self, PageKind::Status(_))
    }

    /// The word that templates see, and the name of the page's template.
    pub fn as_str(&self) -> &'static str {
        match self {
            PageKind::Home => "home",
            PageKind::Page => "page",
            PageKind::Meeting => "meeting",
            PageKind::Standard => "standard",
            PageKind::Number(_) => "number",
            PageKind::Release => "release",
            PageKind::Status(_) => "status",
            PageKind::Scope => "scope",
            PageKind::Series(_) => "series",
            PageKind::Minutes(_) => "minutes",
            PageKind::Standards(_) => "standards",
            PageKind::Releases(_) => "releases",
            PageKind::Decisions(_) => "decisions",
            PageKind::Actions(_) => "actions",
            PageKind::Missing => "missing",
            PageKind::Topic(_) => "topic",
            PageKind::Topics(_) => "topics",
            PageKind::Person(_) => "person",
            PageKind::Folder => "folder",
            PageKind::NotFound => "not-found",
        }
    }
}

/// One page of the site.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Page {
    /// Its place on the site, as in [`Entry::url`](crate::link::Entry::url).
    pub url: String,
    /// What it is.
    pub kind: PageKind,
    /// The document whose text it shows.
    pub document: Option<DocumentId>,
}

/// Which pages there are and what they share: everything of stage 5 that is worked out once for all of them.
#[derive(Debug)]
pub struct Plan {
    /// The pages, ordered by URL.
    pub pages: Vec<Page>,
    /// The navigation of all of them.
    pub(super) navigation: Navigation,
    /// The navigation as templates see it, shared by all pages.
    pub(super) navigation_value: tera::Value,
    /// The hash of all of the navigation, worked out when it is first asked for.
    pub(super) navigation_key: OnceLock<Hash>,
    /// The site as templates see it.
    pub(super) site_value: tera::Value,
    /// The hash of that.
    pub(super) site_key: Hash,
    /// What lies in each folder.
    pub(super) folders: Folders,
    /// The windows of the releases.
    pub(super) windows: Windows,
    /// The parts of the decision log.
    pub(super) decision_parts: DecisionParts,
    /// The parts of the action log.
    pub(super) action_parts: ActionParts,
    /// Which decisions and actions each document speaks of.
    pub(super) items: Items,
    /// What decisions touch and commits or dates tell the release of, with that release.
    pub(super) shipped: BTreeMap<Subject, DocumentId>,
}

/// All pages of a site: their plan, and what it was made from.
#[derive(Debug, Clone)]
pub struct Pages<'a> {
    /// The record that is shown.
    pub record: &'a Record,
    /// What the community configured.
    pub config: &'a Config,
    /// Where the documents come from.
    pub sources: &'a SourceSet,
    /// The plan, which lives longer than one look at the pages where a session keeps it.
    pub plan: Arc<Plan>,
}

impl Plan {
    /// The page at `url`.
    pub fn find(&self, url: &str) -> Option<&Page> {
        let at = self.pages.binary_search_by(|page| page.url.as_str().cmp(url)).ok()?;
        self.pages.get(at)
    }
}

impl Deref for Pages<'_> {
    type Target = Plan;

    fn deref(&self) -> &Plan {
        &self.plan
    }
}

impl<'a> Pages<'a> {
    /// Finds all pages of `record`; of what decisions touch, `shipped` tells the release.
    ///
    /// A document whose URL is that of a page made by Annals, such as the `README.md` of a series, is shown on
    /// top of it. Of two documents with one URL the first is shown; the link stage reports them.
    pub fn plan(
        record: &'a Record,
        config: &'a Config,
        sources: &'a SourceSet,
        shipped: BTreeMap<Subject, DocumentId>,
    ) -> Pages<'a> {
        let (folders, navigation) = join(|| Folders::new(record, None), || Navigation::new(record, config));
        let mut planned: BTreeMap<String, Page> = BTreeMap::new();
        let mut plan = |url: &str, kind: PageKind, document: Option<DocumentId>| {
            let page =
                planned.entry(url.to_owned()).or_insert_with(|| Page { url: url.to_owned(), kind, document });
            page.document = page.document.or(document);
        };
        plan("", PageKind::Home, None);
        plan("404.html", PageKind::NotFound, None);
        for source in &config.sources {
            let (name, url) = (source.name.clone(), section_url(source));
            match source.kind {
                Kind::Pages => {}
                Kind::Minutes => plan(&url, PageKind::Minutes(name), None),
                Kind::Standards => plan(&url, PageKind::Standards(name), None),
                Kind::Releases => plan(&url, PageKind::Releases(name), None),
            }
        }
        for (key, series) in &record.series {
            plan(&series.url, PageKind::Series(key.clone()), None);
        }
        let logs = [
            (&record.decision_log, PageKind::Decisions(None)),
            (&record.action_log, PageKind::Actions(None)),
            (&record.missing_board, PageKind::Missing),
        ];
        for (url, kind) in logs {
            if let Some(url) = url {
                plan(url, kind, None);
            }
        }
        for (rule, url) in topic::indexes(record, config) {
            plan(url, PageKind::Topics(rule), None);
        }
        for (index, entry) in record.documents.iter().enumerate() {
            let id = DocumentId(u32::try_from(index).unwrap_or(u32::MAX));
            let kind = match entry.facts.kind {
                FactsKind::Page => PageKind::Page,
                FactsKind::Meeting(_) => PageKind::Meeting,
                FactsKind::Standard(_) => PageKind::Standard,
                FactsKind::Release(_) => PageKind::Release,
                FactsKind::Scope(_) => PageKind::Scope,
            };
            plan(&entry.url, kind, Some(id));
        }
        let windows = Windows::new(record);
        let (decision_parts, action_parts) = (DecisionParts::new(record, &windows), ActionParts::new(record));
        // A document at the place of one of the following is shown in its stead.
        for (number, url) in &record.numbers {
            plan(url, PageKind::Number(number.clone()), None);
        }
        for (part, url) in decision_parts.iter() {
            plan(url, PageKind::Decisions(Some(part.clone())), None);
        }
        for (part, url) in action_parts.iter() {
            plan(url, PageKind::Actions(Some(part.clone())), None);
        }
        for (subject, url) in &record.topics.pages {
            plan(url, PageKind::Topic(subject.clone()), None);
        }
        for (handle, person) in &record.people {
            plan(&person.url, PageKind::Person(handle.clone()), None);
        }
        for &id in &record.releases {
            if let Some(url) = status::url(record, sources, id) {
                plan(&url, PageKind::Status(id), None);
            }
        }
        for folder in folders.bare() {
            plan(folder, PageKind::Folder, None);
        }
        let site = SiteView {
            title: config.title.clone(),
            description: config.description.clone(),
            language: if config.language.is_empty() { "en".to_owned() } else { config.language.clone() },
            url: config.url.clone(),
            generator: concat!("Annals ", env!("CARGO_PKG_VERSION")).to_owned(),
        };
        let (navigation_value, items) =
            join(|| tera::Value::from_serializable(&navigation.view()), || Items::new(record));
        let plan = Plan {
            pages: planned.into_values().collect(),
            navigation_value,
            navigation_key: OnceLock::new(),
            site_value: tera::Value::from_serializable(&site),
            site_key: Hash::of_value(&site),
            navigation,
            folders,
            windows,
            decision_parts,
            action_parts,
            items,
            shipped,
        };
        Pages { record, config, sources, plan: Arc::new(plan) }
    }

    /// The way from `page` to the top of the site.
    ///
    /// The page for missing addresses is shown at any depth, so it names the top by its full path.
    pub(super) fn root(&self, page: &Page) -> String {
        match page.kind {
            PageKind::NotFound => base_path(self.config.url.as_deref()),
            _ => crate::page::url::root(&page.url),
        }
    }

    /// The file that `page` shows, for diagnostics.
    pub(super) fn location(&self, page: &Page) -> Option<Location> {
        let entry = self.record.documents.get(page.document?.0 as usize)?;
        Some(Location::file(&entry.path))
    }
}
