//! What the sources of each kind say beside where they are, checked.

use std::collections::{BTreeMap, BTreeSet};

use super::address::repository;
use super::check::Checker;
use super::wire::{Many, WireMetadata, WireSource};
use super::{MinutesConfig, Pattern, ReleasesConfig, StandardsConfig, State};
use crate::base::nearest::nearest;
use crate::base::yaml::Node;
use crate::base::{SourceName, Span};

/// How many predecessors of a series are followed in the search for circles.
const MAX_SUCCESSION: usize = 100;

/// Whether an entry of `include` has a placeholder; `{a,b}` is a choice of a glob.
pub(super) fn is_pattern(text: &str) -> bool {
    text.split('{').skip(1).any(|behind| behind.split('}').next().is_some_and(|inside| !inside.contains(',')))
}

impl Checker {
    /// How minutes are understood.
    pub(super) fn minutes(&mut self, wire: WireSource, node: &Node) -> MinutesConfig {
        let mut config = MinutesConfig::default();
        if let Some(series) = wire.series {
            let span = node.child("series").span;
            if let Some(pattern) = self.pattern(&series, span) {
                let fields = pattern.fields();
                if series.is_empty()
                    || !fields.is_empty() && !fields.iter().any(|f| matches!(*f, "dir" | "series"))
                {
                    let hint = "use `{dir}` or `{series}`, or the name of the only series";
                    self.wrong(span, format!("`{series}` gives no series"), hint);
                } else {
                    config.series = pattern;
                }
            }
        }
        config.titles = wire.titles;
        config.joins = wire.joins.map(|name| SourceName::new(&name));
        config.aliases = self.aliases(wire.aliases, node.child("aliases"));
        config.succeeds = self.succession(wire.succeeds, node.child("succeeds"));
        let entries = node.child("bodies").entries();
        for (body, sort) in wire.bodies {
            let span = entries.get(body.as_str()).copied().unwrap_or(node).key_or_value();
            if let Some(glob) = self.glob(&body, span) {
                config.bodies.retain(|(known, _)| *known != glob);
                config.bodies.push((glob, sort));
            }
        }
        let mut sorts = Vec::new();
        let entries = node.child("sorts").entries();
        for (glob, sort) in wire.sorts {
            let span = entries.get(glob.as_str()).copied().unwrap_or(node).key_or_value();
            sorts.extend(self.glob(&glob, span).map(|glob| (glob, sort)));
        }
        // The more a glob says the sooner it counts, and what a community says comes before what is usual.
        sorts.sort_by_key(|(glob, _)| std::cmp::Reverse(glob.as_str().len()));
        sorts.append(&mut config.sorts);
        config.sorts = sorts;
        config.decks.extend(wire.decks);
        let documents = self.glob_list(wire.documents, node.child("documents"));
        config.documents.extend(documents);
        let months = self.months(wire.months, node.child("months"));
        if let Some(dates) = wire.dates {
            config.dates = self.dates(dates, node.child("dates"), &months);
        }
        let sections = wire.id.and_then(|id| self.day_section(id, node.child("id")));
        config.sections = sections.map(|rule| rule.with_months(&months));
        let told = &mut |span: Span, message: String, hint: &str| self.wrong(span, message, hint);
        wire.decisions.apply(&mut config.items.decisions, node.child("decisions"), told);
        wire.actions.apply(&mut config.items.actions, node.child("actions"), told);
        wire.meetings.apply(&mut config.items.meetings, node.child("meetings"), told);
        config
    }

    /// Other names of series, none of which stands for another one.
    fn aliases(&mut self, aliases: BTreeMap<String, String>, node: &Node) -> BTreeMap<String, String> {
        let entries = node.entries();
        for (alias, series) in &aliases {
            if let Some(meant) = aliases.get(series).filter(|meant| *meant != series) {
                let span = entries.get(alias.as_str()).copied().unwrap_or(node).span;
                let message = format!("`{series}` is an alias itself");
                self.wrong(span, message, format!("write the series that it means: `{meant}`"));
            }
        }
        aliases
    }

    /// Which series continues which, without circles.
    fn succession(&mut self, succeeds: BTreeMap<String, Many>, node: &Node) -> BTreeMap<String, Vec<String>> {
        let succeeds: BTreeMap<String, Vec<String>> =
            succeeds.into_iter().map(|(new, old)| (new, old.0)).collect();
        for (series, before) in &succeeds {
            let mut open: Vec<&String> = before.iter().collect();
            let mut seen: BTreeSet<&String> = BTreeSet::new();
            while let (Some(older), true) = (open.pop(), seen.len() < MAX_SUCCESSION) {
                if older == series {
                    let span = node.child(series.as_str()).key_or_value();
                    let message = format!("`{series}` would continue itself");
                    self.wrong(span, message, "a series continues older ones only");
                    break;
                }
                if seen.insert(older) {
                    open.extend(succeeds.get(older).into_iter().flatten());
                }
            }
        }
        succeeds
    }

