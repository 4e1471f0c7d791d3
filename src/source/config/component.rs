//! The repositories whose commits belong to releases, as sources that nothing is shown of.
//!
//! Most components are sources as well. One that is not is fetched and pinned like a source all the same, and so it is
//! made one here: of the same address, and called as the configuration calls the component.

use super::address::repository;
use super::{Config, Kind, MinutesConfig, Place, ReleasesConfig, SourceConfig, StandardsConfig};
use crate::base::SourceName;

impl Config {
    /// The names of all components, in the configured order.
    pub fn components(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.sources.iter().flat_map(|source| &source.releases.components) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names
    }

    /// The source that is the repository of the component `name`.
    pub fn source_of_component(&self, name: &str) -> Option<&SourceConfig> {
        self.sources.iter().find(|source| source.is_repository(name))
    }

    /// The component `name`, which is no source, as one; nothing where its name is no address without a forge.
    pub fn component(&self, name: &str) -> Option<SourceConfig> {
        let url = repository(name, self.forge.as_deref()).ok()?;
        Some(SourceConfig {
            formats: Default::default(),
            name: SourceName::new(name),
            title: String::new(),
            kind: Kind::Pages,
            place: Place::Repository { url, revision: None, folder: String::new() },
            include: Vec::new(),
            exclude: Vec::new(),
            at: String::new(),
            template: None,
            minutes: MinutesConfig::default(),
            standards: StandardsConfig::default(),
            releases: ReleasesConfig::default(),
        })
    }

    /// The components that are no sources, as such.
    pub fn other_components(&self) -> Vec<SourceConfig> {
        let names = self.components().into_iter();
        let others = names.filter(|name| self.source_of_component(name).is_none());
        others.filter_map(|name| self.component(name)).collect()
    }
}

impl SourceConfig {
    /// Whether this is the repository that a component's `name` means: by its name or its address.
    pub fn is_repository(&self, name: &str) -> bool {
        let last = |url: &str| super::address::repository_name(url).to_lowercase();
        match &self.place {
            Place::Repository { url, .. } => {
                url == name
                    || self.name.as_str() == name
                    || !name.contains(['/', ':']) && last(url) == name.to_lowercase()
            }
            Place::Directory(_) => self.name.as_str() == name,
        }
    }
}
