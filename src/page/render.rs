//! One page's view, and the page made of it.

use serde::Serialize;
use tera::Context;

use crate::base::url::encode_path;
use crate::base::{Date, Diagnostic, Hash, Hasher, Location, SourceName, Warned};
use crate::document::{Document, shorten};
use crate::link::Subject;
use crate::page::folder::folder_title;
use crate::page::plan::{ONLY_OF_DOCUMENTS, Page, PageKind, Pages};
use crate::page::shipped::{self, Shipped};
use crate::page::template::{Templates, plain_page};
use crate::page::view::{
    CrumbView, DateView, DocumentView, FolderEntryView, FolderView, HomeView, LinkView, OverviewsView,
    PageView, StandardRowView,
};
use crate::page::{
    action, board, date, decision, discussion, meeting, person, release, scope, standard, status, text, topic,
};
use crate::record::FactsKind;
use crate::source::config::{Kind, SourceConfig};

/// How many entries the home page names of each sort.
const NEWEST: usize = 8;

/// How many decisions it names, which are whole sentences.
const NEWEST_DECISIONS: usize = 5;

/// Whether the keys of pages are needed: finding them costs time, which a single build has no use for.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub enum Keys {
    /// Nothing is kept.
    Unused,
    /// Pages are kept as long as their keys are the same.
    Wanted,
}

/// What one page shows that neither its document nor the record has.
#[derive(Debug, Clone, Default)]
pub struct Beside {
    /// What the notes still lack that the page is about.
    pub status: Vec<Diagnostic>,
    /// The first release that has what the page is about, and how that is known.
    pub shipped: Option<Shipped>,
}

/// All that one page shows, ready for its template.
#[derive(Debug)]
pub struct Shown {
    /// The hash of everything that the HTML depends on, where keys are wanted.
    pub key: Option<Hash>,
    /// The name of the template.
    template: String,
    /// What the template sees.
    context: Context,
    /// The file that is shown, for diagnostics.
    location: Option<Location>,
    /// What is left to show where the template fails.
    plain: Plain,
}

/// A page without its template.
#[derive(Debug)]
struct Plain {
    language: String,
    title: String,
    root: String,
    document: Option<DocumentView>,
}

/// What `page` shows; `document` is the document that [`Page::document`] names.
///
/// Pure, and independent of every other page: pages may be rendered in any order and on any thread.
pub fn show(
    pages: &Pages<'_>,
    templates: &Templates,
    page: &Page,
    document: Option<&Document>,
    beside: &Beside,
    keys: Keys,
) -> Shown {
    let root = pages.root(page);
    let shown = page.document.zip(document).and_then(|(id, document)| {
        text::view(
            pages.record,
            pages.sources,
            id,
            document,
            &root,
            pages.config.editor && templates.has_editor(),
        )
    });
    let view = page_view(pages, page, &root);
    let template = match page.kind {
        PageKind::NotFound => "404.html".to_owned(),
        ref kind => format!("{}.html", kind.as_str()),
    };
    let mut scene = Scene { context: Context::new(), hasher: (keys == Keys::Wanted).then(Hasher::default) };
    scene.context.insert_value("site", pages.site_value.clone());
    scene.context.insert_value("navigation", pages.navigation_value.clone());
    scene.insert("root", &root);
    scene.insert("own_stylesheet", &templates.has_own_stylesheet());
    scene.context.insert("page", &view);
    insert_kind(&mut scene, pages, page, beside);
    scene.insert("document", &shown);
    let key = scene.hasher.map(|mut hasher| {
        hasher.add(&(templates.key(), &template, pages.site_key));
        add_page(&mut hasher, pages, templates, &view);
        hasher.finish()
    });
    Shown {
        key,
        template,
        context: scene.context,
        location: pages.location(page),
        plain: Plain { language: pages.config.language.clone(), title: view.title, root, document: shown },
    }
}

/// Adds the page itself and its navigation: of the theme that we know, the list that it shows. The numbers of places
/// change with every page that is added before them.
fn add_page(hasher: &mut Hasher, pages: &Pages<'_>, templates: &Templates, view: &PageView) {
    if templates.has_own() {
        hasher.add(pages.navigation_key.get_or_init(|| Hash::of_value(&pages.navigation.view())));
        hasher.add(view);
    } else {
        hasher.add(&PageView { open: Vec::new(), current: None, ..view.clone() });
    }
}

impl Shown {
    /// The HTML, or a plain page where the template fails.
    pub fn render(&self, templates: &Templates) -> Warned<String> {
        let Plain { language, title, root, document } = &self.plain;
        templates.render(&self.template, &self.context, self.location.as_ref(), || {
            plain_page(language, title, root, document.as_ref().map_or("", |document| &document.body))
        })
    }
}

