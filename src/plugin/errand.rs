//! Questions that are answered elsewhere: in a browser, by a module of its own.
//!
//! The interpreter would be a seventh of the engine for browsers, and most sites have no plugin. So that engine renders
//! with the answers that it has, notes what it would have asked, and renders again when the answers are there. An
//! errand holds all that answering takes, so that whoever runs it needs to know nothing of the site.
//!
//! **Invariant: what is asked is what the program would ask.** Blocks are not known before the text is that they stand
//! in, nor what a document records before its blocks are; and a document has fuel for only so many blocks. So errands
//! are run stage by stage, and no further than fuel goes.

#[cfg(feature = "interpreter")]
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::host::Called;
#[cfg(feature = "interpreter")]
use super::host::{Guest, Host};
#[cfg(feature = "interpreter")]
use super::interpreter::Interpreter;
use super::limit::{CALLS_PER_DOCUMENT, Limits};
use super::wire::Hook;
#[cfg(feature = "interpreter")]
use super::wire::Question;
use crate::base::Hash;
#[cfg(feature = "interpreter")]
use crate::base::parcel;

/// A question, and all that answering it takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Errand {
    /// Under what the answer is remembered.
    pub(super) key: Hash,
    /// The hash of what the module's answers depend on, and of its hooks.
    pub(super) guest: Hash,
    /// The module.
    pub(super) module: Arc<[u8]>,
    /// What it is asked for on this site.
    pub(super) hooks: Vec<Hook>,
    /// What it may use.
    pub(super) limits: Limits,
    /// What it is asked for now.
    pub(super) hook: Hook,
    /// The texts of the question.
    pub(super) texts: [String; 3],
}

/// What came of an errand.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Outcome {
    /// Its key.
    pub(super) key: Hash,
    /// Its guest.
    guest: Hash,
    /// What came of the call; nothing where the module cannot be used.
    pub(super) called: Option<Called>,
}

/// The errands of what was read last.
#[derive(Debug, Default)]
pub(super) struct Errands {
    /// Those that are yet to be run, in the order of the questions.
    waiting: Vec<Errand>,
    /// How much fuel blocks have taken.
    spent: u64,
    /// Guests that cannot be used.
    unusable: BTreeSet<Hash>,
}

impl Errands {
    /// Begins anew, with the next text.
    pub(super) fn clear(&mut self) {
        (self.waiting, self.spent) = (Vec::new(), 0);
    }

    /// Notes `errand`, unless nothing could come of it.
    pub(super) fn note(&mut self, errand: Errand) {
        let is_noted = self.waiting.iter().any(|known| known.key == errand.key);
        if !is_noted && !self.unusable.contains(&errand.guest) {
            self.waiting.push(errand);
        }
    }

    /// The errand that is to be run next.
    pub(super) fn next(&self) -> Option<&Errand> {
        // In the order of the stages; what was asked of later ones was asked without the answers of this.
        let hook = self.waiting.iter().map(|errand| errand.hook).min()?;
        let next = self.waiting.iter().find(|errand| errand.hook == hook)?;
        let fuel = next.limits.fuel.saturating_mul(CALLS_PER_DOCUMENT);
        Some(next).filter(|_| hook != Hook::Fence || self.spent < fuel)
    }

    /// Takes note of what came of the errand that was run.
    pub(super) fn done(&mut self, outcome: &Outcome) {
        let Some(place) = self.waiting.iter().position(|errand| errand.key == outcome.key) else { return };
        let hook = self.waiting.remove(place).hook;
        match &outcome.called {
            Some(called) if hook == Hook::Fence => self.spent = self.spent.saturating_add(called.fuel),
            Some(_) => {}
            None => {
                self.unusable.insert(outcome.guest);
                self.waiting.retain(|errand| errand.guest != outcome.guest);
            }
        }
        if !self.waiting.iter().any(|errand| errand.hook == hook) {
            // Whatever else was asked comes after this.
            self.waiting.clear();
        }
    }
}

/// Runs errands.
#[cfg(feature = "interpreter")]
#[derive(Debug, Default)]
pub struct Runner {
    /// What runs modules.
    interpreter: Interpreter,
    /// Those that were asked already; nothing for one that cannot be used.
    guests: BTreeMap<Hash, Option<Box<dyn Guest>>>,
}

#[cfg(feature = "interpreter")]
impl Runner {
    /// Runs an errand; what came of it as bytes, or nothing where it is damaged or another program's.
    pub fn run(&mut self, errand: &[u8]) -> Option<Vec<u8>> {
        let Errand { key, guest, module, hooks, limits, hook, texts } = parcel::open(errand)?;
        let prepare = || self.interpreter.prepare(&module, &hooks, limits).ok();
        let known = self.guests.entry(guest).or_insert_with(prepare);
        let [text, about, options] = &texts;
        let called = known.as_ref().map(|known| known.ask(hook, Question { text, about, options }));
        Some(parcel::pack(&Outcome { key, guest, called }))
    }
}
