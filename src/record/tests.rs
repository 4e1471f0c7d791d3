//! Facts of small files.

use super::*;
use crate::base::{RelPath, SourceName, Span};
use crate::document::{Options, parse};
use crate::source::Change;
use crate::source::config::{Config, read};

/// A source of minutes, one of standards, one of releases, and one of pages.
const CONFIGURATION: &str = r#"
sources:
  - kind: pages
    dir: docs
  - kind: minutes
    dir: minutes
    bodies: { talks: weekly, hackathons: hackathon }
  - kind: minutes
    dir: rat
    decisions: { markers: { only: [Besluit] } }
    actions: { columns: [Taak], owner_columns: [Wie] }
    meetings: { attendees: [Aanwezig] }
  - kind: standards
    dir: rfcs
    id: "*/{number:4}-{slug}.md"
    called: "RFC-{number}"
    default_status: Proposed
    metadata:
      from: [list]
      title: Feature Name
      track: "{folder}"
      dates: { stabilized_at: Start Date }
  - kind: standards
    dir: adr
    id: { heading: "ADR {number}: *" }
    called: "ADR-{number}"
    metadata: { from: [headings], title: "{heading}", axes: { context: Context } }
  - kind: standards
    dir: standards
    id: "abc-{number:4}-{edition}-{slug}.md"
  - kind: releases
    dir: releases
    include: ["Release{n}.md", README.md]
    release: "R{n}"
    version: "v{n+1}.0.0"
    dates:
      - body: "(Release Date: {date})"
      - body: "*{month-name} {day}, {year:4}"
"#;

/// The facts of `text` at `path`, written `source:path`, brought in on the day `first`.
fn facts(path: &str, text: &str, first: Option<&str>) -> Warned<Facts> {
    let config: Config = read(CONFIGURATION, &RelPath::new("annals.yaml").unwrap(), &[]).value;
    let (source, path) = path.split_once(':').unwrap();
    let source = config.sources.iter().find(|known| known.name.as_str() == source).unwrap();
    let path = SourcePath::new(&source.name, &RelPath::new(path).unwrap());
    let options = Options { blocks: true, ..Options::default() };
    let document = parse(&path, text, &options).value;
    let history = first.map(|day| {
        let change = Change { commit: String::new(), date: day.parse().unwrap(), author: String::new() };
        FileHistory { first: Some(change), ..FileHistory::default() }
    });
    let parsed = Parsed {
        path: &path,
        text,
        document: &document,
        history: history.as_ref(),
        sidecar: None,
        excerpt: None,
        is_shown: true,
    };
    let mut facts = extract(&parsed, source, &Rules::new(source));
    let written = serde_json::to_string(&facts.value).unwrap();
    assert_eq!(facts.value.places_mut().len(), written.matches(Span::FIRST).count(), "{written}");
    facts
}

/// Series, date and sort of minutes, and the diagnostics with their hints, each with the text it stands at.
#[track_caller]
fn check_meeting(path: &str, text: &str, first: Option<&str>, expected: &str, problems: &[&str]) {
    let facts = facts(&format!("minutes:{path}"), text, first);
    let FactsKind::Meeting(meeting) = &facts.value.kind else { panic!("{path} is no meeting") };
    let date = meeting.date.map_or("-".to_owned(), |date| date.to_string());
    assert_eq!(format!("{} {date} {}", meeting.series, meeting.sort), expected, "{path}");
    let reported: Vec<String> = facts
        .diagnostics
        .iter()
        .map(|problem| {
            let span = problem.location.as_ref().and_then(|location| location.span);
            let place = span.and_then(|span| span.of(text)).unwrap_or_default();
            let hints: Vec<&str> = problem.hints.iter().map(|hint| hint.message.as_str()).collect();
            format!("{} [{place}] {} | {}", problem.code, problem.message, hints.join(" | "))
        })
        .collect();
    assert_eq!(reported, problems, "{path}");
}

#[test]
fn a_date_comes_from_the_name_then_the_folder_then_the_head() {
    check_meeting("iaas/20230920.md", "# 2023-09-20\n", None, "iaas 2023-09-20 team", &[]);
    check_meeting("sig-release/2023-09-14.md", "## Agenda\n", None, "sig-release 2023-09-14 sig", &[]);
    let event = "hackathons/2026-02-17-18-6-hackathon/Readme.md";
    check_meeting(event, "# Hackathon 6\n", None, "hackathons 2026-02-17 hackathon", &[]);
    check_meeting("ops/notes1.md", "Team Ops\n\n# On 2023-01–09\n", None, "ops 2023-01-09 team", &[]);
}

