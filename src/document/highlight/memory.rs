//! Blocks that were highlighted already, and those that others have yet to highlight.
//!
//! Highlighting costs more than everything else on a page, and the same few commands stand on many pages. A block's
//! HTML depends on its words alone, so that remembering it changes no byte.
//!
//! In a browser the languages are in a module of their own. There a block that is new is plain, and noted with all that
//! marking it takes; when the answer is there, the text is read again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use super::{Answer, Info, Question, block, is_markdown, name};
use crate::base::{Hash, parcel};
use crate::document::written;

/// Blocks that were highlighted already.
#[derive(Debug, Default)]
pub struct Memory {
    /// HTML by the hash of the fence's words and the code.
    blocks: RwLock<BTreeMap<Hash, Arc<str>>>,
    /// Blocks that are to be marked elsewhere, by the same hash; nothing where the languages are here.
    waiting: Option<Mutex<BTreeMap<Hash, Waiting>>>,
    /// Whether no block is marked, because nobody will see it.
    is_blind: bool,
}

/// A block that is to be marked elsewhere.
#[derive(Debug)]
struct Waiting {
    /// The language as written.
    language: String,
    /// The number of the first line, where lines are numbered.
    first_line: Option<usize>,
    /// What the languages call the language.
    name: String,
    /// The code.
    code: String,
}

impl Memory {
    /// For texts that nobody is shown: no block is marked.
    pub fn blind() -> Memory {
        Memory { is_blind: true, ..Memory::default() }
    }

    /// For those who have code marked elsewhere.
    pub fn elsewhere() -> Memory {
        Memory { waiting: Some(Mutex::default()), ..Memory::default() }
    }

    /// The HTML of a block of code behind a fence with the words `info`.
    pub(crate) fn block(&self, code: &str, info: &Info<'_>) -> Arc<str> {
        if self.is_blind {
            return Arc::from("");
        }
        let first_line = info.first_line.map_or(String::new(), |line| line.to_string());
        let key = Hash::of([info.language, &first_line, code].join("\n").as_bytes());
        if let Some(known) = self.blocks.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return known.clone();
        }
        let marked = match name(code, info.language) {
            None => None,
            Some(name) if is_markdown(&name) => Some(written::mark(code)),
            Some(name) => match self.waiting() {
                None => marked(code, &name),
                Some(mut waiting) => {
                    waiting.entry(key).or_insert_with(|| Waiting {
                        language: info.language.to_owned(),
                        first_line: info.first_line,
                        name,
                        code: code.to_owned(),
                    });
                    return block(code, info, None).into();
                }
            },
        };
        self.remember(key, block(code, info, marked.as_deref()))
    }

    /// Remembers the HTML of a block.
    fn remember(&self, key: Hash, html: String) -> Arc<str> {
        let html: Arc<str> = html.into();
        self.blocks.write().unwrap_or_else(PoisonError::into_inner).insert(key, html.clone());
        html
    }

    /// The blocks that are to be marked elsewhere.
    fn waiting(&self) -> Option<MutexGuard<'_, BTreeMap<Hash, Waiting>>> {
        Some(self.waiting.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Forgets what was to be marked elsewhere: the next text is read.
    pub fn begin(&self) {
        if let Some(mut waiting) = self.waiting() {
            waiting.clear();
        }
    }

    /// Whether a block is plain only because it is yet to be marked elsewhere.
    pub fn waits(&self) -> bool {
        self.waiting().is_some_and(|waiting| !waiting.is_empty())
    }

    /// All that is to be marked elsewhere, as bytes for [`answer`](super::language::answer).
    pub fn questions(&self) -> Vec<u8> {
        let waiting = self.waiting();
        let waiting = waiting.iter().flat_map(|waiting| waiting.iter());
        let questions = waiting.map(|(key, Waiting { name, code, .. })| Question { key: *key, name, code });
        parcel::pack(&questions.collect::<Vec<_>>())
    }

    /// Takes the answers; whether they could be read.
    pub fn answer(&self, answers: &[u8]) -> bool {
        let Some(answers) = parcel::open::<Vec<Answer>>(answers) else { return false };
        answers.iter().for_each(|answer| self.done(answer.key, answer.marked.as_deref()));
        true
    }

    /// Leaves plain what is to be marked elsewhere: there is nobody who could.
    pub fn leave_plain(&self) {
        let keys: Vec<Hash> = self.waiting().iter().flat_map(|waiting| waiting.keys().copied()).collect();
        keys.into_iter().for_each(|key| self.done(key, None));
    }

    /// Remembers what came of the block under `key`, if somebody waits for it.
    fn done(&self, key: Hash, marked: Option<&str>) {
        let waiting = self.waiting().and_then(|mut waiting| waiting.remove(&key));
        if let Some(Waiting { language, first_line, code, .. }) = waiting {
            let info = Info { language: &language, first_line };
            self.remember(key, block(&code, &info, marked));
        }
    }
}

