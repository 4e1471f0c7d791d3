//! What each kind of change on the disk comes to.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::*;
use crate::native::test::Repo;

/// A site in a scratch folder, with what is shown of it.
struct Site {
    scratch: TempDir,
    global: Global,
    state: RwLock<State>,
}

impl Site {
    /// A site of a few pages and minutes; `--source` takes the minutes from a clone.
    fn new() -> Site {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path().canonicalize().unwrap();
        let root = folder.join("site");
        write(&root, "content/index.md", "# Home\n\nHello.\n");
        write(&root, "content/page.md", "# Page\n\nFirst.\n\nSecond.\n");
        write(
            &root,
            "annals.yaml",
            "title: T\nsources:\n  - { name: pages, kind: pages, dir: content }\n  - { name: minutes, kind: minutes, repo: 'https://example.org/minutes', series: '{dir}' }\n",
        );
        let repo = Repo::new(&folder.join("clone"));
        repo.write("iaas/20240110.md", "# IaaS\n\nAs committed.\n\nMore.\n");
        repo.commit("jo", 10);
        let name = crate::base::SourceName::new("minutes");
        let global = Global {
            root: Some(root),
            source: vec![(name, folder.join("clone"))],
            quiet: true,
            ..Global::default()
        };
        let project = Project::open(&global, None).unwrap();
        Site { scratch, state: RwLock::new(State::new(project, AsOf::default().day(), &|_, _| None)), global }
    }

    /// A path of the scratch folder.
    fn path(&self, path: &str) -> PathBuf {
        self.scratch.path().canonicalize().unwrap().join(path)
    }

    /// Takes a burst at `paths`, and gives how many files were read, or nothing where nothing came of it.
    fn burst(&self, paths: &[&str]) -> Option<usize> {
        let paths = paths.iter().map(|path| self.path(path)).collect();
        let open = || Project::read(&self.global, None, &Quiet);
        let outcome = State::take(&self.state, &Burst { paths, lost: false }, open, AsOf::default().day());
        outcome.map(|outcome| outcome.update.read.len())
    }

    /// The page at `address`.
    fn html(&self, address: &str) -> String {
        let state = self.state.read().unwrap();
        page_at(&state, address).unwrap().html.to_string()
    }

    /// How many troubles keep what is on the disk from being shown.
    fn troubles(&self) -> usize {
        self.state.read().unwrap().trouble.len()
    }
}

/// Writes a file and the folders that it needs.
fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    fs::create_dir_all(file.parent().unwrap()).unwrap();
    fs::write(file, text).unwrap();
}

#[test]
fn a_saved_text_is_one_file() {
    let site = Site::new();
    let page = site.path("site/content/page.md");
    fs::write(&page, "# Page\n\nFirst.\n\nThird.\n").unwrap();
    assert_eq!(site.burst(&["site/content/page.md"]), Some(1));
    assert!(site.html("/page/").contains("Third."));
    assert_eq!(site.burst(&["site/content/page.md"]), None, "nothing changed");
    // An editor writes beside the file and renames; what is left is the file.
    fs::write(&page, "# Page\n\nFirst.\n\nFourth.\n").unwrap();
    assert_eq!(
        site.burst(&["site/content/page.md", "site/content/4913", "site/content/.page.md.swp"]),
        Some(1)
    );
    assert!(site.html("/page/").contains("Fourth."));
    assert_eq!(site.state.read().unwrap().session.work().linked, 1);
}

#[test]
fn files_and_folders_come_and_go() {
    let site = Site::new();
    write(&site.path("site"), "content/new/deep.md", "# Deep\n");
    assert_eq!(site.burst(&["site/content/new"]), Some(1));
    assert!(site.html("/new/deep/").contains("Deep"));
    fs::remove_dir_all(site.path("site/content")).unwrap();
    site.burst(&["site/content"]);
    assert!(site.html("/new/deep/").contains("not found"));
    write(&site.path("site"), "content/page.md", "# Again\n");
    site.burst(&["site/content", "site/content/page.md"]);
    assert!(site.html("/page/").contains("Again"));
}

