//! From a document to a typed value, with every mistake told.
//!
//! Decoding stops at the first value that does not fit. Here the misfit is reported and taken out, and the rest
//! is decoded again, so that a person sees all mistakes at once and the rest of the value still counts.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use serde_yaml::Value;

use super::{Node, Problem, ProblemKind, Step, Yaml};
use crate::base::nearest::nearest;

/// How many misfits are taken out before giving up; each costs one more decoding.
const MAX_MISFITS: usize = 50;
/// How many unknown keys are told.
const MAX_UNKNOWN: usize = 100;

/// What became of a document.
#[derive(Debug)]
pub struct Decoded<T> {
    /// The value without what did not fit; nothing when the whole did not fit.
    pub value: Option<T>,
    /// The places of what `value` was made from: indices count as they do in `value`.
    pub node: Node,
    /// All mistakes, in the order of the text.
    pub problems: Vec<Problem>,
}

/// Decodes `yaml` as a `T`, whose schema says which keys there are.
pub fn decode<T: DeserializeOwned + JsonSchema>(yaml: Yaml) -> Decoded<T> {
    let Yaml { mut value, mut node } = yaml;
    let (mut problems, mut schema) = (BTreeSet::new(), None);
    for _ in 0..MAX_MISFITS {
        let mut unknown = Vec::new();
        let mut note = |path: serde_ignored::Path<'_>| {
            if unknown.len() < MAX_UNKNOWN {
                unknown.push(ignored_steps(&path));
            }
        };
        let attempt: Result<T, _> =
            serde_path_to_error::deserialize(serde_ignored::Deserializer::new(value.clone(), &mut note));
        for path in &unknown {
            let schema = schema.get_or_insert_with(|| schemars::schema_for!(T).to_value());
            problems.insert(unknown_key(&node, path, schema));
        }
        let error = match attempt {
            Ok(made) => return Decoded { value: Some(made), node, problems: problems.into_iter().collect() },
            Err(error) => error,
        };
        let path = error_steps(error.path());
        problems.insert(misfit(node.nearest(&path), &path, &error.inner().to_string()));
        if path.is_empty() || !remove(&mut value, &path) {
            break;
        }
        node.remove(&path);
    }
    Decoded { value: None, node, problems: problems.into_iter().collect() }
}

/// Takes the value at `path` out; `false` when there is none.
fn remove(value: &mut Value, path: &[Step]) -> bool {
    let Some((last, way)) = path.split_last() else { return false };
    let mut value = value;
    for step in way {
        let inner = match step {
            Step::Key(key) => value.get_mut(key.as_str()),
            Step::Index(index) => value.get_mut(*index),
        };
        match inner {
            Some(inner) => value = inner,
            None => return false,
        }
    }
    match (value, last) {
        (Value::Mapping(mapping), Step::Key(key)) => mapping.shift_remove(key.as_str()).is_some(),
        (Value::Sequence(sequence), Step::Index(index)) if *index < sequence.len() => {
            sequence.remove(*index);
            true
        }
        _ => false,
    }
}

/// The problem of a key that nothing reads, with the known key that it may mean.
fn unknown_key(node: &Node, path: &[Step], schema: &Json) -> Problem {
    let name = path.last().map(ToString::to_string).unwrap_or_default();
    let span = node.nearest(path).key_or_value();
    let problem = Problem::new(ProblemKind::UnknownKey, span, format!("unknown key `{name}`"));
    let known = known_keys(schema, &path[..path.len().saturating_sub(1)]);
    match nearest(&name, known.iter().copied()) {
        Some(meant) => problem.hint(format!("did you mean `{meant}`?")),
        None if known.is_empty() => problem,
        None => problem.hint(format!("known here: {}", list(known))),
    }
}

/// Names in backticks, joined by commas.
fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// The keys that `schema` (JSON Schema, draft 2020-12) allows at `path`.
fn known_keys<'a>(schema: &'a Json, path: &[Step]) -> Vec<&'a str> {
    let mut places = vec![schema];
    for step in path {
        places = places.into_iter().flat_map(|place| alternatives(schema, place)).collect();
        places = places.into_iter().filter_map(|place| below(place, step)).collect();
    }
    let places = places.into_iter().flat_map(|place| alternatives(schema, place));
    let keys = places.filter_map(|place| place.get("properties")?.as_object()).flat_map(|keys| keys.keys());
    keys.map(String::as_str).collect()
}

