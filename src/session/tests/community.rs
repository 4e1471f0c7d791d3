//! A community as a folder of texts, which tests edit.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::{Date, OutPath, Pin, RelPath, SourcePath};
use crate::page::Theme;
use crate::session::{Change, Inputs};
use crate::source::config::{self, Place};
use crate::source::{self, Choice, File, FileHistory, Role, Source, SourceSet, Text};

/// A site's folder.
#[derive(Debug, Clone)]
pub(super) struct Community {
    /// `annals.yaml`.
    pub(super) configuration: String,
    /// The files of all sources, by path from the site's folder.
    pub(super) files: BTreeMap<String, String>,
    /// The site's own templates.
    pub(super) templates: BTreeMap<String, String>,
    /// The site's own static files.
    pub(super) statics: BTreeMap<String, String>,
    /// Which of the [`MODULES`] is the plugin's.
    pub(super) module: usize,
    /// How often each file was committed.
    pub(super) commits: BTreeMap<String, i8>,
    /// The day of the month that it is.
    pub(super) day: i8,
}

/// The configuration of the usual community.
const CONFIGURATION: &str = "\
title: Community
url: https://record.example.org/
forge: https://forge.example.org/community
sources:
  - kind: pages
    dir: content
  - kind: minutes
    dir: minutes
    series: '{dir}'
  - kind: standards
    dir: standards
    id: 'abc-{number:4}-{edition}-{slug}.md'
  - kind: standards
    dir: proposals
    id: { row: 'P-{number}' }
    metadata: { title: Name, status: '{heading}' }
  - kind: standards
    dir: plans
    id: 'plan-{number}.md'
    metadata: { from: [sidecar: '{stem}.yaml'] }
  - kind: releases
    dir: releases
people: { pages: true }
plugins:
  - { file: made.wasm, hash: FIRST, fences: [made] }
";

/// What the plugin may answer: the beginning of its memory and how much of it.
const MODULES: [(&str, usize); 3] = [
    (r"\00<p>made by the first</p>", 25),
    (r"\00<p>made by the <a href='start.md'>second</a></p>", 49),
    (r"\01nothing to make", 16),
];

