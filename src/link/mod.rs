//! Stage 4: all facts become one record.
//!
//! The only global stage. It gives every document its place on the site, finds where every reference leads, and
//! reports those that lead nowhere.

use std::collections::BTreeMap;

use crate::base::{Date, OutPath, SourceName, SourcePath};
use crate::record::Facts;

/// Index of a document in [`Record::documents`].
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct DocumentId(pub u32);

/// The record: every document, where it is, and what is linked to what.
#[derive(Debug, Clone, Default)]
pub struct Record {
    /// All documents, ordered by source (as configured) and path.
    pub documents: Vec<Entry>,
    /// Where each document is in `documents`.
    pub by_path: BTreeMap<SourcePath, DocumentId>,
    /// The series with their meetings.
    pub series: BTreeMap<String, Series>,
    /// The releases, oldest first.
    pub releases: Vec<DocumentId>,
    /// The standards by number, each with its editions in order.
    pub standards: BTreeMap<String, Vec<DocumentId>>,
    /// Pictures and other files that some page shows, with their place on the site.
    pub assets: BTreeMap<SourcePath, OutPath>,
    /// Old URL paths and the document each leads to.
    pub redirects: BTreeMap<String, DocumentId>,
}

/// One document of the record.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Where it was read.
    pub path: SourcePath,
    /// URL path on the site without a leading slash: `minutes/iaas/20230920/`; `""` is the home page.
    pub url: String,
    /// What it records.
    pub facts: Facts,
    /// Where each reference of the document leads, in the order of `Document::references`.
    pub targets: Vec<Target>,
}

/// A body that meets.
#[derive(Debug, Clone, Default)]
pub struct Series {
    /// The source its minutes are in.
    pub source: Option<SourceName>,
    /// `Team IaaS`.
    pub title: String,
    /// URL path of its page.
    pub url: String,
    /// Its dated minutes, oldest first.
    pub meetings: Vec<(Date, DocumentId)>,
    /// What else lies among its minutes.
    pub undated: Vec<DocumentId>,
}

/// Where a reference leads.
#[derive(Debug, Clone, Eq, PartialEq)]
pub enum Target {
    /// To another document, or a heading of it; the anchor is without `#`.
    Document(DocumentId, Option<String>),
    /// To a place on the same page.
    Anchor(String),
    /// To a page that Annals makes, such as that of a series: a URL path on the site.
    Page(String, Option<String>),
    /// To a file that is copied to the site.
    Asset(SourcePath),
    /// Out of the site.
    External(String),
    /// Nowhere: the text stays, the link goes; a diagnostic says why.
    Broken,
}
