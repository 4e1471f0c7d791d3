#!/usr/bin/env bash
# What the engine for browsers loads, and when, in Node.
#
# loading.sh [ANNALS]: with this program, or the one that cargo builds.
#
# The last line is `N passed, N failed`.
set -euo pipefail
cd "$(dirname "$0")/../.."

annals=$(tests/tools/program.sh "${1:-}")
timeout 300 node tests/tools/loading.mjs "$annals"
