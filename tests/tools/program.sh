#!/usr/bin/env bash
# Prints the path of the program to be tested: PROGRAM, or the one that cargo builds from the checkout, built before.
#
# program.sh [PROGRAM]: in the folder of the checkout.
set -euo pipefail

if [ -z "${1:-}" ]; then
    cargo build --quiet --locked
fi
echo "${1:-${CARGO_TARGET_DIR:-target}/debug/annals}"
