//! What marks code: the engine says what is to be marked.

use super::{INPUT, give};
use crate::document::highlight::language;

/// Takes the languages, before anything is marked.
#[unsafe(no_mangle)]
pub extern "C" fn load() -> u32 {
    let is_read = INPUT.with_borrow(|dump| language::load(dump));
    if !is_read {
        give(&[b"the languages are damaged"]);
    }
    u32::from(is_read)
}

/// Marks the code that is the input, as the engine gave it; gives the marks, for the engine.
#[unsafe(no_mangle)]
pub extern "C" fn mark() -> u32 {
    let marks = INPUT.with_borrow(|code| language::answer(code));
    match &marks {
        Some(marks) => give(&[marks]),
        None => give(&[b"the code is damaged, or comes from another version of the program"]),
    }
    u32::from(marks.is_some())
}
