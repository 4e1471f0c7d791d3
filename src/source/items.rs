//! By which words a community's minutes tell decisions, actions and the people of a meeting.
//!
//! Every list is plain words, compared whole and without regard to case; a blank stands for any white space. The
//! defaults are English as it is written in minutes. A community adds its own words, such as `Beschluss` to the
//! markers, or replaces a list; no list knows the name of a community, a team or a person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::config::words::{Told, Words};
use crate::base::yaml::Node;

/// Makes the rules of one sort, all of them lists of words, and the same as a community writes them: each list it
/// names adds to the usual one or takes its place. Each list is explained once, for readers of the code and for
/// `annals schema`.
macro_rules! rules {
    ($(#[$about:meta])* $rules:ident, written $wire:ident, called $name:literal {
        $($(#[$doc:meta])* $list:ident,)*
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Eq, PartialEq, Serialize, Deserialize)]
        pub struct $rules {
            $($(#[$doc])* pub $list: Vec<String>,)*
        }

        $(#[$about])*
        #[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
        #[serde(default)]
        #[schemars(deny_unknown_fields, rename = $name)]
        pub(super) struct $wire {
            $($(#[$doc])* $list: Words,)*
        }

        impl $wire {
            /// Puts the words of a community, which stand at `node`, into `rules`.
            pub(super) fn apply(self, rules: &mut $rules, node: &Node, told: &mut Told<'_>) {
                $(self.$list.apply(&mut rules.$list, node.child(stringify!($list)), told);)*
            }
        }
    };
}

/// The words of decisions, actions and meetings.
#[derive(Debug, Clone, Default, Eq, PartialEq, Serialize, Deserialize)]
pub struct ItemRules {
    /// How decisions are told.
    pub decisions: DecisionRules,
    /// How actions are told.
    pub actions: ActionRules,
    /// How the facts of a meeting are told.
    pub meetings: MeetingRules,
}

rules! {
    /// How decisions are told.
    DecisionRules, written WireDecisions, called "Decisions" {
        /// Words that, with a colon, announce a decision: `Decision: use it`, `=> Consensus (for now): keep it`.
        markers,
        /// Headings and labels below which each item is a decision, without markup and signs.
        sections,
        /// Heads of table columns whose cells are decisions.
        columns,
        /// Verbs by which the meeting says that it decided, in the past tense: `we decided to wait`.
        verbs,
        /// What may follow a verb that has no subject: `Decided to wait`, but not `decided cases`.
        follows,
        /// Words that mean the meeting itself. A verb with another subject tells of somebody else's decision.
        subjects,
        /// Words that may stand before or among subject and verb: `so we have now decided`.
        leads,
        /// Nouns that open a sentence on a decision: `consensus that …`, `decision taken to …`.
        nouns,
        /// Results that stand alone on their line or at its end behind an arrow: `Approved`, `<- Agreed`.
        results,
        /// Answers that decide when they stand behind an arrow below one of `questions`: `=> YES`.
        answers,
        /// How a question begins that asks the meeting to decide: `should we`.
        questions,
        /// What proposes and, behind an arrow, settles: `=> Let's split it`.
        proposals,
        /// Phrases with which the text of no decision begins, because all is open: `to be decided`.
        open,
        /// Phrases that make a sentence a recall, a condition or the opposite wherever they stand in it.
        stops,
    }
}

rules! {
    /// How actions are told.
    ActionRules, written WireActions, called "Actions" {
        /// Words in capitals that mark an action, compared with regard to case: `AI @x: …`. Where artificial
        /// intelligence is spoken of too, a marker counts by what stands beside it.
        markers,
        /// Words that mark something left to do, in any case: `TODO: …`.
        tasks,
        /// Remarks at the end of a line that its matter is left to do: `Manual: to be done`.
        left,
        /// Headings and labels below which items are actions, without markup and signs.
        sections,
        /// Heads of table columns whose cells are actions.
        columns,
        /// Heads of the columns beside them that name the owners; without one, there are no actions in a table.
        owner_columns,
        /// Words that, in the label of such a section, say that it repeats the actions of an earlier meeting.
        follow_up,
        /// Words that do not matter in the label of a section: `of`, `from`, `week`.
        fillers,
        /// What makes a promise of a handle and a verb: `@x will test`, `@x to test`.
        promises,
        /// What makes a promise of the writer: `I'll test`.
        own,
        /// What somebody does that takes something on, behind an arrow or a decision: `-> @x checks that`.
        assignments,
        /// What follows a promise that is none: `@x will be away`, `@x will join`.
        announcements,
        /// Phrases that make an announcement of any sentence with a promise.
        absences,
        /// Words that join several owners.
        joiners,
        /// Words and signs that say that an action is done, at the beginning or end of it or of an item below it.
        done,
        /// Words that say that an action was given up.
        dropped,
        /// What makes a text with a marker name no action when it is all of it: `none`, `who?`.
        empty,
        /// Words behind a marker without colon and owner that show it to be something else: `AI is`, `AI tools`.
        nouns,
    }
}

rules! {
    /// How the facts of a meeting are told.
    MeetingRules, written WireMeetingWords, called "MeetingWords" {
        /// Headings and labels of the list of people; more words may follow them.
        attendees,
        /// Labels that name who takes the minutes: `minute taking: @x`.
        minute_takers,
        /// Labels that do so only below one of `meta`, because elsewhere they mean something else: `Minutes: Max`.
        minute_takers_in_meta,
        /// Headings of the part with the facts of the meeting.
        meta,
        /// Headings below which the headings are the agenda.
        agenda,
        /// Phrases that say that there was no meeting.
        cancelled,
    }
}

/// A list of words, one per item of a comma-separated text.
fn words(list: &str) -> Vec<String> {
    list.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

impl Default for DecisionRules {
    fn default() -> DecisionRules {
        DecisionRules {
            markers: words(
                "decision, decisions, decided, consensus, conclusion, agreed solution, agreement, agreed, \
                 resolved",
            ),
            sections: words(
                "decision, decisions, decisions made, decisions taken, decision log, resolutions, agreements",
            ),
            columns: words("decision, decisions, resolution"),
            verbs: words("decided, agreed"),
            follows: words("to, that, on, upon, against, for, not, in favour, in favor"),
            subjects: words(
                "we, we all, all, everybody, everyone, the group, the team, the meeting, the committee, \
                 the participants, all participants, participants, the attendees, all attendees, it was, it has been",
            ),
            leads: words(
                "so, therefore, thus, hence, finally, now, then, also, and, but, all, have, has, was, were, been, \
                 just, jointly, unanimously, mutually, together, in the end, after discussion, \
                 after some discussion, result, result of discussion, outcome",
            ),
            nouns: words("decision, consensus"),
            results: words("approved, accepted, agreed, adopted, rejected, decided"),
            answers: words("yes, no"),
            questions: words(
                "should we, shall we, do we want, can we, may we, are we going, is it ok, shall, should",
            ),
            proposals: words("let's, let’s, let us"),
            open: words(
                "to be decided, to be discussed, to be determined, to be defined, to be done, to be made, \
                 to be taken, tbd, pending, postponed, deferred, open, none, n/a, not yet, no decision, \
                 unclear, needed, required, next week, next time, next meeting",
            ),
            stops: words(
                "last time, last week, last meeting, previously decided, previously agreed, earlier decided, \
                 already decided, already agreed, in the past, originally, had decided, had agreed, \
                 to be decided, be decided, not decided, not agreed, not yet, not been decided, no consensus, \
                 want to decide, need to decide, will decide, can decide, could decide, does not mean",
            ),
        }
    }
}

impl Default for ActionRules {
    fn default() -> ActionRules {
        ActionRules {
            markers: words("AI, ACTION"),
            tasks: words("todo, to do, to-do"),
            left: words("to be done, still to do"),
            sections: words(
                "ai, ais, ai's, action item, action items, actions, action points, todo, todos, to do",
            ),
            columns: words("action, actions, action item, action items, todo"),
            owner_columns: words("owner, owners, assignee, assignees, responsible, who"),
            follow_up: words(
                "last, previous, earlier, past, pending, open, check, checking, review, follow-up, weeks ago",
            ),
            fillers: words(
                "the, of, from, for, our, to, time, week, week's, weeks, weekly, call, call's, meeting, \
                 meeting's, session, this, next, new, all, couple, ago, items, list, and, in",
            ),
            promises: words("will, to"),
            own: words("i'll, i’ll, i will"),
            assignments: words(
                "takes, picks up, checks, creates, opens, writes, prepares, asks, pings, contacts, sends, \
                 follows up, looks into, reviews, organizes, organises, sets up, investigates, clarifies, tests, \
                 adds, updates, merges, schedules, talks to, reaches out, provides, brings, discusses",
            ),
            announcements: words(
                "not, the, a, an, this, that, all, be, join, attend, participate, leave, miss, moderate, facilitate, host, chair, take part, \
                 have to leave, also be, also join, moderated, facilitated, hosted, chaired, presented, no longer, probably, likely, run the",
            ),
            absences: words(
                "vacation, pto, holiday, holidays, parental leave, sick leave, out of office, on leave",
            ),
            joiners: words("and, or, und, oder, with, w/, via, &, +, /"),
            done: words(
                "done, ✅, ☑, ✔, :white_check_mark:, :heavy_check_mark:, :ballot_box_with_check:, completed, finished",
            ),
            dropped: words(
                "dropped, obsolete, cancelled, canceled, won't do, wontfix, not needed anymore, no longer needed",
            ),
            empty: words("none, no, n/a, who, tbd, nobody"),
            nouns: words(
                "is, are, was, were, has, have, had, will, would, can, could, should, may, might, and, or, of, in, \
                 on, from, with, by, at, as, model, models, workload, workloads, tool, tools, tooling, assistant, \
                 assistants, agent, agents, generated, act, act:, platform, platforms, infrastructure, chip, chips, \
                 system, systems, service, services, use, usage, applications, working",
            ),
        }
    }
}

impl Default for MeetingRules {
    fn default() -> MeetingRules {
        MeetingRules {
            attendees: words(
                "participants, participant, attendees, attendance, attending, present, people present",
            ),
            minute_takers: words(
                "minute taking, minute taker, minutes taking, minutes taker, minutes transfer, \
                 minutes transfer to github, minutes taken by, minutes by, note taker, notetaker, notes taken by, \
                 scribe, scribes, secretary",
            ),
            minute_takers_in_meta: words("minutes, notes"),
            meta: words("meta, meeting, organisational, organizational"),
            agenda: words("agenda, topics, agenda items"),
            cancelled: words(
                "skipped, canceled, cancelled, no meeting, did not take place, didn't take place, no sig today, \
                 no call today, meeting was not held",
            ),
        }
    }
}
