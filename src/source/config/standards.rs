//! How standards are understood.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::pattern::Fields;
use super::{DateRule, Glob, IdPlace, MetadataPlace, Pattern, Rules, ScopesConfig, status};
use crate::base::RelPath;

/// How the standards of a source are understood.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct StandardsConfig {
    /// The pattern of ids: `scs-{number:4}-{edition}-{slug}.md`.
    pub id: Pattern,
    /// Where the id stands.
    pub id_place: IdPlace,
    /// How the number is always written: `scs-{number:4}`.
    pub called: Pattern,
    /// Whether zeros in front of a number do not belong to it there, as where the configuration says how it is written.
    pub bare_number: bool,
    /// The status of a standard that says none.
    pub default_status: Option<String>,
    /// The states of the lifecycle in their order, each with the words that mean it.
    pub states: Vec<State>,
    /// Under which keys a standard says what it is.
    pub metadata: Metadata,
    /// Files among the standards that are none: templates, drafts without a number.
    pub documents: Vec<Glob>,
    /// What they are held to.
    pub rules: Rules,
    /// Which files say what a certificate or profile requires.
    pub scopes: ScopesConfig,
}

/// A state of the lifecycle.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// `draft`, `effective`, `ended`.
    pub name: String,
    /// The words of the status that mean it.
    pub words: Vec<String>,
}

/// What a state means for those who have to follow a standard.
#[derive(Debug, Clone, Copy, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum Phase {
    /// Not yet in force.
    Draft,
    /// In force.
    Effective,
    /// No longer in force, or never to be.
    Ended,
}

impl Phase {
    /// The phases in the order of a life.
    pub const ALL: [Phase; 3] = [Phase::Draft, Phase::Effective, Phase::Ended];

    /// The word for it, which is also the name of its state where a community names none.
    pub fn as_str(self) -> &'static str {
        match self {
            Phase::Draft => "draft",
            Phase::Effective => "effective",
            Phase::Ended => "ended",
        }
    }
}

/// Where a standard says what it is, and under which keys.
///
/// A key in braces is none: `{folder}` is the folder that the file lies in, `{file}` its name without extension,
/// `{heading}` its first heading, of a row of a table the heading above that, and any other name a field of the
/// pattern of ids.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The places that are read; the first one with a key counts.
    pub from: Vec<MetadataPlace>,
    /// The title.
    pub title: String,
    /// What the document is: standard, decision record.
    pub sort: String,
    /// The status.
    pub status: String,
    /// The field that the standard is of.
    pub track: String,
    /// One sentence about it.
    pub description: String,
    /// Dates of the lifecycle: what each is called in the record, and its key.
    pub dates: BTreeMap<String, String>,
    /// Relations to other standards: what each is called in the record, and its key.
    pub relations: BTreeMap<String, String>,
    /// How dates are written, beside `2023-01-09`.
    pub date_formats: Vec<DateRule>,
    /// Further states beside the status: what each is called in the record, and its key.
    pub axes: BTreeMap<String, String>,
}

/// The defaults, made once: their expressions take longer to compile than a configuration takes to read.
static DEFAULT: LazyLock<StandardsConfig> = LazyLock::new(StandardsConfig::standard);

impl Default for StandardsConfig {
    fn default() -> StandardsConfig {
        DEFAULT.clone()
    }
}

