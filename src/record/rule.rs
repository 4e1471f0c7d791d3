//! The rules that one standard can break by itself: its metadata, its file's name, its sections.
//!
//! What they compare with is data: [`Rules`](crate::source::config::Rules). What depends on other editions, or on the
//! day, is the business of [`crate::link`].

use serde_yaml::Value;

use super::standard::{SUPPLEMENTS, Standard};
use super::{Parsed, at, field};
use crate::base::nearest::nearest;
use crate::base::{Code, Diagnostic, Span};
use crate::code;
use crate::document::FrontMatter;
use crate::source::config::{StandardsConfig, plain_word, status};

/// One standard, and what is found wrong with it.
struct Check<'a> {
    /// The file.
    file: &'a Parsed<'a>,
    /// How it is understood, and what it is held to.
    config: &'a StandardsConfig,
    /// What it says.
    standard: &'a Standard,
    /// Its metadata; null where there is none.
    front: &'a Value,
    /// What is wrong.
    found: Vec<Diagnostic>,
}

/// Holds one standard to the rules: `said` is its metadata, `slug` the words of its file's name.
pub(super) fn check(
    file: &Parsed,
    said: Option<&FrontMatter>,
    config: &StandardsConfig,
    standard: &Standard,
    slug: Option<&str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let front = said.map_or(&Value::Null, |said| &said.value);
    let mut check = Check { file, config, standard, front, found: Vec::new() };
    check.mark();
    check.name(slug);
    check.sections();
    if said.is_none() {
        check.bare();
    } else {
        check.keys();
        check.values();
        check.dates();
        check.lists();
        check.supplement();
    }
    diagnostics.append(&mut check.found);
}

