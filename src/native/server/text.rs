//! The address at which the editor in the browser reads and writes the file of a page.

use std::io::Read;
use std::sync::Arc;

use tiny_http::{Method, Request};

use super::answer::{Answer, content_type, page_parameter};
use crate::native::live::{Live, Refusal, Saved};

/// Where it is.
pub(super) const ADDRESS: &str = "/_annals/text";

/// The most bytes that a text may have.
pub(super) const LIMIT: usize = 16 * 1024 * 1024;

/// Whether `target` is this address.
pub(super) fn is_here(target: &str) -> bool {
    target.strip_prefix(ADDRESS).is_some_and(|rest| rest.is_empty() || rest.starts_with('?'))
}

/// Reads or writes, as `request` asks.
pub(super) fn answer(request: &mut Request, live: &Live) -> Answer {
    let header = |name: &'static str| {
        let found = request.headers().iter().find(|header| header.field.equiv(name));
        found.map(|header| header.value.as_str().to_owned())
    };
    let (token, version) = (header("Annals-Token"), header("If-Match"));
    let page = page_parameter(request.url());
    let done = match request.method() {
        Method::Put => {
            // Who may not save need not be listened to.
            let allowed = live.text(&page, token.as_deref()).map(|_| body(request));
            let version = version.as_deref().map(|version| version.trim_matches('"'));
            match allowed {
                Ok(Some(bytes)) => live.save(&page, token.as_deref(), version, &bytes).map(saved),
                Ok(None) => return Answer::text(400, "the text is too long, or breaks off\n"),
                Err(refusal) => Err(refusal),
            }
        }
        _ => live.text(&page, token.as_deref()).map(|found| text(200, found)),
    };
    done.unwrap_or_else(refused)
}

/// The body of `request`, unless it is too long.
fn body(request: &mut Request) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = request.body_length().unwrap_or(0);
    request.as_reader().take(LIMIT as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() <= LIMIT && bytes.len() >= length).then_some(bytes)
}

/// A text with its version.
fn text(status: u16, found: Saved) -> Answer {
    Answer { key: Some(found.version), ..Answer::new(status, content_type("md"), Arc::from(found.bytes)) }
}

/// Word that a text was written, as `version`.
fn saved(version: String) -> Answer {
    Answer { key: Some(version), ..Answer::text(200, "saved\n") }
}

/// Why not.
fn refused(refusal: Refusal) -> Answer {
    match refusal {
        Refusal::Token => Answer::text(403, "this preview writes for its own pages only\n"),
        Refusal::NoFile => Answer::text(404, "the page shows no file that can be written\n"),
        Refusal::NoVersion => Answer::text(428, "say with `If-Match` which version was opened\n"),
        Refusal::Changed(now) => text(409, now),
        Refusal::NoText => Answer::text(415, "the file is not UTF-8 text\n"),
        Refusal::Failed(reason) => Answer::text(500, &format!("{reason}\n")),
    }
}
