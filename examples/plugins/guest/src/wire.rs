//! The bytes that go in and out.

use serde::de::DeserializeOwned;

/// What a plugin is asked.
#[derive(Debug, Copy, Clone)]
pub struct Question<'a> {
    /// What is to be worked on: the lines of a block, the text of a document.
    pub text: &'a str,
    /// What is known of it: the words behind the fence, or JSON about the document.
    pub about: &'a str,
    /// What `annals.yaml` has under `options`, as JSON.
    pub options: &'a str,
}

/// What a plugin answers: HTML or JSON, or why there is none.
pub type Answer = Result<String, Refusal>;

/// Why there is no answer, in words for whoever wrote the text.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Refusal {
    /// The line that is wrong, from 1, if it is one.
    pub line: Option<usize>,
    /// What is wrong with it.
    pub message: String,
}

impl<'a> Question<'a> {
    /// A question with this text alone, for tests.
    pub fn of(text: &'a str) -> Question<'a> {
        Question { text, about: "", options: "{}" }
    }

    /// The options, as whatever the plugin wants of them.
    pub fn options<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_str(self.options).map_err(|error| Refusal::new(format!("wrong options: {error}")))
    }

    /// What is known of the text, where that is JSON.
    pub fn about<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        serde_json::from_str(self.about).map_err(|error| Refusal::new(format!("wrong question: {error}")))
    }

    /// The words behind the language of a fence, as `name=value` or `name`; values may be in double quotes.
    pub fn words(&self) -> Vec<(String, String)> {
        let mut words = Vec::new();
        let mut rest = self.about.trim_start();
        rest = rest.trim_start_matches(|c: char| !c.is_whitespace()).trim_start();
        while !rest.is_empty() {
            let end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
            let (name, behind) = rest.split_at(end);
            let (value, behind) = match behind.strip_prefix('=') {
                None => ("", behind),
                Some(quoted) if quoted.starts_with('"') => quoted[1..].split_once('"').unwrap_or((&quoted[1..], "")),
                Some(plain) => plain.split_at(plain.find(char::is_whitespace).unwrap_or(plain.len())),
            };
            words.push((name.to_owned(), value.to_owned()));
            rest = behind.trim_start();
        }
        words
    }
}

impl Refusal {
    /// A refusal of the whole text.
    pub fn new(message: impl Into<String>) -> Refusal {
        Refusal { line: None, message: message.into() }
    }

    /// A refusal of a line, from 1.
    pub fn at(line: usize, message: impl Into<String>) -> Refusal {
        Refusal { line: Some(line), message: message.into() }
    }
}

/// Room for `length` bytes. Nobody gives it back: the module is made anew for each question.
pub fn alloc(length: usize) -> *mut u8 {
    Vec::leak(vec![0; length]).as_mut_ptr()
}

/// Lets `answer` answer the question whose three texts of these `lengths` begin at `place`, and gives place and length
/// of the answer.
///
/// # Safety
///
/// There must be that many bytes, which nobody changes.
pub unsafe fn ask<A: Into<String>>(
    place: *const u8,
    lengths: [usize; 3],
    answer: impl FnOnce(&Question) -> Result<A, Refusal>,
) -> u64 {
    // SAFETY: as the caller promises.
    let bytes = unsafe { std::slice::from_raw_parts(place, lengths.iter().sum()) };
    let bytes = bytes_of(bytes, lengths, answer);
    let bytes: &'static [u8] = Vec::leak(bytes);
    (bytes.as_ptr() as u64) << 32 | bytes.len() as u64
}

/// The bytes of the answer to the question in `bytes`.
fn bytes_of<A: Into<String>>(
    bytes: &[u8],
    [text, about, options]: [usize; 3],
    answer: impl FnOnce(&Question) -> Result<A, Refusal>,
) -> Vec<u8> {
    let part = |start: usize, length: usize| std::str::from_utf8(&bytes[start..start + length]).unwrap_or_default();
    let question = Question {
        text: part(0, text),
        about: part(text, about),
        options: part(text + about, options),
    };
    let (first, rest) = match answer(&question) {
        Ok(text) => (0, text.into()),
        Err(Refusal { line: Some(line), message }) => (1, format!("{line}:{message}")),
        Err(Refusal { line: None, message }) => (1, message),
    };
    let mut out = Vec::with_capacity(rest.len() + 1);
    out.push(first);
    out.extend_from_slice(rest.as_bytes());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(answer: Answer, expected: &[u8]) {
        assert_eq!(bytes_of(b"abc", [1, 1, 1], |question| {
            assert_eq!([question.text, question.about, question.options], ["a", "b", "c"]);
            answer
        }), expected);
    }

    #[test]
    fn the_first_byte_says_what_it_is() {
        check(Ok("<p>".to_owned()), b"\0<p>");
        check(Err(Refusal::new("no")), b"\x01no");
        check(Err(Refusal::at(3, "no")), b"\x013:no");
    }

    #[test]
    fn words_have_names_and_values() {
        let question = Question { about: "csv sort=-2 title=\"A b\" plain", ..Question::of("") };
        let words = question.words();
        let words: Vec<(&str, &str)> = words.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert_eq!(words, [("sort", "-2"), ("title", "A b"), ("plain", "")]);
    }
}
