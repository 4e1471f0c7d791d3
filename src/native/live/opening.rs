//! Before there is a site to show: it is still being read for the first time, or cannot be read.
//!
//! A site that is read soon is waited for, so that a reader sees it and nothing else. Otherwise a page takes its
//! place that says how far reading has come, or what is wrong with line and caret. It never passes for the site: its
//! status is 503, and its element `html` says `data-annals="opening"`, by which the script of open pages knows that
//! the page behind it has to be loaded, not changed in place.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::inject;
use crate::base::{Diagnostic, Hash, RelPath};
use crate::native::progress::Progress;
use crate::native::project::Trouble;
use crate::native::report::{self, Texts, Told};
use crate::page::html::escape;
use crate::source::SourceSet;

/// How long a reader waits for the site before being told how far it is.
const PATIENCE: Duration = Duration::from_millis(600);

/// How far the first reading has come.
#[derive(Default)]
pub(super) struct Opening {
    /// What is going on; waited for with `changed`.
    now: Mutex<Now>,
    changed: Condvar,
    /// Texts whose content is known, and how many there are.
    read: AtomicU64,
    texts: AtomicU64,
    /// Who else is told.
    terminal: Option<Box<dyn Progress + Send>>,
}

/// What is going on before there is a site.
#[derive(Default)]
struct Now {
    /// The work under way, each with how many things it has done.
    tasks: BTreeMap<String, u64>,
    /// What is wrong, and the files that it is wrong in.
    trouble: Option<(Vec<Diagnostic>, BTreeMap<RelPath, String>)>,
    /// Whether the site is there.
    done: bool,
}

impl Opening {
    /// An opening of which `terminal` is told too.
    pub(super) fn told_to(terminal: Option<Box<dyn Progress + Send>>) -> Opening {
        Opening { terminal, ..Opening::default() }
    }

    /// Waits for the site, but no longer than a reader does; whether it is there.
    pub(super) fn wait(&self) -> bool {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let is_unknown = |now: &mut Now| !now.done && now.trouble.is_none();
        let waited = self.changed.wait_timeout_while(now, PATIENCE, is_unknown);
        waited.unwrap_or_else(PoisonError::into_inner).0.done
    }

    /// The site is there.
    pub(super) fn finish(&self) {
        self.change(|now| *now = Now { done: true, ..Now::default() });
    }

    /// The site cannot be read.
    pub(super) fn fail(&self, trouble: Trouble) {
        self.change(|now| {
            *now = Now { trouble: Some((trouble.diagnostics, trouble.files)), ..Now::default() }
        });
    }

    /// There are this many texts to be understood.
    pub(super) fn expect(&self, texts: usize) {
        self.texts.store(texts as u64, Ordering::Relaxed);
        self.read.store(0, Ordering::Relaxed);
    }

    /// Another text is being understood.
    pub(super) fn count(&self) {
        self.read.fetch_add(1, Ordering::Relaxed);
    }

    /// Changes what is going on, and wakes those who wait.
    fn change(&self, change: impl FnOnce(&mut Now)) {
        change(&mut self.now.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.notify_all();
    }

    /// What is wrong, as it is drawn.
    pub(super) fn trouble(&self) -> Vec<Told> {
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        now.trouble.as_ref().map_or_else(Vec::new, |(diagnostics, files)| {
            let texts = Texts { sources: &SourceSet::default(), project: files.clone() };
            report::told(diagnostics, &texts)
        })
    }

    /// The page that is shown at every address, with its key.
    pub(super) fn page(&self) -> (String, Arc<str>) {
        let trouble = self.trouble();
        let (title, content) = if trouble.is_empty() {
            ("Reading the site", self.steps())
        } else {
            let mut list = "<p>This page opens as soon as it is mended.</p>\n<ol>\n".to_owned();
            for told in &trouble {
                let _ = writeln!(
                    list,
                    "<li class=\"{}\"><pre>{}</pre></li>",
                    told.severity,
                    escape(&told.drawing)
                );
            }
            ("The site cannot be opened yet", format!("{list}</ol>\n"))
        };
        let html = format!(
            "<!doctype html>\n<html lang=\"en\" data-annals=\"opening\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n\
             <noscript><meta http-equiv=\"refresh\" content=\"1\"></noscript>\n</head>\n\
             <body class=\"annals-problems annals-opening\">\n<main id=\"content\">\n<h1>{title}</h1>\n{content}</main>\n\
             </body>\n</html>\n"
        );
        let key = Hash::of(html.as_bytes()).short(20);
        let html = inject::inject(&html.into(), &key, 0, None);
        (key, html)
    }

    /// What is being done, one line each, and a bar where it is known how much there is.
    fn steps(&self) -> String {
        let [read, texts] = [&self.read, &self.texts].map(|count| count.load(Ordering::Relaxed));
        let read = read.min(texts);
        if texts > 0 {
            return format!(
                "<p>{read} of {texts} texts</p>\n<progress value=\"{read}\" max=\"{texts}\"></progress>\n"
            );
        }
        let now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let mut steps = String::new();
        for (task, done) in &now.tasks {
            let done = if *done == 0 { String::new() } else { format!(": {done}") };
            let _ = writeln!(steps, "<p>{}{done}</p>", escape(task));
        }
        steps.push_str("<progress></progress>\n");
        steps
    }
}

impl Progress for Opening {
    fn begin(&self, task: &str) {
        self.change(|now| {
            now.tasks.insert(task.to_owned(), 0);
        });
        self.terminal.iter().for_each(|terminal| terminal.begin(task));
    }

    fn advance(&self, task: &str, phase: &str, done: u64, total: u64) {
        self.change(|now| {
            now.tasks.insert(task.to_owned(), done);
        });
        self.terminal.iter().for_each(|terminal| terminal.advance(task, phase, done, total));
    }

    fn end(&self, task: &str) {
        self.change(|now| {
            now.tasks.remove(task);
        });
        self.terminal.iter().for_each(|terminal| terminal.end(task));
    }
}
