#!/bin/sh
# Times functions for many points (--batch) against those for one, on all problems or those named:
#     bench/batch.sh ADC [PROBLEM...]       BATCH_CONFIGS="gcc -O3 -mavx2 -mfma;clang -O3" chooses compilers
#     BATCH_POINTS="32 2048"                chooses for how many points at once
#     ADC_FLAGS="--layout=csr"              chooses what adc is told besides
#     BATCH_PREFIX="taskset -c 1"           runs all measurements of a compiler by a command
set -eu
adc=$1
shift
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
[ $# -gt 0 ] || set -- $(cd "$here/problems" && ls *.c | sed 's/\.c$//')
clang=$(command -v clang-16 >/dev/null && echo clang-16 || echo clang) # as in RESULTS.md
configs=${BATCH_CONFIGS:-gcc -O3 -mavx2 -mfma;$clang -O3 -mavx2 -mfma}
points=${BATCH_POINTS:-32 2048}

for name in "$@"; do
    flags=$(sed -n 's/^.*adc: //p' "$here/problems/$name.c")
    model=$(sed -n 's/^.*model: //p' "$here/problems/$name.c")
    "$adc" "$here/${model:-problems/$name.ad}" -o "$work/$name.gen.c" --header "$work/$name.gen.h" --batch \
        $flags ${ADC_FLAGS:-}
    # the last function is the derivative; a Hessian takes weights where the others give outputs
    function=$(sed -n 's/^void \([A-Za-z0-9_]*\)_batch(.*/\1/p' "$work/$name.gen.h" | tail -n 1)
    case $function in
        *_hessian) setup='static const double w[64] = {1};' one='w' many='w, 0' ;;
        *) setup='' one='y' many='y, stride' ;;
    esac
    needs_work=$(sed -n "s/^enum { \(${function}_batch_work\) .*/\1/p" "$work/$name.gen.h")
    [ -z "$needs_work" ] || setup="$setup static _Alignas(64) double work[$needs_work];"
    one_work=$(sed -n "s/^enum { \(${function}_work\) .*/\1/p" "$work/$name.gen.h")
    cat >"$work/$name.glue.c" <<END
#include "batch.h"
#include "$name.gen.h"
$setup
const char *const batch_name = "$name";
void batch_one(const double *x, const double *p, double *y, double *d)
{
    (void)y;
    $function(x, p, $one, d${one_work:+, work});
}
void batch_many(size_t count, const double *x, size_t stride, const double *p, double *y, double *d)
{
    (void)y;
    ${function}_batch(count, x, stride, p, 0, $many, d, stride${needs_work:+, work});
}
END
done
echo "$configs" | tr ';' '\n' | while read -r config; do
    for name in "$@"; do
        $config -I"$here" -I"$work" "$here/batch.c" "$here/timing.c" "$here/problems/$name.c" "$work/$name.glue.c" \
            "$work/$name.gen.c" -lm -o "$work/$name"
    done
    printf '\n%s\n%-18s' "$config" problem
    for n in $points; do
        printf ' %9s %9s %6s' "one ns" "of $n" ratio
    done
    echo
    # all in one, for what BATCH_PREFIX has to wait for
    (cd "$work" && ${BATCH_PREFIX:-} sh -c 'points=$1; shift; for name in "$@"; do ./"$name" $points; done' sh \
        "$points" "$@") || true
done
