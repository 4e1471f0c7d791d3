//! Stage 2: one file as Markdown.
//!
//! Parsing never fails: whatever the bytes, there is a document, and what was wrong with them is told.
//! The body is rendered once, with holes where links and pictures go: where a link leads is known only when all
//! documents are, and a change of that fills holes instead of rendering again.

pub mod body;

use crate::base::Span;
pub use body::{Body, Hole, HolePart};

/// One text understood as Markdown.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// The text of the first level-1 heading, or of the first heading at all.
    pub title: Option<String>,
    /// All headings in order.
    pub outline: Vec<Heading>,
    /// Every link and picture in order; holes of the body count in this list.
    pub references: Vec<Reference>,
    /// Ids in the body that links may name beside the headings', from authors' HTML and footnotes.
    pub anchors: Vec<String>,
    /// The rendered text.
    pub body: Body,
}

/// A heading, as a place to link to.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The anchor, equal to the one the forge gives the heading.
    pub id: String,
    /// The words, without markup.
    pub text: String,
    /// The heading in the source.
    pub span: Span,
}

/// A piece of text that names something: a link or a picture, before it is known where it leads.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Reference {
    /// What the writer wrote.
    pub kind: ReferenceKind,
    /// The target as written, entities and escapes decoded.
    pub target: String,
    /// The link's text or the picture's alternative text, without markup.
    pub text: String,
    /// The title, in quotes behind the target.
    pub title: String,
    /// The whole link in the source, from `[` to `)`.
    pub span: Span,
}

/// How a reference was written.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub enum ReferenceKind {
    /// `[text](target)` or `<a href>`.
    Link,
    /// A raw URL in the text, or one in `<` and `>`.
    Autolink,
    /// `![text](target)` or `<img src>`.
    Picture,
}
