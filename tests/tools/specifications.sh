#!/usr/bin/env bash
# Fetches the specifications of Markdown, whose examples are test data, into target/tools: CommonMark from npm, GFM
# from the source package of a Python library, which carries the text.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/parts.sh

commonmark=0.31.2
gfm=0.29
library=marko==2.2.4

mkdir -p target/tools
work=$(mktemp -d)
trap 'rm -rf "$logs" "$work"' EXIT

# keep FILE NAME VERSION: puts the text in place if it is the version that it should be.
keep() {
    if ! grep -Eq "^version: '?$3'?\$" "$1"; then
        echo "error: \`$1\` is not version $3" >&2
        return 1
    fi
    mv "$1" "target/tools/$2-$3.txt"
}

if [ ! -f "target/tools/commonmark-$commonmark.txt" ]; then
    need npm nodejs npm
    npm install --prefix "$work" --no-audit --no-fund --no-save --loglevel=error "commonmark-spec@$commonmark"
    keep "$work/node_modules/commonmark-spec/spec.txt" commonmark "$commonmark"
fi
if [ ! -f "target/tools/gfm-$gfm.txt" ]; then
    need python3 python3
    python3 -m pip --version >/dev/null 2>&1 || need pip3 python3-pip
    python3 -m pip download --quiet --no-deps --no-binary :all: --dest "$work" "$library"
    tar -xzf "$work"/marko-*.tar.gz -C "$work" --strip-components 1 --wildcards '*/tests/spec/gfm.txt'
    keep "$work/tests/spec/gfm.txt" gfm "$gfm"
fi
