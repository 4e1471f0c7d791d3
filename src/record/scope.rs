//! What a file of a scope says: which editions of standards a certificate or profile requires, version by version.
//!
//! Its form is that in which machines test for such certificates: versions with what each includes, the modules that
//! these name, and a timeline of states. What is not there is not needed: a list of standards is a scope as well.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_yaml::Value;

use super::{Facts, FactsKind, field};
use crate::base::yaml::{self, Node, Step};
use crate::base::{Date, Diagnostic, Location, Severity, SourcePath, Span, Warned};
use crate::code;
use crate::document::Vocabulary;
use crate::document::mention::MentionKind;
use crate::source::config::{ScopesConfig, StandardsConfig};

/// What a certificate or profile requires.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Scope {
    /// Its versions, as they stand in the file.
    pub versions: Vec<ScopeVersion>,
}

/// One version of a scope.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct ScopeVersion {
    /// `v4`; empty for a scope without versions.
    pub name: String,
    /// The day from which it is in force, where it says one itself.
    pub since: Option<Date>,
    /// Its states by the day each began, earliest first, in the words of the file; empty for the end of all states.
    pub states: Vec<(Date, String)>,
    /// What it requires.
    pub requires: Vec<Requirement>,
}

/// One thing that a version of a scope requires.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct Requirement {
    /// What it is called there.
    pub written: String,
    /// The standard that this names: its number, and its edition where one is named.
    pub standard: Option<(String, Option<String>)>,
    /// Where it is required.
    pub span: Span,
}

/// Reads the scope at `path`; `vocabulary` knows how standards are named.
pub fn scope(
    path: &SourcePath,
    text: &str,
    config: &StandardsConfig,
    vocabulary: Option<&Vocabulary>,
) -> Warned<Facts> {
    let (read, problems) = yaml::parse(text, 0);
    let located = |problem: yaml::Problem| {
        problem.diagnostic(Severity::Warning, code::FRONT_MATTER, |span| Location::span(path, span))
    };
    let mut diagnostics: Vec<Diagnostic> = problems.into_iter().map(located).collect();
    let keys = &config.scopes;
    let file = File { value: &read.value, node: &read.node, keys, vocabulary };
    let scope = Scope { versions: file.versions() };
    if diagnostics.is_empty() && scope.versions.iter().all(|version| version.requires.is_empty()) {
        let message = format!("`{}` names nothing that it requires", path.path.file_name());
        let hint = format!("list standards under `{}`, or say what the key is called", keys.key("include"));
        let problem = config.rules.violation(code::SCOPE_FILE, message);
        diagnostics.extend(problem.map(|problem| problem.at(Location::file(path)).hint(hint)));
    }
    let title = field::text(&read.value, keys.key("name"));
    let facts = Facts {
        title: title.unwrap_or_else(|| super::title::readable(path.path.stem())),
        description: field::text(&read.value, "description").unwrap_or_default(),
        kind: FactsKind::Scope(scope),
        ..Facts::default()
    };
    Warned { value: facts, diagnostics }
}

/// A file of a scope.
struct File<'a> {
    /// What it says.
    value: &'a Value,
    /// Where that stands.
    node: &'a Node,
    /// What its keys are called.
    keys: &'a ScopesConfig,
    /// How standards are named.
    vocabulary: Option<&'a Vocabulary>,
}

