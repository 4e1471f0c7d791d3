//! Which release has something first, and how that is known: decision, meeting, commit, release.
//!
//! A standard belongs to the release in whose window it took effect; a commit to the release that the ledger finds for
//! it; an issue to the release of the commit that names it. Each step names its evidence, and what follows from days
//! alone says so.

use serde::Serialize;

use super::collect::{BEGIN, standard_id};
use super::decided;
use super::known::Known;
use super::ledger::{Basis, Ledger, Place};
use crate::base::{Date, SourcePath};
use crate::link::forge::{commit_url, pull_url};
use crate::link::{DocumentId, Issues, Subject};
use crate::record::{FactsKind, Standard};
use crate::source::component::{Component, Landed};

/// What commits and tags tell, beside the record.
#[derive(Debug, Clone, Copy)]
pub struct Landings<'a> {
    /// The components.
    pub components: &'a [Component],
    /// Which of their commits is in which release.
    pub ledger: &'a Ledger,
}

/// The first release with something, and how that is known.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize)]
pub struct Answer {
    /// What was asked for, by its proper name.
    pub asked: String,
    /// The release, if there is one already.
    pub release: Option<String>,
    /// `tag` where a tag tells, `day` where only the window does.
    pub basis: Option<&'static str>,
    /// The way to it, oldest first.
    pub chain: Vec<Step>,
}

/// One step of the way.
#[derive(Debug, Clone, Eq, PartialEq, Serialize)]
pub struct Step {
    /// `decision`, `meeting`, `commit`, `standard` or `release`.
    pub kind: &'static str,
    /// The day.
    pub date: Option<Date>,
    /// What happened.
    pub text: String,
    /// The evidence: a file with its line, or a commit.
    pub evidence: String,
    /// Where it is to be seen.
    pub url: Option<String>,
    /// The document that tells it, and the anchor in it.
    #[serde(skip)]
    pub place: Option<(DocumentId, Option<String>)>,
}

/// Answers for a standard, with or without its edition (`scs-0214-v2`); nothing where there is no such standard.
pub fn standard(known: Known<'_>, asked: &str) -> Option<Answer> {
    let wanted = asked.to_lowercase();
    let is_it = |number: &str, edition: &str| {
        standard_id(number, edition).to_lowercase() == wanted || number.to_lowercase() == wanted
    };
    let mut found: Vec<_> = known.standards().filter(|(_, _, it)| is_it(&it.number, &it.edition)).collect();
    // Without an edition the first that took effect is asked for.
    found.sort_by_key(|(id, _, it)| (begin(it).is_none(), begin(it), *id));
    edition(known, found.first()?.0)
}

/// The day on which a standard takes effect.
fn begin(standard: &Standard) -> Option<Date> {
    let is_begin = |key: &str| key.strip_suffix("_at").unwrap_or(key) == BEGIN;
    standard.dates.iter().find(|(key, _)| is_begin(key)).map(|(_, date)| *date)
}

/// Answers for the edition of a standard that is the document `id`.
pub fn edition(known: Known<'_>, id: DocumentId) -> Option<Answer> {
    let entry = known.record.documents.get(id.0 as usize)?;
    let FactsKind::Standard(facts) = &entry.facts.kind else { return None };
    let day = begin(facts);
    let mut answer = Answer { asked: standard_id(&facts.number, &facts.edition), ..Answer::default() };
    answer.chain = told(known, &Subject::Document(id), day);
    let source = known.source_of(&entry.path);
    let history = source.and_then(|source| source.history.files.get(&entry.path.path));
    for (change, what) in [
        (history.and_then(|it| it.first.as_ref()), "proposed"),
        (history.and_then(|it| it.last.as_ref()), "changed last"),
    ] {
        let Some(change) = change else { continue };
        let step = Step {
            kind: "commit",
            date: Some(change.date),
            text: format!("{what} by {}", change.author),
            evidence: short(&change.commit).to_owned(),
            url: source
                .and_then(|source| source.forge.as_deref())
                .map(|forge| commit_url(forge, &change.commit)),
            place: None,
        };
        let is_known = answer.chain.iter().any(|known| known.evidence == step.evidence);
        if !is_known && day.is_none_or(|day| change.date <= day || what == "proposed") {
            answer.chain.push(step);
        }
    }
    if let Some(day) = day {
        answer.chain.push(Step {
            kind: "standard",
            date: Some(day),
            text: format!("{} takes effect", answer.asked),
            evidence: entry.path.to_string(),
            url: known.config.url.as_ref().map(|site| format!("{site}{}", entry.url)),
            place: Some((id, None)),
        });
        answer.ship(known, known.record.release_for(day).map(|release| (release, Basis::Day)));
    }
    answer.sort();
    Some(answer)
}

