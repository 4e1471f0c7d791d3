//! The folders that are understood without any configuration.

use crate::base::SourceName;

use super::{Config, FRAGMENTS, Kind, MinutesConfig, Place, ReleasesConfig, SourceConfig, StandardsConfig};

/// The folders of the usual layout, in the order of the navigation, and what each holds.
///
/// | folder | is |
/// |---|---|
/// | `content` | pages, at the root of the site |
/// | `content/standards` | standards, named `abc-0001-v1-some-words.md` or a part of that |
/// | `minutes` | a folder for each series, with minutes named by date |
/// | `releases` | notes of releases, named `R1.md`, `Release1.md` or `v1.2.3.md` |
pub const FOLDERS: [(&str, Kind); 4] = [
    ("content", Kind::Pages),
    ("content/standards", Kind::Standards),
    ("minutes", Kind::Minutes),
    ("releases", Kind::Releases),
];

/// The configuration of a site without `annals.yaml`.
///
/// `present` names those of [`FOLDERS`] that exist; the others are left out. `title` is what the edge knows the
/// site by: its folder, or the heading of its README.
pub fn standard(title: &str, present: &[&str]) -> Config {
    Config {
        title: title.to_owned(),
        language: "en".to_owned(),
        sources: standard_sources(present),
        editor: true,
        ..Config::default()
    }
}

/// The sources of the usual layout, as far as they exist.
pub(super) fn standard_sources(present: &[&str]) -> Vec<SourceConfig> {
    let exists = |folder: &str| present.contains(&folder);
    let found = FOLDERS.iter().filter(|(folder, _)| exists(folder));
    let mut sources: Vec<SourceConfig> = found
        .map(|&(folder, kind)| {
            let name = folder.rsplit('/').next().unwrap_or(folder);
            source(name, kind, Place::Directory(folder.to_owned()))
        })
        .collect();
    if let Some(pages) = sources.iter_mut().find(|source| source.kind == Kind::Pages) {
        pages.at = String::new();
        pages.title = "Documentation".to_owned();
        if exists("content/standards") {
            pages.exclude.push("standards/**".to_owned());
        }
    }
    sources
}

/// A source with every default filled in.
pub(super) fn source(name: &str, kind: Kind, place: Place) -> SourceConfig {
    // Note fragments are material of the next notes and no pages.
    let exclude = if kind == Kind::Releases { vec![format!("{FRAGMENTS}/**")] } else { Vec::new() };
    SourceConfig {
        name: SourceName::new(name),
        title: title_of(name),
        kind,
        place,
        include: Vec::new(),
        exclude,
        formats: Vec::new(),
        at: name.to_owned(),
        template: None,
        minutes: MinutesConfig::default(),
        standards: StandardsConfig::default(),
        releases: ReleasesConfig::default(),
    }
}

/// A title made from a name: `release-notes` is `Release notes`.
pub(super) fn title_of(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
