//! What is known when notes are compiled, and how the notes name it.
//!
//! A link has to lead to the evidence wherever the notes are read: in the editor, on the forge and on the site. Within
//! one repository that is a relative path; between repositories it is the forge's address, which the site turns into
//! a link of its own.

use crate::base::url::{encode_fragment, relative};
use crate::base::{RelPath, SourcePath};
use crate::document::{Document, Mention};
use crate::link::forge::{Revision, View, view_url};
use crate::link::mention::Resolution;
use crate::link::{DocumentId, Entry, Record, Target};
use crate::record::{FactsKind, Release, Standard};
use crate::source::config::Place;
use crate::source::{Config, Source, SourceSet};

/// What is known when notes are compiled.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// What the community configured.
    pub config: &'a Config,
    /// What was read.
    pub sources: &'a SourceSet,
    /// What it says all together.
    pub record: &'a Record,
    /// The texts in the order of the record.
    pub documents: &'a [Option<&'a Document>],
}

impl<'a> Known<'a> {
    /// The document called `id`, where it was read.
    pub fn document(&self, id: DocumentId) -> Option<&'a Document> {
        self.documents.get(id.0 as usize).copied().flatten()
    }

    /// The notes of the release called `id`, in any letter case, or by its version.
    pub fn release(&self, id: &str) -> Option<DocumentId> {
        let wanted = id.to_lowercase();
        let is_it = |release: &Release| {
            release.id.to_lowercase() == wanted
                || release.version.as_ref().is_some_and(|version| version.to_lowercase() == wanted)
        };
        let releases = &self.record.releases;
        releases.iter().copied().find(|release| self.release_facts(*release).is_some_and(is_it))
    }

    /// What the notes `id` say of their release.
    pub fn release_facts(&self, id: DocumentId) -> Option<&'a Release> {
        match &self.record.documents.get(id.0 as usize)?.facts.kind {
            FactsKind::Release(release) => Some(release),
            _ => None,
        }
    }

    /// All standards.
    pub fn standards(&self) -> impl Iterator<Item = (DocumentId, &'a Entry, &'a Standard)> {
        let record = self.record;
        record.standards.values().flatten().filter_map(move |&id| {
            let entry = record.documents.get(id.0 as usize)?;
            match &entry.facts.kind {
                FactsKind::Standard(standard) => Some((id, entry, standard)),
                _ => None,
            }
        })
    }

    /// What a document names, with what each name came to.
    pub fn mentions(&self, id: DocumentId) -> impl Iterator<Item = (&'a Mention, &'a Resolution)> {
        let mentions = self.document(id).map_or(&[][..], |document| document.mentions.as_slice());
        let resolutions = self.record.documents.get(id.0 as usize).map_or(&[][..], |entry| &entry.mentions);
        mentions.iter().zip(resolutions).filter_map(|(mention, found)| Some((mention, found.as_ref()?)))
    }

    /// Where the links of a document lead, with their places.
    pub fn links(
        &self,
        id: DocumentId,
    ) -> impl Iterator<Item = (&'a crate::document::Reference, &'a Target)> {
        let references = self.document(id).map_or(&[][..], |document| document.references.as_slice());
        let targets = self.record.documents.get(id.0 as usize).map_or(&[][..], |entry| &entry.targets);
        references.iter().zip(targets)
    }

    /// The source that holds a document.
    pub fn source_of(&self, path: &SourcePath) -> Option<&'a Source> {
        self.sources.sources.get(&path.source)
    }

    /// How the notes at `notes` link to the document `id`, at one of its headings.
    pub fn address(&self, notes: &SourcePath, id: DocumentId, anchor: Option<&str>) -> String {
        let entry = self.record.document(id);
        let fragment = anchor.map_or(String::new(), |anchor| format!("#{}", encode_fragment(anchor)));
        self.address_of(notes, &entry.path).unwrap_or_else(|| {
            let site = self.config.url.as_deref().unwrap_or("/");
            format!("{site}{}", crate::base::url::encode_path(&entry.url))
        }) + &fragment
    }

    /// How the notes at `notes` link to the file at `path`; nothing where it is on no forge.
    pub fn address_of(&self, notes: &SourcePath, path: &SourcePath) -> Option<String> {
        let (from, to) = (self.source_of(notes)?, self.source_of(path)?);
        let shown = in_repository(to, &path.path);
        if is_same_repository(from, to) {
            return Some(relative(&in_repository(from, &notes.path), &shown));
        }
        file_on_forge(to, &shown)
    }
}

/// The page of the forge that shows `path`, counted from the root of `source`'s repository: on the branch that was
/// read, or at the commit where none is known.
pub(super) fn file_on_forge(source: &Source, path: &str) -> Option<String> {
    on_forge(source, View::File, path)
}

/// The same for any `view` of it.
pub(super) fn on_forge(source: &Source, view: View, path: &str) -> Option<String> {
    let branch = source.branch.as_deref().map(Revision::Branch);
    let revision = branch.or(source.commit.as_deref().map(Revision::Commit))?;
    Some(view_url(source.forge.as_deref()?, view, revision, path))
}

/// The path of `path` from the root of its repository.
pub(super) fn in_repository(source: &Source, path: &RelPath) -> String {
    match source.folder.as_str() {
        "" => path.to_string(),
        folder => format!("{folder}/{path}"),
    }
}

/// Whether two sources lie in one repository, wherever each is read from today.
fn is_same_repository(one: &Source, other: &Source) -> bool {
    match (&one.config.place, &other.config.place) {
        (Place::Directory(_), Place::Directory(_)) => true,
        (Place::Repository { url, .. }, Place::Repository { url: other, .. }) => url == other,
        _ => false,
    }
}
