//! What plugins answered.
//!
//! An answer depends on the module, its limits and options, and the question, and on nothing else; so it is kept
//! under the hash of these, for as long as a session lives and, where the edge keeps it, longer. Failures are kept
//! too: a question that took a plugin all of its fuel is the last that should be asked twice.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::errand::{Errand, Errands, Outcome};
use super::host::Called;
use crate::base::{Hash, parcel};

/// What plugins answered, by the hash of what they were asked.
#[derive(Debug, Default)]
pub struct Memory {
    /// The answers, each with whether somebody asked for it since this memory was made.
    answers: RwLock<BTreeMap<Hash, (Arc<Called>, AtomicBool)>>,
    /// Whether there is an answer that was not there when this memory was made.
    is_changed: AtomicBool,
    /// What is to be asked elsewhere; nothing where modules run here.
    errands: Option<Mutex<Errands>>,
}

/// Answers as they are kept.
pub type Answers = BTreeMap<Hash, Arc<Called>>;

/// How many bytes of answers are kept before those are left out that nobody asked for.
const MOST: usize = 64 << 20;

impl Memory {
    /// A memory of `answers` that were given before.
    pub fn new(answers: Answers) -> Memory {
        let answers = answers.into_iter().map(|(key, called)| (key, (called, AtomicBool::new(false))));
        Memory { answers: RwLock::new(answers.collect()), ..Memory::default() }
    }

    /// A memory of nothing, for those who have their questions answered elsewhere.
    pub fn elsewhere() -> Memory {
        Memory { errands: Some(Mutex::default()), ..Memory::default() }
    }

    /// Whether questions are answered elsewhere.
    pub fn asks_elsewhere(&self) -> bool {
        self.errands.is_some()
    }

    /// What is to be asked elsewhere.
    fn errands(&self) -> Option<MutexGuard<'_, Errands>> {
        Some(self.errands.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Notes what is to be asked elsewhere.
    pub(super) fn send(&self, errand: Errand) {
        if let Some(mut errands) = self.errands() {
            errands.note(errand);
        }
    }

    /// Forgets what was to be asked elsewhere: the next text is read.
    pub fn begin(&self) {
        if let Some(mut errands) = self.errands() {
            errands.clear();
        }
    }

    /// Whether something is to be asked elsewhere before the text that was read last is as it should be.
    pub fn waits(&self) -> bool {
        self.errands().is_some_and(|errands| errands.next().is_some())
    }

    /// The next errand, as bytes for a [`Runner`](super::Runner).
    pub fn errand(&self) -> Option<Vec<u8>> {
        Some(parcel::pack(self.errands()?.next()?))
    }

    /// Takes what came of an errand; whether that could be read.
    pub fn answer(&self, outcome: &[u8]) -> bool {
        let (Some(mut errands), Some(outcome)) = (self.errands(), parcel::open::<Outcome>(outcome)) else {
            return false;
        };
        errands.done(&outcome);
        if let Some(called) = outcome.called {
            self.called(outcome.key, || called);
        }
        true
    }

    /// What is worth keeping, if anything is new.
    pub fn kept(&self) -> Option<Answers> {
        if !self.is_changed.load(Ordering::Relaxed) {
            return None;
        }
        let answers = self.answers.read().unwrap_or_else(PoisonError::into_inner);
        let size: usize = answers.values().map(|(called, _)| called.size()).sum();
        let is_kept = |is_asked: &AtomicBool| size <= MOST || is_asked.load(Ordering::Relaxed);
        let kept = answers.iter().filter(|(_, (_, is_asked))| is_kept(is_asked));
        Some(kept.map(|(key, (called, _))| (*key, called.clone())).collect())
    }

    /// What is remembered under `key`, or what comes of asking, which is remembered then.
    pub(super) fn called(&self, key: Hash, ask: impl FnOnce() -> Called) -> Arc<Called> {
        if let Some(known) = self.known(key) {
            return known;
        }
        let called = Arc::new(ask());
        self.is_changed.store(true, Ordering::Relaxed);
        let mut answers = self.answers.write().unwrap_or_else(PoisonError::into_inner);
        answers.entry(key).or_insert((called, AtomicBool::new(true))).0.clone()
    }

    /// What is remembered under `key`.
    pub(super) fn known(&self, key: Hash) -> Option<Arc<Called>> {
        let answers = self.answers.read().unwrap_or_else(PoisonError::into_inner);
        let (called, is_asked) = answers.get(&key)?;
        is_asked.store(true, Ordering::Relaxed);
        Some(called.clone())
    }
}