/// What a template sees, as it comes together.
struct Scene {
    /// The values.
    context: Context,
    /// Their hash, where it is wanted.
    hasher: Option<Hasher>,
}

impl Scene {
    /// Adds `value` under `name`.
    fn insert(&mut self, name: &'static str, value: &impl Serialize) {
        self.context.insert(name, value);
        if let Some(hasher) = &mut self.hasher {
            hasher.add(&(name, value));
        }
    }
}

/// What every page has.
fn page_view(pages: &Pages<'_>, page: &Page, root: &str) -> PageView {
    let node = pages.navigation.node(&page.url);
    let trail = match node {
        Some(node) => pages.navigation.trail(node),
        None => {
            let above = section_of(pages, page).map(|section| pages.navigation.above(&page.url, section));
            above.map_or_else(Vec::new, |above| pages.navigation.trail(above))
        }
    };
    let trail = match &page.kind {
        // It lies below the notes.
        PageKind::Status(id) => {
            let notes = pages.record.documents.get(id.0 as usize);
            let notes = notes.and_then(|notes| pages.navigation.node(&notes.url));
            notes.map_or(trail, |notes| pages.navigation.trail(notes))
        }
        // A number stands above its editions.
        PageKind::Number(number) if node.is_none() => {
            let editions = pages.record.standards.get(number).map_or(&[][..], Vec::as_slice);
            let leading = standard::leading(pages.record, editions);
            let node = leading.and_then(|id| pages.navigation.node(&pages.record.document(id).url));
            let above = node.map_or_else(Vec::new, |node| pages.navigation.trail(node));
            above[..above.len().saturating_sub(1)].to_vec()
        }
        // What lists it is no folder around it.
        PageKind::Topic(_) | PageKind::Decisions(Some(_)) | PageKind::Actions(Some(_)) => {
            let record = pages.record;
            let list = match &page.kind {
                PageKind::Topic(subject) => record.topics.index_of(subject),
                PageKind::Decisions(_) => record.decision_log.as_ref(),
                _ => record.action_log.as_ref(),
            };
            let list = list.and_then(|url| pages.navigation.node(url));
            list.map_or_else(Vec::new, |list| pages.navigation.trail(list))
        }
        _ => trail,
    };
    let above = if node.is_some() { &trail[..trail.len() - 1] } else { &trail[..] };
    let crumbs: Vec<CrumbView> = match page.kind {
        PageKind::Home | PageKind::NotFound => Vec::new(),
        _ => above.iter().map(|&id| pages.navigation.crumb(id)).collect(),
    };
    let (previous, next) = neighbours(pages, page, node);
    let url = encode_path(&page.url);
    PageView {
        canonical: match page.kind {
            PageKind::NotFound => None,
            _ => pages.config.url.as_ref().map(|site| format!("{}/{url}", site.trim_end_matches('/'))),
        },
        url,
        title: title(pages, page),
        description: description(pages, page),
        kind: page.kind.as_str(),
        navigation: pages.navigation.list(root, node, &trail),
        current: node,
        open: trail,
        crumbs,
        previous,
        next,
    }
}

/// The facts of the document that `page` shows.
fn facts<'a>(pages: &Pages<'a>, page: &Page) -> Option<&'a crate::record::Facts> {
    Some(&pages.record.documents.get(page.document?.0 as usize)?.facts)
}

/// The section of a page that has no place of its own in the navigation.
fn section_of(pages: &Pages<'_>, page: &Page) -> Option<u32> {
    let source = match &page.kind {
        PageKind::Minutes(name) | PageKind::Standards(name) | PageKind::Releases(name) => Some(name.clone()),
        PageKind::Series(key) => pages.record.series.get(key).and_then(|series| series.source.clone()),
        PageKind::Number(number) => {
            let editions = pages.record.standards.get(number);
            editions.and_then(|ids| Some(pages.record.document(*ids.first()?).path.source.clone()))
        }
        _ => page
            .document
            .and_then(|id| pages.record.documents.get(id.0 as usize))
            .map(|entry| entry.path.source.clone()),
    };
    source.and_then(|source| pages.navigation.section(&source))
}

