#!/usr/bin/env bash
# Runs each fuzz target for some seconds, from the committed seeds.
#
# fuzz.sh [SECONDS]: for each target, 20 if not given.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/parts.sh

seconds=${1:-20}
# The stable compiler, asked to accept the flags that libFuzzer needs.
export RUSTC_BOOTSTRAP=1
need c++ g++
need_cargo cargo-fuzz cargo-fuzz 0.13.2

# One target: what is found on the way goes to a scratch corpus, a crash to fuzz/artifacts.
fuzz_one() {
    local target=$1 log="$logs/$1"
    mkdir -p "fuzz/corpus/$target"
    # -timeout: an input that takes longer than this many seconds is a finding, too.
    if ! cargo fuzz run -s none "$target" "fuzz/corpus/$target" "fuzz/seeds/$target" -- \
        -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=0 >"$log" 2>&1; then
        tail -n 100 "$log"
        return 1
    fi
    grep '^stat::' "$log"
}

part "fuzz: build" cargo fuzz build -s none
for seeds in fuzz/seeds/*/; do
    target=$(basename "$seeds")
    part "fuzz: $target" fuzz_one "$target"
done
total
