//! What `annals.yaml` says, checked and complete.

use std::collections::BTreeMap;

use crate::base::SourceName;

/// The configuration of a site.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
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
    /// The sources, in the order of the navigation.
    pub sources: Vec<SourceConfig>,
    /// Old homes of documents, so that old links resolve; the longest matching prefix wins.
    pub moved: Vec<Move>,
    /// Whether text that was decoded twice is shown repaired.
    pub repair_encoding: bool,
}

/// What a source holds.
#[derive(Debug, Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Hash)]
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

/// One entry of `sources`.
#[derive(Debug, Clone, Eq, PartialEq)]
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
    pub include: Vec<String>,
    /// Globs of files that do not.
    pub exclude: Vec<String>,
    /// Where its pages stand on the site: `minutes`, or `""` for the root.
    pub at: String,
    /// How minutes are understood; used by [`Kind::Minutes`].
    pub minutes: MinutesConfig,
    /// How standards are understood; used by [`Kind::Standards`].
    pub standards: StandardsConfig,
    /// How release notes are understood; used by [`Kind::Releases`].
    pub releases: ReleasesConfig,
}

/// Where a source is read from.
#[derive(Debug, Clone, Eq, PartialEq)]
pub enum Place {
    /// A directory of the site's own folder, `/`-separated and relative to it.
    Directory(String),
    /// A repository: a name on the forge, a URL or a path.
    Repository {
        /// What to fetch.
        url: String,
        /// Branch, tag or commit; nothing means the remote's default branch.
        revision: Option<String>,
        /// Folder within the repository, `""` for the root.
        folder: String,
    },
}

/// How the minutes of a source are understood.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct MinutesConfig {
    /// Which series a file belongs to, as a pattern on its path: `{dir}`.
    pub series: String,
    /// Titles of series, where the generated one will not do: `iaas` is `Team IaaS`.
    pub titles: BTreeMap<String, String>,
    /// Other names of series in texts.
    pub aliases: BTreeMap<String, String>,
    /// Which series a series continues.
    pub succeeds: BTreeMap<String, Vec<String>>,
    /// What sort of body meets: `team`, `board`.
    pub bodies: BTreeMap<String, String>,
}

/// How the standards of a source are understood.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct StandardsConfig {
    /// A pattern on the file name: `scs-{number:4}-{edition}-{slug}.md`.
    pub id: String,
    /// Which words of `status` mean which state.
    pub states: BTreeMap<String, Vec<String>>,
}

/// How the release notes of a source are understood.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct ReleasesConfig {
    /// How a release is called: `R{n}`.
    pub name: String,
    /// Its version: `v{n+1}.0.0`.
    pub version: String,
}

/// An old home of documents.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Move {
    /// A URL prefix.
    pub from: String,
    /// The source that holds the documents now.
    pub source: SourceName,
    /// The path prefix within it.
    pub to: String,
}
