//! The page that lists all problems of the site, as long as there are any.

use std::fmt::Write;
use std::sync::Arc;

use super::editor::Editor;
use super::inject;
use super::state::State;
use crate::base::{Hash, SourcePath};
use crate::native::report::{self, Told};
use crate::page::html::escape;

/// How many problems are drawn: with more, a browser has more work than a reader has use.
const DRAWN: usize = 1000;

/// The page, with its key.
pub(super) fn page(state: &State, editor: &Editor) -> (String, Arc<str>) {
    let problems = state.problems();
    let title = &state.session.inputs().config.title;
    let told = report::told(&problems[..problems.len().min(DRAWN)], &state.texts());
    let mut list = String::new();
    let mut file = None;
    for (problem, told) in problems.iter().zip(&told) {
        if file != Some(&told.file) {
            if file.is_some() {
                list.push_str("</ol></section>\n");
            }
            file = Some(&told.file);
            let location = problem.location.as_ref();
            let path = location.and_then(|at| Some(SourcePath::new(at.source.as_ref()?, &at.path)));
            list.push_str(&heading(state, editor, told, path.as_ref()));
        }
        let _ = writeln!(
            list,
            "<li class=\"{}\" id=\"{}\"><pre>{}</pre></li>",
            told.severity,
            Hash::of(told.drawing.as_bytes()).short(12),
            escape(&told.drawing)
        );
    }
    if file.is_some() {
        list.push_str("</ol></section>\n");
    }
    if problems.len() > DRAWN {
        let _ = writeln!(list, "<p>And {} more.</p>", problems.len() - DRAWN);
    }
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>Problems · {title}</title>\n\
         <link rel=\"stylesheet\" href=\"/annals.css\">\n</head>\n<body class=\"annals-problems\">\n\
         <main id=\"content\">\n<p><a href=\"/\">{title}</a></p>\n<h1>Problems</h1>\n<p>{summary}</p>\n{list}</main>\n\
         </body>\n</html>\n",
        title = escape(title),
        summary = escape(&report::summary(&problems)),
    );
    let key = Hash::of(html.as_bytes()).short(20);
    let html = inject::inject(&html.into(), &key, state.version, None);
    (key, html)
}

/// The heading over the problems of one file, which leads to its page and to its place in the editor.
fn heading(state: &State, editor: &Editor, first: &Told, path: Option<&SourcePath>) -> String {
    let name = escape(first.file.as_deref().unwrap_or("The whole site"));
    let page = path.and_then(|path| state.address(path));
    let open = path.and_then(|path| editor.url(&state.on_disk(path)?, first.line));
    let name = match page {
        Some(page) => format!("<a href=\"{}\">{name}</a>", escape(&page)),
        None => name,
    };
    let open = open.map_or(String::new(), |open| {
        format!(" <a class=\"annals-open\" href=\"{}\">open in editor</a>", escape(&open))
    });
    format!("<section>\n<h2>{name}{open}</h2>\n<ol>\n")
}
