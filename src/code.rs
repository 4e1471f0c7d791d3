//! Every code a diagnostic can have, in one place, so that each is documented and none is used twice.
//!
//! A code is a promise: baselines and CI configurations name it. It never changes its meaning.

use crate::base::Code;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal;)+) => {
        $($(#[doc = $doc])+ pub const $name: Code = Code::new($text);)+

        /// All codes with their descriptions, in the order of the stages that report them.
        pub const ALL: &[(Code, &str)] = &[$((Code::new($text), concat!($($doc),+))),+];
    };
}

codes! {
    // source

    /// A source's repository or directory cannot be opened, or its revision does not exist.
    SOURCE_UNREACHABLE = "source-unreachable";
    /// A file's content is not in the object database, as in a partial clone.
    MISSING_BLOB = "missing-blob";
    /// A file or folder that the operating system would not let us read.
    UNREADABLE_FILE = "unreadable-file";
    /// A text file is not UTF-8; what cannot be read is shown as U+FFFD.
    NOT_UTF8 = "not-utf8";
    /// A path in a repository cannot be a path of the site, such as `..` or one with a line break.
    UNUSABLE_PATH = "unusable-path";
    /// A symbolic link among the chosen files that names no text of its source; links are not followed.
    SYMLINK_SKIPPED = "symlink-skipped";
    /// A submodule among the chosen files; submodules are not read.
    SUBMODULE_SKIPPED = "submodule-skipped";
    /// `annals.lock` cannot be read or written.
    LOCK = "lock";
    /// The history of a repository cannot be read to its end; dates and authors stay unknown.
    HISTORY_INCOMPLETE = "history-incomplete";
    /// The globs of a source choose no file.
    EMPTY_SOURCE = "empty-source";
    /// `annals.yaml` cannot be read as configuration.
    CONFIGURATION = "configuration";

    // document

    /// Front matter that is not valid YAML or TOML.
    FRONT_MATTER = "front-matter";
    /// Text that was decoded twice on its way, such as `NÃ¼rnberg`.
    DOUBLE_ENCODED = "double-encoded";
    /// A formula that cannot be read as TeX.
    INVALID_MATH = "invalid-math";
    /// A link or picture without a target.
    EMPTY_TARGET = "empty-target";
    /// Markdown nested deeper than any person writes; the rest of the block is shown as text.
    TOO_DEEP = "too-deep";

    // record

    /// Minutes without a date that can be found where the configuration looks.
    UNDATED = "undated";
    /// Two places in one document give different dates.
    DATE_CONFLICT = "date-conflict";
    /// A file that should be a standard, but whose name does not follow the pattern of ids.
    STANDARD_NAME = "standard-name";
    /// A release's notes without a date.
    RELEASE_UNDATED = "release-undated";

    // link

    /// A link within the site whose target does not exist.
    BROKEN_LINK = "broken-link";
    /// A link within the site whose target differs from an existing one in letter case only.
    WRONG_CASE = "wrong-case";
    /// A link to a heading that its page does not have.
    BROKEN_ANCHOR = "broken-anchor";
    /// A picture that does not exist.
    MISSING_PICTURE = "missing-picture";
    /// A picture on another server; the page shows a link in its place.
    PICTURE_ELSEWHERE = "picture-elsewhere";
    /// A link whose target moved; the link is followed to the new place.
    MOVED_TARGET = "moved-target";
    /// A link with a scheme that could run code.
    UNSAFE_LINK = "unsafe-link";
    /// A link whose words name another standard or issue than the link leads to.
    LINK_MISMATCH = "link-mismatch";
    /// A text names a standard that does not exist.
    UNKNOWN_NAME = "unknown-name";
    /// Two documents that would be the same page.
    PAGE_COLLISION = "page-collision";
    /// An alias in the front matter that is no path of this site, or is one already.
    BAD_ALIAS = "bad-alias";
    /// Two documents with the id of one standard or release.
    DUPLICATE_ID = "duplicate-id";

    // release

    /// A note fragment that cannot be used.
    NOTE_FRAGMENT = "note-fragment";

    // page

    /// A template that cannot be read or run.
    TEMPLATE = "template";
}