/// Answers for an issue or pull request `repository#number`; `repository` may be a short or an old name.
pub fn issue(known: Known<'_>, landings: Landings<'_>, repository: &str, number: u64) -> Answer {
    let today = known.config.repositories.get(repository).map_or(repository, String::as_str);
    let owner = known.config.forge.as_deref().and_then(|forge| forge.rsplit('/').next()).unwrap_or_default();
    let whole =
        if today.contains('/') || owner.is_empty() { today.to_owned() } else { format!("{owner}/{today}") };
    let asked = format!("{whole}#{number}");
    let subject = Issues::new(known.config).named(&asked);
    let mut answer = Answer { asked, ..Answer::default() };
    let last = whole.rsplit('/').next().unwrap_or(&whole);
    let Landings { components, ledger } = landings;
    let landed = ledger.issue(known.record, components, last, number);
    if let Some(subject) = &subject {
        let until = landed.and_then(|(_, release)| day_of(known, release));
        answer.chain = told(known, subject, until);
        // The first meeting that spoke of it, beside those that decided.
        let spoke = known.record.backlinks.places(subject).iter().filter_map(|place| {
            let entry = known.record.documents.get(place.document.0 as usize)?;
            let FactsKind::Meeting(meeting) = &entry.facts.kind else { return None };
            Some((meeting.date?, place.document))
        });
        if let Some((date, id)) = spoke.min().filter(|(date, _)| until.is_none_or(|until| *date <= until)) {
            answer.chain.push(meeting(known, id, date));
        }
    }
    if let Some((place, release)) = landed {
        answer.commit(known, components, place, release);
    }
    answer.sort();
    answer
}

