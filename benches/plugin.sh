#!/usr/bin/env bash
# What plugins cost: a site of many pages with one block each, shown as it is written, made by a small plugin, and
# drawn by a large one; built cold, with nothing changed, and with a word more on every page, so that all is read again
# but no plugin asked. Beside it the same drawings by the same code as a program, without a sandbox and without a site.
#
# plugin.sh [PAGES [RUNS]]: 10000 pages and 3 runs if not given. The runs are interleaved; the table shows medians of
# CPU seconds, without those that the system took to write files, which swing more than plugins weigh. Compare within
# one run of this script.
set -euo pipefail

pages=${1:-10000}
runs=${2:-3}
cd "$(dirname "$0")/.."
work=${ANNALS_BENCH_DIR:-target/bench}/plugin
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)

# Another build of the program can be measured as it is.
annals=${ANNALS:-$PWD/target/release/annals}
if [ -z "${ANNALS:-}" ]; then
    cargo build --quiet --release --locked --bin annals
fi
cargo build --quiet --locked --release --target wasm32-unknown-unknown --target-dir target/plugins \
    --manifest-path examples/plugins/Cargo.toml -p annals-dot
cargo build --quiet --locked --release --target-dir target/plugins --manifest-path examples/plugins/Cargo.toml \
    -p annals-dot --example natively
natively=$PWD/target/plugins/release/examples/natively
dot=$PWD/target/plugins/wasm32-unknown-unknown/release/annals_dot.wasm
keys=$PWD/tests/sites/plugins/plugins/keys.wasm

# site NAME LANGUAGE [MODULE]: every page with a block of its own.
site() {
    local name=$1 language=$2 module=${3:-}
    mkdir -p "$work/$name/content"
    printf 'title: Bench\nsources: [{ kind: pages, dir: content }]\n' >"$work/$name/annals.yaml"
    if [ -n "$module" ]; then
        cp "$module" "$work/$name/it.wasm"
        printf 'plugins: [{ file: it.wasm, hash: "sha256:%s", fences: [%s] }]\n' \
            "$(sha256sum "$module" | cut -d ' ' -f 1)" "$language" >>"$work/$name/annals.yaml"
    fi
    awk -v pages="$pages" -v folder="$work/$name/content" -v language="$language" 'BEGIN {
        for (n = 1; n <= pages; n++) {
            file = sprintf("%s/%d/%d.md", folder, n % 100, n)
            if (n <= 100) system("mkdir -p " folder "/" n % 100)
            printf "# Page %d\n\nWords before.\n\n```%s\n", n, language >file
            if (language == "keys") printf "Ctrl+%d\n", n >file
            else printf "digraph { a%d -> b [label=\"one\"]; b -> c; c -> a%d; b -> d }\n", n, n >file
            printf "```\n\nWords behind.\n" >file
            close(file)
        }
    }'
}

site plain text
site keys keys "$keys"
site dot dot "$dot"

# timed SITE STATE COMMAND...: runs it, and adds the CPU seconds to the results.
timed() {
    /usr/bin/time -o "$work/time" -f '%U' "${@:3}"
    echo "$1 $2 $(cat "$work/time")" >>"$work/results"
}
# built SITE STATE: builds the site.
built() {
    timed "$1" "$2" "$annals" build --root "$work/$1" --out "$work/$1/out" --offline --quiet
}

for run in $(seq "$runs"); do
    for name in plain keys dot; do
        rm -rf "$work/$name/out" "$work/$name/.annals"
        built "$name" cold
        built "$name" same
        find "$work/$name/content" -name '*.md' -exec sed -i "s/^Words before.*/Words before, $run./" {} +
        built "$name" edited
    done
    timed natively drawn "$natively" "$work/dot/content" >"$work/drawn"
    echo "run $run of $runs"
done

# figure SITE STATE: the median.
figure() {
    awk -v site="$1" -v state="$2" '$1 == site && $2 == state { print $3 }' "$work/results" | sort -n |
        awk '{ v[NR] = $1 } END { print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2 }'
}

echo
printf '%s pages, CPU seconds of the program\n%-8s %8s %8s %8s\n' "$pages" "" cold same edited
for name in plain keys dot; do
    printf '%-8s %8s %8s %8s\n' "$name" "$(figure "$name" cold)" "$(figure "$name" same)" "$(figure "$name" edited)"
done
printf 'the drawings without a sandbox: %s (%s)\n' "$(figure natively drawn)" "$(cat "$work/drawn")"
