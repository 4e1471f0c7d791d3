//! The hook for fenced blocks: lines in, HTML out.

use std::cell::Cell;
use std::sync::Arc;

use super::failure::Failure;
use super::limit::CALLS_PER_DOCUMENT;
use super::wire::{Hook, Question};
use super::{Plugin, Plugins};
use crate::document::fence::{Fences, Misfit};
use crate::document::fragment::Fragment;

/// Makes HTML of the blocks of one document.
#[derive(Debug)]
pub struct PageFences<'a> {
    /// The plugins.
    plugins: &'a Plugins,
    /// How much fuel the document has taken so far.
    spent: Cell<u64>,
}

impl<'a> PageFences<'a> {
    /// Those of a document that nothing was made of yet.
    pub(super) fn new(plugins: &'a Plugins) -> PageFences<'a> {
        PageFences { plugins, spent: Cell::new(0) }
    }

    /// What `plugin` makes of a block; nothing where it cannot be asked at all.
    fn make(&self, plugin: &Plugin, info: &str, code: &str) -> Option<Result<String, Failure>> {
        if self.spent.get() >= plugin.settings.limits.fuel.saturating_mul(CALLS_PER_DOCUMENT) {
            return Some(Err(Failure::DocumentFuel));
        }
        let question = Question { text: code, about: info, options: &plugin.settings.options };
        let called = plugin.ask(&self.plugins.memory, Hook::Fence, question)?;
        self.spent.set(self.spent.get().saturating_add(called.fuel));
        Some(called.answer.clone())
    }
}

impl Fences for PageFences<'_> {
    fn html(&self, info: &str, code: &str) -> Option<Result<Arc<Fragment>, Misfit>> {
        let language = language(info);
        let serves = |plugin: &&Plugin| plugin.settings.fences.iter().any(|known| known == language);
        let plugin = self.plugins.list.iter().find(serves)?;
        let made = self.make(plugin, info, code)?;
        Some(match made {
            Ok(html) => Ok(Arc::new(Fragment::new(&html))),
            Err(failure) => {
                let line = match failure {
                    Failure::Refused(line, _) => line,
                    _ => None,
                };
                Err(Misfit { line, diagnostic: failure.diagnostic(&plugin.settings.name, Hook::Fence) })
            }
        })
    }
}

/// The language of a block: the first word behind its fence.
fn language(info: &str) -> &str {
    info.split([' ', '\t', '{', ',', '=']).next().unwrap_or_default()
}
