//! Diagnostics for people, drawn by `annotate-snippets` as the Rust compiler draws them.

use std::io::{self, Write};

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Placed, Texts};
use crate::base::{Severity, Span};

/// Writes each diagnostic with its line and a caret, and a blank line behind it.
///
/// Colours are escape sequences; the stream that `out` leads to removes them where they are not wanted.
pub(super) fn write(placed: &[Placed<'_>], texts: &Texts<'_>, out: &mut dyn Write) -> io::Result<()> {
    let renderer = Renderer::styled();
    for placed in placed {
        writeln!(out, "{}\n", draw(placed, texts, &renderer))?;
    }
    Ok(())
}

/// The drawing of one diagnostic without colours, for where there is no terminal.
pub(super) fn plain(placed: &Placed<'_>, texts: &Texts<'_>) -> String {
    draw(placed, texts, &Renderer::plain())
}

/// The drawing of one diagnostic.
fn draw(placed: &Placed<'_>, texts: &Texts<'_>, renderer: &Renderer) -> String {
    let diagnostic = placed.diagnostic;
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Advice => Level::NOTE.with_name("advice"),
    };
    let title = level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.as_str());
    let mut group = match (excerpt(placed, texts), &placed.file) {
        (Some(snippet), _) => title.element(snippet),
        (None, Some(file)) => title.element(Origin::path(file.as_str())),
        (None, None) => Group::with_title(title),
    };
    for hint in &diagnostic.hints {
        let place = hint.location.as_ref().map(|location| format!(" (see {})", texts.name(location)));
        group = group.element(Level::HELP.message(format!("{}{}", hint.message, place.unwrap_or_default())));
    }
    renderer.render(&[group])
}

/// The line that a diagnostic is about, with the stretch marked.
///
/// Only that line is handed on, because the renderer reads all it is given, and a file may be large.
fn excerpt<'a>(placed: &'a Placed<'_>, texts: &'a Texts<'_>) -> Option<Snippet<'a, Annotation<'a>>> {
    let location = placed.diagnostic.location.as_ref()?;
    let (start, _) = placed.lines?;
    let (text, span) = (texts.text(location)?, location.span?);
    let at = (span.start as usize).min(text.len());
    let line_start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let line_end = text[at..].find(['\n', '\r']).map_or(text.len(), |length| at + length);
    // A caret under a whole section helps nobody: the stretch ends with its first line.
    let marked = Span::new(at - line_start, (span.end as usize).min(line_end) - line_start);
    Some(
        Snippet::source(&text[line_start..line_end])
            .line_start(start.line as usize)
            .path(placed.file.as_deref())
            .annotation(AnnotationKind::Primary.span(marked.range())),
    )
}
