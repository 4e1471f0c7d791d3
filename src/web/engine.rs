//! The engine: renders the page of a text that somebody edits.

use std::cell::RefCell;

use super::{INPUT, give};
use crate::base::{RelPath, SourceName, SourcePath};
use crate::document::written;
use crate::session::preview::{Preview, Want};

thread_local! {
    /// The site.
    static PREVIEW: RefCell<Option<Preview>> = const { RefCell::new(None) };
}

/// Opens the site whose payload is the input.
#[unsafe(no_mangle)]
pub extern "C" fn open() -> u32 {
    let preview = INPUT.with_borrow(|payload| Preview::open(payload));
    let is_open = preview.is_some();
    if !is_open {
        give(&[b"the record is damaged, or was written by another version of the program"]);
    }
    PREVIEW.set(preview);
    u32::from(is_open)
}

/// Renders the page that shows a text: takes the source's name, the path, the page's URL with a leading slash or
/// nothing, and the text.
///
/// Gives the page, its problems as JSON, and nothing; or nothing twice, and what is wanted before: `answers` of plugins,
/// to what [`errand`] gives, or `marks` for what [`code`] gives.
#[unsafe(no_mangle)]
pub extern "C" fn render() -> u32 {
    let rendered =
        INPUT.with_borrow(|input| PREVIEW.with_borrow_mut(|preview| rendered(preview.as_mut()?, input)));
    match &rendered {
        Some([page, problems, wanted]) => give(&[page.as_bytes(), problems.as_bytes(), wanted.as_bytes()]),
        None => give(&[b"no page of the site shows this file"]),
    }
    u32::from(rendered.is_some())
}

/// Gives the next question to a plugin, if there is one, for [`run`](crate::web::plugins::run) of the other module.
#[unsafe(no_mangle)]
pub extern "C" fn errand() -> u32 {
    match PREVIEW.with_borrow(|preview| preview.as_ref()?.errand()) {
        Some(errand) => give(&[&errand]),
        None => give(&[]),
    }
    1
}

/// Takes what the other module gave, for the next [`render`].
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> u32 {
    let answer = |outcome: &Vec<u8>| PREVIEW.with_borrow(|preview| Some(preview.as_ref()?.answer(outcome)));
    let is_taken = INPUT.with_borrow(answer).unwrap_or(false);
    if !is_taken {
        give(&[b"the answer is damaged, or comes from another version of the program"]);
    }
    u32::from(is_taken)
}

/// Gives all code that is to be marked, for [`mark`](crate::web::languages::mark) of a third module.
#[unsafe(no_mangle)]
pub extern "C" fn code() -> u32 {
    match PREVIEW.with_borrow(|preview| Some(preview.as_ref()?.code())) {
        Some(code) => give(&[&code]),
        None => give(&[]),
    }
    1
}

/// Takes what that module gave, for the next [`render`].
#[unsafe(no_mangle)]
pub extern "C" fn marks() -> u32 {
    let mark = |marks: &Vec<u8>| PREVIEW.with_borrow(|preview| Some(preview.as_ref()?.mark(marks)));
    let is_taken = INPUT.with_borrow(mark).unwrap_or(false);
    if !is_taken {
        give(&[b"the marks are damaged, or come from another version of the program"]);
    }
    u32::from(is_taken)
}

/// Leaves plain what is to be marked, where that module cannot be had.
#[unsafe(no_mangle)]
pub extern "C" fn plain() -> u32 {
    PREVIEW.with_borrow(|preview| preview.as_ref().map(Preview::leave_plain));
    1
}

/// Gives the list of all pages that show a text, as JSON.
#[unsafe(no_mangle)]
pub extern "C" fn documents() -> u32 {
    let documents = PREVIEW.with_borrow(|preview| preview.as_ref().map(Preview::documents));
    give(&[serde_json::to_string(&documents.unwrap_or_default()).unwrap_or_default().as_bytes()]);
    1
}

/// Marks the Markdown of the text that is the input.
#[unsafe(no_mangle)]
pub extern "C" fn highlight() -> u32 {
    let html = INPUT.with_borrow(|input| written::mark(&String::from_utf8_lossy(input)));
    give(&[html.as_bytes()]);
    1
}

/// What [`render`] gives.
fn rendered(preview: &mut Preview, input: &[u8]) -> Option<[String; 3]> {
    let mut rest = input;
    let [source, path, url, text] = std::array::from_fn(|_| taken(&mut rest));
    let path = SourcePath::new(&SourceName::new(&source), &RelPath::new(&path).ok()?);
    let previewed = preview.render(&path, text, url.strip_prefix('/'));
    let wanted = match previewed.wants {
        Some(Want::Answers) => "answers",
        Some(Want::Marks) => "marks",
        None => {
            let problems = serde_json::to_string(&previewed.problems).ok()?;
            return Some([previewed.page?, problems, String::new()]);
        }
    };
    Some([String::new(), String::new(), wanted.to_owned()])
}

/// Takes the first text of `rest`.
fn taken(rest: &mut &[u8]) -> String {
    let Some((length, behind)) = rest.split_first_chunk::<4>() else { return String::new() };
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX).min(behind.len());
    let (text, behind) = behind.split_at(length);
    *rest = behind;
    String::from_utf8_lossy(text).into_owned()
}
