//! Which release comes before another.
//!
//! Days alone do not tell: while `v1.3.0` is out, its elder line goes on with `v1.2.1`, which continues `v1.2.0` and
//! brings nothing of `v1.3.0`; and `v1.4.0` continues `v1.3.0`, whatever came between. Where tags tell which release
//! leads to which, they are believed; where they do not, days are, and names tell lines apart.

use crate::base::Date;
use crate::link::{DocumentId, Record};
use crate::record::FactsKind;

/// All releases in their order.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
pub struct Succession {
    /// The releases, by day.
    releases: Vec<Member>,
}

/// A release among others.
#[derive(Debug, Clone, Eq, PartialEq)]
struct Member {
    /// The release.
    id: DocumentId,
    /// Its day.
    date: Option<Date>,
    /// Its number.
    number: Number,
    /// Whether its notes say which days it covers.
    is_stated: bool,
}

/// What a release is called, taken apart: `api-v1.2.0` is number 1.2 of `api`.
#[derive(Debug, Clone, Default, Eq, PartialEq)]
struct Number {
    /// What stands before the number, in lower case.
    of: String,
    /// The parts of the number, without zeros at the end; none where the name has no number.
    parts: Vec<u64>,
}

impl Number {
    /// Reads a version or a name.
    fn parse(name: &str) -> Number {
        let begin = name.find(|c: char| c.is_ascii_digit()).unwrap_or(name.len());
        let (before, rest) = name.split_at(begin);
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let mut parts: Vec<u64> = rest[..end]
            .split('.')
            .filter(|part| !part.is_empty())
            .map(|part| part.parse().unwrap_or(u64::MAX))
            .collect();
        while parts.len() > 1 && parts.last() == Some(&0) {
            parts.pop();
        }
        let before = before.to_lowercase();
        let own =
            before.strip_suffix('v').filter(|rest| !rest.ends_with(char::is_alphanumeric)).unwrap_or(&before);
        Number { of: own.trim_end_matches(|c: char| !c.is_alphanumeric()).to_owned(), parts }
    }

    /// Whether the two count the same thing.
    fn is_of(&self, other: &Number) -> bool {
        self.of == other.of && !self.parts.is_empty() && !other.parts.is_empty()
    }

    /// Whether it counts the same as `other`, and no more.
    fn is_up_to(&self, other: &Number) -> bool {
        self.is_of(other) && self.parts <= other.parts
    }

    /// Whether it counts the same as `other`, and less.
    fn is_below(&self, other: &Number) -> bool {
        self.is_of(other) && self.parts < other.parts
    }
}

/// What tags tell of the releases of a component.
pub struct Tagged<'a> {
    /// The tag of a release, by a number that is the same for tags of one commit.
    pub tag: &'a dyn Fn(DocumentId) -> Option<usize>,
    /// Whether the commit of the second tag is among what the first one leads to.
    pub leads_to: &'a dyn Fn(usize, usize) -> bool,
}

/// A release before another.
#[derive(Debug, Clone, Copy, Eq, PartialEq)]
pub struct Before {
    /// The release.
    pub release: DocumentId,
    /// Its day.
    pub date: Option<Date>,
}

impl Succession {
    /// The releases of `record`.
    pub fn new(record: &Record) -> Succession {
        let member = |&id: &DocumentId| match &record.documents.get(id.0 as usize)?.facts.kind {
            FactsKind::Release(release) => Some(Member {
                id,
                date: release.date,
                number: Number::parse(release.version.as_deref().unwrap_or(&release.id)),
                is_stated: release.stated.0.is_some() && release.stated.1.is_some(),
            }),
            _ => None,
        };
        Succession { releases: record.releases.iter().filter_map(member).collect() }
    }

