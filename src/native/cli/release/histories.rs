//! Histories as people make them, told line by line, and what drafts and `annals release which` say of them.

use crate::native::components;
use crate::native::notes::Desk;
use crate::native::test::Repo;
use crate::release::which::{self, Landings};
use crate::release::{Collected, Known, Ledger};

use super::Global;

/// A repository that is a site of its own.
struct Story {
    /// Keeps the folder.
    _folder: tempfile::TempDir,
    /// The repository.
    repo: Repo,
    /// Counts what happens, so that each thing has a day of its own.
    day: u8,
}

impl Story {
    /// What `lines` tell, one thing a day: the name of a command, its argument, and behind a colon a message.
    ///
    /// `\n` is a line break, and `{name}` the id of a revision.
    #[track_caller]
    fn new(lines: &str) -> Story {
        let folder = tempfile::tempdir().unwrap();
        let repo = Repo::new(&folder.path().join("widget"));
        repo.git(&["remote", "add", "origin", "https://forge.example/acme/widget.git"]);
        repo.write("annals.yaml", "title: W\nforge: https://forge.example/acme\n");
        repo.write("releases/.keep", "");
        let mut story = Story { _folder: folder, repo, day: 0 };
        lines.lines().map(str::trim).filter(|line| !line.is_empty()).for_each(|line| story.happens(line));
        story
    }

    /// Lets one thing happen.
    #[track_caller]
    fn happens(&mut self, line: &str) {
        self.day += 1;
        let (head, message) = line.split_once(": ").unwrap_or((line, ""));
        let (command, argument) = head.split_once(' ').unwrap_or((head, ""));
        let mut message = message.replace("\\n", "\n");
        while let Some((before, rest)) = message.clone().split_once('{') {
            let (revision, after) = rest.split_once('}').unwrap();
            message = format!("{before}{}{after}", self.repo.git(&["rev-parse", revision]));
        }
        let day = self.day;
        let git = |arguments: &[&str]| drop(self.repo.git_as("jo", day, arguments));
        match command {
            "commit" => {
                let file = format!("{day}.txt");
                self.repo.write(&file, &message);
                git(&["add", &file]);
                git(&["commit", "-q", "-m", &message]);
            }
            "pick" => git(&["cherry-pick", "-x", argument]),
            "copy" => git(&["cherry-pick", argument]),
            "revert" => git(&["revert", "--no-edit", argument]),
            "unmerge" => git(&["revert", "--no-edit", "-m", "1", argument]),
            "merge" => git(&["merge", "-q", "--no-ff", "-m", &message, argument]),
            "branch" => {
                let new = ["checkout", "-q", "-b"].into_iter().chain(argument.split(' '));
                git(&new.collect::<Vec<_>>());
            }
            "checkout" => git(&["checkout", "-q", argument]),
            "tag" => git(&["tag", argument]),
            // Notes are of no branch, so that each branch has those of all.
            "notes" => self.notes(argument),
            "release" => {
                git(&["tag", argument]);
                self.notes(argument);
            }
            other => panic!("nothing is called `{other}`"),
        }
    }

    /// Writes notes of the release `id`, which is out today.
    fn notes(&self, id: &str) {
        self.repo.write(
            &format!("releases/{id}.md"),
            format!("---\ndate: 2024-01-{:02}\n---\n# {id}\n", self.day),
        );
    }

    /// The options of every command.
    fn global(&self) -> Global {
        Global { root: Some(self.repo.folder.clone()), quiet: true, ..Global::default() }
    }

    /// What belongs to the release `id`.
    #[track_caller]
    fn collected(&self, id: &str) -> Collected {
        let global = self.global();
        let desk = Desk::open_for_draft(&global, id, None).unwrap();
        let opened = components::open(&desk.ground(&global), &[]).unwrap();
        desk.collect(&opened).unwrap_or_else(|failure| panic!("{id}: {failure:?}"))
    }

