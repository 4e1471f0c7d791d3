//! What one text names, in its order: links, names in the text, what it waited for, and relations in front matter.

use super::Input;
use super::id::Ids;
use super::relation;
use super::wire::{Problem, Reference, ReferenceKind};
use crate::base::line::Columns;
use crate::base::{SourcePath, Span};
use crate::document::mention::MentionKind;
use crate::document::{self, Document};
use crate::link::{self, DocumentId, Entry, Fault, Issues, Resolution, Subject, Target};
use crate::record::FactsKind;
use crate::source::Kind;

/// A reference of a text and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Where it stands.
    pub(super) span: Span,
    /// What it is.
    pub(super) reference: Reference,
}

/// What is said of a reference beside where it stands.
struct Said {
    kind: ReferenceKind,
    to: Option<String>,
    problem: Option<Problem>,
    inferred: bool,
    meant: Option<String>,
}

/// A text whose references are put together.
struct Text<'a> {
    input: Input<'a>,
    ids: &'a Ids<'a>,
    issues: &'a Issues,
    id: DocumentId,
    entry: &'a Entry,
    document: &'a Document,
    text: &'a str,
    /// Everything found so far, in no order.
    found: Vec<(Span, String, Option<String>, Said)>,
}

/// The references of `document`, which is `id` in the record and has the text `text`.
pub(super) fn references(
    input: Input<'_>,
    (ids, issues): (&Ids<'_>, &Issues),
    id: DocumentId,
    document: &Document,
    text: &str,
) -> Vec<Found> {
    let entry = input.record.document(id);
    let mut all = Text { input, ids, issues, id, entry, document, text, found: Vec::new() };
    all.relations();
    // What a part of a file names, the file names as well.
    let file = super::file(input, &entry.path);
    if file == entry.path.path.as_str() {
        all.links();
        all.placeholders();
    }
    let mut found = all.found;
    // Of several at one place the one found first comes first: a link before the names in it.
    found.sort_by_key(|(span, ..)| span.start);
    let mut columns = Columns::new(text);
    let reference = |(span, text, target, said): (Span, String, Option<String>, Said)| {
        let place = columns.at(span.start);
        let reference = Reference {
            source: entry.path.source.to_string(),
            path: file.clone(),
            line: place.line,
            column: place.column,
            text,
            target,
            kind: said.kind,
            to: said.to,
            problem: said.problem,
            inferred: said.inferred,
            meant: said.meant,
        };
        Found { span, reference }
    };
    found.into_iter().map(reference).collect()
}

impl Text<'_> {
    /// The relations of a standard to others.
    fn relations(&mut self) {
        let relations = self.input.record.lives.get(&self.id).map_or(&[][..], |life| &life.relations);
        for link::life::Relation { name, written, to, .. } in relations {
            let span = relation::span(self.input, self.entry, self.text, name, written);
            let to = to.map(|id| self.ids.document(id).to_owned());
            let problem = to.is_none().then_some(Problem::Missing);
            let said = Said { kind: ReferenceKind::Standard, to, problem, inferred: false, meant: None };
            self.found.push((span, written.clone(), None, said));
        }
    }

    /// The links, each with the names in it that it does not lead to, and the names between them.
    fn links(&mut self) {
        let mentions = &self.document.mentions;
        let mut next = 0;
        for (place, reference) in self.document.references.iter().enumerate() {
            while mentions.get(next).is_some_and(|mention| mention.span.start < reference.span.start) {
                self.name(next);
                next += 1;
            }
            let mut inside = next;
            while mentions.get(inside).is_some_and(|mention| mention.span.start < reference.span.end) {
                inside += 1;
            }
            self.link(place, reference, next..inside);
            next = inside;
        }
        (next..mentions.len()).for_each(|mention| self.name(mention));
    }

    /// The link `place`, which holds the mentions `inside`.
    fn link(&mut self, place: usize, reference: &document::Reference, inside: std::ops::Range<usize>) {
        let target = self.entry.targets.get(place).unwrap_or(&Target::Broken);
        let fault = self.entry.faults.get(&place);
        let is_picture = reference.kind == document::ReferenceKind::Picture;
        let said = if is_picture { None } else { self.said_of_link(target, fault) };
        let is_named = self.is_named(target, &reference.target, inside.clone());
        let said = said.map(|said| if is_named { said } else { self.as_page(said, target) });
        let mismatch = inside.clone().any(|mention| self.is_mismatch(mention));
        let said = said.map(|said| match mismatch && said.to.is_some() {
            true => Said { problem: Some(Problem::Mismatch), ..said },
            false => said,
        });
        let leads_to = said.as_ref().and_then(|said| said.to.clone().map(|to| (said.kind, to)));
        let shown = match target {
            Target::Document(id, _) => Some(*id),
            _ => None,
        };
        if let Some(said) = said {
            let text = one_line(&reference.text);
            self.found.push((reference.span, text, Some(reference.target.clone()), said));
        }
        // What the link leads to is told by the link.
        for mention in inside {
            let Some((name, said)) = self.said_of_mention(mention) else { continue };
            let is_target = leads_to.as_ref().is_some_and(|(kind, to)| {
                said.kind == *kind && (said.to.as_ref() == Some(to) || self.is_named_by(name, shown, to))
            });
            if !is_target {
                let span = self.document.mentions[mention].span;
                self.found.push((span, self.words(span), None, said));
            }
        }
    }

    /// Whether a link to a standard, written as `written`, names it: by the id in its words or its address, by its
    /// file, or from within the record. An old address that leads there all the same names something else.
    fn is_named(&self, target: &Target, written: &str, mut inside: std::ops::Range<usize>) -> bool {
        let Target::Document(id, _) = target else { return true };
        let entry = self.input.record.document(*id);
        let FactsKind::Standard(standard) = &entry.facts.kind else { return true };
        let path = written.split(['#', '?']).next().unwrap_or_default().trim_end_matches('/');
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_file = || {
            let path = &entry.path.path;
            let folder = path.folder().rsplit('/').next().unwrap_or_default();
            [path.file_name(), path.stem(), folder].iter().any(|own| own.eq_ignore_ascii_case(name))
        };
        let is_id = |mention: &document::Mention| matches!(&mention.kind, MentionKind::Standard { number, .. } if number.eq_ignore_ascii_case(&standard.number));
        !path.contains("://")
            || is_file()
            || inside.any(|mention| self.document.mentions.get(mention).is_some_and(is_id))
    }

    /// `said` of a link that leads to the text `target` without naming what it records.
    fn as_page(&self, said: Said, target: &Target) -> Said {
        let Target::Document(id, _) = target else { return said };
        let path = Some(self.input.record.document(*id).path.to_string());
        let (to, meant) = if said.to.is_some() { (path, None) } else { (None, path) };
        Said { kind: ReferenceKind::Page, to, meant, ..said }
    }

    /// Whether a link to `to`, the document `shown`, is what a name without edition or repository names.
    fn is_named_by(&self, kind: &MentionKind, shown: Option<DocumentId>, to: &str) -> bool {
        match kind {
            MentionKind::Standard { number, edition: None } => {
                let shown = shown.map(|id| &self.input.record.document(id).facts.kind);
                matches!(shown, Some(FactsKind::Standard(standard)) if standard.number.eq_ignore_ascii_case(number))
            }
            MentionKind::Issue { repository: None, number } => {
                to.rsplit_once('#').is_some_and(|(_, shown)| shown == number.to_string())
            }
            _ => false,
        }
    }

    /// The mention `place`, which stands in no link.
    fn name(&mut self, place: usize) {
        if let Some((_, said)) = self.said_of_mention(place) {
            let span = self.document.mentions[place].span;
            self.found.push((span, self.words(span), None, said));
        }
    }

    /// What is said of a link; nothing where it leads to nothing of the record.
    fn said_of_link(&self, target: &Target, fault: Option<&Fault>) -> Option<Said> {
        let known = self.ids.target(self.id, target);
        let said = |kind, to| Said { kind, to, problem: None, inferred: false, meant: None };
        let Some(fault) = fault else {
            if let (None, Target::External(url)) = (&known, target) {
                let issue = self.issues.read(url).and_then(issue_id);
                return issue.map(|issue| said(ReferenceKind::Issue, Some(issue)));
            }
            return known.map(|(kind, to)| said(kind, Some(to)));
        };
        let problem = Some(problem(fault.problem));
        match (fault.problem, known) {
            (link::Problem::Missing, known) => {
                let of_file = || fault.wanted.as_ref().map(|wanted| self.kind_of_file(wanted));
                let (kind, meant) = match known {
                    Some((kind, to)) => (kind, Some(to)),
                    None => (of_file().unwrap_or(ReferenceKind::Page), None),
                };
                Some(Said { problem, meant, ..said(kind, None) })
            }
            (_, Some((kind, to))) => Some(Said { problem, ..said(kind, Some(to)) }),
            (_, None) => None,
        }
    }

    /// What a mention names, and what is said of it; nothing where it turned out to name nothing.
    fn said_of_mention(&self, place: usize) -> Option<(&MentionKind, Said)> {
        let mention = self.document.mentions.get(place)?;
        let resolution = self.entry.mentions.get(place)?.as_ref()?;
        let Resolution { target, to, inferred, .. } = resolution;
        let document = |id: &DocumentId| self.ids.document(*id).to_owned();
        let (kind, to) = match (&mention.kind, target) {
            (MentionKind::Standard { .. }, Some(Target::Document(id, _))) => {
                (ReferenceKind::Standard, Some(document(id)))
            }
            (MentionKind::Meeting { .. }, Some(Target::Document(id, _))) => {
                (ReferenceKind::Meeting, Some(document(id)))
            }
            (MentionKind::Release { .. } | MentionKind::Version(_), Some(Target::Document(id, _))) => {
                (ReferenceKind::Release, Some(document(id)))
            }
            (MentionKind::Standard { .. }, _) => (ReferenceKind::Standard, None),
            (MentionKind::Meeting { .. }, _) => (ReferenceKind::Meeting, None),
            // What is spoken of before it has notes is no mistake.
            (MentionKind::Release { id, .. }, _) => (ReferenceKind::Release, Some(id.clone())),
            (MentionKind::Version(_), _) => (ReferenceKind::Release, None),
            (MentionKind::Issue { .. }, _) => {
                let issue = to.as_deref().and_then(|to| self.issues.named(to)).and_then(issue_id);
                (ReferenceKind::Issue, issue.or_else(|| to.clone()))
            }
            (MentionKind::Person(handle), Some(_)) => (ReferenceKind::Person, Some(handle.clone())),
            (MentionKind::Person(_), None) => (ReferenceKind::Person, None),
            (MentionKind::Named { rule, id }, _) => (ReferenceKind::Page, Some(format!("{rule}:{id}"))),
        };
        let problem = match (&to, resolution.problem) {
            // A number without a repository, be it in a link that leads elsewhere.
            (None, _) if kind == ReferenceKind::Issue => Some(Problem::Ambiguous),
            (None, _) => Some(Problem::Missing),
            // That a link's words name something else is said of the link.
            (Some(_), _) => None,
        };
        Some((&mention.kind, Said { kind, to, problem, inferred: *inferred, meant: None }))
    }

    /// Whether a mention in the words of a link names something else than the link leads to.
    fn is_mismatch(&self, place: usize) -> bool {
        let resolution = self.entry.mentions.get(place).and_then(Option::as_ref);
        resolution.is_some_and(|resolution| resolution.problem == Some(link::Problem::Mismatch))
    }

    /// Where the text waited for minutes.
    fn placeholders(&mut self) {
        for (placeholder, waiting) in self.document.placeholders.iter().zip(&self.entry.waiting) {
            let Some(waiting) = waiting else { continue };
            let to = waiting.found.map(|id| self.ids.document(id).to_owned());
            let problem = to.is_none().then_some(Problem::Missing);
            let said =
                Said { kind: ReferenceKind::Meeting, inferred: to.is_some(), to, problem, meant: None };
            self.found.push((placeholder.span, self.words(placeholder.span), None, said));
        }
    }

    /// What the file at `path`, which does not exist, would be.
    fn kind_of_file(&self, path: &SourcePath) -> ReferenceKind {
        let Some(source) = self.input.sources.sources.get(&path.source) else { return ReferenceKind::Page };
        match source.config.kind {
            Kind::Minutes if path.path.is_markdown() || path.path.extension().is_empty() => {
                ReferenceKind::Meeting
            }
            Kind::Standards if source.config.standards.id.matches_path(&path.path).is_some() => {
                ReferenceKind::Standard
            }
            Kind::Releases if source.config.releases.release(&path.path).is_some() => ReferenceKind::Release,
            _ => ReferenceKind::Page,
        }
    }

    /// The words at `span`.
    fn words(&self, span: Span) -> String {
        one_line(span.of(self.text).unwrap_or_default())
    }
}

/// `owner/name#12`.
fn issue_id(subject: Subject) -> Option<String> {
    match subject {
        Subject::Issue { repository, number } => Some(format!("{repository}#{number}")),
        _ => None,
    }
}

/// `text` with blanks and line breaks made one blank.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The problem as the published record calls it.
fn problem(problem: link::Problem) -> Problem {
    match problem {
        link::Problem::Missing => Problem::Missing,
        link::Problem::WrongAnchor => Problem::WrongAnchor,
        link::Problem::Ambiguous => Problem::Ambiguous,
        link::Problem::Mismatch => Problem::Mismatch,
    }
}
