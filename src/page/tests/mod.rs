//! Whole pages of a small site.

mod log;
mod navigation;
mod theme;

use std::sync::Arc;

use super::*;
use crate::base::{Date, RelPath, SourceName, SourcePath, Span, Warned};
use crate::document::{Body, Document, Heading};
use crate::link::{DocumentId, Entry, Record, Series, Target};
use crate::record::{Facts, FactsKind, Meeting, Release, Standard};
use crate::source::config::{Config, Kind, MinutesConfig, Place, SourceConfig};
use crate::source::{Source, SourceSet};

/// A record and everything around it.
#[derive(Default)]
struct Small {
    record: Record,
    config: Config,
    sources: SourceSet,
    documents: Vec<Document>,
}

/// The day written as in ISO 8601.
fn day(text: &str) -> Date {
    text.parse().unwrap()
}

impl Small {
    /// A site of four sources with these documents, one a line: path, URL, what it is, title.
    ///
    /// What it is: `page` or `page ORDER`; `meeting SERIES DATE`, the date `-` for none; `standard NUMBER
    /// EDITION STATUS TRACK DATE`; `release ID DATE`.
    fn new(lines: &str) -> Small {
        let mut small = Small::default();
        small.config.title = "Record".to_owned();
        small.config.language = "en".to_owned();
        small.config.url = Some("https://example.org/base/".to_owned());
        for (name, kind, at) in [
            ("guide", Kind::Pages, ""),
            ("minutes", Kind::Minutes, "minutes"),
            ("standards", Kind::Standards, "standards"),
            ("releases", Kind::Releases, "releases"),
        ] {
            small.add_source(name, kind, at);
        }
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let cells: Vec<&str> = line.splitn(4, '|').map(str::trim).collect();
            small.add(cells[0], cells[1], cells[2], cells[3]);
        }
        for series in small.record.series.values_mut() {
            series.meetings.sort();
        }
        small.record.day = day("2030-01-01");
        crate::link::life::lives(&mut small.record, &small.sources.sources);
        small
    }

    /// Adds a source on a forge.
    fn add_source(&mut self, name: &str, kind: Kind, at: &str) {
        let config = SourceConfig {
            template: None,
            name: SourceName::new(name),
            title: format!("The {name}"),
            kind,
            place: Place::Directory(name.to_owned()),
            include: Vec::new(),
            exclude: Vec::new(),
            formats: Vec::new(),
            at: at.to_owned(),
            minutes: MinutesConfig::default(),
            standards: Default::default(),
            releases: Default::default(),
        };
        let source = Source {
            config: Arc::new(config.clone()),
            forge: Some(format!("https://github.com/o/{name}")),
            branch: Some("main".to_owned()),
            commit: None,
            folder: "text".to_owned(),
            files: Default::default(),
            others: Default::default(),
            history: Default::default(),
            excerpts: Default::default(),
        };
        self.sources.sources.insert(config.name.clone(), source);
        self.config.sources.push(config);
    }

    /// Adds a document.
    fn add(&mut self, path: &str, url: &str, what: &str, title: &str) {
        let (source, file) = path.split_once(':').unwrap();
        let path = SourcePath::new(&SourceName::new(source), &RelPath::new(file).unwrap());
        let id = DocumentId(self.record.documents.len() as u32);
        let words: Vec<&str> = what.split(' ').collect();
        let mut order = None;
        let kind = match words[0] {
            "page" => {
                order = words.get(1).map(|order| order.parse().unwrap());
                FactsKind::Page
            }
            "meeting" => {
                let date = (words[2] != "-").then(|| day(words[2]));
                let series = self.record.series.entry(words[1].to_owned()).or_insert_with(|| Series {
                    source: Some(path.source.clone()),
                    title: format!("Team {}", words[1]),
                    url: format!("minutes/{}/", words[1]),
                    ..Series::default()
                });
                match date {
                    Some(date) => series.meetings.push((date, id)),
                    None => series.undated.push(id),
                }
                FactsKind::Meeting(Meeting {
                    series: words[1].to_owned(),
                    date,
                    sort: "team".to_owned(),
                    conflict: date.map(|date| (date, Span::default())),
                    proceedings: Default::default(),
                })
            }
            "standard" => {
                self.record.standards.entry(words[1].to_owned()).or_default().push(id);
                FactsKind::Standard(Standard {
                    number: words[1].to_owned(),
                    edition: words[2].to_owned(),
                    sort: "Standard".to_owned(),
                    status: Some(words[3].to_owned()),
                    track: Some(words[4].to_owned()),
                    dates: [("stabilized_at".to_owned(), day(words[5]))].into(),
                    relations: [("replaces".to_owned(), vec!["x-1-v1.md".to_owned()])].into(),
                    ..Standard::default()
                })
            }
            _ => {
                self.record.releases.push(id);
                FactsKind::Release(Release {
                    id: words[1].to_owned(),
                    version: Some("v1.0.0".to_owned()),
                    date: Some(day(words[2])),
                    stated: (None, None),
                })
            }
        };
        self.record.by_path.insert(path.clone(), id);
        let facts = Facts {
            title: title.to_owned(),
            description: format!("About {title}"),
            kind,
            order,
            ..Facts::default()
        };
        self.record.documents.push(Entry {
            path,
            url: url.to_owned(),
            facts,
            targets: Vec::<Target>::new(),
            faults: Default::default(),
            mentions: Vec::new(),
            waiting: Vec::new(),
        });
        self.documents.push(Document {
            outline: vec![heading(2, "first"), heading(2, "second")],
            body: Body::new(format!("<p>text of {}</p>", html::escape(title)), Vec::new()),
            ..Document::default()
        });
    }

    /// The page at `url`, rendered with `theme`.
    fn render(&self, url: &str, theme: Theme) -> Warned<String> {
        let mut diagnostics = Vec::new();
        let templates = Templates::new(theme).unload(&mut diagnostics);
        let pages = Pages::plan(&self.record, &self.config, &self.sources, Default::default());
        let page = pages.find(url).unwrap();
        let document = page.document.map(|id| &self.documents[id.0 as usize]);
        let shown = show(&pages, &templates, page, document, &Beside::default(), Keys::Unused);
        let html = shown.render(&templates).unload(&mut diagnostics);
        Warned { value: html, diagnostics }
    }

    /// The page at `url` in the default theme, which has nothing to complain about.
    fn page(&self, url: &str) -> String {
        let rendered = self.render(url, Theme::embedded());
        assert_eq!(rendered.diagnostics, [], "{url}");
        rendered.value
    }
}

