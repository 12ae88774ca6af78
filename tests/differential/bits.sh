#!/bin/sh
# The generated C gives the same bits as `adc eval`: the models of the files are compiled in every
# order by adc and then by a C compiler with strict warnings, and run at the points.
# Usage: bits.sh ADC ORDERS POINTS COMPILER FILE.ad...
# ORDERS is a list or `all`, COMPILER has its language and optimisation with it ("gcc -std=c99 -O2"),
# POINTS is a file as points.awk reads it. Model names differ between files. A model without a point
# is a failure. ADC_FLAGS are more options for adc, which leave the results alone.
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

# Makes a C file and its header; the options choose the models.
emit() { # emit NAME OPTION...
    name=$1
    shift
    if "$adc" "$@" ${ADC_FLAGS:-} -o "$work/$name.c" --header "$work/$name.h" 2>"$work/stderr"; then
        echo "#include \"$name.h\"" >>"$work/includes"
    else
        fail "adc $*"
        cat "$work/stderr"
    fi
}

# What the harness has to know of a model in one order, and what `adc eval` gives at all its points.
list_model() { # list_model FILE MODEL ORDER TIE PREFIX
    mode=jacobian
    cat "$work/$5"*.h | grep -q " $5$2_gradient(" && mode=gradient
    echo "    MODEL($5$2, $mode) \\" >>"$work/models"
    grep "^$2|" "$work/points" >"$work/here" || fail "$2: no point given in $points"
    while IFS='|' read -r model options x p results; do
        {
            echo "model $5$2"
            echo "x $x"
            echo "p $p"
            [ -z "$results" ] || echo "table $results"
            "$adc" eval "$1" --model="$2" --order="$3" --tie="$4" $effort $options 2>"$work/stderr"
        } >>"$work/input" </dev/null ||
            { fail "adc eval $1 --model=$2 --order=$3 --tie=$4 $options"; cat "$work/stderr"; }
    done <"$work/here"
}

for file in "$@"; do
    base=$(basename "$file" .ad)
    list_variants "$file" "$orders"
    while read -r order tie models; do
        prefix=$(echo "${order}_${tie}_" | tr - _)
        if [ "$(echo "$models" | wc -w)" -eq "$(models_of "$file" | wc -l)" ]; then
            emit "$prefix$base" "$file" --order="$order" --tie="$tie" $effort --prefix="$prefix"
        else
            for model in $models; do
                emit "${prefix}${base}_$model" "$file" --order="$order" --tie="$tie" $effort \
                    --prefix="$prefix" --model="$model"
            done
        fi
        for model in $models; do
            list_model "$file" "$model" "$order" "$tie" "$prefix"
        done
    done <"$work/variants"
done
run_harness
finish
