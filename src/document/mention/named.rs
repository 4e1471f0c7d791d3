//! Whatever else a community numbers: `VP06c`, `Lots 5, 6a-2`.

use std::sync::LazyLock;

use regex::Regex;

use super::boundary::{continues_word, word_continues};
use super::spelling::Spelling;
use super::{Around, Found, MentionKind};
use crate::source::config::mention::IdRule;

/// What stands between the ids of a list.
static NEXT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:\s?,\s?|\s?/\s?|\s?&\s?| and | und | or | oder )(\d)").expect("a fixed expression")
});

/// Reads the mentions of one sort of things.
#[derive(Debug, Clone)]
pub(super) struct Reader {
    rule: IdRule,
    /// The proper way to write an id.
    proper: Spelling,
    /// All ways to write it.
    spellings: Vec<Spelling>,
}

impl Reader {
    /// The reader of `rule`, or nothing when its pattern is none.
    pub(super) fn new(rule: &IdRule) -> Option<Reader> {
        let proper = Spelling::new(&rule.pattern)?;
        let further = rule.spellings.iter().filter_map(|spelling| Spelling::new(spelling));
        let spellings: Vec<Spelling> = further.chain([proper.clone()]).collect();
        Some(Reader { rule: rule.clone(), proper, spellings })
    }

    /// Where such a mention may be.
    pub(super) fn expression(&self) -> String {
        self.spellings.iter().map(Spelling::expression).collect::<Vec<_>>().join("|")
    }

    /// Adds the thing at this place, and those of the list that it begins.
    pub(super) fn read(&self, around: Around<'_>, found: &mut Vec<Found>) {
        let (text, start) = (around.text, around.start);
        if continues_word(text, start) {
            return;
        }
        for spelling in &self.spellings {
            let Some((fields, length)) = spelling.read(&text[start..]) else { continue };
            let end = start + length;
            let excepted =
                self.rule.except.iter().any(|except| except.eq_ignore_ascii_case(&text[start..end]));
            if word_continues(text, end) || excepted {
                continue;
            }
            let Some(id) = self.proper.write(&fields) else { continue };
            found.push(around.sure(start, end, self.kind(id)));
            let word = &text[start..start + text[start..].find(|c: char| !c.is_alphabetic()).unwrap_or(0)];
            if word.ends_with(['s', 'S']) {
                self.read_list(around, end, spelling, found);
            }
            return;
        }
    }

    /// Adds the ids that follow one up to `end` in a list that a plural began.
    fn read_list(&self, around: Around<'_>, mut end: usize, spelling: &Spelling, found: &mut Vec<Found>) {
        while let Some(next) = NEXT.captures(&around.text[end..]).and_then(|captures| captures.get(1)) {
            let start = end + next.start();
            let Some((fields, length)) = spelling.read_fields(&around.text[start..]) else { return };
            let stop = start + length;
            let Some(id) = self.proper.write(&fields).filter(|_| !word_continues(around.text, stop)) else {
                return;
            };
            found.push(around.sure(start, stop, self.kind(id)));
            end = stop;
        }
    }

    /// What the id `id` names.
    fn kind(&self, id: String) -> MentionKind {
        MentionKind::Named { rule: self.rule.name.clone(), id }
    }
}
