//! `mentions` as a community writes it, and from there to the rules that the stages read.
//!
//! Lists add to the usual ones, so that a community says only what is its own.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::check::Checker;
use super::mention::{BareIssue, IdRule, MentionsConfig};
use super::part::{Part, parts};
use super::wire::Many;
use crate::base::Span;
use crate::base::yaml::Node;

/// The fields of ids: what each is called, nothing, and what it is.
const FIELDS: &[(&str, &str, &str)] = &[
    ("number", "", "a number of up to six digits"),
    ("part", "", "a second number of up to three digits"),
    ("serial", "", "a second number of four to seven digits"),
    ("letter", "", "a letter behind a number"),
    ("letters", "", "up to four letters behind a number"),
];

/// How texts name things.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "Mentions")]
pub(super) struct WireMentions {
    /// Standards named by their number.
    pub(super) standards: WireStandards,
    /// Releases named by their name or version.
    pub(super) releases: WireReleases,
    /// Issues and pull requests.
    pub(super) issues: WireIssues,
    /// People named by their handle on the forge.
    pub(super) people: WirePeople,
    /// Meetings named by their day.
    pub(super) meetings: WireMeetings,
    /// "Minutes: none yet" in one meeting's minutes for those of another.
    pub(super) placeholders: WirePlaceholders,
    /// Other things that the community numbers, such as tenders.
    pub(super) ids: Vec<WireId>,
}

/// How standards are named beside what follows from `id`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "StandardMentions")]
pub(super) struct WireStandards {
    /// Further ways to write the number: `RFC {number}`.
    pub(super) spellings: Many,
    /// The letters that begin an edition. Default: `v` and `w`.
    pub(super) editions: Option<Vec<char>>,
    /// Whether a number that looks like a year can be a standard. Default: `false`.
    pub(super) years: bool,
    /// Spellings that name nothing, such as an example.
    pub(super) except: Many,
}

/// How releases are named beside what follows from `release` and `version`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "ReleaseMentions")]
pub(super) struct WireReleases {
    /// Words before a number that make it a release, beside `release`.
    pub(super) words: Many,
    /// Words before a version that make it one of a release, beside these and `version`.
    pub(super) version_words: Many,
    /// Words before a version (`for v2.0.0`) that do not make it something else's, beside the usual ones.
    pub(super) leads: Many,
    /// Whether the version of a release that has another name counts alone. Default: `true`.
    pub(super) versions: Option<bool>,
    /// Words before a name that make it the release of something else.
    pub(super) not_after: Many,
    /// Whether `-r6` and `/r6` inside a name of a branch or pad name the release. Default: `true`.
    pub(super) slugs: Option<bool>,
    /// Spellings that name nothing.
    pub(super) except: Many,
}

/// How issues are named.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "IssueMentions")]
pub(super) struct WireIssues {
    /// What `#228` without a repository means: nothing, or an issue of the only repository that its section names.
    pub(super) bare: WireBare,
    /// Short names of owners, and what the forge calls each.
    pub(super) owners: BTreeMap<String, String>,
    /// Words before a number that make it no issue.
    pub(super) not_after: Many,
    /// How many meetings must speak of an issue for it to have a page; 0 for no pages. Default: 3.
    pub(super) page_from: Option<usize>,
}

/// What a number without a repository means.
#[derive(Debug, Copy, Clone, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "BareIssue")]
pub(super) enum WireBare {
    /// Nothing that can be known.
    #[default]
    Ambiguous,
    /// An issue of the repository that the same section names, when it names only one.
    Section,
}

/// How people are named.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "PersonMentions")]
pub(super) struct WirePeople {
    /// Handles that are nobody, beside `todo`, `all` and the like.
    pub(super) except: Many,
    /// Misspelt and former handles, and what each person is called today.
    pub(super) aliases: BTreeMap<String, String>,
}

/// How a day names a meeting.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "MeetingMentions")]
pub(super) struct WireMeetings {
    /// Words right before a day that make it a meeting, beside `see`, `minutes of` and the like.
    pub(super) leads: Many,
}

/// How minutes say that others do not exist yet.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "Placeholders")]
pub(super) struct WirePlaceholders {
    /// What stands before the colon, in lower case, beside `minutes`.
    pub(super) labels: Many,
    /// What stands behind it, in lower case and without signs, beside `none yet` and the like; a `*` at the end stands
    /// for any further words.
    pub(super) spellings: Many,
    /// How a whole line says the same, beside `no minutes yet*` and the like.
    pub(super) lines: Many,
    /// How many days before the text the meeting may have been. Default: 6.
    pub(super) days: Option<u16>,
}

