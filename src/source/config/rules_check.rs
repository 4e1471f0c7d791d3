//! `rules` as a community writes them, and from there to the rules that the stages read.
//!
//! What is written replaces what it names; levels are replaced one by one.

use std::borrow::Cow;
use std::collections::BTreeMap;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;

use super::check::Checker;
use super::expression::Expression;
use super::rules::Rules;
use super::wire::Many;
use crate::base::Severity;
use crate::base::nearest::nearest;
use crate::base::yaml::{Node, Step};

/// What standards are held to. What is left out stays as it is without configuration.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "Rules")]
pub(super) struct WireRules {
    /// How much each rule matters, by the code of its diagnostic: `error`, `warning`, `advice` or `off`.
    pub(super) levels: WireLevels,
    /// All keys that metadata may have. Default: any, and slips of a known one are told.
    pub(super) keys: Option<Many>,
    /// Keys that metadata must have, by our names. Default: none.
    pub(super) required: Option<Many>,
    /// The types that there are. Default: any.
    pub(super) types: Option<Many>,
    /// The tracks that there are, each with the beginning of its numbers: `IaaS: scs-01`. Default: any.
    pub(super) tracks: Option<BTreeMap<String, String>>,
    /// What the words of a file name must look like, as a regular expression. Default: lower-case letters, digits and
    /// hyphens.
    pub(super) slug: Option<String>,
    /// The dates that each status needs, by our names: `Stable: [stabilized_at]`.
    pub(super) dates: Option<BTreeMap<String, Many>>,
    /// The order in which dates come, by our names.
    pub(super) order: Option<Many>,
    /// The headings that each type needs: `Standard: [Introduction, Motivation]`. Of `Context | Background` one is
    /// enough.
    pub(super) sections: Option<BTreeMap<String, Many>>,
    /// Relations that are written as lists, by our names.
    pub(super) lists: Option<Many>,
    /// Relations that stay within one number, by our names.
    pub(super) own_number: Option<Many>,
}

/// How much each rule matters, by its code.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct WireLevels(BTreeMap<String, WireLevel>);

/// How much a rule matters.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(rename = "Level")]
pub(super) enum WireLevel {
    /// `annals check` fails.
    Error,
    /// `annals check --strict` fails.
    Warning,
    /// Nothing fails.
    Advice,
    /// The rule is not looked at.
    Off,
}

impl JsonSchema for WireLevels {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        "Levels".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        // The rules are the keys of the default set, so that an editor offers them.
        let names: Vec<String> = Rules::standard().levels.into_keys().collect();
        let level = generator.subschema_for::<WireLevel>();
        json_schema!({
            "type": "object",
            "propertyNames": { "enum": names },
            "additionalProperties": level,
        })
    }
}

/// What is wrong with a value of `rules`: where, what, and what to do.
pub(super) type Wrong<'a> = &'a mut dyn FnMut(&[Step], String, String);

impl Rules {
    /// These rules with what `wire` says in place of theirs; `wrong` hears of values that cannot be.
    pub(super) fn changed(mut self, wire: WireRules, wrong: Wrong<'_>) -> Rules {
        let is_first = self.levels.is_empty();
        for (rule, level) in wire.levels.0 {
            let level = match level {
                WireLevel::Error => Some(Severity::Error),
                WireLevel::Warning => Some(Severity::Warning),
                WireLevel::Advice => Some(Severity::Advice),
                WireLevel::Off => None,
            };
            if !is_first && !self.levels.contains_key(&rule) {
                let hint = match nearest(&rule, self.levels.keys().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "the reference of the configuration lists the rules".to_owned(),
                };
                wrong(&["levels".into(), rule.as_str().into()], format!("unknown rule `{rule}`"), hint);
                continue;
            }
            self.levels.insert(rule, level);
        }
        let replace = |ours: &mut Vec<String>, theirs: Option<Many>| {
            if let Some(Many(theirs)) = theirs {
                *ours = theirs;
            }
        };
        replace(&mut self.keys, wire.keys);
        replace(&mut self.required, wire.required);
        replace(&mut self.types, wire.types);
        replace(&mut self.order, wire.order);
        replace(&mut self.lists, wire.lists);
        replace(&mut self.own_number, wire.own_number);
        self.tracks = wire.tracks.unwrap_or(self.tracks);
        if let Some(dates) = wire.dates {
            self.dates = dates.into_iter().map(|(status, dates)| (status, dates.0)).collect();
        }
        if let Some(sections) = wire.sections {
            let alternatives = |names: &String| names.split('|').map(|name| name.trim().to_owned()).collect();
            let of_type = |(sort, names): (String, Many)| (sort, names.0.iter().map(alternatives).collect());
            self.sections = sections.into_iter().map(of_type).collect();
        }
        match wire.slug.map(|slug| (Expression::new(&slug), slug)) {
            Some((Ok(expression), _)) => self.slug = Some(expression),
            Some((Err(error), slug)) => {
                let message = format!("`{slug}` is no regular expression: {error}");
                wrong(&["slug".into()], message, "write it as in `[a-z0-9-]+`".to_owned());
            }
            None => {}
        }
        self
    }
}

impl Checker {
    /// The rules that `wire`, standing at `node`, leaves or changes.
    pub(super) fn rules(&mut self, wire: WireRules, node: &Node) -> Rules {
        Rules::standard().changed(wire, &mut |path, message, hint| {
            let place = node.nearest(path);
            // A rule is meant by its name, a value by itself.
            let span = if path.len() > 1 { place.key_or_value() } else { place.span };
            self.wrong(span, message, hint);
        })
    }
}
