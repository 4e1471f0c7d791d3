#!/usr/bin/env bash
# How much a browser downloads to edit a page: the engine, what runs plugins and what marks code as they are published,
# built, and compressed as a server would. Fails where the engine has become larger than it may be.
set -euo pipefail
cd "$(dirname "$0")/../.."

# Bytes, compressed with brotli.
limit=1200000

rustup --quiet target add wasm32-unknown-unknown
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
build() {
    cargo rustc --quiet --locked --lib --crate-type cdylib --no-default-features --features "$1" \
        --target wasm32-unknown-unknown --profile engine
    cp "${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/engine/annals.wasm" "$work/$2"
}
build web engine.wasm
build web-plugins plugins.wasm
build web-languages languages.wasm
node -e '
const { readFileSync } = require("node:fs");
const { brotliCompressSync, gzipSync } = require("node:zlib");
const [work, limit] = process.argv.slice(1);
const sizes = ["engine.wasm", "plugins.wasm", "languages.wasm"].map((name) => {
  const bytes = readFileSync(`${work}/${name}`);
  const brotli = brotliCompressSync(bytes).length;
  console.log(`${name}: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} with gzip, ${brotli} with brotli`);
  return brotli;
});
if (sizes[0] > limit) {
  console.log(`the engine may have ${limit} bytes with brotli`);
  process.exitCode = 1;
}' "$work" "$limit"
