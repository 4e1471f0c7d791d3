//! Where the number of a standard, or the name of a release, stands.
//!
//! ```yaml
//! id: "abc-{number:4}-{slug}.md"                  # the file's name, or with `/` its path
//! id: { heading: "ABC {number}: *" }              # the first heading
//! id: { metadata: abc, format: "{number}" }       # what the document says of itself
//! id: { section: "Rule {number}[: *]" }           # each heading that fits begins a standard of its own
//! id: { row: "G-{number:3}" }                     # each row of a table with such a cell is one
//! ```
//!
//! Minutes have none, but many meetings may stand in one file: `id: { section: "{date}" }`.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::value::MapAccessDeserializer;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::check::Checker;
use super::{DatePlace, DateRule, Pattern};
use crate::base::Span;
use crate::base::nearest::nearest;
use crate::base::yaml::Node;

/// Where an id stands.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub enum IdPlace {
    /// The file's name; its path, where the pattern has a `/`.
    #[default]
    Name,
    /// The first heading.
    Heading,
    /// The value of this key of the metadata.
    Metadata(String),
    /// A heading, with which a part of the text begins that is a document of its own.
    Section,
    /// A cell of a table, whose row is a document of its own.
    Row,
}

impl IdPlace {
    /// Whether parts of a file are documents of their own.
    pub fn divides(&self) -> bool {
        matches!(self, IdPlace::Section | IdPlace::Row)
    }
}

/// An id rule as a community writes it: a pattern, or a place with one.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub(super) struct WireIdPlace(BTreeMap<String, String>);

/// The places of an id, in the order in which they are explained.
const PLACES: [&str; 5] = ["name", "heading", "metadata", "section", "row"];

impl<'de> Deserialize<'de> for WireIdPlace {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<WireIdPlace, D::Error> {
        /// Takes either shape.
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = WireIdPlace;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a pattern, or a place with one such as `heading: \"ABC {number}: *\"`")
            }
            fn visit_str<E: de::Error>(self, pattern: &str) -> Result<WireIdPlace, E> {
                Ok(WireIdPlace([("name".to_owned(), pattern.to_owned())].into()))
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WireIdPlace, A::Error> {
                BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(WireIdPlace)
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for WireIdPlace {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "IdPlace".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let text = serde_json::json!({ "type": "string" });
        let places = PLACES.iter().chain(&["format"]);
        let properties: serde_json::Map<_, _> =
            places.map(|place| ((*place).to_owned(), text.clone())).collect();
        json_schema!({
            "anyOf": [
                { "type": "string" },
                { "type": "object", "properties": properties, "additionalProperties": false },
            ]
        })
    }
}

impl Checker {
    /// The headings that are days, with each of which a meeting of its own begins, by how these are written.
    pub(super) fn day_section(&mut self, WireIdPlace(wire): WireIdPlace, node: &Node) -> Option<DateRule> {
        let Some(format) = wire.get("section").filter(|_| wire.len() == 1) else {
            let hint = "divide a file of many meetings by its headings: `id: { section: \"{date}\" }`";
            self.wrong(node.span, "minutes have no id but the day of a `section`", hint);
            return None;
        };
        let rule = DateRule::new(DatePlace::Heading, Some(format));
        rule.map_err(|error| self.wrong_pattern(format, node.child("section").span, error)).ok()
    }

    /// Where an id stands and how it is written; `usual` is how it is written in metadata where nothing is said.
    pub(super) fn id_place(
        &mut self,
        WireIdPlace(mut wire): WireIdPlace,
        node: &Node,
        usual: &str,
    ) -> Option<(IdPlace, Pattern, Span)> {
        let format = wire.remove("format");
        let unknown = wire.keys().find(|place| !PLACES.contains(&place.as_str()));
        if let Some(place) = unknown {
            let span = node.child(place.as_str()).key_or_value();
            let hint = match nearest(place, PLACES) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "an id stands in `name`, `heading`, `metadata`, `section` or `row`".to_owned(),
            };
            self.wrong(span, format!("unknown place of an id `{place}`"), hint);
            return None;
        }
        let mut entries = wire.into_iter();
        let (Some((place, value)), None) = (entries.next(), entries.next()) else {
            self.wrong(node.span, "id in no place or in several", "write one place and its pattern");
            return None;
        };
        let (place, text, key) = match place.as_str() {
            "metadata" => (IdPlace::Metadata(value), format.unwrap_or_else(|| usual.to_owned()), "format"),
            "heading" => (IdPlace::Heading, value, "heading"),
            "section" => (IdPlace::Section, value, "section"),
            "row" => (IdPlace::Row, value, "row"),
            _ => (IdPlace::Name, value, "name"),
        };
        let span = node.child(key).span;
        Some((place, self.pattern(&text, span)?, span))
    }
}
