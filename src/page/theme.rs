//! The look of a site: templates and the files beside them.
//!
//! The default theme is built into the program. A site's own `templates/` and `static/` replace it file by
//! file, and add to it; a file of `static/` stands at the top of the site under its own path.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::OutPath;

/// Templates and static files.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Theme {
    /// Templates by name, `meeting.html`.
    pub templates: BTreeMap<String, String>,
    /// Names of the templates that the site brought itself.
    pub own: std::collections::BTreeSet<String>,
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
    "404.html", "base.html", "components.html", "folder.html", "home.html", "meeting.html", "minutes.html",
    "page.html", "release.html", "releases.html", "series.html", "standard.html", "standards.html",
);

/// The static files of the default theme.
const STATICS: &[(&str, &str)] =
    embed!(include_str, "static": "annals.css", "annals.js", "favicon.svg", "highlight.css");

impl Theme {
    /// The theme built into the program.
    pub fn embedded() -> Theme {
        let templates = TEMPLATES.iter().map(|&(name, text)| (name.to_owned(), text.to_owned())).collect();
        let statics = STATICS
            .iter()
            .filter_map(|&(name, text)| Some((OutPath::new(name).ok()?, Arc::from(text.as_bytes()))))
            .collect();
        Theme { templates, own: Default::default(), statics }
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

    /// The template of the default theme called `name`.
    pub(super) fn built_in(name: &str) -> Option<&'static str> {
        TEMPLATES.iter().find(|(known, _)| *known == name).map(|&(_, text)| text)
    }
}
