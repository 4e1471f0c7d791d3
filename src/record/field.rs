//! Values of front matter as the record wants them: forgiving about how a value is written.

use serde_yaml::Value;

use crate::base::Date;

/// The text under `key`, blanks and line breaks made one blank; numbers and truth values as they are written.
pub(super) fn text(front: &Value, key: &str) -> Option<String> {
    let text = match front.get(key)? {
        Value::String(text) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// The texts under `key`: a list, or one text alone.
pub(super) fn texts(front: &Value, key: &str) -> Vec<String> {
    match front.get(key) {
        Some(Value::Sequence(list)) => {
            list.iter().filter_map(Value::as_str).map(|text| text.trim().to_owned()).collect()
        }
        _ => text(front, key).into_iter().collect(),
    }
}

/// The whole number under `key`; a fraction is rounded down.
pub(super) fn number(front: &Value, key: &str) -> Option<i64> {
    let value = front.get(key)?;
    value.as_i64().or_else(|| value.as_f64().map(|number| number.floor() as i64))
}

/// The date under `key`, which YAML may give as a text or as a date with a time.
pub(super) fn date(front: &Value, key: &str) -> Option<Date> {
    let text = text(front, key)?;
    let day = text.split(['T', ' ']).next().unwrap_or_default();
    day.parse().ok()
}
