//! The engine for JavaScript: what a browser calls, as bytes in and bytes out.
//!
//! The module imports nothing, so that it can neither reach the network nor tell the time. `static/engine.js` is the
//! other side of what is said here.
//!
//! - A call's argument is written to the place that `input` gives. Of several texts each stands behind its length, four
//!   bytes with the lowest first.
//! - What a call gives stands, in the same form, where `output` says, and has `output_length` bytes, until the next
//!   call.
//! - A call gives 0 where it could not do what was asked; the output then says why. Where the engine itself is wrong it
//!   stops for good, and the output says why as well.
#![allow(unsafe_code, reason = "a name that JavaScript can call is one that nothing else may have")]

use std::cell::RefCell;

use crate::base::{RelPath, SourceName, SourcePath};
use crate::document::{highlight, written};
use crate::session::preview::Preview;

thread_local! {
    /// What JavaScript wrote for the next call.
    static INPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// What the last call gave.
    static OUTPUT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// The site.
    static PREVIEW: RefCell<Option<Preview>> = const { RefCell::new(None) };
}

/// Room for the `length` bytes that the next call takes.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: u32) -> *mut u8 {
    INPUT.with_borrow_mut(|input| {
        input.clear();
        input.resize(length as usize, 0);
        input.as_mut_ptr()
    })
}

/// Where the output begins.
#[unsafe(no_mangle)]
pub extern "C" fn output() -> *const u8 {
    OUTPUT.with_borrow(|output| output.as_ptr())
}

/// How many bytes it has.
#[unsafe(no_mangle)]
pub extern "C" fn output_length() -> usize {
    OUTPUT.with_borrow(Vec::len)
}

/// Opens the site whose payload is the input.
#[unsafe(no_mangle)]
pub extern "C" fn open() -> u32 {
    std::panic::set_hook(Box::new(|panic| give(&[panic.to_string().as_bytes()])));
    let preview = INPUT.with_borrow(|payload| Preview::open(payload));
    let is_open = preview.is_some();
    if !is_open {
        give(&[b"the record is damaged, or was written by another version of the program"]);
    }
    PREVIEW.set(preview);
    u32::from(is_open)
}

/// Takes the languages that code is highlighted in.
#[unsafe(no_mangle)]
pub extern "C" fn syntaxes() -> u32 {
    let is_read = INPUT.with_borrow(|dump| highlight::load(dump));
    if !is_read {
        give(&[b"the languages are damaged"]);
    }
    u32::from(is_read)
}

/// Renders the page that shows a text: takes the source's name, the path, the page's URL with a leading slash or nothing, and the text.
///
/// Gives the page, its problems as JSON, and `syntaxes` where code is plain only because the languages were not given.
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
    let problems = serde_json::to_string(&previewed.problems).ok()?;
    let wanted = if previewed.wants_syntaxes { "syntaxes" } else { "" };
    Some([previewed.page?, problems, wanted.to_owned()])
}

/// Takes the first text of `rest`.
fn taken(rest: &mut &[u8]) -> String {
    let Some((length, behind)) = rest.split_first_chunk::<4>() else { return String::new() };
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX).min(behind.len());
    let (text, behind) = behind.split_at(length);
    *rest = behind;
    String::from_utf8_lossy(text).into_owned()
}

/// Makes `texts` the output.
fn give(texts: &[&[u8]]) {
    OUTPUT.with_borrow_mut(|output| {
        output.clear();
        for text in texts {
            output.extend(u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes());
            output.extend_from_slice(text);
        }
    });
}