/// What `place` may be: itself, what it refers to, and its alternatives.
fn alternatives<'a>(root: &'a Json, place: &'a Json) -> Vec<&'a Json> {
    let (mut open, mut all) = (vec![place], Vec::new());
    // A schema that refers to itself ends here; ours are far smaller.
    while let (Some(place), true) = (open.pop(), all.len() < 64) {
        all.push(place);
        let target = place.get("$ref").and_then(Json::as_str).and_then(|target| target.strip_prefix('#'));
        open.extend(target.and_then(|pointer| root.pointer(pointer)));
        for key in ["anyOf", "oneOf", "allOf"] {
            open.extend(place.get(key).and_then(Json::as_array).into_iter().flatten());
        }
    }
    all
}

/// The schema of what lies below `place` at `step`.
fn below<'a>(place: &'a Json, step: &Step) -> Option<&'a Json> {
    match step {
        Step::Index(_) => place.get("items"),
        Step::Key(key) => place
            .get("properties")
            .and_then(|keys| keys.get(key))
            .or_else(|| place.get("additionalProperties")),
    }
}

/// The problem of a value that does not fit, in words of ours.
fn misfit(node: &Node, path: &[Step], error: &str) -> Problem {
    let name = match path {
        [] => "the whole".to_owned(),
        path => format!("`{}`", written(path)),
    };
    let wrong = |message: String| Problem::new(ProblemKind::WrongValue, node.span, message);
    if let Some((found, expected)) = split(error, &["invalid type: ", "invalid value: "], ", expected ") {
        return wrong(format!("{name} is {}, but must be {}", plain(found), plain(expected)));
    }
    if let Some((found, expected)) = split(error, &["unknown variant "], ", expected ") {
        let problem = wrong(format!("{name} cannot be {found}"));
        let choices: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
        return match nearest(found.trim_matches('`'), choices.iter().copied()) {
            Some(meant) => problem.hint(format!("did you mean `{meant}`?")),
            None => problem.hint(format!("it can be {}", list(choices))),
        };
    }
    if let Some(field) = error.strip_prefix("missing field ") {
        return wrong(format!("{name} lacks {field}"));
    }
    wrong(format!("{name}: {error}"))
}

/// What the decoder calls a value, in words for people who do not program.
fn plain(found: &str) -> String {
    let quoted = |prefix: &str| found.strip_prefix(prefix).map(|rest| rest.trim_matches(['`', '"']));
    if let Some(text) = quoted("string ") {
        return format!("the text `{text}`");
    }
    if let Some(number) = quoted("integer ").or_else(|| quoted("floating point ")) {
        return format!("the number `{number}`");
    }
    if let Some(value) = quoted("boolean ") {
        return format!("`{value}`");
    }
    match found {
        "unit value" => "empty",
        "a string" | "string" => "a text",
        "a boolean" => "`true` or `false`",
        "sequence" | "a sequence" => "a list",
        "map" | "a map" => "a mapping of keys to values",
        _ if found.starts_with("struct ") => "a mapping of keys to values",
        "u8" | "u16" | "u32" | "u64" | "usize" | "i8" | "i16" | "i32" | "i64" => "a whole number in range",
        other => other,
    }
    .to_owned()
}

/// The two halves of `error` around `middle`, behind one of `prefixes`.
fn split<'a>(error: &'a str, prefixes: &[&str], middle: &str) -> Option<(&'a str, &'a str)> {
    prefixes.iter().find_map(|prefix| error.strip_prefix(prefix))?.rsplit_once(middle)
}

/// A path as it is written: `sources[0].kind`.
fn written(path: &[Step]) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Key(key) if text.is_empty() => text.push_str(key),
            Step::Key(key) => text.extend([".", key]),
            Step::Index(index) => text.push_str(&format!("[{index}]")),
        }
    }
    text
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Step::Key(key) => f.write_str(key),
            Step::Index(index) => write!(f, "{index}"),
        }
    }
}

/// The path of a key that was ignored.
fn ignored_steps(path: &serde_ignored::Path<'_>) -> Vec<Step> {
    use serde_ignored::Path;
    let (mut steps, mut path) = (Vec::new(), path);
    loop {
        path = match path {
            Path::Root => break,
            Path::Seq { parent, index } => {
                steps.push(Step::Index(*index));
                parent
            }
            Path::Map { parent, key } => {
                steps.push(Step::Key(key.clone()));
                parent
            }
            Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => {
                parent
            }
        };
    }
    steps.reverse();
    steps
}

/// The path of a value that did not fit.
fn error_steps(path: &serde_path_to_error::Path) -> Vec<Step> {
    use serde_path_to_error::Segment;
    let step = |segment: &Segment| match segment {
        Segment::Seq { index } => Some(Step::Index(*index)),
        Segment::Map { key } => Some(Step::Key(key.clone())),
        Segment::Enum { .. } | Segment::Unknown => None,
    };
    path.iter().map_while(step).collect()
}