impl Check<'_> {
    /// Notes a violation at `span`; nothing where the rule is switched off.
    fn wrong(&mut self, code: Code, span: Span, message: String, hint: String) {
        if let Some(diagnostic) = self.config.rules.violation(code, message) {
            self.found.push(at(diagnostic, self.file, Some(span)).hint(hint));
        }
    }

    /// Nothing invisible in front of the metadata.
    fn mark(&mut self) {
        if self.file.text.starts_with('\u{feff}') {
            let message = "a byte order mark stands in front of the metadata".to_owned();
            let hint =
                "save the file as UTF-8 without it: many programs see no metadata behind it".to_owned();
            self.wrong(code::BYTE_ORDER_MARK, Span::new(0, '\u{feff}'.len_utf8()), message, hint);
        }
    }

    /// Metadata, where some is needed; what is there and cannot be read was told when it was read.
    fn bare(&mut self) {
        let text = self.file.text.trim_start_matches('\u{feff}');
        if self.config.rules.required.is_empty() || text.starts_with("---") || text.starts_with("+++") {
            return;
        }
        let keys = self.config.rules.required.iter().map(|name| self.config.metadata.key(name));
        let hint = format!("begin the file with front matter: {}", list(&keys.collect::<Vec<_>>()));
        let message = format!("`{}` has no metadata", self.standard.id());
        self.wrong(code::MISSING_KEY, Span::default(), message, hint);
    }

    /// The name of the file: its words, and the number of its track.
    fn name(&mut self, slug: Option<&str>) {
        let rules = &self.config.rules;
        if let (Some(slug), Some(rule)) = (slug, &rules.slug)
            && !rule.matches(slug)
        {
            let message = format!("`{slug}` in the name of the file breaks the rule for words");
            let fold = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
            let folded: String = slug.chars().map(fold).collect();
            let hint = match rule.matches(&folded) {
                true => format!("`{folded}` keeps it; a name that is in use already is better left as it is"),
                false => "see `slug` under `rules` in the configuration".to_owned(),
            };
            self.wrong(code::STANDARD_SLUG, self.standard.places.head, message, hint);
        }
        let Some(track) = &self.standard.track else { return };
        let of_track = rules.tracks.iter().find(|(name, _)| is_word(track, name));
        let Some((track, beginning)) = of_track else { return };
        if !self.standard.number.starts_with(beginning.as_str()) {
            let message = format!("`{}` is no number of track `{track}`", self.standard.number);
            let hint =
                format!("numbers of that track begin with `{beginning}`; correct the number or the track");
            self.wrong(code::TRACK_NUMBER, self.standard.places.value("track", 0), message, hint);
        }
    }

    /// No key that nobody knows, and each that is needed.
    fn keys(&mut self) {
        let config = self.config;
        let (rules, names) = (&config.rules, config.metadata.names());
        let present: Vec<&str> = self
            .front
            .as_mapping()
            .into_iter()
            .flat_map(|map| map.keys())
            .filter_map(Value::as_str)
            .collect();
        let known: Vec<&str> = match rules.keys.is_empty() {
            true => names.keys().copied().collect(),
            false => rules.keys.iter().map(String::as_str).collect(),
        };
        for key in present.iter().filter(|key| !known.contains(key)) {
            // A slip of a key that is there as well is none.
            let meant = nearest(key, known.iter().copied().filter(|known| !present.contains(known)));
            let hint = match meant {
                Some(meant) => format!("did you mean `{meant}`?"),
                None if rules.keys.is_empty() => continue,
                None => "remove it, or list it in `keys` under `rules` in the configuration".to_owned(),
            };
            let name = names.get(key).copied().unwrap_or(key);
            let span = self.standard.places.key(name);
            self.wrong(code::UNKNOWN_KEY, span, format!("unknown key `{key}` in the metadata"), hint);
        }
        for name in &rules.required {
            let key = config.metadata.key(name);
            let is_there = self.front.get(key).is_some_and(|value| !value.is_null());
            let is_needless = name == "status" && self.standard.is_supplement();
            if !is_there && !is_needless {
                let hint = format!("add `{key}: …` to the metadata");
                self.wrong(code::MISSING_KEY, self.standard.places.head, format!("no `{key}`"), hint);
            }
        }
        let description = config.metadata.description.as_str();
        // A row of a table has no room for one.
        if self.file.excerpt.is_none() && field::text(self.front, description).is_none() {
            let hint = format!("add `{description}: …`, one sentence that overviews can show");
            let message = format!("`{}` has no description", self.standard.id());
            self.wrong(code::MISSING_DESCRIPTION, self.standard.places.head, message, hint);
        }
    }

    /// Type, track and status are words that the community knows.
    fn values(&mut self) {
        let config = self.config;
        let (rules, standard) = (&config.rules, self.standard);
        let types: Vec<&str> = rules.types.iter().map(String::as_str).collect();
        let tracks: Vec<&str> = rules.tracks.keys().map(String::as_str).collect();
        let states: Vec<&str> =
            config.states.iter().flat_map(|state| &state.words).map(String::as_str).collect();
        let values = [
            ("type", Some(&standard.sort), types),
            ("track", standard.track.as_ref(), tracks),
            ("status", standard.status.as_ref(), states),
        ];
        for (name, value, known) in values {
            let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
            if known.is_empty() || known.iter().any(|word| is_word(value, word)) {
                continue;
            }
            let hint = match nearest(plain_word(value), known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("known are {}", list(&known)),
            };
            let message = format!("unknown {name} `{value}`");
            self.wrong(code::UNKNOWN_VALUE, standard.places.value(name, 0), message, hint);
        }
    }

    /// Dates are days, are there when the status needs them, and come in order.
    fn dates(&mut self) {
        let (config, standard) = (self.config, self.standard);
        for (name, key) in &config.metadata.dates {
            let value = self.front.get(key.as_str()).filter(|value| !value.is_null());
            if value.is_some() && !standard.dates.contains_key(name) {
                let message = format!("`{key}` is no day of the calendar");
                let hint = format!("write it as in `{key}: 2024-03-20`");
                self.wrong(code::INVALID_DATE, standard.places.value(name, 0), message, hint);
            }
        }
        let value = standard.status.as_deref().unwrap_or_default();
        let needed = config.rules.dates.iter().max_by_key(|(word, _)| status::begins(value, word));
        let needed = needed.filter(|(word, _)| is_word(value, word));
        for name in needed.into_iter().flat_map(|(_, names)| names) {
            let key = config.metadata.key(name);
            // What is there and no date was told above.
            if self.front.get(key).is_none_or(Value::is_null) {
                let message = format!("status `{value}` needs `{key}`");
                let hint = format!("add `{key}:` with the day");
                self.wrong(code::MISSING_DATE, standard.places.value("status", 0), message, hint);
            }
        }
        let dated = config.rules.order.iter().filter_map(|name| Some((name, *standard.dates.get(name)?)));
        let dated: Vec<_> = dated.collect();
        for pair in dated.windows(2) {
            let [(first, begin), (second, end)] = pair else { continue };
            if end < begin {
                let (first, second_key) = (config.metadata.key(first), config.metadata.key(second));
                let message = format!("`{second_key}` ({end}) is before `{first}` ({begin})");
                let hint = "correct one of the two".to_owned();
                self.wrong(code::DATE_ORDER, standard.places.value(second, 0), message, hint);
            }
        }
    }

    /// Relations that are lists are written as lists.
    fn lists(&mut self) {
        for name in &self.config.rules.lists {
            let key = self.config.metadata.key(name);
            let Some(value) = field::text(self.front, key) else { continue };
            let message = format!("`{key}` is one name where a list is wanted");
            let hint = format!("write `{key}: [{value}]`");
            self.wrong(code::RELATION_LIST, self.standard.places.value(name, 0), message, hint);
        }
    }

    /// A supplement has no state of its own, and belongs to something.
    fn supplement(&mut self) {
        let (config, standard) = (self.config, self.standard);
        if !standard.is_supplement() {
            return;
        }
        let own = standard.status.iter().map(|_| "status");
        for name in own.chain(standard.dates.keys().map(String::as_str)) {
            let key = config.metadata.key(name);
            let message = format!("a supplement has no `{key}`");
            let hint = "remove it: a supplement binds nobody, and may change at any time".to_owned();
            self.wrong(code::SUPPLEMENT_STATUS, standard.places.key(name), message, hint);
        }
        if !standard.relations.contains_key(SUPPLEMENTS) {
            let key = config.metadata.key(SUPPLEMENTS);
            let message = format!("`{}` does not say what it supplements", standard.id());
            let hint = format!("add `{key}:` with a list of the files that it belongs to");
            self.wrong(code::SUPPLEMENT_SUBJECT, standard.places.key(SUPPLEMENTS), message, hint);
        }
    }

    /// The sections that the type needs.
    fn sections(&mut self) {
        let standard = self.standard;
        let needed = self.config.rules.sections.iter().find(|(sort, _)| is_word(&standard.sort, sort));
        for names in needed.into_iter().flat_map(|(_, sections)| sections) {
            let has =
                |name: &String| self.file.document.outline.iter().any(|heading| begins(&heading.text, name));
            if names.iter().any(has) {
                continue;
            }
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let message = format!("no section {}", list(&names));
            let hint = format!("a {} needs one", standard.sort);
            self.wrong(code::MISSING_SECTION, standard.places.head, message, hint);
        }
    }
}

/// Whether `value` is `word`, letter case and decoration aside.
fn is_word(value: &str, word: &str) -> bool {
    status::begins(value, word).is_some()
}

/// Whether a heading begins with the words `name`; what numbers it does not count.
fn begins(heading: &str, name: &str) -> bool {
    let heading = heading.trim_start_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    let rest = heading.strip_prefix(&name.to_lowercase());
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

/// Names in backticks, joined by commas.
fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
