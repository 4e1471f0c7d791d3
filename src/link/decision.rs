//! The decisions of all meetings, each once.
//!
//! A decision is often told again: by the next meeting that takes over its notes, or by a weekly that reports from
//! a team. The first telling is the decision, the others are reports of it. The same words within a quarter count as
//! the same decision, and most of the same words where another series tells them within a week. Two entries for one
//! decision are a smaller wrong than one entry for two.

use std::collections::{BTreeMap, VecDeque};

use super::Extracted;
use super::evidence::{Dated, Evidence, dated, words};
use crate::base::Date;

/// How many days a decision may be told again after it was told last.
const REACH: i32 = 92;

/// How many words a decision has at least that is known again by them. `Approved` is said of many things.
const FEWEST_WORDS: usize = 4;

/// How many days another series has to report a decision in words of its own.
const REPORT_REACH: i32 = 7;

/// How many words such a report shares with the decision at least; of the words of the shorter it is three in four.
const FEWEST_SHARED: usize = 6;

/// With how many decisions of the last week one is compared, so that joining stays linear.
const MOST_COMPARED: usize = 256;

/// A decision of the record.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Decision {
    /// `iaas/20230920#d1`: the minutes that tell it first, and which of their decisions it is.
    pub id: String,
    /// Its words, without markup.
    pub text: String,
    /// What it is about, where its words do not say so.
    pub context: Option<String>,
    /// Where it is told first.
    pub evidence: Evidence,
    /// Where it is told again, in order.
    pub reports: Vec<Evidence>,
}

/// The decisions of `documents`, which are in the order of the record; oldest first.
pub fn join(documents: &[&Extracted]) -> Vec<Decision> {
    let mut decisions: Vec<Decision> = Vec::new();
    // Each wording with the decision that was told in it last.
    let mut known: BTreeMap<Vec<String>, usize> = BTreeMap::new();
    let mut numbers = Numbers::default();
    // What was told last, in order.
    let mut recent: VecDeque<Recent> = VecDeque::new();
    for meeting in dated(documents) {
        for (number, found) in meeting.document.facts.decisions.iter().enumerate() {
            let evidence = meeting.evidence(number, found.line, found.span);
            let words = words(&found.text);
            let is_telling = words.len() >= FEWEST_WORDS;
            if let Some(&place) = known.get(&words).filter(|_| is_telling) {
                let decision = &mut decisions[place];
                let last = decision.reports.last().unwrap_or(&decision.evidence).date;
                if meeting.date.days_since(last) <= REACH {
                    decision.reports.push(evidence);
                    continue;
                }
            }
            let told = Recent::new(decisions.len(), &meeting, &words, &mut numbers);
            // Meetings come in the order of their days.
            while recent.front().is_some_and(|earlier| told.is_past_reports_of(earlier)) {
                recent.pop_front();
            }
            let shared = recent.iter().filter_map(|earlier| Some((told.shared(earlier)?, earlier.place)));
            // Of equally likely ones the youngest.
            if let Some((_, place)) = shared.max() {
                decisions[place].reports.push(evidence);
                continue;
            }
            recent.push_back(told);
            if recent.len() > MOST_COMPARED {
                recent.pop_front();
            }
            if is_telling {
                known.insert(words, decisions.len());
            }
            decisions.push(Decision {
                id: meeting.item_id('d', number),
                text: found.text.clone(),
                context: found.context.clone(),
                evidence,
                reports: Vec::new(),
            });
        }
    }
    decisions
}

/// A number for each word, because numbers are compared faster, and every decision is compared with many.
#[derive(Default)]
struct Numbers(BTreeMap<String, usize>);

impl Numbers {
    /// The number of `word`.
    fn of(&mut self, word: &str) -> usize {
        let next = self.0.len();
        match self.0.get(word) {
            Some(&number) => number,
            None => *self.0.entry(word.to_owned()).or_insert(next),
        }
    }
}

/// A decision that was told a short while ago.
struct Recent<'a> {
    /// Its place among the decisions.
    place: usize,
    /// The body that told it.
    series: &'a str,
    /// The day.
    date: Date,
    /// The numbers of its words, sorted.
    words: Vec<usize>,
}

impl<'a> Recent<'a> {
    /// The decision of these words, told in `meeting`.
    fn new(place: usize, meeting: &Dated<'a>, words: &[String], numbers: &mut Numbers) -> Recent<'a> {
        let mut words: Vec<usize> = words.iter().map(|word| numbers.of(word)).collect();
        words.sort_unstable();
        words.dedup();
        Recent { place, series: meeting.series, date: meeting.date, words }
    }

    /// How many words this shares with `earlier`, if it is another series' report of it.
    fn shared(&self, earlier: &Recent) -> Option<usize> {
        let shorter = self.words.len().min(earlier.words.len());
        if self.series == earlier.series || shorter < FEWEST_SHARED {
            return None;
        }
        let shared = self.words.iter().filter(|word| earlier.words.binary_search(word).is_ok()).count();
        (shared >= FEWEST_SHARED && shared * 4 >= shorter * 3).then_some(shared)
    }

    /// Whether `earlier` is too long ago for this to report it.
    fn is_past_reports_of(&self, earlier: &Recent) -> bool {
        self.date.days_since(earlier.date) > REPORT_REACH
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::minutes::with_minutes;
    use super::*;

    /// Decisions as `day text`, and the ids and reports that come of them.
    #[track_caller]
    fn check(told: &str, expected: &[&str]) {
        let joined = with_minutes(told, join);
        let report = |evidence: &Evidence| format!(" +{}", evidence.date);
        let shown: Vec<String> = joined
            .iter()
            .map(|decision| decision.id.clone() + &decision.reports.iter().map(report).collect::<String>())
            .collect();
        assert_eq!(shown, expected, "{told}");
    }

    #[test]
    fn a_decision_told_again_is_a_report() {
        check(
            "infra/20230607 d The list moves to a repository
             weekly/20230608 d the list moves to a *repository*
             infra/20230621 d The list moves to a repository.",
            &["infra/20230607#d1 +2023-06-08 +2023-06-21"],
        );
    }

    #[test]
    fn another_series_reports_in_words_of_its_own() {
        check(
            "infra/20230607 d Drop the old image, make the new one (any version) a recommended image
             infra/20230607 d Drop the old image, make the next one (any version) a recommended image
             weekly/20230608 d Deprecate the old image and make the new one (any version) a recommended image
             weekly/20230622 d Deprecated the old image and made the new one (any version) a recommended image
             weekly/20230622 d Drop the meeting of next week",
            &[
                "infra/20230607#d1 +2023-06-08",
                "infra/20230607#d2",
                "weekly/20230622#d1",
                "weekly/20230622#d2",
            ],
        );
    }

    #[test]
    fn other_words_few_words_and_much_later_are_other_decisions() {
        check(
            "infra/20230607 d The list moves to a repository
             infra/20230607 d Approved
             infra/20230621 d Approved
             infra/20230621 d The list moves to two repositories
             infra/20231221 d The list moves to a repository",
            &[
                "infra/20230607#d1",
                "infra/20230607#d2",
                "infra/20230621#d1",
                "infra/20230621#d2",
                "infra/20231221#d1",
            ],
        );
    }

    #[test]
    fn what_has_no_date_decides_nothing() {
        check("infra/template d We decide to use this template", &[]);
    }
}