    /// The release before `release`, of which tags tell `tagged`.
    ///
    /// It is one that no other one before `release` continues; of several the one with the highest number up to that
    /// of `release`, or else one that leads to it, or else the last.
    pub fn before(&self, release: DocumentId, tagged: &Tagged<'_>) -> Option<Before> {
        let at = self.place(release)?;
        let own = &self.releases[at].number;
        let is_told = |one: usize| self.tag(tagged, one).is_some() || self.releases[one].date.is_some();
        let mut before: Vec<usize> =
            (0..self.releases.len()).filter(|&one| is_told(one) && self.precedes(tagged, one, at)).collect();
        // Where several things are numbered, those of the same sort continue each other.
        if before.iter().any(|&one| self.releases[one].number.is_up_to(own)) {
            before.retain(|&one| self.releases[one].number.is_of(own));
        }
        let is_last = |one: &usize| !before.iter().any(|&other| self.continues(tagged, other, *one));
        let mut last: Vec<usize> = before.iter().copied().filter(is_last).collect();
        if last.is_empty() {
            last = before;
        }
        let leads = |one: usize| match (self.tag(tagged, at), self.tag(tagged, one)) {
            (Some(own), Some(tag)) => (tagged.leads_to)(own, tag),
            _ => false,
        };
        let key = |one: &usize| {
            let number = &self.releases[*one].number;
            (number.is_up_to(own).then_some(&number.parts), leads(*one), *one)
        };
        let found = last.into_iter().max_by_key(key)?;
        Some(Before { release: self.releases[found].id, date: self.releases[found].date })
    }

    /// The releases of newer lines that came before `release`, which continues an elder one; none for one that does
    /// not.
    pub fn newer_lines(&self, release: DocumentId) -> Vec<DocumentId> {
        let newer = self.place(release).map_or(Vec::new(), |at| self.newer(at));
        newer.into_iter().map(|one| self.releases[one].id).collect()
    }

    /// The release that a day leads up to, as [`Record::release_for`] has it, but for those of elder lines: what is
    /// done on the day is done for the line that goes on.
    pub fn release_for(&self, record: &Record, date: Date) -> Option<DocumentId> {
        let found = record.release_for(date)?;
        let at = self.place(found)?;
        let goes_on = |one: &usize| *one == at && self.releases[at].is_stated || self.newer(*one).is_empty();
        let found = (at..self.releases.len()).find(goes_on)?;
        self.releases[found].date.map(|_| self.releases[found].id)
    }

    /// The place of `release`.
    fn place(&self, release: DocumentId) -> Option<usize> {
        self.releases.iter().position(|member| member.id == release)
    }

    /// The tag of the release at `at`.
    fn tag(&self, tagged: &Tagged<'_>, at: usize) -> Option<usize> {
        (tagged.tag)(self.releases[at].id)
    }

    /// Whether the release at `one` comes before that at `other`.
    fn precedes(&self, tagged: &Tagged<'_>, one: usize, other: usize) -> bool {
        match (self.tag(tagged, one), self.tag(tagged, other)) {
            (Some(tag), Some(next)) if tag != next && (tagged.leads_to)(next, tag) => true,
            (Some(tag), Some(next)) if tag != next && (tagged.leads_to)(tag, next) => false,
            _ => self.is_earlier(one, other),
        }
    }

    /// Whether the release at `one` continues that at `other`: it comes behind it, and where no tag tells so, it has
    /// no lower number.
    fn continues(&self, tagged: &Tagged<'_>, one: usize, other: usize) -> bool {
        let is_lower = || self.releases[one].number.is_below(&self.releases[other].number);
        let leads = match (self.tag(tagged, one), self.tag(tagged, other)) {
            (Some(own), Some(tag)) => own != tag && (tagged.leads_to)(own, tag),
            _ => false,
        };
        leads || self.precedes(tagged, other, one) && !is_lower()
    }

