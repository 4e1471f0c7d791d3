//! `annals serve`: the site in the browser, while it is written.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use clap::Args;

use super::{AsOf, Failure, Global, tell};
use crate::base::Severity;
use crate::native::live::{self, Live, editor::Editor};
use crate::native::report::{self, Format};
use crate::native::secret;
use crate::native::server::Preview;

/// Options of `annals serve`.
#[derive(Debug, Args)]
pub(super) struct Options {
    #[command(flatten)]
    as_of: AsOf,
    /// The port; the next free one if it is taken
    #[arg(long, default_value_t = 4747)]
    port: u16,
    /// The address to listen at; on another than loopback, the site can be seen with a token only
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
    /// What opens files: vscode, vscodium, cursor, windsurf, zed, idea, sublime, textmate, none, or an address with
    /// {path} and {line} [default: as the environment tells, else vscode]
    #[arg(long, value_name = "EDITOR", env = "ANNALS_EDITOR", value_parser = Editor::parse)]
    editor: Option<Editor>,
}

/// Reads, links, and serves until interrupted.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    let preview = Arc::new(Preview::bind(options.host, options.port, secret::make).map_err(Failure::Io)?);
    let project = live::open(global)?;
    let editor = match &options.editor {
        // A file of this machine means nothing to another one.
        _ if !options.host.is_loopback() => Editor::default(),
        Some(editor) => editor.clone(),
        None => Editor::guess(|name| std::env::var(name).ok()),
    };
    // Files are written for this machine alone.
    let saving = options.host.is_loopback().then(secret::make).transpose().map_err(Failure::Io)?;
    let live = Arc::new(Live::new(project, global, &options.as_of, editor, saving));
    let ending = preview.clone();
    ctrlc::set_handler(move || ending.end()).map_err(|error| Failure::Io(error.to_string()))?;
    let following = live.clone();
    std::thread::spawn(move || following.follow());
    let url = preview.url();
    if options.open
        && let Err(error) = open::that_detached(&url)
    {
        tell(&format!("warning: no browser could be opened: {error}"));
    }
    let telling = (live.clone(), global.quiet);
    std::thread::spawn(move || first_report(&telling.0, &url, telling.1));
    preview.serve(&live);
    live.remember();
    Ok(())
}

/// Says where the site is and what is wrong with it; beside the server, which need not wait for that.
fn first_report(live: &Live, url: &str, quiet: bool) {
    if !quiet {
        tell(&format!("the site is at {url}"));
    }
    let state = live.state();
    let problems = state.problems();
    let errors: Vec<_> =
        problems.iter().filter(|problem| problem.severity == Severity::Error).cloned().collect();
    // Standard error may be closed; then nobody waits for it.
    let _ = report::write(Format::Text, &errors, &state.texts(), &mut anstream::stderr());
    if !quiet {
        tell(&format!("{}, all of them at {}_annals/problems", report::summary(&problems), base(url)));
    }
    drop(state);
    live.remember();
}

/// The address of the site's top without a token.
fn base(url: &str) -> &str {
    url.split('?').next().unwrap_or(url)
}
