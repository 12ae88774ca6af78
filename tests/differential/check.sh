#!/bin/sh
# `adc check`: the derivatives of the models in every order against the reference, at drawn points and at
# those of a table (points.awk); SAMPLES 0: at those of the table alone. A point of the table may lie on a kink, where nothing can be compared, but
# not all points of a model.
# Usage: check.sh ADC ORDERS POINTS SAMPLES FILE.ad...
set -u
here=$(cd "$(dirname "$0")" && pwd)
adc=$1
orders=$2
points=$3
samples=$4
shift 4
. "$here/common.sh"

# Post: the output in $work/output; $1 is the highest exit status that will do.
check() { # check STATUS OPTION...
    highest=$1
    shift
    "$adc" check "$@" >"$work/output" 2>"$work/stderr" </dev/null
    status=$?
    if [ "$status" -le "$highest" ] && grep -q ', 0 wrong;' "$work/output" &&
        ! grep -q '[1-9][0-9]* wrong;' "$work/output"; then
        pass
    else
        fail "adc check $* (exit status $status)"
        cat "$work/output" "$work/stderr"
    fi
}

check_points() { # check_points FILE MODEL ORDER TIE
    grep "^$2|" "$work/points" >"$work/here"
    : >"$work/outputs"
    while IFS='|' read -r model options rest; do
        check 1 "$1" --model="$model" --order="$3" --tie="$4" $effort $options
        cat "$work/output" >>"$work/outputs"
    done <"$work/here"
    grep -q ': [1-9][0-9]* derivatives compared' "$work/outputs" ||
        fail "$2: no point in the table at which something can be compared"
}

awk -f "$here/points.awk" "$points" >"$work/points"
for file in "$@"; do
    list_variants "$file" "$orders"
    while read -r order tie models; do
        for model in $models; do
            [ "$samples" -eq 0 ] ||
                check 0 "$file" --model="$model" --order="$order" --tie="$tie" $effort --samples="$samples"
            check_points "$file" "$model" "$order" "$tie"
        done
    done <"$work/variants"
done
finish
