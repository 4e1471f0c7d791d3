//! The published record: its shape and its names.
//!
//! A promise of stability: whatever reads a record names these fields, so none of them goes away or changes its
//! meaning within one [`VERSION`]. They are types of their own, so that renaming a field inside the core cannot break
//! anybody. What is written here of each field is also what the JSON Schema says of it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

/// The version of the shape: it changes when a field goes away or changes its meaning, not when one is added.
pub const VERSION: u32 = 1;

/// The record of a community: what was recorded, and what its texts name, each with its evidence.
///
/// Dates are days as in ISO 8601. A `url` of a page is absolute where the configuration says where the site will
/// stand, and else relative to the top of the site, where `record.json` lies. A `path` is that of a file below the
/// folder of its `source`, lines and columns count from 1, and columns count characters (Unicode scalar values).
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
#[schemars(title = "Record")]
pub struct Graph {
    /// The version of this shape. Fields may be added to a version; none changes its meaning or goes away.
    pub version: u32,
    /// What the record is called.
    pub title: String,
    /// Where its site will stand, with a final slash.
    pub url: Option<String>,
    /// The repositories and folders that it was made from, in the order of the configuration.
    pub sources: Vec<Source>,
    /// The bodies that meet, by id.
    pub series: Vec<Series>,
    /// The minutes of meetings and what else lies among them, by source and path.
    pub meetings: Vec<Meeting>,
    /// The editions of standards, by number and edition.
    pub standards: Vec<Standard>,
    /// The certificates and profiles that require standards, by source and path.
    pub scopes: Vec<Scope>,
    /// The releases, oldest first; those without a date come last.
    pub releases: Vec<Release>,
    /// What meetings decided, oldest first.
    pub decisions: Vec<Decision>,
    /// What meetings gave somebody to do, by series, then by the day it was first spoken of; behind each what later
    /// meetings said of it.
    pub actions: Vec<Action>,
    /// All other pages: documentation, introductions, and the overviews that are made of the rest.
    pub pages: Vec<Page>,
    /// Everything that the texts name, by source, path and place.
    pub references: Vec<Reference>,
}

/// A repository at a commit, or a folder.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Source {
    /// Its name in the configuration.
    pub name: String,
    /// What it holds.
    pub kind: SourceKind,
    /// Its repository on the forge; null where none is known.
    pub url: Option<String>,
    /// The commit that was read, in full, which with path and line makes a place evidence; null for a folder.
    pub commit: Option<String>,
}

/// What a source holds.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// Documentation.
    Pages,
    /// Minutes of meetings.
    Minutes,
    /// Standards.
    Standards,
    /// Notes of releases.
    Releases,
}

/// A body that meets.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Series {
    /// The folder of its minutes, as a rule.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its page.
    pub url: String,
}

/// The minutes of a meeting, or another text among minutes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Meeting {
    /// The path without its extension. Where an earlier source has that path too, the name of the source and a colon
    /// stand before it.
    pub id: String,
    /// The series that it belongs to.
    pub series: String,
    /// The day of the meeting; null for what tells of no meeting, such as a template, and where no day is known.
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
    /// The title of the text.
    pub title: String,
    /// What sort of text it is: `team`, `board`, `slides`, `document`, …, as the configuration calls it.
    pub sort: String,
    /// The source of the text.
    pub source: String,
    /// The text.
    pub path: String,
    /// Its page.
    pub url: String,
    /// Whether all that the minutes say is that there was no meeting.
    pub cancelled: bool,
    /// The meeting whose minutes are the same, byte for byte, of which these are a copy.
    pub identical_to: Option<String>,
    /// The release that the day leads up to; null after the last release with a date.
    pub release: Option<String>,
}

/// One edition of a standard.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Standard {
    /// Number and edition: `abc-0214-v2`. Of two texts with one id, the second has its source and path here.
    pub id: String,
    /// The number with its prefix: `abc-0214`.
    pub number: String,
    /// `v2`, `w1`; null where the numbers have no editions.
    pub edition: Option<String>,
    /// Its title.
    pub title: String,
    /// `Standard`, `Decision Record`, `Supplement`, as written.
    pub r#type: Option<String>,
    /// `Draft`, `Stable`, as written; supplements often have none.
    pub status: Option<String>,
    /// The state on the day of the build, or that of `--as-of`: `draft`, `effective`, `ended`, as configured.
    pub state: Option<String>,
    /// The field that it is of, as written.
    pub track: Option<String>,
    /// What it says on other scales than that of the status, by the name of each, as written.
    pub axes: BTreeMap<String, String>,
    /// The days of its life by name: `stabilized_at`.
    pub dates: BTreeMap<String, String>,
    /// Other standards by relation, such as `replaces`: the id of each, or the words where there is none of that name.
    pub relations: BTreeMap<String, Vec<String>>,
    /// The source of the text.
    pub source: String,
    /// The text.
    pub path: String,
    /// Its page.
    pub url: String,
}

/// A certificate or profile: which editions of standards it requires, version by version.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Scope {
    /// That of its page.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Its versions, in the order of its file.
    pub versions: Vec<ScopeVersion>,
    /// The source of its file.
    pub source: String,
    /// Its file.
    pub path: String,
    /// Its page.
    pub url: String,
}

/// One version of a scope.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ScopeVersion {
    /// `v4`; null for a scope without versions.
    pub version: Option<String>,
    /// Its state on the day of the build, or that of `--as-of`, in the words of its file.
    pub state: Option<String>,
    /// What this means: `draft`, `effective` or `ended`.
    pub phase: Option<String>,
    /// The day from which it is, or was, in force.
    #[schemars(extend("format" = "date"))]
    pub from: Option<String>,
    /// The ids of the standards that it requires.
    pub standards: Vec<String>,
    /// What else it requires, as written: what is no standard of the record.
    pub others: Vec<String>,
}

