//! Random edits of a community.

use super::community::Community;

/// A source of numbers that look random and are the same for the same seed (xorshift64*, Vigna 2016).
#[derive(Debug, Clone)]
pub(super) struct Dice(u64);

impl Dice {
    /// The dice of `seed`.
    pub(super) fn new(seed: u64) -> Dice {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `limit`, which is not 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    /// One of `things`.
    pub(super) fn of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// Lines that an author may add, each with something that some stage looks for.
const LINES: &[&str] = &[
    "More prose, which says nothing.",
    "- Decision: use abc-0001 everywhere",
    "- Decision: use less of everything",
    "- AI @jo: write it down",
    "- AI @jo: write it down: done",
    "- Agreed to wait for R2",
    "See abc-0001, abc-0001-v2, abc-0099 and #12.",
    "[a link](../guide/start.md#next)",
    "[another](20240110.md) and [nowhere](nowhere.md#at-all)",
    "![a picture](../pictures/rack.png)",
    "## A heading",
    "### Topic 2024-03-04",
    "# Another title",
    "2024-05-06",
    "IaaS 2024-01-10 spoke about it",
    "Team Ops: Minutes not available yet",
    "The meeting was cancelled.",
    "| a | b |\n|---|---|\n| Decision | Owner |",
    "```bash\nls -l\n```",
    "```made\nof this\n```",
    "<b>raw</b> <script>no</script> <a href=\"start.md\">start</a>",
    "Ümläute, \u{1F600} and a footnote[^1]\n\n[^1]: here",
    "$x^2$ ~~struck~~ `code`",
    "",
];

/// Paths that a file may come to, beside those that are there.
const PATHS: &[&str] = &[
    "content/new.md",
    "content/guide/extra.md",
    "content/other/deep/page.md",
    "content/guide.md",
    "content/pictures/plan.png",
    "content/decisions.md",
    "minutes/README.md",
    "minutes/iaas/README.md",
    "minutes/iaas/20240110-extra.md",
    "minutes/iaas/20240124.md",
    "minutes/ops/20240118.md",
    "minutes/ops/notes.md",
    "minutes/kaas/20240112.md",
    "minutes/weekly/20240115.md",
    "standards/abc-0001-v3-naming.md",
    "standards/abc-0002-v1-images.md",
    "standards/abc-0001-w1-tests.md",
    "standards/abc-x-v1-broken.md",
    "releases/R3.md",
    "releases/notes.md",
];

/// Front matter that a document may have.
const FRONT_MATTER: &[&str] = &[
    "title: A new title",
    "title: Naming\nstatus: Deprecated\ntype: Standard\ndeprecated_at: 2024-01-20\nreplaced_by: abc-0001-v2-naming.md",
    "title: Naming\nstatus: Stable\ntype: Standard\ntrack: Global\nstabilized_at: 2024-01-05\nreplaces: abc-0001-v1-naming.md",
    "slug: moved\naliases: [old/place]",
    "order: 3\nnav: false",
    "date: 2024-01-19",
    "sidebar_label: Short\ndescription: A sentence",
    "title: [broken",
];

/// Templates that a site may bring, and how they fail.
const TEMPLATES: &[(&str, &str)] = &[
    ("page.html", "<p>{{ page.title }}</p>{{ document.body | safe }}"),
    ("series.html", "{% for node in navigation %}{{ node.title }}{{ node.id }}{% endfor %}"),
    ("meeting.html", "{{ nothing.at.all }}"),
    ("page.html", "{% if"),
    ("standard.html", "{% extends \"base.html\" %}{% block content %}{{ standard }}{% endblock %}"),
];

/// Changes of the configuration: what is there and what it becomes.
const CONFIGURATION: &[(&str, &str)] = &[
    ("title: Community", "title: Collective"),
    ("title: Collective", "title: Community"),
    ("url: https://record.example.org/\n", ""),
    ("sources:\n", "url: https://record.example.org/\nsources:\n"),
    ("    series: '{dir}'\n", "    series: '{dir}'\n    aliases: { Infrastructure: iaas }\n"),
    ("    aliases: { Infrastructure: iaas }\n", "    succeeds: { kaas: ops }\n"),
    ("    succeeds: { kaas: ops }\n", ""),
    ("    dir: releases\n", "    dir: releases\n    at: notes\n"),
    ("    at: notes\n", ""),
    ("forge: https://forge.example.org/community\n", "repair_encoding: true\n"),
    ("repair_encoding: true\n", "forge: https://forge.example.org/community\n"),
    ("hash: FIRST", "hash: SECOND"),
    ("hash: SECOND", "hash: THIRD"),
    ("hash: THIRD", "hash: FIRST"),
    ("fences: [made] }", "fences: [made], options: { a: 1 } }"),
    (", options: { a: 1 } }", ", limits: { fuel: 1 } }"),
    (", limits: { fuel: 1 } }", " }"),
];

/// Makes one random edit and says which.
pub(super) fn edit(community: &mut Community, dice: &mut Dice) -> String {
    let paths: Vec<String> = community.files.keys().cloned().collect();
    let path = dice.of(&paths).clone();
    match dice.below(22) {
        0..=4 => {
            let line = *dice.of(LINES);
            change_lines(
                community,
                &path,
                |lines, dice| {
                    let at = dice.below(lines.len() + 1);
                    lines.insert(at, line.to_owned());
                },
                dice,
            );
            format!("a line {line:?} more in {path}")
        }
        5..=7 => {
            change_lines(
                community,
                &path,
                |lines, dice| {
                    let at = dice.below(lines.len());
                    let word = *dice.of(&["word ", "", "x", "A longer word. "]);
                    lines[at] = format!("{word}{}", lines[at]);
                },
                dice,
            );
            format!("a word more in {path}")
        }
        8 => {
            change_lines(community, &path, |lines, dice| drop(lines.remove(dice.below(lines.len()))), dice);
            format!("a line less in {path}")
        }
        9 => {
            let front = *dice.of(FRONT_MATTER);
            let text = community.text(&path);
            let body = text.rsplit_once("---\n").map_or(text, |(_, body)| body).to_owned();
            community.files.insert(path.clone(), format!("---\n{front}\n---\n{body}"));
            format!("front matter {front:?} in {path}")
        }
        10 | 11 => {
            let (to, text) = (*dice.of(PATHS), community.text(&path).to_owned());
            community.files.insert(to.to_owned(), text);
            format!("{path} copied to {to}")
        }
        12 => {
            let to = *dice.of(PATHS);
            let text = community.files.remove(&path).unwrap_or_default();
            community.files.insert(to.to_owned(), text);
            format!("{path} renamed to {to}")
        }
        13 if paths.len() > 6 => {
            community.files.remove(&path);
            format!("{path} deleted")
        }
        14 => {
            let (name, text) = *dice.of(TEMPLATES);
            if community.templates.remove(name).is_none() {
                community.templates.insert(name.to_owned(), text.to_owned());
            }
            format!("template {name} {text:?} in or out")
        }
        15 => {
            let name = *dice.of(&["site.css", "annals.css", "extra/a.txt", "index.html"]);
            if community.statics.remove(name).is_none() {
                community.statics.insert(name.to_owned(), format!("/* {} */", dice.below(100)));
            }
            format!("static file {name} in or out")
        }
        16 => {
            let (from, to) = *dice.of(CONFIGURATION);
            community.configuration = community.configuration.replacen(from, to, 1);
            format!("{from:?} configured as {to:?}")
        }
        17 => {
            let (from, to) =
                *dice.of(&[("iaas", "infra"), ("infra", "iaas"), ("ops", "iaas"), ("iaas", "ops")]);
            let moved = |path: String| path.replace(&format!("minutes/{from}/"), &format!("minutes/{to}/"));
            community.files = std::mem::take(&mut community.files)
                .into_iter()
                .map(|(path, text)| (moved(path), text))
                .collect();
            format!("series {from} called {to}")
        }
        18 => {
            let times = community.commits.entry(path.clone()).or_default();
            *times = *times % 28 + 1;
            format!("{path} committed")
        }
        19 => {
            community.day = community.day % 28 + 1;
            format!("the next day, {}", community.day)
        }
        20 => {
            community.module = dice.below(3);
            format!("module {} in place of the other", community.module)
        }
        _ => {
            let two = [dice.of(&paths).clone(), path];
            for path in &two {
                change_lines(community, path, |lines, dice| lines.push((*dice.of(LINES)).to_owned()), dice);
            }
            format!("a line more in {two:?}")
        }
    }
}

/// Changes the lines of a file, of which there is at least one.
fn change_lines(
    community: &mut Community,
    path: &str,
    change: impl FnOnce(&mut Vec<String>, &mut Dice),
    dice: &mut Dice,
) {
    let mut lines: Vec<String> = community.text(path).lines().map(str::to_owned).collect();
    if lines.is_empty() {
        lines.push(String::new());
    }
    change(&mut lines, dice);
    community.files.insert(path.to_owned(), format!("{}\n", lines.join("\n")));
}
