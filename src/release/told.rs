//! What commits and note fragments tell, in the words of notes, each where it belongs.

use std::collections::BTreeSet;

use super::address::{link, relink};
use super::change::Change;
use super::collect::Component;
use super::entry::{Entries, Entry, Group, key};
use super::fragment::{Fragment, FragmentKind};
use super::item::item;
use super::known::in_repository;
use super::slip::is_slip;
use super::text::{escape, paragraphs};
use super::words::Words;
use crate::base::RelPath;
use crate::base::url::{decode, relative};
use crate::document;
use crate::link::forge::{commit_url, pull_url};

/// Kinds of commits that change nothing for who uses a release, after the convention's usual list of types.
const INNER: [&str; 6] = ["build", "chore", "ci", "refactor", "style", "test"];

impl Words<'_> {
    /// The changes of a component, each where it belongs.
    pub(super) fn component(&self, component: &Component, entries: &mut Entries) {
        let name = component.name.as_str();
        let changes = &component.changes;
        if let Some(newer) = &component.gone_on {
            let mut group = Group::new(&["component", name], escape(name), Vec::new());
            group.note = format!(
                "What changed is not known: no tag names the release, and what was read goes on to {}.",
                escape(newer)
            );
            entries.components.push(group);
            return;
        }
        let mut own = Vec::new();
        let mut silent = 0;
        let mut known = BTreeSet::new();
        for change in &changes.changes {
            // A number that somebody wrote behind two titles tells the first of them.
            let mut id = change_id(component, change, change.pull);
            if !known.insert(id.clone()) {
                id = change_id(component, change, None);
            }
            let evidence = self.change_link(component, change);
            for (number, words) in change.breaking.iter().enumerate() {
                let key = ["breaking", id.as_str(), &number.to_string()];
                let words = paragraphs(words);
                // A list or code needs words before it.
                let title = if words.starts_with('\n') { escape(&change.title) } else { String::new() };
                let words = format!("{}: {title}{words}", escape(name));
                entries.upgrade.push(Entry::new(&key, item(&words, std::slice::from_ref(&evidence))));
            }
            for (number, words) in change.notes.iter().enumerate() {
                let key = ["told", id.as_str(), &number.to_string()];
                entries.highlights.push(Entry::new(&key, format!("{} ({evidence})", escape(words))));
            }
            let is_inner = match change.kind.as_deref() {
                Some(kind) => INNER.contains(&kind),
                None => is_slip(&change.title),
            };
            if change.is_silent || is_inner && !change.is_breaking {
                silent += 1;
                continue;
            }
            let breaking = if change.is_breaking { "**Breaking**: " } else { "" };
            let scope = change.scope.as_ref().map_or(String::new(), |scope| format!("{}: ", escape(scope)));
            let entry = Entry::new(
                &["change", &id],
                format!("{breaking}{scope}{} ({evidence})", escape(&change.title)),
            );
            let kind = change.kind.as_deref().unwrap_or_default();
            let is_security = kind == "security" || change.scope.as_deref() == Some("security");
            match kind {
                _ if is_security || change.title.contains("CVE-") => entries.security.push(entry),
                "remove" | "removed" | "deprecate" | "deprecated" => entries.removals.push(entry),
                _ => own.push(entry),
            }
        }
        if changes.changes.is_empty() {
            return;
        }
        let mut group = Group::new(&["component", name], escape(name), own);
        group.note = range_note(component, changes.changes.len(), silent);
        entries.components.push(group);
    }

    /// A link to a change's pull request, or to its commit; without a forge the commit's id.
    fn change_link(&self, component: &Component, change: &Change) -> String {
        let short = change.commit.get(..10).unwrap_or(&change.commit);
        match (component.forge.as_deref(), change.pull) {
            (Some(forge), Some(pull)) => {
                link(&format!("{}#{pull}", escape(&component.name)), &pull_url(forge, pull))
            }
            (Some(forge), None) => {
                link(&format!("{}@{short}", escape(&component.name)), &commit_url(forge, &change.commit))
            }
            (None, Some(pull)) => format!("`{}#{pull}`, `{short}`", component.name),
            (None, None) => format!("`{}@{short}`", component.name),
        }
    }

    /// A fragment, where it belongs.
    pub(super) fn fragment(&self, fragment: &Fragment, entries: &mut Entries) {
        let component = fragment.component.as_deref();
        let mut evidence: Vec<String> =
            fragment.links.iter().map(|link| self.named(link, component)).collect();
        if evidence.is_empty() {
            // Where no forge has it, its name tells which it was.
            let address = self.known.address_of(self.notes, &fragment.path);
            evidence.push(address.map_or_else(|| escape(&fragment.name), |address| link("note", &address)));
        }
        let text = item(&self.moved(fragment), &evidence);
        let entry = Entry::new(&["note", &fragment.name], text);
        match (fragment.kind, component) {
            (FragmentKind::Highlight, _) => entries.highlights.push(entry),
            (FragmentKind::Upgrade, _) => entries.upgrade.push(entry),
            (FragmentKind::Deprecation | FragmentKind::Removal, _) => entries.removals.push(entry),
            (FragmentKind::Security, _) => entries.security.push(entry),
            (FragmentKind::KnownIssue, _) => entries.known_issues.push(entry),
            (FragmentKind::Feature | FragmentKind::Change | FragmentKind::Fix, component) => {
                let name = component.unwrap_or("other");
                let place = key(&["component", name]);
                match entries.components.iter_mut().find(|group| group.key == place) {
                    Some(group) => group.entries.push(entry),
                    None => {
                        let title =
                            if component.is_some() { escape(name) } else { "Other changes".to_owned() };
                        entries.components.push(Group::new(&["component", name], title, vec![entry]));
                    }
                }
            }
        }
    }

    /// The text of a fragment with its relative links as they are from the notes.
    fn moved(&self, fragment: &Fragment) -> String {
        let parsed = document::parse(&fragment.path, &fragment.text, &document::Options::default()).value;
        let (from, to) = (self.known.source_of(&fragment.path), self.known.source_of(self.notes));
        let (Some(from), Some(to)) = (from, to) else { return fragment.text.clone() };
        let (here, there) = (in_repository(from, &fragment.path.path), in_repository(to, &self.notes.path));
        let folder = here.rsplit_once('/').map_or("", |(folder, _)| folder);
        relink(&fragment.text, &parsed.references, |target, _| {
            if target.contains(':') || target.starts_with(['#', '/']) {
                return None;
            }
            let (path, rest) = target.split_at(target.find(['#', '?']).unwrap_or(target.len()));
            let file = RelPath::resolve(folder, &decode(path)?).ok()?;
            Some(format!("{}{rest}", relative(&there, file.as_str())))
        })
    }

    /// What a fragment names as evidence: an address, `tools#12`, or `#12` of its component.
    fn named(&self, name: &str, component: Option<&str>) -> String {
        if name.contains("://") && !name.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>')) {
            return format!("<{name}>");
        }
        let Some((repository, number)) = name.rsplit_once('#') else { return escape(name) };
        let repository = if repository.is_empty() { component.unwrap_or_default() } else { repository };
        let owner = self.known.config.forge.as_deref();
        match (owner, number.parse::<u64>()) {
            (Some(owner), Ok(number)) if !repository.is_empty() => {
                let today = self.known.config.repositories.get(repository).map_or(repository, String::as_str);
                let forge = match today.contains('/') {
                    true => format!("{}/{today}", owner.rsplit_once('/').map_or(owner, |(host, _)| host)),
                    false => format!("{owner}/{today}"),
                };
                link(&escape(&format!("{repository}#{number}")), &pull_url(&forge, number))
            }
            _ => escape(name),
        }
    }
}

/// What a change is known by: its pull request, or the first digits of its commit.
fn change_id(component: &Component, change: &Change, pull: Option<u64>) -> String {
    match pull {
        Some(pull) => format!("{}#{pull}", component.name),
        None => format!("{}@{}", component.name, change.commit.get(..12).unwrap_or(&change.commit)),
    }
}

/// What is told above the changes of a component.
fn range_note(component: &Component, count: usize, silent: usize) -> String {
    let range = match (&component.from, &component.to) {
        (Some(from), Some(to)) => format!("From `{from}` to `{to}`"),
        (Some(from), None) => format!("Since `{from}`"),
        (None, Some(to)) => format!("Up to `{to}`"),
        (None, None) => "By the days of the window, because no tag names a release".to_owned(),
    };
    let plural = |count: usize, word: &str| match count {
        1 => format!("1 {word}"),
        _ => format!("{count} {word}s"),
    };
    match silent {
        0 => format!("{range}: {}.", plural(count, "change")),
        _ => format!("{range}: {}, {silent} of them within the project.", plural(count, "change")),
    }
}
