//! Names the program's own sources by a hash: what one program remembered means nothing to another.
//!
//! A version number would do for published programs, but not between two builds on a developer's machine.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a build script reads files")]

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::Path;

/// All that the program is made from.
const SOURCES: &[&str] = &["Cargo.lock", "Cargo.toml", "build.rs", "src", "static", "templates"];

fn main() {
    let mut hasher = DefaultHasher::new();
    for path in SOURCES {
        println!("cargo::rerun-if-changed={path}");
        add(Path::new(path), &mut hasher);
    }
    println!("cargo::rustc-env=ANNALS_ENGINE={:016x}", hasher.finish());
}

/// Adds the file or folder at `path`, folders in the order of their names; what cannot be read counts as empty.
fn add(path: &Path, hasher: &mut DefaultHasher) {
    hasher.write(path.to_string_lossy().as_bytes());
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, hasher));
    } else {
        let bytes = fs::read(path).unwrap_or_default();
        hasher.write_usize(bytes.len());
        hasher.write(&bytes);
    }
}
