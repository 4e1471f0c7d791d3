//! A rendered text with holes where links and pictures go.

use serde::{Deserialize, Serialize};

/// HTML with holes.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Body {
    html: String,
    holes: Vec<Hole>,
}

/// A place in the HTML that waits for what is known only when all documents are.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Hole {
    /// Byte offset in the HTML.
    pub at: u32,
    /// Index of the reference in [`Document::references`](super::Document::references); for the parts of mentions and
    /// placeholders in the list of those.
    pub reference: u32,
    /// Which tag belongs here.
    pub part: HolePart,
}

/// Which tag a hole waits for.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub enum HolePart {
    /// A link's opening tag.
    Open,
    /// A link's closing tag.
    Close,
    /// A picture's only tag.
    Picture,
    /// The opening tag of what a [mention](super::Document::mentions) leads to.
    OpenMention,
    /// The closing tag of what a mention leads to.
    CloseMention,
    /// What was found since for a [placeholder](super::Document::placeholders).
    Found,
}

impl HolePart {
    /// Whether it belongs to a reference, and not to a mention or placeholder.
    pub fn is_of_reference(self) -> bool {
        matches!(self, HolePart::Open | HolePart::Close | HolePart::Picture)
    }
}

impl Body {
    /// Puts `html` and its holes together; the holes must lie in order on character boundaries of `html`.
    pub fn new(html: String, holes: Vec<Hole>) -> Body {
        debug_assert!(holes.is_sorted_by_key(|hole| hole.at));
        debug_assert!(holes.iter().all(|hole| html.is_char_boundary(hole.at as usize)));
        Body { html, holes }
    }

    /// The HTML between the holes.
    pub fn html(&self) -> &str {
        &self.html
    }

    /// The holes in order.
    pub fn holes(&self) -> &[Hole] {
        &self.holes
    }

    /// The HTML with each hole filled by what `fill` appends for it.
    pub fn fill(&self, mut fill: impl FnMut(&mut String, Hole)) -> String {
        let mut out = String::with_capacity(self.html.len() + self.holes.len() * 64);
        let mut written = 0;
        for &hole in &self.holes {
            out.push_str(&self.html[written..hole.at as usize]);
            written = hole.at as usize;
            fill(&mut out, hole);
        }
        out.push_str(&self.html[written..]);
        out
    }
}
