//! Where a reference leads.
//!
//! A reference is a relative path, a path from the site's root, an anchor, or an absolute URL; URLs of configured
//! repositories, of old homes and of the site itself mean documents of the record like any path. What is certain
//! not to exist is reported; what cannot be known, such as another branch or another site, is left alone.

use std::collections::{BTreeMap, BTreeSet};

use super::address::{Addresses, Spot};
use super::anchor::{Fragment, fragment};
use super::fault::{Fault, Problem};
use super::forge::{Address, View, decode, split};
use super::home::Homes;
use super::tree::{Found, Hit, Repository, Trees, Way, join};
use super::{DocumentId, Entry, Target, problem};
use crate::base::{Diagnostic, OutPath, RelPath, SourceName, SourcePath};
use crate::document::{Reference, ReferenceKind};
use crate::source::{Kind, Source};

/// Everything that references are held against.
pub(super) struct Site<'a> {
    /// The sources by name.
    pub sources: &'a BTreeMap<SourceName, Source>,
    /// Whether there are pages, on which a link can lead to a place. Where none are, nobody is told of links that lead
    /// nowhere, either.
    pub is_shown: bool,
    /// The site's own URL.
    pub own: Option<Address<'a>>,
    /// Where something was before.
    pub homes: Homes<'a>,
    /// What exists in the repositories.
    pub trees: Trees<'a>,
    /// All documents, their targets still empty.
    pub entries: &'a [Entry],
    /// The pages by URL.
    pub addresses: Addresses,
    /// Files of the site that no source has and that are no pages.
    pub files: &'a BTreeSet<OutPath>,
    /// Repositories by the key of each of their forge URLs.
    pub forges: BTreeMap<String, usize>,
    /// Pages that Annals makes for folders: repository and folder to URL path.
    pub made: BTreeMap<(usize, String), String>,
    /// Pages that list what lies in folders, in the same way.
    pub folders: BTreeMap<(usize, String), String>,
}

/// One reference on its way.
pub(super) struct Case<'a> {
    /// What it is held against.
    pub(super) site: &'a Site<'a>,
    /// The document it stands in.
    pub(super) from: &'a Entry,
    /// Number of that document.
    pub(super) id: DocumentId,
    /// The reference.
    pub(super) reference: &'a Reference,
    /// What it is about to be reported.
    pub(super) diagnostics: &'a mut Vec<Diagnostic>,
    /// What was found wrong with it.
    fault: Option<Fault>,
}

/// How much is known of the place that a reference names.
#[derive(Debug, Copy, Clone, Eq, PartialEq)]
pub(super) enum Certainty {
    /// The text that was read is the text that is meant.
    Sure,
    /// Another revision is meant, of which nothing is known: no complaint about headings and letter case.
    OtherRevision,
}

/// Where `reference` of document `id` leads, and what is wrong with it.
pub(super) fn resolve(
    site: &Site,
    id: DocumentId,
    reference: &Reference,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Target, Option<Fault>) {
    let from = &site.entries[id.0 as usize];
    // What no reader sees breaks no page: the record alone knows of it.
    let is_hidden = reference.kind == ReferenceKind::Comment;
    let mut unsaid = Vec::new();
    let diagnostics = if is_hidden { &mut unsaid } else { diagnostics };
    let mut case = Case { site, from, id, reference, diagnostics, fault: None };
    let found = match case.resolve(reference.target.trim()) {
        Target::Asset(_) if is_hidden => Target::External(reference.target.clone()),
        found => found,
    };
    if case.is_picture()
        && let Target::External(url) = &found
        && (url.starts_with("http") || url.starts_with("//"))
    {
        case.report(problem::elsewhere(url));
    }
    (found, case.fault)
}

