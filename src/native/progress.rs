//! Telling a person that something is going on.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, PoisonError};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

/// Told of work as it goes on, from any thread.
pub trait Progress: Sync {
    /// The work `task` (a verb and a name: `fetching minutes`) begins.
    fn begin(&self, task: &str);
    /// `task` is in `phase`, with `done` of `total` things done; a total of 0 is not known.
    fn advance(&self, task: &str, phase: &str, done: u64, total: u64);
    /// `task` has ended, well or not.
    fn end(&self, task: &str);
}

/// Tells nobody.
#[derive(Debug, Copy, Clone, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn begin(&self, _: &str) {}
    fn advance(&self, _: &str, _: &str, _: u64, _: u64) {}
    fn end(&self, _: &str) {}
}

/// Bars on standard error when it is a terminal; otherwise a plain line as each task begins.
#[derive(Debug)]
pub struct Terminal {
    /// The bars, if somebody watches.
    bars: Option<MultiProgress>,
    /// The bar of each task at work.
    open: Mutex<BTreeMap<String, ProgressBar>>,
}

impl Default for Terminal {
    fn default() -> Terminal {
        let bars = std::io::stderr().is_terminal().then(MultiProgress::new);
        Terminal { bars, open: Mutex::new(BTreeMap::new()) }
    }
}

impl Progress for Terminal {
    fn begin(&self, task: &str) {
        let Some(bars) = &self.bars else {
            // Nobody can be told that standard error is closed.
            let _ = writeln!(std::io::stderr(), "{task}");
            return;
        };
        let bar = bars.add(ProgressBar::new(0));
        if let Ok(style) = ProgressStyle::with_template("{msg:36!} {bar:24} {pos}/{len} {elapsed}") {
            bar.set_style(style);
        }
        bar.set_message(task.to_owned());
        self.open.lock().unwrap_or_else(PoisonError::into_inner).insert(task.to_owned(), bar);
    }

    fn advance(&self, task: &str, phase: &str, done: u64, total: u64) {
        if let Some(bar) = self.open.lock().unwrap_or_else(PoisonError::into_inner).get(task) {
            bar.set_message(format!("{task}: {phase}"));
            bar.set_length(total.max(done));
            bar.set_position(done);
        }
    }

    fn end(&self, task: &str) {
        if let Some(bar) = self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(task) {
            bar.finish_and_clear();
        }
    }
}
