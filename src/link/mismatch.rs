//! Links whose words name one thing and which lead to another: `[tools#928](…/issues/982)`.

use super::mention::{Mentioning, host, issue_url, parse_number};
use super::{Record, Target};
use crate::base::{Diagnostic, Span};
use crate::code;
use crate::document::mention::{MentionKind, Place};

/// A link whose words name something else than it leads to.
pub(super) fn mismatch(kind: &MentionKind) -> Diagnostic {
    Diagnostic::warning(code::LINK_MISMATCH, format!("the link says `{kind}` and leads to another"))
        .hint("correct the words or the target")
}

/// Links whose words name something else than they lead to: the index of the mention in the words, in `mentions`.
///
/// Only words that are a name and nothing else are held against the target: "fix for tools#12" may well lead to the
/// pull request that fixes it.
pub(super) fn mismatches(record: &Record, document: Mentioning<'_>, targets: &[Target]) -> Vec<usize> {
    let mut found = Vec::new();
    for (reference, target) in document.references.iter().zip(targets) {
        let begin = document.mentions.partition_point(|mention| mention.span.start < reference.span.start);
        let inside = document.mentions.iter().enumerate().skip(begin);
        let inside = inside.take_while(|(_, mention)| mention.span.start < reference.span.end);
        let words: Vec<_> = inside.filter(|(_, mention)| mention.place == Place::Link).collect();
        let [(index, mention)] = words[..] else { continue };
        let differs = match &mention.kind {
            MentionKind::Standard { number, edition } => {
                let shown = match target {
                    Target::Document(id, _) => record.standard(*id),
                    _ => None,
                };
                shown.is_some_and(|shown| {
                    parse_number(&shown.number) != parse_number(number)
                        || edition.as_ref().is_some_and(|edition| *edition != shown.edition)
                })
            }
            MentionKind::Issue { number, .. } => {
                let host = host(&reference.target);
                let is_alone = is_only(&reference.text, mention.span);
                is_alone && issue_url(&reference.target, host).is_some_and(|(_, shown)| shown != *number)
            }
            _ => false,
        };
        if differs {
            found.push(index);
        }
    }
    found
}

/// Whether a mention is all that the words `text` of a link say, signs aside.
fn is_only(text: &str, mention: Span) -> bool {
    let words = text.trim_matches(|c: char| !c.is_alphanumeric() && c != '#').chars().count();
    words <= mention.range().len()
}
