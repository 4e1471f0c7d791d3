//! A build that does not do again what an earlier one did.
//!
//! With the same inputs and an output folder that nobody touched, there is nothing to do at all: not even linking.
//! Otherwise texts that are the same are not read again, and pages that show the same are neither rendered nor
//! written. Where nothing but prose changed, it is known beforehand which pages show it, and no other is looked at. The
//! site is the same, byte for byte, as if nothing were remembered.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::cache::{Cache, Last, Stored, Texts};
use super::output::{self, OutputError, Written};
use super::project::Project;
use crate::base::{Date, Diagnostic, Hash, OutPath, SourcePath, Warned};
use crate::session::{Bodies, Known, Remembered, Session};
use crate::site::{Content, Site};

/// A site that is ready to be written.
pub(super) struct Built {
    /// Its files; those that stand in the output folder already by their hash.
    pub(super) site: Site,
    /// What was written last.
    last: Last,
    /// The hash of what it was made from.
    inputs: Hash,
    /// The hash of that without the texts.
    surroundings: Hash,
    /// The keys of its pages.
    keys: BTreeMap<OutPath, Hash>,
    /// What was wrong with it.
    diagnostics: Vec<Diagnostic>,
    /// What it was made with, unless nothing was made.
    session: Option<Session>,
}

/// Builds the site of `project` as it is on `day`, for the folder `out`.
pub(super) fn build(project: &Project, day: Date, out: &Path) -> Built {
    project.timings.begin("cache");
    let folder = project.cache_folder();
    let cache = Cache { folder: &folder };
    let sources = project.inputs(day);
    let (inputs, surroundings) = (sources.key(), sources.surroundings());
    let last = cache.last(out);
    if last.inputs == Some(inputs) && last.files.iter().all(|(path, file)| stands(out, path, file)) {
        let (keys, diagnostics) = (last.keys.clone(), last.diagnostics.clone());
        return Built { site: listing(&last), last, inputs, surroundings, keys, diagnostics, session: None };
    }
    let texts = cache.texts(Bodies::Wanted);
    // Few sites have plugins.
    let answers = if sources.config.plugins.is_empty() { Default::default() } else { cache.answers() };
    let answers = Remembered::new(answers);
    let session = Session::remembering(sources, &|path, key| texts.recall(path, key), answers, &|stage| {
        project.timings.begin(stage);
    });
    let is_same = last.surroundings == Some(surroundings);
    let changed = is_same.then(|| changed(&session, &last, &texts)).flatten();
    let (built, keys) = session.site_beside(&Beside { last: &last, out, changed });
    let Warned { value: site, diagnostics } = built;
    Built { site, last, inputs, surroundings, keys, diagnostics, session: Some(session) }
}

/// The texts that changed since `last`, if none of them says anything else to other pages.
fn changed(session: &Session, last: &Last, texts: &Texts) -> Option<BTreeSet<SourcePath>> {
    let changed = session.readings().filter(|(text, key, _)| last.texts.get(&text.path) != Some(key));
    let is_prose = |path: &SourcePath| {
        let before = last.texts.get(path).and_then(|key| texts.recall(path, *key)).zip(texts.lines(path));
        before.is_some_and(|(read, lines)| session.says_the_same(path, &read, &lines))
    };
    changed.map(|(text, ..)| is_prose(&text.path).then_some(text.path)).collect()
}

/// What stands in the output folder.
struct Beside<'a> {
    /// What was written last.
    last: &'a Last,
    /// The folder.
    out: &'a Path,
    /// The texts that changed, if nothing else did.
    changed: Option<BTreeSet<SourcePath>>,
}

impl Known for Beside<'_> {
    fn same(&self, path: &OutPath, document: Option<&SourcePath>) -> Option<(Hash, Hash)> {
        let changed = self.changed.as_ref()?;
        let key = *self.last.keys.get(path)?;
        let is_other = document.is_some_and(|document| changed.contains(document));
        Some((key, self.html(path, key)?)).filter(|_| !is_other)
    }

    fn html(&self, path: &OutPath, key: Hash) -> Option<Hash> {
        let file = self.last.files.get(path).filter(|_| self.last.keys.get(path) == Some(&key))?;
        stands(self.out, path, file).then_some(file.stamp.hash)
    }
}

