//! Where a standard says what it is: in front matter, in lines or a list at the top, below headings, or in a file
//! beside it.
//!
//! ```yaml
//! metadata:
//!   from: [preamble, sidecar: "{stem}.yaml"]
//! ```

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::check::Checker;
use super::date::{DatePlace, DateRule};
use super::standards::Metadata;
use crate::base::RelPath;
use crate::base::nearest::nearest;
use crate::base::yaml::Node;

/// A place with metadata.
#[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
pub enum MetadataPlace {
    /// YAML or TOML in front of the text.
    FrontMatter,
    /// Lines such as `Status: Draft` at the top, plain or as a block of code.
    Preamble,
    /// Items such as `- Status: Draft` of the first list.
    List,
    /// The paragraph below a heading such as `## Status`.
    Headings,
    /// A YAML file beside the text; `{stem}` in its name is that of the text's.
    Sidecar(String),
}

impl Metadata {
    /// All keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        let own = [&self.title, &self.sort, &self.status, &self.track, &self.description];
        let others = [&self.dates, &self.relations, &self.axes];
        own.into_iter().chain(others.into_iter().flat_map(BTreeMap::values)).map(String::as_str)
    }

    /// Whether the blocks of the text are needed.
    pub fn needs_blocks(&self) -> bool {
        self.from.iter().any(|place| matches!(place, MetadataPlace::List | MetadataPlace::Headings))
    }

    /// Whether the text may begin with a preamble.
    pub fn has_preamble(&self) -> bool {
        self.from.contains(&MetadataPlace::Preamble)
    }

    /// The files beside the text at `path` that may hold its metadata, in order.
    pub fn sidecars(&self, path: &RelPath) -> impl Iterator<Item = RelPath> {
        self.sidecar_names()
            .filter_map(|name| RelPath::resolve(path.folder(), &name.replace("{stem}", path.stem())).ok())
    }

    /// Whether the file at `path` may be the sidecar of a text.
    pub fn is_sidecar(&self, path: &RelPath) -> bool {
        self.sidecar_names().any(|name| match name.split_once("{stem}") {
            Some((before, behind)) => {
                let name = path.file_name();
                name.len() >= before.len() + behind.len()
                    && name.starts_with(before)
                    && name.ends_with(behind)
            }
            None => path.file_name() == name,
        })
    }

    /// The names of sidecars as configured.
    fn sidecar_names(&self) -> impl Iterator<Item = &str> {
        self.from.iter().filter_map(|place| match place {
            MetadataPlace::Sidecar(name) => Some(name.as_str()),
            _ => None,
        })
    }
}

/// A place as a community writes it.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub(super) struct WirePlace(BTreeMap<String, String>);

/// The places, in the order in which they are explained.
const PLACES: [&str; 5] = ["front-matter", "preamble", "list", "headings", "sidecar"];

impl<'de> Deserialize<'de> for WirePlace {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<WirePlace, D::Error> {
        /// Takes either shape.
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = WirePlace;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a place such as `front-matter`, or `sidecar: \"{stem}.yaml\"`")
            }
            fn visit_str<E: de::Error>(self, place: &str) -> Result<WirePlace, E> {
                Ok(WirePlace([(place.to_owned(), String::new())].into()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WirePlace, A::Error> {
                BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(WirePlace)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for WirePlace {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "MetadataPlace".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "anyOf": [
                { "enum": &PLACES[..4] },
                { "type": "object", "properties": { "sidecar": { "type": "string" } },
                  "required": ["sidecar"], "additionalProperties": false },
            ]
        })
    }
}

impl Checker {
    /// The places that are read.
    pub(super) fn metadata_places(&mut self, from: Vec<WirePlace>, node: &Node) -> Vec<MetadataPlace> {
        let from = from.into_iter().enumerate();
        from.filter_map(|(at, place)| self.metadata_place(place, node.child(at))).collect()
    }

    /// How dates are written.
    pub(super) fn date_formats(&mut self, formats: &[String], node: &Node) -> Vec<DateRule> {
        let rule = |(at, format): (usize, &String)| {
            let rule = DateRule::new(DatePlace::Heading, Some(format));
            rule.map_err(|error| self.wrong_pattern(format, node.child(at).span, error)).ok()
        };
        formats.iter().enumerate().filter_map(rule).collect()
    }

    /// One place of metadata.
    fn metadata_place(&mut self, WirePlace(place): WirePlace, node: &Node) -> Option<MetadataPlace> {
        let mut entries = place.into_iter();
        let (Some((name, value)), None) = (entries.next(), entries.next()) else {
            self.wrong(
                node.span,
                "entry with no place or several",
                "write one entry of the list for each place",
            );
            return None;
        };
        let known = match name.as_str() {
            "front-matter" => MetadataPlace::FrontMatter,
            "preamble" => MetadataPlace::Preamble,
            "list" => MetadataPlace::List,
            "headings" => MetadataPlace::Headings,
            "sidecar" => {
                let is_name = RelPath::new(&value).is_ok() && !value.contains('/');
                let is_yaml = value.ends_with(".yaml") || value.ends_with(".yml");
                if !is_name || !is_yaml {
                    let hint = "write the name of a YAML file: `sidecar: \"{stem}.yaml\"`";
                    self.wrong(node.child("sidecar").span, "`sidecar` without the file to look for", hint);
                    return None;
                }
                return Some(MetadataPlace::Sidecar(value));
            }
            other => {
                let hint = match nearest(other, PLACES) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("metadata stands in `{}`", PLACES.join("`, `")),
                };
                self.wrong(
                    node.child(other).key_or_value(),
                    format!("unknown place of metadata `{other}`"),
                    hint,
                );
                return None;
            }
        };
        if !value.is_empty() {
            self.wrong(
                node.child(name.as_str()).span,
                format!("`{name}` takes no value"),
                "write the place alone",
            );
        }
        Some(known)
    }
}
