//! Templates: a community's own file, with what is known put in its place.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::base::{Date, RelPath};
use crate::source::{File, Source};

/// Ways to write that a day goes here: `YYYY-MM-DD`, `202X-XX-XX`, `YYYYMMDD`.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:YYYY|yyyy|20[0-9]X|20XX|XXXX)([-./]?)(?:MM|mm|XX)([-./]?)(?:DD|dd|XX)\b")
        .expect("the pattern is fixed")
});

/// `template` with the day and the words of `fields` (`{title}`) put in.
pub(super) fn fill(template: &str, day: Date, fields: &[(&str, &str)]) -> String {
    let dated = DAY.replace_all(template, |found: &Captures<'_>| {
        format!("{:04}{}{:02}{}{:02}", day.year(), &found[1], day.month(), &found[2], day.day())
    });
    let mut text = dated.replace("{date}", &day.to_string());
    for (name, value) in fields {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// The template of `source` for what lies in `folder`: the configured one, or a file called `template.md` there or in
/// a folder above.
pub(super) fn find<'a>(source: &'a Source, folder: &str) -> Option<&'a str> {
    let configured = source.config.template.as_ref().and_then(|name| {
        let name = name.replace("{series}", folder);
        super::text(source, &RelPath::new(&name).ok()?)
    });
    let mut folder = Some(folder);
    configured.or_else(|| {
        while let Some(here) = folder {
            let path = RelPath::resolve(here, "template.md").ok()?;
            if let Some(text) = super::text(source, &path) {
                return Some(text);
            }
            folder =
                if here.is_empty() { None } else { Some(here.rsplit_once('/').map_or("", |(up, _)| up)) };
        }
        None
    })
}

/// A file among standards that looks like their template: one whose name says so.
pub(super) fn among<'a>(source: &'a Source, wanted: &str) -> Option<&'a str> {
    let is_template = |path: &&RelPath| path.file_name().to_lowercase().contains("template");
    let texts = source.files.iter().filter(|(_, file)| matches!(file, File::Text(_))).map(|(path, _)| path);
    let templates: Vec<&RelPath> = texts.filter(is_template).collect();
    let words = wanted.to_lowercase().replace(' ', "-");
    let named =
        templates.iter().find(|path| !words.is_empty() && path.file_name().to_lowercase().contains(&words));
    super::text(source, named.or(templates.first())?)
}
