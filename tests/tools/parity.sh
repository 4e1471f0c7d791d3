#!/usr/bin/env bash
# Compares every page of our own site that shows a text with what the engine for browsers makes of that text, and a
# sample of them in headless Chromium. `install.sh` has run before.
set -euo pipefail
cd "$(dirname "$0")/../.."

out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
rustup --quiet target add wasm32-unknown-unknown
cargo run --quiet --locked -- build --quiet --out "$out/site"
browser=$(command -v chromium || command -v google-chrome)
timeout 300 node tests/tools/parity.mjs "$out/site" --browser "$browser" content=content standards=content/standards minutes=minutes releases=releases
