//! The first release that has a standard or an issue, as its page shows it: with the steps that led there.

use crate::base::Date;
use crate::base::url::encode_path;
use crate::link::DocumentId;
use crate::page::plan::Pages;
use crate::page::render::Beside;
use crate::page::url::with_anchor;
use crate::page::view::{LinkView, ShippedView, StepView};
use crate::page::{date, discussion};

/// The first release that has something, and how that is known.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Shipped {
    /// The release.
    pub release: DocumentId,
    /// Whether only its day tells.
    pub by_day: bool,
    /// The way to it, oldest first.
    pub steps: Vec<ShippedStep>,
}

/// One step of the way.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct ShippedStep {
    /// `decision`, `meeting`, `commit`, `standard` or `release`.
    pub kind: &'static str,
    /// The day.
    pub date: Option<Date>,
    /// What happened.
    pub text: String,
    /// The document that tells it, and the anchor in it.
    pub place: Option<(DocumentId, Option<String>)>,
    /// Where it is to be seen elsewhere (`https:`).
    pub elsewhere: Option<String>,
}

/// What the page shows of it.
pub(super) fn view(pages: &Pages<'_>, beside: &Beside) -> Option<ShippedView> {
    let Shipped { release, by_day, steps } = beside.shipped.as_ref()?;
    let entry = pages.record.documents.get(release.0 as usize)?;
    let step = |step: &ShippedStep| {
        let url = step.place.as_ref().and_then(|(id, anchor)| {
            Some(with_anchor(&pages.record.documents.get(id.0 as usize)?.url, anchor.as_deref()))
        });
        StepView {
            kind: step.kind,
            date: step.date.map(date::view),
            text: step.text.clone(),
            elsewhere: step.elsewhere.clone().filter(|_| url.is_none()),
            url,
        }
    };
    Some(ShippedView {
        release: LinkView { title: discussion::short_name(entry), url: encode_path(&entry.url) },
        by_day: *by_day,
        steps: steps.iter().map(step).collect(),
    })
}
