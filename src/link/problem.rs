//! What is said of references that do not lead where they should.

use super::forge::decode;
use crate::base::alike::composed;
use crate::base::{Date, Diagnostic, Location, Severity, SourceName, SourcePath, Span};
use crate::code;

/// `diagnostic`, standing at `span` of `path`.
pub(super) fn at(diagnostic: Diagnostic, path: &SourcePath, span: Span) -> Diagnostic {
    diagnostic.at(Location::span(path, span))
}

/// A broken link or a missing picture.
fn broken(is_picture: bool, message: String) -> Diagnostic {
    let code = if is_picture { code::MISSING_PICTURE } else { code::BROKEN_LINK };
    Diagnostic::warning(code, message)
}

/// A path that exists nowhere in its repository.
pub(super) fn no_file(is_picture: bool, path: &str, source: &SourceName, near: Option<String>) -> Diagnostic {
    let diagnostic = broken(is_picture, format!("`{path}` does not exist in `{source}`"));
    match near {
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint("name an existing file, or take the link out"),
    }
}

/// What to think of when a document is younger than the repository that it links to, which was read as of `day`.
pub(super) fn read_before(source: &SourceName, day: Date) -> String {
    format!(
        "`{source}` was read as of {day}, and this document changed later; fetch it anew if the file is newer"
    )
}

/// A URL on a forge in which the path follows where a revision should.
pub(super) fn no_revision(path: &str, branch: &str) -> Diagnostic {
    broken(false, format!("no branch stands before `{path}`"))
        .hint(format!("write `{branch}/{path}`; the forge takes the first folder for a branch"))
}

/// A picture of another server, which the page does not load.
pub(super) fn elsewhere(url: &str) -> Diagnostic {
    Diagnostic::advice(code::PICTURE_ELSEWHERE, format!("picture `{url}` lies on another server"))
        .hint("keep a copy beside the document: pages load nothing from elsewhere, and show a link instead")
}

/// A path that leaves its repository.
pub(super) fn outside(is_picture: bool, target: &str) -> Diagnostic {
    broken(is_picture, format!("`{target}` leads out of its repository"))
        .hint("link to the page by its URL, or to a file of the same repository")
}

/// A file that exists but has no page, and no forge to show it.
pub(super) fn not_published(is_picture: bool, path: &str) -> Diagnostic {
    broken(is_picture, format!("`{path}` is not part of the site"))
        .hint("choose it with `include`, or say with `forge` where its repository can be seen")
}

/// A folder that has no page, and no forge to show it.
pub(super) fn no_folder_page(path: &str) -> Diagnostic {
    let message = match path {
        "" => "the source's folder has no page".to_owned(),
        path => format!("folder `{path}` has no page"),
    };
    broken(false, message).hint("give it an `index.md`, or link to a file in it")
}

/// A path of the site that no page has.
pub(super) fn no_page(is_picture: bool, path: &str, near: Option<String>) -> Diagnostic {
    let diagnostic = broken(is_picture, format!("no page `/{}` on this site", path.trim_start_matches('/')));
    match near {
        Some(near) => diagnostic.hint(format!("did you mean `/{near}`?")),
        None => diagnostic.hint("link to an existing page, or add the address to `moved`"),
    }
}

/// An alias that cannot be an address of this site.
pub(super) fn no_address(alias: &str, path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(code::BAD_ALIAS, format!("alias `{alias}` is no path of this site"))
        .at(Location::file(path))
        .hint("write it from the site's root, such as `/old/place/` or `/old.html`")
}

/// An alias that is the address of a page, or of another alias.
pub(super) fn taken_address(alias: &str, path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(code::BAD_ALIAS, format!("alias `{alias}` is the address of another page or alias"))
        .at(Location::file(path))
        .hint("remove it; who asks for it is shown that page")
}

/// A slug that cannot be a part of an address of this site.
pub(super) fn no_slug(slug: &str, path: &SourcePath) -> Diagnostic {
    Diagnostic::warning(code::BAD_SLUG, format!("slug `{slug}` is no path of this site"))
        .at(Location::file(path))
        .hint("write the last part of the address, such as `first-steps`, or a path that begins with `/`")
}

/// A heading that the target does not have.
pub(super) fn no_anchor(anchor: &str, path: &SourcePath, near: Option<&str>) -> Diagnostic {
    let message = format!("no heading `#{anchor}` in `{}`", path.path);
    let diagnostic = Diagnostic::warning(code::BROKEN_ANCHOR, message);
    match near {
        Some(near) => diagnostic.hint(format!("did you mean `#{near}`?")),
        None => diagnostic.hint("name a heading of that page, or leave the anchor out"),
    }
}

/// A target that was found under another letter case, or with letters that are composed in another way.
pub(super) fn wrong_case(target: &str, right: &str) -> Diagnostic {
    let alike = composed(&decode(target)) == composed(&decode(right));
    let what = if alike { "how its letters are composed (Unicode NFC or NFD)" } else { "letter case" };
    Diagnostic::warning(code::WRONG_CASE, format!("`{target}` differs from `{right}` in {what}"))
        .hint(format!("write `{right}`; most servers and file systems tell the two apart"))
}

/// A target that was renamed since.
pub(super) fn renamed(target: &str, now: &str) -> Diagnostic {
    Diagnostic::advice(code::MOVED_TARGET, format!("`{target}` was renamed"))
        .hint(format!("link to `{now}`, which it is now"))
}

/// A scheme that is not let through.
pub(super) fn unsafe_link(scheme: &str) -> Diagnostic {
    Diagnostic::warning(code::UNSAFE_LINK, format!("scheme `{scheme}:` is not one that a page may link to"))
        .hint("use `https:`, or write the address as text")
}

/// An address at which there is nothing any more, and of which the configuration says where it went; a warning where
/// `is_sure` that the text should be mended.
pub(super) fn old_address(target: &str, now: &str, is_sure: bool) -> Diagnostic {
    let message = format!("`{target}` leads nowhere by itself; `moved` says where it went");
    let severity = if is_sure { Severity::Warning } else { Severity::Advice };
    Diagnostic::new(severity, code::MOVED_TARGET, message).hint(format!("link to `{now}`"))
}
