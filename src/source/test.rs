//! Configurations for tests.

use super::config::{Kind, MinutesConfig, Place, ReleasesConfig, SourceConfig, StandardsConfig};
use crate::base::SourceName;

/// A source of pages called `name`, read from the directory `folder`.
pub(crate) fn source(name: &str, folder: &str) -> SourceConfig {
    SourceConfig {
        name: SourceName::new(name),
        title: String::new(),
        kind: Kind::Pages,
        place: Place::Directory(folder.to_owned()),
        include: Vec::new(),
        exclude: Vec::new(),
        formats: Vec::new(),
        at: String::new(),
        template: None,
        minutes: MinutesConfig::default(),
        standards: StandardsConfig::default(),
        releases: ReleasesConfig::default(),
    }
}
