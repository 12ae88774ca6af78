#!/bin/sh
# Builds adc and runs the tests; the last line is "N passed, N failed", counted test by test.
# Usage: check.sh BUILD [--slow]
set -u
build=$1
slow=${2:-}
scripts=$(cd "$(dirname "$0")" && pwd)
if [ "$slow" = --slow ]; then
    "$scripts/setup.sh" --all && meson setup --reconfigure "$build" "$scripts/.." >"$build/setup.log" 2>&1 || exit 1
else
    "$scripts/setup.sh" || exit 1
fi
ninja -C "$build" >"$build/build.log" 2>&1 || { cat "$build/build.log"; exit 1; }
suites='--no-suite slow'
[ "$slow" = --slow ] && suites=
meson test -C "$build" --no-rebuild --print-errorlogs $suites
status=$?
log=$build/meson-logs/testlog.txt
# Check counts its own cases ("100%: Checks: 15, Failures: 0, Errors: 0"), the runners of scripts print
# "N passed, N failed"; any other test is one, judged by its exit status.
awk -v status="$status" '
    function finish() {
        if (!in_test) return
        if (counted == 0) { if (result == 0) passed++; else failed++ }
        else if (result != 0 && bad == 0) failed++
        in_test = 0
    }
    /^=+ [0-9]+\/[0-9]+ =+$/ { finish(); in_test = 1; counted = 0; bad = 0; result = 1 }
    /^result: +(exit status 0|OK)/ { result = 0 }
    /^[0-9]+%: Checks: / {
        gsub(",", ""); passed += $3 - $5 - $7; failed += $5 + $7; bad += $5 + $7; counted = 1
    }
    /^[0-9]+ passed, [0-9]+ failed$/ { passed += $1; failed += $3; bad += $3; counted = 1 }
    /^Ok: / { finish() }
    END {
        finish()
        if (status != 0 && failed == 0) failed = 1
        printf "%d passed, %d failed\n", passed, failed
    }' "$log"
exit "$status"
