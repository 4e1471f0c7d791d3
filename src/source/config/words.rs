//! Lists of words that add to the usual ones, or take their place.
//!
//! ```yaml
//! decisions:
//!   markers: [Besluit]            # adds
//!   stops: { only: [recalled] }   # takes the place of all the usual ones
//! ```

use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::base::Span;
use crate::base::yaml::Node;

/// How many words a list may add; they become one expression, whose size is bounded.
const MOST: usize = 100;

/// How many bytes a word may have.
const LONGEST: usize = 80;

/// A list of words as a community writes it.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub(in crate::source) struct Words {
    /// The words.
    words: Vec<String>,
    /// Whether they take the place of the usual ones.
    only: bool,
}

/// Tells that the value at a place cannot be: the place, what is wrong, what to do.
pub(in crate::source) type Told<'a> = dyn FnMut(Span, String, &str) + 'a;

impl Words {
    /// Puts the words, which stand at `node`, into `list`.
    pub(in crate::source) fn apply(self, list: &mut Vec<String>, node: &Node, told: &mut Told<'_>) {
        let node = if self.only { node.child("only") } else { node };
        if self.only {
            list.clear();
        }
        if self.words.len() > MOST {
            told(node.span, format!("{} words in one list", self.words.len()), "write at most 100 of them");
            return;
        }
        for (at, word) in self.words.into_iter().enumerate() {
            if word.trim().is_empty() || word.len() > LONGEST {
                let hint = "write a word or a few, at most 80 letters";
                told(node.child(at).span, format!("`{}` is no word", word.trim()), hint);
            } else if !list.iter().any(|known| known.eq_ignore_ascii_case(&word)) {
                list.push(word);
            }
        }
    }
}

/// The form that takes the place of the usual words.
#[derive(Deserialize)]
struct Only {
    /// The words.
    only: Vec<String>,
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        /// Takes either shape; an untagged enum would forget which element was wrong.
        struct Either;
        impl<'de> Visitor<'de> for Either {
            type Value = Words;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of words, or `only` with one")
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<Words, E> {
                Ok(Words { words: vec![word.to_owned()], only: false })
            }
            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Words, A::Error> {
                let words = Vec::deserialize(SeqAccessDeserializer::new(seq))?;
                Ok(Words { words, only: false })
            }
            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Words, A::Error> {
                let Only { only } = Only::deserialize(MapAccessDeserializer::new(map))?;
                Ok(Words { words: only, only: true })
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for Words {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Words".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let list = serde_json::json!({ "type": "array", "items": { "type": "string" } });
        json_schema!({
            "anyOf": [
                { "type": "string" },
                list,
                { "type": "object", "properties": { "only": list }, "required": ["only"],
                  "additionalProperties": false },
            ]
        })
    }
}
