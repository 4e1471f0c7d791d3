//! Builds the modules for browsers from this package's own sources, with the cargo that builds the program.
//!
//! The build script takes this file as well, so it uses nothing but the standard library.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The target that the engine is built for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// What the one cargo tells the programs that it starts, and the other must not hear: it would build for another
/// target, with flags that are not for it, or wait for the first.
const OUTER: &[&str] = &[
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_TARGET",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_MAKEFLAGS",
    "CARGO_TARGET_DIR",
    "CLIPPY_ARGS",
    "DEBUG",
    "HOST",
    "MAKEFLAGS",
    "MFLAGS",
    "NUM_JOBS",
    "OPT_LEVEL",
    "PROFILE",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOCFLAGS",
    "RUSTFLAGS",
    "TARGET",
];

/// The feature with which the package is the engine.
pub const ENGINE: &str = "web";

/// The feature with which it is what runs plugins.
pub const PLUGINS: &str = "web-plugins";

/// The feature with which it is what marks code.
pub const LANGUAGES: &str = "web-languages";

/// The modules: the feature of each, and its file.
pub const MODULES: [(&str, &str); 3] =
    [(ENGINE, "engine.wasm"), (PLUGINS, "plugins.wasm"), (LANGUAGES, "languages.wasm")];

/// Which module is built, and with what.
#[derive(Debug)]
pub struct Nested<'a> {
    /// The cargo to build with.
    pub cargo: &'a str,
    /// The compiler that it belongs to.
    pub rustc: &'a str,
    /// The folder of the package.
    pub package: &'a Path,
    /// Where what is built lies.
    pub target_dir: &'a Path,
    /// The profile of `Cargo.toml`.
    pub profile: &'a str,
    /// The features, with commas between them.
    pub features: &'a str,
}

/// Why there is no engine.
#[derive(Debug)]
pub enum NoEngine {
    /// The standard library for [`TARGET`] is not installed.
    NoTarget,
    /// It could not be built: what cargo said.
    Failed(String),
}

impl std::fmt::Display for NoEngine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoEngine::NoTarget => write!(
                f,
                "pages cannot be edited in the browser, because the target `{TARGET}` is not installed; \
                 `rustup target add {TARGET}` installs it"
            ),
            NoEngine::Failed(reason) => {
                write!(f, "pages cannot be edited in the browser, because the engine was not built: {reason}")
            }
        }
    }
}

impl Nested<'_> {
    /// Builds the module; its file, which the next one takes the place of.
    pub fn build(&self) -> Result<PathBuf, NoEngine> {
        if !self.has_target() {
            return Err(NoEngine::NoTarget);
        }
        let mut command = self.command(self.cargo);
        if let Some(flag) = unplaced() {
            command.env("CARGO_ENCODED_RUSTFLAGS", flag);
        }
        command
            .args(["rustc", "--quiet", "--lib", "--crate-type", "cdylib", "--no-default-features"])
            .args(["--features", self.features, "--target", TARGET, "--profile", self.profile])
            .arg("--target-dir")
            .arg(self.target_dir);
        if self.package.join("Cargo.lock").is_file() {
            command.arg("--locked");
        }
        let output =
            command.output().map_err(|error| NoEngine::Failed(format!("{}: {error}", self.cargo)))?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr);
            return Err(NoEngine::Failed(said.trim().to_owned()));
        }
        Ok(self.target_dir.join(TARGET).join(self.profile).join("annals.wasm"))
    }

    /// Whether the compiler has a standard library for the target.
    fn has_target(&self) -> bool {
        let output = self.command(self.rustc).args(["--print", "target-libdir", "--target", TARGET]).output();
        output.is_ok_and(|output| {
            let folder = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            output.status.success() && Path::new(&folder).is_dir()
        })
    }

    /// The program called `name`, in the package's folder, without what the outer cargo tells.
    fn command(&self, name: &str) -> Command {
        let mut command = Command::new(name);
        command.current_dir(self.package);
        for name in OUTER {
            command.env_remove(name);
        }
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let is_outer =
                ["CARGO_CFG_", "CARGO_FEATURE_", "CARGO_PKG_", "CARGO_PROFILE_", "CARGO_MANIFEST_", "DEP_"];
            if is_outer.iter().any(|start| text.starts_with(start)) {
                command.env_remove(&name);
            }
        }
        command
    }
}

/// The compiler's flag that leaves out where this machine keeps packages: a module says where in which file it stopped,
/// and would tell everybody the home of whoever built it, and be another one on each machine.
fn unplaced() -> Option<OsString> {
    let home = std::env::home_dir().map(|home| home.join(".cargo"));
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from).or(home)?;
    let mut flag = OsString::from("--remap-path-prefix=");
    flag.push(cargo.join("registry").join("src"));
    flag.push("=");
    Some(flag)
}
