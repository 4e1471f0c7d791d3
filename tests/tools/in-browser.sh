#!/usr/bin/env bash
# What a person sees, in headless Chromium: NAME is `live`, for who writes with `annals serve` open, `editor`, for who
# edits a page in the browser, `filters`, for who narrows a log down, or `theme`, for who reads otherwise. `install.sh`
# has run before.
#
# in-browser.sh NAME [ANNALS]: with this program, or the one that cargo builds.
#
# The last line is `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/../.."

name=$1
annals=$(tests/tools/program.sh "${2:-}")
# A program for development builds the engine when it is first needed, which here would be in the midst of a test.
built=$(mktemp -d)
trap 'rm -rf "$built"' EXIT
"$annals" build --quiet --out "$built/site"
browser=$(command -v chromium || command -v google-chrome)
timeout 600 node "tests/tools/$name.mjs" "$annals" "$browser"
