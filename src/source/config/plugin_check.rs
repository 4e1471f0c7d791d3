//! `plugins` as a community writes it, and from there to what the stages read.

use std::collections::BTreeMap;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, de};

use super::check::Checker;
use super::plugin::{PluginConfig, PluginLimits, PluginPlace, PluginSelection};
use super::wire::{Many, WireKind};
use super::{Glob, Kind, SourceConfig};
use crate::base::nearest::nearest;
use crate::base::yaml::Node;
use crate::base::{Pin, RelPath, SourceName, Span};

/// A Wasm module that makes something of texts, and can do nothing else.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "Plugin")]
pub(super) struct WirePlugin {
    /// What it is called in messages. Default: the name of its file.
    pub(super) name: Option<String>,
    /// The module, by path from the folder of `annals.yaml`: `plugins/diagram.wasm`.
    #[schemars(required)]
    pub(super) file: Option<String>,
    /// Its SHA-256 digest, `sha256:` and 64 hexadecimal digits. It is needed; `annals check` tells what to write.
    pub(super) hash: Option<String>,
    /// Languages of fenced blocks that it makes HTML of: `[mermaid]`.
    pub(super) fences: Many,
    /// Documents that it is asked about before they are read, to tell what they record: `{ include: "*.irc.txt" }`.
    /// Files that are no Markdown become documents when `include` names them.
    pub(super) documents: Option<WireSelection>,
    /// Documents that it is asked about when they were read, to tell what is wrong with them; `{}` for all.
    pub(super) checks: Option<WireSelection>,
    /// What it may use.
    pub(super) limits: WireLimits,
    /// What it is told; what there is to tell is for each plugin to say.
    pub(super) options: serde_json::Map<String, serde_json::Value>,
}

/// Which documents a plugin is for; without a key, all.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "PluginSelection")]
pub(super) struct WireSelection {
    /// Those of sources that hold one of these.
    pub(super) kinds: Vec<WireKind>,
    /// Those of the sources with these names.
    pub(super) sources: Many,
    /// Globs of their paths. A glob without `/` is matched with the file name in any folder.
    pub(super) include: Many,
    /// Globs of the paths of others.
    pub(super) exclude: Many,
}

/// What a plugin may use in one call.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(deny_unknown_fields, rename = "PluginLimits")]
pub(super) struct WireLimits {
    /// Units of work; most instructions take one. Default: 500000000, which is about a second.
    pub(super) fuel: Option<u64>,
    /// Memory. Default: `64 MiB`.
    pub(super) memory: Option<WireSize>,
    /// What it is given. Default: `1 MiB`.
    pub(super) input: Option<WireSize>,
    /// What it makes. Default: `4 MiB`.
    pub(super) output: Option<WireSize>,
}

/// A number of bytes: `65536`, `64 KiB`, `16 MiB`.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq)]
pub(super) struct WireSize(u32);

/// Units of sizes, each with what it is worth.
const UNITS: [(&str, u32); 4] = [("KiB", 1 << 10), ("MiB", 1 << 20), ("kB", 1_000), ("MB", 1_000_000)];

/// The largest size: more would not be a limit.
const LARGEST: u32 = 1 << 30;

impl WireSize {
    /// Reads a number with its unit.
    fn new(text: &str) -> Option<WireSize> {
        let (unit, worth) = UNITS.iter().find(|(unit, _)| text.ends_with(unit))?;
        let number: u32 = text.strip_suffix(unit)?.trim_end().parse().ok()?;
        number.checked_mul(*worth).filter(|size| *size <= LARGEST).map(WireSize)
    }
}

impl<'de> Deserialize<'de> for WireSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<WireSize, D::Error> {
        /// Takes either shape.
        struct Either;
        impl de::Visitor<'_> for Either {
            type Value = WireSize;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number of bytes up to 1024 MiB, such as `65536` or `16 MiB`")
            }
            fn visit_u64<E: de::Error>(self, number: u64) -> Result<WireSize, E> {
                let size = u32::try_from(number).ok().filter(|size| *size <= LARGEST).map(WireSize);
                size.ok_or_else(|| E::invalid_value(de::Unexpected::Unsigned(number), &self))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<WireSize, E> {
                WireSize::new(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

impl JsonSchema for WireSize {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Size".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "anyOf": [
            { "type": "integer", "minimum": 0, "maximum": LARGEST },
            { "type": "string", "pattern": "^[0-9]+ ?(KiB|MiB|kB|MB)$" },
        ] })
    }
}

impl Checker {
    /// The plugins, of which each has a name of its own and no two serve one language.
    pub(super) fn plugins(
        &mut self,
        wires: Vec<WirePlugin>,
        node: &Node,
        config: &RelPath,
        sources: &mut [SourceConfig],
    ) -> Vec<PluginConfig> {
        let mut plugins: Vec<PluginConfig> = Vec::new();
        let mut languages: BTreeMap<String, String> = BTreeMap::new();
        for (at, wire) in wires.into_iter().enumerate() {
            let node = node.child(at);
            let Some(plugin) = self.plugin(wire, node, config, sources) else { continue };
            if plugins.iter().any(|known| known.name == plugin.name) {
                let message = format!("second plugin with the name `{}`", plugin.name);
                let place = node.get(&"name".into()).or(node.get(&"file".into())).unwrap_or(node);
                self.wrong(place.span, message, "give one of the two another `name`");
                continue;
            }
            for language in &plugin.fences {
                if let Some(other) = languages.insert(language.clone(), plugin.name.clone()) {
                    let message = format!("`{language}` blocks are for plugin `{other}` already");
                    self.wrong(node.child("fences").span, message, "take the language off one of the two");
                }
            }
            if let Some(which) = &plugin.documents {
                for source in sources.iter_mut().filter(|source| which.is_about(&source.name, source.kind)) {
                    source.formats.extend(which.include.iter().cloned());
                }
            }
            plugins.push(plugin);
        }
        plugins
    }

