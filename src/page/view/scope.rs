//! What templates see of scopes: the certificates and profiles that require standards.

use serde::Serialize;

use super::{DateView, EditionView};

/// `scope`: a certificate or profile with all its versions.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct ScopeView {
    /// What it is called.
    pub title: String,
    /// Its page.
    pub url: String,
    /// One sentence about it; may be empty.
    pub description: String,
    /// The day that it holds for.
    pub day: DateView,
    /// Its versions, in the order of its file.
    pub versions: Vec<ScopeVersionView>,
    /// What any of them requires, by number; behind these what is no standard.
    pub rows: Vec<ScopeRowView>,
}

/// One version of a scope.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct ScopeVersionView {
    /// `v4`; empty for a scope without versions.
    pub name: String,
    /// Its state on the day of the record, in its own words; may be empty.
    pub state: String,
    /// What that means: `draft`, `effective`, `ended`, or `""`.
    pub phase: &'static str,
    /// The day from which it is, or was, in force.
    pub from: Option<DateView>,
    /// Whether that day lies behind the day of the record.
    pub coming: bool,
    /// The day from which it is in its present phase.
    pub since: Option<DateView>,
    /// The standards that it requires, by number.
    pub requires: Vec<ScopeStandardView>,
}

/// A standard that a scope requires.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct ScopeStandardView {
    /// `scs-0214`.
    pub number: String,
    /// The edition.
    pub edition: EditionView,
}

/// What some versions of a scope require, and others do not.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct ScopeRowView {
    /// What it is called there, for what is no standard.
    pub written: String,
    /// The standard.
    pub standard: Option<ScopeStandardView>,
    /// Whether each of `scope.versions` requires it.
    pub versions: Vec<bool>,
}

/// `standard.required`: a scope that requires an edition.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct RequiredView {
    /// What the scope is called.
    pub title: String,
    /// Its page.
    pub url: String,
    /// The versions of it that do, without what else they require.
    pub versions: Vec<ScopeVersionView>,
}
