//! What a session is made from, and the names of that by which an earlier site is known to be the same.

use crate::base::{Date, Hash, Hasher};
use crate::document::excerpt;
use crate::page::Theme;
use crate::pipeline::Input;
use crate::source::{Config, File, SourceSet};

/// What a session is made from, owned.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// What the community configured.
    pub config: Config,
    /// What was read.
    pub sources: SourceSet,
    /// How it looks.
    pub theme: Theme,
    /// The day for which states are computed.
    pub day: Date,
}

impl Inputs {
    /// The hash of everything, pictures and other copied files aside: with the same, a build gives the same.
    pub fn key(&self) -> Hash {
        let texts = self.sources.sources.values().flat_map(|source| source.files.values());
        let hash = |file: &File| match file {
            File::Text(text) => Some(text.hash),
            File::Data(_) | File::Asset => None,
        };
        Hash::of_value(&(self.surroundings(), texts.filter_map(hash).collect::<Vec<_>>()))
    }

    /// The hash of everything but what those texts say that are documents of their own, each by itself.
    pub fn surroundings(&self) -> Hash {
        let mut hasher = Hasher::default();
        hasher.add(&format!("{:?} {}", self.config, self.day));
        hasher.add(&(&self.theme.templates, &self.theme.own));
        for (path, bytes) in &self.theme.statics {
            hasher.add(&(path, Hash::of(bytes)));
        }
        for (name, module) in &self.sources.modules {
            hasher.add(&(name, Hash::of(module)));
        }
        for (name, source) in &self.sources.sources {
            hasher.add(&(
                name,
                format!("{:?}", source.config),
                &source.forge,
                &source.branch,
                &source.commit,
            ));
            hasher.add(&(&source.folder, &source.others, &source.history));
            let divides = excerpt::divides(source);
            let files = source.files.iter().map(|(path, file)| match file {
                File::Text(text) => (path, "text", divides.then_some(text.hash)),
                File::Data(text) => (path, "data", Some(text.hash)),
                File::Asset => (path, "asset", None),
            });
            hasher.add(&files.collect::<Vec<_>>());
        }
        for component in self.sources.components.iter() {
            // All commits follow from the newest and from the tags.
            let newest = component.commits.first().map(|commit| &commit.id);
            hasher.add(&(&component.name, &component.forge, newest, &component.tags));
        }
        hasher.finish()
    }

    /// The same for a build.
    pub fn input(&self) -> Input<'_> {
        Input { config: &self.config, sources: &self.sources, theme: &self.theme, day: self.day }
    }
}