#[test]
fn minutes_are_of_several_sorts() {
    let deck = "---\ntype: slide\n---\n# Us\n";
    check_meeting("talks/20230920.md", deck, None, "talks 2023-09-20 slides", &[]);
    check_meeting("talks/20230913.md", "# Talk\n", None, "talks 2023-09-13 weekly", &[]);
    check_meeting("hackathons/2023-01-02-x/a.md", deck, None, "hackathons 2023-01-02 hackathon", &[]);
    check_meeting("iaas/20230920-overflow.md", "", None, "iaas 2023-09-20 overflow", &[]);
    check_meeting("project-board/20230920.md", "", None, "project-board 2023-09-20 board", &[]);
    check_meeting("iam/federation.md", "# Federation\n", None, "iam - document", &[]);
    check_meeting("README.md", "# Minutes\n", None, " - readme", &[]);
    check_meeting("talks/template.md", "# 9999-99-99\n", None, "talks - template", &[]);
}

#[test]
fn a_month_or_a_slip_is_no_date() {
    for path in ["hackathons/2022-09-cloud/minutes.md", "hackathons/202401010.md"] {
        let expected = "hackathons - hackathon";
        let problem =
            format!("undated [] no date in `{path}` | put it where it is looked for first: the file name");
        check_meeting(path, "# 2022-09 hackathon\n", None, expected, &[&problem]);
    }
}

#[test]
fn a_disagreement_is_reported_where_it_stands() {
    check_meeting(
        "iaas/20230320.md",
        "# 2024-03-20\n",
        Some("2024-03-22"),
        "iaas 2023-03-20 team",
        &["date-conflict [2024-03-20] the heading says `2024-03-20`, but the file name says `2023-03-20` | \
           `2023-03-20` is used; correct the one that is wrong | the file came into the repository on \
           2024-03-22; of the two, `2024-03-20` is nearest before that"],
    );
    check_meeting(
        "sig-x/20221208.md",
        "# Minutes 2202-12-05\n",
        None,
        "sig-x 2022-12-08 sig",
        &["date-conflict [2202-12-05] the heading says `2202-12-05`, but the file name says `2022-12-08` | \
           `2022-12-08` is used; correct the one that is wrong"],
    );
    check_meeting(
        "hackathons/2023-03-05-x/minutes.md",
        "# Hackathon\n\n## Self description\n\nAn introduction\n2023-05-03/04 Bilbao\n",
        None,
        "hackathons 2023-03-05 hackathon",
        &["date-conflict [2023-05-03] the text says `2023-05-03`, but the folder says `2023-03-05` | \
           `2023-03-05` is used; correct the one that is wrong"],
    );
}

#[test]
fn dates_of_other_things_are_no_disagreement() {
    for text in [
        "# Weekly\n## One\n## Two\n# R5 ahead - 2023-09-20\n",
        "# 2023-08-17\n\n(meeting on 2023-08-10 skipped)\n",
        "### Participants\n\n- 2023-08-11 - doctor's appointment\n",
        "Sometimes a line\n2023-08-10 begins with a date and goes on for as long as a sentence does\n",
    ] {
        check_meeting("ops/20230817.md", text, None, "ops 2023-08-17 team", &[]);
    }
}

#[test]
fn a_heading_that_mentions_a_day_is_of_no_day() {
    for text in [
        "# Board\n## Approve the minutes of 2024-02-06\n",
        "# Board\n\n## Release 2024-08-01 retrospective\n",
        "## Approval of the minutes of 2024-02-06\n",
    ] {
        check_meeting("ops/20240305.md", text, None, "ops 2024-03-05 team", &[]);
        check_meeting("ops/notes.md", text, None, "ops - document", &[]);
    }
    check_meeting("ops/notes.md", "# Board\n## Minutes of 2024-02-06\n", None, "ops 2024-02-06 team", &[]);
}

