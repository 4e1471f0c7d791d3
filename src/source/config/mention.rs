//! How texts name things: the rules that tell a mention from a trap, as data.
//!
//! A community writes `ABC-12`, `abc 12`, `R5`, `Release 5`, `@name`, `tools#541` and "Minutes: none yet". Which of
//! these spellings are names and which only look like names is a matter of its language, so it stands in the
//! configuration; the defaults here hold for most English texts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::source::items::words;

/// The rules of all kinds of mentions.
#[derive(Debug, Clone, Default, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub struct MentionsConfig {
    /// Standards named by their number.
    pub standards: StandardMentions,
    /// Releases named by their name or version.
    pub releases: ReleaseMentions,
    /// Issues and pull requests.
    pub issues: IssueMentions,
    /// People named by their handle on the forge.
    pub people: PersonMentions,
    /// Meetings named by their day.
    pub meetings: MeetingMentions,
    /// "Minutes: none yet" in one meeting's minutes for those of another.
    pub placeholders: Placeholders,
    /// Other things that the community numbers, such as tenders.
    pub ids: Vec<IdRule>,
}

/// How standards are named beside what follows from the pattern of their ids.
#[derive(Debug, Clone, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub struct StandardMentions {
    /// Further ways to write the number: `RFC {number}`.
    pub spellings: Vec<String>,
    /// The letters that begin an edition: `v`, `w`.
    pub editions: Vec<char>,
    /// Whether a number that looks like a year (1900 to 2099) can be a standard: `EIP-2015` is, `ABC 2024` is not.
    pub years: bool,
    /// Spellings that name nothing, such as the example `ABC-1234`; letter case does not count.
    pub except: Vec<String>,
}

impl Default for StandardMentions {
    fn default() -> StandardMentions {
        StandardMentions { spellings: Vec::new(), editions: vec!['v', 'w'], years: false, except: Vec::new() }
    }
}

/// Words before a version that own nothing: articles, prepositions, verbs of who makes releases, and labels.
const VERSION_LEADS: &str = "\
    a, about, above, across, action, actions, adopt, after, against, ago, agreed, ai, all, already, also, an, and, \
    announce, announced, announcing, approve, approved, are, as, at, be, because, been, before, behind, below, \
    between, block, blocked, blocker, blockers, blocking, blocks, branch, bugfix, but, by, call, changelog, close, \
    completed, consensus, create, created, current, cut, cutting, deadline, decided, decision, decisions, delay, \
    delayed, deliver, delivered, discuss, discussed, drop, due, during, each, every, expect, expected, feature, final, \
    finalise, finalize, finish, finished, first, follow, for, freeze, from, future, get, goal, goals, guide, has, have, \
    hotfix, if, important, in, include, included, includes, into, is, issue, issues, its, last, later, latest, launch, \
    launched, like, maintenance, major, make, mark, merge, minor, move, named, near, need, needs, new, newest, next, \
    no, not, notes, now, of, off, on, once, one, only, onto, open, or, our, out, outlook, over, past, patch, path, per, \
    plan, planned, planning, plans, post, postpone, postponed, pre, prepare, prepared, preparing, preview, previous, \
    prior, promote, proposed, publish, published, publishing, push, pushed, question, reach, ready, regarding, release, \
    released, releases, releasing, remaining, remove, require, required, requires, retire, review, roadmap, schedule, \
    scheduled, scope, security, see, ship, shipped, shipping, ships, should, since, stable, start, status, still, \
    support, supported, tag, tagged, tagging, tags, target, targeted, targeting, targets, test, tested, testing, than, \
    that, the, their, then, there, this, through, till, timeline, to, today, todo, topic, topics, toward, towards, \
    under, until, up, upcoming, upgrade, update, use, users, via, vote, wait, waiting, was, we, were, what, when, where, \
    whether, which, while, will, with, within, without, yet, \
    actual, alpha, announces, big, break, breaks, bugs, changes, cleanup, date, do, does, features, fixes, full, ga, \
    likes, lts, main, makes, miss, misses, missing, monthly, official, propose, proposes, public, quarterly, real, \
    regular, skip, skips, suggest, suggests, tasks, think, want, wants, work, write, \
    ab, aber, abstimmung, aktualisierung, als, alte, alten, am, an, auch, auf, aufgabe, aus, ausblick, bei, beim, \
    bereits, beschluss, bis, da, danach, dann, das, dass, dem, den, der, des, die, dies, diese, dieser, durch, ein, \
    eine, einem, einen, einer, entscheidung, erst, erste, ersten, erster, fahrplan, für, gegen, geplante, geplanten, \
    gibt, hat, heute, hinter, im, in, ins, ist, ja, jetzt, kein, keine, kommende, kommenden, letzte, letzten, migration, \
    mit, nach, neben, neue, neuen, neues, nicht, noch, nun, nur, nächste, nächsten, nächster, nächstes, ob, oder, ohne, \
    planung, pro, sei, seit, sind, so, sobald, soll, sollte, sowie, stand, statt, termin, thema, themen, trotz, um, \
    umstellung, umstieg, und, uns, unser, unsere, unserer, unter, update, upgrade, veröffentlichen, veröffentlicht, \
    veröffentlichung, vom, von, vor, vorbereitung, wann, war, wechsel, wegen, weil, wenn, werden, wie, wir, wird, \
    wurde, während, zu, zum, zur, zwischen";