/// The module with this number.
fn module(number: usize) -> Arc<[u8]> {
    let (memory, length) = MODULES[number];
    let text = format!(
        "(module (memory (export \"memory\") 1) (data (i32.const 0) \"{memory}\")
            (func (export \"alloc\") (param i32) (result i32) (i32.const 1024))
            (func (export \"fence\") (param i32 i32 i32 i32) (result i64) (i64.const {length})))"
    );
    wat::parse_str(text).unwrap().into()
}

/// The files of the usual community, each behind its path.
const FILES: &str = "\
=== content/index.md
# Community

Welcome to [the start](guide/start.md).
=== content/guide/index.md
# Guide

How to begin.
=== content/guide/start.md
# Start

First of all.

Then wait. See [the heading](more.md#deep) and abc-0001.

## Next

Go on with [more](more.md).
=== content/guide/more.md
# More

About more.

More words here.

## Deep

![a picture](../pictures/rack.png)
=== content/pictures/rack.png
picture
=== minutes/iaas/20240110.md
# IaaS 2024-01-10

## Attendees

- @jo
- @max

We met.

## Topics

All went well.

We spoke about abc-0001 and R1.

- Decision: use abc-0001 everywhere
- AI @jo: write it down
=== minutes/iaas/20240117.md
# IaaS 2024-01-17

- AI @jo: write it down: done
- see [last week](20240110.md)
=== minutes/ops/20240111.md
# Ops 2024-01-11

- nothing
=== proposals/README.md
# Proposals

## Draft

| Id | Name | Note |
|---|---|---|
| P-1 | First | see @jo |
| P-2 | Second | and P-1 |
=== plans/plan-7.md
# Seven

As P-2 says.
=== plans/plan-7.yaml
title: The seventh plan
status: Draft
=== standards/abc-0001-v1-naming.md
---
title: Naming
type: Standard
status: Stable
track: Global
stabilized_at: 2023-12-01
---

# Names

Names are short.
=== standards/abc-0001-v2-naming.md
---
title: Naming
type: Standard
status: Draft
track: Global
---

# Names

Names are long.
=== releases/R1.md
---
date: 2024-01-12
---
# Release 1

All new.
=== releases/R2.md
# Release 2

To come.
";

impl Community {
    /// A small community with documents of every kind, linked to each other.
    pub(super) fn usual() -> Community {
        let parts = FILES.split("=== ").skip(1).filter_map(|part| part.split_once('\n'));
        Community {
            configuration: CONFIGURATION.to_owned(),
            files: parts.map(|(path, text)| (path.to_owned(), text.to_owned())).collect(),
            templates: BTreeMap::new(),
            statics: BTreeMap::new(),
            module: 0,
            commits: BTreeMap::new(),
            day: 20,
        }
    }

    /// The text of a file.
    pub(super) fn text(&self, path: &str) -> &str {
        &self.files[path]
    }

    /// Replaces `from`, which must be there, in the file `path`.
    #[track_caller]
    pub(super) fn replace(&mut self, path: &str, from: &str, to: &str) {
        let text = &self.files[path];
        assert!(text.contains(from), "{path} does not say {from:?}");
        self.files.insert(path.to_owned(), text.replacen(from, to, 1));
    }

    /// What the edge would make of the folder, all of it read anew; a configuration with mistakes is taken as far as
    /// it can be understood.
    pub(super) fn inputs(&self) -> Inputs {
        let name = RelPath::new("annals.yaml").unwrap();
        let pins = [("FIRST", 0), ("SECOND", 1), ("THIRD", 2)];
        let configuration = pins.iter().fold(self.configuration.clone(), |text, (pin, number)| {
            text.replace(&format!("hash: {pin}"), &format!("hash: {}", Pin::of(&module(*number))))
        });
        let config = config::read(&configuration, &name, &[]).value;
        let sources =
            config.sources.iter().map(|source| (source.name.clone(), self.source(source))).collect();
        let statics =
            self.statics.iter().map(|(path, text)| (OutPath::new(path).unwrap(), Arc::from(text.as_bytes())));
        let theme = Theme::embedded().overridden(self.templates.clone(), statics.collect());
        let day = Date::new(2024, 1, self.day).unwrap();
        let modules =
            config.plugins.iter().map(|plugin| (plugin.name.clone(), module(self.module))).collect();
        Inputs { config, sources: SourceSet { sources, modules, ..SourceSet::default() }, theme, day }
    }

    /// One source.
    fn source(&self, config: &source::SourceConfig) -> Source {
        let Place::Directory(folder) = &config.place else { unreachable!("all sources are folders") };
        let choice = Choice::new(config).value;
        let mut source = Source {
            config: Arc::new(config.clone()),
            forge: Some("https://forge.example.org/community/record".to_owned()),
            branch: Some("main".to_owned()),
            commit: Some(format!("{:040}", self.commits.len())),
            folder: folder.clone(),
            files: BTreeMap::new(),
            others: Default::default(),
            history: Default::default(),
            excerpts: Default::default(),
        };
        let below = |path: &str| path.strip_prefix(folder)?.strip_prefix('/').map(RelPath::new)?.ok();
        for (path, text) in &self.files {
            let Some(at) = below(path) else { continue };
            match choice.role(&at) {
                Role::Text => {
                    let text = Text::decode(text.clone().into_bytes());
                    source.files.insert(at.clone(), File::Text(Arc::new(text)));
                }
                Role::Data => {
                    let text = Text::decode(text.clone().into_bytes());
                    source.files.insert(at.clone(), File::Data(Arc::new(text)));
                }
                Role::Asset => drop(source.files.insert(at.clone(), File::Asset)),
                Role::Other => drop(source.others.insert(at.clone())),
            }
            let day: Option<Date> = self.commits.get(path).and_then(|&times| Date::new(2024, 2, times));
            if let Some(date) = day {
                let change = source::Change { commit: "c".repeat(40), date, author: "Jo".to_owned() };
                let history = FileHistory { last: Some(change), ..FileHistory::default() };
                source.history.files.insert(at, history);
            }
        }
        source
    }

    /// The change that brings a session with the inputs `before` to this state: of texts alone, where it is that.
    pub(super) fn change(&self, before: &Inputs) -> Change {
        let now = super::super::prepared(self.inputs());
        let mut texts = BTreeMap::new();
        let mut patched = before.clone();
        for (name, source) in &now.sources.sources {
            let Some(old) = patched.sources.sources.get_mut(name) else { continue };
            for (path, file) in &source.files {
                if let (File::Text(text), Some(File::Text(known)))
                | (File::Data(text), Some(File::Data(known))) = (file, old.files.get_mut(path))
                    && text != known
                {
                    *known = text.clone();
                    texts.insert(SourcePath::new(name, path), text.clone());
                }
            }
        }
        let is_all = patched.config == now.config
            && patched.theme == now.theme
            && patched.day == now.day
            && super::super::same_surroundings(&patched.sources, &now.sources);
        if is_all { Change::Texts(texts) } else { Change::Everything(Box::new(now)) }
    }
}
