//! What a change costs, and that a session gives what a clean build gives.

mod community;
mod edit;
mod preview;
mod random;

use super::*;
use community::Community;

/// Applies `edit` to the usual community and compares what was read, linked and rendered, the pages by URL.
#[track_caller]
fn check(edit: impl FnOnce(&mut Community), read: usize, linked: usize, rendered: &[&str]) {
    let mut community = Community::usual();
    let mut session = Session::new(community.inputs());
    let before = pages(&session);
    let work = session.work();
    edit(&mut community);
    session.apply(community.change(session.inputs()));
    let after = pages(&session);
    let changed: Vec<&str> = after
        .iter()
        .filter(|(url, page)| before.get(*url) != Some(*page))
        .map(|(url, _)| url.as_str())
        .collect();
    let done = session.work();
    assert_eq!(changed, rendered, "pages that changed");
    assert_eq!(
        (done.read - work.read, done.linked - work.linked, done.rendered - work.rendered),
        (read, linked, rendered.len()),
        "files read, links, pages rendered"
    );
}

/// All pages of a session.
fn pages(session: &Session) -> BTreeMap<String, Arc<str>> {
    let pages = session.pages();
    pages.pages.iter().map(|page| (page.url.clone(), session.page(&pages, page).html)).collect()
}

#[test]
fn a_changed_sentence_is_one_page() {
    let prose =
        |community: &mut Community| community.replace("minutes/iaas/20240110.md", "went well", "did not");
    check(prose, 1, 0, &["minutes/iaas/20240110/"]);
    let longer = |community: &mut Community| {
        community.replace("content/guide/start.md", "Then wait", "Then, whatever happens, wait");
    };
    check(longer, 1, 0, &["guide/start/"]);
}

#[test]
fn a_changed_title_is_the_pages_that_show_it() {
    let title = |community: &mut Community| community.replace("content/guide/start.md", "# Start", "# Begin");
    // The page itself, those beside it in the navigation and those before and after it; nothing of the minutes.
    // The standard that it names tells who refers to it.
    let named =
        ["guide/", "guide/more/", "guide/start/", "standards/abc-0001-v1-naming/", "standards/abc-0001/"];
    check(title, 1, 1, &named);
}

#[test]
fn a_new_decision_is_its_minutes_and_the_overviews_of_decisions() {
    let decide = |community: &mut Community| {
        community.replace("minutes/ops/20240111.md", "- nothing", "- Decision: use less");
    };
    // Every part of the log says how much the others have.
    let parts = ["decisions/", "decisions/iaas/", "decisions/ops/", "decisions/r1/"];
    check(decide, 1, 1, &[&[""][..], &parts, &["minutes/ops/20240111/", "releases/R1/"]].concat());
}

#[test]
fn a_file_that_is_saved_as_it_was_is_nothing() {
    check(|_| (), 0, 0, &[]);
}

#[test]
fn a_template_is_the_pages_that_it_makes() {
    let template = |community: &mut Community| {
        community.templates.insert("series.html".to_owned(), "<p>{{ series.title }}</p>".to_owned());
    };
    let mut community = Community::usual();
    let mut session = Session::new(community.inputs());
    pages(&session);
    template(&mut community);
    let update = session.apply(community.change(session.inputs()));
    assert!(update.templates && update.read.is_empty() && !update.linked);
    assert_eq!(pages(&session)["minutes/iaas/"].as_ref(), "<p>Iaas</p>");
}

#[test]
fn a_problem_moves_with_its_text() {
    let mut community = Community::usual();
    community.replace("content/guide/more.md", "More words", "More words [nowhere](nowhere.md)");
    let mut session = Session::new(community.inputs());
    community.replace("content/guide/more.md", "More words", "Many more words");
    let update = session.apply(community.change(session.inputs()));
    assert!(!update.linked);
    let text = community.text("content/guide/more.md");
    let spans: Vec<&str> = session
        .diagnostics()
        .iter()
        .filter_map(|diagnostic| diagnostic.location.as_ref())
        .filter(|place| place.path.as_str() == "guide/more.md")
        .filter_map(|place| place.span?.of(text))
        .collect();
    assert_eq!(spans, ["[nowhere](nowhere.md)"]);
}

#[test]
fn another_module_is_the_pages_that_it_made() {
    let mut community = Community::usual();
    community.replace("content/guide/more.md", "More words here.", "```made\nof this\n```");
    let mut session = Session::new(community.inputs());
    assert!(pages(&session)["guide/more/"].contains("made by the first"));
    community.module = 1;
    let update = session.apply(community.change(session.inputs()));
    assert_eq!(update.read.len(), 1);
    assert!(!pages(&session)["guide/more/"].contains("made by"), "a module was run that nobody pinned");
    community.configuration = community.configuration.replace("hash: FIRST", "hash: SECOND");
    session.apply(community.change(session.inputs()));
    assert!(pages(&session)["guide/more/"].contains("made by the <a"));
}
