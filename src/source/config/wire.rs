//! `annals.yaml` as a community writes it: every key with what it means, nothing checked yet.
//!
//! The doc comments here are what `annals schema` tells an editor.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, de};

use super::Kind;
use super::id::WireIdPlace;
use super::mention_check::WireMentions;
use super::metadata::WirePlace;
use super::moved::WireMove;
use super::plugin_check::WirePlugin;
use super::rules_check::WireRules;
use super::scopes::WireScopes;
use crate::source::items::{WireActions, WireDecisions, WireMeetingWords};

/// Configuration of an Annals site: which repositories and folders make up the record, and how to read them.
///
/// Everything has a default. With no `sources`, the folders `content`, `content/standards`, `minutes` and
/// `releases` are used where they exist.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, title = "annals.yaml")]
pub(super) struct WireConfig {
    /// The name of the record, shown on every page.
    pub(super) title: Option<String>,
    /// One line that says what this record is.
    pub(super) description: Option<String>,
    /// Where the site will stand: `https://docs.example.org/`. Needed for the sitemap and feeds.
    pub(super) url: Option<String>,
    /// Language of the texts, as in RFC 5646. Default: `en`.
    pub(super) language: Option<String>,
    /// The owner's page on the forge: `https://github.com/SovereignCloudStack`. Gives `standards#123` and a bare
    /// repository name their meaning.
    pub(super) forge: Option<String>,
    /// Other addresses of the same owner, from before a rename or a change of host.
    pub(super) forge_aliases: Many,
    /// Older and shorter names of the owner's repositories, and what each is called today: `Docs: docs`.
    pub(super) repositories: BTreeMap<String, String>,
    /// What the record is made of, in the order of the navigation.
    pub(super) sources: Option<Vec<WireSource>>,
    /// Old homes of documents, so that old links resolve: a URL prefix, and `source:path` where the documents are
    /// now. What follows the prefix is looked up below the path, with or without `.md`. With `dead: true` beside `to`,
    /// links to the old address are warned of.
    pub(super) moved: BTreeMap<String, WireMove>,
    /// How texts name standards, releases, issues, people and whatever else the community numbers.
    pub(super) mentions: WireMentions,
    /// What of people is published.
    pub(super) people: WirePeople,
    /// Wasm modules that help to make the site: diagrams, tables, other formats.
    pub(super) plugins: Vec<WirePlugin>,
    /// Let pages be edited in the browser: the site carries the engine, and each text beside its page. Default: `true`.
    pub(super) editor: Option<bool>,
    /// Show text that was decoded twice on its way (`NÃ¼rnberg`) as it was meant. Default: `false`.
    pub(super) repair_encoding: bool,
}

/// What of people is published.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "People")]
pub(super) struct WirePeople {
    /// Hide e-mail addresses: in all texts, `…@…` stands in their place. Default: `false`.
    pub(super) mask_emails: bool,
    /// Make a page of everybody who took on an action or took minutes; their handles lead there. Default: `false`.
    pub(super) pages: bool,
}

