//! The look of a site: templates and the files beside them.
//!
//! The default theme is built into the program. A site's own `templates/` and `static/` replace it file by
//! file, and add to it; a file of `static/` stands at the top of the site under its own path. A `static/site.css`
//! is read after the theme's own style, so that a change of a few colours does not need all the rest repeated.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::base::OutPath;

/// Templates and static files.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Theme {
    /// Templates by name, `meeting.html`.
    pub templates: BTreeMap<String, String>,
    /// Names of the templates that the site brought itself.
    pub own: BTreeSet<String>,
    /// Files that are copied as they are, by their place on the site.
    pub statics: BTreeMap<OutPath, Arc<[u8]>>,
}

/// Embeds the named files of a folder of this package.
macro_rules! embed {
    ($macro:ident, $folder:literal: $($name:literal),+ $(,)?) => {
        &[$(($name, $macro!(concat!("../../", $folder, "/", $name)))),+]
    };
}

/// The templates of the default theme.
const TEMPLATES: &[(&str, &str)] = embed!(
    include_str, "templates":
    "404.html", "actions.html", "base.html", "components.html", "decisions.html", "discussion.html", "folder.html",
    "home.html", "meeting.html", "minutes.html", "missing.html", "notes.md", "number.html", "page.html",
    "person.html", "release.html", "releases.html", "scope.html", "series.html", "standard.html", "standards.html", "status.html",
    "topic.html", "topics.html",
);

/// The static files of the default theme.
const STATICS: &[(&str, &str)] =
    embed!(include_str, "static": "annals.css", "annals.js", "favicon.svg", "highlight.css");

/// What renders pages in a browser.
const ENGINE: &str = "engine.wasm";

/// The script that loads it, and the modules beside it.
const ENGINE_SCRIPT: &str = include_str!("../../static/engine.js");

/// The editor of pages, which is fetched when somebody edits.
const EDITOR: &[(&str, &str)] = embed!(
    include_str, "static":
    "editor/blocks.js", "editor/drafts.js", "editor/editor.css", "editor/editor.js", "editor/engine.js", "editor/home.js",
    "editor/lines.js", "editor/make.js", "editor/morph.js", "editor/preview.js", "editor/problems.js", "editor/text.js",
    "editor/worker.js",
);

impl Theme {
    /// This theme with the editor and the modules for browsers by their files, so that pages can be edited.
    pub fn with_engine(mut self, modules: impl IntoIterator<Item = (&'static str, Arc<[u8]>)>) -> Theme {
        let texts = [("engine.js", ENGINE_SCRIPT)].into_iter().chain(EDITOR.iter().copied());
        let files = texts.map(|(name, text)| (name, Arc::from(text.as_bytes()))).chain(modules);
        for (path, bytes) in files.filter_map(|(name, bytes)| Some((OutPath::new(name).ok()?, bytes))) {
            self.statics.entry(path).or_insert(bytes);
        }
        self
    }

    /// The theme built into the program.
    pub fn embedded() -> Theme {
        let statics = STATICS
            .iter()
            .filter_map(|&(name, text)| Some((OutPath::new(name).ok()?, Arc::from(text.as_bytes()))))
            .collect();
        Theme { statics, ..Theme::of_templates() }
    }

    /// Its templates alone: the engine for browsers does not carry the files that stand beside it.
    pub(crate) fn of_templates() -> Theme {
        let templates = TEMPLATES.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
        Theme { templates, ..Theme::default() }
    }

    /// This theme with a site's own files in place of, and beside, those of the same name.
    pub fn overridden(
        mut self,
        templates: BTreeMap<String, String>,
        statics: BTreeMap<OutPath, Arc<[u8]>>,
    ) -> Theme {
        self.own.extend(templates.keys().cloned());
        self.templates.extend(templates);
        self.statics.extend(statics);
        self
    }

    /// Whether the engine is among the files, so that pages can be edited where they are read.
    pub fn has_editor(&self) -> bool {
        OutPath::new(ENGINE).is_ok_and(|path| self.statics.contains_key(&path))
    }

    /// The template of the default theme called `name`.
    pub(super) fn built_in(name: &str) -> Option<&'static str> {
        TEMPLATES.iter().find(|(known, _)| *known == name).map(|&(_, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A style sheet of the default theme.
    fn style(name: &str) -> &'static str {
        STATICS.iter().find(|(known, _)| *known == name).unwrap().1
    }

    /// The two colours of every custom property that a style sheet states with `light-dark`.
    fn colours(css: &'static str) -> BTreeMap<&'static str, [&'static str; 2]> {
        let property = |line: &'static str| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
            let (light, dark) = value.strip_suffix(");")?.split_once(", ")?;
            Some((name, [light, dark]))
        };
        css.lines().filter_map(property).collect()
    }

    /// How bright a colour such as `#fcfbf8` is (WCAG 2.2, "relative luminance").
    fn luminance(colour: &str) -> f64 {
        let part = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
    }

    #[test]
    fn every_colour_of_text_can_be_read_on_every_ground() {
        let theme = colours(style("annals.css"));
        let code = colours(style("highlight.css"));
        let text = ["ink", "quiet", "accent", "draft", "effective", "ended", "note", "important", "caution"];
        let text = text.map(|name| (name, theme[name]));
        assert!(code.len() >= 5);
        for (name, colour) in text.into_iter().chain(code) {
            for ground in ["paper", "shade", "wash"] {
                for scheme in 0..2 {
                    let (one, other) = (luminance(colour[scheme]), luminance(theme[ground][scheme]));
                    let contrast = (one.max(other) + 0.05) / (one.min(other) + 0.05);
                    assert!(contrast >= 4.5, "{name} on {ground}: {contrast:.2}");
                }
            }
        }
    }

    #[test]
    fn the_theme_asks_no_other_host_for_anything() {
        // A page fetches nothing by itself; the editor does, from its own site.
        let all = TEMPLATES.iter().chain(STATICS).map(|file| (file, "fetch("));
        for ((name, text), own) in all.chain(EDITOR.iter().map(|file| (file, "://"))) {
            for forbidden in [own, "@import", "url(", "//cdn", "src=\"http", "href=\"http", "innerHTML"] {
                assert!(!text.contains(forbidden), "{forbidden} in {name}");
            }
        }
    }

    #[test]
    fn the_theme_is_small() {
        let size: usize = STATICS.iter().map(|(_, text)| text.len()).sum();
        assert!(size < 38_000, "{size} bytes before compression");
    }
}
