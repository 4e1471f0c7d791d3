//! What a session gives: pages, other files and what is wrong, each made when it is asked for.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};

use super::{Session, settled};
use crate::base::parallel::*;
use crate::base::{Diagnostic, Hash, OutPath, SourcePath, Warned};
use crate::link::DocumentId;
use crate::page::{Keys, Page, Pages, Shown};
use crate::pipeline::{self, Made, Understood};
use crate::release::fragment;
use crate::release::which::Landings;
use crate::site::{self, Content, Site};

/// What is known of pages that were made before.
pub trait Known: Sync {
    /// The key and the hash of the HTML of the page `path` where it shows what it showed before, whatever that is;
    /// `document` is the text that is shown on it.
    fn same(&self, path: &OutPath, document: Option<&SourcePath>) -> Option<(Hash, Hash)>;
    /// The hash of the HTML of the page `path`, if it had this key.
    fn html(&self, path: &OutPath, key: Hash) -> Option<Hash>;
}

/// A page as it was rendered.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// Its URL.
    pub url: String,
    /// The document that it shows.
    pub document: Option<DocumentId>,
    /// The hash of all that it shows; the same key means the same HTML.
    pub key: Hash,
    /// The HTML.
    pub html: Arc<str>,
    /// What its template had to say.
    pub diagnostics: Arc<[Diagnostic]>,
    /// The state of the session in which it was right.
    generation: u64,
}

impl Session {
    /// `page`, rendered unless what it shows is what it showed before.
    pub fn page(&self, pages: &Pages<'_>, page: &Page) -> Rendered {
        let kept = self.rendered.read().unwrap_or_else(PoisonError::into_inner).get(&page.url).cloned();
        if let Some(kept) = kept.clone().filter(|kept| kept.generation == self.generation) {
            return kept;
        }
        let shown = self.show(pages, page);
        let key = shown.key.unwrap_or_else(|| Hash::of(b""));
        let rendered = match kept.filter(|kept| kept.key == key) {
            Some(kept) => Rendered { generation: self.generation, document: page.document, ..kept },
            None => return self.rendered(page, shown, key),
        };
        self.keep(&rendered);
        rendered
    }

    /// What `page` shows, with the hash of it.
    fn show(&self, pages: &Pages<'_>, page: &Page) -> Shown {
        self.views.fetch_add(1, Ordering::Relaxed);
        let landings = Landings { components: &self.inputs.sources.components, ledger: &self.ledger };
        let known = Understood { files: &self.files, linked: &self.linked, landings };
        pipeline::show(pages, &self.templates.value, known, page, Keys::Wanted)
    }

    /// `page`, rendered.
    fn rendered(&self, page: &Page, shown: Shown, key: Hash) -> Rendered {
        self.renderings.fetch_add(1, Ordering::Relaxed);
        let html = shown.render(&self.templates.value);
        let rendered = Rendered {
            url: page.url.clone(),
            document: page.document,
            key,
            html: html.value.into(),
            diagnostics: html.diagnostics.into(),
            generation: self.generation,
        };
        self.keep(&rendered);
        rendered
    }

    /// Keeps a page until it is another one.
    fn keep(&self, page: &Rendered) {
        let mut all = self.rendered.write().unwrap_or_else(PoisonError::into_inner);
        all.insert(page.url.clone(), page.clone());
    }

    /// The page whose file is `path`, if it is that of a page.
    pub fn page_at(&self, path: &OutPath) -> Option<Rendered> {
        let pages = self.pages();
        page_of(&pages, path).map(|page| self.page(&pages, page))
    }

    /// The file of the site at `path`, if there is one.
    pub fn file(&self, path: &OutPath) -> Option<Content> {
        if let Some(page) = self.page_at(path) {
            return Some(Content::Bytes(page.html.into()));
        }
        let pages = self.pages();
        let beside = self.beside.get_or_init(|| self.without_pages(&pages, Made::default()));
        match beside.files.get(path) {
            // It is made of all texts, and few ask for it.
            None | Some(Content::Bytes(_)) if path.as_str() == site::graph::FILE => {
                Some(Content::Bytes(self.graph()))
            }
            None => self
                .engine()
                .iter()
                .find(|(known, _)| known == path)
                .map(|(_, bytes)| Content::Bytes(bytes.clone())),
            found => found.cloned(),
        }
    }

