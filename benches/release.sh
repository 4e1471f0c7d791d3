#!/usr/bin/env bash
# Drafts the notes of a release from the four repositories of a real community, beside one walk of their histories.
#
# release.sh CLONES [RUNS]: CLONES holds the repositories minutes, standards, release-notes and docs. Measured are
# - the walk of their histories with `git log`, repository after repository: which files each commit changed,
# - the same by the program: all that a draft does but the texts, of which each source has one, with nothing remembered,
# - drafts with nothing remembered, and with what an earlier draft remembered.
# Compare the ratios of one run of this script.
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

# The same repositories with one text of each: what is left of a draft is opening and walking their histories.
mkdir "$work/bare"
cat >"$work/bare/annals.yaml" <<'YAML'
title: Histories
sources:
  - { kind: releases, repo: release-notes, include: ["Release{n}.md"], release: "R{n}", components: [standards, release-notes, docs, minutes] }
  - { kind: pages, repo: minutes, include: [README.md] }
  - { kind: pages, repo: standards, include: [README.md] }
  - { kind: pages, repo: docs, include: [README.md] }
forge: https://forge.example/o
YAML
walked="'$annals' release draft R6 --print --quiet --root '$work/bare' ${sources[*]}"

hyperfine --warmup 1 --runs "$runs" --export-json "$work/times.json" --command-name walk "rm -f '$work/walk'; $walk" \
    --command-name "walk by the program" --prepare "rm -rf '$work/bare/.annals'" "$walked >'$work/walked.md'" \
    --command-name "draft, histories not remembered" --prepare "rm -rf '$work/.annals'" "$draft >'$work/notes.md'" \
    --command-name "draft" "$draft >'$work/notes.md'" 
python3 - "$work/times.json" <<'PYTHON'
import json, sys
results = json.load(open(sys.argv[1]))["results"]
names = ["git log", "walk by the program", "draft, nothing remembered", "draft"]
for clock in ("median", "user"):
    times = [result[clock] for result in results]
    told = [f"{name} {time * 1000:.0f} ms ({time / times[1]:.2f})" for name, time in zip(names, times)]
    print(f"{clock}: {', '.join(told)}; in brackets the ratio to the walk by the program")
PYTHON
