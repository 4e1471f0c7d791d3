//! Issues and pull requests: `tools#541`, `owner/tools#12`, `tools/#12`, `#228`.

use std::collections::BTreeMap;

use super::boundary::{before, run_start, word_before, word_continues};
use super::{Around, Found, MentionKind, Terms};

/// Where such a mention may be.
pub(super) const EXPRESSION: &str = r"#\d{1,7}";

/// Words between a repository and a number that are no repository themselves: `tools/PR#12`.
const SORTS: &[&str] = &["bug", "issue", "issues", "mr", "pr", "pull", "pulls"];

/// Reads the mentions of issues.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    repositories: BTreeMap<String, String>,
    owners: BTreeMap<String, String>,
    not_after: Vec<String>,
}

impl Reader {
    /// The reader of `terms`.
    pub(super) fn new(terms: &Terms) -> Reader {
        let owners = terms.issues.owners.iter().map(|(short, owner)| (short.to_lowercase(), owner.clone()));
        Reader {
            repositories: terms.repositories.clone(),
            owners: owners.collect(),
            not_after: terms.issues.not_after.clone(),
        }
    }

    /// The issue at this place.
    ///
    /// A word before the sign must be a repository that is known, so that `Hackathon#3` is none; an owner with a
    /// repository speaks for itself.
    pub(super) fn read(&self, around: Around<'_>) -> Option<Found> {
        let text = around.text;
        let number: u32 = text[around.start + 1..around.end].parse().ok().filter(|number| *number > 0)?;
        if word_continues(text, around.end) || text[around.end..].starts_with('_') {
            return None;
        }
        let belongs = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/');
        let start = run_start(text, around.start, belongs).max(around.from);
        let name = text[start..around.start].trim_start_matches(['.', '-', '_']);
        let start = around.start - name.len();
        if before(text, start).is_some_and(|c| c.is_alphanumeric() || matches!(c, '#' | '@' | '&' | ':')) {
            return None;
        }
        let parts: Vec<&str> = name.trim_end_matches('/').split('/').collect();
        let kind = |repository: Option<String>| MentionKind::Issue { repository, number };
        match parts[..] {
            [""] => {
                // A slash alone belongs to the words before it: `issues / #12` is one, `/#12` none.
                let word = word_before(text, around.start);
                let foreign = self.not_after.iter().any(|not_after| not_after.eq_ignore_ascii_case(word));
                (name.is_empty() && !foreign).then(|| around.sure(around.start, around.end, kind(None)))
            }
            [repository] => {
                let known = self.repository(repository)?;
                Some(around.sure(start, around.end, kind(Some(known))))
            }
            [repository, sort]
                if SORTS.contains(&sort.to_lowercase().as_str()) && self.repository(repository).is_some() =>
            {
                Some(around.sure(start, around.end, kind(self.repository(repository))))
            }
            [owner, repository]
                if !owner.is_empty()
                    && !matches!(repository.to_lowercase().as_str(), "pr" | "bug" | "mr" | "") =>
            {
                let owner = self.owners.get(&owner.to_lowercase()).map_or(owner, String::as_str);
                let full = format!("{owner}/{repository}");
                let own = self.repositories.values().find(|known| known.eq_ignore_ascii_case(&full));
                Some(around.sure(start, around.end, kind(Some(own.cloned().unwrap_or(full)))))
            }
            _ => None,
        }
    }

    /// The repository that texts call `name`.
    fn repository(&self, name: &str) -> Option<String> {
        self.repositories.get(&name.to_lowercase()).cloned()
    }
}