impl Case<'_> {
    /// Where `target`, what the reference names, leads.
    fn resolve(&mut self, target: &str) -> Target {
        if target.is_empty() {
            return Target::Broken;
        }
        if let Some(written) = target.strip_prefix('#') {
            return self.on_same_page(written);
        }
        if ["https://", "http://"].iter().any(|scheme| target.starts_with(scheme)) {
            return self.absolute(target);
        }
        match crate::document::url::scheme(target).as_deref() {
            Some("http" | "https") => self.absolute(target),
            // Minutes are not to hand out addresses; the words of the link stay.
            Some("mailto") if self.is_in_minutes() => Target::Broken,
            Some(_) if crate::document::url::is_safe(target) => Target::External(target.to_owned()),
            Some(scheme) => {
                self.report(problem::unsafe_link(scheme));
                Target::Broken
            }
            None if target.starts_with("//") => Target::External(target.to_owned()),
            None if target.starts_with('/') => self.at_root(target),
            None => self.relative(target),
        }
    }

    /// Reports `diagnostic` at the reference.
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(problem::at(diagnostic, &self.from.path, self.reference.span));
    }

    /// Reports `diagnostic` at the reference, which leads nowhere.
    pub(super) fn broken(&mut self, diagnostic: Diagnostic) -> Target {
        self.missing(diagnostic, None);
        Target::Broken
    }

    /// Whether the reference stands in minutes.
    pub(super) fn is_in_minutes(&self) -> bool {
        let source = self.site.sources.get(&self.from.path.source);
        source.is_some_and(|source| source.config.kind == Kind::Minutes)
    }

    /// Reports `diagnostic` at the reference: the file `wanted` does not exist, or nothing does that it names.
    pub(super) fn missing(&mut self, diagnostic: Diagnostic, wanted: Option<SourcePath>) {
        self.report(diagnostic);
        self.fault = Some(Fault { problem: Problem::Missing, wanted });
    }

    /// Whether the reference shows a picture.
    pub(super) fn is_picture(&self) -> bool {
        self.reference.kind == ReferenceKind::Picture
    }

    /// An anchor of the document itself.
    fn on_same_page(&mut self, written: &str) -> Target {
        match self.anchor(self.id, Some(written), Certainty::Sure) {
            Some(anchor) => Target::Anchor(anchor),
            None => Target::Anchor(String::new()),
        }
    }

    /// A relative path.
    fn relative(&mut self, target: &str) -> Target {
        let (path, _, fragment) = split(target);
        if path.is_empty() {
            // `?plain=1#L3` alone means the document itself.
            return self.document(self.id, fragment, Certainty::Sure);
        }
        let site = self.site;
        let (Some(source), Some(tree)) = (self.source(), site.trees.of(&self.from.path.source)) else {
            return Target::Broken;
        };
        let folder = join(&source.folder, self.from.path.path.folder());
        let resolved =
            [decode(path), path.to_owned()].into_iter().map(|path| RelPath::resolve(&folder, &path));
        let mut first = None;
        for path in resolved {
            let path = match path {
                Ok(path) => path.as_str().to_owned(),
                Err(crate::base::PathError::Empty) => String::new(),
                Err(_) => continue,
            };
            if let Some(hit) = tree.find(&path) {
                return self.hit(tree, &hit, fragment, None, Certainty::Sure);
            }
            first.get_or_insert(path);
        }
        let Some(path) = first else {
            return self.broken(problem::outside(self.is_picture(), target));
        };
        if !tree.knows(&path) {
            return match tree.view(View::File, &path) {
                Some(url) => Target::External(with_fragment(url, fragment)),
                None => self.broken(problem::outside(self.is_picture(), target)),
            };
        }
        // Other generators let a relative link name the page by the URL they gave it.
        let below = path.strip_prefix(source.folder.trim_matches('/')).unwrap_or(&path);
        let url = super::route::folder_url(&source.config.at, below);
        if let Some((spot, Way::Exact)) = site.addresses.find(&url) {
            return self.spot(spot, fragment);
        }
        if site.is_shown {
            let near = tree.nearest(&path).map(|near| self.spelling(tree, near, fragment));
            let problem = problem::no_file(self.is_picture(), &path, &self.from.path.source, near);
            self.missing(problem, tree.wanted(&path));
        }
        Target::Broken
    }

    /// A path from the site's root.
    fn at_root(&mut self, target: &str) -> Target {
        let (path, _, fragment) = split(target);
        if let Some(found) = self.site_path(path, fragment, false) {
            return found;
        }
        let nearest = self.nearest_page(path);
        self.broken(problem::no_page(self.is_picture(), path, nearest))
    }

    /// What a path from the site's root means: a page, a file below the place of a source, a file of the
    /// document's own source (as forges show it), one of its `static` folder (as most generators copy it), or a file
    /// of the site that no source has.
    ///
    /// With `pages_only`, what the site does not show is not found: then the URL is better left as it is.
    pub(super) fn site_path(
        &mut self,
        path: &str,
        fragment: Option<&str>,
        pages_only: bool,
    ) -> Option<Target> {
        let site = self.site;
        if let Some((spot, way)) = site.addresses.find(path) {
            if way == Way::Case {
                let right = self.url_of(spot);
                self.missing(problem::wrong_case(path, &format!("/{right}")), None);
            }
            return Some(self.spot(spot, fragment));
        }
        let decoded = decode(path);
        let decoded = decoded.trim_start_matches('/');
        let own = self.source().map(|source| (&self.from.path.source, source));
        let mut tries: Vec<(&SourceName, String)> = Vec::new();
        for (name, source) in site.sources {
            let at = source.config.at.trim_matches('/');
            let below = if at.is_empty() { Some(decoded) } else { decoded.strip_prefix(at) };
            let below = below.filter(|below| at.is_empty() || below.starts_with('/'));
            tries.extend(below.map(|below| (name, join(&source.folder, below.trim_start_matches('/')))));
        }
        if let Some((name, source)) = own {
            tries.push((name, join(&source.folder, decoded)));
            tries.push((name, join(&source.folder, &format!("static/{decoded}"))));
        }
        for (name, path) in tries {
            let tree = site.trees.of(name)?;
            if let Some(hit) = tree.find(&path)
                && if pages_only { self.has_page(tree, &hit) } else { hit.found != Found::Other }
            {
                return Some(self.hit(tree, &hit, fragment, None, Certainty::Sure));
            }
        }
        if let Some(file) = OutPath::new(decoded).ok().filter(|file| site.files.contains(file)) {
            return Some(Target::Page(file.as_str().to_owned(), None));
        }
        let place = site.own.as_ref().map_or_else(
            || format!("/{decoded}"),
            |own| format!("{}/{}", own.host, join(own.path.trim_matches('/'), decoded)),
        );
        self.moved(&place, fragment)
    }

    /// The page that was meant by a URL of the site that no page has.
    pub(super) fn nearest_page(&self, path: &str) -> Option<String> {
        let wanted = path.trim_matches('/');
        let addresses = &self.site.addresses;
        let found = addresses.beside(wanted).or_else(|| addresses.namesake(wanted))?;
        Some(format!("{found}/"))
    }

    /// The source of the document.
    pub(super) fn source(&self) -> Option<&'_ Source> {
        self.site.sources.get(&self.from.path.source)
    }

    /// A page of the site.
    pub(super) fn spot(&mut self, spot: &Spot, fragment: Option<&str>) -> Target {
        match spot {
            Spot::Document(id) => self.document(*id, fragment, Certainty::Sure),
            Spot::Page(url) => Target::Page(url.clone(), None),
        }
    }

    /// URL path of a page.
    fn url_of(&self, spot: &Spot) -> String {
        match spot {
            Spot::Document(id) => self.site.entries[id.0 as usize].url.clone(),
            Spot::Page(url) => url.clone(),
        }
    }

    /// A document and perhaps a heading of it.
    fn document(&mut self, id: DocumentId, fragment: Option<&str>, certainty: Certainty) -> Target {
        let anchor = self.anchor(id, fragment, certainty);
        Target::Document(id, anchor)
    }

    /// The anchor that `written` means in document `id`.
    fn anchor(&mut self, id: DocumentId, written: Option<&str>, certainty: Certainty) -> Option<String> {
        if !self.site.is_shown {
            return None;
        }
        let entry = &self.site.entries[id.0 as usize];
        let (right, near) = match fragment(&entry.facts, written) {
            Fragment::Page => return None,
            Fragment::Anchor(anchor) => return Some(anchor),
            Fragment::Spelling(right) => (Some(right.to_owned()), Some(right)),
            Fragment::Missing(near) => (None, near),
        };
        if certainty == Certainty::Sure {
            self.report(problem::no_anchor(written.unwrap_or_default(), &entry.path, near));
            // A page that is missing has no places.
            self.fault.get_or_insert(Fault { problem: Problem::WrongAnchor, wanted: None });
        }
        right
    }

    /// A path of a repository that was found. `absolute` is the URL that named it, if one did.
    pub(super) fn hit(
        &mut self,
        tree: &Repository,
        hit: &Hit,
        fragment: Option<&str>,
        absolute: Option<&str>,
        certainty: Certainty,
    ) -> Target {
        match hit.way {
            Way::Exact => {}
            // The site has pages at such addresses, the forge has not.
            Way::Bare => {
                if let (Some(_), Certainty::Sure) = (absolute, certainty) {
                    let bare = hit.path.rsplit_once('.').map_or(hit.path.as_str(), |(bare, _)| bare);
                    let (name, _) = tree.sources[0];
                    let near = self.spelling(tree, &hit.path, fragment);
                    self.missing(
                        problem::no_file(self.is_picture(), bare, name, Some(near)),
                        tree.wanted(bare),
                    );
                }
            }
            Way::Case => {
                let right = self.spelling(tree, &hit.path, fragment);
                self.missing(problem::wrong_case(&self.reference.target, &right), None);
            }
            Way::Renamed => {
                let now = self.spelling(tree, &hit.path, fragment);
                self.missing(problem::renamed(&self.reference.target, &now), None);
            }
        }
        // What is shown on the forge keeps the URL it has, unless that would lead nowhere.
        let outside = |view| match absolute {
            Some(url) if matches!(hit.way, Way::Exact | Way::Bare) => Some(url.to_owned()),
            _ => tree.view(view, &hit.path).map(|url| with_fragment(url, fragment)),
        };
        match hit.found {
            Found::Document(id) => self.document(id, fragment, certainty),
            Found::Asset(number) => {
                let asset = tree.asset(number, &hit.path).map(Target::Asset);
                let is_shown = self.is_picture() || is_shown_by_browsers(&hit.path);
                let url = if is_shown { None } else { outside(View::File) };
                url.map(Target::External).or(asset).unwrap_or(Target::Broken)
            }
            Found::Other => match outside(if self.is_picture() { View::Raw } else { View::File }) {
                Some(url) => Target::External(url),
                None => self.broken(problem::not_published(self.is_picture(), &hit.path)),
            },
            Found::Folder => {
                if let Some(id) = tree.index_of(&hit.path) {
                    return self.document(id, fragment, certainty);
                }
                // What a URL of the forge names is the folder there, with all that it holds.
                let listed = || self.site.listed_at(tree, &hit.path).filter(|_| absolute.is_none());
                if let Some(url) = self.site.made_for(tree, &hit.path).or_else(listed) {
                    return Target::Page(url.to_owned(), None);
                }
                match outside(View::Folder) {
                    Some(url) => Target::External(url),
                    None => self.broken(problem::no_folder_page(&hit.path)),
                }
            }
        }
    }
}

