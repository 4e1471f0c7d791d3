//! Finds the id of a document where the configuration says that it stands.

use std::borrow::Cow;

use super::{Parsed, field};
use crate::document::FrontMatter;
use crate::source::config::{Fields, IdPlace, Pattern};

/// The fields that `pattern` finds at `place` of `file`, which says `said` of itself.
pub(super) fn fields(
    file: &Parsed<'_>,
    place: &IdPlace,
    pattern: &Pattern,
    said: Option<&Cow<'_, FrontMatter>>,
) -> Option<Fields> {
    match place {
        IdPlace::Name => pattern.matches_path(&file.path.path),
        IdPlace::Heading => {
            let outline = &file.document.outline;
            let heading = outline.iter().find(|heading| heading.level == 1).or(outline.first())?;
            pattern.matches(heading.text.trim())
        }
        IdPlace::Metadata(key) => pattern.matches(&field::text(&said?.value, key)?),
        IdPlace::Section | IdPlace::Row => pattern.matches(&file.excerpt?.id),
    }
}