    /// Whether the release at `one` comes before that at `other`, as far as days and names tell. Releases of one day
    /// do not: they cover the same time.
    fn is_earlier(&self, one: usize, other: usize) -> bool {
        let (first, second) = (&self.releases[one], &self.releases[other]);
        let is_one_day = first.date.is_some() && first.date == second.date;
        one < other && !is_one_day && !self.newer(other).contains(&one)
    }

    /// The releases of newer lines that came before that at `at`, if it continues an elder line: another of that line,
    /// with the same first number, had come before them.
    fn newer(&self, at: usize) -> Vec<usize> {
        let own = &self.releases[at];
        let is_begun = |newer: usize| {
            self.releases[..newer].iter().any(|elder| {
                elder.number.is_below(&own.number) && elder.number.parts.first() == own.number.parts.first()
            })
        };
        let came_first = |newer: &Member| newer.date.is_some() && newer.date != own.date;
        (0..at)
            .filter(|&newer| {
                own.number.is_below(&self.releases[newer].number) && came_first(&self.releases[newer])
            })
            .filter(|&newer| is_begun(newer))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Releases, their names, the tag of each, and what each tag leads to.
    type Told<'t> = (Succession, Vec<&'t str>, Vec<Option<char>>, Vec<(char, String)>);

    /// Releases as `name@day=tag<tags that it leads to`, by day; without a `@` it has no day, without a `=` no tag.
    fn succession(text: &str) -> Told<'_> {
        let (mut releases, mut names, mut tags, mut leads) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for (number, word) in text.split_whitespace().enumerate() {
            let (word, behind) = word.split_once('<').unwrap_or((word, ""));
            let (word, tag) = word.split_once('=').unwrap_or((word, ""));
            let (name, day) = word.split_once('@').unwrap_or((word, ""));
            let date = day.parse().ok().and_then(|day| Date::new(2024, 1, day));
            let id = DocumentId(number as u32);
            releases.push(Member { id, date, number: Number::parse(name), is_stated: false });
            names.push(name);
            let tag = tag.chars().next();
            tags.push(tag);
            leads.extend(tag.map(|tag| (tag, behind.to_owned())));
        }
        (Succession { releases }, names, tags, leads)
    }

    /// The release before `name`.
    #[track_caller]
    fn check(text: &str, name: &str, expected: &str) {
        let (succession, names, tags, leads) = succession(text);
        let id = DocumentId(names.iter().position(|one| *one == name).unwrap() as u32);
        let tag = |id: DocumentId| tags[id.0 as usize].map(|tag| tag as usize);
        let leads_to = |from: usize, to: usize| {
            leads
                .iter()
                .any(|(tag, behind)| *tag as usize == from && behind.chars().any(|tag| tag as usize == to))
        };
        let found = succession.before(id, &Tagged { tag: &tag, leads_to: &leads_to });
        let found = found.map_or("", |before| names[before.release.0 as usize]);
        assert_eq!(found, expected, "{name} of {text}");
    }

    #[test]
    fn releases_one_after_the_other_follow_each_other() {
        check("R1@1=a R2@2=b<a R3@3=c<ba", "R3", "R2");
        check("R1@1 R2@2 R3@3", "R3", "R2");
        check("R1@1=a R2@2 R3@3=c<a", "R3", "R2");
        check("R1@1 R2@2 R3@3", "R1", "");
        // Those of one day cover the same time, unless tags tell more.
        check("R1@1 R2@2 R3@2", "R3", "R1");
        check("R1@1=a R2@2=b<a R3@2=c<ba", "R3", "R2");
        check("R9@1=a R10 R11", "R11", "R9");
        check("R9@1=a R10=b<a R11", "R11", "R10");
    }

    #[test]
    fn an_elder_line_goes_on_beside_the_newer() {
        let tagged = "v1.0.0@1=a v1.2.0@2=b<a v1.3.0@3=c<ba v1.2.1@4=d<ba v1.4.0@5=e<cba";
        check(tagged, "v1.2.1", "v1.2.0");
        check(tagged, "v1.4.0", "v1.3.0");
        // Its branch was merged.
        check("v1.2.0@2=b v1.3.0@3=c<b v1.2.1@4=d<b v1.4.0@5=e<cdb", "v1.4.0", "v1.3.0");
        // Each release is tagged on a branch of its own.
        let apart = "v1.2.0@2=b v1.3.0@3=c v1.2.1@4=d<b v1.4.0@5=e";
        check(apart, "v1.2.1", "v1.2.0");
        check(apart, "v1.4.0", "v1.3.0");
        check(apart, "v1.3.0", "v1.2.0");
        // No tag tells.
        let untagged = "v1.0.0@1 v1.2.0@2 v1.3.0@3 v1.2.1@4 v1.4.0@5 v1.2.2";
        check(untagged, "v1.2.1", "v1.2.0");
        check(untagged, "v1.4.0", "v1.3.0");
        check(untagged, "v1.2.2", "v1.2.1");
        // The last of the line before has what the first of it had, and more.
        check("v1.3.0@1=a v1.3.1@2=b<a v1.4.0@3=c<a", "v1.4.0", "v1.3.1");
        check("v1.0.0@1=a v1.1.0@2=b<a v1.2.0@3=c<a", "v1.2.0", "v1.1.0");
        // One that came later is not before it.
        check("v1.3.0@1=a v1.4.0@2=c<a v1.3.1@3=b<a v1.5.0@4=d<ca", "v1.4.0", "v1.3.0");
        check("v1.3.0@1=a v1.4.0@2=c<a v1.3.1@3=b<a v1.5.0@4=d<ca", "v1.5.0", "v1.4.0");
    }

    #[test]
    fn tags_are_believed_before_names() {
        // Numbers began anew, or are decimals.
        check("v0.9@1=a 2023.1@2=b<a v1.0.0@3=c<ba v1.1.0@4=d<cba", "v1.0.0", "2023.1");
        check("v0.9@1=a 2023.1@2=b<a v1.0.0@3=c<ba v1.1.0@4=d<cba", "v1.1.0", "v1.0.0");
        check("2023.1@2 v1.0.0@3 v1.1.0@4", "v1.1.0", "v1.0.0");
        check("v2.1@1=a v2.15@2=b<a v2.2@3=c<ba", "v2.2", "v2.15");
        // Notes with a day that is too late.
        check("v1.2.0@1=a v1.3.0@3=c<ba v1.2.5@4=b<a", "v1.3.0", "v1.2.5");
    }

    #[test]
    fn names_without_numbers_and_several_sorts_of_numbers_are_no_riddle() {
        check("antelope@1=a bobcat@2=b<a caracal@3=c<ba", "caracal", "bobcat");
        check("antelope@1 bobcat@2 caracal@3", "caracal", "bobcat");
        check("api-1.2@1=a web-1.2@2=b<a web-1.3@3=c<ba api-1.3@4=d<cba", "api-1.3", "api-1.2");
        check("api-1.2@1=a web-1.2@2=b<a", "web-1.2", "api-1.2");
        check("R2@1=a v3.0.0@2=b<a", "v3.0.0", "R2");
        check("v2.0.0-rc.1@1=a v1.9.1@2=b v2.0.0@3=c<a", "v2.0.0", "v2.0.0-rc.1");
        // The beginning of the elder line has no notes.
        check("v1.3.0@1=a v1.2.7@2=b v1.4.0@3=c<a", "v1.4.0", "v1.3.0");
    }

    #[test]
    fn days_lead_up_to_the_line_that_goes_on() {
        let (succession, ..) = succession("v1.2.0@2 v1.3.0@3 v1.2.1@4 v1.4.0@5 v1.3.1@6");
        let newer = |at: u32| succession.newer_lines(DocumentId(at)).len();
        assert_eq!([0, 1, 2, 3, 4].map(newer), [0, 0, 1, 0, 1]);
    }
}
