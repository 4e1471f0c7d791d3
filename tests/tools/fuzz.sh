#!/usr/bin/env bash
# Runs each fuzz target from the committed seeds.
#
# fuzz.sh: as many runs as fit into some twenty seconds, from a fixed start, so that two runs on one state of the
# program try the same inputs and CI cannot fail by chance.
# fuzz.sh SECONDS [TARGET...]: from a random start, for so long each, keeping what it learns in fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/parts.sh

seconds=${1:-}
targets=("${@:2}")
if [ "${#targets[@]}" -eq 0 ]; then
    for seeds in fuzz/seeds/*/; do targets+=("$(basename "$seeds")"); done
fi
# The stable compiler, asked to accept the flags that libFuzzer needs.
export RUSTC_BOOTSTRAP=1
export CARGO_TERM_QUIET=true
need c++ g++
need_cargo cargo-fuzz cargo-fuzz 0.13.2

# How often each target runs from its fixed start.
runs() {
    case $1 in
        markdown) echo 6000 ;;
        math) echo 25000 ;;
        front_matter) echo 15000 ;;
        *) echo 5000 ;;
    esac
}

# One target; a crash is kept in fuzz/artifacts.
fuzz_one() {
    local target=$1 log="$logs/fuzz" corpus limits steady=()
    if [ -n "$seconds" ]; then
        corpus=fuzz/corpus/$target
        limits=(-max_total_time="$seconds")
    else
        corpus=$logs/corpus-$target
        # Values that the program compares are no hint here, since some are addresses, which differ between runs.
        # The time is for machines much slower than usual: past it, the rest of the runs is left out.
        limits=(-seed=1 -runs="$(runs "$target")" -use_cmp=0 -max_total_time=120)
        steady=(env LD_PRELOAD="$logs/steady.so")
    fi
    mkdir -p "$corpus"
    # -timeout: an input that takes longer than this many seconds is a finding, too.
    if ! "${steady[@]+"${steady[@]}"}" cargo fuzz run -O -s none "$target" "$corpus" "fuzz/seeds/$target" -- \
        "${limits[@]}" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 >"$log" 2>&1; then
        # What went wrong, and the input: the trace between is libFuzzer's own.
        grep -a -m 1 -A 3 -E 'panicked at|ERROR: libFuzzer' "$log" || true
        grep -a -A 2 -E '^Base64:|^SUMMARY:' "$log" || true
        grep -a -m 1 -A 30 '^Failing input:' "$log" || tail -n 60 "$log"
        return 1
    fi
    grep -a "^stat::" "$log"
}

if [ -z "$seconds" ]; then
    part "fuzz: a steady start" cc -shared -fPIC -o "$logs/steady.so" fuzz/steady.c
fi
part "fuzz: build" cargo fuzz build -O -s none
for target in "${targets[@]}"; do
    part "fuzz: $target" fuzz_one "$target"
done
total
