//! Old homes of documents.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::SourceConfig;
use super::address::check_web;
use super::check::Checker;
use crate::base::nearest::nearest;
use crate::base::yaml::Node;
use crate::base::{RelPath, SourceName};

/// Documents that had another address.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// A URL prefix.
    pub from: String,
    /// The source that holds the documents now.
    pub source: SourceName,
    /// The path prefix within it. What follows `from` in a URL is appended; the result names a file with or
    /// without its extension, or a folder.
    pub to: String,
    /// Whether nothing answers at the old address any more.
    pub dead: bool,
}

/// Where documents are now: `standards:Drafts/`, or `{ to: standards:Drafts/, dead: true }`.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub(super) struct WireMove {
    /// The place.
    to: String,
    /// Whether nothing answers at the old address.
    dead: bool,
}

/// The form with keys.
#[derive(Deserialize)]
struct Keys {
    /// The place.
    to: String,
    /// Whether nothing answers at the old address.
    #[serde(default)]
    dead: bool,
}

impl<'de> Deserialize<'de> for WireMove {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<WireMove, D::Error> {
        /// Takes either shape; an untagged enum would forget which key was wrong.
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = WireMove;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place such as `standards:Drafts/`, or a map with `to` and `dead`")
            }
            fn visit_str<E: de::Error>(self, place: &str) -> Result<WireMove, E> {
                Ok(WireMove { to: place.to_owned(), dead: false })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WireMove, A::Error> {
                let Keys { to, dead } = Keys::deserialize(MapAccessDeserializer::new(map))?;
                Ok(WireMove { to, dead })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for WireMove {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Move".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "type": "string" },
                {
                    "type": "object",
                    "properties": {
                        "to": { "type": "string", "description": "Where the documents are now: `source:path`." },
                        "dead": {
                            "type": "boolean",
                            "description": "Whether nothing answers at the old address any more. Default: `false`.",
                        },
                    },
                    "required": ["to"],
                    "additionalProperties": false,
                },
            ]
        })
    }
}

impl Checker {
    /// The old homes, each with a source that exists.
    pub(super) fn moved(
        &mut self,
        moved: BTreeMap<String, WireMove>,
        node: &Node,
        sources: &[SourceConfig],
    ) -> Vec<Move> {
        let mut moves = Vec::new();
        let entries = node.entries();
        for (from, WireMove { to: target, dead }) in moved {
            let entry = entries.get(from.as_str()).copied().unwrap_or(node);
            if let Err(error) = check_web(&from) {
                self.wrong_address(entry.key_or_value(), &from, error);
                continue;
            }
            let node = if entry.entries().is_empty() { entry } else { entry.child("to") };
            let Some((source, to)) = target.split_once(':').filter(|(_, to)| !to.starts_with('/')) else {
                let hint = "write where the documents are now as `source:path`, such as `standards:Drafts/`";
                self.wrong(node.span, format!("`{target}` is no place in a source"), hint);
                continue;
            };
            if !sources.iter().any(|known| known.name.as_str() == source) {
                let names = || sources.iter().map(|known| known.name.as_str());
                let hint = match nearest(source, names()) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!(
                        "there are {}",
                        names().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
                    ),
                };
                self.wrong(node.span, format!("there is no source `{source}`"), hint);
                continue;
            }
            let is_inside = to.is_empty() || RelPath::new(to.trim_end_matches('/')).is_ok();
            if !is_inside {
                self.wrong(
                    node.span,
                    format!("`{to}` is no path inside a source"),
                    "write it from the source's root on",
                );
                continue;
            }
            moves.push(Move { from, source: SourceName::new(source), to: to.to_owned(), dead });
        }
        moves
    }
}
