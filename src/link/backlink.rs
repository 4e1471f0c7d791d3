//! Who names what: for every document, issue and numbered thing the places that speak of it.
//!
//! One pass over what all documents name and link to. A place is told once for each line, however often the line
//! names the same thing; a document that names itself is no place.

use std::collections::{BTreeMap, BTreeSet};

use super::evidence::heading_above;
use super::fault::Problem;
use super::mention::{host, issue_url};
use super::{Action, Decision, DocumentId, Evidence, Extracted, Record, Target};
use crate::base::Span;
use crate::base::parallel::*;
use crate::document::mention::MentionKind;
use crate::document::{Reference, ReferenceKind};
use crate::record::{FactsKind, Passage};
use crate::source::Config;

/// What a text can name.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum Subject {
    /// A document of the record: a standard, a release, a meeting or a page.
    Document(DocumentId),
    /// An issue or pull request.
    Issue {
        /// `owner/name`
        repository: String,
        /// Its number.
        number: u32,
    },
    /// Something else that the community numbers.
    Named {
        /// Which rule found it: `tender`.
        rule: String,
        /// The id, properly written: `VP06c`.
        id: String,
    },
}

/// A place that names something.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Backlink {
    /// The document that names it.
    pub document: DocumentId,
    /// The anchor of the nearest heading above, where there is one.
    pub anchor: Option<String>,
    /// The words around it, by their place in [`Facts::passages`](crate::record::Facts::passages); nothing where the
    /// words of a document are not kept.
    pub passage: Option<u32>,
    /// Whether the text leaves open what it names, such as which edition, or does not name it at all, such as
    /// minutes found since.
    pub inferred: bool,
}

/// Who names what.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Backlinks {
    /// The places that name each thing, in the order of the record.
    places: BTreeMap<Subject, Vec<Backlink>>,
    /// What each document names, in the order of the text.
    of_documents: Vec<Vec<Subject>>,
    /// How many dated meetings name each thing.
    meetings: BTreeMap<Subject, usize>,
    /// What each decision names, in the order of [`Record::decisions`].
    of_decisions: Vec<BTreeSet<Subject>>,
    /// What each action names, in the order of [`Record::actions`].
    of_actions: Vec<BTreeSet<Subject>>,
    /// The decisions that name a thing, by their place in [`Record::decisions`].
    decisions: BTreeMap<Subject, Vec<usize>>,
    /// The actions that name a thing, by their place in [`Record::actions`].
    actions: BTreeMap<Subject, Vec<usize>>,
}

impl Backlinks {
    /// The places that name `subject`, in the order of the record.
    pub fn places(&self, subject: &Subject) -> &[Backlink] {
        self.places.get(subject).map_or(&[], Vec::as_slice)
    }

    /// How many dated meetings name `subject`.
    pub fn meetings(&self, subject: &Subject) -> usize {
        self.meetings.get(subject).copied().unwrap_or_default()
    }

    /// The decisions that name `subject`, oldest first, by their place in [`Record::decisions`].
    pub fn decisions(&self, subject: &Subject) -> &[usize] {
        self.decisions.get(subject).map_or(&[], Vec::as_slice)
    }

    /// The actions that name `subject`, by their place in [`Record::actions`].
    pub fn actions(&self, subject: &Subject) -> &[usize] {
        self.actions.get(subject).map_or(&[], Vec::as_slice)
    }

