//! The engine for browsers, which every site carries so that its pages can be edited in place.
//!
//! It is the library of this package, built for `wasm32-unknown-unknown`. What runs plugins is a module of its own, for
//! the sites that have any, and so is what marks code, for pages that have some. A release build has all inside
//! (`build.rs`), or what the variable `ANNALS_ENGINE_WASM` names when it is built, and what lies beside that. A program
//! for development has not: they would be built again with every change that a contributor checks. Such a program builds
//! them from its checkout when they are first needed, as one module that is all of them, and keeps it in `target/engine`
//! until the sources change.

mod nested;
#[cfg(test)]
#[cfg(unix)]
mod tests;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::base::parcel::PROGRAM;
use crate::page::Theme;
use nested::{MODULES, Nested, PLUGINS};

/// The modules, where they were there when the program was built.
const EMBEDDED: Option<[&[u8]; MODULES.len()]> = include!(concat!(env!("OUT_DIR"), "/engine.rs"));

/// Where a program for development keeps the engine; empty for any other.
const FOLDER: &str = env!("ANNALS_ENGINE_FOLDER");

/// The compiler that built the program.
const RUSTC: &str = env!("ANNALS_RUSTC");

/// `theme` with the engine and what marks code, if they are there, and with what runs plugins, if the site has any.
pub(super) fn carried(theme: Theme, has_plugins: bool) -> Theme {
    let Some(modules) = modules() else { return theme };
    let named = MODULES.into_iter().zip(modules);
    let carried = named.filter(|((feature, _), _)| has_plugins || *feature != PLUGINS);
    theme.with_engine(carried.map(|((_, name), module)| (name, module)))
}

/// The modules, if they are there.
fn modules() -> Option<[Arc<[u8]>; MODULES.len()]> {
    if let Some(modules) = EMBEDDED {
        return Some(modules.map(Arc::from));
    }
    let all: Arc<[u8]> = std::fs::read(file()?).ok()?.into();
    Some(MODULES.map(|_| all.clone()))
}

/// Whether the engine is yet to be built, and can be.
pub(super) fn is_due() -> bool {
    EMBEDDED.is_none() && file().is_some_and(|file| !file.is_file()) && checkout().is_some()
}

/// Builds the engine; says why it cannot be.
pub(super) fn build() -> Result<(), String> {
    let (Some(file), Some(checkout)) = (file(), checkout()) else { return Ok(()) };
    let nested = Nested {
        cargo: &std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()),
        rustc: RUSTC,
        package: checkout,
        target_dir: Path::new(FOLDER),
        profile: "engine-dev",
        features: &MODULES.map(|(feature, _)| feature).join(","),
    };
    let built = nested.build().map_err(|reason| reason.to_string())?;
    let bytes =
        std::fs::read(&built).map_err(|error| format!("cannot read `{}`: {error}", built.display()))?;
    if !bytes.windows(PROGRAM.len()).any(|window| window == PROGRAM.as_bytes()) {
        return Err("pages cannot be edited in the browser, because the sources of the program have changed since it \
                    was built"
            .to_owned());
    }
    let old = std::fs::read_dir(FOLDER).into_iter().flatten().flatten().map(|entry| entry.path());
    for old in old.filter(|path| path.extension().is_some_and(|extension| extension == "wasm")) {
        // One that stays takes room and is otherwise harmless.
        let _ = std::fs::remove_file(old);
    }
    super::cache::write_whole(&file, &bytes)
        .map_err(|error| format!("cannot write `{}`: {error}", file.display()))
}

/// Where a program for development keeps the engine.
fn file() -> Option<PathBuf> {
    (!FOLDER.is_empty()).then(|| Path::new(FOLDER).join(format!("{PROGRAM}.wasm")))
}

/// The checkout that the program was built from, if that is still there.
fn checkout() -> Option<&'static Path> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.join("src/web/mod.rs").is_file().then_some(package)
}