#[test]
fn several_days_in_one_text_are_none() {
    let several = |path: &str, count: usize, place: &str| {
        format!(
            "undated [{place}] `{path}` has minutes of {count} days below its headings | make a file of each, or \
             divide it: `id: {{ section: \"{{date}}\" }}` in its source"
        )
    };
    let year = "# Notes of 2023\n## 2023-12-07\n- AI @jo: x\n## 2023-11-02, online\n## Thu 2023-01-12\n";
    let told = several("ops/2023.md", 3, "## 2023-12-07\n");
    check_meeting("ops/2023.md", year, None, "ops - team", &[&told]);
    let untitled = "## 2023-12-07\n\nx\n\n## 2023-11-02\n";
    check_meeting(
        "ops/notes.md",
        untitled,
        None,
        "ops - team",
        &[&several("ops/notes.md", 2, "## 2023-12-07\n")],
    );
    // A name or a title says which day it is, whatever other days there are.
    check_meeting("ops/20231207.md", year, None, "ops 2023-12-07 team", &[]);
    check_meeting("ops/20240101.md", year, None, "ops 2024-01-01 team", &[]);
    let dates = "# Meeting 2023-10-01\n## 2023-12-07\n## 2023-12-08\n";
    check_meeting("ops/notes.md", dates, None, "ops 2023-10-01 team", &[]);
    check_meeting("ops/notes.md", "# Notes\n## 2023-12-07\n## Agenda\n", None, "ops 2023-12-07 team", &[]);
}

#[test]
fn a_standard_is_known_by_its_name() {
    let text = "\u{feff}---\ntitle: Flavor Naming\ntype: Standard\nstatus: Stable\nstabilized_at: \"2023-06-14\"\n\
                track: IaaS\nreplaces: abc-0100-v2-x.md\nsupplements:\n  - abc-0001-v1-y.md\n---\n## Decision\n";
    let facts = facts("standards:abc-0100-v3-flavor-naming.md", text, None);
    let FactsKind::Standard(standard) = &facts.value.kind else { panic!() };
    assert_eq!((standard.number.as_str(), standard.edition.as_str()), ("abc-0100", "v3"));
    assert_eq!(standard.dates["stabilized_at"].to_string(), "2023-06-14");
    assert_eq!(standard.relations["replaces"], ["abc-0100-v2-x.md"]);
    assert_eq!(standard.relations["supplements"], ["abc-0001-v1-y.md"]);
    assert_eq!(facts.value.title, "Flavor Naming");
    assert!(facts.value.anchors.contains_key("decision"));
}

#[test]
fn other_files_among_standards_are_pages() {
    for (path, problems) in [("README.md", 0), ("abc-XXXX-v1-template.md", 0), ("abc-0100-naming.md", 1)] {
        let text = "---\nstatus: Draft\n---\n";
        let facts = facts(&format!("standards:{path}"), text, None);
        assert_eq!(facts.value.kind, FactsKind::Page, "{path}");
        assert_eq!(facts.diagnostics.len(), problems, "{path}");
    }
}

/// Id, version and date of release notes.
#[track_caller]
fn check_release(path: &str, text: &str, expected: Option<&str>) {
    let found = match facts(&format!("releases:{path}"), text, None).value.kind {
        FactsKind::Release(release) => {
            let date = release.date.map_or("-".to_owned(), |date| date.to_string());
            Some(format!("{} {} {date}", release.id, release.version.unwrap_or_default()))
        }
        _ => None,
    };
    assert_eq!(found.as_deref(), expected, "{path}");
}

#[test]
fn a_release_has_its_date_where_it_is_configured() {
    check_release("Release5.md", "# Notes\n(Release Date: 2023-09-20)\n", Some("R5 v6.0.0 2023-09-20"));
    let prose = "# Notes\n\nRelease 7 has been published on September 11, 2024.\n";
    check_release("Release7.md", prose, Some("R7 v8.0.0 2024-09-11"));
    check_release("Release8.md", "# Notes\n\nIn March 2025.\n", Some("R8 v9.0.0 -"));
    check_release("ReleaseX.md", "", None);
    check_release("README.md", "", None);
}

#[test]
fn a_page_is_described_by_its_front_matter() {
    let text = "---\ntitle: Start here\nsidebar_position: 2.5\nslug: /start\naliases: [/old, older]\n---\n# Heading\n";
    let facts = facts("docs:a/01-start.md", text, None).value;
    assert_eq!(facts.title, "Start here");
    assert_eq!((facts.order, facts.slug.as_deref()), (Some(2), Some("/start")));
    assert_eq!(facts.aliases, ["/old", "older"]);
}

#[test]
fn a_page_without_words_is_called_after_its_file() {
    let name = |path: &str, text: &str| facts(path, text, None).value.title;
    assert_eq!(name("docs:a/01-getting-started.md", "## Not the first level\n"), "Getting started");
    assert_eq!(name("docs:a/x.md", "# The *heading*\n"), "The heading");
}

