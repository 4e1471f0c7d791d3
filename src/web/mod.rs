//! The modules for JavaScript: what a browser calls, as bytes in and bytes out.
//!
//! There are three, so that nobody downloads what no page needs: the [`engine`], which renders pages, what runs the
//! [`plugins`] of sites that have any, and what marks code in its [`languages`]. None imports anything, so that they can
//! neither reach the network nor tell the time. `static/engine.js` is the other side of what is said here.
//!
//! - A call's argument is written to the place that `input` gives. Of several texts each stands behind its length, four
//!   bytes with the lowest first.
//! - What a call gives stands, in the same form, where `output` says, and has `output_length` bytes, until the next
//!   call.
//! - A call gives 0 where it could not do what was asked; the output then says why. Where a module itself is wrong it
//!   stops for good, and the output says why as well.
#![allow(unsafe_code, reason = "a name that JavaScript can call is one that nothing else may have")]

#[cfg(feature = "web")]
pub mod engine;
#[cfg(feature = "web-languages")]
pub mod languages;
#[cfg(feature = "web-plugins")]
pub mod plugins;

use std::cell::RefCell;

thread_local! {
    /// What JavaScript wrote for the next call.
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// What the last call gave.
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Room for the `length` bytes that the next call takes.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: u32) -> *mut u8 {
    std::panic::set_hook(Box::new(|panic| give(&[panic.to_string().as_bytes()])));
    INPUT.with_borrow_mut(|input| {
        input.clear();
        input.resize(length as usize, 0);
        input.as_mut_ptr()
    })
}

/// Where the output begins.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.with_borrow(|output| output.as_ptr())
}

/// How many bytes it has.
#[unsafe(no_mangle)]
pub extern "C" fn output_length() -> usize {
    OUTPUT.with_borrow(Vec::len)
}

/// Makes `texts` the output.
fn give(texts: &[&[u8]]) {
    OUTPUT.with_borrow_mut(|output| {
        output.clear();
        for text in texts {
            output.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
            output.extend_from_slice(text);
        }
    });
}