    /// What the document `id` names, each thing once, in the order of the text.
    pub fn of_document(&self, id: DocumentId) -> &[Subject] {
        self.of_documents.get(id.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// What the decision at `place` in [`Record::decisions`] names, in any of its tellings.
    pub fn of_decision(&self, place: usize) -> impl Iterator<Item = &Subject> {
        self.of_decisions.get(place).into_iter().flatten()
    }

    /// What the action at `place` in [`Record::actions`] names, in any of its mentions.
    pub fn of_action(&self, place: usize) -> impl Iterator<Item = &Subject> {
        self.of_actions.get(place).into_iter().flatten()
    }

    /// Everything that is named, with the places that name it.
    pub fn iter(&self) -> impl Iterator<Item = (&Subject, &[Backlink])> {
        self.places.iter().map(|(subject, places)| (subject, places.as_slice()))
    }
}

/// One naming of one document.
struct Naming {
    /// Where in the source it stands.
    span: Span,
    /// What is named.
    subject: Subject,
    /// As in [`Backlink::inferred`].
    inferred: bool,
}

/// Finds out who names what. `record` has all its references and mentions resolved.
pub(super) fn backlinks(record: &Record, config: &Config, documents: &[&Extracted]) -> Backlinks {
    let issues = Issues::new(config);
    let namings: Vec<Vec<Naming>> = documents
        .par_iter()
        .enumerate()
        .map(|(number, document)| namings(record, &issues, DocumentId(number as u32), document))
        .collect();
    let mut found = Backlinks::default();
    for ((number, document), namings) in documents.iter().enumerate().zip(&namings) {
        let mut told = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let first = namings.iter().filter(|naming| seen.insert(&naming.subject));
        let named: Vec<Subject> = first.map(|naming| naming.subject.clone()).collect();
        if matches!(&document.facts.kind, FactsKind::Meeting(meeting) if meeting.date.is_some()) {
            for subject in &named {
                *found.meetings.entry(subject.clone()).or_default() += 1;
            }
        }
        found.of_documents.push(named);
        for naming in namings {
            let passage = passage_at(&document.facts.passages, naming.span);
            let line = passage.map(|(_, passage)| passage.line);
            if told.insert((line, &naming.subject)) {
                let anchor = heading_above(document.names.outline, naming.span);
                found.places.entry(naming.subject.clone()).or_default().push(Backlink {
                    document: DocumentId(number as u32),
                    anchor: anchor.map(|heading| heading.id.clone()),
                    passage: passage.map(|(place, _)| place),
                    inferred: naming.inferred,
                });
            }
        }
    }
    let within = |evidence: &Evidence, span: Option<Span>| {
        let namings = &namings[evidence.document.0 as usize];
        span.map_or(&[][..], |span| {
            let first = namings.partition_point(|naming| naming.span.start < span.start);
            let behind = namings.partition_point(|naming| naming.span.start < span.end);
            &namings[first..behind.max(first)]
        })
    };
    let facts = |evidence: &Evidence| &documents[evidence.document.0 as usize].facts;
    let of_decision = |decision: &Decision| {
        let tellings = std::iter::once(&decision.evidence).chain(&decision.reports);
        let named = tellings.flat_map(|telling| {
            within(telling, facts(telling).decisions.get(telling.number as usize).map(|found| found.span))
        });
        named.map(|naming| naming.subject.clone()).collect()
    };
    let of_action = |action: &Action| {
        let named = action.mentions.iter().map(|mention| &mention.evidence).flat_map(|telling| {
            within(telling, facts(telling).actions.get(telling.number as usize).map(|found| found.span))
        });
        named.map(|naming| naming.subject.clone()).collect()
    };
    found.of_decisions = record.decisions.iter().map(of_decision).collect();
    found.of_actions = record.actions.iter().map(of_action).collect();
    found.decisions = inverse(&found.of_decisions);
    found.actions = inverse(&found.of_actions);
    found
}

/// Which places of `named` hold each subject.
fn inverse(named: &[BTreeSet<Subject>]) -> BTreeMap<Subject, Vec<usize>> {
    let mut places: BTreeMap<Subject, Vec<usize>> = BTreeMap::new();
    for (place, subjects) in named.iter().enumerate() {
        for subject in subjects {
            places.entry(subject.clone()).or_default().push(place);
        }
    }
    places
}

/// All that one document names, in order.
fn namings(record: &Record, issues: &Issues, id: DocumentId, document: &Extracted) -> Vec<Naming> {
    let entry = record.document(id);
    let mut namings = Vec::new();
    let mut add = |span: Span, subject: Option<Subject>, inferred: bool| {
        if let Some(subject) = subject.filter(|subject| *subject != Subject::Document(id)) {
            namings.push(Naming { span, subject, inferred });
        }
    };
    let seen = |(reference, _): &(&Reference, &Target)| reference.kind != ReferenceKind::Comment;
    for (reference, target) in document.references.iter().zip(&entry.targets).filter(seen) {
        let subject = match target {
            Target::Document(other, _) => Some(Subject::Document(*other)),
            Target::External(url) => issues.read(url),
            _ => None,
        };
        add(reference.span, subject, false);
    }
    for (mention, resolution) in document.names.mentions.iter().zip(&entry.mentions) {
        let Some(resolution) = resolution else { continue };
        // What a link's words say is not what it leads to, where the two disagree.
        if resolution.problem == Some(Problem::Mismatch) {
            continue;
        }
        let subject = match (&mention.kind, &resolution.target) {
            (_, Some(Target::Document(other, _))) => Some(Subject::Document(*other)),
            (MentionKind::Issue { .. }, _) => resolution.to.as_deref().and_then(|to| issues.named(to)),
            (MentionKind::Named { rule, id }, _) => {
                Some(Subject::Named { rule: rule.clone(), id: id.clone() })
            }
            _ => None,
        };
        add(mention.span, subject, resolution.inferred);
    }
    for (placeholder, waiting) in document.names.placeholders.iter().zip(&entry.waiting) {
        let found = waiting.as_ref().and_then(|waiting| waiting.found);
        add(placeholder.span, found.map(Subject::Document), true);
    }
    // What is sure comes before what is inferred, of the same place.
    namings.sort_by(|a, b| (a.span, a.inferred, &a.subject).cmp(&(b.span, b.inferred, &b.subject)));
    namings
}

/// The passage that holds `span` of the source.
pub(super) fn passage_at(passages: &[Passage], span: Span) -> Option<(u32, &Passage)> {
    let behind = passages.partition_point(|passage| passage.span.start <= span.start);
    let place = behind.checked_sub(1)?;
    // The name in a link's words has a passage of its own; what stands in its target has that of the link.
    let holds = |place: &usize| passages[*place].span.contains(span);
    let place = (place.saturating_sub(3)..=place).rev().find(holds)?;
    Some((place as u32, &passages[place]))
}

/// Reads the URLs of issues.
#[derive(Debug, Clone)]
pub struct Issues {
    /// `https://github.com`
    host: Option<String>,
    /// The owner of the community's repositories.
    owner: String,
    /// Former names of these in lower case, and today's.
    repositories: BTreeMap<String, String>,
}

impl Issues {
    /// With the forge and the names that `config` gives.
    pub fn new(config: &Config) -> Issues {
        let forge = config.forge.as_deref();
        let owner = forge.and_then(|forge| forge.trim_end_matches('/').rsplit('/').next());
        let renamed = config.repositories.iter().flat_map(|(old, new)| [(new, new), (old, new)]);
        Issues {
            host: forge.and_then(host).map(str::to_owned),
            owner: owner.unwrap_or_default().to_owned(),
            repositories: renamed.map(|(name, today)| (name.to_lowercase(), today.clone())).collect(),
        }
    }

    /// The issue or pull request that `url` shows.
    pub fn read(&self, url: &str) -> Option<Subject> {
        let (repository, number) = issue_url(url, self.host.as_deref())?;
        self.issue(repository, number)
    }

    /// The issue `owner/name#12`.
    pub fn named(&self, name: &str) -> Option<Subject> {
        let (repository, number) = name.rsplit_once('#')?;
        self.issue(repository.to_owned(), number.parse().ok()?)
    }

    /// An issue under today's name of its repository; to a forge, letter case is nothing in the name of another's.
    pub(super) fn issue(&self, repository: String, number: u32) -> Option<Subject> {
        let (owner, name) = repository.split_once('/')?;
        let today = Some(owner).filter(|owner| owner.eq_ignore_ascii_case(&self.owner)).map(|_| {
            let name = self.repositories.get(&name.to_lowercase()).map_or(name, String::as_str);
            format!("{}/{name}", self.owner)
        });
        Some(Subject::Issue { repository: today.unwrap_or_else(|| repository.to_lowercase()), number })
    }

    /// `tools` for a repository of the community's owner, `other/tools` for another's.
    pub(super) fn short<'a>(&self, repository: &'a str) -> &'a str {
        match repository.split_once('/') {
            Some((owner, name)) if owner.eq_ignore_ascii_case(&self.owner) => name,
            _ => repository,
        }
    }
}
