//! Which release has something first, and how that is known: decision, meeting, commit, release.
//!
//! A standard belongs to the release in whose window it took effect; a commit to the first release whose tag has it,
//! or, where tags do not tell, to the one in whose window it was committed; an issue to the release of the commit that
//! names it. Each step names its evidence, and what follows from days alone says so.

use serde::Serialize;

use super::collect::{BEGIN, decision_span, document_of, is_in, standard_id};
use super::commit::{self, Commit};
use super::known::Known;
use crate::base::{Date, SourcePath};
use crate::link::forge::{commit_url, pull_url};
use crate::link::{Decision, DocumentId};
use crate::record::FactsKind;

/// A component with all its commits.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct History {
    /// Its name.
    pub name: String,
    /// Its page on the forge.
    pub forge: Option<String>,
    /// Its commits, newest first.
    pub commits: Vec<Commit>,
    /// Releases with a tag here, in their order, each with the tag's name.
    pub tagged: Vec<(DocumentId, String)>,
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
}

/// Which release has the commit `at` of the history `of` by tags; the edge knows.
pub type ByTag<'a> = &'a dyn Fn(usize, &str) -> Option<DocumentId>;

/// Answers for a standard, with or without its edition (`scs-0214-v2`); nothing where there is no such standard.
pub fn standard(known: Known<'_>, asked: &str) -> Option<Answer> {
    let wanted = asked.to_lowercase();
    let is_it = |number: &str, edition: &str| {
        standard_id(number, edition).to_lowercase() == wanted || number.to_lowercase() == wanted
    };
    let mut found: Vec<_> = known.standards().filter(|(_, _, it)| is_it(&it.number, &it.edition)).collect();
    // Without an edition the first that took effect is asked for.
    let begin = |dates: &std::collections::BTreeMap<String, Date>| {
        dates.iter().find(|(key, _)| key.strip_suffix("_at").unwrap_or(key) == BEGIN).map(|(_, date)| *date)
    };
    found.sort_by_key(|(id, _, it)| (begin(&it.dates).is_none(), begin(&it.dates), *id));
    let (id, entry, facts) = found.into_iter().next()?;
    let day = begin(&facts.dates);
    let mut answer = Answer { asked: standard_id(&facts.number, &facts.edition), ..Answer::default() };
    answer.chain = told(known, |place, decision| {
        let span = decision_span(known, decision.evidence.document, decision.evidence.number);
        let names = |document: DocumentId| document == id;
        span.is_some_and(|span| {
            known.mentions(place).any(|(it, named)| {
                is_in(it.span, span) && document_of(named.target.as_ref()).is_some_and(names)
            }) || known
                .links(place)
                .any(|(it, target)| is_in(it.span, span) && document_of(Some(target)) == Some(id))
        })
    });
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
        });
        answer.ship(known, known.record.release_for(day), "day");
    }
    answer.sort();
    Some(answer)
}

/// Answers for an issue or pull request `repository#number`; `repository` may be a short or an old name.
pub fn issue(
    known: Known<'_>,
    repository: &str,
    number: u64,
    histories: &[History],
    by_tag: ByTag<'_>,
) -> Answer {
    let today = known.config.repositories.get(repository).map_or(repository, String::as_str);
    let owner = known.config.forge.as_deref().and_then(|forge| forge.rsplit('/').next()).unwrap_or_default();
    let whole =
        if today.contains('/') || owner.is_empty() { today.to_owned() } else { format!("{owner}/{today}") };
    let asked = format!("{whole}#{number}");
    let last = whole.rsplit('/').next().unwrap_or(&whole).to_lowercase();
    let is_it = |to: Option<&String>| to.is_some_and(|to| to.eq_ignore_ascii_case(&asked));
    let mut answer = Answer { asked: asked.clone(), ..Answer::default() };
    answer.chain = told(known, |place, decision| {
        let span = decision_span(known, decision.evidence.document, decision.evidence.number);
        known
            .mentions(place)
            .any(|(it, named)| span.is_some_and(|span| is_in(it.span, span)) && is_it(named.to.as_ref()))
    });
    // The first meeting that spoke of it, beside those that decided.
    let spoke = known.record.documents.iter().enumerate().filter_map(|(place, entry)| {
        let FactsKind::Meeting(meeting) = &entry.facts.kind else { return None };
        let id = DocumentId(place as u32);
        known.mentions(id).any(|(_, named)| is_it(named.to.as_ref())).then_some((meeting.date?, id))
    });
    if let Some((date, id)) = spoke.min() {
        answer.chain.push(meeting(known, id, date));
    }
    // The oldest commit that names it.
    let mut first: Option<(usize, &Commit)> = None;
    for (place, history) in histories.iter().enumerate() {
        let is_own = history.name.to_lowercase() == last;
        let named = history.commits.iter().rev().find(|commit| names(&commit.message, is_own, &last, number));
        if let Some(commit) = named.filter(|commit| first.is_none_or(|(_, known)| commit.date < known.date)) {
            first = Some((place, commit));
        }
    }
    if let Some((place, commit)) = first {
        answer.commit(known, &histories[place], commit, by_tag(place, &commit.id));
    }
    answer.sort();
    answer
}

