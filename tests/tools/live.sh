#!/usr/bin/env bash
# What a person sees who writes with `annals serve` open, in headless Chromium. `install.sh` has run before.
#
# live.sh [ANNALS]: with this program, or the one that cargo builds.
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
timeout 300 node tests/tools/live.mjs "$annals" "$browser"
