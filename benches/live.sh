#!/usr/bin/env bash
# How long a save takes to reach an open page, and how soon the first page is there.
#
# live.sh [PAGES] [SAVES]: on the sites S and L that `benches/site.sh` prepared, where it has run, and on PAGES
# generated pages, 25000 if not given; SAVES is 40. The floor is how long the system takes to tell a program that a
# file was written: it is measured with every save, beside the event that the page gets. Compare within one run.
set -euo pipefail
cd "$(dirname "$0")/.."

pages=${1:-25000}
saves=${2:-40}
work=${ANNALS_BENCH_DIR:-target/bench}
mkdir -p "$work/live"
annals=${ANNALS:-}
if [ -z "$annals" ]; then
    cargo build --quiet --release --locked --bin annals
    annals=$PWD/target/release/annals
fi
sites=()
for size in S L; do
    if [ -d "$work/$size" ]; then sites+=("$work/$size"); fi
done
exec node benches/live.mjs "$annals" "$saves" "$pages" "$work/live" "${sites[@]+"${sites[@]}"}"