impl StandardsConfig {
    /// What is understood without configuration.
    fn standard() -> StandardsConfig {
        let state = |name: &str, words: &[&str]| State {
            name: name.to_owned(),
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        StandardsConfig {
            id: Pattern::known("{prefix}-{number}[-{edition}][-{slug}].md"),
            id_place: IdPlace::Name,
            called: Pattern::known("{prefix}-{number}"),
            bare_number: false,
            default_status: None,
            states: vec![
                state("draft", &["Draft", "Proposal", "Proposed"]),
                state("effective", &["Stable", "Effective", "Accepted", "Active", "Final"]),
                state(
                    "ended",
                    &[
                        "Deprecated",
                        "Rejected",
                        "Superseded",
                        "Superceded",
                        "Replaced",
                        "Withdrawn",
                        "Obsolete",
                    ],
                ),
            ],
            metadata: Metadata::default(),
            documents: Vec::new(),
            rules: Rules::standard(),
            scopes: ScopesConfig::default(),
        }
    }
}

impl Default for Metadata {
    fn default() -> Metadata {
        let own = |names: &[&str]| {
            names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect::<BTreeMap<_, _>>()
        };
        Metadata {
            from: vec![MetadataPlace::FrontMatter],
            title: "title".to_owned(),
            sort: "type".to_owned(),
            status: "status".to_owned(),
            track: "track".to_owned(),
            description: "description".to_owned(),
            dates: own(&["stabilized_at", "deprecated_at", "rejected_at", "obsoleted_at"]),
            relations: own(&["replaces", "replaced_by", "supplements", "enhances"]),
            date_formats: Vec::new(),
            axes: BTreeMap::new(),
        }
    }
}

impl Metadata {
    /// The key of what we call `name`: `type`, `stabilized_at`, `replaces`.
    pub fn key<'a>(&'a self, name: &'a str) -> &'a str {
        match name {
            "title" => &self.title,
            "type" => &self.sort,
            "status" => &self.status,
            "track" => &self.track,
            "description" => &self.description,
            _ => self.dates.get(name).or_else(|| self.relations.get(name)).map_or(name, String::as_str),
        }
    }

    /// Our name of each key.
    pub fn names(&self) -> BTreeMap<&str, &str> {
        let own = ["title", "type", "status", "track", "description"];
        let others = self.dates.keys().chain(self.relations.keys()).map(String::as_str);
        own.into_iter().chain(others).map(|name| (self.key(name), name)).collect()
    }
}

impl StandardsConfig {
    /// The number of a standard with its prefix, as it is always written: `scs-0214`.
    pub fn number(&self, fields: &Fields) -> Option<String> {
        if !self.bare_number {
            return self.called.format(fields);
        }
        let mut fields = fields.clone();
        let number = fields.get("number")?.trim_start_matches('0').to_owned();
        fields.set("number", if number.is_empty() { "0".to_owned() } else { number });
        self.called.format(&fields)
    }

    /// The state that the words of a status mean.
    ///
    /// What it [begins](status::begins) with counts, and of several words the longest.
    pub fn state(&self, status: &str) -> Option<&str> {
        let words =
            self.states.iter().flat_map(|state| state.words.iter().map(move |word| (&state.name, word)));
        let found = words.filter_map(|(name, word)| Some((status::begins(status, word)?, name)));
        found.max_by_key(|(length, _)| *length).map(|(_, name)| name.as_str())
    }

    /// What the state called `name` means: what stands before `effective` in the list of states is a draft, what
    /// stands behind it has ended. Nothing where no state is called so.
    pub fn phase(&self, name: &str) -> Option<Phase> {
        let place = |name: &str| self.states.iter().position(|state| state.name == name);
        Some(match place(name)?.cmp(&place(Phase::Effective.as_str())?) {
            std::cmp::Ordering::Less => Phase::Draft,
            std::cmp::Ordering::Equal => Phase::Effective,
            std::cmp::Ordering::Greater => Phase::Ended,
        })
    }

    /// Whether the file `path` may be a standard.
    pub fn is_standard(&self, path: &RelPath) -> bool {
        !self.documents.iter().any(|glob| glob.matches(path))
    }
}

/// A word without what follows it, to find what was meant: in `Acepted :ok_hand:` and `superseeded by [A](b.md)` that
/// is what stands before the first sign.
pub fn plain_word(text: &str) -> &str {
    text.split([':', '#', '|', '(', '[', ',', ';']).next().unwrap_or_default().trim()
}
