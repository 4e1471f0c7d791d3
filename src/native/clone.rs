//! A repository on this machine: where its parts lie.
//!
//! Only the layout is read here, and of the configuration two plain values: whether there is a work tree, and
//! where `origin` is. Submodules and linked work trees, whose `.git` is a file, are understood.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use git2::{Config, Oid};

use super::refs;
use crate::source::Remote;

/// Where the parts of a local repository lie.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub(super) struct Clone {
    /// The git folder: `.git`, the bare repository itself, or `.git/worktrees/<name>`.
    pub(super) git_dir: PathBuf,
    /// The git folder that holds objects and references; differs from `git_dir` in linked work trees.
    pub(super) common_dir: PathBuf,
    /// The folder of the checked-out files, if there is one and something was ever checked out.
    pub(super) work_tree: Option<PathBuf>,
}

impl Clone {
    /// The repository whose work tree or git folder is `folder` itself.
    pub(super) fn at(folder: &Path) -> Option<Clone> {
        let folder = folder.canonicalize().ok()?;
        let dot_git = folder.join(".git");
        let git_dir = match std::fs::read_to_string(&dot_git) {
            // A linked work tree or a submodule: `.git` is a file that names the git folder.
            Ok(text) => folder.join(text.strip_prefix("gitdir:")?.trim()).canonicalize().ok()?,
            Err(_) if dot_git.is_dir() => dot_git.clone(),
            Err(_) => folder.clone(),
        };
        if !git_dir.join("HEAD").is_file() {
            return None;
        }
        let common_dir = match std::fs::read_to_string(git_dir.join("commondir")) {
            Ok(text) => git_dir.join(text.trim_end()).canonicalize().ok()?,
            Err(_) => git_dir.clone(),
        };
        if !common_dir.join("objects").is_dir() {
            return None;
        }
        // Without an index nothing was checked out: a bare repository, or a clone with `--no-checkout`.
        let checked_out = dot_git.exists() && git_dir.join("index").exists();
        Some(Clone { work_tree: checked_out.then_some(folder), git_dir, common_dir })
    }

    /// The repository in whose work tree `folder` lies, and the folder's path within it (`""` is the root).
    pub(super) fn around(folder: &Path) -> Option<(Clone, String)> {
        let folder = folder.canonicalize().ok()?;
        let root = folder.ancestors().find(|ancestor| ancestor.join(".git").exists())?;
        let clone = Clone::at(root)?;
        let within = folder.strip_prefix(root).ok()?.to_str()?.replace(std::path::MAIN_SEPARATOR, "/");
        Some((clone, within))
    }

    /// Full name of the branch that is checked out, if one is, and its commit, if it has one.
    pub(super) fn head(&self) -> (Option<String>, Option<Oid>) {
        refs::head(&self.git_dir, &self.common_dir)
    }

    /// The branch that links to the forge should name: the one checked out if `origin` has it too, else `origin`'s
    /// default one, else the one checked out. A contributor's local branch exists on no forge.
    pub(super) fn published_branch(&self) -> Option<String> {
        let own = self.head().0.and_then(|name| name.strip_prefix("refs/heads/").map(str::to_owned));
        let is_published = |branch: &String| {
            refs::resolve(&self.common_dir, &format!("refs/remotes/origin/{branch}")).is_some()
        };
        if let Some(branch) = own.as_ref().filter(|branch| is_published(branch)) {
            return Some(branch.clone());
        }
        let default = refs::target(&self.common_dir, "refs/remotes/origin/HEAD");
        default.and_then(|name| name.strip_prefix("refs/remotes/origin/").map(str::to_owned)).or(own)
    }

    /// The page of `origin` on its forge.
    pub(super) fn forge(&self) -> Option<String> {
        let config = Config::open(&self.common_dir.join("config")).ok()?;
        let url = config.get_string("remote.origin.url").ok()?;
        page_of(&url)
    }

    /// Commits whose parents a shallow clone leaves out.
    pub(super) fn shallow_boundary(&self) -> BTreeSet<Oid> {
        let text = std::fs::read_to_string(self.common_dir.join("shallow")).unwrap_or_default();
        text.lines().filter_map(refs::full_id).collect()
    }
}

/// The forge's page of the address in a clone's own configuration, where passwords and `http` do occur: the
/// password is left out, and the page is offered over https.
fn page_of(url: &str) -> Option<String> {
    let url = url.strip_prefix("http://").map_or_else(|| url.to_owned(), |rest| format!("https://{rest}"));
    let url = match url.strip_prefix("https://").and_then(|rest| rest.split_once('/')) {
        Some((authority, path)) => {
            let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
            format!("https://{host}/{path}")
        }
        None => url,
    };
    Remote::parse(&url).ok()?.page()
}
