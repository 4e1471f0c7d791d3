//! The actions of all meetings, each followed from the meeting that gave it out to the last that spoke of it.
//!
//! Meetings repeat what is open (`check actions from last time`) and say what became of it. An action of a meeting
//! continues one that the same series spoke of not long ago, if somebody who owns the one owns the other and the
//! words agree: all of them, or, where the minutes say that they repeat, most of them. What was done is continued
//! only where the minutes say that they repeat, because many tasks come back.

use std::collections::BTreeMap;

use super::Extracted;
use super::evidence::{Dated, Evidence, dated, words};
use crate::base::parallel::*;
use crate::record::Action as Found;
use crate::record::action::State;

/// For how many days nobody may speak of an action that is then continued.
const REACH: i32 = 120;

/// With how many actions of that time one is compared, the youngest, so that following stays linear.
const MOST_COMPARED: usize = 1024;

/// An action of the record.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Action {
    /// `iaas/20230920#a1`: the minutes that speak of it first, and which of their actions it is.
    pub id: String,
    /// The body whose meeting gave it out.
    pub series: String,
    /// Its words at first, without marker, owners and markup.
    pub text: String,
    /// What it is about, where its words do not say so.
    pub context: Option<String>,
    /// Handles without `@`, or names as written; may be empty.
    pub owners: Vec<String>,
    /// Every meeting's word on it, in order; never empty.
    pub mentions: Vec<Mention>,
}

/// What one meeting said of an action.
#[derive(Debug, Clone, Eq, PartialEq)]
pub struct Mention {
    /// Where it says so.
    pub evidence: Evidence,
    /// What had become of the action by then.
    pub state: State,
}

impl Action {
    /// Where the minutes speak of it first; since then it is as old as it is.
    pub fn first(&self) -> &Mention {
        self.mentions.first().expect("an action is made with its first mention")
    }

    /// The last word on it.
    pub fn last(&self) -> &Mention {
        self.mentions.last().expect("an action is made with its first mention")
    }

    /// What became of it, as far as minutes tell.
    pub fn state(&self) -> State {
        self.last().state
    }
}

/// The actions of `documents`, which are in the order of the record; by series, then oldest first.
pub fn follow(documents: &[&Extracted]) -> Vec<Action> {
    let mut series: BTreeMap<&str, Vec<Dated>> = BTreeMap::new();
    for meeting in dated(documents) {
        series.entry(meeting.series).or_default().push(meeting);
    }
    series.into_par_iter().flat_map_iter(|(_, meetings)| follow_series(&meetings)).collect()
}

/// An action that a later meeting may continue.
struct Live {
    /// Its place among the actions.
    place: usize,
    /// The words of its last mention, sorted.
    words: Vec<String>,
}

/// The actions of one series, from its meetings in order.
fn follow_series(meetings: &[Dated]) -> Vec<Action> {
    let mut actions: Vec<Action> = Vec::new();
    let mut live: Vec<Live> = Vec::new();
    for meeting in meetings {
        live.retain(|live| {
            let last = actions[live.place].last().evidence.date;
            meeting.date.days_since(last) <= REACH
        });
        for (number, found) in meeting.document.facts.actions.iter().enumerate() {
            let mut words = words(&found.text);
            words.sort_unstable();
            words.dedup();
            let mention =
                Mention { evidence: meeting.evidence(number, found.line, found.span), state: found.state };
            // The best agreement wins, and of equal ones the youngest action.
            let earlier = live
                .iter_mut()
                .rev()
                .take(MOST_COMPARED)
                .filter_map(|live| Some((agreement(&actions[live.place], live, found, &words)?, live)))
                .max_by_key(|(agreement, live)| (*agreement, live.place));
            if let Some((_, live)) = earlier {
                let action = &mut actions[live.place];
                if action.owners.is_empty() {
                    action.owners.clone_from(&found.owners);
                }
                action.mentions.push(mention);
                live.words = words;
                continue;
            }
            live.push(Live { place: actions.len(), words });
            actions.push(Action {
                id: meeting.item_id('a', number),
                series: meeting.series.to_owned(),
                text: found.text.clone(),
                context: found.context.clone(),
                owners: found.owners.clone(),
                mentions: vec![mention],
            });
        }
    }
    actions
}

