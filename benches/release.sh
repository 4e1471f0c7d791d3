#!/usr/bin/env bash
# Drafts the notes of a release from the four repositories of a real community, beside one walk of their histories.
#
# release.sh CLONES [RUNS]: CLONES holds the repositories minutes, standards, release-notes and docs. The walk is what
# `git log` needs to say which files each commit changed, repository after repository; the draft reads the same
# histories, all texts, and writes the notes. Compare the ratio of one run of this script.
set -euo pipefail

clones=$(cd "${1:?usage: benches/release.sh CLONES [RUNS]}" && pwd)
runs=${2:-10}
cd "$(dirname "$0")/.."
source tests/tools/parts.sh
need hyperfine hyperfine

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cargo build --quiet --release --locked
annals=$PWD/target/release/annals

sources=()
walk=""
for name in minutes standards release-notes docs; do
    sources+=(--source "$name=$clones/$name")
    walk+="git -C '$clones/$name' log --name-status --format='%H %an %aI %s' >>'$work/walk'; "
done
cp examples/scs/annals.yaml "$work/annals.yaml"
draft="'$annals' release draft R6 --print --quiet --root '$work' ${sources[*]}"

hyperfine --warmup 1 --runs "$runs" --export-json "$work/times.json" --command-name walk "rm -f '$work/walk'; $walk" \
    --command-name "draft, histories not remembered" --prepare "rm -rf '$work/.annals'" "$draft >'$work/notes.md'" \
    --command-name "draft" "$draft >'$work/notes.md'" 
python3 - "$work/times.json" <<'PYTHON'
import json, sys
walk, cold, warm = (result["median"] for result in json.load(open(sys.argv[1]))["results"])
print(f"walk {walk * 1000:.0f} ms, draft {warm * 1000:.0f} ms ({warm / walk:.2f}), histories not remembered {cold * 1000:.0f} ms ({cold / walk:.2f})")
PYTHON
