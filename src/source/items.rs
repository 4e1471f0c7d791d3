//! By which words a community's minutes tell decisions, actions and the people of a meeting.
//!
//! Every list is plain words, compared whole and without regard to case; a blank stands for any white space. The
//! defaults are English and German as they are written in minutes. A community adds its own words, such as `Besluit`
//! to the markers, or replaces a list; no list knows the name of a community, a team or a person.

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
        /// Answers that decide when they stand below one of `questions`: `=> YES`.
        answers,
        /// How a question begins that asks the meeting to decide: `should we`.
        questions,
        /// What proposes and, behind an arrow, settles: `=> Let's split it`.
        proposals,
        /// Phrases with which the text of no decision begins, because all is open: `to be decided`.
        open,
        /// Phrases that make a text the opposite of a decision wherever they stand in it.
        stops,
        /// Phrases with which a decision puts a standard in force: notes of releases cite it for that.
        adopts,
        /// Phrases with which a decision ends a standard.
        ends,
        /// Phrases that make a decision neither, wherever they stand in its sentence.
        refuses,
        /// The same for sentences alone, which they make a recall or a condition. Behind a marker and in a place for
        /// decisions they do nothing.
        doubts,
        /// What makes a text no decision when it is all of it: `nothing`.
        empty,
        /// What denies that there is a decision, before one of `markers`, `sections` or `nouns`: `no decisions`.
        negations,
        /// What takes a decision back, in brackets behind its marker or its words, or in one of `status_columns`:
        /// `Decision (proposed): …`. Those of `open` and `stops` do so, too.
        provisos,
        /// Heads of table columns that say what became of the decisions beside them.
        status_columns,
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
        /// The same wherever it stands: `@x takes care of it`.
        taken,
        /// Verbs that give something out: `test it (@x)`, `@x: test it`.
        orders,
        /// Until when something is done; a decision that says so is an action too: `Decision: merge it by next week`.
        deadlines,
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
        /// Heads of the columns beside them that say what became of an action.
        status_columns,
        /// What says in such a column that an action is done, beside the words of `done`.
        closed,
        /// What makes a text with a marker name no action when it is all of it: `none`, `who?`.
        empty,
        /// With what an item below a heading for actions begins that says that there are none: `no actions today`.
        none,
        /// Words behind a marker without colon and owner that show it to be something else: `AI is`, `AI tools`.
        nouns,
        /// Words behind a marker and before a colon that are nobody's name: `AI Policy: …`, `ACTION REQUIRED: …`.
        titles,
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
pub(super) fn words(list: &str) -> Vec<String> {
    list.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
}

