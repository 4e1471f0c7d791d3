//! The least that any generator has to do, to hold a build against: read the texts, parse them, write the pages.
//!
//! `floor SOURCES SITE OUT` reads every Markdown file below SOURCES, parses each with pulldown-cmark alone, and
//! writes the bytes of the finished site SITE to the new folder OUT. It prints the milliseconds of each step,
//! on the clock and on the processor, of one thread.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    reason = "a measuring tool reads files and clocks, and prints"
)]

use std::path::{Path, PathBuf};
use std::time::Instant;
use std::{env, fs, io};

use pulldown_cmark::{Options, Parser};

fn main() -> io::Result<()> {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [sources, site, out] = arguments.as_slice() else {
        return Err(io::Error::other("usage: floor SOURCES SITE OUT"));
    };

    let texts = measure("read", || -> io::Result<Vec<Vec<u8>>> {
        files(sources)?
            .iter()
            .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
            .map(fs::read)
            .collect()
    })?;
    let events = measure("parse", || {
        texts
            .iter()
            .map(|bytes| Parser::new_ext(&String::from_utf8_lossy(bytes), Options::all()).count())
            .sum::<usize>()
    });
    let pages: Vec<(PathBuf, Vec<u8>)> = files(site)?
        .into_iter()
        .map(|path| {
            let bytes = fs::read(&path)?;
            Ok((out.join(path.strip_prefix(site).map_err(io::Error::other)?), bytes))
        })
        .collect::<io::Result<_>>()?;
    measure("write", || {
        pages.iter().try_for_each(|(path, bytes)| {
            fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
            fs::write(path, bytes)
        })
    })?;
    let bytes: usize = pages.iter().map(|(_, bytes)| bytes.len()).sum();
    println!("texts {} events {events} files {} bytes {bytes}", texts.len(), pages.len());
    Ok(())
}

/// All files below `folder`, in order.
fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Runs `step` and prints what it took.
fn measure<T>(name: &str, step: impl FnOnce() -> T) -> T {
    let (clock, processor) = (Instant::now(), processor_ms());
    let value = step();
    let wall = clock.elapsed().as_secs_f64() * 1e3;
    // Where the system does not say how long we ran, the clock has to do.
    let cpu = processor_ms().zip(processor).map_or(wall, |(after, before)| after - before);
    println!("{name} wall_ms {wall:.1} cpu_ms {cpu:.1}");
    value
}

/// Milliseconds that this thread has been on a processor; Linux counts them in nanoseconds.
fn processor_ms() -> Option<f64> {
    let text = fs::read_to_string("/proc/self/schedstat").ok()?;
    let nanoseconds: f64 = text.split_whitespace().next()?.parse().ok()?;
    Some(nanoseconds / 1e6)
}
