//! What a vocabulary is made from: the patterns and lists of the configuration, as plain data.

use std::collections::BTreeMap;

use crate::source::config::Place;
use crate::source::config::mention::{
    IdRule, IssueMentions, MeetingMentions, PersonMentions, Placeholders, ReleaseMentions, StandardMentions,
};
use crate::source::{Config, Kind, SourceConfig};

/// All that names things.
#[derive(Debug, Clone, Default, Eq, PartialEq, Hash)]
pub struct Terms {
    /// One entry per source of standards.
    pub standards: Vec<StandardTerms>,
    /// One entry per source of releases.
    pub releases: Vec<ReleaseTerms>,
    /// What the community calls what it releases, where that is known.
    pub products: Vec<String>,
    /// Repositories as texts call them, in lower case, and `owner/name` of each.
    pub repositories: BTreeMap<String, String>,
    /// How issues are named.
    pub issues: IssueMentions,
    /// How people are named.
    pub people: PersonMentions,
    /// How days name meetings.
    pub meetings: MeetingMentions,
    /// How minutes wait for those of others.
    pub placeholders: Placeholders,
    /// What else is numbered.
    pub ids: Vec<IdRule>,
}

/// How the standards of one source are named.
#[derive(Debug, Clone, Default, Eq, PartialEq, Hash)]
pub struct StandardTerms {
    /// How their number is written: `scs-{number:4}`.
    pub id: String,
    /// The rules for texts.
    pub rules: StandardMentions,
}

/// How the releases of one source are named.
#[derive(Debug, Clone, Default, Eq, PartialEq, Hash)]
pub struct ReleaseTerms {
    /// The pattern of their names: `R{n}`.
    pub name: String,
    /// The pattern of their versions: `v{n+1}.0.0`.
    pub version: String,
    /// The rules for texts.
    pub rules: ReleaseMentions,
}

impl Terms {
    /// What `config` says of names.
    pub fn new(config: &Config) -> Terms {
        let rules = &config.mentions;
        let of_kind = |kind| config.sources.iter().filter(move |source| source.kind == kind);
        let mut terms = Terms {
            repositories: repositories(config),
            issues: rules.issues.clone(),
            people: rules.people.clone(),
            meetings: rules.meetings.clone(),
            placeholders: rules.placeholders.clone(),
            ids: rules.ids.clone(),
            ..Terms::default()
        };
        terms.standards.extend(of_kind(Kind::Standards).map(|source| StandardTerms {
            id: source.standards.called.as_str().to_owned(),
            rules: rules.standards.clone(),
        }));
        terms.releases.extend(of_kind(Kind::Releases).map(|source| ReleaseTerms {
            name: source.releases.name.as_str().to_owned(),
            version: source.releases.version.as_str().to_owned(),
            rules: rules.releases.clone(),
        }));
        terms.products = products(config);
        terms
    }
}

/// What a version without further words is one of: the site, the repository of the notes, the only component.
fn products(config: &Config) -> Vec<String> {
    let releases = config.sources.iter().filter(|source| source.kind == Kind::Releases);
    let only = |source: &SourceConfig| match source.releases.components.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    };
    let named = releases.flat_map(|source| [repository(source), only(source)]).flatten();
    // A title of several words is told by its last one, behind which a version stands.
    let title = config.title.split_whitespace().next_back().map(str::to_owned);
    title.into_iter().chain(named).collect()
}

/// The name of the repository of a source.
fn repository(source: &SourceConfig) -> Option<String> {
    match &source.place {
        Place::Repository { url, .. } => {
            let name = url.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or_default();
            Some(name.strip_suffix(".git").unwrap_or(name).to_owned())
        }
        Place::Directory(_) => None,
    }
}

/// The owner's repositories that are known: those of the sources, of the releases' components, and their other names.
fn repositories(config: &Config) -> BTreeMap<String, String> {
    let Some(owner) =
        config.forge.as_deref().and_then(|forge| forge.trim_end_matches('/').rsplit('/').next())
    else {
        return BTreeMap::new();
    };
    let sources = config.sources.iter().filter_map(repository);
    let components = config.sources.iter().flat_map(|source| source.releases.components.iter().cloned());
    let own = sources.chain(components).map(|name| (name.clone(), name));
    // What is called something else today is the same repository; the alias wins over a name.
    let renamed = config
        .repositories
        .iter()
        .flat_map(|(old, new)| [(new.clone(), new.clone()), (old.clone(), new.clone())]);
    let all = own.chain(renamed).filter(|(name, _)| !name.is_empty());
    all.map(|(name, today)| (name.to_lowercase(), format!("{owner}/{today}"))).collect()
}