    /// One plugin, or nothing where it cannot be one.
    fn plugin(
        &mut self,
        wire: WirePlugin,
        node: &Node,
        config: &RelPath,
        sources: &[SourceConfig],
    ) -> Option<PluginConfig> {
        let place = node.child("file").span;
        let Some(file) = wire.file else {
            if !self.told_within(node.span) {
                self.wrong(node.span, "plugin without a `file`", "write the path of its module");
            }
            return None;
        };
        let Ok(file) = RelPath::new(&file) else {
            let message = format!("`{file}` is no path below the folder of `annals.yaml`");
            self.wrong(place, message, "write a path such as `plugins/diagram.wasm`");
            return None;
        };
        let stem = file.file_name().rsplit_once('.').map_or(file.file_name(), |(stem, _)| stem);
        let name = wire.name.unwrap_or_else(|| stem.to_owned());
        let is_sign = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty() || !name.chars().all(is_sign) {
            let hint = "give it a `name` of letters, digits, `-`, `_` and `.`";
            self.wrong(node.child("name").span, format!("`{name}` is no name for a plugin"), hint);
            return None;
        }
        let hash = node.get(&"hash".into()).map_or(place, |hash| hash.span);
        let pin = wire.hash.and_then(|text| {
            let pin = Pin::new(&text);
            if pin.is_none() {
                let hint =
                    "write `sha256:` and 64 hexadecimal digits; without a `hash`, `annals check` tells which";
                self.wrong(hash, format!("`{text}` is no hash of a plugin"), hint);
            }
            pin
        });
        let fences = self.languages(wire.fences, node.child("fences"));
        let mut select = |wire: Option<WireSelection>, key| {
            wire.map(|wire| self.selection(wire, node.child(key), sources))
        };
        let documents = select(wire.documents, "documents");
        let checks = select(wire.checks, "checks");
        if fences.is_empty() && documents.is_none() && checks.is_none() && !self.told_within(node.span) {
            let message = format!("plugin `{name}` has nothing to do");
            self.wrong(
                node.span,
                message,
                "say what it is for: `fences: [mermaid]`, `documents` or `checks`",
            );
        }
        let bytes = |size: Option<WireSize>| size.map(|WireSize(size)| size);
        let WireLimits { fuel, memory, input, output } = wire.limits;
        Some(PluginConfig {
            name,
            file,
            pin,
            fences,
            documents,
            checks,
            limits: PluginLimits { fuel, memory: bytes(memory), input: bytes(input), output: bytes(output) },
            options: serde_json::Value::Object(wire.options).to_string(),
            place: PluginPlace { config: config.clone(), file: place, hash },
        })
    }

    /// Which documents a plugin is for.
    fn selection(&mut self, wire: WireSelection, node: &Node, sources: &[SourceConfig]) -> PluginSelection {
        let mut names = Vec::new();
        for (at, name) in wire.sources.0.into_iter().enumerate() {
            if !sources.iter().any(|source| source.name.as_str() == name) {
                let hint = match nearest(&name, sources.iter().map(|source| source.name.as_str())) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => "write the name of a source".to_owned(),
                };
                let span = node.child("sources").child(at).span;
                self.wrong(span, format!("there is no source `{name}`"), hint);
                continue;
            }
            names.push(SourceName::new(&name));
        }
        let globs = |checker: &mut Checker, globs: Many, key: &str| {
            let good = checker.globs(globs, node.child(key), false);
            good.iter().filter_map(|glob| Glob::new(glob).ok()).collect()
        };
        PluginSelection {
            kinds: wire.kinds.into_iter().map(Kind::from).collect(),
            sources: names,
            include: globs(self, wire.include, "include"),
            exclude: globs(self, wire.exclude, "exclude"),
        }
    }

    /// The languages of fenced blocks, each of them one word.
    fn languages(&mut self, languages: Many, node: &Node) -> Vec<String> {
        let spans = |at: usize| -> Span { node.child(at).span };
        let mut known: Vec<String> = Vec::new();
        for (at, language) in languages.0.into_iter().enumerate() {
            if language.is_empty() || language.contains([' ', '\t', '\n', '{', ',', '=', '`', '~']) {
                let message = format!("`{language}` is no language of a fenced block");
                self.wrong(spans(at), message, "write the first word behind the fence: `mermaid`");
            } else if !known.contains(&language) {
                known.push(language);
            }
        }
        known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_units() {
        for (text, size) in [
            ("64 KiB", Some(65_536)),
            ("2MB", Some(2_000_000)),
            ("1024 MiB", Some(1 << 30)),
            ("1025 MiB", None),
            ("9999999 MiB", None),
            ("1 GiB", None),
            ("-1 KiB", None),
            ("KiB", None),
        ] {
            assert_eq!(WireSize::new(text), size.map(WireSize), "{text}");
        }
    }
}