/// The site of `last`.
fn listing(last: &Last) -> Site {
    let content = |file: &Stored| match &file.copy {
        Some(path) => Content::Copy(path.clone()),
        None => Content::Known(file.stamp.hash),
    };
    Site { files: last.files.iter().map(|(path, file)| (path.clone(), content(file))).collect() }
}

/// Whether the file at `path` of the folder `out` has the bytes that it was given, or is a copy, which is compared
/// with its source in any case.
fn stands(out: &Path, path: &OutPath, file: &Stored) -> bool {
    let target = output::on_disk(out, path);
    file.copy.is_some()
        || file.stamp.holds(&target)
        || std::fs::read(&target).is_ok_and(|bytes| Hash::of(&bytes) == file.stamp.hash)
}

impl Built {
    /// Makes the folder `out` hold exactly this site.
    pub(super) fn write(&self, project: &Project, out: &Path) -> Result<Written, OutputError> {
        let stamps = |path: &OutPath| Some(self.last.files.get(path)?.stamp);
        output::write_beside(&self.site, &project.assets, out, &stamps)
    }

    /// Everything that is wrong, sorted and without repeats.
    pub(super) fn diagnostics(&self, project: &Project) -> Vec<Diagnostic> {
        let mut all: Vec<Diagnostic> = self.diagnostics.iter().chain(project.reading()).cloned().collect();
        all.sort();
        all.dedup();
        all
    }