    /// How standards are understood.
    pub(super) fn standards(&mut self, wire: WireSource, node: &Node) -> StandardsConfig {
        let mut config = StandardsConfig::default();
        let id = wire.id.and_then(|id| self.id_place(id, node.child("id"), "{number}"));
        if let Some((place, id, span)) = id {
            if id.fields().contains(&"number") {
                config.called = id.number_alone().unwrap_or(config.called);
                (config.id, config.id_place) = (id, place);
            } else {
                self.wrong(span, format!("`{id}` gives no number"), "add `{number}` or `{number:4}`");
            }
        }
        if let Some(called) = wire.called {
            let span = node.child("called").span;
            if let Some(pattern) = self.pattern(&called, span) {
                let known = config.id.fields();
                match pattern.fields().into_iter().find(|field| !known.contains(field)) {
                    Some(field) => {
                        let hint = format!("known here: `{{{}}}`", known.join("}`, `{"));
                        self.wrong(span, format!("`{{{field}}}` stands nowhere in `id`"), hint);
                    }
                    None if pattern.fields().contains(&"number") => {
                        (config.called, config.bare_number) = (pattern, true);
                    }
                    None => {
                        let hint = "add `{number}` or `{number:4}`";
                        self.wrong(span, format!("`{called}` gives no number"), hint);
                    }
                }
            }
        }
        config.default_status = wire.default_status;
        if !wire.states.is_empty() {
            config.states = self.states(wire.states, node.child("states"));
        }
        config.documents = self.glob_list(wire.documents, node.child("documents"));
        config.rules = self.rules(wire.rules, node.child("rules"));
        config.scopes = self.scopes(wire.scopes, node.child("scopes"));
        let WireMetadata { title, sort, status, track, description, dates, relations, .. } = wire.metadata;
        let (nodes, formats) = (node.child("metadata"), wire.metadata.date_formats.0);
        config.metadata.date_formats = self.date_formats(&formats, nodes.child("date_formats"));
        let months = self.months(wire.metadata.months, nodes.child("months"));
        for rule in &mut config.metadata.date_formats {
            *rule = rule.clone().with_months(&months);
        }
        if let Some(from) = wire.metadata.from {
            config.metadata.from = self.metadata_places(from, nodes.child("from"));
        }
        let metadata = &mut config.metadata;
        metadata.axes = wire.metadata.axes;
        metadata.title = title.unwrap_or(std::mem::take(&mut metadata.title));
        metadata.sort = sort.unwrap_or(std::mem::take(&mut metadata.sort));
        metadata.status = status.unwrap_or(std::mem::take(&mut metadata.status));
        metadata.track = track.unwrap_or(std::mem::take(&mut metadata.track));
        metadata.description = description.unwrap_or(std::mem::take(&mut metadata.description));
        metadata.dates = dates.unwrap_or(std::mem::take(&mut metadata.dates));
        metadata.relations = relations.unwrap_or(std::mem::take(&mut metadata.relations));
        config
    }

    /// The states in the order of the text, no word meaning two of them.
    fn states(&mut self, mut states: BTreeMap<String, Many>, node: &Node) -> Vec<State> {
        let mut ordered: Vec<State> = Vec::new();
        let mut meanings: BTreeMap<String, String> = BTreeMap::new();
        for (step, node) in &node.children {
            let Some((name, words)) = states.remove_entry(step.to_string().as_str()) else { continue };
            for (at, word) in words.0.iter().enumerate() {
                if let Some(other) = meanings.insert(word.to_lowercase(), name.clone()) {
                    let message = format!("`{word}` means `{other}` already");
                    self.wrong(node.child(at).span, message, "list each word once");
                }
            }
            ordered.push(State { name, words: words.0 });
        }
        ordered
    }

    /// How release notes are understood; `include` may hold patterns.
    pub(super) fn releases(&mut self, wire: WireSource, node: &Node, include: &[String]) -> ReleasesConfig {
        let mut config = ReleasesConfig::default();
        let patterns: Vec<Pattern> = include
            .iter()
            .filter(|text| is_pattern(text))
            .filter_map(|text| Pattern::new(text).ok())
            .collect();
        if !patterns.is_empty() {
            config.files = patterns;
        }
        if let Some((place, id, _)) =
            wire.id.and_then(|id| self.id_place(id, node.child("id"), "[v]{version}"))
        {
            (config.id, config.id_place) = (Some(id), place);
        }
        config.window = wire.window.map(|window| (window.after, window.until));
        let name_key = if node.get(&"release".into()).is_some() { "release" } else { "name" };
        for (text, key) in [(wire.release, name_key), (wire.version, "version")] {
            let Some(text) = text else { continue };
            let span = node.child(key).span;
            let Some(pattern) = self.pattern(&text, span) else { continue };
            let known: Vec<&str> = config.files.iter().chain(&config.id).flat_map(Pattern::fields).collect();
            if let Some(field) = pattern.fields().into_iter().find(|field| !known.contains(field)) {
                let message = format!("`{{{field}}}` stands in no pattern of `include`");
                let hint = match nearest(field, known.iter().copied()) {
                    Some(meant) => format!("did you mean `{{{meant}}}`?"),
                    None => format!("add it there, such as `include: [\"Release{{{field}}}.md\"]`"),
                };
                self.wrong(span, message, hint);
                continue;
            }
            match key {
                "version" => config.version = pattern,
                _ => config.name = pattern,
            }
        }
        for (at, name) in wire.components.0.iter().enumerate() {
            if repository(name, Some("https://forge.invalid/owner")).is_err() {
                let hint = "write the name of a repository on the `forge`, or its address";
                self.wrong(
                    node.child("components").child(at).span,
                    format!("`{name}` is no repository"),
                    hint,
                );
            }
        }
        config.components = wire.components.0;
        if let Some(dates) = wire.dates {
            let months = self.months(wire.months, node.child("months"));
            config.dates = self.dates(dates, node.child("dates"), &months);
        }
        config
    }
}
