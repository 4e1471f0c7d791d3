//! A site's own templates and files, and templates that are wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{SITE, Small, holds};
use crate::base::OutPath;
use crate::page::Theme;

#[test]
fn a_site_can_replace_a_template_and_a_file_and_add_its_own_style() {
    let small = Small::new(SITE);
    let templates = [("page.html".to_owned(), "<p>{{ page.title }} {{ root }}</p>".to_owned())].into();
    let statics: BTreeMap<OutPath, Arc<[u8]>> =
        ["annals.js", "site.css"].map(|name| (OutPath::new(name).unwrap(), Arc::from(&b"own"[..]))).into();
    let theme = Theme::embedded().overridden(templates, statics);
    assert_eq!(&*theme.statics[&OutPath::new("annals.js").unwrap()], b"own");
    assert!(theme.statics[&OutPath::new("annals.css").unwrap()].len() > 1000);
    assert_eq!(small.render("guide/start/", theme.clone()).value, "<p>Start ../../</p>");
    holds(
        &small.render("minutes/", theme).value,
        &["highlight.css", "<link rel=\"stylesheet\" href=\"../site.css\">"],
    );
    assert!(!small.page("minutes/").contains("site.css"));
}

/// What is said of a site's own template `name` when `guide/start/` is rendered, and what becomes of the page.
#[track_caller]
fn check_template(name: &str, text: &str, message: &str, page: &[&str]) {
    let own = [(name.to_owned(), text.to_owned())].into();
    let theme = Theme::embedded().overridden(own, BTreeMap::new());
    let rendered = Small::new(SITE).render("guide/start/", theme);
    let [diagnostic] = &rendered.diagnostics[..] else { panic!("{:?}", rendered.diagnostics) };
    assert!(diagnostic.message.contains(message), "{}", diagnostic.message);
    let location = diagnostic.location.as_ref().unwrap();
    assert_eq!(location.path.as_str(), format!("templates/{name}"));
    holds(&rendered.value, page);
}

#[test]
fn a_template_that_cannot_be_read_is_told_and_left_out() {
    let built_in = ["<nav id=\"navigation\"", "<h1>Start</h1>"];
    check_template("page.html", "<p>\n{% if %}", "template `page.html`, line 2: ", &built_in);
    check_template("page.html", "{% extends \"no.html\" %}", "`no.html`", &built_in);
    check_template("page.html", "{{ page.title | nosuchfilter }}", "`page.html`, line 1", &built_in);
}

#[test]
fn a_template_that_fails_leaves_the_page_in_a_plain_shape() {
    check_template(
        "page.html",
        "\n\n{{ nosuch }}",
        "template `page.html`, line 3: ",
        &["<title>Start</title>", "href=\"../../annals.css\"", "<h1>Start</h1>", "<p>text of Start</p>"],
    );
    check_template("page.html", "{{ nosuch }}", "while rendering `guide:start.md`", &[]);
}
