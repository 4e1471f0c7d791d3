//! A log on its way to minutes.

use annals_plugin::{Action, Decision, Documented, Problem, Refusal, State};

use crate::line::{Line, behind, parse, plain};

/// What is known so far.
#[derive(Default)]
pub struct Log {
    /// The Markdown, one line for each of the log.
    markdown: Vec<String>,
    /// Who scribes, as the log last said.
    scribes: Vec<String>,
    /// Everybody who ever did, in order.
    takers: Vec<String>,
    /// Who was there, in order.
    present: Vec<String>,
    /// Who spoke, in order: they were there where nothing else says who was.
    spoke: Vec<String>,
    /// What was decided.
    decisions: Vec<Decision>,
    /// Who is to do what.
    actions: Vec<Action>,
    /// What is wrong.
    problems: Vec<Problem>,
    /// What the meeting is called.
    title: Option<String>,
    /// Lines that are no lines of a log.
    strange: usize,
}

/// Nicks of programs that write down what others say.
const BOTS: &[&str] = &["zakim", "rrsagent", "trackbot", "ghurlbot", "github-bot", "agendabot"];

impl Log {
    /// Reads line `number`.
    pub fn read(&mut self, number: usize, line: &str) {
        let markdown = match parse(line) {
            Line::Empty => String::new(),
            Line::Said(nick, words) => self.said(number, nick, words),
            // Who came and went is no part of minutes.
            Line::Done(_) => String::new(),
            Line::Other(words) => {
                self.strange += 1;
                plain(words)
            }
        };
        self.markdown.push(markdown);
    }

    /// Somebody says something.
    fn said(&mut self, number: usize, nick: &str, words: &str) -> String {
        if BOTS.iter().any(|bot| nick.eq_ignore_ascii_case(bot)) || words.is_empty() {
            return String::new();
        }
        add(&mut self.spoke, nick);
        if let Some(names) = behind(words, &["scribe", "scribenick"]) {
            self.scribes = names.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect();
            for scribe in &self.scribes {
                add(&mut self.takers, scribe);
            }
            return String::new();
        }
        if let Some(names) = behind(words, &["present"]).or_else(|| words.to_lowercase().starts_with("present+").then(|| words["present+".len()..].trim())) {
            let mut names = names.split(',').map(str::trim).filter(|name| !name.is_empty()).peekable();
            if names.peek().is_none() {
                add(&mut self.present, nick);
            }
            names.for_each(|name| add(&mut self.present, name));
            return String::new();
        }
        if let Some(title) = behind(words, &["meeting"]) {
            self.title = Some(title.to_owned());
            return format!("# {}", plain(title));
        }
        if let Some(topic) = behind(words, &["topic"]) {
            return format!("## {}", plain(topic));
        }
        if let Some(topic) = behind(words, &["subtopic"]) {
            return format!("### {}", plain(topic));
        }
        if let Some(text) = behind(words, &["resolved", "resolution"]) {
            return self.decided(number, text);
        }
        if let Some(text) = behind(words, &["action"]) {
            return self.gave_out(number, text);
        }
        // What a scribe writes is what somebody else said, unless it says nobody's name.
        let is_scribe = self.scribes.iter().any(|scribe| scribe.eq_ignore_ascii_case(nick));
        let (speaker, words) = match words.split_once(':') {
            Some((speaker, words)) if is_scribe && is_nick(speaker) => {
                add(&mut self.spoke, speaker);
                (speaker, words.trim())
            }
            _ => (nick, words),
        };
        match words.strip_prefix("...").or_else(|| words.strip_prefix('…')) {
            Some(more) if is_scribe => format!("  … {}", plain(more.trim())),
            _ => format!("- **{}:** {}", plain(speaker), plain(words)),
        }
    }

    /// Something is decided.
    fn decided(&mut self, line: usize, text: &str) -> String {
        if text.is_empty() {
            self.problem(line, "a resolution without words", "write what was resolved behind the colon");
            return String::new();
        }
        self.decisions.push(Decision { line, text: text.to_owned() });
        format!("- **Resolved:** {}", plain(text))
    }

    /// Somebody is to do something: `carol to write it down`, `carol: write it down`, `carol - write it down`.
    fn gave_out(&mut self, line: usize, text: &str) -> String {
        let parts = [" to ", ": ", " - ", " – "].iter().filter_map(|sign| text.split_once(sign));
        let owned = parts.min_by_key(|(owners, _)| owners.len()).map(|(owners, rest)| {
            let owners = owners.replace(" and ", ",");
            let owners: Vec<String> = owners.split(',').map(|owner| owner.trim().trim_start_matches('@').to_owned()).collect();
            (owners, rest.trim().to_owned())
        });
        let (owners, words) = match owned {
            Some((owners, words)) if owners.iter().all(|owner| is_nick(owner)) => (owners, words),
            _ => {
                self.problem(line, "an action that nobody is to do", "write `ACTION: name to do it`");
                (Vec::new(), text.to_owned())
            }
        };
        self.actions.push(Action { line, text: words.clone(), owners: owners.clone(), state: State::Open });
        let names = owners.join(", ");
        let names = if names.is_empty() { names } else { format!("{}: ", plain(&names)) };
        format!("- **Action:** {names}{}", plain(&words))
    }

    /// Notes what is wrong with a line.
    fn problem(&mut self, line: usize, message: &str, hint: &str) {
        let hint = Some(hint.to_owned());
        self.problems.push(Problem { line: Some(line), message: message.to_owned(), hint, ..Problem::default() });
    }

    /// What the log records.
    pub fn finish(self) -> Result<Documented, Refusal> {
        let lines = self.markdown.iter().filter(|line| !line.is_empty()).count();
        if self.strange * 2 > lines {
            return Err(Refusal::new("most lines are no lines of a log, such as `14:02 <alice> hello`"));
        }
        let attendees = if self.present.is_empty() { self.spoke } else { self.present };
        Ok(Documented {
            markdown: Some(self.markdown.join("\n")),
            title: self.title,
            date: None,
            attendees: Some(attendees),
            minute_takers: Some(self.takers),
            decisions: Some(self.decisions),
            actions: Some(self.actions),
            problems: self.problems,
        })
    }
}

/// Adds a name that is not there yet.
fn add(names: &mut Vec<String>, name: &str) {
    if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
        names.push(name.to_owned());
    }
}

/// Whether `name` can be that of somebody in a chat.
fn is_nick(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 40
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '|' | '[' | ']' | '`' | '^'))
        && !["http", "https", "mailto"].contains(&name)
}
