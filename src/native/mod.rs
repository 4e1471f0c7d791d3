//! The edge: all input and output.
//!
//! The only place that reads or writes a file, a clock, a variable, a socket or a process. It reads the world into
//! values, hands them to [`crate::pipeline`], and writes what comes back.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    reason = "this is the edge that may touch the world"
)]

pub mod output;
