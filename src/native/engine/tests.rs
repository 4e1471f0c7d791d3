//! What is said where the engine cannot be built: the target is missing, or cargo fails.

use std::process::Command;

use super::nested::{ENGINE, Nested, NoEngine};

/// What comes of building with a compiler that says this, and a cargo that does.
fn built(rustc: &str, cargo: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let program = |name: &str, does: &str| {
        let file = folder.path().join(name);
        // Written by a shell: a program that this process has open for writing, if only while another test starts one
        // of its own, cannot be run.
        let written = Command::new("sh")
            .args(["-c", "printf '#!/bin/sh\n%s\n' \"$1\" >\"$0\" && chmod 700 \"$0\""])
            .arg(&file)
            .arg(does)
            .status();
        assert!(written.unwrap().success());
        file.display().to_string()
    };
    let nested = Nested {
        cargo: &program("cargo", cargo),
        rustc: &program("rustc", rustc),
        package: folder.path(),
        target_dir: &folder.path().join("target"),
        profile: "engine",
        features: ENGINE,
    };
    let outcome = nested.build().map_err(|reason: NoEngine| reason.to_string());
    let outcome = outcome.map_or_else(|reason| reason, |file| file.display().to_string());
    outcome.replace(&folder.path().display().to_string(), "FOLDER")
}

#[test]
fn a_missing_target_is_named_with_what_installs_it() {
    assert_eq!(
        built("echo /no/such/folder", "exit 1"),
        "pages cannot be edited in the browser, because the target `wasm32-unknown-unknown` is not installed; \
         `rustup target add wasm32-unknown-unknown` installs it"
    );
    assert!(built("exit 1", "exit 1").contains("is not installed"));
}

#[test]
fn what_cargo_said_is_told() {
    assert_eq!(
        built("echo /", "echo error: no space left on device >&2; exit 101"),
        "pages cannot be edited in the browser, because the engine was not built: error: no space left on device"
    );
}

#[test]
fn the_module_is_that_of_its_profile() {
    assert_eq!(built("echo /", "exit 0"), "FOLDER/target/wasm32-unknown-unknown/engine/annals.wasm");
}

#[test]
fn a_module_does_not_say_where_packages_lie() {
    let said = built("echo /", "echo $CARGO_ENCODED_RUSTFLAGS >&2; exit 101");
    let flag = said.rsplit_once(": ").map(|(_, flag)| flag).unwrap();
    let folder = flag.strip_prefix("--remap-path-prefix=").and_then(|flag| flag.strip_suffix('=')).unwrap();
    assert!(std::path::Path::new(folder).ends_with("registry/src"), "{said}");
}