impl Default for DecisionRules {
    fn default() -> DecisionRules {
        DecisionRules {
            markers: words(
                "decision, decisions, decided, consensus, conclusion, agreed solution, agreement, agreed, \
                 resolved, beschluss, beschlüsse, beschlossen, entscheidung, einigung, vereinbarung, \
                 festlegung",
            ),
            sections: words(
                "decision, decisions, decisions made, decisions taken, decision log, resolutions, agreements, \
                 beschluss, beschlüsse, entscheidungen, vereinbarungen",
            ),
            columns: words("decision, decisions, resolution, beschluss, entscheidung"),
            verbs: words("decided, agreed, concluded, beschlossen, entschieden, vereinbart, geeinigt"),
            follows: words(
                "to, that, on, upon, against, for, not, in favour, in favor, zu, dass, für, gegen",
            ),
            subjects: words(
                "we, we all, all, everybody, everyone, the group, the team, the meeting, the committee, \
                 the participants, all participants, participants, the attendees, all attendees, it was, \
                 it has been, wir, wir alle, es wurde, das team, die gruppe, die runde",
            ),
            leads: words(
                "so, therefore, thus, hence, finally, now, then, also, and, but, all, have, has, was, were, \
                 been, just, jointly, unanimously, mutually, together, in the end, after discussion, \
                 after some discussion, result, result of discussion, outcome, haben, hat, uns, darauf, \
                 daher, deshalb, nun, einstimmig, gemeinsam",
            ),
            nouns: words("decision, consensus, agreement"),
            results: words(
                "approved, accepted, agreed, adopted, rejected, decided, angenommen, beschlossen, genehmigt, \
                 abgelehnt",
            ),
            answers: words("yes, no, ja, nein"),
            questions: words(
                "should we, shall we, do we want, can we, may we, are we going, is it ok, shall, should, \
                 sollen wir, wollen wir, können wir, dürfen wir",
            ),
            proposals: words("let's, let’s, let us, lasst uns"),
            open: words(
                "to be decided, to be discussed, to be determined, to be defined, to be done, to be made, \
                 to be taken, tbd, pending, postponed, deferred, open, none, n/a, not yet, no decision, \
                 unclear, needed, required, next week, next time, next meeting, offen, noch offen, vertagt, \
                 verschoben, steht aus, zu klären, zu entscheiden, keine, not sure, unsure, unknown, no idea, \
                 not reached, unklar",
            ),
            stops: words(
                "to be decided, be decided, not decided, not agreed, not yet decided, not yet agreed, \
                 not been decided, not been agreed, no consensus, nothing decided, \
                 nothing was decided, nothing has been decided, nothing agreed, nothing was agreed, \
                 nothing has been agreed, want to decide, need to decide, will decide, unable to decide, \
                 unable to agree, unable to reach, could not decide, could not agree, nicht beschlossen, \
                 nicht entschieden, zu entscheiden, keine einigung, nichts beschlossen, nichts entschieden, \
                 nichts vereinbart",
            ),
            adopts: words(
                "adopt, adopts, adopted, adopting, adoption, accept, accepts, accepted, acceptance, \
                 approve, approves, approved, approval, ratify, ratifies, ratified, ratification, endorse, \
                 endorses, endorsed, enact, enacted, stabilize, stabilizes, stabilized, stabilise, stabilises, \
                 stabilised, stabilization, stabilisation, become stable, becomes stable, be stable, is stable, \
                 as stable, to stable, made stable, declared stable, becomes final, become final, as final, \
                 becomes effective, become effective, is effective, effective from, effective as of, \
                 effective immediately, in force, into force, in effect, into effect, take effect, takes effect, \
                 replaces, supersedes, annehmen, angenommen, annahme, verabschieden, \
                 verabschiedet, verabschiedung, genehmigt, freigegeben, freigabe, stabilisiert, wird stabil, \
                 in kraft, wird gültig, wird verbindlich, ersetzt",
            ),
            ends: words(
                "deprecate, deprecates, deprecated, deprecating, deprecation, retire, retires, retired, \
                 withdraw, withdraws, withdrawn, withdrawal, revoke, revokes, revoked, repeal, repealed, \
                 obsolete, obsoletes, obsoleted, archive, archived, abandon, abandoned, replace, replaces, replaced, supersede, supersedes, superseded, end of life, expires, \
                 expired, no longer valid, no longer in force, no longer stable, no longer effective, out of force, \
                 abgekündigt, abkündigung, zurückgezogen, aufgehoben, aufhebung, außer kraft, abgelöst, \
                 ersetzt, veraltet, nicht mehr gültig",
            ),
            refuses: words(
                "not, never, cannot, can't, won't, don't, doesn't, isn't, no longer, postpone, postpones, postponed, \
                 defer, deferred, discuss, discusses, discussed, prepare, prepared, propose, proposed, consider, \
                 revisit, reject, rejects, rejected, decline, declined, withdraw, withdrawn, nicht, vertagen, vertagt, \
                 verschieben, verschoben, zurückgestellt, abgelehnt, außer kraft, besprechen, vorbereiten, vorgeschlagen",
            ),
            doubts: words(
                "last time, last week, last meeting, previously decided, previously agreed, earlier decided, \
                 already decided, already agreed, in the past, originally, had decided, had agreed, not yet, \
                 can decide, could decide, does not mean, to be made, to be taken, to be signed, \
                 to be drafted, letzte woche, letztes mal, bereits beschlossen, noch nicht",
            ),
            empty: words(
                "nothing, nothing today, nothing new, nothing yet, nothing so far, nothing this time, \
                 nothing this week, nothing at this time, nothing to report, nothing to decide, nil, no, \
                 not applicable, nichts, nichts neues, kein, entfällt",
            ),
            negations: words("no, not any, kein, keine, keinen, keinerlei"),
            provisos: words(
                "proposed, proposal, suggested, suggestion, draft, tentative, unconfirmed, tbc, \
                 to be confirmed, not final, rejected, declined, withdrawn, in progress, under discussion, in discussion, \
                 in review, under review, open, vorschlag, vorgeschlagen, entwurf, abgelehnt, \
                 zurückgezogen, in diskussion, in prüfung",
            ),
            status_columns: words("status, state, outcome, result, stand, zustand, ergebnis"),
        }
    }
}

