#!/usr/bin/env bash
# What a person sees who edits a page in the browser, in headless Chromium: with `annals serve`, and on a built site
# that somebody else's server sends. `install.sh` has run before.
#
# editor.sh [ANNALS]: with this program, or the one that cargo builds.
#
# The last line is `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/../.."

annals=${1:-}
if [ -z "$annals" ]; then
    cargo build --quiet --locked
    annals=${CARGO_TARGET_DIR:-target}/debug/annals
fi
browser=$(command -v chromium || command -v google-chrome)
timeout 300 node tests/tools/editor.mjs "$annals" "$browser"
