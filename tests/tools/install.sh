#!/usr/bin/env bash
# Installs what the tests need beyond cargo: Java for the HTML checker, a browser, and packages from npm.
set -euo pipefail
cd "$(dirname "$0")/../.."
source tests/tools/parts.sh

need git git
need cc gcc libc6-dev
need java default-jre-headless
need npm nodejs npm
if ! command -v chromium >/dev/null && ! command -v google-chrome >/dev/null; then
    need chromium chromium
fi

mkdir -p target/tools
if ! cmp -s tests/tools/package.json target/tools/installed.json; then
    cp tests/tools/package.json target/tools/package.json
    npm install --prefix target/tools --no-audit --no-fund --no-package-lock --loglevel=error
    cp tests/tools/package.json target/tools/installed.json
fi
if [ ! -f target/tools/node_modules/vnu-jar/build/dist/vnu.jar ]; then
    echo "error: vnu.jar is missing in target/tools/node_modules; remove target/tools and try again" >&2
    exit 1
fi
tests/tools/specifications.sh
