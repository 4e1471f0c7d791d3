//! Stage 6: the files of the site.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{OutPath, SourcePath};

/// The finished site: every file by path.
#[derive(Debug, Clone, Default)]
pub struct Site {
    /// The files.
    pub files: BTreeMap<OutPath, Content>,
}

/// Content of one file of the site.
#[derive(Debug, Clone, Eq, PartialEq)]
pub enum Content {
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// A copy of a file of a source, whose bytes the edge holds.
    Copy(SourcePath),
}
