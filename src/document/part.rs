//! What is put into the rendered text at its end: holes for links, and HTML that is finished already.
//!
//! Until then a marker stands for each: its number between two NUL characters, which no text holds, because
//! CommonMark (section 2.3) replaces them. Nothing on the way can damage or forge what is not there.

use super::{Body, Hole, HolePart};

/// Something that a marker stands for.
#[derive(Debug, Clone, Eq, PartialEq)]
pub(crate) enum Part {
    /// A tag of the reference with this number.
    Hole(usize, HolePart),
    /// Finished HTML within a line.
    Inline(String),
    /// Finished HTML of a whole block.
    Block(String),
}

/// The parts of one text.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// By number.
    list: Vec<Part>,
}

impl Parts {
    /// Adds `part` and gives its number.
    pub(crate) fn push(&mut self, part: Part) -> usize {
        self.list.push(part);
        self.list.len() - 1
    }

    /// Adds `part` and gives the marker that stands for it.
    pub(crate) fn mark(&mut self, part: Part) -> String {
        marker(self.push(part))
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether the part with this number is a block.
    pub(crate) fn is_block(&self, number: usize) -> bool {
        matches!(self.list.get(number), Some(Part::Block(_)))
    }

    /// Puts the parts into `html`. `order` has the final number of each reference.
    pub(crate) fn body(self, html: &str, order: &[u32]) -> Body {
        let mut out = String::with_capacity(html.len());
        let mut holes = Vec::new();
        for piece in pieces(html) {
            match piece.map_err(|number| self.list.get(number)) {
                Ok(text) => out.push_str(text),
                Err(Some(Part::Inline(html) | Part::Block(html))) => out.push_str(html),
                Err(Some(&Part::Hole(number, part))) => {
                    let reference = match part.is_of_reference() {
                        true => order.get(number).copied(),
                        false => u32::try_from(number).ok(),
                    };
                    if let (Ok(at), Some(reference)) = (u32::try_from(out.len()), reference) {
                        holes.push(Hole { at, reference, part });
                    }
                }
                Err(None) => {}
            }
        }
        Body::new(out, holes)
    }
}

/// The marker of the part with this number.
pub(crate) fn marker(number: usize) -> String {
    format!("\0{number}\0")
}

/// The text of `html` between the markers, and the numbers of the markers.
pub(crate) fn pieces(html: &str) -> impl Iterator<Item = Result<&str, usize>> {
    html.split('\0').enumerate().map(|(place, piece)| match place % 2 {
        0 => Ok(piece),
        // Every second piece is a number, as long as markers are the only NULs; others lead to no part.
        _ => Err(piece.parse().unwrap_or(usize::MAX)),
    })
}