/// A repository or folder, and how its files are understood.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "Source")]
pub(super) struct WireSource {
    /// What it holds.
    #[schemars(required)]
    pub(super) kind: Option<WireKind>,
    /// Its name, for `--source NAME=PATH` and in messages. Default: the name of the repository or folder. In a
    /// source of releases a name with a placeholder, `R{n}`, is that of the releases, as `release` is.
    pub(super) name: Option<String>,
    /// The heading above it in the navigation. Default: its name.
    pub(super) title: Option<String>,
    /// Where its pages stand on the site. Default: its name; for the first source of pages the root, `""`.
    pub(super) at: Option<String>,
    /// A folder beside `annals.yaml`; with `repo`, a folder inside the repository.
    pub(super) dir: Option<String>,
    /// A repository: a name on the `forge`, an address (`https://…`, `ssh://…`, `git@host:path`) or a path.
    pub(super) repo: Option<String>,
    /// Branch, tag or commit of the repository. Default: its default branch.
    #[serde(rename = "ref", alias = "revision")]
    pub(super) revision: Option<String>,
    /// Globs of the files that belong to it, matched with the whole path: `Standards/*.md`, `**/notes.md`.
    /// Default: every Markdown file. For releases, patterns such as `Release{n}.md`, whose fields `release` and
    /// `version` use.
    pub(super) include: Many,
    /// Globs of files that do not belong to it.
    pub(super) exclude: Many,
    /// The file that `annals new` makes new records from, by path in the source; `{series}` stands for a series.
    /// Default: a `template.md` in the folder of the series, or above it.
    pub(super) template: Option<String>,
    /// Minutes: which series a file belongs to, as a pattern on the beginning of its path. Default: `{dir}`, the
    /// first folder. A text without a placeholder is the name of the only series.
    pub(super) series: Option<String>,
    /// Minutes: titles of series, where the generated one will not do.
    pub(super) titles: BTreeMap<String, String>,
    /// Minutes: other names of series in texts, and the series each means.
    pub(super) aliases: BTreeMap<String, String>,
    /// Minutes: which series a series continues.
    pub(super) succeeds: BTreeMap<String, Many>,
    /// Minutes: the other source of minutes whose series these are, such as that of an archive. Default: none; then
    /// series of the same name in two sources are two bodies.
    pub(super) joins: Option<String>,
    /// Minutes: what sort of body a series is, such as `team`, `board`, `sig`, `weekly`, `hackathon`. Keys may be
    /// globs: `sig-*: sig`. Default: `team`.
    pub(super) bodies: BTreeMap<String, String>,
    /// Minutes: files of a sort of their own, by glob: `"*-slides.md": slides`. A glob without `/` is matched with
    /// the file name in any folder.
    pub(super) sorts: BTreeMap<String, String>,
    /// Minutes: what slide decks are, by sort of body: `weekly: slides`.
    pub(super) decks: BTreeMap<String, String>,
    /// Minutes and standards: globs of files that are neither, such as templates; they are pages. A glob without
    /// `/` is matched with the file name in any folder.
    pub(super) documents: Many,
    /// Minutes and releases: where the date stands, the first place with a date wins: `name`, `folder`, `path`,
    /// `heading`, `body: "Date: {date}"`, `front-matter: date`.
    pub(super) dates: Option<Vec<WireDate>>,
    /// Minutes and releases: what the twelve months are called in `dates`, January first; of `a | b` either. English and
    /// German names are known anyway.
    pub(super) months: Many,
    /// Minutes: by which words decisions are told. Each list adds to the usual words, or, behind `only`, takes their
    /// place.
    pub(super) decisions: WireDecisions,
    /// Minutes: by which words actions are told.
    pub(super) actions: WireActions,
    /// Minutes: by which words the facts of the meeting itself are told: who was there, who took the minutes.
    pub(super) meetings: WireMeetingWords,
    /// Standards and releases: where their id stands and how it is written. Of standards a pattern on the file's
    /// name, or with `/` its path: `scs-{number:4}-{edition}-{slug}.md`; or one of `heading: "ABC {number}: *"` (the
    /// first heading), `metadata: abc` (a key, its value as `format` says), `section: "Rule {number}[: *]"` (each such
    /// heading begins a document of its own), `row: "G-{number:3}"` (each row of a table with such a cell is one). Of minutes `section: "{date}"` alone: each
    /// heading that is such a day begins a meeting of its own.
    pub(super) id: Option<WireIdPlace>,
    /// Standards: how a number is always written: `ABC-{number:4}`. Default: as in `id`, up to the number.
    pub(super) called: Option<String>,
    /// Standards: the status of one that says none.
    pub(super) default_status: Option<String>,
    /// Standards: the states of the lifecycle in order, each with the words that mean it.
    pub(super) states: BTreeMap<String, Many>,
    /// Standards: under which keys of the front matter a standard says what it is.
    pub(super) metadata: WireMetadata,
    /// Standards: the rules that they are held to, where they differ from the usual ones.
    pub(super) rules: WireRules,
    /// Standards: files that say which standards a certificate or profile requires.
    pub(super) scopes: WireScopes,
    /// Releases: what a release is called: `R{n}`.
    pub(super) release: Option<String>,
    /// Releases: its version: `v{n+1}.0.0`.
    pub(super) version: Option<String>,
    /// Releases: the keys of the front matter that state a release's window, `after` and `until`.
    pub(super) window: Option<WireWindow>,
    /// Releases: repositories whose commits belong to a release.
    pub(super) components: Many,
}

/// What a source holds.
#[derive(Debug, Copy, Clone, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Kind")]
pub(super) enum WireKind {
    /// Documentation, with a navigation by folder.
    Pages,
    /// Minutes of meetings, by series and date.
    Minutes,
    /// Standards, by number and edition.
    Standards,
    /// Notes of releases.
    Releases,
}

