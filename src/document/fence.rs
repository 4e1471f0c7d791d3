//! Fenced blocks that something else than Annals makes HTML of.

use std::fmt;
use std::sync::Arc;

use super::fragment::Fragment;
use crate::base::Diagnostic;

/// Makes HTML of the fenced blocks of one text.
pub trait Fences: fmt::Debug {
    /// The HTML of a block with the words `info` behind its fence and the lines `code`, or what is wrong with it;
    /// nothing for a block that is to be shown as code.
    fn html(&self, info: &str, code: &str) -> Option<Result<Arc<Fragment>, Misfit>>;
}

/// Why there is no HTML for a block.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Misfit {
    /// The line of the block that is wrong, from 1, if it is one.
    pub line: Option<u32>,
    /// What is wrong, without a place.
    pub diagnostic: Diagnostic,
}
