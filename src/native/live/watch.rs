//! What changes on the disk, in bursts.
//!
//! An editor that saves writes a temporary file, renames it, and touches the folder; a checkout changes hundreds of
//! files. What follows within [`QUIET`] belongs together, and a burst is told after [`LONGEST`] at the latest, so
//! that a program that writes without end does not silence the rest.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use notify::event::{EventKind, ModifyKind};
use notify::{Config, RecommendedWatcher, RecursiveMode, Watcher};

/// How long nothing may happen before a burst is over.
const QUIET: Duration = Duration::from_millis(8);

/// The same where a file is empty: some editors empty a file before they write it, and nobody wants to see that.
const BEGUN: Duration = Duration::from_millis(60);

/// How long a burst may be.
const LONGEST: Duration = Duration::from_millis(250);

/// Watches folders.
pub struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<notify::Event>>,
    /// What is watched now.
    watched: BTreeSet<(PathBuf, bool)>,
}

/// What happened in one burst.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Burst {
    /// Paths at which something happened.
    pub paths: BTreeSet<PathBuf>,
    /// Whether more happened than could be told: anything may have changed.
    pub lost: bool,
}

impl Watch {
    /// A watch of nothing yet.
    pub fn new() -> notify::Result<Watch> {
        let (sender, events) = mpsc::channel();
        let told = move |event| {
            // Nobody listens any more when the server ends.
            let _ = sender.send(event);
        };
        // A symbolic link leads to what is no part of the site.
        let config = Config::default().with_follow_symlinks(false);
        Ok(Watch { watcher: RecommendedWatcher::new(told, config)?, events, watched: BTreeSet::new() })
    }

    /// Watches `folders` with all below them, and what lies directly in `parents`; nothing else any more.
    ///
    /// A folder that was deleted and is there again is another folder, so that all are watched anew. What cannot be
    /// watched is given back with the reason.
    pub fn set(
        &mut self,
        folders: &BTreeSet<PathBuf>,
        parents: &BTreeSet<PathBuf>,
    ) -> Vec<(PathBuf, String)> {
        for (folder, _) in std::mem::take(&mut self.watched) {
            // It may be gone, and its watch with it.
            let _ = self.watcher.unwatch(&folder);
        }
        let below = |path: &Path| folders.iter().any(|folder| path != folder && path.starts_with(folder));
        let deep = folders.iter().filter(|folder| !below(folder)).map(|folder| (folder, true));
        let flat = parents.iter().filter(|parent| !below(parent) && !folders.contains(*parent));
        let mut failed = Vec::new();
        for (folder, recursive) in deep.chain(flat.map(|parent| (parent, false))) {
            if !folder.is_dir() {
                continue;
            }
            let mode = if recursive { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match self.watcher.watch(folder, mode) {
                Ok(()) => drop(self.watched.insert((folder.clone(), recursive))),
                Err(error) => failed.push((folder.clone(), error.to_string())),
            }
        }
        failed
    }

    /// Waits for a burst, at most for `patience`.
    pub fn next(&self, patience: Duration) -> Option<Burst> {
        let mut burst = Burst::default();
        let mut until = Instant::now() + patience;
        let mut end = None;
        while let Ok(event) = self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
            let quiet = if is_begun(&event) { BEGUN } else { QUIET };
            burst.add(event);
            if burst != Burst::default() {
                let now = Instant::now();
                until = (now + quiet).min(*end.get_or_insert(now + LONGEST));
            }
        }
        (burst != Burst::default()).then_some(burst)
    }
}

/// Whether `event` is of a file in which nothing stands yet.
fn is_begun(event: &notify::Result<notify::Event>) -> bool {
    let is_empty = |path: &PathBuf| path.metadata().is_ok_and(|file| file.is_file() && file.len() == 0);
    event.as_ref().is_ok_and(|event| event.paths.iter().any(is_empty))
}

impl Burst {
    /// Adds what `event` tells.
    fn add(&mut self, event: notify::Result<notify::Event>) {
        let Ok(event) = event else {
            self.lost = true;
            return;
        };
        self.lost |= event.need_rescan();
        // Reading a file, as this program does, is no change of it; neither is a change of its dates alone.
        let is_change = match event.kind {
            EventKind::Access(access) => {
                matches!(access, notify::event::AccessKind::Close(notify::event::AccessMode::Write))
            }
            EventKind::Modify(ModifyKind::Metadata(_)) => false,
            _ => true,
        };
        if is_change {
            self.paths.extend(event.paths);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_that_is_emptied_first_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.md");
        let event = |path: &Path| Ok(notify::Event::new(EventKind::Any).add_path(path.to_owned()));
        fs::write(&file, "").unwrap();
        assert!(is_begun(&event(&file)));
        fs::write(&file, "words").unwrap();
        assert!(!is_begun(&event(&file)));
        assert!(!is_begun(&event(folder.path())) && !is_begun(&event(&folder.path().join("gone"))));
    }
}
