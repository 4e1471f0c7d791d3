//! Links and pictures, which become references and holes.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType};

use super::{Placed, Render};
use crate::base::Diagnostic;
use crate::code;
use crate::document::part::Part;
use crate::document::{HolePart, Reference, ReferenceKind, emoji, url};

/// What is to be done where a link ends.
#[derive(Debug, Copy, Clone)]
pub(super) enum OpenLink {
    /// It is no link.
    Nothing,
    /// It was shown with its angle brackets.
    Angle,
    /// It is the reference with this number, whose text begins here.
    Reference(usize, usize),
}

impl<'t, I: Iterator<Item = Placed<'t>>> Render<'t, I> {
    /// A picture, up to its end.
    pub(super) fn picture(&mut self, target: &str, title: &str, range: Range<usize>) {
        let mut alternative = String::new();
        let mut open = 0_usize;
        while let Some((event, _)) = self.take() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) if open == 0 => break,
                Event::End(_) => open -= 1,
                Event::Text(text) | Event::Code(text) => alternative.push_str(&text),
                Event::InlineMath(text) | Event::DisplayMath(text) => alternative.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alternative.push(' '),
                _ => {}
            }
        }
        let text = if self.annals() { emoji::replace(&alternative).into_owned() } else { alternative };
        if !self.links.is_empty() && self.anchor_text.is_none() {
            self.note_plain(&text);
        }
        self.empty_target("picture", target, &range);
        let number = self.reference(ReferenceKind::Picture, target.to_owned(), text, title, &range);
        self.part(Part::Hole(number, HolePart::Picture));
    }

    /// Notes a reference and gives its number.
    pub(super) fn reference(
        &mut self,
        kind: ReferenceKind,
        target: String,
        text: String,
        title: &str,
        range: &Range<usize>,
    ) -> usize {
        let span = self.span(range);
        self.found.references.push(Reference {
            kind,
            target,
            text,
            title: title.to_owned(),
            span,
            size: None,
        });
        self.found.references.len() - 1
    }

    /// Reports a target that is empty.
    pub(super) fn empty_target(&mut self, what: &str, target: &str, range: &Range<usize>) {
        if target.trim().is_empty() {
            let problem = Diagnostic::warning(code::EMPTY_TARGET, format!("a {what} without a target"));
            self.report(problem.hint("write where it leads between the round brackets"), range);
        }
    }

    /// A link opens.
    pub(super) fn open_link(&mut self, link_type: LinkType, target: &str, title: &str, range: Range<usize>) {
        let autolink = matches!(link_type, LinkType::Autolink | LinkType::Email);
        let link = if self.raw.in_link() || link_type == LinkType::Email && !self.context.options.link_email {
            OpenLink::Nothing
        } else if link_type == LinkType::Autolink && self.annals() && !url::is_safe(target) {
            // `<customer:id>` is a placeholder, and no scheme that anybody links to.
            self.out.push_back(Event::Text("<".into()));
            self.note_plain("<");
            OpenLink::Angle
        } else {
            if !autolink {
                self.empty_target("link", target, &range);
            }
            let kind = if autolink { ReferenceKind::Autolink } else { ReferenceKind::Link };
            let target =
                if link_type == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() };
            let number = self.reference(kind, target, String::new(), title, &range);
            self.part(Part::Hole(number, HolePart::Open));
            OpenLink::Reference(number, self.begin_capture())
        };
        self.links.push(link);
    }

    /// A link closes.
    pub(super) fn close_link(&mut self) {
        match self.links.pop() {
            Some(OpenLink::Reference(number, start)) => {
                let text = self.end_capture(start);
                self.found.references[number].text = text;
                // An element of the author that was opened in the link ends with it.
                self.end_of_line();
                self.part(Part::Hole(number, HolePart::Close));
            }
            Some(OpenLink::Angle) => {
                self.out.push_back(Event::Text(">".into()));
                self.note_plain(">");
            }
            Some(OpenLink::Nothing) | None => {}
        }
    }
}
