//! Globs, patterns and places of dates, checked.

use super::check::Checker;
use super::date::{DatePlace, DateRule};
use super::kind_check::is_pattern;
use super::part::PatternError;
use super::wire::{DATE_PLACES, Many, WireDate};
use super::{Glob, Pattern};
use crate::base::Span;
use crate::base::nearest::nearest;
use crate::base::yaml::Node;

impl Checker {
    /// Globs that can be read; `patterns` when entries may hold placeholders.
    pub(super) fn globs(&mut self, globs: Many, node: &Node, patterns: bool) -> Vec<String> {
        let mut good = Vec::new();
        for (at, glob) in globs.0.into_iter().enumerate() {
            let span = node.child(at).span;
            if patterns && is_pattern(&glob) {
                if self.pattern(&glob, span).is_some() {
                    good.push(glob);
                }
                continue;
            }
            if self.glob(&glob, span).is_some() {
                good.push(glob);
            }
        }
        good
    }

    /// A glob of paths inside the source.
    pub(super) fn glob(&mut self, text: &str, span: Span) -> Option<Glob> {
        const HINT: &str = "write a path with `*`, `**`, `?`, `[a-z]` or `{a,b}`";
        if text.is_empty() || text.split('/').any(|segment| segment == "..") {
            self.wrong(span, format!("`{text}` chooses no file of the source"), HINT);
            return None;
        }
        match Glob::new(text) {
            Ok(glob) => Some(glob),
            Err(error) => {
                self.wrong(span, format!("`{text}` is no glob: {error}"), HINT);
                None
            }
        }
    }

    /// A pattern.
    pub(super) fn pattern(&mut self, text: &str, span: Span) -> Option<Pattern> {
        Pattern::new(text).map_err(|error| self.wrong_pattern(text, span, error)).ok()
    }

    /// Tells what is wrong with a pattern, at the stretch that is meant where the value is written as it is.
    pub(super) fn wrong_pattern(&mut self, text: &str, span: Span, error: PatternError) {
        let length = span.range().len();
        // A quoted value without escapes is two characters longer than its text.
        let within = match length.checked_sub(text.len()) {
            Some(0) => Some(0),
            Some(2) => Some(1),
            _ => None,
        };
        let span = match within {
            Some(quote) => {
                let start = span.start as usize + quote;
                Span::new(start + error.range.start, start + error.range.end)
            }
            None => span,
        };
        self.wrong(span, error.message, error.hint.unwrap_or_else(|| "see the guide on patterns".to_owned()));
    }

    /// Globs, compiled.
    pub(super) fn glob_list(&mut self, globs: Many, node: &Node) -> Vec<Glob> {
        let globs = globs.0.iter().enumerate();
        globs.filter_map(|(at, glob)| self.glob(glob, node.child(at).span)).collect()
    }

    /// Places of dates.
    pub(super) fn dates(
        &mut self,
        dates: Vec<WireDate>,
        node: &Node,
        months: &[Vec<String>],
    ) -> Vec<DateRule> {
        let dates = dates.into_iter().enumerate();
        let rule = |(at, date)| Some(self.date(date, node.child(at))?.with_months(months));
        dates.filter_map(rule).collect()
    }

    /// One place of a date.
    fn date(&mut self, WireDate(mut date): WireDate, node: &Node) -> Option<DateRule> {
        let places = || DATE_PLACES.iter().copied();
        let mut format = date.remove("format").flatten();
        let mut format_node = node.child("format");
        let unknown = date.keys().find(|place| !places().any(|known| known == place.as_str()));
        if let Some(place) = unknown {
            let span = node.child(place.as_str()).key_or_value();
            let hint = match nearest(place, places()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "a date stands in `name`, `folder`, `path`, `heading`, `body` or `front-matter`"
                    .to_owned(),
            };
            self.wrong(span, format!("unknown place of a date `{place}`"), hint);
            return None;
        }
        let mut entries = date.into_iter();
        let (Some((place, value)), None) = (entries.next(), entries.next()) else {
            self.wrong(
                node.span,
                "entry with no place or several",
                "write one entry of the list for each place",
            );
            return None;
        };
        let place = match place.as_str() {
            "front-matter" => DatePlace::FrontMatter(value.unwrap_or_else(|| "date".to_owned())),
            other => {
                if value.is_some() {
                    format = value;
                    format_node = node.child(other);
                }
                match other {
                    "name" => DatePlace::Name,
                    "folder" => DatePlace::Folder,
                    "path" => DatePlace::Path,
                    "heading" => DatePlace::Heading,
                    _ if format.is_none() => {
                        let hint = "write how the line begins: `body: \"Date: {date}\"`";
                        self.wrong(node.span, "`body` without the line to look for", hint);
                        return None;
                    }
                    _ => DatePlace::Body,
                }
            }
        };
        let text = format.as_deref();
        let span = format_node.span;
        DateRule::new(place, text)
            .map_err(|error| self.wrong_pattern(text.unwrap_or_default(), span, error))
            .ok()
    }
}
