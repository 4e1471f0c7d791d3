# Runs the parts of a test run and adds up what passed and failed. Read by `tests/run` and `.ci/run`.
#
# A part is a command. One that ends with a line `3 passed, 0 failed` counts with this line, one that prints
# `test result: ok. 3 passed; 0 failed` as cargo does with the sum of these, any other counts as one.

passed=0
failed=0
failures=()
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# part NAME COMMAND...: runs the command, shows what it prints, and counts.
part() {
    local name=$1 log="$logs/part" status=0 began=$SECONDS good bad
    shift
    printf '\n== %s\n' "$name"
    "$@" </dev/null 2>&1 | tee "$log" || status=$?
    read -r good bad < <(awk '
        /^test result: / { for (i = 2; i <= NF; i++) { if ($i ~ /^passed/) good += $(i-1); if ($i ~ /^failed/) bad += $(i-1) } }
        /^[0-9]+ passed, [0-9]+ failed$/ { summed = 1; sum_good = $1; sum_bad = $3 }
        END { if (summed) { good = sum_good; bad = sum_bad } print good + 0, bad + 0 }' "$log")
    if [ "$((good + bad))" -eq 0 ]; then
        if [ "$status" -eq 0 ]; then good=1; else bad=1; fi
    elif [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then
        # It broke outside its tests, for instance while compiling the next one.
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$bad" -ne 0 ]; then
        failures+=("$name")
        excerpt "$log" >"$logs/failure-${#failures[@]}"
    fi
    printf -- '-- %s: %d passed, %d failed (%d s)\n' "$name" "$good" "$bad" "$((SECONDS - began))"
}

# excerpt LOG: what somebody who sees only the end of a long log needs of a part that failed: what a nested run said
# of its own failures, or the failures and errors as cargo tells them, or the last lines.
excerpt() {
    local lines
    # The last such words: those before are of runs within it, which it has repeated.
    lines=$(awk '
        /^== what failed$/ { said = ""; on = 1; next }
        on { said = said $0 "\n" }
        /^[0-9]+ passed, [0-9]+ failed$/ { on = 0 }
        END { printf "%s", said }' "$1")
    if [ -z "$lines" ]; then
        lines=$(awk '
            /^failures:$/ || /^error(\[|:)/ { shown = 25 }
            /^---- .* stdout ----$/ || /panicked at/ { shown = 25 }
            /^test result: FAILED/ { print; shown = 0 }
            shown > 0 { print; shown-- }' "$1" | tail -n 100)
    fi
    if [ -z "$lines" ]; then lines=$(tail -n 60 "$1"); fi
    printf '%s\n' "$lines"
}

# total: what failed and why, the closing lines, and the exit status of the run.
total() {
    echo
    local count=0 name
    if [ "${#failures[@]}" -ne 0 ]; then echo "== what failed"; fi
    for name in "${failures[@]+"${failures[@]}"}"; do
        count=$((count + 1))
        printf -- '-- %s\n' "$name"
        # Indented, so that nothing in it is taken for a count of this run.
        sed 's/^/    /' "$logs/failure-$count"
    done
    for name in "${failures[@]+"${failures[@]}"}"; do
        echo "failed: $name"
    done
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}

# need PROGRAM PACKAGE...: makes sure that a program is there, from the system's packages if that is possible.
need() {
    local program=$1
    shift
    if command -v "$program" >/dev/null; then return 0; fi
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        echo "installing $* for \`$program\`"
        { [ -n "${apt_updated:-}" ] || apt-get update -qq; } &&
            DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$@" >/dev/null &&
            apt_updated=1
    fi
    if ! command -v "$program" >/dev/null; then
        echo "error: \`$program\` is not here and could not be installed; on Debian: apt-get install $*" >&2
        return 1
    fi
}

# need_cargo PROGRAM CRATE VERSION: the same for a program that cargo installs.
need_cargo() {
    if command -v "$1" >/dev/null || [ -x "${CARGO_HOME:-$HOME/.cargo}/bin/$1" ]; then return 0; fi
    echo "installing $2 $3 for \`$1\`"
    cargo install --quiet --locked --version "$3" "$2" || {
        echo "error: \`$1\` is not here and could not be installed; try: cargo install --locked $2" >&2
        return 1
    }
}
