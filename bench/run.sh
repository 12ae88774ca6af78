#!/bin/sh
# Builds, checks and times all problems (or those named) with each compiler and its flags:
#     bench/run.sh ADC [PROBLEM...]        BENCH_CONFIGS="gcc -O2;clang -O3" chooses compilers
#     ADC_FLAGS="--order=reverse"           chooses what adc is told
set -eu
adc=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- $(cd "$here/problems" && ls *.c | sed 's/\.c$//')
configs=${BENCH_CONFIGS:-gcc -O2;gcc -O3 -march=native;clang -O2;clang -O3 -march=native}

for name in "$@"; do
    flags=$(sed -n 's/^.*adc: //p' "$here/problems/$name.c")
    model=$(sed -n 's/^.*model: //p' "$here/problems/$name.c")
    "$adc" "$here/${model:-problems/$name.ad}" -o "$work/$name.gen.c" \
        --header "$work/$name.gen.h" $flags ${ADC_FLAGS:-}
done
echo "$configs" | tr ';' '\n' | while read -r config; do
    printf '\n%s\n%-18s %9s %9s %9s %8s %8s\n' "$config" problem "value ns" "hand ns" "adc ns" \
        "/value" "/hand"
    for name in "$@"; do
        $config -std=c11 -I"$here" -I"$work" "$here/bench.c" "$here/problems/$name.c" \
            "$work/$name.gen.c" -lm -o "$work/$name"
        ${BENCH_PIN:-} "$work/$name" || true
    done | awk '{ print } NF == 6 { sum += log($6); n++ }
                END { if (n > 0) printf "%-18s %38s %8.2f\n", "geometric mean", "", exp(sum/n) }'
done