    /// Remembers what was done, where anything was.
    pub(super) fn remember(&self, project: &Project, out: &Path, written: &Written) {
        let folder = project.cache_folder();
        let cache = Cache { folder: &folder };
        if let Some(session) = &self.session
            && session.work().read > 0
        {
            cache.remember_texts(Bodies::Wanted, session.readings());
        }
        if let Some(answers) = self.session.as_ref().and_then(Session::answers) {
            cache.remember_answers(&answers);
        }
        // What could not be copied may be there the next time.
        let inputs = written.lost.is_empty().then_some(self.inputs);
        let stored = |(path, stamp): (&OutPath, &super::cache::Stamp)| {
            let copy = match self.site.files.get(path) {
                Some(Content::Copy(path)) => Some(path.clone()),
                _ => None,
            };
            (path.clone(), Stored { copy, stamp: *stamp })
        };
        let texts = match &self.session {
            Some(session) => session.readings().map(|(text, key, _)| (text.path, key)).collect(),
            None => self.last.texts.clone(),
        };
        let now = Last {
            inputs,
            surroundings: Some(self.surroundings),
            texts,
            files: written.stamps.iter().map(stored).collect(),
            keys: self.keys.clone(),
            diagnostics: self.diagnostics.clone(),
        };
        if now != self.last {
            cache.remember_last(out, &now);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use tempfile::TempDir;

    use super::*;
    use crate::native::cli::{AsOf, Global};
    use crate::session::Work;

    /// A small site in a scratch folder.
    struct Site {
        scratch: TempDir,
    }

    impl Site {
        /// A site of three pages and a picture.
        fn new() -> Site {
            let site = Site { scratch: tempfile::tempdir().unwrap() };
            site.write("content/index.md", "# Home\n\nHello.\n\n![p](p.png)\n");
            site.write("content/a.md", "# A\n\nFirst words.\n\nSecond [b](b.md).\n");
            site.write("content/b.md", "# B\n\n```bash\nls -l\n```\n\n[nowhere](nowhere.md)\n");
            site.write("content/p.png", "picture");
            site
        }

        /// A path of the site.
        fn path(&self, path: &str) -> PathBuf {
            self.scratch.path().join(path)
        }

        /// Writes a file.
        fn write(&self, path: &str, text: &str) {
            let file = self.path(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        }

        /// Builds, compares the folder with one that is built with nothing remembered, and gives the work that was
        /// done and how many files were written.
        #[track_caller]
        fn build(&self) -> (Option<Work>, usize) {
            let global =
                Global { root: Some(self.scratch.path().to_owned()), quiet: true, ..Global::default() };
            let (out, day) = (self.path("site"), AsOf::default().day());
            let project = Project::open(&global, Some(&out)).unwrap();
            let built = build(&project, day, &out);
            let written = built.write(&project, &out).unwrap();
            built.remember(&project, &out, &written);
            let clean = project.build(&AsOf::default());
            assert_eq!(built.diagnostics(&project), clean.diagnostics);
            let fresh = self.path("fresh");
            let _ = fs::remove_dir_all(&fresh);
            output::write(&clean.value.site, &project.assets, &fresh).unwrap();
            assert_eq!(output::listing(&out), output::listing(&fresh));
            fs::remove_dir_all(&fresh).unwrap();
            (built.session.map(|session| session.work()), written.created + written.changed)
        }
    }

    /// That much work.
    fn work(read: usize, linked: usize, shown: usize, rendered: usize) -> Option<Work> {
        Some(Work { read, linked, shown, rendered })
    }

    #[test]
    fn nothing_changed_is_no_work() {
        let site = Site::new();
        let (first, files) = site.build();
        assert_eq!((first.map(|work| work.read), files > 8), (Some(3), true));
        assert_eq!(site.build(), (None, 0));
    }

    #[test]
    fn a_changed_sentence_is_one_page() {
        let site = Site::new();
        site.build();
        site.write("content/a.md", "# A\n\nFirst words.\n\nOther [b](b.md).\n");
        // Two files: the published record says on which line the link stands.
        assert_eq!(site.build(), (work(1, 1, 1, 1), 2));
        assert_eq!(site.build(), (None, 0));
    }

    #[test]
    fn a_changed_title_is_looked_for_on_every_page() {
        let site = Site::new();
        site.build();
        site.write("content/a.md", "# Another\n\nFirst words.\n\nSecond [b](b.md).\n");
        let all = site.build().0.map(|work| work.shown);
        assert!(all > Some(3), "{all:?}");
        // What lies beside a text is its surroundings, too.
        site.write("content/more.png", "picture");
        assert_eq!(site.build().0.map(|work| (work.read, work.shown)), all.map(|all| (0, all)));
    }

    #[test]
    fn what_another_output_folder_has_is_not_mixed_up() {
        let site = Site::new();
        site.build();
        let first = fs::read(site.path(".annals/cache/files")).unwrap();
        site.write("content/a.md", "# A\n\nFirst words.\n\nOther [b](b.md).\n");
        site.build();
        // Another process wrote what it had read: not what this folder was built from.
        fs::write(site.path(".annals/cache/files"), first).unwrap();
        site.write("content/b.md", "# B\n\nOther [a](a.md).\n");
        site.build();
    }

    #[test]
    fn what_is_missing_or_was_touched_is_written_again() {
        let site = Site::new();
        site.build();
        fs::remove_file(site.path("site/a/index.html")).unwrap();
        site.write("site/b/index.html", "touched");
        let (done, written) = site.build();
        assert_eq!((done.map(|work| (work.read, work.rendered)), written), (Some((0, 2)), 2));
        fs::remove_dir_all(site.path("site")).unwrap();
        assert_eq!(site.build().0.map(|work| work.read), Some(0));
    }

    #[test]
    fn a_picture_that_changed_is_copied() {
        let site = Site::new();
        site.build();
        site.write("content/p.png", "another picture");
        assert_eq!(site.build(), (None, 1));
    }

    #[test]
    fn a_drawing_is_published_without_what_runs() {
        let site = Site::new();
        site.write("content/d.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"a()\"><g/></svg>");
        site.write("content/b.md", "# B\n\n![d](d.svg)\n");
        site.build();
        let published = output::listing(&site.path("site"));
        let drawing = published.iter().find(|(name, _)| name.ends_with("d.svg")).unwrap().1;
        assert_eq!(drawing, b"<svg xmlns=\"http://www.w3.org/2000/svg\"><g></g></svg>\n");
        assert_eq!(site.build(), (None, 0));
    }

    #[test]
    fn a_damaged_cache_costs_time_alone() {
        let site = Site::new();
        site.build();
        for entry in fs::read_dir(site.path(".annals/cache")).unwrap().flatten() {
            let mut bytes = fs::read(entry.path()).unwrap();
            let half = bytes.len() / 2;
            bytes[half] ^= 0x55;
            fs::write(entry.path(), bytes).unwrap();
        }
        assert_eq!(site.build().0.map(|work| work.read), Some(3));
        assert_eq!(site.build(), (None, 0));
    }

    #[test]
    fn a_template_that_fails_is_told_each_time() {
        let site = Site::new();
        site.write("templates/page.html", "{{ nothing.at.all }}");
        site.build();
        site.build();
        site.write("content/a.md", "# A\n\nOther.\n");
        site.build();
    }
}
