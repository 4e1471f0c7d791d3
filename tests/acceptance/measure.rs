//! The published record against the tables of what is known to be true, one measure for each promise.
//!
//! The tables cover half of the files. In those, a row that we lack is a miss, and what no row has is a false alarm.
//! What is told of a line counts once, unless a measure says otherwise.

use std::collections::{BTreeMap, BTreeSet};

use crate::compare::rows;
use crate::published::{Line, Published, Reference};

/// Counts of one measure.
#[derive(Debug, Default)]
struct Tally {
    /// Rows that were found.
    found: usize,
    /// Rows that were not.
    missed: Vec<String>,
    /// What was found and is right; nothing where only rows are counted.
    right: usize,
    /// What was found and is in no row.
    alarms: Vec<String>,
}

impl Tally {
    /// Counts a row.
    fn row(&mut self, is_found: bool, name: impl FnOnce() -> String) {
        if is_found { self.found += 1 } else { self.missed.push(name()) }
    }

    /// Counts something that was found.
    fn alarm(&mut self, is_right: bool, name: impl FnOnce() -> String) {
        if is_right { self.right += 1 } else { self.alarms.push(name()) }
    }

    /// Prints the measure, and fails where recall or precision is too low.
    #[track_caller]
    fn check(&self, name: &str, recall: f64, precision: f64) {
        let rows = self.found + self.missed.len();
        let share = |of: usize, all: usize| if all == 0 { 1.0 } else { of as f64 / all as f64 };
        let reached = share(self.found, rows);
        let right = share(self.right, self.right + self.alarms.len());
        println!("acceptance: {name}: {rows} rows, recall {reached:.4}, precision {right:.4}");
        self.missed.iter().for_each(|missed| println!("  missed: {missed}"));
        self.alarms.iter().for_each(|alarm| println!("  false alarm: {alarm}"));
        assert!(rows > 0, "{name}: nothing was compared");
        assert!(reached >= recall && right >= precision, "{name}: recall {reached:.4}, precision {right:.4}");
    }
}

/// A row of a table.
type Row<'t> = BTreeMap<&'t str, String>;

/// The line of a row whose column `file` has the path, in `source` where the path does not name it.
fn line_of(row: &Row, file: &str, source: &str) -> Line {
    (format!("{source}{}", row[file]), row["line"].parse().unwrap())
}

/// Every reference from minutes to minutes leads where it should or is reported, and placeholders are filled.
pub(crate) fn weekly(record: &Published, table: &str) {
    let lines = record.lines();
    let (mut links, mut filled) = (Tally::default(), Tally::default());
    let mut suggested: BTreeMap<Line, String> = BTreeMap::new();
    let mut files = BTreeSet::new();
    for row in rows(table) {
        let line = line_of(&row, "source", "minutes/");
        let here = lines.get(&line).map_or(&[][..], Vec::as_slice);
        let leads_to = |to: &str| here.iter().any(|it| it.to.as_deref() == Some(to) && it.problem.is_none());
        let (target, raw) = (row["target"].as_str(), row["raw"].as_str());
        let is_right = match row["status"].as_str() {
            "placeholder" => {
                suggested.insert(line.clone(), row["suggested"].trim_end_matches(".md").to_owned());
                None
            }
            "missing" => Some(here.iter().any(|it| it.is_missing())),
            _ if row["kind"] == "pull" => {
                let number = raw.rsplit('/').next().unwrap_or_default();
                Some(leads_to(&format!("SovereignCloudStack/minutes#{number}")))
            }
            // The repository itself, and a branch of it that nobody can see.
            _ if target.is_empty() => None,
            _ => {
                let to = target.strip_suffix(".md").map_or(format!("minutes:{target}"), str::to_owned);
                let is_wrong = |it: &&&Reference| it.problem.as_deref() == Some("wrong-anchor");
                let wrong = || here.iter().filter(is_wrong).any(|it| it.to.as_deref() == Some(&to));
                Some(if row["anchor_ok"] == "no" { wrong() } else { leads_to(&to) })
            }
        };
        if let Some(is_right) = is_right {
            links.row(is_right, || format!("{line:?} {raw}"));
        }
        files.insert(line.0);
    }
    links.check("weekly to team", 1.0, 1.0);

    for (line, expected) in suggested.iter().filter(|(_, expected)| !expected.is_empty()) {
        let here = lines.get(line).map_or(&[][..], Vec::as_slice);
        let is_it = |it: &&Reference| it.inferred && it.to.as_ref() == Some(expected);
        filled.row(here.iter().any(is_it), || format!("{line:?} {expected}"));
    }
    for (line, here) in lines.iter().filter(|((file, _), _)| files.contains(file)) {
        // Beside what waits, a day in the text is inferred too, but says nothing of minutes.
        let waits = |it: &&&Reference| it.kind == "meeting" && it.inferred && it.target.is_none();
        for it in here.iter().filter(waits).filter(|it| it.text.to_lowercase().contains("minutes")) {
            filled.alarm(suggested.get(line) == it.to.as_ref(), || format!("{line:?} {:?}", it.to));
        }
    }
    filled.check("placeholders filled", 0.9, 1.0);
}

/// The files of minutes that the tables cover.
fn covered(index: &str) -> BTreeSet<String> {
    rows(index).iter().map(|row| format!("minutes/{}", row["path"])).collect()
}

