//! The first reading of a site, which is tried until there is one.

use std::sync::RwLock;
use std::thread::sleep;
use std::time::Duration;

use super::state::State;
use super::watch::Watch;
use super::{Live, PREFIX, read};
use crate::base::{Severity, SourcePath};
use crate::native::cache::{Cache, Texts};
use crate::native::cli::tell;
use crate::native::project::{self, Project, Trouble};
use crate::native::report::{self, Format};
use crate::pipeline;
use crate::session::Bodies;
use crate::source::SourceSet;

/// How long is waited for a mistake to be mended where the disk cannot be watched.
const ANYHOW: Duration = Duration::from_secs(2);

impl Live {
    /// Reads the site, again whenever `watch` tells of a change beside its configuration, until it can be shown.
    pub(super) fn start(&self, mut watch: Option<&mut Watch>) -> &RwLock<State> {
        let folders = project::folders(&self.global);
        let folders = folders.into_iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        if let Some(watch) = &mut watch {
            // Before anything is read, so that nothing is missed; what cannot be watched is told later.
            watch.set(&Default::default(), &folders);
        }
        let mut told = Vec::new();
        loop {
            let folder = project::cache_folder(&self.global);
            let (project, texts) = rayon::join(
                || Project::read(&self.global, None, &self.opening).map(Project::with_engine),
                || Cache { folder: &folder }.texts(Bodies::Wanted),
            );
            match project {
                Ok(project) => return self.opened(project, &texts),
                Err(trouble) => self.failed(trouble, &mut told),
            }
            match &watch {
                Some(watch) => while watch.next(ANYHOW).is_none() {},
                None => sleep(ANYHOW),
            }
        }
    }

    /// Shows `project`, says what is wrong with it, and remembers what was read for the next start.
    fn opened(&self, project: Project, texts: &Texts) -> &RwLock<State> {
        let state = self.state.get_or_init(|| RwLock::new(self.first(project, texts)));
        self.opening.finish();
        let now = read(state);
        self.tell(&now, None, &[]);
        let problems = now.problems();
        let errors: Vec<_> =
            problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
        // Standard error may be closed; then nobody waits for it.
        let _ = report::write(Format::Text, &errors, &now.texts(), &mut anstream::stderr());
        if !self.global.quiet {
            tell(&format!("{}, all of them at /{PREFIX}problems", report::summary(&problems)));
        }
        drop(now);
        self.remember();
        state
    }

    /// The state of a project that was just read; `texts` are remembered.
    fn first(&self, project: Project, texts: &Texts) -> State {
        self.opening.expect(pipeline::texts(&project.sources).count());
        let remembered = |path: &SourcePath, key| {
            self.opening.count();
            texts.recall(path, key)
        };
        State::new(project, self.day.day(), &remembered)
    }

    /// Says what keeps the site from being shown, unless that was `told` before.
    fn failed(&self, trouble: Trouble, told: &mut Vec<String>) {
        let texts = report::Texts { sources: &SourceSet::default(), project: trouble.files.clone() };
        let all = report::told(&trouble.diagnostics, &texts);
        let drawings: Vec<String> = all.into_iter().map(|told| told.drawing).collect();
        if *told != drawings {
            drawings.iter().for_each(|drawing| tell(drawing));
            *told = drawings;
        }
        self.opening.fail(trouble);
    }
}
