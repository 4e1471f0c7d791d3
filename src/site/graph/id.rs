//! What everything of the record is called in the published record.
//!
//! An id follows from the file's own path or name, so that it stays when something else is added. The one exception:
//! where two texts would have one id, that of the later source has its source before it.

use std::collections::{BTreeMap, BTreeSet};

use super::wire::ReferenceKind;
use crate::link::{DocumentId, Record, Target};
use crate::record::{FactsKind, Standard};

/// The ids of a record.
#[derive(Debug)]
pub(super) struct Ids<'a> {
    /// What each document is, and its id.
    documents: Vec<(ReferenceKind, String)>,
    /// The ids of the pages that are made, by URL path.
    made: BTreeMap<&'a str, String>,
}

impl<'a> Ids<'a> {
    /// Names everything in `record`.
    pub(super) fn new(record: &'a Record) -> Ids<'a> {
        let made = made(record);
        let introductions = record.series.values().map(|series| (series.introduction, &series.url));
        let overviews = record.overviews.iter().map(|(url, overview)| (overview.introduction, url));
        let introductions: BTreeMap<DocumentId, &String> =
            introductions.chain(overviews).filter_map(|(id, url)| Some((id?, url))).collect();
        let mut taken = BTreeSet::new();
        let mut documents = Vec::with_capacity(record.documents.len());
        for (number, entry) in record.documents.iter().enumerate() {
            let introduced =
                introductions.get(&DocumentId(number as u32)).and_then(|url| made.get(url.as_str()));
            let (kind, wanted) = match &entry.facts.kind {
                _ if introduced.is_some() => (ReferenceKind::Page, introduced.cloned()),
                FactsKind::Meeting(meeting) if !meeting.series.is_empty() => {
                    (ReferenceKind::Meeting, Some(entry.path.path.without_extension().to_owned()))
                }
                FactsKind::Standard(standard) => (ReferenceKind::Standard, Some(of_standard(standard))),
                FactsKind::Release(release) => (ReferenceKind::Release, Some(release.id.clone())),
                FactsKind::Meeting(_) | FactsKind::Scope(_) | FactsKind::Page => (ReferenceKind::Page, None),
            };
            let path = entry.path.path.without_extension();
            let others = [format!("{}:{path}", entry.path.source), entry.path.to_string()];
            let mut ids =
                wanted.into_iter().chain(others.into_iter().skip(usize::from(kind == ReferenceKind::Page)));
            let id =
                ids.find(|id| taken.insert((kind, id.clone()))).unwrap_or_else(|| entry.path.to_string());
            documents.push((kind, id));
        }
        Ids { documents, made }
    }

    /// What the document `id` is.
    pub(super) fn kind(&self, id: DocumentId) -> ReferenceKind {
        self.documents[id.0 as usize].0
    }

    /// The id of the document `id`.
    pub(super) fn document(&self, id: DocumentId) -> &str {
        &self.documents[id.0 as usize].1
    }

    /// The id of the page that is made at the URL path `url`; the top of the site is one without an overview.
    pub(super) fn made(&self, url: &str) -> String {
        self.made.get(url).cloned().unwrap_or_else(|| format!("/{url}"))
    }

    /// The pages that are made, with their URL paths and ids.
    pub(super) fn made_pages(&self) -> impl Iterator<Item = (&'a str, &str)> {
        self.made.iter().map(|(url, id)| (*url, id.as_str()))
    }

    /// What `target` of the document `from` is, and its id; nothing for what is not of the record.
    pub(super) fn target(&self, from: DocumentId, target: &Target) -> Option<(ReferenceKind, String)> {
        let document = |id: DocumentId| (self.kind(id), self.document(id).to_owned());
        match target {
            Target::Document(id, _) => Some(document(*id)),
            Target::Anchor(_) => Some(document(from)),
            Target::Page(url, _) => Some((ReferenceKind::Page, self.made(url))),
            Target::Asset(path) => Some((ReferenceKind::Page, path.to_string())),
            Target::External(_) | Target::Broken => None,
        }
    }
}

/// The ids of the pages that Annals makes: a folder of a source, or a URL path.
fn made(record: &Record) -> BTreeMap<&str, String> {
    let mut made: BTreeMap<&str, String> =
        record.logs().map(|url| (url.as_str(), format!("/{url}"))).collect();
    for (key, series) in &record.series {
        let source = series.source.as_ref().map(ToString::to_string).unwrap_or_default();
        made.insert(&series.url, format!("{source}:{key}/"));
    }
    made.extend(
        record.overviews.iter().map(|(url, overview)| (url.as_str(), format!("{}:/", overview.source))),
    );
    made
}

/// `abc-0214-v2`.
pub(super) fn of_standard(standard: &Standard) -> String {
    match standard.edition.as_str() {
        "" => standard.number.clone(),
        edition => format!("{}-{edition}", standard.number),
    }
}
