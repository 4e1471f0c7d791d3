//! What a page shows of the navigation.

use super::{SITE, Small, holds};

#[test]
fn navigation_follows_order_then_names_and_opens_only_the_way_to_the_page() {
    let html = Small::new(SITE).page("guide/start/");
    holds(&html, &[">Guide</a>", ">Start</a>", ">A</a>", ">The minutes</a>", ">The standards</a>"]);
    assert!(!html.contains(">Deep</a></li>"), "a folder that is not on the way is closed");
    assert!(!html.contains("20 Sep"), "so is another section");
    let meeting = Small::new(SITE).page("minutes/iaas/20220914/");
    assert!(meeting.contains(">14 Sep</a>") && !meeting.contains(">13 Sep</a>"), "so is another year");
}

#[test]
fn front_matter_can_rename_a_page_in_the_navigation_or_keep_it_out() {
    let mut small = Small::new(SITE);
    small.record.documents[0].facts.label = Some("In short".to_owned());
    small.record.documents[2].facts.unlisted = true;
    let html = small.page("guide/start/");
    holds(&html, &[">In short</a>", ">Start</a>"]);
    assert!(!html.contains(">A</a>"));
    holds(&small.page("guide/a/deep/"), &[">In short</a></li>", "<h1>Deep</h1>"]);
}

#[test]
fn a_page_stays_small_in_a_folder_with_thousands() {
    let many: String = (1..=3000).map(|n| format!("guide:p{n}.md | p{n}/ | page | Page {n}\n")).collect();
    let html = Small::new(&many).page("p2000/");
    assert!(html.matches("<li>").count() < 150, "{} items", html.matches("<li>").count());
    holds(
        &html,
        &["Page 1981 – Page 2040", "aria-current=\"page\">Page 2000</a>", ">Page 1999</a>", "Page 2001 <"],
    );
}

#[test]
fn of_a_year_of_meetings_those_near_the_own_are_listed() {
    let days: Vec<String> =
        (1..=30).map(|n| format!("minutes:iaas/202204{n:02}.md | minutes/iaas/202204{n:02}/ | meeting iaas 2022-04-{n:02} | IaaS\n")).collect();
    let check = |day: usize, first: &str, last: &str, rest: &[&str]| {
        let html = Small::new(&days.concat()).page(&format!("minutes/iaas/202204{day:02}/"));
        let nav = &html[html.find("<nav id=").unwrap()..html.find("</nav>").unwrap()];
        let listed: Vec<&str> = nav
            .split("</a>")
            .filter_map(|text| text.rsplit_once('>'))
            .map(|(_, words)| words)
            .filter(|words| words.ends_with(" Apr"))
            .collect();
        assert_eq!((listed.first(), listed.last()), (Some(&first), Some(&last)), "on day {day}");
        let left: Vec<&str> = nav
            .split("</a>")
            .filter_map(|text| text.split_once("class=\"rest\""))
            .filter_map(|(_, tag)| tag.split_once('>'))
            .map(|(_, words)| words)
            .collect();
        assert_eq!(left, rest, "on day {day}");
        assert!(rest.is_empty() || nav.contains("class=\"rest\" href=\"../../../minutes/iaas/#2022\""));
    };
    check(15, "21 Apr", "9 Apr", &["9 later", "8 earlier"]);
    check(30, "30 Apr", "24 Apr", &["23 earlier"]);
    check(23, "30 Apr", "17 Apr", &["16 earlier"]);
    check(8, "14 Apr", "1 Apr", &["16 later"]);
}

#[test]
fn folders_deeper_than_any_template_can_nest_are_no_problem() {
    let url = "d/".repeat(40);
    let small = Small::new(&format!("guide:{}x.md | {url} | page | Deep\n", url));
    holds(&small.page(&url), &["<h1>Deep</h1>"]);
}

#[test]
fn an_overview_belongs_to_its_section_where_a_folder_of_pages_lies_at_the_same_place() {
    let lines = format!(
        "{SITE}
        guide:standards/index.md | standards/ | page | Introduction
        guide:standards/how.md   | standards/how/ | page | How"
    );
    let small = Small::new(&lines);
    let overview = small.page("standards/");
    holds(&overview, &["aria-current=\"page\">The standards</a>"]);
    assert!(!overview.contains("class=\"crumbs\""), "a section has nothing above it");
    holds(&small.page("standards/how/"), &[">Introduction</a>", "aria-current=\"page\">How</a>"]);
}

#[test]
fn the_title_of_a_page_names_what_it_lies_in() {
    let small = Small::new(SITE);
    holds(&small.page("guide/start/"), &["<title>Start · Guide · Record</title>"]);
    holds(&small.page("standards/x-1-v2/"), &["<title>x-1-v2 Names · Record</title>"]);
    holds(&small.page("minutes/"), &["<title>The minutes · Record</title>"]);
}

#[test]
fn a_page_without_a_description_of_its_own_says_what_it_is() {
    let mut small = Small::new(SITE);
    small.record.documents[4].facts.description.clear();
    small.config.description = "All that was said".to_owned();
    for (url, expected) in [
        ("", "All that was said"),
        ("guide/start/", "About Start"),
        ("guide/a/", "Deep"),
        ("minutes/iaas/20230920/", "Minutes of Team iaas, 20 September 2023"),
        ("standards/", "The standards of Record"),
    ] {
        holds(&small.page(url), &[&format!("<meta name=\"description\" content=\"{expected}\">")]);
    }
}
