//! Makes a function a plugin of Annals.
//!
//! ```
//! use annals_plugin::{Answer, Question, escape, plugin};
//!
//! plugin! { fence: shout }
//!
//! fn shout(question: &Question) -> Answer {
//!     Ok(format!("<p>{}</p>", escape(&question.text.to_uppercase())))
//! }
//! # assert_eq!(shout(&Question::of("hi")).unwrap(), "<p>HI</p>");
//! ```
//!
//! Built with `cargo build --release --target wasm32-unknown-unknown` as a `cdylib`, this is a plugin for fenced
//! blocks. The bytes that go in and out are described in Annals's reference, under "Plugins".

mod record;
mod wire;

pub use record::{Action, Check, Decision, Document, Documented, Problem, Severity, State};
pub use wire::{Answer, Question, Refusal};
#[doc(hidden)]
pub use wire::{alloc, ask};

/// Exports functions as hooks: `plugin! { fence: draw, check: look }`.
///
/// Each is given a [`Question`] and gives an [`Answer`]; for `document` and `check`, [`Documented`] and [`Check`] are
/// answers too.
#[macro_export]
macro_rules! plugin {
    ($($hook:ident: $function:path),+ $(,)?) => {
        #[cfg(target_arch = "wasm32")]
        mod annals_exports {
            use super::*;

            #[unsafe(no_mangle)]
            extern "C" fn alloc(length: usize) -> *mut u8 {
                $crate::alloc(length)
            }

            $(
                #[unsafe(no_mangle)]
                unsafe extern "C" fn $hook(place: *const u8, text: usize, about: usize, options: usize) -> u64 {
                    // SAFETY: the host put three texts of these lengths at the place that `alloc` gave it.
                    unsafe { $crate::ask(place, [text, about, options], |question| $function(question)) }
                }
            )+
        }
    };
}

/// `text` for HTML, between tags or in an attribute.
pub fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
