//! Where in its text everything stands that a document records: for plugins, whose Markdown is another text.
//!
//! Types are taken apart whole, so that nobody adds a field without being asked here whether it has places.

use super::{Facts, FactsKind, Meeting, Proceedings, Release, Scope, Standard};
use crate::base::Span;
use crate::record::standard::Places;

impl Facts {
    /// All places in the text.
    pub fn places_mut(&mut self) -> Vec<&mut Span> {
        let Facts {
            title: _,
            description: _,
            kind,
            order: _,
            label: _,
            unlisted: _,
            aliases: _,
            slug: _,
            decisions,
            actions,
            passages,
            anchors: _,
        } = self;
        let mut places = kind.places_mut();
        places.extend(decisions.iter_mut().map(|decision| &mut decision.span));
        places.extend(actions.iter_mut().map(|action| &mut action.span));
        places.extend(passages.iter_mut().map(|passage| &mut passage.span));
        places
    }
}

impl FactsKind {
    /// The places that a document of this kind has beside those of any.
    fn places_mut(&mut self) -> Vec<&mut Span> {
        match self {
            FactsKind::Page => Vec::new(),
            FactsKind::Meeting(Meeting { series: _, date: _, sort: _, conflict, proceedings }) => {
                let Proceedings { attendees: _, minute_takers: _, agenda, cancelled } = proceedings;
                let conflict = conflict.iter_mut().map(|(_, span)| span);
                let agenda = agenda.iter_mut().map(|item| &mut item.span);
                conflict.chain(agenda).chain(cancelled).collect()
            }
            FactsKind::Standard(Standard {
                number: _,
                edition: _,
                sort: _,
                status: _,
                track: _,
                axes: _,
                dates: _,
                relations: _,
                successors: _,
                places: Places { head, keys, values },
            }) => [head].into_iter().chain(keys.values_mut()).chain(values.values_mut().flatten()).collect(),
            FactsKind::Release(Release { id: _, version: _, date: _, stated: _ }) => Vec::new(),
            FactsKind::Scope(Scope { versions }) => {
                let required = versions.iter_mut().flat_map(|version| &mut version.requires);
                required.map(|requirement| &mut requirement.span).collect()
            }
        }
    }
}