    /// Expects the changes of the release `id`: where they begin and end, and their titles.
    #[track_caller]
    fn check(&self, id: &str, expected: &str) {
        let collected = self.collected(id);
        let [component] = collected.components.as_slice() else { panic!("{:?}", collected.components) };
        let end = |tag: &Option<String>| tag.clone().unwrap_or_else(|| "-".to_owned());
        let titles: Vec<&str> =
            component.changes.changes.iter().map(|change| change.title.as_str()).collect();
        let told = format!("{} {}: {}", end(&component.from), end(&component.to), titles.join(", "));
        assert_eq!(told.trim(), expected, "{id}");
    }

    /// Expects the release that has each of these issues and revisions first, and how that is known.
    #[track_caller]
    fn check_which(&self, cases: &[(&str, &str)]) {
        let project = crate::native::project::Project::open(&self.global(), None).unwrap();
        let session = crate::session::Session::new(project.inputs(crate::native::clock::today()));
        let (record, inputs) = (session.record(), session.inputs());
        let known = Known { config: &inputs.config, sources: &inputs.sources, record, documents: &[] };
        let components = &inputs.sources.components;
        let ledger = Ledger::new(record, components);
        let landings = Landings { components, ledger: &ledger };
        for (what, expected) in cases {
            let answer = match what.strip_prefix('#') {
                Some(number) => which::issue(known, landings, "widget", number.parse().unwrap()),
                None => which::commit(known, landings, &self.repo.git(&["rev-parse", what])).unwrap(),
            };
            let told = format!(
                "{} {}",
                answer.release.as_deref().unwrap_or("none"),
                answer.basis.unwrap_or_default()
            );
            assert_eq!(told.trim(), *expected, "{what}");
        }
    }
}