/// A release.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Release {
    /// `R5`.
    pub id: String,
    /// `v6.0.0`.
    pub version: Option<String>,
    /// The day of the release.
    #[schemars(extend("format" = "date"))]
    pub date: Option<String>,
    /// The days that belong to it.
    pub window: Window,
    /// The source of its notes; null where texts name a release that has no notes, as one that is yet to come.
    pub source: Option<String>,
    /// Its notes.
    pub path: Option<String>,
    /// Their page.
    pub url: Option<String>,
}

/// The days that belong to a release.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Window {
    /// The day before the first: that of the release before.
    #[schemars(extend("format" = "date"))]
    pub after: Option<String>,
    /// The last day: that of the release.
    #[schemars(extend("format" = "date"))]
    pub until: Option<String>,
}

/// A place in a text.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Place {
    /// The meeting whose minutes it is in.
    pub meeting: String,
    /// The source of the text.
    pub source: String,
    /// The text.
    pub path: String,
    /// The line.
    pub line: u32,
}

/// What a meeting decided. Each is listed once, where it was told first.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Decision {
    /// The id of the meeting, `#d`, and which of its decisions it is, from 1.
    pub id: String,
    /// The meeting that told it first.
    pub meeting: String,
    /// The day of that meeting.
    #[schemars(extend("format" = "date"))]
    pub date: String,
    /// Its words, without markup.
    pub text: String,
    /// What it is about, where its words do not say so: the list item it stands in, or the heading above; else null.
    pub context: Option<String>,
    /// The source of the text.
    pub source: String,
    /// The text.
    pub path: String,
    /// The line.
    pub line: u32,
    /// The place on the page of the meeting.
    pub url: String,
    /// The standards that its words name, by id.
    pub standards: Vec<String>,
    /// The issues and pull requests that its words name.
    pub issues: Vec<String>,
    /// The releases that its words name.
    pub releases: Vec<String>,
    /// Where it was told again in the same words.
    pub reports: Vec<Place>,
}

/// What a meeting gave somebody to do, or repeated. Those that continue none are the actions there are.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Action {
    /// The id of the meeting, `#a`, and which of its actions it is, from 1.
    pub id: String,
    /// The meeting that speaks of it.
    pub meeting: String,
    /// The day of that meeting.
    #[schemars(extend("format" = "date"))]
    pub date: String,
    /// Its words, without marker, owners and markup.
    pub text: String,
    /// What it is about, where its words do not say so: the list item it stands in, or the heading above; else null.
    pub context: Option<String>,
    /// Handles without `@`, or names as written.
    pub owners: Vec<String>,
    /// What became of it by the last meeting that speaks of it.
    pub state: State,
    /// The source of the text.
    pub source: String,
    /// The text.
    pub path: String,
    /// The line.
    pub line: u32,
    /// The place on the page of the meeting.
    pub url: String,
    /// The entry with which the series first spoke of it; null where this is that entry.
    pub continues: Option<String>,
}

/// What became of an action.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Still to be done.
    Open,
    /// Done.
    Done,
    /// Given up.
    Dropped,
}

/// A page of documentation, or one that is made of the rest.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Page {
    /// The source, a colon and the path of the text: `pages:guide/index.md`. That of a page made for a folder ends in
    /// a slash: `minutes:infra/`; one made of several sources has its URL path: `/decisions/`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The source; null for a page made of several.
    pub source: Option<String>,
    /// The text; null where there is none.
    pub path: Option<String>,
    /// The page.
    pub url: String,
}

/// A piece of a text that names something: a link, a URL or a name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Reference {
    /// The source of the text.
    pub source: String,
    /// The text.
    pub path: String,
    /// The line on which it begins.
    pub line: u32,
    /// The column in which it begins, in characters.
    pub column: u32,
    /// The words: of a link what it shows, else as they are written.
    pub text: String,
    /// What a link leads to, as written; null for a name in the text.
    pub target: Option<String>,
    /// What is named.
    pub kind: ReferenceKind,
    /// The id of what is named; of an issue `owner/name#12`, of a person the handle on the forge, of something in a
    /// rule of `mentions.ids` the name of the rule, a colon and the id; of a standard to which an old address leads
    /// that does not name it the source and the path. Null where it names nothing that exists, or
    /// nothing that can be told.
    pub to: Option<String>,
    /// What is wrong; null where all is well.
    pub problem: Option<Problem>,
    /// Whether the text leaves open what `to` says: the edition in force on its day, minutes that it waited for, a
    /// meeting known by its date.
    pub inferred: bool,
    /// Where the page leads although the target is missing: where that is now, or what it was to be. Else null.
    pub meant: Option<String>,
}

/// What a reference names.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Ord, PartialOrd, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ReferenceKind {
    /// An entry of `meetings`.
    Meeting,
    /// An entry of `standards`, named by its id, its file, or an address with either.
    Standard,
    /// An entry of `releases`.
    Release,
    /// An issue or pull request on the forge.
    Issue,
    /// A person.
    Person,
    /// An entry of `pages`, a file that the site offers, or something that the community numbers.
    Page,
}

/// What is wrong with a reference.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Problem {
    /// What it names does not exist.
    Missing,
    /// The page exists, the place on it does not.
    WrongAnchor,
    /// It may mean several things.
    Ambiguous,
    /// The words of the link name something else than it leads to, which is `to`.
    Mismatch,
}
