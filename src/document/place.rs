//! Where in its text everything stands that a document consists of: for plugins, whose Markdown is another text.

use super::Document;
use crate::base::Span;

impl Document {
    /// All places in the text, but for those of the data in front and of blocks, from which facts were taken before.
    pub fn places_mut(&mut self) -> Vec<&mut Span> {
        // Taken apart whole, so that nobody adds a field without being asked here whether it has places.
        let Document {
            front_matter: _,
            title: _,
            summary: _,
            outline,
            references,
            mentions,
            placeholders,
            anchors: _,
            blocks: _,
            body: _,
        } = self;
        let outline = outline.iter_mut().map(|heading| &mut heading.span);
        let references = references.iter_mut().map(|reference| &mut reference.span);
        let mentions = mentions.iter_mut().map(|mention| &mut mention.span);
        let placeholders = placeholders.iter_mut().map(|placeholder| &mut placeholder.span);
        outline.chain(references).chain(mentions).chain(placeholders).collect()
    }
}
