//! Draws every block of DOT in the Markdown below a folder, without a sandbox: what the plugin is measured against.
//!
//! `cargo run --release --example natively FOLDER` says how many blocks were drawn, and how many bytes came of them.

use std::path::Path;
use std::{env, fs, io};

use annals_plugin::Question;

fn main() -> io::Result<()> {
    let folder = env::args_os().nth(1).unwrap_or_default();
    let (blocks, bytes) = drawn(Path::new(&folder))?;
    println!("{blocks} blocks, {bytes} bytes");
    Ok(())
}

/// How many blocks of all files at or below `path` were drawn, and how many bytes came of them.
fn drawn(path: &Path) -> io::Result<(usize, usize)> {
    if path.is_dir() {
        return fs::read_dir(path)?.try_fold((0, 0), |sum, entry| {
            let found = drawn(&entry?.path())?;
            Ok((sum.0 + found.0, sum.1 + found.1))
        });
    }
    let text = fs::read_to_string(path)?;
    let blocks = text.split("```dot\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let drawings = blocks.filter_map(|block| annals_dot::draw(&Question::of(block)).ok());
    Ok(drawings.fold((0, 0), |(count, bytes), drawing| (count + 1, bytes + drawing.len())))
}
