//! What templates see of a person.

use serde::Serialize;

use super::{ActionRowView, LinkView, MeetingRowView};

/// `person`: somebody who took something on, where a site has pages of people.
#[derive(Debug, Clone, Serialize)]
pub struct PersonView {
    /// The handle without `@`.
    pub handle: String,
    /// How many of the actions are open, as far as the minutes tell.
    pub open: usize,
    /// What they took on: what is open first, then the newest.
    pub actions: Vec<ActionRowView>,
    /// The minutes they took, newest first.
    pub minutes: Vec<MeetingRowView>,
    /// Their page on the forge (`https:`), named after the host.
    pub elsewhere: Option<LinkView>,
}
