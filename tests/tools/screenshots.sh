#!/usr/bin/env bash
# Pictures of our own site for the eye: pages of each kind at three widths, light and dark.
#
# screenshots.sh [OUT [SITE]]: writes to OUT, target/screenshots if not given, from the built site SITE, our own if
# not given. With `--home` as OUT, only the picture of the README is made.
set -euo pipefail
cd "$(dirname "$0")/../.."

out=${1:-target/screenshots}
site=${2:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$site" ]; then
    site=$work/site
    cargo run --quiet --locked -- build --quiet --out "$site"
fi
site=$(cd "$site" && pwd)
browser=$(command -v chromium || command -v google-chrome)

# picture PAGE WIDTH HEIGHT SCHEME FILE; a scheme is 0, dark, or 1, light.
picture() {
    local sandbox=()
    # The sandbox does not start for root, as in containers; the pages are our own.
    if [ "$(id -u)" -eq 0 ]; then sandbox=(--no-sandbox); fi
    "$browser" --headless=new "${sandbox[@]+"${sandbox[@]}"}" --disable-gpu --hide-scrollbars \
        --user-data-dir="$work/profile" --window-size="$2,$3" --blink-settings=preferredColorScheme="$4" \
        --screenshot="$5" "file://$site/$1" >/dev/null 2>"$work/log" || true
    if [ ! -s "$5" ]; then
        cat "$work/log" >&2
        echo "error: no picture of $1" >&2
        return 1
    fi
}

if [ "$out" = --home ]; then
    picture minutes/infra/20230621/index.html 1280 860 1 content/guide/annals.png
    exit
fi
mkdir -p "$out"
pages=(
    index.html
    guide/start/index.html
    reference/markdown/index.html
    minutes/index.html
    minutes/weekly/20230323/index.html
    minutes/infra/20230621/index.html
    standards/index.html
    standards/ann-0002-v1-minutes/index.html
    releases/index.html
    releases/R3/index.html
    404.html
)
for page in "${pages[@]}"; do
    name=${page%/index.html}
    name=${name%.html}
    for width in 390 820 1440; do
        for scheme in 0 1; do
            theme=dark
            if [ "$scheme" = 1 ]; then theme=light; fi
            picture "$page" "$width" 1400 "$scheme" "$out/${name//\//-}-$width-$theme.png"
        done
    done
done
echo "$(find "$out" -name '*.png' | wc -l) pictures in $out"
