//! The site as it is written: shown in the browser, and told of changes while pages are open.
//!
//! ```text
//! disk -> watch -> state -> session      a burst becomes a change, and pages are rendered when they are asked for
//!                    |
//!                  events -> live.js     each open page is told which key its page has now, and fetches what is new
//! ```

pub mod editor;
mod events;
mod inject;
mod opening;
mod problems;
mod save;
mod start;
mod state;
#[cfg(test)]
mod tests;
mod watch;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, RwLockReadGuard};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::baseline::Baseline;
use super::cache::Cache;
use super::cli::{AsOf, Global, tell};
use super::progress::{Progress, Quiet, Terminal};
use super::project::Project;
use super::report::{self, Told};
use super::secret;
use crate::base::{Diagnostic, Severity, url};
use crate::session::{Bodies, Rendered};
use crate::site::Content;
use editor::Editor;
use events::Events;
pub(super) use events::stream;
pub(super) use inject::{SCRIPT, SHARED, STYLE};
use opening::Opening;
use save::Saving;
pub(super) use save::{Refusal, Saved};
pub(super) use state::State;
use watch::{Burst, Watch};

/// Where everything lies that is no part of the site.
pub(super) const PREFIX: &str = "_annals/";

/// How long is waited for a change; then the day may be another one.
const PATIENCE: Duration = Duration::from_secs(3600);

/// How long is waited for a change while the engine for browsers is being built.
const BRIEF: Duration = Duration::from_millis(500);

/// How long after the start everything is read once more.
const SETTLED: Duration = Duration::from_secs(2);

/// A site that is shown while it changes.
pub struct Live {
    global: Global,
    day: AsOf,
    editor: Editor,
    /// How it is going until there is a site.
    opening: Opening,
    /// The site, when it was read for the first time.
    state: OnceLock<RwLock<State>>,
    events: Events,
    /// Pages as they were when their template last worked, by URL.
    good: Mutex<BTreeMap<String, Arc<str>>>,
    /// How many texts had been read when all were remembered.
    remembered: AtomicUsize,
    saving: Saving,
}

/// What is at an address.
pub(super) enum Found {
    /// A page, with its key.
    Page(String, Arc<str>),
    /// The page for addresses at which there is nothing.
    Missing(String, Arc<str>),
    /// Another file of the site, called like this.
    File(String, Arc<[u8]>),
    /// A folder whose address ends with a slash.
    Folder,
    /// No site yet, and the page that says so, with its key.
    Opening(String, Arc<str>),
    /// Nothing, not even a page that says so.
    Nothing,
}

/// What an open page is told of a change.
#[derive(Serialize)]
struct Message<'a> {
    /// Counts the changes.
    version: u64,
    /// The key that the page has now.
    key: Option<String>,
    /// The address of the page that was edited.
    edited: Option<&'a str>,
    /// Addresses of style sheets that have other bytes.
    styles: &'a [String],
}

/// What a page shows beside itself.
#[derive(Default, Serialize)]
struct Beside {
    version: u64,
    errors: usize,
    warnings: usize,
    /// What has to be seen now: what keeps the site from being shown as it is on the disk, and errors of this page.
    overlay: Vec<Told>,
    /// The file that the page shows, as its source knows it.
    file: Option<String>,
    /// The address that opens it in the editor.
    open: Option<String>,
}

impl Live {
    /// Shows the site that `global` names, when [`Live::follow`] has read it; who knows `saving` may write its texts.
    pub(super) fn new(global: &Global, day: &AsOf, editor: Editor, saving: Option<String>) -> Live {
        let terminal = || -> Box<dyn Progress + Send> { Box::new(Terminal::default()) };
        Live {
            global: global.clone(),
            day: day.clone(),
            editor,
            opening: Opening::told_to((!global.quiet).then(terminal)),
            state: OnceLock::new(),
            events: Events::default(),
            good: Mutex::default(),
            remembered: AtomicUsize::new(0),
            saving: Saving::new(saving),
        }
    }

