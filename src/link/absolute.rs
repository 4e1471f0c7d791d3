//! Where an absolute URL leads: it may name a document of the record in several ways.
//!
//! A file on a forge, an old home, the site itself, a picture on a pad server. Everything else leads out of the
//! site and is left as it is, also where it cannot be known whether it exists: another branch, another site.

use super::forge::{Address, FileAddress, decode, file_address, split};
use super::home::{prefix_rest, without_scheme};
use super::resolve::{Case, Certainty, is_shown_by_browsers};
use super::tree::{Found, Hit, Repository, Way, join};
use super::{DocumentId, Target, problem};
use crate::base::{Date, RelPath, SourcePath};
use crate::source::File;
use crate::source::config::Move;

impl Case<'_> {
    /// An `http` or `https` URL.
    pub(super) fn absolute(&mut self, target: &str) -> Target {
        let external = || Target::External(target.to_owned());
        if let Some(asset) = self.pad_upload(target) {
            return asset;
        }
        let Some(address) = Address::parse(target) else { return external() };
        let file = file_address(&address);
        let place = || [&*address.host, "/", address.path].concat();
        if let Some(place) = self.site.homes.may_hold(&address.host, file.is_some()).then(place)
            && let Some(found) = self.moved(&place, address.fragment)
        {
            let is_told = self.is_told_dead(&place);
            if let Target::Document(id, _) = &found
                && (is_told || self.is_dead(target, &address, file.as_ref()))
            {
                let now = self.home(*id, address.fragment);
                // What another program makes of the same address of this site cannot be known, only told.
                let is_sure = (is_told || file.is_some()) && !self.is_in_minutes();
                self.report(problem::old_address(split(target).0, &now, is_sure));
            }
            return found;
        }
        if let Some(file) = file {
            return self.on_forge(target, &address, &file);
        }
        if let Some(path) = self.own_path(&address) {
            if let Some(found) = self.site_path(path, address.fragment, true) {
                return found;
            }
            if self.site.is_shown
                && let Some(nearest) = self.evidence(path)
            {
                return self.broken(problem::no_page(self.is_picture(), path, Some(nearest)));
            }
        }
        external()
    }

    /// A picture on a pad server that has the same name beside the document: `…/uploads/UUID.png`.
    fn pad_upload(&mut self, target: &str) -> Option<Target> {
        let path = split(target).0;
        let (rest, name) = path.rsplit_once('/')?;
        let (stem, _) = name.rsplit_once('.')?;
        let is_uuid = stem.len() == 36
            && stem.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        if !rest.ends_with("/uploads") || !is_uuid {
            return None;
        }
        let path = RelPath::resolve(self.from.path.path.folder(), name).ok()?;
        let file = self.source()?.files.get(&path)?;
        matches!(file, File::Asset | File::Data(_))
            .then(|| Target::Asset(SourcePath::new(&self.from.path.source, &path)))
    }

    /// What lies at the new home of `place`, a URL without its scheme, when the configuration says it moved.
    pub(super) fn moved(&mut self, place: &str, fragment: Option<&str>) -> Option<Target> {
        let site = self.site;
        let mut homes: Vec<(&str, &Move)> =
            site.homes.around(place).map(|(rest, home)| (rest, home.entry)).collect();
        if homes.is_empty() {
            return None;
        }
        // The longest prefix leaves the shortest rest.
        homes.sort_by_key(|(rest, _)| rest.len());
        let was_on_forge =
            Address::parse(&format!("https://{place}")).is_some_and(|old| file_address(&old).is_some());
        for (rest, home) in homes {
            let (Some(source), Some(tree)) = (site.sources.get(&home.source), site.trees.of(&home.source))
            else {
                continue;
            };
            let below = match (home.to.as_str(), decode(rest)) {
                (to, rest) if to.is_empty() || to.ends_with('/') => {
                    format!("{to}{}", rest.trim_start_matches('/'))
                }
                (to, rest) => format!("{to}{rest}"),
            };
            let path = join(&source.folder, &below);
            // An old page of a site is not to be found on a forge.
            let is_home = |hit: &Hit| hit.way != Way::Case && (was_on_forge || self.has_page(tree, hit));
            if let Some(hit) = tree.find(&path).filter(is_home) {
                return Some(self.hit(tree, &hit, fragment, None, Certainty::Sure));
            }
            let url = super::route::folder_url(&source.config.at, &below);
            if let Some((spot, Way::Exact)) = site.addresses.find(&url) {
                return Some(self.spot(spot, fragment));
            }
        }
        None
    }

    /// Whether the configuration says that nothing answers at `place`, a URL without its scheme, any more.
    fn is_told_dead(&self, place: &str) -> bool {
        let nearest = self.site.homes.around(place).min_by_key(|(rest, _)| rest.len());
        nearest.is_some_and(|(_, home)| home.entry.dead)
    }

    /// Whether nothing is at `address`, where a forge shows `file`, any more, as far as that can be known: no file of a
    /// configured repository, or no page of this site.
    fn is_dead(&self, target: &str, address: &Address, file: Option<&FileAddress>) -> bool {
        if let Some(file) = file {
            let Some(&number) = self.site.forges.get(&file.repository) else { return false };
            let tree = &self.site.trees.repositories[number];
            let names = &file.revision_and_path;
            let own = (1..names.len()).find(|&length| tree.is_own_revision(&names[..length].join("/")));
            let Some(path) = own.map(|length| names[length..].join("/")) else { return false };
            let is_sure = || {
                self.site.homes.has_moved_away(without_scheme(target))
                    || tree.is_surely_missing(&path, self.is_picture())
            };
            return tree.find(&path).is_none() && tree.knows(&path) && is_sure();
        }
        self.own_path(address).is_some_and(|path| self.site.addresses.find(path).is_none())
    }

    /// Where the document `id` is kept, as a link to it would be written.
    fn home(&self, id: DocumentId, fragment: Option<&str>) -> String {
        let path = &self.site.entries[id.0 as usize].path;
        let source = self.site.sources.get(&path.source);
        match (source, self.site.trees.of(&path.source)) {
            (Some(source), Some(tree)) => {
                self.spelling(tree, &join(&source.folder, path.path.as_str()), fragment)
            }
            _ => path.to_string(),
        }
    }

    /// Whether what was found is to be seen on the site.
    pub(super) fn has_page(&self, tree: &Repository, hit: &Hit) -> bool {
        match hit.found {
            Found::Document(_) => true,
            Found::Asset(_) => self.is_picture() || is_shown_by_browsers(&hit.path),
            Found::Other => false,
            Found::Folder => {
                tree.index_of(&hit.path).is_some() || self.site.made_for(tree, &hit.path).is_some()
            }
        }
    }

    /// A file or folder of a repository on a forge.
    fn on_forge(&mut self, target: &str, address: &Address, file: &FileAddress) -> Target {
        let site = self.site;
        let external = || Target::External(target.to_owned());
        let Some(&number) = site.forges.get(&file.repository) else { return external() };
        let tree = &site.trees.repositories[number];
        let names = &file.revision_and_path;
        let own = (1..=names.len()).find(|&length| tree.is_own_revision(&names[..length].join("/")));
        if let Some(length) = own {
            let path = names[length..].join("/");
            return match tree.find(&path) {
                // The repository itself is meant, not a page of the site.
                Some(hit) if hit.path.is_empty() => external(),
                Some(hit) => self.hit(tree, &hit, address.fragment, Some(target), Certainty::Sure),
                None if site.is_shown
                    && tree.knows(&path)
                    && (site.homes.has_moved_away(without_scheme(target))
                        || tree.is_surely_missing(&path, self.is_picture())) =>
                {
                    let (name, _) = tree.sources[0];
                    let near = tree.nearest(&path).map(|near| self.spelling(tree, near, address.fragment));
                    let problem = problem::no_file(self.is_picture(), &path, name, near);
                    let problem = match self.newer_than(tree) {
                        Some(day) => problem.hint(problem::read_before(name, day)),
                        None => problem,
                    };
                    self.missing(problem, tree.wanted(&path));
                    Target::Broken
                }
                None => external(),
            };
        }
        // Another revision: its name may hold slashes, and it may be left out.
        for length in [1, 2, 3, 0] {
            let Some(path) = names.get(length..).map(|path| path.join("/")).filter(|path| !path.is_empty())
            else {
                continue;
            };
            if length > 1 && !path.contains('/') {
                continue;
            }
            if let Some(hit) = tree.find(&path)
                && matches!(hit.way, Way::Exact | Way::Bare)
                && hit.found != Found::Other
            {
                if length == 0 {
                    let (_, source) = tree.sources[0];
                    let branch = source.branch.as_deref().unwrap_or("main");
                    self.missing(problem::no_revision(&path, branch), None);
                }
                return self.hit(tree, &hit, address.fragment, Some(target), Certainty::OtherRevision);
            }
        }
        external()
    }

    /// The day as of which `tree` was read, if the document changed after it: then its author may have seen more.
    fn newer_than(&self, tree: &Repository) -> Option<Date> {
        let own = self.source()?.history.files.get(&self.from.path.path)?;
        let changed = own.last.as_ref()?.date;
        tree.newest.filter(|day| *day < changed)
    }

    /// The path below the site's own URL.
    fn own_path<'t>(&self, address: &Address<'t>) -> Option<&'t str> {
        let own = self.site.own.as_ref()?;
        if own.host != address.host {
            return None;
        }
        prefix_rest(own.path.trim_end_matches('/'), address.path).map(|rest| rest.trim_start_matches('/'))
    }

    /// The page that was meant by an absolute URL of the site that no page has.
    ///
    /// Nothing where it is not sure that the page is missing: the site of that URL may be made from more repositories
    /// than are configured here, so a page of nearly the same name must stand in that folder, or one of the same name
    /// in the same part of the site.
    fn evidence(&self, path: &str) -> Option<String> {
        let wanted = path.trim_matches('/');
        let addresses = &self.site.addresses;
        let part = |path: &str| path.split('/').next().map(str::to_owned);
        let moved = || addresses.namesake(wanted).filter(|found| part(found) == part(wanted));
        let found = addresses.beside(wanted).filter(|_| wanted.contains('/')).or_else(moved)?;
        Some(format!("{found}/"))
    }
}
