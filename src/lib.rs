//! Annals turns a community's git repositories into its public record.
//!
//! Data flows one way, and the modules stand in its order:
//!
//! ```text
//! source -> document -> record -> link -> page -> site
//! bytes     per file    per file  global  per page  files
//! ```
//!
//! Everything here takes values and returns values; `native` alone touches the world. See `ARCHITECTURE.md`.

pub mod base;
pub mod code;
pub mod document;
pub mod draft;
pub mod link;
#[cfg(feature = "native")]
pub mod native;
pub mod page;
pub mod pipeline;
pub mod plugin;
pub mod record;
pub mod release;
pub mod session;
pub mod site;
pub mod source;
#[cfg(all(any(feature = "web", feature = "web-languages", feature = "web-plugins"), target_family = "wasm"))]
pub mod web;
