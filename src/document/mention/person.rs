//! People by their handles: `@name`, and not `name@example.org`, `@scope/package` or `@name:server`.

use std::collections::BTreeMap;

use super::boundary::{before, behind, run_end};
use super::{Around, Found, MentionKind, Terms};

/// Where such a mention may be.
pub(super) const EXPRESSION: &str = "@[A-Za-z0-9]";

/// The longest handle that forges allow.
const LONGEST: usize = 39;

/// Reads the mentions of people.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    /// Handles that are nobody, in lower case.
    except: Vec<String>,
    /// What handles are today, by their spelling in lower case.
    aliases: BTreeMap<String, String>,
}

impl Reader {
    /// The reader of `terms`.
    pub(super) fn new(terms: &Terms) -> Reader {
        let aliases = terms.people.aliases.iter().map(|(from, to)| (from.to_lowercase(), to.clone()));
        Reader {
            except: terms.people.except.iter().map(|except| except.to_lowercase()).collect(),
            aliases: aliases.collect(),
        }
    }

    /// The person at this place. Letters, digits and single hyphens make a handle; an underscore inside is kept, since
    /// writers take it for a hyphen and an alias can say who is meant, one at the end belongs to the emphasis.
    pub(super) fn read(&self, around: Around<'_>) -> Option<Found> {
        let (text, start) = (around.text, around.start + 1);
        let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '@' | '-' | '+' | '&');
        // `@a/@b` names two.
        let is_next =
            before(text, around.start) == Some('/') && around.from + 1 == around.start && around.from > 0;
        if before(text, around.start).is_some_and(inside) && !is_next {
            return None;
        }
        let run = run_end(text, start, |c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        let handle = text[start..run].trim_end_matches(['-', '_']);
        let end = start + handle.len();
        let next = text[end..].chars().nth(1);
        let goes_on = next.is_some_and(char::is_alphanumeric);
        let is_address = match behind(text, end) {
            Some('.') => goes_on && text[end + 1..].starts_with(|c: char| c.is_lowercase()),
            Some('/') => goes_on,
            Some(':') => {
                goes_on && text[end..].split_whitespace().next().is_some_and(|word| word.contains('.'))
            }
            Some('@') => true,
            Some(c) => c.is_alphanumeric(),
            None => false,
        };
        let folded = handle.to_lowercase();
        if is_address || handle.len() > LONGEST || handle.contains("--") || self.except.contains(&folded) {
            return None;
        }
        let handle = self.aliases.get(&folded).cloned().unwrap_or_else(|| handle.to_owned());
        Some(around.sure(around.start, end, MentionKind::Person(handle)))
    }
}
