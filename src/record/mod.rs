//! Stage 3: what one file records.
//!
//! Facts of one file, from that file, its path and its history alone. They are compared to tell whether the
//! global stage has anything to do: a change of prose that leaves the facts equal goes no further.

pub mod date;
pub mod title;

use std::collections::BTreeMap;

use crate::base::{Date, Span};

/// What one document records.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Facts {
    /// What the page is called.
    pub title: String,
    /// One sentence about it, for overviews and `<meta>`; may be empty.
    pub description: String,
    /// What the document is, beside being a page.
    pub kind: FactsKind,
    /// Place among its neighbours, from front matter; smaller comes first.
    pub order: Option<i64>,
    /// Other URL paths that lead here, from front matter (`aliases`).
    pub aliases: Vec<String>,
    /// The URL path that front matter asks for (`slug`); from the source's place when it begins with `/`.
    pub slug: Option<String>,
    /// What links may name: the anchors of headings with their words, and other ids with no words.
    pub anchors: BTreeMap<String, String>,
}

/// What a document is.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub enum FactsKind {
    /// A page of documentation.
    #[default]
    Page,
    /// Minutes of a meeting, or another document among them.
    Meeting(Meeting),
    /// A numbered standard.
    Standard(Standard),
    /// The notes of a release.
    Release(Release),
}

/// What a minutes file says of its meeting.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Meeting {
    /// The body that meets, `iaas`.
    pub series: String,
    /// The day, where the configured places give one.
    pub date: Option<Date>,
    /// What sort of record it is: `team`, `board`, `sig`, `weekly`, `hackathon`, `slides`, `document`, …
    pub sort: String,
    /// A second date that disagrees, and where it stands.
    pub conflict: Option<(Date, Span)>,
}

/// What a standard says of itself.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Standard {
    /// Number with its prefix, `scs-0214`.
    pub number: String,
    /// `v1`, `w1`.
    pub edition: String,
    /// `Standard`, `Decision Record`, `Procedural`, `Supplement`, as written.
    pub sort: String,
    /// `Draft`, `Stable`, `Deprecated`, as written; supplements have none.
    pub status: Option<String>,
    /// `IaaS`, as written.
    pub track: Option<String>,
    /// Dates of the lifecycle by key: `stabilized_at`.
    pub dates: BTreeMap<String, Date>,
    /// Relations by key, with the names of the files as written: `replaces`.
    pub relations: BTreeMap<String, Vec<String>>,
}

/// What release notes say of their release.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Release {
    /// `R6`.
    pub id: String,
    /// `v7.0.0`.
    pub version: Option<String>,
    /// The day of the release.
    pub date: Option<Date>,
}