/// The name of a page.
fn title(pages: &Pages<'_>, page: &Page) -> String {
    let configured = |name| pages.config.sources.iter().find(|source| source.name == name).map(section_title);
    let own = match &page.kind {
        PageKind::Home => Some(pages.config.title.clone()),
        PageKind::NotFound => Some("Page not found".to_owned()),
        PageKind::Series(key) => pages.record.series.get(key).map(|series| series.title.clone()),
        PageKind::Minutes(name) | PageKind::Standards(name) | PageKind::Releases(name) => {
            configured(name.clone())
        }
        // A text that introduces a log names it.
        PageKind::Decisions(Some(part)) => Some(decision::title(pages, part)),
        PageKind::Actions(Some(part)) => Some(action::title(part)),
        PageKind::Decisions(None) if page.document.is_none() => Some(decision::TITLE.to_owned()),
        PageKind::Actions(None) if page.document.is_none() => Some(action::TITLE.to_owned()),
        PageKind::Missing if page.document.is_none() => Some(board::TITLE.to_owned()),
        PageKind::Topic(subject) => Some(topic::name(pages.record, pages.config, subject)),
        PageKind::Topics(rule) if page.document.is_none() => {
            Some(topic::index_title(pages.config, rule.as_deref()))
        }
        PageKind::Person(handle) => {
            pages.record.people.get(handle).map(|person| format!("@{}", person.handle))
        }
        PageKind::Number(number) => standard::number_title(pages.record, number),
        PageKind::Folder => Some(folder_title(&page.url)),
        PageKind::Status(_) => Some(status::TITLE.to_owned()),
        PageKind::Meeting => page.document.and_then(|id| meeting::title(pages.record, id)),
        _ => None,
    };
    own.or_else(|| facts(pages, page).map(|facts| facts.title.clone())).unwrap_or_default()
}

/// One sentence about a page, for search engines and previews: its document's own, or what Annals knows.
fn description(pages: &Pages<'_>, page: &Page) -> String {
    let own = facts(pages, page).map(|facts| facts.description.clone()).unwrap_or_default();
    match page.kind {
        PageKind::NotFound => String::new(),
        PageKind::Home if !pages.config.description.is_empty() => pages.config.description.clone(),
        _ if !own.is_empty() => own,
        PageKind::Home => format!("The public record of {}", pages.config.title),
        PageKind::Meeting => format!("Minutes of {}", title(pages, page)),
        PageKind::Folder => {
            let names: Vec<String> =
                folder(pages, page).entries.into_iter().map(|entry| entry.title).collect();
            shorten(&names.join(", "), 160)
        }
        PageKind::Series(_) => format!("All meetings of {}", title(pages, page)),
        _ => format!("{} of {}", title(pages, page), pages.config.title),
    }
}

/// The name of a source's section.
fn section_title(source: &SourceConfig) -> String {
    if source.title.is_empty() { source.name.to_string() } else { source.title.clone() }
}

/// The pages before and after `page`, in the order that its kind is read in.
fn neighbours(pages: &Pages<'_>, page: &Page, node: Option<u32>) -> (Option<LinkView>, Option<LinkView>) {
    let by_place = || node.map_or((None, None), |node| pages.navigation.neighbours(node));
    match (&page.kind, page.document) {
        (PageKind::Meeting, Some(id)) => match meeting::facts(pages.record, id) {
            Some(facts) => meeting::neighbours(pages.record, id, facts),
            None => (None, None),
        },
        (PageKind::Release, Some(id)) => pages.windows.neighbours(pages.record, id),
        (PageKind::Page | PageKind::Folder | PageKind::Standard, _) => by_place(),
        _ => (None, None),
    }
}