impl File<'_> {
    /// Its versions with their states.
    fn versions(&self) -> Vec<ScopeVersion> {
        let modules = self.modules();
        let key = self.keys.key("versions");
        let node = self.node.child(key);
        let mut versions: Vec<ScopeVersion> = match self.value.get(key) {
            Some(Value::Sequence(list)) => {
                let entries = list.iter().enumerate();
                entries.map(|(at, value)| self.version(None, value, node.child(at), &modules)).collect()
            }
            Some(Value::Mapping(map)) => map
                .iter()
                .filter_map(|(name, value)| {
                    let name = name.as_str()?;
                    Some(self.version(Some(name), value, node.child(name), &modules))
                })
                .collect(),
            _ => vec![self.version(Some(""), self.value, self.node, &modules)],
        };
        let timeline = self.timeline();
        for version in &mut versions {
            for (date, states) in &timeline {
                let state = states.get(&version.name).map_or("", String::as_str);
                let last = version.states.last().map_or("", |(_, state)| state.as_str());
                if state != last {
                    version.states.push((*date, state.to_owned()));
                }
            }
        }
        versions
    }

    /// One version: a mapping, or the list of what it requires.
    fn version(
        &self,
        name: Option<&str>,
        value: &Value,
        node: &Node,
        modules: &BTreeMap<String, Module>,
    ) -> ScopeVersion {
        let include = self.keys.key("include");
        let (list, node) = match value {
            Value::Sequence(list) => (Some(list), node),
            _ => (value.get(include).and_then(Value::as_sequence), node.child(include)),
        };
        let entries = list.into_iter().flatten().enumerate();
        let requires = entries.filter_map(|(at, entry)| {
            let text = |key: &str| field::text(entry, key);
            let written = match entry {
                Value::String(text) => text.trim().to_owned(),
                _ => text("ref").or_else(|| text("id")).or_else(|| text("standard"))?,
            };
            let own = self.standard([written.as_str()].into_iter());
            let standard = own.or_else(|| modules.get(&written)?.standard.clone());
            Some(Requirement { standard, written, span: node.child(Step::Index(at)).span })
        });
        ScopeVersion {
            requires: requires.collect(),
            name: name
                .map_or_else(|| field::text(value, self.keys.key("version")), |name| Some(name.to_owned()))
                .unwrap_or_default(),
            since: field::date(value, self.keys.key("since")),
            states: Vec::new(),
        }
    }

    /// The modules by id: what versions may require by a name that is not that of a standard.
    fn modules(&self) -> BTreeMap<String, Module> {
        let list = self.value.get(self.keys.key("modules")).and_then(Value::as_sequence);
        let module = |value: &Value| {
            let texts = ["name", "title", "url"].map(|key| field::text(value, key));
            let standard = self.standard(texts.iter().flatten().map(String::as_str));
            Some((field::text(value, "id")?, Module { standard }))
        };
        list.into_iter().flatten().filter_map(module).collect()
    }

    /// The states of all versions by day, earliest first.
    fn timeline(&self) -> BTreeMap<Date, BTreeMap<String, String>> {
        let list = self.value.get(self.keys.key("timeline")).and_then(Value::as_sequence);
        let entry = |value: &Value| {
            let states = value.get(self.keys.key("versions")).and_then(Value::as_mapping);
            let states = states.into_iter().flatten();
            let states = states.filter_map(|(name, state)| {
                Some((name.as_str()?.to_owned(), state.as_str()?.trim().to_owned()))
            });
            Some((field::date(value, "date")?, states.collect()))
        };
        list.into_iter().flatten().filter_map(entry).collect()
    }

    /// The first standard that one of `texts` names.
    fn standard<'t>(&self, mut texts: impl Iterator<Item = &'t str>) -> Option<(String, Option<String>)> {
        texts.find_map(|text| {
            let named = self.vocabulary?.find(text, 0).into_iter();
            named.into_iter().find_map(|mention| match mention.kind {
                MentionKind::Standard { number, edition } => Some((number, edition)),
                _ => None,
            })
        })
    }
}

/// What stands under a name that versions may require.
#[derive(Debug)]
struct Module {
    /// The standard that it is about.
    standard: Option<(String, Option<String>)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{RelPath, SourceName};
    use crate::document::mention::{StandardTerms, Terms};

