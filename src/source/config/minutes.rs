//! How minutes are understood.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::date::{DatePlace, DateRule};
use super::{Glob, Pattern};
use crate::base::{RelPath, SourceName};
use crate::source::items::ItemRules;

/// How the minutes of a source are understood.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct MinutesConfig {
    /// Which series a file belongs to: a pattern on the beginning of its path, with `{dir}` or `{series}`.
    pub series: Pattern,
    /// Titles of series, where the generated one will not do: `iaas` is `Team IaaS`.
    pub titles: BTreeMap<String, String>,
    /// Other names of series in texts, and the series each means.
    pub aliases: BTreeMap<String, String>,
    /// Which series a series continues.
    pub succeeds: BTreeMap<String, Vec<String>>,
    /// The source of minutes whose series these are, by name; without it, a series of this source is another body than
    /// one of the same name in another source.
    pub joins: Option<SourceName>,
    /// What sort of body meets, by series or glob on its name; ask [`MinutesConfig::body`].
    pub bodies: Vec<(Glob, String)>,
    /// Which files are of a sort of their own: `*-slides.md` are `slides`. Ask [`MinutesConfig::sort`].
    pub sorts: Vec<(Glob, String)>,
    /// What slide decks are, by body: in a `weekly` they are `slides`, elsewhere they are like other minutes.
    pub decks: BTreeMap<String, String>,
    /// Files among the minutes that record no meeting.
    pub documents: Vec<Glob>,
    /// Where the date of a meeting stands; the first place with a date wins.
    pub dates: Vec<DateRule>,
    /// How the days are written that headings are, with each of which a meeting begins that stands in one file with
    /// others.
    pub sections: Option<DateRule>,
    /// By which words decisions, actions and the facts of a meeting are told.
    pub items: ItemRules,
}

/// The defaults, made once: their expressions take longer to compile than a configuration takes to read.
static DEFAULT: LazyLock<MinutesConfig> = LazyLock::new(MinutesConfig::standard);

impl Default for MinutesConfig {
    fn default() -> MinutesConfig {
        DEFAULT.clone()
    }
}

impl MinutesConfig {
    /// What is understood without configuration.
    fn standard() -> MinutesConfig {
        let names = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|&(key, value)| (key.to_owned(), value.to_owned())).collect::<BTreeMap<_, _>>()
        };
        let globs = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|&(glob, word)| (known_glob(glob), word.to_owned())).collect::<Vec<_>>()
        };
        let sorts = [
            ("*-slides.md", "slides"),
            ("*-overflow.md", "overflow"),
            ("*-special.md", "special"),
            ("*-workshop.md", "workshop"),
            ("*-breakout.md", "breakout"),
            ("template.md", "template"),
            ("/README.md", "readme"),
        ];
        MinutesConfig {
            series: Pattern::known("{dir}"),
            titles: BTreeMap::new(),
            aliases: BTreeMap::new(),
            succeeds: BTreeMap::new(),
            joins: None,
            bodies: globs(&[
                ("*", "team"),
                ("sig-*", "sig"),
                ("board", "board"),
                ("*-board", "board"),
                ("weekly", "weekly"),
                ("hackathon*", "hackathon"),
            ]),
            sorts: globs(&sorts),
            decks: names(&[("weekly", "slides")]),
            documents: [known_glob("README.md"), known_glob("template.md")].into(),
            dates: default_dates(),
            sections: None,
            items: ItemRules::default(),
        }
    }
}

/// A glob of ours, which is known to be one.
fn known_glob(text: &str) -> Glob {
    Glob::new(text).expect("a default glob is valid, as a test makes sure")
}

/// File name, folder, heading, front matter: where a date stands most often, the most reliable place first.
pub(super) fn default_dates() -> Vec<DateRule> {
    [DatePlace::Name, DatePlace::Folder, DatePlace::Heading, DatePlace::FrontMatter("date".to_owned())]
        .map(|place| DateRule::known(place, None))
        .into()
}

impl MinutesConfig {
    /// The series of the file `path`; nothing for a file in no series.
    pub fn series_of(&self, path: &RelPath) -> Option<String> {
        let pattern = self.series.as_str();
        if !pattern.contains('{') {
            return Some(pattern.to_owned());
        }
        // The pattern describes whole segments from the root on, the file itself last.
        let count = pattern.split('/').count();
        let segments: Vec<&str> = path.segments().collect();
        let is_folder = self.series.fields().last() == Some(&"dir") && pattern.ends_with('}');
        if segments.len() < count + usize::from(is_folder) {
            return None;
        }
        let fields = self.series.matches(&segments[..count].join("/"))?;
        fields.get("series").or_else(|| fields.get("dir")).map(str::to_owned)
    }

    /// What sort of body `series` is: its own entry, or that of the longest glob that matches, or `team`.
    pub fn body(&self, series: &str) -> &str {
        let rank = |glob: &Glob| (glob.as_str() == series, glob.as_str().len());
        let matching = self.bodies.iter().filter(|(glob, _)| glob.matches_name(series));
        matching.max_by_key(|(glob, _)| rank(glob)).map_or("team", |(_, body)| body)
    }

    /// What sort of record the file `path` of `series` is; `is_deck` when its front matter says that it is
    /// slides.
    pub fn sort(&self, path: &RelPath, series: Option<&str>, is_deck: bool) -> &str {
        if let Some((_, sort)) = self.sorts.iter().find(|(glob, _)| glob.matches(path)) {
            return sort;
        }
        if !self.is_meeting(path) {
            return "document";
        }
        let Some(series) = series else { return "document" };
        let body = self.body(series);
        match self.decks.get(body) {
            Some(sort) if is_deck => sort,
            _ => body,
        }
    }

    /// Whether the file `path` may record a meeting.
    pub fn is_meeting(&self, path: &RelPath) -> bool {
        !self.documents.iter().any(|glob| glob.matches(path))
    }
}
