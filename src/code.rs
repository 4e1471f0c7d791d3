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
    /// The commits of a component are not here, so that the site cannot tell what is in which release.
    COMPONENT_UNKNOWN = "component-unknown";
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
    /// A byte order mark in front of a standard's metadata.
    BYTE_ORDER_MARK = "byte-order-mark";
    /// A key in a standard's metadata that is not one of the known ones.
    UNKNOWN_KEY = "unknown-key";
    /// A standard without a key that every standard needs.
    MISSING_KEY = "missing-key";
    /// A standard of an unknown type or track, or with an unknown status.
    UNKNOWN_VALUE = "unknown-value";
    /// A date in a standard's metadata that is no day of the calendar.
    INVALID_DATE = "invalid-date";
    /// A standard without a date that its status needs.
    MISSING_DATE = "missing-date";
    /// A standard whose dates stand in the wrong order, such as an end before the beginning.
    DATE_ORDER = "date-order";
    /// A standard whose file name has words that break the rule for them.
    STANDARD_SLUG = "standard-slug";
    /// A standard whose number is none of its track.
    TRACK_NUMBER = "track-number";
    /// A standard without a description.
    MISSING_DESCRIPTION = "missing-description";
    /// A standard without a section that its type needs.
    MISSING_SECTION = "missing-section";
    /// A relation of a standard that is one name where a list is wanted.
    RELATION_LIST = "relation-list";
    /// A supplement with a status or dates of its own.
    SUPPLEMENT_STATUS = "supplement-status";
    /// A supplement that does not say what it supplements.
    SUPPLEMENT_SUBJECT = "supplement-subject";
    /// A file of a scope that says nothing of what it requires.
    SCOPE_FILE = "scope-file";
    /// A release's notes without a date.
    RELEASE_UNDATED = "release-undated";

    // link

    /// A source of standards, minutes or releases whose texts are none.
    UNRECOGNIZED = "unrecognized";
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
    /// A drawing (SVG) that is published without what it runs, loads or repeats.
    CLEANED_DRAWING = "cleaned-drawing";
    /// A link whose words name another standard or issue than the link leads to.
    LINK_MISMATCH = "link-mismatch";
    /// A text names a standard that does not exist.
    UNKNOWN_NAME = "unknown-name";
    /// Two documents that would be the same page.
    PAGE_COLLISION = "page-collision";
    /// An alias in the front matter that is no path of this site, or is one already.
    BAD_ALIAS = "bad-alias";
    /// A `slug` in the front matter that is no path of this site.
    BAD_SLUG = "bad-slug";
    /// Two documents with the id of one standard or release.
    DUPLICATE_ID = "duplicate-id";
    /// A standard whose status its dates have overtaken.
    OUTDATED_STATUS = "outdated-status";
    /// A standard that names a file or edition that does not exist.
    RELATION_TARGET = "relation-target";
    /// A standard that names itself.
    RELATION_SELF = "relation-self";
    /// A standard that replaces or supplements one of another number.
    RELATION_NUMBER = "relation-number";
    /// Standards that replace each other in a circle.
    RELATION_CIRCLE = "relation-circle";
    /// A standard that builds on an edition that has ended.
    RELATION_ENDED = "relation-ended";
    /// Two editions of which only one names the other.
    ONE_SIDED_RELATION = "one-sided-relation";
    /// A later version that does not say what it replaces.
    MISSING_PREDECESSOR = "missing-predecessor";
    /// An ended edition that does not say what replaced it.
    MISSING_SUCCESSOR = "missing-successor";
    /// An edition that names what replaced it before it has ended.
    EARLY_SUCCESSOR = "early-successor";
    /// Two versions of one standard that are in force on one day.
    SEVERAL_EFFECTIVE = "several-effective";
    /// A version of a standard whose predecessor does not exist.
    EDITION_GAP = "edition-gap";
    /// A supplement that leaves out the newest version, or one in force.
    SUPPLEMENT_COVERAGE = "supplement-coverage";
    /// A scope that requires an edition that does not exist, or something that is no standard.
    SCOPE_STANDARD = "scope-standard";
    /// A scope in force that requires an edition that is a draft or has ended.
    SCOPE_EDITION = "scope-edition";

    // release

    /// A note fragment that cannot be used.
    NOTE_FRAGMENT = "note-fragment";
    /// A decision that belongs to a release and that its notes do not have.
    DECISION_NOT_IN_NOTES = "decision-not-in-notes";
    /// A standard that changed in the window of a release and that its notes do not name.
    STANDARD_NOT_IN_NOTES = "standard-not-in-notes";
    /// An entry of release notes that names a standard or an issue of which no decision speaks.
    NOTE_WITHOUT_DECISION = "note-without-decision";
    /// An entry of release notes that names no evidence.
    NOTE_WITHOUT_EVIDENCE = "note-without-evidence";
    /// An action that names a release and is still open.
    RELEASE_ACTION_OPEN = "release-action-open";
    /// A conflict in release notes that nobody has settled.
    NOTES_CONFLICT = "notes-conflict";

    // plugin

    /// A plugin that is not pinned, or another file than the one that is.
    PLUGIN_HASH = "plugin-hash";
    /// A module that cannot be used as a plugin.
    PLUGIN_UNUSABLE = "plugin-unusable";
    /// A plugin that broke off, or was stopped.
    PLUGIN_FAILED = "plugin-failed";
    /// A plugin that says that what it was given is wrong.
    PLUGIN_REFUSED = "plugin-refused";
    /// Something that a plugin found wrong with a document.
    PLUGIN_CHECK = "plugin-check";

    // page

    /// A template that cannot be read or run.
    TEMPLATE = "template";
}