/// How many words `found` shares with an action that it continues; nothing if it continues another or none.
fn agreement(action: &Action, live: &Live, found: &Found, words: &[String]) -> Option<usize> {
    if action.state() != State::Open && !found.follow_up {
        return None;
    }
    // Most actions are told apart by this, before anything is compared word by word.
    let is_same = live.words == words;
    if words.is_empty() || !is_same && !found.follow_up {
        return None;
    }
    let owns = |owner: &String| found.owners.iter().any(|other| other.eq_ignore_ascii_case(owner));
    let is_owned_alike =
        action.owners.is_empty() || found.owners.is_empty() || action.owners.iter().any(owns);
    if !is_owned_alike {
        return None;
    }
    if is_same {
        return Some(words.len());
    }
    let shared = words.iter().filter(|word| live.words.binary_search(word).is_ok()).count();
    let shorter = words.len().min(live.words.len());
    let mostly = (shared == shorter && shorter >= 2) || (shorter >= 3 && shared * 10 >= shorter * 7);
    mostly.then_some(shared)
}

#[cfg(test)]
mod tests {
    use super::super::tests::minutes::with_minutes;
    use super::*;

    /// Actions as `day a|r owner: text`, `r` for repeated ones and a last word `DONE`, and the chains that come
    /// of them: id, days, state.
    #[track_caller]
    fn check(told: &str, expected: &[&str]) {
        let followed = with_minutes(told, follow);
        let day = |mention: &Mention| format!(" {}", mention.evidence.date);
        let shown: Vec<String> = followed
            .iter()
            .map(|action| {
                let later: String = action.mentions[1..].iter().map(day).collect();
                format!("{}{later} {:?}", action.id, action.state())
            })
            .collect();
        assert_eq!(shown, expected, "{told}");
    }

    #[test]
    fn an_action_is_followed_until_it_is_done() {
        check(
            "infra/20230607 a bo: change the list and tell the users of images
             infra/20230614 r bo: change the list and tell the users
             infra/20230621 r bo: change list, tell users DONE",
            &["infra/20230607#a1 2023-06-14 2023-06-21 Done"],
        );
    }

    #[test]
    fn without_a_word_of_repetition_all_words_must_agree() {
        check(
            "infra/20230607 a bo: change the list and tell the users
             infra/20230614 a bo: change the list and tell nobody
             infra/20230621 a bo: change the list and tell the users",
            &["infra/20230607#a1 2023-06-21 Open", "infra/20230614#a1 Open"],
        );
    }

    #[test]
    fn another_owner_another_series_and_much_later_are_other_actions() {
        check(
            "infra/20230607 a bo: prepare the agenda
             infra/20230614 r cy: prepare the agenda
             infra/20231221 r bo: prepare the agenda
             weekly/20230608 r bo: prepare the agenda",
            &[
                "infra/20230607#a1 Open",
                "infra/20230614#a1 Open",
                "infra/20231221#a1 Open",
                "weekly/20230608#a1 Open",
            ],
        );
    }

    #[test]
    fn an_action_is_compared_with_the_youngest_ones_alone() {
        let words = |number: usize| format!("row boat{number} home");
        let given: Vec<String> =
            (0..=MOST_COMPARED).map(|number| format!("infra/20230607 a bo: {}", words(number))).collect();
        let again =
            [MOST_COMPARED, 0].map(|number| format!("infra/20230614 r bo: {}", words(number))).join("\n");
        let followed = with_minutes(&format!("{}\n{again}", given.join("\n")), follow);
        let continued: Vec<&str> =
            followed.iter().filter(|action| action.mentions.len() > 1).map(|action| &*action.text).collect();
        assert_eq!(continued, [words(MOST_COMPARED)]);
    }

    #[test]
    fn what_was_done_comes_back_as_a_new_action() {
        check(
            "infra/20230607 a bo: prepare the agenda DONE
             infra/20230614 a bo: prepare the agenda
             infra/20230621 r bo: prepare the agenda DONE",
            &["infra/20230607#a1 Done", "infra/20230614#a1 2023-06-21 Done"],
        );
    }
}