#[test]
fn minutes_are_read_in_the_words_of_their_source() {
    let text = "# 2024-03-01\n\n- Besluit: eiken planken\n- Decision: in English\n- AI @jo: zagen\n\n\
                | Taak | Wie | Tot |\n|---|---|---|\n| planken halen | @eli | maandag |\n\n\
                ## Aanwezig\n\n- @jo\n";
    let usual = facts("minutes:rat/20240301.md", text, None).value;
    let own = facts("rat:rat/20240301.md", text, None).value;
    let told = |facts: &Facts| {
        let FactsKind::Meeting(meeting) = &facts.kind else { panic!("no meeting") };
        let decisions = facts.decisions.iter().map(|decision| decision.text.clone());
        let actions =
            facts.actions.iter().map(|action| format!("{}: {}", action.owners.join(","), action.text));
        let attendees = meeting.proceedings.attendees.iter().map(|attendee| attendee.name.clone());
        [decisions.collect::<Vec<_>>(), actions.collect(), attendees.collect()]
    };
    assert_eq!(told(&usual), [vec!["in English"], vec!["jo: zagen"], vec![]]);
    assert_eq!(told(&own), [vec!["eiken planken"], vec!["jo: zagen", "eli: planken halen"], vec!["jo"]]);
}

/// Number, title, status, track, dates and relations of a text of the source `source` in `annals.yaml`.
#[track_caller]
fn check_shape(source: &str, path: &str, text: &str, expected: &str) {
    let facts = facts(&format!("{source}:{path}"), text, None).value;
    let FactsKind::Standard(standard) = &facts.kind else { panic!("{path} is no standard") };
    let Standard { number, status, track, dates, relations, axes, .. } = standard;
    let words = |text: &Option<String>| text.clone().unwrap_or_default();
    let found = format!(
        "{number} | {} | {} | {} | {dates:?} {relations:?} {axes:?}",
        facts.title,
        words(status),
        words(track)
    );
    assert_eq!(found, expected, "{path}");
}

#[test]
fn standards_say_what_they_are_in_a_list() {
    let text = "- Feature Name: frames\n- Start Date: (2021-03-04)\n- RFC PR: [#7](x)\n\
                - Replaces:\n  - [RFC 2](0002-a.md)\n  - 3\n- Status: **Merged** :tada:\n\n# Summary\n\n- Status: no\n";
    let expected = "RFC-4 | frames | Merged :tada: | data | \
                    {\"stabilized_at\": 2021-03-04} {\"replaces\": [\"RFC 2\", \"3\"]} {}";
    check_shape("rfcs", "data/0004-frames.md", text, expected);
    check_shape(
        "rfcs",
        "data/0005-x.md",
        "A first word.\n\nA second.\n\n- Status: no\n",
        "RFC-5 | 0005 x | Proposed | data | {} {} {}",
    );
}

#[test]
fn standards_say_what_they_are_below_headings() {
    let text =
        "# ADR 12: Use hexagons\n\nDate: 2024-01-01\n\n## Status\n\nAccepted, for now\n\n## Context\n\n- x\n";
    let expected = "ADR-12 | ADR 12: Use hexagons | Accepted, for now |  | {} {} {\"context\": \"x\"}";
    check_shape("adr", "anything.md", text, expected);
}

/// What the status of a text of the source `source` names as successors.
#[track_caller]
fn check_successors(source: &str, text: &str, expected: &[&str]) {
    let FactsKind::Standard(standard) = facts(source, text, None).value.kind else { panic!("no standard") };
    assert_eq!(standard.successors, expected, "{text}");
}

#[test]
fn a_status_says_what_came_after() {
    let expected = ["0005-y.md", "RFC 5"];
    let list = "- Feature Name: x\n- Status: superseded by [RFC 5](0005-y.md)\n";
    check_successors("rfcs:a/0004-x.md", list, &expected);
    let heading = "# ADR 4: X\n\n## Status\n\nSuperceded by [RFC 5](0005-y.md)\n";
    check_successors("adr:x.md", heading, &expected);
    let front = "---\nstatus: \"superseded by [RFC 5](0005-y.md)\"\n---\n";
    check_successors("standards:abc-0004-v1-x.md", front, &expected);
    check_successors("standards:abc-0004-v1-x.md", "---\nstatus: Accepted by 5 votes\n---\n", &[]);
}

/// Keeps the names of the sources and the tests together.
#[test]
fn the_sources_of_these_tests_exist() {
    let config = read(CONFIGURATION, &RelPath::new("annals.yaml").unwrap(), &[]);
    assert_eq!(config.diagnostics, []);
    let names: Vec<&SourceName> = config.value.sources.iter().map(|source| &source.name).collect();
    assert_eq!(names.len(), 7);
}
