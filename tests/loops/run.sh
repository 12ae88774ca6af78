#!/bin/sh
# Functions with loops give the same bits as without, in all modes: every model of loops.ad, in
# several layouts, types and sizes of pieces.
# Usage: run.sh ADC COMPILER some|all
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
compiler="$2 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -ffp-contract=off"
. "$here/../differential/common.sh"
file=$here/loops.ad

# Makes the functions of all models in one way, and compares them.
compare() { # compare TYPE OPTION...
    type=$1
    shift
    rolled=0
    for model in $(models_of "$file"); do
        for way in plain rolled; do
            loops=never
            [ $way = plain ] || loops=always
            "$adc" "$file" --model="$model" --derive=value,jacobian,hessian,jvp,vjp,hvp --loops=$loops \
                --stack-limit=1000000 --prefix=${way}_ -o "$work/$way.c" --header "$work/$way.h" "$@" \
                2>"$work/stderr" || fail "adc --loops=$loops $model $*: $(cat "$work/stderr")"
        done
        rolled=$((rolled + $(grep -c '^ *for (' "$work/rolled.c")))
        if $compiler -I"$work" -DMODEL="$model" -DREAL="$type" "$here/compare.c" "$work/plain.c" \
            "$work/rolled.c" -o "$work/compare" -lm && "$work/compare" >"$work/said"; then
            pass
        else
            fail "$model $*: $(head -n 1 "$work/said")"
        fi
    done
    [ $rolled -gt 100 ] || fail "$rolled loops in all models: $*"
}

compare double --layout=csr
if [ "$3" = all ]; then
    compare double --layout=dense --piece=5
    compare float --layout=coo --real=float --order=forward
    compare double --layout=csc --triangle=full --order=markowitz --piece=1
fi
finish
