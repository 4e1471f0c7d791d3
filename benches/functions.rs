//! What the functions of stages 2 to 4 cost by themselves, on a small record made here: `cargo bench`.
//!
//! `site.sh` beside this file measures whole builds of real texts. This one shows which function a change touched, and
//! that linking ten times the documents costs about ten times as much.

#![allow(missing_docs, reason = "the macros of criterion make public functions")]

use std::collections::BTreeMap;
use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;

use annals::base::Date;
use annals::base::{RelPath, SourcePath};
use annals::document::{self, Options};
use annals::page::Theme;
use annals::pipeline::{self, Files, Input, Reader};
use annals::record::{self, Parsed, Rules};
use annals::source::{Config, File, Kind, Source, SourceSet, Text, config};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// A community with minutes and standards.
const CONFIG: &str = r#"
title: Benchmark
sources:
  - kind: minutes
    dir: minutes
    series: "{dir}"
  - kind: standards
    dir: standards
    include: ["abc-*.md"]
    id: "abc-{number:4}-{edition}-{slug}.md"
"#;

/// How many standards there are for a hundred minutes.
const STANDARDS: usize = 10;

/// The minutes with this number: a page with people, links, names, decisions and actions.
fn minutes(number: usize) -> String {
    let mut text = format!("# Team {}, meeting {number}\n\n## Participants\n\n", number % 8);
    for person in 0..6 {
        let _ = writeln!(text, "- Person {person} (@person{person})");
    }
    for topic in 0..8 {
        let standard = (number + topic) % STANDARDS;
        let _ = write!(
            text,
            "\n## Topic {topic} of abc-{standard:04}\n\nThe draft of [the standard](../../standards/abc-{standard:04}-v1-words.md) \
             was read, and so was https://example.org/{number}/{topic}. It says *nothing* of `code`.\n\n\
             - Decision: keep abc-{standard:04} as it is\n- @person{topic} will write to the others by Friday\n\
             - see the [last meeting](20{:02}0102.md#topic-{topic})\n",
            number % 90 + 10
        );
    }
    text.push_str("\n```yaml\nkey: value\nlist:\n  - one # of two\n  - two\n```\n");
    text
}

/// The text of a standard.
fn standard(number: usize) -> String {
    format!(
        "---\ntitle: Words {number}\ntype: Standard\nstatus: Stable\nstabilized_at: 2024-01-02\n---\n# Words {number}\n\nText.\n"
    )
}

/// The sources of a community with so many minutes.
fn sources(config: &Config, count: usize) -> SourceSet {
    let mut set = SourceSet::default();
    for source in &config.sources {
        let texts: Vec<(String, String)> = match source.kind {
            Kind::Minutes => (0..count)
                .map(|n| {
                    (
                        format!(
                            "team{}/20{:02}{:02}{:02}.md",
                            n % 8,
                            n / 672 + 10,
                            n / 56 % 12 + 1,
                            n / 8 % 7 + 1
                        ),
                        minutes(n),
                    )
                })
                .collect(),
            _ => (0..count * STANDARDS / 100)
                .map(|n| (format!("abc-{n:04}-v1-words.md"), standard(n)))
                .collect(),
        };
        let files = texts
            .into_iter()
            .map(|(path, text)| (path_of(&path), File::Text(Arc::new(Text::decode(text.into_bytes())))));
        let read = Source {
            config: Arc::new(source.clone()),
            forge: None,
            branch: None,
            commit: None,
            folder: source.name.to_string(),
            files: files.collect(),
            others: Default::default(),
            history: Default::default(),
            excerpts: Default::default(),
        };
        set.sources.insert(source.name.clone(), read);
    }
    set
}

/// A path that is known to be one.
fn path_of(path: &str) -> RelPath {
    RelPath::new(path).expect("the paths here are sound")
}

/// The community.
fn configured() -> Config {
    config::read(CONFIG, &path_of("annals.yaml"), &[]).value
}

/// Stages 2 and 3, for one file.
fn one_file(criterion: &mut Criterion) {
    let config = configured();
    let source =
        config.sources.iter().find(|source| source.kind == Kind::Minutes).expect("there are minutes");
    let (path, text) = (SourcePath::new(&source.name, &path_of("team1/20240102.md")), minutes(1));
    let options = Options { blocks: true, ..Options::default() };
    let document = document::parse(&path, &text, &options).value;
    let rules = Rules::new(source);
    let parsed = Parsed {
        path: &path,
        text: &text,
        document: &document,
        history: None,
        sidecar: None,
        excerpt: None,
        is_shown: true,
    };

    let mut group = criterion.benchmark_group("one file");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("parse", |bench| bench.iter(|| document::parse(&path, black_box(&text), &options)));
    group
        .bench_function("record", |bench| bench.iter(|| record::extract(black_box(&parsed), source, &rules)));
    group.finish();
}

/// Stage 4, for all files.
fn all_files(criterion: &mut Criterion) {
    let (config, theme) = (configured(), Theme::embedded());
    let day = Date::new(2026, 1, 1).expect("the first of January is a day");
    let mut group = criterion.benchmark_group("link");
    for count in [100, 1_000] {
        let sources = sources(&config, count);
        let input = Input { config: &config, sources: &sources, theme: &theme, day };
        let reader = Reader::new(&input, Arc::default());
        let read: BTreeMap<_, _> =
            pipeline::texts(&sources).map(|text| (text.path.clone(), Arc::new(reader.read(&text)))).collect();
        let files: Files = read;
        group.throughput(Throughput::Elements(files.len() as u64));
        group.bench_with_input(BenchmarkId::from_parameter(files.len()), &files, |bench, files| {
            bench.iter(|| pipeline::link(&input, black_box(files)));
        });
    }
    group.finish();
}

criterion_group!(functions, one_file, all_files);
criterion_main!(functions);
