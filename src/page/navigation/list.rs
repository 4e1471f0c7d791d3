//! The navigation as the list that a page shows.
//!
//! It is by far the most repeated part of a site. Written by templates it took four fifths of the time of a page;
//! escaped once and put together here it takes a hundredth.

use crate::page::html::escape;
use crate::page::navigation::{Navigation, NodeId};

/// How many meetings of a year are listed before and after the one that is read.
const NEAR: usize = 6;

impl Navigation {
    /// The entries of the list that a page with this `root` shows, in HTML: the sections, and below those that are
    /// `open` what lies in them.
    pub(in crate::page) fn list(&self, root: &str, current: Option<NodeId>, open: &[NodeId]) -> String {
        let mut list = List { html: String::new(), root: escape(root), current, open };
        for &(_, section) in &self.sections {
            self.entry(&mut list, section);
        }
        list.html
    }

    /// Writes the entry of the node `id`, and those below it where it is open.
    fn entry(&self, list: &mut List, id: NodeId) {
        let node = &self.nodes[id as usize];
        let is_open = list.open.contains(&id);
        list.html.push_str("\n<li>");
        match &node.href {
            Some(href) => {
                list.html.extend(["<a href=\"", &list.root, href, "\""]);
                if list.current == Some(id) {
                    list.html.push_str(" aria-current=\"page\"");
                } else if is_open {
                    list.html.push_str(" class=\"open\"");
                }
                list.html.extend([">", &node.words, "</a>"]);
            }
            None => {
                let class = if is_open { " class=\"open\"" } else { "" };
                list.html.extend(["<span", class, ">", &node.words, "</span>"]);
            }
        }
        if is_open && !node.children.is_empty() {
            list.html.push_str("\n<ul>");
            let (before, near, after) = self.near(list, id);
            self.rest(list, id, before, "later");
            for &child in near {
                self.entry(list, child);
            }
            self.rest(list, id, after, "earlier");
            list.html.push_str("\n</ul>");
        }
        list.html.push_str("</li>");
    }

    /// What is listed of the nodes below `id`, and how many are left out before and behind it.
    fn near(&self, list: &List, id: NodeId) -> (usize, &[NodeId], usize) {
        let node = &self.nodes[id as usize];
        let all = node.children.as_slice();
        let here = all.iter().position(|child| list.open.contains(child));
        let Some(here) = here.filter(|_| node.days) else { return (0, all, 0) };
        // A line that says "1 later" takes the place of the one that it leaves out.
        let start = Some(here.saturating_sub(NEAR)).filter(|&start| start > 1).unwrap_or(0);
        let end = Some(here + NEAR + 1).filter(|&end| end + 1 < all.len()).unwrap_or(all.len());
        (start, &all[start..end], all.len() - end)
    }

    /// Writes how many days are left out, and where they are listed.
    fn rest(&self, list: &mut List, id: NodeId, count: usize, when: &str) {
        if count > 0 {
            let href = self.nodes[id as usize].href.as_deref().unwrap_or_default();
            let count = count.to_string();
            let root = &list.root;
            list.html.extend([
                "\n<li><a class=\"rest\" href=\"",
                root,
                href,
                "\">",
                &count,
                " ",
                when,
                "</a></li>",
            ]);
        }
    }
}

/// A list that is being written for one page.
struct List<'a> {
    /// What is written.
    html: String,
    /// The way to the top of the site, for an attribute.
    root: String,
    /// The page's own node.
    current: Option<NodeId>,
    /// The nodes on the way to it, itself among them.
    open: &'a [NodeId],
}