impl From<WireKind> for Kind {
    fn from(kind: WireKind) -> Kind {
        match kind {
            WireKind::Pages => Kind::Pages,
            WireKind::Minutes => Kind::Minutes,
            WireKind::Standards => Kind::Standards,
            WireKind::Releases => Kind::Releases,
        }
    }
}

/// Keys that state which days a release covers.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields, rename = "Window")]
pub(super) struct WireWindow {
    /// The key of the day after which it begins.
    pub(super) after: String,
    /// The key of its last day.
    pub(super) until: String,
}

/// Where a standard says what it is, and under which keys.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "Metadata")]
pub(super) struct WireMetadata {
    /// Where the metadata stands, the first place with a key counts: `front-matter`, `preamble` (lines such as
    /// `Status: Draft` at the top), `list` (items such as `- Status: Draft` at the top), `headings` (the line below
    /// `## Status`), `sidecar: "{stem}.yaml"` (a file beside it). Default: `front-matter`. The columns of a row that
    /// is a standard count always.
    pub(super) from: Option<Vec<WirePlace>>,
    /// The title. Default: `title`. Here and below, `{folder}`, `{file}` and `{heading}` are no keys, but where the
    /// document stands.
    pub(super) title: Option<String>,
    /// What the document is: standard, decision record. Default: `type`.
    #[serde(rename = "type")]
    pub(super) sort: Option<String>,
    /// The status. Default: `status`.
    pub(super) status: Option<String>,
    /// The field that the standard is of. Default: `track`.
    pub(super) track: Option<String>,
    /// One sentence about it. Default: `description`.
    pub(super) description: Option<String>,
    /// Dates of the lifecycle: what each is called in the record, and its key. Default: `stabilized_at`,
    /// `deprecated_at`, `rejected_at`, `obsoleted_at` under their own names.
    pub(super) dates: Option<BTreeMap<String, String>>,
    /// How these dates are written, beside `2023-01-09`: `{day}-{month-name}-{year}`.
    pub(super) date_formats: Many,
    /// What the twelve months are called there, January first; of `a | b` either. English and German names are known
    /// anyway.
    pub(super) months: Many,
    /// Further states beside the status: what each is called in the record, and its key: `implementation: stage`.
    pub(super) axes: BTreeMap<String, String>,
    /// Relations to other standards: what each is called in the record, and its key. Default: `replaces`,
    /// `replaced_by`, `supplements`, `enhances` under their own names.
    pub(super) relations: Option<BTreeMap<String, String>>,
}

/// A list of texts, or one text alone.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub(super) struct Many(pub(super) Vec<String>);

impl<'de> Deserialize<'de> for Many {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Many, D::Error> {
        /// Takes either shape; an untagged enum would forget which element was wrong.
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Many;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of texts")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Many, E> {
                Ok(Many(vec![text.to_owned()]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Many, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(seq)).map(Many)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Many {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Many".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] })
    }
}

/// A place where a date stands: its name alone, or with the key or format to look for.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub(super) struct WireDate(pub(super) BTreeMap<String, Option<String>>);

/// The places of a date, in the order in which they are explained.
pub(super) const DATE_PLACES: [&str; 6] = ["name", "folder", "path", "heading", "body", "front-matter"];

impl<'de> Deserialize<'de> for WireDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<WireDate, D::Error> {
        /// Takes either shape.
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = WireDate;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(
                    "a place such as `name`, or a place with a format such as `body: \"Date: {date}\"`",
                )
            }
            fn visit_str<E: de::Error>(self, place: &str) -> Result<WireDate, E> {
                Ok(WireDate([(place.to_owned(), None)].into()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WireDate, A::Error> {
                BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(WireDate)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for WireDate {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let format = serde_json::json!({ "type": ["string", "null"] });
        let mut properties: serde_json::Map<_, _> =
            DATE_PLACES.iter().map(|place| ((*place).to_owned(), format.clone())).collect();
        properties.insert("format".to_owned(), format);
        json_schema!({
            "anyOf": [
                { "enum": DATE_PLACES },
                { "type": "object", "properties": properties, "additionalProperties": false },
            ]
        })
    }
}

/// The JSON Schema (draft 2020-12) of `annals.yaml`, for editors.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(WireConfig).to_value()
}
