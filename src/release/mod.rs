//! Release notes that name their evidence.
//!
//! ```text
//! commits ─┐
//! record  ─┴> collect -> draft -> merge with what people made of the last draft -> notes
//!                            └-> status, which, forms
//! ```
//!
//! Everything here is a function from values to values. The edge reads commits and tags from object databases and
//! hands them in; the record comes from the stages before. Stands beside `page`: neither knows the other.

pub mod address;
pub mod change;
pub mod collect;
pub mod commit;
pub mod contributor;
mod decided;
pub mod draft;
pub mod entry;
mod footer;
pub mod form;
pub mod fragment;
mod item;
pub mod known;
pub mod landed;
pub mod ledger;
pub mod merge;
pub mod notes;
mod read;
mod repeat;
mod revert;
pub mod section;
mod slip;
pub mod status;
pub mod succession;
pub mod tag;
pub mod text;
mod told;
pub mod trailer;
pub mod which;
mod words;

pub use change::{Change, Changes, Range};
pub use collect::{Collected, Component, collect};
pub use commit::{Commit, Person};
pub use fragment::Fragment;
pub use known::Known;
pub use ledger::Ledger;
pub use merge::{Merged, merge};