/// A heading of this level and these words.
fn heading(level: u8, text: &str) -> Heading {
    Heading { level, id: text.to_owned(), text: text.to_owned(), span: Span::default() }
}

/// A site with a page of every kind.
const SITE: &str = "
    guide:index.md              | guide/                  | page                                     | Guide
    guide:start.md              | guide/start/            | page 1                                   | Start
    guide:a/deep.md             | guide/a/deep/           | page                                     | Deep
    minutes:iaas/20230913.md    | minutes/iaas/20230913/  | meeting iaas 2023-09-13                  | 2023-09-13
    minutes:iaas/20230920.md    | minutes/iaas/20230920/  | meeting iaas 2023-09-20                  | 2023-09-20
    minutes:iaas/20230920-x.md  | minutes/iaas/20230920-x/ | meeting iaas 2023-09-20                 | 2023-09-20
    minutes:iaas/20220914.md    | minutes/iaas/20220914/  | meeting iaas 2022-09-14                  | 2022-09-14
    minutes:iaas/notes.md       | minutes/iaas/notes/     | meeting iaas -                           | Notes
    minutes:iaas/README.md      | minutes/iaas/           | page                                     | About us
    standards:x-1-v1.md         | standards/x-1-v1/       | standard x-1 v1 Deprecated IaaS 2021-01-01 | Names
    standards:x-1-v2.md         | standards/x-1-v2/       | standard x-1 v2 Stable IaaS 2022-01-01   | Names
    standards:x-2-v1.md         | standards/x-2-v1/       | standard x-2 v1 Draft KaaS 2023-01-01    | Nodes
    releases:R1.md              | releases/R1/            | release R1 2023-03-22                    | First
    releases:R2.md              | releases/R2/            | release R2 2023-09-20                    | Second
";

