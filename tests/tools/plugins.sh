#!/usr/bin/env bash
# The example plugins: their own tests, their modules, and the site that shows them, in browsers too. `install.sh` has
# run before.
#
# plugins.sh [FOLDER]: leaves the built site in the folder, to be looked at.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/parts.sh

out=${1:-}
site=$(mktemp -d)
trap 'rm -rf "$logs" "$site"' EXIT
# Not in the folder itself, whose files a test of ours reads.
target=target/plugins
modules=$target/wasm32-unknown-unknown/release

build() {
    rustup --quiet target add wasm32-unknown-unknown &&
        cargo build --quiet --locked --release --target wasm32-unknown-unknown --target-dir "$target" \
            --manifest-path examples/plugins/Cargo.toml
}

# Puts the site together, with the modules and their hashes.
assemble() {
    local name
    cp -r examples/plugins/site/. "$site" && mkdir -p "$site/plugins" || return 1
    for name in dot csv irc; do
        cp "$modules/annals_$name.wasm" "$site/plugins/" || return 1
        sed -i "s/HASH_OF_${name^^}/sha256:$(sha256sum "$modules/annals_$name.wasm" | cut -d ' ' -f 1)/" "$site/annals.yaml"
    done
}

annals() {
    cargo run --quiet --locked -- "$@" --root "$site" --offline
}

# expect FILE TEXT...: each of the texts stands in the file.
expect() {
    local file=$1 text missing=0
    shift
    for text in "$@"; do
        grep -qF -- "$text" "$file" || { echo "$file lacks: $text"; missing=1; }
    done
    return "$missing"
}

shown() {
    # Two blocks are wrong on purpose.
    annals build --quiet --out "$site/out" || [ $? -eq 1 ] || return 1
    expect "$site/out/index.html" '<svg role="img" aria-label="How a standard comes to be"' \
        'marker-end="url(#made-1:tip)"' '>by anybody</tspan>' 'aria-sort="descending">Meetings</th>' \
        '<caption>Meetings of 2023</caption>' 'href="./minutes/naming/2023-01-10/"' '<code class="language-csv">' &&
        expect "$site/out/minutes/naming/2023-01-10/index.html" 'twenty letters are enough for everybody' \
            'Names have at most twenty letters' 'write it down' '<h2' 'Length of names' &&
        expect "$site/out/decisions/index.html" 'Names have at most twenty letters' &&
        expect "$site/out/record.json" '"line":12' '"owners":["carol"]'
}

told() {
    annals check --format json >"$site/check.json" || [ $? -eq 1 ] || return 1
    expect "$site/check.json" 'plugin `csv` says: 1 cell, and the first line has 2' '"line":33' \
        'plugin `dot` says: this is no graph' 'irc: an action that nobody is to do' '"line":17'
}

# The same again, from what is remembered and with one thread.
again() {
    annals build --quiet --jobs 1 --out "$site/again" || [ $? -eq 1 ] || return 1
    diff --recursive "$site/out" "$site/again"
}

# The same in browsers.
engine() {
    node tests/tools/parity.mjs "$site/out" --browser "$(command -v chromium || command -v google-chrome)" \
        content="$site/content" minutes="$site/minutes"
}

part "plugins: tests" cargo test --quiet --locked --target-dir "$target" \
    --manifest-path examples/plugins/Cargo.toml
part "plugins: modules" build
part "plugins: a site" assemble
part "plugins: what is shown" shown
part "plugins: what is told" told
part "plugins: the same again" again
part "plugins: the same in browsers" engine
if [ -n "$out" ]; then
    mkdir -p "$out" && cp -r "$site/out/." "$out"
fi
total
