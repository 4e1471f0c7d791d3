#!/usr/bin/env bash
# What the engine for browsers loads, and when, in Node.
#
# loading.sh [ANNALS]: with this program, or the one that cargo builds.
#
# The last line is `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/../.."

annals=${1:-}
if [ -z "$annals" ]; then
    cargo build --quiet --locked
    annals=${CARGO_TARGET_DIR:-target}/debug/annals
fi
timeout 300 node tests/tools/loading.mjs "$annals"
