#!/usr/bin/env bash
# Checks every page of a site with the Nu HTML checker: no errors.
#
# validate-html.sh [SITE]: the folder of a built site; without it, our own site is built first.
set -euo pipefail
cd "$(dirname "$0")/../.."

site=${1:-}
if [ -z "$site" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    site=$work/site
    cargo run --quiet --locked -- build --quiet --out "$site"
fi

pages=$(find "$site" -name '*.html' | wc -l)
if [ "$pages" -eq 0 ]; then
    echo "error: no page in $site" >&2
    exit 1
fi
report=$(mktemp)
java -Xss8m -jar target/tools/node_modules/vnu-jar/build/dist/vnu.jar \
    --errors-only --skip-non-html --format gnu "$site" >"$report" 2>&1 || true
# A line that is no finding means that the checker itself is in trouble.
if grep -v -E '^"?file:.*: (error|info|warning)' "$report" | grep -q .; then
    cat "$report"
    rm -f "$report"
    exit 1
fi
errors=$(wc -l <"$report")
head -n 50 "$report"
rm -f "$report"
echo "$pages pages, $errors errors"
[ "$errors" -eq 0 ]