impl Default for ActionRules {
    fn default() -> ActionRules {
        ActionRules {
            markers: words("AI, ACTION"),
            tasks: words("todo, to do, to-do, action item, aufgabe"),
            left: words(
                "to be done, still to be done, still to do, still todo, todo, to do, to-do, noch zu tun, \
                 noch zu erledigen",
            ),
            sections: words(
                "ai, ais, ai's, action item, action items, actions, action points, todo, todos, to do, \
                 aufgabe, aufgaben, maßnahmen",
            ),
            columns: words("action, actions, action item, action items, todo, aufgabe, aufgaben, maßnahme"),
            owner_columns: words(
                "owner, owners, assignee, assignees, responsible, who, wer, verantwortlich, zuständig",
            ),
            follow_up: words(
                "last, previous, earlier, past, pending, open, check, checking, review, follow-up, weeks ago, \
                 letzte, letzten, letzter, offene, offenen, prüfen",
            ),
            fillers: words(
                "the, of, from, for, our, to, time, week, week's, weeks, weekly, call, call's, meeting, \
                 meeting's, session, this, next, new, all, couple, ago, items, list, and, in, der, die, das, \
                 aus, von, vom, woche, sitzung, treffen",
            ),
            promises: words("will, to, please, has to, wird, soll, muss, bitte"),
            own: words("i'll, i’ll, i will, ich werde"),
            assignments: words(
                "takes, picks up, checks, creates, opens, writes, prepares, asks, pings, contacts, sends, \
                 follows up, looks into, reviews, organizes, organises, sets up, investigates, clarifies, \
                 tests, adds, updates, merges, schedules, talks to, reaches out, provides, brings, discusses, \
                 übernimmt, prüft, erstellt, schreibt, fragt, klärt, kümmert sich",
            ),
            taken: words(
                "takes care, takes over, takes this, takes it, picks up, picks this up, follows up, \
                 looks into, looks for, will look, creates, opens, prepares, drafts, sets up, schedules, \
                 organizes, organises, investigates, clarifies, coordinates, provides, sends, is going to, \
                 offers to, offered to, volunteers to, volunteered to, promised to, agreed to, agrees to, \
                 übernimmt, kümmert sich, erstellt, klärt",
            ),
            orders: words(
                "add, adjust, align, announce, archive, ask, cancel, check, clarify, clean up, close, \
                 collect, contact, coordinate, create, define, document, double-check, enable, evaluate, \
                 extend, finalize, finalise, finish, fix, follow up, implement, improve, inform, investigate, \
                 invite, look into, make, mention, merge, move, nominate, open, organize, organise, ping, \
                 prepare, propose, provide, publish, push, put, reach out, remind, remove, rename, schedule, \
                 send, set up, split, start, summarize, summarise, transfer, try, upload, verify, write",
            ),
            deadlines: words(
                "by the end of, by end of, until the end of, by next, until next, by tomorrow, \
                 until tomorrow, by monday, by tuesday, by wednesday, by thursday, by friday, until monday, \
                 until tuesday, until wednesday, until thursday, until friday, bis ende, bis nächste, \
                 bis morgen, bis montag, bis dienstag, bis mittwoch, bis donnerstag, bis freitag",
            ),
            announcements: words(
                "not, the, a, an, this, that, all, be, join, attend, participate, leave, miss, moderate, \
                 facilitate, host, chair, take part, have to leave, also be, also join, moderated, \
                 facilitated, hosted, chaired, presented, no longer, probably, likely, run the, return, \
                 only return, substitute, nicht, teilnehmen, fehlen, moderieren",
            ),
            absences: words(
                "vacation, pto, holiday, holidays, parental leave, sick leave, out of office, on leave, \
                 urlaub, krank, elternzeit, abwesend, verhindert",
            ),
            joiners: words(
                "and, or, und, oder, with, w/, via, &, +, /, with support from, with help from, \
                 together with, mit",
            ),
            done: words(
                "done, ✅, ☑, ✔, :white_check_mark:, :heavy_check_mark:, :ballot_box_with_check:, completed, \
                 finished, erledigt, fertig, abgeschlossen",
            ),
            dropped: words(
                "dropped, obsolete, cancelled, canceled, won't do, wontfix, not needed anymore, \
                 no longer needed, entfällt, verworfen, hinfällig",
            ),
            status_columns: words("status, state, progress, done, completed, stand, zustand, erledigt"),
            closed: words("closed, complete, resolved, merged, yes, x, ja, geschlossen"),
            empty: words(
                "none, no, n/a, who, tbd, nobody, nothing, nil, keine, keiner, niemand, wer, nichts",
            ),
            none: words(
                "no, none, nothing, nil, nobody, not applicable, n/a, there are no, there were no, \
                 there is no, there was no, kein, keine, keinerlei, nichts, es gibt keine, es gab keine, \
                 es wurden keine",
            ),
            nouns: words(
                "is, are, was, were, has, have, had, will, would, can, could, should, may, might, and, or, \
                 of, in, on, from, with, by, at, as, model, models, workload, workloads, tool, tools, \
                 tooling, assistant, assistants, agent, agents, generated, act, act:, platform, platforms, \
                 infrastructure, chip, chips, system, systems, service, services, use, usage, applications, \
                 working",
            ),
            titles: words(
                "required, requested, needed, pending, summary, summaries, recap, overview, policy, policies, \
                 strategy, governance, ethics, safety, security, regulation, regulations, guideline, \
                 guidelines, principles, research, review, report, reports, update, updates, news, notes, \
                 minutes, transcript, transcription, topic, topics, discussion, session, sessions, track, \
                 workshop, roadmap, working group, team, sig, council, committee, board, lab, labs, hub, \
                 gateway, factory, cloud, stack, hardware, software, training, inference, coding, code, \
                 content, images, art, slop, bot, bots, chat, copilot, feature, features, integration, \
                 support, adoption, readiness, literacy, hype, bubble, zusammenfassung, richtlinie, \
                 richtlinien, strategie, verordnung, gesetz, protokoll, thema, themen, arbeitsgruppe",
            ),
        }
    }
}

impl Default for MeetingRules {
    fn default() -> MeetingRules {
        MeetingRules {
            attendees: words(
                "participants, participant, attendees, attendance, attending, present, people present, \
                 teilnehmer, teilnehmende, teilnehmerinnen, anwesend, anwesende",
            ),
            minute_takers: words(
                "minute taking, minute taker, minutes taking, minutes taker, minutes transfer, \
                 minutes transfer to github, minutes taken by, minutes by, note taker, notetaker, \
                 notes taken by, scribe, scribes, secretary, protokoll, protokollant, protokollantin",
            ),
            minute_takers_in_meta: words("minutes, notes"),
            meta: words("meta, meeting, organisational, organizational"),
            agenda: words("agenda, topics, agenda items, tagesordnung, themen"),
            cancelled: words(
                "skipped, canceled, cancelled, no meeting, did not take place, didn't take place, \
                 no sig today, no call today, meeting was not held, entfällt, entfallen, ausgefallen, \
                 abgesagt",
            ),
        }
    }
}