    /// The published record.
    pub fn graph(&self) -> Arc<[u8]> {
        let make = || pipeline::graph(&self.inputs.input(), &self.record, &self.files).into();
        self.graph.get_or_init(make).clone()
    }

    /// The whole site, in which pages are left out that `known` has; with the key of each page that nothing is wrong
    /// with.
    pub fn site_beside(&self, known: &impl Known) -> (Warned<Site>, BTreeMap<OutPath, Hash>) {
        let pages = self.pages();
        let show = |page: &Page| {
            let path = site::file_of(&page.url).ok()?;
            let document = page.document.map(|id| &self.record.document(id).path);
            let same = || known.same(&path, document);
            if let Some((key, html)) = (!page.kind.quotes_all()).then(same).flatten() {
                return Some((path, Content::Known(html), Some(key)));
            }
            let shown = self.show(&pages, page);
            let key = shown.key?;
            if let Some(html) = known.html(&path, key) {
                return Some((path, Content::Known(html), Some(key)));
            }
            let rendered = self.rendered(page, shown, key);
            let is_clean = rendered.diagnostics.is_empty();
            Some((path, Content::Bytes(rendered.html.into()), is_clean.then_some(key)))
        };
        let shown: Vec<_> = pages.pages.par_iter().filter_map(show).collect();
        let mut site = self.without_pages(&pages, self.made());
        let mut keys = BTreeMap::new();
        for (path, content, key) in shown {
            keys.extend(key.map(|key| (path.clone(), key)));
            site.files.insert(path, content);
        }
        (Warned { value: site, diagnostics: self.diagnostics() }, keys)
    }

    /// What the engine for browsers works with.
    fn engine(&self) -> &[(OutPath, Arc<[u8]>)] {
        self.engine.get_or_init(|| pipeline::engine(&self.inputs.input(), &self.files))
    }

    /// The files that are made of everything.
    fn made(&self) -> Made {
        Made { graph: Some(self.graph().to_vec()), engine: self.engine().to_vec() }
    }

    /// All files, those of pages empty, with those that are made of everything.
    fn without_pages(&self, pages: &Pages<'_>, made: Made) -> Site {
        let none = vec![Arc::from(""); pages.pages.len()];
        pipeline::assemble(&self.inputs.input(), pages, none, made)
    }

    /// The whole site, with all diagnostics as a clean build gives them.
    pub fn site(&self) -> Warned<Site> {
        let pages = self.pages();
        let rendered: Vec<Rendered> = pages.pages.par_iter().map(|page| self.page(&pages, page)).collect();
        let rendered = rendered.into_iter().map(|page| page.html).collect();
        let site = pipeline::assemble(&self.inputs.input(), &pages, rendered, self.made());
        Warned { value: site, diagnostics: self.diagnostics() }
    }

    /// Everything that is wrong, sorted and without repeats; of templates what the pages rendered so far showed.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let of_files = self.files.values().flat_map(|read| &read.diagnostics);
        let rendered = self.rendered.read().unwrap_or_else(PoisonError::into_inner);
        let of_pages = rendered
            .values()
            .filter(|page| page.generation == self.generation)
            .flat_map(|page| page.diagnostics.iter());
        let all = of_files.chain(&self.linked).chain(&self.templates.diagnostics).chain(of_pages);
        let of_sources =
            fragment::problems(&self.inputs.sources).into_iter().chain(self.reader.diagnostics());
        settled(all.cloned().chain(of_sources).collect(), &self.inputs.sources)
    }
}

/// The page whose file is `path`.
fn page_of<'a>(pages: &'a Pages<'_>, path: &OutPath) -> Option<&'a Page> {
    let text = path.as_str();
    let folder = text.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    let urls = folder.into_iter().flat_map(|folder| [folder, folder.trim_end_matches('/')]).chain([text]);
    urls.filter_map(|url| pages.find(url))
        .find(|page| site::file_of(&page.url).is_ok_and(|file| file == *path))
}