    /// Reads a scope as one line for each version: name, day, states, and what is required.
    #[track_caller]
    fn check(text: &str, keys: &[(&str, &str)], expected: &[&str]) {
        let standards = vec![StandardTerms { id: "abc-{number:4}".to_owned(), ..StandardTerms::default() }];
        let vocabulary = Vocabulary::new(&Terms { standards, ..Terms::default() });
        let mut config = StandardsConfig::default();
        config.scopes.keys = keys.iter().map(|(own, key)| ((*own).into(), (*key).into())).collect();
        let path = SourcePath::new(&SourceName::new("s"), &RelPath::new("scopes/cloud.yaml").unwrap());
        let read = scope(&path, text, &config, Some(&vocabulary));
        let FactsKind::Scope(scope) = &read.value.kind else { panic!("no scope") };
        let mut found: Vec<String> = scope.versions.iter().map(line).collect();
        found.extend(read.diagnostics.into_iter().map(|problem| problem.message));
        assert_eq!(found, expected, "{text}");
    }

    /// One version as a line.
    fn line(version: &ScopeVersion) -> String {
        let mut line = version.name.clone();
        line.extend(version.since.map(|day| format!(" since {day}")));
        line.extend(version.states.iter().map(|(day, state)| format!(" {day} {state}")));
        line.push(':');
        for requirement in &version.requires {
            line.push_str(&match &requirement.standard {
                Some((number, Some(edition))) => format!(" {number}-{edition}"),
                Some((number, None)) => format!(" {number}"),
                None => format!(" ?{}", requirement.written),
            });
        }
        line
    }

    #[test]
    fn versions_name_standards_or_modules_that_do() {
        let text = "\
name: Cloud
modules:
  - { id: power, name: 'abc-0012-v1: Power' }
  - { id: noise, url: 'https://docs.example.org/abc-0013-v2-noise#tests' }
  - { id: rest }
versions:
  - version: v2
    include: [power, abc-0014-v1-3, {ref: noise, parameters: {a: b}}, rest, abc-0015]
  - version: v1
    stabilized_at: 2024-02-01
    include: [power]
";
        check(
            text,
            &[],
            &["v2: abc-0012-v1 abc-0014-v1 abc-0013-v2 ?rest abc-0015", "v1 since 2024-02-01: abc-0012-v1"],
        );
    }

    #[test]
    fn a_timeline_gives_states_until_it_no_longer_names_the_version() {
        let text = "\
versions: [{version: v1, include: [abc-0012-v1]}, {version: v2, include: [abc-0012-v2]}]
timeline:
  - { date: 2025-01-01, versions: { v2: effective } }
  - { date: 2024-06-01, versions: { v1: warn, v2: effective } }
  - { date: 2024-02-01, versions: { v1: effective } }
";
        check(
            text,
            &[],
            &[
                "v1 2024-02-01 effective 2024-06-01 warn 2025-01-01 : abc-0012-v1",
                "v2 2024-06-01 effective: abc-0012-v2",
            ],
        );
    }

    #[test]
    fn the_shape_is_the_communitys() {
        check("include: [abc-0012-v1, abc-0013-v1]", &[], &[": abc-0012-v1 abc-0013-v1"]);
        check(
            "versions: { a: [abc-0012-v1], b: { include: [abc-0013] } }",
            &[],
            &["a: abc-0012-v1", "b: abc-0013"],
        );
        let keys = [("versions", "levels"), ("version", "level"), ("include", "needs"), ("since", "from")];
        check(
            "levels: [{level: gold, from: 2024-01-01, needs: [abc-0012-v1]}]",
            &keys,
            &["gold since 2024-01-01: abc-0012-v1"],
        );
    }

    #[test]
    fn what_requires_nothing_is_told() {
        check("name: x", &[], &[":", "`cloud.yaml` names nothing that it requires"]);
        check(
            "versions: [",
            &[],
            &["not valid YAML: while parsing a node, did not find expected node content"],
        );
        check("- a", &[], &[": ?a"]);
    }
}
