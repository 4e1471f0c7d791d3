//! Minutes from a log of a chat, in the manner of the W3C's scribes.
//!
//! ```text
//! 14:02 <alice> scribe: bob
//! 14:02 <alice> Topic: Naming
//! 14:05 <bob> carol: names are too long
//! 14:07 <alice> RESOLVED: Names have at most twenty letters
//! 14:08 <alice> ACTION: carol to write it down
//! ```
//!
//! Lines of whoever scribes are what others said; `Topic:` begins a section; `RESOLVED:`, `RESOLUTION:` and `ACTION:`
//! record; `Present:` and `Present+` say who was there. Each line of the log becomes one line of Markdown, so that what
//! is recorded keeps its place.

mod line;
mod log;

use annals_plugin::{Documented, Question, Refusal, plugin};
use log::Log;

plugin! { document: minutes }

/// What a log records.
pub fn minutes(question: &Question) -> Result<Documented, Refusal> {
    let mut log = Log::default();
    for (index, line) in question.text.lines().enumerate() {
        log.read(index + 1, line);
    }
    log.finish()
}

#[cfg(test)]
mod tests;
