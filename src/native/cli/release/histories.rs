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
            "branch" => git(&["checkout", "-q", "-b", argument]),
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
