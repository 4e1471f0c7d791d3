//! `annals serve`: the site in the browser, while it is written.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use clap::Args;

use super::{AsOf, Failure, Global, tell};
use crate::native::engine;
use crate::native::live::{Live, editor::Editor};
use crate::native::project::Configured;
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

/// Serves until interrupted; the site is read beside that.
pub(super) fn run(global: &Global, options: &Options) -> Result<(), Failure> {
    // A mistake in a configuration can be shown and mended; without one there is nothing to wait for.
    match Configured::open(global) {
        Err(Failure::Configuration(_)) | Ok(_) => {}
        Err(failure) => return Err(failure),
    }
    let preview = Arc::new(Preview::bind(options.host, options.port, secret::make).map_err(Failure::Io)?);
    let editor = match &options.editor {
        // A file of this machine means nothing to another one.
        _ if !options.host.is_loopback() => Editor::default(),
        Some(editor) => editor.clone(),
        None => Editor::guess(|name| std::env::var(name).ok()),
    };
    // Files are written for this machine alone.
    let saving = options.host.is_loopback().then(secret::make).transpose().map_err(Failure::Io)?;
    let live = Arc::new(Live::new(global, &options.as_of, editor, saving));
    let ending = preview.clone();
    ctrlc::set_handler(move || ending.end()).map_err(|error| Failure::Io(error.to_string()))?;
    let url = preview.url();
    if !global.quiet {
        tell(&format!("the site is at {url}"));
    }
    let following = live.clone();
    let engine = engine::is_due().then(|| std::thread::spawn(engine::build));
    std::thread::spawn(move || following.follow(engine));
    if options.open
        && let Err(error) = open::that_detached(&url)
    {
        tell(&format!("warning: no browser could be opened: {error}"));
    }
    preview.serve(&live);
    live.remember();
    Ok(())
}