/// Asserts that `html` holds each of `parts`, in this order.
#[track_caller]
fn holds(html: &str, parts: &[&str]) {
    let mut rest = html;
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => panic!("no {part:?} in what is left:\n{rest}"),
        }
    }
}

#[test]
fn every_document_and_overview_has_its_page() {
    let small = Small::new(SITE);
    let pages = Pages::plan(&small.record, &small.config, &small.sources, Default::default());
    let planned: Vec<String> =
        pages.pages.iter().map(|page| format!("{} {}", page.url, page.kind.as_str())).collect();
    assert_eq!(
        planned,
        [
            " home",
            "404.html not-found",
            "guide/ page",
            "guide/a/ folder",
            "guide/a/deep/ page",
            "guide/start/ page",
            "minutes/ minutes",
            "minutes/iaas/ series",
            "minutes/iaas/20220914/ meeting",
            "minutes/iaas/20230913/ meeting",
            "minutes/iaas/20230920-x/ meeting",
            "minutes/iaas/20230920/ meeting",
            "minutes/iaas/notes/ meeting",
            "releases/ releases",
            "releases/R1/ release",
            "releases/R2/ release",
            "standards/ standards",
            "standards/x-1-v1/ standard",
            "standards/x-1-v2/ standard",
            "standards/x-2-v1/ standard",
        ]
    );
}

#[test]
fn every_page_renders_with_one_main_heading_and_nothing_from_elsewhere() {
    let small = Small::new(SITE);
    let pages = Pages::plan(&small.record, &small.config, &small.sources, Default::default());
    for page in &pages.pages {
        let html = small.page(&page.url);
        assert_eq!(html.matches("<h1").count(), 1, "{}", page.url);
        assert_eq!(html.matches("<article>").count(), 1, "{}", page.url);
        for forbidden in ["src=\"http", "<style", "style=\"", "onclick", "None", "undefined"] {
            assert!(!html.contains(forbidden), "{forbidden} in {}", page.url);
        }
    }
}

#[test]
fn text_from_documents_is_escaped_everywhere() {
    let hostile = "<script>alert('x')</script>\"&";
    let mut small = Small::new(&SITE.replace("| Names", &format!("| {hostile}")));
    small.config.title = hostile.to_owned();
    small.config.description = hostile.to_owned();
    for entry in &mut small.record.documents {
        entry.facts.title = hostile.to_owned();
        entry.facts.description = hostile.to_owned();
    }
    for series in small.record.series.values_mut() {
        series.title = hostile.to_owned();
    }
    let pages = Pages::plan(&small.record, &small.config, &small.sources, Default::default());
    for page in &pages.pages {
        let html = small.page(&page.url);
        assert!(!html.contains("<script>") && !html.contains("\"&\""), "{}", page.url);
        assert!(html.contains("&lt;script&gt;"), "{}", page.url);
    }
}

#[test]
fn a_meeting_shows_its_day_series_window_and_neighbours() {
    let html = Small::new(SITE).page("minutes/iaas/20230920/");
    holds(
        &html,
        &[
            "<title>Team iaas, 20 September 2023 · Record</title>",
            "rel=\"canonical\" href=\"https://example.org/base/minutes/iaas/20230920/\"",
            "href=\"../../../annals.css\"",
            "<a href=\"https://github.com/o/minutes/edit/main/text/iaas/20230920.md\" rel=\"noopener\">Edit</a>",
            "<a href=\"../../../minutes/iaas/20230920/\" aria-current=\"page\">",
            "<li><a href=\"../../../minutes/\">The minutes</a></li>",
            "<h1><a class=\"over\" href=\"../../../minutes/iaas/\">Team iaas</a>",
            "<time class=\"date\" datetime=\"2023-09-20\">20 September 2023</time></h1>",
            "Wednesday, in the window of <a href=\"../../../releases/R2/\">R2</a>",
            "13 September 2023</a>",
            "20 September 2023, x <span",
            "<li><a href=\"#first\">first</a></li>",
            "<p>text of 2023-09-20</p>",
        ],
    );
}

