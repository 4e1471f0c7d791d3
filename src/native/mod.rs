//! The edge: all input and output.
//!
//! The only place that reads or writes a file, a clock, a variable, a socket or a process. It reads the world into
//! values, hands them to [`crate::pipeline`], and writes what comes back. Whatever goes wrong with a file or a
//! repository is a diagnostic that names the source and the path, and the rest is done.
//!
//! Reading: [`read`] asks `place` where each source is, lists and reads it with `disk` or `objects`, and has
//! `history` walk each repository once. [`sync`](mod@sync) alone opens a connection, through `fetch`.
//!
//! Writing: [`output`] puts a site into its folder, [`server`] and `live` show it while it changes, [`report`] tells
//! what was wrong. The commands are in [`cli`], each of which opens a `project`.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the edge that may touch the world"
)]

pub mod asset;
mod author;
pub mod baseline;
mod cache;
pub mod cli;
mod clock;
mod clone;
mod commits;
mod components;
mod disk;
mod engine;
mod fetch;
mod history;
mod listing;
mod live;
pub mod lock;
mod notes;
mod objects;
pub mod output;
mod place;
pub mod progress;
mod project;
pub mod read;
mod refs;
pub mod report;
mod secret;
pub mod server;
pub mod sync;
#[cfg(test)]
mod test;
mod timings;
mod warm;

pub use asset::Assets;
pub use lock::Lock;
pub use progress::Progress;
pub use read::{ReadOptions, ReadSources, read};
pub use sync::{SyncOptions, Update, sync};
