//! `annals release which`: the first release that has a standard, an issue or a commit, and how that is known.

use std::io::Write;

use clap::{Args, ValueEnum};

use crate::base::nearest::nearest;
use crate::link::mention::issue_url;
use crate::native::cache::Cache;
use crate::native::cli::{Failure, Global, parse_source};
use crate::native::components::{self, Opened};
use crate::native::notes::{Desk, Given};
use crate::release::which::{self, Answer, Landings};
use crate::release::{Known, Ledger};
use crate::source::Component;

/// Options of `annals release which`.
#[derive(Debug, Args)]
pub(in crate::native::cli) struct Options {
    /// A standard (scs-0214-v2), an issue or pull request (standards#123), or the id of a commit
    what: String,
    /// Read the commits of the component NAME from a local clone
    #[arg(long, value_name = "NAME=PATH", value_parser = parse_source)]
    component: Vec<Given>,
    /// The form of the answer
    #[arg(long, value_enum, default_value = "text")]
    format: Form,
}

/// The form of an answer.
#[derive(Debug, Copy, Clone, Eq, PartialEq, ValueEnum)]
enum Form {
    /// Lines for people.
    Text,
    /// JSON.
    Json,
}

/// Answers; fails when nothing is known of what was asked for, or no release has it yet.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let desk = Desk::open_any(global)?;
    let answer = desk.with(|known| answer(global, &desk, known, options))?;
    let mut out = anstream::AutoStream::auto(std::io::stdout().lock());
    let written = match options.format {
        Form::Json => serde_json::to_string_pretty(&answer)
            .map_err(std::io::Error::other)
            .and_then(|json| writeln!(out, "{json}")),
        Form::Text => out.write_all(text(&answer).as_bytes()),
    };
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => return Err(error.into()),
        _ => {}
    }
    if answer.release.is_some() { Ok(()) } else { Err(Failure::Content) }
}

/// Finds out what is meant, and answers.
fn answer(global: &Global, desk: &Desk, known: Known<'_>, options: &Options) -> Result<Answer, Failure> {
    let what = bare(&options.what);
    let what = what.as_str();
    if let Some(answer) = which::standard(known, what) {
        return Ok(answer);
    }
    let opened = components::open(&desk.ground(global), &options.component)?;
    let folder = desk.project.cache_folder();
    let cache = Cache { folder: &folder };
    let tell = |opened: &Opened| {
        components::tell(&cache, opened).map_err(|refusal| {
            Failure::Io(format!("the commits of component `{}` are not known: {refusal}", opened.name))
        })
    };
    let components: Vec<Component> = opened.iter().map(tell).collect::<Result<_, Failure>>()?;
    let ledger = Ledger::new(known.record, &components);
    let landings = Landings { components: &components, ledger: &ledger };
    if let Some((repository, number)) = what.rsplit_once('#').filter(|_| !what.contains("://")) {
        return match number.parse() {
            Ok(number) if !repository.is_empty() => Ok(which::issue(known, landings, repository, number)),
            _ => Err(Failure::Usage(Some(format!(
                "`{what}` is no issue\nhelp: write its repository and number, such as `standards#123`"
            )))),
        };
    }
    let is_id = (4..=40).contains(&what.len()) && what.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_id && let Some(answer) = which::commit(known, landings, what) {
        return Ok(answer);
    }
    let ids: Vec<String> = known
        .standards()
        .map(|(_, _, standard)| crate::release::collect::standard_id(&standard.number, &standard.edition))
        .collect();
    let hint = match nearest(what, ids.iter().map(String::as_str)) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => "ask for a standard, for an issue such as `standards#123`, or for a commit of a component"
            .to_owned(),
    };
    let told = if is_id { "is no standard, and no single commit begins so" } else { "is no standard" };
    Err(Failure::Usage(Some(format!("`{what}` {told}\nhelp: {hint}"))))
}

/// What was asked for without the address around it: `owner/tools#12` for the page of a pull request, and the id for
/// that of a commit.
fn bare(what: &str) -> String {
    let what = what.trim();
    let host = what.find("://").and_then(|at| what[at + 3..].find('/').map(|end| &what[..at + 3 + end]));
    let issue = issue_url(what, host).map(|(repository, number)| format!("{repository}#{number}"));
    let commit = || {
        let (_, rest) = what.split_once("/commit/").filter(|_| host.is_some())?;
        rest.split(['/', '?', '#']).next().map(str::to_owned)
    };
    issue.or_else(commit).unwrap_or_else(|| what.to_owned())
}

/// The answer as lines.
fn text(answer: &Answer) -> String {
    let basis = match answer.basis {
        Some("day") => ", by its day",
        _ => "",
    };
    let first = match &answer.release {
        Some(release) => format!("{} is in {release}{basis}\n", answer.asked),
        None if answer.chain.is_empty() => {
            format!("{} is in no release: no commit and no minutes name it\n", answer.asked)
        }
        None => format!("{} is in no release yet\n", answer.asked),
    };
    let width = answer.chain.iter().map(|step| step.kind.len()).max().unwrap_or_default();
    let line = |step: &which::Step| {
        let date = step.date.map_or_else(|| " ".repeat(10), |date| date.to_string());
        format!("  {date}  {:width$}  {}  {}\n", step.kind, step.text, step.evidence)
    };
    first + &answer.chain.iter().map(line).collect::<String>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(what: &str, expected: &str) {
        assert_eq!(bare(what), expected);
    }

    #[test]
    fn an_address_is_taken_for_what_it_shows() {
        check(" tools#12 ", "tools#12");
        check("https://forge.example/o/tools/pull/12", "o/tools#12");
        check("https://forge.example/o/tools/-/issues/12#note", "o/tools#12");
        check("https://forge.example/o/tools/commit/3f0c9d21aa", "3f0c9d21aa");
        check("https://forge.example/o/tools/", "https://forge.example/o/tools/");
    }
}