#[test]
fn uncommitted_changes_of_a_clone_are_shown() {
    let site = Site::new();
    fs::write(site.path("clone/iaas/20240110.md"), "# IaaS\n\nAs written.\n\nMore.\n").unwrap();
    assert_eq!(site.burst(&["clone/iaas/20240110.md"]), Some(1));
    assert!(site.html("/minutes/iaas/20240110/").contains("As written."));
    assert_eq!(site.burst(&["clone/.git/index.lock", "clone/.git/objects/aa/bb"]), None);
}

#[test]
fn a_checkout_of_hundreds_of_files_is_followed() {
    let site = Site::new();
    let repo = Repo { folder: site.path("clone") };
    repo.git(&["checkout", "-q", "-b", "other"]);
    for number in 0..300 {
        repo.write(
            &format!("iaas/{}.md", 2023_0000 + number % 28 + 1 + 100 * (number / 28 + 1)),
            format!("# IaaS\n\nNumber {number}.\n"),
        );
    }
    repo.commit("jo", 11);
    repo.git(&["checkout", "-q", "main"]);
    site.burst(&["clone/iaas"]);
    let mut watch = Watch::new().unwrap();
    let (deep, flat) = site.state.read().unwrap().watched();
    assert_eq!(watch.set(&deep, &flat), []);
    let follow = |watch: &Watch, wanted: usize| {
        let open = || Project::read(&site.global, None, &Quiet);
        let meetings = || site.state.read().unwrap().session.record().documents.len();
        let mut rounds = 0;
        while meetings() != wanted {
            assert!(rounds < 30, "{} documents", meetings());
            rounds += 1;
            if let Some(burst) = watch.next(Duration::from_secs(1)) {
                State::take(&site.state, &burst, open, AsOf::default().day());
            }
        }
    };
    repo.git(&["checkout", "-q", "other"]);
    follow(&watch, 303);
    repo.git(&["checkout", "-q", "main"]);
    follow(&watch, 3);
}

#[test]
fn a_broken_template_leaves_the_last_good_one() {
    let site = Site::new();
    let good = site.html("/page/");
    write(&site.path("site"), "templates/page.html", "{% if");
    site.burst(&["site/templates/page.html"]);
    assert_eq!((site.troubles(), site.html("/page/")), (1, good.clone()));
    write(&site.path("site"), "templates/page.html", "<p>{{ page.title }}</p>");
    site.burst(&["site/templates/page.html"]);
    assert_eq!((site.troubles(), site.html("/page/").as_str()), (0, "<p>Page</p>"));
    fs::remove_file(site.path("site/templates/page.html")).unwrap();
    site.burst(&["site/templates"]);
    assert_eq!((site.troubles(), site.html("/page/")), (0, good));
}

#[test]
fn a_broken_configuration_leaves_the_last_good_site() {
    let site = Site::new();
    let (file, good) = (site.path("site/annals.yaml"), site.html("/page/"));
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, "titel: T\n").unwrap();
    site.burst(&["site/annals.yaml"]);
    assert!(site.troubles() > 0);
    assert_eq!(site.html("/page/"), good);
    fs::write(&file, text.replace("title: T", "title: Other")).unwrap();
    site.burst(&["site/annals.yaml"]);
    assert_eq!(site.troubles(), 0);
    assert!(site.html("/page/").contains("Other"));
}

#[test]
fn the_system_tells_of_changes() {
    let site = Site::new();
    let mut watch = Watch::new().unwrap();
    let (deep, flat) = site.state.read().unwrap().watched();
    assert_eq!(watch.set(&deep, &flat), []);
    let told = |name: &str| {
        let path = site.path(name);
        let is_told = |burst: Burst| burst.paths.contains(&path);
        (0..20).any(|_| watch.next(Duration::from_secs(1)).is_some_and(is_told))
    };
    write(&site.path("site"), "content/page.md", "# Changed\n");
    assert!(told("site/content/page.md"));
    write(&site.path("site"), "content/fresh/deep.md", "# Fresh\n");
    assert!(told("site/content/fresh"));
    write(&site.path("site"), "templates/page.html", "<p>");
    assert!(told("site/templates"));
    fs::rename(site.path("site/content/page.md"), site.path("site/content/moved.md")).unwrap();
    assert!(told("site/content/moved.md"));
}
