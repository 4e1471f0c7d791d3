#!/usr/bin/env bash
# What a reader who edits has to load, and what the engine's sandbox costs: the same pages rendered by the program and
# by its engine as Wasm, in Node, one after the other.
#
# engine.sh: on the site S that `benches/site.sh` prepared.
set -euo pipefail
cd "$(dirname "$0")/.."

work=${ANNALS_BENCH_DIR:-target/bench}
site=$work/S
if [ ! -d "$site" ]; then
    echo "error: no site in $site; run benches/site.sh before" >&2
    exit 1
fi
out=$work/engine
mkdir -p "$work"
# A record has its problems; what counts is the site.
cargo build --quiet --release --locked --bin annals --benches
target/release/annals build --quiet --offline --root "$site" --out "$out" || [ $? -eq 1 ]

echo "to load, in bytes:          as it is        gzip      brotli"
node -e '
    const { readFileSync } = require("node:fs"), zlib = require("node:zlib");
    for (const name of ["engine.wasm", "engine-record.bin", "languages.wasm", "engine-syntaxes.bin"]) {
        const bytes = readFileSync(`${process.argv[1]}/${name}`);
        const sizes = [bytes, zlib.gzipSync(bytes, { level: 9 }), zlib.brotliCompressSync(bytes)];
        console.log(`  ${name.padEnd(22)}${sizes.map((made) => String(made.length).padStart(12)).join("")}`);
    }' "$out"

# One folder is two sources there.
sources=("drafts=$site/standards")
for name in minutes standards release-notes docs; do
    sources+=("$name=$site/$name")
done
echo
echo "the program, one thread:"
RAYON_NUM_THREADS=1 cargo bench --quiet --locked --bench engine -- "$out" "${sources[@]}" | tee "$work/engine-native.txt"
echo "the engine:"
node tests/tools/parity.mjs "$out" "${sources[@]}" | tee "$work/engine-wasm.txt"

# Milliseconds that the line of a file says after the words $2.
said() {
    grep -o "$2 [0-9.]* ms" "$1" | grep -o '[0-9.]*' | head -n 1
}
echo
for what in "opened in" "pages in" "median"; do
    awk -v what="$what" -v native="$(said "$work/engine-native.txt" "$what")" -v wasm="$(said "$work/engine-wasm.txt" "$what")" \
        'BEGIN { printf "%-10s the engine takes %.1f times as long\n", what ":", wasm / (native > 0 ? native : 1) }'
done
