//! What runs plugins: the engine says what they are to be asked.

use std::cell::RefCell;

use super::{INPUT, give};
use crate::plugin::Runner;

thread_local! {
    /// What runs modules, with those that were asked already.
    static RUNNER: RefCell<Runner> = RefCell::default();
}

/// Asks a plugin what the input, an errand of the engine, says; gives what came of it, for the engine.
#[unsafe(no_mangle)]
pub extern "C" fn run() -> u32 {
    let outcome = INPUT.with_borrow(|errand| RUNNER.with_borrow_mut(|runner| runner.run(errand)));
    match &outcome {
        Some(outcome) => give(&[outcome]),
        None => give(&[b"the question is damaged, or comes from another version of the program"]),
    }
    u32::from(outcome.is_some())
}
