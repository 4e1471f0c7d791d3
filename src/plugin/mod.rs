//! Wasm guests: programs of others that help to make a site, and can do nothing else.
//!
//! A plugin is a module that is given bytes and gives bytes. It imports nothing, so it has no files, no clock and no
//! network; it is pinned by hash in `annals.yaml`; and it is asked afresh each time, so that the same question gets
//! the same answer, in the program and in the browser, and answers can be remembered. What it may use is counted
//! ([`Limits`]), and everything that can go wrong ([`Failure`]) is a diagnostic at what it was asked about.
//!
//! ```text
//! annals.yaml -> Settings -> Plugins -> one Guest per module -> answer -> hook: allow-list, or checked JSON
//! ```
//!
//! **Invariant: a plugin is not believed.** What it makes of a block passes the same allow-list as authors' HTML.

mod answer;
mod document;
mod errand;
mod failure;
mod fence;
mod host;
#[cfg(feature = "interpreter")]
mod interpreter;
#[cfg_attr(not(feature = "interpreter"), allow(dead_code, reason = "the interpreter keeps most of them"))]
mod limit;
mod memory;
mod settings;
#[cfg(test)]
mod tests;
#[cfg_attr(
    not(feature = "interpreter"),
    allow(dead_code, reason = "the interpreter alone speaks with modules")
)]
mod wire;

use std::sync::{Arc, OnceLock};

use crate::base::{Diagnostic, Hash, Pin};
pub use document::{Asked, Said, lead_back};
use errand::Errand;
#[cfg(feature = "interpreter")]
pub use errand::Runner;
pub use failure::{Failure, Unusable};
pub use fence::PageFences;
use host::{Called, Guest, Host};
#[cfg(feature = "interpreter")]
use interpreter::Interpreter;
pub use limit::Limits;
pub use memory::{Answers, Memory};
pub use settings::{Selects, Settings};
pub use wire::{Hook, Question};

/// All plugins of a site, ready to be asked.
#[derive(Debug, Default)]
pub struct Plugins {
    /// In the order of `annals.yaml`.
    list: Vec<Plugin>,
    /// What they answered.
    memory: Arc<Memory>,
}

/// One plugin.
#[derive(Debug)]
pub struct Plugin {
    /// What is configured.
    settings: Settings,
    /// What its answers depend on beside the question.
    identity: Hash,
    /// The module, when somebody asked it; modules that nobody asks are not even read. Nothing where it runs elsewhere.
    guest: OnceLock<Result<Option<Box<dyn Guest>>, Unusable>>,
    /// What runs it; nothing where it runs elsewhere.
    host: Option<Arc<dyn Host>>,
}

impl Plugins {
    /// The plugins that `settings` describe, which know what is in `memory`.
    pub fn new(settings: Vec<Settings>, memory: Arc<Memory>) -> Plugins {
        if settings.is_empty() {
            return Plugins { list: Vec::new(), memory };
        }
        let host = if memory.asks_elsewhere() { None } else { interpreter() };
        let list = settings.into_iter().map(|settings| Plugin::new(settings, host.clone())).collect();
        Plugins { list, memory }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The hash of all that plugins would make of a document beside its text; nothing for a document that none of them
    /// is asked about.
    pub fn key(&self, asked: Asked<'_>) -> Option<Hash> {
        let serving = self.list.iter().map(|plugin| (plugin, plugin.may_serve(asked)));
        let serving = serving.filter(|(_, hooks)| hooks.contains(&true));
        let identities: Vec<_> =
            serving.map(|(plugin, hooks)| (plugin.identity, &plugin.settings.name, hooks)).collect();
        (!identities.is_empty()).then(|| Hash::of_value(&identities))
    }

    /// What is wrong with the modules themselves.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let told = self.list.iter().filter_map(|plugin| {
            // A module that answered before need not be read again to be found in order.
            if self.memory.known(plugin.usable()).is_some() {
                return None;
            }
            let unusable = match plugin.guest() {
                Err(unusable) => unusable,
                Ok(_) => {
                    let fine = Called { answer: Ok(String::new()), fuel: 0 };
                    self.memory.called(plugin.usable(), || fine);
                    return None;
                }
            };
            let settings = &plugin.settings;
            Some(unusable.diagnostic(&settings.name)?.at(settings.place_of(unusable)))
        });
        told.collect()
    }

    /// What makes HTML of the blocks of one document.
    pub fn fences(&self) -> Option<PageFences<'_>> {
        (!self.list.is_empty()).then(|| PageFences::new(self))
    }
}

impl Plugin {
    /// The plugin that `settings` describe.
    fn new(settings: Settings, host: Option<Arc<dyn Host>>) -> Plugin {
        let identity = settings.identity();
        Plugin { settings, identity, guest: OnceLock::new(), host }
    }

    /// By which hooks it may be asked about a document: more often than it is, but never less.
    fn may_serve(&self, asked: Asked<'_>) -> [bool; 3] {
        let Settings { fences, documents, checks, .. } = &self.settings;
        // A plugin may hand over Markdown with blocks of which the text says nothing.
        let is_other = self.settings.documents.is_some();
        let fences = fences.iter().any(|language| is_other || asked.text.contains(language.as_str()));
        let holds = |which: &Option<Arc<dyn Selects>>| which.as_ref().is_some_and(|which| which.holds(asked));
        [fences, holds(documents), holds(checks)]
    }

    /// Under what it is remembered that the module can be used.
    fn usable(&self) -> Hash {
        Hash::of_value(&(
            self.identity,
            self.settings.hooks().iter().map(|hook| hook.function()).collect::<Vec<_>>(),
        ))
    }

    /// The module, or why there is none.
    fn guest(&self) -> &Result<Option<Box<dyn Guest>>, Unusable> {
        self.guest.get_or_init(|| {
            let module = self.settings.module.as_deref().ok_or(Unusable::Unread)?;
            let pin = Pin::of(module);
            match self.settings.pin {
                Some(expected) if expected == pin => {}
                Some(_) => return Err(Unusable::OtherFile(pin)),
                None => return Err(Unusable::Unpinned(pin)),
            }
            let prepare =
                |host: &Arc<dyn Host>| host.prepare(module, &self.settings.hooks(), self.settings.limits);
            self.host.as_ref().map(prepare).transpose()
        })
    }

    /// Asks, unless it is remembered what came of the same question; nothing for a module that cannot be used, or one
    /// that runs elsewhere and is yet to be asked.
    fn ask(&self, memory: &Memory, hook: Hook, question: Question<'_>) -> Option<Arc<Called>> {
        let guest = self.guest().as_ref().ok()?;
        let key = Hash::of_value(&(self.identity, hook.function(), question.texts()));
        if let Some(guest) = guest {
            return Some(memory.called(key, || guest.ask(hook, question)));
        }
        let known = memory.known(key);
        if known.is_none() {
            memory.send(self.errand(key, hook, question)?);
        }
        known
    }

    /// The errand of asking.
    fn errand(&self, key: Hash, hook: Hook, question: Question<'_>) -> Option<Errand> {
        Some(Errand {
            key,
            guest: self.usable(),
            module: self.settings.module.clone()?,
            hooks: self.settings.hooks(),
            limits: self.settings.limits,
            hook,
            texts: question.texts().map(str::to_owned),
        })
    }
}

/// What runs modules here.
fn interpreter() -> Option<Arc<dyn Host>> {
    #[cfg(feature = "interpreter")]
    return Some(Arc::new(Interpreter::default()));
    #[cfg(not(feature = "interpreter"))]
    return None;
}
