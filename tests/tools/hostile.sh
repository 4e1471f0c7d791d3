#!/usr/bin/env bash
# Plugins that mean harm, asked by the engine for browsers, in Node and in headless Chromium. `install.sh` has run before.
#
# hostile.sh [ANNALS]: with this program, or the one that cargo builds.
#
# The last line is `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/../.."

annals=$(tests/tools/program.sh "${1:-}")
browser=$(command -v chromium || command -v google-chrome)
cargo test --quiet --locked --lib -- --ignored --exact --nocapture plugin::tests::hostile::the_modules_for_browsers |
    timeout 300 node tests/tools/hostile.mjs "$annals" "$browser"