/// Answers for a commit by the beginning of its id; nothing where no component has it, or several commits begin so.
pub fn commit(known: Known<'_>, start: &str, histories: &[History], by_tag: ByTag<'_>) -> Option<Answer> {
    let start = start.to_lowercase();
    let all = histories.iter().enumerate().flat_map(|(place, history)| {
        history
            .commits
            .iter()
            .filter(|commit| commit.id.starts_with(&start))
            .map(move |commit| (place, commit))
    });
    let mut found: Vec<(usize, &Commit)> = all.collect();
    // Repositories that were one share commits; the first component that has it speaks for it.
    found.dedup_by_key(|(_, commit)| commit.id.as_str());
    let [(place, commit)] = found.as_slice() else { return None };
    let history = &histories[*place];
    let mut answer = Answer { asked: format!("{}@{}", history.name, short(&commit.id)), ..Answer::default() };
    if let Some(pull) = commit::read(&commit.message).pull {
        let wanted = format!("/{}#{pull}", history.name).to_lowercase();
        let is_it = |to: Option<&String>| to.is_some_and(|to| to.to_lowercase().ends_with(&wanted));
        answer.chain = told(known, |place, decision| {
            let span = decision_span(known, decision.evidence.document, decision.evidence.number);
            known
                .mentions(place)
                .any(|(it, named)| span.is_some_and(|span| is_in(it.span, span)) && is_it(named.to.as_ref()))
        });
    }
    answer.commit(known, history, commit, by_tag(*place, &commit.id));
    answer.sort();
    Some(answer)
}

/// Whether a message names issue `number` of the repository `last`, to which the commit belongs if `is_own`.
fn names(message: &str, is_own: bool, last: &str, number: u64) -> bool {
    let digits = number.to_string();
    let lower = message.to_lowercase();
    let is_whole = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_digit());
    let addresses = ["issues", "pull", "pulls", "-/issues", "-/merge_requests"]
        .map(|word| format!("/{last}/{word}/{digits}"))
        .into_iter()
        .chain([format!("{last}#{digits}")]);
    let by_name = addresses.into_iter().any(|wanted| {
        lower.match_indices(&wanted).any(|(at, _)| {
            let before = lower[..at].chars().next_back();
            let is_begin =
                wanted.starts_with('/') || before.is_none_or(|c| !c.is_alphanumeric() && !"-_.".contains(c));
            is_begin && is_whole(&lower[at + wanted.len()..])
        })
    });
    let bare = format!("#{digits}");
    by_name
        || is_own
            && lower.match_indices(&bare).any(|(at, _)| {
                let before = lower[..at].chars().next_back();
                before.is_none_or(|c| c.is_whitespace() || "([,:".contains(c))
                    && is_whole(&lower[at + bare.len()..])
            })
}

/// The decisions that `is_it` says, each with its meeting, oldest first.
fn told(known: Known<'_>, is_it: impl Fn(DocumentId, &Decision) -> bool) -> Vec<Step> {
    let mut steps = Vec::new();
    for decision in
        known.record.decisions.iter().filter(|decision| is_it(decision.evidence.document, decision))
    {
        let evidence = &decision.evidence;
        let entry = known.record.document(evidence.document);
        steps.push(Step {
            kind: "decision",
            date: Some(evidence.date),
            text: decision.text.clone(),
            evidence: format!("{}:{}", entry.path, evidence.line),
            url: address(known, &entry.path, evidence.anchor.as_deref()),
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
    fn commit(&mut self, known: Known<'_>, history: &History, commit: &Commit, by_tag: Option<DocumentId>) {
        let message = commit::read(&commit.message);
        let pull = message.pull.map_or(String::new(), |pull| format!(" (#{pull})"));
        let forge = history.forge.as_deref();
        self.chain.push(Step {
            kind: "commit",
            date: Some(commit.date),
            text: format!("{}{pull}", message.title),
            evidence: format!("{}@{}", history.name, short(&commit.id)),
            url: match (forge, message.pull) {
                (Some(forge), Some(pull)) => Some(pull_url(forge, pull)),
                (Some(forge), None) => Some(commit_url(forge, &commit.id)),
                (None, _) => None,
            },
        });
        let by_day = known.record.release_for(commit.date);
        let order = |id: DocumentId| known.record.releases.iter().position(|release| *release == id);
        let has_tag = |id: DocumentId| history.tagged.iter().any(|(tagged, _)| *tagged == id);
        match (by_tag, by_day) {
            // A release of that day that has no tag here may have had it before the first one with a tag.
            (Some(tag), Some(day)) if order(day) < order(tag) && !has_tag(day) => {
                self.ship(known, Some(day), "day")
            }
            (Some(tag), _) => self.ship(known, Some(tag), "tag"),
            // A release with a tag that does not have the commit was made without it.
            (None, Some(day)) if !has_tag(day) => self.ship(known, Some(day), "day"),
            (None, _) => {}
        }
    }

    /// Takes in the release.
    fn ship(&mut self, known: Known<'_>, release: Option<DocumentId>, basis: &'static str) {
        let Some((id, facts)) = release.and_then(|id| Some((id, known.release_facts(id)?))) else { return };
        self.release = Some(facts.id.clone());
        self.basis = Some(basis);
        let path = &known.record.document(id).path;
        let version = facts.version.as_ref().map_or(String::new(), |version| format!(" ({version})"));
        self.chain.push(Step {
            kind: "release",
            date: facts.date,
            text: format!("{}{version}", facts.id),
            evidence: path.to_string(),
            url: address(known, path, None),
        });
    }

    /// Puts the steps in order, each once; the release stays last.
    fn sort(&mut self) {
        let mut seen = std::collections::BTreeSet::new();
        self.chain.retain(|step| seen.insert((step.kind, step.evidence.clone())));
        self.chain.sort_by_key(|step| (step.kind == "release", step.date));
    }
}