#[test]
fn what_was_taken_back_before_the_release_is_in_none() {
    let story = Story::new(
        "commit: start
         release v1.0.0
         commit: feat: lists (#7)
         revert HEAD
         release v1.1.0",
    );
    story.check("v1.1.0", "v1.0.0 v1.1.0:");
    story.check_which(&[("#7", "none"), ("HEAD~1", "none")]);
    // By days it is the same.
    let mut story = Story::new(
        "commit: start
         notes v1.0.0
         commit: feat: lists (#7)
         revert HEAD
         revert HEAD
         revert HEAD
         notes v1.1.0",
    );
    story.check("v1.1.0", "- -:");
    story.check_which(&[("#7", "none")]);
    story.happens("revert HEAD");
    story.happens("notes v1.2.0");
    story.check_which(&[("#7", "v1.2.0 day")]);
}

#[test]
fn a_revert_on_a_branch_takes_back_the_pick_of_what_it_names() {
    let mut story = Story::new(
        "commit: start
         release v1.0.0
         branch r10
         checkout main
         commit: fix: three (#3)
         tag three
         checkout r10
         pick three
         commit: Revert \"fix: three (#3)\"\\n\\nThis reverts commit {three}.
         release v1.0.1
         checkout main
         release v1.1.0",
    );
    story.check("v1.0.1", "v1.0.0 v1.0.1:");
    story.check("v1.1.0", "v1.0.1 v1.1.0: three");
    story.check_which(&[("#3", "v1.1.0 tag")]);
    story.happens("checkout r10");
    story.happens("commit: fix: three (#3)\\n\\n(cherry picked from commit {three})");
    story.happens("release v1.0.2");
    story.check("v1.0.2", "v1.0.1 v1.0.2: three");

    story.check_which(&[("r10", "v1.1.0 tag")]);
}

#[test]
fn what_a_merge_brought_is_taken_back_with_it() {
    let story = Story::new(
        "commit: start
         release v1.0.0
         branch x
         commit: one
         commit: two, for #8
         checkout main
         merge x: Merge pull request #7 from acme/x\\n\\nfeat: lists
         unmerge HEAD
         release v1.1.0
         revert HEAD
         release v1.2.0",
    );
    story.check("v1.1.0", "v1.0.0 v1.1.0:");
    story.check("v1.2.0", "v1.1.0 v1.2.0: Reapply \"Merge pull request #7 from acme/x\"");
    story.check_which(&[("#7", "v1.2.0 tag"), ("#8", "v1.2.0 tag"), ("x", "v1.2.0 tag")]);
    // Its only commit was taken back and not the merge.
    let story = Story::new(
        "commit: start
         release v1.0.0
         branch x
         commit: one
         checkout main
         merge x: Merge pull request #7 from acme/x\\n\\nfeat: lists
         revert x
         release v1.1.0",
    );
    story.check("v1.1.0", "v1.0.0 v1.1.0:");
    story.check_which(&[("#7", "none"), ("x", "none")]);
}

#[test]
fn a_revert_may_be_a_pull_request() {
    let story = Story::new(
        "commit: start
         release v1.0.0
         commit: feat: ten (#10)
         branch back
         revert HEAD
         checkout main
         merge back: Merge pull request #11 from acme/revert-10\\n\\nRevert \"feat: ten\"
         release v1.1.0",
    );
    story.check("v1.1.0", "v1.0.0 v1.1.0:");
    story.check_which(&[("#10", "none")]);
    let story = Story::new(
        "commit: feat: ten (#10)
         release v1.0.0
         branch back
         revert HEAD
         checkout main
         merge back: Merge pull request #11 from acme/revert-10\\n\\nRevert \"feat: ten\"
         release v1.1.0",
    );
    story.check("v1.1.0", "v1.0.0 v1.1.0: Revert \"feat: ten\"");
    story.check_which(&[("#10", "v1.0.0 tag"), ("#11", "v1.1.0 tag")]);
}

#[test]
fn a_fix_that_a_branch_had_and_the_next_release_has_not_is_told() {
    let story = Story::new(
        "commit: start
         release v1.0.0
         branch r11
         checkout main
         commit: fix: three (#3)
         checkout r11
         pick main
         release v1.1.0
         checkout main
         commit: feat: six (#6)
         revert HEAD~1
         release v1.2.0",
    );
    story.check("v1.2.0", "v1.1.0 v1.2.0: six, Revert \"fix: three (#3)\"");
    story.check_which(&[("#3", "v1.1.0 tag"), ("#6", "v1.2.0 tag")]);
}

#[test]
fn a_maintenance_release_continues_its_own_line() {
    let mut story = Story::new(
        "commit: feat: start (#1)
         release v1.0.0
         release v1.2.0
         commit: feat: one three (#2)
         commit: fix: crash (#3)
         release v1.3.0
         branch r12 v1.2.0
         pick main
         commit: fix: only 1.2 (#4)
         release v1.2.1
         checkout main
         commit: feat: one four (#5)
         notes v1.4.0",
    );
    story.check("v1.2.1", "v1.2.0 v1.2.1: crash, only 1.2");
    story.check("v1.4.0", "v1.3.0 -: one four");
    story.happens("tag v1.4.0");
    story.check("v1.4.0", "v1.3.0 v1.4.0: one four");
    story.check("v1.3.0", "v1.2.0 v1.3.0: one three, crash");
    story.check_which(&[
        ("#2", "v1.3.0 tag"),
        ("#3", "v1.3.0 tag"),
        ("#4", "v1.2.1 tag"),
        ("#5", "v1.4.0 tag"),
    ]);
    // The branch is merged: what it had is new to the line that goes on.
    for line in ["merge r12: Merge branch 'r12'", "commit: feat: one five (#6)", "release v1.5.0"] {
        story.happens(line);
    }
    story.check("v1.5.0", "v1.4.0 v1.5.0: only 1.2, one five");
}

#[test]
fn releases_that_are_tagged_beside_the_line_follow_each_other() {
    let story = Story::new(
        "commit: start
         release v1.0.0
         commit: feat: one (#1)
         branch r11
         commit: chore: number 1.1
         release v1.1.0
         checkout main
         commit: fix: two (#2)
         checkout r11
         pick main
         release v1.1.1
         checkout main
         commit: feat: three (#3)
         branch r12
         commit: chore: number 1.2
         release v1.2.0
         checkout r11
         commit: fix: four (#4)
         release v1.1.2",
    );
    story.check("v1.1.1", "v1.1.0 v1.1.1: two");
    story.check("v1.2.0", "v1.1.1 v1.2.0: three, number 1.2");
    story.check("v1.1.2", "v1.1.1 v1.1.2: four");
    story.check_which(&[
        ("#1", "v1.1.0 tag"),
        ("#2", "v1.1.1 tag"),
        ("#3", "v1.2.0 tag"),
        ("#4", "v1.1.2 tag"),
    ]);
}

#[test]
fn no_line_takes_the_days_of_another() {
    let mut story = Story::new(
        "commit: start
         notes v1.2.0
         commit: feat: three (#3)
         notes v1.3.0
         commit: feat: four (#4)
         notes v1.2.1
         commit: feat: five (#5)
         notes v1.4.0",
    );
    story.check("v1.3.0", "- -: three");
    story.check("v1.4.0", "- -: four, five");
    story.check("v1.2.1", "- -:");
    assert_eq!(story.collected("v1.2.1").components[0].gone_on.as_deref(), Some("v1.3.0"));
    story.check_which(&[("#3", "v1.3.0 day"), ("#4", "v1.4.0 day"), ("#5", "v1.4.0 day")]);
    // Tags tell where the line is, and whether what was read is of it.
    story.happens("branch r12 HEAD~3");
    story.happens("tag v1.2.0");
    story.happens("commit: fix: two (#2)");
    story.happens("notes v1.2.2");
    assert_eq!(story.collected("v1.2.2").components[0].gone_on.as_deref(), Some("v1.4.0"));
    story.happens("tag v1.2.1");
    story.happens("checkout main");
    story.happens("tag v1.4.0");
    story.check("v1.2.1", "v1.2.0 v1.2.1: two");
    assert_eq!(story.collected("v1.2.2").components[0].gone_on.as_deref(), Some("v1.4.0"));
    story.happens("checkout r12");
    story.happens("commit: fix: two two (#22)");
    story.happens("notes v1.2.2");
    story.check("v1.2.2", "v1.2.1 -: two two");
}

#[test]
fn what_breaks_reaches_the_upgrade_notes_whole() {
    let story = Story::new(
        "commit: start
         release v1.0.0
         commit: feat!: lists (#7)\\n\\nBREAKING CHANGE: they have\\ntwo ends.\\n\\nWrite *both*:\\n\\n- one\\n- two\\n\\nSigned-off-by: Jo <jo@example.org>
         release v1.1.0",
    );
    let global = story.global();
    let desk = Desk::open_for_draft(&global, "v1.1.0", None).unwrap();
    let collected = story.collected("v1.1.0");
    let templates = &desk.project.theme.templates;
    let drafted = desk.with(|known| crate::release::draft::draft(known, &collected, &desk.notes, templates));
    let text = drafted.unwrap().text;
    let expected = "- widget: they have two ends. ([widget#7](https://forge.example/acme/widget/pull/7)) \
                    <!-- annals: breaking widget#7 0 -->\n\n  Write \\*both\\*:\n\n  - one\n  - two\n\n## ";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn a_component_is_asked_for_by_its_page_too() {
    let story = Story::new(
        "commit: start
         tag api/v1.2.0
         notes 1.2.0
         commit: feat: lists (#5)
         tag api/v1.3.0
         notes 1.3.0
         commit: feat: late (#6)
         tag v1.2.0
         tag v1.3.0",
    );
    let configuration = "title: W\nforge: https://forge.example/acme\nsources:\n  - { kind: pages, name: api, dir: ., \
                         include: ['content/*.md'] }\n  - { kind: releases, dir: releases, components: [api] }\n";
    story.repo.write("annals.yaml", configuration);
    story.check("1.3.0", "api/v1.2.0 api/v1.3.0: lists");
    story.check_which(&[("#5", "v1.3.0 tag"), ("HEAD~1", "v1.3.0 tag"), ("#6", "none")]);
}