/// How releases are named beside what follows from the patterns of their names and versions.
#[derive(Debug, Clone, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub struct ReleaseMentions {
    /// Words before a number that make it a release: `Release 5`.
    pub words: Vec<String>,
    /// Further words that do so for a version: `version 2.0.0`.
    pub version_words: Vec<String>,
    /// Words that may stand before a version without owning it, as `for` and `ship` may and `Kubernetes` may not.
    pub leads: Vec<String>,
    /// Whether the version of a release that has another name counts alone, and not only beside that name.
    pub versions: bool,
    /// Words before a name that make it the release of something else: `OSISM` in `OSISM R9`.
    pub not_after: Vec<String>,
    /// Whether `-r6`, `_r6` and `/r6` inside a name of a branch, pad or room name the release.
    pub slugs: bool,
    /// Spellings that name nothing; letter case does not count.
    pub except: Vec<String>,
}

impl Default for ReleaseMentions {
    fn default() -> ReleaseMentions {
        ReleaseMentions {
            words: vec!["release".to_owned()],
            version_words: words("version, versions, candidate, milestone, rc, freigabe, meilenstein"),
            leads: words(VERSION_LEADS),
            versions: true,
            not_after: Vec::new(),
            slugs: true,
            except: Vec::new(),
        }
    }
}

/// How issues are named.
#[derive(Debug, Clone, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub struct IssueMentions {
    /// What a number without a repository (`#228`) means.
    pub bare: BareIssue,
    /// Short names of owners: `ACME` in `ACME/tools#12`, and what the forge calls each.
    pub owners: BTreeMap<String, String>,
    /// Words before a number that make it no issue: `ticket` in `ticket #12` of another tracker.
    pub not_after: Vec<String>,
    /// How many meetings must speak of an issue for it to have a page; nothing for no pages.
    pub page_from: Option<usize>,
}

impl Default for IssueMentions {
    fn default() -> IssueMentions {
        IssueMentions {
            bare: BareIssue::default(),
            owners: BTreeMap::new(),
            not_after: Vec::new(),
            page_from: Some(3),
        }
    }
}

/// What `#228` means.
#[derive(Debug, Copy, Clone, Default, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub enum BareIssue {
    /// Nothing that can be known: the words stay as they are.
    #[default]
    Ambiguous,
    /// An issue of the repository that the same section names, when it names only one.
    Section,
}

/// How people are named.
#[derive(Debug, Clone, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub struct PersonMentions {
    /// Handles that are nobody: `@todo`, `@all`.
    pub except: Vec<String>,
    /// Misspelt and former handles, and what each person is called today; letter case does not count.
    pub aliases: BTreeMap<String, String>,
}

impl Default for PersonMentions {
    fn default() -> PersonMentions {
        let except = ["all", "channel", "everybody", "everyone", "here", "room", "todo", "xyz"];
        PersonMentions { except: except.map(str::to_owned).into(), aliases: BTreeMap::new() }
    }
}

/// How a day names a meeting.
#[derive(Debug, Clone, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub struct MeetingMentions {
    /// Words right before a day that make it a meeting, of the same series when no other is named: `see 2023-10-04`.
    pub leads: Vec<String>,
}

impl Default for MeetingMentions {
    fn default() -> MeetingMentions {
        let leads = ["see", "see also", "cf.", "minutes of", "minutes from", "notes of", "notes from"];
        MeetingMentions { leads: leads.map(str::to_owned).into() }
    }
}

/// How minutes say that the minutes of another meeting do not exist yet.
#[derive(Debug, Clone, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub struct Placeholders {
    /// What stands before the colon: `Minutes`.
    pub labels: Vec<String>,
    /// What stands behind it, in lower case and without brackets and signs. `*` at the end stands for any further
    /// words; the empty spelling is a label with nothing behind it.
    pub spellings: Vec<String>,
    /// How a whole line says the same, in lower case and without brackets and signs: `no minutes*`.
    pub lines: Vec<String>,
    /// How many days before the day of the text the meant meeting may have been.
    pub days: i64,
}

impl Default for Placeholders {
    fn default() -> Placeholders {
        let spellings = [
            "",
            "n/a",
            "later",
            "tbd",
            "todo",
            "none",
            "none so far",
            "none yet*",
            "none available*",
            "none present*",
            "none published*",
            "not yet*",
            "not available*",
            "not merged*",
            "not online*",
            "not present*",
            "not published*",
            "not ready*",
            "not there yet*",
            "not uploaded*",
            "to be published*",
            "to follow*",
            "pending*",
            "missing*",
            "coming soon*",
            "may be published later*",
            "will be published*",
            "will follow*",
        ];
        Placeholders {
            labels: vec!["minutes".to_owned()],
            spellings: spellings.map(str::to_owned).into(),
            lines: ["no minutes", "no minutes yet*", "no minutes no*", "no minutes available*"]
                .map(str::to_owned)
                .into(),
            days: 6,
        }
    }
}

/// Things of one sort that the community numbers.
#[derive(Debug, Clone, Default, Eq, PartialEq, Hash, Serialize, Deserialize)]
pub struct IdRule {
    /// What one of them is called: `tender`.
    pub name: String,
    /// What all of them are called: `Tenders`; empty for the name.
    pub title: String,
    /// The first part of their addresses, `tenders`; empty for the name.
    pub at: String,
    /// Where each is to be seen elsewhere, with `{id}` in the place of the id; may be empty.
    pub link: String,
    /// How an id is written properly: `VP{number:2}[{letter}][-{part}]`.
    pub pattern: String,
    /// Further ways to write it, with the same fields: `Lot[s] {number}`.
    pub spellings: Vec<String>,
    /// Spellings that name nothing; letter case does not count.
    pub except: Vec<String>,
}

impl IdRule {
    /// The first part of the addresses of such things.
    pub fn place(&self) -> &str {
        if self.at.is_empty() { &self.name } else { &self.at }
    }

    /// What they are called together.
    pub fn plural(&self) -> &str {
        if self.title.is_empty() { &self.name } else { &self.title }
    }
}
