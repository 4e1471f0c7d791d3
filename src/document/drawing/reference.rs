//! What in a drawing shows other parts of it again.
//!
//! Ten parts that each show the next one ten times are a few lines and ten thousand million shapes, on which a browser
//! works for ever. So all that would be drawn is counted before anything of it is kept.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::XmlVersion;
use quick_xml::events::Event;

use super::{DEEPEST, attributes, reader};

/// How many elements a drawing may come to, with all repetitions.
const MOST: u64 = 200_000;

/// What refers to what.
#[derive(Debug)]
pub(super) struct References {
    /// Whether all repetitions together are too many.
    are_endless: bool,
    /// The names of what is no more than colours.
    gradients: BTreeSet<String>,
}

/// An element with a name, by which it can be shown again.
#[derive(Debug, Default)]
struct Part {
    /// How many elements stand in it, parts within it left out.
    elements: u64,
    /// The parts within it.
    parts: Vec<usize>,
    /// The names that it refers to.
    names: Vec<String>,
}

/// How far the counting of a part has come.
#[derive(Debug, Copy, Clone)]
enum Count {
    /// Not begun.
    Unknown,
    /// Begun; whoever comes here again goes in a circle.
    Begun,
    /// Done: this many elements.
    Done(u64),
}

impl References {
    /// Counts what the drawing `text` comes to.
    pub(super) fn of(text: &str) -> References {
        let (parts, names, gradients) = parts(text);
        References { are_endless: total(&parts, &names) > MOST, gradients }
    }

    /// Whether `style` refers to nothing but gradients. A class may stand on every element, where nobody counts it.
    pub(super) fn are_gradients(&self, style: &str) -> bool {
        named(style).iter().all(|name| self.gradients.contains(name))
    }

    /// Whether the parts show each other too often for a browser to come to an end.
    pub(super) fn are_endless(&self) -> bool {
        self.are_endless
    }
}

/// The parts of the drawing `text`, the whole of it first, which has which name, and which names are gradients.
fn parts(text: &str) -> (Vec<Part>, BTreeMap<String, usize>, BTreeSet<String>) {
    let (mut parts, mut names, mut gradients) = (vec![Part::default()], BTreeMap::new(), BTreeSet::new());
    // The part that each open element belongs to.
    let mut open = Vec::new();
    let mut reader = reader(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                let around = open.last().copied().unwrap_or(0);
                let (mut id, mut targets) = (None, Vec::new());
                let element = start.local_name();
                let element = element.into_inner();
                for attribute in attributes(&start) {
                    let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else { continue };
                    match attribute.key.local_name().into_inner() {
                        "id" => id = Some(value.into_owned()),
                        // A link to a place shows nothing twice.
                        "href" if element == "a" => {}
                        "href" => targets.extend(value.strip_prefix('#').map(str::to_owned)),
                        _ => targets.extend(named(&value)),
                    }
                }
                let own = match id {
                    Some(id) if open.len() < DEEPEST => {
                        if matches!(element, "linearGradient" | "radialGradient") {
                            gradients.insert(id.clone());
                        }
                        parts.push(Part::default());
                        let own = parts.len() - 1;
                        parts[around].parts.push(own);
                        names.entry(id).or_insert(own);
                        own
                    }
                    _ => around,
                };
                parts[own].elements += 1;
                parts[own].names.extend(targets);
                open.push(own);
            }
            Ok(Event::End(_)) => drop(open.pop()),
            Ok(Event::Eof) | Err(_) => return (parts, names, gradients),
            Ok(_) => {}
        }
    }
}

/// The names in all `url(#name)` of `value`.
fn named(value: &str) -> Vec<String> {
    let name = |rest: &str| {
        let rest = rest.trim_start().trim_start_matches(['"', '\'']).strip_prefix('#')?;
        Some(rest.split([')', '"', '\'']).next().unwrap_or_default().to_owned())
    };
    value.split("url(").skip(1).filter_map(name).collect()
}

/// How many elements the first of `parts` comes to; [`u64::MAX`] where parts show themselves.
fn total(parts: &[Part], names: &BTreeMap<String, usize>) -> u64 {
    let below = |part: usize| {
        let shown = parts[part].names.iter().filter_map(|name| names.get(name).copied());
        parts[part].parts.iter().copied().chain(shown)
    };
    let mut counts = vec![Count::Unknown; parts.len()];
    let mut open = vec![0];
    while let Some(&part) = open.last() {
        if matches!(counts[part], Count::Unknown) {
            counts[part] = Count::Begun;
            for next in below(part) {
                match counts[next] {
                    Count::Unknown => open.push(next),
                    Count::Begun => return u64::MAX,
                    Count::Done(_) => {}
                }
            }
            continue;
        }
        open.pop();
        if matches!(counts[part], Count::Begun) {
            let count = |next: usize| match counts[next] {
                Count::Done(count) => count,
                Count::Unknown | Count::Begun => u64::MAX,
            };
            let sum = below(part).map(count).fold(parts[part].elements, u64::saturating_add);
            counts[part] = Count::Done(sum);
        }
    }
    match counts[0] {
        Count::Done(count) => count,
        Count::Unknown | Count::Begun => u64::MAX,
    }
}