/// Standards named by id, URL or file. Numbers alone were picked by hand and are not counted; links to old homes and
/// redirects, which lead to a standard and do not name it, are references of another kind.
pub(crate) fn standards(record: &Published, table: &str, index: &str) {
    let lines = record.lines();
    let files = covered(index);
    let mut tally = Tally::default();
    let mut known: BTreeMap<Line, BTreeSet<String>> = BTreeMap::new();
    for row in rows(table) {
        let line = line_of(&row, "source", "");
        known.entry(line.clone()).or_default().insert(row["standard"].clone());
        if !files.contains(&line.0) || row["kind"] == "bare-number" {
            continue;
        }
        let here = lines.get(&line).map_or(&[][..], Vec::as_slice).iter().filter(|it| it.kind == "standard");
        let id = [row["standard"].as_str(), &row["version"]].join("-");
        let is_it = |it: &&Reference| match (&it.to, row["exists"].as_str()) {
            (None, "no") => it.is_missing() && it.text.to_lowercase().contains(&id),
            (Some(to), "yes") if row["version"].is_empty() => to.starts_with(&id),
            (Some(to), "yes") => *to == id,
            _ => false,
        };
        tally.row(here.into_iter().any(is_it), || format!("{line:?} {}", row["raw"]));
    }
    for (line, here) in lines.iter().filter(|((file, _), _)| files.contains(file)) {
        for it in here.iter().filter(|it| it.kind == "standard") {
            let words = format!("{} {}", it.text, it.target.as_deref().unwrap_or_default());
            let number = |id: &str| id.chars().filter(char::is_ascii_digit).take(4).collect::<String>();
            let is_known =
                |id: &String| it.to.as_ref().map_or(words.contains(&number(id)), |to| to.starts_with(id));
            let is_right = known.get(line).is_some_and(|ids| ids.iter().any(is_known));
            tally.alarm(is_right, || format!("{line:?} {words} {:?}", it.to));
        }
    }
    tally.check("standards named", 0.99, 0.995);
}

/// Releases named by name, version or URL; counted as often as a line names them, and once for each line.
pub(crate) fn releases(record: &Published, table: &str, index: &str) {
    let lines = record.lines();
    let mut expected: BTreeMap<(Line, String), usize> = BTreeMap::new();
    let mut files = covered(index);
    for row in rows(table) {
        let line = line_of(&row, "source", "");
        files.insert(line.0.clone());
        *expected.entry((line, row["release"].clone())).or_default() += 1;
    }
    let mut found: BTreeMap<(Line, String), usize> = BTreeMap::new();
    for (line, here) in lines.iter().filter(|((file, _), _)| files.contains(file)) {
        for it in here.iter().filter(|it| it.kind == "release") {
            let to = it.to.clone().unwrap_or_default();
            *found.entry((line.clone(), to)).or_default() += 1;
        }
    }
    let (mut every, mut once) = (Tally::default(), Tally::default());
    for (key, count) in &expected {
        let hits = found.get(key).copied().unwrap_or(0);
        once.row(hits > 0, || format!("{key:?}"));
        (0..*count).for_each(|at| every.row(at < hits, || format!("{key:?}")));
    }
    for (key, count) in &found {
        let hits = expected.get(key).copied().unwrap_or(0);
        once.alarm(hits > 0, || format!("{key:?}"));
        // What a line names more often than its row is named all the same.
        (0..*count).for_each(|_| every.alarm(hits > 0, || format!("{key:?}")));
    }
    once.check("releases named, once a line", 0.99, 0.99);
    every.check("releases named, every time", 0.99, 0.99);
}

/// Decisions and actions on the lines that were judged by hand; of those that may be judged either way, none counts.
pub(crate) fn items(record: &Published, table: &str) {
    let told = record.decisions.iter().map(|it| (it.path.clone(), it.line));
    let again = record.decisions.iter().flat_map(|it| &it.reports).map(|it| (it.path.clone(), it.line));
    let decisions: BTreeSet<Line> = told.chain(again).collect();
    let actions: BTreeSet<Line> = record.actions.iter().map(|it| (it.path.clone(), it.line)).collect();
    for (name, column, found, recall) in
        [("decisions", "is_decision", decisions, 0.8), ("actions", "is_action", actions, 0.9)]
    {
        let mut tally = Tally::default();
        for row in rows(table).iter().filter(|row| !row["note"].contains("(ambiguous)")) {
            let line = line_of(row, "path", "");
            let (is_one, is_found) = (row[column] == "yes", found.contains(&line));
            let name = || format!("{line:?} {}", row["text"]);
            if is_one {
                tally.row(is_found, name);
            }
            if is_found {
                tally.alarm(is_one, name);
            }
        }
        tally.check(name, recall, 0.95);
    }
}

/// Copies of minutes are known, and what they say again is no second decision or action; nor is a decision that a
/// weekly or a later deck reports.
pub(crate) fn repetitions(record: &Published, copies: &[&[&str]], reports: &[[(&str, u32); 2]]) {
    let mut tally = Tally::default();
    for group in copies {
        let of =
            |id: &str| record.meetings.iter().find(|it| it.id == id).and_then(|it| it.identical_to.clone());
        tally.row(of(group[0]).is_none(), || format!("{} is the first", group[0]));
        for copy in &group[1..] {
            tally.row(of(copy).as_deref() == Some(group[0]), || format!("{copy} is a copy of {}", group[0]));
            let own = record.actions.iter().filter(|it| it.meeting == *copy && it.continues.is_none());
            own.for_each(|it| tally.alarm(false, || format!("{}:{} is told again", it.path, it.line)));
        }
    }
    for [first, again] in reports {
        let is_first = |path: &str, line: u32| (path, line) == *first;
        let told = record.decisions.iter().find(|it| is_first(&it.path, it.line));
        let is_joined =
            told.is_some_and(|it| it.reports.iter().any(|it| (it.path.as_str(), it.line) == *again));
        tally.row(is_joined, || format!("{again:?} is {first:?}"));
    }
    tally.check("repetitions", 1.0, 1.0);
}
