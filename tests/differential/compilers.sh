#!/bin/sh
# Builds adc once more, with another C compiler and other optimisation, and compares all that the two
# write: of the examples, and of random models.
# Usage: compilers.sh ADC SOURCE_ROOT RANDOM_MODEL COMPILER BUILDTYPE FILE.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
root=$2
random_model=$3
compiler=$4
buildtype=$5
shift 5
build=$(mktemp -d) || exit 99
trap 'rm -rf "$build"' EXIT

if ! { CC=$compiler meson setup "$build/build" "$root" --buildtype="$buildtype" -Dtests=disabled &&
    ninja -C "$build/build" driver/adc; } >"$build/log" 2>&1; then
    tail -n 20 "$build/log"
    echo "0 passed, 1 failed"
    exit 1
fi
for seed in 1 11 21 31 41; do
    "$random_model" $seed 10 >"$build/random$seed.ad"
done
"$here/bytes.sh" "$adc" "$build/build/driver/adc" all "$@" "$build"/random*.ad
