#!/usr/bin/env bash
# Drafts the notes of a release from the four repositories of a real community, beside a walk of their histories.
#
# release.sh CLONES [RUNS]: CLONES holds the repositories minutes, standards, release-notes and docs. Measured are
# - the log: `git log`, repository after repository, which reads every commit and compares nothing,
# - the walk: the same with which files each commit changed against all its parents, and renames found, because that is
#   what a history tells a draft and what a reader of history has to do,
# - a draft with nothing remembered: it reads the histories, all texts of minutes, standards and notes, and links them,
# - a draft with what an earlier one remembered, which is what a release manager waits for,
# - the same after a sentence more in one text.
# On the clock, and in processor time. Compare the ratios to the walk of one run of this script.
set -euo pipefail

clones=$(cd "${1:?usage: benches/release.sh CLONES [RUNS]}" && pwd)
runs=${2:-10}
cd "$(dirname "$0")/.."
source tests/tools/parts.sh
need hyperfine hyperfine

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Another build of the program can be measured as it is.
if [ -z "${ANNALS:-}" ]; then
    cargo build --quiet --release --locked
    ANNALS=$PWD/target/release/annals
fi

# histories NAME OPTIONS: a script that walks the four histories.
histories() {
    local name
    for name in minutes standards release-notes docs; do
        echo "git -C '$clones/$name' log ${*:2} >'$work/$name.log'"
    done >"$work/$1"
}
histories log
histories walk --name-status --find-renames --diff-merges=combined

# The minutes are changed below, so those are a copy.
cp -R "$clones/minutes" "$work/minutes"
sources=(--source "minutes=$work/minutes")
for name in standards release-notes docs; do
    sources+=(--source "$name=$clones/$name")
done
changed=$(find "$work/minutes" -name '*.md' -size +4k | sort | tail -n 1)
cp examples/scs/annals.yaml "$work/annals.yaml"
draft="'$ANNALS' release draft R6 --print --quiet --root '$work' ${sources[*]} >'$work/notes.md'"

hyperfine --warmup 1 --runs "$runs" --export-json "$work/times.json" \
    --command-name log --prepare true "bash '$work/log'" \
    --command-name walk --prepare true "bash '$work/walk'" \
    --command-name "draft, nothing remembered" --prepare "rm -rf '$work/.annals'" "$draft" \
    --command-name draft --prepare true "$draft" \
    --command-name "draft, a text changed" --prepare "echo 'One sentence more.' >>'$changed'" "$draft"
python3 - "$work/times.json" <<'PYTHON'
import json, sys
results = {result["command"]: result for result in json.load(open(sys.argv[1]))["results"]}
clocks = {
    "on the clock": lambda result: result["median"],
    "processor": lambda result: result["user"] + result["system"],
}
for clock, time in clocks.items():
    walk = time(results["walk"])
    told = [f"{name} {time(result) * 1000:.0f} ms ({time(result) / walk:.2f})" for name, result in results.items()]
    print(f"{clock}: {', '.join(told)}; in brackets the ratio to the walk")
PYTHON
