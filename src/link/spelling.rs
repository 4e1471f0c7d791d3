//! How a file is written in a link, so that a hint can be typed as it stands.

use super::forge::View;
use super::resolve::{Case, with_fragment};
use super::tree::{Found, Repository, join};

/// Signs of a path that would end a link or mean something else in it.
const ESCAPED: [char; 8] = [' ', '%', '#', '?', '(', ')', '<', '>'];

impl Case<'_> {
    /// What the author of the link would write to reach `path` of `tree`: a URL of the forge where the link is one,
    /// else the way from the folder of the document.
    pub(super) fn spelling(&self, tree: &Repository, path: &str, fragment: Option<&str>) -> String {
        let is_url = self.reference.target.contains("://");
        let own = self.site.trees.of(&self.from.path.source).filter(|own| std::ptr::eq(*own, tree));
        let written = match (own, self.source()) {
            (Some(_), Some(source)) if !is_url => {
                way(&join(&source.folder, self.from.path.path.folder()), path)
            }
            _ => {
                let view = match tree.find(path).map(|hit| hit.found) {
                    Some(Found::Folder) => View::Folder,
                    _ if self.is_picture() => View::Raw,
                    _ => View::File,
                };
                tree.view(view, path).unwrap_or_else(|| path.to_owned())
            }
        };
        with_fragment(written, fragment)
    }
}

/// The way from `folder` to `path`, both from the root of one repository, as it is typed into a link.
fn way(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let to: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    let way: Vec<&str> = up.chain(to[common..].iter().copied()).collect();
    if way.is_empty() {
        return ".".to_owned();
    }
    let mut typed = String::new();
    for sign in way.join("/").chars() {
        match ESCAPED.contains(&sign) {
            true => typed.push_str(&format!("%{:02X}", u32::from(sign))),
            false => typed.push(sign),
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_leads_from_the_folder_of_the_document() {
        for (folder, path, expected) in [
            ("", "a.md", "a.md"),
            ("docs", "docs/a.md", "a.md"),
            ("docs/iaas", "docs/kaas/a b.md", "../kaas/a%20b.md"),
            ("docs/iaas", "a(1).md", "../../a%281%29.md"),
            ("docs", "docs", "."),
            ("docs/iaas", "docs", ".."),
            ("do", "docs/ü.md", "../docs/ü.md"),
        ] {
            assert_eq!(way(folder, path), expected, "{folder} to {path}");
        }
    }
}
