//! One page's view, and the page made of it.

use serde::Serialize;
use tera::{Context, Value};

use crate::base::url::encode_path;
use crate::base::{SourceName, Warned};
use crate::document::{Document, shorten};
use crate::page::folder::folder_title;
use crate::page::plan::{Page, PageKind, Pages};
use crate::page::template::{Templates, plain_page};
use crate::page::view::{
    CrumbView, DateView, FolderEntryView, FolderView, HomeView, LinkView, OverviewsView, PageView,
    StandardRowView,
};
use crate::page::{date, log, meeting, release, standard, text};
use crate::source::config::{Kind, SourceConfig};

/// How many entries the home page names of each sort.
const NEWEST: usize = 8;

/// How many decisions it names, which are whole sentences.
const NEWEST_DECISIONS: usize = 5;

/// The HTML of `page`; `document` is the document that [`Page::document`] names.
///
/// Pure, and independent of every other page: pages may be rendered in any order and on any thread.
pub fn render(
    pages: &Pages<'_>,
    templates: &Templates,
    page: &Page,
    document: Option<&Document>,
) -> Warned<String> {
    let root = pages.root(page);
    let shown = page
        .document
        .zip(document)
        .and_then(|(id, document)| text::view(pages.record, pages.sources, id, document, &root));
    let view = page_view(pages, page);
    let mut context = Context::new();
    context.insert_value("site", pages.site_value.clone());
    context.insert_value("navigation", pages.navigation_value.clone());
    context.insert("root", &root);
    context.insert("own_stylesheet", &templates.has_own_stylesheet());
    context.insert("page", &view);
    insert_kind(&mut context, pages, page);
    let document_value = shown.as_ref().map_or(Value::none(), Value::from_serializable);
    context.insert_value("document", document_value);
    let name = match page.kind {
        PageKind::NotFound => "404.html".to_owned(),
        ref kind => format!("{}.html", kind.as_str()),
    };
    let language = &pages.config.language;
    templates.render(&name, &context, pages.location(page).as_ref(), || {
        let body = shown.as_ref().map_or("", |shown| &shown.body);
        plain_page(language, &view.title, &root, body)
    })
}

/// What every page has.
fn page_view(pages: &Pages<'_>, page: &Page) -> PageView {
    let node = pages.navigation.node(&page.url);
    let trail = match node {
        Some(node) => pages.navigation.trail(node),
        None => {
            let above = section_of(pages, page).map(|section| pages.navigation.above(&page.url, section));
            above.map_or_else(Vec::new, |above| pages.navigation.trail(above))
        }
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
        PageKind::Decisions if page.document.is_none() => Some(log::DECISIONS.to_owned()),
        PageKind::Actions if page.document.is_none() => Some(log::ACTIONS.to_owned()),
        PageKind::Folder => Some(folder_title(&page.url)),
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
fn insert_kind(context: &mut Context, pages: &Pages<'_>, page: &Page) {
    let (record, config, sources) = (pages.record, pages.config, pages.sources);
    let source = |name: &SourceName| config.sources.iter().find(|source| source.name == *name);
    match (&page.kind, page.document) {
        (PageKind::Home, _) => insert(context, "home", Some(home(pages))),
        (PageKind::Meeting, Some(id)) => {
            let view = meeting::facts(record, id)
                .and_then(|facts| meeting::view(record, sources, &pages.windows, &pages.items, id, facts));
            insert(context, "meeting", view);
        }
        (PageKind::Standard, Some(id)) => insert(context, "standard", standard::view(record, config, id)),
        (PageKind::Release, Some(id)) => {
            insert(context, "release", release::view(record, &pages.windows, id))
        }
        (PageKind::Series(key), _) => {
            let view = record.series.get(key).map(|series| meeting::series(record, config, key, series));
            insert(context, "series", view);
        }
        (PageKind::Minutes(name), _) => {
            insert(context, "minutes", source(name).map(|source| meeting::overview(record, source)));
        }
        (PageKind::Standards(name), _) => {
            insert(
                context,
                "standards",
                source(name).map(|source| standard::overview(record, config, source)),
            );
        }
        (PageKind::Releases(name), _) => {
            insert(
                context,
                "releases",
                Some(release::newest(record, &pages.windows, Some(name), usize::MAX)),
            );
        }
        (PageKind::Decisions, _) => insert(context, "decisions", Some(log::decisions(record, sources))),
        (PageKind::Actions, _) => insert(context, "actions", Some(log::actions(record, sources))),
        (PageKind::Folder, _) => insert(context, "folder", Some(folder(pages, page))),
        _ => {}
    }
}

/// Adds `view` under `name`, or nothing under that name.
fn insert(context: &mut Context, name: &'static str, view: Option<impl Serialize>) {
    context.insert(name, &view);
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
    let standards = standard::newest(record, pages.config, NEWEST);
    HomeView {
        meetings: record.series.values().map(|series| series.meetings.len()).sum(),
        since: since.map(|day| -> DateView { date::view(day) }),
        standards: record.standards.len(),
        releases: record.releases.len(),
        decisions: record.decisions.len(),
        open_actions: log::open(record),
        newest_decisions: log::newest(record, pages.sources, NEWEST_DECISIONS),
        newest_meetings: meeting::newest(record, record.series.values(), NEWEST),
        newest_releases: release::newest(record, &pages.windows, None, NEWEST),
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
