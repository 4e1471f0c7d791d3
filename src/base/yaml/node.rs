//! Where each part of a YAML document stands.

use std::collections::BTreeMap;

use crate::base::Span;

/// The place of one value, and of the values inside it.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Node {
    /// The key, for an entry of a mapping.
    pub key: Option<Span>,
    /// The value; for a mapping or sequence from its first to its last entry.
    pub span: Span,
    /// The values inside, each under its key or index, in the order of the text.
    pub children: Vec<(Step, Node)>,
}

/// One step down into a document.
#[derive(Debug, Clone, Eq, PartialEq, Ord, PartialOrd)]
pub enum Step {
    /// To the value of this key; keys that are no text count as they are written.
    Key(String),
    /// To the element with this index, from 0.
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Step {
        Step::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Step {
        Step::Index(index)
    }
}

impl Node {
    /// A value at `span` with nothing inside.
    pub fn leaf(span: Span) -> Node {
        Node { key: None, span, children: Vec::new() }
    }

    /// The node below `step`, or this one where there is none: a place that is always good enough to show.
    pub fn child(&self, step: impl Into<Step>) -> &Node {
        self.get(&step.into()).unwrap_or(self)
    }

    /// The node below `step`.
    pub fn get(&self, step: &Step) -> Option<&Node> {
        if let Step::Index(index) = step {
            // Elements of a sequence stand in order, so their index is their place.
            return self.children.get(*index).filter(|(known, _)| known == step).map(|(_, node)| node);
        }
        self.children.iter().find(|(known, _)| known == step).map(|(_, node)| node)
    }

    /// The entries of a mapping by key, for asking after many of them.
    pub fn entries(&self) -> BTreeMap<&str, &Node> {
        let mut entries = BTreeMap::new();
        for (step, node) in &self.children {
            if let Step::Key(key) = step {
                entries.insert(key.as_str(), node);
            }
        }
        entries
    }

    /// The deepest node that exists on the way along `path`.
    pub fn nearest(&self, path: &[Step]) -> &Node {
        path.iter().try_fold(self, |node, step| node.get(step).ok_or(node)).unwrap_or_else(|node| node)
    }

    /// The key where there is one, otherwise the value.
    pub fn key_or_value(&self) -> Span {
        self.key.unwrap_or(self.span)
    }

    /// Takes the node at `path` out; the elements behind it move up as they do in the value.
    pub(super) fn remove(&mut self, path: &[Step]) {
        let Some((last, way)) = path.split_last() else { return };
        let mut node = self;
        for step in way {
            match node.children.iter_mut().find(|(known, _)| known == step) {
                Some((_, child)) => node = child,
                None => return,
            }
        }
        node.children.retain(|(step, _)| step != last);
        if let Step::Index(_) = last {
            for (index, (step, _)) in node.children.iter_mut().enumerate() {
                *step = Step::Index(index);
            }
        }
    }
}
