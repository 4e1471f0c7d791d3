#!/usr/bin/env bash
# How long after a key is pressed in the editor the page beside it says so, in headless Chromium on a real clock.
#
# editor.sh [SITE [KEYS]]: on the site in the folder SITE, the site S that `benches/site.sh` prepared if not given; on
# the text of median length among its minutes and on the longest; KEYS is 200. `tests/tools/install.sh` has run before.
# Times are from the key event to the changed page, and to the end of the frame that shows it; browsers draw 60 frames a
# second, so that the second holds up to 16.7 ms of waiting. Compare within one run.
set -euo pipefail
cd "$(dirname "$0")/.."

work=${ANNALS_BENCH_DIR:-target/bench}
site=${1:-$work/S}
keys=${2:-200}
if [ ! -d "$site" ]; then
    echo "error: no site in $site; run benches/site.sh before" >&2
    exit 1
fi
annals=${ANNALS:-}
if [ -z "$annals" ]; then
    cargo build --quiet --release --locked --bin annals
    annals=$PWD/target/release/annals
fi
out=$work/editor
mkdir -p "$work"
# A record has its problems; what counts is the site.
"$annals" build --quiet --offline --root "$site" --out "$out" || [ $? -eq 1 ]
browser=$(command -v chromium || command -v google-chrome)
exec node benches/editor.mjs "$out" "$keys" "$browser"
