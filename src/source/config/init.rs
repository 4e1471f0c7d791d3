//! The files of a new site: small, complete, and with every option explained.

use crate::base::{Date, RelPath};

/// `annals.yaml` with every option in a comment.
const CONFIGURATION: &str = include_str!("init/annals.yaml");

/// The first pages, by path, with `{title}` and `{date}` where those go; `{quoted}` is the title as YAML has it.
const FILES: [(&str, &str); 5] = [
    ("annals.yaml", CONFIGURATION),
    ("content/index.md", include_str!("init/index.md")),
    ("content/standards/std-0001-v1-how-we-decide.md", include_str!("init/standard.md")),
    ("minutes/weekly/{digits}.md", include_str!("init/minutes.md")),
    ("releases/R1.md", include_str!("init/release.md")),
];

/// The files of a new site called `title`, whose first meeting is on `date`.
///
/// Nothing is written here; the edge writes them, and leaves files that exist alone.
pub fn files(title: &str, date: Date) -> Vec<(RelPath, String)> {
    // A double-quoted scalar of YAML takes the escapes of JSON.
    let quoted = serde_json::Value::from(title).to_string();
    let fill = |text: &str| {
        let digits = format!("{:04}{:02}{:02}", date.year(), date.month(), date.day());
        text.replace("{date}", &date.to_string()).replace("{digits}", &digits)
    };
    let one_line = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let file = |(path, text): &(&str, &str)| {
        let path = RelPath::new(&fill(path)).ok()?;
        // The configuration shows placeholders of its own.
        let text = if *text == CONFIGURATION { (*text).to_owned() } else { fill(text) };
        let text = text.replace("{title}", &one_line).replace("{quoted}", &quoted);
        Some((path, text))
    };
    FILES.iter().filter_map(file).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_title_is_whole_in_the_metadata() {
        for title in ["Team: records", "\"quoted\" # and more", "- a", "{date}"] {
            let files = files(title, Date::default());
            for name in ["annals.yaml", "content/index.md"] {
                let text = &files.iter().find(|(path, _)| path.as_str() == name).unwrap().1;
                let data = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
                let value: serde_yaml::Value =
                    serde_yaml::from_str(data.map_or(text.as_str(), |(data, _)| data)).unwrap();
                assert_eq!(value["title"], title, "{name}");
            }
        }
    }
}
