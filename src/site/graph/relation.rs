//! Where a standard names another in its front matter.

use super::Input;
use crate::base::Span;
use crate::link::Entry;

/// Where `text`, that of `entry`, names `written` as the relation `name`.
///
/// The place of a value is not kept, so it is looked for: behind its key, else anywhere.
pub(super) fn span(input: Input<'_>, entry: &Entry, text: &str, name: &str, written: &str) -> Span {
    let source = input.sources.sources.get(&entry.path.source);
    let key = source.and_then(|source| source.config.standards.metadata.relations.get(name));
    let key = key.and_then(|key| text.find(&format!("\n{key}")));
    let behind = key.and_then(|key| text[key..].find(written).map(|at| key + at));
    let at = behind.or_else(|| text.find(written));
    at.map(|at| Span::new(at, at + written.len())).unwrap_or_default()
}