/// Adds what belongs to the page's kind.
fn insert_kind(scene: &mut Scene, pages: &Pages<'_>, page: &Page, beside: &Beside) {
    let (record, config) = (pages.record, pages.config);
    let source = |name: &SourceName| config.sources.iter().find(|source| source.name == *name);
    match (&page.kind, page.document) {
        (PageKind::Home, _) => scene.insert("home", &Some(home(pages))),
        (PageKind::Meeting, Some(id)) => {
            let view = meeting::facts(record, id).and_then(|facts| meeting::view(pages, id, facts));
            scene.insert("meeting", &view);
        }
        (PageKind::Standard, Some(id)) => {
            scene.insert("standard", &standard::view(record, pages.sources, id));
            scene.insert("shipped", &shipped::view(pages, beside));
            let subject = Subject::Document(id);
            scene.insert("discussion", &discussion::view(pages, &[subject], |_| true));
        }
        (PageKind::Number(number), _) if !ONLY_OF_DOCUMENTS => {
            let editions = record.standards.get(number).map_or(&[][..], Vec::as_slice);
            let subjects: Vec<Subject> = editions.iter().map(|id| Subject::Document(*id)).collect();
            scene.insert("number", &standard::number(record, number));
            scene.insert("discussion", &discussion::view(pages, &subjects, |_| true));
        }
        (PageKind::Release, Some(id)) => {
            let until = facts(pages, page).and_then(|facts| match &facts.kind {
                FactsKind::Release(release) => release.date,
                _ => None,
            });
            let inside = |day: Option<Date>| {
                until.zip(day).is_some_and(|(until, day)| pages.windows.holds(until, day))
            };
            let subject = [Subject::Document(id)];
            scene.insert("release", &release::view(pages, id));
            scene.insert("discussion", &discussion::view(pages, &subject, inside));
            scene.insert("outside", &discussion::view(pages, &subject, |day| !inside(day)));
        }
        (PageKind::Status(id), _) if !ONLY_OF_DOCUMENTS => {
            scene.insert("status", &status::view(pages, *id, &beside.status));
        }
        (PageKind::Scope, Some(id)) => scene.insert("scope", &scope::view(record, id)),
        (PageKind::Series(key), _) => {
            let view = record.series.get(key).map(|series| meeting::series(record, config, key, series));
            scene.insert("series", &view);
        }
        (PageKind::Minutes(name), _) => {
            scene.insert("minutes", &source(name).map(|source| meeting::overview(record, source)));
        }
        (PageKind::Standards(name), _) => {
            scene.insert("standards", &source(name).map(|source| standard::overview(record, source)));
        }
        (PageKind::Releases(name), _) => {
            scene.insert("releases", &Some(release::newest(pages, Some(name), usize::MAX)));
        }
        (PageKind::Decisions(part), _) => scene.insert("decisions", &decision::log(pages, part.as_ref())),
        (PageKind::Actions(part), _) => scene.insert("actions", &action::log(pages, part.as_ref())),
        (PageKind::Missing, _) => scene.insert("board", &board::view(record)),
        (PageKind::Topic(subject), _) if !ONLY_OF_DOCUMENTS => {
            scene.insert("topic", &topic::view(record, config, subject));
            scene.insert("shipped", &shipped::view(pages, beside));
            scene.insert("discussion", &discussion::view(pages, std::slice::from_ref(subject), |_| true));
        }
        (PageKind::Topics(rule), _) => {
            scene.insert("topics", &topic::index(record, config, rule.as_deref()));
        }
        (PageKind::Person(handle), _) => {
            scene.insert("person", &record.people.get(handle).map(|person| person::view(pages, person)));
        }
        (PageKind::Folder, _) if !ONLY_OF_DOCUMENTS => scene.insert("folder", &Some(folder(pages, page))),
        _ => {}
    }
}

/// What lies in the folder that `page` is.
fn folder(pages: &Pages<'_>, page: &Page) -> FolderView {
    let entries = pages.folders.entries(&page.url).iter();
    let mut entries: Vec<_> = entries.collect();
    entries.sort_by(|a, b| crate::page::navigation::compare(a, b));
    let view = |listing: &crate::page::folder::Listing| FolderEntryView {
        title: listing.title.clone(),
        url: encode_path(&listing.url),
        description: listing.description.clone(),
        count: listing.count,
    };
    FolderView { entries: entries.into_iter().map(view).collect() }
}

/// What the home page shows beside its text.
fn home(pages: &Pages<'_>) -> HomeView {
    let record = pages.record;
    let overview = |kind| {
        let mut sources = pages.config.sources.iter();
        let found = sources.find(|source: &&SourceConfig| source.kind == kind)?;
        Some(encode_path(&crate::page::navigation::section_url(found)))
    };
    let since =
        record.series.values().filter_map(|series| series.meetings.first()).map(|(day, _)| *day).min();
    let standards = standard::newest(record, NEWEST);
    HomeView {
        meetings: record.series.values().map(|series| series.meetings.len()).sum(),
        since: since.map(|day| -> DateView { date::view(day) }),
        standards: record.standards.len(),
        releases: record.releases.len(),
        decisions: record.decisions.len(),
        open_actions: action::open(record),
        newest_decisions: decision::newest(pages, NEWEST_DECISIONS),
        newest_meetings: meeting::newest(record, record.series.values(), NEWEST),
        newest_releases: release::newest(pages, None, NEWEST),
        newest_standards: standards
            .into_iter()
            .map(|(number, edition)| StandardRowView { number, edition })
            .collect(),
        overviews: OverviewsView {
            minutes: overview(Kind::Minutes),
            standards: overview(Kind::Standards),
            releases: overview(Kind::Releases),
            decisions: record.decision_log.as_deref().map(encode_path),
            actions: record.action_log.as_deref().map(encode_path),
        },
    }
}
