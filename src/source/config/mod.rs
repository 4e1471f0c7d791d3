//! What `annals.yaml` says, checked and complete.
//!
//! ```text
//! text -> base::yaml -> wire (what a community writes) -> check -> Config (what the stages read)
//! ```
//!
//! Every default is filled in here, so that no later stage knows what is configured and what is not. With no
//! `annals.yaml`, [`standard`] understands the usual folders.

mod address;
mod check;
mod component;
pub mod date;
mod date_write;
pub mod expression;
mod glob;
mod id;
pub mod init;
mod kind_check;
mod matcher;
mod metadata;
mod minutes;
mod month;
mod moved;
mod part;
pub mod pattern;
pub mod plugin;
mod plugin_check;
mod releases;
pub mod rules;
mod rules_check;
pub mod scopes;
mod source_check;
mod standard;
mod standards;
pub mod status;
#[cfg(test)]
mod tests;
mod value_check;
mod wire;
pub(super) mod words;

pub mod mention;
mod mention_check;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::SourceName;
pub use mention::MentionsConfig;

pub use check::read;
pub use date::{DatePlace, DateRule};
pub use glob::Glob;
pub use id::IdPlace;
pub use metadata::MetadataPlace;
pub use minutes::MinutesConfig;
pub use moved::Move;
pub use part::PatternError;
pub use pattern::{Fields, Pattern};
pub use plugin::{PluginConfig, PluginSelection};
pub use releases::{FRAGMENTS, ReleaseName, ReleasesConfig};
pub use rules::Rules;
pub use scopes::ScopesConfig;
pub use standard::{FOLDERS, standard};
pub use standards::{Metadata, Phase, StandardsConfig, State, plain_word};
pub use wire::schema;

/// The configuration of a site.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Config {
    /// The name of the record, shown on every page.
    pub title: String,
    /// One line that says what this record is.
    pub description: String,
    /// Where the site will stand, with a final slash; needed for the sitemap.
    pub url: Option<String>,
    /// Language of the texts, as in RFC 5646: `en`.
    pub language: String,
    /// The owner's page on the forge, without a final slash: `https://github.com/SovereignCloudStack`.
    pub forge: Option<String>,
    /// Other addresses of the same owner, from before a rename or a change of host.
    pub forge_aliases: Vec<String>,
    /// Older and shorter names of the owner's repositories, and the name of each today: `Docs` is `docs`.
    pub repositories: BTreeMap<String, String>,
    /// The sources, in the order of the navigation.
    pub sources: Vec<SourceConfig>,
    /// Old homes of documents, so that old links resolve; the longest matching prefix wins.
    pub moved: Vec<Move>,
    /// Whether pages can be edited in the browser.
    pub editor: bool,
    /// Whether text that was decoded twice is shown repaired.
    pub repair_encoding: bool,
    /// How texts name things.
    pub mentions: MentionsConfig,
    /// Whether e-mail addresses are masked in all texts.
    pub mask_emails: bool,
    /// Whether people have pages.
    pub people_pages: bool,
    /// The plugins.
    pub plugins: Vec<PluginConfig>,
}

/// What a source holds.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Documentation, with a navigation by folder.
    Pages,
    /// Minutes of meetings, by series and date.
    Minutes,
    /// Standards, by number and edition.
    Standards,
    /// Notes of releases.
    Releases,
}

impl Kind {
    /// The word in `annals.yaml`.
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Pages => "pages",
            Kind::Minutes => "minutes",
            Kind::Standards => "standards",
            Kind::Releases => "releases",
        }
    }
}

/// One entry of `sources`.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct SourceConfig {
    /// Its name, for `--source NAME=PATH`, for links and for diagnostics.
    pub name: SourceName,
    /// The heading above it in the navigation.
    pub title: String,
    /// What it holds.
    pub kind: Kind,
    /// Where it is read from.
    pub place: Place,
    /// Globs of the files that belong to it, relative to its folder; empty means every Markdown file.
    ///
    /// `*` stays inside a folder, `**` crosses folders; [`Glob`] matches them.
    pub include: Vec<String>,
    /// Globs of files that do not.
    pub exclude: Vec<String>,
    /// Globs of files that are no Markdown, and that a plugin makes documents of.
    pub formats: Vec<Glob>,
    /// Where its pages stand on the site: `minutes`, or `""` for the root.
    pub at: String,
    /// The file that new records are made from, by path in the source; `{series}` stands for a series.
    pub template: Option<String>,
    /// How minutes are understood; used by [`Kind::Minutes`].
    pub minutes: MinutesConfig,
    /// How standards are understood; used by [`Kind::Standards`].
    pub standards: StandardsConfig,
    /// How release notes are understood; used by [`Kind::Releases`].
    pub releases: ReleasesConfig,
}

/// Where a source is read from.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub enum Place {
    /// A directory of the site's own folder, `/`-separated and relative to it; `""` is the folder itself.
    Directory(String),
    /// A repository.
    Repository {
        /// What to fetch: a URL or a path, never a bare name on the forge.
        url: String,
        /// Branch, tag or commit; nothing means the remote's default branch.
        revision: Option<String>,
        /// Folder within the repository, `""` for the root.
        folder: String,
    },
}
