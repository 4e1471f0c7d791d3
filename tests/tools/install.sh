#!/usr/bin/env bash
# Installs what the tests need beyond cargo: Java for the HTML checker, a browser, packages from npm, and git-cliff from PyPI.
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

# What reads the same commits as we do, to be compared with.
git_cliff=2.14.2
need python3 python3 python3-venv
if ! target/tools/git-cliff/bin/git-cliff --version 2>/dev/null | grep -qF "$git_cliff"; then
    rm -rf target/tools/git-cliff
    python3 -m venv target/tools/git-cliff
    target/tools/git-cliff/bin/pip install --quiet "git-cliff==$git_cliff"
fi