impl Site<'_> {
    /// The page that Annals makes for `folder` of `tree`.
    pub(super) fn made_for(&self, tree: &Repository, folder: &str) -> Option<&str> {
        self.made.get(&(self.number_of(tree)?, folder.to_owned())).map(String::as_str)
    }

    /// The page that lists what lies in `folder` of `tree`, where no document speaks for it.
    fn listed_at(&self, tree: &Repository, folder: &str) -> Option<&str> {
        self.folders.get(&(self.number_of(tree)?, folder.to_owned())).map(String::as_str)
    }

    /// The place of `tree` among the repositories.
    fn number_of(&self, tree: &Repository) -> Option<usize> {
        self.trees.repositories.iter().position(|other| std::ptr::eq(other, tree))
    }
}

/// `url` with `fragment`, if there is one.
pub(super) fn with_fragment(mut url: String, fragment: Option<&str>) -> String {
    if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
        url.push('#');
        url.push_str(fragment);
    }
    url
}

/// Extensions of files that a reader wants as they are; other files, such as scripts, are better seen on the
/// forge, with their lines and their history.
const SHOWN: &[&str] = &[
    "avif", "docx", "drawio", "gif", "ico", "jpeg", "jpg", "mp3", "mp4", "odp", "ods", "odt", "ogg", "pdf",
    "png", "pptx", "svg", "tar", "tgz", "webm", "webp", "xlsx", "zip",
];

/// Whether a link to the file `path` is to the file itself.
pub(super) fn is_shown_by_browsers(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| SHOWN.contains(&extension.to_lowercase().as_str()))
}
