//! What changes in a session, what that comes to, and how much work it was.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Inputs;
use crate::base::{OutPath, SourcePath};
use crate::source::Text;

/// What changed.
#[derive(Debug)]
pub enum Change {
    /// These texts, and nothing else.
    Texts(BTreeMap<SourcePath, Arc<Text>>),
    /// Anything: these are the inputs now.
    Everything(Box<Inputs>),
}

/// What a change came to.
#[derive(Debug, Default)]
pub struct Update {
    /// Files that were read again.
    pub read: Vec<SourcePath>,
    /// Whether stage 4 ran.
    pub linked: bool,
    /// Whether the templates are others.
    pub templates: bool,
    /// Files of the theme that are new or have other bytes.
    pub statics: Vec<OutPath>,
}

/// How much was done so far.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq)]
pub struct Work {
    /// Files that went through the stages that look at one file alone.
    pub read: usize,
    /// Runs of stage 4.
    pub linked: usize,
    /// Pages for which it was found out what they show.
    pub shown: usize,
    /// Pages rendered.
    pub rendered: usize,
}
