//! What a page is called.

use super::Parsed;
use crate::base::RelPath;

/// The title of a document: as front matter says, else its first level-1 heading, else its file name made
/// readable.
pub(super) fn title(front: Option<&str>, file: &Parsed<'_>) -> String {
    let mut headings = file.document.outline.iter();
    let heading = headings.find(|heading| heading.level == 1).map(|heading| heading.text.as_str());
    let id = file.excerpt.map(|excerpt| excerpt.id.as_str());
    let told = [front, heading, id].into_iter().flatten().map(str::trim).find(|title| !title.is_empty());
    told.map_or_else(|| from_path(&file.path.path), str::to_owned)
}

/// A readable form of a file's name; of its folder's, when the file stands for the folder.
fn from_path(path: &RelPath) -> String {
    let stem = path.stem();
    let stands_for_folder = ["index", "readme"].contains(&stem.to_lowercase().as_str());
    match path.folder().rsplit('/').next() {
        Some(folder) if stands_for_folder && !folder.is_empty() => readable(folder),
        _ => readable(stem),
    }
}

/// A name of a file or folder as words: without the number that orders it, hyphens as blanks, a capital first.
pub fn readable(name: &str) -> String {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let ordered = name.len() - rest.len() <= 3;
    let unnumbered =
        rest.strip_prefix(['-', '_', '.']).filter(|rest| ordered && rest.starts_with(char::is_alphabetic));
    let words: Vec<&str> =
        unnumbered.unwrap_or(name).split(['-', '_', ' ']).filter(|word| !word.is_empty()).collect();
    // The hyphens of a date are no blanks.
    let text = if name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        name.to_owned()
    } else {
        words.join(" ")
    };
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: &str) {
        assert_eq!(from_path(&RelPath::new(path).unwrap()), expected, "{path}");
    }

    #[test]
    fn names_are_made_readable() {
        check("docs/01-getting-started.md", "Getting started");
        check("docs/02-iaas/index.md", "Iaas");
        check("README.md", "README");
        check("iaas/20230920.md", "20230920");
        check("sig/2023-09-14.md", "2023-09-14");
        check("--.md", "--");
    }
}
