//! Names the program's own sources by a hash, and puts the engine for browsers into release builds.
//!
//! What one program remembered means nothing to another, and neither does what it gives the engine of another. A
//! version number would do for published programs, but not between two builds on a developer's machine.
//!
//! The engine is this package again, built for another target by a cargo of its own, and so are what runs plugins and
//! what marks code beside it. `ANNALS_ENGINE_WASM` names an engine that was built before, beside which lie
//! `plugins.wasm` and `languages.wasm`, or, empty, says that there is to be none. Builds for development have none
//! inside: see `src/native/engine.rs`.
#![allow(clippy::disallowed_methods, clippy::disallowed_types, reason = "a build script reads files")]

use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

#[path = "src/native/engine/nested.rs"]
mod nested;

/// All that the program is made from.
const SOURCES: &[&str] = &["Cargo.lock", "Cargo.toml", "build.rs", "src", "static", "templates"];

/// The variable that names a module.
const MODULE: &str = "ANNALS_ENGINE_WASM";

/// The files of the modules, in the order of [`nested::MODULES`].
type Modules = [PathBuf; nested::MODULES.len()];

fn main() {
    emoji();
    let mut hasher = DefaultHasher::new();
    for path in SOURCES {
        println!("cargo::rerun-if-changed={path}");
        add(Path::new(path), &mut hasher);
    }
    println!("cargo::rerun-if-env-changed={MODULE}");
    println!("cargo::rustc-env=ANNALS_ENGINE={:016x}", hasher.finish());
    if env::var_os("CARGO_FEATURE_NATIVE").is_some() {
        engine();
    }
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

/// Writes down the emoji and their shortcodes, one on a line, for `src/document/emoji.rs`.
fn emoji() {
    let lines =
        emojis::iter().flat_map(|emoji| emoji.shortcodes().map(move |code| format!("{code} {emoji}\n")));
    let file = PathBuf::from(env::var("OUT_DIR").unwrap_or_default()).join("emoji.txt");
    fs::write(file, lines.collect::<String>()).expect("the output folder can be written");
}

/// Tells the program which engine it has inside, or where it may keep one.
fn engine() {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let out = PathBuf::from(variable("OUT_DIR"));
    let given = env::var_os(MODULE);
    let is_release = variable("PROFILE") == "release";
    let modules = match &given {
        Some(file) if file.is_empty() => None,
        Some(file) => Some(found(Path::new(file))),
        None if is_release => built(&out),
        None => None,
    };
    let expression = match &modules {
        Some(modules) => {
            modules.iter().for_each(|module| println!("cargo::rerun-if-changed={}", module.display()));
            let bytes = modules.each_ref().map(|module| format!("include_bytes!({module:?}).as_slice()"));
            format!("Some([{}])", bytes.join(", "))
        }
        None => "None".to_owned(),
    };
    fs::write(out.join("engine.rs"), expression).expect("the output folder can be written");
    // `target/debug/build/annals-…/out`
    let folder =
        out.ancestors().nth(4).filter(|_| given.is_none() && !is_release).map(|target| target.join("engine"));
    println!("cargo::rustc-env=ANNALS_ENGINE_FOLDER={}", folder.unwrap_or_default().display());
    println!("cargo::rustc-env=ANNALS_RUSTC={}", variable("RUSTC"));
}

/// The whole paths of modules that were built before: `engine`, and those that lie beside it.
fn found(engine: &Path) -> Modules {
    nested::MODULES.map(|(feature, name)| {
        let file = match feature {
            nested::ENGINE => engine.to_owned(),
            _ => engine.with_file_name(name),
        };
        fs::canonicalize(&file)
            .unwrap_or_else(|error| panic!("{MODULE}: cannot read `{}`: {error}", file.display()))
    })
}

/// The modules as they are published, built into `out`; a warning where they cannot be.
fn built(out: &Path) -> Option<Modules> {
    let variable = |name: &str| env::var(name).unwrap_or_default();
    let (cargo, rustc, package) = (variable("CARGO"), variable("RUSTC"), variable("CARGO_MANIFEST_DIR"));
    let build = |features: &str, name: &str| {
        let nested = nested::Nested {
            cargo: &cargo,
            rustc: &rustc,
            package: Path::new(&package),
            target_dir: &out.join("engine"),
            profile: "engine",
            features,
        };
        let module = nested.build()?;
        let kept = out.join(name);
        fs::copy(&module, &kept).map_err(|error| nested::NoEngine::Failed(error.to_string()))?;
        Ok(kept)
    };
    let built: Result<Vec<PathBuf>, nested::NoEngine> =
        nested::MODULES.iter().map(|(feature, name)| build(feature, name)).collect();
    let told = built.map_err(|reason| {
        for line in reason.to_string().lines() {
            println!("cargo::warning={line}");
        }
    });
    told.ok()?.try_into().ok()
}