/// Things of one sort that the community numbers.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "Id")]
pub(super) struct WireId {
    /// What one of them is called: `tender`.
    #[schemars(required)]
    pub(super) name: Option<String>,
    /// How an id is written properly: `T{number:2}[{letter}][-{part}]`. Other letter case, other signs between words
    /// and missing zeros are understood.
    #[schemars(required)]
    pub(super) pattern: Option<String>,
    /// Further ways to write it, with the same fields: `Lot[s] {number}`.
    pub(super) spellings: Many,
    /// Spellings that name nothing.
    pub(super) except: Many,
    /// What all of them are called: `Tenders`. Default: the name.
    pub(super) title: Option<String>,
    /// The first part of their addresses: `tenders`. Default: the name.
    pub(super) at: Option<String>,
    /// Where each is to be seen elsewhere (`https:`), with `{id}` in the place of the id.
    pub(super) link: Option<String>,
}

impl Checker {
    /// How texts name things.
    pub(super) fn mentions(&mut self, wire: WireMentions, node: &Node) -> MentionsConfig {
        let mut config = MentionsConfig::default();
        let standards = node.child("standards").child("spellings");
        config.standards.spellings = self.spellings(wire.standards.spellings, standards);
        config.standards.editions = wire.standards.editions.unwrap_or(config.standards.editions);
        config.standards.years = wire.standards.years;
        config.standards.except = wire.standards.except.0;
        config.releases.words.extend(wire.releases.words.0);
        config.releases.version_words.extend(wire.releases.version_words.0);
        config.releases.leads.extend(wire.releases.leads.0);
        config.releases.versions = wire.releases.versions.unwrap_or(config.releases.versions);
        config.releases.not_after = wire.releases.not_after.0;
        config.releases.slugs = wire.releases.slugs.unwrap_or(config.releases.slugs);
        config.releases.except = wire.releases.except.0;
        config.issues.bare = match wire.issues.bare {
            WireBare::Ambiguous => BareIssue::Ambiguous,
            WireBare::Section => BareIssue::Section,
        };
        config.issues.owners = wire.issues.owners;
        config.issues.not_after = wire.issues.not_after.0;
        if let Some(page_from) = wire.issues.page_from {
            config.issues.page_from = Some(page_from).filter(|count| *count > 0);
        }
        config.people.except.extend(wire.people.except.0);
        config.people.aliases = wire.people.aliases;
        config.meetings.leads.extend(wire.meetings.leads.0);
        config.placeholders.labels.extend(wire.placeholders.labels.0);
        config.placeholders.spellings.extend(wire.placeholders.spellings.0);
        config.placeholders.lines.extend(wire.placeholders.lines.0);
        config.placeholders.days = wire.placeholders.days.map_or(config.placeholders.days, i64::from);
        let nodes = node.child("ids");
        let ids = wire.ids.into_iter().enumerate();
        config.ids = ids.filter_map(|(at, id)| self.id_rule(id, nodes.child(at))).collect();
        config
    }

    /// One sort of numbered things.
    fn id_rule(&mut self, wire: WireId, node: &Node) -> Option<IdRule> {
        let (Some(name), Some(pattern)) = (wire.name, wire.pattern) else {
            if !self.told_within(node.span) {
                self.wrong(node.span, "id without a `name` or a `pattern`", "write both");
            }
            return None;
        };
        self.spelling(&pattern, node.child("pattern").span)?;
        let spellings = self.spellings(wire.spellings, node.child("spellings"));
        let link = self.id_link(wire.link, node.child("link").span);
        Some(IdRule {
            name,
            title: wire.title.unwrap_or_default(),
            at: wire.at.unwrap_or_default(),
            link,
            pattern,
            spellings,
            except: wire.except.0,
        })
    }

    /// Where ids lead: an address of the web with a place for the id, or nothing.
    fn id_link(&mut self, link: Option<String>, span: Span) -> String {
        let link = link.unwrap_or_default();
        let is_web = link.starts_with("https://") || link.starts_with("http://");
        if link.is_empty() || (is_web && link.contains("{id}")) {
            return link;
        }
        let hint = "write an address with `{id}` in the place of the id: `https://example.org/{id}`";
        self.wrong(span, format!("`{link}` leads to no id"), hint);
        String::new()
    }

    /// The good ones of some ways to write an id.
    fn spellings(&mut self, spellings: Many, node: &Node) -> Vec<String> {
        let spellings = spellings.0.into_iter().enumerate();
        spellings
            .filter(|(at, text)| self.spelling(text, node.child(*at).span).is_some())
            .map(|(_, text)| text)
            .collect()
    }

    /// Checks one way to write an id: it must begin with a word of its own and have a number.
    fn spelling(&mut self, text: &str, span: Span) -> Option<()> {
        let parts = match parts(text, FIELDS) {
            Ok(parts) => parts,
            Err(error) => {
                self.wrong_pattern(text, span, error);
                return None;
            }
        };
        let begins =
            matches!(parts.first(), Some(Part::Text(word)) if word.starts_with(char::is_alphanumeric));
        let is_number = |part: &Part| matches!(part, Part::Field { name, .. } if name == "number");
        if !begins || !parts.iter().any(is_number) {
            let hint = "begin with a letter, and add `{number}`: `Lot {number}`";
            self.wrong(span, format!("`{text}` would be found everywhere or has no number"), hint);
            return None;
        }
        Some(())
    }
}