/// Answers for a commit by the beginning of its id; nothing where no component has it, or several commits begin so.
pub fn commit(known: Known<'_>, landings: Landings<'_>, start: &str) -> Option<Answer> {
    let start = start.to_lowercase();
    let Landings { components, ledger } = landings;
    let mut found: Vec<(usize, u32, &Landed)> = Vec::new();
    for (number, component) in components.iter().enumerate() {
        let begin = (0..).zip(&component.commits).filter(|(_, commit)| commit.id.starts_with(&start));
        found.extend(begin.map(|(at, commit)| (number, at, commit)));
    }
    // Repositories that were one share commits; the first component that has it speaks for it.
    found.dedup_by_key(|(.., commit)| commit.id.as_str());
    let [(number, at, commit)] = found.as_slice() else { return None };
    let component = &components[*number];
    let mut answer =
        Answer { asked: format!("{}@{}", component.name, short(&commit.id)), ..Answer::default() };
    let release = ledger.release(known.record, components, (*number, *at));
    let owner = component.forge.as_deref().map(|forge| {
        let mut parts = forge.rsplit('/');
        (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
    });
    if let (Some((name, owner)), Some(pull)) = (owner, commit.pull)
        && let Some(subject) = Issues::new(known.config).named(&format!("{owner}/{name}#{pull}"))
    {
        answer.chain = told(known, &subject, day_of(known, release));
    }
    answer.commit(known, components, (*number, *at), release);
    answer.sort();
    Some(answer)
}

/// The day of the release that something is in, as the ledger tells it.
fn day_of(known: Known<'_>, release: Option<(DocumentId, Basis)>) -> Option<Date> {
    known.release_facts(release?.0)?.date
}

/// The decisions about `subject` that may have led to what happened on `day`, each with its meeting.
fn told(known: Known<'_>, subject: &Subject, day: Option<Date>) -> Vec<Step> {
    let mut steps = Vec::new();
    for decision in decided::until(known.record, known.record.backlinks.decisions(subject), day) {
        let evidence = &decision.evidence;
        let entry = known.record.document(evidence.document);
        steps.push(Step {
            kind: "decision",
            date: Some(evidence.date),
            text: decision.text.clone(),
            evidence: format!("{}:{}", entry.path, evidence.line),
            url: address(known, &entry.path, evidence.anchor.as_deref()),
            place: Some((evidence.document, evidence.anchor.clone())),
        });
        steps.push(meeting(known, evidence.document, evidence.date));
    }
    steps
}

/// The meeting of some minutes.
fn meeting(known: Known<'_>, id: DocumentId, date: Date) -> Step {
    let entry = known.record.document(id);
    let series = known.record.series_of(id).map(|series| series.title.clone());
    Step {
        kind: "meeting",
        date: Some(date),
        text: series.unwrap_or_else(|| entry.facts.title.clone()),
        evidence: entry.path.to_string(),
        url: address(known, &entry.path, None),
        place: Some((id, None)),
    }
}

/// Where a document is to be seen: on the site, where it has an address, or on the forge.
fn address(known: Known<'_>, path: &SourcePath, anchor: Option<&str>) -> Option<String> {
    let fragment = anchor.map_or(String::new(), |anchor| format!("#{anchor}"));
    let id = known.record.by_path.get(path)?;
    let on_site = known.config.url.as_ref().map(|site| format!("{site}{}", known.record.document(*id).url));
    let source = known.source_of(path)?;
    let on_forge = || super::known::file_on_forge(source, &super::known::in_repository(source, &path.path));
    on_site.or_else(on_forge).map(|address| address + &fragment)
}

/// The first digits of a commit's id, as people write them.
fn short(id: &str) -> &str {
    id.get(..10).unwrap_or(id)
}

impl Answer {
    /// Takes in the commit that brought it, and the release that has this commit.
    fn commit(
        &mut self,
        known: Known<'_>,
        components: &[Component],
        (component, at): Place,
        release: Option<(DocumentId, Basis)>,
    ) {
        let component = &components[component];
        let commit = &component.commits[at as usize];
        let pull = commit.pull.map_or(String::new(), |pull| format!(" (#{pull})"));
        self.chain.push(Step {
            kind: "commit",
            date: Some(commit.date),
            text: format!("{}{pull}", commit.title),
            evidence: format!("{}@{}", component.name, short(&commit.id)),
            url: match (component.forge.as_deref(), commit.pull) {
                (Some(forge), Some(pull)) => Some(pull_url(forge, pull)),
                (Some(forge), None) => Some(commit_url(forge, &commit.id)),
                (None, _) => None,
            },
            place: None,
        });
        self.ship(known, release);
    }

    /// Takes in the release.
    fn ship(&mut self, known: Known<'_>, release: Option<(DocumentId, Basis)>) {
        let Some((id, basis)) = release else { return };
        let Some(facts) = known.release_facts(id) else { return };
        self.release = Some(facts.id.clone());
        self.basis = Some(basis.as_str());
        let path = &known.record.document(id).path;
        let version = facts.version.as_ref().map_or(String::new(), |version| format!(" ({version})"));
        self.chain.push(Step {
            kind: "release",
            date: facts.date,
            text: format!("{}{version}", facts.id),
            evidence: path.to_string(),
            url: address(known, path, None),
            place: Some((id, None)),
        });
    }

    /// Puts the steps in order, each once; the release stays last.
    fn sort(&mut self) {
        let mut seen = std::collections::BTreeSet::new();
        self.chain.retain(|step| seen.insert((step.kind, step.evidence.clone())));
        self.chain.sort_by_key(|step| (step.kind == "release", step.date));
    }
}