    /// The state as it is now, if there is a site yet.
    pub(super) fn state(&self) -> Option<RwLockReadGuard<'_, State>> {
        self.state.get().map(read)
    }

    /// The state as it is now, waiting a moment for the site to be there.
    fn shown(&self) -> Option<RwLockReadGuard<'_, State>> {
        self.state().or_else(|| self.opening.wait().then(|| self.state()).flatten())
    }

    /// Opens a stream of messages to the page at `address`, the present state being the first.
    pub(super) fn open(&self, address: &str) -> Option<Receiver<Arc<str>>> {
        self.events.open(address)
    }

    /// What is at `path`, an address without its leading slash.
    pub(super) fn find(&self, path: &str) -> Found {
        let Some(state) = self.shown() else {
            let (key, html) = self.opening.page();
            return Found::Opening(key, html);
        };
        let file = state.file_at(path);
        if let Some(page) = file.as_ref().and_then(|file| state.session.page_at(file)) {
            let html = self.last_good(&page);
            return Found::Page(key(&page), self.inject(&html, &key(&page), state.version));
        }
        let content = file.as_ref().and_then(|file| state.session.file(file));
        let bytes = content.and_then(|content| match content {
            Content::Bytes(bytes) => Some(bytes),
            Content::Text(text) => Some(Arc::from(text.text.as_bytes())),
            Content::Copy(source) => state.assets.bytes(&source).ok().map(Arc::from),
            // A session has all bytes itself.
            Content::Known(_) => None,
        });
        if let (Some(bytes), Some(file)) = (bytes, file) {
            return Found::File(file.to_string(), bytes);
        }
        let folder = state.file_at(&format!("{path}/"));
        if folder.is_some_and(|folder| state.session.file(&folder).is_some()) {
            return Found::Folder;
        }
        match state.file_at("404.html").and_then(|file| state.session.page_at(&file)) {
            Some(page) => Found::Missing(key(&page), self.inject(&page.html, &key(&page), state.version)),
            None => Found::Nothing,
        }
    }

    /// `html` as it is sent.
    fn inject(&self, html: &Arc<str>, key: &str, version: u64) -> Arc<str> {
        inject::inject(html, key, version, self.saving.token.as_deref())
    }

    /// The HTML of `page`, or what it was when its template last worked.
    fn last_good(&self, page: &Rendered) -> Arc<str> {
        let mut good = self.good.lock().unwrap_or_else(PoisonError::into_inner);
        if page.diagnostics.is_empty() {
            good.insert(page.url.clone(), page.html.clone());
            return page.html.clone();
        }
        good.get(&page.url).unwrap_or(&page.html).clone()
    }

    /// What the page at `address` shows beside itself, as JSON.
    pub(super) fn beside(&self, address: &str) -> String {
        let Some(state) = self.state() else {
            let beside = Beside { errors: self.opening.trouble().len(), ..Beside::default() };
            return serde_json::to_string(&beside).unwrap_or_default();
        };
        let page = page_at(&state, address);
        let path = page
            .as_ref()
            .and_then(|page| state.session.record().documents.get(page.document?.0 as usize))
            .map(|entry| entry.path.clone());
        let problems = state.problems();
        let is_of_page = |problem: &&Diagnostic| {
            let location = problem.location.as_ref();
            let same = location.zip(path.as_ref()).is_some_and(|(location, path)| {
                location.source.as_ref() == Some(&path.source) && location.path == path.path
            });
            problem.severity == Severity::Error && same
        };
        let mut overlay: Vec<Diagnostic> = state.trouble.clone();
        overlay.extend(page.iter().flat_map(|page| page.diagnostics.iter().cloned()));
        overlay.extend(problems.iter().filter(is_of_page).cloned());
        overlay.sort();
        overlay.dedup();
        let count = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
        let beside = Beside {
            version: state.version,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            overlay: report::told(&overlay, &state.texts()),
            open: path.as_ref().and_then(|path| self.editor.url(&state.on_disk(path)?, None)),
            file: path.map(|path| path.to_string()),
        };
        serde_json::to_string(&beside).unwrap_or_default()
    }

    /// The page that lists all problems, with its key.
    pub(super) fn problems(&self) -> Found {
        match self.shown() {
            Some(state) => {
                let (key, html) = problems::page(&state, &self.editor);
                Found::Page(key, html)
            }
            None => {
                let (key, html) = self.opening.page();
                Found::Opening(key, html)
            }
        }
    }

    /// Remembers what was made of the texts, if anything was, for the next start.
    pub(super) fn remember(&self) {
        let Some(state) = self.state() else { return };
        let read = state.session.work().read;
        if self.remembered.swap(read, Ordering::Relaxed) != read {
            let cache = state.root.join(".annals");
            Cache { folder: &cache }.remember_texts(Bodies::Wanted, state.session.readings());
        }
    }

    /// Reads the site, and then follows the disk until the process ends.
    ///
    /// A system that cannot be watched is told, and the site is shown as it was read. An `engine` for browsers that is
    /// being built is part of the site when it is there.
    pub(super) fn follow(&self, mut engine: Option<JoinHandle<Result<(), String>>>) {
        let mut watch = match Watch::new() {
            Ok(watch) => watch,
            Err(error) => {
                tell(&format!("warning: changes are not seen: {error}"));
                self.start(None);
                return;
            }
        };
        let state = self.start(Some(&mut watch));
        self.watch(&mut watch, state);
        // What changed between reading and watching is seen by reading once more, when the first page is out.
        let mut burst = watch.next(SETTLED).unwrap_or_default();
        burst.lost = true;
        let mut known = read(state).problems();
        loop {
            self.take(state, &mut watch, &burst, &mut known);
            burst = watch.next(if engine.is_some() { BRIEF } else { PATIENCE }).unwrap_or_default();
            if let Some(Ok(built)) = engine.take_if(|engine| engine.is_finished()).map(JoinHandle::join) {
                burst.lost |= built.is_ok();
                built.unwrap_or_else(|reason| tell(&format!("warning: {reason}")));
            }
        }
    }

    /// Watches what the state is made from.
    fn watch(&self, watch: &mut Watch, state: &RwLock<State>) {
        let (deep, flat) = read(state).watched();
        for (folder, reason) in watch.set(&deep, &flat) {
            tell(&format!("warning: changes in `{}` are not seen: {reason}", folder.display()));
        }
    }

    /// Tells each open page which key it has in `state`; of the page that was `edited` its address, and the style
    /// sheets that have other bytes.
    fn tell(&self, state: &State, edited: Option<&str>, styles: &[String]) {
        self.events.tell(|page| {
            let key = match page == format!("/{PREFIX}problems") {
                true => Some(problems::page(state, &self.editor).0),
                false => page_at(state, page).map(|page| key(&page)),
            };
            let message = Message { version: state.version, key, edited, styles };
            serde_json::to_string(&message).unwrap_or_default().into()
        });
    }

    /// Takes a burst, tells all open pages, and says so; `known` are the problems that there were.
    fn take(&self, state: &RwLock<State>, watch: &mut Watch, burst: &Burst, known: &mut Vec<Diagnostic>) {
        let start = Instant::now();
        let before = read(state).session.work();
        let open = || {
            self.watch(watch, state);
            Project::read(&self.global, None, &Quiet).map(Project::with_engine)
        };
        let outcome = State::take(state, burst, open, self.day.day());
        let Some(outcome) = outcome else { return };
        let state = read(state);
        let edited = outcome.edited.as_ref().and_then(|path| state.address(path));
        let is_style = |name: &str| name.ends_with(".css");
        let styles = outcome.update.statics.iter().map(|path| path.as_str()).filter(|name| is_style(name));
        let styles: Vec<String> = styles.map(|name| format!("/{}", url::encode_path(name))).collect();
        self.tell(&state, edited.as_deref(), &styles);
        let time = start.elapsed();
        let before_problems = std::mem::replace(known, state.problems());
        let is_news = !burst.lost || outcome.update.linked || !outcome.update.read.is_empty();
        if !self.global.quiet && is_news {
            let after = state.session.work();
            let changed = Baseline::of(&before_problems).compare(known.clone());
            tell(&format!(
                "{}: {} read{}, {} rendered{}{}, {:.1} ms",
                outcome.what,
                count(after.read - before.read, "file"),
                if outcome.update.linked { ", linked" } else { "" },
                count(after.rendered - before.rendered, "page"),
                problem_count(changed.new.len(), "new"),
                problem_count(changed.fixed, "fixed"),
                time.as_secs_f64() * 1000.0
            ));
            for problem in report::told(&state.trouble, &state.texts()) {
                tell(&problem.drawing);
            }
        }
    }
}

/// The page that is shown at `address`: the one for missing pages where there is none.
fn page_at(state: &State, address: &str) -> Option<Rendered> {
    let path = url::decode(address.strip_prefix('/')?)?;
    let page = state.file_at(&path).and_then(|file| state.session.page_at(&file));
    page.or_else(|| state.session.page_at(&state.file_at("404.html")?))
}

/// The key of a page as a browser keeps it.
fn key(page: &Rendered) -> String {
    page.key.short(20)
}

/// `1 file`, `2 files`.
fn count(number: usize, one: &str) -> String {
    if number == 1 { format!("1 {one}") } else { format!("{number} {one}s") }
}

/// `, 2 problems new`; nothing for none.
fn problem_count(number: usize, what: &str) -> String {
    if number == 0 { String::new() } else { format!(", {} {what}", count(number, "problem")) }
}

/// What `state` is now.
fn read(state: &RwLock<State>) -> RwLockReadGuard<'_, State> {
    state.read().unwrap_or_else(PoisonError::into_inner)
}