/// What becomes of the heading that the text of a meeting opens with.
#[track_caller]
fn check_opening(level: u8, text: &str, parts: &[&str], gone: &str) {
    let mut small = Small::new(SITE);
    let body = format!("<h{level} id=\"it\">{text}</h{level}>\n<p>rest</p>");
    small.documents[3].outline = vec![Heading { id: "it".to_owned(), ..heading(level, text) }];
    small.documents[3].body = Body::new(body, Vec::new());
    let html = small.page("minutes/iaas/20230913/");
    holds(&html, parts);
    assert!(!html.contains(gone), "{html}");
}

#[test]
fn a_heading_that_is_the_date_is_shown_once_and_keeps_its_anchor() {
    let date = ["<h1 id=\"it\"><a class=\"over\"", "13 September 2023</time></h1>", "<p>rest</p>"];
    check_opening(1, "2023-09-13", &date, "<h1 id=\"it\">2023");
    check_opening(2, "2023-09-13", &date, "<h2 id=\"it\">");
    check_opening(
        1,
        "Tech Weekly",
        &["<p class=\"as-written\">Tech Weekly</p>", "<p>rest</p>"],
        "<h1 id=\"it\">Tech",
    );
    check_opening(2, "Agenda", &["<h1><a class", "<h2 id=\"it\">Agenda</h2>"], "as-written");
}

#[test]
fn a_day_after_the_last_release_is_in_no_window() {
    let html = Small::new(&format!(
        "{SITE}\nminutes:iaas/20230921.md | minutes/iaas/20230921/ | meeting iaas 2023-09-21 | Next"
    ))
    .page("minutes/iaas/20230921/");
    assert!(!html.contains("in the window of"));
}

#[test]
fn a_series_shows_its_text_and_its_calendar_newest_year_first() {
    let html = Small::new(SITE).page("minutes/iaas/");
    holds(
        &html,
        &[
            "<h1>Team iaas</h1>",
            "4 meetings, 14 September 2022 to <a href=\"../../minutes/iaas/20230920-x/\">20 September 2023</a>",
            "<p>text of About us</p>",
            "id=\"2023\"",
            "<li class=\"empty\"><span class=\"month\">January</span></li>",
            "<span class=\"month\">September</span>",
            ">13</time>",
            ">20</time>",
            ">20 x</time>",
            "id=\"2022\"",
            "<h2>Without a date</h2>",
            "<a href=\"../../minutes/iaas/notes/\">Notes</a>",
        ],
    );
}

#[test]
fn a_standard_shows_its_editions_side_by_side() {
    let html = Small::new(SITE).page("standards/x-1-v2/");
    holds(
        &html,
        &[
            "x-1<span class=\"edition\"> v2</span>",
            "<li class=\"ended\"><a href=\"../../standards/x-1-v1/\"><b>v1</b>",
            "<li class=\"effective\"><a href=\"../../standards/x-1-v2/\" aria-current=\"page\"><b>v2</b>",
            "<dt>stabilized</dt><dd><time datetime=\"2022-01-01\">1 January 2022</time>",
            "<dt>replaces</dt><dd><a href=\"../../standards/x-1-v1/\">x-1-v1</a></dd>",
        ],
    );
}

#[test]
fn the_overviews_list_what_there_is() {
    let small = Small::new(SITE);
    holds(
        &small.page("standards/"),
        &[
            "2 numbers in 2 tracks",
            "id=\"track-iaas\"",
            "href=\"../standards/x-1-v2/\">x-1</a>",
            "id=\"track-kaas\"",
        ],
    );
    holds(&small.page("releases/"), &[">R2</a>", "20 September 2023", ">R1</a>"]);
    holds(
        &small.page("minutes/"),
        &["4 meetings of 1 series", ">2022</th>", ">2023</th>", "<h2>Newest</h2>"],
    );
    holds(
        &small.page(""),
        &["4 meetings since", "2 standards, 2 releases", "href=\"./minutes/iaas/20230920/\"", "x-2-v1", "R2"],
    );
    holds(&small.page("releases/R2/"), &["22 March 2023 to 20 September 2023, 3 meetings"]);
    holds(&small.page("guide/a/"), &["<a href=\"../../guide/a/deep/\">Deep</a>", "About Deep"]);
}

#[test]
fn the_page_for_missing_addresses_names_the_top_in_full() {
    holds(&Small::new(SITE).page("404.html"), &["href=\"/base/annals.css\"", "href=\"/base/minutes/\""]);
}