/// The HTML of `code` where the languages are here and its own, called `name`, is among them.
fn marked(code: &str, name: &str) -> Option<String> {
    #[cfg(feature = "highlighter")]
    return super::language::marked(code, name);
    #[cfg(not(feature = "highlighter"))]
    {
        let (_, _) = (code, name);
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::language;
    use super::*;

    /// Blocks of all kinds: the words behind the fence, and the code.
    const BLOCKS: [(&str, &str); 6] = [
        ("yaml", "a: <1>\n"),
        ("yaml=3", "a: 1\nb: 2\n"),
        ("nosuch", "a & b\n"),
        ("md", "# a\n"),
        ("", "a\n"),
        ("mermaid", "a --> b\n"),
    ];

    /// The HTML of all of them.
    fn shown(memory: &Memory) -> Vec<Arc<str>> {
        memory.begin();
        BLOCKS.iter().map(|(info, code)| memory.block(code, &Info::new(info))).collect()
    }

    #[test]
    fn what_is_marked_elsewhere_is_the_same() {
        let (here, memory) = (shown(&Memory::default()), Memory::elsewhere());
        let plain = shown(&memory);
        let differing: Vec<usize> = (0..BLOCKS.len()).filter(|&at| plain[at] != here[at]).collect();
        assert!(memory.waits() && differing == [0, 1], "{differing:?}");
        let answers = language::answer(&memory.questions()).unwrap();
        assert!(memory.answer(&answers) && !memory.waits());
        assert_eq!(shown(&memory), here);
        assert!(!memory.waits(), "nobody is asked twice, be the answer that there is none");
    }

    #[test]
    fn a_block_is_asked_about_once_and_forgotten_with_its_text() {
        let memory = Memory::elsewhere();
        for code in ["a: 1\n", "a: 1\n", "a: 2\n"] {
            memory.block(code, &Info::new("yaml"));
        }
        let asked = memory.questions();
        assert_eq!(parcel::open::<Vec<Question<'_>>>(&asked).unwrap().len(), 2);
        memory.begin();
        assert!(!memory.waits());
        assert!(memory.answer(&language::answer(&asked).unwrap()), "late answers do no harm");
        assert_eq!(shown(&memory)[0], shown(&Memory::elsewhere())[0]);
    }

    #[test]
    fn what_nobody_marks_stays_plain() {
        let memory = Memory::elsewhere();
        let plain = shown(&memory);
        memory.leave_plain();
        assert!(!memory.waits());
        assert_eq!(shown(&memory), plain);
        assert!(!memory.waits());
    }

    #[test]
    fn what_is_damaged_is_no_answer() {
        let memory = Memory::elsewhere();
        shown(&memory);
        let questions = memory.questions();
        let answers = language::answer(&questions).unwrap();
        assert!(!memory.answer(&answers[..answers.len() - 1]) && memory.waits());
        assert!(language::answer(&questions[1..]).is_none());
    }
}
