#!/bin/sh
# The generated C gives the same bits as `adc eval`: the models of the files are compiled in every
# order by adc and then by a C compiler with strict warnings, and run at the points.
# Usage: bits.sh ADC ORDERS POINTS COMPILER FILE.ad...
# ORDERS is a list or `all`, COMPILER has its language and optimisation with it ("gcc -std=c99 -O2"),
# POINTS is a file as points.awk reads it. Model names differ between files. A model without a point
# is a failure.
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
orders=$2
points=$3
compiler="$4 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -ffp-contract=off"
shift 4
. "$here/common.sh"

awk -f "$here/points.awk" "$points" >"$work/points"
: >"$work/includes"
: >"$work/models"
: >"$work/input"

# What `adc eval` gives at all points of a model, as input for the harness.
evaluate() { # evaluate FILE MODEL ORDER TIE NAME
    grep "^$2|" "$work/points" >"$work/here" || fail "$2: no point given in $points"
    while IFS='|' read -r model options x p results; do
        {
            echo "model $5"
            echo "x $x"
            echo "p $p"
            [ -z "$results" ] || echo "table $results"
            "$adc" eval "$1" --model="$model" --order="$3" --tie="$4" $options \
                2>"$work/stderr" </dev/null
        } >>"$work/input" || { fail "adc eval $1 --model=$model --order=$3 $options"; cat "$work/stderr"; }
    done <"$work/here"
}

for file in "$@"; do
    base=$(basename "$file" .ad)
    list_variants "$file" "$orders" >"$work/variants"
    while read -r order tie; do
        prefix=$(echo "${order}_${tie}_" | tr - _)
        if ! "$adc" "$file" --order="$order" --tie="$tie" --prefix="$prefix" \
            -o "$work/$prefix$base.c" --header "$work/$prefix$base.h" 2>"$work/stderr"; then
            fail "$file: adc --order=$order --tie=$tie"
            cat "$work/stderr"
            continue
        fi
        echo "#include \"$prefix$base.h\"" >>"$work/includes"
        for model in $(models_of "$file"); do
            mode=jacobian
            grep -q "${prefix}${model}_gradient(" "$work/$prefix$base.h" && mode=gradient
            echo "    MODEL($prefix$model, $mode) \\" >>"$work/models"
            evaluate "$file" "$model" "$order" "$tie" "$prefix$model"
        done
    done <"$work/variants"
done
{
    cat "$work/includes"
    echo '#define MODELS \'
    cat "$work/models"
    echo
} >"$work/models.h"

cd "$work" || exit 99
if $compiler -c ./*.c && $compiler -I. -c "$here/harness.c" && ${compiler%% *} ./*.o -o harness -lm; then
    ./harness <input >output
    status=$?
    sed '$d' output
    counts=$(sed -n '$s/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' output)
    case $status,$counts in
        [01],*' '*)
            passed=$((passed + ${counts% *}))
            failed=$((failed + ${counts#* }))
            ;;
        *) fail "the harness ended with status $status" ;;
    esac
else
    fail "the C compiler does not accept it"
fi
finish
